//! Tiles and entry bundles (C2SP tlog-tiles): what is in them.

use super::leaf;
use super::malformed::Malformed;
use super::tree::root_of;
use crate::evidence::format::digest::Digest;
use crate::text;

/// The number of hashes of a full tile, and of entries of a full bundle.
pub const WIDTH: u64 = 256;

/// The longest entry bundle that is read, in bytes.
pub const BUNDLE_LIMIT: usize = 256 * (leaf::LIMIT + 2);

/// The length of a full tile, in bytes.
pub const TILE_LIMIT: usize = 256 * 32;

/// Returns how many hashes a tile of a tree has: 256 for a full one, 0 for none.
#[must_use]
pub fn width(level: u32, index: u64, size: u64) -> u64 {
    let hashes = size.checked_shr(8 * level).unwrap_or(0);
    hashes.saturating_sub(index.saturating_mul(WIDTH)).min(WIDTH)
}

/// Writes a tile: its hashes one after the other.
#[must_use]
pub fn write_tile(hashes: &[Digest]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| *hash.bytes()).collect()
}

/// Reads a tile; nothing where its length is no multiple of 32 bytes.
#[must_use]
pub fn read_tile(bytes: &[u8]) -> Option<Vec<Digest>> {
    let chunks = bytes.chunks_exact(32);
    if !chunks.remainder().is_empty() {
        return None;
    }
    chunks.map(|chunk| <[u8; 32]>::try_from(chunk).ok().map(Digest::from)).collect()
}

/// Returns the root of a subtree inside a tile: the node `depth` levels above its hashes, number `index`.
#[must_use]
pub fn inside_tile(hashes: &[Digest], depth: u32, index: u64) -> Option<Digest> {
    let begin = usize::try_from(index << depth).ok()?;
    hashes.get(begin..begin + (1_usize << depth)).map(root_of)
}

/// Writes an entry bundle: each entry after its length in two bytes, big-endian.
#[must_use]
pub fn write_bundle<E: AsRef<[u8]>>(entries: &[E]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for entry in entries {
        let entry = entry.as_ref();
        // No entry is longer than `leaf::LIMIT`.
        let length = u16::try_from(entry.len()).unwrap_or(u16::MAX);
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(entry);
    }
    bytes
}

/// Reads an entry bundle.
///
/// # Errors
///
/// [`Malformed`] where an entry is cut off, too long, or there are more than 256.
pub fn read_bundle(bytes: &[u8]) -> Result<Vec<&[u8]>, Malformed> {
    let mut entries = Vec::new();
    let mut rest = bytes;
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_be_bytes(*length));
        let (Some(entry), Some(left)) = (after.get(..length), after.get(length..)) else { break };
        if length > leaf::LIMIT || entries.len() == 256 {
            return Err(Malformed::whole(text!(
                "長すぎる項目があるか、256件を超えています",
                "an entry is too long, or there are more than 256"
            )));
        }
        entries.push(entry);
        rest = left;
    }
    if rest.is_empty() {
        Ok(entries)
    } else {
        Err(Malformed::whole(text!("途中で切れています", "the file is cut off")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widths_of_the_specifications_example() {
        let size = 70_000;
        assert_eq!((width(0, 272, size), width(0, 273, size), width(0, 274, size)), (256, 112, 0));
        assert_eq!((width(1, 0, size), width(1, 1, size)), (256, 17));
        assert_eq!((width(2, 0, size), width(3, 0, size)), (1, 0));
        assert_eq!((width(0, 0, 256), width(1, 0, 256)), (256, 1));
        assert_eq!(width(8, 0, u64::MAX), 0);
    }

    #[test]
    fn bundles_are_read_as_written() {
        let entries: Vec<Vec<u8>> = (0..256).map(|n| vec![b'a'; n]).collect();
        let bytes = write_bundle(&entries);
        assert_eq!(read_bundle(&bytes).unwrap(), entries);
        assert!(read_bundle(&bytes[..bytes.len() - 1]).is_err());
        assert!(read_bundle(&[0]).is_err());
        assert!(read_bundle(&write_bundle(&[vec![0; 1025]])).is_err());
        assert!(read_bundle(&write_bundle(&vec![[0_u8; 1]; 257])).is_err());
        assert!(read_bundle(&[]).unwrap().is_empty());
    }
}
