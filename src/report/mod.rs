//! Results for a reader (text) and for programs (JSON, SARIF). What [`crate::workspace`] answers goes in, text comes
//! out; nothing here prints.

pub mod audit;
pub mod checked;
pub mod companies;
pub mod comparison;
pub mod erasure;
pub mod explain;
pub mod filed;
pub mod incident;
pub mod json;
pub mod observe;
pub mod sarif;
pub mod status;
pub mod text;
pub mod verify;

#[cfg(test)]
mod tests;

use crate::source::{Sources, Span, shown};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// JSON, one object.
    Json,
    /// SARIF 2.1.0.
    Sarif,
    /// For a reader, with the source line.
    #[default]
    Text,
}

/// A place for a reader: path with `/`, line and column from 1, and where it ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ShownPlace {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    pub(crate) end_column: usize,
}

/// Returns a place for a reader; `None` for a place in no text.
pub(crate) fn place(sources: &Sources, span: Span) -> Option<ShownPlace> {
    let source = sources.get(span.source())?;
    let (line, column) = source.line_column(span.start());
    let (end_line, end_column) = source.line_column(span.end());
    Some(ShownPlace { file: shown(source.path()), line, column, end_line, end_column })
}

/// Returns a place as `file:line:column`; empty for a place in no text.
#[must_use]
pub fn shown_place(sources: &Sources, span: Span) -> String {
    place(sources, span).map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column))
}
