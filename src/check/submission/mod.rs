//! Cover, overview and annexes: is everything there, and does it say the same?

pub(super) mod waiver_covers_nothing;

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[&waiver_covers_nothing::RULE];
