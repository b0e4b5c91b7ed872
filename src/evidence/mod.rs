//! 証跡: the append-only record of erasure reports, incidents, receipts and audits, which an auditor can verify
//! without this program.
//!
//! Nothing here knows the model: it knows bytes, digests, keys and positions in the log.

pub mod digest;
pub mod ed25519;
pub mod envelope;
pub mod field;
pub mod json;
pub mod key;
pub mod kind;
pub mod log;
pub mod personal;
pub mod register;
pub mod role;
pub mod sshsig;
pub mod statement;
pub mod verify;
