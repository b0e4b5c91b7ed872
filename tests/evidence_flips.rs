//! Whatever is changed in the evidence, by a bit or by a file, verification does not pass.

use crate::support;
use crate::support::thorough;

use crate::support::random::drawn;
use fugi::evidence::log::Submission;
use proptest::prelude::*;
use support::evidence::{Evidence, in_memory_too, log_key, moment, record};

/// 258 entries, packed, two of them witnessed late, with an attachment.
fn folder() -> (Evidence, Vec<String>) {
    let evidence = Evidence::new();
    let records: Vec<String> = (0..256).map(|n| record(n, serde_json::json!({}), &[])).collect();
    let kind = "https://fugi.example/receipt/v1";
    let submissions: Vec<_> = records
        .iter()
        .map(|record| Submission { record: record.as_bytes(), attachments: &[], kind })
        .collect();
    evidence.log.append_all(&log_key(), &submissions, moment(0)).unwrap();
    evidence.log.pack(&log_key(), moment(0)).unwrap();
    evidence.witness(1);
    evidence.add(300, "receipt", serde_json::json!({}), &[b"photo"]);
    evidence.add(301, "receipt", serde_json::json!({}), &[]);
    evidence.witness(310);
    assert_eq!(evidence.audited(), []);
    // Which heads there were between the first and the last cannot be told, so an older one may be gone; what was
    // never logged (inbox, guides) is not the log's.
    let files = evidence.files().into_iter().filter(|file| !file.starts_with("trust/")).collect();
    (evidence, files)
}

#[derive(Clone, Debug)]
enum Change {
    Flip(prop::sample::Index, u8),
    Truncate(prop::sample::Index),
    Grow(Vec<u8>),
    DropLine(prop::sample::Index),
    SwapLines(prop::sample::Index),
    Delete,
    Swap(prop::sample::Index),
    Copy(prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<prop::sample::Index>(), 0_u8..8).prop_map(|(at, bit)| Change::Flip(at, bit)),
        1 => any::<prop::sample::Index>().prop_map(Change::Truncate),
        1 => prop::collection::vec(any::<u8>(), 1..40).prop_map(Change::Grow),
        1 => any::<prop::sample::Index>().prop_map(Change::DropLine),
        1 => any::<prop::sample::Index>().prop_map(Change::SwapLines),
        1 => Just(Change::Delete),
        1 => any::<prop::sample::Index>().prop_map(Change::Swap),
        1 => any::<prop::sample::Index>().prop_map(Change::Copy),
    ]
}

/// Returns the files to write (or remove), or nothing where the change changes nothing.
fn changed(
    evidence: &Evidence,
    files: &[String],
    file: &str,
    change: &Change,
) -> Vec<(String, Option<Vec<u8>>)> {
    let bytes = evidence.read(file);
    let lines = || bytes.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect::<Vec<_>>();
    let new = match change {
        Change::Flip(at, bit) => {
            let mut new = bytes.clone();
            let at = at.index(new.len());
            new[at] ^= 1 << bit;
            new
        }
        Change::Truncate(at) => bytes[..at.index(bytes.len())].to_vec(),
        Change::Grow(more) => [bytes.as_slice(), more].concat(),
        Change::DropLine(at) => {
            let mut lines = lines();
            lines.remove(at.index(lines.len()));
            lines.concat()
        }
        Change::SwapLines(at) => {
            let mut lines = lines();
            let at = at.index(lines.len());
            let last = lines.len() - 1;
            lines.swap(at, last);
            lines.concat()
        }
        Change::Delete => return vec![(file.to_owned(), None)],
        Change::Swap(other) | Change::Copy(other) => {
            let other = other.get(files);
            let theirs = evidence.read(other);
            let mut all = vec![(file.to_owned(), Some(theirs.clone()))];
            if matches!(change, Change::Swap(_)) {
                all.push((other.clone(), Some(bytes.clone())));
            }
            return if theirs == bytes { Vec::new() } else { all };
        }
    };
    if new == bytes { Vec::new() } else { vec![(file.to_owned(), Some(new))] }
}

#[test]
fn no_change_passes() {
    let (evidence, files) = folder();
    const FOLDERS: [&str; 6] =
        ["log/checkpoint", "log/leaf", "log/tile", "log/checkpoints", "records", "blobs"];
    let mut runner = proptest::test_runner::TestRunner::new(drawn(if thorough() { 5000 } else { 100 }));
    let cases = (prop::sample::select(&FOLDERS[..]), any::<prop::sample::Index>(), change());
    let result = runner.run(&cases, |(folder, file, change)| {
        // The folders are chosen first: most files are records.
        let inside: Vec<&String> = files.iter().filter(|file| file.starts_with(folder)).collect();
        let file = *file.get(&inside);
        let older_head = file.starts_with("log/checkpoints/") && !file.contains("258");
        if older_head && matches!(change, Change::Delete) {
            return Ok(());
        }
        let new = changed(&evidence, &files, file, &change);
        // The copy of the latest head may be that of the head before a witness cosigned it.
        let plain = evidence.read("log/checkpoints/258");
        if new.iter().any(|(name, bytes)| name == "log/checkpoint" && bytes.as_ref() == Some(&plain)) {
            return Ok(());
        }
        let kept: Vec<(String, Vec<u8>)> =
            new.iter().map(|(name, _)| (name.clone(), evidence.read(name))).collect();
        for (name, bytes) in &new {
            match bytes {
                Some(bytes) => evidence.write(name, bytes),
                None => evidence.remove(name),
            }
        }
        let problems = evidence.audited();
        for (name, bytes) in &kept {
            evidence.write(name, bytes);
        }
        prop_assert!(new.is_empty() || !problems.is_empty(), "{} passed", file);
        Ok(())
    });
    result.unwrap();
    assert_eq!(evidence.audited(), []);
}

in_memory_too! {
    "evidence_flips.rs":
    no_change_passes,
}
