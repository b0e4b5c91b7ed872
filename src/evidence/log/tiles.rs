//! Where tiles, bundles and entries lie on disk, and what is in them (C2SP tlog-tiles).

use super::leaf;
use super::malformed::Malformed;
use super::tree::root_of;
use crate::evidence::digest::Digest;
use crate::text;

/// The number of hashes of a full tile, and of entries of a full bundle.
pub const WIDTH: u64 = 256;

/// The longest entry bundle that is read, in bytes.
pub const BUNDLE_LIMIT: usize = 256 * (leaf::LIMIT + 2);

/// The length of a full tile, in bytes.
pub const TILE_LIMIT: usize = 256 * 32;

/// Returns a number as path elements of three digits, all but the last with an `x`: 1234067 is `x001/x234/067`.
#[must_use]
pub fn number_path(number: u64) -> String {
    let mut path = format!("{:03}", number % 1000);
    let mut rest = number / 1000;
    while rest > 0 {
        path = format!("x{:03}/{path}", rest % 1000);
        rest /= 1000;
    }
    path
}

/// Reads a path of [`number_path`]; nothing where it is spelt otherwise.
#[must_use]
pub fn parse_number_path(path: &str) -> Option<u64> {
    let mut number = 0_u64;
    for part in path.split('/') {
        let digits = part.strip_prefix('x').unwrap_or(part);
        let value: u64 = digits.parse().ok().filter(|_| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
        number = number.checked_mul(1000)?.checked_add(value)?;
    }
    (number_path(number) == path).then_some(number)
}

/// Returns the path of a tile below `log/`, where `width` is 256 for a full one.
#[must_use]
pub fn tile_path(level: u32, index: u64, width: u64) -> String {
    format!("tile/{level}/{}{}", number_path(index), partial(width))
}

/// Returns the path of an entry bundle below `log/`, where `width` is 256 for a full one.
#[must_use]
pub fn bundle_path(index: u64, width: u64) -> String {
    format!("tile/entries/{}{}", number_path(index), partial(width))
}

fn partial(width: u64) -> String {
    if width < WIDTH { format!(".p/{width}") } else { String::new() }
}

/// Returns the path of the file of one entry below `log/`.
#[must_use]
pub fn leaf_path(position: u64) -> String {
    format!("leaf/{}", number_path(position))
}

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
    fn paths_are_those_of_the_specification() {
        assert_eq!(number_path(1_234_067), "x001/x234/067");
        assert_eq!(tile_path(0, 273, 112), "tile/0/273.p/112");
        assert_eq!(bundle_path(1000, 256), "tile/entries/x001/000");
        for number in [0, 7, 999, 1000, 999_999, 1_000_000, u64::MAX] {
            assert_eq!(parse_number_path(&number_path(number)), Some(number));
        }
        for bad in ["", "0", "00", "0000", "x000/000", "001/000", "x001", "x1/000", "+01", "０００", "000/"]
        {
            assert_eq!(parse_number_path(bad), None, "{bad}");
        }
    }

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
