//! What the ward says about changes: thresholds, and what each class of a rule's changes calls for.

use super::class::Class;
use super::rules::{ChangeRule, RULES, rule};
use crate::diagnostic::Diagnostic;
use crate::model::vocabulary::Requires;
use crate::model::ward::{ChangePolicy, Common};
use crate::spelling;
use crate::text;

/// A fifth more or fewer persons is another size.
const SUBJECT_COUNT_PERCENT: u64 = 20;

/// From 1,000 persons a file is registered (施行令20条2項); from 1,000, 10,000, 100,000 and 300,000 an impact
/// assessment goes further (番号法28条 and its guideline).
const SUBJECT_COUNT_STEPS: [u64; 4] = [1_000, 10_000, 100_000, 300_000];

/// How changes are judged in this ward.
#[derive(Clone, Copy, Debug)]
pub struct Policy<'a>(&'a ChangePolicy);

impl<'a> Policy<'a> {
    /// Reads what the ward says.
    ///
    /// # Errors
    ///
    /// A problem for each rule that does not exist.
    pub fn new(common: &'a Common) -> Result<Self, Vec<Diagnostic>> {
        let unknown = common.changes.consequences.iter().filter(|own| rule(&own.rule.value).is_none());
        let problems: Vec<Diagnostic> = unknown
            .map(|own| {
                let name = spelling::short(&own.rule.value);
                let near = spelling::nearest(&own.rule.value, RULES.iter().map(|rule| rule.name));
                let help = match near {
                    Some(near) => spelling::meant(&own.rule.value, near),
                    None => text!(
                        "変更の規則の一覧は `fugi explain --list` です",
                        "`fugi explain --list` lists the rules"
                    ),
                };
                let message = text!(
                    "「{name}」という変更の規則はありません",
                    "there is no rule `{name}` about changes"
                );
                Diagnostic::error("unknown-name", own.rule.span, message).help(help)
            })
            .collect();
        if problems.is_empty() { Ok(Self(&common.changes)) } else { Err(problems) }
    }

    /// Returns what a change calls for.
    #[must_use]
    pub fn requires(&self, rule: &ChangeRule, class: Class) -> Requires {
        let own = self.0.consequences.iter().filter(|own| own.rule.value == rule.name);
        // What is written last counts.
        own.rev()
            .find_map(|own| match class {
                Class::Editorial => own.editorial,
                Class::Narrowing => own.narrowing,
                Class::Neutral => own.neutral,
                Class::Widening => own.widening,
            })
            .unwrap_or_else(|| rule.standard(class))
    }

    /// Returns whether a change of the number of persons is a large one.
    #[must_use]
    pub fn is_large(&self, before: u64, after: u64) -> bool {
        let percent = self.0.subject_count_percent.unwrap_or(SUBJECT_COUNT_PERCENT);
        let steps = self.0.subject_count_steps.as_deref().unwrap_or(&SUBJECT_COUNT_STEPS);
        let crosses = |step: &u64| (before < *step) != (after < *step);
        // Of the smaller number, so that the change back is as large.
        let far =
            u128::from(before.abs_diff(after)) * 100 >= u128::from(percent) * u128::from(before.min(after));
        far || steps.iter().any(crosses)
    }
}
