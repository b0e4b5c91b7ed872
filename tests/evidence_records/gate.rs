//! What the one gate refuses though verification would pass over it, and what it must let in all the same.

use super::attacks::{ROOTS, append, envelope, fresh, private, says};
use super::stage::{FIRST, Stage};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use fugi::evidence::log::Log;
use fugi::evidence::verify::admission::{Candidate, admit};
use fugi::evidence::verify::history::History;
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs;

const ADD: &str = "record add forms/came.record.json --log-key keys/log.key.pem --yes";
const RECEIVE: &str = "record receive forms/came.record.json --by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes";

/// A resident, as an insider would carry one out in a field that nobody reads.
const RESIDENT: &str =
    "佐藤花子様_昭和12年3月4日生_新宿区見本町1-2-3_要介護3_090-1234-5678_個人番号123456789018";
const NUMBER: &str = "個人番号１２３４－５６７８－９０１８";

/// Returns the report of the printer, with a number of its own, changed and signed anew; what is done to the statement
/// and to the envelope stays as it is.
fn report(stage: &Stage, statement: impl FnOnce(&mut Value), envelope_: impl FnOnce(&mut Value)) -> String {
    let mut own = envelope(stage, 1);
    fresh(&mut own, |_| {});
    let mut says: Value = serde_json::from_slice(&own.payload).unwrap();
    statement(&mut says);
    let payload = serde_json::to_vec_pretty(&says).unwrap();
    let signed = Envelope::sign(STATEMENT_TYPE, payload, &[&private(stage, "insatsu")]).to_json();
    let mut outer: Value = serde_json::from_str(&signed).unwrap();
    envelope_(&mut outer);
    serde_json::to_string_pretty(&outer).unwrap()
}

fn size(stage: &Stage) -> String {
    stage.read("evidence/log/checkpoint").lines().nth(1).unwrap().to_owned()
}

/// Brings a file to each gate; returns what they say.
fn refused(stage: &Stage, record: &str) -> [String; 2] {
    let before = size(stage);
    fs::write(stage.path("forms/came.record.json"), record).unwrap();
    let said = [ADD, RECEIVE].map(|line| {
        let ran = stage.run(line);
        assert_eq!(ran.code, 2, "{line}: {}{}", ran.out, ran.err);
        ran.err
    });
    assert_eq!(size(stage), before);
    said
}

#[test]
fn a_number_that_the_log_has_is_refused_with_its_entry() {
    let stage = Stage::told();
    let taken = envelope(&stage, 3);
    let taken: Value = serde_json::from_slice(&taken.payload).unwrap();
    let id = taken["predicate"]["recordId"].clone();
    let record = report(&stage, |says| says["predicate"]["recordId"] = id, |_| {});
    let entry = FIRST + 3;
    for said in refused(&stage, &record) {
        assert!(said.contains(&format!("登載済みの {entry} 番と同じです")), "{said}");
        assert!(said.contains("fugi record sign"), "{said}");
    }
    let english = stage.run(&format!("--lang en {ADD}"));
    assert!(english.err.contains(&format!("that of entry {entry} of the log")), "{}", english.err);
    // The honest one has a number of its own, and the very same record is told of as what it is.
    fs::write(stage.path("forms/came.record.json"), report(&stage, |_| {}, |_| {})).unwrap();
    stage.run(RECEIVE).ok();
    let again = stage.run(RECEIVE);
    assert!(again.code == 2 && again.err.contains(&format!("{} 番", FIRST + 14)), "{}", again.err);
    assert!(!again.err.contains("recordId"), "{}", again.err);
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

/// Where the log is at hand, nothing is signed that it could never take; elsewhere nobody knows the log.
#[test]
fn a_number_that_the_log_has_is_not_signed_again() {
    let stage = Stage::told();
    let id = says(&stage, 3)["recordId"].clone();
    let record = report(&stage, |says| says["predicate"]["recordId"] = id, |_| {});
    fs::write(stage.path("forms/came.record.json"), &record).unwrap();
    let sign = "record sign forms/came.record.json --key keys/funyu.key.pem --yes";
    let ran = stage.run(sign);
    let entry = FIRST + 3;
    assert!(ran.code == 2 && ran.err.contains(&format!("登載済みの {entry} 番と同じです")), "{}", ran.err);
    assert_eq!(stage.read("forms/came.record.json"), record);
    // So it is with what it refers to.
    let form = format!(
        "kind: correction\nlog: mihon.example/evidence\ncorrects: {}\nreason: 転記の誤り\nchanges:\n  - {{ field: copies/0/serial, before: a, after: b }}\nresponsible: {{ position: 主査, name: 見本 次子 }}\n",
        stage.record(1)
    );
    fs::write(stage.path("forms/correction.yaml"), form).unwrap();
    let ran = stage.run("record sign forms/correction.yaml --key keys/funyu.key.pem --yes");
    assert!(ran.code == 2 && ran.err.contains("自分の記録ではありません"), "{}", ran.err);
    assert!(!stage.path("forms/correction.record.json").exists());
    // Whoever has no log signs; whoever names one has one.
    let named = stage.run(&format!("{sign} --evidence nowhere"));
    assert!(named.code == 2 && named.err.contains("nowhere"), "{}", named.err);
    fs::rename(stage.path("evidence"), stage.path("elsewhere")).unwrap();
    stage.run(&format!("{sign} --out forms/signed.record.json")).ok();
    let named = stage.run(&format!("{sign} --evidence elsewhere --out forms/again.record.json"));
    assert!(named.code == 2 && named.err.contains(&format!("{entry} 番と同じです")), "{}", named.err);
}

/// What came on paper is judged by its own number, too, and no receipt of it is logged without it.
#[test]
fn a_receipt_of_a_paper_comes_with_its_document() {
    let stage = Stage::told();
    let receipt = says(&stage, 9);
    let document = receipt["document"].as_str().unwrap();
    let document = stage.read(&format!("evidence/blobs/sha256/{}/{document}", &document[..2]));
    let paper = |number: &str| {
        let mut says: Value = serde_json::from_str(&document).unwrap();
        says["predicate"]["recordId"] = number.into();
        serde_json::to_string_pretty(&says).unwrap()
    };
    let used = paper(says(&stage, 3)["recordId"].as_str().unwrap());
    fs::write(stage.path("forms/came.statement.json"), used).unwrap();
    let line = RECEIVE.replace(".record.json", ".statement.json") + " --paper forms/hasso-paper.pdf";
    let ran = stage.run(&line);
    let entry = FIRST + 3;
    assert!(ran.code == 2 && ran.err.contains(&format!("登載済みの {entry} 番と同じです")), "{}", ran.err);
    fs::remove_file(stage.path("forms/came.statement.json")).unwrap();
    // Signed elsewhere, without the document.
    let honest = paper("0123456789abcdef0123456789abcdef");
    let digest = Digest::of(honest.as_bytes()).to_string();
    let mut own = envelope(&stage, 9);
    fresh(&mut own, |says| says["document"] = digest.as_str().into());
    let sign = |payload: &[u8]| {
        let signed = Envelope::sign(STATEMENT_TYPE, payload.to_vec(), &[&private(&stage, "tanto")]);
        fs::write(stage.path("forms/came.record.json"), signed.to_json()).unwrap();
    };
    sign(&own.payload);
    let before = size(&stage);
    let ran = stage.run(ADD);
    assert!(ran.code == 2 && ran.err.contains(&format!("document（sha256:{digest}）")), "{}", ran.err);
    // With it, and without the copy of the paper.
    fs::write(stage.path("forms/came.statement.json"), &honest).unwrap();
    let mut bare: Value = serde_json::from_slice(&own.payload).unwrap();
    let subjects = bare["subject"].as_array_mut().unwrap();
    subjects.retain(|subject| subject["name"].as_str().unwrap().contains(':'));
    bare["predicate"].as_object_mut().unwrap().remove("attachments");
    sign(&serde_json::to_vec_pretty(&bare).unwrap());
    let ran = stage.run(ADD);
    assert!(ran.code == 2 && ran.err.contains("その写しの添付がありません"), "{}", ran.err);
    assert_eq!(size(&stage), before);
    // With what nobody reads in it.
    let strange = honest.replacen("\"digest\":", "\"annotations\": { \"note\": \"見本\" }, \"digest\":", 1);
    let mut other = envelope(&stage, 9);
    fresh(&mut other, |says| says["document"] = Digest::of(strange.as_bytes()).to_string().into());
    sign(&other.payload);
    fs::write(stage.path("forms/strange.statement.json"), strange).unwrap();
    let ran = stage.run(ADD);
    assert!(ran.code == 2 && ran.err.contains("「annotations」という項目"), "{}", ran.err);
    // The honest one, and the same once more.
    sign(&own.payload);
    stage.run(ADD).ok();
    fs::remove_file(stage.path("forms/came.statement.json")).unwrap();
    fresh(&mut own, |_| {});
    sign(&own.payload);
    stage.run(ADD).ok();
    // The ward's own form of a receipt.
    let third = paper("00000000000000000000000000000003");
    let (digest, at) = (Digest::of(third.as_bytes()), receipt["receivedAt"].as_str().unwrap());
    let form = format!(
        "kind: receipt\nlog: mihon.example/evidence\ncontract: r08/mihon-itaku/ticket\npurpose: received\ndocument: {digest}\ndocument_kind: erasure-report\nparty: mihon-hasso\nparty_name: 見本発送株式会社\nform: paper\nassurance: C\nreceived_at: {at}\nreceived_by: {{ position: 主査, name: 見本 次子 }}\nattachments:\n  - {{ file: hasso-paper.pdf, title: 紙の写し }}\n"
    );
    fs::write(stage.path("forms/receipt.yaml"), form).unwrap();
    let line = "record add forms/receipt.yaml --key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
    let ran = stage.run(line);
    assert!(ran.code == 2 && ran.err.contains(&format!("document（sha256:{digest}）")), "{}", ran.err);
    fs::write(stage.path("forms/third.statement.json"), &third).unwrap();
    stage.run(line).ok();
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

/// A company whose key is closed can still be heard: on paper, or with a new key; what to do is told where it is refused.
#[test]
fn a_company_whose_key_is_revoked_hands_in_paper() {
    let stage = Stage::told();
    super::attacks::revoke(&stage, "insatsu");
    let record = report(&stage, |_| {}, |_| {});
    for said in refused(&stage, &record) {
        assert!(said.contains("失効しています") && said.contains("fugi record receive --paper"), "{said}");
        assert!(!said.contains("reconfirmed"), "{said}");
    }
    // What it signed before counts as before; what is claimed to be older and comes later is judged by the log.
    let status = || stage.run("erasure status --all").out;
    let (before, entry) = (status(), FIRST + 1);
    assert!(before.contains(&format!("記録 {entry}番、確かさ A")), "{before}");
    let own = Envelope::parse(record.as_bytes()).unwrap();
    fs::write(stage.path("forms/came.statement.json"), &own.payload).unwrap();
    let line = RECEIVE.replace(".record.json", ".statement.json") + " --paper forms/hasso-paper.pdf";
    stage.run(&line).ok();
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

/// What a revoked key signed and the ward confirmed is as sure as the ward's word.
#[test]
fn what_was_confirmed_is_not_level_a() {
    let stage = Stage::told();
    let case = |name: &str| super::every().find(|attack| attack.name == name).unwrap().act;
    case("signer-revoked")(&stage);
    let entry = FIRST + 15;
    let ran = stage.run("erasure status --all");
    let said = ran.out + &ran.err;
    assert!(said.contains(&format!("{entry} 番は、提出されたものとして数えていません")), "{said}");
    assert!(said.contains("対応は `fugi verify`"), "{said}");
    let stage = Stage::told();
    case("signer-revoked-then-confirmed")(&stage);
    // The surer report of the same says no more.
    fs::remove_file(stage.path(&stage.record_file(5))).unwrap();
    let ran = stage.run("erasure status --all --format json");
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let own = report["places"].as_array().unwrap().iter().filter(|place| place["entry"] == entry);
    let own: Vec<_> = own.collect();
    assert!(!own.is_empty() && own.iter().all(|place| place["assurance"] == "C"), "{report}");
}

#[test]
fn one_number_for_two_records_of_one_batch_is_refused() {
    let stage = Stage::told();
    let log = Log::open(&stage.path("evidence")).unwrap();
    let history = History::new(Vec::new(), &[], &mut Vec::new());
    let one = report(&stage, |_| {}, |_| {});
    let same = report(&stage, |says| says["predicate"]["addressee"] = "見本区の長".into(), |_| {});
    let other = report(
        &stage,
        |says| says["predicate"]["recordId"] = "0123456789abcdef0123456789abcdef".into(),
        |_| {},
    );
    let twice = |records: [&str; 2]| {
        let records = records.map(|own| Candidate { record: own.as_bytes(), blobs: Vec::new() });
        let found = admit(&log, &history, &records, super::attacks::now()).unwrap();
        found.iter().filter(|finding| finding.name == "record-id-twice").count()
    };
    assert_eq!(twice([&one, &same]), 1);
    assert_eq!(twice([&one, &other]), 0);
}

/// What an insider writes where nobody looks: a word for it, what is done to the statement and to the envelope, and
/// what the gate says.
type Hidden = (&'static str, fn(&mut Value), fn(&mut Value), &'static str);

/// What is honest: a word for it, and what is done to the statement and to the envelope.
type Honest = (&'static str, fn(&mut Value), fn(&mut Value));

const HIDDEN: &[Hidden] = &[
    (
        "record id",
        |says| says["predicate"]["recordId"] = RESIDENT.into(),
        |_| {},
        "recordId: プログラムが作る値",
    ),
    ("salt", |says| says["predicate"]["salt"] = NUMBER.into(), |_| {}, "salt: プログラムが作る値"),
    (
        "upper case",
        |says| says["predicate"]["salt"] = "0123456789ABCDEF0123456789ABCDEF".into(),
        |_| {},
        "salt: プログラムが作る値",
    ),
    ("place", |says| says["predicate"]["copies"][0]["place"] = RESIDENT.into(), |_| {}, "copies/0/place"),
    (
        "number in a place",
        |says| says["predicate"]["copies"][0]["place"] = NUMBER.into(),
        |_| {},
        "copies/0/place",
    ),
    (
        "telephone as a place",
        |says| says["predicate"]["copies"][0]["place"] = "090-1234-5678".into(),
        |_| {},
        "copies/0/place",
    ),
    ("name", |says| says["subject"][0]["name"] = RESIDENT.into(), |_| {}, "subject/name: 住民の個人情報"),
    (
        "name of a file",
        |says| says["subject"][0]["name"] = "佐藤 花子_昭和12年3月4日生_新宿区見本町1-2-3.csv".into(),
        |_| {},
        "subject/name: 住民の個人情報",
    ),
    ("order turned", |says| says["subject"][0]["name"] = "消去ログ\u{202e}.csv".into(), |_| {}, "U+202E"),
    (
        "type",
        |says| says["subject"][0]["mediaType"] = format!("text/csv; {NUMBER}").into(),
        |_| {},
        "subject/mediaType: 住民の個人情報",
    ),
    (
        "escape in a type",
        |says| says["subject"][0]["mediaType"] = "text/csv\u{1b}[2K".into(),
        |_| {},
        "U+001B",
    ),
    ("type that is no text", |says| says["subject"][0]["mediaType"] = 5.into(), |_| {}, "種類（mediaType）"),
    (
        "annotations",
        |says| says["subject"][0]["annotations"] = json!({ "note": RESIDENT }),
        |_| {},
        "「annotations」という項目",
    ),
    (
        "another digest",
        |says| says["subject"][0]["digest"]["note"] = RESIDENT.into(),
        |_| {},
        "「note」という項目",
    ),
    ("field of the envelope", |_| {}, |outer| outer["note"] = RESIDENT.into(), "「note」という項目"),
    (
        "field of a signature",
        |_| {},
        |outer| outer["signatures"][0]["cert"] = RESIDENT.into(),
        "「cert」という項目",
    ),
    (
        "id of a second key",
        |_| {},
        |outer| {
            let mut second = outer["signatures"][0].clone();
            second["keyid"] = RESIDENT.into();
            outer["signatures"].as_array_mut().unwrap().push(second);
        },
        "鍵の識別子（小文字の16進64桁）",
    ),
];

#[test]
fn what_stands_where_nobody_looks_is_refused() {
    HIDDEN.par_iter().for_each(|(name, statement, outer, says)| {
        let stage = Stage::told();
        for said in refused(&stage, &report(&stage, statement, outer)) {
            assert!(said.contains(says), "{name}: {said}");
            let seen: Vec<char> = said.chars().filter(|c| matches!(c, '\u{1b}' | '\u{202e}')).collect();
            assert!(seen.is_empty(), "{name}: {said}");
        }
    });
}

/// What a log of an earlier time holds is judged as before: the specifications let a reader pass over such fields.
#[test]
fn verification_passes_over_what_the_specifications_allow() {
    let stage = Stage::told();
    let record = report(
        &stage,
        |says| says["subject"][0]["annotations"] = json!({ "note": "見本" }),
        |outer| outer["note"] = "見本".into(),
    );
    append(&stage, record.as_bytes(), "erasure-report");
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

#[test]
fn what_is_honest_passes_the_gate() {
    let honest: &[Honest] = &[
        ("as it is", |_| {}, |_| {}),
        (
            "place of a matter",
            |says| says["predicate"]["copies"][0]["place"] = "印刷サーバ２号機".into(),
            |_| {},
        ),
        (
            "place like digits",
            |says| says["predicate"]["copies"][0]["place"] = "sv-123456789018".into(),
            |_| {},
        ),
        ("type", |says| says["subject"][0]["mediaType"] = "text/csv; charset=utf-8".into(), |_| {}),
        (
            "no id of the key",
            |_| {},
            |outer| {
                outer["signatures"][0].as_object_mut().unwrap().remove("keyid");
            },
        ),
    ];
    honest.par_iter().for_each(|(name, statement, outer)| {
        let stage = Stage::told();
        fs::write(stage.path("forms/came.record.json"), report(&stage, statement, outer)).unwrap();
        let ran = stage.run(RECEIVE);
        assert_eq!(ran.code, 0, "{name}: {}{}", ran.out, ran.err);
    });
}

/// A second signature is put under no record that could not be logged.
#[test]
fn nothing_is_countersigned_that_no_gate_lets_in() {
    let stage = Stage::told();
    let record = report(&stage, |_| {}, |outer| outer["note"] = RESIDENT.into());
    fs::write(stage.path("forms/came.record.json"), &record).unwrap();
    let ran = stage.run("record sign forms/came.record.json --key keys/funyu.key.pem --yes");
    assert!(ran.code == 2 && ran.err.contains("「note」という項目"), "{}", ran.err);
    assert_eq!(stage.read("forms/came.record.json"), record);
}

/// What enters the register of keys stays in the log: it is searched before anybody signs it.
#[test]
fn the_register_takes_no_residents_data() {
    let stage = Stage::told();
    stage.run("key new new --role ward --out keys").ok();
    let enrol = |role: &str, holder: &str, more: &str| {
        stage.run(&format!("key enrol keys/new.pub.pem --role {role} --holder \"{holder}\" {more} {ROOTS}"))
    };
    let before = size(&stage);
    for holder in [
        "佐藤花子 昭和12年3月4日生",
        "佐藤花子様 新宿区見本町1-2-3",
        "個人番号 1234-5678-9018",
        "見本福祉課 090-1234-5678",
        "佐藤花子 要介護3",
    ] {
        let ran = enrol("ward", holder, "");
        assert!(ran.code == 2 && ran.err.contains("住民の個人情報のように見えます"), "{holder}: {}", ran.err);
    }
    for (role, more) in [
        ("contractor", "--party 佐藤花子様_昭和12年3月4日生_新宿区見本町1-2-3"),
        ("witness", "--name 個人番号123456789018"),
    ] {
        let ran = enrol(role, "見本印刷株式会社", more);
        assert!(ran.code == 2 && ran.err.contains("住民の個人情報のように見えます"), "{more}: {}", ran.err);
    }
    let id = fugi::evidence::format::key::id_of_file(&stage.path("keys/data.key.pem")).unwrap().unwrap();
    let revoke = |reason: &str| stage.run(&format!("key revoke {id} --reason \"{reason}\" {ROOTS}"));
    let ran = revoke("佐藤花子様（昭和12年3月4日生）の件");
    assert!(ran.code == 2 && ran.err.contains("住民の個人情報のように見えます"), "{}", ran.err);
    let group = "\"佐藤花子 090-1234-5678=keys/root-a.pub.pem\" 見本監査事務局=keys/root-b.pub.pem";
    stage.run("key new root-d --role root --out keys").ok();
    let group_new = group.replace("root-a", "root-d");
    let ran = stage.run(&format!("key root {group_new} --threshold 2 {ROOTS}"));
    assert!(ran.code == 2 && ran.err.contains("住民の個人情報のように見えます"), "{}", ran.err);
    assert_eq!(size(&stage), before);
    // A draft that was made elsewhere is searched before it is signed.
    let latest =
        (1..).take_while(|number| stage.path(&format!("evidence/trust/root.{number}.json")).exists());
    let latest = stage.read(&format!("evidence/trust/root.{}.json", latest.last().unwrap()));
    let latest = Envelope::parse(latest.as_bytes()).unwrap();
    let mut register: Value = serde_json::from_slice(&latest.payload).unwrap();
    register["version"] = (register["version"].as_u64().unwrap() + 1).into();
    let own = register["keys"].as_array_mut().unwrap().last_mut().unwrap();
    own["holder"] = "佐藤花子 昭和12年3月4日生".into();
    let payload = serde_json::to_vec_pretty(&register).unwrap();
    let draft = Envelope::sign(&latest.payload_type, payload, &[&private(&stage, "root-a")]).to_json();
    fs::write(stage.path("next.json"), &draft).unwrap();
    let approve = "key approve next.json --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes";
    let ran = stage.run(approve);
    assert!(ran.code == 2 && ran.err.contains("住民の個人情報のように見えます"), "{}", ran.err);
    assert_eq!(stage.read("next.json"), draft);
    // Offices and officials are what the register is for.
    revoke("担当の見本 太郎の異動（端末の返却）").ok();
    enrol("ward", "見本福祉課 主査 佐藤 花子", "").ok();
}

/// A report on a contractor's copies that the ward alone signed is the ward's word, and told of as that.
#[test]
fn what_the_ward_alone_signed_is_not_taken_for_the_contractors_report() {
    let stage = Stage::told();
    let json =
        || -> Value { serde_json::from_str(&stage.run("erasure status --all --format json").out).unwrap() };
    let of = |report: &Value, entry: u64| -> Vec<Value> {
        let places = report["places"].as_array().unwrap();
        places.iter().filter(|place| place["entry"] == entry).cloned().collect()
    };
    // As the story has it: signed by the contractor (A), and on paper (C).
    let before = json();
    assert_eq!(before["by_ward_alone"], 0, "{before}");
    for (number, level) in [(1, "A"), (9, "C")] {
        let places = of(&before, FIRST + number);
        assert!(!places.is_empty(), "{number}: {before}");
        for place in places {
            assert_eq!(
                (place["assurance"].as_str(), place["by_ward_alone"].as_bool()),
                (Some(level), Some(false))
            );
        }
    }
    assert!(stage.run("erasure status --all").out.contains("確かさ A"));
    // The printer's report is superseded by one that says less; then the ward signs the whole one, which takes the place
    // of nothing.
    let mut own = envelope(&stage, 1);
    fresh(&mut own, |says| {
        says["supersedes"] = stage.record(1).into();
        says["copies"].as_array_mut().unwrap().truncate(1);
    });
    let mut less: Value = serde_json::from_slice(&own.payload).unwrap();
    let superseded = json!({ "name": "record:superseded", "digest": { "sha256": stage.record(1) } });
    less["subject"].as_array_mut().unwrap().push(superseded);
    let payload = serde_json::to_vec_pretty(&less).unwrap();
    let signed = Envelope::sign(STATEMENT_TYPE, payload, &[&private(&stage, "insatsu")]).to_json();
    fs::write(stage.path("forms/came.record.json"), signed).unwrap();
    stage.run(RECEIVE).ok();
    let left = json();
    let left_of = |report: &Value| {
        let places = report["places"].as_array().unwrap().iter();
        let open = places.filter(|place| {
            place["contractor"].as_str().unwrap().contains("見本印刷")
                && place["contract"].as_str().unwrap().ends_with("/ticket")
                && place["entry"].is_null()
        });
        open.count()
    };
    assert!(left_of(&left) > 0, "{left}");
    let mut ward = envelope(&stage, 1);
    fresh(&mut ward, |says| says["recordId"] = "00000000000000000000000000000001".into());
    let signed = Envelope::sign(STATEMENT_TYPE, ward.payload, &[&private(&stage, "tanto")]).to_json();
    fs::write(stage.path("forms/came.record.json"), signed).unwrap();
    stage.run(ADD).ok();
    let entry = FIRST + 16;
    let after = json();
    let places = of(&after, entry);
    assert_eq!(places.len(), left_of(&left), "{after}");
    assert!(places.iter().all(|place| place["by_ward_alone"] == true && place["assurance"].is_null()));
    assert_eq!(after["by_ward_alone"].as_u64().unwrap(), places.len() as u64);
    // What the printer's own report closes is still theirs.
    assert!(of(&after, FIRST + 14).iter().all(|place| place["assurance"] == "A"), "{after}");
    // Told without being asked, in both languages, and by the exit status; again from the judgement that was kept.
    for _ in 0..2 {
        let ran = stage.run("erasure status");
        assert_eq!(ran.code, 1, "{}", ran.out);
        for said in [
            format!("記録 {entry}番、区だけが署名。委託先の報告ではない"),
            format!("区だけが署名した報告です（記録 {entry}番）"),
            format!("区だけの記録（委託先の報告なし） {}件", places.len()),
        ] {
            assert!(ran.out.contains(&said), "{said}: {}", ran.out);
        }
        let english = stage.run("--lang en erasure status").out;
        assert!(english.contains("signed by the ward alone, not the contractor's report"), "{english}");
    }
    let status = stage.run("status --all").out + &stage.run("status").out;
    assert!(status.contains(&format!("記録 {entry}番は区だけが署名したもので")), "{status}");
}

/// A workbook that asks for more memory than any machine has is refused with one message, wherever one is opened.
#[test]
fn a_workbook_that_says_it_holds_more_than_it_can_is_refused() {
    let stage = Stage::told();
    let made = "record new handlers-report --contract r08/mihon-itaku/ticket --log mihon.example/evidence --out forms/h.xlsx";
    stage.run(made).ok();
    let honest = stage.run("record check forms/h.xlsx");
    assert!(honest.code < 2, "{}{}", honest.out, honest.err);
    let bytes = fs::read(stage.path("forms/h.xlsx")).unwrap();
    for count in ["40000000000", "999999999999131", "18446744073709551615", "100000"] {
        fs::write(stage.path("forms/count.xlsx"), counting(&bytes, count)).unwrap();
        for line in [
            "record check forms/count.xlsx",
            "record sign forms/count.xlsx --key keys/insatsu.key.pem --yes",
            "record add forms/count.xlsx --key keys/tanto.key.pem --log-key keys/log.key.pem --yes",
            "audit import forms/count.xlsx",
            "book import forms/count.xlsx",
        ] {
            let ran = stage.run(line);
            let said = ran.out + &ran.err;
            assert!(matches!(ran.code, 1 | 2), "{line}: {} {said}", ran.code);
            assert!(
                said.contains(&format!("xl/sharedstrings.xml）に、文字列が {count} 件ある")),
                "{line}: {said}"
            );
        }
    }
}

/// Returns a workbook whose table of strings says that it has so many.
fn counting(bytes: &[u8], count: &str) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    let mut from = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let mut is_found = false;
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().to_string();
        let mut contents = Vec::new();
        part.read_to_end(&mut contents).unwrap();
        if name == "xl/sharedStrings.xml" {
            let text = String::from_utf8(contents).unwrap();
            let (before, rest) = text.split_once("uniqueCount=\"").unwrap();
            let (_, after) = rest.split_once('"').unwrap();
            contents = format!("{before}uniqueCount=\"{count}\"{after}").into_bytes();
            is_found = true;
        }
        to.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&contents).unwrap();
    }
    assert!(is_found);
    to.finish().unwrap().into_inner()
}
