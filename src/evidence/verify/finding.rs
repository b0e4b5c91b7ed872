//! What verification tells of: one problem, which entry and file, and what to do.

use crate::diagnostic::{Severity, Text};
use crate::evidence::format::digest::Digest;
use crate::evidence::store::Name;
use crate::evidence::verify::log::Problem;
use crate::spelling::one_line;
use crate::text;

/// One problem.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its name in machine output.
    pub name: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// The number of the entry, where it is about one.
    pub entry: Option<u64>,
    /// The file, below the evidence folder.
    pub file: String,
    /// What is wrong, naming entry and file.
    pub message: Text,
    /// What to do.
    pub mend: Text,
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
        mend: Text,
    ) -> Self {
        let file = Name::Record(*record).to_string();
        let (ja, en) = (one_line(&what.ja), one_line(&what.en));
        let message = text!("{entry} 番（{file}）: {ja}", "entry {entry} ({file}): {en}");
        Self { name, severity, entry: Some(entry), file, message, mend }
    }

    /// Returns a finding about a file.
    #[must_use]
    pub fn of_file(name: &'static str, severity: Severity, file: &str, what: &Text, mend: Text) -> Self {
        // A file may be named like a line of ours.
        let (file, ja, en) = (one_line(file), one_line(&what.ja), one_line(&what.en));
        let message = text!("{file}: {ja}", "{file}: {en}");
        Self { name, severity, entry: None, file: file.into_owned(), message, mend }
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

impl From<Problem> for Finding {
    fn from(problem: Problem) -> Self {
        Self {
            name: problem.kind.name(),
            severity: problem.kind.severity(),
            entry: problem.entry,
            file: one_line(&problem.file).into_owned(),
            message: Text {
                ja: one_line(&problem.message.ja).into_owned(),
                en: one_line(&problem.message.en).into_owned(),
            },
            mend: problem.kind.mend(),
        }
    }
}
