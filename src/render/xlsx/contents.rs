//! The first sheet: what the workbook is, and a link to each sheet.

use super::{marks, new};
use crate::document::tree::{Document, Size};
use crate::workbook::{Cell, Error, Look, Rows, Sheet};

/// Columns: kind, sheet, what it shows.
const WIDTHS: [u32; 3] = [106, 341, 240];

/// What a sheet shows; the sheets stand in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Summary,
    Checklist,
    Handling,
    Comparison,
    Flow,
    Table,
}

impl Kind {
    /// Returns what a reader calls it.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Summary => "概要",
            Self::Checklist => "チェックリスト",
            Self::Handling => "取扱項目",
            Self::Flow => "個人情報の流れ",
            Self::Comparison => "新旧対照表",
            Self::Table => "表",
        }
    }
}

/// A sheet of the workbook.
pub(super) struct ContentsRow {
    /// What kind of table.
    pub(super) kind: Kind,
    /// Its name.
    pub(super) sheet: String,
    /// What it shows.
    pub(super) about: String,
}

pub(super) fn sheet(document: &Document, name: &str, entries: &[ContentsRow]) -> Result<Sheet, Error> {
    // On paper as the first of the sections has it.
    let size = document.sections.first().map_or(Size::A4, |section| section.size);
    let mut sheet = new(document, name, None, (false, size, &WIDTHS))?;
    sheet.line(Look::Title, &document.title)?;
    sheet.gap(6.0);
    let marks = marks(document);
    let of = format!("{}　{}　{}　{marks}", document.ward, document.fiscal_year, document.paper);
    sheet.line(Look::Plain, of.trim_end())?;
    sheet.line(Look::Note, format!("{}にある表を、シートに分けて収めた。", document.paper))?;
    sheet.gap(6.0);
    let head = ["種類", "シート", "内容"].map(|head| Cell::new(Look::Heading, head));
    let head = sheet.record(&head)?;
    sheet.repeat(head, 0)?;
    for of_one in entries.chunk_by(|one, two| one.kind == two.kind) {
        let first = sheet.next_row();
        for entry in of_one {
            let rows = sheet.record(&[
                Cell::covered(),
                Cell::new(Look::Link, &entry.sheet),
                Cell::new(Look::Body, &entry.about),
            ])?;
            if rows.first == rows.last {
                sheet.link(rows.first, 1, &entry.sheet)?;
            }
        }
        let rows = Rows { first, last: sheet.next_row().saturating_sub(1) };
        sheet.group(rows, 0, Look::Group, of_one.first().map_or("", |entry| entry.kind.label()))?;
    }
    Ok(sheet)
}
