//! The key register: which key may sign what, from which entry of the log to which.
//!
//! Each version is a file `trust/root.<n>.json`, an envelope signed by keys of the role `root`, after the manner of The
//! Update Framework: version n+1 needs the thresholds of n and of n+1, so that nobody can be put in by those who come,
//! or put out by those who go, alone. Validity is in positions of the log, never in clock times, so that a date that a
//! signer claims changes nothing.

use super::digest::Digest;
use super::ed25519::PublicKey;
use super::envelope::{self, Envelope, REGISTER_TYPE};
use super::field::Moment;
use super::json;
use super::key::KeyId;
use super::personal;
use super::role::Role;
use crate::diagnostic::Text;
use crate::text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One version of the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Register {
    /// Which version, from 1.
    pub version: u64,
    /// Origin of the log it is for.
    pub log: String,
    /// When it was made, as its makers say.
    pub issued_at: Moment,
    /// How many keys of the role `root` must sign.
    pub threshold: u64,
    /// Every key that there ever was, in the order of enrolment.
    pub keys: Vec<KeyEntry>,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct KeyEntry {
    /// Its id; a digest of the key, kept beside it for the reader.
    pub key_id: Digest,
    /// The 32 bytes of the key, in hexadecimal.
    pub public: Digest,
    /// What it may sign.
    pub role: Role,
    /// Whose it is: a company or a section, never a private person.
    pub holder: String,
    /// The legal entity, by its id in `parties.yaml`; a contractor's key has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<String>,
    /// The name under which a log or a witness signs heads (C2SP signed-note).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note_name: Option<String>,
    /// The first entry of the log that it may stand under.
    pub from: u64,
    /// The first entry that it may no longer stand under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<u64>,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl KeyEntry {
    /// Returns the entry of a new key.
    #[must_use]
    pub fn new(key: &PublicKey, role: Role, holder: &str, party: Option<&str>, from: u64) -> Self {
        Self {
            key_id: *KeyId::of(key).digest(),
            public: Digest::from(*key.bytes()),
            role,
            holder: holder.to_owned(),
            party: party.map(str::to_owned),
            note_name: None,
            from,
            until: None,
            reason: None,
        }
    }

    /// Returns whether it may stand under an entry of the log.
    #[must_use]
    pub fn covers(&self, position: u64) -> bool {
        self.from <= position && self.until.is_none_or(|until| position < until)
    }

    /// Returns the key.
    #[must_use]
    pub fn key(&self) -> Option<PublicKey> {
        PublicKey::from_bytes(self.public.bytes()).ok()
    }
}

/// A version with its envelope, as it lies in its file.
#[derive(Clone, Debug)]
pub struct Version {
    /// Name of the file.
    pub file: String,
    /// Digest of the file.
    pub digest: Digest,
    /// The envelope.
    pub envelope: Envelope,
    /// What it says.
    pub register: Register,
}

/// Why a register cannot be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegisterError {
    /// The envelope.
    #[error(transparent)]
    Envelope(#[from] envelope::EnvelopeError),
    /// Its content has another shape.
    #[error("of another shape: {0}")]
    Shape(String),
    /// Its number is not that of its file, or one is missing before it.
    #[error("version {found} in the place of {wanted}")]
    Number {
        /// The number it has.
        found: u64,
        /// The number it should have.
        wanted: u64,
    },
    /// It is another log's.
    #[error("for the log {0}")]
    OtherLog(String),
    /// A key id that is not its key's, a weak key, one twice, or a threshold that cannot be met.
    #[error("{}", .0.en)]
    Unfit(Text),
    /// Too few of the root keys signed.
    #[error("{found} of {needed} root keys of version {of} signed")]
    Threshold {
        /// Whose keys.
        of: u64,
        /// How many signed.
        found: u64,
        /// How many must.
        needed: u64,
    },
    /// A key of the version before was dropped, changed or brought back.
    #[error("the key {0} was changed")]
    Rewritten(String),
}

impl RegisterError {
    /// Returns what a reader is told.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Envelope(problem) => problem.text(),
            Self::Shape(what) => {
                text!("鍵の登録簿の形が違います（{what}）", "the register has another shape ({what})")
            }
            Self::Number { found, wanted } => text!(
                "版の番号が {found} です（{wanted} のはず）。版が欠けているか、入れ替わっています",
                "it is version {found}, where {wanted} should be"
            ),
            Self::OtherLog(log) => {
                text!("ほかのログ（{log}）の登録簿です", "it is the register of another log ({log})")
            }
            Self::Unfit(Text { ja, en }) => {
                text!("登録簿の中身が合いません（{ja}）", "the register is not consistent ({en})")
            }
            Self::Threshold { of, found, needed } => text!(
                "第{of}版の鍵の管理者の署名が {found} 個しかありません（{needed} 個要ります）",
                "only {found} of the {needed} root keys of version {of} that are needed have signed"
            ),
            Self::Rewritten(key) => text!(
                "前の版にある鍵 {key} が、消えているか、書き換えられているか、失効から戻っています",
                "the key {key} of the version before is gone, changed, or brought back"
            ),
        }
    }
}

impl Register {
    /// Returns the payload: pretty-printed UTF-8, ending with a line break.
    ///
    /// # Errors
    ///
    /// None of these types refuses to be written; serde cannot know.
    pub fn to_payload(&self) -> Result<Vec<u8>, serde_json::Error> {
        let mut payload = serde_json::to_vec_pretty(self)?;
        payload.push(b'\n');
        Ok(payload)
    }

    /// Returns the keys of a role that may stand under an entry.
    pub fn keys_of(&self, role: Role, position: u64) -> impl Iterator<Item = &KeyEntry> {
        self.keys.iter().filter(move |entry| entry.role == role && entry.covers(position))
    }

    /// Returns the entry of a key.
    #[must_use]
    pub fn entry(&self, id: &KeyId) -> Option<&KeyEntry> {
        self.keys.iter().find(|entry| entry.key_id == *id.digest())
    }

    /// Returns the root keys that are in force in this version.
    #[must_use]
    pub fn roots(&self) -> Vec<PublicKey> {
        let roots = self.keys.iter().filter(|entry| entry.role == Role::Root && entry.until.is_none());
        roots.filter_map(KeyEntry::key).collect()
    }

    /// Returns how many of the root keys in force signed an envelope.
    #[must_use]
    pub fn root_signatures(&self, envelope: &Envelope) -> u64 {
        envelope.signers(&self.roots()).len() as u64
    }

    fn check(&self) -> Result<(), RegisterError> {
        let unfit = |what: Text| Err(RegisterError::Unfit(what));
        let mut ids = BTreeSet::new();
        for entry in &self.keys {
            let Some(key) = entry.key() else { return unfit(text!("弱い鍵があります", "weak key")) };
            if KeyId::of(&key).digest() != &entry.key_id {
                return unfit(text!("鍵の識別子が鍵と合いません", "key id"));
            }
            // One key has one role: a key of one never passes for another.
            if !ids.insert(entry.key_id) {
                return unfit(text!("同じ鍵が二度あります", "the same key twice"));
            }
            if entry.until.is_some_and(|until| until < entry.from) {
                return unfit(text!("始まる前に終わる鍵があります", "a key that ends before it begins"));
            }
            if matches!(entry.role, Role::Log | Role::Witness) != entry.note_name.is_some() {
                return unfit(text!(
                    "連署に使う名のないログか監査の鍵、又は、その名のあるほかの鍵があります",
                    "a log or witness without its name, or another key with one"
                ));
            }
            let ids = [&entry.party, &entry.note_name];
            if !personal::is_name(&entry.holder)
                || ids.into_iter().flatten().any(|id| !personal::is_id(id))
                || entry.reason.as_deref().is_some_and(|reason| personal::hidden(reason).is_some())
            {
                return unfit(text!(
                    "見えない文字、改行、又は前後の空白のある名があります",
                    "a name with a hidden character, a line break, or a blank at its ends"
                ));
            }
            if (entry.role == Role::Contractor) != entry.party.is_some() {
                return unfit(text!(
                    "法人の識別子のない委託先の鍵、又は、それのあるほかの鍵があります",
                    "a contractor's key without its party, or another's with one"
                ));
            }
        }
        let roots = self.roots().len() as u64;
        if self.threshold == 0 || self.threshold > roots {
            return unfit(text!("変更に要る署名の数（threshold）が違います", "threshold"));
        }
        Ok(())
    }
}

impl Version {
    /// Reads a version, on its own.
    ///
    /// # Errors
    ///
    /// [`RegisterError`] of its envelope, shape or content.
    pub fn parse(file: &str, bytes: &[u8]) -> Result<Self, RegisterError> {
        let envelope = Envelope::parse(bytes)?;
        if envelope.payload_type != REGISTER_TYPE {
            return Err(RegisterError::Shape(format!("payloadType {}", envelope.payload_type)));
        }
        let value = json::parse(&envelope.payload).map_err(envelope::EnvelopeError::Json)?;
        let register: Register =
            serde_json::from_value(value).map_err(|error| RegisterError::Shape(error.to_string()))?;
        register.check()?;
        Ok(Self { file: file.to_owned(), digest: Digest::of(bytes), envelope, register })
    }

    /// Confirms that this version follows another, or is the first.
    ///
    /// # Errors
    ///
    /// The first [`RegisterError`].
    pub fn follows(&self, before: Option<&Self>, log: &str) -> Result<(), RegisterError> {
        let own = &self.register;
        // Nothing follows the last number there is.
        let wanted = before.map_or(Some(1), |before| before.register.version.checked_add(1));
        if wanted != Some(own.version) {
            return Err(RegisterError::Number { found: own.version, wanted: wanted.unwrap_or(u64::MAX) });
        }
        if own.log != log {
            return Err(RegisterError::OtherLog(own.log.clone()));
        }
        let judges = before.map(|before| &before.register).into_iter().chain([own]);
        for judge in judges {
            let found = judge.root_signatures(&self.envelope);
            if found < judge.threshold {
                return Err(RegisterError::Threshold { of: judge.version, found, needed: judge.threshold });
            }
        }
        for old in before.iter().flat_map(|before| &before.register.keys) {
            let kept = own.keys.iter().find(|entry| entry.key_id == old.key_id);
            let is_kept = kept.is_some_and(|new| {
                let ended_as_before = match (old.until, new.until) {
                    (None, _) => true,
                    // A revocation may be dated further back when more is known, never forward.
                    (Some(then), Some(now)) => now <= then,
                    (Some(_), None) => false,
                };
                (new.role, new.from, &new.party, &new.note_name)
                    == (old.role, old.from, &old.party, &old.note_name)
                    && ended_as_before
            });
            if !is_kept {
                return Err(RegisterError::Rewritten(old.key_id.to_string()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::ed25519::PrivateKey;

    /// Reads a register with one root key and another entry, made by another program.
    fn read(version: u64, edit: impl FnOnce(&mut KeyEntry)) -> Result<Version, RegisterError> {
        let key = PrivateKey::from_seed(&[1; 32]);
        let mut other = KeyEntry::new(
            &PrivateKey::from_seed(&[2; 32]).public(),
            Role::Contractor,
            "見本 印刷",
            Some("mihon-insatsu"),
            0,
        );
        edit(&mut other);
        let register = Register {
            version,
            log: "l".to_owned(),
            issued_at: "2026-04-01T00:00:00+09:00".parse().unwrap(),
            threshold: 1,
            keys: vec![KeyEntry::new(&key.public(), Role::Root, "h", None, 0), other],
        };
        let file = Envelope::sign(REGISTER_TYPE, register.to_payload().unwrap(), &[&key]).to_json();
        Version::parse("trust/root.1.json", file.as_bytes())
    }

    #[test]
    fn names_that_deceive_are_read_from_no_file() {
        assert!(read(1, |_| {}).is_ok());
        for holder in ["", " a", "a\u{3000}", "a\nb", "a\tb", "a\u{200B}", "\u{202E}a", "a\u{0}"] {
            assert!(read(1, |entry| holder.clone_into(&mut entry.holder)).is_err(), "{holder:?}");
        }
        for party in ["", "a b", "a ", "a\u{200B}"] {
            assert!(read(1, |entry| entry.party = Some(party.to_owned())).is_err(), "{party:?}");
        }
        assert!(read(1, |entry| entry.reason = Some("紛失\u{1b}[2K".to_owned())).is_err());
        assert!(read(1, |entry| entry.reason = Some("紛失\n二行目".to_owned())).is_ok());
    }

    #[test]
    fn nothing_follows_the_last_number() {
        let version = read(u64::MAX, |_| {}).unwrap();
        assert!(matches!(version.follows(Some(&version), "l"), Err(RegisterError::Number { .. })));
    }
}
