//! `fugi key list --format json`.

use super::Unread;
use crate::evidence::format::register::{KeyEntry, Register};
use schemars::JsonSchema;
use serde::Serialize;

/// The key register, in its latest version.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// Always true: a register that cannot be read gives no list.
    pub complete: bool,
    /// Always empty.
    pub unread: Vec<Unread>,
    /// Version of the register, from 1.
    pub register: u64,
    /// Name of the log that it belongs to.
    pub log: String,
    /// How many administrators of keys must sign a change.
    pub threshold: u64,
    /// How many entries the log has: the number of the next one.
    pub size: u64,
    /// The keys, in the order of the register.
    pub keys: Vec<Key>,
}

/// A key that is enrolled, or was.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Key {
    /// Its id, a digest of the key, in hexadecimal.
    pub key_id: String,
    /// The 32 bytes of the key, in hexadecimal.
    pub public: String,
    /// What it may sign: `contractor`, `ward`, `witness`, `log` or `root`.
    pub role: String,
    /// Whose it is: a company or a section.
    pub holder: String,
    /// The legal entity, by its id in `parties.yaml`; null where it is no contractor's.
    pub party: Option<String>,
    /// The name under which a log or a witness signs heads; null for the others.
    pub note_name: Option<String>,
    /// The first entry of the log that it may stand under.
    pub from: u64,
    /// The first entry that it may no longer stand under; null where it was not revoked.
    pub until: Option<u64>,
    /// Why it ended.
    pub reason: Option<String>,
    /// True where it may stand under the next entry.
    pub in_force: bool,
}

impl Report {
    /// Returns a register, beside a log of so many entries.
    #[must_use]
    pub fn new(register: &Register, size: u64) -> Self {
        Self {
            version: 1,
            complete: true,
            unread: Vec::new(),
            register: register.version,
            log: register.log.clone(),
            threshold: register.threshold,
            size,
            keys: register.keys.iter().map(|entry| Key::new(entry, size)).collect(),
        }
    }
}

impl Key {
    fn new(entry: &KeyEntry, size: u64) -> Self {
        Self {
            key_id: entry.key_id.to_string(),
            public: entry.public.to_string(),
            role: entry.role.word().to_owned(),
            holder: entry.holder.clone(),
            party: entry.party.clone(),
            note_name: entry.note_name.clone(),
            from: entry.from,
            until: entry.until,
            reason: entry.reason.clone(),
            in_force: entry.covers(size),
        }
    }
}
