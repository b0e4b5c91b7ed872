//! The one gate of the log: what `add`, `receive` and `sign` let through is what verification has nothing to say about.

use super::chain::Chain;
use super::finding::Finding;
use super::history::History;
use super::log::{Content, Document, Entry};
use super::record::{Judge, Outcome};
use crate::diagnostic::{Severity, Text};
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::field::Problem;
use crate::evidence::format::kind::receipt::Form;
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::leaf::Leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::statement::Statement;
use crate::evidence::format::surplus;
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::spelling::short;
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// How many records of the log are read at once.
const BATCH: usize = 1024;

/// A record that is to be logged.
#[derive(Clone, Debug)]
pub struct Candidate<'a> {
    /// The bytes of its envelope.
    pub record: &'a [u8],
    /// The attachments that come with it.
    pub blobs: Vec<&'a [u8]>,
}

/// Tells everything that verification would tell of records, were they logged now one after the other; and what has no
/// place in a record, which verification passes over.
///
/// # Errors
///
/// Where the log itself cannot be read.
pub fn admit(
    log: &Log,
    history: &History,
    candidates: &[Candidate<'_>],
    now: Moment,
) -> Result<Vec<Finding>, Error> {
    let blobs = candidates.iter().flat_map(|own| &own.blobs);
    let beside: BTreeMap<Digest, &[u8]> = blobs.map(|bytes| (Digest::of(bytes), *bytes)).collect();
    let judge = Judge { store: log.store(), history, beside: Some(&beside) };
    let size = log.checkpoint()?.head.size;
    let mut judged = Vec::new();
    let mut ids: BTreeMap<String, Digest> = BTreeMap::new();
    let mut own = Vec::new();
    for (position, candidate) in (size..).zip(candidates) {
        let bytes = candidate.record;
        let (entry, statement) = entry(position, bytes, now);
        let mut verdict = judge.check(&entry, Content::Whole(bytes));
        let mut strange = surplus::tell(bytes);
        strange.extend(statement.iter().flat_map(Statement::disguised));
        let document = verdict.document.take();
        if let Some(document) = &document {
            strange.extend(within(&judge, document));
            if document.origin != log.origin() {
                verdict.outcome.findings.push(of_other_log(&entry, &document.origin));
            }
        }
        let is_here =
            |digest: &&Digest| !beside.contains_key(*digest) && !log.store().exists(&Name::Blob(**digest));
        verdict.outcome.findings.extend(strange.into_iter().map(|problem| strange_finding(&entry, problem)));
        verdict
            .outcome
            .findings
            .extend(verdict.attachments.iter().filter(is_here).map(|digest| missing(&entry, digest)));
        let record = verdict.id.map(|id| (id, entry.leaf.record));
        for (id, of) in record.into_iter().chain(document.map(|own| (own.id, own.digest))) {
            if ids.insert(id.clone(), of).is_some_and(|first| first != of) {
                let place = text!("いっしょに登載する別の記録", "another record that is logged with it");
                verdict.outcome.findings.push(used(&entry, &id, &place));
            }
            own.push((judged.len(), id, of));
        }
        judged.push((entry, verdict.outcome));
    }
    let wanted: BTreeSet<&str> = own.iter().map(|(_, id, _)| id.as_str()).collect();
    let taken = taken(log, &wanted)?;
    for (index, id, of) in &own {
        let (Some((first, record)), Some((entry, outcome))) = (taken.get(id), judged.get_mut(*index)) else {
            continue;
        };
        // The very same record is told of as what it is, where it is appended; a document may be received once more.
        if record != of {
            let place = text!("登載済みの {first} 番", "entry {first} of the log");
            outcome.findings.push(used(entry, id, &place));
        }
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
        let doubts = summary.map(|own| {
            let of_document = own.paper.as_ref().and_then(|paper| paper.revoked.as_ref());
            [own.revoked.as_ref(), own.signed_by_too_few.as_ref(), of_document]
        });
        for problem in doubts.into_iter().flatten().flatten() {
            found.push(Finding::of_record(
                problem.name(),
                Severity::Error,
                entry.position,
                &entry.leaf.record,
                &problem.text(),
                problem.fix_before_logging(),
            ));
        }
        chain.push(&entry, outcome.summary.as_ref(), &mut found);
        for finding in found.iter_mut().skip(from) {
            // What is refused has neither an entry nor a file.
            finding.message = finding.what();
            finding.entry = None;
        }
    }
    // What is only good to know keeps nothing out.
    found.retain(|finding| finding.severity != Severity::Info);
    Ok(found)
}

/// What may still come right between signing and logging: another signature, a key that is enrolled, time that passes,
/// files that come along.
const YET_TO_COME: [&str; 5] =
    ["signers-too-few", "signer-unknown", "signer-not-yet", "disposal-too-early", "attachment-missing"];

/// Tells what would keep a signed record out of the log whatever is done to it until then.
///
/// # Errors
///
/// Where the log itself cannot be read.
pub fn admit_later(
    log: &Log,
    history: &History,
    candidate: Candidate<'_>,
    now: Moment,
) -> Result<Vec<Finding>, Error> {
    let mut found = admit(log, history, &[candidate], now)?;
    found.retain(|finding| !YET_TO_COME.contains(&finding.name));
    Ok(found)
}

/// Tells what has no place in a document that a receipt receives.
fn within(judge: &Judge<'_>, document: &Document) -> Vec<Problem> {
    let Some(bytes) = judge.blob(&document.digest) else { return Vec::new() };
    let mut found = surplus::tell(&bytes);
    found.extend(Statement::parse(&bytes).iter().flat_map(Statement::disguised));
    found
}

fn entry(position: u64, bytes: &[u8], now: Moment) -> (Entry, Option<Statement>) {
    let statement = Envelope::parse(bytes).ok().and_then(|envelope| Statement::of(&envelope).ok());
    let kind = statement.as_ref().map(|statement| statement.predicate.kind().uri()).unwrap_or_default();
    let leaf = Leaf { record: Digest::of(bytes), kind, logged: now };
    (Entry { position, leaf, witnessed: None }, statement)
}

fn refused(entry: &Entry, name: &'static str, what: &Text, fix: Text) -> Finding {
    Finding::of_record(name, Severity::Error, entry.position, &entry.leaf.record, what, fix)
}

fn of_other_log(entry: &Entry, origin: &str) -> Finding {
    let origin = short(origin);
    let what = text!(
        "受領した文書が、別のログ「{origin}」のためのものです",
        "the document it receives was made for another log, `{origin}`"
    );
    let fix = text!(
        "提出者に、このログの名で作り直してもらってください",
        "ask its sender for one that is made for this log"
    );
    refused(entry, "record-of-other-log", &what, fix)
}

fn missing(entry: &Entry, digest: &Digest) -> Finding {
    let what = text!(
        "記録が名指す文書、署名又は添付（sha256:{digest}）がありません",
        "a document, signature or attachment that it names is not there (sha256:{digest})"
    );
    let fix = text!(
        "記録と同じフォルダに、届いたままのファイルを置いてください",
        "put the file beside the record, as it came"
    );
    refused(entry, "attachment-missing", &what, fix)
}

fn strange_finding(entry: &Entry, problem: Problem) -> Finding {
    let Problem { path, message: Text { ja, en }, help } = problem;
    let at = if path.is_empty() { String::new() } else { format!("{path}: ") };
    let fix = help.unwrap_or_else(|| {
        text!(
            "提出者に、正しい形の新しい記録を出してもらってください",
            "ask its sender for a new one in the right form"
        )
    });
    refused(entry, "record-strange", &text!("{at}{ja}", "{at}{en}"), fix)
}

fn used(entry: &Entry, id: &str, place: &Text) -> Finding {
    let (id, Text { ja, en }) = (short(id), place);
    refused(
        entry,
        "record-id-twice",
        &text!(
            "記録の番号（recordId {id}）が、{ja}と同じです。登載すると、ログの検証がずっと不合格になります",
            "its recordId {id} is that of {en}; once logged, the log would fail for good"
        ),
        text!(
            "同じ報告なら、もう届いています。別の報告なら、提出者に `fugi record sign` で署名し直したもの（新しい番号が付きます）を出してもらってください",
            "the same report has arrived already; for another one, ask its sender to sign anew with `fugi record sign`, which gives it a new number"
        ),
    )
}

/// Returns which of these ids the log has, each with its first entry and the record or received document that bears it.
/// A record that is gone or cannot be read has none, as in verification.
fn taken(log: &Log, wanted: &BTreeSet<&str>) -> Result<BTreeMap<String, (u64, Digest)>, Error> {
    let limit = usize::try_from(RECORD_LIMIT).unwrap_or(usize::MAX);
    let ids = |(position, leaf): &(u64, Leaf)| -> Vec<(String, (u64, Digest))> {
        let read = |name| log.store().read(&name, limit).ok();
        let statement = read(Name::Record(leaf.record))
            .and_then(|bytes| Statement::of(&Envelope::parse(&bytes).ok()?).ok());
        let Some(statement) = statement else { return Vec::new() };
        let mut found = vec![(leaf.record, statement.predicate.common().record_id.to_owned())];
        if let Predicate::Receipt(receipt) = &statement.predicate
            && receipt.form != Form::Envelope
            && let Some(document) =
                read(Name::Blob(receipt.document)).and_then(|bytes| Statement::parse(&bytes).ok())
        {
            found.push((receipt.document, document.predicate.common().record_id.to_owned()));
        }
        found.retain(|(_, id)| wanted.contains(id.as_str()));
        found.into_iter().map(|(of, id)| (id, (*position, of))).collect()
    };
    let mut found = BTreeMap::new();
    let mut entries = log.entries()?;
    loop {
        let batch: Vec<(u64, Leaf)> = entries.by_ref().take(BATCH).collect::<Result<_, _>>()?;
        if batch.is_empty() {
            return Ok(found);
        }
        for (id, at) in batch.par_iter().flat_map_iter(ids).collect::<Vec<_>>() {
            found.entry(id).or_insert(at);
        }
    }
}

/// Returns the entry of the receipt of a document that is no record, where there is one.
fn receipt_of(log: &Log, document: Digest) -> Result<Option<u64>, Error> {
    for entry in log.entries()? {
        let (position, leaf) = entry?;
        if leaf.kind != Kind::Receipt.uri() {
            continue;
        }
        // What cannot be read receives nothing; `verify` tells of it.
        let receives = || {
            let bytes = log.store().read(&Name::Record(leaf.record), RECORD_LIMIT as usize).ok()?;
            let statement = Statement::of(&Envelope::parse(&bytes).ok()?).ok()?;
            let Predicate::Receipt(receipt) = statement.predicate else { return None };
            Some(receipt.form != Form::Envelope && receipt.document == document)
        };
        if receives() == Some(true) {
            return Ok(Some(position));
        }
    }
    Ok(None)
}

/// Returns the logged records that candidates name, in the order of the log.
fn named(log: &Log, judged: &[(Entry, Outcome)]) -> Result<BTreeMap<u64, (Leaf, Vec<u8>)>, Error> {
    let mut found = BTreeMap::new();
    let summaries = judged.iter().filter_map(|(_, outcome)| outcome.summary.as_ref());
    for reference in summaries.flat_map(|summary| &summary.references) {
        let position = match log.find(&reference.record)? {
            Some(position) => position,
            None => match receipt_of(log, reference.record)? {
                Some(position) => position,
                None => continue,
            },
        };
        let leaf = log.entry(position)?;
        if let Ok(bytes) = log.store().read(&Name::Record(leaf.record), RECORD_LIMIT as usize) {
            found.insert(position, (leaf, bytes));
        }
    }
    Ok(found)
}
