//! What a matter allows, under the names that both years share.

use super::guard::Guard;
use crate::case::Case;
use crate::diff::facts::Token;
use crate::diff::identity::Identity;
use crate::diff::matching::Which;
use crate::diff::prose::Spelling;
use crate::model::contract::Connection;
use crate::model::ids::{Id, ItemId, RoleId};
use crate::model::item::Items;
use crate::source::Span;
use std::collections::{BTreeMap, BTreeSet};

/// Who holds something: a legal entity, a service, or a role that nobody is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Party {
    Company(Token),
    Service(Token),
    Role(Token),
}

/// Everything that a matter allows.
#[derive(Debug, Default)]
pub(super) struct Allowed {
    /// Everybody who plays a role.
    pub(super) parties: BTreeSet<Party>,
    pub(super) passages: BTreeMap<(Party, Party), Vec<(Guard, Items)>>,
    /// Passages of which is not said what passes.
    pub(super) unstated: BTreeMap<(Party, Party), Vec<Guard>>,
    /// By the party at the other end.
    pub(super) connections: BTreeMap<Party, Vec<(Guard, Items)>>,
    pub(super) makings: BTreeMap<Party, Items>,
    pub(super) permissions: BTreeMap<Party, Items>,
}

impl Allowed {
    /// Returns everything that a matter allows.
    pub(super) fn of(who: &Who<'_>, spelling: &Spelling) -> Self {
        let matter = who.side.matter;
        let parties = matter.roles.ids().flat_map(|role| who.parties(role)).collect();
        let mut allowed = Self { parties, ..Self::default() };
        for flow in &matter.flows {
            for link in flow.transfers() {
                let guard = Guard::of_link(who.side, link, spelling);
                let items = link.items.as_ref().map(|items| who.items(&items.value));
                for from in who.parties(link.from.value) {
                    for to in who.parties(link.to.value) {
                        match &items {
                            Some(items) => {
                                add(allowed.passages.entry((from, to)).or_default(), &guard, items)
                            }
                            None => allowed.unstated.entry((from, to)).or_default().push(guard.clone()),
                        }
                    }
                }
            }
            for step in &flow.steps {
                if let Some(makes) = &step.makes {
                    let items = who.items(&makes.value);
                    for party in who.parties(step.at.value) {
                        allowed.makings.entry(party).or_default().add_all(&items);
                    }
                }
            }
        }
        for connection in &matter.connections {
            let guard = Guard::of_connection(who.side, connection.form.as_ref());
            let items = who.items_of_connection(connection);
            let role = connection.counterparty.as_ref().map(|party| party.role.value);
            for party in role.into_iter().flat_map(|role| who.parties(role)) {
                add(allowed.connections.entry(party).or_default(), &guard, &items);
            }
        }
        let permissions = who.permissions().into_iter();
        allowed.permissions = permissions.map(|(party, (_, items, _))| (party, items)).collect();
        allowed
    }

    /// Returns the items that could not pass as well guarded.
    pub(super) fn lacks(&self, from: Party, to: Party, guard: &Guard, items: &Items) -> Items {
        left(self.passages.get(&(from, to)), guard, items)
    }

    /// Returns the items that could not come over a connection as well guarded; none where it was there.
    pub(super) fn lacks_connected(&self, party: Party, guard: &Guard, items: &Items) -> Option<Items> {
        let known = self.connections.get(&party);
        let is_covered = known.into_iter().flatten().any(|(own, _)| guard.is_covered_by(own));
        let left = left(known, guard, items);
        (!is_covered || !left.is_empty()).then_some(left)
    }

    /// Returns whether something unstated could pass as well guarded.
    pub(super) fn passed_unstated(&self, from: Party, to: Party, guard: &Guard) -> bool {
        let known = self.unstated.get(&(from, to));
        known.into_iter().flatten().any(|own| guard.is_covered_by(own))
    }

    /// Returns whether all items passed at all, on whatever line.
    pub(super) fn passed(&self, from: &[Party], to: &[Party], items: &Items) -> bool {
        from.iter().all(|from| {
            to.iter().all(|to| {
                let lines = self.passages.get(&(*from, *to)).into_iter().flatten();
                lines.fold(items.clone(), |left, (_, known)| left.without(known)).is_empty()
            })
        })
    }
}

fn add(known: &mut Vec<(Guard, Items)>, guard: &Guard, items: &Items) {
    match known.iter_mut().find(|(own, _)| own == guard) {
        Some((_, known)) => {
            known.add_all(items);
        }
        None => known.push((guard.clone(), items.clone())),
    }
}

fn left(known: Option<&Vec<(Guard, Items)>>, guard: &Guard, items: &Items) -> Items {
    let covering = known.into_iter().flatten().filter(|(own, _)| guard.is_covered_by(own));
    covering.fold(items.clone(), |left, (_, known)| left.without(known))
}

/// A matter's people and items under the names that both years share.
pub(super) struct Who<'w> {
    pub(super) side: &'w Case<'w>,
    pub(super) which: Which,
    pub(super) identity: &'w Identity,
}

impl Who<'_> {
    pub(super) fn parties(&self, role: RoleId) -> Vec<Party> {
        let row = &self.side.matter.roles[role];
        if row.is_unlimited() || row.providers.is_empty() {
            return vec![Party::Role(self.identity.role(self.which, role))];
        }
        row.providers
            .iter()
            .map(|provider| {
                let token = self.identity.providers.token(self.which, provider.index());
                // A service whose company only one year names is the same service.
                let both = self.identity.providers.both.get(token as usize);
                let is_in_both = both.is_some_and(|(old, new)| old.is_some() && new.is_some());
                match &self.side.matter.providers[*provider].party {
                    Some(party) if !is_in_both || self.identity.names_company_twice(token) => {
                        Party::Company(self.identity.companies.token(self.which, party.value.index()))
                    }
                    _ => Party::Service(token),
                }
            })
            .collect()
    }

    /// Returns single items under their shared numbers.
    pub(super) fn items(&self, items: &Items) -> Items {
        self.side
            .single_items(items)
            .map(|item| ItemId::from_index(self.identity.item(self.which, item) as usize))
            .collect()
    }

    /// Returns the items that a connection is for.
    pub(super) fn items_of_connection(&self, connection: &Connection) -> Items {
        let mut items = Items::default();
        for list in &connection.item_lists {
            items.add_all(&self.side.matter.item_lists[list.value].all);
        }
        self.items(&items)
    }

    /// Returns what each party may handle by any contract.
    pub(super) fn permissions(&self) -> BTreeMap<Party, (RoleId, Items, Span)> {
        let mut all: BTreeMap<Party, (RoleId, Items, Span)> = BTreeMap::new();
        for handles in self.side.matter.contracts.iter().flat_map(|contract| &contract.handles) {
            let role = handles.role.value;
            if self.side.matter.roles[role].is_unlimited() {
                continue;
            }
            let items = self.items(&handles.items.value);
            for party in self.parties(role) {
                let entry = all.entry(party).or_insert((role, Items::default(), handles.items.span));
                entry.1.add_all(&items);
            }
        }
        all
    }
}
