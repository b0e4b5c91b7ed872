//! Reading a workspace: which files there are, what may be read, and what is told when it cannot be.

use super::era;
use super::matter::Matter;
use super::raw::common::RawCommon;
use super::raw::form::{RawChecklistForm, SubmissionLabels};
use super::raw::matter::RawMatter;
use super::raw::parties::RawParties;
use super::raw::ward::RawWard;
use super::resolve;
use super::resolve::matter::Origin;
use super::resolve::ward::{CommonNames, WardNames};
use super::resolve::year::YearNames;
use super::ward::{Common, Ward, Year};
use crate::diagnostic::Diagnostic;
use crate::source::{SourceId, Sources, Span};
use crate::text;
use crate::yaml::{self, decode::Decode};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 64 * 1024 * 1024;

/// Why a workspace could not be looked at, before any file of it was read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No `fugi.yaml` here or above.
    #[error("{} はワークスペースではありません（fugi.yaml が見つかりません）", .0.display())]
    NotAWorkspace(PathBuf),
    /// The operating system refused.
    #[error("{} を読めません: {}", .0.display(), .1)]
    Unreadable(PathBuf, #[source] io::Error),
    /// A path that leads out of the workspace.
    #[error("{} はワークスペース {} の外にあります", .0.display(), .1)]
    Outside(PathBuf, String),
}

/// Texts that stand in the place of files, by path relative to the workspace; nothing is written to disk.
pub type Overlay = BTreeMap<PathBuf, Arc<str>>;

/// What every matter of a workspace shares: the ward, the common words, and their texts.
#[derive(Debug)]
pub struct Workspace {
    root: PathBuf,
    overlay: Arc<Overlay>,
    sources: Sources,
    /// The ward.
    pub ward: Ward,
    /// What holds for every year.
    pub common: Common,
    ward_names: WardNames,
    common_names: CommonNames,
}

/// One fiscal year, ready to read its matters.
#[derive(Debug)]
pub struct LoadedYear {
    /// The year.
    pub year: Year,
    sources: Sources,
    names: YearNames,
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
    start
        .ancestors()
        .find(|folder| folder.join("fugi.yaml").is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| Error::NotAWorkspace(from.to_owned()))
}

impl Workspace {
    /// Reads `fugi.yaml` and `policies/common/`.
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
        let mut reader = Reader::new(root, Arc::new(overlay))?;
        let ward = reader.read::<RawWard>(Path::new("fugi.yaml"));
        let mut files = Vec::new();
        for path in reader.yaml_files(Path::new("policies/common"))? {
            files.extend(reader.read::<RawCommon>(&path));
        }
        let mut problems = std::mem::take(&mut reader.problems);
        let (common, common_names) = resolve::ward::common(files, &mut problems);
        let ward = ward.map(|raw| resolve::ward::ward(raw, &mut problems));
        let sources = reader.sources;
        let result = match ward {
            Some((ward, ward_names)) if problems.is_empty() => Ok(Self {
                root: reader.root,
                overlay: reader.overlay,
                sources: sources.clone(),
                ward,
                common,
                ward_names,
                common_names,
            }),
            _ => Err(problems),
        };
        Ok(Loaded { sources, result })
    }

    /// Returns the folder that holds `fugi.yaml`.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the names of the years' folders, oldest first.
    ///
    /// # Errors
    ///
    /// [`Error::Unreadable`] where `policies/` cannot be listed.
    pub fn years(&self) -> Result<Vec<String>, Error> {
        let folder = self.root.join("policies");
        let entries = fs::read_dir(&folder).map_err(|error| Error::Unreadable(folder.clone(), error))?;
        let mut years: Vec<(i32, String)> = entries
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                Some((era::fiscal_year_of_folder(&name)?, name))
            })
            .collect();
        years.sort();
        Ok(years.into_iter().map(|(_, name)| name).collect())
    }

    /// Returns the files of a year's matters, relative to the workspace, in order of their names.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed.
    pub fn matters(&self, year: &str) -> Result<Vec<PathBuf>, Error> {
        let folder = Path::new("policies").join(year);
        let files = Reader::new(&self.root, Arc::clone(&self.overlay))?.yaml_files(&folder)?;
        Ok(files
            .into_iter()
            .filter(|path| path.file_name().is_some_and(|name| name != "parties.yaml"))
            .collect())
    }

    /// Reads a year's legal entities and forms.
    ///
    /// # Errors
    ///
    /// [`Error`] where the folder cannot be listed; problems in the files are in the result.
    pub fn year(&self, name: &str) -> Result<Loaded<LoadedYear>, Error> {
        let folder = Path::new("policies").join(name);
        let mut reader = Reader::new(&self.root, Arc::clone(&self.overlay))?;
        reader.sources = self.sources.clone();
        let parties = reader.read::<RawParties>(&folder.join("parties.yaml"));
        let mut labels = None;
        let mut forms = Vec::new();
        for path in reader.yaml_files(&folder.join("forms"))? {
            if path.file_stem().is_some_and(|stem| stem == "submission") {
                labels = reader.read::<SubmissionLabels>(&path);
            } else {
                forms.extend(reader.read::<RawChecklistForm>(&path));
            }
        }
        let mut problems = std::mem::take(&mut reader.problems);
        let parties = parties.map(|raw| resolve::year::parties(raw, &self.common_names, &mut problems));
        let (forms, form_names, rows) = resolve::year::forms(forms, &mut problems);
        if labels.is_none() && problems.is_empty() {
            let place = reader.sources.iter().last().map_or(Span::NOWHERE, |(id, _)| Span::new(id, 0, 0));
            problems.push(
                Diagnostic::error(
                    "missing-file",
                    place,
                    text!(
                        "policies/{name}/forms/submission.yaml がありません",
                        "policies/{name}/forms/submission.yaml is missing"
                    ),
                )
                .help(text!(
                    "`fugi init` が作る様式を写すか、前の年度のものを写してください",
                    "copy it from another year, or from what `fugi init` writes"
                )),
            );
        }
        let sources = reader.sources;
        let result = match (parties, labels) {
            (Some((parties, party_names)), Some(labels)) if problems.is_empty() => Ok(LoadedYear {
                year: Year {
                    name: name.to_owned(),
                    fiscal_year: era::fiscal_year_of_folder(name).unwrap_or(0),
                    parties,
                    forms,
                    labels,
                },
                sources: sources.clone(),
                names: YearNames::new(party_names, form_names, rows),
            }),
            _ => Err(problems),
        };
        Ok(Loaded { sources, result })
    }

    /// Reads one matter of a year; `path` is relative to the workspace.
    #[must_use]
    pub fn matter(&self, year: &LoadedYear, path: &Path) -> Loaded<Matter> {
        let mut reader = Reader {
            root: self.root.clone(),
            overlay: Arc::clone(&self.overlay),
            sources: year.sources.clone(),
            problems: Vec::new(),
        };
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
        let Some(file) = sources.get(source) else { return Err(Vec::new()) };
        let mut problems = Vec::new();
        let tree = yaml::parse(source, file.text())?;
        let raw = RawMatter::decode(&tree, &mut problems);
        let stem =
            file.path().file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
        let origin =
            Origin { name: format!("{}/{stem}", year.year.name), fiscal_year: year.year.fiscal_year, source };
        let matter = resolve::matter::matter(
            raw,
            &tree,
            origin,
            &self.ward_names,
            &self.common_names,
            &year.names,
            &mut problems,
        );
        if problems.is_empty() { Ok(matter) } else { Err(problems) }
    }
}

impl LoadedYear {
    /// Returns the texts of the year and of what is common.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// Reads files of one workspace, and nothing outside it.
struct Reader {
    root: PathBuf,
    overlay: Arc<Overlay>,
    sources: Sources,
    problems: Vec<Diagnostic>,
}

impl Reader {
    fn new(root: &Path, overlay: Arc<Overlay>) -> Result<Self, Error> {
        let root = root.canonicalize().map_err(|error| Error::Unreadable(root.to_owned(), error))?;
        Ok(Self { root, overlay, sources: Sources::default(), problems: Vec::new() })
    }

    /// Returns the YAML files of a folder, by name; two of one name are an error.
    fn yaml_files(&mut self, folder: &Path) -> Result<Vec<PathBuf>, Error> {
        let full = self.root.join(folder);
        let entries = fs::read_dir(&full).map_err(|error| Error::Unreadable(full.clone(), error))?;
        let mut stems: BTreeMap<String, PathBuf> = BTreeMap::new();
        let mut files = Vec::new();
        for entry in entries {
            let entry = entry.map_err(|error| Error::Unreadable(full.clone(), error))?;
            let path = entry.path();
            let is_yaml = path.extension().is_some_and(|ending| ending == "yaml" || ending == "yml");
            if is_yaml && !path.is_dir() {
                files.push(folder.join(entry.file_name()));
            }
        }
        files.sort();
        for path in &files {
            let stem = path
                .file_stem()
                .map(|stem| crate::spelling::fold(&stem.to_string_lossy()))
                .unwrap_or_default();
            if let Some(first) = stems.insert(stem, path.clone()) {
                let id = self.sources.add(path, "");
                let (one, other) = (first.display(), path.display());
                self.problems.push(
                    Diagnostic::error(
                        "repeated-name",
                        Span::new(id, 0, 0),
                        text!(
                            "{one} と {other} は同じ名の案件になります",
                            "{one} and {other} would be one name"
                        ),
                    )
                    .help(text!("どちらかのファイルの名を変えてください", "rename one of the files")),
                );
            }
        }
        Ok(files)
    }

    /// Reads and decodes one file; `None` where its shape is too broken to go on, with the reason noted.
    fn read<T: Decode>(&mut self, path: &Path) -> Option<T> {
        let source = self.text(path)?;
        let text = Arc::clone(self.sources.get(source)?.text());
        match yaml::parse(source, &text) {
            Ok(tree) => Some(T::decode(&tree, &mut self.problems)),
            Err(problems) => {
                self.problems.extend(problems);
                None
            }
        }
    }

    /// Reads the text of one file.
    fn text(&mut self, path: &Path) -> Option<SourceId> {
        if let Some(text) = self.overlay.get(path) {
            return Some(self.sources.add(path, Arc::clone(text)));
        }
        match self.bytes(path) {
            Ok(bytes) => match String::from_utf8(bytes) {
                Ok(text) => {
                    let text = text.strip_prefix('\u{FEFF}').map_or(text.clone(), ToOwned::to_owned);
                    Some(self.sources.add(path, text))
                }
                Err(error) => {
                    let valid = error.utf8_error().valid_up_to();
                    let bytes = error.into_bytes();
                    self.refuse_encoding(path, &bytes, valid);
                    None
                }
            },
            Err((message, help)) => {
                let id = self.sources.add(path, "");
                self.problems
                    .push(Diagnostic::error("unreadable-file", Span::new(id, 0, 0), message).help(help));
                None
            }
        }
    }

    fn bytes(&self, path: &Path) -> Result<Vec<u8>, (crate::diagnostic::Text, crate::diagnostic::Text)> {
        let shown = path.display();
        let full = self.root.join(path);
        let refused = |error: &io::Error| {
            let (ja, en) = match error.kind() {
                io::ErrorKind::NotFound => ("ファイルがありません".to_owned(), "no such file".to_owned()),
                io::ErrorKind::PermissionDenied => {
                    ("読む権限がありません".to_owned(), "permission denied".to_owned())
                }
                _ => (error.to_string(), error.to_string()),
            };
            (
                text!("{shown} を読めません: {ja}", "{shown} cannot be read: {en}"),
                text!("ファイルの名、場所、権限を確かめてください", "check its name, place and permissions"),
            )
        };
        let real = full.canonicalize().map_err(|error| refused(&error))?;
        if !real.starts_with(&self.root) {
            return Err((
                text!("{shown} はワークスペースの外を指しています", "{shown} leads out of the workspace"),
                text!("ファイルをワークスペースの中に置いてください", "put the file into the workspace"),
            ));
        }
        let size = fs::metadata(&real).map_err(|error| refused(&error))?.len();
        if size > LARGEST_FILE {
            return Err((
                text!(
                    "{shown} は大きすぎます（{size} バイト、上限 {LARGEST_FILE}）",
                    "{shown} is too large ({size} bytes, limit {LARGEST_FILE})"
                ),
                text!("案件をいくつかのファイルに分けてください", "split the matter into several files"),
            ));
        }
        fs::read(&real).map_err(|error| refused(&error))
    }

    fn refuse_encoding(&mut self, path: &Path, bytes: &[u8], valid: usize) {
        let id = self.sources.add(path, String::from_utf8_lossy(bytes).into_owned());
        let line = bytes.iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        let shown = path.display();
        let guess = guess_encoding(bytes, valid);
        let start = self.sources.get(id).map_or(0, |source| source.line_start(line));
        let (ja, en) = guess;
        self.problems.push(
            Diagnostic::error(
                "not-utf-8",
                Span::new(id, start, start),
                text!(
                    "{shown} は UTF-8 ではありません（{ja}、{line}行目）",
                    "{shown} is not UTF-8 ({en}, line {line})"
                ),
            )
            .help(text!(
                "メモ帳なら「名前を付けて保存」で文字コードを UTF-8 にしてください",
                "save the file as UTF-8"
            )),
        );
    }
}

/// Returns what the bytes look like, in Japanese and English.
fn guess_encoding(bytes: &[u8], valid: usize) -> (&'static str, &'static str) {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return ("UTF-16 のようです", "it looks like UTF-16");
    }
    let (lead, trail) = (bytes.get(valid).copied().unwrap_or(0), bytes.get(valid + 1).copied().unwrap_or(0));
    let shift_jis_lead =
        (0x81..=0x9F).contains(&lead) || (0xE0..=0xFC).contains(&lead) || (0xA1..=0xDF).contains(&lead);
    let shift_jis_trail = (0x40..=0x7E).contains(&trail) || (0x80..=0xFC).contains(&trail);
    if shift_jis_lead && shift_jis_trail {
        ("Shift_JIS のようです", "it looks like Shift_JIS")
    } else {
        ("文字コードが分かりません", "its encoding is unknown")
    }
}
