//! Key files, public keys, key ids and signatures of `ssh-keygen` from any bytes. The first byte says what the rest
//! is: a text as it stands, or what stands in Base64 within one.
#![no_main]

use fugi::evidence::format::ed25519::PublicKey;
use fugi::evidence::format::key::{self, KeyId};
use fugi::evidence::format::sshsig::{self, SshSignature};
use fugi_fuzz::{is_told, to_base64};
use libfuzzer_sys::fuzz_target;
use pkcs8::EncryptedPrivateKeyInfoOwned;
use pkcs8::der::{Decode, SecretDocument};
use pkcs8::pkcs5::EncryptionScheme;
use pkcs8::pkcs5::pbes2::Kdf;
use std::sync::LazyLock;
use tempfile::NamedTempFile;

/// A private key is read from a file.
static FILE: LazyLock<NamedTempFile> = LazyLock::new(|| NamedTempFile::new().expect("a file"));

/// Most work that a trial may take; what a key file may ask for takes seconds.
const MOST_WORK: u64 = 1 << 12;

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    match choice % 6 {
        0 => {
            let text = String::from_utf8_lossy(rest);
            private(&text);
            public(&text);
            line(&text);
            signature(text.as_bytes());
            id(&text);
        }
        1 => private(&wrapped("ENCRYPTED PRIVATE KEY", rest)),
        2 => public(&wrapped("PUBLIC KEY", rest)),
        3 => signature(wrapped("SSH SIGNATURE", rest).as_bytes()),
        4 => line(&format!("ssh-ed25519 {}", to_base64(rest))),
        _ => {
            let Ok(bytes) = <&[u8; 32]>::try_from(rest) else { return };
            if let Ok(key) = PublicKey::from_bytes(bytes) {
                assert_eq!(key.bytes(), bytes);
                comes_back(&key);
            }
        }
    }
});

fn wrapped(label: &str, bytes: &[u8]) -> String {
    let encoded = to_base64(bytes);
    let lines: Vec<&str> =
        encoded.as_bytes().chunks(64).filter_map(|line| std::str::from_utf8(line).ok()).collect();
    format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n"))
}

fn private(text: &str) {
    if is_too_much_work(text) {
        return;
    }
    std::fs::write(FILE.path(), text).expect("written");
    let named = key::id_of_file(FILE.path());
    match key::load(FILE.path(), "p") {
        Err(error) => is_told(&error.text()),
        Ok(key) => {
            let own = KeyId::of(&key.public());
            assert!(named.expect("it was read before").is_none_or(|id| id == own));
            comes_back(&key.public());
        }
    }
}

/// Finds every block, as the reader does, that asks for more work than a trial may take.
fn is_too_much_work(text: &str) -> bool {
    let (begin, end) = ("-----BEGIN ENCRYPTED PRIVATE KEY-----", "-----END ENCRYPTED PRIVATE KEY-----");
    let Some(block) = text.find(begin).and_then(|at| text.get(at..)) else { return false };
    let Some(block) = block.find(end).and_then(|at| block.get(..at + end.len())) else { return false };
    let Ok((_, document)) = SecretDocument::from_pem(block) else { return false };
    let Ok(info) = EncryptedPrivateKeyInfoOwned::from_der(document.as_bytes()) else { return false };
    let EncryptionScheme::Pbes2(parameters) = &info.encryption_algorithm else { return false };
    match &parameters.kdf {
        Kdf::Pbkdf2(rounds) => u64::from(rounds.iteration_count) > MOST_WORK,
        Kdf::Scrypt(cost) => {
            let (size, lanes) = (u64::from(cost.block_size), u64::from(cost.parallelization));
            cost.cost_parameter.saturating_mul(size).saturating_mul(lanes) > MOST_WORK
        }
        _ => false,
    }
}

fn public(text: &str) {
    if let Ok(key) = key::public_from_text(text) {
        comes_back(&key);
    }
}

fn comes_back(key: &PublicKey) {
    let text = key::public_text(key, &["名: 見本".to_owned()]).expect("a text");
    assert_eq!(key::public_from_text(&text), Ok(*key));
    let line = sshsig::allowed_signer("見本", sshsig::RECORD, key);
    let (_, line) = line.split_once("\" ").expect("a key behind the namespaces");
    assert_eq!(sshsig::public_from_line(line), Ok(*key));
    id(&KeyId::of(key).to_string());
}

fn line(text: &str) {
    match sshsig::public_from_line(text) {
        Ok(key) => comes_back(&key),
        Err(problem) => is_told(&problem.text()),
    }
}

fn signature(bytes: &[u8]) {
    match SshSignature::parse(bytes) {
        Err(problem) => is_told(&problem.text()),
        Ok(signature) => {
            assert_eq!(SshSignature::parse(signature.to_text().as_bytes()).as_ref(), Ok(&signature));
            if let Err(problem) = signature.verify(sshsig::RECORD, b"m") {
                is_told(&problem.text());
            }
        }
    }
}

fn id(text: &str) {
    if let Ok(id) = text.parse::<KeyId>() {
        assert_eq!(id.to_string(), text);
        assert!(text.starts_with(&id.short()));
    }
}
