//! What the shapes mean, each beside a sample of it; only what stands on the page is explained.

use super::drawing::{Arrow, Cargo, Drawing, Frame, Ink, Look, Rect};
use super::footing::SIGN;
use super::page::Page;
use super::setting::{Grade, Paragraph, SMALLEST, Scale};
use crate::document::figure::Change;

/// The largest text of the legend.
const LARGEST: f64 = 10.0;
/// How wide a sample is.
const SAMPLE: f64 = 24.0;
/// Between a sample and its words.
const BESIDE: f64 = 4.0;
/// Between an explanation and the next sample.
const BETWEEN: f64 = 12.0;

/// A shape that is explained.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Sample {
    Line { cargo: Cargo, both: bool, change: Option<Change> },
    Frame { look: Look, change: Option<Change> },
    Sign,
    Words(Change),
}

impl Page<'_> {
    /// Draws the legend of what is drawn so far, from `y` down; returns where it ends.
    pub(super) fn legend(&self, drawing: &mut Drawing, y: f64) -> f64 {
        let scale = Scale { text: (self.scale.text * 0.85).clamp(SMALLEST, LARGEST) };
        let leading = Scale::leading(scale.text);
        let (mut x, mut y) = (0.0, y);
        let heading = Paragraph::heading("凡例", Grade::Running, Ink::Soft);
        heading.put(Some(&mut drawing.texts), x, drawing.width, y, scale);
        x += heading.width(scale) + BETWEEN;
        for (sample, words) in entries(drawing) {
            let words = Paragraph::heading(words, Grade::Running, Ink::Soft);
            let width = words.width(scale) + 0.1;
            if x + SAMPLE + BESIDE + width > drawing.width {
                (x, y) = (0.0, y + leading + 1.0);
            }
            let rect = Rect { x, y: y + 1.5, width: SAMPLE, height: leading - 3.0 };
            match sample {
                Sample::Frame { look, change } => {
                    drawing.frames.push(Frame { rect, look, change, texts: Vec::new() });
                }
                Sample::Line { cargo, both, change } => {
                    let points = vec![(rect.x, rect.middle()), (rect.right(), rect.middle())];
                    drawing.arrows.push(Arrow { points, both, cargo, change });
                }
                Sample::Words(change) => {
                    let sample = Paragraph {
                        change: Some(change),
                        ..Paragraph::heading("文字", Grade::Running, Ink::Plain)
                    };
                    sample.put(Some(&mut drawing.texts), x + 2.0, SAMPLE, y, scale);
                }
                Sample::Sign => drawing.signs.push((rect.center(), rect.middle() - SIGN / 2.0)),
            }
            words.put(Some(&mut drawing.texts), x + SAMPLE + BESIDE, width, y, scale);
            x += SAMPLE + BESIDE + width + BETWEEN;
        }
        y + leading + 1.0
    }
}

/// Returns what stands in a drawing and what it means.
fn entries(drawing: &Drawing) -> Vec<(Sample, &'static str)> {
    let lines = || drawing.arrows.iter().chain(&drawing.inner);
    let mut entries = Vec::new();
    for (cargo, both, words) in [
        (Cargo::Data, false, "個人情報の流れ"),
        (Cargo::Data, true, "問い合わせと応答（同じ線）"),
        (Cargo::Money, false, "収納金の流れ"),
        (Cargo::Money, true, "収納金の流れ（両向き）"),
    ] {
        if lines().any(|own| own.cargo == cargo && own.both == both) {
            entries.push((Sample::Line { cargo, both, change: None }, words));
        }
    }
    for (look, words) in [
        (Look::OwnSide, "本人・庁内"),
        (Look::Party, "事業者など"),
        (Look::System, "端末・サーバ・書類など"),
        (Look::Brands, "予定する事業者"),
        (Look::Measures, "対策"),
        (Look::Contract, "契約"),
    ] {
        if drawing.frames.iter().any(|own| own.look == look) {
            entries.push((Sample::Frame { look, change: None }, words));
        }
    }
    if !drawing.signs.is_empty() {
        entries.push((Sample::Sign, "契約の当事者"));
    }
    for (change, frame, line) in [
        (Change::Added, "追加した枠", "追加した線"),
        (Change::Changed, "変更した枠", "変更した線"),
        (Change::Removed, "削除した枠", "削除した線"),
    ] {
        let change = Some(change);
        if drawing.frames.iter().any(|own| own.change == change) {
            entries.push((Sample::Frame { look: Look::System, change }, frame));
        }
        if lines().any(|own| own.change == change) {
            entries.push((Sample::Line { cargo: Cargo::Data, both: false, change }, line));
        }
    }
    let boxed = drawing.frames.iter().flat_map(|own| &own.texts);
    let texts = || drawing.texts.iter().chain(boxed.clone());
    for (change, words) in [
        (Change::Added, "追加した対策"),
        (Change::Changed, "変更した対策"),
        (Change::Removed, "取消線は、削除した文"),
    ] {
        if texts().any(|text| text.change == Some(change)) {
            entries.push((Sample::Words(change), words));
        }
    }
    entries
}
