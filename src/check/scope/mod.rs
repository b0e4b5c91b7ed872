//! The flow proof: does every item stay within what each role may handle?

mod item_allowed_never_used;
mod item_by_way_round;
mod item_in_step_outside_scope;
mod item_origin_unknown;
mod item_outside_receiver_scope;
mod item_outside_sender_scope;
mod item_prohibited_reaches;
mod item_sent_before_held;
mod link_items_not_stated;
mod outside;
mod place;
mod plants;
mod role_handles_not_stated;

#[cfg(test)]
mod tests;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &item_allowed_never_used::RULE,
    &item_by_way_round::RULE,
    &item_origin_unknown::RULE,
    &item_outside_receiver_scope::RULE,
    &item_outside_sender_scope::RULE,
    &item_prohibited_reaches::RULE,
    &item_sent_before_held::RULE,
    &link_items_not_stated::RULE,
    &role_handles_not_stated::RULE,
    &item_in_step_outside_scope::RULE,
];
