//! The headings of a sheet, several rows deep where cells are merged; or a fixed-width layout table in a sheet.

use super::heading::{Cell, Row};
use super::layout::{Form, Layout, LayoutKind, Wanted};
use super::{fixed, heading};
use crate::diagnostic::Text;
use crate::spelling;
use crate::text;
use crate::workbook::cell_name;
use crate::workbook::read::{Area, Grid, Returned};
use std::collections::{BTreeMap, BTreeSet};

/// Most rows of headings that merged cells are followed through.
const DEEPEST: u32 = 5;

pub(super) fn read(bytes: &[u8], wanted: &Wanted) -> Result<Layout, Text> {
    let depth = |row, merged: &BTreeSet<Area>| wanted.header_rows.unwrap_or_else(|| depth(row, merged));
    let top = Returned::read_top(bytes, depth).map_err(|error| error.0)?;
    let grid = sheet(&top, wanted)?;
    let form = Form::Workbook(grid.name.clone());
    let rows = rows(grid);
    if fixed::is_meant(&rows, wanted) {
        let whole = Returned::read(bytes.to_vec(), None).map_err(|error| error.0)?;
        let grid = whole.grid(&grid.name).ok_or_else(heading::no_header)?;
        let fields = fixed::fields(&self::rows(grid))?;
        return Ok(Layout { form, kind: LayoutKind::Fixed, fields });
    }
    let fields = heading::fields(&rows)?;
    Ok(Layout { form, kind: LayoutKind::Header, fields })
}

/// Returns the sheet that is meant.
fn sheet<'b>(book: &'b Returned, wanted: &Wanted) -> Result<&'b Grid, Text> {
    let filled: Vec<&Grid> = book.grids.iter().filter(|grid| !grid.cells.is_empty()).collect();
    let list = filled.iter().map(|grid| grid.name.as_str()).collect::<Vec<_>>().join("、");
    if let Some(name) = &wanted.sheet {
        let meant = filled.iter().find(|grid| spelling::same(&grid.name, name));
        return meant.copied().ok_or_else(|| {
            text!(
                "シート「{name}」がないか、空です（見出しのあるシート: {list}）",
                "there is no sheet `{name}`, or it is empty (there are: {list})"
            )
        });
    }
    match filled.as_slice() {
        [] => Err(heading::no_header()),
        [grid] => Ok(grid),
        _ => Err(text!(
            "シートが幾つもあります（{list}）。どれを見るかを --sheet で書いてください",
            "there are several sheets ({list}); say with --sheet which one is meant"
        )),
    }
}

/// Returns how many rows the headings take: a heading merged over columns has others under it, one merged over rows
/// reaches as far down.
fn depth(first: u32, merged: &BTreeSet<Area>) -> u32 {
    let mut depth = 1;
    while depth < DEEPEST {
        let areas = merged.iter().filter(|(top, ..)| (first..first + depth).contains(top));
        let needed = areas.map(|(_, left, bottom, right)| bottom - first + 1 + u32::from(right > left)).max();
        match needed {
            Some(needed) if needed > depth => depth = needed.min(DEEPEST),
            _ => break,
        }
    }
    depth
}

/// Returns the rows of a sheet that hold something; a merged area says the same in each of its cells.
fn rows(grid: &Grid) -> Vec<Row> {
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    for ((row, column), value) in &grid.cells {
        let area = grid.merged.iter().find(|(top, left, ..)| (top, left) == (row, column));
        let (bottom, right) = area.map_or((*row, *column), |(_, _, bottom, right)| (*bottom, *right));
        let last = grid.cells.keys().next_back().map_or(*row, |(row, _)| *row);
        let place = format!("{}!{}", grid.name, cell_name(*row, *column));
        for at in *row..=bottom.min(last) {
            for column in *column..=right {
                let text = value.content.shown();
                let cell = Cell { text, place: text!("{place}", "{place}") };
                rows.entry(at).or_default().entry(usize::from(column)).or_insert(cell);
            }
        }
    }
    rows.into_values().collect()
}
