//! Mistakes to plant in the flows.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::model::flow::Link;
use crate::model::ids::{ContractId, FlowId, ItemId, RoleId};
use crate::model::item::Items;
use crate::source::Span;
use crate::yaml::edit::{self, Edit};

/// Returns the items that are no groups and not in `but`, the first few.
pub(super) fn items_without(context: &Context<'_>, but: &Items) -> Vec<ItemId> {
    let all: Items = context.matter.items.ids().collect();
    context.proof().single(&all).without(but).iter().take(3).collect()
}

/// Returns an item's name as YAML.
pub(super) fn name(context: &Context<'_>, item: ItemId) -> String {
    edit::scalar(&context.matter.items[item].name)
}

/// Lets a link carry one more item; only that one, where a whole list was named or nothing.
pub(super) fn carry(context: &Context<'_>, link: &Link, item: ItemId) -> Option<Plant> {
    let name = name(context, item);
    match &link.items {
        Some(items) if !link.named.is_empty() => {
            Plant::push(context, items.span, &name).map(Plant::inside_edit)
        }
        Some(items) => instead_of_list(context, link.span, items.span, &name),
        None => Plant::set(context, link.span, "items", &format!("[{name}]")).map(Plant::inside_edit),
    }
}

/// Writes `items: [name]` in the place of `items_of: list` in the record at `record`.
pub(super) fn instead_of_list(context: &Context<'_>, record: Span, list: Span, name: &str) -> Option<Plant> {
    let before = Span::new(record.source(), record.start(), list.start());
    let key = context.sources.find_all(before, "items_of").last().copied()?;
    let whole = key.to(list);
    Some(Plant { edits: vec![Edit::new(whole, format!("items: [{name}]"))], within: whole })
}

/// Returns the flows of a contract in which the role is a limited end, with their links to or from it.
pub(super) fn links_of<'a>(
    context: &Context<'a>,
    is_end: impl Fn(&Link) -> RoleId + Copy + 'a,
) -> impl Iterator<Item = (FlowId, ContractId, &'a Link, RoleId)> {
    let matter = context.matter;
    matter
        .flows
        .enumerate()
        .filter_map(|(id, flow)| Some((id, flow, flow.contract.as_ref()?.value)))
        .flat_map(move |(id, flow, contract)| {
            flow.transfers().map(move |link| (id, contract, link, is_end(link)))
        })
        .filter(|(_, _, _, role)| !matter.roles[*role].is_unlimited())
}
