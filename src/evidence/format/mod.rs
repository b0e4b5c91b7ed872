//! Formats: what the bytes of records, keys and the log mean. Nothing here reads or writes a store.
//!
//! * Common: [`digest`], [`ed25519`], [`json`], [`key`], [`malformed`], [`moment`].
//! * Records: [`envelope`] (DSSE), [`statement`] (in-toto) with its [`kind`]s and [`field`]s, [`sshsig`], [`personal`],
//!   and the key [`register`] with its [`role`]s.
//! * The log: [`leaf`], [`tile`] (C2SP tlog-tiles), [`note`] and [`checkpoint`] (C2SP), [`tree`] and [`proof`]
//!   (RFC 6962 and RFC 9162), [`receipt`] (C2SP tlog-proof), [`policy`] (C2SP tlog-policy).

pub mod checkpoint;
pub mod digest;
pub mod ed25519;
pub mod envelope;
pub mod field;
pub mod json;
pub mod key;
pub mod kind;
pub mod leaf;
pub mod malformed;
pub mod moment;
pub mod note;
pub mod personal;
pub mod policy;
pub mod proof;
pub mod receipt;
pub mod register;
pub mod role;
pub mod sshsig;
pub mod statement;
pub mod surplus;
pub mod tile;
pub mod tree;
