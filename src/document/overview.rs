//! 事業の概要: what is planned, for whom, and what the council is asked.

use super::submission::{MISSING, Submission, and};
use super::tree::{Block, Field, Section};
use crate::model::matter::Overview;
use crate::model::vocabulary::Omitted;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let Some(overview) = &submission.matter.overview else { return Vec::new() };
    let labels = &submission.year.labels.overview;
    let own = |own: &Option<crate::source::Located<String>>| own.as_ref().map(|own| own.value.clone());
    let title = own(&overview.title).or_else(|| submission.title().map(str::to_owned));
    let department = own(&overview.department).or_else(|| submission.department().map(str::to_owned));
    let rows = vec![
        Field::text(&labels.title.value, title),
        Field::text(&labels.department.value, department),
        Field::text(&labels.purpose.value, own(&overview.purpose)),
        Field::text(&labels.subjects.value, own(&overview.subjects)),
        Field::blocks(&labels.content.value, content(submission, overview)),
    ];
    vec![Section {
        id: "overview".to_owned(),
        part: "overview",
        number: None,
        heading: labels.heading.value.clone(),
        subject: None,
        landscape: submission.lies("overview"),
        size: submission.size("overview"),
        blocks: vec![Block::Fields { rows }],
    }]
}

/// Returns 事業内容: １ what, ２ what is submitted, ３ how many, and where the flows are drawn.
fn content(submission: &Submission<'_>, overview: &Overview) -> Vec<Block> {
    let labels = &submission.year.labels.overview;
    let description = match &overview.description {
        Some(description) => Block::paragraphs(description).collect(),
        None => vec![Block::paragraph(MISSING)],
    };
    let submitted = overview.submitted.iter().enumerate().map(|(index, entry)| Block::Point {
        level: 2,
        number: submission.print().sub_point(index),
        text: submission.kind(entry.kind.value).ja().to_owned(),
        blocks: vec![Block::paragraph(&entry.text.value)],
    });
    let count = overview.subject_count.as_ref().map_or_else(
        || MISSING.to_owned(),
        |count| {
            let about = if count.approximate { "約" } else { "" };
            let unit = count.unit.as_ref().map_or("", |unit| &unit.value);
            let persons = count.persons.as_ref();
            let persons =
                persons.map(|persons| format!("（{about}{}人）", submission.print().grouped(persons.value)));
            format!(
                "{about}{}{unit}{}",
                submission.print().grouped(count.value.value),
                persons.unwrap_or_default()
            )
        },
    );
    let points = [
        (&labels.description, description),
        (&labels.submitted, submitted.collect()),
        (&labels.subject_count, vec![Block::paragraph(count)]),
    ];
    // What the matters of a kind need not state is left out where they do not.
    let is_asked = overview.subject_count.is_some() || !submission.omits(Omitted::SubjectCount);
    let mut blocks: Vec<Block> = points
        .into_iter()
        .take(if is_asked { 3 } else { 2 })
        .enumerate()
        .map(|(index, (label, blocks))| Block::Point {
            level: 1,
            number: submission.print().point(index),
            text: label.value.clone(),
            blocks,
        })
        .collect();
    if let Some(cites) = overview.cites.as_ref().filter(|cites| !cites.value.is_empty()) {
        let materials: Vec<String> =
            cites.value.iter().map(|cited| submission.material(cited.value)).collect();
        blocks.push(Block::Note {
            text: format!("※個人情報の流れは、{}のとおり", and(&materials))
        });
    }
    if let Some(assessment) = &submission.matter.impact_assessment {
        let note = assessment.note.as_ref().map_or_else(String::new, |note| format!("（{note}）"));
        let completed = assessment.completed.value;
        let date = submission.print().day_or_month(completed);
        let level =
            assessment.level.as_ref().map_or_else(String::new, |level| format!("、{}", level.value.ja()));
        let next = match (&assessment.next_due, &assessment.level) {
            (Some(due), _) => format!("（次回は{}まで）", submission.print().day(due.value)),
            (None, Some(_)) => "（次回は５年以内）".to_owned(),
            (None, None) => String::new(),
        };
        blocks.push(Block::Note {
            text: format!("※特定個人情報保護評価{note}は、{date}に公表済み{level}{next}"),
        });
    }
    blocks
}
