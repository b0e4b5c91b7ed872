//! The boxes of measures: one above the other under their party, or all in one row, tied to their parties.

use super::content::Measures;
use super::drawing::{Drawing, Frame, Look, Rect};
use super::page::{Page, Span};
use super::setting::{self, GAP, PADDING, Scale};
use super::widths::{self, Slot};
use std::cmp::Ordering;

/// Between the parties and a row of boxes, for the lines that tie them.
const TIE: f64 = 13.0;
/// Between two of these lines.
const LEVEL: f64 = 4.0;
/// Between a box and the bracket over the boxes of one party.
const BRACKET: f64 = 4.0;
/// How much wider than they must be the boxes become where there is room.
const AIRY: f64 = 1.1;
/// Between the corner of a box and the line that ties it.
const CORNER: f64 = 10.0;
/// The narrowest box, in em.
const NARROWEST: f64 = 10.0;

/// Where the boxes of measures stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Placing {
    /// One above the other under their party.
    Under,
    /// Side by side in one row, tied to their parties.
    InARow,
}

/// The boxes of one party in the row.
struct Group<'m> {
    boxes: Vec<(&'m Measures, f64)>,
    party: Span,
    x: f64,
    width: f64,
}

impl Group<'_> {
    /// Returns from where to where a line can meet the boxes from above: one box anywhere, several on the
    /// bracket from the first one's middle to the last one's.
    fn reach(&self) -> (f64, f64) {
        let end = self.x + self.width;
        match self.boxes.as_slice() {
            [(_, first), .., (_, last)] => (self.x + first / 2.0, end - last / 2.0),
            _ => (self.x + CORNER.min(self.width / 2.0), end - CORNER.min(self.width / 2.0)),
        }
    }

    /// Returns where a line runs straight down from the party to the boxes, as near to the party's middle as
    /// may be; `None` where they do not stand under it.
    fn straight(&self) -> Option<f64> {
        let (first, last) = self.reach();
        let from = first.max(self.party.x + CORNER.min(self.party.width / 2.0));
        let to = last.min(self.party.x + self.party.width - CORNER.min(self.party.width / 2.0));
        (from <= to).then(|| self.party.middle().clamp(from, to))
    }
}

impl Page<'_> {
    /// Draws the boxes of measures; returns where the lowest ends, `None` where they do not fit side by side.
    pub(super) fn measures(&self, drawing: &mut Drawing, y: f64, columns: &[Span]) -> Option<f64> {
        if self.sheet.measures.iter().all(|own| own.is_empty()) {
            return Some(y);
        }
        match self.placing {
            Placing::Under => Some(self.under(drawing, y, columns)),
            Placing::InARow => self.in_a_row(drawing, y, columns),
        }
    }

    fn under(&self, drawing: &mut Drawing, y: f64, columns: &[Span]) -> f64 {
        let mut lowest = y;
        for (index, own) in self.sheet.measures.iter().enumerate() {
            let Some(column) = columns.get(index) else { continue };
            // Half of the space to each neighbour.
            let left = index.checked_sub(1).and_then(|left| columns.get(left));
            let left = left.map_or(0.0, |left| f64::midpoint(left.x + left.width, column.x) + GAP / 2.0);
            let right = columns.get(index + 1);
            let end = column.x + column.width;
            let right = right.map_or(drawing.width, |right| f64::midpoint(end, right.x) - GAP / 2.0);
            let mut at = y;
            for measures in *own {
                at = self.measures_box(drawing, measures, left, right - left, at + GAP);
            }
            lowest = lowest.max(at);
        }
        lowest
    }

    /// Draws all boxes in one row, each party's beside each other and as near to it as the others let.
    fn in_a_row(&self, drawing: &mut Drawing, y: f64, columns: &[Span]) -> Option<f64> {
        let boxes: Vec<&Measures> = self.sheet.measures.iter().flat_map(|own| own.iter()).collect();
        let slots: Vec<Slot<'_>> = boxes.iter().map(|own| self.slot(own)).collect();
        let room = drawing.width - GAP * boxes.len().saturating_sub(1) as f64;
        let mut widths = widths::share(&slots, room)?;
        let used: f64 = widths.iter().sum();
        widths::stretch(&mut widths, room.min(used * AIRY));
        let mut widths = widths.into_iter();
        let mut groups: Vec<Group<'_>> = Vec::new();
        for (own, column) in self.sheet.measures.iter().zip(columns).filter(|(own, _)| !own.is_empty()) {
            let boxes: Vec<(&Measures, f64)> = own.iter().zip(widths.by_ref()).collect();
            let width = boxes.iter().map(|(_, width)| width + GAP).sum::<f64>() - GAP;
            groups.push(Group { boxes, party: *column, x: 0.0, width });
        }
        place(&mut groups, drawing.width);
        let levels = levels(&groups);
        let deepest = levels.iter().flatten().max().map_or(0.0, |deepest| *deepest as f64 * LEVEL);
        let row = y + TIE + deepest;
        let mut lowest = row;
        for (group, level) in groups.iter().zip(levels) {
            let mut x = group.x;
            let mut middles = Vec::new();
            for (own, width) in &group.boxes {
                lowest = lowest.max(self.measures_box(drawing, own, x, *width, row));
                middles.push(x + width / 2.0);
                x += width + GAP;
            }
            self.tie(drawing, group, level, &middles, (y, row));
        }
        Some(lowest)
    }

    /// Ties a party to its boxes by upright and level lines: straight down, or with a bend at a level.
    fn tie(
        &self,
        drawing: &mut Drawing,
        group: &Group<'_>,
        level: Option<usize>,
        middles: &[f64],
        (y, row): (f64, f64),
    ) {
        let bracket = if middles.len() > 1 { row - BRACKET } else { row };
        let (first, last) = group.reach();
        match (level, group.straight()) {
            (Some(level), _) => {
                let (start, bend) = (group.party.middle(), y + LEVEL * (level as f64 + 1.0));
                let end = start.clamp(first, last);
                drawing.ties.push(vec![(start, y), (start, bend), (end, bend), (end, bracket)]);
            }
            (None, Some(x)) => drawing.ties.push(vec![(x, y), (x, bracket)]),
            (None, None) => {}
        }
        if middles.len() > 1 {
            drawing.ties.push(vec![(first, bracket), (last, bracket)]);
            for middle in middles {
                drawing.ties.push(vec![(*middle, bracket), (*middle, row)]);
            }
        }
    }

    fn slot<'m>(&self, own: &'m Measures) -> Slot<'m> {
        let scale = self.scale;
        let longest = own.words.iter().map(|words| words.width(scale)).fold(0.0, f64::max);
        let least = NARROWEST * scale.text;
        Slot {
            least,
            most: (longest + 2.0 * PADDING + 0.1).max(least),
            height: Box::new(move |width| height(own, width, scale)),
        }
    }

    /// Draws boxes that belong to nobody, side by side; returns where the lowest ends.
    pub(super) fn loose(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let slots: Vec<Slot<'_>> = self.sheet.loose.iter().map(|own| self.slot(own)).collect();
        let mut lowest = y;
        // As many in a row as are still readable.
        let least = NARROWEST * self.scale.text + GAP;
        let in_a_row = (((drawing.width + GAP) / least).floor() as usize).max(1);
        let mut rows = self.sheet.loose.chunks(in_a_row);
        for slots in slots.chunks(in_a_row) {
            let room = drawing.width - GAP * slots.len().saturating_sub(1) as f64;
            let even = || vec![room / slots.len().max(1) as f64; slots.len()];
            let widths = widths::share(slots, room).unwrap_or_else(even);
            let (mut x, top) = (0.0, lowest + GAP);
            for (own, width) in rows.next().unwrap_or_default().iter().zip(widths) {
                lowest = lowest.max(self.measures_box(drawing, own, x, width, top));
                x += width + GAP;
            }
        }
        lowest
    }

    fn measures_box(&self, drawing: &mut Drawing, own: &Measures, x: f64, width: f64, y: f64) -> f64 {
        let mut texts = Vec::new();
        let (inner, top) = ((x + PADDING, width - 2.0 * PADDING), y + beside(own));
        let end = setting::put(&own.words, Some(&mut texts), inner.0, inner.1, top, self.scale);
        let rect = Rect { x, y, width, height: end + beside(own) - y };
        drawing.frames.push(Frame { rect, look: Look::Measures, change: own.change, texts });
        rect.bottom()
    }
}

/// Returns what stays free over and under the words: more where the border has a second line inside.
fn beside(own: &Measures) -> f64 {
    if own.change.is_some() { PADDING } else { PADDING / 2.0 }
}

fn height(own: &Measures, width: f64, scale: Scale) -> f64 {
    setting::put(&own.words, None, 0.0, width - 2.0 * PADDING, 0.0, scale) + 2.0 * beside(own)
}

/// Places the groups in their order, each as near to its party as the others let.
fn place(groups: &mut [Group<'_>], page: f64) {
    let mut from = 0.0;
    for group in groups.iter_mut() {
        group.x = (group.party.middle() - group.width / 2.0).max(from);
        from = group.x + group.width + GAP;
    }
    let mut to = page;
    for group in groups.iter_mut().rev() {
        group.x = group.x.min(to - group.width);
        to = group.x - GAP;
    }
}

/// Returns for each group how deep the line from its party bends; `None` where it runs straight down.
fn levels(groups: &[Group<'_>]) -> Vec<Option<usize>> {
    let side = |group: &Group<'_>| {
        if group.straight().is_some() {
            return Ordering::Equal;
        }
        if group.party.middle() < group.reach().0 { Ordering::Less } else { Ordering::Greater }
    };
    // Of lines to the left, each bends below those before it; of lines to the right, each below those after it.
    let sides: Vec<_> = groups.iter().map(side).collect();
    let (mut to_the_left, mut to_the_right) = (0, 0);
    let mut levels: Vec<Option<usize>> = sides
        .iter()
        .map(|side| {
            (*side == Ordering::Greater).then(|| {
                to_the_left += 1;
                to_the_left - 1
            })
        })
        .collect();
    for (level, side) in levels.iter_mut().zip(&sides).rev() {
        if *side == Ordering::Less {
            *level = Some(to_the_right);
            to_the_right += 1;
        }
    }
    levels
}
