//! What findings come from: a reader is told of causes, each with its places.

use super::RULES;
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::text;
use std::collections::HashMap;

/// What a cause is about, in the order a reader takes them up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Topic {
    /// Who hands what to whom, and over what.
    Facts,
    /// The contract, the law, the term, and what is submitted.
    Law,
    /// The checklists.
    Checklist,
    /// Wording and references.
    Wording,
}

impl Topic {
    /// Returns the heading.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Facts => text!("誰が・何を・どこで", "who, what, where"),
            Self::Law => text!("付議・契約・法令", "submission, contract, law"),
            Self::Checklist => text!("チェックリスト", "checklists"),
            Self::Wording => text!("表記・参照", "wording and references"),
        }
    }

    /// Returns what a rule is about, by its family; what belongs to no family is about the submission.
    fn of(rule: &str) -> Self {
        const FAMILIES: [Topic; 11] = [
            Topic::Law,
            Topic::Wording,
            Topic::Facts,
            Topic::Facts,
            Topic::Facts,
            Topic::Facts,
            Topic::Checklist,
            Topic::Law,
            Topic::Wording,
            Topic::Law,
            Topic::Facts,
        ];
        let family = RULES.iter().position(|family| family.iter().any(|own| own.name == rule));
        family.and_then(|at| FAMILIES.get(at)).copied().unwrap_or(Topic::Law)
    }
}

/// What a finding says of its place. Every message ends with the mark that tells them apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sort {
    /// Two places disagree (不一致).
    Differs,
    /// A person has to look (要確認).
    Ask,
    /// Something is not written (記載なし).
    Missing,
}

impl Sort {
    /// Returns what a finding says.
    #[must_use]
    pub fn of(finding: &Diagnostic) -> Self {
        let message = &finding.message.ja;
        if message.contains("記載なし") {
            Self::Missing
        } else if message.contains("不一致") {
            Self::Differs
        } else {
            Self::Ask
        }
    }

    /// Returns the word for a reader.
    #[must_use]
    pub fn label(self) -> Text {
        match self {
            Self::Differs => text!("食い違い", "contradictions"),
            Self::Ask => text!("要確認", "to be looked at"),
            Self::Missing => text!("未記入", "not written"),
        }
    }
}

/// Findings that one act of fixing would settle.
#[derive(Clone, Debug)]
pub struct Cause<'f> {
    /// Its name within the matter: a rule, or what the rule says it comes from.
    pub id: &'f str,
    /// What it is about.
    pub topic: Topic,
    /// What it says: the first of its findings decides.
    pub sort: Sort,
    /// The greatest weight among its findings.
    pub severity: Severity,
    /// Its findings, by place; never empty.
    pub findings: Vec<&'f Diagnostic>,
}

impl<'f> Cause<'f> {
    /// Returns the finding that stands for it: the first of the gravest.
    #[must_use]
    pub fn first(&self) -> Option<&'f Diagnostic> {
        let gravest = self.findings.iter().find(|finding| finding.severity == self.severity);
        gravest.or(self.findings.first()).copied()
    }
}

/// Returns what a finding comes from, by its name within the matter.
#[must_use]
pub fn id(finding: &Diagnostic) -> &str {
    finding.cause.as_deref().unwrap_or(finding.rule)
}

/// Returns the causes of the findings that no waiver covers: by topic, what contradicts itself before what is missing,
/// the gravest first.
#[must_use]
pub fn of(findings: &[Diagnostic]) -> Vec<Cause<'_>> {
    let mut causes: Vec<Cause<'_>> = Vec::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for finding in findings.iter().filter(|finding| finding.waived.is_none()) {
        let id = id(finding);
        if let Some(cause) = known.get(id).and_then(|at| causes.get_mut(*at)) {
            cause.severity = cause.severity.max(finding.severity);
            cause.findings.push(finding);
            continue;
        }
        known.insert(id, causes.len());
        causes.push(Cause {
            id,
            topic: Topic::of(finding.rule),
            sort: Sort::of(finding),
            severity: finding.severity,
            findings: vec![finding],
        });
    }
    causes.sort_by_key(|cause| (cause.sort == Sort::Missing, cause.topic, std::cmp::Reverse(cause.severity)));
    causes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::rules;
    use crate::source::Span;

    fn finding(rule: &'static str, severity: Severity, ja: &str) -> Diagnostic {
        Diagnostic::new(rule, severity, Span::NOWHERE, Text { ja: ja.to_owned(), en: String::new() })
    }

    #[test]
    fn one_rule_is_one_cause_unless_it_says_otherwise() {
        let list = [
            finding("typo", Severity::Warning, "一（要確認）").cause("typo:甲"),
            finding("typo", Severity::Warning, "二（要確認）").cause("typo:乙"),
            finding("typo", Severity::Error, "三（要確認）").cause("typo:甲"),
            finding("link-not-encrypted", Severity::Warning, "四（不一致）"),
            finding("link-not-encrypted", Severity::Error, "五（不一致）"),
            finding("link-not-described", Severity::Error, "六（記載なし）"),
        ];
        let causes = of(&list);
        let shown: Vec<(&str, usize)> = causes.iter().map(|own| (own.id, own.findings.len())).collect();
        assert_eq!(
            shown,
            [("link-not-encrypted", 2), ("typo:甲", 2), ("typo:乙", 1), ("link-not-described", 1)]
        );
        assert_eq!(causes[0].first().unwrap().message.ja, "五（不一致）");
    }

    #[test]
    fn a_waived_finding_is_no_cause_and_none_is_lost() {
        let mut list = [finding("typo", Severity::Info, "一"), finding("typo", Severity::Info, "二")];
        list[0].waived = Some("理由".to_owned());
        assert_eq!(of(&list).iter().map(|own| own.findings.len()).sum::<usize>(), 1);
    }

    #[test]
    fn every_family_has_a_topic() {
        for rule in rules() {
            let topic = Topic::of(rule.name);
            assert!(!topic.label().ja.is_empty());
        }
        assert_eq!(Topic::of("typo"), Topic::Wording);
        assert_eq!(Topic::of("clause-missing"), Topic::Law);
        assert_eq!(Topic::of("link-not-encrypted"), Topic::Facts);
        assert_eq!(Topic::of("dash-without-reason"), Topic::Checklist);
    }
}
