//! Waivers: which findings a matter accepts, and why.

use crate::diagnostic::Diagnostic;
use crate::model::matter::{Matter, Waiver};
use crate::rule::Rule;
use chrono::NaiveDate;

/// Returns whether a waiver covers a finding on a day: same rule, inside its place, not run out.
#[must_use]
pub fn covers(waiver: &Waiver, finding: &Diagnostic, date: NaiveDate) -> bool {
    waiver.rule.value == finding.rule
        && waiver.place.contains(finding.primary.span)
        && date <= waiver.until.value
}

/// Marks the findings that a waiver covers.
pub(super) fn apply(matter: &Matter, date: NaiveDate, findings: &mut [Diagnostic]) {
    for finding in findings {
        // The rules on waivers themselves cannot be waived: a stale waiver would silence its own finding.
        if finding.rule.starts_with("waiver-") {
            continue;
        }
        if let Some(waiver) = matter.waivers.iter().find(|waiver| covers(waiver, finding, date)) {
            finding.waived = Some(waiver.reason.value.clone());
        }
    }
}

/// Returns the waivers that name a rule of the list and cover none of the findings.
pub fn unused<'m>(
    matter: &'m Matter,
    date: NaiveDate,
    findings: &[Diagnostic],
    rules: &[&Rule],
) -> Vec<&'m Waiver> {
    matter
        .waivers
        .iter()
        .filter(|waiver| rules.iter().any(|rule| rule.name == waiver.rule.value))
        .filter(|waiver| date <= waiver.until.value)
        .filter(|waiver| !findings.iter().any(|finding| covers(waiver, finding, date)))
        .collect()
}
