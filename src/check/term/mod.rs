//! Terms, earlier approvals and the law in force.

mod approval_does_not_cover;
mod approval_of_another_section;
mod approval_session_impossible;
mod approvals;
mod approving_body_abolished;
mod condition_not_answered;
mod date_a_year_off;
mod date_impossible;
mod decision_against_contract;
mod decision_not_of_this_year;
mod decision_not_whole;
mod impact_assessment_missing;
mod meeting_after_start;
mod renewal_phrase_differs;
mod term_crosses_law_change;
mod term_differs;
mod term_leaves_fiscal_year;
mod terms;
mod trial_before_meeting;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &approval_does_not_cover::RULE,
    &approval_session_impossible::RULE,
    &approving_body_abolished::RULE,
    &condition_not_answered::RULE,
    &date_impossible::RULE,
    &decision_against_contract::RULE,
    &decision_not_of_this_year::RULE,
    &decision_not_whole::RULE,
    &impact_assessment_missing::RULE,
    &meeting_after_start::RULE,
    &renewal_phrase_differs::RULE,
    &term_crosses_law_change::RULE,
    &term_differs::RULE,
    &trial_before_meeting::RULE,
    &term_leaves_fiscal_year::RULE,
    &date_a_year_off::RULE,
    &approval_of_another_section::RULE,
];
