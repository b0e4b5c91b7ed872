//! A writer that is killed, a disk that fails or is full, at every call that changes a file; and the power that goes
//! before anything unsynced is on the disk. The next command recovers, and what was acknowledged is there.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking"
)]

mod support;

use fugi::diagnostic::Severity;
use fugi::evidence::log::error::Error;
use fugi::evidence::log::proof::extends;
use fugi::evidence::log::storage::Storage;
use fugi::evidence::log::store::{Log, Submission};
use fugi::evidence::log::verify::Trust;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use support::evidence::{Evidence, Hasty, log_key, moment, policy, record};

const KIND: &str = "https://fugi.example/receipt/v1";

/// Every call is tried where `FUGI_THOROUGH` is set (`.ci/proof/evidence_log.sh` does), else every so many.
fn stride(usual: usize) -> usize {
    if std::env::vars_os().any(|(name, _)| name == "FUGI_THOROUGH") { 1 } else { usual }
}

/// One call that changes files.
#[derive(Clone, Debug)]
enum Call {
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
    fn run(&self) -> io::Result<()> {
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
enum Fault {
    /// The call fails; what follows works.
    Error(io::ErrorKind),
    /// Half of the bytes are written, then the call fails.
    Short,
    /// The process is gone: neither this call nor any later one happens.
    Kill,
}

/// Counts calls and lets one of them fail.
#[derive(Debug)]
struct Faulty {
    at: usize,
    fault: Fault,
    done: Mutex<Vec<Call>>,
}

impl Faulty {
    fn new(at: usize, fault: Fault) -> Arc<Self> {
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

fn add(log: &Log, n: u64) -> Result<u64, Error> {
    let photo = format!("photo {n}");
    let attachments: &[&[u8]] = &[photo.as_bytes()];
    let record = record(n, serde_json::json!({}), attachments);
    let submission = Submission { record: record.as_bytes(), attachments, kind: KIND };
    log.append(&log_key(), &submission, moment(600 + n)).map(|logged| logged.position)
}

/// What the next command must find and mend: the record of the interrupted one may be logged or not, whatever was
/// logged before is there, the head extends the earlier one, and the folder verifies.
fn recovers(evidence: &Evidence, n: u64, acknowledged: bool, case: &str) {
    let before = Evidence::new_head(evidence);
    let log =
        Log::open_on(Arc::new(Hasty), &evidence.root()).unwrap_or_else(|error| panic!("{case}: {error}"));
    let again = add(&log, n);
    match again {
        Ok(_) => assert!(!acknowledged, "{case}: an acknowledged record was lost"),
        Err(Error::AlreadyLogged { .. }) => {}
        Err(error) => panic!("{case}: {error}"),
    }
    add(&log, n + 1).unwrap_or_else(|error| panic!("{case}: {error}"));
    let (report, problems) = support::evidence::verify(&evidence.root(), Trust::Folder, &[]);
    let wrong: Vec<_> = problems.iter().filter(|one| one.kind.severity() == Severity::Error).collect();
    assert!(wrong.is_empty(), "{case}: {wrong:#?}");
    let head = report.head.unwrap();
    let path = log.consistency(before.size, head.size).unwrap();
    assert!(
        extends(&path, before.size, &before.root, head.size, &head.root),
        "{case}: two histories were signed"
    );
}

trait NewHead {
    fn new_head(evidence: &Evidence) -> fugi::evidence::log::checkpoint::Head;
}

impl NewHead for Evidence {
    /// The largest head that anybody could have seen.
    fn new_head(evidence: &Evidence) -> fugi::evidence::log::checkpoint::Head {
        let folder = evidence.path("log/checkpoints");
        let sizes = fs::read_dir(folder)
            .unwrap()
            .filter_map(|entry| entry.unwrap().file_name().to_string_lossy().parse::<u64>().ok());
        let mut sizes: Vec<u64> = sizes.collect();
        sizes.sort_unstable();
        let read = |size: &u64| {
            let bytes = evidence.read(&format!("log/checkpoints/{size}"));
            fugi::evidence::log::checkpoint::Checkpoint::parse(&bytes).ok()
        };
        sizes.iter().rev().find_map(read).unwrap().head
    }
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
            let log = Log::open_on(faulty.clone(), &evidence.root()).unwrap();
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
    let points = sweep(&base, 9, &FAULTS, 4, |log| add(log, 9).map(drop));
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
        let made = Log::create_on(faulty.clone(), &root, "mihon.example/log", &log_key());
        if faulty.done.lock().unwrap().len() <= at {
            made.unwrap();
            break;
        }
        // Either there is a log already, or it can be made now.
        match Log::create_on(Arc::new(Hasty), &root, "mihon.example/log", &log_key()) {
            Ok(log) => assert_eq!(add(&log, 0).unwrap(), 0),
            Err(Error::LogExists(_)) => assert_eq!(add(&Log::open(&root).unwrap(), 0).unwrap(), 0),
            Err(error) => panic!("call {at}: {error}"),
        }
    }
}

#[test]
fn taking_a_cosignature_is_interrupted_at_every_call() {
    use fugi::evidence::log::witness::Witness;
    let base = Evidence::new().with_five();
    let witness = Witness::open(&base.witness_folder(), "kansa.example/w");
    let request = base.log.request(0).unwrap().to_string();
    let key = support::evidence::witness_key();
    let answer = witness.cosign(request.as_bytes(), &policy(), &key, moment(600)).unwrap();
    let take = |log: &Log| log.accept(Path::new("kaito.txt"), answer.as_bytes(), &policy()).map(drop);
    for at in 0.. {
        let evidence = base.copy();
        let faulty = Faulty::new(at, Fault::Kill);
        let result = take(&Log::open_on(faulty.clone(), &evidence.root()).unwrap());
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
    Log::open_on(faulty.clone(), &base.copy().root()).unwrap().pack(&log_key(), moment(0)).unwrap();
    // 256 removals are alike: the first calls, the middle and the last.
    let calls = faulty.done.lock().unwrap().len();
    for at in (0..calls.min(6)).chain([calls / 2]).chain(calls - 3..calls).step_by(stride(3)) {
        let evidence = base.copy();
        let log = Log::open_on(Faulty::new(at, Fault::Kill), &evidence.root()).unwrap();
        let _ = log.pack(&log_key(), moment(0));
        recovers(&evidence, 9, false, &format!("pack, call {at}"));
        evidence.log.pack(&log_key(), moment(100)).unwrap();
        assert!(!evidence.path("log/leaf/000").exists());
    }
}

/// What a disk holds after the power failed.
#[derive(Clone, Copy, Debug)]
enum Survives {
    /// Only what was synced: names by their folder, bytes by their file.
    Synced,
    /// All names, but of the bytes only what was synced: the files are empty.
    Names,
}

/// A disk with a cache: what was called, and what of it is safe.
#[derive(Default)]
struct Model {
    bytes: Vec<(Vec<u8>, Vec<u8>)>,
    live: BTreeMap<PathBuf, usize>,
    safe: BTreeMap<PathBuf, usize>,
    live_folders: BTreeSet<PathBuf>,
    safe_folders: BTreeSet<PathBuf>,
}

impl Model {
    fn of(root: &Path) -> Self {
        let mut model = Self::default();
        for entry in walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok) {
            let path = entry.path().to_owned();
            if entry.file_type().is_dir() {
                model.live_folders.insert(path);
            } else {
                let bytes = fs::read(&path).unwrap();
                model.live.insert(path, model.bytes.len());
                model.bytes.push((bytes.clone(), bytes));
            }
        }
        model.safe = model.live.clone();
        model.safe_folders = model.live_folders.clone();
        model
    }

    fn call(&mut self, call: &Call) {
        match call {
            Call::Create(path, bytes) => {
                self.live.insert(path.clone(), self.bytes.len());
                self.bytes.push((bytes.clone(), Vec::new()));
            }
            Call::Sync(path) => {
                let (cached, safe) = &mut self.bytes[self.live[path]];
                safe.clone_from(cached);
            }
            Call::SyncFolder(folder) => {
                let inside = |path: &Path| path.parent() == Some(folder);
                self.safe.retain(|path, _| !inside(path));
                self.safe
                    .extend(self.live.iter().filter(|(path, _)| inside(path)).map(|(p, n)| (p.clone(), *n)));
                self.safe_folders.retain(|path| !inside(path));
                self.safe_folders.extend(self.live_folders.iter().filter(|path| inside(path)).cloned());
            }
            Call::Link(from, to) => {
                let file = self.live[from];
                self.live.entry(to.clone()).or_insert(file);
            }
            Call::Rename(from, to) => {
                let file = self.live.remove(from).unwrap();
                self.live.insert(to.clone(), file);
            }
            Call::Remove(path) => drop(self.live.remove(path)),
            Call::RemoveFolder(path) => {
                if !self.live.keys().any(|file| file.starts_with(path)) {
                    self.live_folders.remove(path);
                }
            }
            Call::MakeFolder(path) => drop(self.live_folders.insert(path.clone())),
        }
    }

    fn write(&self, from: &Path, to: &Path, survives: Survives) {
        let (names, folders) = match survives {
            Survives::Names => (&self.live, &self.live_folders),
            Survives::Synced => (&self.safe, &self.safe_folders),
        };
        let reached = |path: &Path| {
            path.ancestors()
                .skip(1)
                .take_while(|above| above.starts_with(from))
                .all(|above| folders.contains(above))
        };
        for folder in folders.iter().filter(|folder| reached(folder)) {
            fs::create_dir_all(to.join(folder.strip_prefix(from).unwrap())).unwrap();
        }
        for (path, file) in names.iter().filter(|(path, _)| reached(path)) {
            fs::write(to.join(path.strip_prefix(from).unwrap()), &self.bytes[*file].1).unwrap();
        }
    }
}

#[test]
fn the_power_fails_after_every_call() {
    let base = Evidence::new().with_five();
    let evidence = base.copy();
    let recorder = Faulty::new(usize::MAX, Fault::Kill);
    let mut model = Model::of(&evidence.root());
    let log = Log::open_on(recorder.clone(), &evidence.root()).unwrap();
    let mut acknowledged = Vec::new();
    for n in [9, 20] {
        add(&log, n).unwrap();
        acknowledged.push((recorder.done.lock().unwrap().len(), n));
    }
    let calls = recorder.done.lock().unwrap().clone();
    for (at, call) in (1..).zip(&calls) {
        model.call(call);
        if at % stride(4) != 0 && at != calls.len() {
            continue;
        }
        for survives in [Survives::Synced, Survives::Names] {
            let after = Evidence::new();
            fs::remove_dir_all(after.root()).unwrap();
            fs::create_dir_all(after.root()).unwrap();
            model.write(&evidence.root(), &after.root(), survives);
            let mut latest = 9;
            for (when, n) in &acknowledged {
                if *when <= at {
                    let log = Log::open_on(Arc::new(Hasty), &after.root()).unwrap();
                    let again = add(&log, *n);
                    let there = matches!(again, Err(Error::AlreadyLogged { .. }));
                    assert!(
                        there,
                        "{survives:?} after call {at}: {n} was acknowledged and is lost: {again:?}"
                    );
                    latest = *n + 1;
                }
            }
            recovers(&after, latest, false, &format!("{survives:?} after call {at}: {call:?}"));
        }
    }
}
