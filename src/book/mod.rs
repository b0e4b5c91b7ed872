//! 案件のブック: a whole matter as one workbook, for people who write in Excel, and back into its file.
//!
//! [`parts`] says which cell is which fact, once; [`form`] lays the sheets out by it. A book that comes back is
//! compared, cell by cell, with the book made once more from the same file ([`back`]), so that what a person changed
//! is known without believing anything that is hidden in it; only that is changed in the file ([`put`]), and every
//! other byte stays.

mod back;
mod form;
mod handling;
mod kind;
mod names;
mod parts;
mod put;
#[cfg(test)]
mod tests;
mod tree;

pub use back::Back;
pub use put::{Change, Changed};

use crate::diagnostic::Text;
use crate::model::ward::{Common, Ward, Year};
use crate::source::SourceId;
use crate::workbook::Error;
use form::Form;
use tree::Tree;

/// Version of the book's shape; another one is another book.
const VERSION: &str = "fugi-book/1";

/// Name of the hidden sheet.
const SEAL: &str = "ブックの印";

/// Name of the sheet with the words that can be chosen.
const LISTS: &str = "選べる語";

/// What a book is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The matter: `r08/mihon-itaku`.
    pub name: &'a str,
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The matter's year.
    pub year: &'a Year,
}

/// What is wrong with a book that came back, and in which cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// 概要!B5; empty for the whole file.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: Text,
}

impl Problem {
    /// Returns what is wrong with a book as a whole.
    #[must_use]
    pub fn file(message: Text) -> Self {
        Self { place: String::new(), message }
    }
}

/// Returns the book of a matter, from the text of its file; `digest` names that text.
///
/// # Errors
///
/// [`Error`] where the writer refuses; `None` where the text is no YAML.
pub fn export(
    about: &About<'_>,
    source: SourceId,
    text: &str,
    digest: &str,
) -> Option<Result<Vec<u8>, Error>> {
    let tree = Tree::read(source, text)?;
    Some(Form::new(about, tree, digest).and_then(Form::write))
}
