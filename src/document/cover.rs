//! 表紙: the cover, its blocks as the year's form has them, and the council's decision once there is one.

use super::submission::{MISSING, Submission};
use super::tree::{Block, Field, Section, Side};
use crate::model::matter::{Condition, Council};
use crate::model::print::{CoverBlock, Piece, Words};
use crate::model::vocabulary::{CoverPlace, CoverValue};
use crate::source::Located;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    let cover = &submission.year.labels.cover;
    let blocks = cover.blocks.iter().filter_map(|block| match block {
        CoverBlock::Fields(fields) => {
            let row = |(label, words): &(Located<String>, Words)| {
                Field::text(&label.value, whole(submission, words))
            };
            Some(Block::Fields { rows: fields.iter().map(row).collect() })
        }
        CoverBlock::Line(place, words) => {
            let text = with_gaps(submission, words);
            let placed = |place, boxed| Block::Placed { place, text: text.clone(), boxed };
            Some(match place {
                CoverPlace::Left => placed(Side::Left, false),
                CoverPlace::Center => placed(Side::Center, false),
                CoverPlace::Right => placed(Side::Right, false),
                CoverPlace::Seal => placed(Side::Right, true),
                CoverPlace::Text | CoverPlace::Fields | CoverPlace::Decision => Block::paragraph(&text),
            })
        }
        CoverBlock::Decision(own) => match (&submission.matter.council, submission.matter.decision()) {
            // What the form calls an answer is none before there is one.
            (_, Some(council)) if own.is_some() && council.outcome.is_none() => None,
            (_, Some(council)) => {
                let rows = own.as_ref().map_or_else(
                    || decision(submission, council),
                    |fields| {
                        let row = |(label, words): &(Located<String>, Words)| {
                            Some(Field::text(&label.value, Some(whole(submission, words)?)))
                        };
                        fields.iter().filter_map(row).collect()
                    },
                );
                (!rows.is_empty()).then_some(Block::Fields { rows })
            }
            // What an earlier year decided is never printed as this year's.
            (Some(_), None) => {
                Some(Block::Fields { rows: vec![Field::text("決定", Some(NOT_OF_THIS_YEAR))] })
            }
            (None, None) => None,
        },
    });
    vec![Section {
        id: "cover".to_owned(),
        part: "cover",
        number: None,
        heading: cover.heading.value.clone(),
        subject: None,
        landscape: submission.lies("cover"),
        size: submission.size("cover"),
        blocks: blocks.collect(),
    }]
}

/// What stands in the place of a decision of an earlier year.
const NOT_OF_THIS_YEAR: &str = "この年度の会議の決定の記載なし（書かれているのは前の年度の会議。要修正）";

/// Returns words with their values; `None` where a value is missing.
fn whole(submission: &Submission<'_>, words: &Words) -> Option<String> {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => Some(text.clone()),
        Piece::Value(own) => value(submission, *own),
    };
    words.0.iter().map(piece).collect()
}

/// Returns words with their values, and 「（記載なし）」 in the place of those that are missing.
fn with_gaps(submission: &Submission<'_>, words: &Words) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Value(own) => value(submission, *own).unwrap_or_else(|| MISSING.to_owned()),
    };
    words.0.iter().map(piece).collect()
}

fn value(submission: &Submission<'_>, value: CoverValue) -> Option<String> {
    let (matter, ward) = (submission.matter, submission.ward);
    let text = |own: Option<&Located<String>>| own.map(|own| own.value.clone());
    let letter = matter.letter.as_ref();
    let kinds = || {
        let kinds = matter.basis.iter().flat_map(|basis| &basis.kinds);
        let kinds: Vec<&str> = kinds.map(|kind| submission.kind(kind.value).ja()).collect();
        (!kinds.is_empty()).then(|| kinds.join("、"))
    };
    let article = || text(matter.basis.as_ref().map(|basis| &basis.article));
    match value {
        CoverValue::Title => submission.title().map(str::to_owned),
        CoverValue::Basis => article().map(|article| format!("{article}（{}）", kinds().unwrap_or_default())),
        CoverValue::Article => article(),
        CoverValue::Kinds => kinds(),
        CoverValue::Department => submission.department_in_full(),
        CoverValue::FiscalYear => Some(submission.print().fiscal_year(matter.fiscal_year)),
        CoverValue::Purpose => text(matter.overview.as_ref().and_then(|own| own.purpose.as_ref())),
        CoverValue::Term => matter.term.as_ref().map(|term| {
            let day = |day: &Located<_>| submission.print().day(day.value);
            format!("{}から{}まで", day(&term.from), day(&term.to))
        }),
        CoverValue::Ward => Some(ward.name.value.clone()),
        CoverValue::Authority => Some(ward.word().to_owned()),
        CoverValue::Head => text(ward.head.as_ref()),
        CoverValue::Council => Some(ward.council.value.clone()),
        CoverValue::CouncilHead => text(ward.council_head.as_ref()),
        CoverValue::Guideline => text(ward.guideline.as_ref()),
        CoverValue::LetterNumber => text(letter.and_then(|own| own.number.as_ref())),
        CoverValue::LetterDate => {
            letter.and_then(|own| own.date.as_ref()).map(|date| submission.print().day(date.value))
        }
        CoverValue::LetterTo => text(letter.and_then(|own| own.to.as_ref()).or(ward.council_head.as_ref())),
        CoverValue::LetterFrom => text(letter.and_then(|own| own.from.as_ref()).or(ward.head.as_ref())),
        CoverValue::DecisionMeeting => text(matter.decision()?.meeting.as_ref()),
        CoverValue::DecisionDate => day_of(submission, matter.decision()?),
        CoverValue::DecisionOutcome => outcome_of(matter.decision()?),
        CoverValue::DecisionConditions => conditions_of(submission, matter.decision()?),
        CoverValue::DecisionApproved => approved_of(matter.decision()?),
    }
}

fn day_of(submission: &Submission<'_>, council: &Council) -> Option<String> {
    council.date.as_ref().map(|date| submission.print().day(date.value))
}

fn outcome_of(council: &Council) -> Option<String> {
    council.outcome.as_ref().map(|outcome| outcome.value.ja().to_owned())
}

fn conditions_of(submission: &Submission<'_>, council: &Council) -> Option<String> {
    let conditions: Vec<String> = council.conditions.iter().map(|own| condition(submission, own)).collect();
    (!conditions.is_empty()).then(|| conditions.join("\n"))
}

fn approved_of(council: &Council) -> Option<String> {
    council.approved.as_ref().map(|own| format!("sha256:{}", own.content))
}

/// Returns meeting and decision in the standard fields, for a form that has none of its own.
fn decision(submission: &Submission<'_>, council: &Council) -> Vec<Field> {
    let mut rows = Vec::new();
    let mut row = |label: &str, text: Option<String>| {
        if let Some(text) = text {
            rows.push(Field::text(label, Some(text)));
        }
    };
    row("会議", council.meeting.as_ref().map(|meeting| meeting.value.clone()));
    row("付議の日", day_of(submission, council));
    row("決定", outcome_of(council));
    row("付された条件", conditions_of(submission, council));
    row("承認された内容（SHA-256）", approved_of(council));
    row("承認された資料（SHA-256）", council.digest.as_ref().map(|digest| format!("sha256:{digest}")));
    rows
}

/// Returns a condition with how and when it is met.
fn condition(submission: &Submission<'_>, own: &Condition) -> String {
    let how = own.how.as_ref().map(|how| format!("対応：{how}"));
    let by = own.by.as_ref().map(|by| format!("{}まで", submission.print().day(by.value)));
    let met = own.met.as_ref().map(|met| format!("{}に確認済み", submission.print().day(met.value)));
    let facts: Vec<String> = how.into_iter().chain(by).chain(met).collect();
    if facts.is_empty() { own.text.value.clone() } else { format!("{}（{}）", own.text, facts.join("、")) }
}
