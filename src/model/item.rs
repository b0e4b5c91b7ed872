//! 情報項目: data items, lists of them, and fast sets of them.

use super::ids::{ContractId, Id, ItemId};
use super::vocabulary::{ItemKind, ItemSource};
use crate::source::{Located, Span};

/// A data item. Two entries of one name are one item, in whichever list they stand.
#[derive(Clone, Debug)]
pub struct Item {
    /// The name, as first written.
    pub name: String,
    /// All kinds that any entry gives it.
    pub kinds: Vec<ItemKind>,
    /// From whom any entry or list says that the ward has it.
    pub sources: Vec<ItemSource>,
    /// The items in it, where it is a group (項目群).
    pub members: Items,
}

/// A list of items (情報項目の一覧).
#[derive(Clone, Debug)]
pub struct ItemList {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Title of the material it is printed as.
    pub title: Option<Located<String>>,
    /// Heading over the list.
    pub heading: Option<Located<String>>,
    /// True where it is a material of its own (資料１３－４), false where it stands in the annex.
    pub material: bool,
    /// The contracts that the list's title speaks for; `None` where it does not say.
    pub applies_to: Option<Vec<Located<ContractId>>>,
    /// From whom the ward has the items of the list, but for those that say otherwise.
    pub sources: Vec<Located<ItemSource>>,
    /// The list of entries as a whole.
    pub entries_span: Span,
    /// The entries in order.
    pub entries: Vec<ItemEntry>,
    /// All items of the list, members of groups too.
    pub all: Items,
}

impl ItemList {
    /// Returns its title, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id.value, |title| &title.value)
    }

    /// Returns every entry, groups before their members.
    pub fn walk(&self) -> impl Iterator<Item = &ItemEntry> {
        self.entries.iter().flat_map(|entry| std::iter::once(entry).chain(entry.members.iter()))
    }
}

/// One entry of a list.
#[derive(Clone, Debug)]
pub struct ItemEntry {
    /// Which item it is.
    pub item: ItemId,
    /// The whole record.
    pub span: Span,
    /// The name as written here.
    pub name: Located<String>,
    /// The kinds given here.
    pub kinds: Vec<Located<ItemKind>>,
    /// From whom the ward has it, as written here.
    pub sources: Vec<Located<ItemSource>>,
    /// The contracts that need it; `None` where all that use the list do.
    pub needed_by: Option<Located<Vec<ContractId>>>,
    /// The entries in it, where it is a group; groups do not nest.
    pub members: Vec<ItemEntry>,
}

/// A set of items, one bit an item.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Items {
    words: Vec<u64>,
}

impl Items {
    /// Adds an item.
    pub fn insert(&mut self, item: ItemId) {
        let (word, bit) = (item.index() / 64, item.index() % 64);
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        if let Some(word) = self.words.get_mut(word) {
            *word |= 1 << bit;
        }
    }

    /// Returns whether the item is in the set.
    #[must_use]
    pub fn contains(&self, item: ItemId) -> bool {
        self.words.get(item.index() / 64).is_some_and(|word| word >> (item.index() % 64) & 1 == 1)
    }

    /// Adds all of `other`; returns whether that added any.
    pub fn add_all(&mut self, other: &Self) -> bool {
        if self.words.len() < other.words.len() {
            self.words.resize(other.words.len(), 0);
        }
        let mut grew = false;
        for (word, more) in self.words.iter_mut().zip(&other.words) {
            grew |= *more & !*word != 0;
            *word |= more;
        }
        grew
    }

    /// Returns the items of this set that `other` lacks.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let words = self
            .words
            .iter()
            .enumerate()
            .map(|(index, word)| word & !other.words.get(index).copied().unwrap_or(0))
            .collect();
        Self { words }
    }

    /// Returns the items in both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self { words: self.words.iter().zip(&other.words).map(|(one, two)| one & two).collect() }
    }

    /// Returns whether no item is in the set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.words.iter().all(|word| *word == 0)
    }

    /// Returns the number of items.
    #[must_use]
    pub fn len(&self) -> usize {
        self.words.iter().map(|word| word.count_ones() as usize).sum()
    }

    /// Returns whether all items of this set are in `other`.
    #[must_use]
    pub fn is_within(&self, other: &Self) -> bool {
        self.without(other).is_empty()
    }

    /// Returns the items in the order they were first written.
    pub fn iter(&self) -> impl Iterator<Item = ItemId> + '_ {
        self.words.iter().enumerate().flat_map(|(index, word)| {
            (0..64)
                .filter(move |bit| word >> bit & 1 == 1)
                .map(move |bit| ItemId::from_index(index * 64 + bit))
        })
    }
}

impl FromIterator<ItemId> for Items {
    fn from_iter<I: IntoIterator<Item = ItemId>>(items: I) -> Self {
        let mut set = Self::default();
        for item in items {
            set.insert(item);
        }
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn set(of: &BTreeSet<usize>) -> Items {
        of.iter().map(|index| ItemId::from_index(*index)).collect()
    }

    proptest! {
        #[test]
        fn behaves_as_a_set(one in prop::collection::btree_set(0..200usize, 0..40), two in prop::collection::btree_set(0..200usize, 0..40)) {
            let (a, b) = (set(&one), set(&two));
            prop_assert_eq!(a.len(), one.len());
            prop_assert_eq!(a.is_empty(), one.is_empty());
            prop_assert_eq!(a.without(&b).len(), one.difference(&two).count());
            prop_assert_eq!(a.and(&b).len(), one.intersection(&two).count());
            prop_assert_eq!(a.is_within(&b), one.is_subset(&two));
            let mut sum = a.clone();
            prop_assert_eq!(sum.add_all(&b), !two.is_subset(&one));
            prop_assert_eq!(sum.iter().map(Id::index).collect::<Vec<_>>(), one.union(&two).copied().collect::<Vec<_>>());
        }
    }
}
