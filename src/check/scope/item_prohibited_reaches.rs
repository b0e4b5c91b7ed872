//! An item that a contract keeps from a role reaches it all the same, over however many hands.

use super::place::{self, link, names, unstated};
use super::plants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::contract::Prohibits;
use crate::model::ids::FlowId;
use crate::model::item::Items;
use crate::proof::{Answer, Hop};
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-prohibited-reaches",
        severity: Severity::Error,
        basis: &[APPI_61, APPI_66],
        page: include_str!("item_prohibited_reaches.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for prohibits in context.matter.contracts.iter().flat_map(|contract| &contract.prohibits) {
        for flow in context.matter.flows.ids() {
            for (answer, items) in ways(context, prohibits, flow) {
                findings.add(finding(context, prohibits, &answer, &items));
            }
            if let Some(unknown) = unstated(&context.matter.flows[flow], prohibits.role.value) {
                let (role, id) = (context.role(prohibits.role.value), &unknown.id);
                let (diagram, items) = (context.flow(flow), context.item_names(&prohibits.items));
                let (items, items_en) = (items.ja, items.en);
                findings.undecided(
                    RULE.name,
                    unknown.id.span,
                    text!(
                        "{role}に渡してはならない{items}が渡らないかどうか、{diagram}の線「{id}」の項目の記載がないため分かりません",
                        "whether {items_en}, prohibited to {role}, goes over the link `{id}` of {diagram} cannot be told: its items are not stated"
                    ),
                );
            }
        }
    }
}

/// Returns the ways by which prohibited items reach the role in one flow, each with its items.
fn ways(context: &Context<'_>, prohibits: &Prohibits, flow: FlowId) -> Vec<(Answer, Items)> {
    let proof = context.proof();
    let role = prohibits.role.value;
    if context.matter.roles[role].is_unlimited() {
        return Vec::new();
    }
    let mut ways: Vec<(Answer, Items)> = Vec::new();
    for item in proof.single(&prohibits.items).and(&proof.seen(flow, role)).iter() {
        let Some(answer) = proof.path(flow, role, item) else { continue };
        match ways.iter_mut().find(|(way, _)| *way == answer) {
            Some((_, items)) => items.insert(item),
            None => ways.push((answer, std::iter::once(item).collect())),
        }
    }
    ways
}

fn finding(context: &Context<'_>, prohibits: &Prohibits, answer: &Answer, items: &Items) -> Diagnostic {
    let role = context.role(prohibits.role.value);
    let (names, shown, diagram) = (
        names(context, answer),
        context.item_names(&context.proof().with_groups(items.clone(), &prohibits.items)),
        context.flow(answer.flow),
    );
    let (shown, shown_en) = (shown.ja, shown.en);
    let first = items.iter().next();
    let written = first.map_or(prohibits.items.span, |item| {
        context.sources.find_in(prohibits.items.span, &context.matter.items[item].name)
    });
    let message = if answer.hops.is_empty() {
        text!(
            "{role}に渡してはならない{shown}を、{role}が自ら作ります（{diagram}、不一致）",
            "{role} itself makes {shown_en}, which is prohibited to it ({diagram})"
        )
    } else {
        text!(
            "{role}に渡してはならない{shown}が、{names}の順に届きます（{diagram}、不一致）",
            "{shown_en}, prohibited to {role}, reaches it by {names} ({diagram})"
        )
    };
    let mut finding = RULE
        .at(written, message)
        .label(text!("渡してはならないと定めています", "prohibited here"))
        .help(text!(
            "流れのどこかで項目を外すか、禁止の定めを見直して再付議してください",
            "take the item off one of the links, or change the prohibition and submit again"
        ));
    let mut is_assumed = false;
    for Hop { flow, link: id } in &answer.hops {
        let link = link(context, *flow, *id);
        let (from, to) = (context.role(link.from.value), context.role(link.to.value));
        let place = first.map_or(link.span, |item| link.place_of(item));
        finding = finding.related(place, text!("{from}から{to}へ", "from {from} to {to}"));
        is_assumed |= link.assumed;
    }
    if let Some(step) = place::maker(context, answer) {
        let place = step.makes.as_ref().map_or(step.span, |makes| makes.span);
        finding = finding.related(place, text!("作る手順", "made in this step"));
        is_assumed |= step.assumed;
    }
    finding.assumed(is_assumed)
}

/// Prohibits an item that the role holds.
fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for (id, contract) in matter.contracts.enumerate() {
        for flow in matter.flows.ids().filter(|flow| place::contract_of(context, *flow) == Some(id)) {
            for role in context.contractors(id).filter(|role| !matter.roles[*role].is_unlimited()) {
                let held = context.proof().single(&context.proof().held(flow, role));
                let own = contract.prohibits.iter().find(|prohibits| prohibits.role.value == role);
                let already = own.map(|own| own.items.value.clone()).unwrap_or_default();
                let Some(item) = held.without(&already).iter().next() else { continue };
                let (name, role) = (plants::name(context, item), &matter.roles[role].id);
                let plant = match own {
                    Some(own) => Plant::push(context, own.items.span, &name),
                    None => Plant::set(
                        context,
                        contract.span,
                        "prohibits",
                        &format!("[{{ role: {role}, items: [{name}] }}]"),
                    ),
                };
                plants.push(plant.map(Plant::inside_edit));
            }
        }
    }
    Mutation::new(plants, text!("委託先に届く項目がありません", "no item reaches a contractor"))
}
