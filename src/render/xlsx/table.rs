//! A plain table: a column as wide as its words need, as far as the page goes.

use super::Sheets;
use super::contents::Kind;
use crate::document::tree::Section;
use crate::workbook::{Cell, Error, Look};

/// Pixels across an upright page and one on its side, and narrowest column.
const ACROSS: usize = 687;
const ACROSS_WIDE: usize = 1014;
const NARROWEST: usize = 70;

pub(super) fn add(
    sheets: &mut Sheets<'_>,
    section: &Section,
    caption: &str,
    columns: &[String],
    rows: &[Vec<String>],
) -> Result<(), Error> {
    let (kind, word, across) = match section.landscape {
        true => (Kind::Comparison, "対照", ACROSS_WIDE),
        false => (Kind::Table, "表", ACROSS),
    };
    let (landscape, widths) = (section.landscape, widths(columns, rows, across));
    let name = format!("{word}{} {caption}", sheets.next(kind));
    let about = format!("{}：{caption}", section.heading);
    let (entry, mut sheet) =
        sheets.begin((kind, &name), section.number.as_deref(), &about, (landscape, section.size, &widths))?;
    sheet.line(Look::Title, caption)?;
    if section.heading != caption {
        sheet.line(Look::Note, &section.heading)?;
    }
    sheet.gap(4.0);
    let head: Vec<Cell> = columns.iter().map(|column| Cell::new(Look::Heading, column)).collect();
    let head = sheet.record(&head)?;
    sheet.repeat(head, 0)?;
    for row in rows {
        let looks = std::iter::once(Look::Group).chain(std::iter::repeat(Look::Body));
        let padded = row.iter().map(String::as_str).chain(std::iter::repeat("")).take(columns.len());
        let cells: Vec<Cell> = padded.zip(looks).map(|(text, look)| Cell::new(look, text)).collect();
        sheet.record(&cells)?;
    }
    sheets.made.push((entry, sheet));
    Ok(())
}

/// Shares the page between the columns by the square root of their words: long ones get more, short ones enough.
pub(super) fn widths(columns: &[String], rows: &[Vec<String>], across: usize) -> Vec<u32> {
    let weight = |index: usize, head: &String| {
        let longest = rows.iter().filter_map(|row| row.get(index)).map(|text| text.chars().count()).max();
        longest.unwrap_or(0).max(head.chars().count()).clamp(1, 2_500).isqrt().max(1)
    };
    let weights: Vec<usize> = columns.iter().enumerate().map(|(index, head)| weight(index, head)).collect();
    let all = weights.iter().sum::<usize>().max(1);
    let free = across.saturating_sub(NARROWEST * columns.len());
    let width = |weight: &usize| u32::try_from(NARROWEST + free * weight / all).unwrap_or(u32::MAX);
    weights.iter().map(width).collect()
}
