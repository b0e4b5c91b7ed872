//! `fugi verify`: one line a record, then what is wrong, then the verdict and what it rests on.

use super::evidence::{EvidenceFolder, log_now, looked_at};
use super::output::Output;
use super::{Exit, Global, files};
use crate::diagnostic::Text;
use crate::evidence::verify::Told;
use crate::evidence::verify::trust::MOST_DAYS;
use crate::report::{json, verify as shown};
use crate::text;
use crate::workspace::verify::{self, Asked};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// The largest trust file or head, in bytes.
const LARGEST: u64 = 256 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 証跡のフォルダ（省略時は、ワークスペースの evidence）
    ///
    /// Folder of the evidence (default: `evidence` of the workspace)
    #[arg(conflicts_with = "evidence")]
    dir: Option<PathBuf>,
    /// 信頼の起点のファイル（証跡のフォルダとは別の道で受け取ったもの）
    ///
    /// The trust file (received by another way than the evidence folder)
    #[arg(long, value_name = "FILE")]
    trust: Option<PathBuf>,
    /// 手元に控えたチェックポイントか受領証（.tlog-proof）。ログがその続きであることを確かめる
    ///
    /// A checkpoint or receipt (.tlog-proof) that you kept; the log must be a continuation of it
    #[arg(long, value_name = "FILE")]
    head: Vec<PathBuf>,
    /// 立会人がまだ見ていない記録があれば不合格にする。日数を付けると、登載からその日数を過ぎたものがあるときだけ
    ///
    /// Fails where a witness has not seen every record; with DAYS, where one was logged longer ago than that
    #[arg(long, value_name = "DAYS", num_args = 0..=1, require_equals = true, default_missing_value = "0", value_parser = clap::value_parser!(u64).range(0..=MOST_DAYS))]
    require_witness: Option<u64>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: Format,
    #[command(flatten)]
    place: EvidenceFolder,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match all(global, arguments, output) {
        Ok(exit) => exit,
        Err((path, error)) => {
            match path {
                Some(path) => output.unreadable_input(&path, &error),
                None => output.error(&error),
            }
            Exit::Failed
        }
    }
}

/// Returns whether a file lies in a folder, links followed.
fn is_within(file: &Path, folder: &Path) -> bool {
    let (file, folder) = (file.canonicalize(), folder.canonicalize());
    file.ok().zip(folder.ok()).is_some_and(|(file, folder)| file.starts_with(folder))
}

/// Does it; an error comes with what could not be read.
fn all(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, (Option<PathBuf>, Text)> {
    let root = arguments.dir.clone().unwrap_or_else(|| arguments.place.folder());
    if let Err(error) = root.metadata() {
        return Err((Some(root.clone()), files::refused(&root, &error)));
    }
    let unread = |path: &Path| {
        let path = path.to_owned();
        move |error: Text| (Some(path), error)
    };
    let read = |path: &Path| Ok::<_, Text>((path.display().to_string(), files::read(path, LARGEST)?));
    let trust = arguments.trust.as_deref().map(|path| {
        let own = read(path).and_then(|(name, bytes)| verify::trust(&name, &bytes));
        own.map_err(unread(path))
    });
    let trust = trust.transpose()?;
    if let Some(path) = arguments.trust.as_deref().filter(|path| is_within(path, &root)) {
        let error = text!(
            "信頼ファイルが、確かめるフォルダの中にあります。フォルダと共に差し替えられたものかもしれません。別の道で受け取ったものを、フォルダの外に置いて使ってください",
            "the trust file lies in the folder that is verified, and may have been replaced together with it: use the one that you received by another way, from outside the folder"
        );
        return Err((Some(path.to_owned()), error));
    }
    let held = arguments.head.iter().map(|path| {
        let own = read(path).and_then(|(name, bytes)| verify::held(&name, &bytes));
        own.map_err(unread(path))
    });
    let held = held.collect::<Result<Vec<_>, _>>()?;
    let of_clock = |error: Text| (None, error);
    let now = looked_at(global).map_err(of_clock)?;
    let asked = Asked {
        trust: trust.as_ref(),
        held: &held,
        now,
        latest: Some(now.max(log_now().map_err(of_clock)?)),
        require_witness: arguments.require_witness,
    };
    let is_text = arguments.format == Format::Text;
    let (mut records, mut findings) = (Vec::new(), Vec::new());
    // What is wrong before the first record waits: where there is no log, that alone is the answer.
    let (mut waiting, mut begun) = (Vec::new(), false);
    let verdict = verify::folder(&root, &asked, &mut |told| match told {
        Told::Record(entry, outcome) if is_text => {
            begun = true;
            waiting.drain(..).for_each(|line| output.say(&line));
            if !global.quiet {
                output.say(&shown::line(&entry, &outcome));
            }
        }
        Told::Record(entry, outcome) => {
            records.push(json::verify::Record::new(&entry, &outcome, global.language()));
        }
        Told::Finding(finding) if is_text && begun => output.say(&shown::finding(&finding)),
        Told::Finding(finding) if is_text => waiting.push(shown::finding(&finding)),
        Told::Finding(finding) => findings.push(json::verify::Finding::new(&finding)),
    });
    let verdict = verdict.map_err(|error| (Some(root.clone()), error.text()))?;
    waiting.iter().for_each(|line| output.say(line));
    if is_text {
        output.say(&shown::summary(&verdict, trust.as_ref(), held.len()));
    } else {
        output.line(&json::pretty(&json::verify::Report::new(&verdict, trust.is_some(), records, findings)));
    }
    Ok(if verdict.errors > 0 { Exit::Found } else { Exit::Clean })
}
