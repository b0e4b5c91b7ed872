//! The files as written: one record a map, every leaf with its place. Private to the model.

mod braced;
pub(super) mod common;
pub(super) mod contract;
pub(super) mod flow;
pub(super) mod form;
pub(super) mod matter;
pub(super) mod parties;
pub(super) mod ward;
