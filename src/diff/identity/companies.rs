//! Legal entities, and who plays a role.

use super::{Identity, Pairs, Which, alike, at_least, if_so};
use crate::case::Case;
use crate::diff::facts::Token;
use crate::model::ids::{Id, PartyId, ProviderId};
use crate::model::party::{Party, Provider};
use crate::spelling;

/// Returns the weight of the evidence that two entries are one legal entity: the number, else the name, else an id
/// with a name that is nearly the same.
pub(crate) fn same_company(one: &Party, other: &Party) -> Option<u32> {
    let number = |party: &Party| party.corporate_number.as_ref().map(|number| number.value.clone());
    if let (Some(a), Some(b)) = (number(one), number(other)) {
        return (a == b).then_some(200);
    }
    if spelling::same(&one.name, &other.name) {
        return Some(150);
    }
    let near = alike(&one.name, &other.name);
    (one.id.value == other.id.value && near >= 60).then_some(near)
}

/// Pairs the legal entities of the two years' lists.
pub(super) fn companies(old: &Case<'_>, new: &Case<'_>) -> Pairs {
    let keys = |side: &Case<'_>| -> Vec<(Option<String>, String)> {
        let number = |party: &Party| party.corporate_number.as_ref().map(|number| number.value.clone());
        side.year.parties.iter().map(|party| (number(party), party.name.value.clone())).collect()
    };
    Pairs::by_key(keys(old), keys(new), |one, other| {
        same_company(
            &old.year.parties[PartyId::from_index(one)],
            &new.year.parties[PartyId::from_index(other)],
        )
    })
}

impl Identity {
    /// Pairs those who play a role: by legal entity, else by the name of the service. Two known legal entities
    /// that differ are never the same.
    pub(super) fn providers(&self, old: &Case<'_>, new: &Case<'_>) -> Pairs {
        let (mine, theirs) = (&old.matter.providers, &new.matter.providers);
        type Key<'s> = (Token, Option<Token>, &'s str, Option<&'s str>);
        fn keys<'s>(known: &Identity, which: Which, side: &Case<'s>) -> Vec<Key<'s>> {
            let key = |own: &'s Provider| {
                let company =
                    own.party.as_ref().map(|party| known.companies.token(which, party.value.index()));
                let brand = own.brand.as_ref().map(|brand| brand.as_str());
                (known.role(which, own.role), company, own.id.as_str(), brand)
            };
            side.matter.providers.iter().map(key).collect()
        }
        Pairs::by_key(keys(self, Which::Old, old), keys(self, Which::New, new), |one, other| {
            let (a, b) = (&mine[ProviderId::from_index(one)], &theirs[ProviderId::from_index(other)]);
            if self.role(Which::Old, a.role) != self.role(Which::New, b.role) {
                return None;
            }
            let company = match (&a.party, &b.party) {
                (Some(a), Some(b)) => {
                    let token = self.companies.token(Which::Old, a.value.index());
                    if token != self.companies.token(Which::New, b.value.index()) {
                        return None;
                    }
                    60
                }
                _ => 0,
            };
            let brand = match (&a.brand, &b.brand) {
                (Some(a), Some(b)) => alike(a, b) * 40 / 100,
                _ => 0,
            };
            at_least(30, company + brand + if_so(a.id.value == b.id.value, 30))
        })
    }
}
