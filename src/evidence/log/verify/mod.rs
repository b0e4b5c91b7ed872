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
mod last;
mod listing;
mod problem;
mod record;
mod walk;

pub use problem::{Kind, Problem};

use super::checkpoint::{Checkpoint, Head};
use super::error::Error;
use super::leaf::Leaf;
use super::moment::Moment;
use super::policy::{self, Policy};
use super::reader::Reader;
use super::tiles::WIDTH;
use crate::diagnostic::Severity;
use crate::evidence::digest::Digest;
use crate::text;
use bundle::Bundle;
use heads::{Found, Keys};
use listing::Listing;
use rayon::prelude::*;
use record::{Examined, Examiner, Presence};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::OnceLock;
use walk::Walk;

/// How many bundles are in memory at once.
const BATCH: u64 = 8;

/// How far the ward's clock may stand before the witness's, in seconds, without a word.
const SKEW: u64 = 300;

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

/// What the caller found in a record.
#[derive(Clone, Debug)]
pub struct RecordVerdict<T> {
    /// The log it says it was made for.
    pub origin: Option<String>,
    /// Its own id, which no other record may have.
    pub id: Option<String>,
    /// The digests of its attachments, which must lie in `blobs/`.
    pub attachments: Vec<Digest>,
    /// Where it is a valid disposal statement: the digests of what was disposed of.
    pub disposes: Vec<Digest>,
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
    /// The evidence folder.
    pub root: &'a Path,
    /// Whom to trust.
    pub trust: Trust<'a>,
    /// Heads held elsewhere, which the log must extend.
    pub held: &'a [HeldHead],
}

/// What is told of, in the order of the log; what concerns the whole comes last.
#[derive(Clone, Debug)]
pub enum Event<T> {
    /// A record was examined.
    Record(Entry, T),
    /// Something is wrong.
    Problem(Problem),
}

/// What verification rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// 内部整合のみ: the inside fits together.
    Internal,
    /// The verifier's own policy holds.
    Trusted,
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
    /// How many entries were read.
    pub entries: u64,
    /// How many records are there and unchanged.
    pub whole: u64,
    /// How many records were lawfully disposed of.
    pub disposed: u64,
    /// How many errors were told of.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// How many notices.
    pub notices: u64,
}

/// Passes events on and counts them.
struct Teller<'a, T> {
    each: &'a mut dyn FnMut(Event<T>),
    report: Report,
}

impl<T> Teller<'_, T> {
    fn tell(&mut self, problem: Problem) {
        match problem.kind.severity() {
            Severity::Error => self.report.errors += 1,
            Severity::Info => self.report.notices += 1,
            Severity::Warning => self.report.warnings += 1,
        }
        (self.each)(Event::Problem(problem));
    }

    fn tell_all(&mut self, problems: Vec<Problem>) {
        for problem in problems {
            self.tell(problem);
        }
    }
}

/// Fingerprints of all records: eight bytes each.
#[derive(Debug, Default)]
struct Prints {
    records: Vec<u64>,
    ids: Vec<u64>,
    attachments: Vec<u64>,
}

/// Returns the first eight bytes of a digest.
fn print_of(digest: &Digest) -> u64 {
    digest.bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
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
    let reader = Reader::new(options.root);
    let mut listing = Listing::of(options.root);
    let mut problems = std::mem::take(&mut listing.problems);
    let own = last::folder_policy(options.root, &mut problems);
    let (level, policy) = match options.trust {
        Trust::Folder => (Level::Internal, own.clone().unwrap_or_else(policy::Policy::of_nobody)),
        Trust::Policy(policy) => (Level::Trusted, policy.clone()),
    };
    let copy = heads::parse(&reader, "checkpoint", &mut problems);
    let Some(latest) = copy.clone().or_else(|| reader.latest().ok().flatten()) else {
        if listing.end() == 0 {
            return Err(Error::NoLog(options.root.to_owned()));
        }
        return Ok(headless(level, problems, each));
    };
    let keys = Keys { policy: &policy, origin: latest.head.origin };
    // Heads that are not of the series: the copy, those that witnesses cosigned, those held elsewhere.
    let mut others: Vec<Found> = Vec::new();
    others.extend(copy.map(|copy| keys.judge("log/checkpoint", copy, &mut problems)));
    let mut witnessed: Vec<(u64, Moment)> = Vec::new();
    for size in &listing.cosigned {
        let Some(found) = keys.read(&reader, &format!("checkpoints/{size}.cosigned"), &mut problems) else {
            continue;
        };
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
    let report = Report {
        level,
        head: None,
        witnessed: witnessed.iter().copied().max(),
        entries: 0,
        whole: 0,
        disposed: 0,
        errors: 0,
        warnings: 0,
        notices: 0,
    };
    let mut teller = Teller { each, report };
    teller.tell_all(problems);
    let examiner = Examiner {
        root: options.root,
        reader: &reader,
        origin: &keys.origin,
        check,
        size: listing.end(),
        disposals: OnceLock::new(),
    };
    let mut run = Run {
        reader: &reader,
        listing: &listing,
        keys: &keys,
        examiner,
        others: &others,
        held: &held,
        witnessed: earliest(&witnessed),
        walk: Walk::new(),
        prints: Prints::default(),
        before: None,
        end,
        largest: 0,
    };
    run.all(&mut teller);
    last::conclude(run, &mut teller, own.as_ref(), options);
    Ok(teller.report)
}

/// A folder with entries and no head that can be read.
fn headless<T>(level: Level, problems: Vec<Problem>, each: &mut dyn FnMut(Event<T>)) -> Report {
    let report = Report {
        level,
        head: None,
        witnessed: None,
        entries: 0,
        whole: 0,
        disposed: 0,
        errors: 0,
        warnings: 0,
        notices: 0,
    };
    let mut teller = Teller { each, report };
    teller.tell_all(problems);
    teller.tell(Problem::of_file(
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

/// One run over the log.
struct Run<'a, T> {
    reader: &'a Reader,
    listing: &'a Listing,
    keys: &'a Keys<'a>,
    examiner: Examiner<'a, T>,
    others: &'a [Found],
    held: &'a [Found],
    witnessed: Vec<(u64, Moment)>,
    walk: Walk,
    prints: Prints,
    /// The time of the entry before.
    before: Option<Moment>,
    /// How many entries there should be.
    end: u64,
    /// The size of the largest signed head of the folder.
    largest: u64,
}

impl<T: Send> Run<'_, T> {
    fn all(&mut self, teller: &mut Teller<'_, T>) {
        self.heads_at(0, 0, &BTreeMap::from([(0, super::tree::empty_root())]), teller);
        let bundles = self.end.div_ceil(WIDTH);
        let mut first = 0;
        while first < bundles {
            let until = (first + BATCH).min(bundles);
            let read: Vec<Bundle> = (first..until)
                .into_par_iter()
                .map(|index| bundle::read(self.reader, self.listing, index, self.end))
                .collect();
            let mut gap = None;
            for (index, bundle) in (first..).zip(read) {
                gap = bundle.gap;
                self.bundle(index, bundle, teller);
                if gap.is_some() {
                    break;
                }
            }
            if let Some(gap) = gap {
                self.missing(gap, teller);
                break;
            }
            first = until;
        }
        let mut problems = Vec::new();
        self.walk.finish(self.reader, self.listing, &mut problems);
        teller.tell_all(problems);
        teller.report.entries = self.walk.size();
    }

    fn missing(&self, first: u64, teller: &mut Teller<'_, T>) {
        let last = self.end - 1;
        teller.tell(Problem::of_entry(
            Kind::EntryMissing,
            first,
            format!("log/{}", super::tiles::leaf_path(first)),
            &text!(
                "項目がありません（{last} 番まであるはずです）。この番号から後は確かめていません",
                "the entry is missing (there should be entries up to {last}); nothing from here on was verified"
            ),
        ));
    }

    fn bundle(&mut self, index: u64, bundle: Bundle, teller: &mut Teller<'_, T>) {
        let from = self.walk.size();
        let to = from + bundle.hashes.len() as u64;
        let mut sizes = self.series(from + 1, to).to_vec();
        let others = self.others.iter().chain(self.held).map(|found| found.head().size);
        sizes.extend(others.filter(|size| (from + 1..=to).contains(size)));
        sizes.sort_unstable();
        sizes.dedup();
        let mut problems = bundle.problems;
        let roots = self.walk.push(&bundle.hashes, &sizes, self.reader, self.listing, &mut problems);
        self.walk.note_differing(&bundle.differing);
        teller.tell_all(problems);
        self.records(index, bundle.entries, teller);
        self.heads_at(from + 1, to, &roots, teller);
    }

    /// Examines the records of a bundle, on all cores, and tells of them in order.
    fn records(&mut self, index: u64, entries: Vec<Option<Leaf>>, teller: &mut Teller<'_, T>) {
        let entries: Vec<Entry> = (index * WIDTH..)
            .zip(entries)
            .filter_map(|(position, leaf)| {
                let witnessed = self.witnessed.partition_point(|(size, _)| *size <= position);
                let witnessed = self.witnessed.get(witnessed).map(|(_, time)| *time);
                Some(Entry { position, leaf: leaf?, witnessed })
            })
            .collect();
        let examined: Vec<Examined<T>> =
            entries.into_par_iter().map(|entry| self.examiner.examine(entry)).collect();
        for one in examined {
            let Examined { entry, verdict, presence, mut problems } = one;
            self.times(&entry, &mut problems);
            match presence {
                Presence::Disposed => teller.report.disposed += 1,
                Presence::Lost => {}
                Presence::Whole => teller.report.whole += 1,
            }
            self.prints.records.push(print_of(&entry.leaf.record));
            self.prints.ids.extend(verdict.id.iter().map(|id| print_of(&Digest::of(id.as_bytes()))));
            self.prints.attachments.extend(verdict.attachments.iter().map(print_of));
            (teller.each)(Event::Record(entry, verdict.outcome));
            teller.tell_all(problems);
        }
    }

    fn times(&mut self, entry: &Entry, problems: &mut Vec<Problem>) {
        let (position, logged) = (entry.position, entry.leaf.logged);
        let file = || format!("log/{}", super::tiles::leaf_path(position));
        if let Some(before) = self.before.filter(|before| logged < *before) {
            let (now, last) = (logged.in_japan(), before.in_japan());
            let what = text!(
                "登載の日時（{now}）が、一つ前の項目（{last}）より前です。日付をさかのぼらせた疑いがあります",
                "logged at {now}, before the entry in front of it ({last}); it may be back-dated"
            );
            problems.push(Problem::of_entry(Kind::TimeWentBack, position, file(), &what));
        }
        if let Some(seen) = entry.witnessed.filter(|seen| logged.seconds() > seen.seconds() + SKEW) {
            let (logged, seen) = (logged.in_japan(), seen.in_japan());
            let what = text!(
                "登載の日時（{logged}）が、立会人の見た日時（{seen}）より後です。区の時計が進んでいます",
                "logged at {logged}, after a witness had seen it ({seen}); the ward's clock is ahead"
            );
            problems.push(Problem::of_entry(Kind::ClockAhead, position, file(), &what));
        }
        self.before = self.before.max(Some(logged));
    }

    /// Returns the sizes of the heads in `checkpoints/` that lie in a range.
    fn series(&self, from: u64, to: u64) -> &[u64] {
        let begin = self.listing.heads.partition_point(|size| *size < from);
        let until = self.listing.heads.partition_point(|size| *size <= to);
        self.listing.heads.get(begin..until).unwrap_or_default()
    }

    /// Judges the heads whose size lies in a range.
    fn heads_at(&mut self, from: u64, to: u64, roots: &BTreeMap<u64, Digest>, teller: &mut Teller<'_, T>) {
        let series: Vec<(Option<Found>, Vec<Problem>)> = self
            .series(from, to)
            .par_iter()
            .map(|size| {
                let mut problems = Vec::new();
                (self.keys.read(self.reader, &format!("checkpoints/{size}"), &mut problems), problems)
            })
            .collect();
        let mut found = Vec::new();
        for (head, problems) in series {
            teller.tell_all(problems);
            found.extend(head);
        }
        found.extend(self.others.iter().filter(|other| (from..=to).contains(&other.head().size)).cloned());
        for head in found {
            if head.signed {
                self.largest = self.largest.max(head.head().size);
            }
            if let Some(root) = roots.get(&head.head().size) {
                self.walk.judge(&head, root);
            }
        }
        for held in self.held {
            if let Some(root) =
                roots.get(&held.head().size).filter(|root| held.signed && **root != held.head().root)
            {
                teller.tell(last::fork_with(held, self.walk.agreeing.as_ref(), root));
            }
        }
    }
}
