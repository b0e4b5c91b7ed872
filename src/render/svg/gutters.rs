//! Lines between neighbours: what happens stands above the line, how it passes below.

use super::content::Label;
use super::drawing::{Arrow, Drawing, Rect, Text};
use super::page::Page;
use super::setting::{self, GAP, Paragraph};

/// Between a column and the words on a line that leaves it.
const BESIDE: f64 = 4.0;
/// What the line and its arrow need between the words above and below.
pub(super) const LINE: f64 = 10.0;
/// Between one line's words and the next line's.
const BETWEEN: f64 = 10.0;
/// From this width on, in em, several things stand side by side below a line.
const WIDE: f64 = 22.0;

impl Page<'_> {
    /// Returns how high the lines between two columns stand in a width.
    pub(super) fn gutter_height(&self, labels: &[&Label], width: f64) -> f64 {
        let heights: f64 = labels.iter().map(|label| self.label_height(label, width) + BETWEEN).sum();
        heights - BETWEEN + 2.0 * GAP
    }

    fn label_height(&self, label: &Label, width: f64) -> f64 {
        let width = width - 2.0 * BESIDE;
        setting::put(&label.above, None, 0.0, width, 0.0, self.scale)
            + LINE
            + self.how(&label.below, None, 0.0, width, 0.0)
    }

    /// Sets how something passes: in rows where there is room, else one below the other.
    pub(super) fn how(
        &self,
        words: &[Paragraph],
        texts: Option<&mut Vec<Text>>,
        x: f64,
        width: f64,
        y: f64,
    ) -> f64 {
        if width < WIDE * self.scale.text {
            return setting::put(words, texts, x, width, y, self.scale);
        }
        setting::put_in_rows(words, texts, Rect { x, y, width, height: 0.0 }, self.scale)
    }

    /// Draws the lines between two columns, spread over the height.
    pub(super) fn gutter(&self, drawing: &mut Drawing, labels: &[&Label], area: Rect) {
        let (x, width) = (area.x + BESIDE, area.width - 2.0 * BESIDE);
        let needed = self.gutter_height(labels, area.width);
        let spare = (area.height - needed).max(0.0) / (labels.len() as f64 + 1.0);
        let mut y = area.y + GAP + spare;
        let before = drawing.texts.len();
        for label in labels {
            y = setting::put(&label.above, Some(&mut drawing.texts), x, width, y, self.scale);
            let line = y + LINE / 2.0;
            let (left, right) = ((area.x, line), (area.right(), line));
            drawing.arrows.push(Arrow {
                points: if label.from < label.to { vec![left, right] } else { vec![right, left] },
                both: label.both,
                cargo: label.cargo,
                change: label.change,
            });
            y = self.how(&label.below, Some(&mut drawing.texts), x, width, y + LINE);
            y += BETWEEN + spare;
        }
        // In the middle, where the words need less than there is.
        let words = drawing.texts.get_mut(before..).unwrap_or_default();
        let ends = words.iter().map(|text| text.ends().1);
        let shift = (x + width - ends.fold(x, f64::max)).max(0.0) / 2.0;
        for text in words {
            text.x += shift;
        }
    }
}
