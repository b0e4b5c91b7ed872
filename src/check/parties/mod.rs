//! Parties, roles and contracts: who is bound, under which letter, by what.

mod contract_form_differs_from_parties;

use super::rule::Rule;

/// The rules of this family.
pub(super) static RULES: &[&Rule] = &[&contract_form_differs_from_parties::RULE];
