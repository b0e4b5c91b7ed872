//! The tables of the forms: fields, checklists, comparisons and plain tables.

use super::content::{Paragraph, Piece};
use super::style::{Look, Style};
use super::table::{Cell, Merge, PADDING, Table, share};
use crate::document::tree::{Checklist, ChecklistRow, Comparison, Run};
use unicode_width::UnicodeWidthStr;

/// Width of the labels of a form, in twentieths of a point: eleven characters.
pub(super) const LABEL: u32 = 2_380;

/// Returns a table of labels and contents.
pub(super) fn fields(caption: &str, rows: Vec<(&str, Vec<Piece>)>, width: u32) -> Table {
    let label = LABEL.min(width / 2);
    let mut table = Table::new(caption, vec![label, width - label]);
    for (label, content) in rows {
        table.row(vec![Cell::heading(Style::FieldLabel, label), Cell::new(content)]);
    }
    table
}

/// Returns a checklist: the note, what it covers, and the table with the groups' cells merged.
pub(super) fn checklist(checklist: &Checklist, caption: &str, width: u32) -> Vec<Piece> {
    let mut out = Vec::new();
    if let Some(note) = &checklist.note {
        out.push(Piece::Paragraph(Paragraph::of(Style::ChecklistNote, note)));
    }
    for title in &checklist.covers {
        out.push(Piece::Paragraph(Paragraph::of(Style::Covered, format!("対象：{title}"))));
    }
    let (group, mark) = (1_560.min(width / 4), 1_700.min(width / 4));
    let mut table = Table::new(caption, vec![group, mark, width - group - mark]);
    table.is_tight = true;
    let legend = checklist.legend.iter();
    let legend = legend.map(|line| Piece::Paragraph(Paragraph::of(Style::ChecklistLegend, line))).collect();
    table.head(vec![
        Cell::text(Style::ColumnHead, "区分"),
        Cell::new(legend),
        Cell::text(Style::ColumnHead, &checklist.column),
    ]);
    for own in &checklist.groups {
        for (index, row) in own.rows.iter().enumerate() {
            let first = index == 0;
            let cell = if first {
                let lines = [&own.heading, &own.label].into_iter();
                Cell::new(
                    lines.map(|line| Piece::Paragraph(Paragraph::of(Style::ChecklistGroup, line))).collect(),
                )
            } else {
                Cell::text(Style::ChecklistGroup, "")
            };
            let merge = if first { Merge::First } else { Merge::Next };
            table.row(vec![Cell { merge, ..cell }, answer(row), measure(row)]);
        }
    }
    out.push(Piece::Table(table));
    out
}

fn answer(row: &ChecklistRow) -> Cell {
    let mark = if row.mark.is_empty() { "答えなし" } else { &row.mark };
    let mut content = vec![Piece::Paragraph(Paragraph::of(Style::ChecklistMark, mark))];
    if let Some(reason) = &row.reason {
        content.push(Piece::Paragraph(Paragraph::of(Style::ChecklistReason, format!("（{reason}）"))));
    }
    Cell { centered: true, ..Cell::new(content) }
}

fn measure(row: &ChecklistRow) -> Cell {
    let mut content = vec![Piece::Paragraph(Paragraph::of(Style::ChecklistText, &row.text))];
    if let Some(evidence) = &row.evidence {
        content.push(Piece::Paragraph(Paragraph::of(Style::Evidence, format!("証跡：{evidence}"))));
    }
    Cell::new(content)
}

/// Returns a table of after and before: what changed stands beside the words, so that no page parts them.
pub(super) fn comparison(comparison: &Comparison, width: u32) -> Vec<Piece> {
    let remark = comparison.remark.is_some().then(|| width * 13 / 100);
    let heading = width * if remark.is_some() { 23 } else { 28 } / 100;
    let words = width - heading - remark.unwrap_or(0);
    let mut columns = vec![heading, words / 2, words - words / 2];
    columns.extend(remark);
    let mut table = Table::new(&comparison.caption, columns);
    table.is_tight = true;
    let heads = [Some(&comparison.heading), Some(&comparison.after), Some(&comparison.before)];
    let heads = heads.into_iter().chain([comparison.remark.as_ref()]).flatten();
    table.head(heads.map(|head| Cell::text(Style::ComparisonHead, head)).collect());
    for row in &comparison.rows {
        let heading = Cell::heading(Style::ComparisonHead, &row.heading);
        let mut cells = vec![heading, runs(&row.after), runs(&row.before)];
        if comparison.remark.is_some() {
            cells.push(Cell::text(Style::ComparisonText, row.remark.as_deref().unwrap_or("")));
        }
        table.row(cells);
    }
    vec![caption(&comparison.caption), Piece::Table(table)]
}

fn runs(runs: &[Run]) -> Cell {
    let paragraph = runs.iter().fold(Paragraph::new(Style::ComparisonText), |paragraph, run| {
        paragraph.looking(run.underlined.then_some(Look::Changed), &run.text)
    });
    Cell::new(vec![Piece::Paragraph(paragraph)])
}

/// Returns a plain table under its caption; the columns are as wide as their contents ask for.
pub(super) fn plain(title: &str, columns: &[String], rows: &[Vec<String>], width: u32) -> Vec<Piece> {
    let character = Style::TableText.definition().size * 5;
    let length = |text: &String| {
        let longest = text.split('\n').map(UnicodeWidthStr::width).max().unwrap_or(0);
        u32::try_from(longest).unwrap_or(u32::MAX / character).saturating_mul(character)
    };
    let longest: Vec<u32> = columns
        .iter()
        .enumerate()
        .map(|(index, head)| {
            let cells = rows.iter().filter_map(|row| row.get(index));
            std::iter::once(head).chain(cells).map(length).max().unwrap_or(0)
        })
        .collect();
    let mut table = Table::new(title, share(width, &longest, 5 * 2 * character + PADDING));
    table.head(columns.iter().map(|head| Cell::text(Style::ColumnHead, head)).collect());
    for row in rows {
        let style = |index| if index == 0 { Style::ColumnHead } else { Style::TableText };
        let mut cells: Vec<Cell> =
            row.iter().enumerate().map(|(index, cell)| Cell::text(style(index), cell)).collect();
        // Every row has a cell in every column.
        cells.resize_with(columns.len(), || Cell::text(Style::TableText, ""));
        table.row(cells);
    }
    vec![caption(title), Piece::Table(table)]
}

fn caption(text: &str) -> Piece {
    Piece::Paragraph(Paragraph::of(Style::Caption, text))
}
