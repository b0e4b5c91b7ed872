//! Reading a log: how many entries there are, what is in them, and the nodes of the tree.

use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::Checkpoint;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::{self, Leaf};
use crate::evidence::format::malformed::Malformed;
use crate::evidence::format::note;
use crate::evidence::format::tile::{
    BUNDLE_LIMIT, TILE_LIMIT, WIDTH, inside_tile, read_bundle, read_tile, width,
};
use crate::evidence::format::tree::{leaf_hash, root_of};
use crate::evidence::store::{Name, Store};
use crate::text;

/// A log in a store, for reading.
#[derive(Clone, Copy, Debug)]
pub(in crate::evidence) struct Reader<'a> {
    pub(in crate::evidence) store: &'a dyn Store,
}

/// The name of a full bundle.
fn full(index: u64) -> Name {
    Name::Bundle { index, width: WIDTH }
}

impl<'a> Reader<'a> {
    pub(in crate::evidence) fn new(store: &'a dyn Store) -> Self {
        Self { store }
    }

    /// Reads a head; nothing where there is none.
    pub(in crate::evidence) fn checkpoint(self, name: &Name) -> Result<Option<Checkpoint>, Error> {
        let Some(bytes) = self.store.find(name, note::LIMIT)? else { return Ok(None) };
        Checkpoint::parse(&bytes).map(Some).map_err(|wrong| Error::Malformed(self.store.place(name), wrong))
    }

    /// Returns the sizes of the heads of the series, ascending, and whether each is a cosigned one.
    pub(in crate::evidence) fn heads(self) -> Result<Vec<(u64, bool)>, Error> {
        let mut heads = self.store.heads()?;
        heads.sort_unstable();
        Ok(heads)
    }

    /// Returns the latest signed head. The copy of it counts first; where a run was interrupted before that was whole,
    /// the series says what was signed.
    pub(in crate::evidence) fn latest(self) -> Result<Option<Checkpoint>, Error> {
        if let Ok(Some(checkpoint)) = self.checkpoint(&Name::Checkpoint) {
            return Ok(Some(checkpoint));
        }
        for (size, cosigned) in self.heads()?.into_iter().rev() {
            if let (false, Ok(Some(checkpoint))) = (cosigned, self.checkpoint(&Name::Head(size))) {
                return Ok(Some(checkpoint));
            }
        }
        // Nothing can be read: say what is wrong with the copy.
        self.checkpoint(&Name::Checkpoint)
    }

    /// Returns the number of entries, where at least `known` of them are known to be there.
    pub(in crate::evidence) fn count(self, known: u64) -> u64 {
        let mut bundle = known / WIDTH;
        while self.store.exists(&full(bundle)) {
            bundle += 1;
        }
        let mut size = known.max(bundle * WIDTH);
        while self.store.exists(&Name::Leaf(size)) {
            size += 1;
        }
        size
    }

    /// Returns the bytes of an entry: its own, else from its bundle.
    pub(in crate::evidence) fn entry(self, position: u64) -> Result<Vec<u8>, Error> {
        // A full bundle has the last word: an entry that a slow writer left behind it counts for nothing.
        let bundle = position / WIDTH;
        if let Some(entries) = self.full_bundle(bundle)?
            && let Some(entry) = usize::try_from(position % WIDTH).ok().and_then(|at| entries.get(at))
        {
            return Ok(entry.clone());
        }
        let name = Name::Leaf(position);
        if let Some(bytes) = self.store.find(&name, leaf::LIMIT)? {
            return Ok(bytes);
        }
        if let Some(bytes) = self.spare(position)? {
            return Ok(bytes);
        }
        Err(Error::Damaged(
            self.store.place(&name),
            text!("{position} 番の項目のファイルがありません", "the file of entry {position} is missing"),
        ))
    }

    /// Returns the bytes of an entry from the widest bundle that is not full, where its own were lost. Whether they are
    /// right is told by the signed root.
    fn spare(self, position: u64) -> Result<Option<Vec<u8>>, Error> {
        let index = position / WIDTH;
        let Some(width) = self.store.widths(&full(index))?.into_iter().max() else { return Ok(None) };
        let Some(bytes) = self.store.find(&Name::Bundle { index, width }, BUNDLE_LIMIT)? else {
            return Ok(None);
        };
        let entries = read_bundle(&bytes).unwrap_or_default();
        let at = usize::try_from(position % WIDTH).unwrap_or(usize::MAX);
        Ok(entries.get(at).map(|entry| entry.to_vec()))
    }

    /// Reads a full bundle; nothing where there is none, or where it is torn and can be made again from its entries.
    pub(in crate::evidence) fn full_bundle(self, index: u64) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let name = full(index);
        let Some(bytes) = self.store.find(&name, BUNDLE_LIMIT)? else { return Ok(None) };
        match read_bundle(&bytes) {
            Ok(entries) if entries.len() as u64 == WIDTH => {
                Ok(Some(entries.into_iter().map(<[u8]>::to_vec).collect()))
            }
            _ if self.store.exists(&Name::Leaf(index * WIDTH)) => Ok(None),
            Ok(_) => Err(Error::Damaged(
                self.store.place(&name),
                text!("256件そろっていません", "it does not hold 256 entries"),
            )),
            Err(wrong) => Err(Error::Malformed(self.store.place(&name), wrong)),
        }
    }

    /// Returns the first `count` entries of a bundle.
    pub(in crate::evidence) fn bundle(self, index: u64, count: u64) -> Result<Vec<Vec<u8>>, Error> {
        if let Some(mut entries) = self.full_bundle(index)? {
            entries.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            return Ok(entries);
        }
        (0..count).map(|at| self.entry(index * WIDTH + at)).collect()
    }

    /// Reads an entry.
    pub(in crate::evidence) fn leaf(self, position: u64) -> Result<Leaf, Error> {
        let bytes = self.entry(position)?;
        Leaf::parse(&bytes)
            .map_err(|wrong| Error::Malformed(self.store.place(&Name::Leaf(position)), at(position, wrong)))
    }

    /// Returns the first `count` hashes of a tile: as written, else from what lies below it.
    pub(in crate::evidence) fn tile(self, level: u32, index: u64, count: u64) -> Result<Vec<Digest>, Error> {
        for width in [count, WIDTH] {
            if let Some(bytes) = self.store.find(&Name::Tile { level, index, width }, TILE_LIMIT)?
                && let Some(mut hashes) = read_tile(&bytes)
                && hashes.len() as u64 == width
            {
                hashes.truncate(usize::try_from(count).unwrap_or(usize::MAX));
                return Ok(hashes);
            }
        }
        if level == 0 {
            let entries = self.bundle(index, count)?;
            return Ok(entries.iter().map(|entry| leaf_hash(entry)).collect());
        }
        (0..count).map(|at| Ok(root_of(&self.tile(level - 1, index * WIDTH + at, WIDTH)?))).collect()
    }

    /// Returns the root of the complete subtree number `index` of `1 << level` entries, in a tree of `size` entries.
    pub(in crate::evidence) fn node(self, size: u64, level: u32, index: u64) -> Result<Digest, Error> {
        let (tile_level, depth) = (level / 8, level % 8);
        let tile = (index << depth) / WIDTH;
        let hashes = self.tile(tile_level, tile, width(tile_level, tile, size))?;
        inside_tile(&hashes, depth, index % (WIDTH >> depth)).ok_or_else(|| {
            let name = Name::Tile { level: tile_level, index: tile, width: WIDTH };
            Error::Damaged(
                self.store.place(&name),
                text!("木の部品が足りません", "a part of the tree is missing"),
            )
        })
    }
}

fn at(position: u64, wrong: Malformed) -> Malformed {
    let (ja, en) = (wrong.what.ja, wrong.what.en);
    Malformed { line: wrong.line, what: text!("{position} 番の項目: {ja}", "entry {position}: {en}") }
}
