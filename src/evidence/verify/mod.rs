//! Verification of what the records say: who signed, whether they might, and whether records fit each other.
//!
//! The files, the tree and the signed heads are verified by [`log::verify`](crate::evidence::log::verify), which hands
//! each record over as it goes. Trust comes from the verifier, never from the folder.

pub mod signer;
pub mod trust;
