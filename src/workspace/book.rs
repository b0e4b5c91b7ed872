//! A matter as one workbook, and what a workbook that came back changes in its file. Nothing is written here.

use super::start;
use crate::book::{self, About, Back, Change, Problem};
use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::model::load::{LoadedYear, Workspace};
use crate::source::{SourceId, Sources};
use crate::text;
use std::fmt;
use std::path::{Path, PathBuf};

/// Why there is no answer.
#[derive(Debug)]
pub enum Error {
    /// What was named is none of it; what to do.
    Unfit(Text),
    /// A file could not be read.
    Read(super::Error),
    /// The book cannot be taken: everything that is wrong with it, by cell.
    Refused(Vec<Problem>),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unfit(what) => what.clone(),
            Self::Read(error) => error.text(),
            Self::Refused(problems) => {
                let n = problems.len();
                text!("ブックに誤りがあります（{n}件）", "{n} problem(s) in the book")
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

impl<E: Into<super::Error>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::Read(error.into())
    }
}

/// A book that was made.
#[derive(Clone, Debug)]
pub struct Exported {
    /// The matter: `r08/mihon-itaku`.
    pub name: String,
    /// The file, `.xlsx`.
    pub contents: Vec<u8>,
}

/// What a book changes.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The matter: `r08/mihon-itaku`.
    pub name: String,
    /// Its file, relative to the workspace.
    pub file: PathBuf,
    /// Whether the file is to be made.
    pub is_new: bool,
    /// The changes, in the order of the sheets.
    pub changes: Vec<Change>,
    /// The text of the file with the changes in it, read as a matter.
    pub text: String,
}

/// The text of a matter, and what it stands on.
struct Written {
    name: String,
    file: PathBuf,
    year: LoadedYear,
    sources: Sources,
    source: SourceId,
    is_new: bool,
}

impl Written {
    fn about<'a>(&'a self, workspace: &'a Workspace) -> About<'a> {
        let Workspace { ward, common, .. } = workspace;
        About { name: &self.name, ward, common, year: &self.year.year }
    }

    fn text(&self) -> &str {
        self.sources.get(self.source).map_or("", |own| own.text())
    }

    fn digest(&self) -> String {
        Digest::of(self.text().as_bytes()).to_string()
    }
}

impl Workspace {
    /// Returns the book of a matter: all of it in one workbook.
    ///
    /// # Errors
    ///
    /// [`Error`] where the path is no matter, or its file is not whole.
    pub fn export_book(&self, path: &Path) -> Result<Exported, Error> {
        let selections = self.select(&[path.to_owned()])?;
        let files: Vec<(&str, &PathBuf)> = selections
            .iter()
            .flat_map(|own| own.files.iter().map(|file| (own.year.as_str(), file)))
            .collect();
        let [(year, file)] = files.as_slice() else {
            let (shown, count) = (path.display(), files.len());
            return Err(Error::Unfit(text!(
                "「{shown}」は案件 {count} 件を指しています。案件を一つ指定してください",
                "`{shown}` means {count} matters; name one"
            )));
        };
        let year = self.whole_year(year)?;
        let (_, sources) = super::whole(self.matter(&year, file))?;
        let written = self.written(year, (*file).clone(), sources, false)?;
        self.book_of(&written)
    }

    /// Returns an empty book, with which a matter is begun; in the newest year where none is named.
    ///
    /// # Errors
    ///
    /// [`Error`] where the year is not there or not whole, the name is none that a file can have, or the matter is
    /// there already.
    pub fn new_book(&self, year: Option<&str>, name: &str) -> Result<Exported, Error> {
        let (year, path) = self.place_of_new_matter(year, name).map_err(|error| match error {
            start::Error::Unfit(what) => Error::Unfit(what),
            start::Error::Unread(error) => Error::Read(error),
        })?;
        let file = PathBuf::from(&path);
        if self.matters(&year)?.contains(&file) {
            return Err(Error::Unfit(text!(
                "{path} はもうあります。`fugi book export {path}` で書き出してください",
                "{path} is there already; export it with `fugi book export {path}`"
            )));
        }
        let year = self.whole_year(&year)?;
        self.book_of(&self.begun(year, file)?)
    }

    /// Returns what a book that came back changes in the file of its matter. The changed text was read as a matter
    /// is; nothing is written.
    ///
    /// # Errors
    ///
    /// [`Error`]: everything that is wrong with the book, by cell; or the workspace cannot be read.
    pub fn import_book(&self, bytes: Vec<u8>) -> Result<Imported, Error> {
        let refused = |problem: Problem| Error::Refused(vec![problem]);
        let back = Back::read(bytes).map_err(refused)?;
        let name = back.matter.clone();
        let gone = || {
            let name = crate::spelling::short(&name);
            refused(Problem::file(text!(
                "このブックの案件「{name}」の年度が、このワークスペースにありません",
                "the year of the book's matter `{name}` is not in this workspace"
            )))
        };
        let (folder, stem) = name.split_once('/').ok_or_else(gone)?;
        if !self.years()?.iter().any(|own| own == folder) {
            return Err(gone());
        }
        let (_, path) = self.place_of_new_matter(Some(folder), stem).map_err(|_| gone())?;
        let year = self.whole_year(folder)?;
        let file = PathBuf::from(&path);
        let written = if self.matters(folder)?.contains(&file) {
            let (_, sources) = super::whole(self.matter(&year, &file))?;
            self.written(year, file, sources, false)?
        } else {
            self.begun(year, file)?
        };
        let (about, digest) = (written.about(self), written.digest());
        let changed =
            back.changed(&about, (&written.sources, written.source), &digest).map_err(Error::Refused)?;
        let mut sources = written.sources.clone();
        sources.replace(written.source, changed.text.as_str());
        if !changed.changes.is_empty()
            && let Err(problems) = self.matter_from(&written.year, &sources, written.source)
        {
            return Err(Error::Refused(changed.problems(written.source, &problems)));
        }
        Ok(Imported {
            name: written.name,
            file: written.file,
            is_new: written.is_new,
            changes: changed.changes,
            text: changed.text,
        })
    }

    fn book_of(&self, written: &Written) -> Result<Exported, Error> {
        let made = book::export(&written.about(self), written.source, written.text(), &written.digest());
        let failed = |error: String| {
            Error::Unfit(text!("ブックを作れません（{error}）", "the book cannot be made ({error})"))
        };
        let made = made.ok_or_else(|| failed("YAML".to_owned()))?;
        let contents = made.map_err(|error| failed(error.to_string()))?;
        Ok(Exported { name: written.name.clone(), contents })
    }

    fn written(
        &self,
        year: LoadedYear,
        file: PathBuf,
        sources: Sources,
        is_new: bool,
    ) -> Result<Written, Error> {
        let stem = file.file_stem().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
        let name = format!("{}/{stem}", year.year.name);
        let source = sources.find(&file).ok_or_else(|| {
            Error::Unfit(text!("{name} のファイルがありません", "the file of {name} is not there"))
        })?;
        Ok(Written { name, file, year, sources, source, is_new })
    }

    /// Returns the file of a matter that is about to begin.
    fn begun(&self, year: LoadedYear, file: PathBuf) -> Result<Written, Error> {
        let mut sources = year.sources().clone();
        sources.add(&file, EMPTY);
        self.written(year, file, sources, true)
    }
}

/// The file of a matter of which nothing is known yet.
const EMPTY: &str = "# 案件のブックから作ったファイル\n# yaml-language-server: $schema=../../schemas/matter.schema.json\ntitle:\n";
