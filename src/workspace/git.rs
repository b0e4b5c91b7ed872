//! The files of a workspace as they were in a revision, through the `git` that is on the PATH. Nothing is written:
//! files come out of the repository into memory.

use crate::diagnostic::{Text, unreadable};
use crate::model::load::LARGEST_FILE;
use crate::spelling::printable;
use crate::text;
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Files by path relative to the workspace.
pub(super) type Files = BTreeMap<PathBuf, Vec<u8>>;

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
pub(super) fn files(root: &Path, revision: &str) -> Result<Files, Text> {
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
        let lower = path.to_ascii_lowercase();
        if *kind != "blob" || !(lower.ends_with(".yaml") || lower.ends_with(".yml")) {
            continue;
        }
        if *mode == "120000" {
            let path = printable(path);
            return Err(text!(
                "版「{revision}」の {path} はリンクです。リンク先は版の中にないので、読めません。ファイルそのものを git に入れてください",
                "{path} in the revision `{revision}` is a link, and what it leads to is not in the revision; put the file itself into git"
            ));
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

/// Returns the files of the workspace as they stand in the folder, tracked or not.
pub(super) fn working_tree(root: &Path) -> Result<Files, Text> {
    let mut files = Files::new();
    let unread = |path: &Path, error: &std::io::Error| unreadable(path.display(), error);
    for folder in ["fugi.yaml", "policies"] {
        for entry in walkdir::WalkDir::new(root.join(folder)).sort_by_file_name() {
            let entry = entry.map_err(|error| unread(&root.join(folder), &error.into()))?;
            let path = entry.path();
            let is_yaml = path
                .extension()
                .is_some_and(|own| own.eq_ignore_ascii_case("yaml") || own.eq_ignore_ascii_case("yml"));
            let Ok(relative) = path.strip_prefix(root) else { continue };
            if entry.path_is_symlink() && is_yaml {
                let path = relative.display();
                return Err(text!(
                    "{path} はリンクです。リンク先は比べられないので、ファイルそのものを置いてください",
                    "{path} is a link, and what it leads to is not compared; put the file itself there"
                ));
            }
            if !entry.file_type().is_file() || !is_yaml {
                continue;
            }
            if entry.metadata().is_ok_and(|own| own.len() > LARGEST_FILE) {
                let (path, most) = (relative.display(), LARGEST_FILE / (1024 * 1024));
                return Err(text!(
                    "{path} は大きすぎます（上限 {most} MB）",
                    "{path} is too large (limit {most} MB)"
                ));
            }
            let bytes = std::fs::read(path).map_err(|error| unread(relative, &error))?;
            files.insert(relative.to_owned(), bytes);
        }
    }
    Ok(files)
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
