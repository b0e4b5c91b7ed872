//! The signed heads of a folder: read, their signatures verified, and what witnesses say of them.

use super::kind::Kind;
use crate::diagnostic::{Text, why_unread};
use crate::evidence::format::checkpoint::{Checkpoint, Head};
use crate::evidence::format::ed25519::PublicKey;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::note::{self, Signature, VerifierKey};
use crate::evidence::format::policy::Policy;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::Name;
use crate::evidence::verify::finding::Finding;
use crate::text;

/// Whom the verifier trusts.
#[derive(Debug)]
pub(super) struct Keys<'a> {
    /// The policy: the verifier's own, or the folder's where there is none.
    pub(super) policy: &'a Policy,
    /// The name of the log, as the latest head says it.
    pub(super) origin: String,
    /// Keys that were revoked, each with the entry that says so.
    pub(super) revoked: &'a [(PublicKey, u64)],
}

/// A head that was read, and whether a trusted key signed it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// The file below the evidence folder, or the name of a head held elsewhere.
    pub(super) file: String,
    pub(super) checkpoint: Checkpoint,
    pub(super) signed: bool,
}

impl Found {
    pub(super) fn head(&self) -> &Head {
        &self.checkpoint.head
    }
}

impl Keys<'_> {
    /// Returns the keys trusted for this log.
    fn logs(&self) -> impl Iterator<Item = &VerifierKey> {
        self.policy.logs().iter().filter(|key| key.name == self.origin)
    }

    /// Judges a head that was read.
    pub(super) fn judge(&self, file: &str, checkpoint: Checkpoint, problems: &mut Vec<Finding>) -> Found {
        let mut tell = |kind, what: &Text| problems.push(Finding::of_part(kind, file, what));
        let origin = &checkpoint.head.origin;
        let signed = self.logs().any(|key| checkpoint.is_signed_by(key));
        if *origin != self.origin {
            let own = &self.origin;
            tell(
                Kind::HeadOfOtherLog,
                &text!(
                    "別のログ「{origin}」のものです（このログは「{own}」）",
                    "it is of the log `{origin}`, not of `{own}`"
                ),
            );
        } else if !signed {
            let claimed = checkpoint.signatures().iter().any(|line| self.logs().any(|key| line.claims(key)));
            if claimed {
                tell(
                    Kind::HeadSignatureWrong,
                    &text!(
                        "ログの署名が合いません（本文か署名が変えられています）",
                        "the log's signature does not hold: text or signature was changed"
                    ),
                );
            } else {
                tell(
                    Kind::LogKeyUnknown,
                    &text!(
                        "信頼する鍵の署名がありません（ログ「{origin}」の鍵が差し替えられたか、信頼ファイルに書かれていません）",
                        "no trusted key signed it: the key of `{origin}` was replaced, or is not in the trust file"
                    ),
                );
            }
        }
        Found { file: file.to_owned(), checkpoint, signed }
    }

    /// Returns the entry whose version of the register revoked a key; nothing where none did.
    fn revoked_by(&self, key: &PublicKey) -> Option<u64> {
        self.revoked.iter().find(|(own, _)| own == key).map(|(_, entry)| *entry)
    }

    /// Tells of a head that only revoked keys of the log signed. The head over the entry of the revocation itself is the
    /// last one that such a key signs: somebody must have logged it.
    pub(super) fn by_revoked(&self, found: &Found) -> Option<Finding> {
        let signed = self.logs().filter(|key| found.checkpoint.is_signed_by(key));
        let revoked: Option<Vec<u64>> = signed.map(|key| self.revoked_by(&key.key)).collect();
        let size = found.head().size;
        let entry = revoked?.into_iter().max().filter(|entry| size.saturating_sub(1) > *entry)?;
        Some(Finding::of_part(
            Kind::LogKeyRevoked,
            &*found.file,
            &text!(
                "{entry} 番の登録簿が失効させたログの鍵で、その後に（{size} 件の時点で）署名されています",
                "signed over {size} entries with the log key that the register of entry {entry} had revoked"
            ),
        ))
    }

    /// Reads and judges a head of the folder.
    pub(super) fn read(&self, reader: &Reader, name: &Name, problems: &mut Vec<Finding>) -> Option<Found> {
        let checkpoint = parse(reader, name, problems)?;
        let found = self.judge(&name.to_string(), checkpoint, problems);
        let size = found.head().size;
        if let Name::Head(named) | Name::Cosigned(named) = name
            && size != *named
        {
            problems.push(Finding::of_part(
                Kind::HeadMisnamed,
                name.to_string(),
                &text!(
                    "名前は {named} 件ですが、中身は {size} 件のチェックポイントです",
                    "named for {named} entries, but it is the head of {size}"
                ),
            ));
            return None;
        }
        if !matches!(name, Name::Cosigned(_)) && found.checkpoint.signatures().len() > 1 {
            let what = text!(
                "ログの署名のほかに署名があります（立会の署名は .cosigned に置かれます）",
                "it bears more than the log's signature (cosignatures stand in the .cosigned file)"
            );
            problems.push(Finding::of_part(Kind::HeadMalformed, name.to_string(), &what));
        }
        Some(found)
    }

    /// Reads and judges a cosigned head: the head of the same size in the series, with more lines behind it.
    pub(super) fn read_cosigned(
        &self,
        reader: &Reader,
        size: u64,
        problems: &mut Vec<Finding>,
    ) -> Option<Found> {
        let found = self.read(reader, &Name::Cosigned(size), problems)?;
        let plain = reader.store.read(&Name::Head(size), note::LIMIT).ok();
        let same = plain.as_ref().and_then(|plain| Checkpoint::parse(plain).ok());
        // Another head of the same size is a matter of the tree, and told of there.
        if same.is_some_and(|same| same.head == *found.head())
            && plain.is_some_and(|plain| !found.checkpoint.to_string().as_bytes().starts_with(&plain))
        {
            let what = text!(
                "log/checkpoints/{size} に署名を書き足したものではありません",
                "it is not log/checkpoints/{size} with more signatures"
            );
            problems.push(Finding::of_part(Kind::HeadMalformed, &*found.file, &what));
        }
        if found.checkpoint.signatures().iter().all(|line| self.logs().any(|key| line.claims(key))) {
            let what = text!("立会人の署名がありません", "it bears no cosignature");
            problems.push(Finding::of_part(Kind::HeadMalformed, &*found.file, &what));
        }
        let known = |line: &Signature| {
            self.logs().any(|key| line.claims(key))
                || self.policy.witnesses().iter().any(|witness| line.claims(&witness.key))
        };
        for line in found.checkpoint.signatures().iter().filter(|line| !known(line)) {
            let name = &line.name;
            let what = text!(
                "信頼ファイルにない「{name}」の署名があります",
                "it bears a signature by `{name}`, who is not in the trust file"
            );
            problems.push(Finding::of_part(Kind::SignerUnknown, &*found.file, &what));
        }
        Some(found)
    }

    /// Returns whether the copy of the latest head is that head, perhaps with cosignatures that hold.
    pub(super) fn is_copy(&self, reader: &Reader, found: &Found) -> bool {
        let (text, size) = (found.checkpoint.to_string(), found.head().size);
        let read = |name: Name| reader.store.read(&name, note::LIMIT).unwrap_or_default();
        let plain = read(Name::Head(size));
        let lines = found.checkpoint.signatures();
        let mut witnesses = self.policy.witnesses().iter().map(|witness| &witness.key);
        let cosigned = |line: &Signature| {
            witnesses.clone().any(|key| line.claims(key)) || self.logs().any(|key| line.claims(key))
        };
        let holds =
            lines.iter().all(cosigned) && witnesses.all(|key| found.checkpoint.cosigned_by(key).is_ok());
        let begins = !plain.is_empty() && text.as_bytes().starts_with(&plain);
        begins && (text.len() == plain.len() || holds) || read(Name::Cosigned(size)) == text.as_bytes()
    }

    /// Returns when enough witnesses had cosigned a head.
    pub(super) fn witnessed(&self, found: &Found, problems: &mut Vec<Finding>) -> Option<Moment> {
        if found.head().size == 0 {
            // Every history extends the empty tree, so a signature over it is a signature over nothing.
            return None;
        }
        let mut times = Vec::new();
        for (number, witness) in self.policy.witnesses().iter().enumerate() {
            match found.checkpoint.cosigned_by(&witness.key) {
                Ok(Some(time)) => {
                    match self.revoked_by(&witness.key.key).filter(|entry| *entry < found.head().size) {
                        None => times.push((time, number)),
                        Some(entry) => {
                            let name = &witness.name;
                            problems.push(Finding::of_part(
                            Kind::WitnessRevoked,
                            &*found.file,
                            &text!(
                                "立会人「{name}」の鍵は、{entry} 番の登録簿が失効させています。この署名は数えません",
                                "the key of the witness `{name}` was revoked by the register of entry {entry}: its cosignature does not count"
                            ),
                        ));
                        }
                    }
                }
                Ok(None) => {}
                Err(_) => {
                    let name = &witness.name;
                    problems.push(Finding::of_part(
                        Kind::CosignatureWrong,
                        &*found.file,
                        &text!(
                            "立会人「{name}」の署名が合いません",
                            "the cosignature of the witness `{name}` does not hold"
                        ),
                    ));
                }
            }
        }
        times.sort_unstable();
        if !self.policy.asks_for_witnesses() {
            return times.first().map(|(time, _)| *time);
        }
        times.iter().map(|(time, _)| *time).find(|time| {
            self.policy.is_met(|number| times.iter().any(|(at, by)| *by == number && at <= time))
        })
    }
}

/// Reads a head; nothing where it cannot be read.
pub(super) fn parse(reader: &Reader, name: &Name, problems: &mut Vec<Finding>) -> Option<Checkpoint> {
    let file = name.to_string();
    match reader.store.read(name, note::LIMIT) {
        Err(error) => {
            let Text { ja, en } = why_unread(&error);
            let what = text!("読めません（{ja}）", "cannot be read ({en})");
            problems.push(Finding::of_part(Kind::FileUnreadable, file, &what));
            None
        }
        Ok(bytes) => match Checkpoint::parse(&bytes) {
            Ok(checkpoint) => Some(checkpoint),
            Err(wrong) => {
                problems.push(Finding::of_part(Kind::HeadMalformed, file, &wrong.text()));
                None
            }
        },
    }
}
