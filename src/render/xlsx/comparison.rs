//! A comparison (新旧対照表): what changed, after, before, changed words underlined. What changed stands beside the
//! words, so that no page parts them.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::{self, Comparison, Section};
use crate::workbook::{Cell, Error, Look, TextRun};

pub(super) fn add(sheets: &mut Sheets<'_>, section: &Section, comparison: &Comparison) -> Result<(), Error> {
    let name = format!("対照{} {}", sheets.next(Kind::Comparison), comparison.caption);
    let widths: &[u32] = if comparison.remark.is_some() { &[234, 324, 324, 132] } else { &[274, 370, 370] };
    let about = &comparison.caption;
    let (entry, mut sheet) = sheets.begin(
        (Kind::Comparison, &name),
        section.number.as_deref(),
        about,
        (true, section.size, widths),
    )?;
    sheet.line(Look::Title, &comparison.caption)?;
    if section.heading != comparison.caption {
        sheet.line(Look::Note, &section.heading)?;
    }
    sheet.gap(4.0);
    let heads = [&comparison.heading, &comparison.after, &comparison.before];
    let heads = heads.into_iter().chain(&comparison.remark);
    let head: Vec<Cell> = heads.map(|head| Cell::new(Look::Heading, head)).collect();
    let head = sheet.record(&head)?;
    sheet.repeat(head, 0)?;
    for row in &comparison.rows {
        let mut cells = vec![Cell::new(Look::Group, &row.heading), runs(&row.after), runs(&row.before)];
        if comparison.remark.is_some() {
            cells.push(Cell::new(Look::Body, row.remark.as_deref().unwrap_or_default()));
        }
        sheet.record(&cells)?;
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

fn runs(runs: &[tree::Run]) -> Cell {
    let own = |run: &tree::Run| TextRun { text: run.text.clone(), underlined: run.underlined };
    Cell::runs(Look::Body, runs.iter().map(own).collect())
}
