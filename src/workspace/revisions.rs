//! A comparison of two revisions of a workspace that is kept in git, or of one with the folder as it stands.

use super::compare::{Comparisons, Error, Half, comparable};
use super::git::{Files, files, working_tree};
use super::select::{Extent, Selection};
use super::whole;
use crate::diagnostic::Text;
use crate::diff::pairing;
use crate::model::era;
use crate::model::load::{self, Workspace};
use crate::text;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// Compares two revisions (`old..new`), or one with the folder as it stands, which is then called `here`; what a path
/// means, or everything. Nothing is written, and the folder stays as it is.
///
/// # Errors
///
/// [`Error::Revision`] where git, the revisions or the path do not do; else what [`Workspace::compare`] says.
pub fn compare(root: &Path, revisions: &str, path: Option<&Path>, here: &str) -> Result<Comparisons, Error> {
    let (old, new) = parse(revisions).map_err(Error::Revision)?;
    let path = path.map(|path| Named::new(root, path)).transpose().map_err(Error::Revision)?;
    let before = files(root, old).map_err(Error::Revision)?;
    let (after, new) = match new {
        Some(new) => (files(root, new), new),
        None => (working_tree(root), here),
    };
    let after = after.map_err(Error::Revision)?;
    let (old, new) = pair(Revision::open(before, old), Revision::open(after, new))?;
    let (old, new) = both(&old, &new, path.as_ref())?;
    Comparisons::new(old, new, true)
}

/// Returns both, or all that could not be read of either.
fn pair<T>(one: Result<T, Error>, other: Result<T, Error>) -> Result<(T, T), Error> {
    match (one, other) {
        (Ok(one), Ok(other)) => Ok((one, other)),
        (Err(Error::Unread(mut all)), Err(Error::Unread(more))) => {
            all.extend(more);
            Err(Error::Unread(all))
        }
        (Err(error), _) | (_, Err(error)) => Err(error),
    }
}

/// Reads what a path means in two revisions. A matter that one of them has not, or has under another title, is
/// looked for among all.
fn both(old: &Revision, new: &Revision, path: Option<&Named>) -> Result<(Half, Half), Error> {
    let file = |revision: &Revision| path.and_then(|path| revision.matter(path));
    let (one, other) = (file(old), file(new));
    if let (Some(path), Some(file), _) | (Some(path), None, Some(file)) = (path, &one, &other) {
        comparable(file, true, &path.typed)?;
    }
    if one.is_none() && other.is_none() || one.is_some() && other.is_some() {
        let (one, other) = pair(old.half(path, None), new.half(path, None))?;
        let is_same = match (one.single(), other.single()) {
            (Some(one), Some(other)) => pairing::is_title_alike(one, other),
            _ => true,
        };
        if is_same {
            return Ok((one, other));
        }
    }
    let file = other.as_deref().or(one.as_deref());
    pair(old.half(None, one.as_deref().or(file)), new.half(None, file))
}

/// Returns the two revisions, the second none for the working tree; an empty end is not taken for a guess.
fn parse(revisions: &str) -> Result<(&str, Option<&str>), Text> {
    let is_name = |name: &str| !name.is_empty() && !name.starts_with('-') && !name.starts_with('.');
    let parts = match revisions.split_once("..") {
        Some((old, new)) => (is_name(old) && is_name(new)).then_some((old, Some(new))),
        None => is_name(revisions).then_some((revisions, None)),
    };
    parts.ok_or_else(|| {
        text!(
            "「{revisions}」は版として読めません。「前の版..次の版」か、作業フォルダと比べる版を書いてください（例: --git v1..main、--git main）",
            "`{revisions}` is no revision; write `old..new`, or one to compare with the working tree (--git v1..main, --git main)"
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
    fn open(files: Files, name: &str) -> Result<Self, Error> {
        let known: Vec<PathBuf> = files.keys().cloned().collect();
        let read = Workspace::open_in_memory(Path::new(name), files).map_err(super::Error::from);
        let workspace = read.and_then(|loaded| Ok(whole(loaded)?.0))?;
        Ok(Self { name: name.to_owned(), workspace: Arc::new(workspace), known })
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
    fn half(&self, path: Option<&Named>, only: Option<&Path>) -> Result<Half, Error> {
        let selections = self.selections(path)?;
        let is_single = path.is_some_and(|path| self.matter(path).is_some());
        Half::read(&self.workspace, &selections, is_single, only, self.name.clone())
    }

    /// Returns the matters that a path means; all where there is none.
    fn selections(&self, path: Option<&Named>) -> Result<Vec<Selection>, Error> {
        let (workspace, revision) = (&self.workspace, &self.name);
        let unread = |error: load::Error| Error::Unread(vec![error.into()]);
        let years = workspace.years().map_err(unread)?;
        let whole = |year: String| -> Result<Selection, Error> {
            let files = workspace.matters(&year).map_err(unread)?;
            Ok(Selection { year, files, extent: Extent::Year })
        };
        let Some(path) = path.filter(|path| !path.is_everything()) else {
            let everything = |own| Selection { extent: Extent::Everything, ..own };
            return years.into_iter().map(|year| whole(year).map(everything)).collect();
        };
        if let Some(file) = self.matter(path) {
            let year = file.iter().nth(1).map(|year| year.to_string_lossy().into_owned()).unwrap_or_default();
            return Ok(vec![Selection { year, files: vec![file], extent: Extent::Matters }]);
        }
        let mut named = years.into_iter().filter(|year| era::fiscal_year_of_folder(year).is_some());
        if let Some(year) = named.find(|year| path.is_year(year)) {
            return Ok(vec![whole(year)?]);
        }
        let shown = path.typed.display();
        Err(Error::Revision(text!(
            "版「{revision}」に {shown} はありません",
            "there is no {shown} in the revision `{revision}`"
        )))
    }
}
