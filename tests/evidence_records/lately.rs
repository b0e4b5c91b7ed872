//! Attacks on the key register, on what no witness has seen, and on the disposal of records.

use super::attacks::{
    Attack, add, append, attack, blob, envelope, fresh, head, leaf, now, private, rebuild, revoke, uri,
};
use super::stage::{FIRST, LOG, Stage};
use fugi::evidence::format::checkpoint::{Checkpoint, Head};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::envelope::Envelope;
use fugi::evidence::format::leaf::{Leaf, REGISTER};
use fugi::evidence::format::moment::Moment;
use fugi::evidence::format::register::{KeyEntry, Register};
use fugi::evidence::format::role::Role;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::Name;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// The attacks on what a log must hold besides its records.
pub(crate) const ATTACKS: &[Attack] = &[
    attack("register-set-back", |stage| {
        // The revocation is taken away with the file that brought it.
        revoke(stage, "data");
        fs::remove_file(version_file(stage, last_version(stage))).unwrap();
    }),
    attack("register-set-back-before-a-record", |stage| {
        revoke(stage, "data");
        add(stage, &[&private(stage, "data")], 5, |_| {});
        fs::remove_file(version_file(stage, last_version(stage))).unwrap();
    }),
    attack("register-version-not-logged", |stage| {
        let next = next_version(stage, |register| register.keys.push(late_key(Role::Ward, 0)));
        fs::write(version_file(stage, last_version(stage) + 1), next).unwrap();
    }),
    attack("register-back-dated", |stage| {
        // A stranger's record failed; a key that begins at 0 would make it pass.
        add(stage, &[&late()], 12, |_| {});
        install(stage, |register| register.keys.push(late_key(Role::Ward, 0)));
    }),
    attack("register-holder-renamed", |stage| {
        install(stage, |register| {
            let own = register.keys.iter_mut().find(|entry| entry.holder == "見本クラウド株式会社").unwrap();
            own.holder = "別名クラウド株式会社".to_owned();
        });
    }),
    attack("register-threshold-lowered", |stage| install(stage, |register| register.threshold = 1)),
    attack("register-never-logged", forget_register),
    attack("register-logged-late", |stage| {
        forget_register(stage);
        stage.run("log adopt-register --log-key keys/log.key.pem --yes").ok();
        super::walk::witness(stage);
    }),
    attack("register-hidden-from-the-witness", |stage| {
        // The log's key signs a head that names an older version than its entries do.
        install(stage, |register| register.threshold = 1);
        let log = Log::open(&stage.path("evidence")).unwrap();
        let head = log.checkpoint().unwrap().head;
        let before = log.entry(FIRST - 1).unwrap().record;
        let says = Checkpoint::sign(Head { register: Some(before), ..head }, &private(stage, "log"));
        for name in ["checkpoint", "checkpoints/23"] {
            fs::write(stage.path("evidence/log").join(name), says.to_string()).unwrap();
        }
    }),
    attack("entry-that-is-no-register", |stage| {
        let record = fs::read(stage.path(&stage.record_file(1))).unwrap();
        let submission =
            Submission { record: &[&record[..], b" "].concat(), attachments: &[], kind: REGISTER };
        Log::open(&stage.path("evidence"))
            .unwrap()
            .append(&private(stage, "log"), &submission, now())
            .unwrap();
    }),
    Attack { name: "tail-not-witnessed", act: tail, more: "" },
    Attack { name: "tail-not-witnessed-refused", act: tail, more: "--require-witness" },
    Attack { name: "tail-not-witnessed-in-time", act: tail, more: "--require-witness=30 --as-of 2099-01-01" },
    Attack { name: "tail-not-witnessed-yet", act: tail, more: "--require-witness=30" },
    attack("tail-not-witnessed-by-trust-file", |stage| {
        tail(stage);
        let trust = stage.read("trust.txt");
        fs::write(stage.path("trust.txt"), format!("{trust}require-witness\n")).unwrap();
    }),
    attack("split-behind-the-witness", |stage| {
        // After the last witnessed head, the ward shows one history to the auditor and has another.
        tail(stage);
        let path = stage.path("evidence/log");
        fs::remove_file(head(stage, 15)).unwrap();
        fs::remove_file(stage.path(&stage.record_file(14))).unwrap();
        fs::remove_file(stage.path(&Stage::leaf_file(14))).unwrap();
        fs::remove_dir_all(path.join("tile")).unwrap();
        fs::copy(head(stage, 14).with_extension("cosigned"), path.join("checkpoint")).unwrap();
        add(stage, &[&private(stage, "tanto")], 13, |says| says["summary"] = "別の履歴".into());
    }),
    attack("history-rewritten-under-an-empty-cosigned-head", |stage| {
        let key = private(stage, "log");
        rebuild(stage, &key);
        let path = stage.path("evidence/log/checkpoints/0");
        let mut empty = Checkpoint::parse(&fs::read(&path).unwrap()).unwrap();
        let line = empty.cosign("kansa.mihon.example", &private(stage, "kansa"), now());
        empty.add(line);
        fs::write(path.with_extension("cosigned"), empty.to_string()).unwrap();
    }),
    attack("history-rewritten-behind-an-old-cosigned-head", |stage| {
        // A head over the register alone was witnessed once, and is kept.
        let log = Log::open(&stage.path("evidence")).unwrap();
        let old = fs::read(stage.path(&format!("evidence/log/checkpoints/{FIRST}"))).unwrap();
        let mut old = Checkpoint::parse(&old).unwrap();
        old.add(old.cosign(
            "kansa.mihon.example",
            &private(stage, "kansa"),
            log.entry(FIRST).unwrap().logged,
        ));
        let key = private(stage, "log");
        rebuild(stage, &key);
        fs::write(stage.path(&format!("evidence/log/checkpoints/{FIRST}.cosigned")), old.to_string())
            .unwrap();
    }),
    attack("disposal-by-one-key", |stage| {
        // Report, approval and deletion: all by the same key, under two names.
        let form = disposal_form(stage, &stage.record(1), "ground: order");
        stage.run(&format!("record sign {form} --key keys/tanto.key.pem --yes")).ok();
        let record = fs::read(stage.path("forms/disposal.record.json")).unwrap();
        append(stage, &record, "retention-disposal");
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
    }),
    attack("disposal-by-one-key-then-by-two", |stage| {
        let form = disposal_form(stage, &stage.record(1), "ground: order");
        stage.run(&format!("record sign {form} --key keys/tanto.key.pem --yes")).ok();
        let record = fs::read(stage.path("forms/disposal.record.json")).unwrap();
        append(stage, &record, "retention-disposal");
        fs::remove_file(stage.path("forms/disposal.record.json")).unwrap();
        dispose(stage, &stage.record(1));
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
    }),
    attack("disposal-by-two-keys-of-one-holder", |stage| {
        // The second key was enrolled under the same name: nothing shows that two persons signed.
        install(stage, |register| {
            let position = FIRST + 14;
            register.keys.push(KeyEntry::new(&late().public(), Role::Ward, "見本福祉課", None, position));
        });
        let form = disposal_form(stage, &stage.record(1), "ground: order");
        let signed = Envelope::parse(&signed_by_two(stage, &form)).unwrap();
        let keys = [private(stage, "tanto"), late()];
        let record = Envelope::sign(&signed.payload_type, signed.payload, &keys.each_ref()).to_json();
        append(stage, record.as_bytes(), "retention-disposal");
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
    }),
    attack("disposal-too-early", |stage| {
        // The signer says that five years are over; the log says that the record came today.
        let form = disposal_form(stage, &stage.record(1), "ground: retention_ended\nretention_years: 5");
        let record = signed_by_two(stage, &form);
        append(stage, &record, "retention-disposal");
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
        fs::remove_file(stage.path(&blob(stage))).unwrap();
    }),
    attack("disposal-after-no-years", |stage| {
        let form = disposal_form(stage, &stage.record(1), "ground: retention_ended\nretention_years: 5");
        let signed = Envelope::parse(&signed_by_two(stage, &form)).unwrap();
        let payload = String::from_utf8(signed.payload)
            .unwrap()
            .replace("\"retentionYears\": 5", "\"retentionYears\": 0");
        assert!(payload.contains("\"retentionYears\": 0"), "{payload}");
        let keys = ["tanto", "kacho"].map(|name| private(stage, name));
        let record = Envelope::sign(&signed.payload_type, payload.into_bytes(), &keys.each_ref()).to_json();
        append(stage, record.as_bytes(), "retention-disposal");
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
    }),
    attack("register-disposed", |stage| {
        // Without the version that revoked a key, nobody could say what it may not sign any more.
        let version = register_version(stage);
        disposed_beside_the_gate(stage, &version);
        fs::remove_file(stage.path("evidence").join(Name::Record(version.parse().unwrap()).to_string()))
            .unwrap();
    }),
    attack("register-disposal-stated", |stage| disposed_beside_the_gate(stage, &register_version(stage))),
    attack("disposal-disposed", |stage| {
        // A report goes by a disposal, and then the disposal itself: nothing says any more why the report is gone.
        dispose(stage, &stage.record(1));
        fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
        disposed_beside_the_gate(stage, &stage.record(14));
        fs::remove_file(stage.path(&stage.record_file(14))).unwrap();
    }),
    Attack { name: "disposal-in-time", act: disposed_after_five_years, more: "--as-of 2099-01-01" },
    // The same files, looked at today: the ward set its clock forward to end the period.
    attack("disposal-by-a-clock-set-forward", disposed_after_five_years),
    attack("clock-set-forward-behind-the-witness", |stage| {
        // No witness has seen the entry, which bears a time that is still to come.
        let later = leaf(stage, 13).logged.years_later(1).unwrap();
        let mut copy = envelope(stage, 12);
        fresh(&mut copy, |_| {});
        let record = Envelope::sign(&copy.payload_type, copy.payload, &[&private(stage, "tanto")]).to_json();
        append_at(stage, record.as_bytes(), leaf(stage, 12).kind_name(), later);
    }),
];

/// Disposes of the first report, in an entry that bears a day five years later.
fn disposed_after_five_years(stage: &Stage) {
    let form = disposal_form(stage, &stage.record(1), "ground: retention_ended\nretention_years: 5");
    let record = signed_by_two(stage, &form);
    append_at(stage, &record, "retention-disposal", leaf(stage, 13).logged.years_later(5).unwrap());
    fs::remove_file(stage.path(&stage.record_file(1))).unwrap();
}

/// Returns the digest of the last version of the register that the story logs.
fn register_version(stage: &Stage) -> String {
    Log::open(&stage.path("evidence")).unwrap().entry(FIRST - 1).unwrap().record.to_string()
}

/// Logs a disposal that no gate lets in, signed as it should be.
fn disposed_beside_the_gate(stage: &Stage, digest: &str) {
    let form = disposal_form(stage, digest, "ground: order");
    let record = signed_by_two(stage, &form);
    append(stage, &record, "retention-disposal");
}

/// Logs a record in an entry that bears another time than now.
fn append_at(stage: &Stage, record: &[u8], kind: &str, at: Moment) {
    let kind = uri(kind);
    let submission = Submission { record, attachments: &[], kind: &kind };
    Log::open(&stage.path("evidence")).unwrap().append(&private(stage, "log"), &submission, at).unwrap();
}

/// Fills the form of a disposal; returns its name.
pub(crate) fn disposal_form(stage: &Stage, digest: &str, ground: &str) -> String {
    let form = format!(
        "kind: retention-disposal\nlog: {LOG}\n{ground}\nbasis: 見本の請求による\ntargets:\n  - {{ digest: \"{digest}\", what: 消去完了報告 }}\ndisposed_on: @D0@\napproved_by: {{ position: 課長, name: 見本 花子 }}\nperformed_by: {{ position: 主査, name: 見本 次子 }}\n"
    );
    fs::write(stage.path("forms/disposal.yaml"), form).unwrap();
    stage.fill("disposal.yaml", &BTreeMap::new());
    "forms/disposal.yaml".to_owned()
}

/// Signs a form with the two keys of the ward; returns the record.
pub(crate) fn signed_by_two(stage: &Stage, form: &str) -> Vec<u8> {
    stage.run(&format!("record sign {form} --key keys/tanto.key.pem --yes")).ok();
    stage.run("record sign forms/disposal.record.json --key keys/kacho.key.pem --yes").ok();
    fs::read(stage.path("forms/disposal.record.json")).unwrap()
}

/// Logs a disposal statement for a digest, signed by two persons.
pub(crate) fn dispose(stage: &Stage, digest: &str) {
    let form = disposal_form(stage, digest, "ground: order");
    signed_by_two(stage, &form);
    stage.run("record add forms/disposal.record.json --log-key keys/log.key.pem --yes").ok();
    fs::remove_file(stage.path("forms/disposal.record.json")).unwrap();
}

/// A key that the register learns of late.
fn late() -> PrivateKey {
    PrivateKey::from_seed(&[21; 32])
}

fn late_key(role: Role, from: u64) -> KeyEntry {
    KeyEntry::new(&late().public(), role, "見本福祉課の応援", None, from)
}

fn last_version(stage: &Stage) -> u64 {
    (1..).take_while(|number| version_file(stage, *number).exists()).last().unwrap()
}

fn version_file(stage: &Stage, version: u64) -> PathBuf {
    stage.path(&format!("evidence/trust/root.{version}.json"))
}

/// Makes the next version of the register by hand, signed by two root keys.
fn next_version(stage: &Stage, edit: impl FnOnce(&mut Register)) -> String {
    let latest = Envelope::parse(&fs::read(version_file(stage, last_version(stage))).unwrap()).unwrap();
    let mut register: Register = serde_json::from_slice(&latest.payload).unwrap();
    register.version += 1;
    edit(&mut register);
    let (a, b) = (private(stage, "root-a"), private(stage, "root-b"));
    Envelope::sign(&latest.payload_type, register.to_payload().unwrap(), &[&a, &b]).to_json()
}

/// Puts a version that was made by hand in force, as whoever holds the log key does.
pub(super) fn install(stage: &Stage, edit: impl FnOnce(&mut Register)) {
    fs::write(stage.path("next.json"), next_version(stage, edit)).unwrap();
    stage.run("key approve next.json --log-key keys/log.key.pem --yes").ok();
}

/// Makes the log of a time that did not log the register: the same records without its entries.
fn forget_register(stage: &Stage) {
    let log = Log::open(&stage.path("evidence")).unwrap();
    // The record that confirms a key names the register by digest; it is left out.
    let records: Vec<(Vec<u8>, Leaf)> = (FIRST + 1..FIRST + 14)
        .map(|position| log.entry(position).unwrap())
        .map(|leaf| {
            (fs::read(stage.path("evidence").join(Name::Record(leaf.record).to_string())).unwrap(), leaf)
        })
        .collect();
    for version in 1..=FIRST {
        let digest = log.entry(version - 1).unwrap().record;
        fs::remove_file(stage.path("evidence").join(Name::Record(digest).to_string())).unwrap();
        // Keys began with the empty log.
        let path = version_file(stage, version);
        let envelope = Envelope::parse(&fs::read(&path).unwrap()).unwrap();
        let mut register: Register = serde_json::from_slice(&envelope.payload).unwrap();
        register.keys.iter_mut().for_each(|entry| entry.from = 0);
        let (a, b) = (private(stage, "root-a"), private(stage, "root-b"));
        let text =
            Envelope::sign(&envelope.payload_type, register.to_payload().unwrap(), &[&a, &b]).to_json();
        fs::write(&path, text).unwrap();
    }
    fs::remove_file(stage.path(&stage.record_file(0))).unwrap();
    fs::remove_dir_all(stage.path("evidence/log")).unwrap();
    fs::remove_dir_all(stage.path("witness-state")).unwrap();
    let log = Log::create(&stage.path("evidence"), LOG, &private(stage, "log")).unwrap();
    for (record, leaf) in records {
        let submission = Submission { record: &record, attachments: &[], kind: &leaf.kind };
        log.append(&private(stage, "log"), &submission, leaf.logged).unwrap();
    }
    let trust = stage.read("trust.txt");
    let digest = Digest::of(&fs::read(version_file(stage, 1)).unwrap());
    let at = trust.find("register 1").unwrap();
    fs::write(stage.path("trust.txt"), format!("{}register 1 sha256:{digest}\n", &trust[..at])).unwrap();
    super::walk::witness(stage);
}

/// Logs a record that no witness sees.
fn tail(stage: &Stage) {
    add(stage, &[&private(stage, "tanto")], 13, |_| {});
}
