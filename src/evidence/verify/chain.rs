//! Records among each other, in the order of the log: what they refer to, which were received, which were confirmed.

use super::agreement::{self, Seen, print_of};
use super::disposal;
use super::finding::Finding;
use super::signer::SignerError;
use super::summary::{By, Does, Reference, Summary};
use crate::diagnostic::{Severity, Text};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::kind::Kind;
use crate::evidence::format::kind::incident::Stage;
use crate::evidence::format::kind::receipt::Purpose;
use crate::evidence::verify::log::Entry;
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// What is kept of the records so far: a few bytes each, so that a million of them fit.
#[derive(Debug, Default)]
pub(super) struct Chain {
    /// By the first eight bytes of a record's digest.
    seen: HashMap<u64, Seen>,
    /// Documents that were received and are no records, by the first eight bytes of their digest.
    papers: HashMap<u64, Seen>,
    /// The reports on incidents: of which, at which stage, and whether a contractor signed.
    incidents: BTreeMap<Digest, (String, Stage, bool)>,
    /// Reports of the contractors that nobody has received yet.
    unreceived: BTreeMap<Digest, u64>,
    /// Records whose key had been revoked, until somebody confirms them.
    doubtful: BTreeMap<Digest, Finding>,
    /// Disposals that too few signed, with what they name, until a valid one names it too.
    unapproved: BTreeMap<Digest, (Finding, BTreeSet<Digest>)>,
}

impl Chain {
    /// Takes the next record.
    pub(super) fn push(&mut self, entry: &Entry, summary: Option<&Summary>, found: &mut Vec<Finding>) {
        let record = entry.leaf.record;
        if let Some(summary) = summary {
            self.references(entry, summary, found);
            self.incident(entry, summary, found);
            let told = |problem: &SignerError| {
                let (name, what, fix) = (problem.name(), problem.text(), problem.fix());
                Finding::of_record(name, Severity::Error, entry.position, &record, &what, fix)
            };
            if let Some(problem) = &summary.revoked {
                self.doubtful.insert(record, told(problem));
            }
            if let Some(problem) = &summary.signed_by_too_few {
                let finding = told(problem);
                let named = summary.disposes.iter().map(|(digest, _)| *digest).collect();
                self.unapproved.insert(record, (finding, named));
            } else if summary.is_valid {
                self.disposal(entry, summary, found);
            }
            if summary.awaits_receipt {
                self.unreceived.insert(record, entry.position);
            }
            if let Some((document, purpose)) = summary.receives {
                self.unreceived.remove(&document);
                if purpose == Purpose::Reconfirmed {
                    self.doubtful.remove(&document);
                }
            }
            if let Some(paper) = &summary.paper
                && let Some(problem) = &paper.revoked
            {
                self.doubtful.insert(paper.document, told(problem));
            }
        }
        if let Some(summary) = summary
            && let Some(paper) = &summary.paper
        {
            let seen = Seen::of_paper(entry, paper, summary.contract.as_deref());
            self.papers.entry(print_of(&paper.document)).or_insert(seen);
        }
        let kind = summary.map(|summary| summary.kind).or_else(|| Kind::of_uri(&entry.leaf.kind));
        self.seen.insert(print_of(&record), Seen::of(entry, kind, summary));
    }

    /// Judges a disposal by what it names and when that was logged; attachments are judged once they are missing.
    fn disposal(&mut self, entry: &Entry, summary: &Summary, found: &mut Vec<Finding>) {
        for (digest, retention) in &summary.disposes {
            for (_, named) in self.unapproved.values_mut() {
                named.remove(digest);
            }
            let Some(Seen { position, logged, must_stay, .. }) = self.seen.get(&print_of(digest)) else {
                continue;
            };
            if *must_stay {
                let Text { ja, en } = disposal::stays();
                found.push(Finding::of_record(
                    "disposal-not-allowed",
                    Severity::Error,
                    entry.position,
                    &entry.leaf.record,
                    &text!("{position} 番を廃棄するという記録です。{ja}", "it disposes of entry {position}: {en}"),
                    text!(
                        "その記録を消さないでください。消したのなら控えから戻し、この廃棄の記録は訂正の記録（correction）で取り下げてください",
                        "do not delete that record; if it is gone, restore it from a backup, and withdraw this disposal by a correction"
                    ),
                ));
                continue;
            }
            let Some(Text { ja, en }) = retention.too_early(*logged, entry.leaf.logged) else { continue };
            found.push(Finding::of_record(
                "disposal-too-early",
                Severity::Error,
                entry.position,
                &entry.leaf.record,
                &text!("{position} 番の廃棄が早すぎます。{ja}", "the disposal of entry {position} is too early: {en}"),
                text!(
                    "その記録を消さないでください。消したのなら控えから戻し、年限が満ちてから廃棄を登載し直してください",
                    "do not delete that record; if it is gone, restore it from a backup, and log its disposal anew when the time has come"
                ),
            ));
        }
        self.unapproved.retain(|_, (_, named)| !named.is_empty());
    }

    fn references(&self, entry: &Entry, summary: &Summary, found: &mut Vec<Finding>) {
        for reference in &summary.references {
            let what = &reference.what;
            let (ja, en) = (&what.ja, &what.en);
            let (record, kind) = (&reference.record, &reference.kind);
            let print = print_of(record);
            let paper = || self.papers.get(&print).filter(|_| reference.does != Does::Names);
            let problem = match self.seen.get(&print).or_else(paper) {
                None => text!(
                    "{ja} sha256:{record} が、それより前の記録にありません",
                    "{en}, sha256:{record}, is not among the earlier records"
                ),
                Some(Seen { position: at, kind: Some(found), .. })
                    if kind.is_some_and(|kind| kind != *found) =>
                {
                    let label = found.label();
                    text!(
                        "{ja}は {at} 番ですが、その種類は{label}です",
                        "{en} is entry {at}, which is of another kind"
                    )
                }
                Some(seen) => {
                    self.agreement(entry, summary, reference, seen, found);
                    continue;
                }
            };
            found.push(Finding::of_record(
                "reference-wrong",
                Severity::Error,
                entry.position,
                &entry.leaf.record,
                &problem,
                text!(
                    "指す記録の SHA-256 を `fugi log list` で確かめ、訂正の記録を出してください",
                    "look the digest up with `fugi log list`, and log a correction"
                ),
            ));
        }
    }

    /// Holds a receipt against what it receives, and a change against whose record it changes.
    fn agreement(
        &self,
        entry: &Entry,
        summary: &Summary,
        reference: &Reference,
        seen: &Seen,
        found: &mut Vec<Finding>,
    ) {
        let received = summary.receipt.as_ref().filter(|received| received.document == reference.record);
        let told = match received {
            Some(received) => {
                agreement::of_receipt(summary, received, seen).map(|what| ("receipt-differs", what))
            }
            None => agreement::of_change(summary, reference, seen).map(|what| ("not-own-record", what)),
        };
        let Some((name, what)) = told else { return };
        found.push(Finding::of_record(
            name,
            Severity::Error,
            entry.position,
            &entry.leaf.record,
            &what,
            text!(
                "`fugi log list` で相手の記録を確かめ、正しいものを新しい記録として登載してください",
                "look the other record up with `fugi log list`, and log a record that is right"
            ),
        ));
    }

    fn incident(&mut self, entry: &Entry, summary: &Summary, found: &mut Vec<Finding>) {
        let Some((incident, stage)) = &summary.incident else { return };
        let follows = summary.references.iter().find(|reference| reference.kind == Some(Kind::Incident));
        let by_contractor = matches!(summary.by, Some(By::Contractor(..)));
        if let Some((before, earlier, of_contractor)) =
            follows.and_then(|follows| self.incidents.get(&follows.record))
        {
            let problem = if before != incident {
                Some(text!(
                    "前の報告は別の事案（{before}）のものです",
                    "the report before is of another incident ({before})"
                ))
            } else if earlier > stage && *of_contractor == by_contractor {
                // A contractor reports to the ward and the ward to the commission: each in its own order.
                let (earlier, stage) = (earlier.label(), stage.label());
                Some(text!("{earlier}の後に{stage}が続いています", "the stages are out of order"))
            } else {
                None
            };
            if let Some(problem) = problem {
                found.push(Finding::of_record(
                    "incident-chain-broken",
                    Severity::Error,
                    entry.position,
                    &entry.leaf.record,
                    &problem,
                    text!(
                        "第一報、速報、確報の順につながるよう、訂正の記録を出してください",
                        "log a correction so that the chain holds"
                    ),
                ));
            }
        }
        self.incidents.insert(entry.leaf.record, (incident.clone(), *stage, by_contractor));
    }

    /// Returns what is left open at the end.
    pub(super) fn finish(self) -> Vec<Finding> {
        let mut found: Vec<Finding> = self.doubtful.into_values().collect();
        found.extend(self.unapproved.into_values().map(|(finding, _)| finding));
        for (record, position) in self.unreceived {
            found.push(Finding::of_record(
                "receipt-missing",
                Severity::Warning,
                position,
                &record,
                &text!(
                    "委託先の記録に、区の受領の記録がありません",
                    "the ward has not logged a receipt for it"
                ),
                text!("`fugi record receive` で受領してください", "receive it with `fugi record receive`"),
            ));
        }
        found.sort_by_key(|finding| finding.entry);
        found
    }
}
