//! Where items lie, who sees them from where, on what ground, and who stands behind whom.

mod business_system_in_open_zone;
mod cloud_not_checked;
mod collected_without_ground;
mod connection_annex_missing;
mod foreign_country_not_stated;
mod ground_not_in_law;
mod impact_assessment_level;
mod individual_number_outside_zone;
mod individual_number_zone_entered;
mod leased_storage_not_erased;
mod network_not_for_zone;
mod subcontractor_of_same_group;
mod use_without_ground;
mod zones;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &business_system_in_open_zone::RULE,
    &cloud_not_checked::RULE,
    &collected_without_ground::RULE,
    &connection_annex_missing::RULE,
    &foreign_country_not_stated::RULE,
    &ground_not_in_law::RULE,
    &impact_assessment_level::RULE,
    &individual_number_outside_zone::RULE,
    &individual_number_zone_entered::RULE,
    &leased_storage_not_erased::RULE,
    &network_not_for_zone::RULE,
    &subcontractor_of_same_group::RULE,
    &use_without_ground::RULE,
];
