//! What a rule may look at: one matter, its year, the ward, and the proof of its flows.

use super::prose::{self, Prose};
use crate::model::contract::Overrides;
use crate::model::era;
use crate::model::ids::{ConnectionId, ContractId, FlowId, FormId, ItemListId, RoleId, RowId, SystemId};
use crate::model::item::Items;
use crate::model::matter::{Answer, Checklist, Covered, Material, Matter};
use crate::model::vocabulary::{Mark, MatterKind, RoleKind, Topic};
use crate::model::ward::{ChecklistForm, Common, Row, Ward, Year};
use crate::proof::Proof;
use crate::source::{Located, Sources, Span};
use chrono::NaiveDate;
use std::sync::OnceLock;

/// What a rule may look at.
#[derive(Debug)]
pub struct Context<'a> {
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
    /// The day it is judged at.
    pub date: NaiveDate,
    proof: OnceLock<Proof<'a>>,
    prose: OnceLock<Vec<Prose<'a>>>,
}

/// An answer with its form and row.
#[derive(Clone, Copy, Debug)]
pub struct Answered<'a> {
    /// The checklist.
    pub checklist: &'a Checklist,
    /// The form.
    pub form: &'a ChecklistForm,
    /// The row.
    pub row: &'a Row,
    /// The answer.
    pub answer: &'a Answer,
}

impl Answered<'_> {
    /// Returns whether the answer is ○.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.answer.status.value == Mark::Adopted
    }
}

/// Returns whether two checklists of one kind cover something in common; one that does not say covers all.
fn cover_something_in_common(one: &Checklist, other: &Checklist) -> bool {
    match (&one.covers, &other.covers) {
        (Some(one), Some(other)) => {
            one.iter().any(|covered| other.iter().any(|also| also.value == covered.value))
        }
        _ => true,
    }
}

impl<'a> Context<'a> {
    /// Returns the context of a matter, judged at its own day.
    #[must_use]
    pub fn new(
        sources: &'a Sources,
        ward: &'a Ward,
        common: &'a Common,
        year: &'a Year,
        matter: &'a Matter,
    ) -> Self {
        Self {
            sources,
            ward,
            common,
            year,
            matter,
            date: matter.date(),
            proof: OnceLock::new(),
            prose: OnceLock::new(),
        }
    }

    /// Returns the proof of the matter's flows, made once.
    #[must_use]
    pub fn proof(&self) -> &Proof<'a> {
        self.proof.get_or_init(|| Proof::new(self.matter))
    }

    /// Returns every text of the matter that somebody reads, in the order of the file, found once.
    #[must_use]
    pub fn prose(&self) -> &[Prose<'a>] {
        self.prose.get_or_init(|| prose::of(self.matter))
    }

    /// Returns the name of a role on paper.
    #[must_use]
    pub fn role(&self, role: RoleId) -> &'a str {
        &self.matter.roles[role].name.value
    }

    /// Returns the title of a contract, or its id.
    #[must_use]
    pub fn contract(&self, contract: ContractId) -> &'a str {
        let contract = &self.matter.contracts[contract];
        contract.title.as_ref().map_or(&contract.id.value, |title| &title.value)
    }

    /// Returns the title of a connection, or its id.
    #[must_use]
    pub fn connection(&self, connection: ConnectionId) -> &'a str {
        let connection = &self.matter.connections[connection];
        connection.title.as_ref().map_or(&connection.id.value, |title| &title.value)
    }

    /// Returns the label of a system.
    #[must_use]
    pub fn system(&self, system: SystemId) -> &'a str {
        &self.matter.systems[system].label.value
    }

    /// Returns the number of a material as it is printed, such as 資料１３－１; 資料 with the id where there is
    /// no agenda number. Diagrams come first, then lists that are materials of their own.
    #[must_use]
    pub fn material(&self, material: Material) -> String {
        let index = match material {
            Material::Flow(flow) => self.matter.flows.ids().position(|id| id == flow),
            Material::ItemList(list) => self
                .matter
                .item_lists
                .enumerate()
                .filter(|(_, list)| list.material)
                .position(|(id, _)| id == list)
                .map(|index| self.matter.flows.len() + index),
        };
        match (&self.matter.agenda_number, index) {
            (Some(agenda), Some(index)) => {
                format!("資料{}－{}", era::full_width(agenda.value), era::full_width(index + 1))
            }
            (_, Some(index)) => format!("資料－{}", era::full_width(index + 1)),
            (_, None) => match material {
                Material::Flow(flow) => self.matter.flows[flow].id.value.clone(),
                Material::ItemList(list) => self.matter.item_lists[list].id.value.clone(),
            },
        }
    }

    /// Returns the number of a diagram as it is printed.
    #[must_use]
    pub fn flow(&self, flow: FlowId) -> String {
        self.material(Material::Flow(flow))
    }

    /// Returns how a list of items is called: its number where it is a material, else the annex it stands in.
    #[must_use]
    pub fn item_list(&self, list: ItemListId) -> String {
        let row = &self.matter.item_lists[list];
        if row.material {
            return self.material(Material::ItemList(list));
        }
        let contract = self
            .matter
            .contracts
            .enumerate()
            .find(|(_, contract)| contract.item_list.as_ref().is_some_and(|own| own.value == list));
        match contract {
            Some((id, _)) => format!("別紙「{}」の情報項目", self.contract(id)),
            None => row.id.value.clone(),
        }
    }

    /// Returns the names of items for a sentence, 「甲」「乙」; a group stands for its members, and more than
    /// eight are counted.
    #[must_use]
    pub fn items(&self, items: &Items) -> String {
        let mut covered = Items::default();
        for item in items.iter() {
            let members = &self.matter.items[item].members;
            if !members.is_empty() && members.is_within(items) {
                covered.add_all(members);
            }
        }
        let shown: Vec<&str> =
            items.without(&covered).iter().map(|item| self.matter.items[item].name.as_str()).collect();
        let names = crate::diagnostic::quoted(shown.iter().take(8));
        if shown.len() > 8 { format!("{names}ほか{}項目", shown.len() - 8) } else { names }
    }

    /// Returns the form of a checklist.
    #[must_use]
    pub fn form(&self, form: FormId) -> &'a ChecklistForm {
        &self.year.forms[form]
    }

    /// Returns every answer of the matter, in the order of the file.
    pub fn answers(&self) -> impl Iterator<Item = Answered<'a>> + use<'a> {
        let (matter, year) = (self.matter, self.year);
        matter.checklists.iter().flat_map(move |checklist| {
            let form = &year.forms[checklist.form.value];
            checklist.answers.iter().map(move |answer| Answered {
                checklist,
                form,
                row: &form.rows[answer.row.value],
                answer,
            })
        })
    }

    /// Returns the answers to rows about a topic that cover a contract.
    pub fn answers_on(&self, contract: ContractId, topic: Topic) -> impl Iterator<Item = Answered<'a>> {
        self.answers_covering(contract).filter(move |answered| answered.row.is_about(topic))
    }

    /// Returns the answers of the outsourcing checklists that cover a contract.
    pub fn answers_covering(&self, contract: ContractId) -> impl Iterator<Item = Answered<'a>> {
        let matter = self.matter;
        self.answers().filter(move |answered| {
            answered.form.kind.value == crate::model::vocabulary::MatterKind::Outsourcing
                && matter.covered_contracts(answered.checklist).contains(&contract)
        })
    }

    /// Returns the answers of the connection checklists that cover a connection.
    pub fn answers_covering_connection(
        &self,
        connection: ConnectionId,
    ) -> impl Iterator<Item = Answered<'a>> {
        self.answers().filter(move |answered| {
            answered.form.kind.value == crate::model::vocabulary::MatterKind::ExternalConnection
                && answered.checklist.covers.as_ref().is_none_or(|covers| {
                    covers.iter().any(|covered| covered.value == Covered::Connection(connection))
                })
        })
    }

    /// Returns the row with an id in the form of a checklist.
    #[must_use]
    pub fn row_of(&self, form: FormId, id: &str) -> Option<RowId> {
        self.year.forms[form].row(id)
    }

    /// Returns the roles of a contract other than the ward, in the order of the paper.
    pub fn contractors(&self, contract: ContractId) -> impl Iterator<Item = RoleId> + use<'a> {
        let matter = self.matter;
        matter.contracts[contract]
            .parties
            .iter()
            .map(|party| party.role.value)
            .filter(move |role| !matter.roles[*role].is(RoleKind::Ward))
    }

    /// Returns the contracts that reach a role, in the order of the file.
    pub fn contracts_of(&self, role: RoleId) -> impl Iterator<Item = ContractId> + use<'a> {
        let contracts = self.matter.contracts.enumerate();
        contracts.filter(move |(_, contract)| contract.reaches(role)).map(|(id, _)| id)
    }

    /// Returns the answers to the same row in the other form of the pair (区が行う / 事業者に行わせる), of checklists
    /// that cover something in common.
    pub fn opposite(&self, one: Answered<'a>) -> impl Iterator<Item = Answered<'a>> + use<'a> {
        let is_ward = |form: &ChecklistForm| form.bearer.value == crate::model::vocabulary::Bearer::Ward;
        self.answers().filter(move |other| {
            other.form.kind.value == one.form.kind.value
                && is_ward(other.form) != is_ward(one.form)
                && other.row.id.value == one.row.id.value
                && cover_something_in_common(one.checklist, other.checklist)
        })
    }

    /// Returns the place of a key's value or, where it was left out, of the whole matter's first line.
    #[must_use]
    pub fn top(&self) -> Span {
        Span::new(self.matter.source, self.matter.span.start(), self.matter.span.start())
    }
}

/// An annex (別紙): a connection or a contract.
#[derive(Clone, Copy, Debug)]
pub struct Annex<'a> {
    /// Which of the two.
    pub kind: MatterKind,
    /// Its id.
    pub id: &'a Located<String>,
    /// The whole record.
    pub span: Span,
    /// What it says otherwise than the rest of the submission.
    pub overrides: &'a Overrides,
}

impl<'a> Context<'a> {
    /// Returns every annex, in the order of the file.
    #[must_use]
    pub fn annexes(&self) -> Vec<Annex<'a>> {
        let connections = self.matter.connections.iter().map(|own| Annex {
            kind: MatterKind::ExternalConnection,
            id: &own.id,
            span: own.span,
            overrides: &own.overrides,
        });
        let contracts = self.matter.contracts.iter().map(|own| Annex {
            kind: MatterKind::Outsourcing,
            id: &own.id,
            span: own.span,
            overrides: &own.overrides,
        });
        let mut annexes: Vec<Annex<'a>> = connections.chain(contracts).collect();
        annexes.sort_by_key(|annex| annex.span);
        annexes
    }
}
