//! Twelve writers at once, as threads and as processes, with a lock that works and with one that does nothing.

use crate::support;

use fugi::diagnostic::Severity;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::disk::Calls;
use fugi::evidence::store::{Disk, Guard, Memory, Store};
use fugi::evidence::verify::log::Trust;
use std::io;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use support::evidence::{Evidence, Hasty, log_key, moment, record};
use support::faults::Over;

const WRITERS: u64 = 12;
const EACH: u64 = 3;
const KIND: &str = "https://fugi.example/receipt/v1";

/// A file system whose locks do nothing, as on some network shares.
#[derive(Debug)]
struct Lockless;

impl Calls for Lockless {
    fn sync(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
    fn lock(&self, _: &Path, _: Duration) -> io::Result<Guard> {
        Ok(Guard::none())
    }
}

fn disk(root: &Path, locks: bool) -> Arc<dyn Store> {
    let calls: Arc<dyn Calls> = if locks { Arc::new(Hasty) } else { Arc::new(Lockless) };
    Arc::new(Disk::with_calls(root, calls))
}

fn write(store: Arc<dyn Store>, writer: u64) {
    let log = Log::open_in(store).unwrap();
    for n in 0..EACH {
        let record = record(100 * writer + n, serde_json::json!({}), &[]);
        let submission = Submission { record: record.as_bytes(), attachments: &[], kind: KIND };
        log.append(&log_key(), &submission, moment(0)).unwrap();
    }
}

/// Every record is in the log once, the heads are one history, and the folder verifies.
fn whole(store: &Arc<dyn Store>) {
    let log = Log::open_in(store.clone()).unwrap();
    assert_eq!(log.complete(&log_key()).unwrap(), WRITERS * EACH);
    let mut records: Vec<_> = log.entries().unwrap().map(|entry| entry.unwrap().1.record).collect();
    records.sort_unstable();
    records.dedup();
    assert_eq!(records.len() as u64, WRITERS * EACH);
    let (report, problems) = support::evidence::verify_in(&**store, Trust::Folder, &[]);
    let wrong: Vec<_> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(report.whole, WRITERS * EACH);
}

fn threads(store: &Arc<dyn Store>) {
    std::thread::scope(|scope| {
        for writer in 0..WRITERS {
            scope.spawn({
                let store = store.clone();
                move || write(store, writer)
            });
        }
    });
    whole(store);
}

fn processes(locks: bool) {
    let evidence = Evidence::new();
    let children: Vec<_> = (0..WRITERS)
        .map(|writer| {
            Command::new(std::env::current_exe().unwrap())
                .args(["--ignored", "--exact", "evidence_writers::one_writer", "--nocapture"])
                .env("FUGI_TEST_WRITER", format!("{writer} {locks} {}", evidence.root().display()))
                .stdout(std::process::Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for mut child in children {
        assert!(child.wait().unwrap().success());
    }
    whole(&disk(&evidence.root(), locks));
}

#[test]
#[ignore = "one of twelve processes; the tests below start it"]
fn one_writer() {
    let told = std::env::vars_os().find(|(name, _)| name == "FUGI_TEST_WRITER");
    // Started by hand with `--ignored`: there is nothing to write to.
    let Some((_, told)) = told else { return };
    let told = told.into_string().unwrap();
    let parts: Vec<&str> = told.splitn(3, ' ').collect();
    write(disk(Path::new(parts[2]), parts[1] == "true"), parts[0].parse().unwrap());
}

#[test]
fn twelve_threads_with_a_lock() {
    let evidence = Evidence::new();
    threads(&disk(&evidence.root(), true));
}

#[test]
fn twelve_threads_without_a_lock() {
    let evidence = Evidence::new();
    threads(&disk(&evidence.root(), false));
}

#[test]
fn twelve_processes_with_a_lock() {
    processes(true);
}

#[test]
fn twelve_processes_without_a_lock() {
    processes(false);
}

fn memory() -> Arc<dyn Store> {
    let memory: Arc<dyn Store> = Arc::new(Memory::new());
    Log::create_in(memory.clone(), support::evidence::ORIGIN, &log_key()).unwrap();
    memory
}

#[test]
fn twelve_threads_in_memory_with_a_lock() {
    threads(&memory());
}

#[test]
fn twelve_threads_in_memory_without_a_lock() {
    let unlocked: Arc<dyn Store> = Over::without_locks(memory());
    threads(&unlocked);
}
