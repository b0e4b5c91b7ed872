//! The special provisions of a contract (特記事項).

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
