//! What counts as filed: `status`, `erasure status` and `audit plan` judge digest, signer, party and position, and say
//! what they did not count and why.

use super::golden;
use super::stage::{FIRST, Stage, steady};
use rayon::prelude::*;
use serde_json::Value;
use std::fs;

/// Attacks that take a record's worth away, and some that must not.
const LOOKED_AT: &[&str] = &[
    "nothing",
    "attachment-deleted",
    "attachment-edited",
    "clock-set-forward",
    "clock-set-forward-behind-the-witness",
    "cosignature-altered",
    "disposal-by-a-clock-set-forward",
    "disposal-by-one-key",
    "disposal-disposed",
    "entry-removed",
    "history-rewritten",
    "log-key-replaced",
    "individual-number",
    "order-turned",
    "passed-off-as-another-type",
    "receipt-of-another-level",
    "record-deleted",
    "record-disposed",
    "record-edited",
    "record-emptied",
    "record-logged-twice",
    "record-of-another-superseded",
    "register-back-dated",
    "register-of-the-trust-file-differs",
    "register-replaced",
    "register-set-back",
    "replayed-from-another-log",
    "rolled-back",
    "signature-altered",
    "signed-twice-by-one",
    "signer-of-another-party",
    "signer-of-another-role",
    "signer-revoked",
    "signer-revoked-then-confirmed",
    "signer-unknown",
    "ssh-signer-unknown",
    "tail-not-witnessed",
];

/// Names the trust file in `fugi.yaml`.
fn trusting(stage: &Stage, path: &str) {
    let text = stage.read("fugi.yaml");
    fs::write(stage.path("fugi.yaml"), format!("{text}trust_file: {path}\n")).unwrap();
}

/// Returns what the answer to `erasure status` rests on: the entries that show an erasure, what does not count, and
/// whose keys were believed.
fn answer(stage: &Stage) -> String {
    let ran = stage.run("erasure status --all --format json");
    assert!(ran.code < 2, "{}{}", ran.out, ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let places = report["places"].as_array().unwrap();
    let mut entries: Vec<u64> = places.iter().filter_map(|place| place["entry"].as_u64()).collect();
    entries.sort_unstable();
    entries.dedup();
    let mut said = format!("keys: {}, entries: {entries:?}\n", report["evidence"]["keys"].as_str().unwrap());
    for unread in report["unread"].as_array().unwrap() {
        said.push_str(&format!("  {}\n", unread["reasons"][0]["message"].as_str().unwrap()));
    }
    let others = report["evidence"]["other_errors"].as_u64().unwrap();
    if others > 0 {
        said.push_str(&format!("  and {others} other error(s)\n"));
    }
    steady(&said).replace(&stage.folder.path().display().to_string(), "")
}

#[test]
fn what_no_known_key_signed_counts_for_nothing_and_is_named() {
    let all: Vec<_> = super::every().collect();
    let told: Vec<String> = LOOKED_AT
        .par_iter()
        .map(|name| {
            let stage = Stage::told();
            trusting(&stage, "trust.txt");
            // A judgement from before the attack is there to be used wrongly.
            let before = answer(&stage);
            assert!(before.starts_with("keys: trust-file") && before.lines().count() == 1, "{before}");
            (all.iter().find(|attack| attack.name == *name).unwrap().act)(&stage);
            let once = answer(&stage);
            let again = answer(&stage);
            assert_eq!(once, again, "{name}: the kept judgement differs");
            fs::remove_dir_all(stage.path(".fugi")).unwrap();
            assert_eq!(once, answer(&stage), "{name}: a judgement that was kept was wrong");
            format!("{name}: {once}")
        })
        .collect();
    let wrong = golden("counted", &told.concat());
    assert!(wrong.is_none(), "{}", wrong.unwrap_or_default());
}

/// Without a trust file the keys of the folder are believed, which the answer says; `verify` takes no trust from
/// `fugi.yaml`, and nothing of it is exported.
#[test]
fn the_trust_file_is_named_in_the_ward_and_used_for_duties_only() {
    let stage = Stage::told();
    let lines = |command: &str| {
        let ran = stage.run(command);
        assert!(ran.code < 2, "{command}: {}", ran.err);
        ran.out
    };
    let believed = "証跡のフォルダにあるものを信じました";
    for command in ["status", "erasure status"] {
        assert!(lines(command).contains(believed), "{command}");
        assert!(lines(&format!("{command} --lang en")).contains("names no `trust_file`"), "{command}");
    }
    trusting(&stage, "trust.txt");
    for command in ["status", "erasure status"] {
        assert!(!lines(command).contains("証跡の鍵"), "{command}: {}", lines(command));
    }
    assert!(stage.run("verify").ok().out.contains("内部整合のみ確認"));
    stage.run("export --out taken").ok();
    let taken = walkdir::WalkDir::new(stage.path("taken")).into_iter().map(Result::unwrap);
    for file in taken.filter(|entry| entry.file_type().is_file()) {
        let trust = fs::read(stage.path("trust.txt")).unwrap();
        assert_ne!(fs::read(file.path()).unwrap(), trust, "{}", file.path().display());
    }
}

#[test]
fn a_trust_file_that_cannot_be_relied_on_is_refused() {
    let stage = Stage::told();
    let before = stage.read("fugi.yaml");
    let said = |path: &str| {
        fs::write(stage.path("fugi.yaml"), format!("{before}trust_file: {path}\n")).unwrap();
        let ran = stage.run("erasure status");
        assert_eq!(ran.code, 2, "{path}: {}", ran.out);
        ran.err
    };
    for inside in ["evidence/trust/policy.txt", "./policies/../evidence/x", "\"evidence\\\\x\"", "EVIDENCE/x"]
    {
        let said = said(inside);
        assert!(said.contains("trust-file-inside") && said.contains("fugi.yaml:"), "{inside}: {said}");
    }
    assert!(said("none.txt").contains("none.txt"));
    assert!(said("policies").contains("ファイルではありません"));
    fs::write(stage.path("bad.txt"), "quorum none\nregister 0\n").unwrap();
    assert!(said("bad.txt").contains("2行目"));
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(stage.path("evidence/trust/policy.txt"), stage.path("linked")).unwrap();
        assert!(said("linked").contains("証跡のフォルダの中"));
    }
}

/// A judgement that came from elsewhere counts for nothing, and a damaged one is made anew.
#[test]
fn a_judgement_that_was_made_elsewhere_counts_for_nothing() {
    let stage = Stage::told();
    trusting(&stage, "trust.txt");
    answer(&stage);
    let file = stage.path(".fugi/evidence.json");
    assert_eq!(stage.read(".fugi/.gitignore"), "*\n");
    let Ok(kept) = fs::read_to_string(&file) else {
        // This file system does not say when a file was made, so nothing is kept.
        return;
    };
    let forged = kept.replace("\"refused\":{}", &format!("\"refused\":{{\"{}\":[\"x\",\"x\"]}}", FIRST + 1));
    assert_ne!(kept, forged);
    fs::remove_file(&file).unwrap();
    fs::write(&file, &forged).unwrap();
    let said = answer(&stage);
    assert_eq!(said.lines().count(), 1, "{said}");
    for damaged in ["", "{", "[]", &kept.replace("\"size\":", "\"size\":-")] {
        fs::write(&file, damaged).unwrap();
        assert_eq!(answer(&stage), said);
    }
    // A folder in its place costs time, and nothing else.
    fs::remove_dir_all(stage.path(".fugi")).unwrap();
    fs::write(stage.path(".fugi"), "").unwrap();
    assert_eq!(answer(&stage), said);
}

/// A record that bears a time that is still to come counts from that time on, and the judgement of today is not kept
/// for tomorrow.
#[test]
fn a_record_of_tomorrow_counts_tomorrow() {
    let stage = Stage::told();
    trusting(&stage, "trust.txt");
    let all: Vec<_> = super::every().collect();
    (all.iter().find(|one| one.name == "clock-set-forward-behind-the-witness").unwrap().act)(&stage);
    let refused = |as_of: &str| {
        let ran = stage.run(&format!("erasure status --all --format json {as_of}"));
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        report["unread"].as_array().unwrap().len()
    };
    let looked_at = ["", "--as-of 2099-01-01", "", "--as-of 2099-01-01"];
    assert_eq!(looked_at.map(refused), [1, 0, 1, 0]);
}
