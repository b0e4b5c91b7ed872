//! What a rule may look at: one matter, its year, the ward, and the proof of its flows.

use super::prose::{self, Prose};
use super::statements::Statements;
use crate::case::Case;
use crate::diagnostic::{Text, quoted};
use crate::model::contract::Overrides;
use crate::model::ids::{ConnectionId, ContractId, FormId, KindId, RoleId, RowId};
use crate::model::item::Items;
use crate::model::matter::{Answer, Checklist, Covered};
use crate::model::party::Role;
use crate::model::vocabulary::{Fact, Mark, RoleKind, Topic};
use crate::model::ward::{ChecklistForm, Row};
use crate::proof::Proof;
use crate::source::{Located, Span};
use crate::text;
use chrono::NaiveDate;
use std::ops::Deref;
use std::sync::OnceLock;

/// The most items that a sentence names.
const MOST_NAMES: usize = 8;

/// What a rule may look at: a case, which it derefs to, at a day.
#[derive(Debug)]
pub struct Context<'a> {
    case: Case<'a>,
    /// The day it is judged at.
    pub date: NaiveDate,
    /// The day at which its waivers must still hold: the day it is looked at, no earlier than its own day and no later
    /// than the last day of its term, so that a year that is over never changes.
    pub waived_on: NaiveDate,
    proof: OnceLock<Proof<'a>>,
    prose: OnceLock<Vec<Prose<'a>>>,
    statements: OnceLock<Statements<'a>>,
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
    /// Returns whether the answer is that the measure is taken.
    #[must_use]
    pub fn is_adopted(&self) -> bool {
        self.answer.status.value == Mark::Adopted
    }

    /// Returns whether the answer is that the measure is not needed.
    #[must_use]
    pub fn is_not_needed(&self) -> bool {
        self.answer.status.value == Mark::NotNeeded
    }

    /// Returns the answer in the word of the form.
    #[must_use]
    pub fn mark(&self) -> &str {
        self.form.word(self.answer.status.value)
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

impl<'a> Deref for Context<'a> {
    type Target = Case<'a>;

    fn deref(&self) -> &Case<'a> {
        &self.case
    }
}

impl<'a> Context<'a> {
    /// Returns the context of a matter, judged at its own day.
    #[must_use]
    pub fn new(case: Case<'a>) -> Self {
        let date = case.matter.date();
        let last = case.matter.term.as_ref().map(|term| term.to.value);
        let looked_at = case.as_of.map(|day| last.map_or(day, |last| day.min(last)));
        Self {
            case,
            date,
            waived_on: looked_at.map_or(date, |day| day.max(date)),
            proof: OnceLock::new(),
            prose: OnceLock::new(),
            statements: OnceLock::new(),
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

    /// Returns every printed sentence of the matter, folded once.
    #[must_use]
    pub(crate) fn statements(&self) -> &Statements<'a> {
        self.statements.get_or_init(|| Statements::new(self))
    }

    /// Returns the names of items for a sentence, 「甲」「乙」; a group stands for its members, and more than
    /// eight are counted.
    #[must_use]
    pub fn item_names(&self, items: &Items) -> Text {
        let mut covered = Items::default();
        for item in items.iter() {
            let members = &self.matter.items[item].members;
            if !members.is_empty() && members.is_within(items) {
                covered.add_all(members);
            }
        }
        let shown: Vec<&str> =
            items.without(&covered).iter().map(|item| self.matter.items[item].name.as_str()).collect();
        let Text { ja: names, en: names_en } = quoted(shown.iter().take(MOST_NAMES));
        match shown.len().saturating_sub(MOST_NAMES) {
            0 => text!("{names}", "{names_en}"),
            more => text!("{names}ほか{more}項目", "{names_en} and {more} more"),
        }
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

    /// Returns the answers of the checklists of a contract's kind that cover it.
    pub fn answers_covering(&self, contract: ContractId) -> impl Iterator<Item = Answered<'a>> {
        let matter = self.matter;
        let kind = self.kind_of(Covered::Contract(contract));
        self.answers().filter(move |answered| {
            Some(answered.form.kind.value) == kind
                && matter.covered_contracts(answered.checklist).contains(&contract)
        })
    }

    /// Returns the answers of the connection checklists that cover a connection.
    pub fn answers_covering_connection(
        &self,
        connection: ConnectionId,
    ) -> impl Iterator<Item = Answered<'a>> {
        let kind = self.kind_of(Covered::Connection(connection));
        self.answers().filter(move |answered| {
            Some(answered.form.kind.value) == kind
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

    /// Returns whether the form of a contract's kind asks for a fact; a contract without a kind is asked for everything.
    #[must_use]
    pub fn contract_asks(&self, contract: ContractId, fact: Fact) -> bool {
        self.kind_of_contract(contract).is_none_or(|kind| kind.asks(fact))
    }

    /// Returns whether the annex of a submitted kind prints on what ground such a role has the data.
    #[must_use]
    pub fn asks_for_grounds(&self, role: &Role) -> bool {
        let mut kinds = self.kinds().into_iter().map(|id| self.kind(id));
        kinds.any(|kind| kind.asks(Fact::Grounds) && kind.roles.iter().any(|own| role.is(own.value)))
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
    pub covered: Covered,
    /// Its kind, where the year's form has one for it.
    pub kind: Option<KindId>,
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
        let connections = self.matter.connections.enumerate().map(|(id, own)| Annex {
            covered: Covered::Connection(id),
            kind: self.kind_of(Covered::Connection(id)),
            id: &own.id,
            span: own.span,
            overrides: &own.overrides,
        });
        let contracts = self.matter.contracts.enumerate().map(|(id, own)| Annex {
            covered: Covered::Contract(id),
            kind: self.kind_of(Covered::Contract(id)),
            id: &own.id,
            span: own.span,
            overrides: &own.overrides,
        });
        let mut annexes: Vec<Annex<'a>> = connections.chain(contracts).collect();
        annexes.sort_by_key(|annex| annex.span);
        annexes
    }
}
