//! `fugi fmt`: the canonical layout of a workspace's YAML files. Nothing but white space changes.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::diagnostic::{Text, unreadable};
use crate::source::{self, Sources};
use crate::text;
use crate::yaml::format::format;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// YAML のファイルかフォルダ（省略時は、ワークスペースの fugi.yaml と policies/）
    ///
    /// YAML files or folders (default: fugi.yaml and policies/ of the workspace)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 書き換えずに、揃っていないファイルを挙げる（あれば終了コード 1）
    ///
    /// Change nothing; name the files that would change (exit status 1 if there are any)
    #[arg(long)]
    check: bool,
    /// 前の版のワークスペースに、後から加わった語の一覧と、渡し方の種類を書き加える（コメントは残る。決められないことは示す）
    ///
    /// Add to the workspace of an earlier version the word lists that came later, and the kinds of its ways of handing
    /// over (comments stay; what cannot be decided is told)
    #[arg(long, conflicts_with = "paths")]
    upgrade: bool,
}

/// What became of a file.
enum Done {
    Same,
    Changes,
    Failed,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    if arguments.upgrade {
        return upgrade(global, arguments.check, output);
    }
    let paths = match &arguments.paths {
        given if !given.is_empty() => given.clone(),
        _ => match targets::open(global, &[], output) {
            Some(workspace) => ["fugi.yaml", "policies"].map(|path| workspace.root().join(path)).to_vec(),
            None => return Exit::Failed,
        },
    };
    let mut found = Vec::new();
    for path in &paths {
        if let Err(error) = collect(path, &mut found) {
            output.error(&error);
            return Exit::Failed;
        }
    }
    if found.is_empty() {
        output.error(&text!("YAML のファイルがありません", "there is no YAML file"));
        return Exit::Failed;
    }
    let (mut changes, mut failed) = (0, 0);
    for path in &found {
        match lay_out(path, arguments.check, output) {
            Done::Same => {}
            Done::Changes => changes += 1,
            Done::Failed => failed += 1,
        }
    }
    let all = found.len();
    output.say(&if arguments.check {
        text!("{all}ファイルのうち、揃っていないもの {changes}件", "{changes} of {all} file(s) would change")
    } else {
        text!("{all}ファイルのうち、揃えたもの {changes}件", "{changes} of {all} file(s) changed")
    });
    match (failed, changes, arguments.check) {
        (0, 1.., true) => Exit::Found,
        (0, ..) => Exit::Clean,
        _ => Exit::Failed,
    }
}

/// Writes what the workspace of an earlier version lacks; with `check`, only says it.
fn upgrade(global: &Global, check: bool, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    let upgrade = match workspace.upgrade() {
        Ok(upgrade) => upgrade,
        Err(error) => {
            output.unread(&error);
            return Exit::Failed;
        }
    };
    for file in &upgrade.files {
        let path = workspace.root().join(&file.path);
        let (shown, Text { ja, en }) = (source::shown(&file.path), file.told.clone());
        output.say(&text!("{shown}: {ja}", "{shown}: {en}"));
        if check {
            continue;
        }
        let written = if file.is_new {
            files::create(&path, &file.text)
        } else {
            files::replace(&path, file.text.as_bytes())
        };
        if let Err(error) = written {
            output.error(&error);
            return Exit::Failed;
        }
    }
    if !upgrade.undecided.is_empty() {
        output.say(&text!("■ 決められなかったこと", "What could not be decided"));
        for own in &upgrade.undecided {
            output.say(own);
        }
    }
    let (files, left) = (upgrade.files.len(), upgrade.undecided.len());
    output.say(&if check {
        text!(
            "書き加えるファイル {files}件、決められないこと {left}件",
            "{files} file(s) would change, {left} thing(s) to decide"
        )
    } else {
        text!(
            "書き加えたファイル {files}件、決められなかったこと {left}件",
            "{files} file(s) changed, {left} thing(s) to decide"
        )
    });
    if check && files > 0 { Exit::Found } else { Exit::Clean }
}

/// Adds a file, or every YAML file of a folder in the order of their names.
fn collect(path: &Path, found: &mut Vec<PathBuf>) -> Result<(), Text> {
    for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
        let entry = entry.map_err(|error| unreadable(path.display(), &error.into()))?;
        let is_yaml = entry.path().extension().is_some_and(|own| own == "yaml" || own == "yml");
        if entry.file_type().is_file() && is_yaml && !found.iter().any(|known| known == entry.path()) {
            found.push(entry.into_path());
        }
    }
    Ok(())
}

fn lay_out(path: &Path, check: bool, output: &mut Output) -> Done {
    let shown = source::shown(path);
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            output.error(&unreadable(&shown, &error));
            return Done::Failed;
        }
    };
    let mut sources = Sources::default();
    let without_mark = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    let source = sources.add(&shown, without_mark.to_owned());
    let laid_out = match format(source, without_mark) {
        Ok(laid_out) => laid_out,
        Err(problems) => {
            output.problems(&sources, &problems);
            return Done::Failed;
        }
    };
    if laid_out == text {
        return Done::Same;
    }
    if check {
        output.line(&shown);
        return Done::Changes;
    }
    match files::replace(path, laid_out.as_bytes()) {
        Ok(()) => {
            output.say(&text!("揃えました: {shown}", "laid out {shown}"));
            Done::Changes
        }
        Err(error) => {
            output.error(&error);
            Done::Failed
        }
    }
}
