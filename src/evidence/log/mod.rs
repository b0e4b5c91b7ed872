//! 証跡ログ: a Merkle tree over the entries, made, appended to, and completed after an interruption; in files that other
//! programs read too (C2SP tlog-tiles, signed-note, tlog-checkpoint, tlog-witness).
//!
//! One file for each entry, created exclusively, is the truth; bundles, tiles, root and checkpoint follow from these
//! files and are written again by the next command where a run was interrupted.
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

mod append;
mod complete;
mod derive;
pub mod pack;
pub(super) mod reader;
pub mod resequence;
pub mod witness;

use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::{Checkpoint, Head};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::leaf::Leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::note::{VerifierKey, check_name};
use crate::evidence::format::proof::{LONGEST, consistency, inclusion};
use crate::evidence::format::receipt::Receipt;
use crate::evidence::format::tile::{WIDTH, width};
use crate::evidence::format::tree::{empty_root, leaf_hash};
use crate::evidence::store::{Disk, Durable, Guard, Name, PATIENCE, Store};
use crate::text;
use reader::Reader;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// What keeps git from touching a byte of the evidence.
pub(crate) const ATTRIBUTES: &str = "\
# 証跡は1バイトも変えない（改行の変換も、行ごとの併合もしない）
# No byte of the evidence is changed: no conversion of line ends, no merge by lines
** -text
log/** -text -merge
";

/// A record to be logged.
#[derive(Clone, Copy, Debug)]
pub struct Submission<'a> {
    /// The bytes of its file: a DSSE envelope, at most [`RECORD_LIMIT`](crate::evidence::store::RECORD_LIMIT).
    pub record: &'a [u8],
    /// The bytes of its attachments, each at most [`BLOB_LIMIT`](crate::evidence::store::BLOB_LIMIT).
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
    store: Arc<dyn Store>,
    origin: String,
    patience: Duration,
}

impl Log {
    /// Makes a log in a folder that has none: an empty tree, signed, and what keeps git from converting line ends.
    ///
    /// # Errors
    ///
    /// [`Error::LogExists`], [`Error::Unfit`] for an origin that cannot be the name of a key, or [`Error::Io`].
    pub fn create(root: &Path, origin: &str, key: &PrivateKey) -> Result<Self, Error> {
        Self::create_in(Arc::new(Disk::new(root)), origin, key)
    }

    /// As [`Log::create`], in any store.
    ///
    /// # Errors
    ///
    /// As [`Log::create`].
    pub fn create_in(store: Arc<dyn Store>, origin: &str, key: &PrivateKey) -> Result<Self, Error> {
        check_name(origin).map_err(|wrong| Error::Unfit(wrong.what))?;
        let reader = Reader::new(&*store);
        if store.exists(&Name::Checkpoint) || !reader.heads()?.is_empty() || reader.count(0) > 0 {
            return Err(Error::LogExists(store.whole()));
        }
        store.all(store.prepare())?;
        store.write_once(&Name::Attributes, ATTRIBUTES.as_bytes(), Durable::Bytes)?;
        let policy = format!("log {}\nquorum none\n", VerifierKey::log(origin, key.public()));
        store.write_once(&Name::Policy, policy.as_bytes(), Durable::Bytes)?;
        let head = Head { origin: origin.to_owned(), size: 0, root: empty_root(), register: None };
        let checkpoint = Checkpoint::sign(head, key).to_string();
        store.write_once(&Name::Head(0), checkpoint.as_bytes(), Durable::Name)?;
        if !store.write_head(None, checkpoint.as_bytes(), Durable::Name)? {
            return Err(Error::LogExists(store.whole()));
        }
        Ok(Self { store, origin: origin.to_owned(), patience: PATIENCE })
    }

    /// Opens the log of an evidence folder. Nothing is verified but that there is a head that can be read.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`], or [`Error::Malformed`] where no head can be read.
    pub fn open(root: &Path) -> Result<Self, Error> {
        Self::open_in(Arc::new(Disk::new(root)))
    }

    /// As [`Log::open`], in any store.
    ///
    /// # Errors
    ///
    /// As [`Log::open`].
    pub fn open_in(store: Arc<dyn Store>) -> Result<Self, Error> {
        store.all(store.recover())?;
        let latest = Reader::new(&*store).latest()?;
        let head = latest.ok_or_else(|| Error::NoLog(store.whole()))?.head;
        Ok(Self { store, origin: head.origin, patience: PATIENCE })
    }

    /// Sets how long to wait for another command that holds the lock.
    #[must_use]
    pub fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// Returns the name of the log.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Returns where it is kept.
    #[must_use]
    pub fn store(&self) -> &dyn Store {
        &*self.store
    }

    fn reader(&self) -> Reader<'_> {
        Reader::new(&*self.store)
    }

    /// Confirms that this is the log itself, and no export of it: what is changed there is in no log.
    ///
    /// # Errors
    ///
    /// [`Error::Exported`].
    pub fn is_own(&self) -> Result<(), Error> {
        if self.store.exists(&Name::Copy(0)) {
            return Err(Error::Exported(self.store.whole()));
        }
        Ok(())
    }

    fn lock(&self) -> Result<Guard, Error> {
        self.is_own()?;
        self.store.locked(self.patience)
    }

    /// Returns the latest signed head.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`] or [`Error::Malformed`].
    pub fn checkpoint(&self) -> Result<Checkpoint, Error> {
        self.reader().latest()?.ok_or_else(|| Error::NoLog(self.store.whole()))
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
        self.reader().leaf(position)
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
            let entries = self.reader().bundle(index, count);
            let (entries, error) = match entries {
                Ok(entries) => (entries, None),
                Err(error) => (Vec::new(), Some(error)),
            };
            let read = move |(at, bytes): (u64, Vec<u8>)| {
                let position = index * WIDTH + at;
                Leaf::parse(&bytes)
                    .map(|leaf| (position, leaf))
                    .map_err(|wrong| Error::Malformed(self.store.place(&Name::Leaf(position)), wrong))
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
            self.reader().heads()?.into_iter().rev().find(|(size, cosigned)| *cosigned && *size > position);
        let checkpoint = match cosigned {
            Some((size, _)) => self.reader().checkpoint(&Name::Cosigned(size))?.unwrap_or(latest),
            None => latest,
        };
        let size = checkpoint.head.size;
        let path = inclusion(position, size, |level, index| self.reader().node(size, level, index))?;
        let receipt = Receipt { position, path, checkpoint };
        if receipt.includes(&leaf_hash(&self.reader().entry(position)?)) {
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
        let path = consistency(old, new, |level, index| self.reader().node(new, level, index))?;
        debug_assert!(path.len() <= LONGEST, "a proof has at most one hash a level");
        Ok(path)
    }

    fn damaged(&self) -> Error {
        Error::Damaged(
            self.store.whole(),
            text!(
                "項目から計算した木が、署名済みのチェックポイントと合いません",
                "the tree over the entries is not the one that was signed"
            ),
        )
    }
}
