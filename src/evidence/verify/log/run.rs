//! One pass over the log: a few bundles at a time, their records on all cores, everything told of in the order of the
//! log.

use super::bundle::{self, Bundle};
use super::heads::{Found, Keys};
use super::kind::Kind;
use super::last;
use super::listing::Listing;
use super::record::{Examined, Examiner, Presence};
use super::walk::Walk;
use super::{Entry, Event, Level, Report, is_ahead};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::{self, Leaf};
use crate::evidence::format::moment::Moment;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::format::tree::empty_root;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::Name;
use crate::evidence::verify::finding::Finding;
use crate::text;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many bundles are in memory at once.
const BATCH: u64 = 8;

/// How far the ward's clock may stand before the witness's, in seconds, without a word.
pub(super) const SKEW: u64 = 300;

/// Passes events on, the same of many heads once.
pub(super) struct Teller<'a, T> {
    each: &'a mut dyn FnMut(Event<T>),
    pub(super) report: Report,
    /// By kind, how many of the same were kept back: one unknown key makes every head of a series wrong.
    repeated: BTreeMap<Kind, u64>,
}

impl<'a, T> Teller<'a, T> {
    pub(super) fn new(
        level: Level,
        witnessed: Option<(u64, Moment)>,
        each: &'a mut dyn FnMut(Event<T>),
    ) -> Self {
        let report =
            Report { level, head: None, witnessed, unwitnessed: None, entries: 0, whole: 0, disposed: 0 };
        Self { each, report, repeated: BTreeMap::new() }
    }

    pub(super) fn tell(&mut self, problem: Finding) {
        const REPEATING: [Kind; 5] = [
            Kind::HeadOfOtherLog,
            Kind::LogKeyRevoked,
            Kind::LogKeyUnknown,
            Kind::SignerUnknown,
            Kind::WitnessRevoked,
        ];
        if let Some(kind) = REPEATING.into_iter().find(|kind| problem.is(*kind)) {
            let count = self.repeated.entry(kind).or_default();
            *count += 1;
            if *count > 1 {
                return;
            }
        }
        (self.each)(Event::Finding(problem));
    }

    pub(super) fn tell_all(&mut self, problems: impl IntoIterator<Item = Finding>) {
        for problem in problems {
            self.tell(problem);
        }
    }

    /// Tells how many heads were kept back.
    pub(super) fn tell_repeated(&mut self) {
        for (kind, count) in std::mem::take(&mut self.repeated) {
            if count > 1 {
                let others = count - 1;
                let what = text!(
                    "他の {others} 個のチェックポイントも同じです",
                    "{others} other heads have the same fault"
                );
                self.tell(Finding::of_part(kind, "log/checkpoints", &what));
            }
        }
    }
}

/// Fingerprints of all records: eight bytes each.
#[derive(Debug, Default)]
pub(super) struct Prints {
    pub(super) records: Vec<u64>,
    pub(super) ids: Vec<u64>,
    /// The ids of documents that were received, each beside its document: one may be received twice.
    pub(super) documents: Vec<(u64, u64)>,
    pub(super) attachments: Vec<u64>,
}

/// Returns the first eight bytes of a digest.
pub(super) fn print_of(digest: &Digest) -> u64 {
    digest.bytes().first_chunk().map_or(0, |first| u64::from_be_bytes(*first))
}

/// One pass over the log.
pub(super) struct Pass<'a, T> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) listing: &'a Listing,
    pub(super) keys: &'a Keys<'a>,
    pub(super) examiner: Examiner<'a, T>,
    /// Heads of the folder that are not of the series.
    pub(super) others: &'a [Found],
    /// Heads held elsewhere.
    pub(super) held: &'a [Found],
    witnessed: Vec<(u64, Moment)>,
    pub(super) walk: Walk,
    pub(super) prints: Prints,
    /// The latest moment that an entry may bear.
    pub(super) latest: Option<Moment>,
    /// The time of the entry before.
    before: Option<Moment>,
    /// The first position that no witness has seen, and when its entry was logged.
    pub(super) tail: u64,
    pub(super) tail_since: Option<Moment>,
    /// The versions of the key register among the entries so far.
    registers: Vec<(u64, Digest)>,
    /// How many entries there should be.
    end: u64,
    /// The size of the largest signed head of the folder.
    pub(super) largest: u64,
    /// Whether an entry is missing or cannot be read, so that its record is not known.
    pub(super) incomplete: bool,
    /// Bundles and tiles that differ; told of only where the entries are right.
    pub(super) derived: Vec<Finding>,
}

impl<'a, T: Send> Pass<'a, T> {
    pub(super) fn new(
        reader: &'a Reader<'a>,
        listing: &'a Listing,
        keys: &'a Keys<'a>,
        examiner: Examiner<'a, T>,
        (others, held): (&'a [Found], &'a [Found]),
        witnessed: Vec<(u64, Moment)>,
        end: u64,
    ) -> Self {
        Self {
            reader,
            listing,
            keys,
            examiner,
            others,
            held,
            witnessed,
            walk: Walk::new(),
            prints: Prints::default(),
            latest: None,
            before: None,
            tail: 0,
            tail_since: None,
            registers: Vec::new(),
            end,
            largest: 0,
            incomplete: false,
            derived: Vec::new(),
        }
    }

    pub(super) fn all(&mut self, teller: &mut Teller<'_, T>) {
        self.heads_at(0, 0, &BTreeMap::from([(0, empty_root())]), teller);
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
                self.incomplete = true;
                self.missing(gap, teller);
                break;
            }
            first = until;
        }
        let mut problems = Vec::new();
        self.walk.finish(self.reader, self.listing, self.incomplete, &mut problems);
        self.sort(problems, teller);
        teller.report.entries = self.walk.size();
    }

    /// Tells of problems, but keeps back what follows from the entries until it is known whether these are right.
    fn sort(&mut self, problems: Vec<Finding>, teller: &mut Teller<'_, T>) {
        for problem in problems {
            if problem.is(Kind::DerivedChanged) {
                self.derived.push(problem);
            } else {
                teller.tell(problem);
            }
        }
    }

    fn missing(&self, first: u64, teller: &mut Teller<'_, T>) {
        let last = self.end - 1;
        teller.tell(Finding::of_entry(
            Kind::EntryMissing,
            first,
            Name::Leaf(first).to_string(),
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
        self.incomplete |= bundle.entries.contains(&None);
        self.sort(problems, teller);
        self.records(index, bundle.entries, teller);
        self.heads_at(from + 1, to, &roots, teller);
    }

    /// Examines the records of a bundle, on all cores, and tells of them in order.
    fn records(&mut self, index: u64, entries: Vec<Option<Leaf>>, teller: &mut Teller<'_, T>) {
        let named = (index * WIDTH..).zip(&entries).filter_map(|(position, leaf)| {
            let leaf = leaf.as_ref().filter(|leaf| leaf.kind == leaf::REGISTER)?;
            Some((position, leaf.record))
        });
        self.registers.extend(named);
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
            if entry.position >= self.tail {
                self.tail_since.get_or_insert(entry.leaf.logged);
            }
            match presence {
                Presence::Disposed => teller.report.disposed += 1,
                Presence::Lost => {}
                Presence::Whole => teller.report.whole += 1,
            }
            self.prints.records.push(print_of(&entry.leaf.record));
            self.prints.ids.extend(verdict.id.iter().map(|id| print_of(&Digest::of(id.as_bytes()))));
            self.prints.documents.extend(
                verdict
                    .document
                    .iter()
                    .map(|own| (print_of(&Digest::of(own.id.as_bytes())), print_of(&own.digest))),
            );
            self.prints.attachments.extend(verdict.attachments.iter().map(print_of));
            (teller.each)(Event::Record(entry, verdict.outcome));
            teller.tell_all(problems);
        }
    }

    fn times(&mut self, entry: &Entry, problems: &mut Vec<Finding>) {
        let (position, logged) = (entry.position, entry.leaf.logged);
        let file = || Name::Leaf(position).to_string();
        if let Some(before) = self.before.filter(|before| logged < *before) {
            let (now, last) = (logged.in_japan(), before.in_japan());
            let what = text!(
                "登載の日時（{now}）が、一つ前の項目（{last}）より前です。日付をさかのぼらせた疑いがあります",
                "logged at {now}, before the entry in front of it ({last}); it may be back-dated"
            );
            problems.push(Finding::of_entry(Kind::TimeWentBack, position, file(), &what));
        }
        if let Some(seen) = entry.witnessed.filter(|seen| logged.seconds() > seen.seconds() + SKEW) {
            let (logged, seen) = (logged.in_japan(), seen.in_japan());
            let what = text!(
                "登載の日時（{logged}）が、立会人の見た日時（{seen}）より後です。区の時計が進んでいます",
                "logged at {logged}, after a witness had seen it ({seen}); the ward's clock is ahead"
            );
            problems.push(Finding::of_entry(Kind::ClockAhead, position, file(), &what));
        } else if let Some(latest) = self.latest.filter(|own| is_ahead(logged, *own)) {
            let (logged, latest) = (logged.in_japan(), latest.in_japan());
            let what = text!(
                "登載の日時（{logged}）が、確かめている時（{latest}）より後です。区の時計が進んでいたか、日付を先にして年限や期限を早めた疑いがあります",
                "logged at {logged}, which is still to come ({latest} now): the ward's clock was ahead, or set ahead to end a period early"
            );
            problems.push(Finding::of_entry(Kind::ClockAhead, position, file(), &what));
        }
        self.before = self.before.max(Some(logged));
    }

    /// Returns the sizes of the heads in `checkpoints/` that lie in a range.
    fn series(&self, from: u64, to: u64) -> &[u64] {
        let begin = self.listing.heads.partition_point(|size| *size < from);
        let until = self.listing.heads.partition_point(|size| *size <= to);
        self.listing.heads.get(begin..until).unwrap_or_default()
    }

    /// Compares the version of the register that a head names with the last one among its entries. Where the entries
    /// are not those that were signed, that is told of already.
    fn register_differs(&self, found: &Found, root: &Digest) -> Option<Finding> {
        let head = found.head();
        let below = self.registers.partition_point(|(position, _)| *position < head.size);
        let last = below.checked_sub(1).and_then(|last| self.registers.get(last)).map(|(_, digest)| *digest);
        if !found.signed || head.root != *root || head.register == last {
            return None;
        }
        let shown = |digest: Option<Digest>, nothing: &str| {
            digest.map_or_else(|| nothing.to_owned(), |digest| format!("sha256:{digest}"))
        };
        let (says_ja, is_ja) = (shown(head.register, "なし"), shown(last, "なし"));
        let (says_en, is_en) = (shown(head.register, "none"), shown(last, "none"));
        let size = head.size;
        let what = text!(
            "{size} 件のチェックポイントにある鍵の登録簿（{says_ja}）が、その時点でログに載っていた登録簿（{is_ja}）と違います",
            "this head of {size} entries names the key register {says_en}, the log held {is_en} then"
        );
        Some(Finding::of_part(Kind::HeadRegisterDiffers, &*found.file, &what))
    }

    /// Judges the heads whose size lies in a range.
    fn heads_at(&mut self, from: u64, to: u64, roots: &BTreeMap<u64, Digest>, teller: &mut Teller<'_, T>) {
        let series: Vec<(Option<Found>, Vec<Finding>)> = self
            .series(from, to)
            .par_iter()
            .map(|size| {
                let mut problems = Vec::new();
                (self.keys.read(self.reader, &Name::Head(*size), &mut problems), problems)
            })
            .collect();
        let mut found = Vec::new();
        for (head, problems) in series {
            teller.tell_all(problems);
            found.extend(head);
        }
        found.extend(self.others.iter().filter(|other| (from..=to).contains(&other.head().size)).cloned());
        for head in found {
            teller.tell_all(self.keys.by_revoked(&head));
            if head.signed {
                self.largest = self.largest.max(head.head().size);
            }
            if let Some(root) = roots.get(&head.head().size) {
                self.walk.judge(&head, root);
                teller.tell_all(self.register_differs(&head, root));
            }
        }
        for held in self.held {
            if let Some(root) = roots.get(&held.head().size) {
                teller.tell_all(self.register_differs(held, root));
            }
            if let Some(root) =
                roots.get(&held.head().size).filter(|root| held.signed && **root != held.head().root)
            {
                teller.tell(last::fork_with(held, self.walk.agreeing.as_ref(), root));
            }
        }
    }
}
