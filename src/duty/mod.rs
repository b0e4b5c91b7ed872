//! 期限と義務: what is due, what is left and what happened. Erasure by enumeration, the first hour of an incident,
//! and one page of status.
//!
//! Everything here is worked out from the model, the record and a day that is given; nothing is decided without
//! its reason.

pub mod calendar;
pub mod erasure;
pub mod filed;
pub mod incident;
pub mod status;
//! What the ward and its contractors must do and report: record forms checked against the register.

pub mod forms;
