//! The flow proof: who can come to hold which item, by which path, and whether each link keeps to its scope.
//!
//! For each flow, in the order of its steps:
//!
//! 1. The principal holds everything from the start, and so does the ward, whose data it is.
//! 2. A step that makes items gives them to its role.
//! 3. The links of a step deliver; they may follow upon each other within the step.
//! 4. A link that belongs to no step may happen at any time: it delivers as soon as its sender holds something.
//!
//! Three questions are put to each link: may the sender handle its items under the flow's contract, may the
//! receiver, and does the sender hold them by then? What is found wrong is noted and then delivered all the same,
//! so that one fault is told once, where it begins.
//!
//! What is handed over sealed is held by its receiver and seen only as far as is named: scope is asked of what can be
//! seen, copies and incidents count what is held.
//!
//! A group of items stands for its members: whether it may be handled, and who holds it, is asked of the members.
//! Sets of items are bit sets, roles are numbers and every pass is a worklist, so the time grows with the number of
//! links and not with its square, also where all of them stand in one step.

mod copies;
mod follow;
mod path;
mod sources;

#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod simulation;
#[cfg(test)]
mod tests;

pub use copies::{Copy, copies};
pub use path::{Answer, Hop, Origin};

use crate::model::ids::{ContractId, FlowId, Id, ItemId, LinkId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use follow::{Followed, follow};

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
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    /// The flow.
    pub flow: FlowId,
    /// The link in it.
    pub link: LinkId,
    /// What is wrong.
    pub fault: Fault,
    /// The items concerned; a group only together with all of its members.
    pub items: Items,
}

/// What is wrong with the items of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The sender came to hold them only in that other flow, under another contract (a way round).
    FromOtherContract(FlowId),
    /// The sender receives or makes them only later.
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
    /// What each role sees of it; by flow, then by role.
    seen: Vec<Vec<Items>>,
    /// The groups among the items, each with its members.
    groups: Vec<(ItemId, &'m Items)>,
    /// The same groups as a set.
    group_ids: Items,
}

impl<'m> Proof<'m> {
    /// Proves the flows of a matter.
    #[must_use]
    pub fn new(matter: &'m Matter) -> Self {
        let groups: Vec<(ItemId, &Items)> = matter
            .items
            .enumerate()
            .filter(|(_, item)| !item.members.is_empty())
            .map(|(id, item)| (id, &item.members))
            .collect();
        let followed: Vec<Followed> = matter.flows.ids().map(|flow| follow(matter, flow)).collect();
        let held = followed.iter().map(|flow| flow.held.clone()).collect();
        let group_ids = groups.iter().map(|(group, _)| *group).collect();
        let mut proof = Self { matter, violations: Vec::new(), held, seen: Vec::new(), groups, group_ids };
        proof.seen = matter.flows.ids().map(|flow| proof.sees(flow)).collect();
        for (flow, followed) in matter.flows.ids().zip(&followed) {
            proof.judge_scopes(flow);
            for (link, items) in &followed.not_held {
                proof.explain_not_held(flow, *link, items, followed);
            }
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
        let subcontracted = contract
            .subcontracting
            .iter()
            .flat_map(|subcontracting| &subcontracting.subcontractors)
            .any(|subcontractor| subcontractor.role.value == role);
        match contract.handles_of(role) {
            Some(handles) => Scope::Items(&handles.items.value, handles.assumed),
            None if contract.binds(role) || subcontracted => Scope::NotStated,
            None => Scope::Unbound,
        }
    }

    /// Returns what a role holds at the end of a flow, whether or not it can see it: what it has custody of.
    #[must_use]
    pub fn held(&self, flow: FlowId, role: RoleId) -> Items {
        self.held.get(flow.index()).and_then(|roles| roles.get(role.index())).cloned().unwrap_or_default()
    }

    /// Returns what a role comes to see in a flow: of something sealed only what is named.
    #[must_use]
    pub fn seen(&self, flow: FlowId, role: RoleId) -> Items {
        self.seen.get(flow.index()).and_then(|roles| roles.get(role.index())).cloned().unwrap_or_default()
    }

    /// Returns what each role sees of what it holds in a flow. The principal and the ward may open what is sealed.
    fn sees(&self, id: FlowId) -> Vec<Items> {
        let flow = &self.matter.flows[id];
        let mut visible = vec![Items::default(); self.matter.roles.len()];
        let mut add = |role: RoleId, items: &Items| {
            if let Some(own) = visible.get_mut(role.index()) {
                own.add_all(items);
            }
        };
        for link in flow.transfers() {
            if let Some(items) = link.visible() {
                add(link.to.value, &items);
            }
        }
        for step in &flow.steps {
            if let Some(makes) = &step.makes {
                add(step.at.value, makes);
            }
        }
        let roles = self.matter.roles.enumerate().zip(visible);
        roles
            .map(|((role, row), visible)| {
                let held = self.held(id, role);
                if row.is_unlimited() { held } else { held.and(&visible) }
            })
            .collect()
    }

    /// Returns the items that are no groups, of `items`.
    #[must_use]
    pub fn single(&self, items: &Items) -> Items {
        items.without(&self.group_ids)
    }

    /// Adds to single items each group of `among` of which they hold every member.
    #[must_use]
    pub fn with_groups(&self, mut single: Items, among: &Items) -> Items {
        for (group, members) in &self.groups {
            if among.contains(*group) && members.is_within(&single) {
                single.insert(*group);
            }
        }
        single
    }

    fn add(&mut self, flow: FlowId, link: LinkId, fault: Fault, items: Items) {
        let among = self.matter.flows[flow].links[link].items.as_ref();
        if !items.is_empty()
            && let Some(among) = among
        {
            let items = self.with_groups(items, &among.value);
            self.violations.push(Violation { flow, link, fault, items });
        }
    }

    /// Asks of each link whether its two ends may handle its items.
    fn judge_scopes(&mut self, id: FlowId) {
        let flow = &self.matter.flows[id];
        let contract = flow.contract.as_ref().map(|contract| contract.value);
        let scopes: Vec<Scope<'m>> = self.matter.roles.ids().map(|role| self.scope(contract, role)).collect();
        for (link, row) in flow.links.enumerate().filter(|(_, row)| row.is_transfer()) {
            // Of something sealed, only what can be seen is handled.
            let Some(items) = &row.visible() else { continue };
            for (role, fault) in
                [(row.to.value, Fault::OutsideReceiver), (row.from.value, Fault::OutsideSender)]
            {
                if let Some(Scope::Items(allowed, _)) = scopes.get(role.index()) {
                    let outside = self.single(items).without(allowed);
                    self.add(id, link, fault, outside);
                }
            }
        }
    }

    /// Says of items that a sender did not hold in time where else it may have them from.
    fn explain_not_held(&mut self, flow: FlowId, link: LinkId, items: &Items, followed: &Followed) {
        let matter = self.matter;
        let from = matter.flows[flow].links[link].from.value;
        let contract = |flow: FlowId| matter.flows[flow].contract.as_ref().map(|contract| contract.value);
        let mut rest = items.clone();
        for other in matter.flows.ids().filter(|other| *other != flow && contract(*other) == contract(flow)) {
            rest = rest.without(&self.held(other, from));
        }
        let later = followed.later(from, &rest);
        rest = rest.without(&later);
        self.add(flow, link, Fault::NotYetHeld, later);
        for other in matter.flows.ids().filter(|other| contract(*other) != contract(flow)) {
            let there = rest.and(&self.held(other, from));
            rest = rest.without(&there);
            self.add(flow, link, Fault::FromOtherContract(other), there);
        }
        self.add(flow, link, Fault::OriginUnknown, rest);
    }
}
