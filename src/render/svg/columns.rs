//! A party's box: name, section, providers, systems, steps.

use super::content::{Column, Move, Part};
use super::drawing::{Arrow, Drawing, Frame, Look, Rect, Text};
use super::page::Page;
use super::setting::{self, GAP, PADDING};

/// Between two systems that an arrow joins.
const STEM: f64 = 13.0;
/// What an arrow between two systems needs beside the words.
const ARROW: f64 = 8.0;

/// What is drawn inside a party's box.
#[derive(Default)]
struct Inside {
    texts: Vec<Text>,
    frames: Vec<Frame>,
    arrows: Vec<Arrow>,
}

/// A party on one page.
pub(super) struct Party<'c> {
    pub(super) column: &'c Column,
    steps: &'c [Part],
    moves: &'c [Move],
}

impl Page<'_> {
    /// Returns how high a party's box must be in a width.
    pub(super) fn column_height(&self, party: &Party<'_>, width: f64) -> f64 {
        self.fill(party, Rect { x: 0.0, y: 0.0, width, height: 0.0 }, None)
    }

    /// Returns what stands in each party's box on this page.
    pub(super) fn parties(&self) -> impl Iterator<Item = Party<'_>> {
        let sheet = self.sheet;
        let own = sheet.content.columns.iter().zip(&sheet.steps).zip(&sheet.moves);
        own.map(|((column, steps), moves)| Party { column, steps, moves })
    }

    /// Draws a party's box.
    pub(super) fn column(&self, drawing: &mut Drawing, party: &Party<'_>, rect: Rect) {
        let mut inside = Inside::default();
        self.fill(party, rect, Some(&mut inside));
        let column = party.column;
        let look = if column.own_side { Look::OwnSide } else { Look::Party };
        drawing.frames.push(Frame { rect, look, change: column.change, texts: inside.texts });
        drawing.frames.extend(inside.frames);
        drawing.inner.extend(inside.arrows);
    }

    /// Fills a party's box from the top; returns its height.
    fn fill(&self, party: &Party<'_>, rect: Rect, mut out: Option<&mut Inside>) -> f64 {
        let Party { column, steps, .. } = *party;
        let (x, width) = (rect.x + PADDING, rect.width - 2.0 * PADDING);
        let mut y = rect.y + PADDING;
        y = setting::put(&column.head, out.as_deref_mut().map(|out| &mut out.texts), x, width, y, self.scale);
        let own = Rect { x, y: y + PADDING, width, height: 0.0 };
        if let Some((note, brands)) = &column.brands {
            let mut texts = Vec::new();
            let inner = |y| Rect { x: x + PADDING, y, width: width - 2.0 * PADDING, height: 0.0 };
            let mut end = note.put(Some(&mut texts), inner(0.0).x, inner(0.0).width, own.y + 1.0, self.scale);
            end = setting::put_in_rows(brands, Some(&mut texts), inner(end), self.scale) + 2.0;
            if let Some(out) = out.as_deref_mut() {
                let rect = Rect { height: end - own.y, ..own };
                out.frames.push(Frame { rect, look: Look::Brands, change: None, texts });
            }
            y = end;
        }
        y = self.systems(party, Rect { y, ..own }, out.as_deref_mut());
        if !steps.is_empty() {
            y += PADDING;
        }
        for step in steps {
            let texts = out.as_deref_mut().map(|out| &mut out.texts);
            y = setting::put(&step.words, texts, x, width, y, self.scale);
        }
        y + PADDING - rect.y
    }

    /// Sets the systems one above the other, with arrows where data moves from one to the next.
    fn systems(&self, party: &Party<'_>, area: Rect, mut out: Option<&mut Inside>) -> f64 {
        let Party { column, moves, .. } = *party;
        let mut y = area.y;
        let mut above: Option<Rect> = None;
        for (index, system) in column.systems.iter().enumerate() {
            let moves = moves.iter().filter(|own| index > 0 && own.from.max(own.to) == index);
            // Each kind of move has one arrow, whatever passes that way.
            let mut stems: Vec<&Move> = Vec::new();
            for own in moves.clone() {
                let is_known =
                    |stem: &&Move| (stem.from, stem.cargo, stem.change) == (own.from, own.cargo, own.change);
                if !stems.iter().any(is_known) {
                    stems.push(own);
                }
            }
            let top = y;
            y += PADDING;
            let beside = (ARROW * stems.len() as f64 + PADDING).min(area.width / 2.0);
            for own in moves {
                let texts = out.as_deref_mut().map(|out| &mut out.texts);
                y = self.how(&own.words, texts, area.x + beside, area.width - beside, y);
            }
            if !stems.is_empty() {
                y = (y + PADDING / 2.0).max(top + STEM);
            }
            let mut texts = Vec::new();
            let inner = (area.x + PADDING, area.width - 2.0 * PADDING);
            let end = setting::put(system, Some(&mut texts), inner.0, inner.1, y + 1.0, self.scale) + 1.0;
            let rect = Rect { y, height: end - y, ..area };
            if let Some(out) = out.as_deref_mut() {
                for (nth, own) in stems.into_iter().enumerate() {
                    let Some(above) = above else { continue };
                    let x = area.x + ARROW * (nth as f64 + 0.5);
                    let (from, to) = ((x, above.bottom()), (x, rect.y));
                    let points = if own.from < own.to { vec![from, to] } else { vec![to, from] };
                    out.arrows.push(Arrow { points, both: false, cargo: own.cargo, change: own.change });
                }
                out.frames.push(Frame { rect, look: Look::System, change: None, texts });
            }
            above = Some(rect);
            y = end;
        }
        if column.systems.is_empty() { y } else { y + GAP / 3.0 }
    }
}
