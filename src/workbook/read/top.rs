//! The headings of a sheet and nothing under them: what a workbook of data may be looked at for.

use super::{Grid, Returned, Room, Unreadable, broken, content, guard};
use calamine::{Reader, Xlsx};
use std::collections::BTreeSet;
use std::io::Cursor;

/// A merged area: first row and column, last row and column, from 0.
pub type Area = (u32, u16, u32, u16);

impl Returned {
    /// Reads the headings of every sheet: its first row that holds something, and as many rows from there as
    /// `depth` says of that row and the merged areas. Reading stops there; no cell of a row below is kept.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: not an Excel workbook, encrypted, with macros, too large, or broken.
    pub fn read_top(bytes: &[u8], depth: impl Fn(u32, &BTreeSet<Area>) -> u32) -> Result<Self, Unreadable> {
        guard::check(bytes)?;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let (mut grids, mut room) = (Vec::new(), Room::default());
        for name in book.sheet_names() {
            let mut grid = Grid { merged: super::merged(&mut book, &name), name, ..Grid::default() };
            let mut end = None;
            let Ok(mut reader) = book.worksheet_cells_reader(&grid.name) else { continue };
            while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                room.take(cell.get_value())?;
                let (row, column) = cell.get_position();
                if end.is_some_and(|end| row >= end) {
                    break;
                }
                let (Ok(column), Some(own)) =
                    (u16::try_from(column), content(cell.get_value().clone().into()))
                else {
                    continue;
                };
                if own.shown().trim().is_empty() {
                    continue;
                }
                if end.is_none() {
                    end = Some(row.saturating_add(depth(row, &grid.merged).max(1)));
                }
                grid.cells.insert((row, column), super::Value { content: own, computed: false });
            }
            grids.push(grid);
        }
        Ok(Self { grids })
    }
}
