//! The headings of a sheet, several rows deep where cells are merged; or a fixed-width layout table in a sheet.

use super::heading::{Cell, Row};
use super::layout::{Form, Layout, LayoutKind, Wanted};
use super::{fixed, heading};
use crate::diagnostic::{Text, listed};
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
    let rows = rows(grid)?;
    if fixed::is_meant(&rows, wanted) {
        let whole = Returned::read(bytes.to_vec(), None).map_err(|error| error.0)?;
        let grid = whole.grid(&grid.name).ok_or_else(heading::no_header)?;
        let fields = fixed::fields(&self::rows(grid)?)?;
        return Ok(Layout { form, kind: LayoutKind::Fixed, fields });
    }
    let fields = heading::fields(&rows)?;
    Ok(Layout { form, kind: LayoutKind::Header, fields })
}

/// Most cells that are looked at, each merged area counted with all of its cells.
const MOST_CELLS: u64 = 200_000;

/// Returns the sheet that is meant.
fn sheet<'b>(book: &'b Returned, wanted: &Wanted) -> Result<&'b Grid, Text> {
    let filled: Vec<&Grid> = book.grids.iter().filter(|grid| !grid.cells.is_empty()).collect();
    let Text { ja: list, en: list_en } = listed(filled.iter().map(|grid| grid.name.as_str()));
    if let Some(name) = &wanted.sheet {
        let meant = filled.iter().find(|grid| spelling::same(&grid.name, name));
        return meant.copied().ok_or_else(|| {
            text!(
                "シート「{name}」がないか、空です（見出しのあるシート: {list}）",
                "there is no sheet `{name}`, or it is empty (there are: {list_en})"
            )
        });
    }
    match filled.as_slice() {
        [] => Err(heading::no_header()),
        [grid] => Ok(grid),
        _ => Err(text!(
            "シートが幾つもあります（{list}）。どれを見るかを --sheet で書いてください",
            "there are several sheets ({list_en}); say with --sheet which one is meant"
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
///
/// # Errors
///
/// Where merged areas would make more cells than a workbook may have.
fn rows(grid: &Grid) -> Result<Vec<Row>, Text> {
    let mut rows: BTreeMap<u32, Row> = BTreeMap::new();
    let areas: BTreeMap<(u32, u16), (u32, u16)> =
        grid.merged.iter().map(|(top, left, bottom, right)| ((*top, *left), (*bottom, *right))).collect();
    let last = grid.cells.keys().next_back().map_or(0, |(row, _)| *row);
    let mut left = MOST_CELLS;
    for ((row, column), value) in &grid.cells {
        let (bottom, right) = areas.get(&(*row, *column)).copied().unwrap_or((*row, *column));
        let deep = u64::from(bottom.min(last).saturating_sub(*row)) + 1;
        let wide = u64::from(right.saturating_sub(*column)) + 1;
        left = left.checked_sub(deep * wide).ok_or_else(too_wide)?;
        let place = format!("{}!{}", grid.name, cell_name(*row, *column));
        for at in *row..=bottom.min(last) {
            for column in *column..=right {
                let text = value.content.shown();
                let cell = Cell { text, place: text!("{place}", "{place}") };
                rows.entry(at).or_default().entry(usize::from(column)).or_insert(cell);
            }
        }
    }
    Ok(rows.into_values().collect())
}

fn too_wide() -> Text {
    text!(
        "結合したセルが広すぎます。セルの結合を解き、見出しだけのファイルを渡してください",
        "merged cells take up too much of the sheet; give a file with the headings only"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::read::{Content, Value};

    #[test]
    fn a_merged_area_as_large_as_the_sheet_is_refused() {
        let cell = || Value { content: Content::Text("氏名".to_owned()), computed: false };
        let cells = BTreeMap::from([((0, 0), cell()), ((1_048_575, 0), cell())]);
        let merged = BTreeSet::from([(0, 0, 1_048_575, 16_383)]);
        let grid = Grid { name: "表".to_owned(), cells, merged, protected: false };
        assert!(rows(&grid).unwrap_err().ja.contains("広すぎます"));
        let merged = BTreeSet::from([(0, 0, 0, 2)]);
        let row = rows(&Grid { merged, ..grid }).unwrap();
        assert_eq!(row.first().map(BTreeMap::len), Some(3));
    }
}
