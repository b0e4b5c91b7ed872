//! `fugi audit plan --format json`.

use super::show::Table;
use super::{Evidence, Unread};
use crate::diagnostic::Language;
use crate::workspace::audit;
use crate::workspace::filed::Record;
use crate::workspace::tables;
use schemars::JsonSchema;
use serde::Serialize;

/// The entrusted work of a year, and how far its inspections are.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Plan {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter was not read (its work is missing), or an entry of the log does not count.
    pub complete: bool,
    /// What was not read, or does not count.
    pub unread: Vec<Unread>,
    /// What the evidence was judged by.
    pub evidence: Evidence,
    /// The day that was looked at, `2026-12-03`.
    pub as_of: String,
    /// How many are late.
    pub late: usize,
    /// How many results were imported and wait to be signed; they count for nothing until they are logged.
    pub waiting: usize,
    /// The work: contract, parties, standing, what was done, how much is open, the questions.
    pub works: Table,
}

impl Plan {
    /// Returns the whole report, in one language, with what was found in the log; `works` is the plan as a table.
    #[must_use]
    pub fn new(
        plan: &audit::Plan,
        works: &tables::Table,
        waiting: usize,
        record: &Record,
        language: Language,
    ) -> Self {
        let unread = Unread::with_entries(&plan.unread, record, language);
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            evidence: Evidence::new(record),
            as_of: plan.today.to_string(),
            late: plan.late(),
            waiting,
            works: Table::new(works, language),
        }
    }
}
