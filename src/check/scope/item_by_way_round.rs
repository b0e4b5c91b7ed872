//! An item that a role sends in a flow although it came to hold it only under another contract.

use super::place::{self, contract_of, link, unstated};
use super::plants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::ids::FlowId;
use crate::proof::{Fault, Violation};
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_69, APPI_70};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-by-way-round",
        severity: Severity::Error,
        basis: &[APPI_61, APPI_69, APPI_70],
        page: include_str!("item_by_way_round.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for violation in place::violations(context, |fault| matches!(fault, Fault::FromOtherContract(_))) {
        if let Fault::FromOtherContract(other) = violation.fault {
            add(context, violation, other, findings);
        }
    }
}

fn add(context: &Context<'_>, violation: &Violation, other: FlowId, findings: &mut Findings) {
    let link = link(context, violation.flow, violation.link);
    let from = link.from.value;
    let (sender, receiver, items) =
        (context.role(from), context.role(link.to.value), context.item_names(&violation.items));
    let (items, items_en) = (items.ja, items.en);
    let primary = place::place(link, &violation.items);
    if let Some(unknown) = unstated(&context.matter.flows[violation.flow], from) {
        let id = &unknown.id;
        findings.undecided(
            RULE.name,
            primary,
            text!(
                "{sender}が渡す{items}は、線「{id}」で受けたものか、別の契約で得たものか、線「{id}」の項目の記載がないため分かりません",
                "whether {sender} has {items_en} from the link `{id}` or under another contract cannot be told: the items of `{id}` are not stated"
            ),
        );
        return;
    }
    let Text { ja, en } = match contract_of(context, other) {
        Some(contract) => {
            let title = context.contract(contract);
            text!("別の契約「{title}」", "another contract, {title},")
        }
        None => {
            let diagram = context.flow(other);
            text!("契約のない流れ（{diagram}）", "a flow of no contract ({diagram})")
        }
    };
    let mut finding = RULE
        .at(
            primary,
            text!(
                "{sender}が{receiver}に渡す{items}は、{ja}でだけ得た項目です（要確認）",
                "{sender} hands {items_en} to {receiver}, but came to hold that only under {en} to be confirmed"
            ),
        )
        .label(text!("この流れでは得ていない項目です", "not obtained in this flow"))
        .help(text!(
            "この契約の流れで得る手順を書くか、線から項目を外してください。別の契約で得たものを使うなら、その契約で認められているかを確かめてください",
            "say how it is obtained in this flow, or take it off the link; if what was obtained elsewhere is used, see whether that contract allows it"
        ));
    let mut is_assumed = link.assumed;
    let first = violation.items.iter().next();
    let how = first.and_then(|item| Some((context.proof().path(other, from, item)?, item)));
    if let Some((how, item)) = how {
        let (arrival, assumed) = place::arrival(context, &how, item);
        finding = finding.related(arrival, text!("得たのはここです", "it was obtained here"));
        is_assumed |= assumed;
    }
    findings.add(finding.assumed(is_assumed));
}

/// Lets a role send, in a flow of another contract, what it holds in one.
fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let proof = context.proof();
    let limited: Vec<_> = matter.roles.ids().filter(|role| !matter.roles[*role].is_unlimited()).collect();
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for (id, flow) in matter.flows.enumerate() {
        for other in
            matter.flows.ids().filter(|other| contract_of(context, *other) != contract_of(context, id))
        {
            for role in &limited {
                let there = proof.single(&proof.held(other, *role)).without(&proof.held(id, *role));
                let Some(item) = there.iter().next() else { continue };
                let sent = flow.transfers().filter(|link| link.from.value == *role);
                plants.extend(sent.map(|link| plants::carry(context, link, item)));
                let Some(to) = matter.roles.ids().find(|to| to != role) else { continue };
                let (from, to) = (&matter.roles[*role].id, &matter.roles[to].id);
                let item = plants::name(context, item);
                let link = format!("{{ id: way-round, from: {from}, to: {to}, items: [{item}] }}");
                plants.push(Plant::push(context, flow.links_span, &link).map(Plant::inside_edit));
            }
        }
    }
    Mutation::new(
        plants,
        text!(
            "ある契約の流れで委託先が得る項目を、別の契約の流れで渡すことができません（契約の流れが一つ）",
            "there are no two flows of different contracts"
        ),
    )
}
