//! A checklist to fill in: ○ or ー to choose, the reason for ー, the evidence planned; all else is locked.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::{Checklist, ChecklistGroup, Section};
use crate::workbook::{Cell, Choice, Error, Look, Rows, Sheet, in_column};

/// Columns: group, row, answer, measure, reason, evidence, what is missing.
const WIDTHS: [u32; 7] = [128, 38, 38, 206, 100, 142, 45];

const ANSWER: u16 = 2;
const REASON: u16 = 4;
const EVIDENCE: u16 = 5;
const HINT: u16 = 6;

pub(super) fn add(sheets: &mut Sheets<'_>, section: &Section, list: &Checklist) -> Result<(), Error> {
    let subject = section.subject.as_deref().unwrap_or(&section.heading);
    let name = format!("チェック{} {subject}", sheets.next(Kind::Checklist));
    let about = if section.subject.is_some() {
        format!("{}（{subject}）", section.heading)
    } else {
        section.heading.clone()
    };
    let (entry, mut sheet) =
        sheets.begin((Kind::Checklist, &name), section.number.as_deref(), &about, (false, &WIDTHS))?;
    sheet.line(Look::Title, &section.heading)?;
    for note in list.note.iter() {
        sheet.line(Look::Plain, note)?;
    }
    if section.subject.is_some() {
        sheet.line(Look::Plain, subject)?;
    }
    for covered in &list.covers {
        sheet.line(Look::Note, format!("対象：{covered}"))?;
    }
    for line in &list.legend {
        sheet.line(Look::Note, line)?;
    }
    sheet.line(Look::Note, "色の付いた欄だけ記入できる。「ー」のときは理由を必ず書く（空欄は赤くなる）。")?;
    sheet.gap(4.0);
    let head = ["区分", "項番", "状況", &list.column, "「ー」の理由", "証跡", "確認"];
    let head = sheet.record(&head.map(|head| Cell::new(Look::Heading, head)))?;
    sheet.repeat(head, 0)?;
    for group in &list.groups {
        add_group(&mut sheet, group)?;
    }
    sheet.protect();
    sheets.made.push((entry, sheet));
    Ok(())
}

fn add_group(sheet: &mut Sheet, group: &ChecklistGroup) -> Result<(), Error> {
    let first = sheet.next_row();
    for row in &group.rows {
        let rows = sheet.record(&[
            Cell::covered(),
            Cell::new(Look::Mark, &row.id),
            Cell::new(Look::Answer, &row.mark),
            Cell::new(Look::Body, &row.text),
            Cell::new(Look::Input, row.reason.as_deref().unwrap_or_default()),
            Cell::new(Look::Input, row.evidence.as_deref().unwrap_or_default()),
            Cell::new(Look::Hint, ""),
        ])?;
        fill_in(sheet, rows.first, &row.mark, row.reason.as_deref())?;
    }
    if sheet.next_row() > first {
        let rows = Rows { first, last: sheet.next_row() - 1 };
        sheet.group(rows, 0, Look::Group, &format!("{}\n{}", group.heading, group.label))?;
    }
    Ok(())
}

/// Sets up what is chosen and typed in a row, and the remark on what is missing in it.
fn fill_in(sheet: &mut Sheet, row: u32, mark: &str, reason: Option<&str>) -> Result<(), Error> {
    let choice = Choice {
        answers: &["○", "ー"],
        title: "状況",
        help: "行うときは「○」、必要がないときは「ー」を選び、理由を書いてください。",
    };
    sheet.choose(row, ANSWER, choice)?;
    sheet.explain(row, REASON, "「ー」の理由", "「ー」としたときは、必要がない理由を書いてください。")?;
    sheet.explain(
        row,
        EVIDENCE,
        "証跡",
        "確かめられるもの（記録、規程、画面の写しなど）を書いてください。",
    )?;
    let (answer, why) = (in_column(row, ANSWER), in_column(row, REASON));
    let unanswered = format!("TRIM({answer})=\"\"");
    let unfounded = format!("AND(TRIM({answer})<>\"\",{answer}<>\"○\",TRIM({why})=\"\")");
    sheet.red_while(row, ANSWER, &format!("={unanswered}"))?;
    sheet.red_while(row, REASON, &format!("={unfounded}"))?;
    let now = match (mark, reason.is_some_and(|reason| !reason.trim().is_empty())) {
        ("", _) => "状況を選ぶ",
        ("○", _) | (_, true) => "済",
        (_, false) => "理由を書く",
    };
    let formula = format!("=IF({unanswered},\"状況を選ぶ\",IF({unfounded},\"理由を書く\",\"済\"))");
    sheet.formula(row, HINT, Look::Hint, &formula, now)
}
