//! Signed notes and verifier keys (C2SP signed-note): a text that people can read, and any number of signatures.

use super::malformed::{Malformed, base64, lines_of, to_base64};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::{PrivateKey, PublicKey};
use crate::spelling;
use crate::text;
use std::fmt;
use std::str::FromStr;

/// The longest note that is read, in bytes.
pub const LIMIT: usize = 64 * 1024;

/// The most signatures that a note may have; the format asks for at least 16.
const MOST_SIGNATURES: usize = 64;

/// What a key signs, and how (the type byte of signed-note).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Algorithm {
    /// `0x01`: Ed25519 over the text of the note.
    Note,
    /// `0x04`: Ed25519 over a time and the text of a checkpoint (C2SP tlog-cosignature).
    Cosignature,
}

impl Algorithm {
    fn byte(self) -> u8 {
        match self {
            Self::Cosignature => 0x04,
            Self::Note => 0x01,
        }
    }
}

/// A public key with its name (a `vkey`): `name+id+base64(type || key)`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifierKey {
    /// The name under which it signs; a log signs under its origin.
    pub name: String,
    /// What it signs.
    pub algorithm: Algorithm,
    /// The key.
    pub key: PublicKey,
}

impl VerifierKey {
    /// Returns the key of a log, which signs checkpoints.
    #[must_use]
    pub fn log(origin: &str, key: PublicKey) -> Self {
        Self { name: origin.to_owned(), algorithm: Algorithm::Note, key }
    }

    /// Returns the key of a witness, which cosigns checkpoints.
    #[must_use]
    pub fn witness(name: &str, key: PublicKey) -> Self {
        Self { name: name.to_owned(), algorithm: Algorithm::Cosignature, key }
    }

    /// Returns the key id: the first four bytes of SHA-256 over name, line feed, type and key.
    #[must_use]
    pub fn id(&self) -> [u8; 4] {
        let digest = Digest::of_parts(&[
            self.name.as_bytes(),
            b"\n",
            &[self.algorithm.byte()],
            self.key.bytes().as_slice(),
        ]);
        let [a, b, c, d, ..] = *digest.bytes();
        [a, b, c, d]
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut typed = vec![self.algorithm.byte()];
        typed.extend_from_slice(self.key.bytes());
        write!(f, "{}+{}+{}", self.name, hexadecimal(&self.id()), to_base64(&typed))
    }
}

impl FromStr for VerifierKey {
    type Err = Malformed;

    fn from_str(text: &str) -> Result<Self, Malformed> {
        let wrong = |what| Malformed::whole(what);
        let mut parts = text.splitn(3, '+');
        let (Some(name), Some(id), Some(typed)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(wrong(text!(
                "公開鍵は「名前+鍵ID+Base64」の形で書いてください",
                "a verifier key is `name+id+base64`"
            )));
        };
        check_name(name)?;
        let typed = base64(typed).unwrap_or_default();
        let (algorithm, key) = match typed.split_first() {
            Some((0x01, key)) => (Algorithm::Note, key),
            Some((0x04, key)) => (Algorithm::Cosignature, key),
            Some((other, _)) => {
                return Err(wrong(text!(
                    "鍵「{name}」の種類 0x{other:02x} は使えません（0x01 と 0x04 だけです）",
                    "the key `{name}` is of type 0x{other:02x}; only 0x01 and 0x04 are read"
                )));
            }
            None => {
                return Err(wrong(text!(
                    "鍵「{name}」の Base64 を読めません",
                    "the Base64 of the key `{name}` cannot be read"
                )));
            }
        };
        let key = <&[u8; 32]>::try_from(key).ok().and_then(|key| PublicKey::from_bytes(key).ok());
        let Some(key) = key else {
            return Err(wrong(text!(
                "鍵「{name}」は Ed25519 の公開鍵ではないか、弱い鍵です",
                "the key `{name}` is no Ed25519 public key, or a weak one"
            )));
        };
        let key = Self { name: name.to_owned(), algorithm, key };
        let right = hexadecimal(&key.id());
        if right != id {
            return Err(wrong(text!(
                "鍵「{name}」の鍵ID「{id}」は鍵と合いません（正しくは {right}）。書き写しを確かめてください",
                "the id `{id}` of the key `{name}` is not that of the key, which is {right}; check the copy"
            )));
        }
        Ok(key)
    }
}

fn hexadecimal(id: &[u8; 4]) -> String {
    let [a, b, c, d] = id;
    format!("{a:02x}{b:02x}{c:02x}{d:02x}")
}

/// Refuses a name that a note cannot carry: empty, with a space, a plus or a control character.
///
/// # Errors
///
/// [`Malformed`] says so.
pub fn check_name(name: &str) -> Result<(), Malformed> {
    // A line feed or a tab is a blank.
    if name.is_empty() || name.chars().any(|c| c.is_whitespace() || c == '+' || spelling::is_hidden(c)) {
        return Err(Malformed::whole(text!(
            "鍵の名前「{name}」が空か、空白・「+」・見えない文字を含みます",
            "the key name `{name}` is empty, or has a space, a plus or a character that is not seen"
        )));
    }
    Ok(())
}

/// One line of signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// The name of the key.
    pub name: String,
    /// The key id.
    pub id: [u8; 4],
    /// What follows the key id: for `0x01` the 64 bytes of Ed25519, for `0x04` eight bytes of time before them.
    pub bytes: Vec<u8>,
}

impl Signature {
    /// Returns whether this line claims to be by a key: both name and id are its own.
    #[must_use]
    pub fn claims(&self, key: &VerifierKey) -> bool {
        self.name == key.name && self.id == key.id()
    }

    /// Reads one line, without its line feed.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is no signature line.
    pub fn parse(line: &str) -> Result<Self, Malformed> {
        let wrong = || Malformed::whole(text!("署名の行を読めません", "not a signature line"));
        let (name, encoded) =
            line.strip_prefix("— ").and_then(|rest| rest.split_once(' ')).ok_or_else(wrong)?;
        check_name(name)?;
        let decoded = base64(encoded).ok_or_else(wrong)?;
        match decoded.split_first_chunk::<4>() {
            Some((id, bytes)) if !bytes.is_empty() => {
                Ok(Self { name: name.to_owned(), id: *id, bytes: bytes.to_vec() })
            }
            _ => Err(wrong()),
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = self.id.to_vec();
        bytes.extend_from_slice(&self.bytes);
        write!(f, "— {} {}", self.name, to_base64(&bytes))
    }
}

/// A text with signatures, none of them verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// What is signed; ends with a line feed.
    pub text: String,
    /// The signatures, in the order of the file.
    pub signatures: Vec<Signature>,
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is too long, not UTF-8, has control characters, no signature or a line that is none.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let all = lines_of(bytes, LIMIT)?;
        if all.contains('\t') {
            return Err(Malformed::whole(text!("タブがあります", "a tab")));
        }
        let Some((body, lines)) = all.rsplit_once("\n\n") else {
            return Err(Malformed::whole(text!("署名がありません", "there is no signature")));
        };
        let before = body.matches('\n').count() + 2;
        let mut signatures = Vec::new();
        for (number, line) in lines.trim_end_matches('\n').split('\n').enumerate() {
            let signature =
                Signature::parse(line).map_err(|wrong| Malformed::at(before + number + 1, wrong.what))?;
            signatures.push(signature);
        }
        if lines.ends_with("\n\n") || signatures.len() > MOST_SIGNATURES {
            return Err(Malformed::whole(text!("署名が多すぎます", "too many signatures")));
        }
        Ok(Self { text: format!("{body}\n"), signatures })
    }

    /// Adds a signature over the text, by a key of type `0x01`.
    pub fn sign(&mut self, name: &str, key: &PrivateKey) {
        let verifier = VerifierKey::log(name, key.public());
        let bytes = key.sign(self.text.as_bytes()).to_vec();
        self.signatures.push(Signature { name: name.to_owned(), id: verifier.id(), bytes });
    }

    /// Returns whether a key of type `0x01` signed the text. Every line that claims to be by the key must hold.
    #[must_use]
    pub fn is_signed_by(&self, key: &VerifierKey) -> bool {
        let mut own = self.signatures.iter().filter(|signature| signature.claims(key)).peekable();
        key.algorithm == Algorithm::Note
            && own.peek().is_some()
            && own.all(|signature| {
                <&[u8; 64]>::try_from(signature.bytes.as_slice())
                    .is_ok_and(|bytes| key.key.verifies(self.text.as_bytes(), bytes))
            })
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        self.signatures.iter().try_for_each(|signature| writeln!(f, "{signature}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the specification.
    const KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    const NOTE: &str = "This is an example message.\n\n— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

    #[test]
    fn the_example_of_the_specification_verifies() {
        let key: VerifierKey = KEY.parse().unwrap();
        assert_eq!(key.to_string(), KEY);
        let note = Note::parse(NOTE.as_bytes()).unwrap();
        assert_eq!(note.to_string(), NOTE);
        assert!(note.is_signed_by(&key));
        let altered = Note::parse(NOTE.replace("example message", "example massage").as_bytes()).unwrap();
        assert!(!altered.is_signed_by(&key));
    }

    #[test]
    fn a_note_signed_here_verifies() {
        let key = PrivateKey::from_seed(&[7; 32]);
        let mut note = Note { text: "本文\n\n二段目\n".to_owned(), signatures: Vec::new() };
        note.sign("区.example/log", &key);
        let read = Note::parse(note.to_string().as_bytes()).unwrap();
        assert_eq!(read, note);
        assert!(read.is_signed_by(&VerifierKey::log("区.example/log", key.public())));
        assert!(!read.is_signed_by(&VerifierKey::log("他.example/log", key.public())));
        // A second line that claims to be by the key and does not hold spoils the note.
        let mut spoilt = read;
        let mut false_line = spoilt.signatures[0].clone();
        false_line.bytes[5] ^= 1;
        spoilt.signatures.push(false_line);
        assert!(!spoilt.is_signed_by(&VerifierKey::log("区.example/log", key.public())));
    }

    #[test]
    fn malformed_notes_are_refused() {
        let signature = NOTE.split("\n\n").nth(1).unwrap();
        for bad in [
            String::new(),
            "text\n".to_owned(),
            NOTE.trim_end().to_owned(),
            NOTE.replace('\n', "\r\n"),
            format!("\u{feff}{NOTE}"),
            NOTE.replace("message", "mess\tage"),
            NOTE.replace("— example", "- example"),
            NOTE.replace("— example.com/foo", "— exa+mple"),
            NOTE.replace("— example.com/foo", "—  "),
            NOTE.replace("yaQM=", "yaQM"),
            NOTE.replace("yaQM=", "yaQ!="),
            NOTE.replace(signature, "— example.com/foo Uw2QOg==\n"),
            format!("{NOTE}\n"),
            format!("text\n\n{}", signature.repeat(65)),
        ] {
            assert!(Note::parse(bad.as_bytes()).is_err(), "{bad:?}");
        }
        assert!(Note::parse(b"\xff\n\n").is_err());
    }

    #[test]
    fn malformed_keys_are_refused() {
        for bad in [
            "",
            "name",
            "name+00000000",
            "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+BukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
            "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3Q==",
        ] {
            assert!(bad.parse::<VerifierKey>().is_err(), "{bad}");
        }
    }
}
