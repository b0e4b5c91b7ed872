//! Tables: fixed widths, merged cells, repeated headings, and rows that stay whole where they fit.

use super::content::{self, Paragraph, Piece};
use super::style::{self, Style};
use crate::document::tree::Side;
use crate::render::escape::xml;
use std::fmt::Write as _;

/// A row that is higher than this part of a page may break; else half a page could stay empty before it.
const WHOLE: u32 = 4500;

/// Space on both sides of a cell's text, in twentieths of a point.
pub(super) const PADDING: u32 = 200;

/// What a column needs beside its text: the space on both sides, and what a program rounds.
const AROUND: u32 = 240;

/// A table. Lengths are in twentieths of a point.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// Widths of the columns.
    pub(super) columns: Vec<u32>,
    pub(super) rows: Vec<Row>,
    /// What it is, for those who do not see it.
    pub(super) caption: String,
    /// True where the first column heads its rows.
    pub(super) heads_rows: bool,
    /// True where there is hardly any space above and below the text, so that a long form fits on its page.
    pub(super) is_tight: bool,
    /// At which side of the page it stands, where it is narrower than that.
    pub(super) side: Side,
}

/// A row.
#[derive(Clone, Debug, Default)]
pub(super) struct Row {
    pub(super) cells: Vec<Cell>,
    /// True where it is repeated at the top of each page.
    pub(super) is_head: bool,
    /// True where it must not be parted from the next row.
    pub(super) keep_next: bool,
}

/// A cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub(super) content: Vec<Piece>,
    /// How many columns it covers.
    pub(super) columns: usize,
    pub(super) merge: Merge,
    /// True where it is tinted: a heading.
    pub(super) tinted: bool,
    /// True where its text stands in the middle of its height.
    pub(super) centered: bool,
}

/// Whether a cell is one with those above and below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Merge {
    None,
    First,
    Next,
}

impl Cell {
    /// Returns a cell of these pieces.
    pub(super) fn new(content: Vec<Piece>) -> Self {
        Self { content, columns: 1, merge: Merge::None, tinted: false, centered: false }
    }

    /// Returns a cell of one text.
    pub(super) fn text(style: Style, text: impl Into<String>) -> Self {
        Self::new(vec![Piece::Paragraph(Paragraph::of(style, text))])
    }

    /// Returns a cell that heads a row or a column.
    pub(super) fn heading(style: Style, text: impl Into<String>) -> Self {
        Self { tinted: true, ..Self::text(style, text) }
    }

    fn write(&self, width: u32, keep_next: bool, out: &mut String) {
        let _ = write!(out, "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>");
        if self.columns > 1 {
            let _ = write!(out, "<w:gridSpan w:val=\"{}\"/>", self.columns);
        }
        match self.merge {
            Merge::None => {}
            Merge::First => out.push_str("<w:vMerge w:val=\"restart\"/>"),
            Merge::Next => out.push_str("<w:vMerge/>"),
        }
        if self.tinted {
            out.push_str("<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"F2F2F2\"/>");
        }
        if self.centered {
            out.push_str("<w:vAlign w:val=\"center\"/>");
        }
        out.push_str("</w:tcPr>");
        for piece in &self.content {
            match piece {
                Piece::Paragraph(paragraph) if keep_next => paragraph.clone().keep_next().write(out),
                other => content::write(std::slice::from_ref(other), out),
            }
        }
        // A cell must end with a paragraph.
        if !matches!(self.content.last(), Some(Piece::Paragraph(_))) {
            Paragraph::new(Style::TableText).write(out);
        }
        out.push_str("</w:tc>");
    }
}

impl Table {
    /// Returns a table with nothing in it.
    pub(super) fn new(caption: impl Into<String>, columns: Vec<u32>) -> Self {
        Self {
            columns,
            rows: Vec::new(),
            caption: caption.into(),
            heads_rows: true,
            is_tight: false,
            side: Side::Left,
        }
    }

    /// Puts it at a side of the page.
    pub(super) fn at(self, side: Side) -> Self {
        Self { side, ..self }
    }

    /// Adds the row of headings that each page repeats.
    pub(super) fn head(&mut self, cells: Vec<Cell>) {
        let cells = cells.into_iter().map(|cell| Cell { tinted: true, centered: true, ..cell }).collect();
        self.rows.push(Row { cells, is_head: true, keep_next: true });
    }

    /// Adds a row.
    pub(super) fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(Row { cells, is_head: false, keep_next: false });
    }

    /// Returns the cells of a row with the width of each.
    fn widths<'r>(&'r self, row: &'r Row) -> impl Iterator<Item = (&'r Cell, u32)> {
        let mut columns = self.columns.iter();
        row.cells.iter().map(move |cell| (cell, columns.by_ref().take(cell.columns).sum()))
    }

    fn height_of(&self, row: &Row) -> u32 {
        // A merged cell does not make its first row higher.
        let cells = self.widths(row).filter(|(cell, _)| cell.merge == Merge::None);
        let height =
            |(cell, width): (&Cell, u32)| content::height(&cell.content, width.saturating_sub(PADDING));
        cells.map(height).max().unwrap_or(0).saturating_add(80)
    }

    /// Returns its height.
    pub(super) fn height(&self) -> u32 {
        self.rows.iter().map(|row| self.height_of(row)).fold(0, u32::saturating_add)
    }

    /// Writes it.
    pub(super) fn write(&self, out: &mut String) {
        let width: u32 = self.columns.iter().sum();
        let caption = xml(&self.caption);
        let tight = if self.is_tight {
            "<w:tblCellMar><w:top w:w=\"0\" w:type=\"dxa\"/><w:bottom w:w=\"24\" w:type=\"dxa\"/></w:tblCellMar>"
        } else {
            ""
        };
        let side = match self.side {
            Side::Left => "",
            Side::Center => "<w:jc w:val=\"center\"/>",
            Side::Right => "<w:jc w:val=\"right\"/>",
        };
        let heads_rows = u8::from(self.heads_rows);
        let has_head = u8::from(self.rows.first().is_some_and(|row| row.is_head));
        let _ = write!(
            out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{}\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>{side}<w:tblLayout w:type=\"fixed\"/>{tight}<w:tblLook w:val=\"{:04X}\" w:firstRow=\"{has_head}\" w:lastRow=\"0\" w:firstColumn=\"{heads_rows}\" w:lastColumn=\"0\" w:noHBand=\"1\" w:noVBand=\"1\"/><w:tblCaption w:val=\"{caption}\"/></w:tblPr><w:tblGrid>",
            style::TABLE,
            // First row 20, first column 80, no stripes 200 and 400.
            0x600 + 0x20 * u32::from(has_head) + 0x80 * u32::from(heads_rows),
        );
        for column in &self.columns {
            let _ = write!(out, "<w:gridCol w:w=\"{column}\"/>");
        }
        out.push_str("</w:tblGrid>");
        // The last row never stands alone on a page.
        let before_last = self.rows.len().saturating_sub(2);
        for (index, row) in self.rows.iter().enumerate() {
            let whole = self.height_of(row) <= WHOLE;
            out.push_str("<w:tr>");
            if whole || row.is_head {
                out.push_str("<w:trPr>");
                if whole {
                    out.push_str("<w:cantSplit/>");
                }
                if row.is_head {
                    out.push_str("<w:tblHeader/>");
                }
                out.push_str("</w:trPr>");
            }
            let keep_next = row.keep_next || (index == before_last && index > 0 && whole);
            for (cell, width) in self.widths(row) {
                cell.write(width, keep_next, out);
            }
            out.push_str("</w:tr>");
        }
        out.push_str("</w:tbl>");
    }
}

/// Shares a width among columns by what is in them. Each gets what its longest cell needs where that fits; else a
/// column that needs four times as much as another gets twice as much, and none more than it needs. `longest` is in
/// twentieths of a point, without padding.
pub(super) fn share(width: u32, longest: &[u32], least: u32) -> Vec<u32> {
    let count = longest.len().max(1) as f64;
    let width = f64::from(width);
    let least = f64::from(least).min(width / count);
    let needs: Vec<f64> =
        longest.iter().map(|own| f64::from(own.saturating_add(AROUND)).max(least)).collect();
    let all: f64 = needs.iter().sum();
    let mut shares: Vec<Option<f64>> = vec![None; needs.len()];
    if all <= width {
        shares = needs.iter().map(|need| Some(need * width / all)).collect();
    }
    // Whoever would get more than it needs gets what it needs, and the others share what is left.
    while shares.contains(&None) {
        let given: f64 = shares.iter().flatten().sum();
        let open = || needs.iter().zip(&shares).filter(|(_, share)| share.is_none()).map(|(need, _)| *need);
        let left = (width - given).max(0.0);
        let weights: f64 = open().map(f64::sqrt).sum();
        let part = |need: f64| (left * need.sqrt() / weights).max(least.min(left / open().count() as f64));
        let is_filled = |need: f64| part(need) >= need;
        let any_filled = open().any(is_filled);
        shares = needs
            .iter()
            .zip(&shares)
            .map(|(need, share)| match share {
                Some(share) => Some(*share),
                None if is_filled(*need) => Some(*need),
                None if any_filled => None,
                None => Some(part(*need)),
            })
            .collect();
    }
    // Whole numbers that come to the width exactly: each column ends where the sum of the shares ends.
    let all: f64 = shares.iter().flatten().sum();
    let mut end = 0.0;
    let mut before = 0;
    let rounded = shares.into_iter().flatten().map(|share| {
        end += share * width / all;
        let here = end.round() as u32;
        let own = here - before;
        before = here;
        own
    });
    rounded.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn short_columns_get_what_they_need() {
        assert_eq!(share(10_000, &[500, 39_760, 9_760], 500), [740, 6_173, 3_087]);
        assert_eq!(share(10_000, &[1_760, 2_760], 500), [4_000, 6_000]);
    }

    proptest! {
        #[test]
        fn the_whole_width_is_shared(
            width in 2_000_u32..20_000,
            longest in prop::collection::vec(0_u32..1_000_000, 1..9),
        ) {
            let shares = share(width, &longest, 400);
            prop_assert_eq!(shares.iter().sum::<u32>(), width);
            prop_assert!(shares.iter().all(|share| *share >= 150), "{:?}", shares);
        }
    }
}
