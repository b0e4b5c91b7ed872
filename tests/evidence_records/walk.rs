//! The whole story: keys, forms, signatures, receipts, an incident, a witness, an auditor.

use super::stage::{LOG, Stage};
use std::collections::BTreeMap;
use std::fs;

/// Enrolled keys: file, role, holder, party.
const KEYS: [(&str, &str, &str, &str); 7] = [
    ("tanto", "ward", "見本福祉課", ""),
    ("kacho", "ward", "見本福祉課長", ""),
    ("kansa", "witness", "見本監査事務局", "--name kansa.mihon.example"),
    ("insatsu", "contractor", "株式会社見本印刷", "--party mihon-insatsu"),
    ("funyu", "contractor", "見本封入株式会社", "--party mihon-funyu"),
    ("data", "contractor", "見本データ株式会社", "--party mihon-data"),
    ("cloud", "contractor", "見本クラウド株式会社", "--party mihon-cloud"),
];

const ROOTS: &str =
    "--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes";
const WARD: &str = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
const BY: &str = "--by \"主査 見本 次子\"";

/// Tells the story and returns the folder it left.
pub(crate) fn tell() -> Stage {
    let stage = Stage::empty();
    for (name, role) in [("root-a", "root"), ("root-b", "root"), ("root-c", "root"), ("log", "log")] {
        stage.run(&format!("key new {name} --role {role} --out keys")).ok();
    }
    for (name, role, ..) in KEYS {
        stage.run(&format!("key new {name} --role {role} --out keys")).ok();
    }
    stage.run(&format!("log new {LOG} --log-key keys/log.key.pem")).ok();
    let holders =
        "情報システム課=keys/root-a.pub.pem 見本監査事務局=keys/root-b.pub.pem 総務課=keys/root-c.pub.pem";
    stage.run(&format!("key root {holders} --threshold 2 {ROOTS}")).ok();
    for (name, role, holder, more) in KEYS {
        stage
            .run(&format!("key enrol keys/{name}.pub.pem --role {role} --holder {holder} {more} {ROOTS}"))
            .ok();
    }
    stage.run("key trust --out trust.txt").ok();
    log_register(&stage);
    receive(&stage);
    incident(&stage);
    witness(&stage);
    stage
}

/// The latest version of the register is logged, with the key that it brought.
fn log_register(stage: &Stage) {
    let listed: serde_json::Value =
        serde_json::from_str(&stage.run("key list --format json").ok().out).unwrap();
    let last = listed["keys"].as_array().unwrap().last().unwrap().clone();
    let version = listed["register"].as_u64().unwrap();
    let bytes = fs::read(stage.path(&format!("evidence/trust/root.{version}.json"))).unwrap();
    let digest = fugi::evidence::format::digest::Digest::of(&bytes).to_string();
    let word = |key: &str| last[key].as_str().unwrap().to_owned();
    let values = BTreeMap::from([
        ("KEY".to_owned(), word("key_id")),
        ("ROLE".to_owned(), word("role")),
        ("HOLDER".to_owned(), word("holder")),
        ("VERSION".to_owned(), version.to_string()),
        ("REGISTER".to_owned(), digest),
    ]);
    stage.fill("key-event.yaml", &values);
    stage.run(&format!("record add forms/key-event.yaml {WARD}")).ok();
}

/// Four contractors sign with `fugi`, one sends paper; the ward receives all five.
fn receive(stage: &Stage) {
    for name in ["insatsu", "funyu", "data", "cloud"] {
        stage.fill(&format!("erasure-{name}.yaml"), &BTreeMap::new());
        stage.run(&format!("record check forms/erasure-{name}.yaml")).ok();
        stage.run(&format!("record sign forms/erasure-{name}.yaml --key keys/{name}.key.pem --yes")).ok();
        stage.run(&format!("record receive forms/erasure-{name}.record.json {BY} {WARD}")).ok();
    }
    stage.fill("erasure-hasso.yaml", &BTreeMap::new());
    fs::write(stage.path("forms/hasso-paper.pdf"), b"%PDF-1.4 (a scanned page of the sample)\n").unwrap();
    stage.run("record sign forms/erasure-hasso.yaml --statement-only").ok();
    stage
        .run(&format!(
            "record receive forms/erasure-hasso.statement.json --paper forms/hasso-paper.pdf {BY} {WARD}"
        ))
        .ok();
}

/// The chain of an incident: the sub-processor's first report, then the ward's.
fn incident(stage: &Stage) {
    stage.fill("incident-first.yaml", &BTreeMap::new());
    stage.run("record sign forms/incident-first.yaml --key keys/funyu.key.pem --yes").ok();
    stage.run(&format!("record receive forms/incident-first.record.json {BY} {WARD}")).ok();
    for (form, before) in [("incident-preliminary", 10), ("incident-final", 12)] {
        let values = BTreeMap::from([("FOLLOWS".to_owned(), stage.record(before))]);
        stage.fill(&format!("{form}.yaml"), &values);
        stage.run(&format!("record add forms/{form}.yaml {WARD}")).ok();
    }
}

/// The auditor's section cosigns the head.
pub(crate) fn witness(stage: &Stage) {
    stage.run("log witness request --out request.txt").ok();
    let first = if stage.path("witness-state").exists() { String::new() } else { format!("--first {LOG}") };
    stage
        .run(&format!("log witness sign request.txt --out answer.txt --state witness-state --trust trust.txt --name kansa.mihon.example --key keys/kansa.key.pem {first}"))
        .ok();
    stage.run("log witness accept answer.txt").ok();
    for name in ["request.txt", "answer.txt"] {
        fs::remove_file(stage.path(name)).unwrap();
    }
}
