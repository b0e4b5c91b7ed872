//! Which files an evidence folder has, and which of them have no place there.

use super::problem::{Kind, Problem};
use crate::evidence::format::malformed::number;
use crate::evidence::format::tile::WIDTH;
use crate::evidence::store::name::parse_number_path;
use crate::text;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

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
    pub(super) problems: Vec<Problem>,
}

impl Listing {
    pub(super) fn of(root: &Path) -> Self {
        let mut listing = Self::default();
        let folder = root.join("log");
        for entry in plain_files(&folder) {
            let name = name_below(&folder, &entry);
            if !entry.file_type().is_file() || !listing.take(&name) {
                listing.problems.push(strange(format!("log/{name}")));
            }
        }
        listing.problems.sort();
        for widths in listing.bundles.values_mut().chain(listing.tiles.values_mut()) {
            widths.sort_unstable();
        }
        listing.leaves.sort_unstable();
        listing.heads.sort_unstable();
        listing.cosigned.sort_unstable();
        listing
    }

    fn take(&mut self, name: &str) -> bool {
        if name == "checkpoint" {
            return true;
        }
        let Some((folder, rest)) = name.split_once('/') else { return false };
        match folder {
            "checkpoints" => {
                let (list, size) = match rest.strip_suffix(".cosigned") {
                    Some(size) => (&mut self.cosigned, size),
                    None => (&mut self.heads, rest),
                };
                number(size).map(|size| list.push(size)).is_some()
            }
            "leaf" => parse_number_path(rest).map(|position| self.leaves.push(position)).is_some(),
            "tile" => self.take_tile(rest).is_some(),
            _ => false,
        }
    }

    fn take_tile(&mut self, name: &str) -> Option<()> {
        let (level, rest) = name.split_once('/')?;
        let (index, width) = match rest.split_once(".p/") {
            Some((index, width)) => (index, number(width).filter(|width| (1..WIDTH).contains(width))?),
            None => (rest, WIDTH),
        };
        let index = parse_number_path(index)?;
        let widths = if level == "entries" {
            self.bundles.entry(index).or_default()
        } else {
            let level =
                number(level).and_then(|level| u32::try_from(level).ok()).filter(|level| *level < 64)?;
            self.tiles.entry((level, index)).or_default()
        };
        widths.push(width);
        Some(())
    }

    /// Returns the number after the last position that a file of its own or a full bundle holds.
    pub(super) fn end(&self) -> u64 {
        let leaves = self.leaves.last().map_or(0, |last| last.saturating_add(1));
        let full = self.bundles.iter().rev().find(|(_, widths)| widths.contains(&WIDTH));
        leaves.max(full.map_or(0, |(index, _)| index.saturating_add(1).saturating_mul(WIDTH)))
    }

    pub(super) fn has_leaf(&self, position: u64) -> bool {
        self.leaves.binary_search(&position).is_ok()
    }
}

/// Returns a file that has no place.
pub(super) fn strange(file: String) -> Problem {
    Problem::of_file(
        Kind::FileStrange,
        file,
        &text!("証跡ログにない名前のファイルです", "a file whose name has no place in the log"),
    )
}

/// Returns every file below a folder, in no order. Names that begin with a dot are not looked at: they are what a
/// writer that was interrupted left behind.
pub(super) fn plain_files(folder: &Path) -> impl Iterator<Item = DirEntry> {
    let plain =
        |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    WalkDir::new(folder)
        .into_iter()
        .filter_entry(plain)
        .filter_map(Result::ok)
        .filter(|entry| entry.depth() > 0 && !entry.file_type().is_dir())
}

/// Returns the folders at a depth, and the files above that depth.
pub(super) fn folders_and_files(folder: &Path, depth: usize) -> (Vec<PathBuf>, Vec<DirEntry>) {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in WalkDir::new(folder).min_depth(1).max_depth(depth).into_iter().filter_map(Result::ok) {
        let left = entry.file_name().as_encoded_bytes().starts_with(b".");
        if !entry.file_type().is_dir() && !left {
            files.push(entry);
        } else if entry.file_type().is_dir() && entry.depth() == depth {
            folders.push(entry.into_path());
        }
    }
    (folders, files)
}

/// Returns the name of a file below a folder, with `/` on every system.
pub(super) fn name_below(folder: &Path, entry: &DirEntry) -> String {
    let path = entry.path().strip_prefix(folder).unwrap_or(entry.path());
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}
