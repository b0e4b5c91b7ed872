//! Measuring a page of a diagram: boxes against boxes, texts against boxes and texts, lines against all of them,
//! everything inside the page, the size of the text.

use super::drawn::{Box, Drawn, Rect};

const EPSILON: f64 = 0.06;
/// The smallest text, in points.
const SMALLEST: f64 = 7.0;

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

/// A party's box, which others may stand in.
fn is_party(own: &Box) -> bool {
    matches!(own.class.as_str(), "d-party" | "d-own")
}

/// Returns the rectangles that a line covers; refuses a slanted one.
fn covered(points: &[(f64, f64)]) -> Result<Vec<Rect>, String> {
    points
        .windows(2)
        .map(|pair| {
            let ((x1, y1), (x2, y2)) = (pair[0], pair[1]);
            let (width, height) = ((x1 - x2).abs(), (y1 - y2).abs());
            if width > EPSILON && height > EPSILON {
                return Err(format!("a slanted line: {points:?}"));
            }
            Ok(Rect { x: x1.min(x2), y: y1.min(y2), width: width.max(0.2), height: height.max(0.2) })
        })
        .collect()
}

/// Measures everything but the size of the paper.
pub(crate) fn check(drawn: &Drawn) -> Result<(), String> {
    boxes(drawn)?;
    texts(drawn)?;
    lines(drawn)?;
    for tip in &drawn.tips {
        if let Some(text) = drawn.texts.iter().find(|text| overlap(*tip, text.rect)) {
            return Err(format!("a tip at {tip:?} lies on {text:?}"));
        }
        if !within(*tip, drawn.page) {
            return Err(format!("a tip at {tip:?} leaves the page"));
        }
    }
    Ok(())
}

fn boxes(drawn: &Drawn) -> Result<(), String> {
    for (index, one) in drawn.boxes.iter().enumerate() {
        if !within(one.rect, drawn.page) {
            return Err(format!("{one:?} leaves the page {:?}", drawn.page));
        }
        for other in drawn.boxes.iter().skip(index + 1) {
            let nested = is_party(one) && !is_party(other) && within(other.rect, one.rect);
            if overlap(one.rect, other.rect) && !nested {
                return Err(format!("{one:?}\noverlaps\n{other:?}"));
            }
        }
    }
    Ok(())
}

fn texts(drawn: &Drawn) -> Result<(), String> {
    for text in &drawn.texts {
        if text.size < SMALLEST - EPSILON {
            return Err(format!("{text:?} is too small"));
        }
        if !within(text.rect, drawn.page) {
            return Err(format!("{text:?} leaves the page {:?}", drawn.page));
        }
        let cut = |own: &&Box| overlap(own.rect, text.rect) && !within(text.rect, own.rect);
        if let Some(own) = drawn.boxes.iter().find(cut) {
            return Err(format!("{text:?}\nleaves\n{own:?}"));
        }
    }
    let mut sorted: Vec<_> = drawn.texts.iter().collect();
    sorted.sort_by(|one, other| one.rect.y.total_cmp(&other.rect.y));
    for (index, one) in sorted.iter().enumerate() {
        let mut below = sorted.iter().skip(index + 1).take_while(|other| other.rect.y < one.rect.bottom());
        if let Some(other) = below.find(|other| overlap(one.rect, other.rect)) {
            return Err(format!("{one:?}\noverlaps\n{other:?}"));
        }
    }
    Ok(())
}

fn lines(drawn: &Drawn) -> Result<(), String> {
    let mut arrows: Vec<(usize, Rect)> = Vec::new();
    for (index, line) in drawn.lines.iter().enumerate() {
        if matches!(line.class.as_str(), "d-halo" | "d-strike" | "d-under") {
            continue;
        }
        for part in covered(&line.points)? {
            if !within(part, drawn.page) {
                return Err(format!("{line:?} leaves the page"));
            }
            if let Some(text) = drawn.texts.iter().find(|text| overlap(part, text.rect)) {
                return Err(format!("{line:?}\nruns through\n{text:?}"));
            }
            // It may end at a border, and one inside a party lies in it from end to end.
            let crossed = |own: &&Box| {
                let Rect { x, y, width, height } = own.rect;
                let inside = Rect { x: x + 0.3, y: y + 0.3, width: width - 0.6, height: height - 0.6 };
                overlap(part, inside) && !(is_party(own) && within(part, own.rect))
            };
            if let Some(own) = drawn.boxes.iter().find(crossed) {
                return Err(format!("{line:?}\nruns through\n{own:?}"));
            }
            // No line runs along another, so that each can be followed.
            let along = |against: &&(usize, Rect)| {
                against.0 != index
                    && (part.width > part.height) == (against.1.width > against.1.height)
                    && overlap(part, against.1)
            };
            if line.class == "d-line" {
                if let Some(against) = arrows.iter().find(along) {
                    return Err(format!("{line:?}\nruns along\n{:?}", drawn.lines[against.0]));
                }
                arrows.push((index, part));
            }
        }
    }
    Ok(())
}

/// Returns width and height of a paper on its side, between the margins.
pub(crate) fn paper(name: &str) -> (f64, f64) {
    match name {
        "A3" => (1120.0, 750.0),
        "A4" => (772.0, 512.0),
        _ => panic!("{name} is no paper"),
    }
}

/// Refuses a page that is larger than its paper.
pub(crate) fn fits(drawn: &Drawn) -> Result<(), String> {
    let (width, height) = paper(&drawn.paper);
    // The strokes at the edges reach into the margin.
    if drawn.page.width <= width + 4.1 && drawn.page.height <= height + 4.1 {
        Ok(())
    } else {
        Err(format!("{:?} is larger than {}", drawn.page, drawn.paper))
    }
}

/// Returns how much of the paper is used.
pub(crate) fn used(drawn: &Drawn) -> f64 {
    let (width, height) = paper(&drawn.paper);
    drawn.page.width.min(width) * drawn.page.height.min(height) / (width * height)
}
