//! 区と年度: the ward, what is common to all years, and one fiscal year.

use super::ids::{
    ActId, BodyId, BusinessId, CertificationId, ClauseId, DepartmentId, FormId, KindId, MeansId, NetworkId,
    PartyId, PassageId, ProtectionId, RowId, Table,
};
use super::kind::MatterKind;
use super::matter::SubjectCount;
use super::party::{Party, Provider};
use super::print::{Cover, Print};
pub use super::raw::form::OverviewLabels;
use super::vocabulary::{
    ActClass, Bearer, Category, Claim, Interval, ItemKind, Mark, MeansClass, Requires, RuleWeight, Topic,
    VariantAbout, Zone,
};
use crate::source::{Located, Span};
use crate::spelling;
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The ward (`fugi.yaml`).
#[derive(Clone, Debug)]
pub struct Ward {
    /// Its name.
    pub name: Located<String>,
    /// What it calls itself (区, 市), where it says so.
    pub authority: Option<Located<String>>,
    /// Its head (見本市長).
    pub head: Option<Located<String>>,
    /// The council.
    pub council: Located<String>,
    /// Who presides over the council.
    pub council_head: Option<Located<String>>,
    /// The council's guideline.
    pub guideline: Option<Located<String>>,
    /// Articles of the guideline and the ids of the kinds they are for; a year says which kinds there are.
    pub articles: Vec<(Located<String>, Vec<Located<String>>)>,
    /// Departments.
    pub departments: Table<DepartmentId, Department>,
    /// 登録業務.
    pub businesses: Table<BusinessId, Business>,
    /// 個人情報ファイル簿; `None` where it is not kept here.
    pub file_register: Option<Vec<RegisterEntry>>,
    /// What the ward lets pass between its individual-number zone and others (特定通信).
    pub passages: Table<PassageId, Passage>,
    /// The rules that the ward sets off or lowers, in the order of the file.
    pub rules: Vec<RuleSetting>,
    /// The whole of `fugi.yaml`.
    pub span: Span,
    /// From how many persons a file must stand in the register (施行令20条2項).
    pub file_register_persons: u64,
    /// Whom duties trust when they look at the evidence: the path of a trust file, seen from `fugi.yaml` and outside the
    /// evidence; `None` where the keys in the evidence folder itself are believed. Verification never reads it from here.
    pub trust_file: Option<Located<String>>,
}

impl Ward {
    /// Returns what it calls itself: as it says, else by the end of its name, else 自治体.
    #[must_use]
    pub fn word(&self) -> &str {
        let own = self.authority.as_ref().map(|own| own.value.as_str());
        own.unwrap_or_else(|| word_of(&self.name))
    }

    /// Returns what its head is called: as it says, else as [`head_of`] its name.
    #[must_use]
    pub fn head(&self) -> String {
        self.head.as_ref().map_or_else(|| head_of(&self.name), |own| own.value.clone())
    }
}

/// Returns what an authority calls itself, by the end of its name; 自治体 where that says nothing.
#[must_use]
pub fn word_of(name: &str) -> &'static str {
    let words =
        ["広域連合", "一部事務組合", "企業団", "組合", "区", "市", "町", "村", "都", "道", "府", "県"];
    words.into_iter().find(|word| name.ends_with(word)).unwrap_or(spelling::ANY_AUTHORITY)
}

/// Returns what the head of an authority is called, by the end of its name: 見本市長, 見本広域連合長, 見本県知事,
/// 見本衛生組合管理者, 見本水道企業団企業長 (地方自治法, 地方公営企業法).
#[must_use]
pub fn head_of(name: &str) -> String {
    let title = match word_of(name) {
        "一部事務組合" | "組合" => "管理者",
        "企業団" => "企業長",
        "都" | "道" | "府" | "県" => "知事",
        _ => "長",
    };
    format!("{name}{title}")
}

/// A rule whose findings the ward does not want, or wants lighter.
#[derive(Clone, Debug)]
pub struct RuleSetting {
    /// The whole record.
    pub span: Span,
    /// The rule.
    pub rule: Located<String>,
    /// What becomes of its findings.
    pub set: Located<RuleWeight>,
    /// Why.
    pub reason: Located<String>,
    /// Who says so.
    pub approved_by: Located<String>,
    /// The last day.
    pub until: Located<NaiveDate>,
}

/// A passage into or out of the individual-number zone that the ward allows (特定通信).
#[derive(Clone, Debug)]
pub struct Passage {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Name on paper.
    pub name: Located<String>,
    /// Why it is allowed.
    pub ground: Located<String>,
    /// The networks it uses; `None` where that is left open.
    pub networks: Option<Vec<Located<NetworkId>>>,
}

/// 担当課.
#[derive(Clone, Debug)]
pub struct Department {
    /// Its id.
    pub id: Located<String>,
    /// 部.
    pub division: Option<Located<String>>,
    /// 課.
    pub name: Located<String>,
}

/// 登録業務.
#[derive(Clone, Debug)]
pub struct Business {
    /// Its id.
    pub id: Located<String>,
    /// Its name.
    pub name: Located<String>,
}

/// An entry of the 個人情報ファイル簿.
#[derive(Clone, Debug)]
pub struct RegisterEntry {
    /// The whole record.
    pub span: Span,
    /// Whose file it is.
    pub business: Located<BusinessId>,
    /// 記録項目, folded for comparing.
    pub items: Vec<String>,
    /// 経常的提供先.
    pub recipients: Vec<Located<String>>,
}

/// What holds for every year (`policies/common/`).
#[derive(Clone, Debug, Default)]
pub struct Common {
    /// Wrong form and right form.
    pub typos: Vec<(Located<String>, Located<String>)>,
    /// Variant spellings; the first form is the recommended one.
    pub variants: Vec<Variant>,
    /// Texts that are no answer where they stand by themselves.
    pub no_answers: Vec<String>,
    /// Marks of what is still to be filled in.
    pub fill_in_marks: Vec<String>,
    /// Words whose digits stay half-width.
    pub half_width: Vec<String>,
    /// How often something is promised to be done, and the words for it.
    pub intervals: Vec<(Interval, Vec<String>)>,
    /// Units that count persons.
    pub person_units: Vec<String>,
    /// Abbreviations that need no explanation.
    pub known_abbreviations: Vec<String>,
    /// Kinds of certification.
    pub certifications: Table<CertificationId, CertificationKind>,
    /// Kinds of network.
    pub networks: Table<NetworkId, Network>,
    /// Protections of a transfer.
    pub protections: Table<ProtectionId, Protection>,
    /// Ways of handing over without a network, in the order in which a text is compared with them.
    pub means: Table<MeansId, Means>,
    /// Words for the connection with the ward.
    pub connection_words: Vec<String>,
    /// Acts.
    pub acts: Table<ActId, Act>,
    /// Terms of schemes that are no more.
    pub abolished_terms: Vec<AbolishedTerm>,
    /// Bodies that approved something.
    pub bodies: Table<BodyId, Body>,
    /// Laws that come into force.
    pub laws: Vec<Law>,
    /// 国民の祝日・休日 and their names.
    pub holidays: BTreeMap<NaiveDate, String>,
    /// Words in item names and the kind they call for.
    pub item_words: Vec<ItemWords>,
    /// Clauses that the special provisions need.
    pub clauses: Table<ClauseId, ClauseKind>,
    /// What an erasure report must say.
    pub erasure_fields: Vec<String>,
    /// What the reason of a 「ー」 claims.
    pub reason_claims: Vec<(Vec<String>, Claim)>,
    /// How sentences are read.
    pub sentences: SentenceWords,
    /// What the ward takes for too much.
    pub limits: Limits,
    /// How changes between years are judged.
    pub changes: ChangePolicy,
}

impl Common {
    /// Returns how many persons a count is of; `None` where it counts something else, such as households, and no
    /// number of persons stands beside it. A count without a unit is taken to be of persons, and
    /// so is every one where the workspace has no list of units (it was made before there was one).
    #[must_use]
    pub fn persons(&self, count: &SubjectCount) -> Option<u64> {
        let counts_persons = |unit: &Located<String>| {
            self.person_units.is_empty()
                || self.person_units.iter().any(|own| spelling::same(own, &unit.value))
        };
        match &count.persons {
            Some(persons) => Some(persons.value),
            None => count.unit.as_ref().is_none_or(counts_persons).then_some(count.value.value),
        }
    }
}

/// Words that say how a sentence is to be read, when it is held against the facts.
#[derive(Clone, Debug, Default)]
pub struct SentenceWords {
    /// A sentence with one of these tells of what was.
    pub history: Vec<String>,
    /// What denies the words before it.
    pub denials: Vec<String>,
    /// What makes a number one of the subjects.
    pub subjects: Vec<String>,
    /// What makes a number one of a part only.
    pub part: Vec<String>,
    /// What makes the numbers of a sentence ones of parts.
    pub breakdown: Vec<String>,
    /// Units of persons.
    pub persons: Vec<String>,
    /// Acts of erasure.
    pub erasure: Vec<String>,
    /// The end of the work.
    pub end_of_work: Vec<String>,
    /// Words for incidents.
    pub incident: Vec<String>,
    /// What follows a first day.
    pub begins: Vec<String>,
    /// What follows a last day.
    pub ends: Vec<String>,
    /// Words of a sentence about the matter itself.
    pub business: Vec<String>,
    /// Words of a sentence about what was done, or goes on.
    pub results: Vec<String>,
    /// Words for handing over.
    pub sends: Vec<String>,
    /// Families of ways to hand over: of each the ways that exclude each other, each by its words.
    pub ways: Vec<Vec<Vec<String>>>,
    /// Ways that no network carries.
    pub by_hand: Vec<String>,
    /// What names of councils end with.
    pub councils: Vec<String>,
    /// Words of a sentence that says who is entrusted with the work.
    pub entrusts: Vec<String>,
    /// What names of systems end with.
    pub systems: Vec<String>,
    /// Words in the names of councils that see to personal information.
    pub council_topics: Vec<String>,
    /// General words that look like names.
    pub general: Vec<String>,
    /// Letters that look alike.
    pub look_alike: Vec<String>,
    /// Words for media that are carried.
    pub removable: Vec<String>,
    /// Words for paper.
    pub paper: Vec<String>,
    /// Words for what is known from a special-care item.
    pub derived: Vec<String>,
    /// Words for keeping something for a while.
    pub temporary: Vec<String>,
    /// For a backup.
    pub backup: Vec<String>,
    /// For money that is the contractor's own income.
    pub income: Vec<String>,
    /// For codes that a device reads.
    pub codes: Vec<String>,
    /// For reading one.
    pub reads: Vec<String>,
    /// For naming something to compare it only.
    pub unlike: Vec<String>,
    /// For standing on some network.
    pub network_words: Vec<String>,
    /// Names of one item.
    pub same_items: Vec<Vec<String>>,
}

/// What the ward takes for too much; none where it does not say.
#[derive(Clone, Debug, Default)]
pub struct Limits {
    /// Days to erasure.
    pub erasure_days: Option<u64>,
    /// Rows that one label of a diagram stands for.
    pub measure_rows: Option<u64>,
}

/// How changes between years are judged; what is not written here is left to the rule's own standard.
#[derive(Clone, Debug, Default)]
pub struct ChangePolicy {
    /// From how many per cent on a change of the number of persons is a large one.
    pub subject_count_percent: Option<u64>,
    /// The numbers of persons that a large change crosses.
    pub subject_count_steps: Option<Vec<u64>>,
    /// What changes of a rule call for.
    pub consequences: Vec<Consequence>,
}

/// What changes of one rule call for, by their class.
#[derive(Clone, Debug)]
pub struct Consequence {
    /// The rule, by name.
    pub rule: Located<String>,
    /// Of a widening.
    pub widening: Option<Requires>,
    /// Of a narrowing.
    pub narrowing: Option<Requires>,
    /// Of a change that is neither.
    pub neutral: Option<Requires>,
    /// Of a change of words only.
    pub editorial: Option<Requires>,
}

/// Spellings of one word.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its id.
    pub id: String,
    /// The forms, the recommended one first.
    pub forms: Vec<String>,
    /// What the word is about.
    pub about: VariantAbout,
}

/// A kind of certification.
#[derive(Clone, Debug)]
pub struct CertificationKind {
    /// Its id.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// Standard wording of holding it.
    pub wording: String,
}

/// A kind of network.
#[derive(Clone, Debug)]
pub struct Network {
    /// Its id.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// Words that mean it in a text.
    pub words: Vec<String>,
    /// Whether only known parties are on it.
    pub closed: bool,
    /// The zones of the ward's network that it may end in; `None` where nothing is said.
    pub zones: Option<Vec<Zone>>,
}

/// A way of handing over without a network (渡し方), with what it needs.
#[derive(Clone, Debug)]
pub struct Means {
    /// Its id.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// What it is.
    pub class: MeansClass,
    /// Words by which a text is known to mean it.
    pub words: Vec<String>,
    /// The protections it needs, of each list one.
    pub needs: Vec<Vec<ProtectionId>>,
    /// Whether its use must be reasoned.
    pub needs_reason: bool,
    /// Whether it must be said what becomes of what was handed over.
    pub needs_afterwards: bool,
    /// Whether it must be said where what cannot be delivered goes back to.
    pub needs_return: bool,
    /// Kinds of items that must not pass in this way.
    pub not_for: Vec<ItemKind>,
}

/// A protection of a transfer.
#[derive(Clone, Debug)]
pub struct Protection {
    /// Its id.
    pub id: String,
    /// Name on paper.
    pub name: String,
    /// Whether it encrypts the transfer.
    pub encrypts: bool,
    /// Words by which a sentence says that it is taken.
    pub words: Vec<String>,
}

/// An act.
#[derive(Clone, Debug)]
pub struct Act {
    /// Its name.
    pub name: String,
    /// What it does.
    pub class: ActClass,
    /// Whether money is paid or passed on.
    pub is_of_money: bool,
    /// What who does it must be designated as.
    pub designation: Option<String>,
    /// Acts that naturally include it.
    pub implied_by: Vec<ActId>,
    /// Whether it leaves spoiled sheets and test prints.
    pub spoils: bool,
    /// Whether it puts the papers of single persons into envelopes.
    pub encloses: bool,
}

/// A term of a scheme that is no more.
#[derive(Clone, Debug)]
pub struct AbolishedTerm {
    /// The term.
    pub term: String,
    /// Last day it could be used.
    pub until: NaiveDate,
    /// Today's term.
    pub replaced_by: String,
    /// Article.
    pub basis: String,
    /// What to ask besides.
    pub ask: Option<String>,
}

/// A body that approved something.
#[derive(Clone, Debug)]
pub struct Body {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its first day, where it is known.
    pub from: Option<NaiveDate>,
    /// Its last day.
    pub until: Option<NaiveDate>,
    /// Under what law, and what became of it.
    pub basis: Option<String>,
}

/// A law that comes into force.
#[derive(Clone, Debug)]
pub struct Law {
    /// Its id.
    pub id: String,
    /// Law and article.
    pub name: String,
    /// First day; the last day on which it may come into force, where that is not fixed yet.
    pub in_force: NaiveDate,
    /// Where the day is not fixed yet: the day of promulgation, after which it may come into force on any day.
    pub promulgated: Option<NaiveDate>,
    /// What changes.
    pub effect: String,
    /// The text that was read; `None` where none was.
    pub source: Option<String>,
}

impl Law {
    /// Returns whether it comes, or may come, into force on one of these days; the first and the last count.
    #[must_use]
    pub fn comes_within(&self, from: NaiveDate, to: NaiveDate) -> bool {
        let first = self.promulgated.and_then(|day| day.succ_opt()).unwrap_or(self.in_force);
        first <= to && from <= self.in_force
    }

    /// Returns the day as a form prints days: 令和９年１月１７日施行, or 遅くとも令和１０年７月１６日に施行.
    #[must_use]
    pub fn print_day(&self, print: &Print) -> String {
        let day = print.day(self.in_force);
        if self.promulgated.is_some() {
            format!("遅くとも{day}に施行")
        } else {
            format!("{day}施行")
        }
    }
}

/// Words in item names and the kind they call for.
#[derive(Clone, Debug)]
pub struct ItemWords {
    /// The kind.
    pub kind: ItemKind,
    /// The words.
    pub words: Vec<String>,
    /// Item names that hold a word and are not meant.
    pub except: Vec<String>,
    /// Words that name an item of the kind wherever they stand in a text.
    pub said: Vec<String>,
}

/// A clause that the special provisions need.
#[derive(Clone, Debug)]
pub struct ClauseKind {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Why it is needed.
    pub basis: Option<String>,
}

/// One fiscal year: its legal entities and forms.
#[derive(Clone, Debug)]
pub struct Year {
    /// Name of the folder, `r07`.
    pub name: String,
    /// The year of its 1 April.
    pub fiscal_year: i32,
    /// Legal entities.
    pub parties: Table<PartyId, Party>,
    /// Checklist forms.
    pub forms: Table<FormId, ChecklistForm>,
    /// Kinds of matters, with their annexes.
    pub kinds: Table<KindId, MatterKind>,
    /// Labels of cover and overview.
    pub labels: Labels,
}

/// Labels of cover and overview, as the year's form words them.
#[derive(Clone, Debug)]
pub struct Labels {
    /// The cover.
    pub cover: Cover,
    /// The overview.
    pub overview: OverviewLabels,
    /// How papers are printed.
    pub print: Print,
}

impl Year {
    /// Returns the legal entity that a provider is.
    #[must_use]
    pub fn party_of(&self, provider: &Provider) -> Option<&Party> {
        provider.party.as_ref().map(|party| &self.parties[party.value])
    }
}

/// A checklist form.
#[derive(Clone, Debug)]
pub struct ChecklistForm {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// The kind of matter it is for.
    pub kind: Located<KindId>,
    /// Who carries out the measures.
    pub bearer: Located<Bearer>,
    /// Title.
    pub title: Located<String>,
    /// Note beside the title.
    pub note: Option<Located<String>>,
    /// Heading of the measures.
    pub heading: Located<String>,
    /// Heading of the column of contents.
    pub column: Located<String>,
    /// What the marks mean.
    pub legend: Vec<Located<String>>,
    /// The words of the answers with their meanings, in the order they are offered.
    pub answers: Vec<(String, Mark)>,
    /// Words for those who carry out the measures.
    pub performer: Vec<String>,
    /// Groups in order.
    pub groups: Vec<RowGroup>,
    /// Rows of all groups in order.
    pub rows: Table<RowId, Row>,
}

impl ChecklistForm {
    /// Returns the form's word for an answer.
    #[must_use]
    pub fn word(&self, mark: Mark) -> &str {
        self.answers.iter().find(|(_, own)| *own == mark).map_or(mark.ja(), |(word, _)| word)
    }

    /// Returns the row with that id.
    #[must_use]
    pub fn row(&self, id: &str) -> Option<RowId> {
        self.rows.enumerate().find(|(_, row)| row.id.value == id).map(|(row, _)| row)
    }
}

/// A group of rows.
#[derive(Clone, Debug)]
pub struct RowGroup {
    /// Operational or technical.
    pub category: Located<Category>,
    /// Its label.
    pub label: Located<String>,
    /// Its rows.
    pub rows: Vec<RowId>,
}

/// A row of a checklist.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id.
    pub id: Located<String>,
    /// The whole record.
    pub span: Span,
    /// Wording.
    pub text: Located<String>,
    /// What it is about.
    pub topics: Vec<Topic>,
}

impl Row {
    /// Returns whether the row is about that.
    #[must_use]
    pub fn is_about(&self, topic: Topic) -> bool {
        self.topics.contains(&topic)
    }
}

#[cfg(test)]
mod tests {
    use super::{Law, Print, head_of, word_of};

    fn law(in_force: &str, promulgated: Option<&str>) -> Law {
        Law {
            id: "law".to_owned(),
            name: "見本法".to_owned(),
            in_force: in_force.parse().unwrap(),
            promulgated: promulgated.map(|day| day.parse().unwrap()),
            effect: String::new(),
            source: None,
        }
    }

    #[test]
    fn the_head_of_an_authority_has_the_title_that_the_law_gives() {
        for (name, word, head) in [
            ("見本市", "市", "見本市長"),
            ("見本県", "県", "見本県知事"),
            ("見本広域連合", "広域連合", "見本広域連合長"),
            ("見本一部事務組合", "一部事務組合", "見本一部事務組合管理者"),
            ("見本衛生組合", "組合", "見本衛生組合管理者"),
            ("見本水道企業団", "企業団", "見本水道企業団企業長"),
            ("見本機構", "自治体", "見本機構長"),
        ] {
            assert_eq!((word_of(name), head_of(name).as_str()), (word, head), "{name}");
        }
    }

    #[test]
    fn the_first_and_the_last_day_of_a_term_count() {
        let within =
            |law: &Law, from: &str, to: &str| law.comes_within(from.parse().unwrap(), to.parse().unwrap());
        let fixed = law("2027-01-17", None);
        assert!(within(&fixed, "2027-01-17", "2027-03-31") && within(&fixed, "2026-04-01", "2027-01-17"));
        assert!(!within(&fixed, "2027-01-18", "2027-03-31") && !within(&fixed, "2026-04-01", "2027-01-16"));
        assert_eq!(fixed.print_day(&Print::default()), "令和９年１月１７日施行");
    }

    #[test]
    fn a_law_whose_day_is_not_fixed_may_come_on_any_day_after_promulgation() {
        let within =
            |law: &Law, from: &str, to: &str| law.comes_within(from.parse().unwrap(), to.parse().unwrap());
        let open = law("2028-07-16", Some("2026-07-17"));
        assert!(within(&open, "2026-04-01", "2026-07-18") && within(&open, "2028-07-16", "2029-03-31"));
        assert!(!within(&open, "2026-04-01", "2026-07-17") && !within(&open, "2028-07-17", "2029-03-31"));
        assert_eq!(open.print_day(&Print::default()), "遅くとも令和１０年７月１６日に施行");
    }
}
