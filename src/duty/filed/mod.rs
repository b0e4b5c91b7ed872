//! What the record holds, as far as duties ask: erasure reports, audits and incidents, free of how they are signed.

mod read;

pub use read::{Uncounted, read};

use super::audit::inspection::Inspection;
use crate::evidence::format::kind::receipt::Assurance;
use crate::spelling;
use chrono::NaiveDate;

/// Everything that was filed, in the order of the log.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filed {
    /// 消去完了報告.
    pub erasures: Vec<ErasureReport>,
    /// 監査・立入調査.
    pub audits: Vec<Audit>,
    /// The same audits, row by row.
    pub inspections: Vec<Inspection>,
    /// 事故報告.
    pub incidents: Vec<Incident>,
    /// 責任者・取扱者報告.
    pub handlers: Vec<Handlers>,
    /// 管理簿 with something that has not come back.
    pub outstanding: Vec<Outstanding>,
    /// Under which contract each of these entries was made.
    pub under: Vec<(u64, String)>,
}

/// A report on who handles the data (責任者・取扱者報告).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handlers {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Id of the legal entity.
    pub party: String,
    /// The day from which it holds.
    pub effective: NaiveDate,
    /// The earliest day on which one of its handlers was trained last; `None` where one has no such day.
    pub trained: Option<NaiveDate>,
}

/// A medium that was handed over and has not come back (管理簿).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outstanding {
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Name of the legal entity.
    pub party: String,
    /// Number of the medium.
    pub medium: String,
    /// How many.
    pub quantity: u64,
    /// The day by which it should have come back.
    pub due: Option<NaiveDate>,
}

/// An erasure report (消去完了報告) that no later one replaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErasureReport {
    /// Its entry in the log.
    pub entry: u64,
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Whose report it is: id of the legal entity, or of the provider.
    pub party: String,
    /// How sure one may be that the contractor says so; nothing where the ward alone signed it.
    pub assurance: Option<Assurance>,
    /// The day of the report.
    pub reported: NaiveDate,
    /// True where it was erased because nobody needed it any more, which may be before the term ends.
    pub no_longer_needed: bool,
    /// The items that it is about.
    pub items: Vec<String>,
    /// What was erased.
    pub erased: Vec<Erased>,
    /// What stays, and why.
    pub retained: Vec<Retained>,
    /// Places in which there never was a copy: their ids, and why.
    pub absent: Vec<(String, String)>,
    /// What corrects it.
    pub corrections: Vec<Correction>,
}

impl ErasureReport {
    /// Returns how little sure one may be of it: 0 where its holder's signature can be checked, more with each level.
    #[must_use]
    pub fn doubtfulness(&self) -> u8 {
        doubtfulness(self.assurance)
    }

    /// Returns whether one may be as sure of it as of another.
    #[must_use]
    pub fn is_as_sure_as(&self, other: &Self) -> bool {
        self.doubtfulness() <= other.doubtfulness()
    }
}

/// Returns how little sure one may be that a contractor says something: 0 where its signature can be checked.
fn doubtfulness(assurance: Option<Assurance>) -> u8 {
    match assurance {
        Some(Assurance::A) => 0,
        Some(Assurance::B) => 1,
        Some(Assurance::C) => 2,
        None => 3,
    }
}

/// A correction (訂正) of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// Its entry in the log.
    pub entry: u64,
    /// The fields that were wrong, as it names them.
    pub fields: Vec<String>,
}

/// What says nothing of where copies are, by the last or only name in a field's path.
const OF_NO_PLACE: &[&str] = &[
    "addressee",
    "categoryafter",
    "categorybefore",
    "deadline",
    "itemsdigest",
    "itemsmaterial",
    "manufacturer",
    "model",
    "origin",
    "partyname",
    "propertynumber",
    "serial",
    "standard",
    "subjectscount",
    "tool",
    "toolversion",
];

impl Correction {
    /// Returns whether it may say otherwise of what stands at a path (`copies/0`): it names that, or neither another
    /// row of a list nor what says nothing of where copies are.
    #[must_use]
    pub fn concerns(&self, at: &str) -> bool {
        self.fields.iter().any(|field| {
            // As the form writes it (nothing_retained) or the statement (nothingRetained).
            let plain = field.replace(['_', ' '], "").to_lowercase();
            let mut parts = plain.split(['/', '.', '[', ']']).filter(|part| !part.is_empty());
            let (list, row) = (parts.next().unwrap_or_default(), parts.next());
            if parts.next_back().or(row).or(Some(list)).is_some_and(|last| OF_NO_PLACE.contains(&last)) {
                return false;
            }
            match row.and_then(|row| row.parse::<usize>().ok()) {
                Some(row) if ["copies", "returned", "absent"].contains(&list) => {
                    at == format!("{list}/{row}")
                }
                _ => true,
            }
        })
    }
}

/// How a report names a place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// By the id that the form gave it.
    pub id: Option<String>,
    /// By a name.
    pub name: String,
    /// By the word for a medium.
    pub medium: Option<String>,
}

impl Named {
    /// Returns whether it means a place with that id, those names and, where the place is a medium, that word for it.
    /// An id settles it; without one, a name or the medium does.
    #[must_use]
    pub fn means(&self, id: &str, names: &[&str], medium: Option<&str>) -> bool {
        match &self.id {
            Some(own) => own == id,
            None => {
                names.iter().any(|name| spelling::same(name, &self.name))
                    || (medium.is_some() && self.medium.as_deref() == medium)
            }
        }
    }

    /// Returns the name for a reader.
    #[must_use]
    pub fn shown(&self) -> &str {
        self.id.as_deref().unwrap_or(&self.name)
    }
}

/// What a report says of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// The path of its row in the report: `copies/0`.
    pub at: String,
    /// The place.
    pub place: Named,
    /// The items; nothing for those that the whole report is about.
    pub items: Option<Vec<String>>,
    /// The day.
    pub date: NaiveDate,
}

/// What stays after the erasure (法令による保存 and the like).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// Of which place, or what.
    pub place: Named,
    /// Where it is kept.
    pub location: String,
    /// Why.
    pub reason: String,
    /// Its last day; `None` where the report names none.
    pub until: Option<NaiveDate>,
}

/// An audit of one contract at one contractor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audit {
    /// Its entry in the log.
    pub entry: u64,
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Name of whom it was at.
    pub party: String,
    /// Id of the legal entity.
    pub party_id: String,
    /// Fiscal year it is for.
    pub fiscal_year: i32,
    /// The day.
    pub date: NaiveDate,
    /// True where the sub-contractors were looked at, too.
    pub subcontractors_included: bool,
    /// True where it was an inspection on site, or a remote one with its reason.
    pub counts_as_inspection: bool,
    /// 不適 that are not closed: the row, and the day by which it must be.
    pub open_findings: Vec<(String, Option<NaiveDate>)>,
}

/// How far an incident is reported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 第一報, inside the ward.
    First,
    /// 速報.
    Preliminary,
    /// 確報.
    Final,
}

/// An incident: a chain of reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The entry of its latest report.
    pub entry: u64,
    /// Its id.
    pub id: String,
    /// The contracts concerned.
    pub contracts: Vec<String>,
    /// The day the ward came to know, or the day the count passed 100: day 1.
    pub first_day: NaiveDate,
    /// The farthest report that the ward made itself (個人情報保護法68条: the organ reports); `None` where it made none.
    pub stage: Option<Stage>,
    /// The farthest report that a contractor made to the ward, with its entry.
    pub received: Option<(Stage, u64)>,
    /// Whether it must be reported, as the ward judges; `None` where the ward has not decided yet.
    pub reportable: Option<bool>,
    /// Whether a wrongful purpose may lie behind it, as the ward judges; as the contractor does, until then.
    pub malicious: bool,
    /// Whether a report of the ward's own says what was done towards the persons.
    pub told: bool,
}
