//! Envelopes, statements and records from any bytes: what is read in two ways is refused, what is written again says
//! the same, and no byte of a payload changes on its way.
#![no_main]

use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE, pre_authentication_encoding};
use fugi::evidence::format::json;
use fugi::evidence::format::kind::Kind;
use fugi::evidence::format::statement::{Refusal, Statement};
use fugi_fuzz::is_told;
use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use std::sync::LazyLock;

static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::from_seed(&[1; 32]));

fuzz_target!(|bytes: &[u8]| {
    any_json(bytes);
    any_envelope(bytes);
    any_statement(bytes);
    any_record(bytes);
    any_payload(bytes);
});

/// What another reader refuses is refused here; what stands before or inside a text and changes it is refused too.
fn any_json(bytes: &[u8]) {
    let read = match json::parse(bytes) {
        Ok(value) => value,
        Err(problem) => return is_told(&problem.text()),
    };
    assert!(!bytes.starts_with(b"\xEF\xBB\xBF"), "a byte order mark");
    let text = std::str::from_utf8(bytes).expect("UTF-8");
    let plain: Value = serde_json::from_str(text).expect("JSON for another reader");
    assert_eq!(plain, read);
    // A key that stands twice, whatever its spelling: the first of them in its place once more.
    if let Value::Object(fields) = &read
        && let Some(key) = fields.keys().next()
    {
        let rest = text.trim_start().strip_prefix('{').expect("an object");
        let twice = format!("{{{}:null,{rest}", Value::from(key.as_str()));
        let refused = json::parse(twice.as_bytes());
        assert!(
            matches!(refused, Err(json::JsonError::RepeatedKey(_) | json::JsonError::TooLarge(_))),
            "{refused:?}"
        );
    }
}

fn any_envelope(bytes: &[u8]) {
    match Envelope::parse(bytes) {
        Err(problem) => is_told(&problem.text()),
        Ok(envelope) => {
            assert!(json::parse(bytes).is_ok());
            let again = Envelope::parse(envelope.to_json().as_bytes());
            assert_eq!(again.as_ref(), Ok(&envelope));
            let _ = envelope.signers(&[KEY.public()]);
            if let Err(refusal) = Statement::of(&envelope) {
                is_told(&refusal.text());
            }
        }
    }
}

fn any_statement(bytes: &[u8]) {
    match Statement::parse(bytes) {
        Err(refusal) => {
            is_told(&refusal.text());
            if let Refusal::Fields(_, problems) = &refusal {
                assert!(!problems.is_empty(), "it was refused, and nothing is said of it");
            }
        }
        Ok(statement) => says_the_same(&statement),
    }
}

/// The bytes as what a record says, of each kind.
fn any_record(bytes: &[u8]) {
    let Ok(value) = json::parse(bytes) else { return };
    for kind in Kind::ALL {
        match kind.read(&value) {
            Err(problems) => {
                assert!(!problems.is_empty(), "it was refused, and nothing is said of it");
                problems.iter().for_each(|problem| is_told(&problem.message));
            }
            Ok(predicate) => {
                assert_eq!(predicate.kind(), *kind);
                says_the_same(&Statement { subjects: Vec::new(), predicate });
            }
        }
    }
}

fn says_the_same(statement: &Statement) {
    let problems = statement.problems();
    problems.iter().for_each(|problem| is_told(&problem.message));
    let _ = (statement.predicate.attachments(), statement.predicate.party(), statement.predicate.named());
    if statement.subjects.is_empty() {
        let written = serde_json::to_value(&statement.predicate).expect("JSON");
        let again = statement.predicate.kind().read(&written).expect("what was written is read");
        assert_eq!(again, statement.predicate);
        return;
    }
    let payload = statement.to_payload().expect("a payload");
    let again = Statement::parse(&payload).expect("what was written is read");
    assert_eq!(&again, statement);
    assert_eq!(again.to_payload().expect("a payload"), payload);
}

/// The bytes as what is signed: they come out of the envelope as they went in, and nothing else verifies.
fn any_payload(bytes: &[u8]) {
    let envelope = Envelope::sign(STATEMENT_TYPE, bytes.to_vec(), &[&*KEY]);
    let text = envelope.to_json();
    if text.len() > json::LARGEST {
        return;
    }
    let mut read = Envelope::parse(text.as_bytes()).expect("an envelope");
    assert_eq!(read.payload, bytes);
    assert_eq!(read.signers(&[KEY.public()]).len(), 1);
    assert!(pre_authentication_encoding(STATEMENT_TYPE, bytes).ends_with(bytes));
    read.payload.push(b' ');
    assert!(read.signers(&[KEY.public()]).is_empty());
}
