//! The ward's terms as types: as written (`raw`, private) and as meant (the rest).
//!
//! A model is made only by [`load`], and only whole: every name in it is known, every date is a real day. What
//! is wrong in the files is told as diagnostics instead.

pub mod contract;
pub mod country;
pub mod date;
pub mod era;
pub mod flow;
pub mod ids;
pub mod item;
pub mod keys;
pub mod kind;
pub mod load;
pub mod matter;
pub mod party;
pub mod paths;
pub mod print;
mod raw;
mod resolve;
pub mod schema;
pub mod vocabulary;
pub mod ward;
