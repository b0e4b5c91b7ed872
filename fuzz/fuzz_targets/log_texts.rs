//! The texts and bytes of the log and of whoever verifies it. The first byte says which reader gets the rest; what has
//! a printer comes out of it as it was read.
#![no_main]

use fugi::diagnostic::Text;
use fugi::evidence::format::checkpoint::Checkpoint;
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::envelope::{Envelope, REGISTER_TYPE};
use fugi::evidence::format::leaf::Leaf;
use fugi::evidence::format::malformed::Malformed;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::format::note::{Note, Signature, VerifierKey};
use fugi::evidence::format::policy::Policy;
use fugi::evidence::format::receipt::Receipt;
use fugi::evidence::format::register::Version;
use fugi::evidence::format::tile;
use fugi::evidence::log::witness::Request;
use fugi::evidence::store::name;
use fugi::evidence::verify::trust::TrustFile;
use fugi_fuzz::is_told;
use libfuzzer_sys::fuzz_target;
use std::fmt::{Debug, Display};
use std::sync::LazyLock;

static KEY: LazyLock<PrivateKey> = LazyLock::new(|| PrivateKey::from_seed(&[1; 32]));

fuzz_target!(|bytes: &[u8]| {
    let Some((choice, rest)) = bytes.split_first() else { return };
    let text = std::str::from_utf8(rest);
    match choice % 15 {
        0 => {
            let note = bytes_of(rest, Note::parse);
            let log = VerifierKey::log("mihon.example/evidence", KEY.public());
            assert!(note.is_none_or(|note| !note.is_signed_by(&log)));
        }
        1 => {
            let _ = text.map(|text| text_of(text, str::parse::<VerifierKey>));
        }
        2 => {
            if let Some(checkpoint) = bytes_of(rest, Checkpoint::parse) {
                is_a_head(checkpoint);
            }
        }
        3 => {
            let _ = text.map(|text| text_of(text, Signature::parse));
        }
        4 => {
            bytes_of(rest, Request::parse);
        }
        5 => receipt(rest),
        6 => {
            if let Some(leaf) = bytes_of(rest, Leaf::parse) {
                assert!(leaf.kind.contains(leaf.kind_name()));
            }
        }
        7 => {
            if let Some(policy) = told(rest, Policy::parse(rest)) {
                policy_holds(&policy);
            }
        }
        8 => {
            if let Some(trust) = told(rest, TrustFile::parse(rest)) {
                policy_holds(&trust.policy);
                assert!(trust.register.is_none_or(|pin| pin.version > 0));
            }
        }
        9 => version(rest),
        10 => version(Envelope::sign(REGISTER_TYPE, rest.to_vec(), &[&*KEY]).to_json().as_bytes()),
        11 => {
            if let Ok(moment) = text.unwrap_or_default().parse::<Moment>() {
                assert_eq!(text, Ok(moment.to_string().as_str()));
                assert_eq!(Moment::from_seconds(moment.seconds()), Ok(moment));
                assert!(!moment.in_japan().is_empty());
            }
        }
        12 => {
            if let Some(entries) = told(rest, tile::read_bundle(rest)) {
                assert!(entries.len() <= 256);
                assert_eq!(tile::write_bundle(&entries), rest);
            }
        }
        13 => {
            if let Some(hashes) = tile::read_tile(rest) {
                assert_eq!(tile::write_tile(&hashes), rest);
                let _ = tile::inside_tile(&hashes, 3, 1);
            }
        }
        _ => {
            if let Some(number) = text.ok().and_then(name::parse_number_path) {
                assert_eq!(text, Ok(name::number_path(number).as_str()));
            }
        }
    }
});

/// Panics where what is wrong cannot be shown, or stands in a line that is not there.
fn told<T>(bytes: &[u8], read: Result<T, Malformed>) -> Option<T> {
    match read {
        Ok(read) => Some(read),
        Err(wrong) => {
            is_told(&wrong.text());
            let lines = 2 + bytes.iter().filter(|byte| **byte == b'\n').count();
            assert!(wrong.line <= lines, "{wrong:?}");
            None
        }
    }
}

/// Reads bytes, and what is printed of them: the same comes out.
fn bytes_of<T: Clone + Debug + Display + PartialEq>(
    bytes: &[u8],
    parse: impl Fn(&[u8]) -> Result<T, Malformed>,
) -> Option<T> {
    let read = told(bytes, parse(bytes))?;
    let printed = read.to_string();
    assert_eq!(printed.as_bytes(), bytes);
    assert_eq!(parse(printed.as_bytes()).as_ref(), Ok(&read));
    Some(read)
}

fn text_of<T: Clone + Debug + Display + PartialEq>(
    text: &str,
    parse: impl Fn(&str) -> Result<T, Malformed>,
) -> Option<T> {
    let read = told(text.as_bytes(), parse(text))?;
    assert_eq!(read.to_string(), text);
    Some(read)
}

fn is_a_head(mut checkpoint: Checkpoint) {
    assert!(checkpoint.to_string().starts_with(&checkpoint.head.to_string()));
    let (log, witness) = (VerifierKey::log("l", KEY.public()), VerifierKey::witness("w", KEY.public()));
    assert!(!checkpoint.is_signed_by(&log));
    let had_false = checkpoint.cosigned_by(&witness).is_err();
    let now = Moment::from_seconds(1).expect("a moment");
    checkpoint.add(checkpoint.cosign("w", &KEY, now));
    assert!(had_false || checkpoint.cosigned_by(&witness) == Ok(Some(now)));
    // The format ends at 64 signatures; one more than that is no checkpoint of any reader.
    if checkpoint.signatures().len() <= 64 {
        bytes_of(checkpoint.to_string().as_bytes(), Checkpoint::parse);
    }
}

/// Extra data of another writer is passed over, all else comes back.
fn receipt(bytes: &[u8]) {
    let Some(read) = told(bytes, Receipt::parse(bytes)) else { return };
    let again = Receipt::parse(read.to_string().as_bytes());
    assert_eq!(again.as_ref(), Ok(&read));
    let _ = read.includes(&Digest::of(b"x"));
}

fn policy_holds(policy: &Policy) {
    let all = policy.is_met(|_| true);
    assert!(all, "all witnesses together are not enough");
    assert_eq!(policy.is_met(|_| false), !policy.asks_for_witnesses());
    for one in 0..policy.witnesses().len().min(8) {
        // Whom one witness suffices, the others beside it do not disturb.
        assert!(!policy.is_met(|at| at == one) || policy.is_met(|at| at <= one));
    }
}

fn version(bytes: &[u8]) {
    let shown = |text: Text| is_told(&text);
    match Version::parse("trust/root.1.json", bytes) {
        Err(problem) => shown(problem.text()),
        Ok(version) => {
            let payload = version.register.to_payload().expect("a payload");
            let again = Envelope::sign(REGISTER_TYPE, payload, &[&*KEY]).to_json();
            let again =
                Version::parse("trust/root.1.json", again.as_bytes()).expect("what was written is read");
            assert_eq!(again.register, version.register);
            for before in [None, Some(&version)] {
                if let Err(problem) = version.follows(before, "mihon.example/evidence") {
                    shown(problem.text());
                }
            }
        }
    }
}
