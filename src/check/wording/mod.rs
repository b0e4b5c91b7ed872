//! Wording: typos, variant spellings, names and digits.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
