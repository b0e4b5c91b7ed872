//! The proof: does the new year allow anything that the old one did not?
//!
//! A matter allows these things, each for a legal entity (a service without one, or a role that nobody is named
//! for, counts as somebody of its own):
//!
//! - a *passage*: one hands an item to another over a line of some openness and protection, or by other means; where
//!   it is not said what passes, anything may;
//! - a *connection*: another's computer is connected with the ward's for some items, over a network;
//! - a *making*: one makes an item in a step;
//! - a *permission*: a contract lets one handle an item.
//!
//! A path is a beginning (somebody's own item, or a making) and passages that follow upon each other, so a path of
//! the new year is none of the old year exactly where a making or a passage in it is none. It is enough, then, to
//! decide over all passages, connections, makings and permissions, of which there are finitely many: parties times
//! parties times items. Sets of items are bit sets. A passage over a weaker line than before is a new one; over the
//! same or a stronger line it is not. What is not stated was never allowed.
//!
//! Where servers stand, how long the matter runs and how many persons it is about is no possibility of a path: that
//! is told by the changes alone ([`Verdict::beyond`]).

mod allowed;
mod guard;
mod paths;
#[cfg(test)]
mod tests;

use super::identity::Identity;
use super::matching::Which;
use super::policy::Policy;
use super::prose::Spelling;
use super::rules;
use crate::case::Case;
use crate::diagnostic::Text;
use crate::model::ids::{FlowId, Id, ItemId, LinkId};
use crate::model::item::Items;
use crate::model::vocabulary::Requires;
use crate::proof::Proof;
use crate::source::Span;
use crate::text;
use allowed::{Allowed, Party, Who};
use guard::Guard;
use std::cell::LazyCell;
use std::collections::{BTreeMap, BTreeSet};

/// What has become possible.
#[derive(Clone, Debug)]
pub struct Possibility {
    /// Passage, connection, making or permission.
    pub kind: Possible,
    /// Who may do more than before.
    pub who: Vec<String>,
    /// With which items.
    pub items: Vec<Text>,
    /// By which path: who has it first, then each line.
    pub path: Vec<Text>,
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
    /// Somebody's computer is connected for an item.
    Connects,
}

impl Possible {
    /// Returns the word for a reader.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Connects => text!("結合する", "is connected"),
            Self::Makes => text!("作る", "makes"),
            Self::May => text!("取り扱うことを認められる", "may handle"),
            Self::Receives => text!("受け取る", "receives"),
        }
    }

    /// Returns the word of machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Connects => "connects",
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

    /// Returns what the proof does not decide, in words.
    #[must_use]
    pub fn beyond() -> Text {
        text!(
            "期間、人数、端末・サーバの場所は、この確かめの外（変更の一覧で見る）",
            "terms, numbers of persons and places of servers are not part of this: see the changes"
        )
    }
}

/// Decides whether the new year allows anything that the old one did not.
pub(crate) fn decide(
    old: &Case<'_>,
    new: &Case<'_>,
    identity: &Identity,
    policy: Policy<'_>,
    spelling: &Spelling,
) -> Verdict {
    let before = Allowed::of(&Who { side: old, which: Which::Old, identity }, spelling);
    let who = Who { side: new, which: Which::New, identity };
    let mut deciding = Deciding {
        old,
        new,
        before,
        who,
        spelling,
        found: Vec::new(),
        passages: 0,
        parties: BTreeSet::new(),
        reached: BTreeMap::new(),
        newly: BTreeMap::new(),
    };
    deciding.received();
    deciding.connected();
    deciding.made();
    deciding.permitted();
    let items = new.matter.items.iter().filter(|item| item.members.is_empty());
    Verdict {
        new: deciding.found,
        requires: policy.requires(&rules::NEW_POSSIBILITY, super::class::Class::Widening),
        parties: deciding.parties.len(),
        items: items.count(),
        passages: deciding.passages,
    }
}

/// A set of items by which things are put together.
type Indexes = Vec<usize>;

fn indexes(items: &Items) -> Indexes {
    items.iter().map(Id::index).collect()
}

fn of_indexes(items: Indexes) -> Items {
    items.into_iter().map(ItemId::from_index).collect()
}

/// The proof while it is made.
struct Deciding<'d> {
    old: &'d Case<'d>,
    new: &'d Case<'d>,
    before: Allowed,
    who: Who<'d>,
    spelling: &'d Spelling,
    found: Vec<Possibility>,
    passages: usize,
    parties: BTreeSet<Party>,
    /// What comes to each party, or is made by it.
    reached: BTreeMap<Party, Items>,
    /// What of it could not before.
    newly: BTreeMap<Party, Items>,
}

impl Deciding<'_> {
    /// What passes over the lines.
    fn received(&mut self) {
        let (new, who) = (self.new, &self.who);
        // Only a new passage is told with its path.
        let proof = LazyCell::new(|| Proof::new(new.matter));
        for (flow, own) in new.matter.flows.enumerate() {
            for (id, link) in own.links.enumerate().filter(|(_, link)| link.is_transfer()) {
                let guard = Guard::of_link(new, link, self.spelling);
                let senders = who.parties(link.from.value);
                self.parties.extend(&senders);
                let Some(items) = &link.items else {
                    let is_new = |to: &Party| {
                        senders.iter().any(|from| !self.before.passed_unstated(*from, *to, &guard))
                    };
                    let to: Vec<Party> = who.parties(link.to.value).into_iter().filter(is_new).collect();
                    self.parties.extend(who.parties(link.to.value));
                    if !to.is_empty() {
                        self.found.push(who.unstated(self.old, &self.before, link, &senders, &to));
                    }
                    continue;
                };
                let items = who.items(&items.value);
                let mut newly: BTreeMap<Indexes, (Vec<Party>, BTreeSet<Party>)> = BTreeMap::new();
                for to in who.parties(link.to.value) {
                    self.parties.insert(to);
                    self.reached.entry(to).or_default().add_all(&items);
                    let (mut lacking, mut from_whom) = (Items::default(), Vec::new());
                    for from in &senders {
                        self.passages += items.len();
                        let lacks = self.before.lacks(*from, to, &guard, &items);
                        from_whom.extend((!lacks.is_empty()).then_some(*from));
                        lacking.add_all(&lacks);
                    }
                    if !lacking.is_empty() {
                        self.newly.entry(to).or_default().add_all(&lacking);
                        let (receivers, all) = newly.entry(indexes(&lacking)).or_default();
                        receivers.push(to);
                        all.extend(from_whom);
                    }
                }
                for (lacking, (to, from)) in newly {
                    let ends = (&*from.into_iter().collect::<Vec<_>>(), &*to);
                    let lacking = of_indexes(lacking);
                    self.found.extend(who.received(
                        self.old,
                        &self.before,
                        &proof,
                        (flow, id),
                        &lacking,
                        ends,
                    ));
                }
            }
        }
    }

    /// What another's computer is connected for, unless a new line tells it already.
    fn connected(&mut self) {
        for connection in &self.new.matter.connections {
            let Some(role) = connection.counterparty.as_ref().map(|party| party.role.value) else { continue };
            let guard = Guard::of_connection(self.new, connection.form.as_ref());
            let items = self.who.items_of_connection(connection);
            let mut newly: BTreeMap<Indexes, Vec<Party>> = BTreeMap::new();
            for party in self.who.parties(role) {
                self.parties.insert(party);
                self.passages += items.len();
                let Some(lacking) = self.before.lacks_connected(party, &guard, &items) else { continue };
                let told = self.newly.get(&party).cloned().unwrap_or_default();
                let left = lacking.without(&told);
                if lacking.is_empty() || !left.is_empty() {
                    newly.entry(indexes(&left)).or_default().push(party);
                }
            }
            for (lacking, parties) in newly {
                self.found.push(self.who.connected(
                    &self.before,
                    connection,
                    role,
                    &parties,
                    &of_indexes(lacking),
                ));
            }
        }
    }

    /// What is made. The ward holds every item that it had, so only one that is in no earlier year is new to it.
    fn made(&mut self) {
        for (flow, own) in self.new.matter.flows.enumerate() {
            for step in &own.steps {
                let Some(makes) = &step.makes else { continue };
                let mut items = self.who.items(&makes.value);
                if self.new.matter.roles[step.at.value].is_unlimited() {
                    let both = &self.who.identity.items.both;
                    let is_new = |item: &ItemId| both.get(item.index()).is_some_and(|(old, _)| old.is_none());
                    items = items.iter().filter(is_new).collect();
                }
                let mut newly: BTreeMap<Indexes, Vec<Party>> = BTreeMap::new();
                for party in self.who.parties(step.at.value) {
                    let known = self.before.makings.get(&party).cloned().unwrap_or_default();
                    let lacking = items.without(&known);
                    self.reached.entry(party).or_default().add_all(&items);
                    if !lacking.is_empty() {
                        newly.entry(indexes(&lacking)).or_default().push(party);
                    }
                }
                for (lacking, parties) in newly {
                    self.found.push(self.who.made(&self.before, flow, step, &parties, &of_indexes(lacking)));
                }
            }
        }
    }

    /// What a contract lets somebody handle that nothing brings.
    fn permitted(&mut self) {
        for (party, (role, items, span)) in self.who.permissions() {
            let known = self.before.permissions.get(&party).cloned().unwrap_or_default();
            let told = self.reached.get(&party).cloned().unwrap_or_default();
            let lacking = items.without(&known).without(&told);
            if !lacking.is_empty() {
                self.found.push(self.who.allowed(&self.before, role, party, &lacking, span));
            }
        }
    }
}

/// A link of a flow.
type Hop = (FlowId, LinkId);
