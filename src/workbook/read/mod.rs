//! Reading a workbook that somebody else filled in or made. It is not trusted: what it holds is measured before it
//! is unpacked, and only text, numbers, days and the fact of a formula are taken from it.

mod compare;
mod counts;
mod guard;
mod places;
mod top;

pub use compare::Difference;
pub use guard::LARGEST;
pub use top::Area;

use crate::diagnostic::Text;
use crate::text;
use calamine::{Data, DataRef, Reader, Xlsx};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Seek};

/// Most cells of a workbook that are looked at.
const MOST_CELLS: usize = 200_000;

/// Most bytes of text in all its cells: one long text may stand in each of them, and is written once in the file.
const MOST_TEXT: usize = 128 << 20;

/// Most characters of a formula or value that are kept.
const LONGEST: usize = 40_000;

/// Why a workbook is not read, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub Text);

/// A workbook as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Returned {
    /// Its sheets in order.
    pub grids: Vec<Grid>,
}

/// A sheet as it came.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid {
    /// Its name.
    pub name: String,
    /// The cells that hold something, by row and column from 0.
    pub cells: BTreeMap<(u32, u16), Value>,
    /// The merged areas: first row and column, last row and column.
    pub merged: BTreeSet<Area>,
    /// Whether its cells are locked.
    pub protected: bool,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The content; of a formula, its last result.
    pub content: Content,
    /// Whether a formula made it.
    pub computed: bool,
}

/// The content of a cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// Text.
    Text(String),
    /// A number that is no day.
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// Yes or no.
    Flag(bool),
    /// An error of a formula (#REF!).
    Failed,
}

impl Content {
    /// Returns the content as a reader sees it.
    #[must_use]
    pub fn shown(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.format("%Y/%m/%d").to_string(),
            Self::Flag(flag) => if *flag { "TRUE" } else { "FALSE" }.to_owned(),
            Self::Failed => "#エラー".to_owned(),
        }
    }
}

impl Returned {
    /// Reads a workbook. Rows from `rows` on are passed over where that is given: nothing of them is kept.
    ///
    /// # Errors
    ///
    /// [`Unreadable`]: not an Excel workbook, encrypted, with macros, too large, or broken.
    pub fn read(bytes: Vec<u8>, rows: Option<u32>) -> Result<Self, Unreadable> {
        let protected = guard::check(&bytes)?;
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
        let mut grids = Vec::new();
        let mut room = Room::default();
        for (index, name) in book.sheet_names().into_iter().enumerate() {
            let mut grid = Grid { protected: protected.contains(&(index + 1)), name, ..Grid::default() };
            read_cells(&mut book, &mut grid, rows, &mut room)?;
            grid.merged = merged(&mut book, &grid.name);
            grids.push(grid);
        }
        Ok(Self { grids })
    }

    /// Returns the sheet of that name.
    #[must_use]
    pub fn grid(&self, name: &str) -> Option<&Grid> {
        self.grids.iter().find(|grid| grid.name == name)
    }

    /// Returns what the sheet of that name says of the book: keys in the first column, their words in the second.
    #[must_use]
    pub fn seal(&self, name: &str) -> Option<BTreeMap<String, String>> {
        let cells = &self.grid(name)?.cells;
        let pairs = cells.iter().filter(|((_, column), _)| *column == 1);
        let pair = |(&(row, _), word): (&(u32, u16), &Value)| {
            Some((cells.get(&(row, 0))?.content.shown(), word.content.shown()))
        };
        Some(pairs.filter_map(pair).collect())
    }
}

/// Returns the merged areas of a sheet.
fn merged<B: Read + Seek>(book: &mut Xlsx<B>, sheet: &str) -> BTreeSet<Area> {
    let areas = book.merge_cells_by_sheet_name(sheet).unwrap_or_default();
    let area = |own: calamine::Dimensions| {
        Some((own.start.0, u16::try_from(own.start.1).ok()?, own.end.0, u16::try_from(own.end.1).ok()?))
    };
    areas.into_iter().filter_map(area).collect()
}

/// What has been looked at of a workbook.
#[derive(Debug, Default)]
struct Room {
    cells: usize,
    text: usize,
}

impl Room {
    /// Takes a cell, before its text is copied.
    fn take(&mut self, value: &DataRef<'_>) -> Result<(), Unreadable> {
        let text = match value {
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.len(),
            DataRef::SharedString(text) => text.len(),
            _ => 0,
        };
        self.cells += 1;
        self.text = self.text.saturating_add(text);
        if self.cells > MOST_CELLS {
            return Err(too_many());
        }
        if self.text > MOST_TEXT {
            let most = MOST_TEXT >> 20;
            return Err(Unreadable(text!(
                "セルの文字が多すぎます（全部で {most} MB まで）。様式を作り直して、答えだけを写してください",
                "there is too much text in the cells (at most {most} MB in all); make the form again and copy the answers alone"
            )));
        }
        Ok(())
    }
}

fn read_cells(
    book: &mut Xlsx<Cursor<Vec<u8>>>,
    grid: &mut Grid,
    rows: Option<u32>,
    room: &mut Room,
) -> Result<(), Unreadable> {
    let Ok(mut reader) = book.worksheet_cells_reader(&grid.name) else {
        // A sheet of another kind: a chart.
        return Ok(());
    };
    // Only whether there is a formula is asked: a shared one spelt out for each of its cells could fill any memory.
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|error| broken(&error))? {
        room.take(&cell.value)?;
        let (row, column) = cell.pos;
        if rows.is_some_and(|rows| row >= rows) {
            break;
        }
        let Ok(column) = u16::try_from(column) else { continue };
        let computed = cell.formula.is_some();
        if let Some(content) = content(cell.value.into()) {
            grid.cells.insert((row, column), Value { content, computed });
        } else if computed {
            grid.cells.insert((row, column), Value { content: Content::Text(String::new()), computed });
        }
    }
    Ok(())
}

fn content(data: Data) -> Option<Content> {
    match data {
        Data::Empty => None,
        Data::String(text) if text.is_empty() => None,
        Data::String(text) | Data::DurationIso(text) => {
            Some(Content::Text(text.chars().take(LONGEST).collect()))
        }
        Data::Int(number) => Some(Content::Number(number as f64)),
        Data::Float(number) => Some(Content::Number(number)),
        Data::Bool(flag) => Some(Content::Flag(flag)),
        Data::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            let day = NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day));
            Some(day.map_or_else(|| Content::Number(at.as_f64()), Content::Day))
        }
        Data::DateTimeIso(text) => {
            let day = text.get(..10).and_then(|day| day.parse().ok());
            Some(day.map_or(Content::Text(text), Content::Day))
        }
        Data::Error(_) => Some(Content::Failed),
    }
}

fn too_many() -> Unreadable {
    Unreadable(text!(
        "セルが多すぎます（{MOST_CELLS} 個まで）。`fugi` が書き出したファイルか、見出しだけのファイルを渡してください",
        "there are too many cells (at most {MOST_CELLS})"
    ))
}

fn broken(error: &calamine::XlsxError) -> Unreadable {
    Unreadable(text!(
        "Excel のファイルとして読めません（{error}）。Excel か LibreOffice で開き、.xlsx で保存し直してください",
        "it cannot be read as a workbook ({error}); open it and save it as .xlsx again"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    /// Reads a workbook of one sheet with this in it.
    fn read(sheet: &str) -> Result<Returned, Unreadable> {
        read_with(sheet, "<sst></sst>")
    }

    /// Reads it with its shared strings.
    fn read_with(sheet: &str, strings: &str) -> Result<Returned, Unreadable> {
        let parts = [
            ("xl/sharedStrings.xml", strings),
            (
                "_rels/.rels",
                r#"<Relationships><Relationship Id="d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
            ),
            (
                "xl/workbook.xml",
                r#"<workbook><sheets><sheet name="s" sheetId="1" r:id="i"/></sheets></workbook>"#,
            ),
            (
                "xl/_rels/workbook.xml.rels",
                r#"<Relationships><Relationship Id="i" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
            ),
            ("xl/worksheets/sheet1.xml", &format!("<worksheet>{sheet}</worksheet>")),
        ];
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, contents) in parts {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            writer.write_all(contents.as_bytes()).unwrap();
        }
        Returned::read(writer.finish().unwrap().into_inner(), None)
    }

    #[test]
    fn a_formula_is_a_fact_however_it_is_shared() {
        let cell = |index: &str| {
            format!(
                r#"<sheetData><row r="1"><c r="A1"><f t="shared" ref="A1:B1" si="{index}">B9</f><v>1</v></c></row></sheetData>"#
            )
        };
        for index in ["0", "1000000000000000000"] {
            let book = read(&cell(index)).unwrap();
            let value = book.grid("s").unwrap().cells.get(&(0, 0)).unwrap();
            assert!(value.computed && value.content == Content::Number(1.0), "{index}");
        }
    }

    /// A workbook of one sheet, one shared string, and so many cells that name it.
    fn shared(text: &str, cells: usize) -> Result<Returned, Unreadable> {
        let cells = r#"<c t="s"><v>0</v></c>"#.repeat(cells);
        let sheet = format!("<sheetData><row r=\"1\">{cells}</row></sheetData>");
        read_with(&sheet, &format!(r#"<sst uniqueCount="1"><si><t>{text}</t></si></sst>"#))
    }

    #[test]
    fn a_text_that_stands_in_each_cell_is_counted_each_time() {
        assert_eq!(shared("見本", 1_000).unwrap().grids[0].cells.len(), 1_000);
        let said = shared(&"a".repeat(1 << 20), 200).unwrap_err().0.ja;
        assert!(said.contains("セルの文字が多すぎます"), "{said}");
    }

    #[test]
    fn areas_that_end_before_they_begin_are_refused() {
        assert!(read(r#"<sheetData/><mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#).is_ok());
        assert!(read(r#"<sheetData/><mergeCells><mergeCell ref="B2:A1"/></mergeCells>"#).is_err());
        assert!(read(r#"<dimension ref="B2:A1"/><sheetData/>"#).is_err());
    }
}
