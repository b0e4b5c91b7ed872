//! Packing: full bundles take the place of the files of their 256 entries, and everything derived is made again.

use super::Log;
use crate::evidence::error::Error;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::store::files::Durable;
use crate::evidence::store::name::{bundle_path, leaf_path};
use crate::text;
use std::path::Path;
use std::time::UNIX_EPOCH;
use walkdir::WalkDir;

/// How old a file of an interrupted writer must be before it is swept away, in seconds.
const OLD: u64 = 24 * 60 * 60;

/// What was packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The number of entries of the log.
    pub entries: u64,
    /// How many files of single entries were replaced by bundles.
    pub removed: u64,
    /// How many files that interrupted writers left behind were removed.
    pub swept: u64,
}

impl Log {
    /// Makes every bundle and tile again, and removes the files of entries whose full bundle is on the disk.
    ///
    /// # Errors
    ///
    /// As [`Log::complete`]; [`Error::Damaged`] where the file of an entry is not what its bundle holds.
    pub fn pack(&self, key: &PrivateKey, now: Moment) -> Result<Packed, Error> {
        let _guard = self.files.lock()?;
        let size = self.complete_locked(key)?;
        self.rebuild(&self.checkpoint()?.head, Durable::Name)?;
        let mut packed = Packed { entries: size, removed: 0, swept: 0 };
        for index in 0..size / WIDTH {
            packed.removed += self.pack_one(index)?;
        }
        for folder in ["log", "records", "blobs"] {
            packed.swept += self.sweep(&self.files.path(folder), now)?;
        }
        Ok(packed)
    }

    fn pack_one(&self, index: u64) -> Result<u64, Error> {
        let first = index * WIDTH;
        let mut there = Vec::new();
        for (position, entry) in (first..).zip(self.reader.bundle(index, WIDTH)?) {
            let name = leaf_path(position);
            match self.reader.optional(&name, leaf::LIMIT)? {
                None => {}
                Some(bytes) if bytes == entry => there.push(name),
                Some(_) => {
                    return Err(Error::Damaged(
                        self.reader.path(&name),
                        text!(
                            "256件の束にある同じ番号の項目と違います",
                            "not the entry that the bundle holds"
                        ),
                    ));
                }
            }
        }
        if there.is_empty() {
            return Ok(0);
        }
        // Only what is on the disk may take the place of what is removed.
        self.files.settle(&format!("log/{}", bundle_path(index, WIDTH)))?;
        for name in &there {
            self.files.remove(&format!("log/{name}"))?;
        }
        Ok(there.len() as u64)
    }

    /// Removes what interrupted writers left behind, once it is a day old: a writer at work is younger.
    fn sweep(&self, folder: &Path, now: Moment) -> Result<u64, Error> {
        let mut swept = 0;
        for entry in WalkDir::new(folder).into_iter().filter_map(Result::ok) {
            let left =
                entry.file_name().to_string_lossy().starts_with(".new-") && entry.file_type().is_file();
            let modified = entry.metadata().ok().and_then(|about| about.modified().ok());
            let seconds =
                modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok()).map(|age| age.as_secs());
            if left && seconds.is_some_and(|seconds| seconds.saturating_add(OLD) < now.seconds()) {
                let path = entry.path();
                self.files.storage.remove(path).map_err(|error| Error::Io(path.to_owned(), error))?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}
