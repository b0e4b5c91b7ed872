//! The envelope of a record: DSSE v1.0.2 (<https://github.com/secure-systems-lab/dsse>).
//!
//! What is signed is not the payload alone but its type and lengths with it (the pre-authentication encoding), so that
//! a signature over one type of thing never passes for another. A threshold counts distinct keys, never signatures.

use super::ed25519::{PrivateKey, PublicKey};
use super::json;
use super::key::KeyId;
use crate::diagnostic::Text;
use crate::text;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig, STANDARD};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Type of a payload that is an in-toto statement.
pub const STATEMENT_TYPE: &str = "application/vnd.in-toto+json";

/// Type of a payload that is a version of the key register.
pub const REGISTER_TYPE: &str = "application/vnd.fugi.register+json";

/// The most signatures that are read.
pub const MOST_SIGNATURES: usize = 16;

/// Base64 with or without padding is read, as DSSE demands of the two alphabets.
const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const STANDARD_ALPHABET: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, LENIENT);
const URL_ALPHABET: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT);

/// A payload, its type, and who signed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Envelope {
    /// What the payload is; under the signature.
    pub payload_type: String,
    /// The bytes that were signed.
    pub payload: Vec<u8>,
    /// The signatures, in the order of the file.
    pub signatures: Vec<Signature>,
}

/// One signature of an envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// Which key made it: a hint that is not under the signature; only a key that verifies counts.
    pub key_id: Option<String>,
    /// The 64 bytes of Ed25519.
    pub bytes: [u8; 64],
}

/// Why bytes are no envelope.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnvelopeError {
    /// No JSON to rely on.
    #[error(transparent)]
    Json(#[from] json::JsonError),
    /// A field is missing, or another kind of value.
    #[error("the field `{0}` is missing or no text")]
    Field(&'static str),
    /// A field is no base64.
    #[error("the field `{0}` is no base64")]
    Base64(&'static str),
    /// Another type of payload.
    #[error("the payload type is `{0}`")]
    PayloadType(String),
    /// Nobody signed.
    #[error("no signature")]
    NoSignature,
    /// More than [`MOST_SIGNATURES`].
    #[error("{0} signatures")]
    TooManySignatures(usize),
    /// Not 64 bytes.
    #[error("a signature of {0} bytes")]
    SignatureLength(usize),
}

impl EnvelopeError {
    /// Returns what a reader is told.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Json(problem) => problem.text(),
            Self::Field(name) => text!(
                "「{name}」がないか、形が違います（DSSE の封筒ではありません）",
                "`{name}` is missing or of another shape (no DSSE envelope)"
            ),
            Self::Base64(name) => text!("「{name}」が base64 として読めません", "`{name}` is no base64"),
            Self::PayloadType(found) => text!(
                "payloadType が「{found}」で、{STATEMENT_TYPE} ではありません",
                "the payload type is `{found}`, not {STATEMENT_TYPE}"
            ),
            Self::NoSignature => text!("署名が一つもありません", "there is no signature"),
            Self::TooManySignatures(found) => text!(
                "署名が{found}個あります（上限 {MOST_SIGNATURES}個）",
                "there are {found} signatures (limit {MOST_SIGNATURES})"
            ),
            Self::SignatureLength(found) => text!(
                "署名が{found}バイトです（Ed25519 は64バイト）",
                "a signature has {found} bytes (Ed25519 has 64)"
            ),
        }
    }
}

/// Returns the bytes that are signed: the pre-authentication encoding of type and payload.
#[must_use]
pub fn pre_authentication_encoding(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!("DSSEv1 {} {payload_type} {} ", payload_type.len(), payload.len());
    let mut bytes = Vec::with_capacity(head.len() + payload.len());
    bytes.extend_from_slice(head.as_bytes());
    bytes.extend_from_slice(payload);
    bytes
}

impl Envelope {
    /// Returns the envelope of a payload, signed by each key.
    #[must_use]
    pub fn sign(payload_type: &str, payload: Vec<u8>, keys: &[&PrivateKey]) -> Self {
        let mut envelope = Self { payload_type: payload_type.to_owned(), payload, signatures: Vec::new() };
        for key in keys {
            envelope.add_signature(key);
        }
        envelope
    }

    /// Adds a signature.
    pub fn add_signature(&mut self, key: &PrivateKey) {
        let message = pre_authentication_encoding(&self.payload_type, &self.payload);
        let key_id = Some(KeyId::of(&key.public()).to_string());
        self.signatures.push(Signature { key_id, bytes: key.sign(&message) });
    }

    /// Reads an envelope. Unknown fields of it are passed over, as DSSE demands; the payload is decoded once.
    ///
    /// # Errors
    ///
    /// The first [`EnvelopeError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, EnvelopeError> {
        let value = json::parse(bytes)?;
        let text =
            |name: &'static str| value.get(name).and_then(Value::as_str).ok_or(EnvelopeError::Field(name));
        let payload_type = text("payloadType")?.to_owned();
        let payload = base64_of(text("payload")?).ok_or(EnvelopeError::Base64("payload"))?;
        let signatures =
            value.get("signatures").and_then(Value::as_array).ok_or(EnvelopeError::Field("signatures"))?;
        if signatures.is_empty() {
            return Err(EnvelopeError::NoSignature);
        }
        if signatures.len() > MOST_SIGNATURES {
            return Err(EnvelopeError::TooManySignatures(signatures.len()));
        }
        let signatures = signatures.iter().map(signature).collect::<Result<_, _>>()?;
        Ok(Self { payload_type, payload, signatures })
    }

    /// Returns the envelope as JSON with standard base64, ending with a line break.
    #[must_use]
    pub fn to_json(&self) -> String {
        let signatures: Vec<Value> = self
            .signatures
            .iter()
            .map(|signature| {
                let mut entry = Map::new();
                if let Some(id) = &signature.key_id {
                    entry.insert("keyid".to_owned(), id.as_str().into());
                }
                entry.insert("sig".to_owned(), STANDARD.encode(signature.bytes).into());
                Value::Object(entry)
            })
            .collect();
        let value = json!({
            "payloadType": self.payload_type,
            "payload": STANDARD.encode(&self.payload),
            "signatures": signatures,
        });
        format!("{value:#}\n")
    }

    /// Returns which of the keys signed, each once, however often it did.
    #[must_use]
    pub fn signers<'k>(&self, keys: impl IntoIterator<Item = &'k PublicKey>) -> BTreeSet<KeyId> {
        let message = pre_authentication_encoding(&self.payload_type, &self.payload);
        keys.into_iter()
            .filter(|key| self.signatures.iter().any(|signature| key.verifies(&message, &signature.bytes)))
            .map(KeyId::of)
            .collect()
    }
}

fn signature(value: &Value) -> Result<Signature, EnvelopeError> {
    let key_id = match value.get("keyid") {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.clone()),
        Some(_) => return Err(EnvelopeError::Field("keyid")),
    };
    let text = value.get("sig").and_then(Value::as_str).ok_or(EnvelopeError::Field("sig"))?;
    let bytes = base64_of(text).ok_or(EnvelopeError::Base64("sig"))?;
    let length = bytes.len();
    let bytes = bytes.try_into().map_err(|_| EnvelopeError::SignatureLength(length))?;
    Ok(Signature { key_id, bytes })
}

/// Reads base64 of either alphabet, never of both in one text.
fn base64_of(text: &str) -> Option<Vec<u8>> {
    STANDARD_ALPHABET.decode(text).or_else(|_| URL_ALPHABET.decode(text)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_encoding_of_the_specification() {
        // DSSE v1.0.2, protocol.md, test vectors.
        assert_eq!(
            pre_authentication_encoding("http://example.com/HelloWorld", b"hello world"),
            b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
        );
        assert_eq!(pre_authentication_encoding("", b""), b"DSSEv1 0  0 ");
        // Lengths are bytes, not characters.
        assert_eq!(pre_authentication_encoding("型", "区".as_bytes()), "DSSEv1 3 型 3 区".as_bytes());
    }

    #[test]
    fn a_key_counts_once_and_only_where_it_verifies() {
        let (one, two) = (PrivateKey::from_seed(&[1; 32]), PrivateKey::from_seed(&[2; 32]));
        let mut envelope = Envelope::sign(STATEMENT_TYPE, b"{}".to_vec(), &[&one, &one]);
        let keys = [one.public(), two.public()];
        assert_eq!(envelope.signers(&keys).len(), 1);
        // A key id that lies changes nothing.
        envelope.signatures[0].key_id = Some(KeyId::of(&two.public()).to_string());
        assert_eq!(envelope.signers(&keys).into_iter().collect::<Vec<_>>(), [KeyId::of(&one.public())]);
        envelope.payload = b"{ }".to_vec();
        assert!(envelope.signers(&keys).is_empty());
    }

    #[test]
    fn what_is_written_is_read_back_and_either_alphabet_is_read() {
        let key = PrivateKey::from_seed(&[1; 32]);
        let envelope = Envelope::sign(STATEMENT_TYPE, vec![0xfb, 0xff, 0xfe, 0x3e], &[&key]);
        let text = envelope.to_json();
        assert_eq!(Envelope::parse(text.as_bytes()), Ok(envelope.clone()));
        let url = text.replace("+/", "-_").replace("=\"", "\"");
        let url = url.replace('+', "-");
        let url: String = url
            .lines()
            .map(|line| {
                if line.contains("vnd.in-toto") {
                    format!("  \"payloadType\": \"{STATEMENT_TYPE}\",\n")
                } else {
                    format!("{}\n", line.replace('/', "_"))
                }
            })
            .collect();
        assert_eq!(Envelope::parse(url.as_bytes()), Ok(envelope));
        assert_eq!(base64_of("+-"), None);
    }

    #[test]
    fn each_wrong_envelope_has_its_own_message() {
        let parse = |text: &str| Envelope::parse(text.as_bytes()).unwrap_err();
        assert_eq!(parse("[]"), EnvelopeError::Field("payloadType"));
        assert_eq!(
            parse(r#"{"payloadType":"t","payload":1,"signatures":[]}"#),
            EnvelopeError::Field("payload")
        );
        assert_eq!(
            parse(r#"{"payloadType":"t","payload":"*","signatures":[]}"#),
            EnvelopeError::Base64("payload")
        );
        assert_eq!(parse(r#"{"payloadType":"t","payload":"","signatures":[]}"#), EnvelopeError::NoSignature);
        assert_eq!(
            parse(r#"{"payloadType":"t","payload":"","signatures":[{"sig":"AA=="}]}"#),
            EnvelopeError::SignatureLength(1)
        );
        let many = format!(
            r#"{{"payloadType":"t","payload":"","signatures":[{}]}}"#,
            [r#"{"sig":""}"#; MOST_SIGNATURES + 1].join(",")
        );
        assert_eq!(parse(&many), EnvelopeError::TooManySignatures(MOST_SIGNATURES + 1));
        assert!(matches!(
            parse(r#"{"payload":"","payload":""}"#),
            EnvelopeError::Json(json::JsonError::RepeatedKey(_))
        ));
    }
}
