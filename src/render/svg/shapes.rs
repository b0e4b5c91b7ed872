//! A drawing as an SVG element: shapes, lines and texts with their classes and colours.
//!
//! Only what every program draws: no style sheet, no markers, no filters. The font has one weight where it is
//! built in, so nothing depends on bold.

use super::drawing::{Anchor, Arrow, Cargo, Drawing, Frame, Ink, Lead, Look, Rect, Text};
use super::footing::SIGN;
use crate::document::figure::{self, Change, Figure, Step};
use crate::render::escape::xml;
use std::fmt::Write as _;

/// Fonts whose half-width letters are half as wide as the full-width ones.
const FONTS: &str = "'BIZ UDGothic', 'MS Gothic', 'Noto Sans Mono CJK JP', 'IPAGothic', monospace";
/// Room around the drawing, for strokes at the edges.
const MARGIN: f64 = 2.0;
const PAPER: &str = "#ffffff";
const LINE: &str = "#a30000";
const CONTRACT: &str = "#5b2d8e";
const MARK: &str = "#a3001b";
const MEASURES: &str = "#1d6b2f";
/// Dots, for what is there no more.
const DOTS: &str = " stroke-dasharray=\"1.5 2.5\"";

/// Writes a drawing: one page of how many.
pub(super) fn write(figure: &Figure, drawing: &Drawing, (page, pages): (usize, usize)) -> String {
    let (width, height) = (number(drawing.width + 2.0 * MARGIN), number(drawing.height + 2.0 * MARGIN));
    let mut title = format!("{}（{}）", figure.title, figure.number);
    if pages > 1 {
        let _ = write!(title, " {page}/{pages}");
    }
    let title = xml(&title);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-2 -2 {width} {height}\" width=\"{width}pt\" height=\"{height}pt\" role=\"img\" aria-label=\"{title}\" lang=\"ja\" data-paper=\"{}\" font-family=\"{FONTS}\" xml:space=\"preserve\">\n<title>{title}</title>\n",
        drawing.paper.name(),
    );
    let step = |step: &Step| format!("{}{}{}", figure::marked(step.change), step.number, step.text);
    let steps: String = figure.steps.iter().map(step).collect();
    let _ = writeln!(out, "<desc>{}</desc>", xml(&steps));
    let _ = writeln!(
        out,
        "<rect class=\"d-paper\" x=\"-2\" y=\"-2\" width=\"{width}\" height=\"{height}\" fill=\"{PAPER}\"/>"
    );
    for arrow in &drawing.arrows {
        self::arrow(&mut out, arrow, 1.3);
    }
    for tie in &drawing.ties {
        let points = points(tie);
        let _ = writeln!(
            out,
            "<polyline class=\"d-tie\" points=\"{points}\" fill=\"none\" stroke=\"{MEASURES}\" stroke-width=\"0.9\"/>"
        );
    }
    for frame in &drawing.frames {
        self::frame(&mut out, frame);
    }
    for arrow in &drawing.inner {
        self::arrow(&mut out, arrow, 0.9);
    }
    for (x, y) in &drawing.signs {
        let (left, right, top, bottom) =
            (number(x - SIGN * 0.7), number(x + SIGN * 0.7), number(*y), number(y + SIGN));
        let x = number(*x);
        let _ = writeln!(
            out,
            "<polygon class=\"d-sign\" points=\"{x},{top} {right},{bottom} {left},{bottom}\" fill=\"{CONTRACT}\"/>"
        );
    }
    for text in &drawing.texts {
        self::text(&mut out, text);
    }
    out.push_str("</svg>");
    out
}

fn points(points: &[(f64, f64)]) -> String {
    points.iter().map(|(x, y)| format!("{},{}", number(*x), number(*y))).collect::<Vec<_>>().join(" ")
}

/// Returns a length with two decimals at most.
fn number(length: f64) -> String {
    let text = format!("{length:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

fn frame(out: &mut String, frame: &Frame) {
    let (class, fill, stroke, width, dashes) = match frame.look {
        Look::Brands => ("d-brands", "#ffffff", "#444444", 0.6, " stroke-dasharray=\"5 1.5 1 1.5\""),
        Look::Contract => ("d-contract", "#f5f0fc", CONTRACT, 0.9, ""),
        Look::Measures => ("d-measures", "#f1f9f2", MEASURES, 0.8, " stroke-dasharray=\"4 2\""),
        Look::OwnSide => ("d-own", "#fff6e3", "#3a3222", 1.8, ""),
        Look::Party => ("d-party", "#eaf2fc", "#1c2f4a", 0.9, ""),
        Look::System => ("d-system", "#ffffff", "#444444", 0.6, ""),
    };
    let (width, dashes) = match frame.change {
        None => (width, dashes),
        Some(Change::Added) => (2.2, ""),
        Some(Change::Changed) => (2.2, " stroke-dasharray=\"9 2 2 2\""),
        Some(Change::Removed) => (1.2, DOTS),
    };
    let rounded = if frame.look == Look::System { 4.0 } else { 2.0 };
    let mut rect = |inset: f64, fill: &str, width: f64, dashes: &str| {
        let Rect { x, y, width: wide, height } = frame.rect;
        let (x, y) = (number(x + inset), number(y + inset));
        let (wide, height) = (number((wide - 2.0 * inset).max(0.0)), number((height - 2.0 * inset).max(0.0)));
        let (rounded, width) = (number(rounded), number(width));
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{height}\" rx=\"{rounded}\" fill=\"{fill}\" stroke=\"{stroke}\" stroke-width=\"{width}\"{dashes}/>"
        );
    };
    rect(0.0, fill, width, dashes);
    // A second line inside the first: thin for the contract, beside a heavy one for what was added.
    if frame.look == Look::Contract || frame.change == Some(Change::Added) {
        let dashes = if frame.change == Some(Change::Removed) { DOTS } else { "" };
        rect(if frame.change.is_some() { 2.6 } else { 1.8 }, "none", 0.6, dashes);
    }
    for text in &frame.texts {
        self::text(out, text);
    }
}

fn text(out: &mut String, text: &Text) {
    let (class, fill) = match text.ink {
        Ink::Mark => ("d-mark", MARK),
        Ink::Network => ("d-network", "#0b3f91"),
        Ink::Plain | Ink::Strong => ("d-text", "#111111"),
        Ink::Soft => ("d-soft", "#444444"),
    };
    let anchor = match text.anchor {
        Anchor::End => " text-anchor=\"end\"",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::Start => "",
    };
    let weight = if matches!(text.ink, Ink::Strong | Ink::Mark) { " font-weight=\"bold\"" } else { "" };
    let (x, y, size) = (number(text.x), number(text.y), number(text.size));
    let mut words = xml(&text.words);
    let lead = match text.lead {
        Lead::None => None,
        Lead::Mark(_) => Some(("d-mark", MARK)),
        Lead::Number(_) => Some(("d-number", LINE)),
    };
    if let (Some((class, fill)), Some((lead, rest))) = (lead, text.words.split_at_checked(text.lead.bytes()))
    {
        words = format!("<tspan class=\"{class}\" fill=\"{fill}\">{}</tspan>{}", xml(lead), xml(rest));
    }
    let _ = writeln!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{weight}>{words}</text>"
    );
    // Shapes, since not every program draws a text's decoration. The lines are those of the frames: two for what
    // was added, dots and dashes for what changed.
    let ((from, to), size) = (text.line(), text.size);
    let mut line = |class: &str, down: f64, width: f64, dashes: &str| {
        let (from, to, y) = (number(from), number(to), number(text.y + down * size));
        let width = number(width * size);
        let _ = writeln!(
            out,
            "<polyline class=\"{class}\" points=\"{from},{y} {to},{y}\" fill=\"none\" stroke=\"{fill}\" stroke-width=\"{width}\"{dashes}/>"
        );
    };
    match text.change {
        None => {}
        Some(Change::Added) => {
            line("d-under", 0.13, 0.09, "");
            line("d-under", 0.26, 0.05, "");
        }
        Some(Change::Changed) => line("d-under", 0.18, 0.09, " stroke-dasharray=\"7 1.5 1.5 1.5\""),
        Some(Change::Removed) => line("d-strike", -0.36, 1.0 / 12.0, ""),
    }
}

/// Draws a line; its tips are triangles, since markers are not drawn by every program.
fn arrow(out: &mut String, arrow: &Arrow, width: f64) {
    let line = points(&arrow.points);
    let mut draw = |class: &str, colour: &str, width: f64, dashes: &str| {
        let width = number(width);
        let _ = writeln!(
            out,
            "<polyline class=\"{class}\" points=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"{width}\"{dashes}/>"
        );
    };
    // Where two lines cross, the one above passes over the other.
    if arrow.points.len() > 2 {
        draw("d-halo", PAPER, width * 4.0, "");
    }
    let dashes = if arrow.cargo == Cargo::Money { " stroke-dasharray=\"7 3\"" } else { "" };
    match arrow.change {
        None => draw("d-line", LINE, width, dashes),
        Some(Change::Added) => {
            draw("d-line", LINE, width * 3.2, dashes);
            draw("d-halo", PAPER, width * 1.1, "");
        }
        Some(Change::Changed) => draw("d-line", LINE, width * 1.8, " stroke-dasharray=\"9 2 2 2\""),
        Some(Change::Removed) => draw("d-line", LINE, width, DOTS),
    }
    tip(out, arrow, width, arrow.points.iter().rev());
    if arrow.both {
        tip(out, arrow, width, arrow.points.iter());
    }
}

/// Draws the tip at the first of the points, coming from the second; hollow where money passes.
fn tip<'p>(out: &mut String, arrow: &Arrow, width: f64, mut points: impl Iterator<Item = &'p (f64, f64)>) {
    let (Some(to), Some(from)) = (points.next(), points.next()) else { return };
    // Lines run level or upright: one of the two is none.
    let (dx, dy) = if (to.0 - from.0).abs() > (to.1 - from.1).abs() {
        ((to.0 - from.0).signum(), 0.0)
    } else {
        (0.0, (to.1 - from.1).signum())
    };
    let (length, half) = (width * 5.5, width * 2.7);
    let (bx, by) = (to.0 - dx * length, to.1 - dy * length);
    let fill = if arrow.cargo == Cargo::Money { PAPER } else { LINE };
    let class = if arrow.cargo == Cargo::Money { "d-tip-hollow" } else { "d-tip" };
    let corners = self::points(&[*to, (bx - dy * half, by + dx * half), (bx + dy * half, by - dx * half)]);
    let _ = writeln!(
        out,
        "<polygon class=\"{class}\" points=\"{corners}\" fill=\"{fill}\" stroke=\"{LINE}\" stroke-width=\"0.6\" stroke-linejoin=\"round\"/>"
    );
}
