//! The one gate of the log: what `add`, `receive` and `sign` let through is what verification has nothing to say about.

use super::chain::Chain;
use super::finding::Finding;
use super::history::History;
use super::log::{Content, Entry};
use super::record::{Judge, Outcome};
use crate::diagnostic::Severity;
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::leaf::Leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::statement::Statement;
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use std::collections::BTreeMap;

/// Tells everything that verification would tell of records, were they logged now one after the other.
///
/// # Errors
///
/// Where the log itself cannot be read.
pub fn admit(log: &Log, history: &History, candidates: &[&[u8]], now: Moment) -> Result<Vec<Finding>, Error> {
    let judge = Judge { store: log.store(), history };
    let size = log.checkpoint()?.head.size;
    let mut judged = Vec::new();
    for (position, bytes) in (size..).zip(candidates) {
        let entry = entry(position, bytes, now);
        let outcome = judge.check(&entry, Content::Whole(bytes)).outcome;
        judged.push((entry, outcome));
    }
    let mut chain = Chain::default();
    for (position, (leaf, bytes)) in named(log, &judged)? {
        let entry = Entry { position, leaf, witnessed: None };
        let outcome = judge.check(&entry, Content::Whole(&bytes)).outcome;
        chain.push(&entry, outcome.summary.as_ref(), &mut Vec::new());
    }
    let mut found = Vec::new();
    for (entry, mut outcome) in judged {
        let from = found.len();
        found.append(&mut outcome.findings);
        // A key that was revoked counts for nothing at the gate, nor do too few signatures: only what was logged before
        // is confirmed by a later record.
        let summary = outcome.summary.as_ref();
        let doubts = summary.map(|summary| [summary.revoked.as_ref(), summary.signed_by_too_few.as_ref()]);
        for problem in doubts.into_iter().flatten().flatten() {
            found.push(Finding::of_record(
                problem.name(),
                Severity::Error,
                entry.position,
                &entry.leaf.record,
                &problem.text(),
                problem.fix(),
            ));
        }
        chain.push(&entry, outcome.summary.as_ref(), &mut found);
        for finding in found.iter_mut().skip(from) {
            // What is refused has neither an entry nor a file.
            finding.message = finding.what();
            finding.entry = None;
        }
    }
    Ok(found)
}

fn entry(position: u64, bytes: &[u8], now: Moment) -> Entry {
    let statement = Envelope::parse(bytes).map_err(Into::into).and_then(|envelope| Statement::of(&envelope));
    let kind = statement.map(|statement| statement.predicate.kind().uri()).unwrap_or_default();
    Entry { position, leaf: Leaf { record: Digest::of(bytes), kind, logged: now }, witnessed: None }
}

/// Returns the logged records that candidates name, in the order of the log.
fn named(log: &Log, judged: &[(Entry, Outcome)]) -> Result<BTreeMap<u64, (Leaf, Vec<u8>)>, Error> {
    let mut found = BTreeMap::new();
    let summaries = judged.iter().filter_map(|(_, outcome)| outcome.summary.as_ref());
    for reference in summaries.flat_map(|summary| &summary.references) {
        let Some(position) = log.find(&reference.record)? else { continue };
        let leaf = log.entry(position)?;
        let limit = usize::try_from(RECORD_LIMIT).unwrap_or(usize::MAX);
        if let Ok(bytes) = log.store().read(&Name::Record(reference.record), limit) {
            found.insert(position, (leaf, bytes));
        }
    }
    Ok(found)
}
