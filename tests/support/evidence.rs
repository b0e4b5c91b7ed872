//! A small evidence folder, and a check of records that knows only what the log asks of it.
#![allow(dead_code, reason = "each test uses a part of it")]

use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::moment::{Moment, Retention};
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::policy::Policy;
use fugi::evidence::log::witness::Witness;
use fugi::evidence::log::{Log, Logged, Submission};
use fugi::evidence::store::disk::Calls;
use fugi::evidence::store::{Disk, Memory, Name, Store};
use fugi::evidence::verify::finding::Finding;
use fugi::evidence::verify::log::{
    self, Content, Entry, Event, HeldHead, Options, RecordVerdict, Report, Trust,
};
use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;

/// The name of the log.
pub(crate) const ORIGIN: &str = "mihon.example/log";

/// The file system, without waiting for the disk.
#[derive(Debug)]
pub(crate) struct Hasty;

impl Calls for Hasty {
    fn sync(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }
}

/// The key of the log.
pub(crate) fn log_key() -> PrivateKey {
    PrivateKey::from_seed(&[1; 32])
}

/// The key of the witness.
pub(crate) fn witness_key() -> PrivateKey {
    PrivateKey::from_seed(&[2; 32])
}

/// Some seconds after 2026-04-01 09:00 in Japan.
pub(crate) fn moment(seconds: u64) -> Moment {
    Moment::from_seconds(1_775_001_600 + seconds).unwrap()
}

/// The policy of an auditor: the log's key, and the witness must have cosigned.
pub(crate) fn policy() -> Policy {
    let log = VerifierKey::log(ORIGIN, log_key().public());
    let witness = VerifierKey::witness("kansa.example/w", witness_key().public());
    Policy::parse(format!("log {log}\nwitness 監査 {witness}\nquorum 監査\n").as_bytes()).unwrap()
}

thread_local! {
    /// Whether this test keeps its evidence in memory.
    static IN_MEMORY: Cell<bool> = const { Cell::new(false) };
}

/// Runs a test on evidence that is kept in memory and never on the disk.
pub(crate) fn in_memory(test: fn()) {
    IN_MEMORY.set(true);
    test();
    IN_MEMORY.set(false);
}

/// Runs tests, which run on the disk, in memory too; one that is left out fails.
macro_rules! in_memory_too {
    ($file:literal: $($test:ident),* $(,)?) => {
        mod in_memory {
            $(#[test]
            fn $test() {
                crate::support::evidence::in_memory(super::$test);
            })*

            #[test]
            fn nothing_is_left_out() {
                let text = include_str!($file);
                let all = text.matches("\n#[test]\nfn ").count();
                assert_eq!(all, [$(stringify!($test)),*].len(), "a test of {} runs on the disk only", $file);
            }
        }
    };
}
pub(crate) use in_memory_too;

/// Where the evidence of a test is kept.
#[derive(Clone)]
pub(crate) enum Kept {
    Disk(Arc<TempDir>),
    Memory(Memory, Memory),
}

impl Kept {
    pub(crate) fn new() -> Self {
        if IN_MEMORY.get() {
            Self::Memory(Memory::new(), Memory::new())
        } else {
            Self::Disk(Arc::new(TempDir::new().unwrap()))
        }
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        match self {
            Self::Disk(folder) => {
                Arc::new(Disk::with_calls(&folder.path().join("evidence"), Arc::new(Hasty)))
            }
            Self::Memory(memory, _) => Arc::new(memory.clone()),
        }
    }

    fn witness(&self) -> Arc<dyn Store> {
        match self {
            Self::Disk(folder) => Arc::new(Disk::new(&folder.path().join("witness"))),
            Self::Memory(_, memory) => Arc::new(memory.clone()),
        }
    }
}

/// Evidence that is thrown away after the test.
pub(crate) struct Evidence {
    kept: Kept,
    pub(crate) log: Log,
}

impl Evidence {
    pub(crate) fn new() -> Self {
        Self::signed_by(&log_key())
    }

    pub(crate) fn signed_by(key: &PrivateKey) -> Self {
        let kept = Kept::new();
        let log = Log::create_in(kept.store(), ORIGIN, key).unwrap();
        Self { kept, log }
    }

    pub(crate) fn store(&self) -> Arc<dyn Store> {
        self.kept.store()
    }

    pub(crate) fn open(&self) -> Log {
        Log::open_in(self.store()).unwrap()
    }

    /// The folder, of evidence on the disk.
    pub(crate) fn root(&self) -> PathBuf {
        match &self.kept {
            Kept::Disk(folder) => folder.path().join("evidence"),
            Kept::Memory(..) => panic!("there is no folder in memory"),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    /// The witness, who keeps what was seen elsewhere.
    pub(crate) fn the_witness(&self) -> Witness {
        Witness::in_store(self.kept.witness(), "kansa.example/w")
    }

    /// Logs a record with these fields, `n` minutes after the beginning.
    pub(crate) fn add(&self, n: u64, kind: &str, fields: serde_json::Value, attachments: &[&[u8]]) -> Logged {
        self.add_signed_by(&log_key(), n, kind, fields, attachments)
    }

    pub(crate) fn add_signed_by(
        &self,
        key: &PrivateKey,
        n: u64,
        kind: &str,
        fields: serde_json::Value,
        attachments: &[&[u8]],
    ) -> Logged {
        let record = record(n, fields, attachments);
        let kind = format!("https://fugi.example/{kind}/v1");
        let submission = Submission { record: record.as_bytes(), attachments, kind: &kind };
        self.log.append(key, &submission, moment(60 * n)).unwrap()
    }

    /// Logs five erasure reports, the third with an attachment.
    pub(crate) fn with_five(self) -> Self {
        for n in 0..5 {
            let attachments: &[&[u8]] = if n == 2 { &[b"photo"] } else { &[] };
            self.add(n, "erasure-report", serde_json::json!({}), attachments);
        }
        self
    }

    /// Lets the witness cosign the latest head, `n` minutes after the beginning.
    pub(crate) fn witness(&self, n: u64) {
        let mut witness = self.the_witness();
        let seen = witness.seen(ORIGIN).unwrap().size;
        if seen == 0 {
            witness = witness.beginning_with(ORIGIN);
        }
        let request = self.log.request(seen).unwrap().to_string();
        let answer = witness.cosign(request.as_bytes(), &policy(), &witness_key(), moment(60 * n)).unwrap();
        self.log.accept("kaito.txt", answer.as_bytes(), &policy()).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        match &self.kept {
            Kept::Disk(_) => fs::read(self.path(name)).unwrap(),
            Kept::Memory(memory, _) => memory.get(name).unwrap(),
        }
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        if let Kept::Memory(memory, _) = &self.kept {
            return memory.put(name, bytes.as_ref());
        }
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.read(name)).unwrap();
        assert!(text.contains(from), "`{from}` stands nowhere in {name}");
        self.write(name, text.replacen(from, to, 1));
    }

    pub(crate) fn remove(&self, name: &str) {
        match &self.kept {
            Kept::Disk(_) => fs::remove_file(self.path(name)).unwrap(),
            Kept::Memory(memory, _) => memory.take_away(name),
        }
    }

    /// The path of the record at a position.
    pub(crate) fn record_at(&self, position: u64) -> String {
        Name::Record(self.log.entry(position).unwrap().record).to_string()
    }

    /// Copies everything as it is now.
    pub(crate) fn copy(&self) -> Self {
        let kept = Kept::new();
        let kept = match (&self.kept, kept) {
            (Kept::Disk(from), Kept::Disk(to)) => {
                for folder in ["evidence", "witness"] {
                    copy_all(&from.path().join(folder), &to.path().join(folder));
                }
                Kept::Disk(to)
            }
            (Kept::Memory(evidence, witness), _) => Kept::Memory(evidence.copy(), witness.copy()),
            (Kept::Disk(_), Kept::Memory(..)) => panic!("a test changed where it keeps its evidence"),
        };
        let log = Log::open_in(kept.store()).unwrap();
        Self { kept, log }
    }

    /// Every file of the folder, in order, without what readers ignore.
    pub(crate) fn files(&self) -> Vec<String> {
        if let Kept::Memory(memory, _) = &self.kept {
            let hidden = |path: &String| path.split('/').any(|part| part.starts_with('.'));
            return memory.paths().into_iter().filter(|path| !hidden(path)).collect();
        }
        walkdir::WalkDir::new(self.root())
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| {
                entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.')
            })
            .map(|entry| entry.path().strip_prefix(self.root()).unwrap().to_string_lossy().replace('\\', "/"))
            .collect()
    }

    pub(crate) fn verify(&self, trust: Trust<'_>, held: &[HeldHead]) -> (Report, Vec<Finding>) {
        verify_in(&*self.store(), trust, held)
    }

    /// Verifies as an auditor with a policy, and returns the problems.
    pub(crate) fn audited(&self) -> Vec<Finding> {
        self.verify(Trust::Policy(&policy()), &[]).1
    }
}

pub(crate) fn verify(root: &Path, trust: Trust<'_>, held: &[HeldHead]) -> (Report, Vec<Finding>) {
    verify_in(&Disk::new(root), trust, held)
}

pub(crate) fn verify_in(store: &dyn Store, trust: Trust<'_>, held: &[HeldHead]) -> (Report, Vec<Finding>) {
    let mut problems = Vec::new();
    let options = Options {
        store,
        trust,
        held,
        now: moment(30 * 60),
        latest: None,
        require_witness: None,
        revoked: &[],
    };
    let report = log::verify(&options, &check, &mut |event| {
        if let Event::Finding(problem) = event {
            problems.push(problem);
        }
    });
    (report.unwrap(), problems)
}

/// A record: JSON that says what the log asks of it, and random-looking filling.
pub(crate) fn record(n: u64, mut fields: serde_json::Value, attachments: &[&[u8]]) -> String {
    let digests: Vec<String> = attachments.iter().map(|bytes| Digest::of(bytes).to_string()).collect();
    let default =
        serde_json::json!({ "log": ORIGIN, "recordId": format!("id-{n}"), "n": n, "attachments": digests });
    for (key, value) in default.as_object().unwrap() {
        fields.as_object_mut().unwrap().entry(key.clone()).or_insert(value.clone());
    }
    format!("{}\n", serde_json::to_string_pretty(&fields).unwrap())
}

fn check(_: &Entry, content: Content<'_>) -> RecordVerdict<()> {
    let mut verdict = RecordVerdict {
        origin: None,
        id: None,
        document: None,
        attachments: Vec::new(),
        disposes: Vec::new(),
        outcome: (),
    };
    if let Content::Whole(bytes) = content {
        let record: serde_json::Value = serde_json::from_slice(bytes).unwrap();
        let digests = |key: &str| -> Vec<Digest> {
            let list = record[key].as_array().cloned().unwrap_or_default();
            list.iter().map(|digest| digest.as_str().unwrap().parse().unwrap()).collect()
        };
        verdict.origin = record["log"].as_str().map(str::to_owned);
        verdict.id = record["recordId"].as_str().map(str::to_owned);
        verdict.attachments = digests("attachments");
        verdict.disposes =
            digests("disposes").into_iter().map(|digest| (digest, Retention::Lifted)).collect();
    }
    verdict
}

pub(crate) fn copy_all(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in walkdir::WalkDir::new(from).min_depth(1).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
