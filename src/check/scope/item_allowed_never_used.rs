//! Items that a role may handle under a contract and never makes, receives or sends in its flows.

use super::place::{contract_of, with_letter};
use super::plants;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Handles;
use crate::model::flow::Link;
use crate::model::ids::{ContractId, FlowId};
use crate::model::item::Items;
use crate::rule::Rule;
use crate::rule::law::APPI_61;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "item-allowed-never-used",
        severity: Severity::Warning,
        basis: &[APPI_61],
        page: include_str!("item_allowed_never_used.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        let flows: Vec<FlowId> =
            context.matter.flows.ids().filter(|flow| contract_of(context, *flow) == Some(id)).collect();
        for handles in &contract.handles {
            if !context.matter.roles[handles.role.value].is_unlimited() {
                judge(context, id, handles, &flows, findings);
            }
        }
    }
}

fn judge(
    context: &Context<'_>,
    contract: ContractId,
    handles: &Handles,
    flows: &[FlowId],
    findings: &mut Findings,
) {
    let role = handles.role.value;
    let (mut used, mut is_assumed) = (Items::default(), handles.assumed);
    let mut unknown: Option<&Link> = None;
    for flow in flows.iter().map(|flow| &context.matter.flows[*flow]) {
        for link in flow.transfers().filter(|link| link.from.value == role || link.to.value == role) {
            match &link.items {
                Some(items) => {
                    used.add_all(items);
                }
                None => unknown = unknown.or(Some(link)),
            }
            is_assumed |= link.assumed;
        }
        for step in flow.steps.iter().filter(|step| step.at.value == role) {
            if let Some(makes) = &step.makes {
                used.add_all(makes);
                is_assumed |= step.assumed;
            }
        }
    }
    let unused = context.proof().single(&handles.items).without(&used);
    let Some(first) = unused.iter().next() else { return };
    let items = context.item_names(&context.proof().with_groups(unused, &handles.items));
    let (items, items_en) = (items.ja, items.en);
    let name = with_letter(context, Some(contract), role);
    if let Some(link) = unknown {
        let id = &link.id;
        findings.undecided(
            RULE.name,
            handles.items.span,
            text!(
                "{name}が取り扱える{items}を使うかどうか、線「{id}」の項目の記載がないため分かりません",
                "whether {name} uses {items_en} cannot be told: the items of the link `{id}` are not stated"
            ),
        );
        return;
    }
    let Some(flow) = flows.first().map(|flow| &context.matter.flows[*flow]) else {
        findings.undecided(
            RULE.name,
            handles.items.span,
            text!(
                "{name}が取り扱える{items}を使うかどうか、この契約の流れがないため分かりません",
                "whether {name} uses {items_en} cannot be told: the contract has no flow"
            ),
        );
        return;
    };
    let written = context.sources.find_in(handles.items.span, &context.matter.items[first].name);
    findings.add(
        RULE.at(
            written,
            text!(
                "{name}が取り扱えるとされた{items}を、流れの中で作らず、受けず、渡しません（要確認）",
                "{name} may handle {items_en}, but never makes, receives or sends it"
            ),
        )
        .label(text!("使う手順も線もありません", "used by no step and no link"))
        .related(
            flow.title.as_ref().map_or(flow.id.span, |title| title.span),
            text!("この契約の流れ", "the flow of this contract"),
        )
        .help(text!(
            "取り扱える項目から外すか、その項目を使う手順や線を書いてください",
            "take it out of the items allowed, or state the step or link that uses it"
        ))
        .assumed(is_assumed),
    );
}

/// Allows an item that no list of the flow brings.
fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants: Vec<Option<Plant>> = Vec::new();
    for (id, contract) in matter.contracts.enumerate() {
        for handles in &contract.handles {
            let mut held = handles.items.value.clone();
            for flow in matter.flows.ids().filter(|flow| contract_of(context, *flow) == Some(id)) {
                held.add_all(&context.proof().held(flow, handles.role.value));
            }
            let Some(item) = plants::items_without(context, &held).first().copied() else { continue };
            let name = plants::name(context, item);
            let is_list = !context.sources.slice(handles.items.span).starts_with(['[', '-']);
            plants.push(if is_list {
                plants::instead_of_list(context, handles.span, handles.items.span, &name)
            } else {
                Plant::push(context, handles.items.span, &name)
            });
        }
    }
    Mutation::new(
        plants,
        text!(
            "取り扱える項目を定めた委託先がない、又はその外の項目がありません",
            "no contractor has a list of items that it may handle, or there is no other item"
        ),
    )
}
