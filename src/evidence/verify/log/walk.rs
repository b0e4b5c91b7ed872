//! The tree as it grows over the entries: compared with the tiles above them, and with every head on the way.

use super::heads::Found;
use super::kind::Kind;
use super::listing::Listing;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::tile::{TILE_LIMIT, WIDTH, write_tile};
use crate::evidence::format::tree::{Frontier, root_of};
use crate::evidence::log::reader::Reader;
use crate::evidence::store::Name;
use crate::evidence::verify::finding::Finding;
use crate::text;
use std::collections::BTreeMap;

/// How many contradicting heads, or differing hashes, are kept: more of them say nothing new.
const MOST: usize = 100;

/// The tree so far.
#[derive(Debug)]
pub(super) struct Walk {
    frontier: Frontier,
    /// For each level above the first, the hashes of the tile that is not full.
    levels: Vec<Vec<Digest>>,
    /// The largest signed head that the entries lead to.
    pub(super) agreeing: Option<Found>,
    /// Signed heads that the entries do not lead to, smallest first.
    pub(super) contradicting: Vec<Found>,
    /// Positions whose hash in the tile is another.
    pub(super) differing: Vec<u64>,
}

impl Walk {
    pub(super) fn new() -> Self {
        Self {
            frontier: Frontier::default(),
            levels: Vec::new(),
            agreeing: None,
            contradicting: Vec::new(),
            differing: Vec::new(),
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.frontier.size()
    }

    pub(super) fn note_differing(&mut self, positions: &[u64]) {
        let left = MOST.saturating_sub(self.differing.len());
        self.differing.extend(positions.iter().take(left));
    }

    /// Appends the entries of a bundle, and returns the roots at the sizes that are asked for.
    pub(super) fn push(
        &mut self,
        hashes: &[Digest],
        sizes: &[u64],
        reader: &Reader,
        listing: &Listing,
        problems: &mut Vec<Finding>,
    ) -> BTreeMap<u64, Digest> {
        let mut roots = BTreeMap::new();
        let mut sizes = sizes.iter().copied().peekable();
        if sizes.peek().is_none() && hashes.len() as u64 == WIDTH {
            // No head inside: the bundle counts as one subtree.
            self.frontier.push_subtree(8, root_of(hashes));
        } else {
            for hash in hashes {
                self.frontier.push(*hash);
                let size = self.frontier.size();
                while sizes.next_if(|wanted| *wanted <= size).is_some() {
                    roots.insert(size, self.frontier.root());
                }
            }
        }
        if hashes.len() as u64 == WIDTH {
            self.climb(1, root_of(hashes), reader, listing, problems);
        }
        roots
    }

    fn climb(
        &mut self,
        level: u32,
        hash: Digest,
        reader: &Reader,
        listing: &Listing,
        problems: &mut Vec<Finding>,
    ) {
        let at = level as usize - 1;
        if self.levels.len() <= at {
            self.levels.push(Vec::new());
        }
        let Some(tile) = self.levels.get_mut(at) else { return };
        tile.push(hash);
        if (tile.len() as u64) < WIDTH {
            return;
        }
        let full = std::mem::take(tile);
        let index = (self.frontier.size() >> (8 * level)) / WIDTH - 1;
        compare(level, index, &full, reader, listing, problems);
        self.climb(level + 1, root_of(&full), reader, listing, problems);
    }

    /// Compares the tiles that are not full, and tells of those that no entry accounts for.
    pub(super) fn finish(
        &self,
        reader: &Reader,
        listing: &Listing,
        incomplete: bool,
        problems: &mut Vec<Finding>,
    ) {
        let size = self.frontier.size();
        for (level, hashes) in (1..).zip(&self.levels) {
            if !hashes.is_empty() {
                compare(level, (size >> (8 * level)) / WIDTH, hashes, reader, listing, problems);
            }
        }
        if incomplete {
            return;
        }
        let beyond = |level: u32, index: u64| {
            let hashes = size.checked_shr(8 * level).unwrap_or(0);
            index >= hashes.div_ceil(WIDTH)
        };
        for ((level, index), widths) in &listing.tiles {
            if beyond(*level, *index) {
                problems.extend(
                    widths
                        .iter()
                        .map(|width| no_entries(&Name::Tile { level: *level, index: *index, width: *width })),
                );
            }
        }
        for (index, widths) in &listing.bundles {
            if beyond(0, *index) {
                problems.extend(
                    widths.iter().map(|width| no_entries(&Name::Bundle { index: *index, width: *width })),
                );
            }
        }
    }

    /// Compares a signed head with the root of the entries at its size.
    pub(super) fn judge(&mut self, found: &Found, root: &Digest) {
        if !found.signed {
            return;
        }
        if found.head().root != *root {
            if self.contradicting.len() < MOST {
                self.contradicting.push(found.clone());
            }
        } else if self.agreeing.as_ref().is_none_or(|largest| largest.head().size < found.head().size) {
            self.agreeing = Some(found.clone());
        }
    }
}

fn no_entries(name: &Name) -> Finding {
    let what = text!("これに当たる項目がログにありません", "the log has no entries for it");
    Finding::of_part(Kind::DerivedChanged, name.to_string(), &what)
}

fn compare(
    level: u32,
    index: u64,
    hashes: &[Digest],
    reader: &Reader,
    listing: &Listing,
    problems: &mut Vec<Finding>,
) {
    let bytes = write_tile(hashes);
    for width in listing.tiles.get(&(level, index)).map_or(&[][..], Vec::as_slice) {
        let name = Name::Tile { level, index, width: *width };
        let own = usize::try_from(*width * 32).ok().and_then(|length| bytes.get(..length));
        if !reader.store.read(&name, TILE_LIMIT).is_ok_and(|there| Some(there.as_slice()) == own) {
            let what = text!("項目から作られる内容と違います", "not what follows from the entries");
            problems.push(Finding::of_part(Kind::DerivedChanged, name.to_string(), &what));
        }
    }
}
