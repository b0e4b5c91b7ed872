//! Data items and the lists of them.

use super::Problems;
use super::matter::Scope;
use super::report;
use crate::model::ids::{Id, ItemId, ItemListId, Table};
use crate::model::item::{Item, ItemEntry, ItemList, Items};
use crate::model::raw::matter::{RawItem, RawItemSet};
use crate::model::vocabulary::ItemSource;
use crate::source::Located;
use crate::text;
use crate::yaml::decode::List;

pub(super) fn item_lists(
    raw: List<RawItemSet>,
    scope: &mut Scope<'_>,
    problems: &mut Problems,
) -> (Table<ItemId, Item>, Table<ItemListId, ItemList>) {
    let mut items: Vec<Item> = Vec::new();
    let mut lists = Table::default();
    for raw in raw.items {
        let applies_to = raw.applies_to.as_ref().map(|list| scope.contracts.find_all(list, problems));
        let raw_items = scope.items.listed(Some(raw.items));
        let sources: Vec<Located<ItemSource>> =
            raw.sources.unwrap_or_default().items.into_iter().map(|word| word.0).collect();
        let entries_span = raw_items.span;
        let entries: Vec<ItemEntry> =
            raw_items.items.into_iter().map(|raw| entry(raw, &mut items, scope, true, problems)).collect();
        for entry in entries.iter().flat_map(|entry| std::iter::once(entry).chain(&entry.members)) {
            let own = if entry.sources.is_empty() { &sources } else { &entry.sources };
            if let Some(item) = items.get_mut(entry.item.index()) {
                for source in own {
                    if !item.sources.contains(&source.value) {
                        item.sources.push(source.value);
                    }
                }
            }
        }
        let all = entries
            .iter()
            .flat_map(|entry| {
                std::iter::once(entry.item).chain(entry.members.iter().map(|member| member.item))
            })
            .collect::<Items>();
        scope.lists.push(all.clone());
        lists.push(ItemList {
            id: raw.id,
            span: raw.span,
            title: raw.title,
            heading: raw.heading,
            material: raw.material.is_some_and(|material| material.value),
            applies_to,
            sources,
            entries_span,
            entries,
            all,
        });
    }
    scope.whole = items
        .iter()
        .enumerate()
        .map(|(index, item)| {
            let mut whole = item.members.clone();
            whole.insert(ItemId::from_index(index));
            whole
        })
        .collect();
    (items.into_iter().collect(), lists)
}

fn entry(
    raw: RawItem,
    items: &mut Vec<Item>,
    scope: &mut Scope<'_>,
    may_have_members: bool,
    problems: &mut Problems,
) -> ItemEntry {
    let kinds: Vec<Located<_>> = raw.kinds.unwrap_or_default().items.into_iter().map(|kind| kind.0).collect();
    let item = scope.items.get(&raw.name.value).unwrap_or_else(|| {
        let item = ItemId::from_index(items.len());
        scope.items.declare(&raw.name, item, problems);
        items.push(Item {
            name: raw.name.value.clone(),
            kinds: Vec::new(),
            sources: Vec::new(),
            members: Items::default(),
        });
        item
    });
    let needed_by = raw.needed_by.map(|list| {
        let contracts =
            scope.contracts.find_all(&list.0, problems).into_iter().map(|contract| contract.value);
        Located::new(contracts.collect(), list.0.span)
    });
    let raw_members = scope.items.listed(raw.members);
    if !may_have_members && !raw_members.is_empty() {
        report(
            problems,
            "group-in-group",
            raw_members.span,
            text!("項目群の中に、また項目群があります", "a group of items stands in a group"),
            text!("中の項目を一段に並べてください", "list the items on one level"),
        );
    }
    let members: Vec<ItemEntry> = if may_have_members {
        raw_members.items.into_iter().map(|raw| entry(raw, items, scope, false, problems)).collect()
    } else {
        Vec::new()
    };
    if let Some(own) = items.get_mut(item.index()) {
        for kind in &kinds {
            if !own.kinds.contains(&kind.value) {
                own.kinds.push(kind.value);
            }
        }
        for member in &members {
            own.members.insert(member.item);
        }
    }
    let sources = raw.sources.unwrap_or_default().items.into_iter().map(|word| word.0).collect();
    ItemEntry { item, span: raw.span, name: raw.name, kinds, sources, needed_by, members }
}
