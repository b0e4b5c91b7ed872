//! What the ward sets for all its matters: rules that it does not use, and rules that it makes lighter.

use super::context::Context;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::vocabulary::RuleWeight;
use crate::model::ward::{RuleSetting, Ward};
use crate::rule::Rule;
use crate::rule::law::Source;
use chrono::NaiveDate;

/// Why a setting has no effect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// There is no such rule.
    Unknown,
    /// It rests on law whose text was read.
    Law,
    /// It guards the waivers, the evidence or what a paper must state at least.
    Guard,
    /// The setting has run out.
    Expired,
}

/// Returns why a setting has no effect on a day; `None` where it has.
#[must_use]
pub fn refused(setting: &RuleSetting, date: NaiveDate) -> Option<Refused> {
    match super::rule(&setting.rule) {
        None => Some(Refused::Unknown),
        Some(rule) if guards(rule) => Some(Refused::Guard),
        Some(rule) if rests_on_law(rule) => Some(Refused::Law),
        Some(_) => (setting.until.value < date).then_some(Refused::Expired),
    }
}

/// Returns the settings that have an effect on a day.
pub fn in_force(ward: &Ward, date: NaiveDate) -> impl Iterator<Item = &RuleSetting> {
    ward.rules.iter().filter(move |setting| refused(setting, date).is_none())
}

fn rests_on_law(rule: &Rule) -> bool {
    rule.basis.iter().any(|law| matches!(law.source, Source::Read(_)))
}

/// Returns whether a rule guards the waivers, these settings, the evidence, or the fields without which there is no
/// paper.
fn guards(rule: &Rule) -> bool {
    let name = rule.name;
    name.starts_with("waiver-")
        || name.starts_with("rule-setting-")
        || name.contains("evidence")
        || name.ends_with("-field-missing")
        || matches!(
            name,
            "checklist-row-unanswered"
                | "dash-without-reason"
                | "form-leaves-out-fact"
                | "placeholder-answer"
        )
}

/// Makes the findings of the rules that a submitted kind names errors: what matters most to a camera or a list is not what
/// matters most to all matters.
pub(super) fn weigh_by_kind(context: &Context<'_>, findings: &mut [Diagnostic]) {
    let named = context.kinds().into_iter().flat_map(|id| &context.kind(id).rules);
    for rule in named {
        for finding in findings.iter_mut().filter(|finding| finding.rule == rule.value) {
            finding.severity = Severity::Error;
        }
    }
}

/// Takes out the findings of rules that are off, and makes those of others lighter, never heavier.
pub(super) fn apply(ward: &Ward, date: NaiveDate, findings: &mut Vec<Diagnostic>) {
    for setting in in_force(ward, date) {
        let is_its = |finding: &Diagnostic| finding.rule == setting.rule.value;
        let most = match setting.set.value {
            RuleWeight::Off => {
                findings.retain(|finding| !is_its(finding));
                continue;
            }
            RuleWeight::Info => Severity::Info,
            RuleWeight::Warning => Severity::Warning,
        };
        for finding in findings.iter_mut().filter(|finding| is_its(finding)) {
            finding.severity = finding.severity.min(most);
        }
    }
}
