//! Checkpoints (C2SP tlog-checkpoint): origin, size and root of the tree, as a signed note, with the cosignatures of
//! witnesses (C2SP tlog-cosignature, `cosignature/v1`).

use super::malformed::{Malformed, hash, number, to_base64};
use super::moment::Moment;
use super::note::{Algorithm, Note, Signature, VerifierKey, check_name};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PrivateKey;
use crate::text;
use std::fmt;

/// The largest tree that is read: the specification of cosignatures and proofs ends here.
const LARGEST: u64 = i64::MAX as u64;

/// What a log says about itself at one size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The name of the log, as in its key.
    pub origin: String,
    /// The number of entries.
    pub size: u64,
    /// The root of the tree over them.
    pub root: Digest,
    /// The last version of the key register among the entries, by its digest: the one extension line, which follows
    /// from the entries as the root does. Whoever cosigns the head sees by it that the register changed.
    pub register: Option<Digest>,
}

/// What the extension line begins with.
const REGISTER_LINE: &str = "register sha256:";

impl Head {
    /// Reads the lines that [`Head`] is written as.
    ///
    /// # Errors
    ///
    /// [`Malformed`] with the line that is another.
    pub fn parse<'l>(lines: &mut impl Iterator<Item = &'l str>) -> Result<Self, Malformed> {
        let origin = lines.next().unwrap_or_default().to_owned();
        check_name(&origin).map_err(|wrong| Malformed::at(1, wrong.what))?;
        let size = lines.next().and_then(number).filter(|size| *size <= LARGEST).ok_or_else(|| {
            Malformed::at(
                2,
                text!("木の大きさ（記録の数）を読めません", "the size of the tree cannot be read"),
            )
        })?;
        let root = lines.next().and_then(hash).ok_or_else(|| {
            Malformed::at(3, text!("木の根のハッシュを読めません", "the root hash cannot be read"))
        })?;
        let register = match lines.next().map(|line| line.strip_prefix(REGISTER_LINE).map(str::parse)) {
            None => None,
            Some(Some(Ok(register))) => Some(register),
            Some(_) => {
                return Err(Malformed::at(
                    4,
                    text!(
                        "「{REGISTER_LINE}…」のほかの拡張の行は使えません",
                        "no extension line but `{REGISTER_LINE}…` is read"
                    ),
                ));
            }
        };
        if lines.next().is_some() {
            return Err(Malformed::at(5, text!("余分な行があります", "there is a line too many")));
        }
        Ok(Self { origin, size, root, register })
    }
}

impl fmt::Display for Head {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, to_base64(self.root.bytes()))?;
        self.register.map_or(Ok(()), |register| writeln!(f, "{REGISTER_LINE}{register}"))
    }
}

/// A head with its signatures, none of them verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// What is signed.
    pub head: Head,
    note: Note,
}

impl Checkpoint {
    /// Reads a checkpoint.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is no note, or its text is not origin, size, root and perhaps the register. Any other
    /// extension line is refused: nobody could audit it.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let note = Note::parse(bytes)?;
        let head = Head::parse(&mut note.text.lines())?;
        Ok(Self { head, note })
    }

    /// Signs a head as its log.
    #[must_use]
    pub fn sign(head: Head, key: &PrivateKey) -> Self {
        let mut note = Note { text: head.to_string(), signatures: Vec::new() };
        note.sign(&head.origin, key);
        Self { head, note }
    }

    /// Returns whether the log's key signed the head, under the head's own origin.
    #[must_use]
    pub fn is_signed_by(&self, log: &VerifierKey) -> bool {
        log.name == self.head.origin && self.note.is_signed_by(log)
    }

    /// Returns the signature lines.
    #[must_use]
    pub fn signatures(&self) -> &[Signature] {
        &self.note.signatures
    }

    /// Makes the line by which a witness cosigns the head at a moment.
    #[must_use]
    pub fn cosign(&self, name: &str, key: &PrivateKey, now: Moment) -> Signature {
        let mut bytes = now.seconds().to_be_bytes().to_vec();
        bytes.extend_from_slice(&key.sign(cosigned(&self.note.text, now).as_bytes()));
        Signature { name: name.to_owned(), id: VerifierKey::witness(name, key.public()).id(), bytes }
    }

    /// Adds a line unless it stands there already.
    pub fn add(&mut self, line: Signature) {
        if !self.note.signatures.contains(&line) {
            self.note.signatures.push(line);
        }
    }

    /// Returns when a witness cosigned the head; the latest, where it did more than once.
    ///
    /// # Errors
    ///
    /// [`FalseLine`] where a line claims to be by this witness and is not.
    pub fn cosigned_by(&self, witness: &VerifierKey) -> Result<Option<Moment>, FalseLine> {
        if witness.algorithm != Algorithm::Cosignature {
            return Ok(None);
        }
        let mut latest = None;
        for line in self.note.signatures.iter().filter(|line| line.claims(witness)) {
            let moment = verified(&self.note.text, line, witness).ok_or(FalseLine)?;
            latest = latest.max(Some(moment));
        }
        Ok(latest)
    }
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.note.fmt(f)
    }
}

/// A signature line carries the name and id of a known key, and is not by that key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a signature line that claims to be by a known key does not verify")]
pub struct FalseLine;

/// Returns what a witness signs.
fn cosigned(text: &str, time: Moment) -> String {
    format!("cosignature/v1\ntime {}\n{text}", time.seconds())
}

fn verified(text: &str, line: &Signature, witness: &VerifierKey) -> Option<Moment> {
    let (time, signature) = line.bytes.split_first_chunk::<8>()?;
    let time = Moment::from_seconds(u64::from_be_bytes(*time)).ok()?;
    let signature: &[u8; 64] = signature.try_into().ok()?;
    // A time of nothing is the absence of one, which a cosignature may not have.
    let stated = time.seconds() != 0;
    (stated && witness.key.verifies(cosigned(text, time).as_bytes(), signature)).then_some(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checkpoint() -> (Checkpoint, PrivateKey) {
        let key = PrivateKey::from_seed(&[1; 32]);
        let root = Digest::of(b"root");
        let head = Head { origin: "mihon.example/log".to_owned(), size: 5, root, register: None };
        (Checkpoint::sign(head, &key), key)
    }

    #[test]
    fn a_checkpoint_is_read_as_it_was_written() {
        let (checkpoint, key) = checkpoint();
        let read = Checkpoint::parse(checkpoint.to_string().as_bytes()).unwrap();
        assert_eq!(read, checkpoint);
        let register = Some(Digest::of(b"register"));
        let with = Checkpoint::sign(Head { register, ..checkpoint.head.clone() }, &key);
        assert_eq!(Checkpoint::parse(with.to_string().as_bytes()).unwrap(), with);
        assert_eq!(with.head.register, register);
        assert!(read.is_signed_by(&VerifierKey::log("mihon.example/log", key.public())));
        assert!(!read.is_signed_by(&VerifierKey::log("other.example/log", key.public())));
    }

    #[test]
    fn a_cosignature_states_its_time() {
        let (mut checkpoint, _) = checkpoint();
        let witness = PrivateKey::from_seed(&[2; 32]);
        let known = VerifierKey::witness("kansa.example/w", witness.public());
        let now = Moment::from_seconds(1_775_001_600).unwrap();
        assert_eq!(checkpoint.cosigned_by(&known), Ok(None));
        checkpoint.add(checkpoint.cosign("kansa.example/w", &witness, now));
        assert_eq!(checkpoint.cosigned_by(&known), Ok(Some(now)));
        let mut line = checkpoint.signatures().last().unwrap().clone();
        line.bytes[7] ^= 1;
        checkpoint.add(line);
        assert_eq!(checkpoint.cosigned_by(&known), Err(FalseLine));
    }

    #[test]
    fn malformed_checkpoints_are_refused() {
        let (checkpoint, _) = checkpoint();
        let good = checkpoint.to_string();
        for (from, to) in [
            ("mihon.example/log\n5", "mihon example\n5"),
            ("\n5\n", "\n05\n"),
            ("\n5\n", "\n+5\n"),
            ("\n5\n", "\n５\n"),
            ("\n5\n", "\n9223372036854775808\n"),
            ("\n5\n", "\n5\n\n"),
            ("\n5\n", "\n"),
            ("=\n\n", "=\nextension\n\n"),
            ("=\n\n", "=\nregister sha256:00\n\n"),
            ("=\n\n", &format!("=\nregister sha256:{0}\nregister sha256:{0}\n\n", Digest::of(b"x"))),
            ("=\n\n", "\n\n"),
        ] {
            assert!(good.contains(from));
            assert!(Checkpoint::parse(good.replacen(from, to, 1).as_bytes()).is_err(), "{from:?} {to:?}");
        }
    }
}
