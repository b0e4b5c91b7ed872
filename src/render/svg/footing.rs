//! What stands under the parties: the bar of the contract, notes, and whether the diagram goes on.

use super::drawing::{Anchor, Drawing, Frame, Ink, Lead, Look, Rect, Text};
use super::page::{Page, Span};
use super::setting::{self, GAP, Grade, PADDING, baseline};

/// How high the triangle over the bar is that shows a party of the contract.
pub(super) const SIGN: f64 = 6.0;
/// The narrowest bar, in em.
const NARROWEST: f64 = 16.0;

impl Page<'_> {
    /// Draws the contract's bar under the columns of its parties, each shown by a triangle.
    pub(super) fn contract(&self, drawing: &mut Drawing, y: f64, columns: &[Span]) -> f64 {
        let Some(contract) = &self.sheet.content.contract else { return y };
        let parties: Vec<Span> =
            contract.columns.iter().filter_map(|index| columns.get(*index).copied()).collect();
        let mut from = parties.first().map_or(0.0, |first| first.x);
        let mut to = parties.last().map_or(drawing.width, |last| last.x + last.width);
        let wanted = (NARROWEST * self.scale.text).min(drawing.width);
        if to - from < wanted {
            from = (f64::midpoint(from, to) - wanted / 2.0).clamp(0.0, drawing.width - wanted);
            to = from + wanted;
        }
        let top = y + GAP + SIGN;
        let mut texts = Vec::new();
        let (x, width) = (from + PADDING, to - from - 2.0 * PADDING);
        let end = contract.words.put(Some(&mut texts), x, width, top + PADDING / 2.0 + 1.0, self.scale);
        let rect = Rect { x: from, y: top, width: to - from, height: end + PADDING / 2.0 + 1.0 - top };
        drawing.frames.push(Frame { rect, look: Look::Contract, change: contract.change, texts });
        drawing.signs.extend(parties.iter().map(|party| (party.x + party.width / 2.0, top - SIGN)));
        rect.bottom()
    }

    /// Draws notes and legend; returns where the diagram ends.
    pub(super) fn footing(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let mut y = y + GAP;
        if self.sheet.is_last() {
            let notes = &self.sheet.content.notes;
            y = setting::put(notes, Some(&mut drawing.texts), 0.0, drawing.width, y, self.scale);
        } else {
            let size = self.scale.of(Grade::Name);
            let words = "（続く）".to_owned();
            drawing.texts.push(Text {
                x: drawing.width,
                y: baseline(y, size),
                size,
                anchor: Anchor::End,
                ink: Ink::Strong,
                change: None,
                lead: Lead::None,
                words,
            });
            y += setting::Scale::leading(size);
        }
        self.legend(drawing, y + 2.0)
    }
}
