//! 事故（漏えい等）: what may have leaked, whom to call, which report may be due and when; answered in the first
//! hour from the model alone.
//!
//! Nothing here decides that no report is due without showing why: a head of 規則43条 that does not seem to apply
//! is listed with what was looked at.

pub mod answer;
pub mod clock;
pub mod exposure;
pub mod form;
pub mod heads;
