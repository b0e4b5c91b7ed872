//! Any byte changed, any file gone: the verdict is never OK.

use super::stage::Stage;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::verify::trust::TrustFile;
use fugi::evidence::verify::{Options, verify};
use proptest::prelude::*;
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
    let options = Options {
        root: &root,
        trust: Some(&trust),
        held: &[],
        now: Moment::from_seconds(4_000_000_000).unwrap(),
        require_witness: None,
    };
    verify(&options, &mut |_| {}).map_or(1, |verdict| verdict.errors)
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
