//! A matter's papers: what the rules say of it, what is assumed in it, its document, and the files of each format.

use super::select::Selection;
use super::{Error as Unreadable, Unread, whole};
use crate::case::Case;
use crate::case::approved::Now;
use crate::check::context::Context;
use crate::check::{self, Outcome};
use crate::diagnostic::{Severity, Text};
use crate::document::assumed::{self, Assumption};
use crate::document::gaps::{self, Gap};
use crate::document::tree::Document;
use crate::document::{self, Submission};
use crate::evidence::format::digest::Digest;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::ApprovedContent;
use crate::render::left_out::LeftOut;
use crate::render::templates::Templates;
use crate::render::{self, Format};
use crate::source::Sources;
use crate::spelling;
use crate::text;
use std::fmt;
use std::path::Path;

/// Why a matter is not printed.
#[derive(Debug)]
pub enum Error {
    /// It, or what it needs, cannot be read.
    Unread(Unread),
    /// It has no part of that name, but these.
    NoPart(String, Vec<String>),
    /// It was to be final, and so many errors (要修正) and assumed values (推定) are left.
    NotFinal {
        /// Findings of severity error that no waiver covers.
        errors: usize,
        /// Assumed values.
        assumed: usize,
        /// Required fields that the form does not print, or that nothing stands in.
        gaps: usize,
    },
    /// A final paper of this format would not show so many texts of the document: its template is wrong.
    LeftOut {
        /// The format.
        format: Format,
        /// What is left out.
        left_out: Vec<LeftOut>,
    },
    /// A template is wrong.
    Template(render::Error),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unread(unread) => unread.error.text(),
            Self::NoPart(part, known) => {
                let list = known.join(", ");
                let all = text!("ある部分: {list}", "there are: {list}");
                let Text { ja, en } = spelling::did_you_mean(part, known.iter().map(String::as_str), &all);
                text!("「{part}」という部分はありません。{ja}", "there is no part `{part}`; {en}")
            }
            Self::NotFinal { errors, assumed, gaps } => text!(
                "確定した資料は書き出しませんでした（要修正 {errors}件、推定 {assumed}件、印字されない必須の欄 {gaps}件）。直すか、理由を付けて受け入れて（waivers）ください。案としては、--final を付けなければ書き出せます",
                "the final paper was not written ({errors} error(s), {assumed} assumed value(s), {gaps} required field(s) not printed); fix or waive them; without --final a draft is written"
            ),
            Self::LeftOut { format, left_out } => {
                let (ending, count) = (format.extension(), left_out.len());
                let first = left_out.first().map(|own| (&own.place, spelling::short(&own.text)));
                let first = first
                    .map(|(place, text)| (format!("{}：{text}", place.ja), format!("{}: {text}", place.en)));
                let (ja, en) = first.unwrap_or_default();
                text!(
                    "確定した {ending} は作りませんでした。様式にある内容が {count}か所 出ていません（{ja}）。ひな形を確かめてください",
                    "the final {ending} was not made; it leaves out {count} text(s) that the form has ({en}); check the template"
                )
            }
            Self::Template(error) => error.text(),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

impl From<render::Error> for Error {
    fn from(error: render::Error) -> Self {
        Self::Template(error)
    }
}

/// What of a matter is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wanted<'a> {
    /// True for the final paper: no 案 on it, and nothing is printed while errors or assumed values are left.
    pub is_final: bool,
    /// One part only: `cover`, `flow-13-1`, `資料13-1`.
    pub part: Option<&'a str>,
}

/// A matter, ready to be printed.
#[derive(Debug)]
pub struct Prepared {
    /// The folder of its year: `r07`.
    pub year: String,
    /// `r07/koki-iryo-cashless`.
    pub name: String,
    /// The texts that places are in.
    pub sources: Sources,
    /// What the rules say of it.
    pub outcome: Outcome,
    /// What is assumed in it.
    pub assumed: Vec<Assumption>,
    /// Required fields that the form does not print, or that nothing stands in; a final paper has none.
    pub gaps: Vec<Gap>,
    /// Digest of what is submitted, where the council's approval names one or the paper is final.
    pub digest: Option<Submitted>,
    /// The document; or why there is none.
    pub document: Result<Document, Error>,
    /// What follows the matter's name in the names of files: empty, or `-cover` where one part is wanted.
    pub suffix: String,
}

/// What is submitted, by digests, and what the council approved, where that is written down.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// What was approved.
    pub approved: Option<ApprovedContent>,
    /// The earlier way to say what was approved: the digest of the whole paper, `sha256:…`.
    pub approved_paper: Option<String>,
    /// The digest of the paper that would be printed now, `sha256:…`.
    pub paper: String,
    /// Content and form now.
    pub now: Now,
}

/// A file of a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its name, without a folder.
    pub name: String,
    /// Its format.
    pub format: Format,
    /// Its contents.
    pub contents: Vec<u8>,
}

/// A matter, printed.
#[derive(Debug)]
pub struct Printed {
    /// The matter as it was prepared.
    pub prepared: Prepared,
    /// Its files, in the order of the formats; SVG has one a diagram.
    pub files: Vec<File>,
}

impl Prepared {
    /// Returns the number of findings of a severity that no waiver covers.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let open = self.outcome.findings.iter().filter(|finding| finding.waived.is_none());
        open.filter(|finding| finding.severity == severity).count()
    }
}

impl Workspace {
    /// Checks a matter and makes its document; `file` is relative to the workspace.
    ///
    /// # Errors
    ///
    /// [`Unread`] where the matter is not whole. That a final paper, or a part, cannot be had stands in
    /// [`Prepared::document`].
    pub fn prepare(&self, year: &LoadedYear, file: &Path, wanted: Wanted<'_>) -> Result<Prepared, Unread> {
        let read = whole(self.matter(year, file));
        let unread = |error: Unreadable| Unread { files: vec![file.to_owned()], error };
        let (matter, sources) = read.map_err(|problems| unread(problems.into()))?;
        let case = Case::new(self, year, &matter, &sources);
        let outcome = check::check(&Context::new(case));
        let submission = Submission { case, draft: !wanted.is_final };
        let assumed = assumed::all(&submission);
        let open = outcome.findings.iter().filter(|own| own.waived.is_none());
        let errors = open.filter(|own| own.severity == Severity::Error).count();
        let gaps = gaps::all(&submission, &document::build(&submission));
        let is_refused = wanted.is_final && (errors > 0 || !assumed.is_empty() || !gaps.is_empty());
        let digest = if is_refused { None } else { submitted(&submission, wanted.is_final) };
        let document = match wanted.part {
            _ if is_refused => Err(Error::NotFinal { errors, assumed: assumed.len(), gaps: gaps.len() }),
            None => Ok(document::build(&submission)),
            Some(part) => {
                document::part(&submission, part).map_err(|known| Error::NoPart(part.to_owned(), known))
            }
        };
        let suffix = match (wanted.part, document.as_ref().map(|own| own.sections.as_slice())) {
            (Some(_), Ok([only])) => format!("-{}", only.id),
            (Some(_), Ok([first, ..])) => format!("-{}", first.part),
            _ => String::new(),
        };
        Ok(Prepared {
            year: year.year.name.clone(),
            name: matter.name.clone(),
            sources,
            outcome,
            assumed,
            gaps,
            digest,
            document,
            suffix,
        })
    }

    /// Prints matters in some formats, and hands over each, or why it is not printed.
    pub fn render_each(
        &self,
        selections: &[Selection],
        wanted: Wanted<'_>,
        formats: &[Format],
        templates: &Templates,
        mut take: impl FnMut(Result<Printed, Error>),
    ) {
        for selection in selections {
            let year = match self.whole_year(&selection.year) {
                Ok(year) => year,
                Err(error) => {
                    take(Err(Error::Unread(Unread { files: selection.files.clone(), error })));
                    continue;
                }
            };
            for file in &selection.files {
                let prepared = self.prepare(&year, file, wanted).map_err(Error::Unread);
                take(prepared.and_then(|prepared| prepared.print(formats, templates)));
            }
        }
    }

    /// Prints every matter of every year as a draft, with the built-in templates.
    ///
    /// # Errors
    ///
    /// [`Error`] at the first matter that cannot be read or printed.
    pub fn render_all(&self, formats: &[Format]) -> Result<Vec<Printed>, Error> {
        let templates = Templates::built_in()?;
        let unread =
            |error: super::select::Error| Error::Unread(Unread { files: Vec::new(), error: error.into() });
        let selections = self.select_all().map_err(unread)?;
        let mut printed = Vec::new();
        self.render_each(&selections, Wanted::default(), formats, &templates, |own| printed.push(own));
        printed.into_iter().collect()
    }
}

impl Prepared {
    /// Prints the document in some formats.
    ///
    /// # Errors
    ///
    /// [`Error`] where there is no document, or a template is wrong.
    pub fn print(self, formats: &[Format], templates: &Templates) -> Result<Printed, Error> {
        let mut files = Vec::new();
        if let Ok(document) = &self.document {
            for format in formats {
                for paper in render::render(document, *format, templates)? {
                    if !document.draft && !paper.left_out.is_empty() {
                        return Err(Error::LeftOut { format: *format, left_out: paper.left_out });
                    }
                    let name = file_name(document, &self.suffix, paper.flow.as_deref(), *format);
                    files.push(File { name, format: *format, contents: paper.contents });
                }
            }
        }
        let document = self.document?;
        Ok(Printed { prepared: Self { document: Ok(document), ..self }, files })
    }
}

/// Returns the digest of what is submitted, where anybody asks for it.
fn submitted(submission: &Submission<'_>, is_final: bool) -> Option<Submitted> {
    let council = submission.matter.council.as_ref();
    let paper = council.and_then(|council| council.digest.as_ref());
    let approved = council.and_then(|council| council.approved.clone());
    if paper.is_none() && approved.is_none() && !is_final {
        return None;
    }
    let now = render::json(&document::as_submitted(submission));
    Some(Submitted {
        approved,
        approved_paper: paper.map(|digest| format!("sha256:{digest}")),
        paper: format!("sha256:{}", Digest::of(now.as_bytes())),
        now: Now::of(&submission.case),
    })
}

/// Returns the name of a paper's file: the matter's name, then the part or the flow. What no file's name may hold
/// (ids are free text) becomes `_`, so that no paper is written outside its folder.
#[must_use]
pub fn file_name(document: &Document, suffix: &str, flow: Option<&str>, format: Format) -> String {
    let name = document.name.split_once('/').map_or(document.name.as_str(), |(_, name)| name);
    let suffix = flow.map_or_else(|| suffix.to_owned(), |flow| format!("-{flow}"));
    let safe = |c: char| if c.is_control() || "/\\:*?\"<>|".contains(c) { '_' } else { c };
    let stem: String = format!("{name}{suffix}").chars().map(safe).collect();
    format!("{stem}.{}", format.extension())
}
