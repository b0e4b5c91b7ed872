//! Appending, and what is in the store afterwards; resequencing too.

use crate::support;

use fugi::evidence::error::Error;
use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::leaf::Leaf;
use fugi::evidence::format::proof::extends;
use fugi::evidence::format::receipt::Receipt;
use fugi::evidence::format::tree::{Frontier, leaf_hash};
use fugi::evidence::log::{Log, Logged, Submission};
use fugi::evidence::store::Name;
use fugi::evidence::verify::log::Trust;
use std::time::Duration;
use support::evidence::{Evidence, Kept, ORIGIN, in_memory_too, log_key, moment};

const KIND: &str = "https://fugi.example/erasure-report/v1";

fn record(n: u64) -> Vec<u8> {
    format!("{{\"record\":{n}}}\n").into_bytes()
}

fn append(log: &Log, n: u64) -> Logged {
    log.append(&log_key(), &Submission { record: &record(n), attachments: &[], kind: KIND }, moment(n))
        .unwrap()
}

#[test]
fn entries_are_numbered_and_proved() {
    let evidence = Evidence::new();
    let log = evidence.open();
    let mut heads = vec![log.checkpoint().unwrap().head];
    for n in 0..20 {
        let logged = append(&log, n);
        assert_eq!(logged.position, n);
        heads.push(log.checkpoint().unwrap().head);
    }
    let log = evidence.open();
    let head = log.checkpoint().unwrap().head;
    let entries: Vec<Leaf> = log.entries().unwrap().map(|entry| entry.unwrap().1).collect();
    let mut frontier = Frontier::default();
    entries.iter().for_each(|leaf| frontier.push(leaf_hash(leaf.to_string().as_bytes())));
    assert_eq!((head.size, head.root), (20, frontier.root()));
    for (position, leaf) in (0..).zip(&entries) {
        assert_eq!(leaf.record, Digest::of(&record(position)));
        let receipt = log.proof(position).unwrap();
        let read = Receipt::parse(receipt.to_string().as_bytes()).unwrap();
        assert!(read.includes(&leaf_hash(leaf.to_string().as_bytes())));
    }
    for old in &heads {
        let path = log.consistency(old.size, head.size).unwrap();
        assert!(extends(&path, old.size, &old.root, head.size, &head.root));
    }
    assert!(matches!(log.proof(20), Err(Error::NoEntry { position: 20, size: 20 })));
}

#[test]
fn a_batch_over_several_tiles_gives_the_same_tree_as_single_appends() {
    let records: Vec<Vec<u8>> = (0..600).map(record).collect();
    let submissions: Vec<Submission<'_>> =
        records.iter().map(|record| Submission { record, attachments: &[], kind: KIND }).collect();
    let one = Evidence::new();
    let whole = one.open();
    whole.append_all(&log_key(), &submissions, moment(0)).unwrap();
    let two = Evidence::new();
    let parts = two.open();
    for part in submissions.chunks(85) {
        parts.append_all(&log_key(), part, moment(0)).unwrap();
    }
    let head = whole.checkpoint().unwrap();
    assert_eq!(head, parts.checkpoint().unwrap());
    assert_eq!(head.head.size, 600);
    for position in [0, 255, 256, 511, 512, 599] {
        assert_eq!(whole.proof(position).unwrap(), parts.proof(position).unwrap());
    }
    assert!(whole.store().exists(&Name::Tile { level: 0, index: 1, width: 256 }));
    assert!(whole.store().exists(&Name::Bundle { index: 2, width: 88 }));
    assert!(whole.store().exists(&Name::Tile { level: 1, index: 0, width: 2 }));
    assert!(!two.files().iter().any(|file| file.starts_with("log/tile/0/000.p")));
}

#[test]
fn what_was_interrupted_is_completed() {
    let evidence = Evidence::new();
    let log = evidence.open();
    for n in 0..3 {
        append(&log, n);
    }
    let head = log.checkpoint().unwrap();
    // Killed after the entry was written, and the copy of the head torn when the power failed.
    let leaf = Leaf { record: Digest::of(b"x"), kind: KIND.to_owned(), logged: moment(3) };
    evidence.write("log/leaf/003", leaf.to_string());
    evidence.write("log/checkpoint", "");
    evidence.write("log/tile/0/000.p/3", "");
    evidence.write("log/leaf/.new-1-2", "half");
    let log = evidence.open();
    assert_eq!(log.complete(&log_key()).unwrap(), 4);
    let path = log.consistency(3, 4).unwrap();
    let now = log.checkpoint().unwrap().head;
    assert!(extends(&path, 3, &head.head.root, 4, &now.root));
}

#[test]
fn nothing_is_signed_on_top_of_damage() {
    let evidence = Evidence::new();
    let log = evidence.open();
    for n in 0..5 {
        append(&log, n);
    }
    let entry = "log/leaf/002";
    let kept = evidence.read(entry);
    for damaged in [kept.iter().rev().copied().collect(), Vec::new()] {
        let damaged: Vec<u8> = damaged;
        evidence.write(entry, damaged);
        assert!(matches!(log.complete(&log_key()), Err(Error::Damaged(..))));
    }
    // A lost file comes back from the bundle, whose root was signed; if that is lost too, nothing is signed.
    evidence.remove(entry);
    assert_eq!(log.complete(&log_key()).unwrap(), 5);
    assert_eq!(evidence.read(entry), kept);
    evidence.remove(entry);
    evidence.remove("log/tile/entries/000.p/5");
    assert!(matches!(log.complete(&log_key()), Err(Error::Damaged(..))));
    assert_eq!(log.checkpoint().unwrap().head.size, 5);
}

#[test]
fn refusals_say_why() {
    let evidence = Evidence::new();
    let log = evidence.open();
    assert!(matches!(Log::create_in(evidence.store(), "other", &log_key()), Err(Error::LogExists(_))));
    assert!(matches!(Log::open_in(Kept::new().store()), Err(Error::NoLog(_))));
    assert!(matches!(Log::create_in(Kept::new().store(), "a b", &log_key()), Err(Error::Unfit(_))));
    append(&log, 1000);
    let again = Submission { record: &record(1000), attachments: &[], kind: KIND };
    assert!(matches!(
        log.append(&log_key(), &again, moment(1000)),
        Err(Error::AlreadyLogged { position: 0, .. })
    ));
    let other = Submission { record: b"other", attachments: &[b"pdf"], kind: KIND };
    assert!(matches!(log.append(&log_key(), &other, moment(0)), Err(Error::ClockWentBack { .. })));
    // The clocks of two machines may differ a little; the time of the log never goes back.
    assert_eq!(log.append(&log_key(), &other, moment(990)).unwrap().at, moment(1000));
    let stranger = PrivateKey::from_seed(&[9; 32]);
    assert!(matches!(log.append(&stranger, &other, moment(2000)), Err(Error::WrongKey(_))));
    let large = vec![0; 1024 * 1024 + 1];
    let large = Submission { record: &large, attachments: &[], kind: KIND };
    assert!(matches!(log.append(&log_key(), &large, moment(2000)), Err(Error::TooLarge(_))));
    let odd = Submission { record: b"odd", attachments: &[], kind: "no uri" };
    assert!(matches!(log.append(&log_key(), &odd, moment(2000)), Err(Error::Unfit(_))));
    let store = evidence.store();
    let _held = store.lock(Duration::ZERO).unwrap();
    let hurried = log.with_patience(Duration::from_millis(20));
    let last = Submission { record: b"last", attachments: &[], kind: KIND };
    assert!(matches!(hurried.append(&log_key(), &last, moment(2000)), Err(Error::Busy(..))));
}

#[test]
fn a_branch_is_put_behind_the_log_that_others_went_on_with() {
    let evidence = Evidence::new().with_five();
    let branch = evidence.copy();
    evidence.add(20, "receipt", serde_json::json!({}), &[]);
    branch.add(30, "receipt", serde_json::json!({}), &[b"scan"]);
    branch.add(31, "receipt", serde_json::json!({}), &[]);
    let moved = branch.log.resequence_onto(evidence.store(), &log_key(), moment(3600)).unwrap();
    assert_eq!((moved.common, moved.moved), (5, vec![(5, 6), (6, 7)]));
    let (report, problems) = branch.verify(Trust::Folder, &[]);
    assert_eq!((report.entries, report.whole, problems), (8, 8, Vec::new()));
    let (old, new) = (evidence.log.checkpoint().unwrap().head, branch.log.checkpoint().unwrap().head);
    assert_eq!(old.origin, ORIGIN);
    let path = branch.log.consistency(old.size, new.size).unwrap();
    assert!(extends(&path, old.size, &old.root, new.size, &new.root));
}

#[test]
fn a_head_is_swapped_only_for_the_one_that_was_seen() {
    use fugi::evidence::store::Durable;
    let store = Kept::new().store();
    assert!(store.swap_head(None, b"one", Durable::Name).unwrap());
    assert!(!store.swap_head(None, b"two", Durable::Name).unwrap());
    assert!(!store.swap_head(Some(b"on"), b"two", Durable::Name).unwrap());
    assert!(store.swap_head(Some(b"one"), b"two", Durable::Name).unwrap());
    assert!(store.swap_head(Some(b"one"), b"two", Durable::Name).unwrap(), "it is there already");
    assert_eq!(store.read(&Name::Checkpoint, 9).unwrap(), b"two");
    assert!(store.create(&Name::Leaf(0), b"a", Durable::Name).unwrap());
    assert!(!store.create(&Name::Leaf(0), b"b", Durable::Name).unwrap());
    assert_eq!(store.read(&Name::Leaf(0), 9).unwrap(), b"a");
}

in_memory_too! {
    "evidence_append.rs":
    entries_are_numbered_and_proved,
    a_batch_over_several_tiles_gives_the_same_tree_as_single_appends,
    what_was_interrupted_is_completed,
    nothing_is_signed_on_top_of_damage,
    refusals_say_why,
    a_branch_is_put_behind_the_log_that_others_went_on_with,
    a_head_is_swapped_only_for_the_one_that_was_seen,
}
