//! A party of a contract, or a sub-contractor, of which nobody says which items it handles.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::RoleId;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, APPI_66, FORM};
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "role-handles-not-stated",
        severity: Severity::Error,
        basis: &[APPI_61, APPI_66, FORM],
        page: include_str!("role_handles_not_stated.md"),
    },
    check,
    mutate,
};

/// Returns the roles that a contract gives work to, with the place that names each.
fn workers(contract: &Contract) -> impl Iterator<Item = &Located<RoleId>> {
    let subcontractors =
        contract.subcontracting.iter().flat_map(|subcontracting| &subcontracting.subcontractors);
    let named = subcontractors.map(|own| &own.role).filter(|role| !contract.binds(role.value));
    contract.parties.iter().map(|party| &party.role).chain(named)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        for role in workers(contract) {
            if context.matter.roles[role.value].is_unlimited() || contract.handles_of(role.value).is_some() {
                continue;
            }
            let (name, title) =
                (super::place::with_letter(context, Some(id), role.value), context.contract(id));
            let mut finding = RULE
                .at(
                    role.span,
                    text!(
                        "契約「{title}」に、{name}が取り扱う項目の記載がありません（記載なし）",
                        "the contract {title} does not say which items {name} handles"
                    ),
                )
                .label(text!("この者が取り扱う項目が分かりません", "what it handles is not known"))
                .help(text!(
                    "handles に、この役割が取り扱える項目（items か items_of）を書いてください",
                    "state its items in `handles`, by `items` or `items_of`"
                ));
            if let Some(list) = &contract.item_list {
                finding = finding.related(
                    list.span,
                    text!("契約全体の情報項目の一覧", "the list of the contract as a whole"),
                );
            }
            findings.add(finding);
        }
    }
}

/// Takes away the permission of a role.
fn mutate(context: &Context<'_>) -> Mutation {
    let plants: Vec<Option<Plant>> = context
        .matter
        .contracts
        .iter()
        .flat_map(|contract| {
            workers(contract).filter_map(move |role| {
                let handles = contract.handles_of(role.value)?;
                let plant = if contract.handles.len() > 1 {
                    Plant::drop(context, contract.handles_span, handles.span)
                } else {
                    Plant::unset(context, contract.span, "handles")
                };
                Some(plant.map(|plant| plant.within(role.span)))
            })
        })
        .collect();
    Mutation::new(plants, text!("取り扱う項目を定めた当事者がありません", "no party has its items stated"))
}
