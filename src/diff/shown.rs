//! What of a change the council was never shown: the form of the year that was submitted prints the fact nowhere.
//!
//! What was not shown was not decided on. So a change of it is told at least, and submitted where it widens; showing
//! less never asks for less.

use super::changes::Told;
use super::class::Class;
use super::kinds::Kind;
use super::paper;
use crate::case::Case;
use crate::model::matter::Covered;
use crate::model::vocabulary::{Fact, Requires};

/// Marks the changes of what the old year's paper did not show, and lets them call for no less than they must.
pub(super) fn mark(told: &mut [Told<'_>], old: &Case<'_>) {
    let printed = printed(old);
    for own in told {
        // A change of several facts was shown where any of them was.
        let mut kinds = own.edits.iter().map(|edit| edit.key.kind);
        let is_unshown = |kind: Kind| {
            paper::fact(kind).is_some_and(|fact| paper::is_of_annex_alone(fact) && !printed.contains(&fact))
        };
        let change = &mut own.change;
        if own.edits.is_empty() || !kinds.all(is_unshown) || change.class == Class::Editorial {
            continue;
        }
        change.unshown = true;
        let least = if change.class == Class::Widening { Requires::Deliberation } else { Requires::Notice };
        change.requires = change.requires.max(least);
    }
}

/// Returns the facts that the annexes of a matter print.
fn printed(case: &Case<'_>) -> Vec<Fact> {
    let connections = case.matter.connections.ids().map(Covered::Connection);
    let contracts = case.matter.contracts.ids().map(Covered::Contract);
    let annexes = connections.chain(contracts).filter_map(|annex| case.kind_of(annex));
    let kinds = annexes.chain(case.kinds());
    let fields = kinds.flat_map(|kind| &case.kind(kind).fields);
    let printed: Vec<_> = fields.collect();
    Fact::ALL.iter().copied().filter(|fact| printed.iter().any(|field| field.prints(*fact))).collect()
}
