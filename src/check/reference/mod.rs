//! References, numbers and headings: does each one lead to the right place?
//!
//! That a reference leads somewhere at all is held by construction: a name that is not declared does not load.

mod article_written_differently;
mod checklist_coverage_unclear;
mod checklist_heading_differs;
mod checklist_missing;
mod cited_list_for_other_contract;
mod connection_lacks_items;
mod material_not_cited;
mod plant;
mod step_number_out_of_order;
mod step_sends_before_making;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &article_written_differently::RULE,
    &checklist_coverage_unclear::RULE,
    &checklist_heading_differs::RULE,
    &checklist_missing::RULE,
    &cited_list_for_other_contract::RULE,
    &connection_lacks_items::RULE,
    &material_not_cited::RULE,
    &step_number_out_of_order::RULE,
    &step_sends_before_making::RULE,
];
