//! A small evidence folder, and a check of records that knows only what the log asks of it.
#![allow(dead_code, reason = "each test uses a part of it")]

use fugi::evidence::format::digest::Digest;
use fugi::evidence::format::ed25519::PrivateKey;
use fugi::evidence::format::moment::{Moment, Retention};
use fugi::evidence::format::note::VerifierKey;
use fugi::evidence::format::policy::Policy;
use fugi::evidence::log::{Log, Logged, Submission};
use fugi::evidence::store::storage::Storage;
use fugi::evidence::verify::log::{
    self, Content, Entry, Event, HeldHead, Options, Problem, RecordVerdict, Report, Trust,
};
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

impl Storage for Hasty {
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

/// An evidence folder in a temporary one.
pub(crate) struct Evidence {
    folder: TempDir,
    pub(crate) log: Log,
}

impl Evidence {
    pub(crate) fn new() -> Self {
        Self::signed_by(&log_key())
    }

    pub(crate) fn signed_by(key: &PrivateKey) -> Self {
        let folder = TempDir::new().unwrap();
        let log = Log::create_on(Arc::new(Hasty), &folder.path().join("evidence"), ORIGIN, key).unwrap();
        Self { folder, log }
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("evidence")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn witness_folder(&self) -> PathBuf {
        self.folder.path().join("witness")
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
        use fugi::evidence::log::witness::Witness;
        let mut witness = Witness::open(&self.witness_folder(), "kansa.example/w");
        let seen = witness.seen(ORIGIN).unwrap().size;
        if seen == 0 {
            witness = witness.beginning_with(ORIGIN);
        }
        let request = self.log.request(seen).unwrap().to_string();
        let answer = witness.cosign(request.as_bytes(), &policy(), &witness_key(), moment(60 * n)).unwrap();
        self.log.accept(Path::new("kaito.txt"), answer.as_bytes(), &policy()).unwrap();
    }

    pub(crate) fn read(&self, name: &str) -> Vec<u8> {
        fs::read(self.path(name)).unwrap()
    }

    pub(crate) fn write(&self, name: &str, bytes: impl AsRef<[u8]>) {
        fs::create_dir_all(self.path(name).parent().unwrap()).unwrap();
        fs::write(self.path(name), bytes).unwrap();
    }

    pub(crate) fn edit(&self, name: &str, from: &str, to: &str) {
        let text = String::from_utf8(self.read(name)).unwrap();
        assert!(text.contains(from), "`{from}` stands nowhere in {name}");
        self.write(name, text.replacen(from, to, 1));
    }

    pub(crate) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// The path of the record at a position.
    pub(crate) fn record_at(&self, position: u64) -> String {
        fugi::evidence::store::name::record_path(&self.log.entry(position).unwrap().record)
    }

    /// Copies the folder as it is now.
    pub(crate) fn copy(&self) -> Self {
        let folder = TempDir::new().unwrap();
        for (from, to) in [(self.root(), "evidence"), (self.witness_folder(), "witness")] {
            copy_all(&from, &folder.path().join(to));
        }
        let log = Log::open_on(Arc::new(Hasty), &folder.path().join("evidence")).unwrap();
        Self { folder, log }
    }

    /// Every file of the folder, in order, without what readers ignore.
    pub(crate) fn files(&self) -> Vec<String> {
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

    pub(crate) fn verify(&self, trust: Trust<'_>, held: &[HeldHead]) -> (Report, Vec<Problem>) {
        verify(&self.root(), trust, held)
    }

    /// Verifies as an auditor with a policy, and returns the problems.
    pub(crate) fn audited(&self) -> Vec<Problem> {
        self.verify(Trust::Policy(&policy()), &[]).1
    }
}

pub(crate) fn verify(root: &Path, trust: Trust<'_>, held: &[HeldHead]) -> (Report, Vec<Problem>) {
    let mut problems = Vec::new();
    let options = Options { root, trust, held, now: moment(30 * 60), require_witness: None };
    let report = log::verify(&options, &check, &mut |event| {
        if let Event::Problem(problem) = event {
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
    let mut verdict =
        RecordVerdict { origin: None, id: None, attachments: Vec::new(), disposes: Vec::new(), outcome: () };
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
