//! The form of an erasure report, already filled with what the model knows: places, items, clause and last day.

use super::places::{On, Place, places};
use super::status::{due_of, end_of};
use crate::duty::forms::{Given, Known};
use crate::evidence::format::kind::erasure::{Medium, Trigger};
use crate::model::ids::{ContractId, RoleId};
use crate::model::matter::Matter;
use crate::model::vocabulary::{MediumKind, SystemKind};
use crate::model::ward::{Ward, Year};
use crate::proof::Proof;
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
pub fn authors(year: &Year, matter: &Matter, contract: ContractId) -> Vec<Author> {
    let proof = Proof::new(matter);
    let mut found: Vec<Author> = Vec::new();
    for place in places(year, matter, &proof).iter().filter(|place| place.contract == contract) {
        if let Some(author) = author(year, matter, place)
            && !found.contains(&author)
        {
            found.push(author);
        }
    }
    found
}

fn author(year: &Year, matter: &Matter, place: &Place) -> Option<Author> {
    let provider = &matter.providers[place.provider?];
    let (id, name) = match (&provider.party, &provider.brand) {
        (Some(party), _) => {
            let party = &year.parties[party.value];
            (party.id.value.clone(), party.name.value.clone())
        }
        (None, Some(brand)) => (provider.id.value.clone(), brand.value.clone()),
        (None, None) => (provider.id.value.clone(), matter.roles[place.role].name.value.clone()),
    };
    Some(Author { id, name, subcontracted_by: above(year, matter, place.role) })
}

fn above(year: &Year, matter: &Matter, role: RoleId) -> Option<String> {
    let above = matter.roles[role].subcontracted_by.as_ref()?;
    let provider = matter.roles[above.value].providers.first()?;
    let party = matter.providers[*provider].party.as_ref()?;
    Some(year.parties[party.value].id.value.clone())
}

/// Returns what is known of the report of one author under a contract.
#[must_use]
pub fn given(ward: &Ward, year: &Year, matter: &Matter, contract: ContractId, author: &Author) -> Given {
    let proof = Proof::new(matter);
    let own: Vec<Place> = places(year, matter, &proof)
        .into_iter()
        .filter(|place| place.contract == contract)
        .filter(|place| self::author(year, matter, place).as_ref() == Some(author))
        .collect();
    let row = &matter.contracts[contract];
    let mut given = Given::from([
        ("contract", Known::from(format!("{}/{}", matter.name, row.id))),
        ("addressee", Known::from(format!("{}長", ward.name))),
        ("party", Known::from(author.id.as_str())),
        ("party_name", Known::from(author.name.as_str())),
        ("trigger", Known::from(Trigger::ContractEnd.word())),
    ]);
    if let Some(above) = &author.subcontracted_by {
        given.insert("subcontracted_by", above.as_str().into());
    }
    if let Some(end) = end_of(matter, row) {
        given.insert("last_used", end.to_string().into());
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
                ("name", Known::from(place.label(matter))),
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
fn medium(matter: &Matter, on: On) -> Option<Medium> {
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
    use crate::duty::forms::write;
    use crate::evidence::format::kind::Kind;
    use crate::model::load::Workspace;
    use std::path::Path;

    #[test]
    fn the_form_of_a_subcontractor_names_its_places() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let year = workspace.year("r08").unwrap().result.unwrap();
        let matter = workspace.matter(&year, Path::new("policies/r08/mihon-itaku.yaml")).result.unwrap();
        let (contract, _) = matter.contracts.enumerate().find(|(_, own)| own.id.value == "ticket").unwrap();
        let authors = authors(&year.year, &matter, contract);
        let ids: Vec<&str> = authors.iter().map(|author| author.id.as_str()).collect();
        assert_eq!(ids, ["mihon-insatsu", "mihon-funyu", "mihon-hasso"]);
        let form =
            write(Kind::ErasureReport, &given(&workspace.ward, &year.year, &matter, contract, &authors[1]));
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
    }
}
