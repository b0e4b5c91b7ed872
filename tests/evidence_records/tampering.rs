//! Any byte changed, any file gone: the verdict is never OK.

use super::stage::Stage;
use crate::support::random::drawn;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::store::Disk;
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
    let store = Disk::new(&root);
    let options = Options {
        store: &store,
        trust: Some(&trust),
        held: &[],
        now: Moment::from_seconds(4_000_000_000).unwrap(),
        latest: None,
        require_witness: None,
    };
    verify(&options, &mut |_| {}).map_or(1, |verdict| verdict.errors)
}

#[test]
fn whatever_is_changed_or_taken_away_is_noticed() {
    let stage = Stage::told();
    assert_eq!(errors(&stage), 0);
    let files = files(&stage);
    let mut runner = proptest::test_runner::TestRunner::new(drawn(64));
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

/// A pipe waits for its writer, a link leads elsewhere: both are told of, and the verification ends.
#[cfg(unix)]
#[test]
fn what_is_no_plain_file_is_not_opened() {
    let stage = Stage::told();
    let blob = fs::read(stage.path("forms/erasure-log-insatsu.csv")).unwrap();
    let digest = fugi::evidence::format::digest::Digest::of(&blob).to_string();
    let pipes = [
        stage.record_file(3),
        format!("evidence/blobs/sha256/{}/{digest}", &digest[..2]),
        "evidence/log/leaf/pipe".to_owned(),
        "evidence/pipe".to_owned(),
    ];
    for pipe in pipes {
        let path = stage.path(&pipe);
        drop(fs::remove_file(&path));
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    }
    let link = stage.path(&stage.record_file(5));
    fs::rename(&link, stage.path("elsewhere.json")).unwrap();
    std::os::unix::fs::symlink(stage.path("elsewhere.json"), &link).unwrap();
    let shown = stage.verify("--quiet --trust trust.txt");
    assert!(shown.starts_with("exit: 1\n"), "{shown}");
    assert_eq!(shown.matches("普通のファイルではありません").count(), 3, "{shown}");
    assert!(shown.contains("注意[file-surplus] pipe") && shown.contains("log/leaf/pipe"), "{shown}");
    let added =
        stage.run("record add evidence/pipe --key keys/tanto.key.pem --log-key keys/log.key.pem --yes");
    assert!(added.code == 2 && added.err.contains("ファイルではありません"), "{}", added.err);
}
