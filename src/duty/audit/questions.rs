//! The questions of a form: every row of the checklists that cover the contract and are the contractor's to keep,
//! each with what was said this year and last. What changed is asked first.

use super::subject::Subject;
use crate::case::Case;
use crate::model::matter::{Checklist, Covered};
use crate::model::vocabulary::{Bearer, Mark};
use crate::model::ward::ChecklistForm;
use crate::spelling;
use chrono::NaiveDate;

/// A row to ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Names the row in the result: `P7`; `結合T1` for a row of the list on the connection.
    pub key: String,
    /// Which checklist of the matter it belongs to.
    pub checklist: usize,
    /// Its id in the form.
    pub row: String,
    /// Its group: 【運用上の対策】.
    pub group: String,
    /// The measure.
    pub text: String,
    /// The words it may be answered with, and what they mean.
    pub answers: Vec<(String, Mark)>,
    /// What was answered in this year's submission.
    pub said: Said,
    /// What was asked and answered last year.
    pub last: Option<Last>,
    /// What differs from last year.
    pub changes: Vec<Change>,
}

impl Question {
    /// Returns the form's word for an answer, where it has one.
    #[must_use]
    pub fn word(&self, mark: Mark) -> Option<&str> {
        self.answers.iter().find(|(_, own)| *own == mark).map(|(word, _)| word.as_str())
    }
}

/// An answer as the submission gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// ○ or ー; empty where it is not answered.
    pub mark: String,
    /// The day a planned measure is taken by.
    pub by: Option<NaiveDate>,
    /// Why ー.
    pub reason: String,
    /// The evidence planned.
    pub evidence: String,
}

/// Last year's row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Last {
    /// Its wording.
    pub text: String,
    /// Its answer.
    pub said: Said,
}

/// How a row differs from last year's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It was not asked.
    New,
    /// It is worded otherwise.
    Wording,
    /// It is answered otherwise: the mark or the reason.
    Answer,
}

impl Change {
    /// Returns what the form writes.
    #[must_use]
    pub fn label(self) -> &'static str {
        match self {
            Self::New => "新規",
            Self::Wording => "文言変更",
            Self::Answer => "回答変更",
        }
    }
}

/// The questions, those that changed first, and the rows that are asked no more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Questions {
    /// The questions in the order of the form.
    pub all: Vec<Question>,
    /// Rows of last year's form that are no more: 「P4　…」.
    pub gone: Vec<String>,
    /// The forms they come from.
    pub forms: Vec<String>,
}

/// Returns the questions about a party.
#[must_use]
pub fn questions(subject: &Subject<'_>, last: Option<Case<'_>>) -> Questions {
    let matter = subject.case.matter;
    let asked: Vec<(usize, &Checklist)> =
        matter.checklists.iter().enumerate().filter(|(_, list)| covers(subject, list)).collect();
    let mut found = Questions::default();
    for (index, list) in asked {
        let form = &subject.case.year.forms[list.form.value];
        let before = last.and_then(|last| same_list(subject, last, form));
        found.forms.push(form.id.value.clone());
        for group in &form.groups {
            for id in &group.rows {
                let row = &form.rows[*id];
                let last = before.and_then(|(form, list)| {
                    let id = form.row(&row.id.value)?;
                    Some(Last { text: form.rows[id].text.value.clone(), said: said(form, list, id) })
                });
                let said = said(form, list, *id);
                let changes = changes(before.is_some(), &row.text.value, &said, last.as_ref());
                let own = row.id.value.clone();
                found.all.push(Question {
                    key: key(form, &own),
                    checklist: index,
                    row: own,
                    group: group.label.value.clone(),
                    text: row.text.value.clone(),
                    answers: form.answers.clone(),
                    said,
                    last,
                    changes,
                });
            }
        }
        if let Some((before, _)) = before {
            let gone = before.rows.iter().filter(|row| form.row(&row.id.value).is_none());
            found.gone.extend(gone.map(|row| format!("{}　{}", row.id, row.text)));
        }
    }
    found.all.sort_by_key(|question| question.changes.is_empty());
    found
}

/// Returns how the result names a row. Forms on outsourcing and on connections use the same ids.
#[must_use]
pub fn key(form: &ChecklistForm, row: &str) -> String {
    if form.bearer.value == Bearer::Counterparty { format!("結合{row}") } else { row.to_owned() }
}

/// Returns whether a checklist is one that the party must keep under the contract.
fn covers(subject: &Subject<'_>, list: &Checklist) -> bool {
    match subject.case.year.forms[list.form.value].bearer.value {
        Bearer::Contractor => subject.case.matter.covered_contracts(list).contains(&subject.contract),
        Bearer::Counterparty => {
            let mut connections = subject.case.matter.connections.enumerate();
            connections.any(|(id, connection)| {
                let is_covered = list
                    .covers
                    .as_ref()
                    .is_none_or(|covers| covers.iter().any(|own| own.value == Covered::Connection(id)));
                let counterparty = connection.counterparty.as_ref();
                is_covered && counterparty.is_some_and(|own| own.role.value == subject.role)
            })
        }
        // What a recipient is asked for is no part of a contract.
        Bearer::Recipient | Bearer::Ward => false,
    }
}

/// Returns last year's list of the same form, for a contract of the same id.
fn same_list<'l>(
    subject: &Subject<'_>,
    last: Case<'l>,
    form: &ChecklistForm,
) -> Option<(&'l ChecklistForm, &'l Checklist)> {
    let own = &subject.contract().id.value;
    let contract = last.matter.contracts.enumerate().find(|(_, contract)| contract.id.value == *own);
    let lists = last.matter.checklists.iter();
    let mut lists = lists
        .map(|list| (&last.year.forms[list.form.value], list))
        .filter(|(same, _)| same.id.value == form.id.value);
    match form.bearer.value {
        Bearer::Contractor => {
            let (id, _) = contract?;
            lists.find(|(_, list)| last.matter.covered_contracts(list).contains(&id))
        }
        _ => lists.next(),
    }
}

fn said(form: &ChecklistForm, list: &Checklist, row: crate::model::ids::RowId) -> Said {
    let Some(answer) = list.answer(row) else { return Said::default() };
    let words = |own: &Option<crate::source::Located<String>>| {
        own.as_ref().map_or_else(String::new, |own| own.value.clone())
    };
    Said {
        mark: form.word(answer.status.value).to_owned(),
        by: answer.by.as_ref().map(|by| by.value),
        reason: words(&answer.reason),
        evidence: words(&answer.evidence),
    }
}

/// Returns what differs from last year. Spaces, widths and look-alike marks are no difference.
fn changes(is_known: bool, text: &str, said: &Said, last: Option<&Last>) -> Vec<Change> {
    let Some(last) = last else { return if is_known { vec![Change::New] } else { Vec::new() } };
    let differs = |one: &str, other: &str| spelling::fold(one) != spelling::fold(other);
    let mut changes = Vec::new();
    if differs(text, &last.text) {
        changes.push(Change::Wording);
    }
    if said.by != last.said.by
        || differs(&said.mark, &last.said.mark)
        || differs(&said.reason, &last.said.reason)
    {
        changes.push(Change::Answer);
    }
    changes
}
