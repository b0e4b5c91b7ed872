//! 証跡: the append-only record of erasure reports, incidents, receipts and audits, which an auditor can verify
//! without this program.
//!
//! Nothing here knows the model: it knows bytes, digests, keys and positions in the log. Four layers, each of which
//! uses only those before it: `format` (what bytes mean), `store` (where they are kept), `log` (what is appended,
//! witnessed and proved), `verify` (whether all of it holds).

pub mod error;
pub mod format;
pub mod log;
pub mod store;
pub mod verify;
