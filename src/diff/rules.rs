//! The rules by which changes are judged: one line and one page each. The single list.
//!
//! A rule is about one subject. Its class is the direction of the change; what each direction calls for stands here
//! as the rule's standard and is set by the ward in `policies/common/` (`changes`).

use super::class::Class;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Requires;
use crate::page;

/// A rule about changes.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; says what changed.
    pub name: &'static str,
    /// The weight of a widening; the other classes weigh less.
    pub severity: Severity,
    /// What it rests on, in Japanese and English.
    pub basis: (&'static str, &'static str),
    /// Its page, in Japanese, with an example that is run as a test.
    pub page: &'static str,
    /// What a widening, a narrowing, a neutral and an editorial change call for, unless the ward says otherwise.
    pub standard: [Requires; 4],
}

impl Rule {
    /// Returns the Japanese title: the first heading of its page.
    #[must_use]
    pub fn title(&self) -> &'static str {
        page::title(self.page).unwrap_or(self.name)
    }

    /// Returns why a change of a class matters: what its page says of that class under なぜ.
    #[must_use]
    pub fn why(&self, class: Class) -> &'static str {
        self.below("## なぜ", class, "言い方だけの違いで、意味は変わりません。")
    }

    /// Returns what to do about a change of a class: what its page says of that class under すること. What the
    /// council is told is no part of it: the ward sets what a change calls for.
    #[must_use]
    pub fn mend(&self, class: Class) -> &'static str {
        self.below("## すること", class, "言い方が資料の全体でそろっているかを確かめます。")
    }

    /// A page that tells the classes apart says nothing of other words for the same thing.
    fn below(&self, heading: &str, class: Class, editorial: &'static str) -> &'static str {
        page::below_of(self.page, heading, class.ja()).unwrap_or(match class {
            Class::Editorial => editorial,
            _ => "",
        })
    }

    /// Returns the English summary: the first paragraph of its page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        page::summary(self.page).unwrap_or(self.name)
    }

    /// Returns the weight of a change of a class.
    #[must_use]
    pub fn weight(&self, class: Class) -> Severity {
        match class {
            Class::Widening => self.severity,
            Class::Neutral => self.severity.min(Severity::Warning),
            Class::Editorial | Class::Narrowing => Severity::Info,
        }
    }

    /// Returns what a change of a class calls for, unless the ward says otherwise.
    #[must_use]
    pub fn standard(&self, class: Class) -> Requires {
        let [widening, narrowing, neutral, editorial] = self.standard;
        match class {
            Class::Editorial => editorial,
            Class::Narrowing => narrowing,
            Class::Neutral => neutral,
            Class::Widening => widening,
        }
    }
}

const ACT_61: (&str, &str) =
    ("個人情報保護法第61条", "Act on the Protection of Personal Information, art. 61");
const ACT_66: (&str, &str) =
    ("個人情報保護法第66条", "Act on the Protection of Personal Information, art. 66");
const ACT_68: (&str, &str) =
    ("個人情報保護法第68条", "Act on the Protection of Personal Information, art. 68");
const ACT_69: (&str, &str) =
    ("個人情報保護法第69条", "Act on the Protection of Personal Information, art. 69");
const ORDER_20: (&str, &str) = (
    "個人情報保護法施行令第20条第2項",
    "Cabinet order on the protection of personal information, art. 20 (2)",
);
const NUMBER_28: (&str, &str) = ("番号法第28条", "Number Act, art. 28");
const GUIDELINE: (&str, &str) = ("会議の設置要綱", "the council's guideline");
const FORM: (&str, &str) = ("チェックリストの様式", "the checklist form");
const PAPER: (&str, &str) = ("資料の整合", "consistency of the paper");

macro_rules! rules {
    ($($name:ident = $word:literal, $severity:ident, $basis:ident, [$w:ident, $n:ident, $c:ident, $e:ident];)*) => {
        $(
            #[doc = concat!("`", $word, "`")]
            pub static $name: Rule = Rule {
                name: $word,
                severity: Severity::$severity,
                basis: $basis,
                page: include_str!(concat!("rules/", $word, ".md")),
                standard: [Requires::$w, Requires::$n, Requires::$c, Requires::$e],
            };
        )*

        /// Every rule.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    MATTER_CHANGED = "matter-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    NEW_POSSIBILITY = "new-possibility", Error, ACT_61, [Deliberation, Nothing, Nothing, Nothing];

    PURPOSE_CHANGED = "purpose-changed", Error, ACT_61, [Deliberation, Notice, Deliberation, Nothing];
    SUBJECTS_CHANGED = "subjects-changed", Error, ACT_61, [Deliberation, Notice, Deliberation, Nothing];
    SUBJECT_COUNT_CHANGED = "subject-count-changed", Info, GUIDELINE, [Nothing, Nothing, Nothing, Nothing];
    SUBJECT_COUNT_CROSSED = "subject-count-crossed", Warning, ORDER_20, [Deliberation, Notice, Notice, Nothing];
    BASIS_CHANGED = "basis-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    DEPARTMENT_CHANGED = "department-changed", Warning, GUIDELINE, [Notice, Notice, Notice, Nothing];
    TERM_CHANGED = "term-changed", Error, GUIDELINE, [Deliberation, Notice, Deliberation, Nothing];
    TERM_RENEWED = "term-renewed", Info, GUIDELINE, [Nothing, Nothing, Nothing, Nothing];
    RENEWAL_CHANGED = "renewal-changed", Warning, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    DECISION_CHANGED = "decision-changed", Warning, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    LAW_CHANGED = "law-changed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    IMPACT_ASSESSMENT_CHANGED = "impact-assessment-changed", Warning, NUMBER_28, [Notice, Notice, Notice, Nothing];

    ROLE_CHANGED = "role-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    ROLE_STANDING_CHANGED = "role-standing-changed", Error, ACT_69, [Deliberation, Notice, Deliberation, Nothing];
    RECIPIENT_CHANGED = "recipient-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    LEGAL_ENTITY_CHANGED = "legal-entity-changed", Warning, ACT_66, [Notice, Notice, Notice, Nothing];
    CERTIFICATION_CHANGED = "certification-changed", Error, ACT_66, [Notice, Nothing, Notice, Nothing];
    SYSTEM_CHANGED = "system-changed", Warning, ACT_66, [Notice, Nothing, Notice, Nothing];
    SYSTEM_LOCATION_CHANGED = "system-location-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];

    ITEM_CHANGED = "item-changed", Error, ACT_61, [Deliberation, Notice, Notice, Nothing];
    ITEM_KIND_CHANGED = "item-kind-changed", Warning, ACT_61, [Notice, Notice, Notice, Nothing];
    ITEM_LIST_CHANGED = "item-list-changed", Info, PAPER, [Nothing, Nothing, Nothing, Nothing];
    PARTY_ITEMS_CHANGED = "party-items-changed", Error, ACT_61, [Deliberation, Nothing, Notice, Nothing];
    PROHIBITION_CHANGED = "prohibition-changed", Error, ACT_61, [Deliberation, Nothing, Notice, Nothing];

    CONTRACT_CHANGED = "contract-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    CONTRACT_PARTY_CHANGED = "contract-party-changed", Error, ACT_66, [Deliberation, Notice, Notice, Nothing];
    CONTRACT_FORM_CHANGED = "contract-form-changed", Warning, ACT_66, [Notice, Notice, Notice, Nothing];
    CONTRACT_LETTER_CHANGED = "contract-letter-changed", Info, PAPER, [Nothing, Nothing, Nothing, Nothing];
    ENTRUSTED_ACT_CHANGED = "entrusted-act-changed", Error, ACT_66, [Deliberation, Notice, Notice, Nothing];
    MEDIUM_CHANGED = "medium-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    SUBCONTRACTING_CHANGED = "subcontracting-changed", Error, ACT_66, [Deliberation, Notice, Notice, Nothing];
    CLAUSE_CHANGED = "clause-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    ERASURE_CHANGED = "erasure-changed", Error, ACT_66, [Deliberation, Notice, Notice, Nothing];
    INCIDENT_NOTICE_CHANGED = "incident-notice-changed", Error, ACT_68, [Deliberation, Nothing, Notice, Nothing];

    CONNECTION_CHANGED = "connection-changed", Error, GUIDELINE, [Deliberation, Notice, Deliberation, Nothing];
    CONNECTION_ITEMS_CHANGED = "connection-items-changed", Error, ACT_61, [Deliberation, Nothing, Notice, Nothing];
    NETWORK_CHANGED = "network-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    PROTECTION_CHANGED = "protection-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    FLOW_CHANGED = "flow-changed", Error, GUIDELINE, [Deliberation, Notice, Deliberation, Nothing];
    LINK_CHANGED = "link-changed", Error, GUIDELINE, [Deliberation, Notice, Notice, Nothing];
    LINK_ITEMS_CHANGED = "link-items-changed", Error, ACT_61, [Deliberation, Nothing, Notice, Nothing];
    TIMING_CHANGED = "timing-changed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    STEP_CHANGED = "step-changed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    STEP_ORDER_CHANGED = "step-order-changed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    MADE_ITEMS_CHANGED = "made-items-changed", Warning, ACT_61, [Notice, Nothing, Notice, Nothing];
    MEASURE_CHANGED = "measure-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    MEASURE_BOX_CHANGED = "measure-box-changed", Warning, ACT_66, [Notice, Nothing, Notice, Nothing];
    DIAGRAM_CHANGED = "diagram-changed", Info, PAPER, [Nothing, Nothing, Nothing, Nothing];

    ANSWER_CHANGED = "answer-changed", Error, ACT_66, [Deliberation, Nothing, Notice, Nothing];
    CHECKLIST_ROW_CHANGED = "checklist-row-changed", Error, FORM, [Deliberation, Nothing, Notice, Nothing];
    CHECKLIST_COVERAGE_CHANGED = "checklist-coverage-changed", Error, FORM, [Deliberation, Nothing, Notice, Nothing];
    EVIDENCE_PLAN_CHANGED = "evidence-plan-changed", Info, FORM, [Nothing, Nothing, Nothing, Nothing];

    APPROVAL_CHANGED = "approval-changed", Warning, GUIDELINE, [Notice, Notice, Notice, Nothing];
    WAIVER_CHANGED = "waiver-changed", Warning, PAPER, [Notice, Nothing, Nothing, Nothing];
    RENAMED = "renamed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    WORDING_CHANGED = "wording-changed", Warning, PAPER, [Notice, Notice, Notice, Nothing];
    STATEMENT_CHANGED = "statement-changed", Warning, PAPER, [Notice, Nothing, Notice, Nothing];
    ASSUMPTION_CHANGED = "assumption-changed", Warning, PAPER, [Notice, Nothing, Notice, Nothing];
    RENUMBERED = "renumbered", Info, PAPER, [Nothing, Nothing, Nothing, Nothing];
}

/// Returns the rule with that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
