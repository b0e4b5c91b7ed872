//! What is printed as a sentence, held against what is stated as a fact. The engine, and the table of what each mention
//! is held against, are in [`crate::check::statements`].

mod abbreviation_not_explained;
mod act_in_text_differs;
mod actor_in_step_differs;
mod certification_not_held;
mod council_name_differs;
mod country_in_label_differs;
mod date_in_text_differs;
mod legal_entity_not_of_matter;
mod legal_form_misplaced;
mod letter_in_text_differs;
mod mark_without_note;
mod name_nearly_right;
mod named;
mod network_in_text_differs;
mod number_in_text_differs;
mod party_count_in_text_differs;
mod protection_in_text_not_stated;
mod provider_drawn_not_entrusted;
mod subcontracting_in_text_differs;
mod system_in_text_differs;
mod way_in_text_differs;

use super::rule::Check;

/// The rules of this family.
pub(super) const RULES: &[&Check] = &[
    &number_in_text_differs::RULE,
    &date_in_text_differs::RULE,
    &letter_in_text_differs::RULE,
    &name_nearly_right::RULE,
    &legal_form_misplaced::RULE,
    &actor_in_step_differs::RULE,
    &system_in_text_differs::RULE,
    &network_in_text_differs::RULE,
    &way_in_text_differs::RULE,
    &act_in_text_differs::RULE,
    &party_count_in_text_differs::RULE,
    &certification_not_held::RULE,
    &provider_drawn_not_entrusted::RULE,
    &country_in_label_differs::RULE,
    &council_name_differs::RULE,
    &legal_entity_not_of_matter::RULE,
    &subcontracting_in_text_differs::RULE,
    &protection_in_text_not_stated::RULE,
    &mark_without_note::RULE,
    &abbreviation_not_explained::RULE,
];
