//! Checklists: rows, answers, reasons and evidence.

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[];
