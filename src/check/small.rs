//! Rules on small matters, for tests.

use super::context::Context;
use super::findings::Findings;
use super::rule::Check;
use crate::case::Case;
use crate::proof::fixture::{Small, workspace};

/// Returns a small matter as the rules see it.
pub(super) fn context(small: &Small) -> Context<'_> {
    let (workspace, year) = workspace();
    Context::new(Case::new(workspace, year, &small.matter, &small.sources))
}

/// Runs one rule on a small matter.
pub(super) fn run(rule: &Check, small: &Small) -> Findings {
    let mut findings = Findings::default();
    (rule.check)(&context(small), &mut findings);
    findings
}

/// Returns what one rule says of a small matter, in Japanese.
pub(super) fn said(rule: &Check, small: &Small) -> Vec<String> {
    run(rule, small).list.iter().map(|finding| finding.message.ja.clone()).collect()
}
