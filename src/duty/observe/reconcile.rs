//! The fields of a layout beside the declared items: the same, written differently, perhaps renamed, undeclared,
//! never seen.

use super::layout::{Field, Layout};
use crate::model::ids::ItemId;
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::spelling::{fold, fold_kana, nearest};
use std::collections::{BTreeMap, BTreeSet};

/// Names of fields that fill a record up and carry nothing.
const FILLERS: [&str; 7] = ["ダミー", "予備", "空白", "余白", "フィラー", "filler", "スペース"];

/// What is said of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// It is the declared item.
    Same(ItemId),
    /// It is the declared item in another spelling: width, kana, small letters, spaces, brackets.
    Spelling(ItemId),
    /// It may be the declared item under another name; somebody must say so.
    Renamed(ItemId),
    /// It bears the name of an item that another field has already; whose is it?
    Again(ItemId),
    /// No declared item is like it.
    Undeclared,
    /// A column without a name.
    Unnamed,
    /// It fills a record up (ダミー).
    Filler,
}

impl Finding {
    /// Returns whether somebody must look at it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        matches!(self, Self::Again(_) | Self::Renamed(_) | Self::Undeclared | Self::Unnamed)
    }

    /// Returns the item, where there is one.
    #[must_use]
    pub fn item(&self) -> Option<ItemId> {
        match self {
            Self::Again(item) | Self::Renamed(item) | Self::Same(item) | Self::Spelling(item) => Some(*item),
            Self::Filler | Self::Undeclared | Self::Unnamed => None,
        }
    }
}

/// A layout reconciled with what is declared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reconciled {
    /// What is said of each field, in the order of the layout.
    pub fields: Vec<Finding>,
    /// Declared items that no field bears, in the order of the matter.
    pub never_seen: Vec<ItemId>,
}

/// Reconciles a layout with the items that are declared.
#[must_use]
pub fn reconcile(layout: &Layout, matter: &Matter, declared: &Items) -> Reconciled {
    let name = |item: ItemId| matter.items[item].name.as_str();
    let exactly: BTreeMap<String, ItemId> = declared.iter().map(|item| (fold(name(item)), item)).collect();
    let loosely: BTreeMap<String, ItemId> =
        declared.iter().map(|item| (loosened(name(item)), item)).collect();
    let mut taken: BTreeMap<ItemId, &Field> = BTreeMap::new();
    let mut fields: Vec<Option<Finding>> = Vec::new();
    for field in &layout.fields {
        let found = match &field.name {
            None => Some(Finding::Unnamed),
            Some(own) => {
                let known = wordings(field, own).into_iter().find_map(|word| {
                    let loose = || loosely.get(&loosened(&word));
                    exactly.get(&fold(&word)).or_else(loose).map(|item| (word, *item))
                });
                match known {
                    // The records of a fixed-width layout repeat a field; side by side under another head they do not.
                    Some((_, item)) if taken.get(&item).is_some_and(|other| !repeats(field, other)) => {
                        Some(Finding::Again(item))
                    }
                    Some((word, item)) => {
                        taken.insert(item, field);
                        let is_same = word == name(item);
                        Some(if is_same { Finding::Same(item) } else { Finding::Spelling(item) })
                    }
                    None if FILLERS.iter().any(|filler| fold(own).starts_with(&fold(filler))) => {
                        Some(Finding::Filler)
                    }
                    None => None,
                }
            }
        };
        fields.push(found);
    }
    let mut seen: BTreeSet<ItemId> = taken.keys().copied().collect();
    seen.extend(groups_seen(layout, matter, declared, &seen));
    renamed(layout, matter, declared, &mut seen, &mut fields);
    // Of a group that is there as one field the members are in it.
    let whole: Vec<ItemId> = seen.iter().flat_map(|item| matter.items[*item].members.iter()).collect();
    let one_field: BTreeSet<ItemId> = whole
        .into_iter()
        .filter(|member| {
            let holds =
                |item: &ItemId| matter.items[*item].members.contains(*member) && taken.contains_key(item);
            seen.iter().any(holds)
        })
        .collect();
    let never_seen =
        declared.iter().filter(|item| !seen.contains(item) && !one_field.contains(item)).collect();
    let fields = fields.into_iter().map(|found| found.unwrap_or(Finding::Undeclared)).collect();
    Reconciled { fields, never_seen }
}

/// Returns a name as far as it is the same in another spelling: kana folded, brackets and dots out.
fn loosened(name: &str) -> String {
    fold_kana(name)
        .chars()
        .filter(|c| !matches!(c, '(' | ')' | '[' | ']' | '「' | '」' | '・' | '_'))
        .collect()
}

/// Returns the words under which an item may be declared that a field is: with the headings above it, then its own.
fn wordings(field: &Field, own: &str) -> Vec<String> {
    let mut words = Vec::new();
    if let Some(group) = field.groups.last().filter(|_| field.extent.is_none()) {
        words.push(format!("{group}{own}"));
        words.push(format!("{group}の{own}"));
        words.push(format!("{group}（{own}）"));
    }
    words.push(own.to_owned());
    words
}

/// Returns whether a field stands once more in another record of a fixed-width layout.
fn repeats(field: &Field, other: &Field) -> bool {
    field.extent.is_some() && field.groups != other.groups
}

/// Returns the groups of items that a heading names, or of which a member is there.
fn groups_seen(layout: &Layout, matter: &Matter, declared: &Items, seen: &BTreeSet<ItemId>) -> Vec<ItemId> {
    let headings: BTreeSet<String> =
        layout.fields.iter().flat_map(|field| field.groups.iter().map(|group| loosened(group))).collect();
    let is_seen = |item: &ItemId| {
        let own = &matter.items[*item];
        !own.members.is_empty()
            && (headings.contains(&loosened(&own.name))
                || own.members.iter().any(|member| seen.contains(&member)))
    };
    declared.iter().filter(is_seen).collect()
}

/// Finds fields and items that are left, each of which is nearest to the other.
fn renamed(
    layout: &Layout,
    matter: &Matter,
    declared: &Items,
    seen: &mut BTreeSet<ItemId>,
    fields: &mut [Option<Finding>],
) {
    loop {
        let left: Vec<ItemId> = declared.iter().filter(|item| !seen.contains(item)).collect();
        let open: Vec<&str> = layout
            .fields
            .iter()
            .zip(fields.iter())
            .filter_map(|(field, found)| field.name.as_deref().filter(|_| found.is_none()))
            .collect();
        let mut found_one = false;
        for (field, found) in layout.fields.iter().zip(fields.iter_mut()) {
            let Some(own) = field.name.as_deref().filter(|_| found.is_none()) else { continue };
            let names =
                left.iter().filter(|item| !seen.contains(item)).map(|item| matter.items[*item].name.as_str());
            let Some(near) = nearest(own, names) else { continue };
            if nearest(near, open.iter().copied()) != Some(own) {
                continue;
            }
            if let Some(item) = left.iter().find(|item| matter.items[**item].name == near) {
                seen.insert(*item);
                *found = Some(Finding::Renamed(*item));
                found_one = true;
            }
        }
        if !found_one {
            return;
        }
    }
}
