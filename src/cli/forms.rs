//! A form in the file that was asked for: YAML, a workbook to fill in, or a paper; the ending says which.

use crate::diagnostic::{Language, Text};
use crate::duty::forms::register::RegisteredContract;
use crate::duty::forms::{Given, sheet, write};
use crate::evidence::format::kind::Kind;
use crate::render::templates::Templates;
use crate::render::{self, Format};
use crate::spelling;
use crate::text;
use std::path::Path;

/// What a form says besides its fields, as far as it is known.
#[derive(Debug, Default)]
pub(crate) struct About {
    ward: String,
    word: String,
    fiscal_year: String,
    sample: bool,
}

impl About {
    /// Returns what the authority calls itself.
    pub(crate) fn word(&self) -> &str {
        if self.word.is_empty() { spelling::ANY_AUTHORITY } else { &self.word }
    }

    /// Returns the same, said of an authority of which no contract is known.
    pub(crate) fn called(word: &str) -> Self {
        Self { word: word.to_owned(), ..Self::default() }
    }

    /// Returns what a contract says.
    pub(crate) fn of(entry: &RegisteredContract) -> Self {
        Self {
            ward: entry.ward.clone(),
            word: entry.word.clone(),
            fiscal_year: entry.printed_year.clone(),
            sample: entry.sample,
        }
    }
}

/// Returns whether a file is a workbook by its ending.
pub(crate) fn is_workbook(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("xlsx"))
}

/// Returns the contents of a form in the shape that the ending of its file asks for; the comments of YAML are in a
/// language, a workbook and a paper are the ward's.
///
/// # Errors
///
/// A kind that is made as YAML only; what the writer of the format says.
pub(crate) fn contents(
    path: &Path,
    kind: Kind,
    given: &Given,
    about: &About,
    language: Language,
) -> Result<Vec<u8>, Text> {
    let word = about.word();
    let (ward, fiscal_year) = (&about.ward, &about.fiscal_year);
    let own = sheet::About { ward, word, fiscal_year, sample: about.sample };
    let is_word = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    if !is_word && !is_workbook(path) {
        return Ok(write(kind, given, word, language).into_bytes());
    }
    let label = kind.label();
    let refused = |_: sheet::NoSheet| {
        let known: Vec<&str> = sheet::kinds().map(Kind::label).collect();
        let words: Vec<&str> = sheet::kinds().map(Kind::word).collect();
        let (known, words) = (known.join("、"), words.join(", "));
        text!(
            "{label}の様式は、Excel や Word では作りません（作れるもの: {known}）。ファイルの名を .yaml にしてください",
            "this form is made as YAML only (as a workbook or for Word: {words}); name the file .yaml"
        )
    };
    let failed =
        |error: String| text!("{label}の様式を作れません（{error}）", "the form cannot be made ({error})");
    if is_workbook(path) {
        return sheet::workbook(kind, given, own)
            .map_err(refused)?
            .map_err(|error| failed(error.to_string()));
    }
    let document = sheet::document(kind, given, own).map_err(refused)?;
    let templates = Templates::built_in().map_err(|error| failed(error.to_string()))?;
    let papers = render::render(&document, Format::Docx, &templates).map_err(|error| error.text())?;
    papers.into_iter().next().map(|paper| paper.contents).ok_or_else(|| failed(String::new()))
}
