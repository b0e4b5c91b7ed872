//! Contracts, connections, lists of items and tasks.

use super::{Identity, Pairs, Which, alike, at_least, if_so, shared};
use crate::case::Case;
use crate::diff::facts::Token;
use crate::model::contract::{Connection, Contract, Task};
use crate::model::ids::{ConnectionId, ContractId, Id, ItemListId, Table};
use crate::model::item::ItemList;
use crate::source::Located;
use std::collections::{BTreeMap, BTreeSet};

fn words(text: Option<&Located<String>>) -> &str {
    text.map_or("", |text| &text.value)
}

/// Returns the tasks of a role under a contract.
fn tasks_of<'m>(side: &Case<'m>, of: Option<(usize, usize)>) -> Vec<&'m Task> {
    let matter = side.matter;
    let Some((contract, role)) = of else { return Vec::new() };
    matter.contracts[ContractId::from_index(contract)].tasks_of(Id::from_index(role)).collect()
}

impl Identity {
    fn parties(&self, which: Which, contract: &Contract) -> BTreeSet<Token> {
        contract.parties.iter().map(|party| self.role(which, party.role.value)).collect()
    }

    pub(super) fn contracts(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.contracts, &new.matter.contracts);
        fn keys(contracts: &Table<ContractId, Contract>) -> Vec<(&str, &str)> {
            contracts.iter().map(|own| (own.id.as_str(), words(own.title.as_ref()))).collect()
        }
        Pairs::by_key(keys(mine), keys(theirs), |one, other| {
            let (a, b) = (&mine[ContractId::from_index(one)], &theirs[ContractId::from_index(other)]);
            let weight = if_so(a.id.value == b.id.value, 40)
                + alike(words(a.title.as_ref()), words(b.title.as_ref())) * 40 / 100
                + shared(&self.parties(Which::Old, a), &self.parties(Which::New, b)) * 40 / 100;
            at_least(55, weight)
        })
    }

    pub(super) fn connections(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.connections, &new.matter.connections);
        let with = |which: Which, own: &Connection| {
            own.counterparty.as_ref().map(|party| self.role(which, party.role.value))
        };
        fn keys(connections: &Table<ConnectionId, Connection>) -> Vec<(&str, &str)> {
            connections.iter().map(|own| (own.id.as_str(), words(own.title.as_ref()))).collect()
        }
        Pairs::by_key(keys(mine), keys(theirs), |one, other| {
            let (a, b) = (&mine[ConnectionId::from_index(one)], &theirs[ConnectionId::from_index(other)]);
            let is_same = with(Which::Old, a).is_some() && with(Which::Old, a) == with(Which::New, b);
            let weight = if_so(a.id.value == b.id.value, 40)
                + if_so(is_same, 30)
                + alike(words(a.title.as_ref()), words(b.title.as_ref())) * 30 / 100;
            at_least(45, weight)
        })
    }

    pub(super) fn lists(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.item_lists, &new.matter.item_lists);
        // What a list holds, and for which contracts.
        let known = |which: Which, side: &Case<'_>| -> Vec<(BTreeSet<Token>, BTreeSet<Token>)> {
            let of = |list: &ItemList| {
                let contracts = list.applies_to.iter().flatten();
                let contracts = contracts.map(|own| self.contracts.token(which, own.value.index()));
                (list.all.iter().map(|item| self.item(which, item)).collect(), contracts.collect())
            };
            side.matter.item_lists.iter().map(of).collect()
        };
        let (all_mine, all_theirs) = (known(Which::Old, old), known(Which::New, new));
        type Known = (BTreeSet<Token>, BTreeSet<Token>);
        fn keys<'k>(
            lists: &'k Table<ItemListId, ItemList>,
            known: &'k [Known],
        ) -> Vec<(&'k str, &'k str, &'k Known)> {
            let lists = lists.iter().zip(known);
            lists.map(|(own, known)| (own.id.as_str(), words(own.title.as_ref()), known)).collect()
        }
        Pairs::by_key(keys(mine, &all_mine), keys(theirs, &all_theirs), |one, other| {
            let (items, contracts) = all_mine.get(one)?;
            let (their_items, their_contracts) = all_theirs.get(other)?;
            let (a, b) = (&mine[ItemListId::from_index(one)], &theirs[ItemListId::from_index(other)]);
            let weight = if_so(a.id.value == b.id.value, 40)
                + shared(items, their_items) * 40 / 100
                + shared(contracts, their_contracts) * 20 / 100
                + alike(words(a.title.as_ref()), words(b.title.as_ref())) * 20 / 100;
            at_least(45, weight)
        })
    }

    /// Pairs the tasks of each role under each contract that is in both years.
    pub(super) fn tasks(&self, old: &Case<'_>, new: &Case<'_>) -> BTreeMap<(Token, Token), Pairs> {
        let mut tasks = BTreeMap::new();
        for (contract, (one, other)) in (0..).zip(&self.contracts.both) {
            for (role, (mine, theirs)) in (0..).zip(&self.roles.both) {
                let (mine, theirs) = (tasks_of(old, one.zip(*mine)), tasks_of(new, other.zip(*theirs)));
                if mine.is_empty() && theirs.is_empty() {
                    continue;
                }
                fn acts<'s>(side: &Case<'s>, task: &Task) -> BTreeSet<&'s str> {
                    task.acts.iter().map(|act| side.common.acts[act.value].name.as_str()).collect()
                }
                fn keys<'s>(list: &[&'s Task]) -> Vec<&'s str> {
                    list.iter().map(|task| task.text.as_str()).collect()
                }
                let pairs = Pairs::by_key(keys(&mine), keys(&theirs), |one, other| {
                    let (a, b) = (mine.get(one)?, theirs.get(other)?);
                    let weight = shared(&acts(old, a), &acts(new, b)) / 2 + alike(&a.text, &b.text) / 2;
                    at_least(40, weight)
                });
                tasks.insert((contract, role), pairs);
            }
        }
        tasks
    }
}
