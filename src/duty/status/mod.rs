//! 期限の一覧: what is due and what is overdue, worst first.

mod collect;
mod council;
mod filed;
pub mod ics;
mod kept;
pub mod paper;

pub use collect::{Inputs, collect};

use crate::diagnostic::{Language, Text};
use crate::text;
use chrono::NaiveDate;

/// What kind of thing is due, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// 速報.
    PreliminaryReport,
    /// 確報.
    FinalReport,
    /// 会議の決定.
    Decision,
    /// 会議の付した条件.
    Condition,
    /// 本人への通知.
    PersonsNotified,
    /// 消去完了報告.
    Erasure,
    /// 監査の指摘の是正.
    AuditFinding,
    /// 媒体の返却.
    Ledger,
    /// 責任者・取扱者の報告.
    Handlers,
    /// 年1回以上の実地検査.
    Audit,
    /// 再委託先の検査.
    SubcontractorAudit,
    /// 研修.
    Training,
    /// 再委託の承諾.
    Consent,
    /// 証跡として約束したもの.
    Promise,
    /// 個人情報ファイル簿.
    FileRegister,
    /// 次年度の確認.
    NextYear,
    /// 認証の有効期限.
    Certification,
    /// 受け入れた指摘の期限.
    Waiver,
}

impl Kind {
    /// Returns whether it is asked for only where the work is done: what is asked of one who was given data.
    #[must_use]
    pub fn needs_work(self) -> bool {
        match self {
            Self::Audit
            | Self::Condition
            | Self::Consent
            | Self::Decision
            | Self::Erasure
            | Self::FileRegister
            | Self::Handlers
            | Self::NextYear
            | Self::Promise
            | Self::SubcontractorAudit
            | Self::Training
            | Self::Waiver => true,
            Self::AuditFinding
            | Self::Certification
            | Self::FinalReport
            | Self::Ledger
            | Self::PersonsNotified
            | Self::PreliminaryReport => false,
        }
    }

    /// Returns whether it is about a year that is over once the year is: it can be told, but hardly done any more. A
    /// copy, a medium, an incident or a finding of an audit stays until it is dealt with, and so does a matter that
    /// goes on without being written.
    #[must_use]
    pub fn ends_with_year(self) -> bool {
        match self {
            Self::Audit
            | Self::Certification
            | Self::Consent
            | Self::FileRegister
            | Self::Handlers
            | Self::Promise
            | Self::SubcontractorAudit
            | Self::Training
            | Self::Waiver => true,
            Self::AuditFinding
            | Self::Condition
            | Self::Decision
            | Self::Erasure
            | Self::FinalReport
            | Self::Ledger
            | Self::NextYear
            | Self::PersonsNotified
            | Self::PreliminaryReport => false,
        }
    }

    /// Returns the word of machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Audit => "audit",
            Self::AuditFinding => "audit-finding",
            Self::Certification => "certification",
            Self::Condition => "condition",
            Self::Consent => "consent",
            Self::Decision => "decision",
            Self::Erasure => "erasure",
            Self::FileRegister => "file-register",
            Self::Handlers => "handlers",
            Self::PreliminaryReport => "preliminary-report",
            Self::FinalReport => "final-report",
            Self::Ledger => "ledger",
            Self::NextYear => "next-year",
            Self::PersonsNotified => "persons-notified",
            Self::Promise => "promised-evidence",
            Self::SubcontractorAudit => "subcontractor-audit",
            Self::Training => "training",
            Self::Waiver => "waiver",
        }
    }

    /// Returns the kind for a reader.
    #[must_use]
    pub fn title(self) -> Text {
        match self {
            Self::Audit => text!("実地検査（年1回以上）", "yearly inspection"),
            Self::AuditFinding => text!("監査の指摘の是正", "closure of an audit finding"),
            Self::Certification => text!("認証の有効期限", "certification runs out"),
            Self::Condition => text!("会議の付した条件", "condition of the council"),
            Self::Decision => text!("会議の決定", "decision of the council"),
            Self::Consent => text!("再委託の承諾", "consent to re-entrustment"),
            Self::Erasure => text!("消去完了報告", "erasure report"),
            Self::FileRegister => text!("個人情報ファイル簿", "file register"),
            Self::Handlers => text!("責任者・取扱者の報告", "report on who handles the data"),
            Self::PreliminaryReport => text!("漏えい等の速報", "preliminary report of an incident"),
            Self::FinalReport => text!("漏えい等の確報", "final report of an incident"),
            Self::Ledger => text!("媒体の返却（管理簿）", "return of a medium"),
            Self::Promise => text!("約束した証跡", "promised evidence"),
            Self::Training => text!("取扱者の研修", "training of those who handle the data"),
            Self::SubcontractorAudit => text!("再委託先の検査", "inspection of a sub-contractor"),
            Self::PersonsNotified => text!("本人への通知", "notice to the persons"),
            Self::NextYear => text!("次年度の付議・確認", "next year's submission"),
            Self::Waiver => text!("受け入れた指摘の期限", "waiver runs out"),
        }
    }
}

/// Something to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obligation {
    /// What kind.
    pub kind: Kind,
    /// The last day; `None` where it is not known.
    pub due: Option<NaiveDate>,
    /// The ward's section.
    pub department: Text,
    /// The contractor, where there is one.
    pub contractor: Option<Text>,
    /// What it is about: a contract, a matter, a certification.
    pub subject: String,
    /// What is to be done, and by what rule.
    pub words: Text,
}

impl Obligation {
    /// Returns how it stands on a day.
    #[must_use]
    pub fn standing(&self, today: NaiveDate) -> Standing {
        match self.due {
            None => Standing::Unknown,
            Some(due) if due < today => Standing::Overdue((today - due).num_days()),
            Some(due) if (due - today).num_days() <= SOON => Standing::Soon((due - today).num_days()),
            Some(due) => Standing::Later((due - today).num_days()),
        }
    }
}

impl Obligation {
    /// Returns it for a reader: when, what and whose; and what is to be done.
    #[must_use]
    pub fn lines(&self, today: NaiveDate, language: Language) -> (String, String) {
        let due = self.due.map_or_else(|| "――――――".to_owned(), |due| due.to_string());
        let (label, kind) = (self.standing(today).label(), self.kind.title());
        let (label, kind) = (label.get(language), kind.get(language));
        let (subject, Text { ja: department, en: department_en }) = (&self.subject, &self.department);
        let contractor = self.contractor.as_ref().map(|Text { ja, en }| text!("　{ja}", ", {en}"));
        let Text { ja: contractor, en: contractor_en } = contractor.unwrap_or(text!("", ""));
        let head = text!(
            "{due}　{label}　【{kind}】{subject}{contractor}（{department}）",
            "{due}  {label}  [{kind}] {subject}{contractor_en} ({department_en})"
        );
        let head = head.get(language).to_owned();
        (head, self.words.get(language).to_owned())
    }
}

/// So many days ahead something is due soon.
const SOON: i64 = 30;

/// How an obligation stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// So many days late.
    Overdue(i64),
    /// Due in so many days, 30 at most.
    Soon(i64),
    /// The last day is not known.
    Unknown,
    /// Due in so many days.
    Later(i64),
}

impl Standing {
    /// Returns the word of machine output.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Later(_) => "later",
            Self::Overdue(_) => "overdue",
            Self::Soon(_) => "soon",
            Self::Unknown => "unknown",
        }
    }

    /// Returns the standing for a reader.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Later(days) => text!("あと{days}日", "in {days} day(s)"),
            Self::Overdue(days) => text!("{days}日超過", "{days} day(s) late"),
            Self::Soon(0) => text!("今日まで", "today"),
            Self::Soon(days) => text!("あと{days}日（間近）", "in {days} day(s), soon"),
            Self::Unknown => text!("期限不明", "no known date"),
        }
    }

    /// Returns the order on the page: what is late longest first, then by date; what has no date before what is far.
    fn rank(self) -> (u8, i64) {
        match self {
            Self::Overdue(days) => (0, -days),
            Self::Soon(days) => (1, days),
            Self::Unknown => (2, 0),
            Self::Later(days) => (3, days),
        }
    }
}

/// Sorts obligations, worst first.
pub fn sort(obligations: &mut [Obligation], today: NaiveDate) {
    obligations.sort_by(|one, other| {
        let key = |own: &Obligation| (own.standing(today).rank(), own.kind);
        key(one)
            .cmp(&key(other))
            .then_with(|| one.subject.cmp(&other.subject))
            .then_with(|| one.contractor.cmp(&other.contractor))
    });
}
