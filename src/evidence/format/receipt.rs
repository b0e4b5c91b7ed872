//! Proofs to hand out (C2SP tlog-proof, `.tlog-proof`): position, path and checkpoint in one file of text. With the
//! entry and the keys, it shows that the entry is in the log, without the log.

use super::checkpoint::Checkpoint;
use super::malformed::{Malformed, hash, lines_of, number, to_base64};
use super::note;
use super::proof::{LONGEST, includes};
use crate::evidence::format::digest::Digest;
use crate::text;
use std::fmt;

/// The first line of the file.
const FORMAT: &str = "c2sp.org/tlog-proof@v1";

/// The longest proof that is read, in bytes: a checkpoint, 63 hashes, and extra data of a few kilobytes.
pub const LIMIT: usize = note::LIMIT + 16 * 1024;

/// Returns whether a file says of itself that it is a proof, of whichever version.
#[must_use]
pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(b"c2sp.org/tlog-proof@")
}

/// A proof of inclusion with the checkpoint it leads to, nothing of it verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The position of the entry, counted from 0.
    pub position: u64,
    /// From the entry's sibling up.
    pub path: Vec<Digest>,
    /// The checkpoint, with all signatures that are known.
    pub checkpoint: Checkpoint,
}

impl Receipt {
    /// Reads a proof. Extra data is skipped: nothing vouches for it.
    ///
    /// # Errors
    ///
    /// [`Malformed`] where it is not in the format.
    pub fn parse(bytes: &[u8]) -> Result<Self, Malformed> {
        let all = lines_of(bytes, LIMIT)?;
        let Some((front, checkpoint)) = all.split_once("\n\n") else {
            return Err(Malformed::whole(text!("チェックポイントがありません", "there is no checkpoint")));
        };
        let mut lines = front.split('\n').enumerate().peekable();
        if lines.next().map(|(_, line)| line) != Some(FORMAT) {
            return Err(Malformed::at(1, text!("「{FORMAT}」ではありません", "not `{FORMAT}`")));
        }
        if let Some((line, extra)) =
            lines.peek().and_then(|(line, text)| Some((*line, text.strip_prefix("extra ")?)))
        {
            if super::malformed::base64(extra).is_none() {
                return Err(Malformed::at(
                    line + 1,
                    text!("付加情報が Base64 ではありません", "the extra data is no Base64"),
                ));
            }
            lines.next();
        }
        let position =
            lines.next().and_then(|(_, line)| line.strip_prefix("index ")).and_then(number).ok_or_else(
                || Malformed::at(2, text!("記録の番号（index）を読めません", "the index cannot be read")),
            )?;
        let mut path = Vec::new();
        for (line, text) in lines {
            let wrong = || {
                Malformed::at(
                    line + 1,
                    text!("経路のハッシュを読めません", "a hash of the path cannot be read"),
                )
            };
            path.push(hash(text).ok_or_else(wrong)?);
        }
        if path.len() > LONGEST {
            return Err(Malformed::whole(text!("経路が長すぎます", "the path is too long")));
        }
        let before = front.matches('\n').count() + 2;
        let checkpoint = Checkpoint::parse(checkpoint.as_bytes()).map_err(|wrong| {
            if wrong.line == 0 { wrong } else { Malformed::at(before + wrong.line, wrong.what) }
        })?;
        Ok(Self { position, path, checkpoint })
    }

    /// Returns whether the path leads from an entry with this hash to the root of the checkpoint.
    #[must_use]
    pub fn includes(&self, leaf: &Digest) -> bool {
        let head = &self.checkpoint.head;
        includes(&self.path, self.position, leaf, head.size, &head.root)
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{FORMAT}\nindex {}", self.position)?;
        for hash in &self.path {
            writeln!(f, "{}", to_base64(hash.bytes()))?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}
