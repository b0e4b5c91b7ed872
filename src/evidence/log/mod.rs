//! 証跡ログ: a Merkle tree over the entries, in files that other programs read too.
//!
//! Formats: RFC 6962 and RFC 9162 (tree and proofs), C2SP tlog-tiles (files), signed-note and tlog-checkpoint (heads),
//! tlog-cosignature and tlog-witness (witnesses), tlog-proof (receipts), tlog-policy (trust).
//!
//! One file for each entry, created exclusively, is the truth; bundles, tiles, root and checkpoint follow from these
//! files and are written again by the next command where a run was interrupted.

mod append;
pub mod checkpoint;
mod complete;
mod derive;
pub mod error;
pub mod files;
pub mod leaf;
pub mod malformed;
pub mod moment;
pub mod note;
pub mod pack;
pub mod policy;
pub mod proof;
mod reader;
pub mod receipt;
pub mod resequence;
pub mod storage;
pub mod store;
pub mod tiles;
pub mod tree;
pub mod verify;
pub mod witness;
