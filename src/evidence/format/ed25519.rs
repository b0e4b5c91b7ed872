//! Ed25519 signatures (RFC 8032), verified strictly.
//!
//! Only `verify_strict` is used: what it accepts, OpenSSL, libsodium, Go and Node accept too. Batch verification is
//! forbidden: it accepts signatures with a component of small order that every single verifier rejects
//! (Wycheproof `tcId` 151), so a signer could sign today and deny it tomorrow. The feature is not compiled in.

use ed25519_dalek::{Signature, Signer as _, SigningKey, VerifyingKey};

/// A public key: a point that is neither malformed nor of small order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PublicKey(VerifyingKey);

/// Why bytes are no public key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("these 32 bytes are no Ed25519 public key, or a weak one")]
pub struct NotAKey;

impl PublicKey {
    /// Returns the key of its 32 bytes (RFC 8032, 5.1.5).
    ///
    /// # Errors
    ///
    /// [`NotAKey`] where the bytes are no point of the curve, or one of small order, under which anything verifies.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, NotAKey> {
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| NotAKey)?;
        if key.is_weak() { Err(NotAKey) } else { Ok(Self(key)) }
    }

    /// Returns the 32 bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Returns whether the 64 bytes are this key's signature over the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}

/// A private key; it is wiped from memory when it is dropped.
pub struct PrivateKey(SigningKey);

impl PrivateKey {
    /// Returns the key of a seed (RFC 8032, 5.1.5).
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Returns the seed, to be written encrypted.
    #[must_use]
    pub fn seed(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Returns the public key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// Returns the signature over a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl std::fmt::Debug for PrivateKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PrivateKey(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_holds_for_its_message_and_key_only() {
        let (one, other) = (PrivateKey::from_seed(&[1; 32]), PrivateKey::from_seed(&[2; 32]));
        let signature = one.sign(b"report");
        assert!(one.public().verifies(b"report", &signature));
        assert!(!one.public().verifies(b"Report", &signature));
        assert!(!other.public().verifies(b"report", &signature));
        assert!(!format!("{one:?}").contains('1'));
    }

    #[test]
    fn a_key_of_small_order_is_refused() {
        // The neutral element: under it, one signature would hold for every message.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        assert_eq!(PublicKey::from_bytes(&neutral), Err(NotAKey));
    }
}
