//! Every place where a copy of an item lies: role, item and medium.

use super::Proof;
use crate::model::ids::{ContractId, FlowId, ItemId, RoleId, SystemId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::vocabulary::MediumKind;
use std::collections::BTreeSet;

/// A place where a copy of an item lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Copy {
    /// The item.
    pub item: ItemId,
    /// Who holds it.
    pub role: RoleId,
    /// Under which contract; `None` for a flow of no contract.
    pub contract: Option<ContractId>,
    /// The system it lies on, where a link or step says.
    pub system: Option<SystemId>,
    /// The recording medium, as the contract says.
    pub medium: Option<MediumKind>,
}

/// Returns every place where a copy of an item lies outside the principal's hands, in a fixed order.
#[must_use]
pub fn copies(matter: &Matter, proof: &Proof<'_>) -> Vec<Copy> {
    let mut places = BTreeSet::new();
    for (id, flow) in matter.flows.enumerate() {
        let contract = flow.contract.as_ref().map(|contract| contract.value);
        for role in matter.roles.ids() {
            let received = received(matter, id, role);
            let held = if matter.roles[role].is_origin() { received } else { proof.held(id, role) };
            let held = held.without(&only_shown(matter, id, role));
            if held.is_empty() || matter.roles[role].is(crate::model::vocabulary::RoleKind::Principal) {
                continue;
            }
            let mut systems: Vec<Option<SystemId>> = flow
                .links
                .iter()
                .filter(|link| link.to.value == role)
                .filter_map(|link| link.to_system.as_ref())
                .chain(
                    flow.steps
                        .iter()
                        .filter(|step| step.at.value == role)
                        .filter_map(|step| step.system.as_ref()),
                )
                .map(|system| Some(system.value))
                .collect();
            if systems.is_empty() {
                systems.push(None);
            }
            let media = contract.and_then(|id| matter.contracts[id].media.as_ref());
            let bound = contract.is_some_and(|id| matter.contracts[id].binds(role))
                && !matter.roles[role].is_unlimited();
            let mut kinds: Vec<Option<MediumKind>> = media
                .filter(|_| bound)
                .map(|media| media.kinds.iter().map(|kind| Some(kind.value)).collect())
                .unwrap_or_default();
            if kinds.is_empty() {
                kinds.push(None);
            }
            for item in held.iter() {
                for system in &systems {
                    for medium in &kinds {
                        places.insert(Copy { item, role, contract, system: *system, medium: *medium });
                    }
                }
            }
        }
    }
    places.into_iter().collect()
}

/// Returns what a role is only told or shown in a flow, and neither receives nor makes in a way that leaves a copy.
fn only_shown(matter: &Matter, flow: FlowId, role: RoleId) -> Items {
    let (mut shown, mut left) = (Items::default(), Items::default());
    let flow = &matter.flows[flow];
    for link in flow.transfers().filter(|link| link.to.value == role) {
        if let Some(own) = &link.items {
            let to = if link.leaves_a_copy() { &mut left } else { &mut shown };
            to.add_all(own);
        }
    }
    for step in flow.steps.iter().filter(|step| step.at.value == role) {
        if let Some(makes) = &step.makes {
            left.add_all(makes);
        }
    }
    shown.without(&left)
}

fn received(matter: &Matter, flow: FlowId, role: RoleId) -> Items {
    let mut items = Items::default();
    for link in matter.flows[flow].links.iter().filter(|link| link.is_transfer() && link.to.value == role) {
        if let Some(own) = &link.items {
            items.add_all(own);
        }
    }
    items
}
