//! A sheet: records one below the other, each as high as its text needs, set up for A4.

mod fill_in;

pub use fill_in::{Choice, in_column};

use super::look::{self, Look};
use super::{Error, measure, text};
use rust_xlsxwriter::{Format, Worksheet};
use std::collections::{BTreeMap, BTreeSet};

/// Highest row in points that is used; Excel allows 409.5. What is higher takes several rows, merged.
const HIGHEST: f64 = 400.0;

/// Pixels across A4 between the margins, at 96 a inch: upright and on its side.
const ACROSS: (u32, u32) = (697, 1026);

/// Smallest part of its size that a sheet is printed in; a wider one goes on on further pages.
const SMALLEST: f64 = 0.7;

/// What stands on every page of a sheet.
#[derive(Clone, Copy, Debug, Default)]
pub struct Page<'a> {
    /// 案, 見本: left above.
    pub marks: &'a str,
    /// 資料１３－１: right above, in brackets.
    pub number: Option<&'a str>,
    /// What the paper is: left below.
    pub paper: &'a str,
    /// True where the page lies on its side.
    pub landscape: bool,
    /// The size of the paper.
    pub size: PaperSize,
    /// What stands at the foot of each page at the left, in the middle and at the right, instead of what the paper is,
    /// page / pages and the name of the sheet.
    pub foot: Option<&'a [Vec<FootRun>; 3]>,
}

/// A piece of what stands at the foot of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FootRun {
    /// Words.
    Text(String),
    /// The number of the page.
    Page,
    /// The number of pages.
    Pages,
}

/// Returns what stands at one side of the foot as Excel writes it.
fn foot_codes(runs: &[FootRun]) -> String {
    let code = |run: &FootRun| match run {
        // A code that ends in a number would swallow digits that follow it.
        FootRun::Text(text) if text.starts_with(|c: char| c.is_ascii_digit()) => {
            format!(" {}", text::header(text))
        }
        FootRun::Text(text) => text::header(text),
        FootRun::Page => "&P".to_owned(),
        FootRun::Pages => "&N".to_owned(),
    };
    runs.iter().map(code).collect()
}

/// A size of paper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PaperSize {
    /// 297 × 420 mm.
    A3,
    /// 210 × 297 mm.
    #[default]
    A4,
    /// 148 × 210 mm.
    A5,
    /// 257 × 364 mm (JIS).
    B4,
    /// 182 × 257 mm (JIS).
    B5,
}

impl PaperSize {
    /// Returns its width in millimetres, upright.
    fn width(self) -> u32 {
        match self {
            Self::A3 => 297,
            Self::A4 => 210,
            Self::A5 => 148,
            Self::B4 => 257,
            Self::B5 => 182,
        }
    }

    /// Returns its number in a workbook (ECMA-376, part 1, 18.3.1.63).
    fn code(self) -> u8 {
        match self {
            Self::A3 => 8,
            Self::A4 => 9,
            Self::A5 => 11,
            Self::B4 => 12,
            Self::B5 => 13,
        }
    }
}

/// Words in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextRun {
    /// The words.
    pub text: String,
    /// True where they are underlined.
    pub underlined: bool,
}

/// A cell of a record.
#[derive(Clone, Debug)]
pub struct Cell {
    /// The words; several where some are underlined.
    pub runs: Vec<TextRun>,
    /// How it looks; `None` leaves the place to a group cell.
    pub look: Option<Look>,
    /// How many columns it takes.
    pub columns: u16,
}

impl Cell {
    /// Returns a cell with text.
    pub fn new(look: Look, text: impl Into<String>) -> Self {
        Self::runs(look, vec![TextRun { text: text.into(), underlined: false }])
    }

    /// Returns a cell with text of which some is underlined.
    #[must_use]
    pub fn runs(look: Look, runs: Vec<TextRun>) -> Self {
        Self { runs, look: Some(look), columns: 1 }
    }

    /// Returns a place that a group cell covers.
    #[must_use]
    pub fn covered() -> Self {
        Self { runs: Vec::new(), look: None, columns: 1 }
    }

    /// Returns the cell over several columns.
    #[must_use]
    pub fn across(self, columns: u16) -> Self {
        Self { columns: columns.max(1), ..self }
    }

    fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The rows of a record or a group, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rows {
    /// The first; what is filled in stands there.
    pub first: u32,
    /// The last.
    pub last: u32,
}

/// What a sheet says, cell by cell: to compare with what comes back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    /// The name of the sheet.
    pub name: String,
    /// The text of every locked cell that has one, by row and column from 0.
    pub locked: BTreeMap<(u32, u16), String>,
    /// The cells to fill in.
    pub open: BTreeSet<(u32, u16)>,
    /// The cells that a formula of our own fills.
    pub computed: BTreeSet<(u32, u16)>,
    /// The merged areas: first row and column, last row and column.
    pub merged: BTreeSet<(u32, u16, u32, u16)>,
}

/// A sheet in the making.
pub struct Sheet {
    worksheet: Worksheet,
    layout: Layout,
    widths: Vec<u32>,
    heights: Vec<f64>,
    landscape: bool,
    size: PaperSize,
}

impl Sheet {
    /// Returns an empty sheet of that name, with columns of these widths in pixels.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses, as it does a name that [`Book::name`](super::Book::name) did not give.
    pub fn new(name: &str, page: Page<'_>, widths: &[u32]) -> Result<Self, Error> {
        let mut worksheet = Worksheet::new();
        worksheet
            .set_name(name)?
            .set_paper_size(page.size.code())
            .set_margins(0.5, 0.5, 0.8, 0.7, 0.35, 0.35);
        worksheet.set_print_center_horizontally(true).set_screen_gridlines(false);
        if page.landscape {
            worksheet.set_landscape();
        }
        let number = page.number.map_or_else(String::new, |number| format!("&R（{}）", text::header(number)));
        worksheet.set_header(format!("&L&14&B{}{number}", text::header(page.marks)));
        worksheet.set_footer(match page.foot {
            None => format!("&L&8{}&C&P / &N&R&8&A", text::header(page.paper)),
            Some(feet) => {
                let sides = ['L', 'C', 'R'].into_iter().zip(feet);
                let own = sides.filter(|(_, foot)| !foot.is_empty());
                own.map(|(side, foot)| format!("&{side}{}", foot_codes(foot))).collect()
            }
        });
        for (column, width) in (0_u16..).zip(widths) {
            worksheet.set_column_width_pixels(column, *width)?;
        }
        Ok(Self {
            worksheet,
            layout: Layout { name: name.to_owned(), ..Layout::default() },
            widths: widths.to_vec(),
            heights: Vec::new(),
            landscape: page.landscape,
            size: page.size,
        })
    }

    /// Returns what the sheet says so far.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Returns the number of columns.
    #[must_use]
    pub fn columns(&self) -> u16 {
        u16::try_from(self.widths.len()).unwrap_or(u16::MAX)
    }

    /// Returns the row that comes next, from 0.
    #[must_use]
    pub fn next_row(&self) -> u32 {
        u32::try_from(self.heights.len()).unwrap_or(u32::MAX)
    }

    /// Adds one cell over all columns.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn line(&mut self, look: Look, text: impl Into<String>) -> Result<Rows, Error> {
        let columns = self.columns();
        self.record(&[Cell::new(look, text).across(columns)])
    }

    /// Adds an empty row of `points`.
    pub fn gap(&mut self, points: f64) {
        self.heights.push(points);
    }

    /// Adds a record: cells side by side, all as high as the highest.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn record(&mut self, cells: &[Cell]) -> Result<Rows, Error> {
        let first = self.next_row();
        let pieces: Vec<Vec<String>> = cells.iter().map(|cell| text::pieces(&cell.text())).collect();
        let bands = pieces.iter().map(Vec::len).max().unwrap_or(1);
        for band in 0..bands {
            let texts: Vec<&str> = pieces
                .iter()
                .map(|pieces| pieces.get(band).map(String::as_str).unwrap_or_default())
                .collect();
            self.band(cells, &texts, bands == 1)?;
        }
        Ok(Rows { first, last: self.next_row().saturating_sub(1) })
    }

    fn band(&mut self, cells: &[Cell], texts: &[&str], whole: bool) -> Result<(), Error> {
        let mut column = 0_u16;
        let mut highest: f64 = 0.0;
        for (cell, text) in cells.iter().zip(texts) {
            if let Some(look) = cell.look {
                let width = self.width(column, cell.columns);
                highest = highest.max(measure::height(text, width, look.size()));
            }
            column += cell.columns;
        }
        let first = self.next_row();
        while highest > HIGHEST {
            self.heights.push(HIGHEST);
            highest -= HIGHEST;
        }
        self.heights.push(highest);
        let rows = Rows { first, last: self.next_row().saturating_sub(1) };
        let mut column = 0_u16;
        for (cell, text) in cells.iter().zip(texts) {
            if let Some(look) = cell.look {
                let last = column + cell.columns - 1;
                let format = self.merge(rows, column, last, text, look)?;
                if whole && cell.runs.iter().any(|run| run.underlined) {
                    self.underline(rows.first, column, &cell.runs, look, &format)?;
                }
            }
            column += cell.columns;
        }
        Ok(())
    }

    /// Writes one cell over rows and columns; returns its format.
    fn merge(&mut self, rows: Rows, first: u16, last: u16, text: &str, look: Look) -> Result<Format, Error> {
        let mut format = look.format();
        if text::looks_like_a_formula(text) {
            format = format.set_quote_prefix();
        }
        if rows.first == rows.last && first == last {
            self.worksheet.write_string_with_format(rows.first, first, text, &format)?;
        } else {
            self.worksheet.merge_range(rows.first, first, rows.last, last, text, &format)?;
            self.layout.merged.insert((rows.first, first, rows.last, last));
        }
        if look.is_input() {
            self.layout.open.insert((rows.first, first));
        } else if !text.is_empty() {
            self.layout.locked.insert((rows.first, first), text.to_owned());
        }
        Ok(format)
    }

    fn underline(
        &mut self,
        row: u32,
        column: u16,
        runs: &[TextRun],
        look: Look,
        format: &Format,
    ) -> Result<(), Error> {
        let runs: Vec<(Format, String)> = runs
            .iter()
            .filter(|run| !run.text.is_empty())
            .map(|run| {
                (look::letters(look, run.underlined), crate::spelling::on_paper(&run.text).into_owned())
            })
            .collect();
        let runs: Vec<(&Format, &str)> = runs.iter().map(|(look, text)| (look, text.as_str())).collect();
        self.worksheet.write_rich_string_with_format(row, column, &runs, format)?;
        Ok(())
    }

    /// Writes one cell over the rows of several records. Its text fits into the first of them, made higher where
    /// it needs room: no page breaks inside a row.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn group(&mut self, rows: Rows, column: u16, look: Look, text: &str) -> Result<(), Error> {
        let shown = text::pieces(text).swap_remove(0);
        let needed = measure::height(&shown, self.width(column, 1), look.size());
        if let Some(first) = usize::try_from(rows.first).ok().and_then(|row| self.heights.get_mut(row)) {
            *first = first.max(needed.min(HIGHEST));
        }
        self.merge(rows, column, column, &shown, look)?;
        Ok(())
    }

    fn width(&self, first: u16, columns: u16) -> u32 {
        let first = usize::from(first);
        let own = self.widths.get(first..(first + usize::from(columns)).min(self.widths.len()));
        own.unwrap_or_default().iter().sum()
    }

    /// Repeats these rows on every page, and keeps them in sight on the screen.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn repeat(&mut self, rows: Rows, columns: u16) -> Result<(), Error> {
        self.worksheet.set_repeat_rows(rows.first, rows.last)?;
        if columns > 0 && self.pages_across() > 1 {
            self.worksheet.set_repeat_columns(0, columns - 1)?;
        }
        self.worksheet.set_freeze_panes(rows.last + 1, columns)?;
        Ok(())
    }

    /// Hides the sheet. (LibreOffice shows and prints what Excel calls very hidden.)
    pub fn hide(&mut self) {
        self.worksheet.set_hidden(true);
    }

    /// Returns how many pages the columns take beside each other.
    fn pages_across(&self) -> u16 {
        let across = if self.landscape { ACROSS.1 } else { ACROSS.0 };
        let across = across * self.size.width() / PaperSize::A4.width();
        let all: u32 = self.widths.iter().sum();
        let pages = (f64::from(all) * SMALLEST / f64::from(across)).ceil();
        (1..=u16::MAX).find(|own| f64::from(*own) >= pages).unwrap_or(1)
    }

    pub(super) fn finish(mut self) -> Result<Worksheet, Error> {
        for (row, height) in (0_u32..).zip(&self.heights) {
            self.worksheet.set_row_height(row, (height * 4.0).ceil() / 4.0)?;
        }
        let pages = self.pages_across();
        self.worksheet.set_print_fit_to_pages(pages, 0);
        if let (Some(row), Some(column)) = (self.next_row().checked_sub(1), self.columns().checked_sub(1)) {
            self.worksheet.set_print_area(0, 0, row, column)?;
        }
        Ok(self.worksheet)
    }
}
