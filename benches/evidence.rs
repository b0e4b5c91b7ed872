//! The evidence, beside the arithmetic that nobody can do without. `cargo bench --bench evidence --no-default-features --features cli` prints, in one run:
//!
//! 1. the strict Ed25519 arithmetic alone over the records of a log, on one and two threads, and full verification of
//!    the folder (files, digests, tree, heads, one signature a record) on one and two threads: at most 1.25 times the
//!    arithmetic, and two threads at least 1.8 times one;
//! 2. SHA-256 alone over the same files, and verification against a head that is trusted already: at most 3 times;
//! 3. a `.tlog-proof` checked by a cold process: at most 10 ms;
//! 4. one append: time, and the calls that wait for the disk: at most 6.
//!
//! `cargo bench --bench evidence --no-default-features --features cli -- records 1000000 DIR` makes a log of so many records in DIR
//! (once), verifies it on two threads, and prints time and peak memory.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a benchmark prints its figures and fails by panicking"
)]

use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::{PrivateKey, PublicKey};
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE, pre_authentication_encoding};
use fugi::evidence::format::moment::Moment;
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::policy::Policy;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::disk::{Calls, Plain};
use fugi::evidence::store::{Disk, Name};
use fugi::evidence::verify::log::{self, Content, Entry, Event, Options, RecordVerdict, Report, Trust};
use rayon::prelude::*;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};
use std::{env, fs};

const ORIGIN: &str = "mihon.example/bench";
const KIND: &str = "https://fugi.example/erasure-report/v1";

/// How many records are logged under one head.
const BATCH: u64 = 1000;

/// The file system; waiting for the disk is counted, and not done where a log is only made to be read.
#[derive(Debug, Default)]
struct Counting {
    waits: AtomicU64,
    hasty: bool,
}

impl Calls for Counting {
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.waits.fetch_add(1, Ordering::Relaxed);
        if self.hasty { Ok(()) } else { Plain.sync(path) }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.waits.fetch_add(1, Ordering::Relaxed);
        if self.hasty { Ok(()) } else { Plain.sync_folder(path) }
    }
}

fn log_key() -> PrivateKey {
    PrivateKey::from_seed(&[1; 32])
}

fn signer() -> PrivateKey {
    PrivateKey::from_seed(&[3; 32])
}

/// A statement of about 2 KB, as an erasure report is, in its envelope.
fn record(n: u64) -> Vec<u8> {
    let filler = "消去の方法と確認の結果をここに記す。".repeat(22);
    let payload = format!(
        "{{\n  \"_type\": \"https://in-toto.io/Statement/v1\",\n  \"subject\": [],\n  \"predicateType\": \"{KIND}\",\n  \"predicate\": {{ \"log\": \"{ORIGIN}\", \"recordId\": \"{n:032x}\", \"method\": \"{filler}\" }}\n}}\n"
    );
    Envelope::sign(STATEMENT_TYPE, payload.into_bytes(), &[&signer()]).to_json().into_bytes()
}

/// Makes a log of so many records, unless it is there.
fn make(root: &Path, records: u64) {
    if Log::open(root).is_ok_and(|log| log.checkpoint().is_ok_and(|head| head.head.size == records)) {
        return;
    }
    let storage = Arc::new(Counting { hasty: true, ..Counting::default() });
    let log = Log::create_in(Arc::new(Disk::with_calls(root, storage)), ORIGIN, &log_key()).unwrap();
    let mut first = 0;
    while first < records {
        let until = (first + BATCH).min(records);
        let batch: Vec<Vec<u8>> = (first..until).into_par_iter().map(record).collect();
        let submissions: Vec<Submission<'_>> =
            batch.iter().map(|record| Submission { record, attachments: &[], kind: KIND }).collect();
        log.append_all(&log_key(), &submissions, Moment::from_seconds(1_775_001_600).unwrap()).unwrap();
        first = until;
    }
    log.pack(&log_key(), Moment::from_seconds(1_775_001_600).unwrap()).unwrap();
}

fn policy() -> Policy {
    Policy::parse(format!("log {}\nquorum none\n", VerifierKey::log(ORIGIN, log_key().public())).as_bytes())
        .unwrap()
}

/// Checks envelope and signature, as every record's check must at least.
fn check(key: &PublicKey, signatures: bool, content: Content<'_>) -> RecordVerdict<bool> {
    let mut verdict = RecordVerdict {
        origin: None,
        id: None,
        document: None,
        attachments: Vec::new(),
        disposes: Vec::new(),
        outcome: true,
    };
    let Content::Whole(bytes) = content else { return verdict };
    if signatures {
        let envelope = Envelope::parse(bytes).unwrap();
        verdict.outcome = envelope.signers([key]).len() == 1;
    }
    verdict
}

fn full(root: &Path, signatures: bool) -> Report {
    let policy = policy();
    let key = signer().public();
    let mut wrong = 0_u64;
    let report = log::verify(
        &Options {
            store: &Disk::new(root),
            trust: Trust::Policy(&policy),
            held: &[],
            now: Moment::from_seconds(1_775_001_600).unwrap(),
            latest: None,
            require_witness: None,
            revoked: &[],
        },
        &|_: &Entry, content: Content<'_>| check(&key, signatures, content),
        &mut |event| match event {
            Event::Record(_, good) => wrong += u64::from(!good),
            Event::Finding(finding) => panic!("{}", finding.message.en),
        },
    )
    .unwrap();
    assert_eq!((wrong, report.whole), (0, report.entries));
    report
}

/// The arithmetic alone: as many strict verifications as the folder has signatures, over messages of the same length.
fn arithmetic(messages: &[(Vec<u8>, [u8; 64])], key: &PublicKey) {
    let good = messages.par_iter().filter(|(message, signature)| key.verifies(message, signature)).count();
    assert_eq!(good, messages.len());
}

fn hashing(files: &[PathBuf]) {
    let all: usize =
        files.par_iter().map(|file| usize::from(Digest::of(&fs::read(file).unwrap()).bytes()[0])).sum();
    std::hint::black_box(all);
}

fn threads(count: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap()
}

/// Returns the time of the run that was least disturbed.
fn timed(runs: usize, mut run: impl FnMut()) -> Duration {
    run();
    let times = (0..runs).map(|_| {
        let begun = Instant::now();
        run();
        begun.elapsed()
    });
    times.min().unwrap_or_default()
}

fn seconds(time: Duration) -> f64 {
    time.as_secs_f64()
}

fn limit(name: &str, value: f64, limit: f64, at_most: bool) {
    let good = if at_most { value <= limit } else { value >= limit };
    let (bound, mark) = (if at_most { "at most" } else { "at least" }, if good { "" } else { "  MISSED" });
    println!("  {name}: {value:.2} ({bound} {limit}){mark}");
}

fn main() {
    let arguments: Vec<String> = env::args().filter(|argument| argument != "--bench").skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["records", count, folder] => many(count.parse().unwrap(), Path::new(folder)),
        ["verify", folder] => {
            let begun = Instant::now();
            let report = full(Path::new(folder), true);
            println!("{} records verified in {:.1} s", report.entries, seconds(begun.elapsed()));
        }
        _ => figures(),
    }
}

/// Verifies a large log in a process of its own and prints its peak memory.
fn many(count: u64, folder: &Path) {
    make(folder, count);
    let begun = Instant::now();
    let mut child = Command::new(env::current_exe().unwrap())
        .args(["verify", &folder.to_string_lossy()])
        .env("RAYON_NUM_THREADS", "2")
        .spawn()
        .unwrap();
    let status = format!("/proc/{}/status", child.id());
    let mut peak = 0_u64;
    while child.try_wait().unwrap().is_none() {
        let text = fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        peak = line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(peak);
        std::thread::sleep(Duration::from_millis(5));
    }
    println!("{count} records, two threads: {:.1} s, peak {} KB", seconds(begun.elapsed()), peak);
}

fn figures() {
    const RECORDS: u64 = 10_000;
    let folder = env::temp_dir().join(format!("fugi-bench-evidence-{}", std::process::id()));
    let root = folder.join("evidence");
    fs::create_dir_all(&folder).unwrap();
    make(&root, RECORDS);

    let key = signer().public();
    let log = Log::open(&root).unwrap();
    let files: Vec<PathBuf> = log
        .entries()
        .unwrap()
        .map(|entry| root.join(Name::Record(entry.unwrap().1.record).to_string()))
        .collect();
    let bytes: u64 = files.iter().map(|file| fs::metadata(file).unwrap().len()).sum();
    let heads = fs::read_dir(root.join("log/checkpoints")).unwrap().count();
    let messages: Vec<(Vec<u8>, [u8; 64])> = files
        .iter()
        .map(|file| {
            let envelope = Envelope::parse(&fs::read(file).unwrap()).unwrap();
            let message = pre_authentication_encoding(STATEMENT_TYPE, &envelope.payload);
            let signature = signer().sign(&message);
            (message, signature)
        })
        .collect();
    println!("{RECORDS} records of {} bytes, {heads} heads", bytes / RECORDS);
    let [one, two] = [1, 2].map(threads);
    let raw = [&one, &two].map(|pool| timed(9, || pool.install(|| arithmetic(&messages, &key))));
    let whole = [&one, &two].map(|pool| timed(9, || drop(pool.install(|| full(&root, true)))));
    for (name, times) in [("strict Ed25519 alone", raw), ("full verification", whole)] {
        println!("{name}: one thread {:.3} s, two threads {:.3} s", seconds(times[0]), seconds(times[1]));
    }
    limit("full verification / arithmetic, one thread", seconds(whole[0]) / seconds(raw[0]), 1.25, true);
    limit("full verification / arithmetic, two threads", seconds(whole[1]) / seconds(raw[1]), 1.25, true);
    limit("two threads / one", seconds(whole[0]) / seconds(whole[1]), 1.8, false);
    limit("the same of the arithmetic alone", seconds(raw[0]) / seconds(raw[1]), 1.8, false);

    let hashed = [&one, &two].map(|pool| timed(9, || pool.install(|| hashing(&files))));
    let again = [&one, &two].map(|pool| timed(9, || drop(pool.install(|| full(&root, false)))));
    for (name, times) in [("SHA-256 over the same files", hashed), ("against a trusted head", again)] {
        println!("{name}: one thread {:.3} s, two threads {:.3} s", seconds(times[0]), seconds(times[1]));
    }
    limit("against a trusted head / SHA-256, one thread", seconds(again[0]) / seconds(hashed[0]), 3.0, true);

    let proof = folder.join("uketori.tlog-proof");
    fs::write(&proof, log.proof(RECORDS / 3).unwrap().to_string()).unwrap();
    fs::write(folder.join("uketori.entry"), log.entry(RECORDS / 3).unwrap().to_string()).unwrap();
    let key = VerifierKey::log(ORIGIN, log_key().public());
    fs::write(folder.join("trust.txt"), format!("log {key}\nquorum none\n")).unwrap();
    let cold = timed(21, || {
        let status = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args([
                "log",
                "proof",
                "--check",
                "uketori.tlog-proof",
                "--entry",
                "uketori.entry",
                "--trust",
                "trust.txt",
            ])
            .current_dir(&folder)
            .stdout(Stdio::null())
            .status()
            .unwrap();
        assert!(status.success());
    });
    limit("a proof checked by a cold process, ms", seconds(cold) * 1e3, 10.0, true);

    let counting = Arc::new(Counting::default());
    let log = Log::open_in(Arc::new(Disk::with_calls(&root, counting.clone()))).unwrap();
    let mut most = 0;
    let mut n = RECORDS;
    let append = timed(10, || {
        let before = counting.waits.load(Ordering::Relaxed);
        let record = record(n);
        n += 1;
        let submission = Submission { record: &record, attachments: &[], kind: KIND };
        log.append(&log_key(), &submission, Moment::from_seconds(1_775_001_600).unwrap()).unwrap();
        most = most.max(counting.waits.load(Ordering::Relaxed) - before);
    });
    println!("one append to {RECORDS} records: {:.1} ms", seconds(append) * 1e3);
    limit("calls that wait for the disk", most as f64, 6.0, true);
    fs::remove_dir_all(&folder).unwrap();
}
