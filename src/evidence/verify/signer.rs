//! Who signed a record, and whether they might: the key register at the record's own position in the log.

use crate::diagnostic::Text;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::{Envelope, pre_authentication_encoding};
use crate::evidence::format::key::KeyId;
use crate::evidence::format::kind::Kind;
use crate::evidence::format::register::{KeyEntry, Register};
use crate::evidence::format::role::Role;
use crate::text;

/// Why nobody who might signed a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SignerError {
    /// The signature is not over these bytes.
    #[error("the signature of {0} does not hold")]
    Wrong(String),
    /// A key that nobody enrolled.
    #[error("unknown key {0}")]
    Unknown(String),
    /// A key that was revoked before.
    #[error("the key of {holder} was revoked from entry {until} on")]
    Revoked {
        /// Whose key.
        holder: String,
        /// The key.
        key: Digest,
        /// Its role.
        role: Role,
        /// The legal entity whose key it is, by its id.
        party: Option<String>,
        /// The first entry it may not stand under.
        until: u64,
    },
    /// A key that was enrolled only later.
    #[error("the key of {holder} is valid from entry {from} on")]
    NotYet {
        /// Whose key.
        holder: String,
        /// The first entry it may stand under.
        from: u64,
    },
    /// A key of a role that may not sign this kind.
    #[error("the key of {holder} has the role {role:?}")]
    Role {
        /// Whose key.
        holder: String,
        /// Its role.
        role: Role,
        /// What was signed.
        kind: Kind,
    },
    /// Fewer keys than a record of this kind takes.
    #[error("{found} of the {needed} keys that are needed")]
    TooFew {
        /// Who signed.
        holder: String,
        /// How many keys that might.
        found: usize,
        /// How many must.
        needed: usize,
    },
    /// A contractor's key under another contractor's record.
    #[error("the key is that of {holder}, the record that of {party}")]
    Party {
        /// Whose key.
        holder: String,
        /// Whose record.
        party: String,
    },
}

impl SignerError {
    /// Returns the name in machine output.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Wrong(_) => "signature-wrong",
            Self::Unknown(_) => "signer-unknown",
            Self::Revoked { .. } => "signer-revoked",
            Self::NotYet { .. } => "signer-not-yet",
            Self::Role { .. } => "signer-role",
            Self::Party { .. } => "signer-party",
            Self::TooFew { .. } => "signers-too-few",
        }
    }

    /// Returns what a reader is told.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Wrong(holder) => text!(
                "「{holder}」の署名が合いません。署名の後で中身か署名が変えられています",
                "the signature of {holder} does not hold: content or signature was changed"
            ),
            Self::Unknown(key) => text!(
                "署名した鍵（{key}）は鍵の登録簿にありません",
                "the key that signed ({key}) is not in the key register"
            ),
            Self::Revoked { holder, until, .. } => text!(
                "「{holder}」の鍵は {until} 番の記録から失効しています",
                "the key of {holder} was revoked from entry {until} on"
            ),
            Self::NotYet { holder, from } => text!(
                "「{holder}」の鍵は {from} 番の記録から有効です",
                "the key of {holder} is valid from entry {from} on only"
            ),
            Self::Role { holder, role, kind } => {
                let (role, kind) = (role.label(), kind.label());
                text!(
                    "「{holder}」の鍵は{role}の鍵で、{kind}に署名できません",
                    "the key of {holder} may not sign a record of this kind"
                )
            }
            Self::TooFew { holder, found, needed } => text!(
                "この種類の記録には、別々の鍵 {needed} 本の署名が要ります（今は {found} 本、「{holder}」）。承認と廃棄を一つの鍵で兼ねることはできません",
                "a record of this kind takes the signatures of {needed} different keys ({found} so far, of {holder}): one key cannot both approve and dispose"
            ),
            Self::Party { holder, party } => text!(
                "署名は「{holder}」のもので、記録は「{party}」のものです",
                "it is signed by {holder}, but is a record of {party}"
            ),
        }
    }

    /// Returns what to do.
    #[must_use]
    pub fn fix(&self) -> Text {
        match self {
            Self::Wrong(_) => text!(
                "提出者の手元のファイルと比べ、出し直してもらってください",
                "compare with the file of its sender, and ask for it again"
            ),
            Self::Unknown(_) => text!(
                "取扱責任者届の指紋と比べ、正しければ `fugi key enrol` で登録してください。違えば、なりすましの疑いがあります",
                "compare with the id on paper: enrol the key if it is right, else somebody else signed"
            ),
            Self::Revoked { role: Role::Contractor, .. } => text!(
                "持ち主に内容を確かめ、正しければ再確認の受領（receipt、purpose: reconfirmed）を登載してください",
                "confirm it with its holder, then log a receipt with `purpose: reconfirmed`"
            ),
            Self::Revoked { .. } => text!(
                "この記録は数えません（再確認の受領は、委託先の鍵の記録だけを確かめ直します）。内容が正しければ、有効な鍵で署名した新しい記録を登載してください",
                "it does not count (a receipt with `purpose: reconfirmed` is for records of a contractor's key only); if it is right, log a new record signed with a key in force"
            ),
            Self::NotYet { .. } => text!(
                "登録の後に署名し直したものを、新しい記録として受け取ってください",
                "take a record that was signed after the key was enrolled"
            ),
            Self::TooFew { .. } => text!(
                "`fugi record sign` で一人目が署名し、その .record.json に `fugi record sign` で二人目が署名を足してから登載してください。登載済みなら、二人が署名した廃棄の記録を新しく登載してください",
                "let the first person sign with `fugi record sign`, the second add a signature to that .record.json with `fugi record sign`, then log it; if it is logged already, log a new one signed by both"
            ),
            Self::Role { .. } | Self::Party { .. } => text!(
                "署名すべき者の鍵で署名し直したものを受け取ってください",
                "ask for a record that is signed by whoever should"
            ),
        }
    }
}

impl SignerError {
    /// Returns what to do where the record is not logged yet: nobody confirms what the log does not hold.
    #[must_use]
    pub fn fix_before_logging(&self) -> Text {
        match self {
            Self::Revoked { .. } => text!(
                "失効した鍵では、新しい記録を出せません（契約の終わった会社でも同じです）。持ち主に、新しい鍵を届け出て署名し直すか、紙で出してもらってください（`fugi record receive --paper`）",
                "a revoked key signs no new record, also where the contract is over: let its holder notify a new key and sign anew, or hand in paper (`fugi record receive --paper`)"
            ),
            _ => self.fix(),
        }
    }
}

/// Returns the entries of the keys that signed, where as many of them might as the kind takes.
///
/// # Errors
///
/// [`SignerError`] of the key that came nearest.
pub fn judge<'r>(
    envelope: &Envelope,
    kind: Kind,
    party: Option<&str>,
    register: &'r Register,
    position: u64,
) -> Result<Vec<&'r KeyEntry>, SignerError> {
    let message = pre_authentication_encoding(&envelope.payload_type, &envelope.payload);
    let mut good = Vec::new();
    let mut problem: Option<SignerError> = None;
    for signature in &envelope.signatures {
        let holds =
            |entry: &&KeyEntry| entry.key().is_some_and(|key| key.verifies(&message, &signature.bytes));
        // The id is a hint: it saves trying every key, and decides nothing.
        let hinted = signature.key_id.as_deref().and_then(|id| id.parse::<KeyId>().ok());
        let named = hinted.and_then(|id| register.entry(&id));
        match named.filter(holds).or_else(|| register.keys.iter().find(holds)) {
            Some(entry) if good.contains(&entry) => {}
            Some(entry) => match may_sign(entry, kind, party, position) {
                Ok(()) => good.push(entry),
                Err(found) => problem = Some(found),
            },
            None => {
                let found = match named {
                    Some(entry) => SignerError::Wrong(entry.holder.clone()),
                    None => SignerError::Unknown(signature.key_id.clone().unwrap_or_else(|| "?".to_owned())),
                };
                problem.get_or_insert(found);
            }
        }
    }
    match (good.is_empty(), problem) {
        (true, Some(problem)) => Err(problem),
        (true, None) => Err(SignerError::Unknown("?".to_owned())),
        (false, _) if good.len() < kind.keys_needed() => {
            let holder = good.iter().map(|entry| entry.holder.as_str()).collect::<Vec<_>>().join("、");
            Err(SignerError::TooFew { holder, found: good.len(), needed: kind.keys_needed() })
        }
        (false, _) => Ok(good),
    }
}

/// Tells whether a key may stand under a record of a kind, at a position of the log.
///
/// # Errors
///
/// [`SignerError`] says why not.
pub fn may_sign(entry: &KeyEntry, kind: Kind, party: Option<&str>, position: u64) -> Result<(), SignerError> {
    let holder = || entry.holder.clone();
    if !kind.signers().contains(&entry.role) {
        return Err(SignerError::Role { holder: holder(), role: entry.role, kind });
    }
    if position < entry.from {
        return Err(SignerError::NotYet { holder: holder(), from: entry.from });
    }
    // A key that may not stand here at all is no revoked one: a later receipt confirms who signed, never for whom.
    if let (Some(own), Some(party)) = (&entry.party, party)
        && own != party
    {
        return Err(SignerError::Party { holder: holder(), party: party.to_owned() });
    }
    match entry.until.filter(|until| position >= *until) {
        Some(until) => Err(SignerError::Revoked {
            holder: holder(),
            key: entry.key_id,
            role: entry.role,
            party: entry.party.clone(),
            until,
        }),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::ed25519::PrivateKey;
    use crate::evidence::format::envelope::STATEMENT_TYPE;
    use crate::evidence::format::field::Moment;

    fn key(seed: u8) -> PrivateKey {
        PrivateKey::from_seed(&[seed; 32])
    }

    fn register() -> Register {
        let contractor = |seed, party| {
            KeyEntry::new(&key(seed).public(), Role::Contractor, &format!("{party}社"), Some(party), 5)
        };
        let mut revoked = contractor(2, "b");
        revoked.until = Some(8);
        let ward = |seed| KeyEntry::new(&key(seed).public(), Role::Ward, "担当課", None, 0);
        Register {
            version: 1,
            log: "log".to_owned(),
            issued_at: "2026-04-01T00:00:00+09:00".parse::<Moment>().unwrap(),
            threshold: 1,
            keys: vec![contractor(1, "a"), revoked, ward(3), ward(4)],
        }
    }

    fn judged(seeds: &[u8], kind: Kind, party: &str, position: u64) -> Result<usize, &'static str> {
        let keys: Vec<PrivateKey> = seeds.iter().map(|seed| key(*seed)).collect();
        let signers: Vec<&PrivateKey> = keys.iter().collect();
        let envelope = Envelope::sign(STATEMENT_TYPE, b"{}".to_vec(), &signers);
        judge(&envelope, kind, Some(party), &register(), position)
            .map(|entries| entries.len())
            .map_err(|problem| problem.name())
    }

    #[test]
    fn a_key_counts_at_its_own_positions_only() {
        assert_eq!(judged(&[1], Kind::ErasureReport, "a", 5), Ok(1));
        assert_eq!(judged(&[1], Kind::ErasureReport, "a", 4), Err("signer-not-yet"));
        assert_eq!(judged(&[2], Kind::ErasureReport, "b", 7), Ok(1));
        assert_eq!(judged(&[2], Kind::ErasureReport, "b", 8), Err("signer-revoked"));
        assert_eq!(judged(&[2], Kind::ErasureReport, "a", 8), Err("signer-party"));
        assert_eq!(judged(&[9], Kind::ErasureReport, "a", 9), Err("signer-unknown"));
        assert_eq!(judged(&[1], Kind::ErasureReport, "b", 9), Err("signer-party"));
        assert_eq!(judged(&[1], Kind::Receipt, "a", 9), Err("signer-role"));
        // One key is one person, however often it signs and whoever is named.
        assert_eq!(judged(&[3, 3], Kind::Disposal, "a", 9), Err("signers-too-few"));
        assert_eq!(judged(&[3, 1], Kind::Disposal, "a", 9), Err("signers-too-few"));
        assert_eq!(judged(&[3, 4], Kind::Disposal, "a", 9), Ok(2));
    }

    #[test]
    fn one_key_counts_once_and_a_stranger_beside_it_changes_nothing() {
        assert_eq!(judged(&[1, 1, 9], Kind::ErasureReport, "a", 5), Ok(1));
        assert_eq!(judged(&[1, 3], Kind::ErasureReport, "a", 5), Ok(2));
        let mut envelope = Envelope::sign(STATEMENT_TYPE, b"{}".to_vec(), &[&key(1)]);
        envelope.payload = b"{ }".to_vec();
        let problem = judge(&envelope, Kind::ErasureReport, Some("a"), &register(), 5).unwrap_err();
        assert_eq!(problem.name(), "signature-wrong");
    }
}
