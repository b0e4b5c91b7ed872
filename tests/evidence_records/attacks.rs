//! Every attack of the threat table, done to a copy of the story by someone who holds the ward's folder and, where the
//! attack needs it, the ward's keys.

use super::stage::{FIRST, LOG, PASSPHRASE, Stage};
use fugi::evidence::format::checkpoint::{Checkpoint, Head};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use fugi::evidence::format::key;
use fugi::evidence::format::leaf::Leaf;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::register::{KeyEntry, Register};
use fugi::evidence::format::role::Role;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::Name;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Mutex;

/// An attack: its name, what is done, and what else the auditor says on the command line.
pub(crate) struct Attack {
    pub(crate) name: &'static str,
    pub(crate) act: fn(&Stage),
    pub(crate) more: &'static str,
}

pub(super) const fn attack(name: &'static str, act: fn(&Stage)) -> Attack {
    Attack { name, act, more: "" }
}

/// The attacks of EVIDENCE, section 4, and of the issue.
pub(crate) const ATTACKS: &[Attack] = &[
    attack("nothing", |_| {}),
    attack("record-edited", |stage| flip(stage, &stage.record_file(1), 400)),
    attack("record-line-ends", |stage| {
        let file = stage.record_file(1);
        let text = stage.read(&file).replace('\n', "\r\n");
        fs::write(stage.path(&file), text).unwrap();
    }),
    attack("record-truncated", |stage| fs::write(stage.path(&stage.record_file(3)), b"{").unwrap()),
    attack("record-emptied", |stage| fs::write(stage.path(&stage.record_file(3)), b"").unwrap()),
    attack("record-deleted", |stage| fs::remove_file(stage.path(&stage.record_file(5))).unwrap()),
    attack("attachment-edited", |stage| flip(stage, &blob(stage), 20)),
    attack("attachment-deleted", |stage| fs::remove_file(stage.path(&blob(stage))).unwrap()),
    attack("record-disposed", |stage| {
        super::lately::dispose(stage, &stage.record(1));
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
    }),
    attack("entry-removed", |stage| fs::remove_file(stage.path(&Stage::leaf_file(13))).unwrap()),
    attack("entries-swapped", |stage| {
        // Far enough apart that their times differ, however fast the story was told.
        let (one, two) = (stage.path(&Stage::leaf_file(1)), stage.path(&Stage::leaf_file(13)));
        let (first, second) = (fs::read(&one).unwrap(), fs::read(&two).unwrap());
        fs::write(&one, second).unwrap();
        fs::write(&two, first).unwrap();
    }),
    attack("entry-inserted", |stage| {
        for position in (4..14).rev() {
            let leaf = |number: u64| stage.path(&Stage::leaf_file(number));
            fs::rename(leaf(position), leaf(position + 1)).unwrap();
        }
        fs::copy(stage.path(&Stage::leaf_file(3)), stage.path(&Stage::leaf_file(4))).unwrap();
    }),
    attack("rolled-back", |stage| {
        fs::copy(head(stage, 9), stage.path("evidence/log/checkpoint")).unwrap();
    }),
    Attack { name: "older-backup", act: set_back, more: "--head held" },
    attack("history-rewritten", |stage| {
        let log_key = private(stage, "log");
        rebuild(stage, &log_key);
    }),
    attack("log-key-replaced", |stage| rebuild(stage, &PrivateKey::from_seed(&[7; 32]))),
    attack("register-replaced", |stage| {
        let thief = PrivateKey::from_seed(&[8; 32]);
        for version in 1.. {
            let path = stage.path(&format!("evidence/trust/root.{version}.json"));
            let Ok(bytes) = fs::read(&path) else { break };
            let envelope = Envelope::parse(&bytes).unwrap();
            let mut register: Register = serde_json::from_slice(&envelope.payload).unwrap();
            register.keys.retain(|entry| entry.role != Role::Root);
            register.keys.push(KeyEntry::new(&thief.public(), Role::Root, "情報システム課", None, 0));
            register.threshold = 1;
            let payload = register.to_payload().unwrap();
            fs::write(&path, Envelope::sign(&envelope.payload_type, payload, &[&thief]).to_json()).unwrap();
        }
    }),
    attack("signer-unknown", |stage| {
        add(stage, &[&PrivateKey::from_seed(&[9; 32])], 1, |_| {});
    }),
    attack("signature-altered", |stage| {
        let mut envelope = envelope(stage, 1);
        fresh(&mut envelope, |_| {});
        envelope.signatures.truncate(1);
        append(stage, envelope.to_json().as_bytes(), "erasure-report");
    }),
    attack("signer-revoked", |stage| {
        revoke(stage, "data");
        add(stage, &[&private(stage, "data")], 5, |_| {});
    }),
    attack("signer-revoked-then-confirmed", |stage| {
        revoke(stage, "data");
        let record = add(stage, &[&private(stage, "data")], 5, |_| {});
        add(stage, &[&private(stage, "tanto")], 6, |says| {
            says["purpose"] = "reconfirmed".into();
            says["document"] = record.to_string().into();
        });
    }),
    attack("signer-of-another-role", |stage| {
        add(stage, &[&private(stage, "insatsu")], 2, |_| {});
    }),
    attack("signer-of-another-party", |stage| {
        add(stage, &[&private(stage, "insatsu")], 3, |_| {});
    }),
    attack("signed-twice-by-one", |stage| {
        let key = private(stage, "tanto");
        add(stage, &[&key, &key], 12, |_| {});
    }),
    attack("replayed-from-another-log", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["log"] = "other.example/log".into());
    }),
    attack("record-logged-twice", |stage| {
        let leaf = Leaf { logged: leaf(stage, 13).logged, ..leaf(stage, 3) };
        insert(stage, &leaf);
    }),
    attack("record-id-reused", |stage| {
        let id = says(stage, 1)["recordId"].clone();
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["recordId"] = id);
    }),
    attack("passed-off-as-another-type", |stage| {
        let mut envelope = envelope(stage, 1);
        fresh(&mut envelope, |_| {});
        let envelope = Envelope::sign(STATEMENT_TYPE, envelope.payload, &[&private(stage, "insatsu")]);
        append(stage, envelope.to_json().as_bytes(), "receipt");
    }),
    attack("entry-back-dated", |stage| {
        let record = add(stage, &[&private(stage, "insatsu")], 1, |_| {});
        fs::remove_file(stage.path(&Stage::leaf_file(14))).unwrap();
        let logged = Moment::from_seconds(leaf(stage, 0).logged.seconds() - 86_400).unwrap();
        let path = stage.path("evidence/log");
        fs::remove_dir_all(path.join("tile")).unwrap();
        fs::remove_file(head(stage, 15)).unwrap();
        fs::copy(head(stage, 14).with_extension("cosigned"), path.join("checkpoint")).unwrap();
        insert(stage, &Leaf { record, logged, ..leaf(stage, 1) });
    }),
    attack("clock-set-forward", |stage| {
        let later = leaf(stage, 13).logged.seconds() + 86_400;
        let submission_of = |record: &[u8]| {
            let kind = uri("erasure-report");
            let submission = Submission { record, attachments: &[], kind: &kind };
            let log = Log::open(&stage.path("evidence")).unwrap();
            log.append(&private(stage, "log"), &submission, Moment::from_seconds(later).unwrap()).unwrap();
        };
        let mut envelope = envelope(stage, 3);
        fresh(&mut envelope, |_| {});
        let envelope = Envelope::sign(STATEMENT_TYPE, envelope.payload, &[&private(stage, "funyu")]);
        submission_of(envelope.to_json().as_bytes());
        super::walk::witness(stage);
    }),
    attack("incident-chain-broken", |stage| {
        add(stage, &[&private(stage, "tanto")], 13, |says| says["incident"] = "2026-999".into());
    }),
    attack("reference-to-nothing", |stage| {
        let nothing = Digest::of(b"nothing").to_string();
        add(stage, &[&private(stage, "tanto")], 2, |says| says["document"] = nothing.into());
    }),
    attack("no-record-at-all", |stage| append(stage, b"{\"payload\":\"\",\"payload\":\"\"}", "receipt")),
];

/// Returns the file of the head over so many records of the story.
pub(super) fn head(stage: &Stage, count: u64) -> PathBuf {
    stage.path(&format!("evidence/log/checkpoints/{}", FIRST + count))
}

/// The root keys, and the log's, that a change of the register takes.
pub(super) const ROOTS: &str =
    "--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes";

/// Returns a private key of the stage; each file is decrypted once, which takes as long as everything else of an attack.
pub(super) fn private(stage: &Stage, name: &str) -> PrivateKey {
    static KNOWN: Mutex<BTreeMap<Vec<u8>, PrivateKey>> = Mutex::new(BTreeMap::new());
    let path = stage.path(&format!("keys/{name}.key.pem"));
    let bytes = fs::read(&path).unwrap();
    let mut known = KNOWN.lock().unwrap();
    let key = known.entry(bytes).or_insert_with(|| key::load(&path, PASSPHRASE).unwrap());
    PrivateKey::from_seed(key.seed())
}

pub(super) fn uri(kind: &str) -> String {
    format!("https://fugi.example/{kind}/v1")
}

/// Changes one byte.
fn flip(stage: &Stage, file: &str, at: usize) {
    let mut bytes = fs::read(stage.path(file)).unwrap();
    bytes[at] ^= 1;
    fs::write(stage.path(file), bytes).unwrap();
}

/// Returns the attachment of the first report.
pub(super) fn blob(stage: &Stage) -> String {
    let digest = Digest::of(&fs::read(stage.path("forms/erasure-log-insatsu.csv")).unwrap()).to_string();
    format!("evidence/blobs/sha256/{}/{digest}", &digest[..2])
}

pub(super) fn envelope(stage: &Stage, position: u64) -> Envelope {
    Envelope::parse(&fs::read(stage.path(&stage.record_file(position))).unwrap()).unwrap()
}

pub(super) fn leaf(stage: &Stage, position: u64) -> Leaf {
    Leaf::parse(stage.read(&Stage::leaf_file(position)).as_bytes()).unwrap()
}

pub(super) fn says(stage: &Stage, position: u64) -> Value {
    let statement: Value = serde_json::from_slice(&envelope(stage, position).payload).unwrap();
    statement["predicate"].clone()
}

/// Gives a payload another id, and edits it; what it names follows among its subjects.
pub(crate) fn fresh(envelope: &mut Envelope, edit: impl FnOnce(&mut Value)) {
    let mut statement: Value = serde_json::from_slice(&envelope.payload).unwrap();
    let says = &mut statement["predicate"];
    // In the form that the program makes, so that no gate stumbles over the id.
    let id = Digest::of(says["recordId"].as_str().unwrap().as_bytes()).to_string();
    says["recordId"] = id[..32].into();
    edit(says);
    let named = [("document", "record:"), ("registerDigest", "register:")];
    let named = named.map(|(field, name)| (says.get(field).cloned(), name));
    for (digest, name) in named {
        let Some(digest) = digest else { continue };
        for subject in statement["subject"].as_array_mut().unwrap() {
            if subject["name"].as_str().unwrap().starts_with(name) {
                subject["digest"]["sha256"] = digest.clone();
            }
        }
    }
    envelope.payload = serde_json::to_vec_pretty(&statement).unwrap();
}

/// Logs a copy of a record under another id, edited and signed; returns its digest.
pub(super) fn add(stage: &Stage, keys: &[&PrivateKey], of: u64, edit: impl FnOnce(&mut Value)) -> Digest {
    let mut copy = envelope(stage, of);
    fresh(&mut copy, edit);
    let bytes = Envelope::sign(STATEMENT_TYPE, copy.payload, keys).to_json();
    let kind = leaf(stage, of).kind_name().to_owned();
    append(stage, bytes.as_bytes(), &kind);
    Digest::of(bytes.as_bytes())
}

pub(super) fn now() -> Moment {
    Moment::from_seconds(u64::try_from(chrono::Utc::now().timestamp()).unwrap()).unwrap()
}

pub(super) fn append(stage: &Stage, record: &[u8], kind: &str) {
    let log = Log::open(&stage.path("evidence")).unwrap();
    let kind = uri(kind);
    let submission = Submission { record, attachments: &[], kind: &kind };
    log.append(&private(stage, "log"), &submission, now()).unwrap();
}

/// Puts an entry at the end by hand, and has it signed.
fn insert(stage: &Stage, leaf: &Leaf) {
    let log = Log::open(&stage.path("evidence")).unwrap();
    fs::write(stage.path(&Stage::leaf_file(14)), leaf.to_string()).unwrap();
    log.complete(&private(stage, "log")).unwrap();
}

/// Revokes the key of a contractor, from the next entry on.
pub(super) fn revoke(stage: &Stage, name: &str) {
    let id = key::id_of_file(&stage.path(&format!("keys/{name}.key.pem"))).unwrap().unwrap();
    stage.run(&format!("key revoke {id} --reason 端末の紛失 {ROOTS}")).ok();
}

/// Sets the whole folder back to an older state, the newest head being held elsewhere.
fn set_back(stage: &Stage) {
    fs::copy(stage.path("evidence/log/checkpoint"), stage.path("held")).unwrap();
    let log = stage.path("evidence/log");
    for position in 9..14 {
        fs::remove_file(stage.path(&stage.record_file(position))).unwrap();
        fs::remove_file(stage.path(&Stage::leaf_file(position))).unwrap();
    }
    for size in 10..=14 {
        // Two records that were logged together have one head.
        fs::remove_file(head(stage, size)).ok();
    }
    fs::remove_file(head(stage, 14).with_extension("cosigned")).unwrap();
    fs::copy(head(stage, 9), log.join("checkpoint")).unwrap();
    fs::remove_dir_all(log.join("tile")).unwrap();
    Log::open(&stage.path("evidence")).unwrap().complete(&private(stage, "log")).unwrap();
}

/// Makes another history of the same log: the report of entry 1 and its receipt never happened.
pub(super) fn rebuild(stage: &Stage, key: &PrivateKey) {
    let log = Log::open(&stage.path("evidence")).unwrap();
    let records: Vec<(Vec<u8>, Leaf)> = (0..FIRST + 14)
        .filter(|position| !matches!(position.checked_sub(FIRST), Some(1 | 2)))
        .map(|position| log.entry(position).unwrap())
        .map(|leaf| {
            (fs::read(stage.path("evidence").join(Name::Record(leaf.record).to_string())).unwrap(), leaf)
        })
        .collect();
    for position in [1, 2] {
        fs::remove_file(stage.path(&stage.record_file(position))).unwrap();
    }
    fs::remove_file(stage.path(&blob(stage))).unwrap();
    fs::remove_dir_all(stage.path("evidence/log")).unwrap();
    fs::remove_file(stage.path("evidence/trust/policy.txt")).unwrap();
    let log = Log::create(&stage.path("evidence"), LOG, key).unwrap();
    for (record, leaf) in records {
        let submission = Submission { record: &record, attachments: &[], kind: &leaf.kind };
        log.append(key, &submission, leaf.logged).unwrap();
    }
    let head: Head = log.checkpoint().unwrap().head;
    assert!(Checkpoint::sign(head, key).is_signed_by(&VerifierKey::log(LOG, key.public())));
}
