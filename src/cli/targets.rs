//! Which matters a command is about: paths, years, names such as `r07/koki-iryo-cashless`, or everything.

use super::Global;
use super::output::Output;
use crate::diagnostic::Text;
use crate::model::load::{self, Workspace};
pub(crate) use crate::workspace::select::Selection as Target;
use std::path::{Path, PathBuf};

/// Opens the workspace that the options or the first path mean; what is wrong is printed.
pub(crate) fn open(global: &Global, paths: &[PathBuf], output: &mut Output) -> Option<Workspace> {
    let here = Path::new(".");
    // A workspace that was named is entered before any command.
    let named = paths.iter().find(|path| global.workspace.is_none() && path.exists());
    let from = match named {
        Some(path) if path.is_dir() => path,
        Some(path) => path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(here),
        None => here,
    };
    match Workspace::discover(from) {
        Ok(mut workspace) => {
            workspace.as_of = Some(global.today());
            output.speak_for(&workspace.ward);
            Some(workspace)
        }
        Err(error) => {
            output.unread(&error);
            None
        }
    }
}

/// Opens the workspace here, if there is a whole one; nothing is printed.
pub(crate) fn quietly() -> Option<Workspace> {
    Workspace::discover(Path::new(".")).ok()
}

/// Returns an error of the world in both languages.
pub(crate) fn world(error: &load::Error) -> Text {
    error.text()
}

/// Returns what the paths mean; everything where there are none.
pub(crate) fn find(workspace: &Workspace, paths: &[PathBuf]) -> Result<Vec<Target>, Text> {
    workspace.select(paths).map_err(|error| error.text())
}

/// Returns the way from where the command runs up to a folder above, as it is shown; the folder as it is called where it
/// does not lie above.
pub(crate) fn from_here(above: &Path) -> PathBuf {
    let here = std::env::current_dir().and_then(|here| here.canonicalize());
    let deep = here.ok().zip(above.canonicalize().ok()).and_then(|(here, above)| {
        let below = here.strip_prefix(above).ok()?;
        Some(below.components().count())
    });
    deep.map_or_else(|| above.to_owned(), |deep| std::iter::repeat_n("..", deep).collect())
}

/// Returns where the papers of a year go where nothing else is asked for, as one would type it here.
pub(crate) fn papers_of(root: &Path, year: &str) -> PathBuf {
    from_here(root).join("out").join(year)
}
