//! Declared against observed: the names of the fields of a real layout, beside the items that a step is declared to
//! carry.
//!
//! Only names are looked at. Of a CSV file nothing behind the header record is read; of a workbook no cell below the
//! headings is kept; of a fixed-width layout table three columns are: name, start, length. Nothing is stored, and a
//! name that looks like somebody's data is not shown whole.

mod declared;
mod delimited;
mod encoding;
mod excel;
mod fixed;
mod heading;
mod layout;
mod name;
mod reconcile;

pub use declared::{Declared, Missing};
pub use layout::{Field, Form, Layout, LayoutKind, Wanted, read};
pub use name::shown;
pub use reconcile::{Finding, Reconciled, reconcile};
