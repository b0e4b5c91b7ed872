//! The two sides of a comparison from two revisions of the workspace.

use super::git::{Files, files};
use super::told;
use crate::cli::Global;
use crate::cli::output::Output;
use crate::diagnostic::Text;
use crate::diff::pairing;
use crate::model::era;
use crate::model::load::{self, Workspace};
use crate::text;
use crate::workspace::compare::{Comparisons, Half, comparable};
use crate::workspace::select::Selection;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Reads the two revisions of `old..new`.
pub(super) fn read(
    global: &Global,
    revisions: &str,
    paths: &[PathBuf],
    output: &mut Output,
) -> Option<(Comparisons, PathBuf)> {
    let read = || -> Result<_, Text> {
        let (old, new) = parse(revisions)?;
        let path = match paths {
            [] => None,
            [path] => Some(path.as_path()),
            _ => {
                return Err(text!(
                    "--git では、比べる案件か年度のフォルダは一つまでです",
                    "with --git, name one matter or year at most"
                ));
            }
        };
        let from = global.workspace.clone().unwrap_or_else(|| PathBuf::from("."));
        let root = load::find_root(&from).map_err(|error| error.text())?;
        let path = path.map(|path| Named::new(&root, path)).transpose()?;
        let (before, after) = (files(&root, old)?, files(&root, new)?);
        Ok((root, (before, old.to_owned()), (after, new.to_owned()), path))
    };
    match read() {
        Ok((root, (before, old), (after, new), path)) => {
            let old = Revision::open(before, old, output);
            let new = Revision::open(after, new, output);
            let (old, new) = both(&old?, &new?, path.as_ref(), output)?;
            Some((told(Comparisons::new(old, new, true), output)?, root))
        }
        Err(error) => {
            output.error(&error);
            None
        }
    }
}

/// Reads what a path means in two revisions. A matter that one of them has not, or has under another title, is
/// looked for among all.
fn both(old: &Revision, new: &Revision, path: Option<&Named>, output: &mut Output) -> Option<(Half, Half)> {
    let file = |revision: &Revision| path.and_then(|path| revision.matter(path));
    let (one, other) = (file(old), file(new));
    let named = match (path, &one, &other) {
        (Some(path), Some(file), _) | (Some(path), None, Some(file)) => comparable(file, true, &path.typed),
        _ => Ok(()),
    };
    told(named, output)?;
    if one.is_none() && other.is_none() || one.is_some() && other.is_some() {
        let read = (old.half(path, None, output), new.half(path, None, output));
        let (one, other) = (read.0?, read.1?);
        let is_same = match (one.single(), other.single()) {
            (Some(one), Some(other)) => pairing::is_title_alike(one, other),
            _ => true,
        };
        if is_same {
            return Some((one, other));
        }
    }
    let file = other.as_deref().or(one.as_deref());
    let read = (old.half(None, one.as_deref().or(file), output), new.half(None, file, output));
    Some((read.0?, read.1?))
}

/// Returns the two revisions; an empty end is not taken for a guess.
fn parse(revisions: &str) -> Result<(&str, &str), Text> {
    let parts = revisions.split_once("..").filter(|(old, new)| {
        let is_name = |name: &str| !name.is_empty() && !name.starts_with('-') && !name.starts_with('.');
        is_name(old) && is_name(new)
    });
    parts.ok_or_else(|| {
        text!(
            "「{revisions}」は二つの版として読めません。「前の版..次の版」の形で書いてください（例: --git v1..main）",
            "`{revisions}` is not two revisions; write `old..new`, for example --git v1..main"
        )
    })
}

/// A path or a name such as `r07/matter`, as it was typed.
struct Named {
    typed: PathBuf,
    /// Where in the workspace it may be; a revision may have files that the folder has no more.
    places: Vec<PathBuf>,
}

impl Named {
    fn new(root: &Path, typed: &Path) -> Result<Self, Text> {
        let is_name = typed.is_relative() && !typed.components().any(|part| part.as_os_str() == "..");
        let places: Vec<PathBuf> =
            inside(root, typed).into_iter().chain(is_name.then(|| typed.to_owned())).collect();
        if places.is_empty() {
            let (path, root) = (typed.display(), root.display());
            return Err(text!(
                "{path} はワークスペース {root} の外にあります",
                "{path} lies outside the workspace {root}"
            ));
        }
        Ok(Self { typed: typed.to_owned(), places })
    }

    fn is_everything(&self) -> bool {
        let first = self.places.first();
        first.is_some_and(|path| path.as_os_str().is_empty() || path == Path::new("policies"))
    }

    fn is_year(&self, year: &str) -> bool {
        let folder = Path::new("policies").join(year);
        self.places.iter().any(|place| *place == folder || place == Path::new(year))
    }
}

/// Returns a path relative to the workspace, none where it lies outside; of a path that is not there any more, the
/// folder that is there decides.
fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    let (there, real) = path.ancestors().find_map(|above| {
        let folder = if above.as_os_str().is_empty() { Path::new(".") } else { above };
        Some((above, folder.canonicalize().ok()?))
    })?;
    let rest = path.strip_prefix(there).ok()?;
    let is_below = rest.components().all(|part| matches!(part, Component::Normal(_)));
    let whole = if rest.as_os_str().is_empty() { real } else { real.join(rest) };
    whole.strip_prefix(root.canonicalize().ok()?).ok().filter(|_| is_below).map(Path::to_path_buf)
}

/// The workspace of one revision.
struct Revision {
    name: String,
    workspace: Arc<Workspace>,
    known: Vec<PathBuf>,
}

impl Revision {
    fn open(files: Files, name: String, output: &mut Output) -> Option<Self> {
        let known: Vec<PathBuf> = files.keys().cloned().collect();
        let loaded = match Workspace::open_in_memory(Path::new(&name), files) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&error.text());
                return None;
            }
        };
        match loaded.result {
            Ok(workspace) => Some(Self { name, workspace: Arc::new(workspace), known }),
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                None
            }
        }
    }

    /// Returns the file that a path or a name such as `r07/matter` means, where there is one.
    fn matter(&self, path: &Named) -> Option<PathBuf> {
        let policies = Path::new("policies");
        let mut candidates = path.places.iter().flat_map(|place| {
            let ended = |ending: &str| PathBuf::from(format!("{}.{ending}", place.display()));
            let files = [place.clone(), ended("yaml"), ended("yml")];
            files.into_iter().flat_map(|file| [policies.join(&file), file])
        });
        candidates.find(|file| self.known.contains(file))
    }

    /// Reads the matters that a path means; all where there is none, of which `only` one may be asked for.
    fn half(&self, path: Option<&Named>, only: Option<&Path>, output: &mut Output) -> Option<Half> {
        match self.targets(path) {
            Ok(targets) => {
                let is_single = path.is_some_and(|path| self.matter(path).is_some());
                told(Half::read(&self.workspace, &targets, is_single, only, self.name.clone()), output)
            }
            Err(error) => {
                output.error(&error);
                None
            }
        }
    }

    /// Returns the matters that a path means; all where there is none.
    fn targets(&self, path: Option<&Named>) -> Result<Vec<Selection>, Text> {
        let (workspace, revision) = (&self.workspace, &self.name);
        let years = workspace.years().map_err(|error| error.text())?;
        let whole = |year: String| -> Result<Selection, Text> {
            let files = workspace.matters(&year).map_err(|error| error.text())?;
            Ok(Selection { year, files })
        };
        let Some(path) = path.filter(|path| !path.is_everything()) else {
            return years.into_iter().map(whole).collect();
        };
        if let Some(file) = self.matter(path) {
            let year = file.iter().nth(1).map(|year| year.to_string_lossy().into_owned()).unwrap_or_default();
            return Ok(vec![Selection { year, files: vec![file] }]);
        }
        let mut named = years.into_iter().filter(|year| era::fiscal_year_of_folder(year).is_some());
        if let Some(year) = named.find(|year| path.is_year(year)) {
            return Ok(vec![whole(year)?]);
        }
        let shown = path.typed.display();
        Err(text!(
            "版「{revision}」に {shown} はありません",
            "there is no {shown} in the revision `{revision}`"
        ))
    }
}
