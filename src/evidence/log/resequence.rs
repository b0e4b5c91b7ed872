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
use crate::evidence::store::files::{Durable, read};
use crate::evidence::store::name::leaf_path;
use crate::evidence::store::name::{blob_path, record_path};
use crate::text;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use walkdir::WalkDir;

/// The log as it will be, beside the one that is there.
const NEXT: &str = ".log-next";

/// The log as it was.
const BEFORE: &str = ".log-before";

/// What was moved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resequenced {
    /// How many entries both had in common.
    pub common: u64,
    /// The entries of this branch, by their old and new number.
    pub moved: Vec<(u64, u64)>,
}

/// Finishes an exchange of logs that was interrupted between its two renamings.
pub(super) fn recover(log: &crate::evidence::store::files::Files) -> Result<(), Error> {
    if !log.path("log").exists() && log.path(NEXT).exists() {
        log.storage
            .rename(&log.path(NEXT), &log.path("log"))
            .map_err(|error| Error::Io(log.path("log"), error))?;
    }
    Ok(())
}

impl Log {
    /// Puts the entries that only this log has behind those of another copy of it.
    ///
    /// # Errors
    ///
    /// [`Error::Covered`] where a witness cosigned a head that would be lost; [`Error::WrongKey`] where the other one
    /// is of another log; [`Error::Damaged`] where its entries do not lead to its head; else as [`Log::append`].
    pub fn resequence(&self, onto: &Path, key: &PrivateKey, now: Moment) -> Result<Resequenced, Error> {
        let guard = self.files.lock()?;
        let own_size = self.complete_locked(key)?;
        let other = Self::open(onto)?;
        let head = other.checkpoint()?;
        if other.origin != self.origin || !head.is_signed_by(&VerifierKey::log(&self.origin, key.public())) {
            return Err(Error::WrongKey(other.origin.clone()));
        }
        let (size, mut common, mut edge) = (head.head.size, 0, Frontier::default());
        let mut theirs = BTreeSet::new();
        for position in 0..size {
            let entry = other.reader.entry(position)?;
            if common == position && position < own_size && self.reader.entry(position)? == entry {
                common += 1;
            }
            edge.push(leaf_hash(&entry));
            theirs.insert(other.reader.leaf(position)?.record);
        }
        if edge.root() != head.head.root {
            return Err(other.damaged());
        }
        if common == size {
            return Ok(Resequenced { common, moved: Vec::new() });
        }
        let cosigned = self.reader.heads()?.into_iter().find(|(size, cosigned)| *cosigned && *size > common);
        if let Some((size, _)) = cosigned {
            return Err(Error::Covered(size));
        }
        let mut moving = Vec::new();
        for position in common..own_size {
            let leaf = self.reader.leaf(position)?;
            if !theirs.contains(&leaf.record) {
                moving.push((position, leaf));
            }
        }
        self.take_over(&other)?;
        let moved = self.prepare(&other, size, moving, now)?;
        self.exchange()?;
        drop(guard);
        self.complete(key)?;
        Ok(Resequenced { common, moved })
    }

    /// Copies the records and attachments that only the other one has.
    fn take_over(&self, other: &Log) -> Result<(), Error> {
        for (folder, path_of) in
            [("records", record_path as fn(&Digest) -> String), ("blobs", blob_path as fn(&Digest) -> String)]
        {
            let from = other.files.path(folder);
            for entry in WalkDir::new(&from).sort_by_file_name().into_iter().filter_map(Result::ok) {
                if !entry.file_type().is_file() || entry.file_name().to_string_lossy().starts_with('.') {
                    continue;
                }
                let bytes =
                    fs::read(entry.path()).map_err(|error| Error::Io(entry.path().to_owned(), error))?;
                let name = path_of(&Digest::of(&bytes));
                if other.files.path(&name) != entry.path() {
                    return Err(Error::Damaged(
                        entry.path().to_owned(),
                        text!(
                            "名前（ダイジェスト）と中身が合いません",
                            "the content does not match its name"
                        ),
                    ));
                }
                self.files.create(&name, &bytes, Durable::Name)?;
            }
        }
        Ok(())
    }

    /// Writes the log as it will be: the other one's files, and the moved entries behind them.
    fn prepare(
        &self,
        other: &Log,
        size: u64,
        moving: Vec<(u64, Leaf)>,
        now: Moment,
    ) -> Result<Vec<(u64, u64)>, Error> {
        for stale in [NEXT, BEFORE] {
            match fs::remove_dir_all(self.files.path(stale)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(Error::Io(self.files.path(stale), error));
                }
                _ => {}
            }
        }
        let from = other.files.path("log");
        for entry in WalkDir::new(&from).sort_by_file_name().into_iter().filter_map(Result::ok) {
            let name =
                entry.path().strip_prefix(&from).unwrap_or(entry.path()).to_string_lossy().replace('\\', "/");
            if entry.file_type().is_file() && !entry.file_name().to_string_lossy().starts_with('.') {
                let bytes = read(entry.path(), usize::MAX - 1)
                    .map_err(|error| Error::Io(entry.path().to_owned(), error))?;
                self.files.create(&format!("{NEXT}/{name}"), &bytes, Durable::Name)?;
            }
        }
        let last = match size.checked_sub(1) {
            Some(last) => other.reader.leaf(last)?.logged,
            None => now,
        };
        let mut moved = Vec::new();
        for (to, (from, leaf)) in (size..).zip(moving) {
            let leaf = Leaf { logged: now.max(last), ..leaf };
            self.files.create(
                &format!("{NEXT}/{}", leaf_path(to)),
                leaf.to_string().as_bytes(),
                Durable::Name,
            )?;
            moved.push((from, to));
        }
        Ok(moved)
    }

    /// Puts the log as it will be in the place of the one that is there.
    fn exchange(&self) -> Result<(), Error> {
        let rename = |from: &str, to: &str| {
            let (from, to) = (self.files.path(from), self.files.path(to));
            self.files.storage.rename(&from, &to).map_err(|error| Error::Io(to, error))
        };
        rename("log", BEFORE)?;
        rename(NEXT, "log")?;
        let root = self.files.root.clone();
        self.files.storage.sync_folder(&root).map_err(|error| Error::Io(root, error))?;
        let before = self.files.path(BEFORE);
        fs::remove_dir_all(&before).map_err(|error| Error::Io(before, error))
    }
}
