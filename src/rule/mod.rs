//! What a rule is, whether it looks at a matter (`check`), at a change (`diff`) or at what is due (`duty`): a name, a
//! weight, the laws it rests on, and a page whose examples are run as tests.

pub mod law;
pub mod page;

use crate::diagnostic::{Diagnostic, Severity, Text};
use crate::source::Span;
use chrono::NaiveDate;
use law::Law;

/// A rule. What a family of rules needs beside this stands around it.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case; says what is wrong, or what changed.
    pub name: &'static str,
    /// The weight of its findings, unless one says otherwise; of a change that widens.
    pub severity: Severity,
    /// What it rests on: rows of [`law::TABLE`].
    pub basis: &'static [Law],
    /// Its page, in Japanese, with an English summary and examples that are run as tests.
    pub page: &'static str,
}

impl Rule {
    /// Returns a finding of this rule at a place.
    #[must_use]
    pub fn at(&self, span: Span, message: Text) -> Diagnostic {
        Diagnostic::new(self.name, self.severity, span, message)
    }

    /// Returns whether anything that it rests on is in force on a day. A rule of which nothing is says nothing.
    #[must_use]
    pub fn is_in_force(&self, day: NaiveDate) -> bool {
        self.basis.iter().any(|law| law.is_in_force(day))
    }

    /// Returns what it rests on that is in force on a day.
    #[must_use]
    pub fn basis_on(&self, day: NaiveDate) -> Text {
        self.basis_of(day, |_| true)
    }

    /// Returns what it rests on that is in force on a day and is meant where it is cited; all that is in force, where
    /// nothing of it is meant.
    #[must_use]
    pub fn basis_of(&self, day: NaiveDate, is_meant: impl Fn(&Law) -> bool) -> Text {
        law::cite(self.meant(day, is_meant))
    }

    /// Returns the rows that [`Rule::basis_of`] cites.
    pub fn meant(&self, day: NaiveDate, is_meant: impl Fn(&Law) -> bool) -> Vec<&'static Law> {
        let in_force = || self.basis.iter().filter(|law| law.is_in_force(day));
        let is_any = in_force().any(&is_meant);
        in_force().filter(|law| !is_any || is_meant(law)).collect()
    }

    /// Returns all that it rests on, whenever it is in force.
    #[must_use]
    pub fn basis(&self) -> Text {
        law::cite(self.basis)
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
