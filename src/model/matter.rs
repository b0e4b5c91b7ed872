//! 案件（付議事項）: one matter, whole.

use super::contract::{Connection, Contract, Term};
use super::date::DayOrMonth;
use super::era;
use super::flow::Flow;
use super::ids::{
    ActId, BodyId, BusinessId, ConnectionId, ContractId, DepartmentId, FlowId, FormId, ItemId, ItemListId,
    KindId, MeasureSetId, ProviderId, RoleId, RowId, SystemId, Table,
};
use super::item::{Item, ItemList, Items};
use super::party::{Provider, Role, System};
use super::vocabulary::{AssessmentLevel, Category, Mark, Outcome, RoleKind, TrialData};
use crate::source::{Located, SourceId, Span};
use chrono::NaiveDate;
use std::path::PathBuf;

/// A matter, with every name in it known. Only [`load`](super::load) makes one.
#[derive(Clone, Debug)]
pub struct Matter {
    /// `r07/koki-iryo-cashless`.
    pub name: String,
    /// The fiscal year it belongs to (the year of its 1 April).
    pub fiscal_year: i32,
    /// The file it was read from.
    pub source: SourceId,
    /// The whole file.
    pub span: Span,
    /// True where 見本 is printed on every page.
    pub sample: bool,
    /// 件名.
    pub title: Option<Located<String>>,
    /// 要綱の根拠.
    pub basis: Option<Basis>,
    /// 担当課.
    pub department: Option<Located<DepartmentId>>,
    /// 登録業務.
    pub business: Option<Located<BusinessId>>,
    /// The number on the agenda, that the numbers of materials begin with.
    pub agenda_number: Option<Located<u64>>,
    /// Number, date and addressee of the letter to the council.
    pub letter: Option<Letter>,
    /// Meeting and decision.
    pub council: Option<Council>,
    /// 事業の概要.
    pub overview: Option<Overview>,
    /// 開始時期と期限.
    pub term: Option<Term>,
    /// The list of roles as a whole.
    pub roles_span: Span,
    /// The roles.
    pub roles: Table<RoleId, Role>,
    /// The providers of all roles.
    pub providers: Table<ProviderId, Provider>,
    /// The systems of all roles.
    pub systems: Table<SystemId, System>,
    /// Every item of every list.
    pub items: Table<ItemId, Item>,
    /// The lists of items.
    pub item_lists: Table<ItemListId, ItemList>,
    /// What the boxes of measures list.
    pub measures: Table<MeasureSetId, MeasureSet>,
    /// 別紙（外部結合）.
    pub connections: Table<ConnectionId, Connection>,
    /// 別紙（業務委託）.
    pub contracts: Table<ContractId, Contract>,
    /// 個人情報の流れ.
    pub flows: Table<FlowId, Flow>,
    /// Answers to the checklists.
    pub checklists: Vec<Checklist>,
    /// これまでの承認.
    pub prior_approvals: Vec<PriorApproval>,
    /// 特定個人情報保護評価.
    pub impact_assessment: Option<ImpactAssessment>,
    /// What is reported of changes and of the end, after an approval.
    pub report: Option<Report>,
    /// Texts for the fields that the ward's form has of its own.
    pub own: Vec<OwnText>,
    /// What is known of the foreign countries in which items lie or are seen.
    pub abroad: Vec<Abroad>,
    /// 実証実験.
    pub trial: Option<Trial>,
    /// What is said of the use of individual numbers.
    pub number_use: Option<NumberUse>,
    /// How it is decided when the police and others ask for data.
    pub requests: Option<Requests>,
    /// What abbreviations of the paper mean.
    pub abbreviations: Vec<Abbreviation>,
    /// 保有期間.
    pub retention: Vec<Retention>,
    /// What the persons are told.
    pub notice: Option<Notice>,
    /// 指摘を受け入れる理由.
    pub waivers: Vec<Waiver>,
}

/// A text for a field that the ward's form has of its own (`own/risk`).
#[derive(Clone, Debug)]
pub struct OwnText {
    /// Its id, as the form's field names it after `own/`.
    pub id: Located<String>,
    /// One paragraph a line.
    pub text: Located<String>,
}

impl Matter {
    /// Returns what a contract is called across the workspace: `r08/mihon-itaku/ticket`.
    #[must_use]
    pub fn reference(&self, contract: &Contract) -> String {
        format!("{}/{}", self.name, contract.id)
    }

    /// Returns the flows of a contract.
    pub fn flows_of(&self, contract: ContractId) -> impl Iterator<Item = &Flow> {
        self.flows.iter().filter(move |flow| flow.contract.as_ref().is_some_and(|own| own.value == contract))
    }

    /// Returns the day the matter is judged at: the meeting's, else the first day of its term.
    #[must_use]
    pub fn date(&self) -> NaiveDate {
        let meeting = self.decision().and_then(|council| council.date.as_ref());
        let start = self.term.as_ref().map(|term| &term.from);
        meeting.or(start).map_or_else(
            || NaiveDate::from_ymd_opt(self.fiscal_year, 4, 1).unwrap_or_default(),
            |date| date.value,
        )
    }

    /// Returns what the council of this year decided; `None` where the file says nothing of it, or something that is not
    /// of this year.
    #[must_use]
    pub fn decision(&self) -> Option<&Council> {
        self.council.as_ref().filter(|council| council.is_stale(self.fiscal_year).is_none())
    }

    /// Returns the ward's role.
    #[must_use]
    pub fn ward(&self) -> Option<RoleId> {
        self.roles.enumerate().find(|(_, role)| role.is(RoleKind::Ward)).map(|(id, _)| id)
    }

    /// Returns the contracts and connections a checklist is taken to cover: those it names, else all of its kind.
    #[must_use]
    pub fn covered_contracts(&self, checklist: &Checklist) -> Vec<ContractId> {
        match &checklist.covers {
            Some(covers) => covers
                .iter()
                .filter_map(|covered| match covered.value {
                    Covered::Contract(contract) => Some(contract),
                    Covered::Connection(_) => None,
                })
                .collect(),
            None => self.contracts.ids().collect(),
        }
    }
}

/// 要綱の根拠.
#[derive(Clone, Debug)]
pub struct Basis {
    /// The whole record.
    pub span: Span,
    /// 第3条第1項第3号.
    pub article: Located<String>,
    /// 外部結合, 業務委託.
    pub kinds: Vec<Located<KindId>>,
}

/// The letter to the council (諮問書).
#[derive(Clone, Debug)]
pub struct Letter {
    /// The whole record.
    pub span: Span,
    /// 文書番号.
    pub number: Option<Located<String>>,
    /// Its date.
    pub date: Option<Located<NaiveDate>>,
    /// To whom; the council's head where it does not say.
    pub to: Option<Located<String>>,
    /// From whom; the ward's head where it does not say.
    pub from: Option<Located<String>>,
}

/// Meeting and decision.
#[derive(Clone, Debug)]
pub struct Council {
    /// The whole record.
    pub span: Span,
    /// Which meeting.
    pub meeting: Option<Located<String>>,
    /// Its day.
    pub date: Option<Located<NaiveDate>>,
    /// Where it is held.
    pub place: Option<Located<String>>,
    /// What was decided.
    pub outcome: Option<Located<Outcome>>,
    /// Conditions.
    pub conditions: Vec<Condition>,
    /// What was approved.
    pub approved: Option<ApprovedContent>,
    /// The earlier way: SHA-256 of the JSON of the paper as a whole, 64 hexadecimal digits in lower
    /// case.
    pub digest: Option<Located<String>>,
    /// The file of the year before that says the same of meeting and day, or names the same digest: this one is a copy
    /// of it, and no decision of this year.
    pub copied_from: Option<PathBuf>,
}

/// What the council approved, by digests (SHA-256, 64 hexadecimal digits in lower case).
#[derive(Clone, Debug)]
pub struct ApprovedContent {
    /// The whole record.
    pub span: Span,
    /// Of the content: it alone decides whether the matter has to be submitted anew.
    pub content: Located<String>,
    /// Of the year's forms.
    pub form: Option<Located<String>>,
    /// Of the templates.
    pub template: Option<Located<String>>,
    /// The program and its version.
    pub made_by: Option<Located<String>>,
}

impl Council {
    /// Returns why it is no decision of a fiscal year; `None` where it may be one. The council sits in the year or in
    /// the one before, in time for its 1 April.
    #[must_use]
    pub fn is_stale(&self, fiscal_year: i32) -> Option<Stale> {
        if self.copied_from.is_some() {
            return Some(Stale::Copied);
        }
        let held = self.date.as_ref().map(|date| era::fiscal_year(date.value));
        let named = self.meeting.as_ref().and_then(|meeting| era::fiscal_year_in(&meeting.value));
        let old = |year: Option<i32>| year.is_some_and(|year| year < fiscal_year - 1);
        (old(held) || old(named)).then_some(Stale::Old)
    }
}

/// Why what a file says of the council is no decision of its year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stale {
    /// Last year's file says the same.
    Copied,
    /// The meeting was before the year before.
    Old,
}

/// A condition under which the council approved.
#[derive(Clone, Debug)]
pub struct Condition {
    /// The whole record.
    pub span: Span,
    /// Its sentence.
    pub text: Located<String>,
    /// How it is met.
    pub how: Option<Located<String>>,
    /// By when.
    pub by: Option<Located<NaiveDate>>,
    /// The day on which it was seen to be met.
    pub met: Option<Located<NaiveDate>>,
}

/// 事業の概要.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The whole record.
    pub span: Span,
    /// 事業名, where it differs from the title.
    pub title: Option<Located<String>>,
    /// 担当課, where the paper words it differently.
    pub department: Option<Located<String>>,
    /// 目的.
    pub purpose: Option<Located<String>>,
    /// 対象者.
    pub subjects: Option<Located<String>>,
    /// 対象者数.
    pub subject_count: Option<SubjectCount>,
    /// 概要, one paragraph a line.
    pub description: Option<Located<String>>,
    /// 付議内容.
    pub submitted: Vec<Submitted>,
    /// The materials named at the end.
    pub cites: Option<Located<Vec<Located<Material>>>>,
}

/// 対象者数.
#[derive(Clone, Debug)]
pub struct SubjectCount {
    /// The whole record.
    pub span: Span,
    /// The number.
    pub value: Located<u64>,
    /// 約.
    pub approximate: bool,
    /// 名.
    pub unit: Option<Located<String>>,
    /// How many persons, where the unit counts something else.
    pub persons: Option<Located<u64>>,
}

/// One entry of 付議内容.
#[derive(Clone, Debug)]
pub struct Submitted {
    /// The whole record.
    pub span: Span,
    /// The kind that is submitted.
    pub kind: Located<KindId>,
    /// The acts that the sentence names.
    pub acts: Vec<Located<ActId>>,
    /// The sentence.
    pub text: Located<String>,
}

/// A numbered material (資料).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Material {
    /// A diagram.
    Flow(FlowId),
    /// A list of items.
    ItemList(ItemListId),
}

/// What a box of measures lists.
#[derive(Clone, Debug)]
pub struct MeasureSet {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Operational or technical.
    pub category: Located<Category>,
    /// The list as a whole.
    pub measures_span: Span,
    /// The measures.
    pub measures: Vec<Measure>,
}

/// A measure as a diagram words it.
#[derive(Clone, Debug)]
pub struct Measure {
    /// The whole record.
    pub span: Span,
    /// The words.
    pub label: Located<String>,
    /// The rows of the checklists that it stands for, by id.
    pub rows: Vec<Located<String>>,
}

/// The answers to one checklist.
#[derive(Clone, Debug)]
pub struct Checklist {
    /// The whole record.
    pub span: Span,
    /// The form.
    pub form: Located<FormId>,
    /// What it covers; `None` where the paper does not say.
    pub covers: Option<Located<Vec<Located<Covered>>>>,
    /// The list of answers as a whole.
    pub answers_span: Span,
    /// The answers, in the order of the file.
    pub answers: Vec<Answer>,
}

impl Checklist {
    /// Returns the answer to a row.
    #[must_use]
    pub fn answer(&self, row: RowId) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.row.value == row)
    }
}

/// A contract or a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// A connection.
    Connection(ConnectionId),
    /// A contract.
    Contract(ContractId),
}

/// The answer to a row.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The whole record.
    pub span: Span,
    /// The row.
    pub row: Located<RowId>,
    /// ○ or ー.
    pub status: Located<Mark>,
    /// The day a planned measure is taken by.
    pub by: Option<Located<NaiveDate>>,
    /// Why ー.
    pub reason: Option<Located<String>>,
    /// What evidence there will be, and when.
    pub evidence: Option<Located<String>>,
}

/// これまでの承認.
#[derive(Clone, Debug)]
pub struct PriorApproval {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// What was approved.
    pub subject: Located<String>,
    /// Whose request it was.
    pub by: Option<Located<String>>,
    /// The body.
    pub body: Located<BodyId>,
    /// Fiscal year of the meeting.
    pub fiscal_year: Located<u64>,
    /// Number of the meeting.
    pub number: Located<u64>,
    /// How far it reaches.
    pub covers: Vec<Coverage>,
}

/// How far an approval reaches.
#[derive(Clone, Debug)]
pub struct Coverage {
    /// The whole record.
    pub span: Span,
    /// The contract.
    pub contract: Located<ContractId>,
    /// Only these providers; `None` for all.
    pub providers: Option<Vec<Located<ProviderId>>>,
}

/// 特定個人情報保護評価.
#[derive(Clone, Debug)]
pub struct ImpactAssessment {
    /// The whole record.
    pub span: Span,
    /// Day or month it was published.
    pub completed: Located<DayOrMonth>,
    /// Its level.
    pub level: Option<Located<AssessmentLevel>>,
    /// By when it is made again; `None` where five years run from the publication.
    pub next_due: Option<Located<NaiveDate>>,
    /// Its name.
    pub note: Option<Located<String>>,
    /// How many handle the file, for the threshold.
    pub handlers: Option<Located<u64>>,
    /// The latest look at it.
    pub review: Option<AssessmentReview>,
}

/// A look at an assessment that was published (評価書の点検).
#[derive(Clone, Debug)]
pub struct AssessmentReview {
    /// The whole record.
    pub span: Span,
    /// Its day.
    pub on: Located<NaiveDate>,
    /// Who looked.
    pub by: Located<String>,
    /// What was looked at, each with its result.
    pub points: Vec<ReviewPoint>,
}

/// A point of a look at an assessment.
#[derive(Clone, Debug)]
pub struct ReviewPoint {
    /// The whole record.
    pub span: Span,
    /// What was looked at.
    pub point: Located<String>,
    /// What was found.
    pub result: Located<String>,
    /// What is put right, and by when.
    pub action: Option<Located<String>>,
}

/// What is reported after an approval (報告).
#[derive(Clone, Debug)]
pub struct Report {
    /// The whole record.
    pub span: Span,
    /// What was changed.
    pub changes: Vec<ReportedChange>,
    /// That it came to its end.
    pub ended: Option<Ended>,
}

/// A change that is reported (変更).
#[derive(Clone, Debug)]
pub struct ReportedChange {
    /// The whole record.
    pub span: Span,
    /// What was changed.
    pub what: Located<String>,
    /// As it was approved.
    pub before: Located<String>,
    /// As it is now.
    pub after: Located<String>,
    /// Since when.
    pub on: Located<NaiveDate>,
    /// Why.
    pub why: Located<String>,
}

/// The end of what was approved (廃止).
#[derive(Clone, Debug)]
pub struct Ended {
    /// The whole record.
    pub span: Span,
    /// Its day.
    pub on: Located<NaiveDate>,
    /// Why.
    pub why: Located<String>,
    /// What became of the personal information that was left.
    pub left: Located<String>,
}

/// A foreign country in which items lie or are seen: its system, and what is done about it.
#[derive(Clone, Debug)]
pub struct Abroad {
    /// The whole record.
    pub span: Span,
    /// The country, as a code or a name.
    pub country: Located<String>,
    /// Its law on personal information.
    pub system: Located<String>,
    /// What is done in the knowledge of it.
    pub measures: Located<String>,
    /// When it was looked up.
    pub looked_up: Option<Located<NaiveDate>>,
}

/// How long items are kept somewhere.
#[derive(Clone, Debug)]
pub struct Retention {
    /// The whole record.
    pub span: Span,
    /// Which items; `None` for all.
    pub items: Option<Located<Items>>,
    /// Where; `None` for everywhere.
    pub at: Option<Located<Keeper>>,
    /// How long.
    pub period: Located<String>,
    /// Why so long.
    pub basis: Option<Located<String>>,
    /// What becomes of them afterwards.
    pub then: Option<Located<String>>,
}

/// A trial before the work begins (実証実験).
#[derive(Clone, Debug)]
pub struct Trial {
    /// The whole record.
    pub span: Span,
    /// Its first day.
    pub from: Located<NaiveDate>,
    /// Its last day.
    pub to: Option<Located<NaiveDate>>,
    /// What it is made with.
    pub data: Located<TrialData>,
    /// What is tried.
    pub note: Option<Located<String>>,
}

/// What is said of the use of individual numbers.
#[derive(Clone, Debug)]
pub struct NumberUse {
    /// The whole record.
    pub span: Span,
    /// Under what they are used (番号法9条).
    pub ground: Option<Located<String>>,
    /// How identity is checked where a principal gives the number (番号法16条).
    pub identity_check: Option<Located<String>>,
}

/// How it is decided when the police and others ask for data.
#[derive(Clone, Debug)]
pub struct Requests {
    /// The whole record.
    pub span: Span,
    /// Who decides.
    pub by: Located<String>,
    /// In what procedure, and how it is handed over.
    pub how: Located<String>,
    /// What is kept of it.
    pub record: Option<Located<String>>,
}

/// An abbreviation of the paper with its meaning.
#[derive(Clone, Debug)]
pub struct Abbreviation {
    /// The whole record.
    pub span: Span,
    /// The abbreviation.
    pub word: Located<String>,
    /// What it means.
    pub meaning: Located<String>,
}

/// A role or one of its systems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keeper {
    /// A role.
    Role(RoleId),
    /// A system.
    System(SystemId),
}

/// What the persons are told.
#[derive(Clone, Debug)]
pub struct Notice {
    /// The whole record.
    pub span: Span,
    /// Where the purpose of use is shown (法62条).
    pub purpose: Option<Located<String>>,
    /// How they are told of an incident (法68条2項).
    pub incident: Option<Located<String>>,
    /// How they may opt out.
    pub opt_out: Option<Located<String>>,
    /// What signs say.
    pub signs: Option<Located<String>>,
}

/// Why a finding is accepted.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// The whole record.
    pub span: Span,
    /// The rule.
    pub rule: Located<String>,
    /// Path of ids.
    pub at: Located<String>,
    /// What the path names; every finding of the rule that lies in it is waived.
    pub place: Span,
    /// Why.
    pub reason: Located<String>,
    /// Who allowed it.
    pub approved_by: Located<String>,
    /// Last day.
    pub until: Located<NaiveDate>,
}
