//! What lies in the folder beside what is logged: odd names and links, files that nobody reads; and names of companies
//! that changed.

use super::attacks::{Attack, add, attack, private, revoke};
use super::cases::{exported, size};
use super::lately::install;
use super::stage::{Stage, link};
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::key;
use std::fs;
use std::path::Path;

/// The cases, each one row of `cases.tsv`.
pub(crate) const ATTACKS: &[Attack] = &[
    attack("entry-files-gone", |stage| {
        exported(stage, |stage| fs::remove_dir_all(stage.path("evidence/log/leaf")).unwrap());
    }),
    // Whoever looks for the disposal of a missing record must not count up to there.
    attack("entry-far-behind-the-last", |stage| {
        fs::remove_file(stage.path(&stage.record_file(5))).unwrap();
        far(stage, "log/leaf/x184/x467/x440/x737/x095/x516/000");
    }),
    attack("bundle-far-behind-the-last", |stage| {
        fs::remove_file(stage.path(&stage.record_file(5))).unwrap();
        far(stage, "log/tile/entries/x072/x057/x594/x037/x927/935");
    }),
    attack("tile-of-full-width-as-a-part", |stage| {
        let own = stage.path(&format!("evidence/log/tile/0/000.p/{}", size(stage)));
        fs::copy(&own, own.with_file_name("256")).unwrap();
    }),
    attack("bundle-of-full-width-as-a-part", |stage| {
        let own = stage.path(&format!("evidence/log/tile/entries/000.p/{}", size(stage)));
        fs::copy(&own, own.with_file_name("256")).unwrap();
    }),
    attack("copy-of-an-entry-under-a-word", |stage| exported(stage, |stage| copied(stage, "memo"))),
    attack("copy-of-an-entry-under-more-zeros", |stage| exported(stage, |stage| copied(stage, "000000003"))),
    attack("copy-of-an-entry-under-fewer-zeros", |stage| exported(stage, |stage| copied(stage, "3"))),
    attack("copy-of-an-entry-that-is-a-link", |stage| {
        exported(stage, |stage| {
            let path = stage.path("evidence/entries/00000003");
            fs::remove_file(&path).unwrap();
            link(Path::new("../log/leaf/003"), &path);
        });
    }),
    attack("copy-of-an-entry-that-is-a-folder", |stage| {
        exported(stage, |stage| {
            let own = size(stage);
            fs::create_dir(stage.path(&format!("evidence/entries/{own:08}"))).unwrap();
        });
    }),
    attack("copies-within-a-folder", |stage| {
        exported(stage, |stage| {
            fs::create_dir(stage.path("evidence/entries/x")).unwrap();
            copied(stage, "x/00000003");
        });
    }),
    attack("copies-behind-a-link", |stage| exported(stage, |stage| behind_a_link(stage, "entries"))),
    attack("records-behind-a-link", |stage| behind_a_link(stage, "records")),
    attack("attachments-behind-a-link", |stage| behind_a_link(stage, "blobs")),
    attack("register-behind-a-link", |stage| behind_a_link(stage, "trust")),
    attack("log-behind-a-link", |stage| behind_a_link(stage, "log")),
    attack("files-that-nobody-reads", |stage| {
        exported(stage, |stage| {
            let proof = stage.path("evidence/proofs/00000003.tlog-proof");
            let text = fs::read_to_string(&proof).unwrap();
            fs::write(proof, text.replacen("index 3", "index 4", 1)).unwrap();
            fs::create_dir(stage.path("evidence/inbox")).unwrap();
            fs::write(stage.path("evidence/inbox/x.record.json"), "{}").unwrap();
            fs::write(stage.path("evidence/allowed_signers"), "x").unwrap();
        });
    }),
    attack("name-that-another-company-had", |stage| {
        rename(stage, "見本データ株式会社", "別名データ株式会社");
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["partyName"] = "見本データ株式会社".into());
    }),
    attack("name-that-the-company-had", |stage| {
        rename(stage, "株式会社見本印刷", "株式会社別名印刷");
        add(stage, &[&private(stage, "insatsu")], 1, |_| {});
    }),
    attack("name-that-another-company-takes-later", |stage| {
        add(stage, &[&private(stage, "insatsu")], 1, |says| says["partyName"] = "別名データ株式会社".into());
        rename(stage, "見本データ株式会社", "別名データ株式会社");
    }),
    attack("key-event-of-a-revocation", |stage| {
        revoke(stage, "data");
        let id = key::id_of_file(&stage.path("keys/data.key.pem")).unwrap().unwrap();
        let version = Digest::of(stage.read("evidence/trust/root.9.json").as_bytes());
        add(stage, &[&private(stage, "tanto")], 0, |says| {
            says["event"] = "revoked".into();
            says["reason"] = "端末の紛失".into();
            says["key"] = id.to_string().into();
            says["holder"] = "見本データ株式会社".into();
            says["registerVersion"] = 9.into();
            says["registerDigest"] = version.to_string().into();
        });
    }),
];

/// Puts a copy of the copy of an entry beside it, under another name.
fn copied(stage: &Stage, name: &str) {
    let entries = stage.path("evidence/entries");
    fs::copy(entries.join("00000003"), entries.join(name)).unwrap();
}

/// Puts a copy of an entry somewhere else in the folder.
fn far(stage: &Stage, name: &str) {
    let path = stage.path(&format!("evidence/{name}"));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::copy(stage.path(&Stage::leaf_file(3)), path).unwrap();
}

/// Moves a folder of the evidence away, and puts a link in its place.
fn behind_a_link(stage: &Stage, name: &str) {
    let own = stage.path(&format!("evidence/{name}"));
    fs::rename(&own, own.with_file_name(".elsewhere")).unwrap();
    link(Path::new(".elsewhere"), &own);
}

/// Changes the name of a company in the register.
fn rename(stage: &Stage, from: &str, to: &str) {
    install(stage, |register| {
        for entry in register.keys.iter_mut().filter(|entry| entry.holder == from) {
            to.clone_into(&mut entry.holder);
        }
    });
}
