//! Verification of what the records say: who signed, whether they might, and whether records fit each other.
//!
//! The files, the tree and the signed heads are verified by [`log::verify`](crate::evidence::verify::log), which hands
//! each record over as it goes. Trust comes from the verifier, never from the folder.

pub mod admission;
mod agreement;
mod chain;
pub mod counted;
pub mod disposal;
pub mod finding;
pub mod history;
pub mod log;
mod outside;
pub mod record;
pub mod registers;
pub mod signer;
pub mod summary;
pub mod trust;

use crate::diagnostic::{Severity, Text};
use crate::evidence::error::Error;
use crate::evidence::format::moment::Moment;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::{Name, Store};
use crate::evidence::verify::log::{self as of_log, Entry, Event, HeldHead, Report, Trust};
use crate::text;
use chain::Chain;
use finding::{Finding, Tally};
use history::History;
use record::{Judge, Outcome};
use trust::TrustFile;

/// What to verify.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// Where the evidence is kept.
    pub store: &'a dyn Store,
    /// What the verifier brings along; nothing shows only that the inside fits together.
    pub trust: Option<&'a TrustFile>,
    /// Heads held elsewhere, which the log must extend.
    pub held: &'a [HeldHead],
    /// The clock of whoever verifies, or the day that is looked from.
    pub now: Moment,
    /// The latest moment that an entry may bear: the clock of whoever verifies, or a later day that is looked from.
    /// Nothing where no clock is asked.
    pub latest: Option<Moment>,
    /// Within how many days a witness must have seen an entry; 0 where it must have seen all of them. The trust file can
    /// ask for it too; the shorter one counts.
    pub require_witness: Option<u64>,
}

impl Options<'_> {
    fn require_witness(&self) -> Option<u64> {
        let asked = [self.require_witness, self.trust.and_then(|trust| trust.require_witness)];
        asked.into_iter().flatten().min()
    }
}

/// What is told of, in the order of the log; what concerns the whole comes last.
#[derive(Clone, Debug)]
#[expect(clippy::large_enum_variant, reason = "one at a time is in memory")]
pub enum Told {
    /// A record, and whether anything in it is an error.
    Record(Entry, Outcome),
    /// Something is wrong.
    Finding(Finding),
}

/// The one word that is said of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// 合格
    Passed,
    /// 一部のみ立会済: nothing is wrong, but witnesses have not seen the last entries.
    PartlyWitnessed,
    /// 不合格
    Failed,
}

impl Word {
    /// Returns the name in machine output: kebab-case.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::PartlyWitnessed => "partly-witnessed",
            Self::Failed => "failed",
        }
    }

    /// Returns what a reader is told.
    #[must_use]
    pub fn text(self) -> Text {
        match self {
            Self::Passed => text!("合格", "OK"),
            Self::PartlyWitnessed => text!("一部のみ立会済", "ONLY PARTLY WITNESSED"),
            Self::Failed => text!("不合格", "FAILED"),
        }
    }
}

impl Verdict {
    /// Returns the one word.
    #[must_use]
    pub fn word(&self) -> Word {
        match (self.errors, self.log.unwitnessed) {
            (1.., _) => Word::Failed,
            (0, Some(_)) => Word::PartlyWitnessed,
            (0, None) => Word::Passed,
        }
    }
}

/// What came of it.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What the log came to.
    pub log: Report,
    /// How many errors there are, in the log and in the records.
    pub errors: u64,
    /// How many warnings.
    pub warnings: u64,
    /// The latest version of the key register that was relied on.
    pub register: Option<u64>,
}

/// Verifies an evidence folder. `each` is told of every record and every problem.
///
/// # Errors
///
/// [`Error::NoLog`] where there is nothing to verify.
pub fn verify(options: &Options<'_>, each: &mut dyn FnMut(Told)) -> Result<Verdict, Error> {
    let mut first = Vec::new();
    let pin = options.trust.and_then(|trust| trust.register);
    // What cannot be finished here, on a medium that cannot be written, is told of as what it looks like.
    let _ = options.store.recover();
    let latest = Reader::new(options.store).latest().ok().flatten();
    let origin = latest.map(|latest| latest.head.origin).unwrap_or_default();
    let versions = registers::read_all(options.store, &origin, pin, &mut first);
    let logged = of_log::registers(options.store);
    let is_sound = first.is_empty();
    let mut misplaced = Vec::new();
    let history = History::new(versions, &logged, &mut misplaced);
    if is_sound {
        // Where a version is wrong or not the trusted one, that is what has been told of.
        first.append(&mut misplaced);
    }
    if history.latest().is_none() && first.is_empty() {
        first.push(Finding::of_file(
            "register-missing",
            Severity::Error,
            &Name::Register(1).to_string(),
            &text!(
                "鍵の登録簿がないので、誰が署名したかを確かめられません",
                "there is no key register, so nobody's signature can be judged"
            ),
            text!(
                "`fugi key root` で作るか、控えから戻してください",
                "make one with `fugi key root`, or restore it"
            ),
        ));
    }
    let judge = Judge { store: options.store, history: &history, beside: None };
    let trust = options.trust.map_or(Trust::Folder, |trust| Trust::Policy(&trust.policy));
    let mut counter = Counter { each, tally: Tally::default() };
    first.into_iter().for_each(|finding| counter.tell(finding));
    let mut chain = Chain::default();
    let of_log_options = of_log::Options {
        store: options.store,
        trust,
        held: options.held,
        now: options.now,
        latest: options.latest,
        require_witness: options.require_witness(),
        revoked: history.revoked(),
    };
    let report =
        of_log::verify(&of_log_options, &|entry, content| judge.check(entry, content), &mut |event| {
            match event {
                Event::Finding(finding) => counter.tell(finding),
                Event::Record(entry, mut outcome) => {
                    let mut found = std::mem::take(&mut outcome.findings);
                    chain.push(&entry, outcome.summary.as_ref(), &mut found);
                    outcome.findings.clone_from(&found);
                    (counter.each)(Told::Record(entry, outcome));
                    found.into_iter().for_each(|finding| counter.tell(finding));
                }
            }
        })?;
    chain.finish().into_iter().for_each(|finding| counter.tell(finding));
    outside::tell(options.store).into_iter().for_each(|finding| counter.tell(finding));
    let Tally { errors, warnings, .. } = counter.tally;
    Ok(Verdict { log: report, errors, warnings, register: history.latest().map(|latest| latest.version) })
}

/// Passes on and counts.
struct Counter<'a> {
    each: &'a mut dyn FnMut(Told),
    tally: Tally,
}

impl Counter<'_> {
    fn tell(&mut self, finding: Finding) {
        self.tally.count(&finding);
        (self.each)(Told::Finding(finding));
    }
}
