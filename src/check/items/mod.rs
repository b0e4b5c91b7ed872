//! Data items and the persons they are about.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
