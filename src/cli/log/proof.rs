//! `fugi log proof`: a receipt to hand out, and one that was received.

use super::keys::policy;
use crate::cli::Exit;
use crate::cli::evidence::EvidenceFolder;
use crate::cli::files;
use crate::cli::output::Output;
use crate::diagnostic::Text;
use crate::evidence::format::leaf;
use crate::evidence::format::receipt::{self, Receipt};
use crate::evidence::format::tree::leaf_hash;
use crate::text;
use crate::whole::Access;
use clap::Args;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 項目の番号（0から）
    ///
    /// Number of the entry, from 0
    #[arg(required_unless_present = "check")]
    position: Option<u64>,
    /// 受領証を書き出すファイル（省略時は画面。隣に項目のファイル .entry も書く）
    ///
    /// File for the receipt (default: standard output; the entry is written beside it as .entry)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// 受け取った受領証を確かめる（--entry と --trust も要る）
    ///
    /// Check a receipt that was received (needs --entry and --trust)
    #[arg(long, value_name = "FILE", requires = "entry", requires = "trust", conflicts_with = "position")]
    check: Option<PathBuf>,
    /// 受領証が示す項目のファイル
    ///
    /// File of the entry that the receipt is about
    #[arg(long, value_name = "FILE", requires = "check")]
    entry: Option<PathBuf>,
    /// 手元の信頼ファイル
    ///
    /// Your own trust file
    #[arg(long, value_name = "FILE", requires = "check")]
    trust: Option<PathBuf>,
    #[command(flatten)]
    place: EvidenceFolder,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    if let (Some(proof), Some(entry), Some(trust)) = (&arguments.check, &arguments.entry, &arguments.trust) {
        return check(proof, entry, trust, output);
    }
    let (_, log) = arguments.place.open()?;
    let position = arguments.position.unwrap_or_default();
    let receipt = log.proof(position).map_err(|error| error.text())?.to_string();
    let leaf = log.entry(position).map_err(|error| error.text())?.to_string();
    let Some(out) = &arguments.out else {
        output.line(receipt.trim_end_matches('\n'));
        return Ok(Exit::Clean);
    };
    let beside = out.with_extension("entry");
    files::write_new(&beside, leaf.as_bytes(), Access::Everyone)?;
    files::write_new(out, receipt.as_bytes(), Access::Everyone)?;
    let (out, beside) = (out.display(), beside.display());
    output.say_one(&text!(
        "{position} 番の受領証を {out} に、項目を {beside} に書きました。両方を相手に渡してください",
        "wrote the receipt of entry {position} to {out} and the entry to {beside}; hand over both"
    ));
    Ok(Exit::Clean)
}

/// Checks a receipt against the entry and the verifier's own keys, without the log.
fn check(proof: &Path, entry: &Path, trust: &Path, output: &mut Output) -> Result<Exit, Text> {
    let policy = policy(trust)?;
    let receipt = Receipt::parse(&files::read(proof, receipt::LIMIT as u64)?).map_err(|wrong| {
        let (path, Text { ja, en }) = (proof.display(), wrong.text());
        text!("{path}: {ja}", "{path}: {en}")
    })?;
    let leaf = files::read(entry, leaf::LIMIT as u64)?;
    let head = &receipt.checkpoint.head;
    let mut wrong = Vec::new();
    if !policy.logs().iter().any(|log| receipt.checkpoint.is_signed_by(log)) {
        wrong.push(text!("信頼するログの署名がありません", "no log that you trust signed it"));
    }
    if !receipt.includes(&leaf_hash(&leaf)) {
        wrong.push(text!(
            "この項目は、チェックポイントの木に含まれていません",
            "the entry is not in the tree of the checkpoint"
        ));
    }
    let mut seen = Vec::new();
    for witness in policy.witnesses() {
        match receipt.checkpoint.cosigned_by(&witness.key) {
            Ok(time) => seen.push(time),
            Err(_) => {
                seen.push(None);
                let name = &witness.name;
                wrong.push(text!(
                    "立会人「{name}」の署名が合いません",
                    "the cosignature of `{name}` does not hold"
                ));
            }
        }
    }
    if !policy.is_met(|number| seen.get(number).is_some_and(Option::is_some)) {
        wrong.push(text!(
            "信頼ファイルが求める立会人の署名が足りません",
            "too few witnesses of the trust file cosigned"
        ));
    }
    let (origin, size, position, shown) = (&head.origin, head.size, receipt.position, proof.display());
    if wrong.is_empty() {
        output.say_one(&text!(
            "{shown}: 確かめました。「{origin}」の {position} 番として登載されています（{size} 件の時点）",
            "{shown}: it holds: entry {position} of `{origin}` (at {size} entries)"
        ));
        return Ok(Exit::Clean);
    }
    for Text { ja, en } in wrong {
        output.error(&text!("{shown}: {ja}", "{shown}: {en}"));
    }
    Ok(Exit::Found)
}
