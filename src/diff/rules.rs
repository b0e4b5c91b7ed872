//! The rules by which changes are judged: one line and one page each. The single list.
//!
//! A rule is about one subject. Its class is the direction of the change; what each direction calls for stands here
//! as the rule's standard and is set by the ward in `policies/common/` (`changes`).

use super::class::Class;
use crate::diagnostic::{Language, Severity};
use crate::model::vocabulary::Requires;
use crate::rule::law::{
    APPI_61, APPI_66, APPI_68, APPI_69, CHECKLIST_FORM, CONSISTENCY, COUNCIL, NUMBER_28, ORDER_20_2,
};
use crate::rule::{Rule, page};
use std::ops::Deref;

/// A rule about changes. It is its [`Rule`] in all but what it calls for; the weight is that of a widening.
#[derive(Debug)]
pub struct ChangeRule {
    /// Name, weight, laws and page.
    pub rule: Rule,
    /// What a widening, a narrowing, a neutral and an editorial change call for, unless the ward says otherwise.
    pub standard: [Requires; 4],
}

impl Deref for ChangeRule {
    type Target = Rule;

    fn deref(&self) -> &Rule {
        &self.rule
    }
}

impl ChangeRule {
    /// Returns why a change of a class matters: what its page says of that class under なぜ, in English under Why.
    #[must_use]
    pub fn why(&self, class: Class, language: Language) -> &'static str {
        match language {
            Language::English => {
                self.below("## Why", class, class.word(), "Only the words differ; the meaning is the same.")
            }
            Language::Japanese => {
                self.below("## なぜ", class, class.ja(), "言い方だけの違いで、意味は変わりません。")
            }
        }
    }

    /// Returns what to do about a change of a class: what its page says of that class under すること. What the
    /// council is told is no part of it: the ward sets what a change calls for.
    #[must_use]
    pub fn fix(&self, class: Class) -> &'static str {
        self.below("## すること", class, class.ja(), "言い方が資料の全体でそろっているかを確かめます。")
    }

    /// A page that tells the classes apart says nothing of other words for the same thing.
    fn below(&self, heading: &str, class: Class, word: &str, editorial: &'static str) -> &'static str {
        page::below_of(self.page, heading, word).unwrap_or(match class {
            Class::Editorial => editorial,
            _ => "",
        })
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

macro_rules! rules {
    ($($name:ident = $word:literal, $severity:ident, $basis:ident, [$w:ident, $n:ident, $c:ident, $e:ident];)*) => {
        $(
            #[doc = concat!("`", $word, "`")]
            pub static $name: ChangeRule = ChangeRule {
                rule: Rule {
                name: $word,
                severity: Severity::$severity,
                basis: &[$basis],
                page: include_str!(concat!("rules/", $word, ".md")),
                },
                standard: [Requires::$w, Requires::$n, Requires::$c, Requires::$e],
            };
        )*

        /// Every rule.
        pub static RULES: &[&ChangeRule] = &[$(&$name),*];
    };
}

rules! {
    MATTER_CHANGED = "matter-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    NEW_POSSIBILITY = "new-possibility", Error, APPI_61, [Deliberation, Nothing, Nothing, Nothing];

    PURPOSE_CHANGED = "purpose-changed", Error, APPI_61, [Deliberation, Notice, Deliberation, Nothing];
    SUBJECTS_CHANGED = "subjects-changed", Error, APPI_61, [Deliberation, Notice, Deliberation, Nothing];
    SUBJECT_COUNT_CHANGED = "subject-count-changed", Info, COUNCIL, [Nothing, Nothing, Nothing, Nothing];
    SUBJECT_COUNT_CROSSED = "subject-count-crossed", Warning, ORDER_20_2, [Deliberation, Notice, Notice, Nothing];
    BASIS_CHANGED = "basis-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    DEPARTMENT_CHANGED = "department-changed", Warning, COUNCIL, [Notice, Notice, Notice, Nothing];
    TERM_CHANGED = "term-changed", Error, COUNCIL, [Deliberation, Notice, Deliberation, Nothing];
    TERM_RENEWED = "term-renewed", Info, COUNCIL, [Nothing, Nothing, Nothing, Nothing];
    RENEWAL_CHANGED = "renewal-changed", Warning, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    DECISION_CHANGED = "decision-changed", Warning, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    LAW_CHANGED = "law-changed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    IMPACT_ASSESSMENT_CHANGED = "impact-assessment-changed", Warning, NUMBER_28, [Notice, Notice, Notice, Nothing];

    ROLE_CHANGED = "role-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    ROLE_STANDING_CHANGED = "role-standing-changed", Error, APPI_69, [Deliberation, Notice, Deliberation, Nothing];
    RECIPIENT_CHANGED = "recipient-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    LEGAL_ENTITY_CHANGED = "legal-entity-changed", Warning, APPI_66, [Notice, Notice, Notice, Nothing];
    CERTIFICATION_CHANGED = "certification-changed", Error, APPI_66, [Notice, Nothing, Notice, Nothing];
    SYSTEM_CHANGED = "system-changed", Warning, APPI_66, [Notice, Nothing, Notice, Nothing];
    SYSTEM_LOCATION_CHANGED = "system-location-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];

    ITEM_CHANGED = "item-changed", Error, APPI_61, [Deliberation, Notice, Notice, Nothing];
    ITEM_KIND_CHANGED = "item-kind-changed", Warning, APPI_61, [Notice, Notice, Notice, Nothing];
    ITEM_LIST_CHANGED = "item-list-changed", Info, CONSISTENCY, [Nothing, Nothing, Nothing, Nothing];
    PARTY_ITEMS_CHANGED = "party-items-changed", Error, APPI_61, [Deliberation, Nothing, Notice, Nothing];
    PROHIBITION_CHANGED = "prohibition-changed", Error, APPI_61, [Deliberation, Nothing, Notice, Nothing];

    CONTRACT_CHANGED = "contract-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    CONTRACT_PARTY_CHANGED = "contract-party-changed", Error, APPI_66, [Deliberation, Notice, Notice, Nothing];
    CONTRACT_FORM_CHANGED = "contract-form-changed", Error, APPI_66, [Deliberation, Notice, Notice, Nothing];
    CONTRACT_LETTER_CHANGED = "contract-letter-changed", Info, CONSISTENCY, [Nothing, Nothing, Nothing, Nothing];
    ENTRUSTED_ACT_CHANGED = "entrusted-act-changed", Error, APPI_66, [Deliberation, Notice, Notice, Nothing];
    MEDIUM_CHANGED = "medium-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    SUBCONTRACTING_CHANGED = "subcontracting-changed", Error, APPI_66, [Deliberation, Notice, Notice, Nothing];
    CLAUSE_CHANGED = "clause-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    ERASURE_CHANGED = "erasure-changed", Error, APPI_66, [Deliberation, Notice, Notice, Nothing];
    INCIDENT_NOTICE_CHANGED = "incident-notice-changed", Error, APPI_68, [Deliberation, Nothing, Notice, Nothing];

    CONNECTION_CHANGED = "connection-changed", Error, COUNCIL, [Deliberation, Notice, Deliberation, Nothing];
    CONNECTION_ITEMS_CHANGED = "connection-items-changed", Error, APPI_61, [Deliberation, Nothing, Notice, Nothing];
    NETWORK_CHANGED = "network-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    PROTECTION_CHANGED = "protection-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    FLOW_CHANGED = "flow-changed", Error, COUNCIL, [Deliberation, Notice, Deliberation, Nothing];
    LINK_CHANGED = "link-changed", Error, COUNCIL, [Deliberation, Notice, Notice, Nothing];
    LINK_ITEMS_CHANGED = "link-items-changed", Error, APPI_61, [Deliberation, Nothing, Notice, Nothing];
    TIMING_CHANGED = "timing-changed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    STEP_CHANGED = "step-changed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    STEP_ORDER_CHANGED = "step-order-changed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    MADE_ITEMS_CHANGED = "made-items-changed", Warning, APPI_61, [Notice, Nothing, Notice, Nothing];
    MEASURE_CHANGED = "measure-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    MEASURE_BOX_CHANGED = "measure-box-changed", Warning, APPI_66, [Notice, Nothing, Notice, Nothing];
    DIAGRAM_CHANGED = "diagram-changed", Info, CONSISTENCY, [Nothing, Nothing, Nothing, Nothing];

    ANSWER_CHANGED = "answer-changed", Error, APPI_66, [Deliberation, Nothing, Notice, Nothing];
    CHECKLIST_ROW_CHANGED = "checklist-row-changed", Error, CHECKLIST_FORM, [Deliberation, Nothing, Notice, Nothing];
    CHECKLIST_COVERAGE_CHANGED = "checklist-coverage-changed", Error, CHECKLIST_FORM, [Deliberation, Nothing, Notice, Nothing];
    EVIDENCE_PLAN_CHANGED = "evidence-plan-changed", Info, CHECKLIST_FORM, [Nothing, Nothing, Nothing, Nothing];

    APPROVAL_CHANGED = "approval-changed", Warning, COUNCIL, [Notice, Notice, Notice, Nothing];
    WAIVER_CHANGED = "waiver-changed", Warning, CONSISTENCY, [Notice, Nothing, Nothing, Nothing];
    RENAMED = "renamed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    WORDING_CHANGED = "wording-changed", Warning, CONSISTENCY, [Notice, Notice, Notice, Nothing];
    STATEMENT_CHANGED = "statement-changed", Warning, CONSISTENCY, [Notice, Nothing, Notice, Nothing];
    ASSUMPTION_CHANGED = "assumption-changed", Warning, CONSISTENCY, [Notice, Nothing, Notice, Nothing];
    RENUMBERED = "renumbered", Info, CONSISTENCY, [Nothing, Nothing, Nothing, Nothing];
}

/// Returns the rule with that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static ChangeRule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}
