//! Whether a contract's data is carried by hand: on paper, on a disk, or over a line that is no network.

use crate::check::context::{Answered, Context};
use crate::model::flow::Link;
use crate::model::ids::ContractId;
use crate::model::vocabulary::{RoleKind, Topic};
use crate::source::Span;

/// What a contract and its diagrams say of media that are carried by hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carried {
    /// There are such media; where it says so.
    Yes(Span),
    /// Only media that stay where they are; where it says so.
    No(Span),
    /// The contract states no medium, or something is moved by hand inside one role.
    Unclear(Span),
}

/// Returns what a contract and its diagrams say of media that are carried by hand.
pub(super) fn carried(context: &Context<'_>, contract: ContractId) -> Carried {
    let row = &context.matter.contracts[contract];
    let kinds = row.media.iter().flat_map(|media| &media.kinds);
    if let Some(kind) = kinds.clone().find(|kind| kind.value.is_physical()) {
        return Carried::Yes(kind.span);
    }
    // What persons hand to the ward itself, or the ward to them, is no handling of the contractor's.
    let is_entrusted = |role| row.reaches(role) && !context.matter.roles[role].is(RoleKind::Ward);
    let by_hand = || {
        let links = context.matter.flows_of(contract).flat_map(|flow| flow.links.iter());
        let links = links.filter(|link| {
            !link.is_transfer() || is_entrusted(link.from.value) || is_entrusted(link.to.value)
        });
        // What is told or shown, or goes by e-mail, carries no medium; a way that nobody knows may.
        let carries = |link: &&Link| link.class.is_none_or(|class| class.medium().is_some());
        links.filter(carries).filter_map(|link| Some((link, link.means.as_ref()?.span)))
    };
    if let Some((_, span)) = by_hand().find(|(link, _)| link.is_transfer()) {
        return Carried::Yes(span);
    }
    if let Some((_, span)) = by_hand().next() {
        return Carried::Unclear(span);
    }
    match (&row.media, kinds.clone().next()) {
        (Some(media), Some(kind)) => {
            Carried::No(media.as_written.as_ref().map_or(kind.span, |written| written.span))
        }
        (Some(media), None) => Carried::Unclear(media.span),
        (None, _) => Carried::Unclear(row.id.span),
    }
}

/// Returns whether an answer is about a measure that makes sense only for media carried by hand. A row that is
/// about erasure too makes sense for data alone.
pub(super) fn is_physical(answered: &Answered<'_>) -> bool {
    answered.row.topics.iter().any(|topic| topic.is_physical()) && !answered.row.is_about(Topic::Erasure)
}
