//! Records of the evidence, through the real binary: the whole walk, and every attack as an auditor reads it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking, and forms are filled with days before today"
)]

#[path = "evidence_records/attacks.rs"]
mod attacks;
#[path = "evidence_records/audits.rs"]
mod audits;
#[path = "evidence_records/changes.rs"]
mod changes;
#[path = "evidence_records/desk.rs"]
mod desk;
#[path = "evidence_records/lately.rs"]
mod lately;
#[path = "evidence_records/stage.rs"]
pub(crate) mod stage;
#[path = "evidence_records/tampering.rs"]
mod tampering;
#[path = "evidence_records/vectors.rs"]
mod vectors;
#[path = "evidence_records/walk.rs"]
pub(crate) mod walk;

use attacks::ATTACKS;
use rayon::prelude::*;
use stage::Stage;
use std::fs;
use std::path::Path;

/// Compares with a file of `tests/evidence_records/`; `UPDATE=1` rewrites it.
fn golden(name: &str, now: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/evidence_records/{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, now).unwrap();
        return None;
    }
    let stands = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    (stands != now).then(|| format!("{name}:\n--- stands\n{stands}--- printed\n{now}"))
}

/// Leaves out which entries go back in time, and how many: with swapped entries, that depends on the second in which
/// each of them was logged.
fn without_times(shown: &str) -> String {
    let mut kept = String::new();
    let mut lines = shown.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("不合格[time-went-back]") || line.starts_with("FAILED[time-went-back]") {
            lines.next();
        } else if let Some((before, after)) = line.split_once("disposed of), ") {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            kept.push_str(&format!("{before}disposed of), <n>{after}\n"));
        } else if let Some((before, after)) = line.split_once("、不合格 ") {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            kept.push_str(&format!("{before}、不合格 <n>{after}\n"));
        } else {
            kept.push_str(&format!("{line}\n"));
        }
    }
    kept
}

#[test]
fn every_attack_has_its_own_message() {
    let wrong: Vec<String> = ATTACKS
        .par_iter()
        .chain(lately::ATTACKS)
        .filter_map(|attack| {
            let stage = Stage::told();
            (attack.act)(&stage);
            let more = attack.more;
            let shown = ["", "--lang en"]
                .map(|language| stage.verify(&format!("--quiet --trust trust.txt {more} {language}")))
                .concat();
            let swapped = attack.name == "entries-swapped";
            golden(attack.name, &if swapped { without_times(&shown) } else { shown })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_story_reads_one_line_a_record() {
    let stage = Stage::told();
    let trusted = stage.verify("--trust trust.txt");
    let internal = stage.verify("");
    let wrong = [golden("story", &trusted), golden("story-without-trust", &internal)];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The committed sample: verified with the trust file that lies elsewhere, and holding no private key.
#[test]
fn the_sample_of_the_repository_verifies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for arguments in [&["verify"][..], &["verify", "--trust", "docs/mihon-trust.txt"]] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(arguments)
            .current_dir(root)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        for name in [
            "株式会社見本印刷",
            "見本封入株式会社",
            "見本発送株式会社",
            "見本データ株式会社",
            "見本クラウド株式会社",
        ] {
            assert!(said.contains(name), "{name}: {said}");
        }
    }
    for entry in walkdir::WalkDir::new(root.join("evidence")).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("-----BEGIN") || text.contains("SSH SIGNATURE"),
                "{}",
                entry.path().display()
            );
        }
    }
}
