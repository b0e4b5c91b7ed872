//! `fugi log checkpoint`, `fugi log resequence`, `fugi log pack`: completing, putting in order, packing.

use super::keys::LogKey;
use crate::cli::evidence::{Confirm, EvidenceFolder, log_now};
use crate::cli::output::Output;
use crate::cli::{Exit, Global, passphrase};
use crate::diagnostic::Text;
use crate::text;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Checkpoint {
    /// ログの秘密鍵（指定すると、途中で止まった登載を完了してから表示する）
    ///
    /// Private key of the log (an interrupted addition is completed before printing)
    #[arg(long, value_name = "FILE")]
    log_key: Option<PathBuf>,
    #[command(flatten)]
    passphrase: passphrase::From,
    #[command(flatten)]
    place: EvidenceFolder,
}

#[derive(Debug, Args)]
pub(crate) struct Resequence {
    /// もう一方の証跡のフォルダ（main の作業ツリーなど）。こちらの枝の項目をその後ろに移す
    ///
    /// The other evidence folder (such as the working tree of main); the entries of this branch are moved after its own
    #[arg(long, value_name = "DIR")]
    onto: PathBuf,
    #[command(flatten)]
    key: LogKey,
    #[command(flatten)]
    place: EvidenceFolder,
    #[command(flatten)]
    confirm: Confirm,
}

#[derive(Debug, Args)]
pub(crate) struct Pack {
    #[command(flatten)]
    key: LogKey,
    #[command(flatten)]
    place: EvidenceFolder,
}

pub(super) fn checkpoint(global: &Global, arguments: &Checkpoint, output: &mut Output) -> Result<Exit, Text> {
    let (_, log) = arguments.place.open()?;
    if let Some(path) = &arguments.log_key {
        let key = super::keys::load(path, &arguments.passphrase, global)?;
        log.complete(&key).map_err(|error| error.text())?;
    }
    let checkpoint = log.checkpoint().map_err(|error| error.text())?.to_string();
    output.line(checkpoint.trim_end_matches('\n'));
    Ok(Exit::Clean)
}

pub(super) fn resequence(global: &Global, arguments: &Resequence, output: &mut Output) -> Result<Exit, Text> {
    let (_, log) = arguments.place.open()?;
    let question = text!(
        "この枝で登載した項目の番号が変わり、この枝のチェックポイントは捨てられます。外に渡した受領証やチェックポイントがあれば、取りやめてください",
        "the entries of this branch get other numbers, and its checkpoints are given up; stop if any receipt or checkpoint of it was handed out"
    );
    arguments.confirm.ask(&question, output)?;
    let key = arguments.key.load(global)?;
    let done = log.resequence(&arguments.onto, &key, log_now()?).map_err(|error| error.text())?;
    if done.moved.is_empty() {
        output.say_one(&text!("移す項目はありませんでした", "there was nothing to move"));
    }
    for (from, to) in done.moved {
        output.say_one(&text!("{from} 番 → {to} 番", "entry {from} → {to}"));
    }
    Ok(Exit::Clean)
}

pub(super) fn pack(global: &Global, arguments: &Pack, output: &mut Output) -> Result<Exit, Text> {
    let (_, log) = arguments.place.open()?;
    let key = arguments.key.load(global)?;
    let packed = log.pack(&key, log_now()?).map_err(|error| error.text())?;
    let (entries, removed, swept) = (packed.entries, packed.removed, packed.swept);
    output.say_one(&text!(
        "{entries} 件の束と木を確かめ、作り直しました（束ねた項目 {removed} 件、片付けた書きかけ {swept} 件）",
        "the bundles and tiles of {entries} entries are whole ({removed} entries packed, {swept} leftovers removed)"
    ));
    Ok(Exit::Clean)
}
