//! 期限と義務: what the ward and its contractors must do and report. Record forms checked against the register,
//! erasure by enumeration, the first hour of an incident, declared against observed, and one page of status.
//!
//! Everything here is worked out from the model, the record and a day that is given; nothing is decided without
//! its reason.

pub mod audit;
pub mod calendar;
pub mod erasure;
pub mod filed;
pub mod forms;
pub mod incident;
pub mod observe;
pub mod rule;
pub mod status;
