//! The plan of a year: which work must still be inspected. One inspection counts for one contract, however many
//! contracts a company has (PPC Q&A 3-1-4).

use super::form::days;
use super::inspection::Inspection;
use super::questions::questions;
use super::subject::{Bound, Subject, parties};
use crate::case::Case;
use crate::text;
use crate::{diagnostic::Text, evidence::format::kind::audit::Row};
use chrono::NaiveDate;

/// Entrusted work of a year, and what was done about it.
#[derive(Clone, Debug)]
pub struct Work {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// 件名.
    pub title: String,
    /// Whom it binds.
    pub parties: Vec<Asked>,
    /// The inspections of this work, in the order of their days.
    pub inspections: Vec<Inspection>,
    /// How it stands.
    pub standing: Standing,
}

/// Somebody who is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The id a command takes.
    pub id: String,
    /// Its name.
    pub name: String,
    /// True for one to whom the work was entrusted again.
    pub subcontractor: bool,
    /// How many rows are asked; `None` where no legal entity is known, so that no form can be made.
    pub rows: Option<usize>,
    /// The rows that changed since last year.
    pub changed: Vec<String>,
    /// The day on which it was inspected itself.
    pub inspected: Option<NaiveDate>,
}

/// How a work stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// The year ended without an inspection of every contractor.
    Overdue,
    /// Every contractor must be inspected by the end of the year.
    Due(NaiveDate),
    /// The last of its contractors was inspected on that day.
    Done(NaiveDate),
}

impl Standing {
    /// Returns what a reader is told.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Done(day) => text!("実施済（{day}）", "done ({day})"),
            Self::Due(day) => text!("未実施（{day} まで）", "due by {day}"),
            Self::Overdue => text!("未実施（超過）", "overdue"),
        }
    }
}

impl Work {
    /// Returns the findings that are not closed, each with the name of whom it concerns.
    pub fn open(&self) -> impl Iterator<Item = (&str, &Row)> {
        self.inspections.iter().flat_map(|own| own.open().map(|row| (own.party_name.as_str(), row)))
    }

    /// Returns whether something is late: the inspection, or the correction of a finding.
    #[must_use]
    pub fn is_late(&self, today: NaiveDate) -> bool {
        self.standing == Standing::Overdue
            || self.open().any(|(_, row)| row.deadline.is_some_and(|deadline| deadline.0 < today))
    }
}

/// Returns the work of a matter.
#[must_use]
pub fn plan(case: &Case<'_>, last: Option<Case<'_>>, held: &[Inspection], today: NaiveDate) -> Vec<Work> {
    let matter = case.matter;
    let contracts = matter.contracts.enumerate();
    contracts
        .map(|(id, contract)| {
            let name = case.reference(contract);
            let own = held.iter().filter(|own| own.contract == name && own.fiscal_year == matter.fiscal_year);
            let mut inspections: Vec<Inspection> = own.cloned().collect();
            inspections.sort_by_key(|own| own.inspected_on);
            let end = days(matter.fiscal_year).1;
            let inspected = |bound: &Bound<'_>| {
                let own = |done: &&Inspection| done.counts() && done.party == bound.record_id(matter);
                inspections.iter().find(own).map(|done| done.inspected_on)
            };
            // One of several contractors that was inspected says nothing of the others.
            let contractors = parties(case, contract).into_iter().filter(|own| contract.binds(own.role));
            let days: Option<Vec<NaiveDate>> = contractors.map(|own| inspected(&own)).collect();
            let standing = match days.and_then(|days| days.into_iter().max()) {
                Some(done) => Standing::Done(done),
                None if today > end => Standing::Overdue,
                None => Standing::Due(end),
            };
            let asked = parties(case, contract).into_iter().map(|bound| {
                let known = bound.provider.zip(bound.party);
                let subject = known.map(|(provider, party)| Subject {
                    case: *case,
                    contract: id,
                    role: bound.role,
                    provider,
                    party,
                });
                let questions = subject.map(|subject| questions(&subject, last));
                let changed = questions.iter().flat_map(|own| &own.all).filter(|own| !own.changes.is_empty());
                Asked {
                    inspected: inspected(&bound),
                    id: bound.id(matter).to_owned(),
                    name: bound.name(case),
                    subcontractor: !contract.binds(bound.role),
                    changed: changed.map(|own| own.key.clone()).collect(),
                    rows: questions.map(|own| own.all.len()),
                }
            });
            Work {
                contract: name,
                title: contract.name().to_owned(),
                parties: asked.collect(),
                inspections,
                standing,
            }
        })
        .collect()
}
