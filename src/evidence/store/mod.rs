//! Where an evidence folder is kept: its paths, and how they are read and written.

pub mod files;
pub mod name;
pub mod storage;
