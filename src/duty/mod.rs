//! 期限と義務: what is due, what is left and what happened. Erasure by enumeration, the first hour of an incident,
//! and one page of status.
//!
//! Everything here is worked out from the model, the record and a day that is given; nothing is decided without
//! its reason.

pub mod audit;
pub mod calendar;
pub mod erasure;
pub mod filed;
pub mod forms;
pub mod incident;
pub mod status;
