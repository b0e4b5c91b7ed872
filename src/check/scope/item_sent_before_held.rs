//! An item that a step sends before its role has made or received it.

use super::place::{self, first_use, link, unstated};
use crate::case::numbers::circled;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::model::ids::{FlowId, LinkId};
use crate::model::item::Items;
use crate::proof::Fault;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-sent-before-held",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("item_sent_before_held.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for violation in place::violations(context, |fault| fault == Fault::NotYetHeld) {
        if let Some(finding) = finding(context, violation.flow, violation.link, &violation.items) {
            findings.add(finding);
        }
    }
}

fn finding(context: &Context<'_>, id: FlowId, link_id: LinkId, items: &Items) -> Option<Diagnostic> {
    let flow = &context.matter.flows[id];
    let link = link(context, id, link_id);
    let from = link.from.value;
    let (step, named) = first_use(flow, link_id)?;
    let first = items.iter().next()?;
    let how = context.proof().path(id, from, first)?;
    let (arrival, is_assumed) = place::arrival(context, &how, first);
    let (said, later) = match how.hops.last() {
        Some(hop) => (
            text!("その項目を受けるのは、この線です", "it receives them over this link"),
            first_use(&context.matter.flows[hop.flow], hop.link).map(|(step, _)| step),
        ),
        None => (
            text!("その項目を作るのは、この手順です", "it makes them in this step"),
            place::maker(context, &how),
        ),
    };
    let (sender, receiver, items_named) =
        (context.role(from), context.role(link.to.value), context.item_names(items));
    let (items_named, items_named_en) = (items_named.ja, items_named.en);
    let no = circled(step.no.value);
    let later_no = later.map(|step| circled(step.no.value));
    let Text { ja, en } = match later_no {
        Some(later) => text!("手順{later}です", "only in step {later}"),
        None => text!("その後です", "only later"),
    };
    let mut finding = RULE
        .at(
            named,
            text!(
                "{sender}は手順{no}で{items_named}を{receiver}に渡しますが、その項目を持つのは{ja}（不一致）",
                "{sender} sends {items_named_en} to {receiver} in step {no}, but holds that {en}"
            ),
        )
        .label(text!("まだ持っていない項目を、ここで渡しています", "sent here, and not held yet"))
        .related(arrival, said)
        .related(place::place(link, items), text!("渡す項目", "the items sent"))
        .help(text!(
            "手順の順を直すか、前の手順で作る（受ける）項目を書くか、この手順から線を外してください",
            "put the steps in order, say what earlier steps make or bring, or take the link out of this step"
        ));
    let unknown = unstated(flow, from);
    if let Some(unknown) = unknown {
        finding = finding.related(
            unknown.id.span,
            text!("この線で受ける項目の記載がありません", "what this link brings is not stated"),
        );
    }
    Some(finding.assumed(link.assumed || is_assumed || unknown.is_some()))
}

/// Puts a step that makes or brings items behind all others.
fn mutate(context: &Context<'_>) -> Mutation {
    let plants: Vec<Option<Plant>> = context
        .matter
        .flows
        .iter()
        .flat_map(|flow| {
            let last = flow.steps.iter().map(|step| step.no.value).max().unwrap_or(0) + 1;
            let uses = flow.steps.iter().flat_map(|step| &step.links).filter(move |own| {
                let link = &flow.links[own.value];
                link.is_transfer()
                    && link.items.is_some()
                    && !context.matter.roles[link.from.value].is_origin()
            });
            uses.flat_map(move |own| {
                let from = flow.links[own.value].from.value;
                let brings = move |step: &&crate::model::flow::Step| {
                    step.makes.is_some() && step.at.value == from
                        || step.links.iter().any(|link| flow.links[link.value].to.value == from)
                };
                flow.steps.iter().filter(brings).map(move |step| {
                    Plant::yaml(step.no.span, &last.to_string()).map(|plant| plant.within(own.span))
                })
            })
        })
        .collect();
    Mutation::new(
        plants,
        text!(
            "委託先が手順の中で作り、又は受けて渡す項目がありません",
            "no contractor makes or receives items in one step and sends them in another"
        ),
    )
}
