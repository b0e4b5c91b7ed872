//! 付議 (fugi): checks and prints what a Japanese ward office submits to its privacy council, compares it with last
//! year's, and keeps the evidence of what was done.
//!
//! A ward keeps its matters as YAML in a folder, the [`Workspace`]. What is read becomes a model; rules, proofs,
//! comparisons and papers stand on the model:
//!
//! ```text
//! YAML ──yaml──> tree with places ──model──> Matter ──check──> findings
//!                                              │ ├──proof──> who can hold what, by which path
//!                                              │ ├──diff───> what changed, what it calls for
//!                                              │ └──document──> tree of parts ──render──> PDF, Word, Excel, HTML, …
//! evidence: signed records in a log ──duty────┴──> what is due, what is left, what happened
//! ```
//!
//! Every question is a method of [`Workspace`] (see [`mod@workspace`]) and every answer a typed result; [`report`] makes
//! text, JSON and SARIF of results. Nothing in the library prints, looks at the clock or the environment, or ends the
//! process. The command line (the feature `cli`, on
//! by default) only parses, asks and prints; a program that uses the library needs neither it nor the feature `pdf`:
//!
//! ```toml
//! fugi = { version = "0.1", default-features = false }
//! ```
//!
//! # Check
//!
//! ```
//! use fugi::Workspace;
//! use fugi::report::{checked, text::Writer};
//! use std::path::Path;
//!
//! // The nearest folder from here upward that holds a `fugi.yaml`.
//! let workspace = Workspace::discover(Path::new("policies/r07"))?;
//! let report = workspace.check_all()?;
//! // What cannot be read is no error of the run: it is told beside the findings.
//! assert!(report.unread.is_empty());
//! for matter in &report.matters {
//!     for finding in checked::findings(matter, Writer::default()) {
//!         println!("{finding}\n");
//!     }
//! }
//! assert!(report.total.examined.matters > 0);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Show
//!
//! ```
//! use fugi::Workspace;
//! use fugi::workspace::tables::Kind;
//! use std::path::Path;
//!
//! let workspace = Workspace::discover(Path::new("."))?;
//! let selections = workspace.select(&["policies/r07".into()])?;
//! let (tables, unread) = workspace.tables(&selections, Kind::Handles, fugi::diagnostic::Language::Japanese);
//! assert!(unread.is_empty());
//! // A column for the item and one for each role, under the role's id.
//! assert_eq!(tables[0].columns[0].key, "item");
//! assert_eq!(tables[0].rows[0].len(), tables[0].columns.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Compare
//!
//! ```
//! use fugi::Workspace;
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! let workspace = Arc::new(Workspace::discover(Path::new("."))?);
//! let years = workspace.compare(Path::new("policies/r07"), Path::new("policies/r08"))?;
//! for own in years.compared() {
//!     for change in &own.comparison.changes {
//!         println!("{}: {} ({:?})", change.rule.name, change.place, change.requires);
//!     }
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Print
//!
//! ```
//! use fugi::Workspace;
//! use fugi::render::Format;
//! use std::path::Path;
//!
//! let workspace = Workspace::discover(Path::new("."))?;
//! let printed = workspace.render_all(&[Format::Markdown])?;
//! let first = &printed[0];
//! assert!(first.files[0].name.ends_with(".md"));
//! assert!(!first.files[0].contents.is_empty());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! `examples/` holds whole programs: check a folder, print, verify the evidence, and a rule of one's own.
#![forbid(unsafe_code)]

pub mod book;
pub mod case;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diagnostic;
pub mod diff;
pub mod document;
pub mod draft;
pub mod duty;
pub mod evidence;
pub mod kinsoku;
pub mod model;
pub mod proof;
pub mod registry;
pub mod render;
pub mod report;
pub mod rule;
pub mod source;
pub mod spelling;
#[cfg(feature = "web")]
pub mod web;
pub mod whole;
pub mod workbook;
pub mod workspace;
pub mod yaml;

pub use model::load::Workspace;
