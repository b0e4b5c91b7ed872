//! The log in crates of another hand: `signed_note` and `tlog_tiles`.
//!
//! * `peers check FOLDER`: what fugi wrote (a folder with `evidence/`, `vkey` and `*.tlog-proof`), read by them.
//! * `peers make FROM TO`: the same entries, laid out and signed by them, for fugi to read.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use signed_note::{Note, StandardSigner, StandardVerifier, Verifier, VerifierList};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};
use tlog_tiles::{
    Checkpoint, EMPTY_HASH, Hash, HashReader, Tile, TileHashReader, TileReader, check_record, check_tree,
    prove_record, prove_tree, record_hash, stored_hash_index, stored_hashes, tree_hash,
};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// The height of the tiles of C2SP tlog-tiles.
const HEIGHT: u8 = 8;

/// The entries of a full bundle.
const WIDTH: usize = 256;

fn main() -> Outcome<()> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["check", folder] => check(Path::new(folder)),
        ["make", from, to] => make(Path::new(from), Path::new(to)),
        _ => Err("usage: peers check FOLDER | peers make FROM TO".into()),
    }
}

/// Returns the path that C2SP tlog-tiles gives a tile: without the height, and `entries` for bundles.
fn path_of(tile: &Tile) -> String {
    tile.path().replacen("tile/8/", "tile/", 1).replacen("tile/data/", "tile/entries/", 1)
}

struct Folder(PathBuf);

impl TileReader for Folder {
    fn height(&self) -> u8 {
        HEIGHT
    }

    fn read_tiles(&self, tiles: &[Tile]) -> Result<Vec<Vec<u8>>, tlog_tiles::Error> {
        tiles
            .iter()
            .map(|tile| fs::read(self.0.join(path_of(tile))).map_err(|_| tlog_tiles::Error::InvalidTile))
            .collect()
    }

    fn save_tiles(&self, _: &[Tile], _: &[Vec<u8>]) {}
}

/// Reads a signed head, and verifies it.
fn head(bytes: &[u8], vkey: &str) -> Outcome<Checkpoint> {
    let verifier = StandardVerifier::new(vkey.trim())?;
    let name = verifier.name().to_owned();
    let note = Note::from_bytes(bytes)?;
    let (verified, _) = note.verify(&VerifierList::new(vec![Box::new(verifier)]))?;
    if verified.len() != 1 {
        return Err(format!("{} signatures of the log", verified.len()).into());
    }
    let checkpoint = Checkpoint::from_bytes(note.text()).map_err(|error| error.to_string())?;
    if checkpoint.origin() != name {
        return Err("the origin is not the name of the key".into());
    }
    Ok(checkpoint)
}

/// Reads the entries of a log from its bundles, whatever else is there.
fn entries(log: &Path, size: u64) -> Outcome<Vec<Vec<u8>>> {
    let mut entries = Vec::new();
    while (entries.len() as u64) < size {
        let index = (entries.len() / WIDTH) as u64;
        let width = u32::try_from((size - entries.len() as u64).min(WIDTH as u64))?;
        let bytes = fs::read(log.join(path_of(&Tile::new(HEIGHT, 0, index, width, true))))?;
        let mut rest = bytes.as_slice();
        while let Some((length, after)) = rest.split_first_chunk::<2>() {
            let length = usize::from(u16::from_be_bytes(*length));
            entries.push(after.get(..length).ok_or("a bundle is cut off")?.to_vec());
            rest = &after[length..];
        }
        if !rest.is_empty() {
            return Err("a bundle is cut off".into());
        }
    }
    if entries.len() as u64 == size { Ok(entries) } else { Err("a bundle holds more than its width".into()) }
}

/// The signed heads of the series, by size.
fn series(log: &Path, vkey: &str) -> Outcome<BTreeMap<u64, Checkpoint>> {
    let mut heads = BTreeMap::new();
    for entry in fs::read_dir(log.join("checkpoints"))? {
        let entry = entry?;
        let name = entry.file_name().into_string().map_err(|_| "a name that is no UTF-8")?;
        let head = head(&fs::read(entry.path())?, vkey)?;
        if head.size().to_string() != name.trim_end_matches(".cosigned") {
            return Err(format!("the head {name} is of another size").into());
        }
        heads.insert(head.size(), head);
    }
    Ok(heads)
}

fn check(folder: &Path) -> Outcome<()> {
    let log = folder.join("evidence/log");
    let vkey = fs::read_to_string(folder.join("vkey"))?;
    let latest = head(&fs::read(log.join("checkpoint"))?, &vkey)?;
    let (size, root) = (latest.size(), *latest.hash());
    let tiles = Folder(log.clone());
    // Whatever this reader returns is proved to be under the signed root.
    let reader = TileHashReader::new(size, root, &tiles);
    let entries = entries(&log, size)?;
    let indexes: Vec<u64> = (0..size).map(|position| stored_hash_index(0, position)).collect();
    for ((position, entry), hash) in (0..).zip(&entries).zip(reader.read_hashes(&indexes)?) {
        if record_hash(entry) != hash {
            return Err(format!("entry {position} is not in the tree").into());
        }
        let proof = prove_record(size, position, &reader)?;
        check_record(&proof, size, root, position, hash)?;
    }
    let heads = series(&log, &vkey)?;
    for (old, head) in heads.iter().filter(|(old, _)| **old > 0) {
        if tree_hash(*old, &reader)? != *head.hash() {
            return Err(format!("the head of {old} entries is of another history").into());
        }
        check_tree(&prove_tree(size, *old, &reader)?, size, root, *old, *head.hash())?;
    }
    if heads.get(&0).is_some_and(|head| *head.hash() != EMPTY_HASH) {
        return Err("the head without entries is not the empty tree".into());
    }
    let mut proofs = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|ending| ending == "tlog-proof") {
            check_proof(&path, &vkey)?;
            proofs += 1;
        }
    }
    println!("{size} entries, {} heads, {proofs} proofs, read by signed_note and tlog_tiles", heads.len());
    Ok(())
}

/// Checks a proof (C2SP tlog-proof) with the entry that lies beside it.
fn check_proof(path: &Path, vkey: &str) -> Outcome<()> {
    let text = fs::read_to_string(path)?;
    let (front, checkpoint) = text.split_once("\n\n").ok_or("a proof without checkpoint")?;
    let mut lines = front.lines();
    if lines.next() != Some("c2sp.org/tlog-proof@v1") {
        return Err("a proof of another format".into());
    }
    let index = lines.next().and_then(|line| line.strip_prefix("index ")).ok_or("a proof without index")?;
    let hashes: Vec<Hash> = lines.map(Hash::parse_hash).collect::<Result<_, _>>()?;
    let head = head(checkpoint.as_bytes(), vkey)?;
    let entry = fs::read(path.with_extension("entry"))?;
    check_record(&hashes, head.size(), *head.hash(), index.parse()?, record_hash(&entry))?;
    Ok(())
}

/// Every hash of a tree, by its index.
struct Hashes(Vec<Hash>);

impl HashReader for Hashes {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, tlog_tiles::Error> {
        let at = |index: &u64| usize::try_from(*index).ok().and_then(|index| self.0.get(index).copied());
        indexes.iter().map(at).collect::<Option<_>>().ok_or(tlog_tiles::Error::IndexesNotInTree)
    }
}

fn write(path: &Path, bytes: &[u8]) -> Outcome<()> {
    fs::create_dir_all(path.parent().ok_or("a path without folder")?)?;
    Ok(fs::write(path, bytes)?)
}

fn make(from: &Path, to: &Path) -> Outcome<()> {
    let vkey = fs::read_to_string(from.join("vkey"))?;
    let log = from.join("evidence/log");
    let latest = head(&fs::read(log.join("checkpoint"))?, &vkey)?;
    let size = latest.size();
    let entries = entries(&log, size)?;
    let mut hashes = Hashes(Vec::new());
    for (position, entry) in (0..).zip(&entries) {
        let more = stored_hashes(position, entry, &hashes)?;
        hashes.0.extend(more);
    }
    let to = to.join("log");
    for tile in Tile::new_tiles(HEIGHT, 0, size) {
        write(&to.join(path_of(&tile)), &tile.read_data(&hashes)?)?;
    }
    for (index, bundle) in (0..).zip(entries.chunks(WIDTH)) {
        let mut bytes = Vec::new();
        for entry in bundle {
            bytes.extend(u16::try_from(entry.len())?.to_be_bytes());
            bytes.extend(entry);
        }
        let width = u32::try_from(bundle.len())?;
        write(&to.join(path_of(&Tile::new(HEIGHT, 0, index, width, true))), &bytes)?;
    }
    // The key that the tests of fugi sign their logs with.
    let (name, rest) = vkey.trim().split_once('+').ok_or("no verifier key")?;
    let (id, _) = rest.split_once('+').ok_or("no verifier key")?;
    // The kind of key (1, Ed25519), and a seed of ones.
    let secret = BASE64_STANDARD.encode([1_u8; 33]);
    let signer = StandardSigner::new(&format!("PRIVATE+KEY+{name}+{id}+{secret}"))?;
    for (old, head) in series(&log, &vkey)? {
        let root = if old == 0 { EMPTY_HASH } else { tree_hash(old, &hashes)? };
        // What stands below the root (the version of the key register) is no matter of the tree: it is taken over.
        let checkpoint = Checkpoint::new(latest.origin(), old, root, head.extension())
            .map_err(|error| error.to_string())?;
        let mut note = Note::new(&checkpoint.to_bytes(), &[])?;
        note.add_sigs(&[&signer])?;
        write(&to.join(format!("checkpoints/{old}")), &note.to_bytes())?;
        if old == size {
            write(&to.join("checkpoint"), &note.to_bytes())?;
        }
    }
    println!("{size} entries, laid out and signed by signed_note and tlog_tiles");
    Ok(())
}
