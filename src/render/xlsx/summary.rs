//! The summary of a comparison on one sheet, the first: everything of its section, one below the other.

use super::Sheets;
use super::contents::Kind;
use super::table;
use crate::document::tree::{Block, Field, Section};
use crate::workbook::{Cell, Error, Look, Sheet};

/// Narrow columns of one width across the page; what stands on the sheet takes as many as it needs.
const COLUMNS: u16 = 24;
const WIDTH: u32 = 42;

/// Columns of a label.
const LABEL: u16 = 4;

/// Letters of the longest cell of a table of small cells, and the columns that each of them takes.
const SMALL: usize = 8;
const OF_SMALL: u16 = 3;

pub(super) fn add(sheets: &mut Sheets<'_>, section: &Section) -> Result<(), Error> {
    let widths = [WIDTH; COLUMNS as usize];
    let number = section.number.as_deref();
    let (entry, mut sheet) =
        sheets.begin((Kind::Summary, "概要"), number, &section.heading, (true, section.size, &widths))?;
    sheet.line(Look::Title, format!("{}　{}", sheets.document.paper, section.heading))?;
    sheet.gap(4.0);
    for block in &section.blocks {
        match block {
            Block::Fields { rows } => rows.iter().try_for_each(|field| label(&mut sheet, field))?,
            Block::Note { text } => {
                sheet.gap(6.0);
                sheet.line(Look::Note, text)?;
            }
            Block::Paragraph { text } | Block::Placed { text, .. } => {
                sheet.line(Look::Plain, text)?;
            }
            Block::Table { caption, columns, rows } => plain(&mut sheet, caption, columns, rows)?,
            _ => {}
        }
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

fn label(sheet: &mut Sheet, field: &Field) -> Result<(), Error> {
    let texts = field.blocks.iter().filter_map(|block| match block {
        Block::Note { text } | Block::Paragraph { text } => Some(text.as_str()),
        _ => None,
    });
    let words = texts.collect::<Vec<_>>().join("\n");
    let label = Cell::new(Look::Group, &field.label).across(LABEL);
    sheet.record(&[label, Cell::new(Look::Body, words).across(COLUMNS - LABEL)])?;
    Ok(())
}

fn plain(sheet: &mut Sheet, caption: &str, columns: &[String], rows: &[Vec<String>]) -> Result<(), Error> {
    sheet.gap(10.0);
    sheet.line(Look::Plain, format!("■{caption}"))?;
    let shares = shares(columns, rows);
    let record = |cells: &[String], first: Look, others: Look| -> Vec<Cell> {
        let looks = std::iter::once(first).chain(std::iter::repeat(others));
        let texts = cells.iter().map(String::as_str).chain(std::iter::repeat(""));
        shares
            .iter()
            .zip(texts.zip(looks))
            .map(|(share, (text, look))| Cell::new(look, text).across(*share))
            .collect()
    };
    sheet.record(&record(columns, Look::Heading, Look::Heading))?;
    for row in rows {
        sheet.record(&record(row, Look::Group, Look::Body))?;
    }
    Ok(())
}

/// Returns how many of the narrow columns each column takes.
fn shares(columns: &[String], rows: &[Vec<String>]) -> Vec<u16> {
    let is_small = |text: &String| text.chars().count() <= SMALL;
    if columns.len() <= usize::from(COLUMNS / OF_SMALL) && rows.iter().flatten().chain(columns).all(is_small)
    {
        return vec![OF_SMALL; columns.len()];
    }
    let across = u32::from(COLUMNS) * WIDTH;
    let mut end = 0;
    let mut before = 0;
    let widths = table::widths(columns, rows, usize::try_from(across).unwrap_or(usize::MAX));
    let shares = widths.into_iter().map(|width| {
        end += width;
        // Where the column ends, in whole narrow columns; none is without.
        let here = u16::try_from((end + WIDTH / 2) / WIDTH)
            .unwrap_or(COLUMNS)
            .clamp(before + 1, COLUMNS.max(before + 1));
        let own = here - before;
        before = here;
        own
    });
    shares.collect()
}
