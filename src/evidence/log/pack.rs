//! Packing: full bundles take the place of the files of their 256 entries, and everything derived is made again.

use super::Log;
use crate::evidence::error::Error;
use crate::evidence::format::ed25519::PrivateKey;
use crate::evidence::format::leaf;
use crate::evidence::format::moment::Moment;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::store::{Durable, Name};
use crate::text;

/// How old a file of an interrupted writer must be before it is swept away, in seconds: a writer at work is younger.
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
        let _guard = self.lock()?;
        let size = self.complete_locked(key)?;
        self.rebuild(&self.checkpoint()?.head, Durable::Name)?;
        let mut packed = Packed { entries: size, removed: 0, swept: 0 };
        for index in 0..size / WIDTH {
            packed.removed += self.pack_one(index)?;
        }
        packed.swept = self.store.all(self.store.sweep(now.seconds().saturating_sub(OLD)))?;
        Ok(packed)
    }

    fn pack_one(&self, index: u64) -> Result<u64, Error> {
        let first = index * WIDTH;
        let mut there = Vec::new();
        for (position, entry) in (first..).zip(self.reader().bundle(index, WIDTH)?) {
            let name = Name::Leaf(position);
            match self.store.find(&name, leaf::LIMIT)? {
                None => {}
                Some(bytes) if bytes == entry => there.push(name),
                Some(_) => {
                    return Err(Error::Damaged(
                        self.store.place(&name),
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
        self.store.settled(&Name::Bundle { index, width: WIDTH })?;
        for name in &there {
            self.store.removed(name)?;
        }
        Ok(there.len() as u64)
    }
}
