//! An entry of the log: four lines that name a record by its digest, and nothing of its content.

use super::malformed::{Malformed, lines_of};
use super::moment::Moment;
use crate::evidence::format::digest::Digest;
use crate::text;
use std::fmt;

/// The first line of an entry.
const FORMAT: &str = "fugi-entry/v1";

/// The type of an entry that names a version of the key register: what it names is the file `trust/root.<n>.json`,
/// which lies among the records too.
pub const REGISTER: &str = "https://fugi.example/key-register/v1";

/// The last part of the type URI of a statement that content was lawfully disposed of.
pub const DISPOSAL: &str = "retention-disposal";

/// The longest entry, in bytes. An entry bundle could hold 65,535.
pub const LIMIT: usize = 1024;

/// What stands in the log about one record. Residents' names, contents and file names have no place here, so the
/// log outlives the lawful deletion of a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leaf {
    /// SHA-256 of the record's file (a DSSE envelope). A salt inside makes it unguessable.
    pub record: Digest,
    /// What kind of statement the record is: the `predicateType` URI of the in-toto statement.
    pub kind: String,
    /// When the ward logged it, by the ward's clock.
    pub logged: Moment,
}

impl Leaf {
    /// Reads an entry.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is not exactly the four lines that [`Leaf`] is written as.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let all = lines_of(bytes, LIMIT)?;
        let lines: Vec<&str> = all.lines().collect();
        let [format, record, kind, logged] = lines.as_slice() else {
            return Err(Malformed::whole(text!("4行ではありません", "not four lines")));
        };
        if *format != FORMAT {
            return Err(Malformed::at(1, text!("「{FORMAT}」ではありません", "not `{FORMAT}`")));
        }
        let record =
            record.strip_prefix("record sha256:").and_then(|digest| digest.parse().ok()).ok_or_else(
                || Malformed::at(2, text!("記録のダイジェストを読めません", "no digest of a record")),
            )?;
        let kind = kind
            .strip_prefix("type ")
            .filter(|kind| is_kind(kind))
            .ok_or_else(|| Malformed::at(3, text!("記録の種類（URI）を読めません", "no type URI")))?;
        let logged = logged
            .strip_prefix("logged ")
            .and_then(|time| time.parse().ok())
            .ok_or_else(|| Malformed::at(4, text!("登載の日時を読めません", "no time of logging")))?;
        Ok(Self { record, kind: kind.to_owned(), logged })
    }

    /// Returns the last part of the type URI without its version: `erasure-report` of `https://…/erasure-report/v1`.
    #[must_use]
    pub fn kind_name(&self) -> &str {
        let mut parts = self.kind.rsplit('/');
        let last = parts.next().unwrap_or_default();
        let version = last.strip_prefix('v').is_some_and(|n| n.bytes().all(|b| b.is_ascii_digit()));
        if version { parts.next().unwrap_or(last) } else { last }
    }

    /// Returns whether no disposal may name it: a version of the key register says whose signatures count, and a disposal
    /// why something is gone.
    #[must_use]
    pub fn must_stay(&self) -> bool {
        self.kind == REGISTER || self.kind_name() == DISPOSAL
    }
}

/// Returns the version of the key register that an entry names, by its digest; nothing where it names anything else.
#[must_use]
pub fn register_of(entry: &[u8]) -> Option<Digest> {
    // Most entries name none, so only the line of the type is looked at first.
    let kind = entry.split(|byte| *byte == b'\n').nth(2)?.strip_prefix(b"type ")?;
    if kind != REGISTER.as_bytes() {
        return None;
    }
    Leaf::parse(entry).ok().map(|leaf| leaf.record)
}

/// Returns whether a text can stand as a type URI in an entry: visible ASCII, with a scheme, not too long.
#[must_use]
pub fn is_kind(text: &str) -> bool {
    text.len() <= 512 && text.contains(':') && text.bytes().all(|byte| byte.is_ascii_graphic())
}

impl fmt::Display for Leaf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { record, kind, logged } = self;
        writeln!(f, "{FORMAT}\nrecord sha256:{record}\ntype {kind}\nlogged {logged}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_has_one_spelling() {
        let leaf = Leaf {
            record: Digest::of(b"record"),
            kind: "https://fugi.example/erasure-report/v1".to_owned(),
            logged: Moment::from_seconds(1_775_001_600).unwrap(),
        };
        let text = leaf.to_string();
        assert_eq!(Leaf::parse(text.as_bytes()).unwrap(), leaf);
        assert_eq!(leaf.kind_name(), "erasure-report");
        for (from, to) in [
            ("fugi-entry/v1", "fugi-entry/v2"),
            ("sha256:", "sha512:"),
            ("type https", "type  https"),
            ("https:", "https"),
            ("logged 2026", "logged 26"),
            ("Z\n", "Z"),
            ("Z\n", "Z\n\n"),
            ("\n", "\r\n"),
        ] {
            assert!(text.contains(from));
            assert!(Leaf::parse(text.replacen(from, to, 1).as_bytes()).is_err(), "{from:?} {to:?}");
        }
        assert!(Leaf::parse(b"").is_err());
        assert_eq!(register_of(text.as_bytes()), None);
        let version = Leaf { kind: REGISTER.to_owned(), ..leaf };
        assert_eq!(register_of(version.to_string().as_bytes()), Some(version.record));
        assert!(Leaf::parse(&vec![b'a'; 2000]).is_err());
    }
}
