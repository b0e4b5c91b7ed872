//! 結合される情報項目: everything that passes over the connection must stand in its annex.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Connection;
use crate::model::flow::{Flow, Link};
use crate::model::ids::{ContractId, RoleId};
use crate::model::item::Items;
use crate::rule::Rule;
use crate::rule::law::{APPI_61, CONSISTENCY};
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-lacks-items",
        severity: Severity::Error,
        basis: &[CONSISTENCY, APPI_61],
        page: include_str!("connection_lacks_items.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, connection) in matter.connections.enumerate() {
        // That no list is given at all is told by the rule on blank fields.
        if connection.item_lists.is_empty() {
            continue;
        }
        let mut covered = Items::default();
        for list in &connection.item_lists {
            covered.add_all(&matter.item_lists[list.value].all);
        }
        for (contract, passing, place) in users(context, connection) {
            let missing = passing.without(&covered);
            if missing.is_empty() {
                continue;
            }
            let (title, name, items) =
                (context.contract(contract), context.connection(id), context.item_names(&missing));
            let (items, items_en) = (items.ja, items.en);
            let count = missing.len();
            findings.add(
                RULE.at(
                    connection.item_lists_span,
                    text!(
                        "契約「{title}」のデータも結合「{name}」を通りますが、その情報項目のうち{items}が、結合される情報項目にありません（不一致）",
                        "data of the contract `{title}` passes over the connection `{name}`, but {count} of its items are not among the connection's: {items_en}"
                    ),
                )
                .related(place, text!("この契約の情報項目", "the items of this contract"))
                .help(text!(
                    "この契約の情報項目の一覧を、結合される情報項目に加えてください",
                    "add the list of this contract to the items of the connection"
                )),
            );
        }
    }
}

/// Returns the contracts whose data passes over a connection, with what passes and where that is written.
///
/// What a link states passes; where it states nothing, or only what is assumed, all that its contract lists.
fn users(context: &Context<'_>, connection: &Connection) -> Vec<(ContractId, Items, Span)> {
    let matter = context.matter;
    let mut found: Vec<(ContractId, Items, Span)> = Vec::new();
    let Some((counterparty, ward)) =
        connection.counterparty.as_ref().map(|party| party.role.value).zip(matter.ward())
    else {
        return found;
    };
    for flow in &matter.flows {
        let Some(contract) = flow.contract.as_ref().map(|contract| contract.value) else { continue };
        let listed = matter.contracts[contract].item_list.as_ref();
        for link in over(connection, flow, counterparty, ward) {
            let stated = link.items.as_ref().filter(|_| !link.assumed);
            let whole = || listed.map(|list| (matter.item_lists[list.value].all.clone(), list.span));
            let Some((items, place)) = stated.map(|items| (items.value.clone(), items.span)).or_else(whole)
            else {
                continue;
            };
            match found.iter_mut().find(|(known, ..)| *known == contract) {
                Some((_, all, _)) => {
                    all.add_all(&items);
                }
                None => found.push((contract, items, listed.map_or(place, |list| list.span))),
            }
        }
    }
    found
}

/// Returns the links between counterparty and ward that can pass over the connection: none that goes by hand or
/// over another network.
fn over<'f>(
    connection: &'f Connection,
    flow: &'f Flow,
    counterparty: RoleId,
    ward: RoleId,
) -> impl Iterator<Item = &'f Link> {
    let network = connection.form.as_ref().and_then(|form| form.network.as_ref());
    flow.transfers().filter(move |link| {
        let ends = (link.from.value, link.to.value);
        let elsewhere = link.network.as_ref().zip(network).is_some_and(|(one, other)| one != other);
        (ends == (counterparty, ward) || ends == (ward, counterparty)) && link.means.is_none() && !elsewhere
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let mut plants = Vec::new();
    for connection in &matter.connections {
        for (contract, ..) in users(context, connection) {
            let own = matter.contracts[contract].item_list.as_ref().map(|list| list.value);
            for (_, list) in matter.item_lists.enumerate().filter(|(id, _)| Some(*id) != own) {
                plants.push(Plant::yaml(connection.item_lists_span, &format!("[{}]", list.id)));
            }
        }
    }
    Mutation::new(
        plants,
        text!(
            "結合を通る線がないか、情報項目の一覧が一つしかありません",
            "no link passes over a connection, or there is only one list of items"
        ),
    )
}
