//! What changed between two years, by meaning: which way each change goes, what it calls for, and whether the new
//! year allows anything that the old one did not.
//!
//! 1. [`identity`] finds what is the same thing in both years.
//! 2. [`view`] states both matters as facts under keys that both years share.
//! 3. [`changes`] turns the differences into changes; [`judge`] says by which rule and in which direction.
//! 4. [`possibility`] decides over every party, item and path whether anything new has become possible.
//!
//! Read backwards, every comparison is its mirror: widening and narrowing, coming and going change places.

mod about;
mod changes;
pub mod class;
mod facts;
mod identity;
mod judge;
mod kinds;
pub mod marks;
mod matching;
pub mod pairing;
mod paper;
mod period;
pub mod policy;
pub mod possibility;
pub mod prose;
pub mod rules;
mod shown;
mod view;
mod years;

#[cfg(test)]
mod tests;

pub use changes::Change;
pub use paper::PaperPlace;
pub use years::{PreparedYears, year_names};

use crate::case::Case;
use crate::model::vocabulary::Requires;
use changes::Told;
use identity::Identity;
use judge::Judge;
use matching::Which;
use policy::Policy;
use possibility::Verdict;
use years::Years;

/// Two matters compared.
#[derive(Debug)]
pub struct Comparison {
    /// What changed: what calls for most comes first, then in the order of the paper.
    pub changes: Vec<Change>,
    /// What is only numbered or placed otherwise, which is no change.
    pub followed: Vec<Change>,
    /// Whether the new year allows anything that the old one did not.
    pub verdict: Verdict,
    /// How the parts of the diagrams differ.
    pub flows: Vec<marks::FlowMarks>,
}

impl Comparison {
    /// Returns the most that anything calls for.
    #[must_use]
    pub fn requires(&self) -> Requires {
        let changes = self.changes.iter().map(|change| change.requires);
        let verdict = if self.verdict.is_within() { Requires::Nothing } else { self.verdict.requires };
        changes.chain([verdict]).max().unwrap_or(Requires::Nothing)
    }

    /// Returns whether there is nothing to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.verdict.is_within()
    }
}

/// Compares two matters.
#[must_use]
pub fn compare(old: &Case<'_>, new: &Case<'_>, policy: Policy<'_>) -> Comparison {
    compare_within(&Years::new(old, new), old, new, policy)
}

/// Compares two matters of years that are known.
fn compare_within(years: &Years<'_>, old: &Case<'_>, new: &Case<'_>, policy: Policy<'_>) -> Comparison {
    let identity = Identity::new(old, new, years);
    let mut words = view::Words::default();
    // A day that is the same in both years reads the same, even where the forms print days otherwise.
    let print = &new.year.labels.print;
    let before = view::facts(old, print, Which::Old, &identity, &mut words, years);
    let after = view::facts(new, print, Which::New, &identity, &mut words, years);
    let renamed = identity.renamed(old, new);
    let judge = Judge { old, new, policy, years, renamed, take_part: &identity.take_part };
    let mut told = changes::changes(&judge, &before, &after, &identity);
    shown::mark(&mut told, old);
    // The order of the paper is the order of the kinds.
    told.sort_by_key(|Told { change, edits }| {
        let key = edits.first().map(|edit| edit.key);
        (std::cmp::Reverse(change.requires), key, change.words.after.is_empty())
    });
    let flows = marks::of(old, new, &identity, &told);
    let changes = told.into_iter().map(|told| told.change);
    let (followed, changes) = changes.partition(Change::is_followed);
    let verdict = possibility::decide(old, new, &identity, policy, &years.spelling);
    Comparison { changes, followed, verdict, flows }
}
