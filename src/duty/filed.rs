//! What the record holds, as far as duties ask: erasure reports, audits and incidents, free of how they are signed.

use chrono::NaiveDate;

/// Everything that was filed, in the order of the log.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filed {
    /// 消去完了報告.
    pub erasures: Vec<ErasureReport>,
    /// 監査・立入調査.
    pub audits: Vec<Audit>,
    /// 事故報告.
    pub incidents: Vec<Incident>,
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
    /// The day of the report.
    pub reported: NaiveDate,
    /// What was erased.
    pub erased: Vec<Erased>,
    /// What stays, and why.
    pub retained: Vec<Retained>,
}

/// What a report says of one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erased {
    /// Id of the place: a system's id, or the word for a medium.
    pub place: String,
    /// The items; empty for all that lay there.
    pub items: Vec<String>,
    /// The day.
    pub date: NaiveDate,
}

/// What stays after the erasure (法令による保存 and the like).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retained {
    /// Id of the place.
    pub place: String,
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
    /// Id of the provider.
    pub party: String,
    /// Fiscal year it is for.
    pub fiscal_year: i32,
    /// The day.
    pub date: NaiveDate,
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
    /// The farthest report so far.
    pub stage: Stage,
    /// Whether it must be reported; `None` where that is not decided yet.
    pub reportable: Option<bool>,
    /// Whether a wrongful purpose may lie behind it.
    pub malicious: bool,
}
