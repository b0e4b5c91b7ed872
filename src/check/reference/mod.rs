//! References, numbers and headings: does each one lead to the right place?

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
