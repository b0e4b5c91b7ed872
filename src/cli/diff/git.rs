//! Reading a workspace as it was in a revision, through the `git` that is on the PATH. Nothing is written: files
//! come out of the repository into memory.

use super::sides::{self, Half};
use super::world;
use crate::cli::Global;
use crate::cli::output::Output;
use crate::cli::targets::Target;
use crate::diagnostic::Text;
use crate::diff::pairing;
use crate::model::era;
use crate::model::load::{self, LARGEST_FILE, Workspace};
use crate::text;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

/// Files by path relative to the workspace.
type Files = BTreeMap<PathBuf, Vec<u8>>;

/// Reads the two revisions of `old..new`.
pub(super) fn read(
    global: &Global,
    revisions: &str,
    paths: &[PathBuf],
    output: &mut Output,
) -> Option<(Half, Half)> {
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
        let root = load::find_root(&from).map_err(|error| world(&error))?;
        let path = path.map(|path| inside(&root, path)).transpose()?;
        let (before, after) = (files(&root, old)?, files(&root, new)?);
        Ok((root, (before, old.to_owned()), (after, new.to_owned()), path))
    };
    match read() {
        Ok((root, (before, old), (after, new), path)) => {
            let old = Revision::open(before, old, output);
            let new = Revision::open(after, new, output);
            let (old, new) = both(&old?, &new?, path.as_deref(), output)?;
            Some((old, Half { root, ..new }))
        }
        Err(error) => {
            output.error(&error);
            None
        }
    }
}

/// Reads what a path means in two revisions. A matter that one of them has not, or has under another title, is
/// looked for among all.
fn both(old: &Revision, new: &Revision, path: Option<&Path>, output: &mut Output) -> Option<(Half, Half)> {
    let file = |revision: &Revision| path.and_then(|path| revision.matter(path));
    let (one, other) = (file(old), file(new));
    let named = match (path, &one, &other) {
        (Some(path), Some(file), _) | (Some(path), None, Some(file)) => sides::comparable(file, true, path),
        _ => Ok(()),
    };
    if let Err(error) = named {
        output.error(&error);
        return None;
    }
    if one.is_none() && other.is_none() || one.is_some() && other.is_some() {
        let read = (old.half(path, None, output), new.half(path, None, output));
        let (one, other) = (read.0?, read.1?);
        let first = one.matters.first().zip(other.matters.first());
        let is_same = first.is_none_or(|(a, b)| pairing::is_title_alike(&a.matter, &b.matter));
        if !one.is_single || is_same {
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

/// Returns a path or a name such as `r07/matter` relative to the workspace.
fn inside(root: &Path, path: &Path) -> Result<PathBuf, Text> {
    let real = path.canonicalize().ok();
    if let Some(relative) = real.as_ref().and_then(|real| real.strip_prefix(root).ok()) {
        return Ok(relative.to_owned());
    }
    if path.is_absolute() || path.components().any(|part| part.as_os_str() == "..") {
        let (path, root) = (path.display(), root.display());
        return Err(text!(
            "{path} はワークスペース {root} の外にあります",
            "{path} lies outside the workspace {root}"
        ));
    }
    Ok(path.to_owned())
}

fn git(root: &Path) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).stdin(Stdio::null()).stderr(Stdio::piped());
    // Only reading: no lock is taken, no hook or pager runs.
    command.arg("--no-optional-locks").arg("--no-pager");
    command
}

fn output_of(mut command: Command) -> Result<std::process::Output, Text> {
    command.output().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => text!(
            "git が見つかりません。--git を使うには git が要ります。二つのフォルダを比べるなら、git は要りません",
            "git is not found; --git needs it (to compare two folders it is not needed)"
        ),
        _ => text!("git を実行できません（{error}）", "git cannot be run ({error})"),
    })
}

fn complaint(output: &std::process::Output) -> String {
    let said = String::from_utf8_lossy(&output.stderr);
    said.lines().next().unwrap_or_default().trim_start_matches("fatal: ").to_owned()
}

/// Returns the files of the workspace in a revision.
fn files(root: &Path, revision: &str) -> Result<Files, Text> {
    let mut command = git(root);
    command.args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
    command.arg(format!("{revision}^{{commit}}"));
    let found = output_of(command)?;
    if !found.status.success() {
        let mut inside = git(root);
        inside.args(["rev-parse", "--is-inside-work-tree"]);
        let inside = output_of(inside)?;
        if !inside.status.success() {
            let (root, said) = (root.display(), complaint(&inside));
            return Err(text!(
                "{root} は git で管理されていないか、git が読めません（{said}）",
                "{root} is not kept in git, or git cannot read it ({said})"
            ));
        }
        return Err(text!(
            "「{revision}」という版はありません。`git log --oneline` や `git tag` で名を確かめてください",
            "there is no revision `{revision}`; look at `git log --oneline` or `git tag`"
        ));
    }
    let commit = String::from_utf8_lossy(&found.stdout).trim().to_owned();
    let mut command = git(root);
    command.args(["ls-tree", "-r", "-z", "-l", &commit, "--", "fugi.yaml", "policies"]);
    let listed = output_of(command)?;
    if !listed.status.success() {
        let said = complaint(&listed);
        return Err(text!("git がファイルを並べられません（{said}）", "git cannot list the files ({said})"));
    }
    let entries = entries(&listed.stdout, revision)?;
    if !entries.iter().any(|(path, _)| path == Path::new("fugi.yaml")) {
        return Err(text!(
            "版「{revision}」には、ここにワークスペース（fugi.yaml）がありません",
            "in the revision `{revision}` there is no workspace (fugi.yaml) here"
        ));
    }
    contents(root, &entries)
}

/// Returns path and object of each YAML file; `mode type object size<TAB>path`, ended by NUL.
fn entries(listed: &[u8], revision: &str) -> Result<Vec<(PathBuf, String)>, Text> {
    let mut entries = Vec::new();
    for line in listed.split(|byte| *byte == 0).filter(|line| !line.is_empty()) {
        let line = String::from_utf8_lossy(line);
        let Some((facts, path)) = line.split_once('\t') else { continue };
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [mode, kind, object, size] = facts.as_slice() else { continue };
        let is_yaml = path.ends_with(".yaml") || path.ends_with(".yml");
        // A link leads to a place that is not in the revision.
        if *kind != "blob" || *mode == "120000" || !is_yaml {
            continue;
        }
        if size.parse::<u64>().is_ok_and(|size| size > LARGEST_FILE) {
            let most = LARGEST_FILE / (1024 * 1024);
            return Err(text!(
                "版「{revision}」の {path} は大きすぎます（上限 {most} MB）",
                "{path} in the revision `{revision}` is too large (limit {most} MB)"
            ));
        }
        entries.push((PathBuf::from(path), (*object).to_owned()));
    }
    Ok(entries)
}

/// Reads the contents of all files in one run of git.
fn contents(root: &Path, entries: &[(PathBuf, String)]) -> Result<Files, Text> {
    let failed = |error: &std::io::Error| {
        text!("git からファイルを読めません（{error}）", "files cannot be read from git ({error})")
    };
    let mut command = git(root);
    command.args(["cat-file", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|error| failed(&error))?;
    let (Some(mut asked), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failed(&std::io::ErrorKind::BrokenPipe.into()));
    };
    let objects: Vec<String> = entries.iter().map(|(_, object)| object.clone()).collect();
    // Asked from another thread: git answers while it is still being asked.
    let asking = std::thread::spawn(move || -> std::io::Result<()> {
        objects.iter().try_for_each(|object| writeln!(asked, "{object}"))
    });
    let mut told = BufReader::new(told);
    let mut files = Files::new();
    for (path, _) in entries {
        let mut head = String::new();
        told.read_line(&mut head).map_err(|error| failed(&error))?;
        let size = head.split_whitespace().nth(2).and_then(|size| size.parse::<usize>().ok());
        let Some(size) = size else {
            return Err(failed(&std::io::Error::other(head.trim().to_owned())));
        };
        let mut bytes = vec![0; size.saturating_add(1)];
        told.read_exact(&mut bytes).map_err(|error| failed(&error))?;
        bytes.truncate(size);
        files.insert(path.clone(), bytes);
    }
    let asked = asking.join().unwrap_or(Ok(()));
    asked.map_err(|error| failed(&error))?;
    child.wait().map_err(|error| failed(&error))?;
    Ok(files)
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
                output.error(&world(&error));
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
    fn matter(&self, path: &Path) -> Option<PathBuf> {
        let named = |ending: &str| Path::new("policies").join(format!("{}.{ending}", path.display()));
        let candidates = [path.to_owned(), named("yaml"), named("yml")];
        candidates.into_iter().find(|file| self.known.contains(file))
    }

    /// Reads the matters that a path means; all where there is none, of which `only` one may be asked for.
    fn half(&self, path: Option<&Path>, only: Option<&Path>, output: &mut Output) -> Option<Half> {
        match self.targets(path) {
            Ok(targets) => {
                let is_single = path.is_some_and(|path| self.matter(path).is_some());
                sides::half(&self.workspace, &targets, is_single, only, self.name.clone(), output)
            }
            Err(error) => {
                output.error(&error);
                None
            }
        }
    }

    /// Returns the matters that a path means; all where there is none.
    fn targets(&self, path: Option<&Path>) -> Result<Vec<Target>, Text> {
        let (workspace, revision) = (&self.workspace, &self.name);
        let years = workspace.years().map_err(|error| world(&error))?;
        let whole = |year: String| -> Result<Target, Text> {
            let files = workspace.matters(&year).map_err(|error| world(&error))?;
            Ok(Target { year, files })
        };
        let Some(path) = path.filter(|path| !path.as_os_str().is_empty() && *path != Path::new("policies"))
        else {
            return years.into_iter().map(whole).collect();
        };
        if let Some(file) = self.matter(path) {
            let year = file.iter().nth(1).map(|year| year.to_string_lossy().into_owned()).unwrap_or_default();
            return Ok(vec![Target { year, files: vec![file] }]);
        }
        let year = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if era::fiscal_year_of_folder(&year).is_some() && years.contains(&year) {
            return Ok(vec![whole(year)?]);
        }
        let shown = path.display();
        Err(text!(
            "版「{revision}」に {shown} はありません",
            "there is no {shown} in the revision `{revision}`"
        ))
    }
}
