//! Appending, and what is on the disk afterwards.

use super::*;
use crate::evidence::format::proof::extends;
use crate::evidence::format::tree::Frontier;
use tempfile::TempDir;

const KIND: &str = "https://fugi.example/erasure-report/v1";

fn key() -> PrivateKey {
    PrivateKey::from_seed(&[1; 32])
}

fn moment(seconds: u64) -> Moment {
    Moment::from_seconds(1_775_001_600 + seconds).unwrap()
}

fn record(n: u64) -> Vec<u8> {
    format!("{{\"record\":{n}}}\n").into_bytes()
}

/// The file system, without waiting for the disk.
#[derive(Debug)]
struct Hasty;

impl Storage for Hasty {
    fn sync(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> std::io::Result<()> {
        Ok(())
    }
}

fn append(log: &Log, n: u64) -> Logged {
    log.append(&key(), &Submission { record: &record(n), attachments: &[], kind: KIND }, moment(n)).unwrap()
}

fn new() -> (TempDir, Log) {
    let folder = TempDir::new().unwrap();
    let log = Log::create_on(Arc::new(Hasty), folder.path(), "mihon.example/log", &key()).unwrap();
    (folder, log)
}

#[test]
fn entries_are_numbered_and_proved() {
    let (folder, log) = new();
    let mut heads = vec![log.checkpoint().unwrap().head];
    for n in 0..20 {
        let logged = append(&log, n);
        assert_eq!(logged.position, n);
        heads.push(log.checkpoint().unwrap().head);
    }
    let log = Log::open(folder.path()).unwrap();
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
    let (_one, whole) = new();
    whole.append_all(&key(), &submissions, moment(0)).unwrap();
    let (_two, parts) = new();
    for part in submissions.chunks(85) {
        parts.append_all(&key(), part, moment(0)).unwrap();
    }
    let head = whole.checkpoint().unwrap();
    assert_eq!(head, parts.checkpoint().unwrap());
    assert_eq!(head.head.size, 600);
    for position in [0, 255, 256, 511, 512, 599] {
        assert_eq!(whole.proof(position).unwrap(), parts.proof(position).unwrap());
    }
    assert!(whole.reader.path("tile/0/001").exists());
    assert!(whole.reader.path("tile/entries/002.p/88").exists());
    assert!(whole.reader.path("tile/1/000.p/2").exists());
    assert!(!parts.reader.path("tile/0/000.p").exists());
}

#[test]
fn what_was_interrupted_is_completed() {
    let (folder, log) = new();
    for n in 0..3 {
        append(&log, n);
    }
    let head = log.checkpoint().unwrap();
    // Killed after the entry was written, and the copy of the head torn when the power failed.
    let leaf = Leaf { record: Digest::of(b"x"), kind: KIND.to_owned(), logged: moment(3) };
    std::fs::write(folder.path().join("log/leaf/003"), leaf.to_string()).unwrap();
    std::fs::write(folder.path().join("log/checkpoint"), "").unwrap();
    std::fs::write(folder.path().join("log/tile/0/000.p/3"), "").unwrap();
    std::fs::write(folder.path().join("log/leaf/.new-1-2"), "half").unwrap();
    let log = Log::open(folder.path()).unwrap();
    assert_eq!(log.complete(&key()).unwrap(), 4);
    let path = log.consistency(3, 4).unwrap();
    let now = log.checkpoint().unwrap().head;
    assert!(extends(&path, 3, &head.head.root, 4, &now.root));
}

#[test]
fn nothing_is_signed_on_top_of_damage() {
    let (folder, log) = new();
    for n in 0..5 {
        append(&log, n);
    }
    let entry = folder.path().join("log/leaf/002");
    let kept = std::fs::read(&entry).unwrap();
    for damaged in [kept.iter().rev().copied().collect(), Vec::new()] {
        std::fs::write(&entry, damaged).unwrap();
        assert!(matches!(log.complete(&key()), Err(Error::Damaged(..))));
    }
    // A lost file comes back from the bundle, whose root was signed; if that is lost too, nothing is signed.
    std::fs::remove_file(&entry).unwrap();
    assert_eq!(log.complete(&key()).unwrap(), 5);
    assert_eq!(std::fs::read(&entry).unwrap(), kept);
    std::fs::remove_file(&entry).unwrap();
    std::fs::remove_file(folder.path().join("log/tile/entries/000.p/5")).unwrap();
    assert!(matches!(log.complete(&key()), Err(Error::Damaged(..))));
    assert_eq!(log.checkpoint().unwrap().head.size, 5);
}

#[test]
fn refusals_say_why() {
    let (folder, log) = new();
    assert!(matches!(Log::create(folder.path(), "other", &key()), Err(Error::LogExists(_))));
    assert!(matches!(Log::open(&folder.path().join("inbox")), Err(Error::NoLog(_))));
    assert!(matches!(Log::create(&folder.path().join("x"), "a b", &key()), Err(Error::Unfit(_))));
    append(&log, 1000);
    let again = Submission { record: &record(1000), attachments: &[], kind: KIND };
    assert!(matches!(
        log.append(&key(), &again, moment(1000)),
        Err(Error::AlreadyLogged { position: 0, .. })
    ));
    let other = Submission { record: b"other", attachments: &[b"pdf"], kind: KIND };
    assert!(matches!(log.append(&key(), &other, moment(0)), Err(Error::ClockWentBack { .. })));
    // The clocks of two machines may differ a little; the time of the log never goes back.
    assert_eq!(log.append(&key(), &other, moment(990)).unwrap().at, moment(1000));
    let stranger = PrivateKey::from_seed(&[9; 32]);
    assert!(matches!(log.append(&stranger, &other, moment(2000)), Err(Error::WrongKey(_))));
    let large = vec![0; 1024 * 1024 + 1];
    let large = Submission { record: &large, attachments: &[], kind: KIND };
    assert!(matches!(log.append(&key(), &large, moment(2000)), Err(Error::TooLarge(_))));
    let odd = Submission { record: b"odd", attachments: &[], kind: "no uri" };
    assert!(matches!(log.append(&key(), &odd, moment(2000)), Err(Error::Unfit(_))));
    let _held = log.files.lock().unwrap();
    let hurried = log.with_patience(Duration::from_millis(20));
    let last = Submission { record: b"last", attachments: &[], kind: KIND };
    assert!(matches!(hurried.append(&key(), &last, moment(2000)), Err(Error::Busy(..))));
}
