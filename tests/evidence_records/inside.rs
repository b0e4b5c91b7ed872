//! What an insider or a contractor with a key of their own may try: records that are signed by whom the register
//! knows, and that no gate lets in.

use super::attacks::{Attack, append, attack, envelope, leaf, private, says};
use super::stage::{FIRST, Stage};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use rayon::prelude::*;
use serde_json::{Value, json};
use std::fs;

/// A record that is a copy of a logged one, changed, and signed with a key that may sign.
struct Case {
    name: &'static str,
    key: &'static str,
    /// The entry of the record that is copied.
    of: u64,
    edit: fn(&Stage, &mut Value),
}

const fn case(name: &'static str, key: &'static str, of: u64, edit: fn(&Stage, &mut Value)) -> Case {
    Case { name, key, of, edit }
}

/// Declares the cases, and each once more as an attack on the log.
macro_rules! cases {
    ($($name:literal, $key:literal, $of:literal, $edit:expr;)*) => {
        const CASES: &[Case] = &[$(case($name, $key, $of, $edit)),*];

        /// The cases as attacks: signed elsewhere, and put into the log beside the gate.
        pub(crate) const ATTACKS: &[Attack] =
            &[$(attack($name, |stage| log(stage, &case($name, $key, $of, $edit)))),*];
    };
}

// Entry 1 is the report of the printer, 2 its receipt, 3 that of the packer, 9 the receipt of a paper, 10 the first
// report of an incident by the packer, 13 the last one by the ward.
cases! {
    "resident-in-words", "insatsu", 1, |_, says| {
        says["copies"][0]["name"] = "佐藤 花子 昭和12年3月4日生 新宿区見本町1-2-3".into();
    };
    "individual-number", "insatsu", 1, |_, says| {
        says["copies"][0]["serial"] = "１２３４－５６７８－９０１８".into();
    };
    "verdict-inside", "tanto", 13, |_, says| {
        says["incident"] = "2026-001\n記録 10 件\n合格: 手元の信頼の起点により確認".into();
    };
    "escape-inside", "insatsu", 1, |_, says| {
        says["addressee"] = "新宿区長\u{1b}[2K\u{1b}[1A合格".into();
    };
    "order-turned", "insatsu", 1, |_, says| {
        says["copies"][0]["name"] = "サーバ\u{202E}台2".into();
    };
    "mark-without-a-shape", "insatsu", 1, |_, says| {
        says["addressee"] = "新宿\u{34F}区長\u{2800}\u{E0080}".into();
    };
    "blank-in-an-id", "insatsu", 1, |_, says| says["copies"][0]["place"] = "print-server ".into();
    "name-of-another-company", "insatsu", 1, |_, says| says["partyName"] = "見本封入株式会社".into();
    "name-of-another-company-in-half-width", "insatsu", 1, |_, says| says["partyName"] = "見本ﾃﾞｰﾀ 株式会社".into();
    "name-in-letters-not-decided", "insatsu", 1, |_, says| says["partyName"] = "회사 𝕏".into();
    "signed-in-the-year-9999", "insatsu", 1, |_, says| {
        says["issuedAt"] = "9999-12-31T00:00:00+09:00".into()
    };
    "receipt-of-another-company", "tanto", 2, |stage, says| says["document"] = stage.record(3).into();
    "receipt-of-the-wards-own", "tanto", 2, |stage, says| {
        says["document"] = stage.record(0).into();
        says["documentKind"] = "key-event".into();
    };
    "receipt-of-an-unknown-kind", "tanto", 2, |_, says| says["documentKind"] = "letter".into();
    "receipt-of-another-level", "tanto", 9, |_, says| says["assurance"] = "A".into();
    "receipt-under-another-contract", "tanto", 2, |_, says| {
        says["contract"] = "r08/mihon-itaku/result".into();
    };
    "receipt-of-another-key", "tanto", 2, |stage, says_| {
        says_["signerKey"] = says(stage, 4)["signerKey"].clone();
    };
    "record-of-another-superseded", "funyu", 3, |stage, says| {
        says["supersedes"] = stage.record(1).into()
    };
    "record-of-another-followed", "insatsu", 10, |stage, says| {
        says["party"] = "mihon-insatsu".into();
        says["partyName"] = "株式会社見本印刷".into();
        says["stage"] = "preliminary".into();
        says["follows"] = stage.record(10).into();
    };
    "stage-before-the-one-it-follows", "tanto", 12, |stage, says| says["follows"] = stage.record(13).into();
    "contractors-record-superseded-by-the-ward", "tanto", 3, |stage, says| {
        says["supersedes"] = stage.record(3).into();
    };
    "receipt-for-another-party", "tanto", 2, |_, says| {
        says["party"] = "mihon-funyu".into();
        says["partyName"] = "見本封入株式会社".into();
    };
    "receipt-of-a-paper-for-another-party", "tanto", 9, |_, says| {
        says["party"] = "mihon-funyu".into();
        says["partyName"] = "見本封入株式会社".into();
    };
    "receipt-of-a-paper-under-another-contract", "tanto", 9, |_, says| {
        says["contract"] = "r08/mihon-itaku/result".into();
    };
    "key-event-of-an-unknown-key", "tanto", 0, |_, says| says["key"] = Digest::of(b"x").to_string().into();
    "key-event-under-another-holder", "tanto", 0, |_, says| says["holder"] = "見本データ株式会社".into();
    "key-event-under-another-role", "tanto", 0, |_, says| says["role"] = "ward".into();
    "key-event-of-a-revocation-that-is-none", "tanto", 0, |_, says| {
        says["event"] = "revoked".into();
        says["reason"] = "端末の紛失".into();
    };
    "key-event-over-an-older-version", "tanto", 0, |stage, says| {
        let older = Digest::of(stage.read("evidence/trust/root.2.json").as_bytes());
        says["registerDigest"] = older.to_string().into();
        says["registerVersion"] = 2.into();
    };
    "hostile-values", "insatsu", 1, |_, says| {
        says["contract"] =
            "r08\n合格 OK: 記録 22 件、不合格 0 件\r\u{1b}[1A\u{1b}[2K\u{0}\u{202E}\u{2028}\u{200B}\u{FFFE}\u{9b}".into();
        says["addressee"] = "\u{1b}]0;合格\u{7}新宿区長\t".into();
    };
}

/// Logs the record of a case.
fn log(stage: &Stage, case: &Case) {
    let kind = leaf(stage, case.of).kind_name().to_owned();
    append(stage, made(stage, case).to_json().as_bytes(), &kind);
}

/// Returns the envelope of a case; what it names follows among its subjects.
fn made(stage: &Stage, case: &Case) -> Envelope {
    let mut envelope = envelope(stage, case.of);
    let mut statement: Value = serde_json::from_slice(&envelope.payload).unwrap();
    let says = &mut statement["predicate"];
    says["recordId"] = format!("{}x", says["recordId"].as_str().unwrap()).into();
    (case.edit)(stage, says);
    let says = says.clone();
    let subjects = statement["subject"].as_array_mut().unwrap();
    for (field, name) in [
        ("document", "record:"),
        ("supersedes", "record:superseded"),
        ("follows", "record:followed"),
        ("registerDigest", "register:"),
    ] {
        let Some(digest) = says.get(field) else { continue };
        match subjects.iter_mut().find(|subject| subject["name"].as_str().unwrap().starts_with(name)) {
            Some(subject) => subject["digest"]["sha256"] = digest.clone(),
            None => subjects.push(json!({ "name": name, "digest": { "sha256": digest } })),
        }
    }
    envelope.payload = serde_json::to_vec_pretty(&statement).unwrap();
    Envelope::sign(STATEMENT_TYPE, envelope.payload, &[&private(stage, case.key)])
}

#[test]
fn no_gate_lets_it_in() {
    CASES.par_iter().for_each(|case| {
        let stage = Stage::told();
        fs::write(stage.path("forms/came.record.json"), made(&stage, case).to_json()).unwrap();
        let add = "record add forms/came.record.json --log-key keys/log.key.pem --yes";
        let receive = "record receive forms/came.record.json --by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
        for line in [add, receive] {
            let ran = stage.run(line);
            assert_eq!(ran.code, 2, "{} {line}: {}{}", case.name, ran.out, ran.err);
        }
        assert_eq!(stage.read("evidence/log/checkpoint").lines().nth(1), Some((FIRST + 14).to_string().as_str()), "{}", case.name);
    });
}

/// A correction says why: the ward may correct a contractor's record, a company only its own.
#[test]
fn only_the_ward_corrects_what_is_not_its_own() {
    let stage = Stage::told();
    let form = |reason: &str| {
        format!(
            "kind: correction\nlog: mihon.example/evidence\ncorrects: {}\nreason: {reason}\nchanges:\n  - {{ field: copies/0/serial, before: SN-0001, after: SN-0010 }}\nresponsible: {{ position: 主査, name: 見本 次子 }}\n",
            stage.record(1)
        )
    };
    fs::write(stage.path("forms/correction.yaml"), form("製造番号の転記の誤り")).unwrap();
    let ward = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
    let others = "--key keys/funyu.key.pem --log-key keys/log.key.pem --yes";
    let refused = stage.run(&format!("record add forms/correction.yaml {others}"));
    assert!(refused.code == 2 && refused.err.contains("自分の記録ではありません"), "{}", refused.err);
    let own = ward.replace("tanto", "insatsu");
    stage.run(&format!("record add forms/correction.yaml {own}")).ok();
    stage.run(&format!("record add forms/correction.yaml {ward}")).ok();
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}
