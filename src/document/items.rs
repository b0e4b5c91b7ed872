//! 情報項目の一覧: as a material of its own (資料１３－４), and in the field of an annex.

use super::source::Source;
use super::tree::{Block, Handler, Handling, ItemEntry, ItemList, Section};
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, ItemListId};
use crate::model::item::{self, Items};
use crate::model::matter::Material;
use crate::model::vocabulary::RoleKind;

pub(super) fn build(source: &Source<'_>) -> Vec<Section> {
    source
        .matter
        .item_lists
        .enumerate()
        .filter(|(_, list)| list.material)
        .map(|(id, list)| {
            let material = Material::ItemList(id);
            let heading = list.title.as_ref().or(list.heading.as_ref());
            let sub_heading = list.title.as_ref().and(list.heading.as_ref());
            let mut blocks: Vec<Block> =
                sub_heading.map(|heading| Block::paragraph(&heading.value)).into_iter().collect();
            blocks.push(Block::ItemList(item_list(source, id, underlining(source, id))));
            Section {
                id: format!("items-{}", source.material_id(material)),
                part: "items",
                number: Some(source.material(material)),
                heading: heading.map_or_else(|| "情報項目".to_owned(), |heading| heading.value.clone()),
                subject: None,
                landscape: false,
                blocks,
            }
        })
        .collect()
}

/// Returns the contract whose underlined items are in a list that several contracts share.
fn underlining(source: &Source<'_>, list: ItemListId) -> Option<ContractId> {
    let uses = |contract: &Contract| contract.item_list.as_ref().is_some_and(|own| own.value == list);
    let mut contracts = source.matter.contracts.enumerate();
    contracts.find(|(_, contract)| uses(contract) && contract.underline.is_some()).map(|(id, _)| id)
}

/// Returns what the field of an annex says of a list: where it is, or the whole list with its underlines.
pub(super) fn cell(source: &Source<'_>, list: ItemListId, contract: Option<ContractId>) -> Vec<Block> {
    let note = contract.and_then(|contract| source.matter.contracts[contract].underline.as_ref());
    let note = note.map(|underline| Block::Note { text: underline.text.value.clone() });
    let list = if source.matter.item_lists[list].material {
        Block::paragraph(format!("{}のとおり", source.material(Material::ItemList(list))))
    } else {
        Block::ItemList(item_list(source, list, contract))
    };
    std::iter::once(list).chain(note).collect()
}

fn item_list(source: &Source<'_>, id: ItemListId, contract: Option<ContractId>) -> ItemList {
    let contract = contract.map(|contract| &source.matter.contracts[contract]);
    let underlined = contract.and_then(|contract| {
        let role = contract.underline.as_ref()?.role.value;
        Some((role, &contract.handles_of(role)?.items.value))
    });
    let legend = match (contract, underlined) {
        (Some(contract), Some((role, _))) => contract
            .handles
            .iter()
            .map(|handles| Handler {
                role: source.role(handles.role.value).to_owned(),
                words: if source.matter.item_lists[id].all == handles.items.value {
                    "全ての項目".to_owned()
                } else {
                    source.items(&handles.items.value)
                },
                underlined: handles.role.value == role,
                assumed: handles.assumed,
            })
            .collect(),
        _ => Vec::new(),
    };
    let underlined = underlined.map(|(_, items)| items);
    let entries = source.matter.item_lists[id].entries.iter();
    ItemList {
        entries: entries.map(|own| entry(source, own, id, underlined)).collect(),
        legend,
        handling: handling(source, id),
    }
}

/// Returns who handles which items of a list, contract by contract; the ward handles all and is left out.
fn handling(source: &Source<'_>, list: ItemListId) -> Vec<Handling> {
    let contracts = source.matter.contracts.iter();
    let uses = |contract: &&Contract| contract.item_list.as_ref().is_some_and(|own| own.value == list);
    contracts.filter(uses).flat_map(|contract| handling_under(source, list, contract)).collect()
}

fn handling_under(source: &Source<'_>, list: ItemListId, contract: &Contract) -> Vec<Handling> {
    let matter = source.matter;
    let parties = contract.parties.iter().map(|party| (party.letter.as_ref(), party.role.value));
    let mut roles: Vec<_> = parties.filter(|(_, role)| !matter.roles[*role].is(RoleKind::Ward)).collect();
    let subcontracted =
        contract.subcontracting.iter().flat_map(|own| &own.subcontractors).map(|own| own.role.value);
    for role in contract.handles.iter().map(|handles| handles.role.value).chain(subcontracted) {
        if !matter.roles[role].is(RoleKind::Ward) && !roles.iter().any(|(_, known)| *known == role) {
            roles.push((None, role));
        }
    }
    let title = contract.title.as_ref().map_or(&contract.id.value, |title| &title.value);
    let list = &matter.item_lists[list];
    roles
        .into_iter()
        .map(|(letter, role)| {
            let handles = contract.handles_of(role);
            let items = handles.map(|handles| &handles.items.value);
            let others = items.map(|items| items.without(&list.all)).filter(|others| !others.is_empty());
            Handling {
                contract: title.clone(),
                letter: letter.map(|letter| letter.value.clone()),
                role: source.role(role).to_owned(),
                items: items.map(|items| list.walk().map(|entry| items.contains(entry.item)).collect()),
                underlined: contract.underline.as_ref().is_some_and(|own| own.role.value == role),
                assumed: handles.is_some_and(|handles| handles.assumed),
                others: others.map(|others| source.items(&others)),
            }
        })
        .collect()
}

fn entry(
    source: &Source<'_>,
    entry: &item::ItemEntry,
    list: ItemListId,
    underlined: Option<&Items>,
) -> ItemEntry {
    let members: Vec<ItemEntry> =
        entry.members.iter().map(|member| self::entry(source, member, list, underlined)).collect();
    let own = underlined.is_some_and(|items| items.contains(entry.item));
    let mut handled_by: Vec<String> = Vec::new();
    for contract in source.matter.contracts.iter() {
        if contract.item_list.as_ref().is_none_or(|own| own.value != list) {
            continue;
        }
        for handles in contract.handles.iter().filter(|handles| handles.items.value.contains(entry.item)) {
            let role = source.role(handles.role.value);
            if !handled_by.iter().any(|known| known == role) {
                handled_by.push(role.to_owned());
            }
        }
    }
    ItemEntry {
        name: entry.name.value.clone(),
        underlined: own && members.iter().all(|member| member.underlined),
        members,
        handled_by,
    }
}
