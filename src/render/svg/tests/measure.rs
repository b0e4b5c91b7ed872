//! Measuring a drawing: boxes against boxes, text inside its box, lines against boxes and text, everything
//! inside the page, and the size of the text.

use super::super::drawing::{Arrow, Drawing, Frame, Look, Paper, Rect, Text};

const EPSILON: f64 = 0.05;

fn overlap(one: Rect, other: Rect) -> bool {
    one.x < other.right() - EPSILON
        && other.x < one.right() - EPSILON
        && one.y < other.bottom() - EPSILON
        && other.y < one.bottom() - EPSILON
}

fn within(inner: Rect, outer: Rect) -> bool {
    inner.x >= outer.x - EPSILON
        && inner.y >= outer.y - EPSILON
        && inner.right() <= outer.right() + EPSILON
        && inner.bottom() <= outer.bottom() + EPSILON
}

/// Returns the rectangles that a line covers, with its thickness.
fn covered(points: &[(f64, f64)]) -> Vec<Rect> {
    points
        .windows(2)
        .map(|pair| {
            let (one, other) = (pair[0], pair[1]);
            assert!(
                (one.0 - other.0).abs() < EPSILON || (one.1 - other.1).abs() < EPSILON,
                "a slanted line: {one:?} {other:?}"
            );
            let (x, y) = (one.0.min(other.0), one.1.min(other.1));
            Rect { x, y, width: (one.0 - other.0).abs().max(0.2), height: (one.1 - other.1).abs().max(0.2) }
        })
        .collect()
}

/// Returns all texts, in boxes and outside.
fn texts(drawing: &Drawing) -> impl Iterator<Item = &Text> {
    drawing.frames.iter().flat_map(|frame| &frame.texts).chain(&drawing.texts)
}

/// Returns all that is written, without white space.
pub(super) fn words(drawing: &Drawing) -> String {
    texts(drawing).map(|text| text.words.replace(char::is_whitespace, "")).collect()
}

/// Measures everything but the size of the paper.
pub(super) fn check(drawing: &Drawing) -> Result<(), String> {
    let page = Rect { x: 0.0, y: 0.0, width: drawing.width, height: drawing.height };
    boxes(drawing, page)?;
    for text in texts(drawing) {
        if text.size < 7.0 - EPSILON {
            return Err(format!("{text:?} is too small"));
        }
        if !within(text.bounds(), page) {
            return Err(format!("{text:?} leaves the page {page:?}"));
        }
    }
    let mut all: Vec<Rect> = texts(drawing).map(Text::bounds).collect();
    all.sort_by(|one, other| one.y.total_cmp(&other.y));
    for (index, one) in all.iter().enumerate() {
        let below = all.iter().skip(index + 1).take_while(|other| other.y < one.bottom());
        if let Some(other) = below.into_iter().find(|other| overlap(*one, **other)) {
            return Err(format!("texts overlap: {one:?} {other:?}"));
        }
    }
    let lines = drawing.arrows.iter().chain(&drawing.inner);
    for (line, points) in lines.map(|arrow| (format!("{arrow:?}"), &arrow.points)) {
        runs_free(drawing, points, drawing.inner.iter().all(|inner| inner.points != *points)).map_err(|hit| format!("{line}\ncrosses\n{hit}"))?;
    }
    for tie in &drawing.ties {
        runs_free(drawing, tie, true).map_err(|hit| format!("{tie:?}\ncrosses\n{hit}"))?;
    }
    crossings(drawing)
}

/// Boxes lie on the page and apart, texts in their boxes or outside all.
fn boxes(drawing: &Drawing, page: Rect) -> Result<(), String> {
    for (index, one) in drawing.frames.iter().enumerate() {
        if !within(one.rect, page) {
            return Err(format!("{one:?} leaves the page {page:?}"));
        }
        if let Some(text) = one.texts.iter().find(|text| !within(text.bounds(), one.rect)) {
            return Err(format!("{text:?} leaves {:?}", one.rect));
        }
        for other in drawing.frames.iter().skip(index + 1) {
            if overlap(one.rect, other.rect) && !nested(one, other) {
                return Err(format!("{one:?}\noverlaps\n{other:?}"));
            }
        }
    }
    for text in &drawing.texts {
        if let Some(frame) = drawing.frames.iter().find(|frame| overlap(frame.rect, text.bounds())) {
            return Err(format!("{text:?} lies on {:?}", frame.rect));
        }
    }
    Ok(())
}

fn nested(outer: &Frame, inner: &Frame) -> bool {
    matches!(inner.look, Look::System | Look::Brands)
        && matches!(outer.look, Look::Party | Look::OwnSide)
        && within(inner.rect, outer.rect)
}

/// A line meets no text, and no box but at its border; one inside a party lies inside that party.
fn runs_free(drawing: &Drawing, points: &[(f64, f64)], outside: bool) -> Result<(), String> {
    for line in covered(points) {
        if let Some(text) = texts(drawing).find(|text| overlap(line, text.bounds())) {
            return Err(format!("{text:?}"));
        }
        let mut frames = drawing.frames.iter().filter(|frame| {
            outside || !matches!(frame.look, Look::Party | Look::OwnSide)
        });
        // The strokes' thickness reaches a little into the boxes that they end at.
        if let Some(frame) = frames.find(|frame| {
            let rect = frame.rect;
            let inner = Rect { x: rect.x + 0.3, y: rect.y + 0.3, width: rect.width - 0.6, height: rect.height - 0.6 };
            overlap(line, inner)
        }) {
            return Err(format!("{frame:?}"));
        }
    }
    Ok(())
}

/// Lines cross at right angles only: none runs along another.
fn crossings(drawing: &Drawing) -> Result<(), String> {
    let segments: Vec<(usize, Rect)> = drawing
        .arrows
        .iter()
        .enumerate()
        .flat_map(|(index, arrow): (usize, &Arrow)| covered(&arrow.points).into_iter().map(move |own| (index, own)))
        .collect();
    for (at, (one, segment)) in segments.iter().enumerate() {
        for (other, against) in segments.iter().skip(at + 1) {
            let along = (segment.width > segment.height) == (against.width > against.height);
            if one != other && along && overlap(*segment, *against) {
                return Err(format!("{segment:?}\nruns along\n{against:?}"));
            }
        }
    }
    Ok(())
}

/// Returns the part of the paper that is used: the height of the drawing against that of the paper.
pub(super) fn used(drawing: &Drawing) -> f64 {
    let (width, height): (f64, f64) = Paper::size(drawing.paper);
    drawing.height.min(height) * drawing.width.min(width) / (width * height)
}
