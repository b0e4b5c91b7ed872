//! Reading a workspace: which files there are, what may be read, and what is told when it cannot be.

mod encoding;
mod reader;
mod strays;
mod year;

use super::era;
use super::matter::Matter;
use super::raw::common::RawCommon;
use super::raw::ward::RawWard;
use super::resolve;
use super::resolve::ward::{CommonNames, WardNames};
use super::resolve::year::YearNames;
use super::ward::{Common, Ward, Year};
use crate::diagnostic::{Diagnostic, Label, Text, unreadable};
use crate::source::{SourceId, Sources, plain};
use crate::text;
use chrono::NaiveDate;
use reader::{Files, Reader, clashes};
use std::collections::BTreeMap;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
pub use strays::Strays;
use year::{Meetings, ReadYear, meetings_before, read_matter, survey};

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// In how many places a name is shown that is missed in many.
const SHOWN_PLACES: usize = 5;

/// Why a workspace could not be looked at, before any file of it was read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No `fugi.yaml` here or above.
    NotAWorkspace(PathBuf),
    /// The operating system refused.
    Unreadable(PathBuf, #[source] io::Error),
    /// A path that leads out of the workspace.
    Outside(PathBuf, String),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotAWorkspace(path) => {
                let path = path.display();
                text!(
                    "{path} はワークスペースではありません（fugi.yaml が、ここにも上のフォルダにもありません）。`fugi init DIR` で作れます",
                    "{path} is not a workspace (no fugi.yaml here or above); `fugi init DIR` makes one"
                )
            }
            Self::Unreadable(path, error) => {
                let path = path.display();
                match error.kind() {
                    io::ErrorKind::NotFound => text!("{path} がありません", "{path} does not exist"),
                    io::ErrorKind::PermissionDenied => {
                        text!("{path} を読む権限がありません", "no permission to read {path}")
                    }
                    _ => unreadable(path, error),
                }
            }
            Self::Outside(path, root) => {
                let path = path.display();
                text!(
                    "{path} はワークスペース {root} の外にあります",
                    "{path} lies outside the workspace {root}"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

/// The folder of what holds for every year, in a workspace.
pub const COMMON: &str = "policies/common";

/// Texts that stand in the place of files, by path relative to the workspace; nothing is written to disk.
pub type Overlay = BTreeMap<PathBuf, Arc<str>>;

/// What every matter of a workspace shares: the ward, the common words, and their texts.
#[derive(Debug)]
pub struct Workspace {
    files: Files,
    sources: Sources,
    /// The ward.
    pub ward: Ward,
    /// What holds for every year.
    pub common: Common,
    /// The day at which whoever opened it looks at it: whether waivers ran out is judged by it. Without one, every
    /// matter is judged at its own day alone.
    pub as_of: Option<NaiveDate>,
    names: SharedNames,
}

/// The names that every year and matter may refer to.
#[derive(Debug)]
struct SharedNames {
    ward: WardNames,
    common: CommonNames,
}

/// One fiscal year, ready to read its matters.
#[derive(Debug)]
pub struct LoadedYear {
    /// The year.
    pub year: Year,
    sources: Sources,
    names: YearNames,
    /// Files of matters whose name is another's, and that other.
    clashes: BTreeMap<PathBuf, PathBuf>,
    /// What the files of the year before say of the council.
    meetings_before: Meetings,
}

/// A file that was read, or the problems in it.
#[derive(Debug)]
pub struct Loaded<T> {
    /// Every text that a place of the result can be in.
    pub sources: Sources,
    /// The thing, whole; or what is wrong.
    pub result: Result<T, Vec<Diagnostic>>,
}

/// Returns the nearest folder from `from` upward that holds a `fugi.yaml`.
///
/// # Errors
///
/// [`Error::NotAWorkspace`] where there is none.
pub fn find_root(from: &Path) -> Result<PathBuf, Error> {
    let start = from.canonicalize().map_err(|error| Error::Unreadable(from.to_owned(), error))?;
    start.ancestors().find(|folder| folder.join("fugi.yaml").is_file()).map(plain).ok_or_else(|| {
        Error::NotAWorkspace(if from == Path::new(".") { plain(&start) } else { from.to_owned() })
    })
}

impl Workspace {
    /// Reads `fugi.yaml` and `policies/common/`.
    ///
    /// Where something is wrong with these, the other files are read too, so that the result holds the problems
    /// of all files.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be read at all; problems in the files are in the result.
    pub fn open(root: &Path) -> Result<Loaded<Self>, Error> {
        Self::open_with(root, Overlay::default())
    }

    /// Reads as [`open`](Self::open) does, with some texts in the place of files.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_with(root: &Path, overlay: Overlay) -> Result<Loaded<Self>, Error> {
        Self::read(Files::new(root, overlay)?)
    }

    /// Reads as [`open`](Self::open) does, from files that are in memory: by path relative to the workspace.
    /// `name` stands where messages name the workspace's folder.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open).
    pub fn open_in_memory(name: &Path, files: BTreeMap<PathBuf, Vec<u8>>) -> Result<Loaded<Self>, Error> {
        Self::read(Files::in_memory(name, files))
    }

    fn read(files: Files) -> Result<Loaded<Self>, Error> {
        let mut reader = Reader::new(&files, Sources::default());
        let ward = reader.read::<RawWard>(Path::new("fugi.yaml"));
        let common = match reader.folder(Path::new(COMMON))? {
            Some(paths) => paths.iter().map(|path| reader.read::<RawCommon>(path)).collect(),
            None => vec![None],
        };
        let Reader { sources, mut problems, .. } = reader;
        let (common, common_names) = resolve::ward::common(common, &mut problems);
        let ward = ward.map(|raw| resolve::ward::ward(raw, &common_names, &mut problems));
        let (ward, ward_names) = match ward {
            Some((ward, names)) => (Some(ward), names),
            None => (None, WardNames::lost()),
        };
        let names = SharedNames { ward: ward_names, common: common_names };
        Ok(match ward {
            Some(ward) if problems.is_empty() => Loaded {
                sources: sources.clone(),
                result: Ok(Self { files, sources, ward, common, as_of: None, names }),
            },
            _ => survey(&files, &names, sources, problems),
        })
    }

    /// Returns the folder that holds `fugi.yaml`.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.files.root
    }

    /// Returns the same folder as the system spells it, links followed: what a path of another spelling is compared
    /// with. On Windows it begins with `\\?\`, which nobody wants to read.
    pub(crate) fn real_root(&self) -> &Path {
        &self.files.real
    }

    /// Returns the names of the years' folders, oldest first. A folder of `policies/` that holds YAML and is not
    /// named after a year comes last, to be told of when it is read.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] where `policies/` cannot be listed.
    pub fn years(&self) -> Result<Vec<String>, Error> {
        years(&self.files)
    }

    /// Returns the files of a year's matters, relative to the workspace, in order of their names.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed.
    pub fn matters(&self, year: &str) -> Result<Vec<PathBuf>, Error> {
        matters(&self.files, year)
    }

    /// Reads a year's legal entities and forms.
    ///
    /// Where something is wrong with these, the year's matters are read too, so that the result holds the
    /// problems of all its files.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed; problems in the files are in the result.
    pub fn year(&self, name: &str) -> Result<Loaded<LoadedYear>, Error> {
        let read = ReadYear::read(&self.files, &self.names, self.sources.clone(), name)?;
        let fiscal_year = era::fiscal_year_of_folder(name);
        match (read.labels, fiscal_year) {
            (Some(labels), Some(fiscal_year)) if read.problems.is_empty() => {
                let name = name.to_owned();
                let (parties, forms, kinds) = (read.parties, read.forms, read.kinds);
                let year = Year { name, fiscal_year, parties, forms, kinds, labels };
                let clashes = clashes(&read.matters);
                let sources = read.sources.clone();
                let meetings_before = meetings_before(&self.files, fiscal_year);
                let year =
                    LoadedYear { year, sources: read.sources, names: read.names, clashes, meetings_before };
                Ok(Loaded { sources, result: Ok(year) })
            }
            (labels, _) => {
                let (sources, problems) = ReadYear { labels, ..read }.with_matters(&self.files, &self.names);
                Ok(Loaded { sources, result: Err(settled(problems)) })
            }
        }
    }

    /// Reads one matter of a year; `path` is relative to the workspace.
    #[must_use]
    pub fn matter(&self, year: &LoadedYear, path: &Path) -> Loaded<Matter> {
        let mut reader = Reader::new(&self.files, year.sources.clone());
        if let Some(first) = year.clashes.get(path) {
            reader.clash(path, first);
            return Loaded { sources: reader.sources, result: Err(reader.problems) };
        }
        let Some(source) = reader.text(path) else {
            return Loaded { sources: reader.sources, result: Err(reader.problems) };
        };
        let result = self.matter_from(year, &reader.sources, source);
        Loaded { sources: reader.sources, result }
    }

    /// Reads one matter from a text that is already in `sources`; used for a planted mistake and for pages.
    ///
    /// # Errors
    ///
    /// Every problem of the text.
    pub fn matter_from(
        &self,
        year: &LoadedYear,
        sources: &Sources,
        source: SourceId,
    ) -> Result<Matter, Vec<Diagnostic>> {
        let Year { name, fiscal_year, .. } = &year.year;
        let before = &year.meetings_before;
        let (matter, problems) =
            read_matter(&self.names, &year.names, name, *fiscal_year, before, sources, source);
        match matter {
            Some(matter) if problems.is_empty() => Ok(matter),
            _ => Err(settled(problems)),
        }
    }
}

impl LoadedYear {
    /// Returns the texts of the year and of what is common.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// Returns problems in the order of files and places, each once; a name that is missed in many places of a file
/// is told once.
fn settled(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    problems.sort_by_key(|problem| problem.primary.span);
    problems.dedup();
    let mut told: Vec<Diagnostic> = Vec::with_capacity(problems.len());
    let mut missed: BTreeMap<(Text, SourceId), (usize, usize)> = BTreeMap::new();
    for problem in problems {
        if problem.rule != "unknown-name" {
            told.push(problem);
            continue;
        }
        let place = problem.primary.span;
        let (index, times) =
            missed.entry((problem.message.clone(), place.source())).or_insert((told.len(), 0));
        *times += 1;
        match told.get_mut(*index) {
            None => told.push(problem),
            Some(first) if *times <= SHOWN_PLACES => {
                first.related.push(Label { span: place, message: text!("", "") });
            }
            Some(_) => {}
        }
    }
    for (index, times) in missed.into_values().filter(|(_, times)| *times > 1) {
        if let Some(problem) = told.get_mut(index) {
            problem.message.ja.push_str(&format!("（{times}か所）"));
            problem.message.en.push_str(&format!(" ({times} places)"));
        }
    }
    told
}

fn years(files: &Files) -> Result<Vec<String>, Error> {
    let folder = Path::new("policies");
    let names = files.folders(folder).map_err(|error| Error::Unreadable(files.root.join(folder), error))?;
    let mut years: Vec<(i32, String)> = names
        .into_iter()
        .filter_map(|name| {
            if let Some(year) = era::fiscal_year_of_folder(&name) {
                return Some((year, name));
            }
            let found = files.yaml_files(&folder.join(&name));
            let is_stray = name != "common" && !name.starts_with('.') && found.is_ok_and(|f| !f.is_empty());
            is_stray.then_some((i32::MAX, name))
        })
        .collect();
    years.sort();
    Ok(years.into_iter().map(|(_, name)| name).collect())
}

fn matters(files: &Files, year: &str) -> Result<Vec<PathBuf>, Error> {
    let folder = Path::new("policies").join(year);
    let found =
        files.yaml_files(&folder).map_err(|error| Error::Unreadable(files.root.join(&folder), error))?;
    Ok(found.into_iter().filter(|path| path.file_stem().is_some_and(|stem| stem != "parties")).collect())
}
