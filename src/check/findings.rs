//! What the rules found, and what they could not decide.

use crate::diagnostic::{Diagnostic, Text};
use crate::source::Span;

/// A question that the paper leaves open: no finding, and no all-clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undecided {
    /// The rule.
    pub rule: &'static str,
    /// Its title, in the words of the authority.
    pub title: String,
    /// Where.
    pub span: Span,
    /// What would have to be known.
    pub message: Text,
}

/// Collects what one rule says.
#[derive(Debug, Default)]
pub struct Findings {
    /// Findings, in the order they were made.
    pub list: Vec<Diagnostic>,
    /// Open questions.
    pub undecided: Vec<Undecided>,
}

impl Findings {
    /// Adds a finding.
    pub fn add(&mut self, finding: Diagnostic) {
        self.list.push(finding);
    }

    /// Notes that `rule` cannot be decided at a place, and what would have to be known.
    pub fn undecided(&mut self, rule: &'static str, span: Span, message: Text) {
        let title = super::rule(rule).map_or(rule, |own| own.title()).to_owned();
        self.undecided.push(Undecided { rule, title, span, message });
    }
}
