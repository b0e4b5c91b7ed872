//! Excel workbooks: sheets of text that print well on A4, with cells to fill in.
//!
//! Excel fits no row to a cell that is merged, and other programs fit none at all; so every row's height is
//! computed here from the widths of its columns. Text stays text: nothing that stands in a model becomes a formula.
//! The same sheets give the same bytes.

mod book;
mod look;
mod measure;
pub mod read;
mod sheet;
mod text;

pub use book::{About, Book};
pub use look::Look;
pub use sheet::{Cell, Choice, FootRun, Layout, Page, PaperSize, Rows, Sheet, TextRun, in_column};
pub use text::cell_name;

/// A workbook that could not be made: what the writer of the format says.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Error(String);

impl From<rust_xlsxwriter::XlsxError> for Error {
    fn from(error: rust_xlsxwriter::XlsxError) -> Self {
        Self(error.to_string())
    }
}
