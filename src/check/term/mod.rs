//! Terms, earlier approvals and the law in force.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
