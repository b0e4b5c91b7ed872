//! A file system of which one call fails, and what must hold afterwards.
#![allow(dead_code, reason = "each test uses a part of it")]

use super::evidence::{Evidence, Hasty, log_key, moment, record};
use fugi::diagnostic::Severity;
use fugi::evidence::error::Error;
use fugi::evidence::format::checkpoint::{Checkpoint, Head};
use fugi::evidence::format::proof::extends;
use fugi::evidence::log::{Log, Submission};
use fugi::evidence::store::disk::Calls;
use fugi::evidence::store::{Durable, Guard, Listed, Name, Store};
use fugi::evidence::verify::log::Trust;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::{NamedTempFile, PersistError};

pub(crate) const KIND: &str = "https://fugi.example/receipt/v1";

/// Every call is tried where a run is thorough, else every so many.
pub(crate) fn stride(usual: usize) -> usize {
    if super::thorough() { 1 } else { usual }
}

/// One call that changes files.
#[derive(Clone, Debug)]
pub(crate) enum Call {
    /// Bytes under a name of its own, beside where they belong.
    Beside(PathBuf, Vec<u8>),
    Create(PathBuf, Vec<u8>),
    Sync(PathBuf),
    SyncFolder(PathBuf),
    /// From beside to its place; whether in place of what stands there.
    Publish(PathBuf, PathBuf, bool),
    RenameFolder(PathBuf, PathBuf),
    Remove(PathBuf),
    RemoveFolder(PathBuf),
    MakeFolder(PathBuf),
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

    /// Runs a call, lets it fail, or keeps it from happening.
    fn step(&self, call: Call, run: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        match self.next(call) {
            None => Err(io::ErrorKind::Other.into()),
            Some(None | Some(Fault::Short)) => run(),
            Some(Some(Fault::Error(kind))) => Err(kind.into()),
            Some(Some(Fault::Kill)) => Err(io::ErrorKind::Other.into()),
        }
    }

    /// Counts a call. Returns the fault that it meets, if any; nothing where the process is gone.
    fn next(&self, call: Call) -> Option<Option<Fault>> {
        let mut done = self.done.lock().unwrap();
        let number = done.len();
        if number > self.at && self.fault == Fault::Kill {
            return None;
        }
        done.push(call);
        Some((number == self.at).then_some(self.fault))
    }

    fn is_gone(&self) -> bool {
        self.fault == Fault::Kill && self.done.lock().unwrap().len() > self.at
    }
}

impl Calls for Faulty {
    fn beside(&self, path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
        if self.is_gone() {
            return Err(io::ErrorKind::Other.into());
        }
        // The name is known only once it is written.
        let fault = (self.done.lock().unwrap().len() == self.at).then_some(self.fault);
        let file = match fault {
            None => Hasty.beside(path, bytes)?,
            Some(_) => Hasty.beside(path, &bytes[..bytes.len() / 2])?,
        };
        self.next(Call::Beside(file.path().to_owned(), bytes.to_vec()));
        match fault {
            None => Ok(file),
            Some(Fault::Kill) => {
                // Nobody is left to remove it.
                file.keep().unwrap();
                Err(io::ErrorKind::Other.into())
            }
            Some(Fault::Short) => Err(io::ErrorKind::StorageFull.into()),
            Some(Fault::Error(kind)) => Err(kind.into()),
        }
    }
    fn publish(&self, file: NamedTempFile, path: &Path, replace: bool) -> Result<(), PersistError> {
        match self.next(Call::Publish(file.path().to_owned(), path.to_owned(), replace)) {
            Some(None | Some(Fault::Short)) => Hasty.publish(file, path, replace),
            Some(Some(Fault::Error(kind))) => Err(PersistError { error: kind.into(), file }),
            Some(Some(Fault::Kill)) | None => Err(PersistError { error: io::ErrorKind::Other.into(), file }),
        }
    }
    fn discard(&self, file: NamedTempFile) {
        let call = Call::Remove(file.path().to_owned());
        match self.next(call) {
            Some(None | Some(Fault::Short)) => drop(file),
            Some(Some(_)) | None => drop(file.keep().unwrap()),
        }
    }
    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.step(Call::Create(path.to_owned(), bytes.to_vec()), || Hasty.create(path, bytes))
    }
    fn sync(&self, path: &Path) -> io::Result<()> {
        self.step(Call::Sync(path.to_owned()), || Ok(()))
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::SyncFolder(path.to_owned()), || Ok(()))
    }
    fn rename_folder(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(Call::RenameFolder(from.to_owned(), to.to_owned()), || Hasty.rename_folder(from, to))
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        self.step(Call::Remove(path.to_owned()), || Hasty.remove(path))
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::RemoveFolder(path.to_owned()), || Hasty.remove_folder(path))
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(Call::MakeFolder(path.to_owned()), || Hasty.make_folder(path))
    }
}

/// A store over another one: its locks do nothing, or it is gone after so many changes.
#[derive(Debug)]
pub(crate) struct Over {
    store: Arc<dyn Store>,
    locks: bool,
    until: usize,
    changes: AtomicUsize,
}

impl Over {
    pub(crate) fn without_locks(store: Arc<dyn Store>) -> Arc<Self> {
        Arc::new(Self { store, locks: false, until: usize::MAX, changes: AtomicUsize::new(0) })
    }

    pub(crate) fn gone_after(store: Arc<dyn Store>, until: usize) -> Arc<Self> {
        Arc::new(Self { store, locks: true, until, changes: AtomicUsize::new(0) })
    }

    /// Whether it went before everything was done.
    pub(crate) fn went(&self) -> bool {
        self.changes.load(Ordering::Relaxed) > self.until
    }

    fn change<T>(&self, run: impl FnOnce(&dyn Store) -> io::Result<T>) -> io::Result<T> {
        if self.changes.fetch_add(1, Ordering::Relaxed) >= self.until {
            return Err(io::ErrorKind::Other.into());
        }
        run(&*self.store)
    }
}

impl Store for Over {
    fn place(&self, name: &Name) -> String {
        self.store.place(name)
    }
    fn whole(&self) -> String {
        self.store.whole()
    }
    fn open(&self, name: &Name) -> io::Result<Box<dyn io::Read + '_>> {
        self.store.open(name)
    }
    fn exists(&self, name: &Name) -> bool {
        self.store.exists(name)
    }
    fn list(&self, folder: &str, each: &mut dyn FnMut(&str, Listed)) -> io::Result<()> {
        self.store.list(folder, each)
    }
    fn create(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<bool> {
        self.change(|store| store.create(name, bytes, durable))
    }
    fn replace(&self, name: &Name, bytes: &[u8], durable: Durable) -> io::Result<()> {
        self.change(|store| store.replace(name, bytes, durable))
    }
    fn swap_head(&self, seen: Option<&[u8]>, bytes: &[u8], durable: Durable) -> io::Result<bool> {
        self.change(|store| store.swap_head(seen, bytes, durable))
    }
    fn settle(&self, name: &Name) -> io::Result<()> {
        self.change(|store| store.settle(name))
    }
    fn remove(&self, name: &Name) -> io::Result<()> {
        self.change(|store| store.remove(name))
    }
    fn remove_partials(&self, full: &Name) -> io::Result<()> {
        self.change(|store| store.remove_partials(full))
    }
    fn sweep(&self, before: u64) -> io::Result<u64> {
        self.change(|store| store.sweep(before))
    }
    fn prepare(&self) -> io::Result<()> {
        self.change(|store| store.prepare())
    }
    fn lock(&self, patience: Duration) -> io::Result<Guard> {
        if self.locks { self.store.lock(patience) } else { Ok(Guard::none()) }
    }
    fn stage(&self, name: &Name, bytes: &[u8]) -> io::Result<()> {
        self.change(|store| store.stage(name, bytes))
    }
    fn unstage(&self) -> io::Result<()> {
        self.change(|store| store.unstage())
    }
    fn exchange(&self) -> io::Result<()> {
        self.change(|store| store.exchange())
    }
    fn recover(&self) -> io::Result<()> {
        self.store.recover()
    }
}

pub(crate) fn add(log: &Log, n: u64) -> Result<u64, Error> {
    let photo = format!("photo {n}");
    let attachments: &[&[u8]] = &[photo.as_bytes()];
    let record = record(n, serde_json::json!({}), attachments);
    let submission = Submission { record: record.as_bytes(), attachments, kind: KIND };
    log.append(&log_key(), &submission, moment(600 + n)).map(|logged| logged.position)
}

/// What the next command must find and fix: the record of the interrupted one may be logged or not, whatever was
/// logged before is there, the head extends the earlier one, and the folder verifies.
pub(crate) fn recovers(evidence: &Evidence, n: u64, acknowledged: bool, case: &str) {
    let before = largest_head(evidence);
    let log = Log::open_in(evidence.store()).unwrap_or_else(|error| panic!("{case}: {error}"));
    let again = add(&log, n);
    match again {
        Ok(_) => assert!(!acknowledged, "{case}: an acknowledged record was lost"),
        Err(Error::AlreadyLogged { .. }) => {}
        Err(error) => panic!("{case}: {error}"),
    }
    add(&log, n + 1).unwrap_or_else(|error| panic!("{case}: {error}"));
    let (report, problems) = evidence.verify(Trust::Folder, &[]);
    let wrong: Vec<_> = problems.iter().filter(|one| one.severity == Severity::Error).collect();
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
    let sizes = evidence.store().heads().unwrap().into_iter().filter(|(_, cosigned)| !cosigned);
    let mut sizes: Vec<u64> = sizes.map(|(size, _)| size).collect();
    sizes.sort_unstable();
    let read = |size: &u64| Checkpoint::parse(&evidence.read(&format!("log/checkpoints/{size}"))).ok();
    sizes.iter().rev().find_map(read).unwrap().head
}
