//! A comparison (新旧対照表): after on the left, before on the right, changed words underlined.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::{self, Comparison, Section};
use crate::workbook::{Cell, Error, Look, Run};

pub(super) fn add(sheets: &mut Sheets<'_>, section: &Section, comparison: &Comparison) -> Result<(), Error> {
    let name = format!("対照{} {}", sheets.next(Kind::Comparison), comparison.caption);
    let widths: &[u32] = if comparison.remark.is_some() { &[400, 400, 214] } else { &[507, 507] };
    let about = &comparison.caption;
    let (entry, mut sheet) =
        sheets.begin((Kind::Comparison, &name), section.number.as_deref(), about, (true, widths))?;
    sheet.line(Look::Title, &comparison.caption)?;
    if section.heading != comparison.caption {
        sheet.line(Look::Note, &section.heading)?;
    }
    sheet.gap(4.0);
    let heads = [&comparison.after, &comparison.before].into_iter().chain(&comparison.remark);
    let head: Vec<Cell> = heads.map(|head| Cell::new(Look::Heading, head)).collect();
    let head = sheet.record(&head)?;
    sheet.repeat(head, 0)?;
    for row in &comparison.rows {
        sheet.line(Look::Group, &row.heading)?;
        let mut cells = vec![runs(&row.after), runs(&row.before)];
        if comparison.remark.is_some() {
            cells.push(Cell::new(Look::Body, row.remark.as_deref().unwrap_or_default()));
        }
        sheet.record(&cells)?;
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

fn runs(runs: &[tree::Run]) -> Cell {
    let own = |run: &tree::Run| Run { text: run.text.clone(), underlined: run.underlined };
    Cell::runs(Look::Body, runs.iter().map(own).collect())
}
