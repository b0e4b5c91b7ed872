//! The flow proof: who can come to hold which item, by which path, and whether each link keeps to its scope.
//!
//! For each flow, in the order of its steps:
//!
//! 1. The principal holds everything from the start, and so does the ward, whose data it is.
//! 2. A step that makes items gives them to its role.
//! 3. A link delivers its items to the receiver. Before that, three questions: may the sender handle them under
//!    the flow's contract, may the receiver, and does the sender hold them by now?
//!
//! A link that belongs to no step may happen at any time, so it is followed as soon as its sender holds
//! something. What is found wrong is noted and then delivered all the same, so that one fault is told once.
//! Sets of items are bit sets and roles are numbers: a matter of 10,000 links is proved in a few milliseconds.

mod copies;
mod path;

pub use copies::{Copy, copies};
pub use path::{Answer, Hop, Origin};

use crate::model::ids::{ContractId, FlowId, Id, LinkId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use std::collections::BTreeMap;

/// What a role may handle under a contract.
#[derive(Clone, Copy, Debug)]
pub enum Scope<'m> {
    /// These items; true where that is assumed (推定).
    Items(&'m Items, bool),
    /// The contract binds the role but does not say what it handles.
    NotStated,
    /// Nothing binds the role.
    Unbound,
    /// The principal and the ward.
    Unlimited,
}

/// A fault of a link.
#[derive(Clone, Debug)]
pub struct Violation {
    /// The flow.
    pub flow: FlowId,
    /// The link in it.
    pub link: LinkId,
    /// What is wrong.
    pub fault: Fault,
    /// The items concerned.
    pub items: Items,
}

/// What is wrong with the items of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The sender came to hold them only under another contract (a way round).
    FromOtherContract(ContractId),
    /// The sender receives or makes them only in a later step.
    NotYetHeld,
    /// Nothing in the matter says how the sender came to hold them.
    OriginUnknown,
    /// Outside what the receiver may handle.
    OutsideReceiver,
    /// Outside what the sender may handle.
    OutsideSender,
}

/// What a matter's flows come to.
#[derive(Debug)]
pub struct Proof<'m> {
    matter: &'m Matter,
    /// Every fault, by flow and link.
    pub violations: Vec<Violation>,
    /// What each role holds at the end of each flow; by flow, then by role.
    held: Vec<Vec<Items>>,
    all: Items,
}

impl<'m> Proof<'m> {
    /// Proves the flows of a matter.
    #[must_use]
    pub fn new(matter: &'m Matter) -> Self {
        let all = matter.items.ids().collect();
        let mut proof = Self { matter, violations: Vec::new(), held: Vec::new(), all };
        let mut not_held = Vec::new();
        for flow in matter.flows.ids() {
            let held = proof.run(flow, &mut not_held);
            proof.held.push(held);
        }
        for (flow, link, items) in not_held {
            proof.explain_not_held(flow, link, items);
        }
        proof.violations.sort_by_key(|violation| (violation.flow, violation.link));
        proof
    }

    /// Returns what a role may handle under a contract (`None`: a flow that names no contract).
    #[must_use]
    pub fn scope(&self, contract: Option<ContractId>, role: RoleId) -> Scope<'m> {
        if self.matter.roles[role].is_unlimited() {
            return Scope::Unlimited;
        }
        let Some(contract) = contract.map(|id| &self.matter.contracts[id]) else { return Scope::Unbound };
        match contract.handles_of(role) {
            Some(handles) => Scope::Items(&handles.items.value, handles.assumed),
            None if contract.binds(role) => Scope::NotStated,
            None => Scope::Unbound,
        }
    }

    /// Returns what a role holds at the end of a flow.
    #[must_use]
    pub fn held(&self, flow: FlowId, role: RoleId) -> Items {
        self.held.get(flow.index()).and_then(|roles| roles.get(role.index())).cloned().unwrap_or_default()
    }

    /// Follows one flow and returns what each role holds at its end.
    fn run(&mut self, id: FlowId, not_held: &mut Vec<(FlowId, LinkId, Items)>) -> Vec<Items> {
        let flow = &self.matter.flows[id];
        let mut held: Vec<Items> = self
            .matter
            .roles
            .iter()
            .map(|role| if role.is_unlimited() { self.all.clone() } else { Items::default() })
            .collect();
        let mut stage: BTreeMap<LinkId, u64> = BTreeMap::new();
        for step in &flow.steps {
            for link in &step.links {
                let no = stage.entry(link.value).or_insert(step.no.value);
                *no = (*no).min(step.no.value);
            }
        }
        let mut leaving: Vec<Vec<LinkId>> = vec![Vec::new(); held.len()];
        for (link, row) in flow.links.enumerate() {
            if row.is_transfer()
                && !stage.contains_key(&link)
                && let Some(links) = leaving.get_mut(row.from.value.index())
            {
                links.push(link);
            }
        }
        let mut numbers: Vec<u64> = flow.steps.iter().map(|step| step.no.value).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut by_number: BTreeMap<u64, Vec<LinkId>> = BTreeMap::new();
        for (link, no) in &stage {
            by_number.entry(*no).or_default().push(*link);
        }
        let mut follow = Follow { matter: self.matter, flow: id, held: &mut held, leaving: &leaving };
        let everyone: Vec<RoleId> = self.matter.roles.ids().collect();
        follow.spread(&everyone);
        for no in numbers {
            for step in flow.steps.iter().filter(|step| step.no.value == no) {
                if let Some(makes) = &step.makes
                    && follow.give(step.at.value, makes)
                {
                    follow.spread(&[step.at.value]);
                }
            }
            let links = by_number.get(&no).map(Vec::as_slice).unwrap_or_default();
            follow.deliver(links, not_held);
        }
        // Links of no step: what their sender never came to hold, and their delivery.
        let loose: Vec<LinkId> = leaving.iter().flatten().copied().collect();
        follow.deliver(&loose, not_held);
        for (link, row) in flow.links.enumerate().filter(|(_, row)| row.is_transfer()) {
            let Some(items) = &row.items else { continue };
            let contract = flow.contract.as_ref().map(|contract| contract.value);
            for (role, fault) in
                [(row.to.value, Fault::OutsideReceiver), (row.from.value, Fault::OutsideSender)]
            {
                if let Scope::Items(allowed, _) = self.scope(contract, role) {
                    let outside = items.without(allowed);
                    if !outside.is_empty() {
                        self.violations.push(Violation { flow: id, link, fault, items: outside });
                    }
                }
            }
        }
        held
    }

    /// Says of items that a sender did not hold in time where else it may have them from.
    fn explain_not_held(&mut self, flow: FlowId, link: LinkId, items: Items) {
        let from = self.matter.flows[flow].links[link].from.value;
        let later = items.and(&self.held(flow, from));
        let mut rest = items.without(&later);
        let mut faults = vec![(Fault::NotYetHeld, later)];
        let own = self.matter.flows[flow].contract.as_ref().map(|contract| contract.value);
        for other in self.matter.flows.ids().filter(|other| *other != flow) {
            let Some(contract) = self.matter.flows[other].contract.as_ref().map(|contract| contract.value)
            else {
                continue;
            };
            let there = rest.and(&self.held(other, from));
            if there.is_empty() {
                continue;
            }
            rest = rest.without(&there);
            if Some(contract) != own {
                faults.push((Fault::FromOtherContract(contract), there));
            }
        }
        faults.push((Fault::OriginUnknown, rest));
        for (fault, items) in faults.into_iter().filter(|(_, items)| !items.is_empty()) {
            self.violations.push(Violation { flow, link, fault, items });
        }
    }
}

/// One flow while it is followed.
struct Follow<'f, 'm> {
    matter: &'m Matter,
    flow: FlowId,
    held: &'f mut Vec<Items>,
    leaving: &'f [Vec<LinkId>],
}

impl Follow<'_, '_> {
    fn give(&mut self, role: RoleId, items: &Items) -> bool {
        self.held.get_mut(role.index()).is_some_and(|held| held.add_all(items))
    }

    fn holds(&self, role: RoleId) -> Items {
        self.held.get(role.index()).cloned().unwrap_or_default()
    }

    /// Delivers over the links of no step what `roles` hold, and so on.
    fn spread(&mut self, roles: &[RoleId]) {
        let mut waiting: Vec<RoleId> = roles.to_vec();
        while let Some(role) = waiting.pop() {
            let Some(links) = self.leaving.get(role.index()) else { continue };
            let holds = self.holds(role);
            for link in links {
                let row = &self.matter.flows[self.flow].links[*link];
                let Some(items) = &row.items else { continue };
                if self.give(row.to.value, &items.and(&holds)) {
                    waiting.push(row.to.value);
                }
            }
        }
    }

    /// Delivers over links of one step, which may follow upon each other, and notes what a sender did not hold.
    fn deliver(&mut self, links: &[LinkId], not_held: &mut Vec<(FlowId, LinkId, Items)>) {
        let rows: Vec<_> = links
            .iter()
            .map(|link| (*link, &self.matter.flows[self.flow].links[*link]))
            .filter(|(_, row)| row.is_transfer())
            .collect();
        loop {
            let mut grew = false;
            for (_, row) in &rows {
                if let Some(items) = &row.items {
                    let sent = items.and(&self.holds(row.from.value));
                    if self.give(row.to.value, &sent) {
                        self.spread(&[row.to.value]);
                        grew = true;
                    }
                }
            }
            if !grew {
                break;
            }
        }
        for (link, row) in rows {
            if let Some(items) = &row.items {
                let missing = items.without(&self.holds(row.from.value));
                if !missing.is_empty() {
                    not_held.push((self.flow, link, missing));
                }
                if self.give(row.to.value, items) {
                    self.spread(&[row.to.value]);
                }
            }
        }
    }
}
