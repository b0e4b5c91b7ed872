//! `fugi erasure status --format json`.

use super::{Evidence, Unread};
use crate::diagnostic::Language;
use crate::duty::erasure::status::State;
use crate::report::erasure::doubtful;
use crate::workspace::erasure::{self, Erasure};
use crate::workspace::filed::Record;
use chrono::NaiveDate;
use schemars::JsonSchema;
use serde::Serialize;

/// What became of the copies of some matters.
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
    /// The places.
    pub places: Vec<CopyPlace>,
    /// What is doubtful about the reports.
    pub doubts: Vec<String>,
    /// How many places are within their term.
    pub in_use: usize,
    /// How many places are erased, or never held a copy, as those who held it report.
    pub erased: usize,
    /// How many places are erased, never held a copy, or hold one lawfully, as the ward alone says.
    pub by_ward_alone: usize,
}

/// A place where a copy lies, or lay.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct CopyPlace {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Who holds it.
    pub contractor: String,
    /// System and medium.
    pub place: String,
    /// The items that lie there, or those of them that are left.
    pub items: Vec<String>,
    /// How the copy came to be: the roles in turn.
    pub path: String,
    /// The last day of the term.
    pub term_ends: Option<String>,
    /// What became of it.
    pub state: Standing,
    /// The last day for the erasure, or until when it is held.
    pub due: Option<String>,
    /// The entry of the log that says so.
    pub entry: Option<u64>,
    /// How sure one may be that its holder says so: `A`, `B` or `C`, as in `fugi verify`; nothing where nobody does.
    pub assurance: Option<String>,
    /// True where the ward alone signed what says so.
    pub by_ward_alone: bool,
}

/// What became of a copy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// It never was.
    Absent,
    /// Erased.
    Erased,
    /// Held under a duty to keep.
    Held,
    /// Within the term.
    InUse,
    /// Left, and the last day has not passed or is not stated.
    Left,
    /// Left after the last day.
    Overdue,
}

impl Report {
    /// Returns the whole report, in one language, with what was found in the log.
    #[must_use]
    pub fn new(own: &Erasure, record: &Record, today: NaiveDate, language: Language) -> Self {
        let unread = Unread::with_entries(&own.unread, record, language);
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread,
            evidence: Evidence::new(record),
            as_of: today.to_string(),
            places: own.rows.iter().map(|row| CopyPlace::new(row, language)).collect(),
            doubts: own.doubts.iter().map(|doubt| doubtful(doubt).get(language).to_owned()).collect(),
            in_use: own.in_use,
            erased: own.erased,
            by_ward_alone: own.by_ward,
        }
    }
}

impl CopyPlace {
    fn new(row: &erasure::Row, language: Language) -> Self {
        let assurance = match &row.state {
            State::Absent { assurance, .. }
            | State::Erased { assurance, .. }
            | State::Held { assurance, .. } => *assurance,
            State::InUse | State::Left { .. } => None,
        };
        let (state, due, entry) = match &row.state {
            State::Absent { entry, .. } => (Standing::Absent, None, Some(*entry)),
            State::Erased { entry, .. } => (Standing::Erased, None, Some(*entry)),
            State::Held { entry, until, .. } => (Standing::Held, *until, Some(*entry)),
            State::InUse => (Standing::InUse, None, None),
            State::Left { due, overdue: true } => (Standing::Overdue, *due, None),
            State::Left { due, overdue: false } => (Standing::Left, *due, None),
        };
        Self {
            contract: row.contract.clone(),
            contractor: row.contractor.clone(),
            place: row.place.get(language).to_owned(),
            items: row.items.clone(),
            path: row.path.get(language).to_owned(),
            term_ends: row.ends.map(|day| day.to_string()),
            state,
            due: due.map(|day| day.to_string()),
            entry,
            assurance: assurance.map(|level| level.word().to_owned()),
            by_ward_alone: row.state.by_ward().is_some(),
        }
    }
}
