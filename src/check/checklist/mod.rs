//! The checklists: answered whole, true, alike in both forms, and worded for those who carry them out.

mod checklist_row_unanswered;
mod dash_without_reason;
mod evidence_not_planned;
mod measure_stands_for_too_much;
mod medium;
mod network_measure_without_network;
mod pair_answers_differ;
mod physical_measure_against_medium;
mod planted;
mod reason_contradicted;
mod row_addressee_wrong;
mod row_voice_wrong;
mod used_forms;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &checklist_row_unanswered::RULE,
    &dash_without_reason::RULE,
    &evidence_not_planned::RULE,
    &pair_answers_differ::RULE,
    &physical_measure_against_medium::RULE,
    &reason_contradicted::RULE,
    &row_addressee_wrong::RULE,
    &row_voice_wrong::RULE,
    &measure_stands_for_too_much::RULE,
    &network_measure_without_network::RULE,
];
