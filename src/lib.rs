//! 付議: checks and prints what a Japanese ward office submits to its privacy council.
#![forbid(unsafe_code)]

pub mod case;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod duty;
pub mod evidence;
pub mod kinsoku;
pub mod model;
pub mod proof;
pub mod render;
pub mod report;
pub mod rule;
pub mod source;
pub mod spelling;
pub mod whole;
pub mod workbook;
pub mod workspace;
pub mod yaml;
