//! The comparison against the real workspace: itself, its mirror, its changes applied, and planted changes.

mod fixture;
mod pairing;
mod planted;
mod properties;
mod unstated;
