//! Where everything lies in an evidence folder: tiles, bundles and entries as C2SP tlog-tiles has it, records and
//! attachments by their digest. The names are the same in every store.

use crate::evidence::format::digest::Digest;
use crate::evidence::format::malformed::number;
use crate::evidence::format::tile::WIDTH;
use std::fmt;

/// The name of something in a store.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Name {
    /// What keeps git from touching a byte.
    Attributes,
    /// The folder's own policy (C2SP tlog-policy).
    Policy,
    /// A version of the key register, counted from 1.
    Register(u64),
    /// The copy of the latest head.
    Checkpoint,
    /// The head of so many entries, signed by the log alone.
    Head(u64),
    /// The same head with the cosignatures of witnesses.
    Cosigned(u64),
    /// The entry at a position.
    Leaf(u64),
    /// A bundle of entries.
    Bundle {
        /// Its number.
        index: u64,
        /// How many entries are in it; 256 in a full one.
        width: u64,
    },
    /// A tile of hashes.
    Tile {
        /// Its level, counted from 0 above the entries.
        level: u32,
        /// Its number.
        index: u64,
        /// How many hashes are in it; 256 in a full one.
        width: u64,
    },
    /// A record.
    Record(Digest),
    /// An attachment.
    Blob(Digest),
    /// The copy of an entry in an export, for verifiers without this program.
    Copy(u64),
    /// What a witness saw last of the log of this name; in the witness's own store.
    Seen(String),
}

/// A part of a store that can be walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Area {
    /// Entries, bundles, tiles and heads.
    Log,
    /// Records.
    Records,
    /// Attachments.
    Blobs,
    /// The folder's own policy and the key register.
    Trust,
    /// Copies of the entries, in an export.
    Copies,
}

impl Area {
    /// Those in which a log is written.
    pub const ALL: [Self; 3] = [Self::Log, Self::Records, Self::Blobs];

    /// Returns the folder.
    #[must_use]
    pub fn folder(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Records => "records",
            Self::Blobs => "blobs",
            Self::Trust => "trust",
            Self::Copies => "entries",
        }
    }
}

impl Name {
    /// Reads a name that lies in one of the [`Area`]s; nothing where nothing has its place there.
    #[must_use]
    pub fn parse(path: &str) -> Option<Self> {
        let (area, rest) = path.split_once('/')?;
        match area {
            "log" => parse_log(rest),
            "records" => digest_at(rest.strip_suffix(".json")?).map(Self::Record),
            "blobs" => digest_at(rest).map(Self::Blob),
            "trust" => parse_trust(rest),
            "entries" => rest.parse().ok().map(Self::Copy).filter(|name| name.to_string() == path),
            _ => None,
        }
    }
}

fn parse_trust(path: &str) -> Option<Name> {
    if path == "policy.txt" {
        return Some(Name::Policy);
    }
    let version = number(path.strip_prefix("root.")?.strip_suffix(".json")?)?;
    (version > 0).then_some(Name::Register(version))
}

fn parse_log(path: &str) -> Option<Name> {
    if path == "checkpoint" {
        return Some(Name::Checkpoint);
    }
    let (folder, rest) = path.split_once('/')?;
    match folder {
        "checkpoints" => match rest.strip_suffix(".cosigned") {
            Some(size) => number(size).map(Name::Cosigned),
            None => number(rest).map(Name::Head),
        },
        "leaf" => parse_number_path(rest).map(Name::Leaf),
        "tile" => parse_tile(rest),
        _ => None,
    }
}

fn parse_tile(path: &str) -> Option<Name> {
    let (level, rest) = path.split_once('/')?;
    let (index, width) = match rest.split_once(".p/") {
        Some((index, width)) => (index, number(width).filter(|width| (1..WIDTH).contains(width))?),
        None => (rest, WIDTH),
    };
    let index = parse_number_path(index)?;
    if level == "entries" {
        return Some(Name::Bundle { index, width });
    }
    let level = number(level).and_then(|level| u32::try_from(level).ok()).filter(|level| *level < 64)?;
    Some(Name::Tile { level, index, width })
}

/// Reads `sha256/ab/ab…`.
fn digest_at(path: &str) -> Option<Digest> {
    let (first, name) = path.strip_prefix("sha256/")?.split_once('/')?;
    if first.len() == 2 && name.starts_with(first) { name.parse().ok() } else { None }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Attributes => f.write_str(".gitattributes"),
            Self::Policy => f.write_str("trust/policy.txt"),
            Self::Register(version) => write!(f, "trust/root.{version}.json"),
            Self::Checkpoint => f.write_str("log/checkpoint"),
            Self::Head(size) => write!(f, "log/checkpoints/{size}"),
            Self::Cosigned(size) => write!(f, "log/checkpoints/{size}.cosigned"),
            Self::Leaf(position) => write!(f, "log/leaf/{}", number_path(*position)),
            Self::Bundle { index, width } => {
                write!(f, "log/tile/entries/{}{}", number_path(*index), partial(*width))
            }
            Self::Tile { level, index, width } => {
                write!(f, "log/tile/{level}/{}{}", number_path(*index), partial(*width))
            }
            Self::Record(digest) => {
                let name = digest.to_string();
                write!(f, "records/sha256/{}/{name}.json", name.get(..2).unwrap_or_default())
            }
            Self::Blob(digest) => {
                let name = digest.to_string();
                write!(f, "blobs/sha256/{}/{name}", name.get(..2).unwrap_or_default())
            }
            Self::Copy(position) => write!(f, "entries/{position:08}"),
            Self::Seen(origin) => f.write_str(&state_name(origin)),
        }
    }
}

/// Returns the name of the file for a log: what can be read of its name, and a digest that tells it apart.
fn state_name(origin: &str) -> String {
    let plain: String = origin
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || c == '.' || c == '-' { c } else { '_' })
        .collect();
    let plain: String = plain.trim_start_matches('.').chars().take(40).collect();
    let digest: String = Digest::of(origin.as_bytes()).to_string().chars().take(16).collect();
    format!("{plain}-{digest}.txt")
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

fn partial(width: u64) -> String {
    if width < WIDTH { format!(".p/{width}") } else { String::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_those_of_the_specification() {
        assert_eq!(number_path(1_234_067), "x001/x234/067");
        assert_eq!(Name::Tile { level: 0, index: 273, width: 112 }.to_string(), "log/tile/0/273.p/112");
        assert_eq!(Name::Bundle { index: 1000, width: 256 }.to_string(), "log/tile/entries/x001/000");
        for number in [0, 7, 999, 1000, 999_999, 1_000_000, u64::MAX] {
            assert_eq!(parse_number_path(&number_path(number)), Some(number));
        }
        for bad in ["", "0", "00", "0000", "x000/000", "001/000", "x001", "x1/000", "+01", "０００", "000/"]
        {
            assert_eq!(parse_number_path(bad), None, "{bad}");
        }
    }

    #[test]
    fn names_in_an_area_are_read_as_written() {
        let digest = Digest::of(b"x");
        for name in [
            Name::Checkpoint,
            Name::Head(0),
            Name::Cosigned(812),
            Name::Leaf(1_234_067),
            Name::Bundle { index: 3, width: 256 },
            Name::Bundle { index: 3, width: 1 },
            Name::Tile { level: 2, index: 1000, width: 255 },
            Name::Record(digest),
            Name::Blob(digest),
            Name::Policy,
            Name::Register(12),
            Name::Copy(7),
        ] {
            assert_eq!(Name::parse(&name.to_string()), Some(name));
        }
        for bad in [
            "log",
            "log/",
            "log/checkpoints/01",
            "log/checkpoints/x",
            "log/leaf/1",
            "log/tile/0/000.p/256",
            "log/tile/0/000.p/0",
            "log/tile/64/000",
            "records/sha256/ab/cd.json",
            "blobs/sha256/ab/ab",
            "inbox/x.json",
            "trust/root.0.json",
            "trust/root.01.json",
            "entries/7",
        ] {
            assert_eq!(Name::parse(bad), None, "{bad}");
        }
        assert_eq!(Name::parse(&Name::Record(digest).to_string().replace("sha256", "sha512")), None);
    }
}
