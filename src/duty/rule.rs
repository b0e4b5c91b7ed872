//! The rules on what is due: one page each, in `rules/`, beside the checks' own.
//!
//! What a single record must say (a method that suits its medium, another person who confirms, nine items of a final
//! report) is refused before it is signed, by [`record check`](crate::duty::forms); these rules look at many records,
//! the model and the day.

use super::erasure::status::Doubt;
use super::status::Kind;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{
    APPI_66, APPI_66_2_5, APPI_68, APPI_75, ARCHIVE, CHECKLIST_ERASURE, CHECKLIST_FORM, CHECKLIST_HANDLERS,
    CHECKLIST_LEDGER, CONSISTENCY, CONTRACT_ERASURE, CONTRACT_SUBCONTRACTING, CONTRACT_TRAINING, COUNCIL,
    FORM_RENEWAL, GENERAL_3_5_3_4, GUIDE_4_8_9, GUIDE_CHOICE, NUMBER_10, NUMBER_11, NUMBER_GUIDELINE_REVIEW,
    ORDER_20_2, ORDER_21, QA_3_1_4, RULES_43, RULES_44_1, RULES_44_2, RULES_45,
};

macro_rules! rules {
    ($($name:ident = $word:literal, $severity:ident, [$($law:ident),*];)*) => {
        $(
            #[doc = concat!("`", $word, "`")]
            pub static $name: Rule = Rule {
                name: $word,
                severity: Severity::$severity,
                basis: &[$($law),*],
                page: include_str!(concat!("rules/", $word, ".md")),
            };
        )*

        /// Every rule on what is due.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

rules! {
    AUDIT_FINDING_OPEN = "audit-finding-open", Error, [NUMBER_GUIDELINE_REVIEW];
    CERTIFICATION_RUNS_OUT = "certification-runs-out", Warning, [GUIDE_CHOICE];
    CONDITION_NOT_MET = "condition-not-met", Error, [COUNCIL];
    CONSENT_NOT_RENEWED = "consent-not-renewed", Warning, [APPI_66_2_5, NUMBER_10, CONTRACT_SUBCONTRACTING];
    DECISION_MISSING = "decision-missing", Error, [COUNCIL];
    ERASED_BEFORE_DUTY_TO_KEEP_ENDS = "erased-before-duty-to-keep-ends", Warning, [CONTRACT_ERASURE, ARCHIVE];
    ERASURE_DATES_OUT_OF_ORDER = "erasure-dates-out-of-order", Error, [CONTRACT_ERASURE];
    ERASURE_REPORT_DIFFERS = "erasure-report-differs", Error, [APPI_66, CONTRACT_ERASURE];
    ERASURE_REPORT_MISSING = "erasure-report-missing", Error, [APPI_66, CHECKLIST_ERASURE];
    FILE_REGISTER_ENTRY_MISSING = "file-register-entry-missing", Warning, [APPI_75, ORDER_20_2, ORDER_21];
    FINAL_REPORT_DUE = "final-report-due", Error, [APPI_68, RULES_44_2];
    HANDLERS_NOT_REPORTED = "handlers-not-reported", Error, [CHECKLIST_HANDLERS];
    INCIDENT_COUNT_PASSED_HUNDRED = "incident-count-passed-hundred", Warning, [GENERAL_3_5_3_4];
    INCIDENT_MAY_BE_REPORTABLE = "incident-may-be-reportable", Error, [APPI_68, RULES_43];
    INSPECTION_MISSING = "inspection-missing", Error, [GUIDE_4_8_9, QA_3_1_4];
    MEDIUM_NOT_RETURNED = "medium-not-returned", Error, [CHECKLIST_LEDGER];
    NEXT_YEAR_NOT_WRITTEN = "next-year-not-written", Info, [FORM_RENEWAL];
    PERSONS_NOT_NOTIFIED = "persons-not-notified", Error, [APPI_68, RULES_45];
    PRELIMINARY_REPORT_DUE = "preliminary-report-due", Error, [APPI_68, RULES_44_1];
    PROMISED_EVIDENCE_DUE = "promised-evidence-due", Info, [CHECKLIST_FORM];
    SUBCONTRACTOR_NOT_INSPECTED = "subcontractor-not-inspected", Warning, [APPI_66_2_5, NUMBER_11];
    TRAINING_DUE = "training-due", Warning, [CONTRACT_TRAINING];
    WAIVER_RUNS_OUT = "waiver-runs-out", Info, [CONSISTENCY];
}

/// Returns the rule with that name.
#[must_use]
pub fn rule(name: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.name == name)
}

impl Kind {
    /// Returns the rule that asks for it.
    #[must_use]
    pub fn rule(self) -> &'static Rule {
        match self {
            Self::Audit => &INSPECTION_MISSING,
            Self::AuditFinding => &AUDIT_FINDING_OPEN,
            Self::Condition => &CONDITION_NOT_MET,
            Self::Decision => &DECISION_MISSING,
            Self::Consent => &CONSENT_NOT_RENEWED,
            Self::Promise => &PROMISED_EVIDENCE_DUE,
            Self::Training => &TRAINING_DUE,
            Self::Certification => &CERTIFICATION_RUNS_OUT,
            Self::Erasure => &ERASURE_REPORT_MISSING,
            Self::FileRegister => &FILE_REGISTER_ENTRY_MISSING,
            Self::FinalReport => &FINAL_REPORT_DUE,
            Self::Handlers => &HANDLERS_NOT_REPORTED,
            Self::Ledger => &MEDIUM_NOT_RETURNED,
            Self::NextYear => &NEXT_YEAR_NOT_WRITTEN,
            Self::PersonsNotified => &PERSONS_NOT_NOTIFIED,
            Self::PreliminaryReport => &PRELIMINARY_REPORT_DUE,
            Self::SubcontractorAudit => &SUBCONTRACTOR_NOT_INSPECTED,
            Self::Waiver => &WAIVER_RUNS_OUT,
        }
    }
}

impl Doubt {
    /// Returns the rule that raises it.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        match self {
            Self::ErasedBeforeBegin(..)
            | Self::ErasedBeforeEnd(_)
            | Self::Late(_)
            | Self::ReportedBeforeErased(_) => &ERASURE_DATES_OUT_OF_ORDER,
            Self::ByWardAlone(_) => &ERASURE_REPORT_MISSING,
            Self::ErasedWhileKept(_) => &ERASED_BEFORE_DUTY_TO_KEEP_ENDS,
            Self::Contradicted(..)
            | Self::Corrected(..)
            | Self::ItemsLeft(_)
            | Self::NotLifted(..)
            | Self::OtherMedium(_)
            | Self::RetainedSomewhere(..)
            | Self::UnknownItem(_)
            | Self::UnknownPlace(_) => &ERASURE_REPORT_DIFFERS,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_has_a_page_of_its_own() {
        for rule in RULES {
            let mut headings = rule.page.lines().filter(|line| line.starts_with('#'));
            assert!(headings.next().is_some_and(|heading| heading.starts_with("# ")), "{}", rule.name);
            let headings: Vec<&str> = headings.collect();
            assert_eq!(
                headings,
                ["## 見るもの", "## なぜ", "## 直し方", "## 指摘される例", "## 直した例", "## What to do"],
                "{}",
                rule.name
            );
            assert!(rule.summary().is_ascii(), "{}", rule.name);
        }
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
