//! `fugi log list --format json`.

use super::Unread;
use crate::evidence::format::leaf::Leaf;
use schemars::JsonSchema;
use serde::Serialize;

/// What is logged.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where an entry cannot be read.
    pub complete: bool,
    /// What could not be read.
    pub unread: Vec<Unread>,
    /// Name of the log.
    pub log: String,
    /// How many entries its latest head covers.
    pub size: u64,
    /// The entries that could be read, in order.
    pub entries: Vec<Entry>,
}

/// An entry of the log.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Entry {
    /// Its number, from 0.
    pub position: u64,
    /// SHA-256 of the record, in hexadecimal.
    pub record: String,
    /// The kind of record, as a URI, or the word for a version of the key register.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it was logged, by the ward's clock: `2026-04-01T00:00:00Z`.
    pub logged: String,
    /// False where the content of the record is gone; `fugi verify` says whether it was disposed of.
    pub content: bool,
}

impl Report {
    /// Returns the whole list.
    #[must_use]
    pub fn new(log: &str, size: u64, entries: Vec<Entry>, unread: Vec<Unread>) -> Self {
        Self { version: 1, complete: unread.is_empty(), unread, log: log.to_owned(), size, entries }
    }
}

impl Entry {
    /// Returns an entry; `content` is whether its record is there.
    #[must_use]
    pub fn new(position: u64, leaf: &Leaf, content: bool) -> Self {
        let (record, logged) = (leaf.record.to_string(), leaf.logged.to_string());
        Self { position, record, kind: leaf.kind.clone(), logged, content }
    }
}
