//! Links, networks, systems and the diagrams that show them.

mod adopted_measure_not_drawn;
mod backup_not_in_media;
mod cloud_use_not_stated;
mod connection_ends_differ_from_lines;
mod connection_without_its_line;
mod diagram_measure_not_adopted;
mod erasure_without_its_step;
mod flow_not_connected;
mod foreign_location;
mod link_not_described;
mod link_not_encrypted;
mod measure_box_missing;
mod medium_of_line_not_in_media;
mod network_differs_from_annex;
mod network_words;
mod open_network_despite_checklist;
mod planted;
mod server_kept_differently;
mod temporary_copy_not_erased;
mod timing_impossible;
mod zone_crossing_undescribed;

use super::rule::Check;

/// The rules of this family.
pub(super) static RULES: &[&Check] = &[
    &adopted_measure_not_drawn::RULE,
    &cloud_use_not_stated::RULE,
    &diagram_measure_not_adopted::RULE,
    &flow_not_connected::RULE,
    &foreign_location::RULE,
    &link_not_described::RULE,
    &link_not_encrypted::RULE,
    &measure_box_missing::RULE,
    &network_differs_from_annex::RULE,
    &open_network_despite_checklist::RULE,
    &server_kept_differently::RULE,
    &timing_impossible::RULE,
    &zone_crossing_undescribed::RULE,
    &connection_without_its_line::RULE,
    &medium_of_line_not_in_media::RULE,
    &connection_ends_differ_from_lines::RULE,
    &erasure_without_its_step::RULE,
    &temporary_copy_not_erased::RULE,
    &backup_not_in_media::RULE,
];
