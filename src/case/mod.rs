//! One matter with everything that its names refer to, and what each thing of it is called.
//!
//! Checks, comparisons, papers and duties all stand on a [`Case`], so that one thing has one name and one number
//! wherever it is told: in a finding, on paper, in a list of what is due.

pub mod approved;
pub mod numbers;

use crate::diagnostic::{Text, same};
use crate::model::contract::Contract;
use crate::model::ids::{
    CertificationId, ConnectionId, ContractId, FlowId, Id, ItemId, ItemListId, KindId, ProviderId, RoleId,
    SystemId,
};
use crate::model::item::Items;
use crate::model::kind::MatterKind;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::{Covered, Material, Matter};
use crate::model::party::Party;
use crate::model::print::Print;
use crate::model::vocabulary::{About, Fact, Omitted};
use crate::model::ward::{ChecklistForm, Common, Ward, Year};
use crate::source::{Located, Sources};
use crate::text;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// A matter of one year, with its ward, the common words, and the texts that its places are in.
#[derive(Clone, Copy, Debug)]
pub struct Case<'a> {
    /// Every text that a place can be in.
    pub sources: &'a Sources,
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The matter's year.
    pub year: &'a Year,
    /// The matter.
    pub matter: &'a Matter,
    /// The day at which it is looked at, where the workspace has one.
    pub as_of: Option<NaiveDate>,
}

impl<'a> Case<'a> {
    /// Returns a matter as read from a workspace; `sources` are the texts it was read with.
    #[must_use]
    pub fn new(
        workspace: &'a Workspace,
        year: &'a LoadedYear,
        matter: &'a Matter,
        sources: &'a Sources,
    ) -> Self {
        let Workspace { ward, common, as_of, .. } = workspace;
        Self { sources, ward, common, year: &year.year, matter, as_of: *as_of }
    }

    /// Returns how the year's form prints days, years and numbers.
    #[must_use]
    pub fn print(&self) -> &'a Print {
        &self.year.labels.print
    }

    /// Returns the title of the matter (件名).
    #[must_use]
    pub fn title(&self) -> Option<&'a str> {
        self.matter.title.as_ref().map(|title| title.value.as_str())
    }

    /// Returns the name of the section in charge (担当課).
    #[must_use]
    pub fn department(&self) -> Option<&'a str> {
        let id = self.matter.department.as_ref()?.value;
        Some(&self.ward.departments[id].name.value)
    }

    /// Returns the section in charge with its division (健康部高齢者医療担当課).
    #[must_use]
    pub fn department_in_full(&self) -> Option<String> {
        let department = &self.ward.departments[self.matter.department.as_ref()?.value];
        let division = department.division.as_ref().map_or("", |division| &division.value);
        Some(format!("{division}{}", department.name))
    }

    /// Returns a kind of matter.
    #[must_use]
    pub fn kind(&self, kind: KindId) -> &'a MatterKind {
        &self.year.kinds[kind]
    }

    /// Returns the kind that an annex is of; `None` where the year's form has no such annex. A contract that does
    /// not say is of the kind on the cover, else of the year's first kind of contracts.
    #[must_use]
    pub fn kind_of(&self, annex: Covered) -> Option<KindId> {
        let (own, about) = match annex {
            Covered::Connection(_) => (None, About::Connection),
            Covered::Contract(id) => (self.matter.contracts[id].kind.as_ref(), About::Contract),
        };
        let on_cover = self.matter.basis.iter().flat_map(|basis| &basis.kinds).map(|kind| kind.value);
        let mut all = on_cover.chain(self.year.kinds.ids());
        own.map(|own| own.value).or_else(|| all.find(|kind| self.kind(*kind).is_about(about)))
    }

    /// Returns the kind that a contract is of.
    #[must_use]
    pub fn kind_of_contract(&self, contract: ContractId) -> Option<&'a MatterKind> {
        Some(self.kind(self.kind_of(Covered::Contract(contract))?))
    }

    /// Returns what the annex of a contract calls a fact, where its form prints it.
    #[must_use]
    pub fn label(&self, contract: ContractId, fact: Fact) -> Option<&'a Located<String>> {
        self.kind_of_contract(contract)?.label(fact)
    }

    /// Returns what the annex of a contract calls a fact, or what the model does.
    #[must_use]
    pub fn label_or(&self, contract: ContractId, fact: Fact) -> &'a str {
        self.label(contract, fact).map_or(fact.ja(), |label| &label.value)
    }

    /// Returns what the matter submits, on its cover or in its overview, each once.
    #[must_use]
    pub fn kinds(&self) -> Vec<KindId> {
        let cover = self.matter.basis.iter().flat_map(|basis| &basis.kinds).map(|kind| kind.value);
        let overview = self.matter.overview.iter().flat_map(|own| &own.submitted).map(|own| own.kind.value);
        let named: BTreeSet<KindId> = cover.chain(overview).collect();
        named.into_iter().collect()
    }

    /// Returns whether none of the kinds that the matter submits asks for something; where it submits none, all is
    /// asked for.
    #[must_use]
    pub fn omits(&self, what: Omitted) -> bool {
        let kinds = self.kinds();
        !kinds.is_empty() && kinds.into_iter().all(|kind| self.kind(kind).omits.contains(&what))
    }

    /// Returns what a checklist's kind is about, and so what its answers cover.
    #[must_use]
    pub fn about(&self, form: &ChecklistForm) -> About {
        self.kind(form.kind.value).about.value
    }

    /// Returns the name of a role on paper.
    #[must_use]
    pub fn role(&self, role: RoleId) -> &'a str {
        &self.matter.roles[role].name.value
    }

    /// Returns the title of a contract, or its id.
    #[must_use]
    pub fn contract(&self, contract: ContractId) -> &'a str {
        self.matter.contracts[contract].name()
    }

    /// Returns what a contract is called across the workspace: `r08/mihon-itaku/ticket`.
    #[must_use]
    pub fn reference(&self, contract: &Contract) -> String {
        self.matter.reference(contract)
    }

    /// Returns the title of a connection, or its id.
    #[must_use]
    pub fn connection(&self, connection: ConnectionId) -> &'a str {
        self.matter.connections[connection].name()
    }

    /// Returns the label of a system.
    #[must_use]
    pub fn system(&self, system: SystemId) -> &'a str {
        &self.matter.systems[system].label.value
    }

    /// Returns what a certification is called.
    #[must_use]
    pub fn certification(&self, kind: CertificationId) -> &'a str {
        &self.common.certifications[kind].name
    }

    /// Returns the legal entity that a provider is.
    #[must_use]
    pub fn party(&self, provider: ProviderId) -> Option<&'a Party> {
        self.year.party_of(&self.matter.providers[provider])
    }

    /// Returns a provider as it is printed: ＰａｙＢ（ビリングシステム株式会社）; its brand or its legal entity where it
    /// has only one of them, its id where it has neither.
    #[must_use]
    pub fn provider(&self, provider: ProviderId) -> String {
        self.provider_with(provider, "")
    }

    /// Returns a provider as it is printed, with what stands behind the name of its legal entity.
    pub(crate) fn provider_with(&self, provider: ProviderId, more: &str) -> String {
        let row = &self.matter.providers[provider];
        match (&row.brand, self.party(provider).map(|party| &party.name)) {
            (Some(brand), Some(party)) => format!("{brand}（{party}{more}）"),
            (Some(brand), None) => format!("{brand}{more}"),
            (None, Some(party)) => format!("{party}{more}"),
            (None, None) => format!("{}{more}", row.id),
        }
    }

    /// Returns whom to write to: the legal entity that plays a role, else its brand, else the role.
    #[must_use]
    pub fn addressee(&self, role: RoleId, provider: Option<ProviderId>) -> &'a str {
        let matter = self.matter;
        let of_brand = |id: ProviderId| matter.providers[id].brand.as_ref().map(|brand| &brand.value);
        let name = |id| self.party(id).map(|party| &party.name.value).or_else(|| of_brand(id));
        provider.and_then(name).map_or_else(|| self.role(role), String::as_str)
    }

    /// Returns the number of a material as it is printed: 資料１３－１, or 資料１ where the matter has no agenda number.
    /// Diagrams come first, then the lists that are materials of their own.
    #[must_use]
    pub fn material(&self, material: Material) -> String {
        let agenda = self.matter.agenda_number.as_ref().map(|number| number.value);
        self.year.labels.print.material(agenda, self.index_of(material) as u64)
    }

    /// Returns the number of a material in ASCII: `13-1`, or `1` where there is no agenda number.
    #[must_use]
    pub fn material_id(&self, material: Material) -> String {
        let index = self.index_of(material);
        match &self.matter.agenda_number {
            Some(agenda) => format!("{agenda}-{index}"),
            None => index.to_string(),
        }
    }

    /// Returns which of the matter's materials it is, from 1.
    fn index_of(&self, material: Material) -> usize {
        let matter = self.matter;
        let lists = || matter.item_lists.enumerate().filter(|(_, list)| list.material);
        1 + match material {
            Material::Flow(flow) => matter.flows.ids().take_while(|id| *id != flow).count(),
            Material::ItemList(list) => {
                matter.flows.len() + lists().take_while(|(id, _)| *id != list).count()
            }
        }
    }

    /// Returns the number of a diagram as it is printed.
    #[must_use]
    pub fn flow(&self, flow: FlowId) -> String {
        self.material(Material::Flow(flow))
    }

    /// Returns what a list of items is called: its number where it is a material, else the annex it stands in.
    #[must_use]
    pub fn item_list(&self, list: ItemListId) -> Text {
        let row = &self.matter.item_lists[list];
        if row.material {
            return same(self.material(Material::ItemList(list)));
        }
        let is_users =
            |contract: &&Contract| contract.item_list.as_ref().is_some_and(|own| own.value == list);
        let user = self.matter.contracts.enumerate().find(|(_, contract)| is_users(contract));
        if self.matter.item_lists.iter().filter(|list| !list.material).count() == 1 {
            let of_contract =
                || self.kind_of_contract(user.or_else(|| self.matter.contracts.enumerate().next())?.0);
            let other = || {
                let own = self.kinds().into_iter().map(|kind| self.kind(kind));
                own.filter(|kind| !kind.is_about(About::Contract))
                    .find(|kind| kind.field(Fact::Items).is_some())
            };
            let kind = of_contract().or_else(other);
            let (name, heading) =
                kind.map_or(("業務委託", "別紙"), |kind| (kind.ja(), &kind.heading.value));
            // A form that calls its annex otherwise is cited by what stands over it.
            return match heading.trim() {
                own if own.starts_with("別紙") => text!("別紙（{name}）の一覧", "the list of annex {name}"),
                own => text!("「{own}」の一覧", "the list of annex {name}"),
            };
        }
        let title = user.and_then(|(_, contract)| contract.title.as_ref());
        let name = row.name();
        title.map_or_else(
            || text!("一覧「{name}」", "list `{name}`"),
            |title| text!("別紙（{title}）の一覧", "the list of annex `{title}`"),
        )
    }

    /// Returns the single items among `items`: a group stands for its members.
    pub fn single_items(&self, items: &Items) -> impl Iterator<Item = ItemId> + use<'a> {
        let matter = self.matter;
        let single: Vec<ItemId> =
            items.iter().filter(|item| matter.items[*item].members.is_empty()).collect();
        single.into_iter()
    }

    /// Returns what a role is asked to do, by the names of the acts.
    #[must_use]
    pub fn acts_of(&self, role: RoleId) -> BTreeSet<&'a str> {
        let tasks = self.matter.contracts.iter().flat_map(|contract| contract.tasks_of(role));
        tasks.flat_map(|task| &task.acts).map(|act| self.common.acts[act.value].name.as_str()).collect()
    }

    /// Returns the legal entities of a role, as indexes of the year's list.
    #[must_use]
    pub fn companies_of(&self, role: RoleId) -> BTreeSet<usize> {
        let providers = self.matter.roles[role].providers.iter();
        providers
            .filter_map(|provider| self.matter.providers[*provider].party.as_ref())
            .map(|party| party.value.index())
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::Table;
    use std::path::Path;

    /// Runs a test on the real submission, with some lines of its text left out.
    fn with_submission(without: &[&str], run: impl Fn(Case<'_>)) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = Path::new("policies/r07/koki-iryo-cashless.yaml");
        let text = std::fs::read_to_string(root.join(file)).unwrap();
        let lines = text.lines().filter(|line| !without.iter().any(|own| line.starts_with(own)));
        let text = lines.collect::<Vec<_>>().join("\n");
        let overlay = [(file.to_owned(), text.into())].into_iter().collect();
        let workspace = Workspace::open_with(root, overlay).unwrap().result.unwrap();
        let year = workspace.year("r07").unwrap().result.unwrap();
        let loaded = workspace.matter(&year, file);
        run(Case::new(&workspace, &year, &loaded.result.unwrap(), &loaded.sources));
    }

    fn id<I: Id, T>(table: &Table<I, T>, is_meant: impl Fn(&T) -> bool) -> I {
        table.enumerate().find(|(_, row)| is_meant(row)).unwrap().0
    }

    #[test]
    fn materials_are_numbered_with_and_without_the_agenda() {
        use crate::model::era::full_width;
        let numbers = |case: &Case<'_>| -> Vec<(String, String)> {
            let flows = case.matter.flows.ids().map(Material::Flow);
            let lists = case.matter.item_lists.enumerate().filter(|(_, own)| own.material);
            let all = flows.chain(lists.map(|(id, _)| Material::ItemList(id)));
            all.map(|own| (case.material(own), case.material_id(own))).collect()
        };
        with_submission(&[], |case| {
            let of = |index| (format!("資料１３－{}", full_width(index)), format!("13-{index}"));
            assert_eq!(numbers(&case), [of(1), of(2), of(3), of(4)]);
        });
        with_submission(&["agenda_number:"], |case| {
            let of = |index: usize| (format!("資料{}", full_width(index)), index.to_string());
            assert_eq!(numbers(&case), [of(1), of(2), of(3), of(4)]);
        });
    }

    #[test]
    fn a_provider_is_named_as_it_is_printed() {
        with_submission(&[], |case| {
            let provider = |own: &str| id(&case.matter.providers, |row| row.id.value == own);
            assert_eq!(case.provider(provider("payb")), "ＰａｙＢ（ビリングシステム株式会社）");
            // The submission names no company that runs it.
            assert_eq!(case.provider(provider("famipay")), "Famipay");
            let role = case.matter.providers[provider("famipay")].role;
            assert_eq!(case.addressee(role, Some(provider("famipay"))), "Famipay");
            assert_eq!(case.addressee(role, None), case.role(role));
            let role = case.matter.providers[provider("payb")].role;
            assert_eq!(case.addressee(role, Some(provider("payb"))), "ビリングシステム株式会社");
        });
    }

    #[test]
    fn a_list_in_an_annex_is_named_as_it_is_printed() {
        with_submission(&[], |case| {
            let names: Vec<String> = case.matter.item_lists.ids().map(|id| case.item_list(id).ja).collect();
            assert_eq!(names, ["資料１３－４", "別紙（業務委託）の一覧"]);
        });
    }
}
