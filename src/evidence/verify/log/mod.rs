//! Verification of an evidence folder: the files against the entries, the entries against the tree, the tree against
//! what the log and its witnesses signed.
//!
//! Trust comes from the verifier. With the folder's own policy only the inside is shown to fit together; a key that
//! was replaced together with everything it signed cannot be seen that way.
//!
//! Records are read and checked on all cores, a few bundles at a time, and told of in the order of the log. Memory
//! grows by 16 bytes a record (to find what is logged twice), and by nothing else.

mod bundle;
mod heads;
mod kind;
mod last;
mod listing;
mod record;
mod run;
mod walk;

pub use kind::Kind;

use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::{Checkpoint, Head};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PublicKey;
use crate::evidence::format::leaf::{Leaf, register_of};
use crate::evidence::format::moment::{Moment, Retention};
use crate::evidence::format::policy::Policy;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::{Name, Store};
use crate::evidence::verify::finding::Finding;
use crate::text;
use heads::{Found, Keys};
use listing::Listing;
use rayon::prelude::*;
use record::Examiner;
use run::{Pass, Teller};
use std::ops::Range;
use std::sync::OnceLock;

/// How far the clock of whoever verifies may be behind the log's, in seconds: a clock in another zone.
const FUTURE: u64 = 43_200;

/// An entry, as a record is checked against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its number, counted from 0.
    pub position: u64,
    /// What stands in it.
    pub leaf: Leaf,
    /// When enough witnesses had seen it; nothing where they have not.
    pub witnessed: Option<Moment>,
}

/// The content of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Content<'a> {
    /// The bytes that were logged.
    Whole(&'a [u8]),
    /// Lawfully disposed of, as the entry with this number states.
    Disposed(u64),
    /// Gone without a statement, or unreadable; told of as a problem.
    Missing,
    /// Not the bytes that were logged; told of as a problem.
    Changed,
}

/// A document that a record receives and that is no record itself: it came on paper, or with a signature beside it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Which.
    pub digest: Digest,
    /// The log it says it was made for.
    pub origin: String,
    /// Its own id, which no record and no other document may have.
    pub id: String,
}

/// What the caller found in a record.
#[derive(Clone, Debug)]
pub struct RecordVerdict<T> {
    /// The log it says it was made for.
    pub origin: Option<String>,
    /// Its own id, which no other record may have.
    pub id: Option<String>,
    /// The document that it receives and that is no record of the log, where it is there.
    pub document: Option<Document>,
    /// The digests of its attachments, which must lie in `blobs/`.
    pub attachments: Vec<Digest>,
    /// Where it is a valid disposal statement: the digests of what was disposed of, and how long that had to be kept.
    pub disposes: Vec<(Digest, Retention)>,
    /// What the caller wants back, in the order of the log.
    pub outcome: T,
}

/// Checks one record: signatures, fields, keys. It runs on several threads at once.
pub type Check<'a, T> = dyn Fn(&Entry, Content<'_>) -> RecordVerdict<T> + Sync + 'a;

/// Whom to trust.
#[derive(Clone, Copy, Debug)]
pub enum Trust<'a> {
    /// Nobody: the folder's own policy, so only the inside is shown to fit together.
    Folder,
    /// The verifier's own policy.
    Policy(&'a Policy),
}

/// A head held elsewhere: by a witness, in a contractor's proof, in the minutes.
#[derive(Clone, Debug)]
pub struct HeldHead {
    /// What to call it: its file.
    pub name: String,
    /// The head with its signatures.
    pub checkpoint: Checkpoint,
}

/// What to verify.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Where the evidence is kept.
    pub store: &'a dyn Store,
    /// Whom to trust.
    pub trust: Trust<'a>,
    /// Heads held elsewhere, which the log must extend.
    pub held: &'a [HeldHead],
    /// The clock of whoever verifies, or the day that is looked from.
    pub now: Moment,
    /// The latest moment that an entry may bear: the clock of whoever verifies, or a later day that is looked from.
    /// Nothing where no clock is asked.
    pub latest: Option<Moment>,
    /// Within how many days a witness must have seen an entry; 0 where it must have seen all of them.
    pub require_witness: Option<u64>,
    /// Keys of the log and of witnesses that were revoked, each with the entry that says so.
    pub revoked: &'a [(PublicKey, u64)],
}

/// What is told of, in the order of the log; what concerns the whole comes last.
#[derive(Clone, Debug)]
pub enum Event<T> {
    /// A record was examined.
    Record(Entry, T),
    /// Something is wrong.
    Finding(Finding),
}

/// What verification rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 内部整合のみ: the inside fits together.
    Internal,
    /// The verifier's own policy holds.
    Trusted,
}

/// The entries at the end of a log that no witness has seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail {
    /// The number of the first of them.
    pub first: u64,
    /// How many there are.
    pub entries: u64,
    /// When the first of them was logged, by the ward's clock; nothing where none can be read.
    pub since: Option<Moment>,
    /// How many whole days ago that was.
    pub days: u64,
}

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// What it rests on.
    pub level: Level,
    /// The largest head that a trusted key signed and the entries lead to.
    pub head: Option<Head>,
    /// How many entries enough witnesses have seen, and when they had.
    pub witnessed: Option<(u64, Moment)>,
    /// The entries at the end that witnesses have not seen, where any are asked for or have seen something.
    pub unwitnessed: Option<Tail>,
    /// How many entries were read.
    pub entries: u64,
    /// How many records are there and unchanged.
    pub whole: u64,
    /// How many records were lawfully disposed of.
    pub disposed: u64,
}

/// Returns whether a moment under which an entry was logged is still to come, as seen at another: by more than clocks of
/// other zones differ.
pub(super) fn is_ahead(logged: Moment, latest: Moment) -> bool {
    logged.seconds() > latest.seconds().saturating_add(FUTURE)
}

/// Returns the positions of the entries that name a version of the key register, with its digest, ascending. What
/// cannot be read is passed over: [`verify`] tells of it.
#[must_use]
pub fn registers(store: &dyn Store) -> Vec<(u64, Digest)> {
    let reader = Reader::new(store);
    let named = |(position, entry): (u64, Vec<u8>)| Some((position, register_of(&entry)?));
    let parts = Listing::of(store).parts().into_par_iter();
    parts
        .flat_map_iter(|(index, positions)| entries(reader, index, positions).into_iter().filter_map(named))
        .collect()
}

/// Reads the entries of a bundle, as far as they can be read, each with its position.
fn entries(reader: Reader<'_>, index: u64, positions: Range<u64>) -> Vec<(u64, Vec<u8>)> {
    match reader.full_bundle(index) {
        Ok(Some(entries)) => positions.zip(entries).collect(),
        _ => positions.filter_map(|at| Some((at, reader.entry(at).ok()?))).collect(),
    }
}

/// Verifies a folder. `each` is told of every record and every problem.
///
/// # Errors
///
/// [`Error::NoLog`] where there is nothing to verify. Everything else is a problem that is told of.
pub fn verify<T: Send>(
    options: &Options<'_>,
    check: &Check<'_, T>,
    each: &mut dyn FnMut(Event<T>),
) -> Result<Report, Error> {
    let reader = Reader::new(options.store);
    let mut listing = Listing::of(options.store);
    let mut problems = std::mem::take(&mut listing.problems);
    let own = last::folder_policy(options.store, &mut problems);
    let (level, policy) = match options.trust {
        Trust::Folder => (Level::Internal, own.clone().unwrap_or_else(Policy::of_nobody)),
        Trust::Policy(policy) => (Level::Trusted, policy.clone()),
    };
    let copy = heads::parse(&reader, &Name::Checkpoint, &mut problems);
    let Some(latest) = copy.clone().or_else(|| reader.latest().ok().flatten()) else {
        if listing.end() == 0 {
            return Err(Error::NoLog(options.store.whole()));
        }
        return Ok(headless(level, problems, each));
    };
    let keys = Keys { policy: &policy, origin: latest.head.origin, revoked: options.revoked };
    // Heads that are not of the series: the copy, those that witnesses cosigned, those held elsewhere.
    let mut others: Vec<Found> = Vec::new();
    others.extend(copy.map(|copy| keys.judge("log/checkpoint", copy, &mut problems)));
    let mut witnessed: Vec<(u64, Moment)> = Vec::new();
    for size in &listing.cosigned {
        let Some(found) = keys.read_cosigned(&reader, *size, &mut problems) else { continue };
        if let Some(time) = keys.witnessed(&found, &mut problems)
            && found.signed
        {
            witnessed.push((*size, time));
        }
        others.push(found);
    }
    let held: Vec<Found> = options
        .held
        .iter()
        .map(|held| keys.judge(&held.name, held.checkpoint.clone(), &mut problems))
        .collect();
    let signed = others.iter().map(|found| found.head().size).chain(listing.heads.iter().copied()).max();
    let end = listing.end().max(signed.unwrap_or(0));
    let mut teller = Teller::new(level, witnessed.iter().copied().max(), each);
    if level == Level::Internal {
        // Nobody is trusted, so nobody can be missing.
        problems.retain(|problem| !problem.is(Kind::SignerUnknown));
    }
    teller.tell_all(problems);
    let examiner = Examiner {
        reader: &reader,
        origin: &keys.origin,
        check,
        listing: &listing,
        disposals: OnceLock::new(),
    };
    let seen = witnessed.iter().map(|(size, _)| *size).max().unwrap_or(0);
    let mut run = Pass::new(&reader, &listing, &keys, examiner, (&others, &held), earliest(&witnessed), end);
    run.tail = seen;
    run.latest = options.latest;
    run.all(&mut teller);
    last::conclude(run, &mut teller, own.as_ref(), options);
    Ok(teller.report)
}

/// A folder with entries and no head that can be read.
fn headless<T>(level: Level, problems: Vec<Finding>, each: &mut dyn FnMut(Event<T>)) -> Report {
    let mut teller = Teller::new(level, None, each);
    teller.tell_all(problems);
    teller.tell(Finding::of_part(
        Kind::HeadMissing,
        "log/checkpoint",
        &text!("読めるチェックポイントが一つもありません", "there is no head that can be read"),
    ));
    teller.report
}

/// Returns, ascending by size, when the entries below that size had been seen: at the earliest of all heads that
/// cover them.
fn earliest(witnessed: &[(u64, Moment)]) -> Vec<(u64, Moment)> {
    let mut sorted = witnessed.to_vec();
    sorted.sort_unstable();
    let mut soonest = None;
    for (_, time) in sorted.iter_mut().rev() {
        soonest = Some(soonest.map_or(*time, |soonest: Moment| soonest.min(*time)));
        *time = soonest.unwrap_or(*time);
    }
    sorted
}
