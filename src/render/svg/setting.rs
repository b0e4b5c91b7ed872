//! Setting paragraphs into boxes: sizes of text, and lines from the top down.

use super::drawing::{Anchor, Ink, Lead, Rect, Text};
use crate::document::figure::Change;
use crate::render::wrap::Words;

/// The smallest text that is printed.
pub(super) const SMALLEST: f64 = 7.0;
/// Between the border of a box and its text.
pub(super) const PADDING: f64 = 4.0;
/// Between boxes.
pub(super) const GAP: f64 = 6.0;

/// What a paragraph is, for its size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Grade {
    Title,
    Name,
    Running,
    Small,
}

/// Sizes that follow from the size of running text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    pub(super) text: f64,
}

impl Scale {
    pub(super) fn of(self, grade: Grade) -> f64 {
        match grade {
            Grade::Title => (self.text * 1.5).min(18.0),
            Grade::Name => self.text * 1.15,
            Grade::Running => self.text,
            Grade::Small => (self.text * 0.92).max(SMALLEST),
        }
    }

    pub(super) fn leading(size: f64) -> f64 {
        size * 1.28
    }
}

/// A text to be set into a width, and how.
#[derive(Clone, Debug)]
pub(super) struct Paragraph {
    pub(super) words: Words,
    pub(super) grade: Grade,
    pub(super) ink: Ink,
    pub(super) centred: bool,
    /// Whether lines break between words only, where they can: names and labels.
    pub(super) by_words: bool,
    /// How far the second and later lines stand in, in em.
    pub(super) hanging: f64,
    /// Struck through where it is there no more, underlined where it is new or other.
    pub(super) change: Option<Change>,
    pub(super) lead: Lead,
}

impl Paragraph {
    /// Returns a name or a label, centred.
    pub(super) fn label(words: &str, grade: Grade, ink: Ink) -> Self {
        let words = Words::new(crate::render::escape::seen(words));
        Self {
            words,
            grade,
            ink,
            centred: true,
            by_words: true,
            hanging: 0.0,
            change: None,
            lead: Lead::None,
        }
    }

    /// Returns running text, whose second and later lines stand in.
    pub(super) fn running(words: &str, grade: Grade, ink: Ink, hanging: f64) -> Self {
        Self { centred: false, by_words: false, hanging, ..Self::label(words, grade, ink) }
    }

    /// Returns a step: its number, and its text, whose second and later lines stand in.
    pub(super) fn step(number: &str, text: &str) -> Self {
        let number = crate::render::escape::seen(number);
        let lead = Lead::Number(number.len());
        Self { lead, ..Self::running(&(number + text), Grade::Running, Ink::Plain, 1.0) }
    }

    /// Returns words behind 〔追加〕, 〔変更〕 or 〔削除〕, with a line through or under them; behind `else_mark`
    /// where nothing differs.
    pub(super) fn marked(
        change: Option<Change>,
        else_mark: &str,
        words: &str,
        make: impl Fn(&str) -> Self,
    ) -> Self {
        match change {
            None => make(&format!("{else_mark}{words}")),
            Some(own) => {
                let mark = label(own);
                Self { change, lead: Lead::Mark(mark.len()), ..make(&format!("{mark}{words}")) }
            }
        }
    }

    /// Returns a label that stands at the left.
    pub(super) fn heading(words: &str, grade: Grade, ink: Ink) -> Self {
        Self { centred: false, ..Self::label(words, grade, ink) }
    }

    /// Returns its width on one line.
    pub(super) fn width(&self, scale: Scale) -> f64 {
        self.words.width() * scale.of(self.grade)
    }

    /// Returns the width of its widest word.
    pub(super) fn word(&self, scale: Scale) -> f64 {
        self.words.widest_word() * scale.of(self.grade)
    }

    /// Sets its lines between `x` and `x + width` from `y` down; returns where they end. With no `texts`, only
    /// measures.
    pub(super) fn put(&self, texts: Option<&mut Vec<Text>>, x: f64, width: f64, y: f64, scale: Scale) -> f64 {
        let size = scale.of(self.grade);
        let leading = Scale::leading(size);
        let em = (width / size).max(1.0);
        let hanging = self.hanging.min(em / 3.0);
        let Some(texts) = texts else {
            return y + self.words.count(em, em - hanging, self.by_words) as f64 * leading;
        };
        let mut y = y;
        for (index, words) in self.words.lines(em, em - hanging, self.by_words).into_iter().enumerate() {
            let shift = if index == 0 { 0.0 } else { hanging * size };
            texts.push(Text {
                x: if self.centred { x + width / 2.0 } else { x + shift },
                y: baseline(y, size),
                size,
                anchor: if self.centred { Anchor::Middle } else { Anchor::Start },
                ink: self.ink,
                change: self.change,
                lead: if index == 0 { self.lead.within(words.len()) } else { Lead::None },
                words: words.to_owned(),
            });
            y += leading;
        }
        y
    }
}

/// Returns what stands at a part that differs: 〔追加〕.
pub(super) fn label(change: Change) -> String {
    format!("〔{}〕", change.ja())
}

/// Returns the baseline of a line whose upper edge is at `y`.
pub(super) fn baseline(y: f64, size: f64) -> f64 {
    y + (Scale::leading(size) + size) / 2.0 - 0.12 * size
}

/// Sets paragraphs one above the other; returns where they end. With no `texts`, only measures.
pub(super) fn put(
    paragraphs: &[Paragraph],
    mut texts: Option<&mut Vec<Text>>,
    x: f64,
    width: f64,
    y: f64,
    scale: Scale,
) -> f64 {
    paragraphs.iter().fold(y, |y, own| own.put(texts.as_deref_mut(), x, width, y, scale))
}

/// Sets short paragraphs side by side, as many on a line as fit; returns where they end. With no `texts`, only
/// measures.
pub(super) fn put_in_rows(
    paragraphs: &[Paragraph],
    mut texts: Option<&mut Vec<Text>>,
    rect: Rect,
    scale: Scale,
) -> f64 {
    let (mut x, mut y, mut lowest) = (rect.x, rect.y, rect.y);
    for own in paragraphs {
        let wide = own.width(scale).min(rect.width);
        if x > rect.x && x + wide > rect.right() + 1e-6 {
            (x, y) = (rect.x, lowest);
        }
        lowest = lowest.max(own.put(texts.as_deref_mut(), x, rect.right() - x, y, scale));
        x += wide + scale.text;
    }
    lowest
}
