//! What follows from the entries: bundles, tiles and the root. The same entries give the same bytes, so that writers
//! who race, and a run that completes an interrupted one, agree.

use super::reader::Reader;
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::register_of;
use crate::evidence::format::tile::{WIDTH, inside_tile, width, write_bundle, write_tile};
use crate::evidence::format::tree::{Frontier, leaf_hash, root_of};
use crate::evidence::store::{Durable, Name, Store};

/// A tree that grows by entries and writes its files as they fill.
pub(super) struct Derivation<'a> {
    store: &'a dyn Store,
    /// The entries of the bundle that is not full.
    entries: Vec<Vec<u8>>,
    /// For each level, the hashes of the tile that is not full.
    levels: Vec<Vec<Digest>>,
    size: u64,
    /// The last version of the key register among the entries that were appended here.
    register: Option<Digest>,
    durable: Durable,
}

impl<'a> Derivation<'a> {
    /// Begins with nothing: everything is written again. Where `durable`, full files are on the disk.
    pub(super) fn new(store: &'a dyn Store, durable: Durable) -> Self {
        Self { store, entries: Vec::new(), levels: vec![Vec::new()], size: 0, register: None, durable }
    }

    /// Begins at the first entry of a bundle, with the tiles that are there.
    pub(super) fn at_bundle(store: &'a dyn Store, bundle: u64) -> Result<Self, Error> {
        let (reader, size) = (Reader::new(store), bundle * WIDTH);
        let mut levels = vec![Vec::new()];
        for level in 1.. {
            let hashes = size.checked_shr(8 * level).unwrap_or(0);
            if hashes == 0 {
                break;
            }
            let index = hashes / WIDTH;
            levels.push(match width(level, index, size) {
                0 => Vec::new(),
                count => reader.tile(level, index, count)?,
            });
        }
        Ok(Self { store, entries: Vec::new(), levels, size, register: None, durable: Durable::Nothing })
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    /// Returns the last version of the key register among the entries that were appended here.
    pub(super) fn register(&self) -> Option<Digest> {
        self.register
    }

    /// Appends an entry.
    pub(super) fn push(&mut self, entry: Vec<u8>) -> Result<(), Error> {
        self.hash(0, leaf_hash(&entry))?;
        self.register = register_of(&entry).or(self.register);
        self.entries.push(entry);
        self.size += 1;
        if self.entries.len() as u64 == WIDTH {
            let name = Name::Bundle { index: self.size / WIDTH - 1, width: WIDTH };
            self.store.write_again(&name, &write_bundle(&self.entries), self.durable)?;
            self.entries.clear();
        }
        Ok(())
    }

    fn hash(&mut self, level: u32, hash: Digest) -> Result<(), Error> {
        let at = level as usize;
        if self.levels.len() <= at {
            self.levels.push(Vec::new());
        }
        let Some(tile) = self.levels.get_mut(at) else { return Ok(()) };
        tile.push(hash);
        if (tile.len() as u64) < WIDTH {
            return Ok(());
        }
        let full = std::mem::take(tile);
        // `size` does not count this entry yet; its tile is the one that this entry fills.
        let index = (self.size >> (8 * level)) / WIDTH;
        self.store.write_again(
            &Name::Tile { level, index, width: WIDTH },
            &write_tile(&full),
            self.durable,
        )?;
        self.hash(level + 1, root_of(&full))
    }

    /// Returns the root of the tree so far.
    pub(super) fn root(&self) -> Digest {
        let edge = Frontier::at(self.size, |level, index| {
            let (tile_level, depth) = (level / 8, level % 8);
            let hashes = self.levels.get(tile_level as usize).map_or(&[][..], Vec::as_slice);
            inside_tile(hashes, depth, index % (WIDTH >> depth)).ok_or(())
        });
        // Every complete subtree of the right edge lies in a tile that is not full.
        edge.map_or_else(|()| crate::evidence::format::tree::empty_root(), |edge| edge.root())
    }

    /// Writes the bundle and the tiles that are not full.
    pub(super) fn finish(&self) -> Result<(), Error> {
        if !self.entries.is_empty() {
            let name = Name::Bundle { index: self.size / WIDTH, width: self.entries.len() as u64 };
            self.store.write_again(&name, &write_bundle(&self.entries), Durable::Nothing)?;
        }
        for (level, hashes) in (0..).zip(&self.levels) {
            if !hashes.is_empty() {
                let index = (self.size >> (8 * level)) / WIDTH;
                let name = Name::Tile { level, index, width: hashes.len() as u64 };
                self.store.write_again(&name, &write_tile(hashes), Durable::Nothing)?;
            }
        }
        Ok(())
    }
}
