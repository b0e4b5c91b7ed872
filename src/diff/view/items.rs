//! Data items and the lists they stand in.

use super::{About, View, called, short};
use crate::diff::facts::{Shown, Token};
use crate::diff::kinds::Kind;
use crate::model::ids::{ContractId, Id, ItemListId};
use crate::source::Span;
use crate::text;

impl<'v> View<'v, '_> {
    pub(super) fn items(&mut self) {
        let matter = self.side.matter;
        let mut places: Vec<Span> = vec![Span::NOWHERE; matter.items.len()];
        for entry in matter.item_lists.iter().flat_map(|list| list.walk()) {
            if let Some(place) = places.get_mut(entry.item.index()).filter(|place| !place.is_somewhere()) {
                *place = entry.span;
            }
        }
        for (id, item) in matter.items.enumerate() {
            let at = [self.identity.item(self.which, id)];
            let about = About::of(item.name.as_str());
            let place = places.get(id.index()).copied().unwrap_or(Span::NOWHERE);
            self.thing(Kind::Item, &at, &about, place, item.name.as_str());
            self.shown(Kind::ItemName, &at, &about, place, item.name.as_str());
            let kinds = self.vocabulary(item.kinds.iter().map(|kind| (kind.ja(), kind.word())));
            self.set(Kind::ItemKinds, &at, &about, place, kinds);
            let sources = self.vocabulary(item.sources.iter().map(|own| (own.ja(), own.word())));
            self.set(Kind::ItemSources, &at, &about, place, sources);
        }
        for (id, list) in matter.item_lists.enumerate() {
            let at = [self.identity.lists.token(self.which, id.index())];
            let about = About::noun(self.list_name(id), list.name(), "一覧");
            let items = self.items_of(&list.all);
            let count = items.len();
            self.thing(Kind::ItemList, &at, &about, list.span, text!("{count}項目", "{count} items"));
            self.text(Kind::ListTitle, &at, &about, list.title.as_ref());
            self.text(Kind::ListHeading, &at, &about, list.heading.as_ref());
            let shown = ["一つの資料として示す", "shown as a material of its own"];
            self.flag(Kind::ListMaterial, &at, &about, list.span, list.material, shown);
            if let Some(contracts) = &list.applies_to {
                let contracts: Vec<(Token, Shown<'_>)> =
                    contracts.iter().map(|own| self.contract_member(own.value)).collect();
                self.set(Kind::ListApplies, &at, &about, list.span, contracts);
            }
            self.set(Kind::ListItems, &at, &about, list.entries_span, items);
            for entry in list.walk() {
                let Some(needed_by) = &entry.needed_by else { continue };
                let names: Vec<Shown<'_>> =
                    needed_by.value.iter().map(|own| self.contract_name(*own)).collect();
                let shown = if names.is_empty() {
                    Shown::both("使う手順が見当たらない", "no step uses it")
                } else {
                    Shown::listed(&names)
                };
                let about = about.below(entry.name.value.as_str());
                let at = [self.identity.item(self.which, entry.item), at[0]];
                self.shown(Kind::ItemNeededBy, &at, &about, needed_by.span, shown);
            }
        }
    }

    /// Returns a contract as a member of a set.
    fn contract_member(&self, id: ContractId) -> (Token, Shown<'static>) {
        (self.identity.contracts.token(self.which, id.index()), self.contract_name(id))
    }

    /// Returns what a list is called.
    pub(super) fn list_name(&self, id: ItemListId) -> Shown<'static> {
        let lists = &self.side.matter.item_lists;
        let all = lists.iter().map(|own| own.title.as_ref().unwrap_or(&own.id).value.as_str());
        called("一覧", "list", &short(all, id.index()))
    }
}
