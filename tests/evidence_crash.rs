//! A writer that is killed, a disk that fails or is full, at every call that changes a file. The next command recovers,
//! and what was acknowledged is there.

use crate::support;

use fugi::evidence::error::Error;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::{Disk, Store};
use std::io;
use std::sync::Arc;
use support::evidence::{Evidence, Hasty, ORIGIN, log_key, moment, policy, record};
use support::faults::{Fault, Faulty, KIND, Over, add, recovers, stride};

/// The folder of the evidence, with system calls that fail.
fn on(evidence: &Evidence, faulty: Arc<Faulty>) -> Arc<dyn Store> {
    Arc::new(Disk::with_calls(&evidence.root(), faulty))
}

/// Runs something on copies of a folder, with a fault at each of its calls in turn.
fn sweep(
    base: &Evidence,
    n: u64,
    faults: &[Fault],
    usual: usize,
    what: impl Fn(&Log) -> Result<(), Error>,
) -> usize {
    let mut points = 0;
    for (first, fault) in (0..).zip(faults) {
        // Each fault begins at another call, so that together they still meet every one.
        for at in (first % stride(usual)..).step_by(stride(usual)) {
            let evidence = base.copy();
            let faulty = Faulty::new(at, *fault);
            let log = Log::open_in(on(&evidence, faulty.clone())).unwrap();
            let result = what(&log);
            let calls = faulty.done.lock().unwrap().len();
            if calls <= at {
                result.unwrap();
                break;
            }
            points += 1;
            let last = faulty.done.lock().unwrap()[at].clone();
            recovers(&evidence, n, result.is_ok(), &format!("{fault:?} at call {at}: {last:?}"));
        }
    }
    points
}

const FAULTS: [Fault; 4] =
    [Fault::Kill, Fault::Error(io::ErrorKind::Other), Fault::Error(io::ErrorKind::StorageFull), Fault::Short];

#[test]
fn an_append_is_interrupted_at_every_call() {
    let base = Evidence::new().with_five();
    let points = sweep(&base, 9, &FAULTS, 3, |log| add(log, 9).map(drop));
    assert!(points > 30, "{points}");
}

#[test]
fn an_append_that_fills_a_bundle_is_interrupted_at_every_call() {
    let base = Evidence::new();
    let records: Vec<String> = (1000..1255).map(|n| record(n, serde_json::json!({}), &[])).collect();
    let submissions: Vec<_> = records
        .iter()
        .map(|record| Submission { record: record.as_bytes(), attachments: &[], kind: KIND })
        .collect();
    base.log.append_all(&log_key(), &submissions, moment(0)).unwrap();
    sweep(&base, 9, &[Fault::Kill], 12, |log| add(log, 9).map(drop));
}

#[test]
fn making_a_log_is_interrupted_at_every_call() {
    for at in 0.. {
        let folder = tempfile::TempDir::new().unwrap();
        let root = folder.path().join("evidence");
        let faulty = Faulty::new(at, Fault::Kill);
        let made = Log::create_in(
            Arc::new(Disk::with_calls(&root, faulty.clone())),
            "mihon.example/log",
            &log_key(),
        );
        if faulty.done.lock().unwrap().len() <= at {
            made.unwrap();
            break;
        }
        // Either there is a log already, or it can be made now.
        match Log::create_in(
            Arc::new(Disk::with_calls(&root, Arc::new(Hasty))),
            "mihon.example/log",
            &log_key(),
        ) {
            Ok(log) => assert_eq!(add(&log, 0).unwrap(), 0),
            Err(Error::LogExists(_)) => assert_eq!(add(&Log::open(&root).unwrap(), 0).unwrap(), 0),
            Err(error) => panic!("call {at}: {error}"),
        }
    }
}

#[test]
fn taking_a_cosignature_is_interrupted_at_every_call() {
    let base = Evidence::new().with_five();
    let witness = base.the_witness().beginning_with(ORIGIN);
    let request = base.log.request(0).unwrap().to_string();
    let key = support::evidence::witness_key();
    let answer = witness.cosign(request.as_bytes(), &policy(), &key, moment(600)).unwrap();
    let take = |log: &Log| log.accept("kaito.txt", answer.as_bytes(), &policy()).map(drop);
    for at in 0.. {
        let evidence = base.copy();
        let faulty = Faulty::new(at, Fault::Kill);
        let result = take(&Log::open_in(on(&evidence, faulty.clone())).unwrap());
        if faulty.done.lock().unwrap().len() <= at {
            result.unwrap();
            break;
        }
        take(&evidence.log).unwrap();
        assert_eq!(evidence.audited(), [], "call {at}");
    }
}

#[test]
fn packing_is_interrupted_at_every_call() {
    let base = Evidence::new();
    let records: Vec<String> = (1000..1257).map(|n| record(n, serde_json::json!({}), &[])).collect();
    let submissions: Vec<_> = records
        .iter()
        .map(|record| Submission { record: record.as_bytes(), attachments: &[], kind: KIND })
        .collect();
    base.log.append_all(&log_key(), &submissions, moment(0)).unwrap();
    let faulty = Faulty::new(usize::MAX, Fault::Kill);
    Log::open_in(on(&base.copy(), faulty.clone())).unwrap().pack(&log_key(), moment(0)).unwrap();
    // 256 removals are alike: the first calls, the middle and the last.
    let calls = faulty.done.lock().unwrap().len();
    for at in (0..calls.min(6)).chain([calls / 2]).chain(calls - 3..calls).step_by(stride(3)) {
        let evidence = base.copy();
        let log = Log::open_in(on(&evidence, Faulty::new(at, Fault::Kill))).unwrap();
        let _ = log.pack(&log_key(), moment(0));
        recovers(&evidence, 9, false, &format!("pack, call {at}"));
        evidence.log.pack(&log_key(), moment(100)).unwrap();
        assert!(!evidence.path("log/leaf/000").exists());
    }
}

/// A store that is gone after any change it was asked for, on the disk and in memory.
#[test]
fn the_store_is_gone_after_every_change() {
    let base = Evidence::new().with_five();
    for until in (0..).step_by(stride(2)) {
        let evidence = base.copy();
        let over = Over::gone_after(evidence.store(), until);
        let result = Log::open_in(over.clone()).and_then(|log| add(&log, 9));
        recovers(&evidence, 9, result.is_ok(), &format!("gone after {until} changes"));
        if !over.went() {
            result.unwrap();
            assert!(until > 5, "{until}");
            break;
        }
    }
}

#[test]
fn the_store_in_memory_is_gone_after_every_change() {
    support::evidence::in_memory(the_store_is_gone_after_every_change);
}
