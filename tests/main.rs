//! All tests through the library and the real binary, as one program: one is linked instead of thirty-four, and helpers
//! are compiled once. A subject is a module: `cargo test --test it evidence_records::`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking"
)]

mod agreement;
mod asked;
mod audit;
mod authority;
mod carry;
mod changed;
mod commands;
mod corpus;
mod council;
mod diagrams;
mod diff;
mod diff_by_hand;
mod diff_diagrams;
mod diff_keys;
mod diff_output;
mod diff_papers;
mod diff_sides;
mod digests;
mod document_schema;
mod documented;
mod documents;
mod docx;
mod draft;
mod drawings;
mod duties;
mod duty_story;
mod earlier;
mod edit;
mod english;
mod evidence_append;
mod evidence_crash;
mod evidence_flips;
mod evidence_log;
mod evidence_others;
mod evidence_power;
mod evidence_records;
mod evidence_tree;
mod evidence_writers;
mod facts;
mod fmt;
mod forms;
mod generated;
mod incident;
mod left_out;
mod lengths;
mod loading;
mod log_commands;
mod matters;
mod ninth;
mod observe;
mod odd_input;
mod options;
mod parties;
mod patterns;
mod pdf;
mod personal;
mod printing;
mod properties;
mod questions;
mod r07;
mod rendering;
mod result_schemas;
mod rules;
mod schema;
mod second_edits;
mod settings;
mod shown;
mod start;
mod support;
mod tidy;
#[cfg(feature = "web")]
mod web;
mod windows;
mod xlsx;
