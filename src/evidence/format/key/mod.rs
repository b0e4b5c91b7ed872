//! Keys as files: a private key encrypted for `OpenSSL` to read too, a public key to hand over, and the name of both.
//!
//! A private key is PKCS#8 version 1 (RFC 5958), encrypted with PBES2 (RFC 8018), scrypt with N = 2^14 (RFC 7914) and
//! AES-256-CBC. CBC is not authenticated, so the text before the key names the key it must turn out to be.

mod error;

pub use error::{Error, Wanted};

use super::digest::Digest;
use super::ed25519::{NotAKey, PrivateKey, PublicKey};
use ed25519_dalek::pkcs8::{
    DecodePublicKey as _, EncodePrivateKey as _, EncodePublicKey as _, KeypairBytes, PublicKeyBytes,
};
use pkcs8::der::asn1::OctetString;
use pkcs8::der::{Decode as _, SecretDocument};
use pkcs8::pkcs5::pbes2::{Kdf, Parameters};
use pkcs8::pkcs5::{EncryptionScheme, scrypt};
use pkcs8::{EncryptedPrivateKeyInfoOwned, LineEnding};
use std::fmt;
use std::fs;
use std::io::Read as _;
use std::path::Path;
use std::str::FromStr;
use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

/// Label of an encrypted private key (RFC 7468, section 11).
const PRIVATE_LABEL: &str = "ENCRYPTED PRIVATE KEY";

/// Label of a public key (RFC 7468, section 13).
const PUBLIC_LABEL: &str = "PUBLIC KEY";

/// What the line that names the key begins with.
const ID_LINE: &str = "key-id: ";

/// log2 of N of scrypt: the most that `OpenSSL` 3.0 works out within its own memory limit of 32 MiB.
const SCRYPT_LOG_N: u8 = 14;

/// The most work that a key file of another hand may ask for: memory of scrypt in bytes, rounds of PBKDF2.
const MOST_MEMORY: u64 = 256 * 1024 * 1024;
const MOST_ROUNDS: u32 = 10_000_000;

/// A key file is small; more is no key file.
const LARGEST_FILE: u64 = 64 * 1024;

/// The name of a public key: its TUF and securesystemslib key id.
///
/// The SHA-256 of `{"keytype":"ed25519","keyval":{"public":"<hex>"},"scheme":"ed25519"}`, so that
/// `printf … | sha256sum` reproduces it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(Digest);

impl KeyId {
    /// Returns the id of a public key.
    #[must_use]
    pub fn of(key: &PublicKey) -> Self {
        let public = Digest::from(*key.bytes());
        let text = format!(r#"{{"keytype":"ed25519","keyval":{{"public":"{public}"}},"scheme":"ed25519"}}"#);
        Self(Digest::of(text.as_bytes()))
    }

    /// Returns the digest that it is.
    #[must_use]
    pub fn digest(&self) -> &Digest {
        &self.0
    }

    /// Returns the first eight digits, enough for a reader to tell keys apart.
    #[must_use]
    pub fn short(&self) -> String {
        self.0.to_string().chars().take(8).collect()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for KeyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for KeyId {
    type Err = super::digest::NotADigest;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

/// Makes a new private key from the operating system's randomness.
///
/// # Errors
///
/// [`Error::NotMade`] where there is no randomness.
pub fn generate() -> Result<PrivateKey, Error> {
    let mut seed = Zeroizing::new([0_u8; 32]);
    getrandom::fill(seed.as_mut_slice()).map_err(|_| Error::NotMade)?;
    Ok(PrivateKey::from_seed(&seed))
}

/// Returns a passphrase in the one form (NFC) in which new keys are encrypted: where one keyboard writes が as one
/// character, another writes two, and nobody sees which.
#[must_use]
pub fn in_one_form(passphrase: &str) -> Zeroizing<String> {
    Zeroizing::new(passphrase.nfc().collect())
}

/// Returns the text of an encrypted private key file; `about` are lines for the reader (name, role). The passphrase
/// counts in its one form ([`in_one_form`]).
///
/// # Errors
///
/// [`Error::NotMade`] where there is no randomness.
pub fn encrypt(key: &PrivateKey, passphrase: &str, about: &[String]) -> Result<Zeroizing<String>, Error> {
    seal(key, &in_one_form(passphrase), about)
}

fn seal(key: &PrivateKey, passphrase: &str, about: &[String]) -> Result<Zeroizing<String>, Error> {
    let bytes = KeypairBytes { secret_key: *key.seed(), public_key: None };
    let (mut salt, mut iv) = ([0_u8; 16], [0_u8; 16]);
    getrandom::fill(&mut salt).and_then(|()| getrandom::fill(&mut iv)).map_err(|_| Error::NotMade)?;
    let made = || -> Result<Zeroizing<String>, pkcs8::Error> {
        let plain = bytes.to_pkcs8_der()?;
        let cost = scrypt::Params::new(SCRYPT_LOG_N, 8, 1)
            .map_err(|_| pkcs8::Error::EncryptedPrivateKey(pkcs8::pkcs5::Error::EncryptFailed))?;
        let parameters = Parameters::generate_scrypt_aes256cbc(cost, &salt, iv)
            .map_err(pkcs8::Error::EncryptedPrivateKey)?;
        let data = parameters
            .encrypt(passphrase.as_bytes(), plain.as_bytes())
            .map_err(pkcs8::Error::EncryptedPrivateKey)?;
        let info = EncryptedPrivateKeyInfoOwned {
            encryption_algorithm: EncryptionScheme::Pbes2(parameters),
            encrypted_data: OctetString::new(data)?,
        };
        Ok(SecretDocument::encode_msg(&info)?.to_pem(PRIVATE_LABEL, LineEnding::LF)?)
    };
    let pem = made().map_err(|_| Error::NotMade)?;
    Ok(Zeroizing::new(with_head(&pem, &key.public(), about)))
}

/// Returns the text of a public key file (SubjectPublicKeyInfo, RFC 8410), which `OpenSSL` reads.
///
/// # Errors
///
/// [`Error::NotMade`] where the encoder refuses.
pub fn public_text(key: &PublicKey, about: &[String]) -> Result<String, Error> {
    let pem = PublicKeyBytes(*key.bytes()).to_public_key_pem(LineEnding::LF).map_err(|_| Error::NotMade)?;
    Ok(with_head(&pem, key, about))
}

/// Puts lines before a PEM block; every reader of PEM passes over them (RFC 7468, section 5.2).
fn with_head(pem: &str, key: &PublicKey, about: &[String]) -> String {
    let mut text: String = about.iter().map(|line| format!("{line}\n")).collect();
    text.push_str(&format!("{ID_LINE}{}\n{pem}", KeyId::of(key)));
    text
}

/// Reads a private key, and confirms that it is the one its file names. A passphrase that does not open it as it was
/// typed is tried composed (NFC) and decomposed (NFD): the keyboard at which the key was made may write the other.
///
/// # Errors
///
/// [`Error`], for each reason its own.
pub fn load(path: &Path, passphrase: &str) -> Result<PrivateKey, Error> {
    let text = Zeroizing::new(read(path, Wanted::Private)?);
    let not_a_key = || Error::NotAKeyFile(path.to_owned(), Wanted::Private);
    if text.contains("-----BEGIN PRIVATE KEY-----") || text.contains("-----BEGIN OPENSSH PRIVATE KEY-----") {
        return Err(Error::NotEncrypted(path.to_owned()));
    }
    let (head, pem) = block(&text, PRIVATE_LABEL).ok_or_else(not_a_key)?;
    let (_, document) = SecretDocument::from_pem(pem).map_err(|_| not_a_key())?;
    let info = EncryptedPrivateKeyInfoOwned::from_der(document.as_bytes()).map_err(|_| not_a_key())?;
    if !is_bearable(&info.encryption_algorithm) {
        return Err(Error::TooMuchWork(path.to_owned()));
    }
    let typed = Zeroizing::new(passphrase.to_owned());
    let mut forms = vec![typed, in_one_form(passphrase), Zeroizing::new(passphrase.nfd().collect())];
    forms.dedup();
    let bytes = forms.iter().find_map(|form| {
        let plain = info.decrypt(form.as_bytes()).ok()?;
        KeypairBytes::try_from(plain.as_bytes()).ok()
    });
    let bytes = bytes.ok_or_else(|| Error::WrongPassphrase(path.to_owned()))?;
    let key = PrivateKey::from_seed(&bytes.secret_key);
    let own = KeyId::of(&key.public());
    if bytes.public_key.is_some_and(|public| public.0 != *key.public().bytes()) {
        return Err(Error::AnotherKey(path.to_owned(), own));
    }
    match named(head) {
        Some(id) if id != own => Err(Error::AnotherKey(path.to_owned(), id)),
        _ => Ok(key),
    }
}

/// Returns whether others than its owner can read the file of a private key, where the system knows owners.
#[must_use]
pub fn is_exposed(path: &Path) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::metadata(path).is_ok_and(|about| about.permissions().mode() & 0o077 != 0)
    }
    #[cfg(not(unix))]
    {
        let _ = path;
        false
    }
}

/// Reads a public key.
///
/// # Errors
///
/// [`Error::Unreadable`] and [`Error::NotAKeyFile`].
pub fn load_public(path: &Path) -> Result<PublicKey, Error> {
    let text = read(path, Wanted::Public)?;
    public_from_text(&text).map_err(|_| Error::NotAKeyFile(path.to_owned(), Wanted::Public))
}

/// Returns the public key of a file's text.
///
/// # Errors
///
/// [`NotAKey`] where it is none, or not the one that it names.
pub fn public_from_text(text: &str) -> Result<PublicKey, NotAKey> {
    let (head, pem) = block(text, PUBLIC_LABEL).ok_or(NotAKey)?;
    let bytes = PublicKeyBytes::from_public_key_pem(pem).map_err(|_| NotAKey)?;
    let key = PublicKey::from_bytes(&bytes.0)?;
    match named(head) {
        Some(id) if id != KeyId::of(&key) => Err(NotAKey),
        _ => Ok(key),
    }
}

/// Returns the id of the public key that belongs to a private key file, where the file names it.
///
/// # Errors
///
/// [`Error::Unreadable`] and [`Error::NotAKeyFile`].
pub fn id_of_file(path: &Path) -> Result<Option<KeyId>, Error> {
    let text = Zeroizing::new(read(path, Wanted::Private)?);
    Ok(named(&text))
}

fn read(path: &Path, wanted: Wanted) -> Result<String, Error> {
    let unreadable = |error| Error::Unreadable(path.to_owned(), error);
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(unreadable)?;
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    let not_a_key = || Error::NotAKeyFile(path.to_owned(), wanted);
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(not_a_key());
    }
    String::from_utf8(bytes).map_err(|_| not_a_key())
}

/// Returns the text before the one block of that label, and the block.
fn block<'t>(text: &'t str, label: &str) -> Option<(&'t str, &'t str)> {
    let (begin, end) = (format!("-----BEGIN {label}-----"), format!("-----END {label}-----"));
    let start = text.find(&begin)?;
    let stop = text.get(start..)?.find(&end)? + start + end.len();
    Some((text.get(..start)?, text.get(start..stop)?))
}

fn named(head: &str) -> Option<KeyId> {
    head.lines().find_map(|line| line.strip_prefix(ID_LINE)?.trim().parse().ok())
}

/// Returns whether opening the file is work that a key file may ask for.
fn is_bearable(scheme: &EncryptionScheme) -> bool {
    match scheme {
        EncryptionScheme::Pbes2(parameters) => match &parameters.kdf {
            Kdf::Pbkdf2(rounds) => rounds.iteration_count <= MOST_ROUNDS,
            Kdf::Scrypt(cost) => {
                let memory =
                    cost.cost_parameter.saturating_mul(u64::from(cost.block_size)).saturating_mul(128);
                memory <= MOST_MEMORY && cost.parallelization <= 16
            }
            _ => false,
        },
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::PathBuf;

    fn saved(folder: &tempfile::TempDir, text: &str) -> PathBuf {
        let path = folder.path().join("a.key.pem");
        fs::write(&path, text).unwrap();
        path
    }

    #[test]
    fn a_key_comes_back_with_its_passphrase_only() {
        let folder = tempfile::tempdir().unwrap();
        let key = PrivateKey::from_seed(&[7; 32]);
        let text = encrypt(&key, "正しい 合言葉", &["名: 見本".to_owned()]).unwrap();
        let path = saved(&folder, &text);
        assert_eq!(load(&path, "正しい 合言葉").unwrap().public(), key.public());
        assert!(matches!(load(&path, "違う合言葉"), Err(Error::WrongPassphrase(_))));
        assert_eq!(id_of_file(&path).unwrap(), Some(KeyId::of(&key.public())));
        assert!(!text.contains("BEGIN PRIVATE KEY"));
    }

    /// A keyboard of macOS may write が as two characters, the one of Windows writes one.
    #[test]
    fn a_passphrase_opens_its_key_in_either_form() {
        let folder = tempfile::tempdir().unwrap();
        let key = PrivateKey::from_seed(&[7; 32]);
        let (composed, decomposed) = ("がんばる合言葉", "か\u{3099}んは\u{3099}る合言葉");
        assert_ne!(composed, decomposed);
        let made = [
            encrypt(&key, composed, &[]).unwrap(),
            encrypt(&key, decomposed, &[]).unwrap(),
            // As earlier versions and other programs make it: as it is typed.
            seal(&key, decomposed, &[]).unwrap(),
        ];
        for text in made {
            let path = saved(&folder, &text);
            for typed in [composed, decomposed, "か\u{3099}んばる合言葉"] {
                assert_eq!(load(&path, typed).unwrap().public(), key.public(), "{typed}");
            }
            assert!(matches!(load(&path, "かんはる合言葉"), Err(Error::WrongPassphrase(_))));
        }
    }

    #[test]
    fn a_key_that_is_not_the_one_named_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let (key, other) = (PrivateKey::from_seed(&[7; 32]), PrivateKey::from_seed(&[8; 32]));
        let text = encrypt(&key, "p", &[]).unwrap();
        let (mine, theirs) = (KeyId::of(&key.public()).to_string(), KeyId::of(&other.public()).to_string());
        let path = saved(&folder, &text.replace(&mine, &theirs));
        assert!(matches!(load(&path, "p"), Err(Error::AnotherKey(..))));
        let public = public_text(&key.public(), &[]).unwrap();
        assert_eq!(public_from_text(&public), Ok(key.public()));
        assert_eq!(public_from_text(&public.replace(&mine, &theirs)), Err(NotAKey));
    }

    #[test]
    fn what_is_no_key_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        let load_text = |text: &str| load(&saved(&folder, text), "p").unwrap_err();
        assert!(matches!(load_text(""), Error::NotAKeyFile(..)));
        assert!(matches!(load_text("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"), Error::NotAKeyFile(..)));
        assert!(matches!(
            load_text("-----BEGIN PRIVATE KEY-----\nAA==\n-----END PRIVATE KEY-----\n"),
            Error::NotEncrypted(_)
        ));
        assert!(matches!(load(&folder.path().join("none"), "p"), Err(Error::Unreadable(..))));
        assert!(matches!(load_text(&"x".repeat(70_000)), Error::NotAKeyFile(..)));
    }

    #[test]
    fn the_id_is_that_of_securesystemslib() {
        // printf '{"keytype":"ed25519","keyval":{"public":"4d49b2…"},"scheme":"ed25519"}' | sha256sum
        let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEATUmyUC2x9wOXyvqXBS8hunb1h1Nc9OWdLnjeWgjXrq4=\n-----END PUBLIC KEY-----\n";
        let id = KeyId::of(&public_from_text(pem).unwrap());
        assert_eq!(id.to_string(), "5a39dac6915744e2d4497d901da227119c4de381852b0184e1730f8755670600");
        assert_eq!(id.short(), "5a39dac6");
    }
}
