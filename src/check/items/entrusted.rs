//! Which items of a kind are in whose hands.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::diagnostic::Diagnostic;
use crate::model::ids::{ContractId, FlowId, ItemId};
use crate::model::item::{ItemEntry, Items};
use crate::model::vocabulary::ItemKind;
use crate::text;

/// Returns the items of any of the kinds; a group's kind is its members' too.
pub(super) fn of_kinds(context: &Context<'_>, kinds: &[ItemKind]) -> Items {
    let mut found = Items::default();
    for (id, item) in context.matter.items.enumerate() {
        if item.kinds.iter().any(|kind| kinds.contains(kind)) {
            found.insert(id);
            found.add_all(&item.members);
        }
    }
    found
}

/// Returns the flows of a contract.
pub(super) fn flows_of<'a>(
    context: &Context<'a>,
    contract: ContractId,
) -> impl Iterator<Item = FlowId> + use<'a> {
    context
        .matter
        .flows
        .enumerate()
        .filter(move |(_, flow)| flow.contract.as_ref().is_some_and(|own| own.value == contract))
        .map(|(id, _)| id)
}

/// Returns every item that a contract puts in the hands of others than the principal and the ward: its list, what
/// its roles may handle, and what they come to hold in its flows.
pub(super) fn entrusted(context: &Context<'_>, id: ContractId) -> Items {
    let matter = context.matter;
    let contract = &matter.contracts[id];
    let mut items = Items::default();
    if let Some(list) = &contract.item_list {
        items.add_all(&matter.item_lists[list.value].all);
    }
    let limited = |role| !matter.roles[role].is_unlimited();
    for handles in contract.handles.iter().filter(|handles| limited(handles.role.value)) {
        items.add_all(&handles.items);
    }
    for flow in flows_of(context, id) {
        for role in matter.roles.ids().filter(|role| limited(*role)) {
            items.add_all(&context.proof().held(flow, role));
        }
    }
    items
}

/// Returns the first entry of an item, in the contract's own list where it stands there.
pub(super) fn entry<'a>(
    context: &Context<'a>,
    contract: Option<ContractId>,
    item: ItemId,
) -> Option<&'a ItemEntry> {
    let matter = context.matter;
    let own = contract.and_then(|contract| matter.contracts[contract].item_list.as_ref());
    own.map(|list| &matter.item_lists[list.value])
        .into_iter()
        .chain(&matter.item_lists)
        .flat_map(|list| list.walk())
        .find(|entry| entry.item == item)
}

/// Adds the entry of the first of `items` to a finding: why it speaks of them.
pub(super) fn with_entry(
    context: &Context<'_>,
    finding: Diagnostic,
    contract: Option<ContractId>,
    items: &Items,
) -> Diagnostic {
    match items.iter().next().and_then(|item| entry(context, contract, item)) {
        Some(entry) => finding.related(entry.name.span, text!("この項目による", "because of this item")),
        None => finding,
    }
}

/// Gives the kind to an item by its entry.
pub(super) fn mark(context: &Context<'_>, entry: &ItemEntry, kind: ItemKind) -> Option<Plant> {
    Plant::set(context, entry.span, "kinds", &format!("[{}]", kind.word()))
}

/// Returns a first entry for each contract that has items at all, for marking.
pub(super) fn first_entries<'a>(context: &Context<'a>) -> Vec<(ContractId, &'a ItemEntry)> {
    let first = |id: ContractId| {
        let item = entrusted(context, id).iter().next()?;
        Some((id, entry(context, Some(id), item)?))
    };
    context.matter.contracts.ids().filter_map(first).collect()
}
