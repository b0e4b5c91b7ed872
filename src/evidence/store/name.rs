//! Where everything lies in an evidence folder: tiles, bundles and entries as C2SP tlog-tiles has it, records and
//! attachments by their digest.

use crate::evidence::format::digest::Digest;
use crate::evidence::format::tile::WIDTH;

/// Returns the path of a record below the evidence folder.
#[must_use]
pub fn record_path(digest: &Digest) -> String {
    let name = digest.to_string();
    let first: String = name.chars().take(2).collect();
    format!("records/sha256/{first}/{name}.json")
}

/// Returns the path of an attachment below the evidence folder.
#[must_use]
pub fn blob_path(digest: &Digest) -> String {
    let name = digest.to_string();
    let first: String = name.chars().take(2).collect();
    format!("blobs/sha256/{first}/{name}")
}

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
}
