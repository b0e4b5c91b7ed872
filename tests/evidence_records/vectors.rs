//! Vectors of others: DSSE of go-securesystemslib, JSON of JSONTestSuite; and what an outside verifier is given.

use super::attacks::private;
use super::cases::ODD_NAME;
use super::stage::{LOG, Stage, copy};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use fugi::evidence::format::envelope::{Envelope, pre_authentication_encoding};
use fugi::evidence::format::json;
use fugi::evidence::format::key;
use fugi::evidence::format::sshsig::{self, SshSignature};
use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};

fn vectors(name: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("FUGI_VECTORS").expect("FUGI_VECTORS names the folder of vectors"))
        .join(name)
}

#[test]
#[ignore = "needs FUGI_VECTORS; .ci/run runs it"]
fn envelopes_of_go_securesystemslib() {
    let text = fs::read(vectors("dsse/cross_lang_signing.json")).unwrap();
    let all: serde_json::Value = serde_json::from_slice(&text).unwrap();
    let key = key::public_from_text(all["public_key_pem"].as_str().unwrap()).unwrap();
    let fixtures = all["fixtures"].as_array().unwrap();
    for fixture in fixtures {
        let name = fixture["name"].as_str().unwrap();
        let envelope = Envelope::parse(fixture["envelope"].to_string().as_bytes()).unwrap();
        let pae = STANDARD.decode(fixture["pae_b64"].as_str().unwrap()).unwrap();
        assert_eq!(pre_authentication_encoding(&envelope.payload_type, &envelope.payload), pae, "{name}");
        assert_eq!(envelope.signers([&key]).len(), 1, "{name}");
    }
    assert_eq!(fixtures.len(), 11);
}

/// The envelope that `.ci/proof/evidence_records.py` had securesystemslib sign with two keys.
#[test]
#[ignore = "needs securesystemslib; .ci/proof/evidence_records.sh runs it"]
fn envelope_of_securesystemslib() {
    let folder = PathBuf::from(std::env::var_os("FUGI_THEIRS").expect("FUGI_THEIRS names the folder"));
    let envelope = Envelope::parse(&fs::read(folder.join("theirs.json")).unwrap()).unwrap();
    let pems = fs::read_to_string(folder.join("theirs.pub.pem")).unwrap();
    let keys: Vec<_> = pems
        .split_inclusive("-----END PUBLIC KEY-----")
        .filter(|pem| pem.contains("BEGIN"))
        .map(|pem| key::public_from_text(pem).unwrap())
        .collect();
    let signers = envelope.signers(&keys);
    assert_eq!(signers.len(), 2);
    let named = envelope.signatures.iter().map(|signature| signature.key_id.clone().unwrap());
    assert!(named.into_iter().all(|id| signers.iter().any(|signer| signer.to_string() == id)));
}

#[test]
#[ignore = "needs FUGI_VECTORS; .ci/run runs it"]
fn json_test_suite() {
    let (mut taken, mut refused) = (0, 0);
    for entry in fs::read_dir(vectors("json-parsing/test_parsing")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let result = json::parse(&bytes);
        // Our rule is stricter: a key twice is JSON, and refused; so is a number that is no plain whole one.
        let must = match name.get(..2).unwrap() {
            "y_" if name.contains("duplicated_key") || !all_whole(&bytes) => Some(false),
            "y_" => Some(true),
            "n_" => Some(false),
            _ => None,
        };
        if let Some(must) = must {
            assert_eq!(result.is_ok(), must, "{name}: {result:?}");
            if must { taken += 1 } else { refused += 1 }
        }
    }
    assert!(taken > 75 && refused > 190, "{taken} {refused}");
}

/// Returns whether every number of a text is a whole one without a sign, as another reader sees it.
fn all_whole(bytes: &[u8]) -> bool {
    fn whole(value: &serde_json::Value) -> bool {
        match value {
            serde_json::Value::Array(items) => items.iter().all(whole),
            serde_json::Value::Object(fields) => fields.values().all(whole),
            serde_json::Value::Number(number) => number.is_u64(),
            _ => true,
        }
    }
    serde_json::from_slice(bytes).is_ok_and(|value| whole(&value))
}

/// Writes every case as an export, for verifiers that are not this program: the folder, the trust file, and in `held`,
/// `as-of` and `more` what else is said on the command line. `FUGI_CASES` is a part of the names of those that are wanted.
#[test]
#[ignore = "writes for outside verifiers; .ci/proof/evidence_records.sh runs it"]
fn write_attacks() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let out = root.join("target/attacks");
    let _ = fs::remove_dir_all(&out);
    let exported = Stage::told();
    exported.run("export --out taken").ok();
    let wanted = std::env::var("FUGI_CASES").unwrap_or_default();
    let all: Vec<_> = super::every().filter(|attack| attack.name.contains(&wanted)).collect();
    all.par_iter().for_each(|attack| {
        let stage = Stage::told();
        (attack.act)(&stage);
        let to = out.join(attack.name);
        let folder = if stage.path(ODD_NAME).exists() { ODD_NAME } else { "evidence" };
        copy(&stage.path(folder), &to.join(folder));
        let mut trust = stage.read("trust.txt");
        let mut words = attack.more.split_whitespace();
        while let Some(word) = words.next() {
            match word.split_once('=').unwrap_or((word, "")) {
                ("--head", _) => {
                    let held = words.next().unwrap();
                    fs::copy(stage.path(held), to.join("held")).unwrap();
                }
                // What the command line may ask for, the trust file may ask for too.
                ("--require-witness", days) => {
                    trust.push_str(format!("require-witness {days}").trim_end());
                    trust.push('\n');
                }
                ("--as-of", _) => fs::write(to.join("as-of"), words.next().unwrap()).unwrap(),
                ("--", _) => break,
                _ => panic!("{}: what do the others make of {word}?", attack.name),
            }
        }
        fs::write(to.join("trust.txt"), trust).unwrap();
        let entries = to.join(folder).join("entries");
        let is_export = entries.exists();
        fs::create_dir_all(&entries).unwrap();
        let leaves = fs::read_dir(stage.path(folder).join("log/leaf")).into_iter().flatten();
        for entry in leaves.filter(|_| !is_export) {
            let name = entry.as_ref().unwrap().file_name().into_string().unwrap();
            if name.bytes().all(|byte| byte.is_ascii_digit()) {
                fs::copy(entry.unwrap().path(), entries.join(format!("{name:0>8}"))).unwrap();
            }
        }
        // For verify.ps1: the signature of ssh-keygen over the head, by whoever holds the log's key.
        let head = fs::read(stage.path(folder).join("log/checkpoint")).unwrap_or_default();
        let key = private(&stage, "log");
        let signature = SshSignature::sign(&key, sshsig::CHECKPOINT, &head).to_text();
        fs::write(to.join(folder).join("checkpoint.sig"), signature).unwrap();
        let signers = sshsig::allowed_signer(LOG, sshsig::CHECKPOINT, &key.public());
        fs::write(to.join("allowed_signers"), signers).unwrap();
        for name in ["verify.sh", "verify.py", "verify.ps1"] {
            fs::copy(exported.path("taken").join(name), to.join(name)).unwrap();
        }
    });
}

/// Writes one key and record for outside programs to read.
#[test]
#[ignore = "writes for outside verifiers; .ci/proof/evidence_records.sh runs it"]
fn write_story() {
    let out = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/story");
    let _ = fs::remove_dir_all(&out);
    let stage = Stage::told();
    stage.run("export --out taken --log-key keys/log.key.pem").ok();
    copy(stage.folder.path(), &out);
    fs::copy(stage.path(&stage.record_file(1)), out.join("record.json")).unwrap();
}
