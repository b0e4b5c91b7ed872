//! `fugi verify`: one line a record, then what is wrong, then the verdict and what it rests on.

use super::evidence::{EvidenceFolder, looked_at};
use super::output::Output;
use super::{Exit, Global, files};
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::checkpoint::Checkpoint;
use crate::evidence::format::receipt::Receipt;
use crate::evidence::store::Disk;
use crate::evidence::verify::finding::Finding;
use crate::evidence::verify::log::{Entry, HeldHead};
use crate::evidence::verify::record::Outcome;
use crate::evidence::verify::summary::Summary;
use crate::evidence::verify::trust::{MOST_DAYS, TrustFile};
use crate::evidence::verify::{self, Options, Told, Verdict, Word};
use crate::spelling::one_line;
use crate::text;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// The largest trust file or head, in bytes.
const LARGEST: u64 = 256 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 証跡のフォルダ（省略時は、ワークスペースの evidence）
    ///
    /// Folder of the evidence (default: `evidence` of the workspace)
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
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

fn all(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Text> {
    let root = arguments.dir.clone().unwrap_or_else(|| arguments.place.folder(global));
    let trust = match &arguments.trust {
        None => None,
        Some(path) => {
            let bytes = files::read(path, LARGEST)?;
            let shown = path.display();
            let trust = TrustFile::parse(&bytes).map_err(|wrong| {
                let Text { ja, en } = wrong.text();
                text!("信頼ファイル {shown}: {ja}", "trust file {shown}: {en}")
            })?;
            Some(trust)
        }
    };
    let held = arguments.head.iter().map(|path| held(path)).collect::<Result<Vec<_>, _>>()?;
    let disk = Disk::new(&root);
    let options = Options {
        store: &disk,
        trust: trust.as_ref(),
        held: &held,
        now: looked_at(global)?,
        require_witness: arguments.require_witness,
    };
    let text_format = arguments.format == Format::Text;
    let (mut records, mut findings): (Vec<Value>, Vec<Value>) = (Vec::new(), Vec::new());
    let verdict = verify::verify(&options, &mut |told| match told {
        Told::Record(entry, outcome) if text_format => {
            if !global.quiet {
                output.say(&single(line(&entry, &outcome)));
            }
        }
        Told::Record(entry, outcome) => records.push(record_json(&entry, &outcome)),
        Told::Finding(finding) if text_format => output.say(&shown(&finding)),
        Told::Finding(finding) => findings.push(finding_json(&finding)),
    });
    let verdict = verdict.map_err(|error| error.text())?;
    if text_format {
        output.say(&summary(&verdict, trust.as_ref(), held.len()));
    } else {
        output.line(&format!("{:#}", report_json(&verdict, trust.as_ref(), &records, &findings)));
    }
    Ok(if verdict.errors > 0 { Exit::Found } else { Exit::Clean })
}

/// Reads a head that was held elsewhere: a checkpoint, or the one in a proof.
fn held(path: &Path) -> Result<HeldHead, Text> {
    let bytes = files::read(path, LARGEST)?;
    let checkpoint = match Receipt::parse(&bytes) {
        Ok(receipt) => receipt.checkpoint,
        Err(_) => Checkpoint::parse(&bytes).map_err(|wrong| {
            let (Text { ja, en }, shown) = (wrong.text(), path.display());
            text!(
                "{shown} はチェックポイントでも受領証でもありません: {ja}",
                "{shown} is neither a checkpoint nor a proof: {en}"
            )
        })?,
    };
    Ok(HeldHead { name: path.display().to_string(), checkpoint })
}

/// Returns a text in one line, whatever a file says: nothing in it may look like a verdict of ours.
fn single(text: Text) -> Text {
    Text { ja: one_line(&text.ja).into_owned(), en: one_line(&text.en).into_owned() }
}

/// Returns the one line of a record.
fn line(entry: &Entry, outcome: &Outcome) -> Text {
    let position = entry.position;
    let logged = entry.leaf.logged.in_japan();
    let witnessed = entry.witnessed.map(|time| time.in_japan());
    let witnessed_ja = witnessed.clone().unwrap_or_else(|| "まだ".to_owned());
    let witnessed_en = witnessed.unwrap_or_else(|| "not yet".to_owned());
    if let Some(version) = &outcome.version {
        let (number, by) = (version.version, version.signers.join("、"));
        let claimed = version.claimed.shown();
        return text!(
            "{position} 番 鍵の登録簿 第{number}版 署名 {by} 申告 {claimed} / 登載 {logged} / 立会 {witnessed_ja}",
            "{position} key-register version {number} by {by} claimed {claimed} / logged {logged} / witnessed {witnessed_en}"
        );
    }
    let Some(summary) = &outcome.summary else {
        let kind = entry.leaf.kind_name();
        let label =
            crate::evidence::format::kind::Kind::of_uri(&entry.leaf.kind).map_or(kind, |kind| kind.label());
        return match outcome.disposed_by {
            Some(by) => text!(
                "{position} 番 {label} 登載 {logged} / 立会 {witnessed_ja} 内容は適法に廃棄（{by} 番を参照）",
                "{position} {kind} logged {logged} / witnessed {witnessed_en}: content lawfully disposed of, see entry {by}"
            ),
            None => text!(
                "{position} 番 {label} 登載 {logged} / 立会 {witnessed_ja} 内容を読めません",
                "{position} {kind} logged {logged} / witnessed {witnessed_en}: not readable"
            ),
        };
    };
    let claimed = summary.claimed.shown();
    let (kind_ja, kind_en) = (summary.kind.label(), summary.kind.word());
    let contract = summary.contract.as_deref().unwrap_or("–");
    let (by_ja, by_en) = (signers(summary, true), signers(summary, false));
    let (level_ja, level_en) = match summary.assurance {
        None => (String::new(), String::new()),
        Some(level) => (format!(" 確かさ {level:?}（{}）", level.label()), format!(" assurance {level:?}")),
    };
    let about = match (&summary.incident, summary.received) {
        (Some((incident, stage)), _) => Some(format!("{incident} {}", stage.label())),
        (None, Some(kind)) => Some(kind.label().to_owned()),
        (None, None) => None,
    };
    let stage = match (about, summary.party.as_ref()) {
        (None, None) => String::new(),
        (about, party) => {
            let parts: Vec<&str> = about.as_deref().into_iter().chain(party.map(String::as_str)).collect();
            format!("（{}）", parts.join(" "))
        }
    };
    text!(
        "{position} 番 {kind_ja}{stage} {contract} 署名 {by_ja}{level_ja} 申告 {claimed} / 登載 {logged} / 立会 {witnessed_ja}",
        "{position} {kind_en} {contract} by {by_en}{level_en} claimed {claimed} / logged {logged} / witnessed {witnessed_en}"
    )
}

fn signers(summary: &Summary, is_japanese: bool) -> String {
    if summary.signers.is_empty() {
        return "?".to_owned();
    }
    let named = summary.signers.iter().map(|(holder, role)| {
        if is_japanese {
            format!("{holder}（{}）", role.label())
        } else {
            format!("{holder} ({})", role.word())
        }
    });
    named.collect::<Vec<_>>().join("、")
}

fn shown(finding: &Finding) -> Text {
    let (word_ja, word_en) = match finding.severity {
        Severity::Error => ("不合格", "FAILED"),
        Severity::Info => ("参考", "note"),
        Severity::Warning => ("注意", "warning"),
    };
    let (ja, en, name) = (&finding.message.ja, &finding.message.en, finding.name);
    let (fix_ja, fix_en) = (&finding.fix.ja, &finding.fix.en);
    text!("{word_ja}[{name}] {ja}\n  対応: {fix_ja}", "{word_en}[{name}] {en}\n  do: {fix_en}")
}

fn summary(verdict: &Verdict, trust: Option<&TrustFile>, held: usize) -> Text {
    let log = &verdict.log;
    let (entries, whole, disposed) = (log.entries, log.whole, log.disposed);
    let (errors, warnings) = (verdict.errors, verdict.warnings);
    let counts = text!(
        "記録 {entries} 件（内容あり {whole}、適法に廃棄 {disposed}）、不合格 {errors} 件、注意 {warnings} 件",
        "{entries} record(s) ({whole} whole, {disposed} disposed of), {errors} failure(s), {warnings} warning(s)"
    );
    let level = match trust {
        None => text!(
            "内部整合のみ確認（信頼の起点 --trust がないので、鍵ごと差し替えられていても分かりません）",
            "only the inside was verified (without --trust, keys that were replaced as a whole go unnoticed)"
        ),
        Some(trust) => {
            let register = match trust.register {
                Some(pin) => {
                    let version = pin.version;
                    text!("鍵の登録簿は第{version}版から", "register from version {version}")
                }
                None => text!(
                    "鍵の登録簿は信頼ファイルになく、フォルダのもの",
                    "the register is the folder's own: the trust file names none"
                ),
            };
            let (ja, en) = (register.ja, register.en);
            text!("手元の信頼の起点により確認（{ja}）", "verified against your own trust file ({en})")
        }
    };
    let witness = match &log.witnessed {
        Some((size, time)) => {
            let time = time.in_japan();
            text!("{size} 件までを監査が {time} に立会", "witnessed up to {size} entries at {time}")
        }
        None => text!("監査の立会はまだない", "not witnessed yet"),
    };
    let tail = match &log.unwitnessed {
        None => text!("", ""),
        Some(tail) => {
            let (count, days) = (tail.entries, tail.days);
            text!(
                "。残る {count} 件（いちばん古いものは {days} 日前）は、まだ誰も立ち会っていない",
                "; the last {count} (the oldest {days} day(s) ago) nobody has witnessed"
            )
        }
    };
    let held = match held {
        0 => text!("", ""),
        n => text!("。手元の控え {n} 件の続きであることを確認", "; extends {n} head(s) held elsewhere"),
    };
    let word = verdict.word().text();
    let ja = format!(
        "{}\n{}: {}。{}{}{}",
        counts.ja,
        word.ja,
        level.ja,
        witness.ja,
        tail.ja,
        if errors > 0 { "" } else { &held.ja }
    );
    let en = format!(
        "{}\n{}: {}; {}{}{}",
        counts.en,
        word.en,
        level.en,
        witness.en,
        tail.en,
        if errors > 0 { "" } else { &held.en }
    );
    Text { ja, en }
}

fn record_json(entry: &Entry, outcome: &Outcome) -> Value {
    let (summary, version) = (outcome.summary.as_ref(), outcome.version.as_ref());
    json!({
        "entry": entry.position,
        "record": entry.leaf.record.to_string(),
        "type": entry.leaf.kind,
        "kind": summary.map(|summary| summary.kind.word()).or(version.map(|_| "key-register")),
        "register": version.map(|version| version.version),
        "contract": summary.and_then(|summary| summary.contract.clone()),
        "party": summary.and_then(|summary| summary.party.clone()),
        "signers": summary.map(|summary| {
            summary.signers.iter().map(|(holder, role)| json!({ "holder": holder, "role": role.word() })).collect::<Vec<_>>()
        }),
        "assurance": summary.and_then(|summary| summary.assurance).map(|level| format!("{level:?}")),
        "claimed": summary.map(|summary| summary.claimed.to_string()),
        "logged": entry.leaf.logged.to_string(),
        "witnessed": entry.witnessed.map(|time| time.to_string()),
        "disposed_by": outcome.disposed_by,
        "ok": (summary.is_some() || version.is_some()) && outcome.findings.iter().all(|finding| finding.severity != Severity::Error),
    })
}

fn finding_json(finding: &Finding) -> Value {
    json!({
        "name": finding.name,
        "severity": finding.severity.word(),
        "entry": finding.entry,
        "file": finding.file,
        "message": { "ja": finding.message.ja, "en": finding.message.en },
        "do": { "ja": finding.fix.ja, "en": finding.fix.en },
    })
}

fn report_json(verdict: &Verdict, trust: Option<&TrustFile>, records: &[Value], findings: &[Value]) -> Value {
    json!({
        "version": 1,
        "level": if trust.is_some() { "trusted" } else { "internal" },
        "ok": verdict.word() == Word::Passed,
        "verdict": verdict.word().name(),
        "register": verdict.register,
        "head": verdict.log.head.as_ref().map(|head| json!({
            "origin": head.origin, "size": head.size, "root": head.root.to_string(),
        })),
        "witnessed": verdict.log.witnessed.map(|(size, time)| json!({ "size": size, "time": time.to_string() })),
        "unwitnessed": verdict.log.unwitnessed.map(|tail| json!({
            "first": tail.first,
            "entries": tail.entries,
            "since": tail.since.map(|time| time.to_string()),
            "days": tail.days,
        })),
        "entries": verdict.log.entries,
        "errors": verdict.errors,
        "warnings": verdict.warnings,
        "records": records,
        "findings": findings,
    })
}
