//! The flow proof: does every item stay within what each role may handle?

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
