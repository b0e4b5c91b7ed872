//! A file system of which one call fails, and what must hold afterwards.
#![allow(dead_code, reason = "each test uses a part of it")]

use super::evidence::{Evidence, Hasty, log_key, moment, record, verify};
use fugi::diagnostic::Severity;
use fugi::evidence::error::Error;
use fugi::evidence::format::checkpoint::{Checkpoint, Head};
use fugi::evidence::format::proof::extends;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::storage::Storage;
use fugi::evidence::verify::log::Trust;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

pub(crate) const KIND: &str = "https://fugi.example/receipt/v1";

/// Every call is tried where `FUGI_THOROUGH` is set (`.ci/proof/evidence_log.sh` does), else every so many.
pub(crate) fn stride(usual: usize) -> usize {
    if std::env::vars_os().any(|(name, _)| name == "FUGI_THOROUGH") { 1 } else { usual }
}

/// One call that changes files.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    Create(PathBuf, Vec<u8>),
    Sync(PathBuf),
    SyncFolder(PathBuf),
    Link(PathBuf, PathBuf),
    Rename(PathBuf, PathBuf),
    Remove(PathBuf),
    RemoveFolder(PathBuf),
    MakeFolder(PathBuf),
}

impl Call {
    pub(crate) fn run(&self) -> io::Result<()> {
        match self {
            Self::Create(path, bytes) => Hasty.create(path, bytes),
            Self::Sync(path) => Hasty.sync(path),
            Self::SyncFolder(path) => Hasty.sync_folder(path),
            Self::Link(from, to) => Hasty.link(from, to),
            Self::Rename(from, to) => Hasty.rename(from, to),
            Self::Remove(path) => Hasty.remove(path),
            Self::RemoveFolder(path) => Hasty.remove_folder(path),
            Self::MakeFolder(path) => Hasty.make_folder(path),
        }
    }
}

/// What happens at the call that is chosen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Fault {
    /// The call fails; what follows works.
    Error(io::ErrorKind),
    /// Half of the bytes are written, then the call fails.
    Short,
    /// The process is gone: neither this call nor any later one happens.
    Kill,
}

/// Counts calls and lets one of them fail.
#[derive(Debug)]
pub(crate) struct Faulty {
    pub(crate) at: usize,
    pub(crate) fault: Fault,
    pub(crate) done: Mutex<Vec<Call>>,
}

impl Faulty {
    pub(crate) fn new(at: usize, fault: Fault) -> Arc<Self> {
        Arc::new(Self { at, fault, done: Mutex::new(Vec::new()) })
    }

    fn step(&self, call: Call) -> io::Result<()> {
        let mut done = self.done.lock().unwrap();
        let number = done.len();
        if number > self.at && self.fault == Fault::Kill {
            return Err(io::ErrorKind::Other.into());
        }
        done.push(call.clone());
        drop(done);
        if number != self.at {
            return call.run();
        }
        match (self.fault, call) {
            (Fault::Error(kind), _) => Err(kind.into()),
            (Fault::Kill, _) => Err(io::ErrorKind::Other.into()),
            (Fault::Short, Call::Create(path, bytes)) => {
                Hasty.create(&path, &bytes[..bytes.len() / 2])?;
                Err(io::ErrorKind::StorageFull.into())
            }
            (Fault::Short, call) => call.run(),
        }
    }
}

impl Storage for Faulty {
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(Call::Create(path.to_owned(), bytes.to_vec()))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(Call::Sync(path.to_owned()))
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::SyncFolder(path.to_owned()))
    }
    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Call::Link(from.to_owned(), to.to_owned()))
    }
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Call::Rename(from.to_owned(), to.to_owned()))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(Call::Remove(path.to_owned()))
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::RemoveFolder(path.to_owned()))
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::MakeFolder(path.to_owned()))
    }
}

pub(crate) fn add(log: &Log, n: u64) -> Result<u64, Error> {
    let photo = format!("photo {n}");
    let attachments: &[&[u8]] = &[photo.as_bytes()];
    let record = record(n, serde_json::json!({}), attachments);
    let submission = Submission { record: record.as_bytes(), attachments, kind: KIND };
    log.append(&log_key(), &submission, moment(600 + n)).map(|logged| logged.position)
}

/// What the next command must find and mend: the record of the interrupted one may be logged or not, whatever was
/// logged before is there, the head extends the earlier one, and the folder verifies.
pub(crate) fn recovers(evidence: &Evidence, n: u64, acknowledged: bool, case: &str) {
    let before = largest_head(evidence);
    let log =
        Log::open_on(Arc::new(Hasty), &evidence.root()).unwrap_or_else(|error| panic!("{case}: {error}"));
    let again = add(&log, n);
    match again {
        Ok(_) => assert!(!acknowledged, "{case}: an acknowledged record was lost"),
        Err(Error::AlreadyLogged { .. }) => {}
        Err(error) => panic!("{case}: {error}"),
    }
    add(&log, n + 1).unwrap_or_else(|error| panic!("{case}: {error}"));
    let (report, problems) = verify(&evidence.root(), Trust::Folder, &[]);
    let wrong: Vec<_> = problems.iter().filter(|one| one.kind.severity() == Severity::Error).collect();
    assert!(wrong.is_empty(), "{case}: {wrong:#?}");
    let head = report.head.unwrap();
    let path = log.consistency(before.size, head.size).unwrap();
    assert!(
        extends(&path, before.size, &before.root, head.size, &head.root),
        "{case}: two histories were signed"
    );
}

/// The largest head that anybody could have seen.
fn largest_head(evidence: &Evidence) -> Head {
    let folder = evidence.path("log/checkpoints");
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut sizes: Vec<u64> = names.filter_map(|name| name.to_string_lossy().parse().ok()).collect();
    sizes.sort_unstable();
    let read = |size: &u64| Checkpoint::parse(&evidence.read(&format!("log/checkpoints/{size}"))).ok();
    sizes.iter().rev().find_map(read).unwrap().head
}
