//! One page of a diagram, from the top down: heading, lanes, parties with the lines between them, measures,
//! contract, notes, legend.

use super::drawing::{Anchor, Drawing, Ink, Lead, Paper, Rect, Text};
use super::measures::Placing;
use super::setting::{GAP, Grade, PADDING, Scale, baseline};
use super::sheet::Sheet;
use super::widths::{self, Slot};
use crate::model::era;
use crate::render::wrap::width;

/// The narrowest column and the narrowest space with words in it, in em.
const NARROWEST: (f64, f64) = (9.0, 8.5);
/// The same where a diagram has more parties than any paper has room for.
const SQUEEZED: (f64, f64) = (5.0, 4.0);
/// How much wider the narrowest may be for the sake of a long word or a network's name.
const LENIENT: f64 = 1.35;
/// The widest, in em.
const WIDEST: f64 = 60.0;
/// The space between two columns that no line joins.
const BARE: f64 = 12.0;

/// Where something stands from left to right.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Span {
    pub(super) x: f64,
    pub(super) width: f64,
}

impl Span {
    pub(super) fn middle(self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// One page, and the choices it is drawn with.
pub(super) struct Page<'a> {
    pub(super) sheet: &'a Sheet<'a>,
    /// 案, 見本: at the top left of the heading; `None` for a page without one.
    pub(super) marks: Option<&'a [&'a str]>,
    pub(super) paper: Paper,
    pub(super) scale: Scale,
    pub(super) placing: Placing,
    /// Whether columns are wide enough for long words to stay whole.
    pub(super) whole_words: bool,
    /// What the parties' boxes are given beyond what they need.
    pub(super) spare: f64,
}

impl Page<'_> {
    /// Draws the page; `None` where columns or boxes would be too narrow to be read.
    pub(super) fn draw(&self) -> Option<Drawing> {
        let page = self.paper.size().0;
        let widths = self.widths(page, NARROWEST)?;
        self.draw_with(page, &widths)
    }

    /// Draws the page on as wide a paper as it takes.
    pub(super) fn draw_anyway(&self) -> Option<Drawing> {
        let slots = self.slots(SQUEEZED);
        let page = self.paper.size().0.max(slots.iter().map(|slot| slot.least).sum());
        let widths = self.widths(page, NARROWEST).or_else(|| self.widths(page, SQUEEZED))?;
        self.draw_with(page, &widths)
    }

    fn draw_with(&self, page: f64, widths: &[f64]) -> Option<Drawing> {
        let mut drawing = Drawing::new(self.paper, page);
        let y = self.heading(&mut drawing);
        let mut spans = Vec::with_capacity(widths.len());
        let mut x = 0.0;
        for width in widths {
            spans.push(Span { x, width: *width });
            x += width;
        }
        let columns: Vec<Span> = spans.iter().copied().step_by(2).collect();
        let top = self.lanes(&mut drawing, y, &columns);
        let heights = self.slots(SQUEEZED).into_iter().zip(widths).map(|(slot, width)| (slot.height)(*width));
        let height = heights.fold(0.0, f64::max) + self.spare;
        for (index, party) in self.parties().enumerate() {
            let Some(own) = columns.get(index) else { continue };
            self.column(&mut drawing, &party, Rect { x: own.x, y: top, width: own.width, height });
            let gutter = self.sheet.gutters.get(index).filter(|labels| !labels.is_empty());
            if let (Some(labels), Some(own)) = (gutter, spans.get(2 * index + 1)) {
                self.gutter(&mut drawing, labels, Rect { x: own.x, y: top, width: own.width, height });
            }
        }
        let y = self.measures(&mut drawing, top + height, &columns)?;
        let y = self.loose(&mut drawing, y);
        let y = self.contract(&mut drawing, y, &columns);
        drawing.height = self.footing(&mut drawing, y);
        drawing.band = height;
        Some(drawing)
    }

    /// Returns the widths of columns and of the spaces between them, in turn.
    fn widths(&self, page: f64, narrowest: (f64, f64)) -> Option<Vec<f64>> {
        let mut widths = widths::share(&self.slots(narrowest), page)?;
        widths::stretch(&mut widths, page);
        Some(widths)
    }

    fn slots(&self, (column, gutter): (f64, f64)) -> Vec<Slot<'_>> {
        let em = self.scale.text;
        let lenient = if self.whole_words { LENIENT } else { 1.0 };
        let mut slots = Vec::new();
        for (index, party) in self.parties().enumerate() {
            if let Some(labels) = index.checked_sub(1).and_then(|left| self.sheet.gutters.get(left)) {
                let words = labels.iter().flat_map(|label| label.above.iter().chain(&label.below));
                let network = words.filter(|own| own.by_words && own.ink == Ink::Network);
                let network =
                    network.map(|own| own.width(self.scale) + 2.0 * PADDING + 0.1).fold(0.0, f64::max);
                let least = if labels.is_empty() {
                    BARE
                } else {
                    (gutter * em).max(network.min(gutter * em * lenient))
                };
                slots.push(Slot {
                    least,
                    most: if labels.is_empty() { BARE } else { WIDEST * em },
                    height: Box::new(move |width| self.gutter_height(labels, width)),
                });
            }
            let own = party.column;
            let heads = own.head.iter().map(|words| (words, 2.0 * PADDING));
            let systems = own.systems.iter().flatten().map(|words| (words, 4.0 * PADDING));
            let words = heads.chain(systems);
            let word = words.map(|(own, beside)| own.word(self.scale) + beside + 0.1).fold(0.0, f64::max);
            slots.push(Slot {
                least: (column * em).max(word.min(column * em * lenient)),
                most: WIDEST * em,
                height: Box::new(move |width| self.column_height(&party, width)),
            });
        }
        slots
    }

    fn heading(&self, drawing: &mut Drawing) -> f64 {
        let Some(own) = self.marks else { return 0.0 };
        let (content, size) = (self.sheet.content, self.scale.of(Grade::Name));
        let (page, pages) = self.sheet.page;
        let mut number = content.number.clone();
        if pages > 1 {
            number.push_str(&format!(" {}／{}", era::full_width(page), era::full_width(pages)));
        }
        let mut marks = String::new();
        if !own.is_empty() {
            marks = format!("【{}】", own.join("・"));
        }
        if page > 1 {
            marks.push_str("（続き）");
        }
        let side = width(&number).max(width(&marks)).min(drawing.width / size * 0.3) * size + 2.0 * GAP;
        let (title_y, title_size) = (0.0, self.scale.of(Grade::Title));
        let (right, room) = (drawing.width, drawing.width - 2.0 * side);
        let bottom = content.title.put(Some(&mut drawing.texts), side, room, title_y, self.scale);
        let y = baseline(title_y, title_size);
        let mut at = |x, anchor, ink, words: String| {
            drawing.texts.push(Text { x, y, size, anchor, ink, change: None, lead: Lead::None, words });
        };
        at(right, Anchor::End, Ink::Plain, number);
        if !marks.is_empty() {
            at(0.0, Anchor::Start, Ink::Mark, marks);
        }
        bottom + GAP
    }
}
