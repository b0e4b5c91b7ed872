//! The log of a ward: made, appended to, and completed after an interruption.
//!
//! Appending keeps this order, so that a crash at any point loses nothing and signs nothing twice differently:
//!
//! 1. attachments and record are on the disk;
//! 2. the file of the entry is created, exclusively, and is on the disk: from here on the entry is in the log;
//! 3. bundle, tiles and root are derived from the entries;
//! 4. the root is signed, and the head written, exclusively;
//! 5. the head is copied to `checkpoint`.
//!
//! A lock spares writers from waiting on each other's work; what keeps them apart is step 2, which file systems and
//! network shares guarantee where they do not guarantee locks. The next command runs the steps from 3 again.

use super::checkpoint::{Checkpoint, Head};
use super::derive::Derivation;
use super::error::Error;
use super::files::{BLOB_LIMIT, Durable, Files, PATIENCE, RECORD_LIMIT, blob_path, names, record_path};
use super::leaf::{Leaf, is_kind};
use super::moment::Moment;
use super::note::{VerifierKey, check_name};
use super::proof::{LONGEST, consistency, inclusion};
use super::reader::Reader;
use super::receipt::Receipt;
use super::storage::{Disk, Storage};
use super::tiles::{WIDTH, bundle_path, leaf_path, tile_path, width};
use super::tree::{empty_root, leaf_hash};
use crate::evidence::digest::Digest;
use crate::evidence::ed25519::PrivateKey;
use crate::text;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How far a clock may stand behind the last entry: the clocks of two machines on one share differ by seconds.
const SKEW: u64 = 120;

/// What keeps git from touching a byte of the evidence.
const ATTRIBUTES: &str = "\
# 証跡は1バイトも変えない（改行の変換も、行ごとの併合もしない）
# No byte of the evidence is changed: no conversion of line ends, no merge by lines
** -text
log/** -text -merge
";

/// A record to be logged.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The bytes of its file: a DSSE envelope, at most [`RECORD_LIMIT`].
    pub record: &'a [u8],
    /// The bytes of its attachments, each at most [`BLOB_LIMIT`].
    pub attachments: &'a [&'a [u8]],
    /// What kind of statement it is: the `predicateType` URI.
    pub kind: &'a str,
}

/// Where a record stands in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Logged {
    /// The number of its entry, counted from 0.
    pub position: u64,
    /// The digest of the record.
    pub record: Digest,
    /// When it was logged, by the ward's clock.
    pub at: Moment,
}

/// An evidence folder with a log.
#[derive(Clone, Debug)]
pub struct Log {
    pub(super) files: Files,
    pub(super) reader: Reader,
    origin: String,
}

impl Log {
    /// Makes a log in a folder that has none: an empty tree, signed, and what keeps git from converting line ends.
    ///
    /// # Errors
    ///
    /// [`Error::LogExists`], [`Error::Unfit`] for an origin that cannot be the name of a key, or [`Error::Io`].
    pub fn create(root: &Path, origin: &str, key: &PrivateKey) -> Result<Self, Error> {
        Self::create_on(Arc::new(Disk), root, origin, key)
    }

    /// As [`Log::create`], with the system calls of `storage`.
    ///
    /// # Errors
    ///
    /// As [`Log::create`].
    pub fn create_on(
        storage: Arc<dyn Storage>,
        root: &Path,
        origin: &str,
        key: &PrivateKey,
    ) -> Result<Self, Error> {
        check_name(origin).map_err(|wrong| Error::Unfit(wrong.what))?;
        let files = Files { root: root.to_owned(), storage, patience: PATIENCE };
        let reader = Reader::new(root);
        if reader.path("checkpoint").exists() || !reader.heads()?.is_empty() || reader.count(0) > 0 {
            return Err(Error::LogExists(root.to_owned()));
        }
        // Made here, so that no append has to wait for their names to be on the disk.
        for name in ["log/leaf/000", "records/sha256/00"] {
            files.make_folder_of(&files.path(name), true)?;
        }
        files.create(".gitattributes", ATTRIBUTES.as_bytes(), Durable::Bytes)?;
        let policy = format!("log {}\nquorum none\n", VerifierKey::log(origin, key.public()));
        files.create("trust/policy.txt", policy.as_bytes(), Durable::Bytes)?;
        let head = Head { origin: origin.to_owned(), size: 0, root: empty_root() };
        let checkpoint = Checkpoint::sign(head, key).to_string();
        files.create("log/checkpoints/0", checkpoint.as_bytes(), Durable::Name)?;
        files.replace("log/checkpoint", checkpoint.as_bytes(), Durable::Name)?;
        Ok(Self { files, reader, origin: origin.to_owned() })
    }

    /// Opens the log of an evidence folder. Nothing is verified but that there is a head that can be read.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`], or [`Error::Malformed`] where no head can be read.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Self::open_on(Arc::new(Disk), root)
    }

    /// As [`Log::open`], with the system calls of `storage`.
    ///
    /// # Errors
    ///
    /// As [`Log::open`].
    pub fn open_on(storage: Arc<dyn Storage>, root: &Path) -> Result<Self, Error> {
        let files = Files { root: root.to_owned(), storage, patience: PATIENCE };
        let reader = Reader::new(root);
        let head = reader.latest()?.ok_or_else(|| Error::NoLog(root.to_owned()))?.head;
        Ok(Self { files, reader, origin: head.origin })
    }

    /// Sets how long to wait for another command that holds the lock.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.files.patience = patience;
        self
    }

    /// Returns the name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns the evidence folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.files.root
    }

    /// Returns the latest signed head.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`] or [`Error::Malformed`].
    pub fn checkpoint(&self) -> Result<Checkpoint, Error> {
        self.reader.latest()?.ok_or_else(|| Error::NoLog(self.root().to_owned()))
    }

    /// Reads the entry at a position.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntry`], or what keeps it from being read.
    pub fn entry(&self, position: u64) -> Result<Leaf, Error> {
        let size = self.checkpoint()?.head.size;
        if position >= size {
            return Err(Error::NoEntry { position, size });
        }
        self.reader.leaf(position)
    }

    /// Returns all entries under the latest head, in order, a bundle at a time in memory.
    ///
    /// # Errors
    ///
    /// Where there is no head; each entry says for itself why it cannot be read.
    pub fn entries(&self) -> Result<impl Iterator<Item = Result<(u64, Leaf), Error>> + '_, Error> {
        let size = self.checkpoint()?.head.size;
        let bundles = size.div_ceil(WIDTH);
        Ok((0..bundles).flat_map(move |index| {
            let count = width(0, index, size);
            let entries = self.reader.bundle(index, count);
            let (entries, error) = match entries {
                Ok(entries) => (entries, None),
                Err(error) => (Vec::new(), Some(error)),
            };
            let read = move |(at, bytes): (u64, Vec<u8>)| {
                let position = index * WIDTH + at;
                Leaf::parse(&bytes)
                    .map(|leaf| (position, leaf))
                    .map_err(|wrong| Error::Malformed(self.reader.path(&leaf_path(position)), wrong))
            };
            (0..).zip(entries).map(read).chain(error.map(Err))
        }))
    }

    /// Returns where a record is logged, if it is.
    ///
    /// # Errors
    ///
    /// What keeps an entry from being read.
    pub fn find(&self, record: &Digest) -> Result<Option<u64>, Error> {
        for entry in self.entries()? {
            let (position, leaf) = entry?;
            if leaf.record == *record {
                return Ok(Some(position));
            }
        }
        Ok(None)
    }

    /// Returns the proof that an entry is in the log: under the latest head that a witness cosigned, where one covers
    /// it, else under the latest head.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntry`]; [`Error::Damaged`] where the files do not lead to the signed root.
    pub fn proof(&self, position: u64) -> Result<Receipt, Error> {
        let latest = self.checkpoint()?;
        if position >= latest.head.size {
            return Err(Error::NoEntry { position, size: latest.head.size });
        }
        let cosigned =
            self.reader.heads()?.into_iter().rev().find(|(size, cosigned)| *cosigned && *size > position);
        let checkpoint = match cosigned {
            Some((size, _)) => {
                self.reader.checkpoint(&format!("checkpoints/{size}.cosigned"))?.unwrap_or(latest)
            }
            None => latest,
        };
        let size = checkpoint.head.size;
        let path = inclusion(position, size, |level, index| self.reader.node(size, level, index))?;
        let receipt = Receipt { position, path, checkpoint };
        if receipt.includes(&leaf_hash(&self.reader.entry(position)?)) {
            Ok(receipt)
        } else {
            Err(self.damaged())
        }
    }

    /// Returns the proof that the head of `new` entries extends the one of `old` entries.
    ///
    /// # Errors
    ///
    /// [`Error::NoEntry`] where the log is smaller; what keeps a tile from being read.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Digest>, Error> {
        let path = consistency(old, new, |level, index| self.reader.node(new, level, index))?;
        debug_assert!(path.len() <= LONGEST, "a proof has at most one hash a level");
        Ok(path)
    }

    fn damaged(&self) -> Error {
        Error::Damaged(
            self.reader.folder.clone(),
            text!(
                "項目から計算した木が、署名済みのチェックポイントと合いません",
                "the tree over the entries is not the one that was signed"
            ),
        )
    }

    /// Logs one record. See the head of this file for the order of things.
    ///
    /// # Errors
    ///
    /// [`Error::AlreadyLogged`], [`Error::ClockWentBack`], [`Error::TooLarge`], [`Error::Unfit`], [`Error::WrongKey`],
    /// [`Error::Busy`], [`Error::Damaged`], [`Error::Io`]. Whatever was begun is completed by the next command.
    pub fn append(
        &self,
        key: &PrivateKey,
        submission: &Submission<'_>,
        now: Moment,
    ) -> Result<Logged, Error> {
        let mut logged = self.append_all(key, std::slice::from_ref(submission), now)?;
        logged.pop().ok_or_else(|| self.damaged())
    }

    /// Logs several records under one new head.
    ///
    /// # Errors
    ///
    /// As [`Log::append`].
    pub fn append_all(
        &self,
        key: &PrivateKey,
        submissions: &[Submission<'_>],
        now: Moment,
    ) -> Result<Vec<Logged>, Error> {
        let mut given = BTreeSet::new();
        for submission in submissions {
            check(submission)?;
            if !given.insert(Digest::of(submission.record)) {
                return Err(Error::Unfit(text!(
                    "同じ記録が2回渡されました",
                    "the same record was given twice"
                )));
            }
        }
        let _guard = self.files.lock()?;
        // What an interrupted run left behind is completed first, so that nothing new hides it.
        let mut size = self.complete_locked(key)?;
        let mut logged = Vec::new();
        for submission in submissions {
            let one = self.sequence(submission, size, now)?;
            size = one.position + 1;
            logged.push(one);
        }
        self.complete_locked(key)?;
        Ok(logged)
    }

    /// Writes record and entry; the entry takes the next number from `size` on that is free.
    fn sequence(&self, submission: &Submission<'_>, size: u64, now: Moment) -> Result<Logged, Error> {
        for attachment in submission.attachments {
            self.keep(&blob_path(&Digest::of(attachment)), attachment)?;
        }
        let record = Digest::of(submission.record);
        if !self.keep(&record_path(&record), submission.record)?
            && let Some(position) = self.find(&record)?
        {
            return Err(Error::AlreadyLogged { record, position });
        }
        let mut position = size;
        loop {
            let at = self.time(position, now)?;
            let leaf = Leaf { record, kind: submission.kind.to_owned(), logged: at }.to_string();
            let name = format!("log/{}", leaf_path(position));
            let created = self.files.create(&name, leaf.as_bytes(), Durable::Name)?;
            if !created {
                position += 1;
                continue;
            }
            // Another writer may have packed this number away in the meantime; then the bundle has the last word.
            match self.reader.full_bundle(position / WIDTH)? {
                Some(_) if self.reader.entry(position)? != leaf.as_bytes() => {
                    self.files.remove(&name)?;
                    position = self.reader.count(position);
                }
                _ => return Ok(Logged { position, record, at }),
            }
        }
    }

    /// Returns the time to log under: now, and never before the entry that stands before.
    fn time(&self, position: u64, now: Moment) -> Result<Moment, Error> {
        let Some(before) = position.checked_sub(1) else { return Ok(now) };
        let last = self.reader.leaf(before)?.logged;
        if now >= last {
            Ok(now)
        } else if last.seconds() - now.seconds() <= SKEW {
            Ok(last)
        } else {
            Err(Error::ClockWentBack { last, now })
        }
    }

    /// Writes a file named by its content, and waits until it is on the disk. Returns whether it is new.
    fn keep(&self, name: &str, bytes: &[u8]) -> Result<bool, Error> {
        if self.files.create(name, bytes, Durable::Name)? {
            return Ok(true);
        }
        let path = self.files.path(name);
        let there = super::files::read(&path, bytes.len()).map_err(|error| Error::Io(path.clone(), error))?;
        if there != bytes {
            return Err(Error::Damaged(
                path,
                text!("名前（ダイジェスト）と中身が合いません", "the content does not match its name"),
            ));
        }
        self.files.settle(name)?;
        Ok(false)
    }

    /// Completes what an interrupted command left behind, and returns the number of entries under the latest head.
    ///
    /// # Errors
    ///
    /// [`Error::WrongKey`], [`Error::Busy`], [`Error::Damaged`], [`Error::Io`].
    pub fn complete(&self, key: &PrivateKey) -> Result<u64, Error> {
        let _guard = self.files.lock()?;
        self.complete_locked(key)
    }

    pub(super) fn complete_locked(&self, key: &PrivateKey) -> Result<u64, Error> {
        loop {
            let signed = self.checkpoint()?;
            if !signed.is_signed_by(&VerifierKey::log(&self.origin, key.public())) {
                return Err(Error::WrongKey(self.origin.clone()));
            }
            let derived = self.derive(&signed.head)?;
            self.publish(&derived, key)?;
            // A writer that raced past this one has its own head; the latest must win.
            if self.reader.count(derived.size) == derived.size {
                return Ok(derived.size);
            }
        }
    }

    /// Derives everything from the entries and returns the head to sign, which extends the signed one.
    fn derive(&self, signed: &Head) -> Result<Head, Error> {
        match self.extend(signed) {
            Ok(Some(head)) => Ok(head),
            // The files that follow are missing or torn: they are all made again.
            Ok(None) | Err(Error::Damaged(..) | Error::Malformed(..)) => {
                self.rebuild(signed, Durable::Nothing)
            }
            Err(error) => Err(error),
        }
    }

    /// Derives what is new since the signed head; nothing where the files do not lead to its root.
    fn extend(&self, signed: &Head) -> Result<Option<Head>, Error> {
        // The bundle before was perhaps not on the disk yet when the power failed, so it is looked at again.
        let bundle = (signed.size / WIDTH).saturating_sub(1);
        let mut derivation = Derivation::at_bundle(&self.files, &self.reader, bundle)?;
        let size = self.reader.count(signed.size);
        let mut agrees = false;
        for index in bundle..=size / WIDTH {
            for entry in self.reader.bundle(index, width(0, index, size))? {
                agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
                derivation.push(entry)?;
            }
        }
        agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
        if !agrees {
            return Ok(None);
        }
        derivation.finish()?;
        Ok(Some(Head { origin: self.origin.clone(), size, root: derivation.root() }))
    }

    /// Derives everything again, from the first entry on.
    pub(super) fn rebuild(&self, signed: &Head, durable: Durable) -> Result<Head, Error> {
        let size = self.reader.count(0);
        let mut derivation = Derivation::new(&self.files, durable);
        let mut agrees = signed.size == 0;
        for index in 0..size.div_ceil(WIDTH) {
            for entry in self.reader.bundle(index, width(0, index, size))? {
                derivation.push(entry)?;
                agrees |= derivation.size() == signed.size && derivation.root() == signed.root;
            }
        }
        if !agrees {
            return Err(self.damaged());
        }
        derivation.finish()?;
        Ok(Head { origin: self.origin.clone(), size, root: derivation.root() })
    }

    /// Signs a head and makes it the latest.
    fn publish(&self, head: &Head, key: &PrivateKey) -> Result<(), Error> {
        let name = format!("log/checkpoints/{}", head.size);
        let mut text = Checkpoint::sign(head.clone(), key).to_string();
        if !self.files.create(&name, text.as_bytes(), Durable::Bytes)? {
            match self.reader.checkpoint(&format!("checkpoints/{}", head.size)) {
                // Ed25519 signs the same text in the same way, so a racing writer wrote the same head.
                Ok(Some(there)) if there.head == *head => {}
                Ok(Some(_)) => return Err(self.damaged()),
                // Cut off when the power failed before it was on the disk.
                _ => self.files.replace(&name, text.as_bytes(), Durable::Bytes)?,
            }
        }
        if let Ok(Some(cosigned)) = self.reader.checkpoint(&format!("checkpoints/{}.cosigned", head.size))
            && cosigned.head == *head
        {
            text = cosigned.to_string();
        }
        self.files.replace("log/checkpoint", text.as_bytes(), Durable::Nothing)?;
        self.tidy(head.size)
    }

    /// Removes bundles and tiles that were not full and have been overtaken. Those of cosigned heads stay: other
    /// programs read them when they check such a head.
    fn tidy(&self, size: u64) -> Result<(), Error> {
        let mut kept: Vec<u64> = self
            .reader
            .heads()?
            .into_iter()
            .filter_map(|(size, cosigned)| cosigned.then_some(size))
            .collect();
        kept.push(size);
        for level in 0..8 {
            let hashes = size >> (8 * level);
            if level > 0 && hashes == 0 {
                break;
            }
            let last = hashes / WIDTH;
            for index in last.saturating_sub(1)..=last {
                self.tidy_one(&tile_path(level, index, WIDTH), level, index, &kept)?;
                if level == 0 {
                    self.tidy_one(&bundle_path(index, WIDTH), level, index, &kept)?;
                }
            }
        }
        Ok(())
    }

    fn tidy_one(&self, full: &str, level: u32, index: u64, kept: &[u64]) -> Result<(), Error> {
        let folder = format!("{full}.p");
        let is_full = self.reader.path(full).exists();
        let mut left = 0;
        for name in names(&self.reader.path(&folder))? {
            let needed = kept.iter().any(|size| width(level, index, *size).to_string() == name);
            if needed && !is_full {
                left += 1;
            } else if name.bytes().all(|byte| byte.is_ascii_digit()) {
                self.files.remove(&format!("log/{folder}/{name}"))?;
            }
        }
        if left == 0 {
            // It stays where another writer just put something into it.
            let _ = self.files.storage.remove_folder(&self.reader.path(&folder));
        }
        Ok(())
    }
}

fn check(submission: &Submission<'_>) -> Result<(), Error> {
    if submission.record.len() as u64 > RECORD_LIMIT {
        return Err(Error::TooLarge(RECORD_LIMIT));
    }
    if submission.attachments.iter().any(|bytes| bytes.len() as u64 > BLOB_LIMIT) {
        return Err(Error::TooLarge(BLOB_LIMIT));
    }
    if !is_kind(submission.kind) {
        let kind = submission.kind;
        return Err(Error::Unfit(text!(
            "記録の種類「{kind}」が URI ではありません",
            "the type `{kind}` of the record is no URI"
        )));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
