//! Cover, overview and annexes: is everything there, and does it say the same?

mod annex_field_missing;
mod another_business_in_reason;
mod approved;
mod approved_content_changed;
mod approved_form_changed;
mod article_not_for_kind;
mod connection_field_missing;
mod contract_field_missing;
mod cover_field_missing;
mod department_differs;
mod fields;
pub(super) mod form_leaves_out_fact;
mod overview_field_missing;
mod parties;
mod placeholder_answer;
mod reason_missing_for_contractor;
mod registered_business_differs;
mod rule_setting_refused;
mod subject_count_missing;
mod subjects_differ;
mod submitted_kind_without_annex;
mod task_missing_for_contractor;
mod task_not_in_overview;
mod task_or_reason_without_party;
mod task_order_differs_from_parties;
mod text_cut_by_comment;
mod title_differs;
mod waiver;
pub(super) mod waiver_covers_nothing;
mod waiver_expired;
mod waiver_names_unknown_rule;
mod wording;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &annex_field_missing::RULE,
    &approved_content_changed::RULE,
    &approved_form_changed::RULE,
    &article_not_for_kind::RULE,
    &connection_field_missing::RULE,
    &contract_field_missing::RULE,
    &cover_field_missing::RULE,
    &form_leaves_out_fact::RULE,
    &department_differs::RULE,
    &overview_field_missing::RULE,
    &placeholder_answer::RULE,
    &reason_missing_for_contractor::RULE,
    &registered_business_differs::RULE,
    &subject_count_missing::RULE,
    &subjects_differ::RULE,
    &submitted_kind_without_annex::RULE,
    &task_missing_for_contractor::RULE,
    &task_not_in_overview::RULE,
    &task_or_reason_without_party::RULE,
    &task_order_differs_from_parties::RULE,
    &title_differs::RULE,
    &waiver_covers_nothing::RULE,
    &rule_setting_refused::RULE,
    &waiver_expired::RULE,
    &waiver_names_unknown_rule::RULE,
    &text_cut_by_comment::RULE,
    &another_business_in_reason::RULE,
];
