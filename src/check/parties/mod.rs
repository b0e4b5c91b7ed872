//! Parties, roles and contracts: who is bound, under which letter, by what.

mod abolished_term;
mod act_not_entrusted;
mod certification_ends_before_term;
mod certification_worded_differently;
mod contract_count_unclear;
mod contract_form_differs_from_parties;
mod contract_letters_incomplete;
mod contract_number_twice;
mod contractor_without_certification;
mod conveyance_without_link;
mod entity_under_different_letters;
mod money_without_way;
mod one_entity_two_letters;
mod provider_without_legal_entity;
mod proxy_payment_without_designation;
mod recipient_without_legal_basis;
mod role_in_flow_not_in_annex;
mod subcontracting_not_stated;
mod subcontractor_approved_late;
mod who;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &abolished_term::RULE,
    &act_not_entrusted::RULE,
    &certification_ends_before_term::RULE,
    &certification_worded_differently::RULE,
    &contract_count_unclear::RULE,
    &contract_form_differs_from_parties::RULE,
    &contract_letters_incomplete::RULE,
    &contractor_without_certification::RULE,
    &conveyance_without_link::RULE,
    &entity_under_different_letters::RULE,
    &one_entity_two_letters::RULE,
    &provider_without_legal_entity::RULE,
    &recipient_without_legal_basis::RULE,
    &role_in_flow_not_in_annex::RULE,
    &subcontracting_not_stated::RULE,
    &subcontractor_approved_late::RULE,
    &contract_number_twice::RULE,
    &money_without_way::RULE,
    &proxy_payment_without_designation::RULE,
];
