//! One of the two things that are compared, with everything its names refer to.

use crate::model::era;
use crate::model::ids::{CertificationId, Id, ItemId, ProviderId, RoleId};
use crate::model::item::Items;
use crate::model::matter::Matter;
use crate::model::ward::{Common, Ward, Year};
use crate::source::Sources;
use std::collections::BTreeSet;

/// A matter of one year, with its ward, words and legal entities.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The matter's year.
    pub year: &'a Year,
    /// The matter.
    pub matter: &'a Matter,
    /// The texts that its places are in.
    pub sources: &'a Sources,
}

/// Returns what two years are called in a sentence: by the year, or as before and after where it is one year.
#[must_use]
pub fn year_names(old: &Side<'_>, new: &Side<'_>) -> (String, String) {
    let (before, after) = (old.matter.fiscal_year, new.matter.fiscal_year);
    if before == after {
        return ("改正前".to_owned(), "改正後".to_owned());
    }
    (era::print_fiscal_year(before), era::print_fiscal_year(after))
}

impl<'a> Side<'a> {
    /// Returns the name of a role.
    pub(crate) fn role(&self, role: RoleId) -> &'a str {
        &self.matter.roles[role].name.value
    }

    /// Returns what a certification is called.
    pub(crate) fn certification(&self, kind: CertificationId) -> &'a str {
        &self.common.certifications[kind].name
    }

    /// Returns somebody who plays a role: ＰａｙＢ（ビリングシステム株式会社）.
    pub(crate) fn provider(&self, provider: ProviderId) -> String {
        let row = &self.matter.providers[provider];
        let company = row.party.as_ref().map(|party| self.year.parties[party.value].name.value.as_str());
        match (row.brand.as_ref().map(|brand| brand.value.as_str()), company) {
            (Some(brand), Some(company)) => format!("{brand}（{company}）"),
            (Some(brand), None) => format!("{brand}（法人の記載なし）"),
            (None, Some(company)) => company.to_owned(),
            (None, None) => row.id.value.clone(),
        }
    }

    /// Returns the single items among `items`: a group stands for its members.
    pub(crate) fn single(&self, items: &Items) -> impl Iterator<Item = ItemId> {
        items
            .iter()
            .filter(|item| self.matter.items[*item].members.is_empty())
            .collect::<Vec<_>>()
            .into_iter()
    }

    /// Returns what a role is asked to do, by the names of the acts.
    pub(crate) fn acts_of(&self, role: RoleId) -> BTreeSet<&'a str> {
        let tasks = self.matter.contracts.iter().flat_map(|contract| contract.tasks_of(role));
        tasks.flat_map(|task| &task.acts).map(|act| self.common.acts[act.value].name.as_str()).collect()
    }

    /// Returns the legal entities of a role, as indexes of the year's list.
    pub(crate) fn companies_of(&self, role: RoleId) -> BTreeSet<usize> {
        let providers = self.matter.roles[role].providers.iter();
        providers
            .filter_map(|provider| self.matter.providers[*provider].party.as_ref())
            .map(|party| party.value.index())
            .collect()
    }
}
