//! Keys that were revoked, and what goes on being signed with them: a receipt confirms who signed, never for whom, and no
//! head rests on a key of the log or of a witness that the register has taken back.

use super::attacks::{Attack, ROOTS, add, append, attack, envelope, fresh, now, private, revoke, says};
use super::cases::{put, received_as, ssh, ssh_in};
use super::stage::{LOG, Stage};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::envelope::Envelope;
use fugi::evidence::format::key::KeyId;
use fugi::evidence::format::sshsig;
use fugi::evidence::log::Log;
use fugi::evidence::store::Name;
use std::fs;

/// The cases, each one row of `cases.tsv`.
pub(crate) const ATTACKS: &[Attack] = &[
    attack("signer-revoked-of-another-party-then-confirmed", |stage| {
        revoke(stage, "data");
        let record = add(stage, &[&private(stage, "data")], 1, |_| {});
        confirmed(stage, &record, "data");
    }),
    attack("signer-revoked-of-the-ward-then-confirmed", |stage| {
        revoke(stage, "kacho");
        let record = add(stage, &[&private(stage, "kacho")], 1, |_| {});
        confirmed(stage, &record, "kacho");
    }),
    attack("ssh-signer-revoked-of-another-party-then-confirmed", |stage| {
        revoke(stage, "data");
        let key = private(stage, "data");
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
        let document: Digest = says(stage, 15)["document"].as_str().unwrap().parse().unwrap();
        received_as(stage, &document, "erasure-report", "reconfirmed");
    }),
    attack("ssh-signature-with-tabs", |stage| armoured(stage, "\t\n")),
    attack("ssh-signature-with-form-feeds", |stage| armoured(stage, "\u{c}\n")),
    attack("ssh-signature-with-wide-blanks", |stage| armoured(stage, "\u{3000}\n")),
    attack("ssh-signature-with-line-separators", |stage| armoured(stage, "\u{2028}")),
    attack("ssh-signature-with-blanks", |stage| armoured(stage, " \r\n  ")),
    attack("witness-key-revoked", |stage| {
        revoke(stage, "kansa");
        let head = Log::open(&stage.path("evidence")).unwrap().checkpoint().unwrap();
        let line = head.cosign("kansa.mihon.example", &private(stage, "kansa"), now());
        let file = stage.path(&format!("evidence/log/checkpoints/{}.cosigned", head.head.size));
        fs::write(file, format!("{head}{line}\n")).unwrap();
    }),
    attack("log-key-revoked", |stage| {
        revoke_log(stage);
        // Whoever holds the key asks no program of ours, which looks for the revocation in this file.
        let log = Log::open(&stage.path("evidence")).unwrap();
        let register = log.checkpoint().unwrap().head.register.unwrap();
        let file = stage.path("evidence").join(Name::Record(register).to_string());
        fs::rename(&file, stage.path("away")).unwrap();
        add(stage, &[&private(stage, "tanto")], 13, |_| {});
        fs::rename(stage.path("away"), &file).unwrap();
    }),
];

/// Enrols the log's key, and revokes it.
fn revoke_log(stage: &Stage) {
    stage
        .run(&format!("key enrol keys/log.pub.pem --role log --holder 見本福祉課 --name {LOG} {ROOTS}"))
        .ok();
    revoke(stage, "log");
}

/// The ward confirms a record that a key signed as that of the printer.
fn confirmed(stage: &Stage, record: &Digest, key: &str) {
    let id = KeyId::of(&private(stage, key).public()).to_string();
    let mut copy = envelope(stage, 2);
    fresh(&mut copy, |says| {
        says["purpose"] = "reconfirmed".into();
        says["document"] = record.to_string().into();
        says["signerKey"] = id.into();
    });
    let signed = Envelope::sign(&copy.payload_type, copy.payload, &[&private(stage, "tanto")]).to_json();
    append(stage, signed.as_bytes(), "receipt");
}

/// The printer signs with `ssh-keygen`, and the line ends of the signature's file become something else.
fn armoured(stage: &Stage, blank: &str) {
    let key = private(stage, "insatsu");
    ssh_in(
        stage,
        sshsig::RECORD,
        (&key, &key),
        |_| {},
        |text| put(stage, text.replace('\n', blank).as_bytes()),
    );
}

/// A signature file that the verifiers do not read alike is refused before anything is logged.
#[test]
fn a_signature_with_strange_blanks_is_not_received() {
    let stage = Stage::told();
    let payload = envelope(&stage, 1).payload;
    let key = private(&stage, "insatsu");
    fs::write(stage.path("came.statement.json"), &payload).unwrap();
    let text = sshsig::SshSignature::sign(&key, sshsig::RECORD, &payload).to_text();
    let before = stage.read("evidence/log/checkpoint");
    for blank in ["\t\n", "\u{b}\n", "\u{a0}\n", "\u{3000}\n", "\u{2028}"] {
        fs::write(stage.path("came.sig"), text.replace('\n', blank)).unwrap();
        let ran = stage.run("record receive came.statement.json --ssh-signature came.sig --by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes");
        assert!(
            ran.code == 2 && ran.err.contains("ssh-keygen の署名ファイルではありません"),
            "{blank:?}: {}",
            ran.err
        );
    }
    assert_eq!(stage.read("evidence/log/checkpoint"), before);
}

/// A revoked key of the log logs nothing more; the message names it, and says how to go on.
#[test]
fn a_revoked_log_key_logs_nothing() {
    let stage = Stage::told();
    revoke_log(&stage);
    let before = stage.read("evidence/log/checkpoint");
    let ran = stage.run(&format!(
        "key enrol keys/insatsu.pub.pem --role contractor --holder 見本 --party mihon-insatsu {ROOTS}"
    ));
    assert_eq!(ran.code, 2, "{}", ran.err);
    let ran = stage.run(
        "record add forms/incident-final.yaml --key keys/tanto.key.pem --log-key keys/log.key.pem --yes",
    );
    assert!(
        ran.code == 2 && ran.err.contains("失効しています") && ran.err.contains("fugi log new"),
        "{}",
        ran.err
    );
    assert_eq!(stage.read("evidence/log/checkpoint"), before);
}

/// What is logged, signed or packed in a copy is in no log.
#[test]
fn an_export_is_read_only() {
    let stage = Stage::told();
    stage.run("export --out taken").ok();
    let whole = |name: &str| {
        let all = walkdir::WalkDir::new(stage.path(name)).sort_by_file_name().into_iter().map(Result::unwrap);
        let files = all.filter(|entry| entry.file_type().is_file());
        files.map(|entry| (entry.path().to_owned(), fs::read(entry.path()).unwrap())).collect::<Vec<_>>()
    };
    let before = whole("taken");
    let id = KeyId::of(&private(&stage, "data").public());
    for line in [
        "log checkpoint --log-key keys/log.key.pem".to_owned(),
        "log pack --log-key keys/log.key.pem".to_owned(),
        format!("key revoke {id} --reason 端末の紛失 {ROOTS}"),
    ] {
        let ran = stage.run(&format!("{line} --evidence taken"));
        assert!(ran.code == 2 && ran.err.contains("書き出された写し"), "{line}: {}{}", ran.out, ran.err);
        assert!(whole("taken") == before, "{line}");
    }
    stage.run("log checkpoint --evidence taken").ok();
}

/// An export says what verification says of what it carries, and carries nothing that no entry names.
#[test]
fn an_export_says_the_verdict_and_leaves_out_what_is_not_logged() {
    let stage = Stage::told();
    let ran = stage.run("export --out whole").ok();
    assert!(ran.out.contains("不合格 0 件") && ran.out.contains("合格: 内部整合のみ確認"), "{}", ran.out);

    super::cases::put(&stage, b"never logged");
    let strays =
        ["trust/root.1.json.bak", "trust/root.99.json", "records/memo.txt", "log/leaf/memo", "memo.txt"];
    for name in strays {
        let path = stage.path(&format!("evidence/{name}"));
        fs::write(path, "x").unwrap();
    }
    fs::write(stage.path(&stage.record_file(3)), b"{}").unwrap();
    let ran = stage.run("export --out broken");
    assert_eq!(ran.code, 1, "{}{}", ran.out, ran.err);
    for word in [
        "不合格[record-changed]",
        "不合格: 内部整合のみ確認",
        "登載されていないもの 5 件は、書き出していません",
        "records/memo.txt",
        "log/leaf/memo",
        "trust/root.99.json",
        "blobs/sha256/",
    ] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    for name in strays {
        assert!(!stage.path(&format!("broken/{name}")).exists(), "{name}");
    }
    let count = |name: &str| walkdir::WalkDir::new(stage.path(name)).into_iter().count();
    assert_eq!(count("broken"), count("whole"));
    assert!(stage.verify("broken --trust trust.txt").starts_with("exit: 1"));
}

/// A trust file that came with the folder proves nothing about it.
#[test]
fn a_trust_file_within_the_folder_is_refused() {
    let stage = Stage::told();
    fs::copy(stage.path("trust.txt"), stage.path("evidence/trust/trust.txt")).unwrap();
    let ran = stage.run("verify --trust evidence/trust/trust.txt");
    assert!(ran.code == 2 && ran.err.contains("フォルダの中にあります"), "{}{}", ran.out, ran.err);
}

/// What stands beside a document is its signature or the copy of a paper, and nothing else.
#[test]
fn what_is_no_signature_and_no_paper_is_refused_by_name() {
    let stage = Stage::told();
    fs::write(stage.path("came.statement.json"), envelope(&stage, 1).payload).unwrap();
    fs::write(stage.path("empty.pdf"), b"").unwrap();
    let files = [
        ("empty.pdf", "空のファイル"),
        ("keys/insatsu.key.pem", "秘密鍵"),
        ("came.statement.json", "文書そのもの"),
    ];
    for (file, why) in files {
        for option in ["--signed-document", "--paper"] {
            let ran = stage.run(&format!("record receive came.statement.json {option} {file} --by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes"));
            assert!(
                ran.code == 2 && ran.err.contains(why) && ran.err.contains(file),
                "{option} {file}: {}",
                ran.err
            );
        }
    }
}

/// Level B is for a file that holds an electronic signature; whether that holds is told to be open.
#[test]
fn level_b_takes_a_file_that_holds_a_signature_and_says_that_nobody_verified_it() {
    let receive = |stage: &Stage, name: &str, bytes: &[u8]| {
        let mut copy = envelope(stage, 1);
        super::attacks::fresh(&mut copy, |_| {});
        fs::write(stage.path("forms/came.statement.json"), &copy.payload).unwrap();
        fs::write(stage.path(name), bytes).unwrap();
        stage.run(&format!("record receive forms/came.statement.json --signed-document {name} --by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes"))
    };
    let stage = Stage::told();
    for (name, bytes) in [
        ("memo.txt", &b"signed by the printer"[..]),
        ("plain.pdf", b"%PDF-1.7\n1 0 obj << /Type /Catalog >>"),
        ("plain.docx", b"PK\x03\x04word/document.xml"),
        ("plain.eml", b"From: a@example.jp\r\nContent-Type: text/plain\r\n"),
    ] {
        let ran = receive(&stage, name, bytes);
        assert!(ran.code == 2 && ran.err.contains("電子署名（PDF"), "{name}: {}", ran.err);
        assert!(ran.err.contains(name) && ran.err.contains("--paper"), "{name}: {}", ran.err);
    }
    for (name, bytes) in [
        (
            "signed.pdf",
            &b"%PDF-1.7\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 1 2 3] >>"[..],
        ),
        ("signed.p7m", b"\x30\x80\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02"),
        ("signed.eml", b"Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"\r\n"),
        ("signed.xml", b"<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\"/>"),
    ] {
        let stage = Stage::told();
        let ran = receive(&stage, name, bytes);
        assert_eq!(ran.code, 0, "{name}: {}{}", ran.out, ran.err);
        let said = stage.verify("--trust trust.txt");
        assert!(
            said.starts_with("exit: 0") && said.contains("参考[signature-not-verified]"),
            "{name}: {said}"
        );
        assert!(
            said.contains("確かさ B（ほかの電子署名が添付されている。その署名は別に確かめる）"),
            "{said}"
        );
    }
}
