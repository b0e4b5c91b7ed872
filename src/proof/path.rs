//! How a role comes to hold an item: the path, or why there is none.

use super::{Proof, Scope};
use crate::model::ids::{ContractId, FlowId, ItemId, LinkId, RoleId};
use std::collections::{BTreeMap, VecDeque};

/// Where an item begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A step makes it.
    Made {
        /// The flow of the step.
        flow: FlowId,
        /// Index of the step.
        step: usize,
    },
    /// The role has it by nature (the principal, the ward).
    Own,
    /// Nothing says where it comes from.
    Unknown,
}

/// One link of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hop {
    /// The flow.
    pub flow: FlowId,
    /// The link.
    pub link: LinkId,
}

/// The answer to "how does this role come to hold this item?".
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The flow that delivers or makes it.
    pub flow: FlowId,
    /// Who has it first.
    pub first: RoleId,
    /// Where it begins.
    pub origin: Origin,
    /// The links from there, which may be of several flows; empty where the role has it first.
    pub hops: Vec<Hop>,
}

impl Proof<'_> {
    /// Returns a shortest path by which `role` comes to hold `item`, one for each flow that has one. Where nothing
    /// in the flow says how the first on the path has it, the path begins in another flow that does.
    #[must_use]
    pub fn paths(&self, role: RoleId, item: ItemId) -> Vec<Answer> {
        self.matter.flows.ids().filter_map(|flow| self.path(flow, role, item)).collect()
    }

    /// Returns the path of one flow, as [`paths`](Self::paths) does.
    #[must_use]
    pub fn path(&self, flow: FlowId, role: RoleId, item: ItemId) -> Option<Answer> {
        let mut answer = self.path_in(flow, role, item)?;
        let mut seen = vec![flow];
        while answer.origin == Origin::Unknown {
            let before = self.others(flow).filter(|other| !seen.contains(other)).find_map(|other| {
                let before = self.path_in(other, answer.first, item)?;
                Some((other, before))
            });
            let Some((other, mut before)) = before else { break };
            seen.push(other);
            before.hops.append(&mut answer.hops);
            answer = Answer { flow, ..before };
        }
        Some(answer)
    }

    /// Returns the flows other than `flow`, those of its contract first.
    fn others(&self, flow: FlowId) -> impl Iterator<Item = FlowId> {
        let contract = |flow: FlowId| self.matter.flows[flow].contract.as_ref().map(|own| own.value);
        let is_same = move |other: &FlowId| contract(*other) == contract(flow);
        let all = move || self.matter.flows.ids().filter(move |other| *other != flow);
        all().filter(is_same).chain(all().filter(move |other| !is_same(other)))
    }

    /// Walks backwards from `role` along the links that carry `item`.
    fn path_in(&self, id: FlowId, role: RoleId, item: ItemId) -> Option<Answer> {
        let flow = &self.matter.flows[id];
        let mut arriving: BTreeMap<RoleId, Vec<LinkId>> = BTreeMap::new();
        for (link, row) in flow.links.enumerate() {
            if row.is_transfer() && row.items.as_ref().is_some_and(|items| items.contains(item)) {
                arriving.entry(row.to.value).or_default().push(link);
            }
        }
        let mut next: BTreeMap<RoleId, Option<LinkId>> = BTreeMap::from([(role, None)]);
        let mut waiting = VecDeque::from([role]);
        // Without a beginning, the path starts where nothing arrives; in a cycle, at its far side.
        let (mut end, mut farthest) = (None, None);
        while let Some(at) = waiting.pop_front() {
            if let Some(origin) = self.origin(id, at, item, at == role) {
                return Some(Answer { flow: id, first: at, origin, hops: self.hops(id, &next, at) });
            }
            let links = arriving.get(&at).map(Vec::as_slice).unwrap_or_default();
            if at != role {
                farthest = Some(at);
                if links.is_empty() {
                    end = end.or(Some(at));
                }
            }
            for link in links {
                let from = flow.links[*link].from.value;
                next.entry(from).or_insert_with(|| {
                    waiting.push_back(from);
                    Some(*link)
                });
            }
        }
        end.or(farthest).map(|first| Answer {
            flow: id,
            first,
            origin: Origin::Unknown,
            hops: self.hops(id, &next, first),
        })
    }

    fn origin(&self, id: FlowId, at: RoleId, item: ItemId, is_asked: bool) -> Option<Origin> {
        let flow = &self.matter.flows[id];
        let made = flow.steps.iter().position(|step| {
            step.at.value == at && step.makes.as_ref().is_some_and(|makes| makes.contains(item))
        });
        made.map(|step| Origin::Made { flow: id, step })
            .or_else(|| (!is_asked && self.matter.roles[at].is_origin()).then_some(Origin::Own))
    }

    fn hops(&self, flow: FlowId, next: &BTreeMap<RoleId, Option<LinkId>>, first: RoleId) -> Vec<Hop> {
        let mut hops = Vec::new();
        let mut at = first;
        while let Some(Some(link)) = next.get(&at) {
            hops.push(Hop { flow, link: *link });
            at = self.matter.flows[flow].links[*link].to.value;
        }
        hops
    }

    /// Returns the contracts under which a role may handle an item, and those that bind it without the item.
    #[must_use]
    pub fn permissions(&self, role: RoleId, item: ItemId) -> (Vec<ContractId>, Vec<ContractId>) {
        let mut may = Vec::new();
        let mut may_not = Vec::new();
        for contract in self.matter.contracts.ids() {
            match self.scope(Some(contract), role) {
                Scope::Items(items, _) if items.contains(item) => may.push(contract),
                Scope::Items(..) | Scope::NotStated => may_not.push(contract),
                Scope::Unbound | Scope::Unlimited => {}
            }
        }
        (may, may_not)
    }
}
