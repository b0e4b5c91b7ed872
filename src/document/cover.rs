//! 表紙: the cover, and the council's decision once there is one.

use super::submission::Submission;
use super::tree::{Block, Field, Section};
use crate::model::era;
use crate::model::matter::{Condition, Council};

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let labels = &submission.year.labels.cover;
    let basis = submission.matter.basis.as_ref().map(|basis| {
        let kinds: Vec<&str> = basis.kinds.iter().map(|kind| submission.kind(kind.value).ja()).collect();
        format!("◇{}（{}）", basis.article, kinds.join("、"))
    });
    let mut blocks = vec![
        Block::Fields { rows: vec![Field::text(&labels.title.value, submission.title())] },
        Block::paragraph(&labels.see_annex.value),
        Block::Fields { rows: vec![Field::text(&labels.basis.value, basis)] },
    ];
    match (&submission.matter.council, submission.matter.decision()) {
        (_, Some(council)) => blocks.push(Block::Fields { rows: decision(council) }),
        // What an earlier year decided is never printed as this year's.
        (Some(_), None) => {
            blocks.push(Block::Fields { rows: vec![Field::text("決定", Some(NOT_OF_THIS_YEAR))] })
        }
        (None, None) => {}
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

/// What stands in the place of a decision of an earlier year.
const NOT_OF_THIS_YEAR: &str = "この年度の会議の決定の記載なし（書かれているのは前の年度の会議。要修正）";

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
    let conditions: Vec<String> = council.conditions.iter().map(condition).collect();
    row("付された条件", (!conditions.is_empty()).then(|| conditions.join("\n")));
    row("承認された資料（SHA-256）", council.digest.as_ref().map(|digest| format!("sha256:{digest}")));
    rows
}

/// Returns a condition with how and when it is met.
fn condition(own: &Condition) -> String {
    let how = own.how.as_ref().map(|how| format!("対応：{how}"));
    let by = own.by.as_ref().map(|by| format!("{}まで", era::print(by.value)));
    let met = own.met.as_ref().map(|met| format!("{}に確認済み", era::print(met.value)));
    let facts: Vec<String> = how.into_iter().chain(by).chain(met).collect();
    if facts.is_empty() { own.text.value.clone() } else { format!("{}（{}）", own.text, facts.join("、")) }
}
