//! What of a change the council was never shown: the form of the year that was submitted prints the fact nowhere.
//!
//! What was not shown was not decided on. So a change of it is told at least, and submitted where it widens; showing
//! less never asks for less.

use super::changes::Told;
use super::class::Class;
use super::kinds::Kind;
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
            printed_by(kind).is_some_and(|facts| !facts.iter().any(|fact| printed.contains(fact)))
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

/// Returns the facts of an annex that show a kind of fact; `None` where another part of the paper shows it in any case
/// (the cover, the overview, the diagrams, the lists, the checklists), or where it is no part of any paper.
fn printed_by(kind: Kind) -> Option<&'static [Fact]> {
    Some(match kind {
        Kind::SubAllowed | Kind::SubApproval | Kind::SubApproved | Kind::SubTasks | Kind::Subcontractors => {
            &[Fact::Subcontracting]
        }
        Kind::ClauseDepth | Kind::Clauses => &[Fact::Clauses],
        Kind::ErasureDays | Kind::ErasureFields | Kind::ErasureWitness | Kind::KeepUntil => &[Fact::Erasure],
        Kind::IncidentHours => &[Fact::IncidentNotice],
        Kind::Abroad | Kind::RoleAccess | Kind::SystemAccess => &[Fact::Readers],
        Kind::Cloud
        | Kind::CloudService
        | Kind::Country
        | Kind::Learns
        | Kind::MaintainedBy
        | Kind::OperatedBy
        | Kind::Region => &[Fact::Systems],
        Kind::Grounds | Kind::LegalBasis => &[Fact::Grounds],
        Kind::RecipientConditions => &[Fact::Conditions],
        Kind::Retention => &[Fact::Retention],
        Kind::NoticeIncident | Kind::NoticeOptOut | Kind::NoticePurpose | Kind::NoticeSigns => {
            &[Fact::Notice]
        }
        Kind::ItemSources => &[Fact::Sources],
        Kind::ItemKinds => &[Fact::ItemKinds],
        Kind::AssessmentDue | Kind::AssessmentLevel | Kind::ImpactAssessment => &[Fact::Assessment],
        _ => return None,
    })
}
