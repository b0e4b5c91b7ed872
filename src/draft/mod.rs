//! 下書き: what a ward has written already, as the draft of a matter.
//!
//! A reader ([`docx`], [`text`]) turns a file into a [`paper`]: lines and tables as a person sees them. Placing ([`place`]) goes by
//! the labels of the year's form, never by the looks of one ward's paper. Every value carries where it came from; what
//! is concluded and not read is marked 推定; what could not be placed is told with its place, and nothing is guessed.

pub mod docx;
pub mod paper;
mod place;
mod sheet;
pub mod text;

pub use place::{Drafted, Left, draft};

use crate::model::ward::{Common, Ward, Year};

/// What a draft stands on.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The ward.
    pub ward: &'a Ward,
    /// What holds for every year.
    pub common: &'a Common,
    /// The year whose form names the labels.
    pub year: &'a Year,
    /// What the file is called.
    pub file: &'a str,
}
