//! The proof: does the new year allow anything that the old one did not?
//!
//! A matter allows three things, each for a legal entity (a service without one, or a role that nobody is named
//! for, counts as somebody of its own):
//!
//! - a *passage*: one hands an item to another over a line of some openness and protection;
//! - a *making*: one makes an item in a step;
//! - a *permission*: a contract lets one handle an item.
//!
//! A path is a beginning (somebody's own item, or a making) and passages that follow upon each other, so a path of
//! the new year is none of the old year exactly where a making or a passage in it is none. It is enough, then, to
//! decide over all passages, makings and permissions, of which there are finitely many: parties times parties times
//! items. Sets of items are bit sets. A passage over a weaker line than before is a new one; over the same or a
//! stronger line it is not. What is not stated was never allowed.

mod paths;
#[cfg(test)]
mod tests;

use super::facts::Token;
use super::identity::Identity;
use super::matching::Which;
use super::policy::Policy;
use super::rules;
use super::side::Side;
use crate::diagnostic::Text;
use crate::model::flow::Link;
use crate::model::ids::{FlowId, Id, ItemId, LinkId, RoleId};
use crate::model::item::Items;
use crate::model::vocabulary::Requires;
use crate::proof::Proof;
use crate::source::Span;
use crate::text;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// Who holds something: a legal entity, a service, or a role that nobody is named for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Party {
    Company(Token),
    Service(Token),
    Role(Token),
}

/// How a passage is guarded; a greater number is weaker, `None` is not stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Guard {
    open: Option<bool>,
    plain: Option<bool>,
}

impl Guard {
    fn of(side: &Side<'_>, link: &Link) -> Self {
        let common = side.common;
        let open = link.network.as_ref().map(|network| !common.networks[network.value].closed);
        let plain = link
            .protections
            .as_ref()
            .map(|list| !list.value.iter().any(|own| common.protections[own.value].encrypts));
        Self { open, plain }
    }

    /// Returns whether what passes under `self` could pass under `old` as well guarded.
    fn is_covered_by(self, old: Self) -> bool {
        let covers = |new: Option<bool>, old: Option<bool>| match (new, old) {
            (Some(new), Some(old)) => new <= old,
            // A statement that it is guarded is no weaker than silence; one that it is not is.
            (Some(new), None) => !new,
            (None, Some(_)) => false,
            (None, None) => true,
        };
        covers(self.open, old.open) && covers(self.plain, old.plain)
    }
}

/// Everything that a matter allows.
#[derive(Debug, Default)]
struct Allowed {
    passages: BTreeMap<(Party, Party), Vec<(Guard, Items)>>,
    makings: BTreeMap<Party, Items>,
    permissions: BTreeMap<Party, Items>,
}

/// What has become possible.
#[derive(Clone, Debug)]
pub struct Possibility {
    /// Passage, making or permission.
    pub kind: Possible,
    /// Who may do more than before.
    pub who: Vec<String>,
    /// With which items.
    pub items: Vec<String>,
    /// By which path: who has it first, then each line.
    pub path: Vec<String>,
    /// Why it was not possible.
    pub why: Text,
    /// Where it is written.
    pub span: Span,
}

/// A kind of possibility.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Possible {
    /// Somebody receives an item.
    Receives,
    /// Somebody makes an item.
    Makes,
    /// Somebody may handle an item that no line brings.
    May,
}

impl Possible {
    /// Returns the word for a reader.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Makes => text!("作る", "makes"),
            Self::May => text!("取り扱うことを認められる", "may handle"),
            Self::Receives => text!("受け取る", "receives"),
        }
    }

    /// Returns the word of machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Makes => "makes",
            Self::May => "may",
            Self::Receives => "receives",
        }
    }
}

/// The answer of the proof, with what it was decided over.
#[derive(Clone, Debug)]
pub struct Verdict {
    /// What has become possible; nothing where the new year is within the old one.
    pub new: Vec<Possibility>,
    /// What a new possibility calls for.
    pub requires: Requires,
    /// Parties of the new year.
    pub parties: usize,
    /// Single items of the new year.
    pub items: usize,
    /// Passages that were looked at: from whom, to whom, which item.
    pub passages: usize,
}

impl Verdict {
    /// Returns whether the new year allows nothing that the old one did not.
    #[must_use]
    pub fn is_within(&self) -> bool {
        self.new.is_empty()
    }
}

/// Decides whether the new year allows anything that the old one did not.
pub(crate) fn decide(old: &Side<'_>, new: &Side<'_>, identity: &Identity, policy: Policy<'_>) -> Verdict {
    let before = allowed(old, Which::Old, identity);
    let who = Who { side: new, which: Which::New, identity };
    // Only a new passage is told with its path.
    let proof = LazyCell::new(|| Proof::new(new.matter));
    let mut found = Vec::new();
    let mut passages = 0;
    let mut reached: BTreeMap<Party, Items> = BTreeMap::new();
    let mut parties: BTreeSet<Party> = BTreeSet::new();
    for (flow, own) in new.matter.flows.enumerate() {
        for (id, link) in own.links.enumerate().filter(|(_, link)| link.is_transfer()) {
            let Some(items) = &link.items else { continue };
            let items = who.items(&items.value);
            let mut newly: BTreeMap<Vec<usize>, Vec<Party>> = BTreeMap::new();
            for to in who.parties(link.to.value) {
                parties.insert(to);
                reached.entry(to).or_default().add_all(&items);
                let mut lacking = Items::default();
                for from in who.parties(link.from.value) {
                    parties.insert(from);
                    passages += items.len();
                    lacking.add_all(&before.lacks(from, to, Guard::of(new, link), &items));
                }
                if !lacking.is_empty() {
                    newly.entry(lacking.iter().map(Id::index).collect()).or_default().push(to);
                }
            }
            for (lacking, to) in newly {
                let lacking: Items = lacking.into_iter().map(ItemId::from_index).collect();
                found.extend(who.received(old, &before, &proof, (flow, id), &lacking, &to));
            }
        }
    }
    for (flow, own) in new.matter.flows.enumerate() {
        for step in &own.steps {
            let Some(makes) = &step.makes else { continue };
            if new.matter.roles[step.at.value].is_unlimited() {
                continue;
            }
            let items = who.items(&makes.value);
            let mut newly: BTreeMap<Vec<usize>, Vec<Party>> = BTreeMap::new();
            for party in who.parties(step.at.value) {
                let known = before.makings.get(&party).cloned().unwrap_or_default();
                let lacking = items.without(&known);
                reached.entry(party).or_default().add_all(&items);
                if !lacking.is_empty() {
                    newly.entry(lacking.iter().map(Id::index).collect()).or_default().push(party);
                }
            }
            for (lacking, parties) in newly {
                let lacking: Items = lacking.into_iter().map(ItemId::from_index).collect();
                found.push(who.made(flow, step, &parties, &lacking));
            }
        }
    }
    for (party, (role, items, span)) in permissions(new, &who) {
        let known = before.permissions.get(&party).cloned().unwrap_or_default();
        let told = reached.get(&party).cloned().unwrap_or_default();
        let lacking = items.without(&known).without(&told);
        if !lacking.is_empty() {
            found.push(who.allowed(role, party, &lacking, span));
        }
    }
    let items = (0..new.matter.items.len())
        .filter(|own| new.matter.items[ItemId::from_index(*own)].members.is_empty());
    Verdict {
        new: found,
        requires: policy.requires(&rules::NEW_POSSIBILITY, super::class::Class::Widening),
        parties: parties.len(),
        items: items.count(),
        passages,
    }
}

/// A matter's people and items under the names that both years share.
struct Who<'w> {
    side: &'w Side<'w>,
    which: Which,
    identity: &'w Identity,
}

impl Who<'_> {
    fn parties(&self, role: RoleId) -> Vec<Party> {
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
    fn items(&self, items: &Items) -> Items {
        self.side
            .single(items)
            .map(|item| ItemId::from_index(self.identity.item(self.which, item) as usize))
            .collect()
    }
}

/// Returns what each party may handle by any contract.
fn permissions(side: &Side<'_>, who: &Who<'_>) -> BTreeMap<Party, (RoleId, Items, Span)> {
    let mut all: BTreeMap<Party, (RoleId, Items, Span)> = BTreeMap::new();
    for handles in side.matter.contracts.iter().flat_map(|contract| &contract.handles) {
        let role = handles.role.value;
        if side.matter.roles[role].is_unlimited() {
            continue;
        }
        let items = who.items(&handles.items.value);
        for party in who.parties(role) {
            let entry = all.entry(party).or_insert((role, Items::default(), handles.items.span));
            entry.1.add_all(&items);
        }
    }
    all
}

/// Returns everything that a matter allows.
fn allowed(side: &Side<'_>, which: Which, identity: &Identity) -> Allowed {
    let who = Who { side, which, identity };
    let mut allowed = Allowed::default();
    for flow in &side.matter.flows {
        for link in flow.transfers() {
            let Some(items) = &link.items else { continue };
            let (items, guard) = (who.items(&items.value), Guard::of(side, link));
            for from in who.parties(link.from.value) {
                for to in who.parties(link.to.value) {
                    let known = allowed.passages.entry((from, to)).or_default();
                    match known.iter_mut().find(|(own, _)| *own == guard) {
                        Some((_, known)) => {
                            known.add_all(&items);
                        }
                        None => known.push((guard, items.clone())),
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
    allowed.permissions =
        permissions(side, &who).into_iter().map(|(party, (_, items, _))| (party, items)).collect();
    allowed
}

impl Allowed {
    /// Returns the items that could not pass as well guarded.
    fn lacks(&self, from: Party, to: Party, guard: Guard, items: &Items) -> Items {
        let mut lacking = items.clone();
        for (own, known) in self.passages.get(&(from, to)).into_iter().flatten() {
            if guard.is_covered_by(*own) {
                lacking = lacking.without(known);
            }
        }
        lacking
    }

    /// Returns whether all items passed at all, on whatever line.
    fn passed(&self, from: &[Party], to: &[Party], items: &Items) -> bool {
        from.iter().all(|from| {
            to.iter().all(|to| {
                let lines = self.passages.get(&(*from, *to)).into_iter().flatten();
                lines.fold(items.clone(), |left, (_, known)| left.without(known)).is_empty()
            })
        })
    }
}

/// A link of a flow.
type Hop = (FlowId, LinkId);
