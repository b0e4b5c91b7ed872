//! The form of an erasure report, already filled with what the model knows: places, items, clause and last day.

use super::places::{On, Place, places};
use super::status::{due_of, end_of};
use crate::case::Case;
use crate::duty::forms::{Given, Known};
use crate::evidence::format::kind::erasure::{Medium, Trigger};
use crate::model::ids::{ContractId, RoleId};
use crate::model::matter::Matter;
use crate::model::vocabulary::{MediumKind, SystemKind};
use crate::proof::Proof;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// Who reports: a legal entity, in every role it has under the contract.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    /// Id of the legal entity; of the provider, where only a brand is known.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Id of who entrusted the work to it again, where it is a sub-contractor.
    pub subcontracted_by: Option<String>,
}

/// Returns everybody who holds copies under a contract and is named.
#[must_use]
pub fn authors(case: &Case<'_>, contract: ContractId) -> Vec<Author> {
    let proof = Proof::new(case.matter);
    let mut found: Vec<Author> = Vec::new();
    for place in places(case, &proof).iter().filter(|place| place.contract == contract) {
        if let Some(author) = author(case, place)
            && !found.contains(&author)
        {
            found.push(author);
        }
    }
    found
}

fn author(case: &Case<'_>, place: &Place) -> Option<Author> {
    let provider = place.provider?;
    let id = case.party(provider).map_or(&case.matter.providers[provider].id, |party| &party.id);
    let name = case.addressee(place.role, Some(provider)).to_owned();
    Some(Author { id: id.value.clone(), name, subcontracted_by: above(case, place.role) })
}

fn above(case: &Case<'_>, role: RoleId) -> Option<String> {
    let above = case.matter.roles[role].subcontracted_by.as_ref()?;
    let provider = case.matter.roles[above.value].providers.first()?;
    case.party(*provider).map(|party| party.id.value.clone())
}

/// Returns the last day of a contract's term that is still to come: nobody knows yet when information will have been
/// used last, nor that the end of the contract will be why it is erased.
#[must_use]
pub fn runs_until(case: &Case<'_>, contract: ContractId, today: NaiveDate) -> Option<NaiveDate> {
    end_of(case.matter, &case.matter.contracts[contract]).filter(|end| *end > today)
}

/// Returns what is known on a day of the report of one author under a contract.
#[must_use]
pub fn given(case: &Case<'_>, contract: ContractId, author: &Author, today: NaiveDate) -> Given {
    let matter = case.matter;
    let proof = Proof::new(matter);
    let own: Vec<Place> = places(case, &proof)
        .into_iter()
        .filter(|place| place.contract == contract)
        .filter(|place| self::author(case, place).as_ref() == Some(author))
        .collect();
    let row = &matter.contracts[contract];
    let mut given = Given::from([
        ("contract", Known::from(case.reference(row))),
        ("addressee", Known::from(format!("{}長", case.ward.name))),
        ("party", Known::from(author.id.as_str())),
        ("party_name", Known::from(author.name.as_str())),
    ]);
    if let Some(above) = &author.subcontracted_by {
        given.insert("subcontracted_by", above.as_str().into());
    }
    if runs_until(case, contract, today).is_none() {
        given.insert("trigger", Trigger::ContractEnd.word().into());
        if let Some(end) = end_of(matter, row) {
            given.insert("last_used", end.to_string().into());
        }
    }
    if let Some(due) = due_of(matter, row) {
        given.insert("deadline", due.to_string().into());
    }
    let all: BTreeSet<_> = own.iter().flat_map(|place| place.items.iter()).collect();
    let names = |items: &mut dyn Iterator<Item = crate::model::ids::ItemId>| -> Vec<String> {
        items.map(|item| matter.items[item].name.clone()).collect()
    };
    given.insert("items", names(&mut all.iter().copied()).into());
    let copies: Vec<Given> = own
        .iter()
        .map(|place| {
            let mut copy = Given::from([
                ("place", Known::from(place.id(matter))),
                ("name", Known::from(place.label(matter).ja)),
            ]);
            if let Some(medium) = medium(matter, place.on) {
                copy.insert("medium", medium.word().into());
            }
            if place.items.len() < all.len() {
                copy.insert("items", names(&mut place.items.iter()).into());
            }
            copy
        })
        .collect();
    given.insert("copies", copies.into());
    given
}

/// Returns the medium of a place; `None` where its keeper has to say (a locked cabinet may hold paper or discs).
pub(super) fn medium(matter: &Matter, on: On) -> Option<Medium> {
    match on {
        On::Medium(kind) => Some(match kind {
            MediumKind::Backup => Medium::Backup,
            MediumKind::Paper => Medium::Paper,
            MediumKind::Removable => Medium::Removable,
            MediumKind::Server => Medium::Server,
            MediumKind::Terminal => Medium::Terminal,
        }),
        On::NotStated => None,
        On::System(system) => {
            let system = &matter.systems[system];
            match system.kind.value {
                _ if system.is_cloud() => Some(Medium::Cloud),
                SystemKind::BusinessSystem | SystemKind::Server => Some(Medium::Server),
                SystemKind::Storage => None,
                SystemKind::Terminal => Some(Medium::Terminal),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::Case;
    use crate::diagnostic::Language;
    use crate::duty::forms::write;
    use crate::evidence::format::kind::Kind;
    use crate::model::load::Workspace;
    use std::path::Path;

    #[test]
    fn the_form_of_a_subcontractor_names_its_places() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let year = workspace.year("r08").unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new("policies/r08/mihon-itaku.yaml"));
        let matter = loaded.result.unwrap();
        let case = Case::new(&workspace, &year, &matter, &loaded.sources);
        let (contract, _) = matter.contracts.enumerate().find(|(_, own)| own.id.value == "ticket").unwrap();
        let authors = authors(&case, contract);
        let ids: Vec<&str> = authors.iter().map(|author| author.id.as_str()).collect();
        assert_eq!(ids, ["mihon-insatsu", "mihon-funyu", "mihon-hasso"]);
        let day = |text: &str| text.parse().unwrap();
        let form = write(
            Kind::ErasureReport,
            &given(&case, contract, &authors[1], day("2027-03-31")),
            "区",
            Language::Japanese,
        );
        for line in [
            "contract: r08/mihon-itaku/ticket",
            "party: mihon-funyu",
            "subcontracted_by: mihon-insatsu",
            "deadline: 2027-04-30",
            "last_used: 2027-03-31",
            "- place: enclose-storage",
            "- place: paper",
            "medium: paper",
        ] {
            assert!(form.contains(line), "{line} is missing:\n{form}");
        }
        assert!(form.contains("trigger: contract_end"));
        // Before the last day of the term nobody knows when it will have been used last, nor why it is erased.
        assert_eq!(runs_until(&case, contract, day("2027-03-30")), Some(day("2027-03-31")));
        let early = write(
            Kind::ErasureReport,
            &given(&case, contract, &authors[1], day("2027-03-30")),
            "区",
            Language::Japanese,
        );
        assert!(
            !early.contains("last_used: 2027-03-31") && !early.contains("trigger: contract_end "),
            "{early}"
        );
        assert!(early.contains("deadline: 2027-04-30"));
    }
}
