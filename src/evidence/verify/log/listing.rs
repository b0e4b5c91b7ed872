//! Which files an evidence folder has, and which of them have no place there.

use super::kind::Kind;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::store::{Area, Name, Store};
use crate::evidence::verify::finding::Finding;
use crate::text;
use std::collections::BTreeMap;
use std::ops::Range;

/// The widths under which a bundle or tile lies there; 256 is a full one.
pub(super) type Widths = Vec<u64>;

/// The files below `log/`.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// The positions that have a file of their own, ascending.
    pub(super) leaves: Vec<u64>,
    /// By number of bundle.
    pub(super) bundles: BTreeMap<u64, Widths>,
    /// By level and number of tile.
    pub(super) tiles: BTreeMap<(u32, u64), Widths>,
    /// Sizes of the heads, ascending.
    pub(super) heads: Vec<u64>,
    /// Sizes of the cosigned heads, ascending.
    pub(super) cosigned: Vec<u64>,
    /// What has no place.
    pub(super) problems: Vec<Finding>,
}

impl Listing {
    pub(super) fn of(store: &dyn Store) -> Self {
        let mut listing = Self::default();
        store.walk(Area::Log, &mut |path, can_be_read| {
            if !Name::parse(path).filter(|_| can_be_read).is_some_and(|name| listing.take(name)) {
                listing.problems.push(strange(path.to_owned()));
            }
        });
        listing.problems.sort();
        for widths in listing.bundles.values_mut().chain(listing.tiles.values_mut()) {
            widths.sort_unstable();
        }
        listing.leaves.sort_unstable();
        listing.heads.sort_unstable();
        listing.cosigned.sort_unstable();
        listing
    }

    /// Notes what is there; false where it is nothing of a log.
    fn take(&mut self, name: Name) -> bool {
        match name {
            Name::Checkpoint => {}
            Name::Head(size) => self.heads.push(size),
            Name::Cosigned(size) => self.cosigned.push(size),
            Name::Leaf(position) => self.leaves.push(position),
            Name::Bundle { index, width } => self.bundles.entry(index).or_default().push(width),
            Name::Tile { level, index, width } => self.tiles.entry((level, index)).or_default().push(width),
            Name::Attributes
            | Name::Policy
            | Name::Register(_)
            | Name::Record(_)
            | Name::Blob(_)
            | Name::Copy(_)
            | Name::Seen(_) => return false,
        }
        true
    }

    /// Returns the number after the last position that a file of its own or a full bundle holds.
    pub(super) fn end(&self) -> u64 {
        let leaves = self.leaves.last().map_or(0, |last| last.saturating_add(1));
        let full = self.bundles.iter().rev().find(|(_, widths)| widths.contains(&WIDTH));
        leaves.max(full.map_or(0, |(index, _)| index.saturating_add(1).saturating_mul(WIDTH)))
    }

    /// Returns the bundles of which something is there, with the positions in each that entries may have: files of which
    /// anybody may make one, under a number far behind the last entry, so that nothing counts from 0 up to there.
    pub(super) fn parts(&self) -> Vec<(u64, Range<u64>)> {
        let mut ends: BTreeMap<u64, u64> = BTreeMap::new();
        let mut note = |index: u64, width: u64| {
            let end = ends.entry(index).or_default();
            *end = width.max(*end);
        };
        for position in &self.leaves {
            note(position / WIDTH, position % WIDTH + 1);
        }
        for (index, widths) in &self.bundles {
            note(*index, widths.iter().copied().max().unwrap_or(0));
        }
        let begin = |index: u64| index.checked_mul(WIDTH).filter(|begin| begin.checked_add(WIDTH).is_some());
        ends.into_iter()
            .filter_map(|(index, width)| Some((index, begin(index)?..begin(index)? + width)))
            .collect()
    }

    pub(super) fn has_leaf(&self, position: u64) -> bool {
        self.leaves.binary_search(&position).is_ok()
    }
}

/// Returns a file that has no place.
pub(super) fn strange(file: String) -> Finding {
    Finding::of_part(
        Kind::FileStrange,
        file,
        &text!("証跡ログにない名前のファイルです", "a file whose name has no place in the log"),
    )
}
