//! Signatures of `ssh-keygen -Y sign` (OpenSSH, `PROTOCOL.sshsig`), Ed25519 only.
//!
//! It is the verifier that most likely stands on an office desk already. A contractor who will not install this program
//! signs the statement's file with it; the ward's checkpoint can be given out with one.

use super::ed25519::{PrivateKey, PublicKey};
use crate::diagnostic::Text;
use crate::spelling::short;
use crate::text;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256, Sha512};

/// Namespace of a record; a signature of another namespace is another promise.
pub const RECORD: &str = "record@fugi.example";

/// Namespace of a checkpoint.
pub const CHECKPOINT: &str = "checkpoint@fugi.example";

const MAGIC: &[u8] = b"SSHSIG";
const KEY_TYPE: &[u8] = b"ssh-ed25519";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";

/// The longest file that is read.
const LARGEST: usize = 64 * 1024;

/// A signature file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SshSignature {
    /// The key that says it signed.
    pub key: PublicKey,
    /// What the signature is for.
    pub namespace: String,
    hash: Hash,
    bytes: [u8; 64],
}

/// How the message is hashed before it is signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hash {
    Sha256,
    Sha512,
}

impl Hash {
    fn name(self) -> &'static [u8] {
        match self {
            Self::Sha256 => b"sha256",
            Self::Sha512 => b"sha512",
        }
    }

    fn of(self, message: &[u8]) -> Vec<u8> {
        match self {
            Self::Sha256 => Sha256::digest(message).to_vec(),
            Self::Sha512 => Sha512::digest(message).to_vec(),
        }
    }
}

/// Why a file is no signature that can be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SshSignatureError {
    /// No signature of `ssh-keygen`.
    #[error("no SSH signature")]
    NotASignature,
    /// Another kind of key.
    #[error("a key of type `{0}`")]
    KeyType(String),
    /// Another hash.
    #[error("the hash `{0}`")]
    Hash(String),
    /// For something else.
    #[error("the namespace is `{0}`")]
    Namespace(String),
    /// Not over this message.
    #[error("the signature does not hold")]
    Wrong,
}

impl SshSignatureError {
    /// Returns what a reader is told.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::NotASignature => {
                text!("ssh-keygen の署名ファイルではありません", "it is no signature file of ssh-keygen")
            }
            Self::KeyType(found) => {
                let found = short(found);
                text!(
                    "鍵の種類「{found}」は使えません（ed25519 だけ。`ssh-keygen -t ed25519` で作れます）",
                    "keys of type `{found}` are not accepted (only ed25519)"
                )
            }
            Self::Hash(found) => {
                let found = short(found);
                text!(
                    "ハッシュ「{found}」は使えません（sha512 か sha256）",
                    "the hash `{found}` is not accepted"
                )
            }
            Self::Namespace(found) => {
                let found = short(found);
                text!(
                    "署名の用途（namespace）が「{found}」です。`-n {RECORD}` を付けて署名してください",
                    "the namespace is `{found}`; sign with `-n {RECORD}`"
                )
            }
            Self::Wrong => text!(
                "署名が合いません。署名の後でファイルが変わったか、別のファイルの署名です",
                "the signature does not hold: the file changed, or it is another file's"
            ),
        }
    }
}

impl SshSignature {
    /// Reads a signature file: ASCII, Base64 between the two marks, with line ends and blanks anywhere but within these.
    ///
    /// # Errors
    ///
    /// [`SshSignatureError`] where it is none, or of a kind that is not accepted.
    pub fn parse(text: &[u8]) -> Result<Self, SshSignatureError> {
        let not = || SshSignatureError::NotASignature;
        // Other blanks (a tab, U+3000) are read by some programs and not by others, so that they would judge differently.
        const BLANKS: [char; 3] = [' ', '\r', '\n'];
        let text = std::str::from_utf8(text).ok().filter(|text| text.len() <= LARGEST).ok_or_else(not)?;
        let inner = text
            .trim_matches(BLANKS)
            .strip_prefix(BEGIN)
            .and_then(|rest| rest.strip_suffix(END))
            .ok_or_else(not)?;
        let joined = inner.replace(BLANKS, "");
        let bytes = STANDARD.decode(joined).map_err(|_| not())?;
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(not)?;
        if take(&mut rest, 4).ok_or_else(not)? != [0, 0, 0, 1] {
            return Err(not());
        }
        let public = string(&mut rest).ok_or_else(not)?;
        let namespace = string(&mut rest).ok_or_else(not)?;
        let _reserved = string(&mut rest).filter(|reserved| reserved.is_empty()).ok_or_else(not)?;
        let hash = string(&mut rest).ok_or_else(not)?;
        let signature = string(&mut rest).filter(|_| rest.is_empty()).ok_or_else(not)?;
        let key = public_of(public)?;
        let hash = match hash {
            b"sha256" => Hash::Sha256,
            b"sha512" => Hash::Sha512,
            other => return Err(SshSignatureError::Hash(String::from_utf8_lossy(other).into_owned())),
        };
        let bytes = typed(signature)?.try_into().map_err(|_| not())?;
        let namespace = String::from_utf8(namespace.to_vec()).map_err(|_| not())?;
        Ok(Self { key, namespace, hash, bytes })
    }

    /// Confirms that the key signed this message for this namespace.
    ///
    /// # Errors
    ///
    /// [`SshSignatureError::Namespace`] and [`SshSignatureError::Wrong`].
    pub fn verify(&self, namespace: &str, message: &[u8]) -> Result<(), SshSignatureError> {
        if self.namespace != namespace {
            return Err(SshSignatureError::Namespace(self.namespace.clone()));
        }
        let signed = signed(namespace, self.hash, message);
        if self.key.verifies(&signed, &self.bytes) { Ok(()) } else { Err(SshSignatureError::Wrong) }
    }

    /// Signs a message for a namespace.
    #[must_use]
    pub fn sign(key: &PrivateKey, namespace: &str, message: &[u8]) -> Self {
        let hash = Hash::Sha512;
        let bytes = key.sign(&signed(namespace, hash, message));
        Self { key: key.public(), namespace: namespace.to_owned(), hash, bytes }
    }

    /// Returns the signature file.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut bytes = MAGIC.to_vec();
        bytes.extend_from_slice(&[0, 0, 0, 1]);
        push(&mut bytes, &blob(&self.key));
        push(&mut bytes, self.namespace.as_bytes());
        push(&mut bytes, b"");
        push(&mut bytes, self.hash.name());
        let mut signature = Vec::new();
        push(&mut signature, KEY_TYPE);
        push(&mut signature, &self.bytes);
        push(&mut bytes, &signature);
        let encoded = STANDARD.encode(bytes);
        let letters: Vec<char> = encoded.chars().collect();
        let lines: Vec<String> = letters.chunks(70).map(|line| line.iter().collect()).collect();
        format!("{BEGIN}\n{}\n{END}\n", lines.join("\n"))
    }
}

/// Returns the public key of a line of `id_ed25519.pub`.
///
/// # Errors
///
/// [`SshSignatureError`] where it is no such line, or of another kind of key.
pub fn public_from_line(line: &str) -> Result<PublicKey, SshSignatureError> {
    let mut words = line.split_whitespace();
    let (Some(kind), Some(encoded)) = (words.next(), words.next()) else {
        return Err(SshSignatureError::NotASignature);
    };
    if kind.as_bytes() != KEY_TYPE {
        return Err(SshSignatureError::KeyType(kind.to_owned()));
    }
    public_of(&STANDARD.decode(encoded).map_err(|_| SshSignatureError::NotASignature)?)
}

/// Returns a line of `allowed_signers` for `ssh-keygen -Y verify`.
#[must_use]
pub fn allowed_signer(principal: &str, namespace: &str, key: &PublicKey) -> String {
    format!("{principal} namespaces=\"{namespace}\" ssh-ed25519 {}\n", STANDARD.encode(blob(key)))
}

fn signed(namespace: &str, hash: Hash, message: &[u8]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    push(&mut bytes, namespace.as_bytes());
    push(&mut bytes, b"");
    push(&mut bytes, hash.name());
    push(&mut bytes, &hash.of(message));
    bytes
}

fn blob(key: &PublicKey) -> Vec<u8> {
    let mut bytes = Vec::new();
    push(&mut bytes, KEY_TYPE);
    push(&mut bytes, key.bytes());
    bytes
}

fn public_of(blob: &[u8]) -> Result<PublicKey, SshSignatureError> {
    let bytes: [u8; 32] = typed(blob)?.try_into().map_err(|_| SshSignatureError::NotASignature)?;
    PublicKey::from_bytes(&bytes).map_err(|_| SshSignatureError::NotASignature)
}

/// Returns what follows the type of key in a blob of two strings.
fn typed(mut blob: &[u8]) -> Result<&[u8], SshSignatureError> {
    let kind = string(&mut blob).ok_or(SshSignatureError::NotASignature)?;
    if kind != KEY_TYPE {
        return Err(SshSignatureError::KeyType(String::from_utf8_lossy(kind).into_owned()));
    }
    string(&mut blob).filter(|_| blob.is_empty()).ok_or(SshSignatureError::NotASignature)
}

fn take<'b>(bytes: &mut &'b [u8], count: usize) -> Option<&'b [u8]> {
    let (head, rest) = bytes.split_at_checked(count)?;
    *bytes = rest;
    Some(head)
}

/// Takes a string of the SSH protocol: a length of four bytes, then the bytes (RFC 4251, section 5).
fn string<'b>(bytes: &mut &'b [u8]) -> Option<&'b [u8]> {
    let length: [u8; 4] = take(bytes, 4)?.try_into().ok()?;
    take(bytes, usize::try_from(u32::from_be_bytes(length)).ok()?)
}

fn push(bytes: &mut Vec<u8>, part: &[u8]) {
    bytes.extend_from_slice(&u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
    bytes.extend_from_slice(part);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_signature_holds_for_its_message_and_namespace_only() {
        let key = PrivateKey::from_seed(&[3; 32]);
        let text = SshSignature::sign(&key, RECORD, b"statement").to_text();
        let read = SshSignature::parse(text.as_bytes()).unwrap();
        assert_eq!(read.key, key.public());
        assert_eq!(read.verify(RECORD, b"statement"), Ok(()));
        assert_eq!(read.verify(RECORD, b"Statement"), Err(SshSignatureError::Wrong));
        assert_eq!(read.verify("git", b"statement"), Err(SshSignatureError::Namespace(RECORD.to_owned())));
        for same in [text.replace('\n', "\r\n"), text.replace('\n', " \n  "), text.replace('\n', "")] {
            assert_eq!(SshSignature::parse(same.as_bytes()).as_ref(), Ok(&read), "{same:?}");
        }
        for blank in ['\t', '\u{b}', '\u{c}', '\u{85}', '\u{a0}', '\u{3000}', '\u{2028}', '\u{feff}'] {
            for other in [
                format!("{text}{blank}"),
                format!("{blank}{text}"),
                text.replace('\n', &format!("{blank}\n")),
            ] {
                assert_eq!(
                    SshSignature::parse(other.as_bytes()),
                    Err(SshSignatureError::NotASignature),
                    "{other:?}"
                );
            }
        }
    }

    #[test]
    fn other_keys_are_named() {
        assert_eq!(
            public_from_line("ssh-rsa AAAA someone"),
            Err(SshSignatureError::KeyType("ssh-rsa".to_owned()))
        );
        assert_eq!(public_from_line("ssh-ed25519"), Err(SshSignatureError::NotASignature));
        let key = PrivateKey::from_seed(&[3; 32]).public();
        let line = allowed_signer("a", RECORD, &key);
        let line = line.split_once("\" ").unwrap().1;
        assert_eq!(public_from_line(line), Ok(key));
    }

    proptest! {
        #[test]
        fn no_bytes_panic_and_no_flip_verifies(at in 0usize..400, flip in 1u8..=255, junk in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = SshSignature::parse(&junk);
            let key = PrivateKey::from_seed(&[3; 32]);
            let mut text = SshSignature::sign(&key, RECORD, b"m").to_text().into_bytes();
            let at = at % text.len();
            text[at] ^= flip;
            if let Ok(read) = SshSignature::parse(&text) {
                // White space is no part of the signature.
                let same = read == SshSignature::sign(&key, RECORD, b"m");
                prop_assert!(same || read.verify(RECORD, b"m").is_err() || read.key != key.public());
            }
        }
    }
}
