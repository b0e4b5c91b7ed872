//! What a rule is.

use super::context::Context;
use super::findings::Findings;
use super::mutation::Mutation;
use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::page;
use crate::source::Span;
use chrono::NaiveDate;

/// A rule: one thing that a reviewer looks at.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; says what is wrong.
    pub name: &'static str,
    /// The weight of its findings, unless one says otherwise.
    pub severity: Severity,
    /// What it rests on.
    pub basis: &'static [Basis],
    /// Its page (`<name>.md`), in Japanese, with examples that are run as tests.
    pub page: &'static str,
    /// Looks at a matter.
    pub check: fn(&Context<'_>, &mut Findings),
    /// Plants the mistake that it must find.
    pub mutate: fn(&Context<'_>) -> Mutation,
}

impl Rule {
    /// Returns a finding of this rule at a place.
    #[must_use]
    pub fn at(&self, span: Span, message: Text) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, span, message)
    }

    /// Returns whether anything that it rests on is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, date: NaiveDate) -> bool {
        self.basis.iter().any(|basis| basis.is_in_force(date))
    }

    /// Returns what it rests on that is in force on a day.
    #[must_use]
    pub fn basis_on(&self, date: NaiveDate) -> Text {
        let in_force: Vec<&Basis> = self.basis.iter().filter(|basis| basis.is_in_force(date)).collect();
        let join = |words: Vec<&str>, with: &str| words.join(with);
        Text {
            ja: join(in_force.iter().map(|basis| basis.ja).collect(), "、"),
            en: join(in_force.iter().map(|basis| basis.en).collect(), "; "),
        }
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

/// A law article, a guideline, a form, or the consistency of the paper itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Basis {
    /// In Japanese, for example 個人情報保護法第66条.
    pub ja: &'static str,
    /// In English.
    pub en: &'static str,
    /// First day in force, year-month-day; `None` where that does not matter.
    pub valid_from: Option<(i32, u32, u32)>,
    /// Last day in force.
    pub valid_to: Option<(i32, u32, u32)>,
}

impl Basis {
    /// Returns a basis that holds on any day.
    #[must_use]
    pub const fn always(ja: &'static str, en: &'static str) -> Self {
        Self { ja, en, valid_from: None, valid_to: None }
    }

    /// Returns a basis in force from a day on.
    #[must_use]
    pub const fn from(ja: &'static str, en: &'static str, day: (i32, u32, u32)) -> Self {
        Self { ja, en, valid_from: Some(day), valid_to: None }
    }

    /// Returns whether it is in force on a day.
    #[must_use]
    pub fn is_in_force(&self, date: NaiveDate) -> bool {
        let day = |(year, month, day): (i32, u32, u32)| NaiveDate::from_ymd_opt(year, month, day);
        self.valid_from.and_then(day).is_none_or(|from| from <= date)
            && self.valid_to.and_then(day).is_none_or(|to| date <= to)
    }
}
