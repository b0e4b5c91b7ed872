//! What the ward and its contractors must do and report: record forms checked against the register.

pub mod forms;
