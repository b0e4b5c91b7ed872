//! What of the record does not count as filed, and why, for a reader.

use crate::diagnostic::Text;
use crate::text;
use crate::workspace::filed::{Basis, Record};

/// Returns a line for each entry that does not count, and what the judgement rests on; only what does not count where
/// `quiet`.
#[must_use]
pub fn lines(record: &Record, quiet: bool) -> Vec<Text> {
    // One cause may take the worth of many entries away: it is told once.
    let mut by_cause: Vec<(&Text, Vec<String>)> = Vec::new();
    for own in &record.uncounted {
        match by_cause.iter_mut().find(|(why, _)| **why == own.why) {
            Some((_, entries)) => entries.push(own.entry.to_string()),
            None => by_cause.push((&own.why, vec![own.entry.to_string()])),
        }
    }
    let line = |(why, entries): (&Text, Vec<String>)| {
        let Text { ja, en } = why;
        let (own_ja, own_en) = (entries.join("、"), entries.join(", "));
        text!(
            "証跡の {own_ja} 番は、提出されたものとして数えていません: {ja}（対応は `fugi verify` が示します）",
            "entry {own_en} of the evidence does not count as filed: {en} (`fugi verify` says what to do)"
        )
    };
    let mut lines: Vec<Text> = by_cause.into_iter().map(line).collect();
    let others = record.others;
    if others > 0 {
        lines.push(text!(
            "証跡に、ほかにも不合格が {others} 件あります。`fugi verify` で確かめてください",
            "verification refuses {others} more thing(s) of the evidence; see `fugi verify`"
        ));
    }
    if record.basis == Basis::Folder && !quiet {
        lines.push(text!(
            "証跡の鍵は、証跡のフォルダにあるものを信じました（fugi.yaml に trust_file がないので、鍵ごと差し替えられていても分かりません）",
            "the keys of the evidence were believed from its own folder (fugi.yaml names no `trust_file`, so that keys replaced as a whole go unnoticed)"
        ));
    }
    lines
}
