//! The cases that a verifier without this program once took for good, and their lawful neighbours.

use super::attacks::{Attack, add, attack, envelope, fresh, private, says};
use super::stage::{LOG, Stage};
use fugi::evidence::format::checkpoint::{Checkpoint, Head};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::envelope::Envelope;
use fugi::evidence::format::key::KeyId;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::register::Register;
use fugi::evidence::format::sshsig::{self, SshSignature};
use fugi::evidence::log::Log;
use serde_json::{Value, json};
use std::fs;

/// A folder whose name looks like an option.
pub(crate) const ODD_NAME: &str = "-rf";

/// The cases, each one row of `cases.tsv`.
pub(crate) const CASES: &[Attack] = &[
    attack("ssh-signature", |stage| {
        let key = private(stage, "insatsu");
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
        super::walk::witness(stage);
    }),
    attack("ssh-signature-over-something-else", |stage| {
        let key = private(stage, "insatsu");
        ssh(stage, sshsig::RECORD, &key, &key, |document| document.push(b'\n'));
    }),
    attack("ssh-signature-for-another-use", |stage| {
        let key = private(stage, "insatsu");
        ssh(stage, "file", &key, &key, |_| {});
    }),
    attack("ssh-signer-unknown", |stage| {
        let key = PrivateKey::from_seed(&[31; 32]);
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
    }),
    attack("ssh-signer-of-another-party", |stage| {
        let key = private(stage, "data");
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
    }),
    attack("ssh-signer-revoked", |stage| {
        super::attacks::revoke(stage, "insatsu");
        let key = private(stage, "insatsu");
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
    }),
    attack("ssh-signer-revoked-then-confirmed", |stage| {
        super::attacks::revoke(stage, "insatsu");
        let key = private(stage, "insatsu");
        ssh(stage, sshsig::RECORD, &key, &key, |_| {});
        let last = says(stage, 15);
        let document: Digest = last["document"].as_str().unwrap().parse().unwrap();
        received_as(stage, &document, "erasure-report", "reconfirmed");
    }),
    attack("ssh-key-differs", |stage| {
        ssh(stage, sshsig::RECORD, &private(stage, "insatsu"), &private(stage, "data"), |_| {});
    }),
    attack("attachment-with-a-colon", |stage| attached(stage, "写真:廃棄前.jpg", true)),
    attack("attachment-with-a-colon-edited", |stage| attached(stage, "写真:廃棄前.jpg", false)),
    attack("attachment-named-signature-edited", |stage| attached(stage, "signature", false)),
    attack("cosignature-twice-by-one", |stage| {
        witnesses(stage, "group both all w1 w2\nquorum both\n", &[1, 1]);
    }),
    attack("cosignature-altered", |stage| {
        let path = stage.path(&format!("evidence/log/checkpoints/{}.cosigned", size(stage)));
        let text = fs::read_to_string(&path).unwrap();
        let at = text.trim_end().len() - 4;
        let other = if &text[at..=at] == "A" { "B" } else { "A" };
        fs::write(&path, format!("{}{other}{}", &text[..at], &text[at + 1..])).unwrap();
    }),
    attack("group-all-met", |stage| witnesses(stage, "group both all w1 w2\nquorum both\n", &[1, 2])),
    attack("group-all-not-met", |stage| witnesses(stage, "group both all w1 w2\nquorum both\n", &[2])),
    attack("group-any-met", |stage| witnesses(stage, "group one any w1 w2\nquorum one\n", &[2])),
    attack("group-any-not-met", |stage| witnesses(stage, "group one any w1 w2\nquorum one\n", &[3])),
    attack("group-by-number-met", |stage| witnesses(stage, "group two 2 w1 w2 w3\nquorum two\n", &[1, 3])),
    attack("group-by-number-not-met", |stage| witnesses(stage, "group two 2 w1 w2 w3\nquorum two\n", &[3])),
    attack("group-nested-met", |stage| {
        witnesses(stage, "group inner any w1 w2\ngroup outer 2 inner w3\nquorum outer\n", &[2, 3]);
    }),
    attack("group-nested-not-met", |stage| {
        witnesses(stage, "group inner any w1 w2\ngroup outer 2 inner w3\nquorum outer\n", &[1, 2]);
    }),
    attack("quorum-by-name-met", |stage| witnesses(stage, "quorum w2\n", &[2])),
    attack("quorum-by-name-not-met", |stage| witnesses(stage, "quorum w2\n", &[1, 3])),
    attack("quorum-of-nobody", |stage| witnesses(stage, "quorum none\n", &[1])),
    attack("head-line-ends", |stage| line_ends(stage, "evidence/log/checkpoint")),
    attack("head-of-the-series-line-ends", |stage| {
        line_ends(stage, &format!("evidence/log/checkpoints/{}", size(stage)));
    }),
    Attack {
        name: "held-head-of-19-digits",
        act: |stage| {
            let head = Head { origin: LOG.to_owned(), size: 1 << 62, root: Digest::of(b"x"), register: None };
            fs::write(stage.path("held"), Checkpoint::sign(head, &private(stage, "log")).to_string())
                .unwrap();
        },
        more: "--head held",
    },
    Attack { name: "held-proof", act: |stage| held_proof(stage, |text| text), more: "--head held" },
    Attack {
        name: "held-proof-without-its-number",
        act: |stage| held_proof(stage, |text| text.replacen("index ", "number ", 1)),
        more: "--head held",
    },
    Attack {
        name: "held-proof-cut",
        act: |stage| {
            held_proof(stage, |text| {
                let path = text.lines().nth(2).unwrap().to_owned();
                text.replacen(&path, &path[..20], 1)
            });
        },
        more: "--head held",
    },
    attack("tile-with-a-number-beyond-64-bits", |stage| {
        tile(stage, "entries/x018/x446/x744/x073/x709/x551/616")
    }),
    attack("tile-with-a-number-written-otherwise", |stage| tile(stage, "0/x000/000")),
    attack("tile-with-a-level-written-otherwise", |stage| tile(stage, "00/000")),
    attack("register-of-the-trust-file-differs", |stage| {
        let other = format!("register 1 sha256:{}", Digest::of(b"another"));
        trust(stage, "register", &other);
    }),
    attack("trust-file-with-a-wrong-register-line", |stage| {
        trust(stage, "register", "register one");
    }),
    attack("trust-file-with-an-endless-number", |stage| {
        trust(stage, "register", &format!("register {} sha256:{}", "1".repeat(100_000), Digest::of(b"x")));
    }),
    attack("trust-file-with-the-last-version", |stage| pinned(stage, "9223372036854775807")),
    attack("trust-file-with-a-version-beyond-32-bits", |stage| pinned(stage, "4294967297")),
    attack("trust-file-with-a-version-of-19-digits", |stage| pinned(stage, "9223372036854775808")),
    attack("trust-file-with-a-version-beyond-64-bits", |stage| pinned(stage, "18446744073709551617")),
    attack("trust-file-with-a-version-with-a-sign", |stage| pinned(stage, "+1")),
    attack("trust-file-with-an-unknown-member", |stage| {
        trust(stage, "quorum", "group g all dare\nquorum g");
    }),
    attack("trust-file-with-a-key-twice", |stage| {
        let text = stage.read("trust.txt");
        let line = text.lines().find(|line| line.starts_with("witness ")).unwrap();
        let again = line.rsplit(' ').next().unwrap();
        trust(stage, "witness", &format!("{line}\nwitness again {again}"));
    }),
    Attack {
        name: "folder-named-like-an-option",
        act: |stage| fs::rename(stage.path("evidence"), stage.path(ODD_NAME)).unwrap(),
        more: "-- -rf",
    },
    attack("log-without-entries", |stage| {
        for folder in ["evidence/log", "evidence/records", "evidence/blobs", "evidence/trust"] {
            fs::remove_dir_all(stage.path(folder)).unwrap();
        }
        Log::create(&stage.path("evidence"), LOG, &private(stage, "log")).unwrap();
    }),
    attack("exported", |stage| exported(stage, |_| {})),
    attack("copy-of-an-entry-edited", |stage| {
        exported(stage, |stage| {
            let path = stage.path("evidence/entries/00000003");
            let text = fs::read_to_string(&path).unwrap();
            fs::write(&path, text.replacen("logged 20", "logged 19", 1)).unwrap();
        });
    }),
    attack("file-named-like-a-verdict", |stage| {
        fs::write(stage.path("evidence/x\n合格: 手元の信頼の起点により確認\u{1b}[2K\u{202E}"), "").unwrap();
    }),
    attack("file-at-the-top", |stage| fs::write(stage.path("evidence/memo.txt"), "覚え").unwrap()),
    attack("file-in-the-trust-folder", |stage| {
        fs::write(stage.path("evidence/trust/root.1.json.bak"), "{}").unwrap();
    }),
    attack("version-behind-a-gap", |stage| {
        fs::copy(stage.path("evidence/trust/root.1.json"), stage.path("evidence/trust/root.99.json"))
            .unwrap();
    }),
    attack("key-in-the-register-rewritten", |stage| {
        rewrite_last(stage, &["root-a", "root-b"], |register| {
            let own = register.keys.iter_mut().find(|entry| entry.party.is_some()).unwrap();
            own.party = Some("mihon-betsu".to_owned());
        });
    }),
    attack("register-by-too-few", |stage| rewrite_last(stage, &["root-a", "root-a"], |_| {})),
    attack("statement-with-a-field-twice", |stage| {
        signed(stage, |text| text.replacen("\"party\":", "\"party\": \"mihon-funyu\",\n    \"party\":", 1));
    }),
    attack("statement-with-an-unknown-field", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["shonin"] = "課長".into());
    }),
    attack("number-written-otherwise", |stage| {
        signed(stage, |text| text.replacen("\"quantity\": 1", "\"quantity\": 1.0", 1));
    }),
    attack("number-with-a-sign", |stage| {
        signed(stage, |text| text.replacen("\"quantity\": 1", "\"quantity\": -0", 1));
    }),
    attack("form-feed-between-words", |stage| {
        signed(stage, |text| text.replacen("\"quantity\": 1", "\"quantity\":\u{c} 1", 1));
    }),
    attack("envelope-too-deep", |stage| {
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        beside(stage, &format!("\"x\": {deep}, \"payload\":"));
    }),
    attack("envelope-with-another-number", |stage| beside(stage, "\"x\": 1e999, \"payload\":")),
    attack("signed-on-no-day", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| {
            says["issuedAt"] = "2026-02-30T10:00:00+09:00".into();
        });
    }),
    attack("signed-in-the-year-0", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| {
            says["issuedAt"] = "0001-01-01T10:00:00+09:00".into();
        });
    }),
    attack("receipt-by-ssh-without-a-signature", |stage| {
        receipt(stage, 2, |statement| statement["predicate"]["form"] = "ssh".into());
    }),
    attack("receipt-by-another-signature-without-one", |stage| {
        receipt(stage, 9, |statement| {
            statement["predicate"]["form"] = "other_signature".into();
            statement["predicate"]["assurance"] = "B".into();
        });
    }),
    attack("document-supersedes-anothers", |stage| {
        let other = stage.record(3);
        paper(stage, |says| says["supersedes"] = other.clone().into());
    }),
    attack("document-supersedes-its-own", |stage| {
        let own = stage.record(1);
        paper(stage, |says| says["supersedes"] = own.clone().into());
    }),
    attack("document-supersedes-another-kind", |stage| {
        let other = stage.record(2);
        paper(stage, |says| says["supersedes"] = other.clone().into());
    }),
    attack("wards-report-after-the-contractors-last", |stage| {
        let first = stage.record(10);
        let last = report(stage, "funyu", "final", &first);
        report(stage, "tanto", "preliminary", &last.to_string());
    }),
    attack("document-with-the-number-of-a-record", |stage| {
        let number = says(stage, 3)["recordId"].clone();
        paper(stage, |says| says["recordId"] = number.clone());
    }),
    attack("document-with-the-number-of-its-receipt", |stage| {
        let number = number_of_the_next(stage);
        paper(stage, |says| says["recordId"] = number.clone().into());
    }),
    attack("documents-with-one-number", |stage| {
        paper(stage, |_| {});
        paper(stage, |says| says["addressee"] = "見本区の別の部署".into());
    }),
    attack("document-received-twice", |stage| {
        paper(stage, |_| {});
        let last = fs::read(stage.path(&stage.record_file(14))).unwrap();
        let mut again = Envelope::parse(&last).unwrap();
        fresh(&mut again, |_| {});
        let signed =
            Envelope::sign(&again.payload_type, again.payload, &[&private(stage, "tanto")]).to_json();
        super::attacks::append(stage, signed.as_bytes(), "receipt");
    }),
    attack("record-with-the-number-of-a-document", |stage| {
        paper(stage, |_| {});
        add(stage, &[&private(stage, "insatsu")], 1, |_| {});
    }),
    attack("document-for-another-log", |stage| paper(stage, |says| says["log"] = "other.example/log".into())),
    attack("document-signed-in-the-year-9999", |stage| {
        paper(stage, |says| says["issuedAt"] = "9999-12-31T00:00:00+09:00".into());
    }),
    attack("receipt-of-a-paper-without-its-document", |stage| {
        paper(stage, |_| {});
        let document = says(stage, 14)["document"].as_str().unwrap().to_owned();
        fs::remove_file(stage.path(&format!("evidence/blobs/sha256/{}/{document}", &document[..2]))).unwrap();
    }),
    attack("receipt-of-a-paper-without-a-copy", |stage| {
        receipt(stage, 9, |statement| {
            let subjects = statement["subject"].as_array_mut().unwrap();
            subjects.retain(|subject| subject["name"].as_str().unwrap().contains(':'));
        });
    }),
    attack("document-of-a-kind-that-is-the-wards", |stage| {
        let document = put(stage, &envelope(stage, 2).payload);
        received(stage, &document, "receipt");
    }),
    attack("document-too-large", |stage| {
        let document = put(stage, format!("{{\"a\":\"{}\"}}", "x".repeat(1_100_000)).as_bytes());
        received(stage, &document, "erasure-report");
    }),
    attack("file-in-a-hidden-folder", |stage| {
        fs::create_dir(stage.path("evidence/log/.hid")).unwrap();
        fs::write(stage.path("evidence/log/.hid/x"), "x").unwrap();
    }),
    attack("trust-file-line-ends", |stage| {
        let text = stage.read("trust.txt");
        fs::write(stage.path("trust.txt"), text.replace('\n', "\r\n")).unwrap();
    }),
    attack("statement-with-a-number-for-a-text", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["partyName"] = 1.into());
    }),
];

/// Returns the size of the latest head.
pub(super) fn size(stage: &Stage) -> u64 {
    Log::open(&stage.path("evidence")).unwrap().checkpoint().unwrap().head.size
}

/// Puts an export in the place of the evidence.
pub(super) fn exported(stage: &Stage, edit: fn(&Stage)) {
    stage.run("export --out taken").ok();
    fs::remove_dir_all(stage.path("evidence")).unwrap();
    fs::rename(stage.path("taken"), stage.path("evidence")).unwrap();
    edit(stage);
}

/// Puts an attachment in its place; returns its digest.
pub(super) fn put(stage: &Stage, bytes: &[u8]) -> Digest {
    let digest = Digest::of(bytes);
    let name = digest.to_string();
    let path = stage.path(&format!("evidence/blobs/sha256/{}/{name}", &name[..2]));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
    digest
}

/// A contractor signs the report of entry 1 with `ssh-keygen`, and the ward receives it, naming a key. What is signed is
/// the document after an edit.
pub(super) fn ssh(
    stage: &Stage,
    namespace: &str,
    signer: &PrivateKey,
    named: &PrivateKey,
    edit: fn(&mut Vec<u8>),
) {
    ssh_in(stage, namespace, (signer, named), edit, |text| put(stage, text.as_bytes()));
}

/// As [`ssh`]; `keep` puts the file of the signature in its place.
pub(super) fn ssh_in(
    stage: &Stage,
    namespace: &str,
    (signer, named): (&PrivateKey, &PrivateKey),
    edit: fn(&mut Vec<u8>),
    keep: impl FnOnce(String) -> Digest,
) {
    let mut report = envelope(stage, 1);
    fresh(&mut report, |_| {});
    let document = put(stage, &report.payload);
    let mut message = report.payload.clone();
    edit(&mut message);
    let signature = keep(SshSignature::sign(signer, namespace, &message).to_text());
    receipt(stage, 2, |statement| {
        let says = &mut statement["predicate"];
        says["form"] = "ssh".into();
        says["document"] = document.to_string().into();
        says["signature"] = signature.to_string().into();
        says["signerKey"] = KeyId::of(&named.public()).to_string().into();
        let subjects = statement["subject"].as_array_mut().unwrap();
        for subject in subjects.iter_mut() {
            if subject["name"].as_str().unwrap().starts_with("record:") {
                subject["digest"]["sha256"] = document.to_string().into();
            }
        }
        subjects.push(json!({ "name": "signature", "digest": { "sha256": signature.to_string() } }));
    });
}

/// Logs a copy of the report of entry 1, something put into its envelope before the payload.
fn beside(stage: &Stage, more: &str) {
    let mut copy = envelope(stage, 1);
    fresh(&mut copy, |_| {});
    let signed = Envelope::sign(&copy.payload_type, copy.payload, &[&private(stage, "insatsu")]);
    let text = signed.to_json().replacen("\"payload\":", more, 1);
    assert!(text.contains(more), "{text}");
    super::attacks::append(stage, text.as_bytes(), "erasure-report");
}

/// The printer hands in a copy of its report on paper, its text edited; what it names follows among its subjects.
fn paper(stage: &Stage, edit: impl FnOnce(&mut Value)) {
    let mut copy = envelope(stage, 1);
    fresh(&mut copy, edit);
    let mut statement: Value = serde_json::from_slice(&copy.payload).unwrap();
    if let Some(named) = statement["predicate"].get("supersedes").cloned() {
        let subjects = statement["subject"].as_array_mut().unwrap();
        subjects.push(json!({ "name": "record:superseded", "digest": { "sha256": named } }));
    }
    let document = put(stage, &serde_json::to_vec_pretty(&statement).unwrap());
    received(stage, &document, "erasure-report");
}

/// Logs a copy of the ward's last report on the incident under another stage, signed by whom, behind another report.
fn report(stage: &Stage, key: &str, of: &str, follows: &str) -> Digest {
    let mut copy = envelope(stage, 13);
    fresh(&mut copy, |says| {
        says["recordId"] = number_of_the_next(stage).into();
        says["stage"] = of.into();
        says["follows"] = follows.into();
    });
    let mut statement: Value = serde_json::from_slice(&copy.payload).unwrap();
    for subject in statement["subject"].as_array_mut().unwrap() {
        if subject["name"] == "record:followed" {
            subject["digest"]["sha256"] = follows.into();
        }
    }
    let payload = serde_json::to_vec_pretty(&statement).unwrap();
    let signed = Envelope::sign(&copy.payload_type, payload, &[&private(stage, key)]).to_json();
    super::attacks::append(stage, signed.as_bytes(), "incident");
    Digest::of(signed.as_bytes())
}

/// Returns the number that the next record bears.
fn number_of_the_next(stage: &Stage) -> String {
    Digest::of(size(stage).to_string().as_bytes()).to_string()[..32].to_owned()
}

/// The ward receives a document of the printer on paper.
fn received(stage: &Stage, document: &Digest, kind: &str) {
    received_as(stage, document, kind, "received");
}

pub(super) fn received_as(stage: &Stage, document: &Digest, kind: &str, purpose: &str) {
    let copy = put(stage, "紙の写し".as_bytes());
    receipt(stage, 2, |statement| {
        let subjects = statement["subject"].as_array_mut().unwrap();
        subjects.push(json!({ "name": "写し.pdf", "digest": { "sha256": copy.to_string() } }));
        let says = &mut statement["predicate"];
        says["purpose"] = purpose.into();
        says["form"] = "paper".into();
        says["assurance"] = "C".into();
        says["document"] = document.to_string().into();
        says["documentKind"] = kind.into();
        says.as_object_mut().unwrap().remove("signerKey");
        for subject in statement["subject"].as_array_mut().unwrap() {
            if subject["name"].as_str().unwrap().starts_with("record:") {
                subject["digest"]["sha256"] = document.to_string().into();
            }
        }
    });
}

/// Logs a copy of a receipt, its statement edited, signed by the ward.
fn receipt(stage: &Stage, of: u64, edit: impl FnOnce(&mut Value)) {
    let mut copy = envelope(stage, of);
    fresh(&mut copy, |_| {});
    let mut statement: Value = serde_json::from_slice(&copy.payload).unwrap();
    statement["predicate"]["recordId"] = number_of_the_next(stage).into();
    edit(&mut statement);
    let payload = serde_json::to_vec_pretty(&statement).unwrap();
    let signed = Envelope::sign(&copy.payload_type, payload, &[&private(stage, "tanto")]).to_json();
    super::attacks::append(stage, signed.as_bytes(), "receipt");
}

/// Logs a copy of the report of entry 1, its text edited before it is signed.
fn signed(stage: &Stage, edit: impl FnOnce(String) -> String) {
    let mut copy = envelope(stage, 1);
    fresh(&mut copy, |_| {});
    let text = edit(String::from_utf8(copy.payload).unwrap());
    let signed = Envelope::sign(&copy.payload_type, text.into_bytes(), &[&private(stage, "insatsu")]);
    super::attacks::append(stage, signed.to_json().as_bytes(), "erasure-report");
}

/// Logs a report with an attachment of that name, which is whole or edited afterwards.
fn attached(stage: &Stage, name: &str, whole: bool) {
    let digest = put(stage, "写真".as_bytes());
    let mut copy = envelope(stage, 1);
    fresh(&mut copy, |_| {});
    let mut statement: Value = serde_json::from_slice(&copy.payload).unwrap();
    let subject = json!({ "name": name, "digest": { "sha256": digest.to_string() } });
    statement["subject"].as_array_mut().unwrap().push(subject);
    let payload = serde_json::to_vec_pretty(&statement).unwrap();
    let signed = Envelope::sign(&copy.payload_type, payload, &[&private(stage, "insatsu")]);
    super::attacks::append(stage, signed.to_json().as_bytes(), "erasure-report");
    if whole {
        super::walk::witness(stage);
    } else {
        let name = digest.to_string();
        fs::write(stage.path(&format!("evidence/blobs/sha256/{}/{name}", &name[..2])), "別の写真").unwrap();
    }
}

/// Puts another line in the place of those that begin with a word, in the trust file.
fn trust(stage: &Stage, word: &str, other: &str) {
    let text = stage.read("trust.txt");
    let own = |line: &&str| line.split(' ').next() == Some(word);
    assert!(text.lines().any(|line| own(&line)), "{word}: {text}");
    let lines: Vec<&str> = text.lines().map(|line| if own(&line) { other } else { line }).collect();
    fs::write(stage.path("trust.txt"), lines.join("\n") + "\n").unwrap();
}

/// Holds a proof of the first record of the story, its text edited.
fn held_proof(stage: &Stage, edit: impl FnOnce(String) -> String) {
    stage.run(&format!("log proof {} --out held.tlog-proof", super::stage::FIRST)).ok();
    let text = edit(stage.read("held.tlog-proof"));
    fs::write(stage.path("held"), text).unwrap();
}

/// Names the first version of the register in the trust file, under a number written so.
fn pinned(stage: &Stage, version: &str) {
    let digest = Digest::of(&fs::read(stage.path("evidence/trust/root.1.json")).unwrap());
    trust(stage, "register", &format!("register {version} sha256:{digest}"));
}

/// Puts a copy of a bundle or tile beside it, under a name that means no other.
fn tile(stage: &Stage, other: &str) {
    let size = size(stage);
    let folder = stage.path("evidence/log/tile");
    let own = if other.starts_with("entries") { "entries/000" } else { "0/000" };
    let copy = folder.join(format!("{other}.p/{size}"));
    fs::create_dir_all(copy.parent().unwrap()).unwrap();
    fs::copy(folder.join(format!("{own}.p/{size}")), copy).unwrap();
}

/// Trusts three other witnesses under a policy, and has some of them cosign the latest head, the auditor's line kept.
fn witnesses(stage: &Stage, policy: &str, signers: &[u8]) {
    let key = |number: u8| PrivateKey::from_seed(&[40 + number; 32]);
    let name = |number: u8| format!("w{number}.example");
    let trusted = stage.read("trust.txt");
    let mut lines: Vec<String> = Vec::new();
    for line in trusted.lines() {
        match line.split(' ').next() {
            Some("group" | "quorum" | "witness") => {}
            _ => lines.push(line.to_owned()),
        }
    }
    for number in 1..=3 {
        lines
            .push(format!("witness w{number} {}", VerifierKey::witness(&name(number), key(number).public())));
    }
    fs::write(stage.path("trust.txt"), format!("{}\n{policy}", lines.join("\n"))).unwrap();
    let path = stage.path(&format!("evidence/log/checkpoints/{}.cosigned", size(stage)));
    let mut text = fs::read_to_string(&path).unwrap();
    let head = Checkpoint::parse(text.as_bytes()).unwrap();
    let now = u64::try_from(chrono::Utc::now().timestamp()).unwrap();
    for (at, number) in (0..).zip(signers) {
        // The second line of one witness is a minute later: another line, and the same witness.
        let moment = Moment::from_seconds(now + 60 * at).unwrap();
        text.push_str(&format!("{}\n", head.cosign(&name(*number), &key(*number), moment)));
    }
    fs::write(&path, &text).unwrap();
    fs::write(stage.path("evidence/log/checkpoint"), &text).unwrap();
}

/// Converts the line ends of a file.
fn line_ends(stage: &Stage, file: &str) {
    let text = stage.read(file).replace('\n', "\r\n");
    fs::write(stage.path(file), text).unwrap();
}

/// Writes the latest version of the register again, edited, signed by other root keys.
fn rewrite_last(stage: &Stage, signers: &[&str], edit: impl FnOnce(&mut Register)) {
    let file = |number: u64| stage.path(&format!("evidence/trust/root.{number}.json"));
    let last = (1..).take_while(|number| file(*number).exists()).last().unwrap();
    let latest = Envelope::parse(&fs::read(file(last)).unwrap()).unwrap();
    let mut register: Register = serde_json::from_slice(&latest.payload).unwrap();
    edit(&mut register);
    let keys: Vec<PrivateKey> = signers.iter().map(|name| private(stage, name)).collect();
    let keys: Vec<&PrivateKey> = keys.iter().collect();
    let text = Envelope::sign(&latest.payload_type, register.to_payload().unwrap(), &keys).to_json();
    fs::write(file(last), text).unwrap();
}
