//! 契約と外部結合: what the annexes (別紙) say.

use super::ids::{
    ActId, CertificationId, ClauseId, ItemListId, KindId, NetworkId, PassageId, ProviderId, RoleId, SystemId,
};
use super::item::Items;
use super::matter::OwnText;
use super::vocabulary::{Afterwards, Cargo, ContinuingErasure, MediumKind};
use crate::source::{Located, Span};
use chrono::NaiveDate;

/// What an annex may say otherwise than the rest of the submission; `None` where it says the same.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    /// 保有課.
    pub department: Option<Located<String>>,
    /// 登録業務の名称.
    pub business: Option<Located<String>>,
    /// 個人の範囲.
    pub subjects: Option<Located<String>>,
    /// 開始時期と期限.
    pub term: Option<Term>,
    /// The article as this annex writes it.
    pub basis_as_written: Option<Located<String>>,
    /// Texts for the fields that the ward's form has of its own.
    pub own: Vec<OwnText>,
}

/// 開始時期と期限.
#[derive(Clone, Debug)]
pub struct Term {
    /// The whole record.
    pub span: Span,
    /// First day.
    pub from: Located<NaiveDate>,
    /// Last day.
    pub to: Located<NaiveDate>,
    /// Whether the same goes on in following fiscal years.
    pub renews: Option<Located<bool>>,
    /// The sentence that says so, where it is not the standard one.
    pub renewal_as_written: Option<Located<String>>,
}

/// A contract of a matter: one 別紙（業務委託）.
#[derive(Clone, Debug)]
pub struct Contract {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Its kind, where the year has several kinds of contracts.
    pub kind: Option<Located<KindId>>,
    /// 件名.
    pub title: Option<Located<String>>,
    /// Where this annex differs.
    pub overrides: Overrides,
    /// 三者契約, 四者契約.
    pub form: Option<Located<String>>,
    /// Contract number.
    pub number: Option<Located<String>>,
    /// Day it was concluded.
    pub concluded: Option<Located<NaiveDate>>,
    /// The role of which each provider has a contract of its own.
    pub per_provider_of: Option<Located<RoleId>>,
    /// Whether several providers share one contract; `None` where the annex does not say.
    pub joint: Option<Located<bool>>,
    /// The list of parties as a whole.
    pub parties_span: Span,
    /// The parties in the order of the paper.
    pub parties: Vec<ContractParty>,
    /// The list of items that the contractors process.
    pub item_list: Option<Located<ItemListId>>,
    /// 「下線の情報項目のみ」.
    pub underline: Option<Underline>,
    /// The list of permissions as a whole.
    pub handles_span: Span,
    /// Which role may handle which items.
    pub handles: Vec<Handles>,
    /// Which role must not receive which items.
    pub prohibits: Vec<Prohibits>,
    /// 記録媒体.
    pub media: Option<Media>,
    /// 委託理由.
    pub reasons: Vec<Reason>,
    /// The form of the contract and who hands what to whom.
    pub arrangement: Option<Arrangement>,
    /// 委託の内容.
    pub tasks: Vec<TaskGroup>,
    /// 再委託; `None` where the annex does not say.
    pub subcontracting: Option<Subcontracting>,
    /// 特記事項; `None` where their text is not known.
    pub clauses: Option<Located<Vec<Clause>>>,
    /// What was agreed on erasure; `None` where it is not known.
    pub erasure: Option<Erasure>,
    /// Hours from knowing of an incident to telling the ward; `None` where it is not known.
    pub incident_notice_hours: Option<Located<u64>>,
    /// What becomes of spoiled sheets and test prints.
    pub spoiled: Option<Spoiled>,
    /// How the right paper reaches the right person.
    pub matching: Option<Matching>,
    /// What inspections the ward holds.
    pub inspection: Option<Inspection>,
    /// The designation of a manager of a public facility (指定管理者).
    pub designation: Option<Designation>,
}

impl Contract {
    /// Returns its title, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id.value, |title| &title.value)
    }

    /// Returns whether the role is a party of this contract.
    #[must_use]
    pub fn binds(&self, role: RoleId) -> bool {
        self.parties.iter().any(|party| party.role.value == role)
    }

    /// Returns whether the contract reaches the role: as a party, a sub-contractor or one with a permission.
    #[must_use]
    pub fn reaches(&self, role: RoleId) -> bool {
        let subcontractors =
            self.subcontracting.iter().flat_map(|subcontracting| &subcontracting.subcontractors);
        self.binds(role)
            || self.handles_of(role).is_some()
            || subcontractors.into_iter().any(|subcontractor| subcontractor.role.value == role)
    }

    /// Returns the permission of a role, where there is one.
    #[must_use]
    pub fn handles_of(&self, role: RoleId) -> Option<&Handles> {
        self.handles.iter().find(|handles| handles.role.value == role)
    }

    /// Returns the tasks of a role.
    pub fn tasks_of(&self, role: RoleId) -> impl Iterator<Item = &Task> {
        self.tasks.iter().filter(move |group| group.role.value == role).flat_map(|group| &group.tasks)
    }
}

/// A party of a contract.
#[derive(Clone, Debug)]
pub struct ContractParty {
    /// The whole record.
    pub span: Span,
    /// 甲, 乙, 丙, 丁.
    pub letter: Option<Located<String>>,
    /// The role.
    pub role: Located<RoleId>,
    /// The lines of the field 委託先.
    pub entries: Vec<Mention>,
}

/// A line that names somebody (名の書き方).
#[derive(Clone, Debug)]
pub struct Mention {
    /// The whole record.
    pub span: Span,
    /// Whom it names; `None` where it names no one in particular.
    pub provider: Option<Located<ProviderId>>,
    /// The certifications it mentions, and their wording.
    pub certifications: Vec<CertificationMention>,
    /// The line as written, where it differs from what the facts give.
    pub as_written: Option<Located<String>>,
}

/// A certification as a line mentions it.
#[derive(Clone, Debug)]
pub struct CertificationMention {
    /// The whole record.
    pub span: Span,
    /// Which.
    pub kind: Located<CertificationId>,
    /// The wording, where it is not the standard one.
    pub as_written: Option<Located<String>>,
}

/// The note that a role handles the underlined items only.
#[derive(Clone, Debug)]
pub struct Underline {
    /// The whole record.
    pub span: Span,
    /// Whose items are underlined.
    pub role: Located<RoleId>,
    /// The note.
    pub text: Located<String>,
}

/// Which items a role may handle under a contract.
#[derive(Clone, Debug)]
pub struct Handles {
    /// The whole record.
    pub span: Span,
    /// The role.
    pub role: Located<RoleId>,
    /// The items, groups with their members.
    pub items: Located<Items>,
    /// True where the source does not state it (推定).
    pub assumed: bool,
    /// Why it is assumed.
    pub note: Option<Located<String>>,
}

/// Which items must never reach a role.
#[derive(Clone, Debug)]
pub struct Prohibits {
    /// The whole record.
    pub span: Span,
    /// The role.
    pub role: Located<RoleId>,
    /// The items.
    pub items: Located<Items>,
}

/// 記録媒体.
#[derive(Clone, Debug)]
pub struct Media {
    /// The whole record.
    pub span: Span,
    /// What data is recorded on.
    pub kinds: Vec<Located<MediumKind>>,
    /// As the paper words it.
    pub as_written: Option<Located<String>>,
}

/// One reason for the outsourcing (委託理由).
#[derive(Clone, Debug)]
pub struct Reason {
    /// The whole record.
    pub span: Span,
    /// The role it speaks of; `None` where it speaks of all.
    pub role: Option<Located<RoleId>>,
    /// One paragraph a line.
    pub text: Located<String>,
}

/// The form of the contract in words.
#[derive(Clone, Debug)]
pub struct Arrangement {
    /// The whole record.
    pub span: Span,
    /// Sentence that names the form.
    pub intro: Option<Located<String>>,
    /// Who hands what to whom.
    pub conveys: Vec<Conveyance>,
    /// Closing sentence.
    pub conclusion: Option<Located<String>>,
}

/// A sentence that says who hands what to whom.
#[derive(Clone, Debug)]
pub struct Conveyance {
    /// The whole record.
    pub span: Span,
    /// Who hands it over.
    pub from: Located<RoleId>,
    /// Who receives it.
    pub to: Located<RoleId>,
    /// Data or money.
    pub carries: Located<Cargo>,
    /// The sentence.
    pub text: Located<String>,
}

/// The tasks of one role (委託の内容).
#[derive(Clone, Debug)]
pub struct TaskGroup {
    /// The whole record.
    pub span: Span,
    /// The role.
    pub role: Located<RoleId>,
    /// Its heading, where it is not the standard one.
    pub heading: Option<Located<String>>,
    /// The tasks.
    pub tasks: Vec<Task>,
}

/// A task.
#[derive(Clone, Debug)]
pub struct Task {
    /// The whole record.
    pub span: Span,
    /// What is done.
    pub acts: Vec<Located<ActId>>,
    /// In words.
    pub text: Located<String>,
}

/// 再委託.
#[derive(Clone, Debug)]
pub struct Subcontracting {
    /// The whole record.
    pub span: Span,
    /// Whether there is any.
    pub allowed: Located<bool>,
    /// How the ward approves it.
    pub approval: Option<Located<String>>,
    /// Who does what.
    pub subcontractors: Vec<Subcontractor>,
}

/// 再委託先.
#[derive(Clone, Debug)]
pub struct Subcontractor {
    /// The whole record.
    pub span: Span,
    /// The role.
    pub role: Located<RoleId>,
    /// What it does.
    pub tasks: Option<Located<String>>,
    /// Day of the ward's approval.
    pub approved: Option<Located<NaiveDate>>,
}

/// A clause of the special provisions (特記事項).
#[derive(Clone, Debug)]
pub struct Clause {
    /// The whole record.
    pub span: Span,
    /// Which.
    pub kind: Located<ClauseId>,
    /// Number of the article.
    pub article: Option<Located<String>>,
    /// Whether the ward must approve re-entrustment at every depth (番号法10条).
    pub every_depth: Option<Located<bool>>,
}

/// What was agreed on erasure.
#[derive(Clone, Debug)]
pub struct Erasure {
    /// The whole record.
    pub span: Span,
    /// Days from the end of the work.
    pub within_days: Located<u64>,
    /// What the report must say.
    pub report_fields: Located<Vec<Located<String>>>,
    /// Whether the ward may attend.
    pub witness: Option<Located<bool>>,
    /// When data is erased while the work goes on.
    pub continuing: Option<Located<ContinuingErasure>>,
    /// Whether each of these is reported.
    pub continuing_report: Option<Located<bool>>,
    /// Whether backups are erased as well.
    pub backup: Option<Located<bool>>,
    /// Last day of a duty to keep (収納の証拠書類); nothing may be erased before it.
    pub keep_until: Option<Located<NaiveDate>>,
}

/// What becomes of spoiled sheets and test prints (損紙・試し刷り).
#[derive(Clone, Debug)]
pub struct Spoiled {
    /// The whole record.
    pub span: Span,
    /// Who disposes of them.
    pub by: Located<RoleId>,
    /// How.
    pub how: Vec<Located<Afterwards>>,
    /// Whether the ward is told.
    pub report: Option<Located<bool>>,
}

/// What inspections the ward holds.
#[derive(Clone, Debug)]
pub struct Inspection {
    /// The whole record.
    pub span: Span,
    /// How often a year.
    pub per_year: Located<u64>,
    /// Whether on site.
    pub on_site: Located<bool>,
    /// How it is made sure that there are no copies that nobody declared.
    pub copies: Option<Located<String>>,
}

/// How addresses and enclosures are matched (宛名と封入物の照合).
#[derive(Clone, Debug)]
pub struct Matching {
    /// The whole record.
    pub span: Span,
    /// Who matches them.
    pub by: Located<RoleId>,
    /// How.
    pub how: Located<String>,
}

/// The designation of a manager of a public facility (地方自治法244条の2第3項).
#[derive(Clone, Debug)]
pub struct Designation {
    /// The whole record.
    pub span: Span,
    /// The facility.
    pub facility: Located<String>,
    /// The ordinance of the facility.
    pub ordinance: Located<String>,
    /// The first day of the designation.
    pub from: Located<NaiveDate>,
    /// Its last day.
    pub to: Located<NaiveDate>,
    /// The day on which the assembly resolved it.
    pub resolved: Option<Located<NaiveDate>>,
}

/// A connection of a matter: one 別紙（電子計算機の外部結合関係）.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// 件名.
    pub title: Option<Located<String>>,
    /// Where this annex differs.
    pub overrides: Overrides,
    /// 結合の相手方.
    pub counterparty: Option<ContractParty>,
    /// The lists of items of the connection as a whole.
    pub item_lists_span: Span,
    /// The lists of items of the connection.
    pub item_lists: Vec<Located<ItemListId>>,
    /// One paragraph a line.
    pub reason: Option<Located<String>>,
    /// 結合の形態.
    pub form: Option<ConnectionForm>,
}

impl Connection {
    /// Returns its title, or its id where it has none.
    #[must_use]
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id.value, |title| &title.value)
    }
}

/// 結合の形態.
#[derive(Clone, Debug)]
pub struct ConnectionForm {
    /// The whole record.
    pub span: Span,
    /// The network.
    pub network: Option<Located<NetworkId>>,
    /// The counterparty's system.
    pub from_system: Option<Located<SystemId>>,
    /// The ward's system.
    pub to_system: Option<Located<SystemId>>,
    /// The passage into the individual-number zone that it uses.
    pub passage: Option<Located<PassageId>>,
    /// In words.
    pub text: Option<Located<String>>,
}
