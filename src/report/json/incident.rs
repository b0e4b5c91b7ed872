//! `fugi incident start --format json`.

use super::{Evidence, Unread};
use crate::diagnostic::Language;
use crate::duty::calendar;
use crate::duty::incident::answer::{self, Answer, Question};
use crate::duty::incident::heads::Persons;
use crate::workspace;
use crate::workspace::filed::Record;
use schemars::JsonSchema;
use serde::Serialize;

/// What may have leaked, whom to call, and when which report is due.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter was not read (it may hold more), or an entry of the log does not count.
    pub complete: bool,
    /// What was not read, or does not count.
    pub unread: Vec<Unread>,
    /// What the evidence was judged by; null where matters were named: what was erased is not left out then.
    pub evidence: Option<Evidence>,
    /// Whose place it happened at.
    pub party: String,
    /// When the ward knew.
    pub ward_knew: String,
    /// The folders of the years that were looked at.
    pub years: Vec<String>,
    /// What was left out, and why: reported as erased, or not begun.
    pub left_out: Vec<String>,
    /// What may have been lost, by matter and contract.
    pub losses: Vec<Loss>,
    /// How many persons of all matters together, at most; null where that is not stated.
    pub persons_at_most: Option<u64>,
    /// What is to be said of each head of 規則43条; empty before 2023-04-01, when it did not bind the ward.
    pub heads: Vec<Head>,
    /// When which report is due; null before 2023-04-01, when the ward's ordinance said so.
    pub dates: Option<Dates>,
}

/// What may have been lost in one matter under one contract.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Loss {
    /// `r08/mihon-itaku`.
    pub matter: String,
    /// 件名.
    pub title: String,
    /// The ward's section in charge.
    pub department: Option<String>,
    /// The role in which it was held.
    pub role: String,
    /// Whom to call there.
    pub contact: Contact,
    /// Who entrusted it on, where this is a sub-contractor, up to the party of the contract with the ward.
    pub entrusted_by: Vec<Contact>,
    /// The contract; null for a flow of no contract.
    pub contract: Option<Terms>,
    /// 個人の範囲.
    pub subjects: Option<String>,
    /// How many persons, at most; null where that is not stated.
    pub persons_at_most: Option<u64>,
    /// The items.
    pub items: Vec<Item>,
    /// True where the contract allows more items than the flows bring.
    pub beyond_flows: bool,
    /// Who holds some of them by way of this place.
    pub passed_on: Vec<PassedOn>,
}

/// Whom to call.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Contact {
    /// Name of the legal entity, brand or role.
    pub name: String,
    /// Section to call; null where the register has none.
    pub section: Option<String>,
}

/// What a contract says of incidents.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Terms {
    /// `r08/mihon-itaku/ticket`.
    pub reference: String,
    /// 件名.
    pub title: String,
    /// Number of the contract.
    pub number: Option<String>,
    /// The article on reports of incidents.
    pub clause: Option<String>,
    /// Hours in which the contractor tells the ward.
    pub notice_hours: Option<u64>,
    /// When the contractor's notice was or is due.
    pub notice_due: Option<String>,
    /// By how many minutes it came late; null where it was in time, or that cannot be told.
    pub notice_late_minutes: Option<i64>,
}

/// An item and its kinds.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Item {
    /// Its name.
    pub name: String,
    /// Its kinds.
    pub kinds: Vec<String>,
}

/// Who holds some of the items by way of the place.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct PassedOn {
    /// The role.
    pub role: String,
    /// The items.
    pub items: Vec<String>,
}

/// A head of 規則43条.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Head {
    /// Its words.
    pub head: String,
    /// Whether it may apply.
    pub may_apply: bool,
    /// Why.
    pub reason: String,
}

/// When which report is due; days as `2026-12-03`.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Dates {
    /// Day 1.
    pub first: String,
    /// From when on the preliminary report presses.
    pub preliminary_presses: String,
    /// The last day of the preliminary report.
    pub preliminary_limit: String,
    /// The final report, within 30 days.
    pub final_30: Due,
    /// The final report, within 60 days, where a wrongful purpose is suspected.
    pub final_60: Option<Due>,
}

/// A last day.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Due {
    /// The last day, moved behind closed days.
    pub date: String,
    /// The day that was counted.
    pub counted: String,
    /// False where the holidays of that year are not known.
    pub certain: bool,
}

impl Report {
    /// Returns the whole report, in one language, with what was found in the log where it was asked.
    #[must_use]
    pub fn new(
        question: &Question,
        own: &Answer,
        unread: &[workspace::Unread],
        record: Option<&Record>,
        language: Language,
    ) -> Self {
        let unread = match record {
            Some(record) => Unread::with_entries(unread, record, language),
            None => Unread::all(unread, language),
        };
        let heads = own.judgements.iter().map(|judgement| Head {
            head: judgement.head.words().get(language).to_owned(),
            may_apply: judgement.may_apply,
            reason: judgement.reason.get(language).to_owned(),
        });
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            evidence: record.map(Evidence::new),
            party: question.party.clone(),
            ward_knew: question.start.ward.to_string(),
            years: own.years.clone(),
            left_out: own.left_out.iter().map(|own| own.said().get(language).to_owned()).collect(),
            losses: own.losses.iter().map(Loss::new).collect(),
            persons_at_most: persons(own.persons),
            heads: heads.collect(),
            dates: own.dates.as_ref().map(|dates| Dates {
                first: dates.first.to_string(),
                preliminary_presses: dates.preliminary_presses.to_string(),
                preliminary_limit: dates.preliminary_limit.to_string(),
                final_30: Due::new(&dates.final_30),
                final_60: dates.final_60.as_ref().map(Due::new),
            }),
        }
    }
}

impl Loss {
    fn new(own: &answer::Loss) -> Self {
        let item = |(name, kinds): &(String, Vec<_>)| Item {
            name: name.clone(),
            kinds: kinds
                .iter()
                .map(|kind: &crate::model::vocabulary::ItemKind| kind.word().to_owned())
                .collect(),
        };
        let passed_on =
            own.passed_on.iter().map(|(role, items)| PassedOn { role: role.clone(), items: items.clone() });
        let terms = own.terms.as_ref().map(|terms| Terms {
            reference: terms.reference.clone(),
            title: terms.title.clone(),
            number: terms.number.clone(),
            clause: terms.clause.clone(),
            notice_hours: terms.hours,
            notice_due: terms.notice_due.map(|due| due.to_string()),
            notice_late_minutes: terms.notice_late,
        });
        Self {
            matter: own.matter.clone(),
            title: own.title.clone(),
            department: own.department.clone(),
            role: own.role.clone(),
            contact: Contact::new(&own.contact),
            entrusted_by: own.entrusted_by.iter().map(Contact::new).collect(),
            contract: terms,
            subjects: own.subjects.clone(),
            persons_at_most: persons(own.persons),
            items: own.items.iter().map(item).collect(),
            beyond_flows: own.beyond_flows,
            passed_on: passed_on.collect(),
        }
    }
}

impl Contact {
    fn new(own: &answer::Contact) -> Self {
        Self { name: own.name.clone(), section: own.section.clone() }
    }
}

impl Due {
    fn new(own: &calendar::Due) -> Self {
        Self { date: own.date.to_string(), counted: own.counted.to_string(), certain: own.certain }
    }
}

fn persons(persons: Persons) -> Option<u64> {
    match persons {
        Persons::AtMost(n) => Some(n),
        Persons::OtherUnit | Persons::Unknown => None,
    }
}
