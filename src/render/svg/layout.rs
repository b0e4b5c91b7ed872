//! Where everything stands: a column a party in the order of the data, the words of a line between the two
//! columns that it joins, measures under their party, the contract's bar under all.
//!
//! A line that passes over a column runs in a lane above the columns. The largest size of text is taken with
//! which the diagram fits on A4, the measures under their party or all in one row; where 7 points do not fit, the
//! paper is A3.

use super::content::{self, Column, Label, Row};
use super::drawing::{Anchor, Arrow, Drawing, Frame, Ink, Look, Paper, Rect, Text};
use super::wrap::{width, wrap, wrap_words};
use crate::document::figure::Figure;

/// The smallest text that is printed.
const SMALLEST: f64 = 7.0;
const LARGEST: f64 = 10.5;
/// Between one size that is tried and the next.
const STEP: f64 = 0.25;
/// The narrowest column, in characters of the smallest text.
const NARROWEST: f64 = 11.0;
/// Width of the space between columns, as a part of a column.
const GUTTER: f64 = 0.85;
/// Between the border of a box and its text.
const PADDING: f64 = 4.0;
/// Between boxes.
const GAP: f64 = 6.0;
/// The line and its arrow on each side of the words.
const STUB: f64 = 11.0;
/// Between two lines that end at one box's upper side.
const PORT: f64 = 14.0;
/// Between the parties and a row of measures, for the lines that tie them.
const TIE: f64 = 14.0;

/// Where the boxes of measures stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Measured {
    /// One above the other under their party.
    Under,
    /// Side by side in one row, tied to their parties.
    InARow,
}

/// Sizes that follow from the size of the text.
#[derive(Clone, Copy, Debug)]
struct Scale {
    text: f64,
}

impl Scale {
    fn small(self) -> f64 {
        (self.text * 0.92).max(SMALLEST)
    }

    fn name(self) -> f64 {
        self.text * 1.15
    }

    fn title(self) -> f64 {
        self.text * 1.5
    }

    fn leading(size: f64) -> f64 {
        size * 1.28
    }
}

/// Returns the drawing of a figure; `marks` (案, 見本) stand at the top left.
pub(super) fn draw(figure: &Figure, marks: &[&str]) -> Drawing {
    draw_under(figure, Some(marks))
}

/// Returns the drawing of a figure without title, number and marks.
pub(super) fn draw_untitled(figure: &Figure) -> Drawing {
    draw_under(figure, None)
}

fn draw_under(figure: &Figure, marks: Option<&[&str]>) -> Drawing {
    let (columns, labels) = content::of(figure);
    let layout = |paper, size, measured| Layout {
        figure,
        columns: &columns,
        labels: &labels,
        marks,
        paper,
        measured,
        scale: Scale { text: size },
    };
    for paper in [Paper::A4, Paper::A3] {
        let (page, tallest) = paper.size();
        if paper == Paper::A4 && column_width(page, columns.len()) < NARROWEST * SMALLEST {
            continue;
        }
        let fitting = |size| {
            let ways = [Measured::Under, Measured::InARow].into_iter();
            ways.map(|measured| layout(paper, size, measured).draw()).find(|own| own.height <= tallest)
        };
        let Some(mut best) = fitting(SMALLEST) else { continue };
        // The larger the text, the higher the diagram: the largest that fits is found by halves.
        let (mut low, mut high) = (0_u32, ((LARGEST - SMALLEST) / STEP) as u32);
        while low < high {
            let middle = (low + high).div_ceil(2);
            match fitting(SMALLEST + f64::from(middle) * STEP) {
                Some(drawing) => (low, best) = (middle, drawing),
                None => high = middle - 1,
            }
        }
        return best;
    }
    layout(Paper::A3, SMALLEST, Measured::InARow).draw()
}

fn column_width(page: f64, columns: usize) -> f64 {
    let count = columns.max(1) as f64;
    (page / (count + (count - 1.0) * GUTTER)).min(page * 0.34)
}

/// A text to be wrapped into a width, and how it is placed.
struct Flow<'t> {
    words: &'t str,
    size: f64,
    ink: Ink,
    centred: bool,
    /// Whether lines break between words only: names and labels.
    by_words: bool,
    /// How far the second and later lines stand in, in em.
    hanging: f64,
}

impl<'t> Flow<'t> {
    /// Returns a name or label, centred.
    fn label(words: &'t str, size: f64, ink: Ink) -> Self {
        Self { words, size, ink, centred: true, by_words: true, hanging: 0.0 }
    }

    /// Returns running text, whose second and later lines stand in.
    fn running(words: &'t str, size: f64, ink: Ink, hanging: f64) -> Self {
        Self { words, size, ink, centred: false, by_words: false, hanging }
    }
}

struct Layout<'a> {
    figure: &'a Figure,
    columns: &'a [Column],
    labels: &'a [Label],
    marks: Option<&'a [&'a str]>,
    paper: Paper,
    measured: Measured,
    scale: Scale,
}

impl Layout<'_> {
    fn draw(&self) -> Drawing {
        let page = self.paper.size().0;
        let cell = column_width(page, self.columns.len()).max(NARROWEST * SMALLEST * 0.8);
        let gutter = cell * GUTTER;
        let count = self.columns.len() as f64;
        let used = count * cell + (count - 1.0).max(0.0) * gutter;
        let page = page.max(used);
        let left = (page - used) / 2.0;
        let x_of = |column: usize| left + column as f64 * (cell + gutter);
        let mut drawing = Drawing {
            paper: self.paper,
            width: page,
            height: 0.0,
            texts: Vec::new(),
            frames: Vec::new(),
            arrows: Vec::new(),
            inner: Vec::new(),
            ties: Vec::new(),
        };
        let mut y = self.heading(&mut drawing);
        y = self.lanes(&mut drawing, y, cell, gutter, &x_of);
        let top = y;
        let stacked = self.gutters(cell, gutter, &x_of);
        let tallest_stack = stacked.iter().map(|stack| stack.height).fold(0.0, f64::max);
        let bands: Vec<f64> = self.columns.iter().map(|column| self.party_height(column, cell)).collect();
        let band = bands.iter().copied().fold(tallest_stack, f64::max);
        for (index, column) in self.columns.iter().enumerate() {
            let rect = Rect { x: x_of(index), y: top, width: cell, height: band };
            self.party(&mut drawing, column, rect);
        }
        for stack in stacked {
            self.stack(&mut drawing, stack, Rect { x: 0.0, y: top, width: 0.0, height: band });
        }
        for arrow in &mut drawing.arrows {
            // The lines from the lanes end at the upper side of a party's box.
            for point in &mut arrow.points {
                if point.1.is_nan() {
                    point.1 = top;
                }
            }
        }
        let lowest = match self.measured {
            Measured::InARow => self.in_a_row(&mut drawing, top + band, &x_of, cell),
            Measured::Under => {
                let half = (gutter - GAP) / 2.0;
                let side = |column| ((x_of(column) - half).max(0.0), (x_of(column) + cell + half).min(page));
                self.under(&mut drawing, top + band, &side)
            }
        };
        y = self.loose(&mut drawing, lowest);
        y = self.contract(&mut drawing, y, &x_of, cell);
        drawing.height = self.footing(&mut drawing, y);
        drawing
    }

    /// Sets lines of text from the top of a box down; returns where they end.
    fn set(&self, texts: &mut Vec<Text>, flow: &Flow<'_>, rect: Rect, y: f64) -> f64 {
        let em = (rect.width - 2.0 * PADDING) / flow.size;
        let hanging = flow.hanging.min(em / 3.0);
        let mut y = y;
        let lines =
            if flow.by_words { wrap_words(flow.words, em) } else { wrap(flow.words, em, em - hanging) };
        for (index, words) in lines.into_iter().enumerate() {
            let leading = Scale::leading(flow.size);
            let shift = if index == 0 { 0.0 } else { hanging * flow.size };
            texts.push(Text {
                x: if flow.centred { rect.center() } else { rect.x + PADDING + shift },
                y: y + leading - (leading - flow.size) / 2.0 - 0.12 * flow.size,
                size: flow.size,
                anchor: if flow.centred { Anchor::Middle } else { Anchor::Start },
                ink: flow.ink,
                words,
            });
            y += leading;
        }
        y
    }

    fn heading(&self, drawing: &mut Drawing) -> f64 {
        let Some(marks) = self.marks else { return 0.0 };
        let size = self.scale.title();
        let number = format!("（{}）", self.figure.number);
        let side = width(&number) * self.scale.name() + GAP;
        let rect = Rect { x: side, y: 0.0, width: drawing.width - 2.0 * side, height: 0.0 };
        let title = Flow::label(&self.figure.title, size, Ink::Strong);
        let mut texts = Vec::new();
        let bottom = self.set(&mut texts, &title, rect, 0.0);
        let baseline = texts.first().map_or(size, |text| text.y);
        let at = |x, anchor, ink, words: String| Text {
            x,
            y: baseline,
            size: self.scale.name(),
            anchor,
            ink,
            words,
        };
        texts.push(at(drawing.width, Anchor::End, Ink::Plain, number));
        if !marks.is_empty() {
            texts.push(at(0.0, Anchor::Start, Ink::Mark, format!("【{}】", marks.join("・"))));
        }
        drawing.texts.extend(texts);
        bottom + GAP
    }

    /// Returns the flows of a label.
    fn label_flows<'l>(&self, label: &'l Label) -> Vec<Flow<'l>> {
        let flow = |row: &'l Row| {
            let size = if row.ink == Ink::Plain { self.scale.text } else { self.scale.small() };
            Flow::running(&row.words, size, row.ink, row.hanging)
        };
        label.rows.iter().map(flow).collect()
    }

    fn label_frame(&self, label: &Label, rect: Rect) -> Frame {
        let mut texts = Vec::new();
        let mut y = rect.y + PADDING / 2.0;
        for flow in self.label_flows(label) {
            y = self.set(&mut texts, &flow, rect, y);
        }
        let rect = Rect { height: y + PADDING / 2.0 - rect.y, ..rect };
        Frame { rect, look: Look::Link, texts }
    }

    /// Sets the labels of lines that pass over columns, in lanes, the shortest nearest to the columns.
    fn lanes(
        &self,
        drawing: &mut Drawing,
        y: f64,
        cell: f64,
        gutter: f64,
        x_of: &dyn Fn(usize) -> f64,
    ) -> f64 {
        let mut passing: Vec<&Label> = self.labels.iter().filter(|label| label.span() > 1).collect();
        passing.sort_by_key(|label| std::cmp::Reverse(label.span()));
        // Every line has a port of its own on the upper side of each of its two columns.
        let ports: Vec<usize> = (0..self.columns.len())
            .map(|column| passing.iter().filter(|label| label.from == column || label.to == column).count())
            .collect();
        let spread = |column: usize| {
            ports.get(column).map_or(0.0, |count| count.saturating_sub(1) as f64 * PORT / 2.0)
        };
        let port = |column: usize, nth: usize| x_of(column) + cell / 2.0 - spread(column) + nth as f64 * PORT;
        let mut taken = vec![0_usize; self.columns.len()];
        let mut y = y;
        for label in &passing {
            let (low, high) = (label.from.min(label.to), label.from.max(label.to));
            let between = low + (high - low - 1) / 2;
            let start = x_of(between) + cell / 2.0 + spread(between) + STUB;
            let end = x_of(between + 1) + cell / 2.0 - spread(between + 1) - STUB;
            let width = (end - start).min((cell + gutter) * 0.95);
            let rect = Rect { x: (start + end - width) / 2.0, y, width, height: 0.0 };
            let frame = self.label_frame(label, rect);
            let mut next = |column: usize| {
                let nth = taken.get_mut(column).map_or(0, |taken| std::mem::replace(taken, *taken + 1));
                port(column, nth)
            };
            let (from, to) = (next(label.from), next(label.to));
            let middle = frame.rect.middle();
            drawing.arrows.push(Arrow {
                points: vec![(from, f64::NAN), (from, middle), (to, middle), (to, f64::NAN)],
                both: label.both,
                money: label.money,
                label: drawing.frames.len(),
            });
            y = frame.rect.bottom() + GAP;
            drawing.frames.push(frame);
        }
        if passing.is_empty() { y } else { y + STUB }
    }

    /// Returns the labels between each two columns, one above the other.
    fn gutters(&self, cell: f64, gutter: f64, x_of: &dyn Fn(usize) -> f64) -> Vec<Stack<'_>> {
        (1..self.columns.len())
            .map(|right| {
                let x = x_of(right) - gutter + STUB;
                let rect = Rect { x, y: 0.0, width: gutter - 2.0 * STUB, height: 0.0 };
                let own =
                    self.labels.iter().filter(|label| label.span() == 1 && label.from.max(label.to) == right);
                let frames: Vec<_> = own.map(|label| (label, self.label_frame(label, rect))).collect();
                let heights: f64 = frames.iter().map(|(_, frame)| frame.rect.height + GAP).sum();
                Stack { left: x_of(right - 1) + cell, right: x_of(right), frames, height: heights + GAP }
            })
            .collect()
    }

    fn stack(&self, drawing: &mut Drawing, stack: Stack<'_>, band: Rect) {
        let count = stack.frames.len() as f64;
        let spare = (band.height - stack.height + GAP) / (count + 1.0);
        let mut y = band.y + spare.max(GAP / 2.0);
        for (label, mut frame) in stack.frames {
            let shift = y - frame.rect.y;
            frame.rect.y += shift;
            for text in &mut frame.texts {
                text.y += shift;
            }
            let middle = frame.rect.middle();
            let (from, to) =
                if label.from < label.to { (stack.left, stack.right) } else { (stack.right, stack.left) };
            drawing.arrows.push(Arrow {
                points: vec![(from, middle), (to, middle)],
                both: label.both,
                money: label.money,
                label: drawing.frames.len(),
            });
            y = frame.rect.bottom() + GAP + spare.max(0.0);
            drawing.frames.push(frame);
        }
    }

    fn party_height(&self, column: &Column, cell: f64) -> f64 {
        let mut scratch = Vec::new();
        let mut inner = Vec::new();
        self.fill(column, Rect { x: 0.0, y: 0.0, width: cell, height: 0.0 }, &mut scratch, &mut inner)
    }

    fn party(&self, drawing: &mut Drawing, column: &Column, rect: Rect) {
        let mut texts = Vec::new();
        let mut inner = Vec::new();
        self.fill(column, rect, &mut texts, &mut inner);
        let look = if column.own_side { Look::OwnSide } else { Look::Party };
        drawing.frames.push(Frame { rect, look, texts });
        for (one, other) in &column.moves {
            let (Some(one), Some(other)) = (inner.get(*one), inner.get(*other)) else { continue };
            let x = one.rect.right() - 3.0 * PADDING;
            drawing.inner.push(Arrow {
                points: vec![(x, one.rect.bottom()), (x, other.rect.y)],
                both: false,
                money: false,
                label: usize::MAX,
            });
        }
        drawing.frames.extend(inner);
    }

    /// Fills a party's box: name, section, providers, systems, steps; returns its height.
    fn fill(&self, column: &Column, rect: Rect, texts: &mut Vec<Text>, inner: &mut Vec<Frame>) -> f64 {
        let mut y = rect.y + PADDING;
        y = self.set(texts, &Flow::label(&column.name, self.scale.name(), Ink::Strong), rect, y);
        for line in &column.lines {
            y = self.set(texts, &Flow::label(line, self.scale.text, Ink::Plain), rect, y);
        }
        for (index, system) in column.systems.iter().enumerate() {
            let moved = index > 0 && column.moves.iter().any(|(_, to)| *to == index);
            y += if moved { STUB } else { PADDING };
            let own = Rect { x: rect.x + PADDING, y, width: rect.width - 2.0 * PADDING, height: 0.0 };
            let mut words = Vec::new();
            let mut end = y + 1.0;
            for line in system {
                end = self.set(&mut words, &Flow::label(line, self.scale.text, Ink::Plain), own, end);
            }
            let own = Rect { height: end + 1.0 - y, ..own };
            inner.push(Frame { rect: own, look: Look::System, texts: words });
            y = own.bottom();
        }
        if !column.steps.is_empty() {
            y += PADDING;
        }
        for step in &column.steps {
            let flow = Flow::running(step, self.scale.text, Ink::Plain, 1.0);
            y = self.set(texts, &flow, rect, y);
        }
        y + PADDING - rect.y
    }

    /// Sets the boxes of measures under their parties; returns where the lowest ends.
    fn under(&self, drawing: &mut Drawing, y: f64, side: &dyn Fn(usize) -> (f64, f64)) -> f64 {
        let mut lowest = y;
        for (index, column) in self.columns.iter().enumerate() {
            let (from, to) = side(index);
            let mut at = y;
            for measures in &column.measures {
                at = self.measures(drawing, measures, from, to - from, at + GAP);
            }
            lowest = lowest.max(at);
        }
        lowest
    }

    /// Sets all boxes of measures in one row, each tied to its party; returns where the lowest ends.
    fn in_a_row(&self, drawing: &mut Drawing, y: f64, x_of: &dyn Fn(usize) -> f64, cell: f64) -> f64 {
        let count: usize = self.columns.iter().map(|column| column.measures.len()).sum();
        let each = (drawing.width + GAP) / count.max(1) as f64;
        let mut lowest = y;
        let mut x = 0.0;
        for (index, column) in self.columns.iter().enumerate() {
            let (row, from) = (y + TIE, x);
            for measures in &column.measures {
                let bottom = self.measures(drawing, measures, x, each - GAP, row);
                lowest = lowest.max(bottom);
                let center = x + (each - GAP) / 2.0;
                drawing.ties.push(vec![(center, row - GAP / 2.0), (center, row)]);
                x += each;
            }
            if !column.measures.is_empty() {
                let (first, last) = (from + (each - GAP) / 2.0, x - each + (each - GAP) / 2.0);
                let party = x_of(index) + cell / 2.0;
                drawing.ties.push(vec![(first, row - GAP / 2.0), (last, row - GAP / 2.0)]);
                drawing.ties.push(vec![(party, y), (party.max(first).min(last), row - GAP / 2.0)]);
            }
        }
        lowest
    }

    fn measures(
        &self,
        drawing: &mut Drawing,
        measures: &content::Measures,
        x: f64,
        width: f64,
        y: f64,
    ) -> f64 {
        let mut rect = Rect { x, y, width, height: 0.0 };
        let mut texts = Vec::new();
        let small = self.scale.small();
        let heading = Flow { centred: false, ..Flow::label(&measures.heading, small, Ink::Strong) };
        let mut end = self.set(&mut texts, &heading, rect, y + PADDING / 2.0);
        for line in &measures.lines {
            let flow = Flow::running(line, small, Ink::Plain, 1.0);
            end = self.set(&mut texts, &flow, rect, end);
        }
        rect.height = end + PADDING / 2.0 - y;
        drawing.frames.push(Frame { rect, look: Look::Measures, texts });
        rect.bottom()
    }

    /// Sets the boxes of measures that belong to nobody, side by side.
    fn loose(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let boxes = content::loose(self.figure);
        let each = drawing.width / boxes.len().max(1) as f64;
        let mut lowest = y;
        for (index, measures) in boxes.iter().enumerate() {
            let x = each * index as f64;
            let bottom = self.measures(drawing, measures, x + GAP / 2.0, each - GAP, y + GAP);
            lowest = lowest.max(bottom);
        }
        lowest
    }

    /// Sets the contract's bar under the columns of its parties.
    fn contract(&self, drawing: &mut Drawing, y: f64, x_of: &dyn Fn(usize) -> f64, cell: f64) -> f64 {
        let Some(bar) = &self.figure.contract else { return y };
        let words = if bar.parties.is_empty() {
            bar.label.clone()
        } else {
            format!("{}（{}）", bar.label, bar.parties.join("・"))
        };
        let columns = content::contract_columns(self.figure, self.columns);
        let (first, last) = (columns.iter().min().copied().unwrap_or(0), columns.iter().max().copied());
        let last = last.unwrap_or(self.columns.len().saturating_sub(1));
        let x = x_of(first);
        let mut rect = Rect { x, y: y + GAP, width: x_of(last) + cell - x, height: 0.0 };
        let mut texts = Vec::new();
        let flow = Flow::label(&words, self.scale.text, Ink::Strong);
        let end = self.set(&mut texts, &flow, rect, rect.y + PADDING / 2.0);
        rect.height = end + PADDING / 2.0 - rect.y;
        drawing.frames.push(Frame { rect, look: Look::Contract, texts });
        rect.bottom()
    }

    /// Sets notes and legend; returns where the diagram ends.
    fn footing(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let rect = Rect { x: -PADDING, y, width: drawing.width + 2.0 * PADDING, height: 0.0 };
        let mut texts = Vec::new();
        let mut y = y + GAP;
        for note in &self.figure.notes {
            let flow = Flow::running(note, self.scale.text, Ink::Plain, 1.0);
            y = self.set(&mut texts, &flow, rect, y);
        }
        let legend = content::legend(self.figure);
        let flow = Flow::running(&legend, SMALLEST, Ink::Soft, 0.0);
        y = self.set(&mut texts, &flow, rect, y + 1.0);
        drawing.texts.extend(texts);
        y + 2.0
    }
}

/// The labels between two columns.
struct Stack<'l> {
    left: f64,
    right: f64,
    frames: Vec<(&'l Label, Frame)>,
    height: f64,
}
