//! The entries of one bundle: read from wherever they are, and compared with everything that should follow from them.

use super::kind::Kind;
use super::listing::Listing;
use crate::diagnostic::{Text, why_unread};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::{self, Leaf};
use crate::evidence::format::malformed::Malformed;
use crate::evidence::format::tile::{BUNDLE_LIMIT, TILE_LIMIT, WIDTH, read_bundle, write_bundle, write_tile};
use crate::evidence::format::tree::leaf_hash;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::Name;
use crate::evidence::verify::finding::Finding;
use crate::text;

/// What was found in one bundle.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    /// The entries, as far as they are there without a gap; none where one cannot be read.
    pub(super) entries: Vec<Option<Leaf>>,
    /// Their hashes.
    pub(super) hashes: Vec<Digest>,
    /// The first position that is nowhere.
    pub(super) gap: Option<u64>,
    /// Positions whose hash is not the one in the tile: either is wrong, and the signed root says which.
    pub(super) differing: Vec<u64>,
    /// Files that are missing, torn, or not what the entries say.
    pub(super) problems: Vec<Finding>,
}

/// Reads bundle `index` of a log that should have `end` entries.
pub(super) fn read(reader: &Reader, listing: &Listing, index: u64, end: u64) -> Bundle {
    let mut found = Bundle::default();
    let count = end.saturating_sub(index * WIDTH).min(WIDTH);
    let widths = listing.bundles.get(&index).map_or(&[][..], Vec::as_slice);
    let is_full = widths.contains(&WIDTH);
    let file = Name::Bundle { index, width: WIDTH };
    let full = if is_full { whole(reader, &file, WIDTH, &mut found.problems) } else { None };
    if is_full && full.is_none() && !listing.has_leaf(index * WIDTH) {
        // The entries are nowhere else: nothing can make this file again.
        for problem in found.problems.iter_mut().filter(|problem| problem.is(Kind::DerivedChanged)) {
            problem.turn(Kind::FileUnreadable);
        }
    }
    let entries = match full {
        Some(entries) => {
            compare_files(reader, listing, index, &entries, &mut found.problems);
            entries
        }
        None => collect(reader, listing, index, count, widths, &mut found),
    };
    for width in widths.iter().filter(|width| **width < WIDTH) {
        // Behind a gap, which is told of already, nothing can be compared.
        if found.gap.is_some() && entries.len() as u64 <= *width {
            continue;
        }
        let name = Name::Bundle { index, width: *width };
        let there = bytes_of(reader, &name, BUNDLE_LIMIT, &mut found.problems);
        if there.is_some_and(|there| !begins(&entries, *width, &there)) {
            found.problems.push(derived(&name));
        }
    }
    found.hashes = entries.iter().map(|entry| leaf_hash(entry)).collect();
    compare_tiles(reader, listing, index, &mut found);
    for (position, entry) in (index * WIDTH..).zip(&entries) {
        found.entries.push(match Leaf::parse(entry) {
            Ok(leaf) => Some(leaf),
            Err(wrong) => {
                let name = if is_full { &file } else { &Name::Leaf(position) };
                found.problems.push(Finding::of_entry(
                    Kind::EntryMalformed,
                    position,
                    name.to_string(),
                    &wrong.text(),
                ));
                None
            }
        });
    }
    found
}

fn begins(entries: &[Vec<u8>], width: u64, there: &[u8]) -> bool {
    usize::try_from(width)
        .ok()
        .and_then(|width| entries.get(..width))
        .is_some_and(|entries| write_bundle(entries) == there)
}

fn derived(name: &Name) -> Finding {
    let what = text!("項目から作られる内容と違います", "not what follows from the entries");
    Finding::of_part(Kind::DerivedChanged, name.to_string(), &what)
}

fn unreadable(name: &Name, error: &std::io::Error) -> Finding {
    let Text { ja, en } = why_unread(error);
    let what = text!("読めません（{ja}）", "cannot be read ({en})");
    Finding::of_part(Kind::FileUnreadable, name.to_string(), &what)
}

fn bytes_of(reader: &Reader, name: &Name, limit: usize, problems: &mut Vec<Finding>) -> Option<Vec<u8>> {
    match reader.store.read(name, limit) {
        Ok(bytes) => Some(bytes),
        Err(error) => {
            problems.push(unreadable(name, &error));
            None
        }
    }
}

/// Reads a bundle that should have so many entries.
fn whole(reader: &Reader, name: &Name, count: u64, problems: &mut Vec<Finding>) -> Option<Vec<Vec<u8>>> {
    let bytes = bytes_of(reader, name, BUNDLE_LIMIT, problems)?;
    let wrong = match read_bundle(&bytes) {
        Ok(entries) if entries.len() as u64 == count => {
            return Some(entries.into_iter().map(<[u8]>::to_vec).collect());
        }
        Ok(_) => Malformed::whole(text!("{count}件そろっていません", "it does not hold {count} entries")),
        Err(wrong) => wrong,
    };
    problems.push(Finding::of_part(Kind::DerivedChanged, name.to_string(), &wrong.text()));
    None
}

/// Compares the files of single entries, where they are still there, with their full bundle.
fn compare_files(
    reader: &Reader,
    listing: &Listing,
    index: u64,
    entries: &[Vec<u8>],
    problems: &mut Vec<Finding>,
) {
    for (position, entry) in
        (index * WIDTH..).zip(entries).filter(|(position, _)| listing.has_leaf(*position))
    {
        let name = Name::Leaf(position);
        if bytes_of(reader, &name, leaf::LIMIT, problems).is_some_and(|there| there != *entry) {
            let bundle = Name::Bundle { index, width: WIDTH };
            let what = text!("{bundle} にある同じ番号の項目と違います", "not the entry that {bundle} holds");
            problems.push(Finding::of_entry(Kind::EntryFileDiffers, position, name.to_string(), &what));
        }
    }
}

/// Collects the entries from their own files, or from a bundle that is not full where one is gone.
fn collect(
    reader: &Reader,
    listing: &Listing,
    index: u64,
    count: u64,
    widths: &[u64],
    found: &mut Bundle,
) -> Vec<Vec<u8>> {
    let mut entries: Vec<Vec<u8>> = Vec::new();
    let mut spare: Option<(Name, Vec<Vec<u8>>)> = None;
    for at in 0..count {
        let position = index * WIDTH + at;
        let name = Name::Leaf(position);
        if listing.has_leaf(position) {
            match bytes_of(reader, &name, leaf::LIMIT, &mut found.problems) {
                Some(bytes) => entries.push(bytes),
                None => {
                    found.gap = Some(position);
                    break;
                }
            }
            continue;
        }
        if spare.is_none() {
            let widest = widths.iter().filter(|width| **width < WIDTH).max().copied().unwrap_or(0);
            let bundle = Name::Bundle { index, width: widest };
            let read = if widest > at { whole(reader, &bundle, widest, &mut Vec::new()) } else { None };
            spare = Some((bundle, read.unwrap_or_default()));
        }
        let Some((bundle, kept)) = &spare else { break };
        let Some(entry) = usize::try_from(at).ok().and_then(|at| kept.get(at)) else {
            found.gap = Some(position);
            break;
        };
        let what: Text = text!(
            "項目のファイルがありません（内容は {bundle} に残っています）",
            "the file of the entry is missing ({bundle} still holds it)"
        );
        found.problems.push(Finding::of_entry(Kind::EntryFileMissing, position, name.to_string(), &what));
        entries.push(entry.clone());
    }
    entries
}

/// Compares the tiles over the entries.
fn compare_tiles(reader: &Reader, listing: &Listing, index: u64, found: &mut Bundle) {
    let widths = listing.tiles.get(&(0, index)).map_or(&[][..], Vec::as_slice);
    let widest = widths.iter().max();
    for width in widths {
        let name = Name::Tile { level: 0, index, width: *width };
        let Some(there) = bytes_of(reader, &name, TILE_LIMIT, &mut found.problems) else { continue };
        let own = usize::try_from(*width).ok().and_then(|width| found.hashes.get(..width)).map(write_tile);
        if own.as_ref() == Some(&there) || (own.is_none() && found.gap.is_some()) {
            continue;
        }
        // Which hash differs is told by the widest tile, if it can be read at all.
        let places: Vec<u64> = match own {
            Some(own) if own.len() == there.len() && Some(width) == widest => (index * WIDTH..)
                .zip(own.chunks(32).zip(there.chunks(32)))
                .filter_map(|(position, (own, there))| (own != there).then_some(position))
                .collect(),
            _ => Vec::new(),
        };
        if places.is_empty() {
            found.problems.push(derived(&name));
        } else {
            found.differing.extend(places);
        }
    }
}
