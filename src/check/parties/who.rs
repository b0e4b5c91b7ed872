//! Who plays which role under which contract: what the rules of this family have in common.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::model::contract::ContractParty;
use crate::model::flow::Flow;
use crate::model::ids::{ContractId, PartyId, ProviderId, RoleId};
use crate::model::matter::Matter;
use crate::model::party::Provider;
use crate::model::vocabulary::RoleKind;
use crate::source::{Located, Span};
use crate::yaml;
use std::collections::BTreeMap;

/// The id of what a plant adds to a matter. Where a rule speaks already of all that is there, only something new
/// can show that it finds the mistake.
pub(super) const NEW: &str = "fugi-prove";
/// At how many places a mistake is planted, each of which costs a reading of the file.
pub(super) const SITES: usize = 8;

/// What a role is to the contract of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Carries things whose content it does not see; bound by the law on its trade.
    Carrier,
    /// The counterparty of a connection, in a flow of no contract.
    Counterparty,
    /// Another section of the ward.
    Internal,
    /// Nothing says what it is.
    Outside,
    /// A party of the contract.
    Party,
    /// The principal or the ward.
    Principal,
    /// Declared as one to whom data is provided.
    Recipient,
    /// Named as a subcontractor of a party.
    Subcontractor,
    /// One from whom the ward collects in the place of the person.
    Source,
    /// Named as a subcontractor, but of nobody whom the contract binds.
    SubcontractorOfNobody,
}

/// Returns what a role is to the contract of a flow (`None`: a flow that names no contract).
pub(super) fn standing(matter: &Matter, contract: Option<ContractId>, role: RoleId) -> Standing {
    let own = &matter.roles[role];
    if own.is_unlimited() {
        return Standing::Principal;
    }
    if let Some(contract) = contract {
        if matter.contracts[contract].binds(role) {
            return Standing::Party;
        }
        if is_named_subcontractor(matter, contract, role) {
            let by = own.subcontracted_by.as_ref().map(|by| standing(matter, Some(contract), by.value));
            return match by {
                Some(Standing::Party | Standing::Subcontractor) => Standing::Subcontractor,
                _ => Standing::SubcontractorOfNobody,
            };
        }
    }
    let is_counterparty = || {
        matter
            .connections
            .iter()
            .filter_map(|own| own.counterparty.as_ref())
            .any(|own| own.role.value == role)
    };
    if own.is(RoleKind::Recipient) {
        Standing::Recipient
    } else if own.is(RoleKind::Carrier) {
        Standing::Carrier
    } else if own.is(RoleKind::Source) {
        Standing::Source
    } else if own.is(RoleKind::Internal) {
        Standing::Internal
    } else if contract.is_none() && is_counterparty() {
        Standing::Counterparty
    } else {
        Standing::Outside
    }
}

fn is_named_subcontractor(matter: &Matter, contract: ContractId, role: RoleId) -> bool {
    let subcontracting = matter.contracts[contract].subcontracting.as_ref();
    subcontracting.is_some_and(|own| own.subcontractors.iter().any(|own| own.role.value == role))
}

/// Returns the contractors of a contract: its parties other than the ward.
pub(super) fn contractors(matter: &Matter, contract: ContractId) -> impl Iterator<Item = &ContractParty> {
    matter.contracts[contract].parties.iter().filter(|party| !matter.roles[party.role.value].is_unlimited())
}

/// A contract that binds a role, and the place that says so.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bond {
    /// The contract.
    pub(super) contract: ContractId,
    /// Where the party or the subcontractor is named.
    pub(super) place: Span,
}

/// Returns the contracts that bind each contractor and subcontractor, by role.
pub(super) fn bonds(matter: &Matter) -> BTreeMap<RoleId, Vec<Bond>> {
    let mut bonds: BTreeMap<RoleId, Vec<Bond>> = BTreeMap::new();
    for (id, contract) in matter.contracts.enumerate() {
        let parties = contractors(matter, id).map(|party| &party.role);
        let subcontracted = contract.subcontracting.iter().flat_map(|own| &own.subcontractors);
        for role in parties.chain(subcontracted.map(|own| &own.role)) {
            bonds.entry(role.value).or_default().push(Bond { contract: id, place: role.span });
        }
    }
    bonds
}

/// A legal entity that plays the role of a contractor or subcontractor.
#[derive(Clone, Debug)]
pub(super) struct Playing {
    /// The legal entity.
    pub(super) entity: PartyId,
    /// Where its first provider names it.
    pub(super) place: Span,
    /// The contracts that bind its roles.
    pub(super) bonds: Vec<Bond>,
}

/// Returns the legal entities that play the role of a contractor or subcontractor, in the order of the file.
pub(super) fn entities(matter: &Matter) -> Vec<Playing> {
    let bonds = bonds(matter);
    let mut found: Vec<Playing> = Vec::new();
    let mut index: BTreeMap<PartyId, usize> = BTreeMap::new();
    for provider in &matter.providers {
        let (Some(entity), Some(bonds)) = (&provider.party, bonds.get(&provider.role)) else { continue };
        let at = *index.entry(entity.value).or_insert_with(|| {
            found.push(Playing { entity: entity.value, place: entity.span, bonds: Vec::new() });
            found.len() - 1
        });
        if let Some(playing) = found.get_mut(at) {
            playing.bonds.extend(bonds);
        }
    }
    found
}

/// Returns who plays a party's role, and where the contract says so: those whom its lines name, else all of the role.
pub(super) fn players(matter: &Matter, party: &ContractParty) -> Vec<(ProviderId, Span)> {
    let named: Vec<_> = party
        .entries
        .iter()
        .filter_map(|entry| entry.provider.as_ref())
        .map(|provider| (provider.value, provider.span))
        .collect();
    if named.is_empty() {
        let all = matter.roles[party.role.value].providers.iter();
        return all.map(|provider| (*provider, party.role.span)).collect();
    }
    named
}

/// Returns the letter of a party, or the name of its role where it has none.
pub(super) fn letter<'a>(context: &Context<'a>, party: &'a ContractParty) -> &'a str {
    party.letter.as_ref().map_or_else(|| context.role(party.role.value), |letter| &letter.value)
}

/// Returns the registered name of a legal entity.
pub(super) fn entity<'a>(context: &Context<'a>, party: PartyId) -> &'a str {
    &context.year.parties[party].name.value
}

/// Returns the leaf by which a provider is known: its brand, else its id.
pub(super) fn leaf(provider: &Provider) -> &Located<String> {
    provider.brand.as_ref().unwrap_or(&provider.id)
}

/// Returns the roles that take part in a flow, each with the first place that names it: the end of a line that
/// carries data, else a box, else a step.
pub(super) fn taking_part(flow: &Flow) -> BTreeMap<RoleId, Span> {
    let lines = flow.transfers().flat_map(|link| [&link.from, &link.to]);
    let boxes = flow.participants.iter().map(|participant| &participant.role);
    let steps = flow.steps.iter().map(|step| &step.at);
    let mut found = BTreeMap::new();
    for role in lines.chain(boxes).chain(steps) {
        found.entry(role.value).or_insert(role.span);
    }
    found
}

/// Returns a plant that adds a role of its own, which other edits may then name by [`NEW`].
pub(super) fn new_role(context: &Context<'_>, more: &str) -> Option<Plant> {
    another_role(context, NEW, more)
}

/// Returns a plant that adds a role with an id.
pub(super) fn another_role(context: &Context<'_>, id: &str, more: &str) -> Option<Plant> {
    Plant::push_to(context, context.matter.span, "roles", &format!("{{ id: {id}, name: 見本の役割{more} }}"))
}

/// Returns a plant that makes one legal entity of two providers.
pub(super) fn same_entity(context: &Context<'_>, one: ProviderId, other: ProviderId) -> Option<Plant> {
    let providers = &context.matter.providers;
    let (one, other) = (&providers[one], &providers[other]);
    if let Some(party) = &one.party {
        return Plant::set(context, other.span, "party", &context.year.parties[party.value].id.value);
    }
    let any = context.year.parties.iter().next()?;
    let first = Plant::set(context, one.span, "party", &any.id.value)?;
    first.and(Plant::set(context, other.span, "party", &any.id.value))
}

/// Returns a plant that adds a contract with these parties, YAML on one line.
pub(super) fn new_contract(context: &Context<'_>, id: &str, parties: &str) -> Option<Plant> {
    let contract = format!("{{ id: {id}, form: 見本, parties: [{parties}] }}");
    Plant::push_to(context, context.matter.span, "contracts", &contract)
}

/// Returns a plant that adds a legal entity, which other edits may then name by [`NEW`].
pub(super) fn new_entity(context: &Context<'_>) -> Option<Plant> {
    let source = context.year.parties.iter().next()?.span.source();
    let root = yaml::parse(source, context.sources.get(source)?.text()).ok()?;
    Plant::push_to(context, root.span, "parties", &format!("{{ id: {NEW}, name: 見本の法人 }}"))
}
