//! Any byte changed, any file gone: the verdict is never OK.

use super::stage::Stage;
use fugi::evidence::verify::trust::TrustFile;
use fugi::evidence::verify::{Options, verify};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::PathBuf;

/// Returns the files whose every byte counts.
fn files(stage: &Stage) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = ["records", "blobs", "log/leaf", "log/checkpoints", "log/tile", "trust"]
        .iter()
        .flat_map(|folder| walkdir::WalkDir::new(stage.path("evidence").join(folder)))
        .filter_map(Result::ok)
        .filter(|entry| entry.file_type().is_file() && entry.file_name() != "policy.txt")
        .map(walkdir::DirEntry::into_path)
        .collect();
    files.sort();
    files
}

fn errors(stage: &Stage) -> u64 {
    let trust = TrustFile::parse(&fs::read(stage.path("trust.txt")).unwrap()).unwrap();
    let root = stage.path("evidence");
    let options = Options { root: &root, trust: Some(&trust), held: &[] };
    verify(&options, &mut |_| {}).map_or(1, |verdict| verdict.errors)
}

/// Returns whether a version of the register is only spaced otherwise, or hints otherwise at who signed it: what is
/// signed and the signatures are the same (DSSE: `keyid` is a hint that nothing may rest on, and members that are not known are passed over).
fn says_the_same(kept: &[u8], changed: &[u8]) -> bool {
    let said = |bytes: &[u8]| -> Option<(Value, Vec<Value>)> {
        let envelope: Value = serde_json::from_slice(bytes).ok()?;
        let is_register = envelope["payloadType"] == "application/vnd.fugi.register+json";
        let signatures = envelope["signatures"].as_array().filter(|_| is_register)?;
        let signatures = signatures.iter().map(|own| own["sig"].clone()).collect();
        Some((envelope["payload"].clone(), signatures))
    };
    let (before, after) = (said(kept), said(changed));
    before.is_some() && before == after
}

#[test]
fn whatever_is_changed_or_taken_away_is_noticed() {
    let stage = Stage::told();
    assert_eq!(errors(&stage), 0);
    let files = files(&stage);
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases: 64,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let strategy = (0..files.len(), any::<prop::sample::Index>(), 0_u8..=255, 0..4_u8);
    runner
        .run(&strategy, |(file, at, flip, how)| {
            let path = &files[file];
            let kept = fs::read(path).unwrap();
            let at = at.index(kept.len());
            // An older head that nobody cosigned adds nothing to the newer ones; it may be thrown away.
            let is_head = path.parent().is_some_and(|folder| folder.ends_with("checkpoints"));
            match how {
                0 if is_head => return Ok(()),
                0 => fs::remove_file(path).unwrap(),
                1 => fs::write(path, &kept[..at]).unwrap(),
                _ => {
                    let mut bytes = kept.clone();
                    bytes[at] ^= flip.max(1);
                    if says_the_same(&kept, &bytes) {
                        return Ok(());
                    }
                    fs::write(path, bytes).unwrap();
                }
            }
            let found = errors(&stage);
            fs::write(path, &kept).unwrap();
            prop_assert!(found > 0, "{} at {at}, how {how}", path.display());
            Ok(())
        })
        .unwrap();
    assert_eq!(errors(&stage), 0);
}
