//! The rules on what is due: one page each, in `rules/`, beside the checks' own.
//!
//! What a single record must say (a method that suits its medium, another person who confirms, nine items of a final
//! report) is refused before it is signed, by [`record check`](crate::duty::forms); these rules look at many records,
//! the model and the day.

use super::erasure::status::Doubt;
use super::status::Kind;
use crate::diagnostic::{Severity, Text};
use crate::{page, text};

/// A rule on what is due.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; says what is wrong.
    pub name: &'static str,
    /// Its weight.
    pub severity: Severity,
    /// What it rests on, in Japanese and English.
    pub basis: (&'static str, &'static str),
    /// Its page, in Japanese, with one English line.
    pub page: &'static str,
}

impl Rule {
    /// Returns what it rests on.
    #[must_use]
    pub fn basis(&self) -> Text {
        let (ja, en) = self.basis;
        text!("{ja}", "{en}")
    }

    /// Returns the Japanese title: the first heading of its page.
    #[must_use]
    pub fn title(&self) -> &'static str {
        page::title(self.page).unwrap_or(self.name)
    }

    /// Returns the English summary: the first paragraph of its page.
    #[must_use]
    pub fn summary(&self) -> &'static str {
        page::summary(self.page).unwrap_or(self.name)
    }
}

macro_rules! rules {
    ($($name:literal $severity:ident $ja:literal $en:literal;)*) => {
        /// Every rule on what is due.
        pub static RULES: &[Rule] = &[$(Rule {
            name: $name,
            severity: Severity::$severity,
            basis: ($ja, $en),
            page: include_str!(concat!("rules/", $name, ".md")),
        }),*];
    };
}

rules! {
    "audit-finding-open" Error "番号法ガイドライン（評価・見直し）" "Number Act guideline";
    "certification-runs-out" Warning "事務対応ガイド（委託先の選定）" "PPC guide on selection";
    "erased-before-duty-to-keep-ends" Warning "区の文書管理、契約" "document rules of the ward, contract";
    "erasure-dates-out-of-order" Error "契約（消去の約束）" "contract";
    "erasure-report-differs" Error "個人情報保護法第66条、契約（消去報告の記載事項）" "APPI 66, contract";
    "erasure-report-missing" Error "個人情報保護法第66条、様式（消去の行）" "APPI 66, form";
    "file-register-entry-missing" Warning "個人情報保護法第75条、施行令第20条第2項・第21条" "APPI 75";
    "final-report-due" Error "個人情報保護法第68条、施行規則第44条第2項" "APPI 68, rule 44(2)";
    "handlers-not-reported" Error "様式（取扱責任者・取扱者の行）" "form";
    "incident-count-passed-hundred" Warning "ガイドライン（100人を超えた時点）" "guideline";
    "incident-may-be-reportable" Error "個人情報保護法第68条、施行規則第43条" "APPI 68, rule 43";
    "inspection-missing" Error "事務対応ガイド4-8-9(3)、Q&A 3-1-4" "PPC guide 4-8-9(3), Q&A 3-1-4";
    "medium-not-returned" Error "様式（管理簿の行）" "form";
    "next-year-not-written" Info "様式（次年度以降も、同様の）" "form";
    "preliminary-report-due" Error "個人情報保護法第68条、施行規則第44条第1項" "APPI 68, rule 44(1)";
    "subcontractor-not-inspected" Warning "個人情報保護法第66条第2項第5号、番号法第11条" "APPI 66(2)(v), Number Act 11";
    "waiver-runs-out" Info "内部の整合" "internal";
}

impl Kind {
    /// Returns the name of the rule that asks for it.
    #[must_use]
    pub fn rule(self) -> &'static str {
        match self {
            Self::Audit => "inspection-missing",
            Self::AuditFinding => "audit-finding-open",
            Self::Certification => "certification-runs-out",
            Self::Erasure => "erasure-report-missing",
            Self::FileRegister => "file-register-entry-missing",
            Self::FinalReport => "final-report-due",
            Self::Handlers => "handlers-not-reported",
            Self::Ledger => "medium-not-returned",
            Self::NextYear => "next-year-not-written",
            Self::PreliminaryReport => "preliminary-report-due",
            Self::SubcontractorAudit => "subcontractor-not-inspected",
            Self::Waiver => "waiver-runs-out",
        }
    }
}

impl Doubt {
    /// Returns the name of the rule that raises it.
    #[must_use]
    pub fn rule(&self) -> &'static str {
        match self {
            Self::ErasedBeforeEnd(_) | Self::Late(_) | Self::ReportedBeforeErased(_) => {
                "erasure-dates-out-of-order"
            }
            Self::ErasedWhileKept(_) => "erased-before-duty-to-keep-ends",
            Self::ItemsLeft(_) | Self::UnknownItem(_) | Self::UnknownPlace(_) => "erasure-report-differs",
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
            assert_eq!(headings, ["## 見るもの", "## なぜ", "## 直し方"], "{}", rule.name);
            assert!(rule.summary().is_ascii(), "{}", rule.name);
        }
        let mut names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), RULES.len());
    }
}
