//! The draft of a matter from what a ward has written already. Nothing is written here.

use super::book::Error;
use crate::diagnostic::{Diagnostic, Text};
use crate::draft::docx::{self, Tracked};
use crate::draft::{About, Drafted};
use crate::model::load::Workspace;
use crate::source::Sources;
use crate::text;
use std::path::Path;

/// A draft, and what a matter still lacks.
#[derive(Debug)]
pub struct Draft {
    /// The draft.
    pub drafted: Drafted,
    /// The text of the draft, which `problems` speak of.
    pub sources: Sources,
    /// What keeps the draft from being read as a matter; empty where nothing does.
    pub problems: Vec<Diagnostic>,
}

impl Workspace {
    /// Makes the draft of a matter from a Word file or from text (.txt), by the form of a year, the newest where none is named. `out` is
    /// where the draft is to lie.
    ///
    /// # Errors
    ///
    /// [`Error`] where the file cannot be read as what it should be, or the year is not there or not whole.
    pub fn draft_matter(
        &self,
        (name, bytes): (&str, &[u8]),
        year: Option<&str>,
        tracked: Option<Tracked>,
        out: &Path,
    ) -> Result<Draft, Error> {
        let years = self.years()?;
        let year = match year {
            Some(year) if years.iter().any(|own| own == year) => year,
            Some(year) => return Err(Error::Unfit(no_year(year, &years))),
            None => years.last().ok_or_else(|| Error::Unfit(no_year("", &years)))?,
        };
        let year = self.whole_year(year)?;
        let about = About { ward: &self.ward, common: &self.common, year: &year.year, file: name };
        let is_text = Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("txt"));
        let paper = match is_text {
            true => crate::draft::text::read(&about, bytes).map_err(|error| Error::Unfit(error.0))?,
            false => docx::read(bytes, tracked).map_err(|error| Error::Unfit(error.0))?,
        };
        let drafted = crate::draft::draft(&about, &paper);
        let mut sources = year.sources().clone();
        let source = sources.add(out, drafted.yaml.as_str());
        let problems = self.matter_from(&year, &sources, source).err().unwrap_or_default();
        Ok(Draft { drafted, sources, problems })
    }
}

fn no_year(year: &str, years: &[String]) -> Text {
    let (list, list_en) = (years.join("、"), years.join(", "));
    text!(
        "年度「{year}」のフォルダがありません（ある年度: {list}）",
        "there is no year `{year}` (there are: {list_en})"
    )
}
