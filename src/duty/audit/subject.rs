//! What is audited: one party of one contract. Audits count by contract, never by company (PPC Q&A 3-1-4).

use crate::case::Case;
use crate::diagnostic::{Text, listed, listed_ids};
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, ProviderId, RoleId};
use crate::model::matter::Matter;
use crate::model::party::Party;
use crate::model::vocabulary::RoleKind;
use crate::spelling;
use crate::text;

/// A party of a contract that is audited.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    /// The matter, with all that its names refer to.
    pub case: Case<'a>,
    /// The contract.
    pub contract: ContractId,
    /// The role that the party plays.
    pub role: RoleId,
    /// As whom it plays it; one entity may play several roles of a contract.
    pub provider: ProviderId,
    /// The legal entity.
    pub party: &'a Party,
}

impl<'a> Subject<'a> {
    /// Looks up a party of a contract: the id of a provider, of a legal entity, or of a role that one entity plays.
    ///
    /// # Errors
    ///
    /// What is not there, what is meant perhaps, and what there is.
    pub fn find(case: Case<'a>, contract: &str, party: &str) -> Result<Self, Text> {
        let matter = case.matter;
        let ids = || matter.contracts.iter().map(|own| own.id.value.as_str());
        let name = &matter.name;
        let Some((id, own)) = matter.contracts.enumerate().find(|(_, own)| own.id.value == contract) else {
            let Text { ja: list, en: list_en } = listed(ids());
            let all = text!("この案件の契約: {list}", "contracts of this matter: {list_en}");
            let help = spelling::did_you_mean(contract, ids(), &all);
            let (ja, en) = (help.ja, help.en);
            return Err(text!(
                "{name} に契約「{contract}」がありません。{ja}",
                "{name} has no contract `{contract}`; {en}"
            ));
        };
        let parties = parties(&case, own);
        let mut meant: Vec<&Bound<'a>> =
            parties.iter().filter(|bound| bound.is_named(matter, party)).collect();
        if meant.is_empty() {
            let names: Vec<(usize, String)> = parties
                .iter()
                .enumerate()
                .flat_map(|(index, bound)| {
                    let role = matter.roles[bound.role].name.value.clone();
                    let own = bound.party.map(|party| party.name.value.clone());
                    [Some(bound.name(&case)), Some(role), own]
                        .into_iter()
                        .flatten()
                        .map(move |name| (index, name))
                })
                .collect();
            let found = spelling::find(party, names.iter().map(|(index, name)| (*index, name.as_str())));
            meant.extend(found.and_then(|index| parties.get(index)));
        }
        let Text { ja: list, en: list_en } =
            listed_ids(parties.iter().map(|bound| (bound.id(matter), bound.name(&case))));
        match meant.as_slice() {
            [Bound { role, provider: Some(provider), party: Some(party) }] => {
                Ok(Self { case, contract: id, role: *role, provider: *provider, party })
            }
            [bound] => {
                let shown = bound.name(&case);
                Err(text!(
                    "「{shown}」は法人が分からないため、監査票を作れません。parties.yaml に法人を加え、providers の party に書いてください",
                    "`{shown}` names no legal entity; add it to parties.yaml and name it under `party`"
                ))
            }
            [] => Err(text!(
                "契約 {name}/{contract} に「{party}」という受託者・再委託先はありません。この契約の受託者と再委託先: {list}",
                "{name}/{contract} has no party `{party}` (there are: {list_en})"
            )),
            _ => Err(text!(
                "「{party}」に当たる者が複数あります。担う者の識別子を書いてください: {list}",
                "`{party}` means several; name one of them: {list_en}"
            )),
        }
    }

    /// Returns the contract.
    #[must_use]
    pub fn contract(&self) -> &'a Contract {
        &self.case.matter.contracts[self.contract]
    }

    /// Returns the contract's name: `r08/mihon-itaku/ticket`.
    #[must_use]
    pub fn name(&self) -> String {
        self.case.reference(self.contract())
    }

    /// Returns the id that a command takes for the party.
    #[must_use]
    pub fn id(&self) -> &'a str {
        &self.case.matter.providers[self.provider].id.value
    }

    /// Returns the contract's title.
    #[must_use]
    pub fn title(&self) -> &'a str {
        self.contract().name()
    }
}

/// Somebody whom a contract binds: as a party, or as a sub-contractor.
#[derive(Clone, Copy, Debug)]
pub(in crate::duty) struct Bound<'a> {
    pub(in crate::duty) role: RoleId,
    pub(in crate::duty) provider: Option<ProviderId>,
    pub(in crate::duty) party: Option<&'a Party>,
}

impl Bound<'_> {
    fn is_named(&self, matter: &Matter, name: &str) -> bool {
        let provider = self.provider.is_some_and(|own| matter.providers[own].id.value == name);
        let party = self.party.is_some_and(|own| own.id.value == name);
        provider || party || matter.roles[self.role].id.value == name
    }

    /// Returns the id that records name it by: the legal entity's, else the provider's, else the role's.
    pub(in crate::duty) fn record_id<'m>(&'m self, matter: &'m Matter) -> &'m str {
        self.party.map_or_else(|| self.id(matter), |party| &party.id.value)
    }

    /// Returns the id that a command takes.
    pub(super) fn id<'m>(&self, matter: &'m Matter) -> &'m str {
        let role = &matter.roles[self.role].id.value;
        self.provider.map_or(role, |own| &matter.providers[own].id.value)
    }

    /// Returns the name a reader knows.
    pub(in crate::duty) fn name(&self, case: &Case<'_>) -> String {
        case.addressee(self.role, self.provider).to_owned()
    }
}

/// Returns those whom a contract binds besides the ward: its parties in order, then its sub-contractors. Whom data was
/// provided to (法69条) is neither, whatever the contract says of it.
pub(in crate::duty) fn parties<'a>(case: &Case<'a>, contract: &Contract) -> Vec<Bound<'a>> {
    let matter = case.matter;
    let named = contract.parties.iter().map(|party| party.role.value);
    let reached = matter.roles.ids().filter(|role| contract.reaches(*role));
    let mut roles: Vec<RoleId> = Vec::new();
    for role in named.chain(reached) {
        // Of whom nothing says what it is, it is asked all the same.
        let kind = matter.roles[role].kind.as_ref().map(|kind| kind.value);
        let is_entrusted = matches!(kind, None | Some(RoleKind::Contractor | RoleKind::Subcontractor));
        if is_entrusted && !roles.contains(&role) {
            roles.push(role);
        }
    }
    let mut all = Vec::new();
    for role in roles {
        let providers = &matter.roles[role].providers;
        if providers.is_empty() {
            all.push(Bound { role, provider: None, party: None });
        }
        for provider in providers {
            all.push(Bound { role, provider: Some(*provider), party: case.party(*provider) });
        }
    }
    all
}
