//! 受け入れた指摘: the findings that the section in charge accepts, and why. They are part of what is submitted.

use super::path_words::path;
use super::submission::Submission;
use super::tree::{Block, Section};
use crate::check;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    if submission.matter.waivers.is_empty() {
        return Vec::new();
    }
    let rows = submission.matter.waivers.iter().map(|waiver| {
        vec![
            // A council reads neither names of rules nor paths of keys.
            check::rule(&waiver.rule)
                .map_or_else(|| waiver.rule.value.clone(), |rule| submission.in_own_words(rule.title())),
            path(&waiver.at, &[&submission.case]),
            waiver.reason.value.clone(),
            waiver.approved_by.value.clone(),
            submission.print().day(waiver.until.value),
        ]
    });
    let columns = ["受け入れた指摘", "場所", "受け入れる理由", "認めた者", "期限"];
    vec![Section {
        id: "waivers".to_owned(),
        part: "waivers",
        number: None,
        heading: "受け入れた指摘".to_owned(),
        subject: None,
        landscape: false,
        size: submission.size("waivers"),
        blocks: vec![Block::Table {
            caption: "検査の指摘のうち、理由を付して受け入れたもの".to_owned(),
            columns: columns.map(str::to_owned).to_vec(),
            rows: rows.collect(),
        }],
    }]
}
