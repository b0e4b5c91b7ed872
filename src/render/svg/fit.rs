//! The choice of paper and size: the largest text with which the diagram fits on A4; where 7 points do not fit,
//! A3; where that does not, several pages, cut between steps.

use super::content::{self, Content};
use super::drawing::{Drawing, Paper};
use super::measures::Placing;
use super::page::Page;
use super::setting::{SMALLEST, Scale};
use super::sheet::Sheet;
use crate::document::figure::Figure;
use std::ops::Range;

/// The largest running text.
const LARGEST: f64 = 15.0;
/// Between one size that is tried and the next.
const STEP: f64 = 0.25;
/// How much higher than they must be the parties' boxes may become, so that the page is used.
const SLACK: f64 = 0.6;

/// Returns the pages of a figure; `marks` (案, 見本) stand at the top left, `None` draws neither them nor the
/// title.
pub(super) fn draw(figure: &Figure, marks: Option<&[&str]>) -> Vec<Drawing> {
    let content = content::of(figure);
    let sheet = Sheet::new(&content, &(0..content.units), (1, 1));
    let papers = [(Paper::A4, true), (Paper::A4, false), (Paper::A3, true), (Paper::A3, false)];
    let drawn = papers
        .into_iter()
        .find_map(|(paper, whole_words)| Fitting { sheet: &sheet, marks, paper, whole_words }.largest());
    if let Some(drawing) = drawn {
        return vec![drawing];
    }
    let pages = cut(&content, marks);
    let count = pages.len();
    let pages = pages.iter().enumerate();
    pages
        .filter_map(|(index, units)| {
            let sheet = Sheet::new(&content, units, (index + 1, count));
            let fitting = Fitting { sheet: &sheet, marks, paper: Paper::A3, whole_words: false };
            fitting.largest().or_else(|| fitting.anyway())
        })
        .collect()
}

/// A sheet to be fitted on a paper.
struct Fitting<'a> {
    sheet: &'a Sheet<'a>,
    marks: Option<&'a [&'a str]>,
    paper: Paper,
    whole_words: bool,
}

impl Fitting<'_> {
    fn page(&self, size: f64, placing: Placing, spare: f64) -> Page<'_> {
        let scale = Scale { text: size };
        let Self { sheet, marks, paper, whole_words } = *self;
        Page { sheet, marks, paper, scale, placing, whole_words, spare }
    }

    /// The ways to place the boxes of measures.
    fn placings(&self) -> &'static [Placing] {
        let none = self.sheet.measures.iter().all(|own| own.is_empty());
        if none { &[Placing::Under] } else { &[Placing::Under, Placing::InARow] }
    }

    /// Returns the lowest drawing in a size of text, and how its measures stand; `None` where none fits.
    fn lowest(&self, size: f64) -> Option<(Drawing, Placing)> {
        let tallest = self.paper.size().1;
        let drawn = self.placings().iter().filter_map(|placing| {
            let drawing = self.page(size, *placing, 0.0).draw()?;
            (drawing.height <= tallest).then_some((drawing, *placing))
        });
        drawn.min_by(|one, other| one.0.height.total_cmp(&other.0.height))
    }

    /// Returns the sheet drawn in the largest text that fits, the parties' boxes as high as the page lets them.
    fn largest(&self) -> Option<Drawing> {
        let mut best = self.lowest(SMALLEST)?;
        // The larger the text, the higher the diagram: the largest that fits is found by halves.
        let (mut low, mut high) = (0_u32, ((LARGEST - SMALLEST) / STEP) as u32);
        while low < high {
            let middle = (low + high).div_ceil(2);
            match self.lowest(SMALLEST + f64::from(middle) * STEP) {
                Some(drawing) => (low, best) = (middle, drawing),
                None => high = middle - 1,
            }
        }
        let (drawing, placing) = best;
        let spare = (self.paper.size().1 - drawing.height - 1.0).min(drawing.band * SLACK);
        let filled = (spare > 0.0)
            .then(|| self.page(SMALLEST + f64::from(low) * STEP, placing, spare).draw())
            .flatten()
            .filter(|filled| filled.height <= self.paper.size().1);
        Some(filled.unwrap_or(drawing))
    }

    /// Returns the sheet in the smallest text, however high and wide that is.
    fn anyway(&self) -> Option<Drawing> {
        let drawn = self.placings().iter().filter_map(|own| self.page(SMALLEST, *own, 0.0).draw_anyway());
        drawn.min_by(|one, other| one.height.total_cmp(&other.height))
    }
}

/// Cuts a diagram into pages: as many units on each as fit on A3 in the smallest text, at least one.
fn cut(content: &Content, marks: Option<&[&str]>) -> Vec<Range<usize>> {
    let fits = |units: Range<usize>| {
        // Whether it will be the last, with the notes, or goes on.
        [1, 2].into_iter().all(|page| {
            let sheet = Sheet::new(content, &units, (page, 2));
            Fitting { sheet: &sheet, marks, paper: Paper::A3, whole_words: false }.lowest(SMALLEST).is_some()
        })
    };
    let mut pages = Vec::new();
    let (mut from, mut low) = (0, 1);
    while from < content.units {
        // From what the page before took, by doubling, then by halves.
        let left = content.units - from;
        low = low.min(left);
        if !fits(from..from + low) {
            low = 1;
        }
        while low < left && fits(from..from + (low * 2).min(left)) {
            low = (low * 2).min(left);
        }
        let mut high = (low * 2).min(left);
        while low < high {
            let middle = (low + high).div_ceil(2);
            if fits(from..from + middle) { low = middle } else { high = middle - 1 }
        }
        pages.push(from..from + low);
        from += low;
    }
    if pages.is_empty() {
        pages.push(0..0);
    }
    pages
}
