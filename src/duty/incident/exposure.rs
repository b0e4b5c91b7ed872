//! What somebody holds, and who holds it after them: the items that may have leaked.

use crate::case::Case;
use crate::model::ids::{ContractId, FlowId, ProviderId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::vocabulary::{ItemKind, RoleKind};
use crate::proof::{Proof, Scope};
use crate::spelling;
use std::collections::{BTreeMap, BTreeSet};

/// Somebody in a matter: a role, and whoever plays it where the name said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Who {
    /// The role.
    pub role: RoleId,
    /// Who plays it; `None` where the name is the role's, or nobody is named.
    pub provider: Option<ProviderId>,
}

/// Returns whom a name means in a matter: an id or a name of a legal entity, a provider, a brand or a role.
#[must_use]
pub fn find(case: &Case<'_>, name: &str) -> Vec<Who> {
    let matter = case.matter;
    let same = |word: &str| word == name || spelling::same(word, name);
    let mut found = BTreeSet::new();
    for (id, provider) in matter.providers.enumerate() {
        let by_party = case.party(id).is_some_and(|party| same(&party.id.value) || same(&party.name.value));
        let by_brand = provider.brand.as_ref().is_some_and(|brand| same(&brand.value));
        if by_party || by_brand || same(&provider.id.value) {
            found.insert(Who { role: provider.role, provider: Some(id) });
        }
    }
    for (role, row) in matter.roles.enumerate() {
        let is_named = same(&row.id.value) || same(&row.name.value);
        if is_named && !row.is(RoleKind::Principal) && !found.iter().any(|who| who.role == role) {
            found.insert(Who { role, provider: None });
        }
    }
    found.into_iter().collect()
}

/// Returns every name that [`find`] would know, for "did you mean".
pub fn names<'a>(case: &Case<'a>) -> impl Iterator<Item = &'a str> + use<'a> {
    let Case { year, matter, .. } = *case;
    let parties = matter.providers.iter().flat_map(|provider| {
        let names = year
            .party_of(provider)
            .into_iter()
            .flat_map(|party| [party.id.value.as_str(), party.name.value.as_str()]);
        let brand = provider.brand.as_ref().map(|brand| brand.value.as_str());
        names.chain(brand).chain([provider.id.value.as_str()])
    });
    let roles = matter.roles.iter().filter(|role| !role.is(RoleKind::Principal));
    parties.chain(roles.flat_map(|role| [role.id.value.as_str(), role.name.value.as_str()]))
}

/// Returns every legal entity or provider of a matter by its id, each with the names it is known by.
pub fn bearers<'a>(case: &Case<'a>) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
    let Case { year, matter, .. } = *case;
    matter.providers.iter().flat_map(|provider| {
        let party = year.party_of(provider);
        let id = party.map_or(provider.id.value.as_str(), |party| party.id.value.as_str());
        let name = party.map(|party| party.name.value.as_str());
        let brand = provider.brand.as_ref().map(|brand| brand.value.as_str());
        name.into_iter().chain(brand).chain([provider.id.value.as_str(), id]).map(move |name| (id, name))
    })
}

/// What one role may have lost under one contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposure {
    /// Who.
    pub who: Who,
    /// Under which contract; `None` for a flow of no contract.
    pub contract: Option<ContractId>,
    /// The flows in which it holds items.
    pub flows: Vec<FlowId>,
    /// The items, without groups.
    pub items: Items,
    /// True where some of them are only allowed to it and no flow brings them.
    pub beyond_flows: bool,
    /// Who came to hold some of them from here, in the order of the roles.
    pub passed_on: Vec<(RoleId, Items)>,
}

/// Returns what somebody may have lost: what the flows bring and what the contract allows, limited to `only` where
/// that is known.
#[must_use]
pub fn exposures(matter: &Matter, proof: &Proof<'_>, who: Who, only: Option<&Items>) -> Vec<Exposure> {
    let mut found: BTreeMap<Option<ContractId>, Exposure> = BTreeMap::new();
    let empty = |contract| Exposure {
        who,
        contract,
        flows: Vec::new(),
        items: Items::default(),
        beyond_flows: false,
        passed_on: Vec::new(),
    };
    let limit = |items: Items| match only {
        Some(only) => items.and(only),
        None => items,
    };
    for (flow, row) in matter.flows.enumerate() {
        let contract = row.contract.as_ref().map(|contract| contract.value);
        let held = match proof.scope(contract, who.role) {
            Scope::Unlimited => received(matter, flow, who.role),
            _ => proof.held(flow, who.role),
        };
        let held = limit(proof.single(&held));
        if held.is_empty() {
            continue;
        }
        let own = found.entry(contract).or_insert_with(|| empty(contract));
        own.flows.push(flow);
        own.items.add_all(&held);
        pass_on(matter, proof, flow, who.role, &held, &mut own.passed_on);
    }
    for contract in matter.contracts.ids() {
        if let Scope::Items(allowed, _) = proof.scope(Some(contract), who.role) {
            let allowed = limit(proof.single(allowed));
            if !allowed.is_empty() {
                let own = found.entry(Some(contract)).or_insert_with(|| empty(Some(contract)));
                own.beyond_flows |= own.items.add_all(&allowed);
            }
        }
    }
    found.into_values().collect()
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

/// Follows the items from a role along the links of a flow.
fn pass_on(
    matter: &Matter,
    proof: &Proof<'_>,
    flow: FlowId,
    from: RoleId,
    items: &Items,
    passed_on: &mut Vec<(RoleId, Items)>,
) {
    let mut waiting = vec![(from, items.clone())];
    while let Some((at, carried)) = waiting.pop() {
        for link in matter.flows[flow].links.iter().filter(|link| link.is_transfer() && link.from.value == at)
        {
            let to = link.to.value;
            let Some(own) = &link.items else { continue };
            let reached = proof.single(own).and(&carried);
            if to == from || reached.is_empty() || matter.roles[to].is(RoleKind::Principal) {
                continue;
            }
            let known = match passed_on.iter_mut().find(|(role, _)| *role == to) {
                Some((_, known)) => known,
                None => {
                    passed_on.push((to, Items::default()));
                    match passed_on.last_mut() {
                        Some((_, known)) => known,
                        None => continue,
                    }
                }
            };
            let new = reached.without(known);
            if known.add_all(&reached) && !matter.roles[to].is(RoleKind::Ward) {
                waiting.push((to, new));
            }
        }
    }
    passed_on.sort_by_key(|(role, _)| *role);
}

/// Returns the kinds of some items.
#[must_use]
pub fn kinds(matter: &Matter, items: &Items) -> BTreeSet<ItemKind> {
    items.iter().flat_map(|item| matter.items[item].kinds.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::Workspace;
    use std::path::Path;

    fn with_sample(run: impl Fn(Case<'_>)) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let year = workspace.year("r08").unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new("policies/r08/mihon-itaku.yaml"));
        let matter = loaded.result.unwrap();
        run(Case::new(&workspace, &year, &matter, &loaded.sources));
    }

    fn named(matter: &Matter, items: &Items) -> Vec<String> {
        items.iter().map(|item| matter.items[item].name.clone()).collect()
    }

    #[test]
    fn a_name_means_whoever_bears_it() {
        with_sample(|case| {
            let matter = case.matter;
            for name in ["mihon-hasso", "見本発送株式会社", "hasso", "delivery", "発送事業者"] {
                let found = find(&case, name);
                assert_eq!(found.len(), 1, "{name}");
                assert_eq!(matter.roles[found[0].role].id.value, "delivery");
            }
            assert!(find(&case, "resident").is_empty());
            assert!(names(&case).any(|name| name == "見本クラウド株式会社"));
        });
    }

    #[test]
    fn what_a_subcontractor_holds_and_who_has_it_after() {
        with_sample(|case| {
            let matter = case.matter;
            let proof = Proof::new(matter);
            let who = find(&case, "mihon-insatsu")[0];
            let found = exposures(matter, &proof, who, None);
            assert_eq!(found.len(), 1);
            let names: Vec<&str> =
                found[0].passed_on.iter().map(|(role, _)| matter.roles[*role].id.value.as_str()).collect();
            assert_eq!(names, ["ward", "enclose", "delivery"]);
            let delivery = &found[0].passed_on[2].1;
            assert_eq!(named(matter, delivery), ["受診券番号", "氏名", "郵便番号", "住所", "方書"]);
            let cloud = find(&case, "cloud")[0];
            let found = exposures(matter, &proof, cloud, None);
            assert!(kinds(matter, &found[0].items).contains(&ItemKind::SpecialCare));
            assert!(found[0].passed_on.is_empty() && !found[0].beyond_flows);
        });
    }

    #[test]
    fn only_the_items_named() {
        with_sample(|case| {
            let matter = case.matter;
            let proof = Proof::new(matter);
            let who = find(&case, "mihon-hasso")[0];
            let (name, _) = matter.items.enumerate().find(|(_, item)| item.name == "氏名").unwrap();
            let only: Items = [name].into_iter().collect();
            let found = exposures(matter, &proof, who, Some(&only));
            assert_eq!(named(matter, &found[0].items), ["氏名"]);
        });
    }
}
