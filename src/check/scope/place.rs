//! Roles, steps and links as the rules of the flow proof name and place them.

use crate::check::context::Context;
use crate::model::flow::{Flow, Link, Step};
use crate::model::ids::{ContractId, FlowId, ItemId, LinkId, RoleId};
use crate::model::item::Items;
use crate::proof::{Answer, Fault, Origin, Violation};
use crate::source::Span;

/// Returns the faults of one kind.
pub(super) fn violations<'c>(
    context: &'c Context<'_>,
    is_meant: impl Fn(Fault) -> bool + 'c,
) -> impl Iterator<Item = &'c Violation> {
    context.proof().violations.iter().filter(move |violation| is_meant(violation.fault))
}

/// Returns the link of a fault.
pub(super) fn link<'a>(context: &Context<'a>, flow: FlowId, link: LinkId) -> &'a Link {
    &context.matter.flows[flow].links[link]
}

/// Returns the place of the first of `items` on a link.
pub(super) fn place(link: &Link, items: &Items) -> Span {
    items.iter().next().map_or(link.id.span, |item| link.place_of(item))
}

/// Returns the name of a role with its letter in a contract: 電子マネー事業者（丁）.
pub(super) fn with_letter(context: &Context<'_>, contract: Option<ContractId>, role: RoleId) -> String {
    let name = context.role(role);
    let letter = contract
        .and_then(|contract| {
            context.matter.contracts[contract].parties.iter().find(|party| party.role.value == role)
        })
        .and_then(|party| party.letter.as_ref());
    letter.map_or_else(|| name.to_owned(), |letter| format!("{name}（{letter}）"))
}

/// Returns the contract of a flow.
pub(super) fn contract_of(context: &Context<'_>, flow: FlowId) -> Option<ContractId> {
    context.matter.flows[flow].contract.as_ref().map(|contract| contract.value)
}

/// Returns the first step that uses a link, and the place where it names it.
pub(super) fn first_use(flow: &Flow, link: LinkId) -> Option<(&Step, Span)> {
    flow.steps
        .iter()
        .filter_map(|step| step.links.iter().find(|own| own.value == link).map(|own| (step, own.span)))
        .min_by_key(|(step, _)| step.no.value)
}

/// Returns a link that brings data to a role without saying which.
pub(super) fn unstated(flow: &Flow, to: RoleId) -> Option<&Link> {
    flow.transfers().find(|link| link.to.value == to && link.items.is_none())
}

/// Returns the names on a path, 本人→区→受託者.
pub(super) fn names(context: &Context<'_>, answer: &Answer) -> String {
    let mut names = vec![context.role(answer.first)];
    names.extend(answer.hops.iter().map(|hop| context.role(link(context, hop.flow, hop.link).to.value)));
    names.join("→")
}

/// Returns where a path leaves its last mark before the role that was asked for: the link that brings the item to
/// it, or the step that makes it; and whether what stands there is assumed.
pub(super) fn arrival(context: &Context<'_>, answer: &Answer, item: ItemId) -> (Span, bool) {
    if let Some(hop) = answer.hops.last() {
        let link = link(context, hop.flow, hop.link);
        return (link.place_of(item), link.assumed);
    }
    maker(context, answer).map_or((Span::NOWHERE, false), |step| {
        (step.makes.as_ref().map_or(step.text.span, |makes| makes.span), step.assumed)
    })
}

/// Returns the step that makes what a path begins with.
pub(super) fn maker<'a>(context: &Context<'a>, answer: &Answer) -> Option<&'a Step> {
    match answer.origin {
        Origin::Made { flow, step } => context.matter.flows[flow].steps.get(step),
        Origin::Own | Origin::Unknown => None,
    }
}
