//! The special provisions of a contract (特記事項).

mod agreement_not_stated;
mod article_for_two_clauses;
mod clause_missing;
mod erasure_deadline_long;
mod erasure_field_missing;
mod erasure_without_witness;
mod incident_notice_late;
mod known;
mod subcontract_approval_not_at_every_depth;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &agreement_not_stated::RULE,
    &clause_missing::RULE,
    &erasure_field_missing::RULE,
    &erasure_without_witness::RULE,
    &incident_notice_late::RULE,
    &subcontract_approval_not_at_every_depth::RULE,
    &erasure_deadline_long::RULE,
    &article_for_two_clauses::RULE,
];
