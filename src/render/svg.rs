//! Diagrams as SVG, drawn from the flow.
//!
//! The colours are attributes, so that any program shows them; each shape has a class too, by which the HTML
//! page makes the diagram dark on a dark screen. Nothing is said by colour alone.

mod content;
mod drawing;
mod layout;
#[cfg(test)]
mod tests;
mod wrap;

use super::escape::xml;
use crate::document::figure::Figure;
use crate::document::tree::Document;
use drawing::{Anchor, Arrow, Drawing, Frame, Ink, Look, Text};
use std::fmt::Write as _;

/// Fonts whose half-width letters are half as wide as the full-width ones.
const FONTS: &str = "'BIZ UDGothic', 'MS Gothic', 'Noto Sans Mono CJK JP', 'IPAGothic', monospace";

/// Returns a diagram as a file of its own, marked as the document is.
pub(super) fn file(figure: &Figure, document: &Document) -> String {
    let mut marks = Vec::new();
    if document.sample {
        marks.push("見本");
    }
    if document.draft {
        marks.push("案");
    }
    let svg = write(figure, &layout::draw(figure, &marks));
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg}\n")
}

/// Returns a diagram as an element of a page.
pub(super) fn element(figure: &Figure) -> String {
    write(figure, &layout::draw(figure, &[]))
}

/// Returns a diagram without title and number, for a page that prints them as text.
pub(super) fn untitled(figure: &Figure) -> String {
    write(figure, &layout::draw_untitled(figure))
}

fn write(figure: &Figure, drawing: &Drawing) -> String {
    // Room for the strokes at the edges.
    let (width, height) = (number(drawing.width + 4.0), number(drawing.height + 4.0));
    let id = xml(&figure.id);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-2 -2 {width} {height}\" width=\"{width}pt\" height=\"{height}pt\" role=\"img\" aria-labelledby=\"diagram-{id}-title diagram-{id}-steps\" data-paper=\"{}\" font-family=\"{FONTS}\" xml:space=\"preserve\">\n",
        drawing.paper.name(),
    );
    let steps: String = figure.steps.iter().map(|step| format!("{}{}", step.number, step.text)).collect();
    let _ = writeln!(
        out,
        "<title id=\"diagram-{id}-title\">{}（{}）</title>",
        xml(&figure.title),
        xml(&figure.number)
    );
    let _ = writeln!(out, "<desc id=\"diagram-{id}-steps\">{}</desc>", xml(&steps));
    let _ = writeln!(
        out,
        "<rect class=\"d-paper\" x=\"-2\" y=\"-2\" width=\"{width}\" height=\"{height}\" fill=\"#ffffff\"/>"
    );
    for arrow in &drawing.arrows {
        self::arrow(&mut out, arrow, 1.1);
    }
    for tie in &drawing.ties {
        let points = points(tie);
        let _ = writeln!(
            out,
            "<polyline class=\"d-tie\" points=\"{points}\" fill=\"none\" stroke=\"#1d6b2f\" stroke-width=\"0.8\"/>"
        );
    }
    for frame in &drawing.frames {
        self::frame(&mut out, frame);
    }
    for arrow in &drawing.inner {
        self::arrow(&mut out, arrow, 0.8);
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
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn frame(out: &mut String, frame: &Frame) {
    let (class, fill, stroke, more) = match frame.look {
        Look::Contract => ("d-contract", "#f5f0fc", "#5b2d8e", " stroke-width=\"0.9\""),
        Look::Link => ("d-link", "#ffffff", "#a30000", " stroke-width=\"0.8\""),
        Look::Measures => {
            ("d-measures", "#f1f9f2", "#1d6b2f", " stroke-width=\"0.8\" stroke-dasharray=\"4 2\"")
        }
        Look::OwnSide => ("d-own", "#fff6e3", "#3a3222", " stroke-width=\"1.8\""),
        Look::Party => ("d-party", "#eaf2fc", "#1c2f4a", " stroke-width=\"0.9\""),
        Look::System => ("d-system", "#ffffff", "#444444", " stroke-width=\"0.6\""),
    };
    let rect = frame.rect;
    let mut draw = |inset: f64, fill: &str, more: &str| {
        let (x, y) = (number(rect.x + inset), number(rect.y + inset));
        let (width, height) = (number(rect.width - 2.0 * inset), number(rect.height - 2.0 * inset));
        let _ = writeln!(
            out,
            "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"2\" fill=\"{fill}\" stroke=\"{stroke}\"{more}/>"
        );
    };
    draw(0.0, fill, more);
    if frame.look == Look::Contract {
        draw(1.8, "none", " fill-opacity=\"0\" stroke-width=\"0.5\"");
    }
    for text in &frame.texts {
        self::text(out, text);
    }
}

fn text(out: &mut String, text: &Text) {
    let (class, fill) = match text.ink {
        Ink::Mark => ("d-mark", "#a3001b"),
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
    let words = xml(&text.words);
    let _ = writeln!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{y}\" font-size=\"{size}\" fill=\"{fill}\"{anchor}{weight}>{words}</text>"
    );
}

/// Draws a line; its tips are triangles, since markers are not drawn by every program.
fn arrow(out: &mut String, arrow: &Arrow, width: f64) {
    const COLOUR: &str = "#a30000";
    let line = points(&arrow.points);
    let dash = if arrow.money { " stroke-dasharray=\"6 3\"" } else { "" };
    let _ = writeln!(
        out,
        "<polyline class=\"d-line\" points=\"{line}\" fill=\"none\" stroke=\"{COLOUR}\" stroke-width=\"{}\"{dash}/>",
        number(width),
    );
    let mut tip = |from: Option<&(f64, f64)>, to: Option<&(f64, f64)>| {
        let (Some(from), Some(to)) = (from, to) else { return };
        let (dx, dy) = ((to.0 - from.0).signum(), (to.1 - from.1).signum());
        // Lines run level or upright: one of the two is none.
        let (dx, dy) = if (to.0 - from.0).abs() > (to.1 - from.1).abs() { (dx, 0.0) } else { (0.0, dy) };
        let (length, half) = (width * 5.5, width * 2.7);
        let (bx, by) = (to.0 - dx * length, to.1 - dy * length);
        let _ = writeln!(
            out,
            "<polygon class=\"d-tip\" points=\"{},{} {},{} {},{}\" fill=\"{COLOUR}\"/>",
            number(to.0),
            number(to.1),
            number(bx - dy * half),
            number(by + dx * half),
            number(bx + dy * half),
            number(by - dx * half),
        );
    };
    let mut backwards = arrow.points.iter().rev();
    let (last, before) = (backwards.next(), backwards.next());
    tip(before, last);
    if arrow.both {
        tip(arrow.points.get(1), arrow.points.first());
    }
}
