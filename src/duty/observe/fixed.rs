//! A fixed-width layout table, such as banks give for their transfer files: a row a field, with name, start and length.
//! Of every row these three cells are looked at and no other (a sample or a remark may hold data).

use super::heading::{Cell, Row};
use super::layout::{Field, LayoutKind, Wanted};
use super::name;
use crate::diagnostic::Text;
use crate::spelling::fold;
use crate::text;

const NAMES: [&str; 8] =
    ["項目名", "項目名称", "項目", "データ項目", "データ項目名", "フィールド名", "名称", "field"];
const STARTS: [&str; 8] = ["位置", "開始", "開始位置", "開始桁", "先頭位置", "桁位置", "自", "start"];
const LENGTHS: [&str; 9] =
    ["長さ", "桁数", "桁", "文字数", "バイト数", "バイト", "サイズ", "項目長", "length"];

/// Names of a row that only sums up the lengths.
const TOTALS: [&str; 3] = ["合計", "計", "total"];

/// Which columns of a table say what.
#[derive(Clone, Copy, Debug)]
struct Columns {
    name: usize,
    start: Option<usize>,
    length: usize,
}

/// Returns whether rows of headings are those of a layout table, or are said to be.
pub(super) fn is_meant(rows: &[Row], wanted: &Wanted) -> bool {
    match wanted.layout {
        Some(kind) => kind == LayoutKind::Fixed,
        None => rows.iter().any(|row| columns(row).is_some_and(|columns| columns.start.is_some())),
    }
}

fn columns(row: &Row) -> Option<Columns> {
    let of = |words: &[&str]| {
        let is_one = |cell: &Cell| {
            let folded = fold(&cell.text);
            // 「桁数（バイト）」 says the same as 「桁数」.
            let bare = folded.split('(').next().unwrap_or_default();
            words.iter().any(|word| fold(word) == bare)
        };
        row.iter().find(|(_, cell)| is_one(cell)).map(|(column, _)| *column)
    };
    Some(Columns { name: of(&NAMES)?, start: of(&STARTS), length: of(&LENGTHS)? })
}

/// Returns the fields of a layout table. A row with a name and neither start nor length begins a record of that name.
/// A stretch between two fields that no row describes is a field without a name.
///
/// # Errors
///
/// Where the columns are not there, or a row has no number where one must be; by its place.
pub(super) fn fields(rows: &[Row]) -> Result<Vec<Field>, Text> {
    let found = rows.iter().enumerate().find_map(|(index, row)| Some((index, columns(row)?)));
    let Some((index, columns)) = found else {
        return Err(text!(
            "固定長のレイアウト表の見出し（項目名と、桁数・長さ）がありません。見出しだけのファイルなら --layout header を付けてください",
            "there are no headings of a fixed-width layout (`field` and `length`); for a header say --layout header"
        ));
    };
    let (mut fields, mut record, mut next): (Vec<Field>, Option<String>, u64) = (Vec::new(), None, 1);
    for row in rows.iter().skip(index + 1) {
        let cell = |column: usize| row.get(&column).filter(|cell| !cell.text.trim().is_empty());
        let start_cell = columns.start.and_then(cell);
        let (name_cell, length_cell) = (cell(columns.name), cell(columns.length));
        let first = row.values().find(|cell| !cell.text.trim().is_empty());
        if start_cell.is_none() && length_cell.is_none() {
            // A record's title stands in the first column as often as under 「項目名」.
            if let Some(title) = name_cell.or_else(|| first.filter(|cell| !name::is_value(&cell.text))) {
                (record, next) = (Some(title.text.trim().to_owned()), 1);
            }
            continue;
        }
        if start_cell.is_none() && name_cell.is_some_and(|cell| TOTALS.contains(&fold(&cell.text).as_str())) {
            continue;
        }
        let place = [name_cell, start_cell, length_cell].into_iter().flatten().next();
        let place = place.map_or_else(heading_place, |cell| cell.place.clone());
        let length = number(length_cell, &place, "桁数")?;
        let start = match (start_cell, columns.start) {
            (None, Some(_)) => return Err(missing(&place, "位置")),
            (start, _) => start.map_or(Ok(next), |cell| number(Some(cell), &place, "位置"))?,
        };
        if start > next {
            // What no row describes may carry anything.
            let extent = Some((next, start - next));
            let groups = record.iter().cloned().collect();
            fields.push(Field { name: None, groups, place: place.clone(), extent });
        }
        next = start.saturating_add(length).max(next);
        fields.push(Field {
            name: name_cell.map(|cell| cell.text.trim().to_owned()),
            groups: record.iter().cloned().collect(),
            place,
            extent: Some((start, length)),
        });
    }
    if fields.is_empty() {
        return Err(text!("レイアウト表に項目の行がありません", "the layout table has no rows"));
    }
    Ok(fields)
}

fn heading_place() -> Text {
    text!("レイアウト表", "the layout table")
}

fn missing(place: &Text, what: &str) -> Text {
    let (ja, en) = (&place.ja, &place.en);
    text!(
        "{ja}: この行に{what}がありません。固定長のレイアウト表でないときは --layout header を付けてください",
        "{en}: {what} is missing; where this is no fixed-width layout, say --layout header"
    )
}

/// Reads a start or a length: 「10」, 「１０」, 「1-10」 (its first number), 「X(10)」 is none.
fn number(cell: Option<&Cell>, place: &Text, what: &str) -> Result<u64, Text> {
    let Some(cell) = cell else { return Err(missing(place, what)) };
    let folded = fold(&cell.text).replace('~', "-");
    let first = folded.split('-').next().unwrap_or_default();
    first.parse::<u64>().ok().filter(|number| *number > 0).ok_or_else(|| {
        let (ja, en) = (&cell.place.ja, &cell.place.en);
        text!(
            "{ja}: {what}が数ではありません。1 以上の整数にするか、固定長のレイアウト表でないときは --layout header を付けてください",
            "{en}: {what} is no number; write a whole number from 1, or say --layout header"
        )
    })
}
