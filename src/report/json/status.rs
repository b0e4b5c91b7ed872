//! `fugi status --format json`.

use super::{Evidence, Unread};
use crate::diagnostic::Language;
use crate::duty::status;
use crate::workspace::filed::Record;
use crate::workspace::status::Status;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// What is due, the most urgent first.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter was not read, or an entry of the log does not count.
    pub complete: bool,
    /// What was not read, or does not count.
    pub unread: Vec<Unread>,
    /// What the evidence was judged by.
    pub evidence: Evidence,
    /// The day that was looked at, `2026-12-03`.
    pub as_of: String,
    /// How many matters were looked at.
    pub matters: usize,
    /// The matters that are still empty: nothing is due of them.
    pub drafts: Vec<String>,
    /// What is to be done.
    pub obligations: Vec<Obligation>,
}

/// Something that is to be done.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Obligation {
    /// What kind of thing.
    pub kind: String,
    /// The rule that asks for it; `fugi explain NAME` shows its page.
    pub rule: String,
    /// The last day; null where it is not known.
    pub due: Option<String>,
    /// `overdue`, `soon`, `later` or `unknown`.
    pub standing: String,
    /// The section in charge.
    pub department: String,
    /// The contractor.
    pub contractor: Option<String>,
    /// What it is about.
    pub subject: String,
    /// What is to be done, in words.
    pub message: String,
}

impl Report {
    /// Returns the whole report, in one language, with what was found in the log.
    #[must_use]
    pub fn new(own: &Status, record: &Record, language: Language) -> Self {
        let unread = Unread::with_entries(&own.unread, record, language);
        let obligations = own.obligations.iter();
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            evidence: Evidence::new(record),
            as_of: own.today.to_string(),
            matters: own.matters,
            drafts: own.drafts.clone(),
            obligations: obligations.map(|one| Obligation::new(one, own.today, language)).collect(),
        }
    }
}

impl Obligation {
    fn new(own: &status::Obligation, today: NaiveDate, language: Language) -> Self {
        Self {
            kind: own.kind.word().to_owned(),
            rule: own.kind.rule().name.to_owned(),
            due: own.due.map(|due| due.to_string()),
            standing: own.standing(today).word().to_owned(),
            department: own.department.get(language).to_owned(),
            contractor: own.contractor.as_ref().map(|name| name.get(language).to_owned()),
            subject: own.subject.clone(),
            message: own.words.get(language).to_owned(),
        }
    }
}
