//! Data items and the persons they are about.

mod code_read_not_listed;
mod entrusted;
mod file_register_not_updated;
mod financial_items_entrusted;
mod handled_items_assumed;
mod individual_number_use_not_stated;
mod individual_number_without_safeguards;
mod item_in_text_not_listed;
mod item_kind_not_marked;
mod item_listed_twice;
mod item_lists_differ;
mod item_named_two_ways;
mod item_unmarked_beside_marked;
mod item_without_use;
mod special_care_without_safeguards;
mod underline_lost;

#[cfg(test)]
mod tests;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &file_register_not_updated::RULE,
    &financial_items_entrusted::RULE,
    &handled_items_assumed::RULE,
    &individual_number_use_not_stated::RULE,
    &individual_number_without_safeguards::RULE,
    &item_kind_not_marked::RULE,
    &item_listed_twice::RULE,
    &item_lists_differ::RULE,
    &item_without_use::RULE,
    &special_care_without_safeguards::RULE,
    &underline_lost::RULE,
    &item_unmarked_beside_marked::RULE,
    &item_named_two_ways::RULE,
    &item_in_text_not_listed::RULE,
    &code_read_not_listed::RULE,
];
