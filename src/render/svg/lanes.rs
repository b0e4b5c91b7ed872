//! Lines that pass over columns: each runs in a lane above them, from a port on the upper side of one party's box
//! to a port of the other.
//!
//! The ports of a column are ordered so that its own lines do not cross: those to the left stand left, the
//! nearest lane outermost, those to the right the other way round.

use super::content::Label;
use super::drawing::{Arrow, Drawing, Rect};
use super::gutters::LINE;
use super::page::{Page, Span};
use super::setting::{self, GAP, Paragraph};

/// Between two lines that end at one box's upper side.
const PORT: f64 = 14.0;
/// From a box's corner to its first port.
const CORNER: f64 = 8.0;
/// Between a line that runs down and the words beside it.
const CLEAR: f64 = 7.0;
/// Between the lowest lane and the columns: the arrows.
const LANDING: f64 = 14.0;
/// The longest line of words, in em.
const LONGEST: f64 = 56.0;

/// A port: its place, and the lane that its line runs up to.
#[derive(Clone, Copy, Debug)]
struct Port {
    x: f64,
    lane: usize,
}

/// A line with its two ports and its words' place.
struct Passing<'l> {
    label: &'l Label,
    lane: usize,
    from: f64,
    to: f64,
    words: Rect,
    /// How high and how wide the words above the line are.
    above: f64,
    above_width: f64,
}

impl Page<'_> {
    /// Draws the lines that pass over columns from `y` down; returns where the columns begin.
    pub(super) fn lanes(&self, drawing: &mut Drawing, y: f64, columns: &[Span]) -> f64 {
        let lanes = &self.sheet.lanes;
        if lanes.is_empty() {
            return y;
        }
        let (ports, ends) = ports(lanes, columns);
        let mut passing: Vec<Passing<'_>> = lanes
            .iter()
            .zip(ends)
            .map(|((label, lane), (from, to))| self.passing(label, *lane, (from, to), &ports))
            .collect();
        passing.sort_by(|one, other| other.lane.cmp(&one.lane).then(one.words.x.total_cmp(&other.words.x)));
        let mut y = y;
        let mut lines = Vec::with_capacity(passing.len());
        for own in passing.chunk_by(|one, other| one.lane == other.lane) {
            let above = own.iter().map(|own| own.above).fold(0.0, f64::max);
            let below = own.iter().map(|own| own.words.height - own.above - LINE).fold(0.0, f64::max);
            for own in own {
                // All lines of a lane run at one height.
                let top = y + above - own.above;
                let texts = &mut drawing.texts;
                setting::put(&own.label.above, Some(texts), own.words.x, own.above_width, top, self.scale);
                let rect = Rect { y: top + own.above + LINE, ..own.words };
                setting::put_in_rows(&own.label.below, Some(texts), rect, self.scale);
                lines.push((own.label, own.from, own.to, y + above + LINE / 2.0));
            }
            y += above + LINE + below + GAP;
        }
        let bottom = y - GAP + LANDING;
        for (label, from, to, line) in lines {
            drawing.arrows.push(Arrow {
                points: vec![(from, bottom), (from, line), (to, line), (to, bottom)],
                both: label.both,
                cargo: label.cargo,
                change: label.change,
            });
        }
        bottom
    }

    /// Finds the widest place along a line that no other line runs down through.
    fn passing<'l>(
        &self,
        label: &'l Label,
        lane: usize,
        (from, to): (f64, f64),
        ports: &[Vec<Port>],
    ) -> Passing<'l> {
        let (left, right) = (from.min(to), from.max(to));
        let between = label.from.min(label.to)..=label.from.max(label.to);
        let mut edges = vec![left];
        for column in between {
            let higher = ports.get(column).into_iter().flatten().filter(|port| port.lane > lane);
            let inside = higher.map(|port| port.x).filter(|x| *x > left && *x < right);
            let (first, last) = inside
                .fold((f64::INFINITY, f64::NEG_INFINITY), |(first, last), x| (first.min(x), last.max(x)));
            if first <= last {
                edges.extend([first, last]);
            }
        }
        edges.push(right);
        let widest = edges.chunks(2).filter_map(|pair| Some((*pair.first()?, *pair.last()?)));
        let (start, end) = widest
            .max_by(|one, other| (one.1 - one.0).total_cmp(&(other.1 - other.0)))
            .unwrap_or((left, right));
        let room = (end - start - 2.0 * CLEAR).max(self.scale.text);
        let rows = label.below.iter().map(|own| own.width(self.scale) + self.scale.text).sum::<f64>();
        let most = room.min(LONGEST * self.scale.text);
        // Of several lines, each about as long as the others.
        let even = |wanted: f64| {
            let lines = (wanted / most).ceil().max(1.0);
            if lines > 1.0 { (wanted / lines + 1.5 * self.scale.text).min(most) } else { wanted }
        };
        let longest =
            |words: &[Paragraph]| words.iter().map(|own| own.width(self.scale)).fold(0.0, f64::max) + 0.1;
        let above_width = even(longest(&label.above));
        let width = even(longest(&label.below)).max(even(rows));
        let x = start + CLEAR + (room - width.max(above_width)) / 2.0;
        let above = setting::put(&label.above, None, x, above_width, 0.0, self.scale);
        let rect = Rect { x, y: above + LINE, width, height: 0.0 };
        let height = setting::put_in_rows(&label.below, None, rect, self.scale);
        Passing { label, lane, from, to, words: Rect { x, y: 0.0, width, height }, above, above_width }
    }
}

/// Returns the ports of each column, and for each line its first and its last.
fn ports(lanes: &[(&Label, usize)], columns: &[Span]) -> (Vec<Vec<Port>>, Vec<(f64, f64)>) {
    /// An end of a line at a column: sorting key, which line, whether it begins here.
    type End = (bool, i64, usize, bool);
    let mut ends: Vec<Vec<End>> = vec![Vec::new(); columns.len()];
    for (index, (label, lane)) in lanes.iter().enumerate() {
        let lane = i64::try_from(*lane).unwrap_or(i64::MAX);
        for (column, other, begins) in [(label.from, label.to, true), (label.to, label.from, false)] {
            let rightwards = other > column;
            if let Some(ends) = ends.get_mut(column) {
                ends.push((rightwards, if rightwards { -lane } else { lane }, index, begins));
            }
        }
    }
    let mut places = vec![(0.0, 0.0); lanes.len()];
    let ports = ends
        .into_iter()
        .zip(columns)
        .map(|(mut ends, column)| {
            ends.sort_unstable();
            let gaps = ends.len().saturating_sub(1).max(1) as f64;
            let spacing = PORT.min((column.width - 2.0 * CORNER).max(0.0) / gaps);
            let first = column.x + column.width / 2.0 - spacing * ends.len().saturating_sub(1) as f64 / 2.0;
            let mut own = Vec::with_capacity(ends.len());
            for (nth, (_, _, index, begins)) in ends.into_iter().enumerate() {
                let x = first + spacing * nth as f64;
                let lane = lanes.get(index).map_or(0, |(_, lane)| *lane);
                if let Some(place) = places.get_mut(index) {
                    *(if begins { &mut place.0 } else { &mut place.1 }) = x;
                }
                own.push(Port { x, lane });
            }
            own
        })
        .collect();
    (ports, places)
}
