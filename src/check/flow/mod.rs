//! Links, networks, systems and the diagrams that show them.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
