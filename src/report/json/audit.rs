//! `fugi audit plan --format json`.

use super::Unread;
use super::show::Table;
use crate::diagnostic::Language;
use crate::workspace::{self, tables};
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// The entrusted work of a year, and how far its inspections are.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Plan {
    /// Version of this shape.
    pub version: u32,
    /// False where a matter was not read: its work is missing.
    pub complete: bool,
    /// What was not read.
    pub unread: Vec<Unread>,
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
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(
        works: &tables::Table,
        late: usize,
        waiting: usize,
        as_of: NaiveDate,
        unread: &[workspace::Unread],
        language: Language,
    ) -> Self {
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread: Unread::all(unread, language),
            as_of: as_of.to_string(),
            late,
            waiting,
            works: Table::new(works, language),
        }
    }
}
