//! Records of the evidence, through the real binary: the whole walk, and every attack as an auditor reads it.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::disallowed_methods,
    reason = "a helper of a test fails by panicking, and forms are filled with days before today"
)]

#[path = "evidence_records/stage.rs"]
mod stage;
#[path = "evidence_records/walk.rs"]
mod walk;

use stage::Stage;

#[test]
fn the_whole_walk_verifies() {
    let stage = Stage::told();
    let said = stage.verify("--trust trust.txt");
    println!("{said}");
    assert!(said.starts_with("exit: 0"), "{said}");
    panic!();
}
