//! What verification of the evidence came to, for a reader.

use crate::diagnostic::{Severity, Text};
use crate::evidence::format::kind::Kind;
use crate::evidence::verify::Verdict;
use crate::evidence::verify::finding::Finding;
use crate::evidence::verify::log::Entry;
use crate::evidence::verify::record::Outcome;
use crate::evidence::verify::summary::Summary;
use crate::evidence::verify::trust::TrustFile;
use crate::spelling::one_line;
use crate::text;

/// Returns the one line of a record; whatever a file says, nothing in it may look like a verdict of ours.
#[must_use]
pub fn line(entry: &Entry, outcome: &Outcome) -> Text {
    let Text { ja, en } = of_record(entry, outcome);
    Text { ja: one_line(&ja).into_owned(), en: one_line(&en).into_owned() }
}

fn of_record(entry: &Entry, outcome: &Outcome) -> Text {
    let position = entry.position;
    let logged = entry.leaf.logged.in_japan();
    let witnessed = entry.witnessed.map(|time| time.in_japan());
    let witnessed_ja = witnessed.clone().unwrap_or_else(|| "まだ".to_owned());
    let witnessed_en = witnessed.unwrap_or_else(|| "not yet".to_owned());
    if let Some(version) = &outcome.version {
        let (number, by, by_en) = (version.version, version.signers.join("、"), version.signers.join(", "));
        let claimed = version.claimed.shown();
        return text!(
            "{position} 番 鍵の登録簿 第{number}版 署名 {by} 申告 {claimed} / 登載 {logged} / 立会 {witnessed_ja}",
            "{position} key-register version {number} by {by_en} claimed {claimed} / logged {logged} / witnessed {witnessed_en}"
        );
    }
    let Some(summary) = &outcome.summary else {
        let kind = entry.leaf.kind_name();
        let label = Kind::of_uri(&entry.leaf.kind).map_or(kind, |kind| kind.label());
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
    named.collect::<Vec<_>>().join(if is_japanese { "、" } else { ", " })
}

/// Returns a problem, and what to do.
#[must_use]
pub fn finding(finding: &Finding) -> Text {
    let (word_ja, word_en) = match finding.severity {
        Severity::Error => ("不合格", "FAILED"),
        Severity::Info => ("参考", "note"),
        Severity::Warning => ("注意", "warning"),
    };
    let (ja, en, name) = (&finding.message.ja, &finding.message.en, finding.name);
    let (fix_ja, fix_en) = (&finding.fix.ja, &finding.fix.en);
    text!("{word_ja}[{name}] {ja}\n  対応: {fix_ja}", "{word_en}[{name}] {en}\n  do: {fix_en}")
}

/// Returns the counts and the verdict, and what it rests on.
#[must_use]
pub fn summary(verdict: &Verdict, trust: Option<&TrustFile>, held: usize) -> Text {
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
