//! Which matters a command is about: paths, years, names such as `r07/koki-iryo-cashless`, or everything.

use super::Global;
use super::output::Output;
use crate::diagnostic::Text;
use crate::model::load::{self, Loaded, LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::text;
use std::path::{Path, PathBuf};

/// A year and the files of its matters, relative to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) year: String,
    pub(crate) files: Vec<PathBuf>,
}

/// Opens the workspace that the options or the first path mean; what is wrong is printed.
pub(crate) fn open(global: &Global, paths: &[PathBuf], output: &mut Output) -> Option<Workspace> {
    let from = match (&global.workspace, paths.iter().find(|path| path.exists())) {
        (Some(workspace), _) => workspace.clone(),
        (None, Some(path)) if path.is_dir() => path.clone(),
        (None, Some(path)) => path
            .parent()
            .filter(|parent| !parent.as_os_str().is_empty())
            .map_or_else(|| PathBuf::from("."), Path::to_path_buf),
        (None, None) => PathBuf::from("."),
    };
    let loaded = load::find_root(&from).and_then(|root| Workspace::open(&root));
    match loaded {
        Ok(loaded) => match loaded.result {
            Ok(workspace) => Some(workspace),
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                None
            }
        },
        Err(error) => {
            output.error(&world(&error));
            None
        }
    }
}

/// Opens the workspace here, if there is a whole one; nothing is printed.
pub(crate) fn quietly(global: &Global) -> Option<Workspace> {
    let from = global.workspace.clone().unwrap_or_else(|| PathBuf::from("."));
    let root = load::find_root(&from).ok()?;
    Workspace::open(&root).ok()?.result.ok()
}

/// Returns an error of the world in both languages.
pub(crate) fn world(error: &load::Error) -> Text {
    match error {
        load::Error::NotAWorkspace(path) => {
            let path = path.display();
            text!(
                "{path} はワークスペースではありません（fugi.yaml が、ここにも上のフォルダにもありません）。`fugi init DIR` で作れます",
                "{path} is not a workspace (no fugi.yaml here or above); `fugi init DIR` makes one"
            )
        }
        load::Error::Unreadable(path, error) => {
            let path = path.display();
            match error.kind() {
                std::io::ErrorKind::NotFound => text!("{path} がありません", "{path} does not exist"),
                std::io::ErrorKind::PermissionDenied => {
                    text!("{path} を読む権限がありません", "no permission to read {path}")
                }
                _ => text!("{path} を読めません（{error}）", "{path} cannot be read ({error})"),
            }
        }
        load::Error::Outside(path, root) => {
            let path = path.display();
            text!("{path} はワークスペース {root} の外にあります", "{path} lies outside the workspace {root}")
        }
    }
}

/// Returns what the paths mean; everything where there are none.
pub(crate) fn find(workspace: &Workspace, paths: &[PathBuf]) -> Result<Vec<Target>, Text> {
    let all = || -> Result<Vec<Target>, Text> {
        let years = workspace.years().map_err(|error| world(&error))?;
        years.into_iter().map(|year| whole(workspace, year)).collect()
    };
    if paths.is_empty() {
        return all();
    }
    let mut targets: Vec<Target> = Vec::new();
    for path in paths {
        let found = match inside(workspace, path)? {
            Inside::Everything => all()?,
            Inside::Year(year) => vec![whole(workspace, year)?],
            Inside::Matter(year, file) => vec![Target { year, files: vec![file] }],
        };
        for target in found {
            match targets.iter_mut().find(|known| known.year == target.year) {
                Some(known) => {
                    let new: Vec<PathBuf> =
                        target.files.into_iter().filter(|file| !known.files.contains(file)).collect();
                    known.files.extend(new);
                }
                None => targets.push(target),
            }
        }
    }
    Ok(targets)
}

fn whole(workspace: &Workspace, year: String) -> Result<Target, Text> {
    let files = workspace.matters(&year).map_err(|error| world(&error))?;
    Ok(Target { year, files })
}

enum Inside {
    Everything,
    Year(String),
    Matter(String, PathBuf),
}

/// Returns where in the workspace a path or a name such as `r07/matter` is.
pub(crate) fn relative(workspace: &Workspace, path: &Path) -> Result<PathBuf, Text> {
    let shown = path.display();
    let candidates = [
        path.to_path_buf(),
        workspace.root().join(path),
        named(workspace, path, "yaml"),
        named(workspace, path, "yml"),
    ];
    let real: Vec<PathBuf> =
        candidates.iter().filter_map(|candidate| candidate.canonicalize().ok()).collect();
    // Another folder of that name where the command runs is not what is meant.
    let inside = real.iter().find(|real| real.starts_with(workspace.root()));
    let Some(real) = inside.or(real.first()) else {
        return Err(text!(
            "{shown} がありません（ファイル、フォルダ、または「年度/案件」の名を書いてください）",
            "{shown} does not exist (name a file, a folder or `year/matter`)"
        ));
    };
    real.strip_prefix(workspace.root()).map(Path::to_path_buf).map_err(|_| {
        let root = workspace.root().display();
        text!("{shown} はワークスペース {root} の外にあります", "{shown} lies outside the workspace {root}")
    })
}

/// Returns what one path or name means.
fn inside(workspace: &Workspace, path: &Path) -> Result<Inside, Text> {
    let shown = path.display();
    let relative = relative(workspace, path)?;
    let real = workspace.root().join(&relative);
    let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] | ["policies"] => Ok(Inside::Everything),
        ["policies", year] if real.is_dir() && crate::model::era::fiscal_year_of_folder(year).is_some() => {
            Ok(Inside::Year((*year).to_owned()))
        }
        ["policies", year, file] if real.is_file() && *file != "parties.yaml" => {
            Ok(Inside::Matter((*year).to_owned(), relative.clone()))
        }
        ["policies", year, ..] if crate::model::era::fiscal_year_of_folder(year).is_some() => {
            Ok(Inside::Year((*year).to_owned()))
        }
        _ => Err(text!(
            "{shown} は案件でも年度のフォルダでもありません（policies/r07 や policies/r07/案件.yaml を書いてください）",
            "{shown} is neither a matter nor a year (name policies/r07 or policies/r07/matter.yaml)"
        )),
    }
}

fn named(workspace: &Workspace, path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    workspace.root().join("policies").join(name)
}

/// A year, and its matters read one after another.
type Read = (LoadedYear, Vec<Loaded<Matter>>);

/// Reads a year and the matters of a target; what is wrong with the year itself is printed.
pub(crate) fn load(workspace: &Workspace, target: &Target, output: &mut Output) -> Option<Read> {
    let loaded = match workspace.year(&target.year) {
        Ok(loaded) => loaded,
        Err(error) => {
            output.error(&world(&error));
            return None;
        }
    };
    match loaded.result {
        Ok(year) => {
            let matters = target.files.iter().map(|file| workspace.matter(&year, file)).collect();
            Some((year, matters))
        }
        Err(problems) => {
            output.problems(&loaded.sources, &problems);
            None
        }
    }
}
