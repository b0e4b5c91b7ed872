//! Reading a log: how many entries there are, what is in them, and the nodes of the tree.

use crate::evidence::error::Error;
use crate::evidence::format::checkpoint::Checkpoint;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::{self, Leaf};
use crate::evidence::format::malformed::{Malformed, number};
use crate::evidence::format::note;
use crate::evidence::format::tile::{
    BUNDLE_LIMIT, TILE_LIMIT, WIDTH, inside_tile, read_bundle, read_tile, width,
};
use crate::evidence::format::tree::{leaf_hash, root_of};
use crate::evidence::store::files::{names, read};
use crate::evidence::store::name::{bundle_path, leaf_path, tile_path};
use crate::text;
use std::io;
use std::path::{Path, PathBuf};

/// The files below `log/`, for reading.
#[derive(Clone, Debug)]
pub(in crate::evidence) struct Reader {
    /// The folder `log`.
    pub(in crate::evidence) folder: PathBuf,
}

impl Reader {
    pub(in crate::evidence) fn new(root: &Path) -> Self {
        Self { folder: root.join("log") }
    }

    pub(in crate::evidence) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Reads a file; nothing where there is none.
    pub(in crate::evidence) fn optional(&self, name: &str, limit: usize) -> Result<Option<Vec<u8>>, Error> {
        let path = self.path(name);
        match read(&path, limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::Io(path, error)),
        }
    }

    fn exists(&self, name: &str) -> bool {
        self.path(name).exists()
    }

    /// Reads a checkpoint below `log/`; nothing where there is none.
    pub(in crate::evidence) fn checkpoint(&self, name: &str) -> Result<Option<Checkpoint>, Error> {
        let Some(bytes) = self.optional(name, note::LIMIT)? else { return Ok(None) };
        Checkpoint::parse(&bytes).map(Some).map_err(|wrong| Error::Malformed(self.path(name), wrong))
    }

    /// Returns the sizes of the heads in `checkpoints/`, ascending, and whether each is a `.cosigned` one.
    pub(in crate::evidence) fn heads(&self) -> Result<Vec<(u64, bool)>, Error> {
        let mut heads = Vec::new();
        for name in names(&self.path("checkpoints"))? {
            let (size, cosigned) = match name.strip_suffix(".cosigned") {
                Some(size) => (size, true),
                None => (name.as_str(), false),
            };
            if let Some(size) = number(size) {
                heads.push((size, cosigned));
            }
        }
        heads.sort_unstable();
        Ok(heads)
    }

    /// Returns the latest signed head. The file `checkpoint` is a copy; where a run was interrupted before it was
    /// whole, the heads in `checkpoints/` say what was signed.
    pub(in crate::evidence) fn latest(&self) -> Result<Option<Checkpoint>, Error> {
        if let Ok(Some(checkpoint)) = self.checkpoint("checkpoint") {
            return Ok(Some(checkpoint));
        }
        for (size, cosigned) in self.heads()?.into_iter().rev() {
            if let (false, Ok(Some(checkpoint))) = (cosigned, self.checkpoint(&format!("checkpoints/{size}")))
            {
                return Ok(Some(checkpoint));
            }
        }
        // Nothing can be read: say what is wrong with the copy.
        self.checkpoint("checkpoint")
    }

    /// Returns the number of entries, where at least `known` of them are known to be there.
    pub(in crate::evidence) fn count(&self, known: u64) -> u64 {
        let mut bundle = known / WIDTH;
        while self.exists(&bundle_path(bundle, WIDTH)) {
            bundle += 1;
        }
        let mut size = known.max(bundle * WIDTH);
        while self.exists(&leaf_path(size)) {
            size += 1;
        }
        size
    }

    /// Returns the bytes of an entry: from its own file, else from its bundle.
    pub(in crate::evidence) fn entry(&self, position: u64) -> Result<Vec<u8>, Error> {
        // A full bundle has the last word: a file that a slow writer left behind it counts for nothing.
        let bundle = position / WIDTH;
        if let Some(entries) = self.full_bundle(bundle)?
            && let Some(entry) = usize::try_from(position % WIDTH).ok().and_then(|at| entries.get(at))
        {
            return Ok(entry.clone());
        }
        if let Some(bytes) = self.optional(&leaf_path(position), leaf::LIMIT)? {
            return Ok(bytes);
        }
        if let Some(bytes) = self.spare(position)? {
            return Ok(bytes);
        }
        Err(Error::Damaged(
            self.path(&leaf_path(position)),
            text!("{position} 番の項目のファイルがありません", "the file of entry {position} is missing"),
        ))
    }

    /// Returns the bytes of an entry from the widest bundle that is not full, where its own file was lost. Whether
    /// they are right is told by the signed root.
    fn spare(&self, position: u64) -> Result<Option<Vec<u8>>, Error> {
        let bundle = position / WIDTH;
        let folder = format!("{}.p", bundle_path(bundle, WIDTH));
        let widest = names(&self.path(&folder))?.iter().filter_map(|name| number(name)).max();
        let Some(widest) = widest else { return Ok(None) };
        let Some(bytes) = self.optional(&bundle_path(bundle, widest), BUNDLE_LIMIT)? else { return Ok(None) };
        let entries = read_bundle(&bytes).unwrap_or_default();
        let at = usize::try_from(position % WIDTH).unwrap_or(usize::MAX);
        Ok(entries.get(at).map(|entry| entry.to_vec()))
    }

    /// Reads a full bundle; nothing where there is none, or where it is torn and can be made again from its entries.
    pub(in crate::evidence) fn full_bundle(&self, index: u64) -> Result<Option<Vec<Vec<u8>>>, Error> {
        let name = bundle_path(index, WIDTH);
        let Some(bytes) = self.optional(&name, BUNDLE_LIMIT)? else { return Ok(None) };
        match read_bundle(&bytes) {
            Ok(entries) if entries.len() as u64 == WIDTH => {
                Ok(Some(entries.into_iter().map(<[u8]>::to_vec).collect()))
            }
            _ if self.exists(&leaf_path(index * WIDTH)) => Ok(None),
            Ok(_) => Err(Error::Damaged(
                self.path(&name),
                text!("256件そろっていません", "it does not hold 256 entries"),
            )),
            Err(wrong) => Err(Error::Malformed(self.path(&name), wrong)),
        }
    }

    /// Returns the first `count` entries of a bundle.
    pub(in crate::evidence) fn bundle(&self, index: u64, count: u64) -> Result<Vec<Vec<u8>>, Error> {
        if let Some(mut entries) = self.full_bundle(index)? {
            entries.truncate(usize::try_from(count).unwrap_or(usize::MAX));
            return Ok(entries);
        }
        (0..count).map(|at| self.entry(index * WIDTH + at)).collect()
    }

    /// Reads an entry.
    pub(in crate::evidence) fn leaf(&self, position: u64) -> Result<Leaf, Error> {
        let bytes = self.entry(position)?;
        Leaf::parse(&bytes)
            .map_err(|wrong| Error::Malformed(self.path(&leaf_path(position)), at(position, wrong)))
    }

    /// Returns the first `count` hashes of a tile: from its file, else from what lies below it.
    pub(in crate::evidence) fn tile(&self, level: u32, index: u64, count: u64) -> Result<Vec<Digest>, Error> {
        for wide in [count, WIDTH] {
            if let Some(bytes) = self.optional(&tile_path(level, index, wide), TILE_LIMIT)?
                && let Some(mut hashes) = read_tile(&bytes)
                && hashes.len() as u64 == wide
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
    pub(in crate::evidence) fn node(&self, size: u64, level: u32, index: u64) -> Result<Digest, Error> {
        let (tile_level, depth) = (level / 8, level % 8);
        let tile = (index << depth) / WIDTH;
        let hashes = self.tile(tile_level, tile, width(tile_level, tile, size))?;
        inside_tile(&hashes, depth, index % (WIDTH >> depth)).ok_or_else(|| {
            Error::Damaged(
                self.path(&tile_path(tile_level, tile, WIDTH)),
                text!("木の部品が足りません", "a part of the tree is missing"),
            )
        })
    }
}

fn at(position: u64, wrong: Malformed) -> Malformed {
    let (ja, en) = (wrong.what.ja, wrong.what.en);
    Malformed { line: wrong.line, what: text!("{position} 番の項目: {ja}", "entry {position}: {en}") }
}
