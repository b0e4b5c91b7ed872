//! Wording and typography: typos, variant spellings, width, names.
//!
//! That a number of the files is read whole, whatever the width of its digits and commas (「３６，０００」), is held
//! by construction: numbers are values, and printing makes their full-width form.

mod bracket_unbalanced;
mod brand_name_differs;
mod company_name_differs;
mod digit_width_mixed;
mod endpoint_named_differently;
mod hidden_character;
mod names;
mod particle_doubled;
mod texts;
mod typo;
mod variant_spelling;
mod variants;
mod wording_without_its_fact;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &bracket_unbalanced::RULE,
    &brand_name_differs::RULE,
    &company_name_differs::RULE,
    &digit_width_mixed::RULE,
    &endpoint_named_differently::RULE,
    &hidden_character::RULE,
    &typo::RULE,
    &variant_spelling::RULE,
    &wording_without_its_fact::RULE,
    &particle_doubled::RULE,
];
