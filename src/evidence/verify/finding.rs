//! What verification tells of: one problem, which entry and file, and what to do.

use crate::diagnostic::{Severity, Text};
use crate::evidence::format::digest::Digest;
use crate::evidence::store::Name;
use crate::evidence::verify::log::Kind;
use crate::spelling::one_line;
use crate::text;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// The number of the entry, where it is about one.
    pub entry: Option<u64>,
    /// The file, below the evidence folder, with `/` on every system.
    pub file: String,
    /// Its name in machine output.
    pub name: &'static str,
    /// What is wrong, naming entry and file.
    pub message: Text,
    /// How much it weighs.
    pub severity: Severity,
    /// What to do.
    pub fix: Text,
}

impl Finding {
    /// Returns a finding about a record.
    #[must_use]
    pub fn of_record(
        name: &'static str,
        severity: Severity,
        entry: u64,
        record: &Digest,
        what: &Text,
        fix: Text,
    ) -> Self {
        let file = Name::Record(*record).to_string();
        let (ja, en) = (one_line(&what.ja), one_line(&what.en));
        let message = text!("{entry} 番（{file}）: {ja}", "entry {entry} ({file}): {en}");
        Self { name, severity, entry: Some(entry), file, message, fix }
    }

    /// Returns a finding about an entry of the log.
    #[must_use]
    pub fn of_entry(kind: Kind, entry: u64, file: impl Into<String>, what: &Text) -> Self {
        let file = file.into();
        let (file, ja, en) = (one_line(&file), one_line(&what.ja), one_line(&what.en));
        let message = text!("{entry} 番（{file}）: {ja}", "entry {entry} ({file}): {en}");
        let file = file.into_owned();
        Self {
            name: kind.name(),
            severity: kind.severity(),
            entry: Some(entry),
            file,
            message,
            fix: kind.fix(),
        }
    }

    /// Returns a finding about a part of the log.
    #[must_use]
    pub fn of_part(kind: Kind, file: impl Into<String>, what: &Text) -> Self {
        Self::of_file(kind.name(), kind.severity(), &file.into(), what, kind.fix())
    }

    /// Returns whether it is of a kind.
    #[must_use]
    pub fn is(&self, kind: Kind) -> bool {
        self.name == kind.name()
    }

    /// Makes it one of another kind, about the same.
    pub(super) fn turn(&mut self, kind: Kind) {
        self.name = kind.name();
        self.severity = kind.severity();
        self.fix = kind.fix();
    }

    /// Returns a finding about a file.
    #[must_use]
    pub fn of_file(name: &'static str, severity: Severity, file: &str, what: &Text, fix: Text) -> Self {
        // A file may be named like a line of ours.
        let (file, ja, en) = (one_line(file), one_line(&what.ja), one_line(&what.en));
        let message = text!("{file}: {ja}", "{file}: {en}");
        Self { name, severity, entry: None, file: file.into_owned(), message, fix }
    }
}

impl Finding {
    /// Returns what is wrong, without the entry and the file that the message begins with.
    #[must_use]
    pub fn what(&self) -> Text {
        let Self { file, message: Text { ja, en }, .. } = self;
        let (ja_begin, en_begin) = match self.entry {
            Some(entry) => (format!("{entry} 番（{file}）: "), format!("entry {entry} ({file}): ")),
            None => (format!("{file}: "), format!("{file}: ")),
        };
        Text {
            ja: ja.strip_prefix(&ja_begin).unwrap_or(ja).to_owned(),
            en: en.strip_prefix(&en_begin).unwrap_or(en).to_owned(),
        }
    }
}

/// How many findings there are of each weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// What must not be.
    pub errors: u64,
    /// What should be looked at.
    pub warnings: u64,
    /// What is good to know.
    pub notices: u64,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, finding: &Finding) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Info => self.notices += 1,
            Severity::Warning => self.warnings += 1,
        }
    }
}
