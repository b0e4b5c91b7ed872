//! Resequencing: a branch that logged on its own is put behind the log that others went on with.
//!
//! Both branches gave the same numbers to different entries, and both signed. Only one of the two histories can be
//! kept; the entries of the other are logged anew behind it. That is lawful only while nobody outside has seen the
//! other one: a head that a witness cosigned forbids it.

use super::Log;
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::leaf::Leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::note::VerifierKey;
use crate::evidence::format::tree::{Frontier, leaf_hash};
use crate::evidence::store::{Area, BLOB_LIMIT, Disk, Durable, Name, Store};
use crate::text;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resequenced {
    /// How many entries both had in common.
    pub common: u64,
    /// The entries of this branch, by their old and new number.
    pub moved: Vec<(u64, u64)>,
}

impl Log {
    /// Puts the entries that only this log has behind those of another copy of it.
    ///
    /// # Errors
    ///
    /// [`Error::Covered`] where a witness cosigned a head that would be lost; [`Error::WrongKey`] where the other one
    /// is of another log; [`Error::Damaged`] where its entries do not lead to its head; else as [`Log::append`].
    pub fn resequence(&self, onto: &Path, key: &PrivateKey, now: Moment) -> Result<Resequenced, Error> {
        self.resequence_onto(Arc::new(Disk::new(onto)), key, now)
    }

    /// As [`Log::resequence`], onto a copy in any store.
    ///
    /// # Errors
    ///
    /// As [`Log::resequence`].
    pub fn resequence_onto(
        &self,
        onto: Arc<dyn Store>,
        key: &PrivateKey,
        now: Moment,
    ) -> Result<Resequenced, Error> {
        let guard = self.lock()?;
        let own_size = self.complete_locked(key)?;
        let other = Self::open_in(onto)?;
        let head = other.checkpoint()?;
        if other.origin != self.origin || !head.is_signed_by(&VerifierKey::log(&self.origin, key.public())) {
            return Err(Error::WrongKey(other.origin.clone()));
        }
        let (size, mut common, mut edge) = (head.head.size, 0, Frontier::default());
        let mut theirs = BTreeSet::new();
        for position in 0..size {
            let entry = other.reader().entry(position)?;
            if common == position && position < own_size && self.reader().entry(position)? == entry {
                common += 1;
            }
            edge.push(leaf_hash(&entry));
            theirs.insert(other.reader().leaf(position)?.record);
        }
        if edge.root() != head.head.root {
            return Err(other.damaged());
        }
        if common == size {
            return Ok(Resequenced { common, moved: Vec::new() });
        }
        let cosigned =
            self.reader().heads()?.into_iter().find(|(size, cosigned)| *cosigned && *size > common);
        if let Some((size, _)) = cosigned {
            return Err(Error::Covered(size));
        }
        let mut moving = Vec::new();
        for position in common..own_size {
            let leaf = self.reader().leaf(position)?;
            if !theirs.contains(&leaf.record) {
                moving.push((position, leaf));
            }
        }
        self.take_over(&other)?;
        let moved = self.prepare(&other, size, moving, now)?;
        self.store.all(self.store.exchange())?;
        drop(guard);
        self.complete(key)?;
        Ok(Resequenced { common, moved })
    }

    /// Copies the records and attachments that only the other one has.
    fn take_over(&self, other: &Log) -> Result<(), Error> {
        for area in [Area::Records, Area::Blobs] {
            for name in
                other.store.shards(area, &mut |_, _| {}).iter().flat_map(|shard| names(&*other.store, shard))
            {
                let bytes = other.bytes(&name)?;
                let (Name::Record(digest) | Name::Blob(digest)) = &name else { continue };
                if Digest::of(&bytes) != *digest {
                    return Err(Error::Damaged(
                        other.store.place(&name),
                        text!(
                            "名前（ダイジェスト）と中身が合いません",
                            "the content does not match its name"
                        ),
                    ));
                }
                self.store.write_once(&name, &bytes, Durable::Name)?;
            }
        }
        Ok(())
    }

    /// Stages the log as it will be: what the other one has, and the moved entries behind it.
    fn prepare(
        &self,
        other: &Log,
        size: u64,
        moving: Vec<(u64, Leaf)>,
        now: Moment,
    ) -> Result<Vec<(u64, u64)>, Error> {
        self.store.all(self.store.unstage())?;
        let stage = |name: &Name, bytes: &[u8]| self.store.all(self.store.stage(name, bytes));
        for name in names(&*other.store, Area::Log.folder()) {
            stage(&name, &other.bytes(&name)?)?;
        }
        let last = match size.checked_sub(1) {
            Some(last) => other.reader().leaf(last)?.logged,
            None => now,
        };
        let mut moved = Vec::new();
        for (to, (from, leaf)) in (size..).zip(moving) {
            let leaf = Leaf { logged: now.max(last), ..leaf };
            stage(&Name::Leaf(to), leaf.to_string().as_bytes())?;
            moved.push((from, to));
        }
        Ok(moved)
    }

    fn bytes(&self, name: &Name) -> Result<Vec<u8>, Error> {
        let read = self.store.read(name, usize::try_from(BLOB_LIMIT).unwrap_or(usize::MAX));
        read.map_err(|error| Error::Io(self.store.place(name), error))
    }
}

/// Returns what lies below a folder, in order; what has no place there is left where it is.
fn names(store: &dyn Store, folder: &str) -> Vec<Name> {
    let mut names = Vec::new();
    store.walk_below(folder, &mut |path, can_be_read| {
        names.extend(Name::parse(path).filter(|_| can_be_read));
    });
    names.sort();
    names
}
