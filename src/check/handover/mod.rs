//! What is handed over without a network: media, paper, mail, telephone, screens.

mod carrier_sees_content;
mod enclosing_not_matched;
mod handover_afterwards_missing;
mod handover_medium_not_declared;
mod handover_protection_missing;
mod handover_way_unclear;
mod handover_way_unfit;
mod handover_way_unreasoned;
mod returned_mail_not_stated;
mod spoiled_sheets_not_stated;
mod viewer_place_not_stated;
mod ways;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &carrier_sees_content::RULE,
    &enclosing_not_matched::RULE,
    &handover_afterwards_missing::RULE,
    &handover_medium_not_declared::RULE,
    &handover_protection_missing::RULE,
    &handover_way_unclear::RULE,
    &handover_way_unfit::RULE,
    &handover_way_unreasoned::RULE,
    &returned_mail_not_stated::RULE,
    &spoiled_sheets_not_stated::RULE,
    &viewer_place_not_stated::RULE,
];
