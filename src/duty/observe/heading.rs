//! Headings, one row or several deep, as fields: the name at the bottom, the groups above it.

use super::layout::Field;
use super::name;
use crate::diagnostic::Text;
use crate::text;
use std::collections::BTreeMap;

/// A cell of a row of headings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    pub(super) text: String,
    pub(super) place: Text,
}

/// A row of cells, by column from 0.
pub(super) type Row = BTreeMap<usize, Cell>;

/// Returns the fields that rows of headings name. Over an empty cell of an upper row the heading to its left goes on.
///
/// # Errors
///
/// Where there is no heading, or what stands there looks like data.
pub(super) fn fields(rows: &[Row]) -> Result<Vec<Field>, Text> {
    let Some((bottom, upper)) = rows.split_last() else { return Err(no_header()) };
    let filled =
        |row: &Row, column: usize| row.get(&column).filter(|cell| !cell.text.trim().is_empty()).cloned();
    let cells: Vec<&Cell> = rows.iter().flat_map(BTreeMap::values).collect();
    data_like(&cells)?;
    let last = rows.iter().filter_map(|row| row.keys().next_back().copied()).max().unwrap_or_default();
    let mut fields = Vec::new();
    let mut running: Vec<Option<String>> = vec![None; upper.len()];
    for column in 0..=last {
        let mut own: Vec<Cell> = Vec::new();
        for (depth, row) in upper.iter().enumerate() {
            if let Some(cell) = filled(row, column) {
                // A heading further up ends what went on below it.
                running.iter_mut().skip(depth).for_each(|heading| *heading = None);
                if let Some(heading) = running.get_mut(depth) {
                    *heading = Some(cell.text.trim().to_owned());
                }
                own.push(cell);
            }
        }
        let place = bottom.get(&column).map(|cell| cell.place.clone());
        let (name, place) = match filled(bottom, column) {
            Some(cell) => (Some(cell.text.trim().to_owned()), Some(cell.place)),
            // A heading that stands in an upper row alone names its column.
            None => match own.pop() {
                Some(cell) => (Some(cell.text.trim().to_owned()), Some(cell.place)),
                None => (None, place),
            },
        };
        let mut groups: Vec<String> = running.iter().flatten().cloned().collect();
        groups.dedup();
        if groups.last() == name.as_ref() {
            groups.pop();
        }
        let column = column + 1;
        let place = place.unwrap_or_else(|| text!("{column}列目", "column {column}"));
        fields.push(Field { name, groups, place, extent: None });
    }
    Ok(fields)
}

/// Returns what is said where there is no heading.
pub(super) fn no_header() -> Text {
    text!(
        "見出し（項目名の行）がありません。１行目に項目名のあるファイルを渡してください",
        "there is no header; give a file with the names of its fields in the first line"
    )
}

/// Refuses a row that looks like data; nothing of it is said but where it stands.
fn data_like(cells: &[&Cell]) -> Result<(), Text> {
    let filled: Vec<&&Cell> = cells.iter().filter(|cell| !cell.text.trim().is_empty()).collect();
    let values: Vec<&&&Cell> = filled.iter().filter(|cell| name::is_value(&cell.text)).collect();
    let personal = filled.iter().find(|cell| name::is_personal(&cell.text));
    let Some(first) = personal.copied().or_else(|| values.first().copied().copied()) else { return Ok(()) };
    if personal.is_none() && values.len() * 2 < filled.len() {
        return Ok(());
    }
    let (ja, en) = (&first.place.ja, &first.place.en);
    Err(text!(
        "{ja}: 見出しではなく、データのように見えます（数字・日付・個人の情報など）。１行目に項目名のあるファイルを渡してください。データは表示も記録もしていません",
        "{en}: this looks like data, not like a header; give a file with the names of its fields in the first line (no data was shown or kept)"
    ))
}
