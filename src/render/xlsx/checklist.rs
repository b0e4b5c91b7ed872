//! A checklist to fill in: an answer to choose, the reason or the day, the evidence planned; all else is locked.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::{Checklist, ChecklistGroup, Meaning, Section};
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
    // On its side the page has half as much room again for the same columns.
    let widths = if section.landscape { WIDTHS.map(|width| width * 3 / 2) } else { WIDTHS };
    let shape = (section.landscape, section.size, widths.as_slice());
    let (entry, mut sheet) =
        sheets.begin((Kind::Checklist, &name), section.number.as_deref(), &about, shape)?;
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
    let words = Words::of(list);
    let why = &words.why;
    let note = format!("色の付いた欄だけ記入できる。{}（空欄は赤くなる）。", words.wanted("必ず書く"));
    sheet.line(Look::Note, note)?;
    sheet.gap(4.0);
    let head = ["区分", "項番", "状況", &list.column, why, "証跡", "確認"];
    let head = sheet.record(&head.map(|head| Cell::new(Look::Heading, head)))?;
    sheet.repeat(head, 0)?;
    for group in &list.groups {
        add_group(&mut sheet, group, &words)?;
    }
    sheet.protect();
    sheets.made.push((entry, sheet));
    Ok(())
}

fn add_group(sheet: &mut Sheet, group: &ChecklistGroup, words: &Words<'_>) -> Result<(), Error> {
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
        fill_in(sheet, rows.first, &row.mark, row.reason.as_deref(), words)?;
    }
    if sheet.next_row() > first {
        let rows = Rows { first, last: sheet.next_row() - 1 };
        sheet.group(rows, 0, Look::Group, &format!("{}\n{}", group.heading, group.label))?;
    }
    Ok(())
}

/// The words of the answers, and what is asked for beside them.
struct Words<'l> {
    all: Vec<&'l str>,
    adopted: &'l str,
    planned: Option<&'l str>,
    not_needed: Option<&'l str>,
    /// Heading of the column for the reason.
    why: String,
}

impl<'l> Words<'l> {
    fn of(list: &'l Checklist) -> Self {
        let of = |means| list.answers.iter().find(|own| own.means == means).map(|own| own.word.as_str());
        let (planned, not_needed) = (of(Meaning::Planned), of(Meaning::NotNeeded));
        let plan = planned.map(|word| format!("「{word}」の日"));
        let reason = not_needed.map(|word| format!("「{word}」の理由"));
        let why: Vec<String> = reason.into_iter().chain(plan).collect();
        Self {
            all: list.answers.iter().map(|own| own.word.as_str()).collect(),
            adopted: of(Meaning::Adopted).unwrap_or_default(),
            planned,
            not_needed,
            why: if why.is_empty() { "備考".to_owned() } else { why.join("、") },
        }
    }

    /// Returns what must be written beside an answer: 「ー」のときは理由を書く.
    fn wanted(&self, verb: &str) -> String {
        let reason = self.not_needed.map(|word| format!("「{word}」のときは理由"));
        let day = self.planned.map(|word| format!("「{word}」のときは予定の日"));
        let wanted: Vec<String> = reason.into_iter().chain(day).collect();
        if wanted.is_empty() { String::new() } else { format!("{}を{verb}", wanted.join("、")) }
    }

    /// Returns what Excel says when the answer is chosen.
    fn help(&self) -> String {
        let mut help = format!("行うときは「{}」", self.adopted);
        help.extend(self.planned.map(|word| format!("、行う予定なら「{word}」を選んで予定の日を書き")));
        help.extend(
            self.not_needed.map(|word| format!("、必要がないときは「{word}」を選び、理由を書いてください。")),
        );
        if self.not_needed.is_none() {
            help.push_str("を選んでください。");
        }
        help
    }
}

/// Sets up what is chosen and typed in a row, and the remark on what is missing in it.
fn fill_in(
    sheet: &mut Sheet,
    row: u32,
    mark: &str,
    reason: Option<&str>,
    words: &Words<'_>,
) -> Result<(), Error> {
    let adopted = words.adopted;
    sheet.choose(row, ANSWER, Choice { answers: &words.all, title: "状況", help: &words.help() })?;
    let asked = match (words.not_needed, words.planned) {
        (Some(word), None) => format!("「{word}」としたときは、必要がない理由を書いてください。"),
        _ => format!("{}ください。", words.wanted("書いて")),
    };
    sheet.explain(row, REASON, &words.why, &asked)?;
    sheet.explain(
        row,
        EVIDENCE,
        "証跡",
        "確かめられるもの（記録、規程、画面の写しなど）を書いてください。",
    )?;
    let (answer, why) = (in_column(row, ANSWER), in_column(row, REASON));
    let unanswered = format!("TRIM({answer})=\"\"");
    let quoted = adopted.replace('"', "\"\"");
    let unfounded = format!("AND(TRIM({answer})<>\"\",{answer}<>\"{quoted}\",TRIM({why})=\"\")");
    sheet.red_while(row, ANSWER, &format!("={unanswered}"))?;
    sheet.red_while(row, REASON, &format!("={unfounded}"))?;
    let now = match reason.is_some_and(|reason| !reason.trim().is_empty()) {
        _ if mark.is_empty() => "状況を選ぶ",
        _ if mark == adopted => "済",
        true => "済",
        false => "理由を書く",
    };
    let formula = format!("=IF({unanswered},\"状況を選ぶ\",IF({unfounded},\"理由を書く\",\"済\"))");
    sheet.formula(row, HINT, Look::Hint, &formula, now)
}
