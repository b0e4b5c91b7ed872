//! Saving values at their places in a file of the workspace.
//!
//! A save is read against the newest file, changes the bytes of the value and no other, is tried by loading the file
//! as any file is loaded, and replaces it whole. Whoever saves says what stood in the field when it was read
//! ([`fields::mark`]): different fields merge, and of one field the later of two savers is told what
//! stands there now. What the model cannot take goes into no file and comes back with its message.

mod carried;
mod change;
mod saves;

pub use change::Change;
pub use saves::Kept;

use super::fields::{self, Field, Form};
use super::{Error as Unread, Problems, select};
use crate::diagnostic::{Diagnostic, Language, Text, why_unread};
use crate::model::load::{self, Overlay, Workspace};
use crate::source::{SourceId, Sources, Span};
use crate::text;
use crate::whole;
use crate::yaml;
use saves::Saves;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file of the workspace that is written through forms.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A matter: the folder of its year, and its file's name without the ending.
    Matter(String, String),
    /// The legal entities of a year.
    Parties(String),
    /// The ward's settings.
    Ward,
}

/// A field with what is to stand there.
#[derive(Clone, Debug)]
pub struct Given {
    /// What is done, and where.
    pub change: Change,
    /// What stood there when it was read; `None` where a further item merges with whatever stands.
    pub before: Option<String>,
}

/// Why a value was not saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Another value stands there than was read.
    Changed {
        /// What stands there now.
        now: String,
    },
    /// There is no such place.
    Gone,
    /// The model cannot take it: what is said of it, each with what to do.
    Unfit(Vec<(Text, Option<Text>)>),
}

impl Refusal {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Changed { now } => text!(
                "この欄は、開いた後に他で書き換えられています。いまの内容:「{now}」。どちらにするかを選び、もう一度保存してください",
                "this field was changed elsewhere since it was opened; it now says `{now}`; choose one and save again"
            ),
            Self::Gone => text!(
                "この欄は、開いた後になくなりました。ページを開き直してください",
                "this field is gone since the page was opened; open the page again"
            ),
            Self::Unfit(said) => {
                let join = |language: Language, end: &str| {
                    let one = |(message, help): &(Text, Option<Text>)| {
                        let help = help.as_ref().map(|help| help.get(language).to_owned());
                        std::iter::once(message.get(language).to_owned())
                            .chain(help)
                            .collect::<Vec<_>>()
                            .join(end)
                    };
                    said.iter().map(one).collect::<Vec<_>>().join(end)
                };
                let (ja, en) = (join(Language::Japanese, "。"), join(Language::English, "; "));
                text!("{ja}", "{en}")
            }
        }
    }
}

/// Why nothing could be saved at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The workspace, or what the file needs, cannot be read.
    #[error(transparent)]
    Unread(#[from] Unread),
    /// There is no such file.
    #[error("{}", .0.ja)]
    Unfit(Text),
    /// The operating system refused.
    #[error("{}: {error}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What it said.
        #[source]
        error: io::Error,
    },
}

impl From<load::Error> for Error {
    fn from(error: load::Error) -> Self {
        Self::Unread(error.into())
    }
}

impl From<select::Error> for Error {
    fn from(error: select::Error) -> Self {
        Self::Unread(error.into())
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Unread(problems.into())
    }
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unread(error) => error.text(),
            Self::Unfit(what) => what.clone(),
            Self::Io { path: file, error } => {
                let path = file.display();
                match error.kind() {
                    io::ErrorKind::PermissionDenied if whole::is_read_only(file) => text!(
                        "{path} は読み取り専用です。何も保存していません。プロパティで「読み取り専用」を外してください",
                        "{path} is read-only; nothing was saved; take that mark away in its properties"
                    ),
                    io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => text!(
                        "{path} に書く権限がありません。何も保存していません。フォルダの権限を確かめてください",
                        "no permission to write {path}; nothing was saved; look at the folder's permissions"
                    ),
                    _ => {
                        let Text { ja, en } = why_unread(error);
                        text!(
                            "{path} に書けません（{ja}）。何も保存していません",
                            "{path} cannot be written ({en}); nothing was saved"
                        )
                    }
                }
            }
        }
    }
}

/// What came of a save.
#[derive(Debug, Default)]
pub struct Saved {
    /// Which of the given values stand in the file now.
    pub kept: Vec<usize>,
    /// Which do not, and why.
    pub refused: Vec<(usize, Refusal)>,
}

/// A file as it stands, with its form.
#[derive(Debug)]
pub struct Opened {
    /// Its path, relative to the workspace.
    pub path: PathBuf,
    /// Its text.
    pub text: Arc<str>,
    /// Its form; none where it is no YAML.
    pub form: Option<Field>,
    /// Why it is not whole; empty where it is.
    pub problems: Vec<Diagnostic>,
    /// The texts that places are in, the file's own under [`source`](Self::source).
    pub sources: Sources,
    /// The file's own text.
    pub source: Option<SourceId>,
}

/// Reads and writes files of one workspace through forms.
#[derive(Clone, Debug)]
pub struct Editor {
    root: PathBuf,
    language: Language,
}

/// The file that is held while one is written.
const LOCK: &str = "edit.lock";

/// The largest file that is edited, in bytes.
const LARGEST: u64 = 4 * 1024 * 1024;

impl Editor {
    /// Returns an editor of the workspace at a folder; its forms are worded in one language.
    #[must_use]
    pub fn new(root: &Path, language: Language) -> Self {
        Self { root: root.to_owned(), language }
    }

    fn workspace(&self, overlay: Overlay) -> Result<Workspace, Error> {
        Ok(super::whole(Workspace::open_with(&self.root, overlay)?)?.0)
    }

    /// Returns the path of a file that is there, relative to the workspace. Only the names that the workspace lists are
    /// files of it, whatever is asked for.
    ///
    /// # Errors
    ///
    /// [`Error`] where there is none, or the folder cannot be listed.
    pub fn path(&self, workspace: &Workspace, subject: &Subject) -> Result<PathBuf, Error> {
        let missing = || Error::Unfit(text!("そのようなファイルはありません", "there is no such file"));
        let known =
            |year: &str| -> Result<bool, Error> { Ok(workspace.years()?.iter().any(|own| own == year)) };
        match subject {
            Subject::Ward => Ok(PathBuf::from("fugi.yaml")),
            Subject::Parties(year) if known(year)? => {
                Ok(Path::new("policies").join(year).join("parties.yaml"))
            }
            Subject::Matter(year, name) if known(year)? => {
                let files = workspace.matters(year)?;
                let is_it = |file: &PathBuf| file.file_stem().is_some_and(|stem| stem == name.as_str());
                files.into_iter().find(is_it).ok_or_else(missing)
            }
            Subject::Parties(_) | Subject::Matter(..) => Err(missing()),
        }
    }

    /// Opens a file as it stands.
    ///
    /// # Errors
    ///
    /// [`Error`] where the workspace is not whole or has no such file.
    pub fn open(&self, subject: &Subject) -> Result<Opened, Error> {
        let workspace = self.workspace(Overlay::default())?;
        let path = self.path(&workspace, subject)?;
        let (text, _) = self.read(&path)?;
        let form = self.form_of(&workspace, subject)?;
        let tried = self.tried(subject, &path, &text)?;
        let (sources, problems) = tried;
        let source = sources.find(&path);
        let own =
            source.and_then(|id| yaml::read(id, &text).tree.map(|root| fields::form(&form, &text, &root)));
        Ok(Opened { path, form: own, problems, sources, source, text: text.into() })
    }

    fn form_of(&self, workspace: &Workspace, subject: &Subject) -> Result<Form, Error> {
        let (year, name) = match subject {
            Subject::Matter(year, _) => (Some(year), "matter"),
            Subject::Parties(year) => (Some(year), "parties"),
            Subject::Ward => (None, "ward"),
        };
        // A year that is not whole still has matters that can be written.
        let year = year.and_then(|year| workspace.whole_year(year).ok());
        let missing = || Error::Unfit(text!("様式がありません", "there is no schema"));
        Form::of(workspace, year.as_ref(), name, self.language).ok_or_else(missing)
    }

    /// Reads a file: its text, and what stands before it (a byte order mark).
    fn read(&self, path: &Path) -> Result<(String, &'static str), Error> {
        let real = self.root.join(path);
        let failed = |error| Error::Io { path: real.clone(), error };
        let mut bytes = Vec::new();
        // A link may lead anywhere; what is written would take its place.
        if !fs::symlink_metadata(&real).map_err(failed)?.is_file() {
            let shown = path.display();
            return Err(Error::Unfit(text!(
                "{shown} はファイルではないため、ここからは書けません",
                "{shown} is no plain file and cannot be written from here"
            )));
        }
        fs::File::open(&real)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
            .map_err(failed)?;
        let shown = path.display();
        if bytes.len() as u64 > LARGEST {
            return Err(Error::Unfit(text!(
                "{shown} は大きすぎるため、ここからは書けません",
                "{shown} is too large to be written from here"
            )));
        }
        let text = String::from_utf8(bytes).map_err(|_| {
            Error::Unfit(text!(
                "{shown} は UTF-8 ではありません。UTF-8 で保存し直してください",
                "{shown} is not UTF-8; save it as UTF-8"
            ))
        })?;
        Ok(match text.strip_prefix('\u{FEFF}') {
            Some(bare) => (bare.to_owned(), "\u{FEFF}"),
            None => (text, ""),
        })
    }

    /// Loads a file with a text in its place, and returns what is wrong with it.
    fn tried(&self, subject: &Subject, path: &Path, text: &str) -> Result<(Sources, Vec<Diagnostic>), Error> {
        let overlay: Overlay = BTreeMap::from([(path.to_owned(), Arc::from(text))]);
        let opened = Workspace::open_with(&self.root, overlay)?;
        let workspace = match opened.result {
            Ok(workspace) => workspace,
            Err(problems) => return Ok((opened.sources, problems)),
        };
        // What every matter of a year, or of all years, rests on is right only if they are.
        let years = match subject {
            Subject::Ward => workspace.years()?,
            Subject::Parties(year) | Subject::Matter(year, _) => vec![year.clone()],
        };
        let (mut sources, mut found) = (opened.sources, Vec::new());
        for name in years {
            let year = workspace.year(&name)?;
            let loaded = match year.result {
                Ok(loaded) => loaded,
                Err(problems) => return Ok((year.sources, problems)),
            };
            let files = match subject {
                Subject::Matter(..) => vec![path.to_owned()],
                Subject::Parties(_) | Subject::Ward => workspace.matters(&name)?,
            };
            sources = year.sources;
            for file in files {
                let matter = workspace.matter(&loaded, &file);
                match matter.result {
                    Ok(_) if found.is_empty() => sources = matter.sources,
                    Ok(_) => {}
                    Err(problems) if found.is_empty() => (sources, found) = (matter.sources, problems),
                    // Places of a further file lie in texts of its own: what is said of it counts, with no place.
                    Err(problems) => found.extend(problems.into_iter().map(|mut own| {
                        own.primary.span = Span::NOWHERE;
                        own
                    })),
                }
            }
        }
        Ok((sources, found))
    }

    /// Saves values. Those that are taken stand in the file, all in one replacement; the others come back.
    /// `moment` is when, for the list of saves.
    ///
    /// # Errors
    ///
    /// [`Error`] where nothing could be saved; the file is as it was.
    pub fn save(&self, subject: &Subject, given: &[Given], moment: &str) -> Result<Saved, Error> {
        let _held = self.hold()?;
        let workspace = self.workspace(Overlay::default())?;
        let path = self.path(&workspace, subject)?;
        let (before, mark) = self.read(&path)?;
        let form = self.form_of(&workspace, subject)?;
        let mut saved = Saved::default();
        let (sources, known) = self.tried(subject, &path, &before)?;
        let is_here =
            |own: &Diagnostic| sources.get(own.primary.span.source()).is_some_and(|own| own.path() == path);
        let known = Known {
            is_whole: !known.iter().any(is_here),
            said: known.into_iter().map(|own| own.message).collect(),
        };
        // All at once, and where that is refused, one after the other.
        let all: Vec<usize> = (0..given.len()).collect();
        let mut now = before.clone();
        if let Ok(after) = self.changed(subject, &path, &form, &before, given, &all, &known) {
            saved.kept = all;
            now = after;
        } else {
            for index in all {
                match self.changed(subject, &path, &form, &now, given, &[index], &known) {
                    Ok(after) => {
                        now = after;
                        saved.kept.push(index);
                    }
                    Err(Stopped::Refused(refusal)) => saved.refused.push((index, refusal)),
                    Err(Stopped::Failed(error)) => return Err(error),
                }
            }
        }
        if now != before {
            let places =
                saved.kept.iter().filter_map(|index| given.get(*index)).map(|own| own.change.place());
            let kept = Kept::between(&path, places.map(str::to_owned).collect(), moment, &before, &now);
            self.write(&path, mark, &now, kept)?;
        }
        Ok(saved)
    }

    fn write(&self, path: &Path, mark: &str, text: &str, kept: Kept) -> Result<(), Error> {
        Saves::of(&self.root).keep(kept).map_err(|(path, error)| Error::Io { path, error })?;
        let real = self.root.join(path);
        let bytes = [mark.as_bytes(), text.as_bytes()].concat();
        whole::replace(&real, &bytes, whole::Access::Everyone)
            .map_err(|error| Error::Io { path: real, error })
    }

    /// Writes a file that must not be there yet, as the library made it.
    ///
    /// # Errors
    ///
    /// [`Error`] where it is there, or cannot be written.
    pub fn create(&self, file: &super::start::File) -> Result<(), Error> {
        let _held = self.hold()?;
        let real = self.root.join(&file.path);
        fs::create_dir_all(whole::folder_of(&real))
            .map_err(|error| Error::Io { path: real.clone(), error })?;
        whole::create(&real, file.text.as_bytes(), whole::Access::Everyone).map_err(|error| {
            let shown = &file.path;
            match error.kind() {
                io::ErrorKind::AlreadyExists => Error::Unfit(text!(
                    "{shown} は既にあります。別の名にしてください",
                    "{shown} is there already; give it another name"
                )),
                _ => Error::Io { path: real, error },
            }
        })
    }

    /// Applies some of the values to a text.
    #[expect(clippy::too_many_arguments, reason = "one save, seen whole")]
    fn changed(
        &self,
        subject: &Subject,
        path: &Path,
        form: &Form,
        text: &str,
        given: &[Given],
        chosen: &[usize],
        known: &Known,
    ) -> Result<String, Stopped> {
        let mut now = text.to_owned();
        for own in chosen.iter().filter_map(|index| given.get(*index)) {
            let (sources, id) = alone(path, &now);
            let tree = yaml::read(id, &now).tree.ok_or(Refusal::Gone)?;
            let root = fields::form(form, &now, &tree);
            let field = root.find(own.change.place());
            // Where nothing stands yet there is no field, and what was read there was nothing.
            let standing = field.map_or_else(|| fields::mark(""), |field| field.before.clone());
            if own.before.as_ref().is_some_and(|before| *before != standing) {
                return Err(Refusal::Changed { now: field.map(Field::canonical).unwrap_or_default() }.into());
            }
            now = own.change.apply(&sources, id, &root).ok_or(Refusal::Gone)?;
        }
        if now == text {
            return Ok(now);
        }
        let (sources, problems) = self.tried(subject, path, &now).map_err(Stopped::Failed)?;
        let own = sources.find(path);
        let changed = changed_span(own, text, &now);
        let is_new = |problem: &&Diagnostic| {
            let here = own == Some(problem.primary.span.source());
            // A file that was not whole may show what its first mistake hid; what was written now must be right.
            let at_change = changed.is_some_and(|changed| {
                let place = problem.primary.span;
                place.source() == changed.source()
                    && place.start() <= changed.end()
                    && changed.start() <= place.end()
            });
            !known.said.contains(&problem.message) && (known.is_whole || !here || at_change)
        };
        let said: Vec<(Text, Option<Text>)> =
            problems.iter().filter(is_new).map(|own| (own.message.clone(), own.help.clone())).collect();
        if said.is_empty() { Ok(now) } else { Err(Refusal::Unfit(said).into()) }
    }

    /// Holds the workspace against other savers, of this process and of others, until what is returned is dropped.
    fn hold(&self) -> Result<fs::File, Error> {
        let folder = saves::folder(&self.root);
        let path = folder.join(LOCK);
        let file = saves::private(&folder).and_then(|()| {
            let file = fs::File::options().create(true).truncate(false).write(true).open(&path)?;
            file.lock()?;
            Ok(file)
        });
        file.map_err(|error| Error::Io { path, error })
    }

    /// Returns the last saves, the newest first.
    #[must_use]
    pub fn saves(&self) -> Vec<Kept> {
        Saves::of(&self.root).list()
    }

    /// Takes back a save, as long as what it wrote stands as it was written. That is a save of its own.
    ///
    /// # Errors
    ///
    /// [`Error`] where others wrote there since, or the file would not be whole.
    pub fn take_back(&self, number: u64, moment: &str) -> Result<Kept, Error> {
        let _held = self.hold()?;
        let gone = || Error::Unfit(text!("その保存の控えはありません", "that save is not kept"));
        let kept = self.saves().into_iter().find(|own| own.number == number).ok_or_else(gone)?;
        let workspace = self.workspace(Overlay::default())?;
        let subject = self.subject(&workspace, &kept.file)?.ok_or_else(gone)?;
        let path = self.path(&workspace, &subject)?;
        let (before, mark) = self.read(&path)?;
        let now = kept.undone(&before).ok_or_else(|| {
            Error::Unfit(text!(
                "その後に同じ所が書き換えられたため、元に戻せません。欄を開いて直してください",
                "the same place was written since, so it cannot be taken back; open the field and change it"
            ))
        })?;
        let (_, known) = self.tried(&subject, &path, &before)?;
        let (_, problems) = self.tried(&subject, &path, &now)?;
        if known.is_empty() && !problems.is_empty() {
            let said = problems.iter().map(|own| (own.message.clone(), own.help.clone())).collect();
            return Err(Error::Unfit(Refusal::Unfit(said).text()));
        }
        let undone = Kept::between(&path, kept.places.clone(), moment, &before, &now);
        self.write(&path, mark, &now, undone)?;
        Ok(kept)
    }

    /// Returns which subject a file is.
    fn subject(&self, workspace: &Workspace, file: &str) -> Result<Option<Subject>, Error> {
        let mut all = vec![Subject::Ward];
        for year in workspace.years()? {
            for path in workspace.matters(&year)? {
                let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
                all.extend(stem.map(|stem| Subject::Matter(year.clone(), stem)));
            }
            all.push(Subject::Parties(year));
        }
        let is_it =
            |own: &Subject| self.path(workspace, own).is_ok_and(|own| crate::source::shown(&own) == file);
        Ok(all.into_iter().find(is_it))
    }
}

/// What was wrong before a save.
struct Known {
    /// Whether nothing was wrong in the file itself.
    is_whole: bool,
    said: Vec<Text>,
}

/// Why a change was not made.
enum Stopped {
    Refused(Refusal),
    Failed(Error),
}

impl From<Refusal> for Stopped {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Returns a text as the only one.
pub(super) fn alone(path: &Path, text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    (sources, id)
}

/// Returns where a text differs from what it was.
fn changed_span(source: Option<SourceId>, before: &str, now: &str) -> Option<Span> {
    let (start, _, end) = saves::difference(before, now);
    Some(Span::new(source?, start, end))
}
