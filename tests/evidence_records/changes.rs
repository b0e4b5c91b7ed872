//! What the program itself refuses where the register, the witness or a disposal is not as it should be.

use super::stage::{LOG, Stage};
use std::fs;

const ROOTS: &str = "--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem";
const LOG_KEY: &str = "--log-key keys/log.key.pem";
const WARD: &str = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";

#[test]
fn nothing_is_admitted_by_a_register_from_which_a_version_was_taken() {
    let stage = Stage::told();
    stage.run("key new ouen --role ward --out keys").ok();
    let enrol = "key enrol keys/ouen.pub.pem --role ward --holder 見本福祉課の応援";
    stage.run(&format!("{enrol} {ROOTS} {LOG_KEY} --yes")).ok();
    fs::remove_file(stage.path("evidence/trust/root.9.json")).unwrap();
    for line in [
        format!("record add forms/incident-final.yaml {WARD}"),
        format!("record receive forms/erasure-insatsu.record.json --by \"主査 見本 次子\" {WARD}"),
        format!("{enrol} {ROOTS} {LOG_KEY} --yes"),
        "key trust".to_owned(),
    ] {
        let ran = stage.run(&line);
        assert_eq!(ran.code, 2, "{line}");
        assert!(ran.err.contains("trust/ にありません"), "{line}: {}", ran.err);
    }
    // The same bytes lie among the records, and bring it back.
    let log = fugi::evidence::log::Log::open(&stage.path("evidence")).unwrap();
    let kept = fugi::evidence::store::Name::Record(log.entry(22).unwrap().record);
    fs::copy(stage.path("evidence").join(kept.to_string()), stage.path("evidence/trust/root.9.json"))
        .unwrap();
    super::walk::witness(&stage);
    assert!(stage.verify("--quiet --trust trust.txt").starts_with("exit: 0"));
}

#[test]
fn a_change_of_the_register_comes_into_force_in_the_log() {
    let stage = Stage::told();
    stage.run("key new ouen --role ward --out keys").ok();
    let enrol = format!("key enrol keys/ouen.pub.pem --role ward --holder 見本福祉課の応援 {ROOTS} --yes");
    let without = stage.run(&enrol);
    assert!(without.code == 2 && without.err.contains("--log-key"), "{}", without.err);
    let draft = stage.run(&format!("{enrol} --draft next.json")).ok();
    assert!(draft.out.contains("署名はそろいました"), "{}", draft.out);
    let wrong = stage.run("key approve next.json --log-key keys/tanto.key.pem --yes");
    assert!(wrong.code == 2 && wrong.err.contains("ログの鍵ではありません"), "{}", wrong.err);
    assert!(!stage.path("evidence/trust/root.9.json").exists());
    let done = stage.run(&format!("key approve next.json {LOG_KEY} --yes")).ok();
    assert!(done.out.contains("第9版を 22 番としてログに載せ"), "{}", done.out);
    assert!(!stage.path("next.json").exists());
    // The run ended between file and entry: nothing is admitted, and one command completes it.
    let draft = stage.run("key revoke");
    assert_eq!(draft.code, 2);
    stage.run("key new ouen2 --role ward --out keys").ok();
    let enrol = format!("key enrol keys/ouen2.pub.pem --role ward --holder 見本福祉課の応援 {ROOTS} --yes");
    stage.run(&format!("{enrol} --draft next.json")).ok();
    fs::copy(stage.path("next.json"), stage.path("evidence/trust/root.10.json")).unwrap();
    let refused = stage.run(&format!("record add forms/incident-final.yaml {WARD}"));
    assert!(refused.code == 2 && refused.err.contains("adopt-register"), "{}", refused.err);
    let adopted = stage.run(&format!("log adopt-register {LOG_KEY} --yes")).ok();
    assert!(adopted.out.contains("第10版を 23 番としてログに載せました"), "{}", adopted.out);
    let again = stage.run(&format!("log adopt-register {LOG_KEY} --yes"));
    assert!(again.code == 2 && again.err.contains("載せる版はありません"), "{}", again.err);
    assert!(stage.verify("--quiet --trust trust.txt").contains("一部のみ立会済"));
    super::walk::witness(&stage);
    assert!(stage.verify("--quiet --trust trust.txt --require-witness").starts_with("exit: 0"));
}

/// Whose a new key is, the lists of parties say: what it signs counts as that company's.
#[test]
fn a_key_is_enrolled_for_a_company_that_is_known_and_under_its_name_only() {
    let stage = Stage::told();
    stage.run("key new new --role contractor --out keys").ok();
    let enrol = |party: &str, holder: &str, more: &str| {
        let line = "key enrol keys/new.pub.pem --role contractor";
        stage.run(&format!("{line} --party {party} --holder {holder} {ROOTS} {LOG_KEY} --yes {more}"))
    };
    for (party, holder, words) in [
        ("mihon-haso", "見本発送株式会社", &["mihon-haso", "parties.yaml", "mihon-hasso"][..]),
        ("betsu", "別株式会社", &["どの年度の parties.yaml にもありません", "policies/r08/parties.yaml"]),
        (
            "mihon-hasso",
            "見本データ株式会社",
            &["mihon-data の名です", "policies/r08/parties.yaml", "「見本発送株式会社」"],
        ),
        ("mihon-hasso", "見本発送", &["「見本発送株式会社」"]),
    ] {
        let ran = enrol(party, holder, "");
        assert!(ran.code == 2 && words.iter().all(|word| ran.err.contains(word)), "{holder}: {}", ran.err);
        assert!(!stage.path("evidence/trust/root.9.json").exists());
    }
    // Without a workspace, the register says it; a draft that was made so is not approved where there is one.
    let desk = tempfile::tempdir().unwrap();
    super::stage::copy(&stage.path("evidence"), &desk.path().join("evidence"));
    super::stage::copy(&stage.path("keys"), &desk.path().join("keys"));
    let alone = |holder: &str| {
        let line = format!(
            "key enrol keys/new.pub.pem --role contractor --party betsu --holder {holder} --root-key keys/root-a.key.pem --draft alone.json --yes"
        );
        std::process::Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(line.split(' '))
            .env("FUGI_PASSPHRASE", super::stage::PASSPHRASE)
            .current_dir(desk.path())
            .output()
            .unwrap()
    };
    let ran = alone("見本データ株式会社");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("登録簿では mihon-data の名です"), "{ran:?}");
    assert!(alone("別株式会社").status.success());
    fs::copy(desk.path().join("alone.json"), stage.path("alone.json")).unwrap();
    let ran = stage.run(&format!("key approve alone.json --root-key keys/root-b.key.pem {LOG_KEY} --yes"));
    assert!(ran.code == 2 && ran.err.contains("parties.yaml"), "{}", ran.err);
    enrol("mihon-hasso", "見本発送株式会社", "").ok();
}

/// A draft is made for one version of the register and signed as it was read: neither is passed over.
#[test]
fn a_stale_draft_is_never_signed_or_written_over() {
    let stage = Stage::told();
    for name in ["one", "two"] {
        stage.run(&format!("key new {name} --role ward --out keys")).ok();
    }
    let enrol = |name: &str, more: &str| {
        stage.run(&format!("key enrol keys/{name}.pub.pem --role ward --holder 見本福祉課 {more} --yes"))
    };
    let drafted = "--root-key keys/root-a.key.pem --draft next.json";
    enrol("one", drafted).ok();
    let draft = stage.read("next.json");
    let ran = enrol("two", drafted);
    assert!(ran.code == 2 && ran.err.contains("next.json はもうあります"), "{}", ran.err);
    let ran = enrol("two", &format!("{ROOTS} {LOG_KEY} --draft next.json"));
    assert!(ran.code == 2 && ran.err.contains("next.json はもうあります"), "{}", ran.err);
    assert_eq!(stage.read("next.json"), draft);
    // Another change comes into force: the draft follows no version that is in force any more.
    enrol("two", &format!("{ROOTS} {LOG_KEY}")).ok();
    let before = stage.read("evidence/log/checkpoint");
    let ran = stage.run(&format!("key approve next.json --root-key keys/root-b.key.pem {LOG_KEY} --yes"));
    assert!(ran.code == 2 && ran.err.contains("今の版（第9版）の続きになりません"), "{}", ran.err);
    assert_eq!((stage.read("next.json"), stage.read("evidence/log/checkpoint")), (draft, before));
}

/// A log in a log could be verified as neither.
#[test]
fn no_log_is_made_within_another() {
    let stage = Stage::told();
    fs::create_dir(stage.path("evidence/inbox")).unwrap();
    super::stage::link(std::path::Path::new("evidence/inbox"), &stage.path("linked"));
    for folder in ["evidence/x", "evidence/log", "evidence/inbox/a/b", "evidence/../evidence/x", "linked/x"] {
        let ran = stage.run(&format!("log new other.example/log {LOG_KEY} --evidence {folder}"));
        assert!(ran.code == 2 && ran.err.contains("別の証跡のフォルダ"), "{folder}: {}", ran.err);
    }
    stage.run(&format!("log new other.example/log {LOG_KEY} --evidence evidence-2/a")).ok();
    assert!(stage.verify("--trust trust.txt").starts_with("exit: 0"));
}

#[test]
fn a_witness_begins_when_asked_and_says_when_the_register_changed() {
    let stage = Stage::told();
    let sign = |request: &str, state: &str, more: &str| {
        stage.run(&format!(
            "log witness sign {request} --out answer.txt --state {state} --trust trust.txt --key keys/kansa.key.pem {more}"
        ))
    };
    stage.run("key new ouen --role ward --out keys").ok();
    stage.run(&format!("key enrol keys/ouen.pub.pem --role ward --holder 応援 {ROOTS} {LOG_KEY} --yes")).ok();
    stage.run("log witness request --out request.txt").ok();
    let request = stage.read("request.txt");
    assert!(request.lines().any(|line| line.starts_with("register sha256:")), "{request}");
    // The folder was mistyped, or the state is gone: nothing is signed, nothing is made.
    let lost = sign("request.txt", "witnes-state", "");
    assert!(lost.code == 1 && lost.err.contains("--first mihon.example/evidence"), "{}", lost.err);
    assert!(!stage.path("witnes-state").exists() && !stage.path("answer.txt").exists());
    let other = sign("request.txt", "witnes-state", "--first other.example/log");
    assert!(other.code == 1 && other.err.contains("見た記録がありません"), "{}", other.err);
    let twice = sign("request.txt", "witness-state", &format!("--first {LOG}"));
    assert!(twice.code == 1 && twice.err.contains("もう 22 件まで見ています"), "{}", twice.err);
    let signed = sign("request.txt", "witness-state", "").ok();
    assert!(signed.out.contains("鍵の登録簿が替わっています"), "{}", signed.out);
    // A head without the register that was seen before.
    let hidden = request.lines().filter(|line| !line.starts_with("register ")).collect::<Vec<_>>().join("\n");
    fs::write(stage.path("hidden.txt"), hidden + "\n").unwrap();
    let refused = sign("hidden.txt", "witness-state", "");
    assert_eq!(refused.code, 1, "the log's signature is over the line: {}", refused.out);
}

#[test]
fn an_empty_log_is_not_witnessed() {
    let stage = Stage::empty();
    for (name, role) in [("log", "log"), ("kansa", "witness")] {
        stage.run(&format!("key new {name} --role {role} --out keys")).ok();
    }
    let made = stage.run(&format!("log new {LOG} --log-key keys/log.key.pem")).ok();
    let key = made.out.lines().find(|line| line.starts_with("log ")).unwrap().to_owned();
    fs::write(stage.path("trust.txt"), format!("{key}\nquorum none\n")).unwrap();
    stage.run("log witness request --out request.txt --old 0").ok();
    let refused = stage.run(&format!(
        "log witness sign request.txt --out answer.txt --state state --trust trust.txt --name kansa.mihon.example --key keys/kansa.key.pem --first {LOG}"
    ));
    assert!(refused.code == 1 && refused.err.contains("記録が1件もありません"), "{}", refused.err);
    let english = stage.run(&format!(
        "--lang en log witness sign request.txt --out answer.txt --state state --trust trust.txt --name kansa.mihon.example --key keys/kansa.key.pem --first {LOG}"
    ));
    assert!(english.err.contains("there is no entry yet"), "{}", english.err);
}

#[test]
fn a_disposal_takes_two_keys_at_the_desk_too() {
    let stage = Stage::told();
    let form = super::lately::disposal_form(&stage, &stage.record(1), "ground: order");
    let alone = stage.run(&format!("record add {form} {WARD}"));
    assert!(alone.code == 2 && alone.err.contains("別々の鍵 2 本"), "{}", alone.err);
    stage.run(&format!("record sign {form} --key keys/tanto.key.pem --yes")).ok();
    let again = stage.run("record sign forms/disposal.record.json --key keys/tanto.key.pem --yes");
    assert!(again.code == 2 && again.err.contains("もう署名しています"), "{}", again.err);
    let english = stage.run(&format!("--lang en record add forms/disposal.record.json {LOG_KEY} --yes"));
    assert!(english.err.contains("2 different keys"), "{}", english.err);
    stage.run("record sign forms/disposal.record.json --key keys/kacho.key.pem --yes").ok();
    stage.run(&format!("record add forms/disposal.record.json {LOG_KEY} --yes")).ok();
    // The period counts from the time of logging, whatever day the signer names.
    fs::remove_file(stage.path("forms/disposal.record.json")).unwrap();
    let form =
        super::lately::disposal_form(&stage, &stage.record(3), "ground: retention_ended\nretention_years: 5");
    super::lately::signed_by_two(&stage, &form);
    let early = stage.run(&format!("record add forms/disposal.record.json {LOG_KEY} --yes"));
    assert!(early.code == 2 && early.err.contains("まだ廃棄できません。11 番"), "{}", early.err);
    // What the log does not hold was never its record: a slip in a digest would stand for good.
    fs::remove_file(stage.path("forms/disposal.record.json")).unwrap();
    let held = stage.record(3).to_string();
    let slip = held.replacen(&held[..1], if held.starts_with('0') { "1" } else { "0" }, 1);
    let form = super::lately::disposal_form(&stage, &slip, "ground: order");
    super::lately::signed_by_two(&stage, &form);
    for (language, said) in [("ja", "このログの記録でも"), ("en", "neither a record of this log")] {
        let add = format!("record add forms/disposal.record.json {LOG_KEY} --yes --lang {language}");
        let refused = stage.run(&add);
        assert!(
            refused.code == 2 && refused.err.contains(&slip) && refused.err.contains(said),
            "{}",
            refused.err
        );
    }
    // A period is stated in years, and only with the ground that rests on it.
    for (ground, said) in [
        ("ground: retention_ended", "保存年限の年数"),
        ("ground: order\nretention_years: 5", "保存年限の年数"),
        ("ground: retention_ended\nretention_years: ５", "整数"),
        ("ground: retention_ended\nretention_years: 0", "0 年では"),
    ] {
        let form = super::lately::disposal_form(&stage, &stage.record(1), ground);
        let ran = stage.run(&format!("record check {form}"));
        assert!(ran.code == 1 && ran.err.contains(said), "{ground}: {}", ran.err);
    }
}
