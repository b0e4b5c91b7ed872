//! 表紙: the cover, and the council's decision once there is one.

use super::submission::Submission;
use super::tree::{Block, Field, Section};
use crate::model::era;
use crate::model::matter::Council;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let labels = &submission.year.labels.cover;
    let basis = submission.matter.basis.as_ref().map(|basis| {
        let kinds: Vec<&str> = basis.kinds.iter().map(|kind| kind.value.ja()).collect();
        format!("◇{}（{}）", basis.article, kinds.join("、"))
    });
    let mut blocks = vec![
        Block::Fields { rows: vec![Field::text(&labels.title.value, submission.title())] },
        Block::paragraph(&labels.see_annex.value),
        Block::Fields { rows: vec![Field::text(&labels.basis.value, basis)] },
    ];
    if let Some(council) = &submission.matter.council {
        blocks.push(Block::Fields { rows: decision(council) });
    }
    let department = submission.department_in_full().unwrap_or_else(|| super::submission::MISSING.to_owned());
    blocks.push(Block::paragraph(format!("（{}：{department}）", labels.department)));
    vec![Section {
        id: "cover".to_owned(),
        part: "cover",
        number: None,
        heading: labels.heading.value.clone(),
        subject: None,
        landscape: false,
        blocks,
    }]
}

/// Returns meeting and decision; the form has no labels for them, because they come after it is submitted.
fn decision(council: &Council) -> Vec<Field> {
    let mut rows = Vec::new();
    let mut row = |label: &str, text: Option<String>| {
        if let Some(text) = text {
            rows.push(Field::text(label, Some(text)));
        }
    };
    row("会議", council.meeting.as_ref().map(|meeting| meeting.value.clone()));
    row("付議の日", council.date.as_ref().map(|date| era::print(date.value)));
    row("決定", council.outcome.as_ref().map(|outcome| outcome.value.ja().to_owned()));
    let conditions: Vec<&str> = council.conditions.iter().map(|condition| condition.value.as_str()).collect();
    row("付された条件", (!conditions.is_empty()).then(|| conditions.join("\n")));
    row("承認された資料（SHA-256）", council.digest.as_ref().map(|digest| format!("sha256:{digest}")));
    rows
}
