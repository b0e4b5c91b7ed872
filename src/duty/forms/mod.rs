//! 様式: the forms that people fill in before a record is signed.
//!
//! A form is a commented YAML file made from the fields of its kind ([`write()`]), read with places ([`read()`]), and
//! checked against the matters of the workspace ([`register`]). What a contractor fills in is also a workbook or a paper
//! ([`sheet`]), and a workbook is read to the same [`Form`].

mod read;
pub mod register;
pub mod sheet;
mod write;

pub use read::{Form, Made, read};
pub use write::{Given, Known, write};

/// Fields that signing fills in; a form does not have them.
const MADE: [&str; 3] = ["record_id", "salt", "issued_at"];
