//! What happens at the desk: forms that are refused, keys and passphrases, what arrives damaged, succession.

use super::stage::{LOG, PASSPHRASE, Stage};
use fugi::evidence::format::key;
use fugi::evidence::format::sshsig::{RECORD, SshSignature};
use std::collections::BTreeMap;
use std::fs;

const WARD: &str = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
const BY: &str = "--by \"主査 見本 次子\"";

#[test]
fn every_form_says_what_is_missing_and_nothing_else() {
    let stage = Stage::empty();
    for kind in fugi::evidence::format::kind::Kind::ALL {
        let (word, file) = (kind.word(), format!("{}.yaml", kind.word()));
        stage.run(&format!("record new {word} --log {LOG} --out {file}")).ok();
        let ran = stage.run(&format!("record check {file}"));
        assert_eq!(ran.code, 1, "{word}: {}", ran.err);
        assert!(ran.err.contains("がありません"), "{word}: {}", ran.err);
        assert!(!ran.err.contains("という項目はありません"), "{word}: {}", ran.err);
        let again = stage.run(&format!("record new {word} --log {LOG} --out {file}"));
        assert_eq!(again.code, 2);
        assert!(again.err.contains("書き換えません"), "{}", again.err);
    }
    let ran = stage.run("record new erasure-reprt");
    assert!(ran.err.contains("「erasure-report」の書き違い"), "{}", ran.err);
}

/// Fills in the first report, with some lines changed.
fn report(stage: &Stage, changes: &[(&str, &str)]) -> String {
    let mut text = stage.read("forms/erasure-insatsu.yaml");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    fs::write(stage.path("forms/changed.yaml"), text).unwrap();
    stage.fill("changed.yaml", &BTreeMap::new());
    let ran = stage.run("record check forms/changed.yaml");
    assert_eq!(ran.code, 1, "{}", ran.out);
    ran.err
}

#[test]
fn a_form_is_checked_like_a_policy_file() {
    let stage = Stage::empty();
    let refusals: [(&[(&str, &str)], &str); 14] = [
        (&[("quantity: 1\n", "quantity: １\n")], "0以上の整数"),
        (&[("medium: server", "medium: サーバ")], "「サーバ」は「server」と書きます"),
        (&[("trigger:", "trigerr:")], "「trigger」の書き違い"),
        (&[("item", "品目: [あ]\nitem")], "「品目」という項目はありません"),
        (&[("[受診券番号,", "[受診番号,")], "この契約の情報項目ではありません"),
        (&[("party: mihon-insatsu", "party: mihon-data")], "この契約の当事者でも再委託先でもありません"),
        (&[("party_name: 株式会社見本印刷", "party_name: 見本印刷")], "の名は「株式会社見本印刷」です"),
        (&[("mihon-itaku/ticket", "mihon-itaku/tiket")], "「ticket」の書き違い"),
        (&[("name: 見本 二郎, date", "name: 見本 一郎, date")], "消去した者と検証した者が同じです"),
        (&[("name: 見本 二郎, date", "name: 見本　一郎, date")], "消去した者と検証した者が同じです"),
        (&[("nothing_retained: true", "nothing_retained: false")], "何が残るかが書かれていません"),
        (&[("category: shred", "category: purge")], "「紙」に「Purge"),
        (&[("last_used: @D20@", "last_used: @D1@")], "日付の前後が合いません"),
        (&[("file: erasure-log-insatsu.csv", "file: nothing.csv")], "nothing.csv がありません"),
    ];
    for (changes, said) in refusals {
        let err = report(&stage, changes);
        assert!(err.contains(said), "{said}:\n{err}");
        assert!(err.contains("--> forms/changed.yaml:"), "{err}");
    }
    // All problems of a form in one run.
    let err = report(&stage, &[("trigger:", "trigerr:"), ("quantity: 1\n", "quantity: x\n")]);
    assert!(err.contains("「trigger」の書き違い") && err.contains("整数"), "{err}");
}

#[test]
fn residents_have_no_place_in_a_statement() {
    let stage = Stage::empty();
    for (text, said) in [
        ("見本 一子様（見本区見本町1-2-3）の受診券", "氏名と住所"),
        ("090-1234-5678", "電話番号"),
        ("1234 5678 9018", "個人番号"),
        ("氏名：見本 一子", "氏名や住所の記載"),
    ] {
        let err = report(&stage, &[("name: 刷り損じの受診券", &format!("name: \"{text}\""))]);
        assert!(err.contains("住民の個人情報のように見えます") && err.contains(said), "{err}");
    }
    let err = report(&stage, &[("name: 刷り損じの受診券", "name: \"刷り損じ\u{202E}受診券\"")]);
    assert!(err.contains("U+202E"), "{err}");
}

/// What enters the register stays there for good: a name that shows another than it is is refused wherever it enters.
#[test]
fn names_that_deceive_enter_nowhere() {
    let stage = Stage::told();
    let common =
        "--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes";
    stage.run("key new new --role contractor --out keys").ok();
    let before = stage.read("evidence/log/checkpoint");
    let enrol = "key enrol keys/new.pub.pem --role contractor";
    let lines = [
        format!("{enrol} --holder \"見本\u{200B}印刷\" --party mihon-new {common}"),
        format!("{enrol} --holder \"見本\u{34F}印刷\" --party mihon-new {common}"),
        format!("{enrol} --holder \"\u{2800}\" --party mihon-new {common}"),
        format!("{enrol} --holder \"見本印刷 \" --party mihon-new {common}"),
        format!("{enrol} --holder 見本印刷 --party \"mihon-new \" {common}"),
        format!("{enrol} --holder 見本印刷 --party \"mihon new\" {common}"),
        format!(
            "key root \"情報\u{202E}課=keys/root-a.pub.pem\" 監査=keys/root-b.pub.pem --threshold 2 {common}"
        ),
        format!("key root \" 情報課=keys/root-a.pub.pem\" 監査=keys/root-b.pub.pem --threshold 2 {common}"),
    ];
    for line in lines {
        let ran = stage.run(&line);
        assert!(ran.code == 2 && ran.err.contains("見えない文字か、前後の空白"), "{line}: {}", ran.err);
        assert!(!ran.err.contains(['\u{200B}', '\u{202E}']), "{line}: {}", ran.err);
    }
    for party in ["MIHON-DATA", "ｍｉｈｏｎ-data", "mihon\u{2010}data"] {
        let ran = stage.run(&format!("{enrol} --holder 見本印刷 --party {party} {common}"));
        assert!(ran.code == 2 && ran.err.contains("登録済みの「mihon-data」"), "{party}: {}", ran.err);
    }
    let id = key::id_of_file(&stage.path("keys/data.key.pem")).unwrap().unwrap();
    let ran = stage.run(&format!("key revoke {id} --reason \"紛失\n合格: 手元\" {common}"));
    assert!(ran.code == 2 && ran.err.contains("--reason"), "{}", ran.err);
    let ran = stage.run("log new \"x.example/\u{202E}gol\" --log-key keys/log.key.pem --evidence other");
    assert!(ran.code == 2 && ran.err.contains("見えない文字"), "{}", ran.err);
    assert_eq!(stage.read("evidence/log/checkpoint"), before);
}

/// In a folder that git keeps, whoever takes the rule away that no byte is changed is told of it, and nobody else.
#[test]
fn the_rule_that_keeps_git_from_changing_a_byte_is_missed() {
    let stage = Stage::told();
    let said = || stage.run("verify --quiet --trust trust.txt").ok().out;
    let file = stage.path("evidence/.gitattributes");
    let rule = fs::read_to_string(&file).unwrap();
    fs::remove_file(&file).unwrap();
    assert!(!said().contains("attributes-differ"), "git keeps nothing here");
    fs::create_dir(stage.path(".git")).unwrap();
    assert!(said().contains("注意[attributes-differ] .gitattributes: ありません"), "{}", said());
    for changed in ["", "** text\n", &rule.replace("** -text", "** text=auto")] {
        fs::write(&file, changed).unwrap();
        let told = said();
        assert!(told.contains("注意[attributes-differ] .gitattributes: 書き換えられています"), "{told}");
        assert!(told.contains("注意 1 件") && told.contains("\n合格: "), "{told}");
    }
    for same in [rule.clone(), rule.replace('\n', "\r\n")] {
        fs::write(&file, same).unwrap();
        assert!(!said().contains("attributes-differ"), "{}", said());
    }
    // The folder that lies in the workspace may be kept from above it.
    fs::remove_file(&file).unwrap();
    assert!(said().contains("attributes-differ"));
}

/// A limit on the size of files ends no write in the middle without a word: the log is as it was, or as it will be.
#[cfg(unix)]
#[test]
fn a_write_that_fails_in_the_middle_is_told_and_made_good() {
    let stage = Stage::told();
    let program = env!("CARGO_BIN_EXE_fugi");
    // In blocks of 512 bytes: nothing, less than a record, less than a bundle of the log, enough.
    let mut codes = Vec::new();
    for blocks in [0, 1, 2, 4, 6, 8, 64] {
        let form = format!("forms/limit-{blocks}.yaml");
        let text = stage.read("forms/erasure-insatsu.yaml");
        fs::write(stage.path(&form), text).unwrap();
        stage.fill(&format!("limit-{blocks}.yaml"), &BTreeMap::new());
        let script = format!(
            "ulimit -f {blocks}; exec {program} record add {form} --key keys/insatsu.key.pem --log-key keys/log.key.pem --yes"
        );
        let run = std::process::Command::new("sh")
            .args(["-c", &script])
            .current_dir(stage.folder.path())
            .env("FUGI_PASSPHRASE", PASSPHRASE)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        let code = run.status.code();
        assert!(
            code == Some(0) || (code == Some(2) && said.contains("大きさの上限")),
            "{blocks}: {code:?} {said}"
        );
        codes.push(code);
        let told = stage.run("verify --quiet --trust trust.txt");
        // An append that was cut off may have left an entry that no head covers yet; the next command completes it.
        let is_left = told.code == 1 && told.out.contains("entry-unsigned");
        assert!(told.code == 0 || is_left, "{blocks}: {}", told.out);
        stage.run("log checkpoint --log-key keys/log.key.pem").ok();
        stage.run("verify --quiet --trust trust.txt").ok();
    }
    assert!(codes.first() == Some(&Some(2)) && codes.last() == Some(&Some(0)), "{codes:?}");
}

/// What says whose signatures count, and why something is gone, goes by no disposal; an ordinary record does.
#[test]
fn the_register_and_a_disposal_are_never_disposed_of() {
    let stage = Stage::told();
    let log = || fugi::evidence::log::Log::open(&stage.path("evidence")).unwrap();
    let add = |digest: &str, ground: &str| {
        let form = super::lately::disposal_form(&stage, digest, ground);
        super::lately::signed_by_two(&stage, &form);
        let ran = stage.run("record add forms/disposal.record.json --log-key keys/log.key.pem --yes");
        fs::remove_file(stage.path("forms/disposal.record.json")).unwrap();
        ran
    };
    let grounds = ["ground: order", "ground: personal_data", "ground: retention_ended\nretention_years: 5"];
    let size = log().checkpoint().unwrap().head.size;
    for position in [0, super::stage::FIRST - 1] {
        let version = log().entry(position).unwrap().record.to_string();
        for ground in grounds {
            let ran = add(&version, ground);
            assert_eq!(ran.code, 2, "{ground}: {}", ran.out);
            assert!(ran.err.contains("廃棄の記録そのものは、廃棄できません"), "{ground}: {}", ran.err);
        }
    }
    assert_eq!(log().checkpoint().unwrap().head.size, size);
    add(&stage.record(1), "ground: order").ok();
    let own = log().entry(size).unwrap().record.to_string();
    for ground in grounds {
        let ran = add(&own, ground);
        assert!(ran.code == 2 && ran.err.contains("廃棄できません"), "{ground}: {}", ran.err);
    }
}

#[test]
fn passphrases_come_from_no_argument() {
    let stage = Stage::empty();
    let ran = stage.run_with("key new a --role ward", None);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("--passphrase-fd"), "{}", ran.err);
    assert!(stage.run_with("key new a --role ward", Some("short")).err.contains("短すぎます"));
    stage.run("key new a --role ward").ok();
    assert!(stage.run("key new a --role ward").err.contains("もうあります"));
    stage.run("record new handlers-report").ok();
    let wrong = stage.run_with("log new x.example/log --log-key a.key.pem", Some("another passphrase"));
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("パスフレーズが違う"), "{}", wrong.err);
    assert!(!stage.path("evidence").join("log").exists());
}

#[test]
fn a_contractor_without_the_program_signs_with_ssh_keygen() {
    let stage = Stage::told();
    stage.run("record sign forms/erasure-data.yaml --statement-only --out forms/again.statement.json").ok();
    let bytes = fs::read(stage.path("forms/again.statement.json")).unwrap();
    let key = key::load(&stage.path("keys/data.key.pem"), PASSPHRASE).unwrap();
    let file = stage.path("forms/again.sig");
    let receive =
        format!("record receive forms/again.statement.json --ssh-signature forms/again.sig {BY} {WARD}");
    fs::write(&file, SshSignature::sign(&key, "file", &bytes).to_text()).unwrap();
    assert!(stage.run(&receive).err.contains("-n record@fugi.example"));
    fs::write(&file, SshSignature::sign(&key, RECORD, b"another file").to_text()).unwrap();
    assert!(stage.run(&receive).err.contains("署名が合いません"));
    let other = key::load(&stage.path("keys/cloud.key.pem"), PASSPHRASE).unwrap();
    fs::write(&file, SshSignature::sign(&other, RECORD, &bytes).to_text()).unwrap();
    assert!(stage.run(&receive).err.contains("署名は「見本クラウド株式会社」のもの"));
    fs::write(&file, SshSignature::sign(&key, RECORD, &bytes).to_text()).unwrap();
    stage.run(&receive).ok();
    let said = stage.verify("--trust trust.txt");
    assert!(
        said.starts_with("exit: 0") && said.contains("22 番 受領（消去完了報告 見本データ株式会社）"),
        "{said}"
    );
    // The signature lies beside the statement, and is checked again every time.
    let digest = fugi::evidence::format::digest::Digest::of(&fs::read(&file).unwrap()).to_string();
    fs::remove_file(stage.path(&format!("evidence/blobs/sha256/{}/{digest}", &digest[..2]))).unwrap();
    assert!(stage.verify("--trust trust.txt").contains("attachment-missing"));
}

#[test]
fn what_arrives_damaged_is_refused_and_nothing_is_logged() {
    let stage = Stage::told();
    let receive = |file: &str| stage.run(&format!("record receive {file} {BY} {WARD}"));
    let good = stage.read("forms/erasure-insatsu.record.json");
    let refused = |content: &str, said: &str| {
        fs::write(stage.path("forms/came.json"), content).unwrap();
        let ran = receive("forms/came.json");
        assert_eq!(ran.code, 2, "{said}");
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    };
    refused("", "中身が空です");
    refused("{\"payload\":", "途中で切れています");
    refused(&format!("\u{FEFF}{good}"), "BOM");
    refused(&good.replacen('{', "{\"payloadType\": \"x\",", 1), "二度書かれています");
    refused(&good.replace("vnd.in-toto", "vnd.other"), "payloadType が");
    refused(&good.replace("\"sig\": \"", "\"sig\": \"AAAA"), "署名が67バイト");
    let ran = receive("forms/erasure-insatsu.record.json");
    assert!(ran.err.contains("9 番"), "logged already: {}", ran.err);
    fs::create_dir(stage.path("alone")).unwrap();
    stage
        .run("record sign forms/erasure-insatsu.yaml --key keys/insatsu.key.pem --yes --out alone/a.json")
        .ok();
    let ran = receive("alone/a.json");
    assert!(ran.err.contains("添付が alone にありません"), "{}", ran.err);
    let unasked = stage.run(&format!("record receive forms/erasure-hasso.statement.json {BY} {WARD}"));
    assert!(unasked.err.contains("署名のない文書です"), "{}", unasked.err);
    let no_terminal =
        stage.run(&format!("record add forms/incident-final.yaml {}", WARD.replace("--yes", "")));
    assert!(no_terminal.err.contains("--yes"), "{}", no_terminal.err);
    assert_eq!(stage.read("evidence/log/checkpoint").lines().nth(1), Some("22"));
}

#[test]
fn the_register_outlives_a_holder() {
    let stage = Stage::told();
    stage.run("key new root-d --role root --out keys").ok();
    let group =
        "情報システム課=keys/root-a.pub.pem 見本監査事務局=keys/root-b.pub.pem 総務課=keys/root-d.pub.pem";
    // One of the three is gone. One signature is not enough, and stands in a draft.
    let one = stage
        .run(&format!(
            "key root {group} --threshold 2 --root-key keys/root-a.key.pem --draft next.json --yes"
        ))
        .ok();
    assert!(one.out.contains("まだ発効していません"), "{}", one.out);
    let stranger = stage.run("key approve next.json --root-key keys/tanto.key.pem --yes").ok();
    assert!(stranger.out.contains("まだ発効していません"), "{}", stranger.out);
    let two = stage
        .run("key approve next.json --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes")
        .ok();
    assert!(two.out.contains("を 22 番としてログに載せ、発効しました"), "{}", two.out);
    assert!(
        two.out.contains("失効: 鍵の管理者 総務課") && two.out.contains("足す: 鍵の管理者 総務課"),
        "{}",
        two.out
    );
    // The new one counts from now on, the old one no more; the trust file of the beginning still holds.
    let old = stage.run("key enrol keys/root-c.pub.pem --role ward --holder 総務課 --root-key keys/root-a.key.pem --root-key keys/root-c.key.pem --log-key keys/log.key.pem --yes");
    assert!(old.err.contains("もう登録されています"), "{}", old.err);
    let enrol = "key enrol keys/new.pub.pem --role ward --holder 総務課";
    stage.run("key new new --role ward --out keys").ok();
    let few =
        stage.run(&format!("{enrol} --root-key keys/root-a.key.pem --root-key keys/root-c.key.pem --log-key keys/log.key.pem --yes"));
    assert!(few.err.contains("1 個しかありません"), "{}", few.err);
    stage.run(&format!("{enrol} --root-key keys/root-b.key.pem --root-key keys/root-d.key.pem --log-key keys/log.key.pem --yes")).ok();
    let said = stage.verify("--trust trust.txt --quiet");
    assert!(said.starts_with("exit: 0"), "{said}");
    let listed = stage.run("key list").ok().out;
    assert!(listed.contains("失効（鍵の管理者の交代）"), "{listed}");
}

#[test]
fn an_annex_with_personal_data_can_be_disposed_of() {
    let stage = Stage::told();
    let text = stage.read("forms/incident-final.yaml").replace(
        "kind: incident\n",
        "kind: incident\nattachments:\n  - { file: list.csv, title: 本人の一覧, personal_data: true }\n",
    );
    let text =
        text.replace(&format!("follows: {}", stage.record(12)), &format!("follows: {}", stage.record(13)));
    fs::write(stage.path("forms/annex.yaml"), text).unwrap();
    let list = "番号,氏名\n1,見本 一子\n".as_bytes();
    fs::write(stage.path("forms/list.csv"), list).unwrap();
    stage.run(&format!("record add forms/annex.yaml {WARD}")).ok();
    let statement = fugi::evidence::format::statement::Statement::of(
        &fugi::evidence::format::envelope::Envelope::parse(stage.read(&stage.record_file(14)).as_bytes())
            .unwrap(),
    )
    .unwrap();
    let annex = statement.subjects.iter().find(|subject| subject.name == "list.csv.annex").unwrap();
    let digest = annex.digest.to_string();
    let blob = stage.path(&format!("evidence/blobs/sha256/{}/{digest}", &digest[..2]));
    let bytes = fs::read(&blob).unwrap();
    assert!(bytes.ends_with(list) && bytes.len() == 32 + list.len(), "the nonce comes first");
    fs::remove_file(&blob).unwrap();
    assert!(stage.verify("--quiet").contains("attachment-missing"));
    super::lately::dispose(&stage, &digest);
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

#[test]
fn what_is_exported_is_whole() {
    let stage = Stage::told();
    stage.run("export --out taken").ok();
    stage.run("export --out taken.zip --log-key keys/log.key.pem").ok();
    for name in [
        "VERIFY.md",
        "verify.sh",
        "verify.py",
        "verify.ps1",
        "entries/00000021",
        "proofs/00000000.tlog-proof",
    ] {
        assert!(stage.path(&format!("taken/{name}")).is_file(), "{name}");
    }
    let again = stage.run("export --out taken");
    assert_eq!(again.code, 2);
    let said = stage.verify("taken --trust trust.txt --head taken/proofs/00000011.tlog-proof");
    assert!(said.starts_with("exit: 0") && said.contains("手元の控え 1 件"), "{said}");
    let archive = fs::File::open(stage.path("taken.zip")).unwrap();
    let mut zip = zip::ZipArchive::new(archive).unwrap();
    assert!(zip.by_name("checkpoint.sig").is_ok() && zip.by_name("allowed_signers").is_ok());
    let leftovers = fs::read_dir(stage.folder.path()).unwrap().filter_map(Result::ok);
    assert!(!leftovers.into_iter().any(|entry| entry.file_name().to_string_lossy().starts_with(".taken")));
}

#[test]
fn verify_reads_what_the_verifier_brings() {
    let stage = Stage::told();
    let ran = stage.run("verify --trust nothing.txt");
    assert_eq!(ran.code, 2);
    fs::write(stage.path("broken.txt"), "log x\n").unwrap();
    let ran = stage.run("verify --trust broken.txt");
    assert!(ran.code == 2 && ran.err.contains("broken.txt"), "{}", ran.err);
    assert_eq!(stage.run("verify nowhere").code, 2);
    let report: serde_json::Value =
        serde_json::from_str(&stage.run("verify --trust trust.txt --format json").ok().out).unwrap();
    assert_eq!((report["ok"].as_bool(), report["level"].as_str()), (Some(true), Some("trusted")));
    let records = report["records"].as_array().unwrap();
    assert_eq!(records.len(), 22);
    assert_eq!(records[17]["assurance"], "C");
    assert_eq!(records[9]["signers"][0]["role"], "contractor");
    let english = stage.run("--lang en verify --trust trust.txt").ok().out;
    assert!(english.contains("OK: verified against your own trust file"), "{english}");
}

/// The witness's own notes are worth something only where the ward cannot set them back.
#[test]
fn notes_of_a_witness_in_the_evidence_are_refused() {
    let stage = Stage::told();
    stage.run("log witness request --old 0 --out request.txt").ok();
    let sign = "log witness sign request.txt --out answer.txt --trust trust.txt --key keys/kansa.key.pem";
    for inside in ["evidence/state", "evidence/log/state/deep", "evidence", "keys/../evidence/state"] {
        let ran = stage.run(&format!("{sign} --state {inside} --first {LOG}"));
        assert!(ran.code == 2 && ran.err.contains("証跡のフォルダ（"), "{inside}: {}{}", ran.out, ran.err);
    }
    assert!(!stage.path("evidence/state").exists() && !stage.path("answer.txt").exists());
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(stage.path("evidence/log"), stage.path("linked")).unwrap();
        let ran = stage.run(&format!("{sign} --state linked/state --first {LOG}"));
        assert!(ran.code == 2 && ran.err.contains("証跡のフォルダ（"), "{}{}", ran.out, ran.err);
    }
    stage.run(&format!("{sign} --state elsewhere --first {LOG}")).ok();
}
