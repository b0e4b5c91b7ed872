//! 消去: every place where a copy lies when a term ends, and which of them a report has closed.

pub mod form;
pub mod places;
pub mod status;
