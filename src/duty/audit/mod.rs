//! 委託先の監査: the yearly inspection of each entrusted work (事務対応ガイド 4-8-9(3)), and the form it is done with.
//!
//! A form is made from a matter ([`form`]), filled in with Excel or LibreOffice, and read back ([`back`]): what came
//! is compared, cell by cell, with the form made once more from the same matter, so that nothing has to be believed.
//! What it says becomes the form of a record ([`filing`]); a 不適 is closed by another ([`close`]).
//! The same form, with other columns, lets a contractor answer a checklist before the submission ([`answers`]).

pub mod answers;
pub mod back;
mod cells;
pub mod close;
pub mod filing;
pub mod form;
pub mod inspection;
pub mod plan;
pub mod questions;
pub mod report;
pub mod subject;

use crate::diagnostic::Text;

/// What is wrong with a form that came back, and in which cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SheetProblem {
    /// 監査票!D12; empty for the whole file.
    pub place: String,
    /// What is wrong, and what to do.
    pub message: Text,
}

impl SheetProblem {
    /// Returns what is wrong with a file as a whole.
    #[must_use]
    pub fn file(message: Text) -> Self {
        Self { place: String::new(), message }
    }
}
