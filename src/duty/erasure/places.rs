//! The places in which copies lie: contract, who holds it, and what it lies on.
//!
//! A copy comes to lie on the systems that a link names at either end, on what was carried by hand (the physical media of
//! the contract), where a step makes items, and on the backups of servers: those that the contract names, or that a
//! checklist promises (冗長化・バックアップ). What the ward and the persons
//! themselves hold is no copy to be erased, nor what somebody holds to whom it was provided (法69条): that is
//! theirs, what a carrier passes on, and what was only told or shown.

use crate::case::Case;
use crate::diagnostic::{Text, same};
use crate::model::contract::Contract;
use crate::model::flow::Link;
use crate::model::ids::{ContractId, FlowId, LinkId, ProviderId, RoleId, SystemId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::vocabulary::{Mark, MeansClass, MediumKind, RoleKind, SystemKind, Topic};
use crate::proof::Proof;
use crate::text;
use std::collections::BTreeMap;

/// What a copy lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum On {
    /// A system of the role.
    System(SystemId),
    /// A medium: what was carried by hand, a backup, or what the contract says where the flow names no system.
    Medium(MediumKind),
    /// Nothing says on what.
    NotStated,
}

/// A place where a copy lies.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Under which contract.
    pub contract: ContractId,
    /// Who holds it.
    pub role: RoleId,
    /// Who plays that role; `None` where nobody is named.
    pub provider: Option<ProviderId>,
    /// What it lies on.
    pub on: On,
    /// The items, without groups.
    pub items: Items,
    /// The first link that brought some of them; `None` where a step made them or it is a backup.
    pub by: Option<(FlowId, LinkId)>,
}

impl Place {
    /// Returns the id by which a report names the place: the system's id, or the word for the medium.
    #[must_use]
    pub fn id<'m>(&self, matter: &'m Matter) -> &'m str {
        match self.on {
            On::Medium(kind) => kind.word(),
            On::NotStated => "not-stated",
            On::System(system) => &matter.systems[system].id.value,
        }
    }

    /// Returns the place for a reader: 印刷センターの印刷用サーバ.
    #[must_use]
    pub fn label(&self, matter: &Matter) -> Text {
        match self.on {
            On::Medium(kind) => {
                let (ja, en) = (kind.ja(), kind.word());
                match kind {
                    MediumKind::Removable | MediumKind::Backup => text!("{ja}", "{en} medium"),
                    MediumKind::Server | MediumKind::Terminal | MediumKind::Paper => text!("{ja}", "{en}"),
                }
            }
            On::NotStated => text!("記録媒体の記載なし", "medium not stated"),
            On::System(system) => {
                let system = &matter.systems[system];
                let label = &system.label;
                match &system.facility {
                    Some(facility) => text!("{facility}の{label}", "{label} at {facility}"),
                    None => same(label),
                }
            }
        }
    }
}

/// Returns every place of a matter, in the order of contracts, roles and providers.
#[must_use]
pub fn places(case: &Case<'_>, proof: &Proof<'_>) -> Vec<Place> {
    let matter = case.matter;
    let mut found = Vec::new();
    for (contract, row) in matter.contracts.enumerate() {
        let is_entrusted = |role: &RoleId| {
            !matter.roles[*role].is_unlimited()
                && ![RoleKind::Recipient, RoleKind::Carrier, RoleKind::Internal, RoleKind::Source]
                    .iter()
                    .any(|kind| matter.roles[*role].is(*kind))
        };
        for role in matter.roles.ids().filter(is_entrusted) {
            let lying = lying(matter, proof, contract, role);
            let backup = backup(case, contract, row, &lying);
            let providers = &matter.roles[role].providers;
            let providers: Vec<Option<ProviderId>> =
                if providers.is_empty() { vec![None] } else { providers.iter().copied().map(Some).collect() };
            for provider in providers {
                let place =
                    |on, items: &Items, by| Place { contract, role, provider, on, items: items.clone(), by };
                found.extend(lying.iter().map(|(on, (items, by))| place(*on, items, *by)));
                found.extend(backup.iter().map(|items| place(On::Medium(MediumKind::Backup), items, None)));
            }
        }
    }
    found
}

type Lying = BTreeMap<On, (Items, Option<(FlowId, LinkId)>)>;

/// Returns what the flows of a contract leave with a role, by what it lies on.
fn lying(matter: &Matter, proof: &Proof<'_>, contract: ContractId, role: RoleId) -> Lying {
    let media = matter.contracts[contract].media.iter().flat_map(|media| &media.kinds);
    let (carried, electronic): (Vec<MediumKind>, Vec<MediumKind>) = media
        .map(|kind| kind.value)
        .filter(|kind| *kind != MediumKind::Backup)
        .partition(|kind| kind.is_physical());
    let mut lying = Lying::new();
    let mut add = |on, items: &Items, by| {
        let own: &mut (Items, Option<(FlowId, LinkId)>) = lying.entry(on).or_default();
        own.0.add_all(items);
        own.1 = own.1.or(by);
    };
    for (id, flow) in matter.flows.enumerate() {
        if flow.contract.as_ref().is_none_or(|own| own.value != contract) {
            continue;
        }
        for (link, row) in flow.links.enumerate() {
            let Some(items) = row.items.as_ref().filter(|_| row.is_transfer() && row.to.value == role) else {
                continue;
            };
            if !row.leaves_a_copy() {
                continue;
            }
            let (items, by) = (proof.single(items), Some((id, link)));
            let mut nowhere = true;
            if let Some(system) = &row.to_system {
                add(On::System(system.value), &items, by);
                nowhere = false;
            }
            for kind in handed(row, &carried) {
                add(On::Medium(kind), &items, by);
                nowhere = false;
            }
            for kind in electronic.iter().filter(|_| nowhere) {
                add(On::Medium(*kind), &items, by);
            }
            if nowhere && electronic.is_empty() {
                add(On::NotStated, &items, by);
            }
        }
        // What is sent from a system lay on it, and what is handed on lay on what is handed on.
        for row in flow.links.iter().filter(|row| row.is_transfer() && row.from.value == role) {
            let Some(items) = &row.items else { continue };
            if let Some(system) = &row.from_system {
                add(On::System(system.value), &proof.single(items), None);
            }
            for kind in handed(row, &carried) {
                add(On::Medium(kind), &proof.single(items), None);
            }
        }
        for step in flow.steps.iter().filter(|step| step.at.value == role) {
            if let Some(makes) = &step.makes {
                let on = step.system.as_ref().map_or(On::NotStated, |system| On::System(system.value));
                add(on, &proof.single(makes), None);
            }
        }
    }
    lying
}

/// Returns the media that a line passes from hand to hand, of those that the contract has: where the way says whether it
/// is paper or a disc, nobody is asked for the other.
fn handed(row: &Link, carried: &[MediumKind]) -> Vec<MediumKind> {
    if row.network.is_some() || row.means.is_none() || !row.leaves_a_copy() {
        return Vec::new();
    }
    let is_handed = |kind: &MediumKind| match row.class {
        Some(MeansClass::Media) => *kind != MediumKind::Paper,
        Some(MeansClass::Paper | MeansClass::Post) => *kind == MediumKind::Paper,
        _ => true,
    };
    carried.iter().copied().filter(is_handed).collect()
}

/// Returns what lies on backups: all that lies on servers, where the contract or a checklist has backups.
fn backup(case: &Case<'_>, id: ContractId, contract: &Contract, lying: &Lying) -> Option<Items> {
    let Case { year, matter, .. } = *case;
    let media = contract.media.as_ref();
    let is_named = media.is_some_and(|media| media.kinds.iter().any(|kind| kind.value == MediumKind::Backup));
    let is_promised = || {
        matter.checklists.iter().any(|checklist| {
            let form = &year.forms[checklist.form.value];
            matter.covered_contracts(checklist).contains(&id)
                && checklist.answers.iter().any(|answer| {
                    answer.status.value == Mark::Adopted
                        && form.rows[answer.row.value].is_about(Topic::Redundancy)
                })
        })
    };
    if !is_named && !is_promised() {
        return None;
    }
    let mut items = Items::default();
    for (on, (own, _)) in lying {
        if let On::System(system) = on
            && matches!(matter.systems[*system].kind.value, SystemKind::Server | SystemKind::BusinessSystem)
        {
            items.add_all(own);
        }
    }
    (!items.is_empty()).then_some(items)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::Workspace;
    use std::path::Path;

    fn shown(matter: &str) -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let (folder, _) = matter.split_once('/').unwrap();
        let year = workspace.year(folder).unwrap().result.unwrap();
        let file = format!("policies/{matter}.yaml");
        let loaded = workspace.matter(&year, Path::new(&file));
        let matter = loaded.result.unwrap();
        let proof = Proof::new(&matter);
        let places = places(&Case::new(&workspace, &year, &matter, &loaded.sources), &proof);
        let line = |place: &Place| {
            let contract = &matter.contracts[place.contract].id.value;
            let who = place.provider.map_or("-", |provider| &matter.providers[provider].id.value);
            format!("{contract} {who} {} {}", place.id(&matter), place.items.len())
        };
        places.iter().map(line).collect()
    }

    #[test]
    fn every_place_of_the_sample() {
        assert_eq!(
            shown("r08/mihon-itaku"),
            [
                "ticket insatsu print-server 12",
                "ticket insatsu removable 12",
                "ticket insatsu paper 12",
                "ticket insatsu backup 12",
                "ticket funyu enclose-storage 12",
                "ticket funyu paper 12",
                "ticket hasso delivery-storage 5",
                "ticket hasso paper 5",
                "result data entry-server 19",
                "result data paper 19",
                "result data backup 19",
                "result mihon-cloud cloud-server 19",
                "result mihon-cloud backup 19",
            ]
        );
    }

    #[test]
    fn each_provider_has_a_copy_of_its_own() {
        let places = shown("r07/koki-iryo-cashless");
        let emoney = places.iter().filter(|line| line.starts_with("emoney paypay ")).count();
        assert!(emoney > 0, "{places:#?}");
        assert_eq!(places.iter().filter(|line| line.starts_with("emoney aupay ")).count(), emoney);
    }
}
