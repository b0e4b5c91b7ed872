//! A diagram as it is written: the boxes, texts and lines of an SVG, read back from its text.

/// A rectangle, in points of the printed page.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Rect {
    pub(crate) x: f64,
    pub(crate) y: f64,
    pub(crate) width: f64,
    pub(crate) height: f64,
}

impl Rect {
    pub(crate) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(crate) fn bottom(self) -> f64 {
        self.y + self.height
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Box {
    pub(crate) class: String,
    pub(crate) rect: Rect,
}

#[derive(Clone, Debug)]
pub(crate) struct Text {
    pub(crate) size: f64,
    pub(crate) words: String,
    pub(crate) rect: Rect,
}

#[derive(Clone, Debug)]
pub(crate) struct Line {
    pub(crate) class: String,
    pub(crate) points: Vec<(f64, f64)>,
}

/// One page of a diagram.
#[derive(Debug)]
pub(crate) struct Drawn {
    pub(crate) paper: String,
    pub(crate) page: Rect,
    pub(crate) boxes: Vec<Box>,
    pub(crate) texts: Vec<Text>,
    pub(crate) lines: Vec<Line>,
    /// The tips of arrows and other small shapes, by what they cover.
    pub(crate) tips: Vec<Rect>,
}

impl Drawn {
    /// Reads an SVG, which has one element a line.
    pub(crate) fn read(svg: &str) -> Self {
        let number = |line: &str, name: &str| -> f64 { attribute(line, name).parse().unwrap() };
        let rect = |line: &str| Rect {
            x: number(line, "x"),
            y: number(line, "y"),
            width: number(line, "width"),
            height: number(line, "height"),
        };
        let head = svg.lines().find(|line| line.starts_with("<svg")).unwrap();
        let size = |name| attribute(head, name).trim_end_matches("pt").parse::<f64>().unwrap();
        let page = Rect { x: -2.0, y: -2.0, width: size("width"), height: size("height") };
        let paper = attribute(head, "data-paper").to_owned();
        let mut drawn = Self { paper, page, boxes: vec![], texts: vec![], lines: vec![], tips: vec![] };
        for line in svg.lines() {
            let class = || attribute(line, "class").to_owned();
            if line.starts_with("<rect") && attribute(line, "fill") != "none" {
                if class() != "d-paper" {
                    drawn.boxes.push(Box { class: class(), rect: rect(line) });
                }
            } else if line.starts_with("<text") {
                drawn.texts.push(text(line));
            } else if line.starts_with("<polyline") {
                drawn.lines.push(Line { class: class(), points: points(line) });
            } else if line.starts_with("<polygon") {
                drawn.tips.push(around(&points(line)));
            }
        }
        drawn
    }

    /// Returns all that is written, without white space.
    pub(crate) fn words(&self) -> String {
        self.texts.iter().map(|text| text.words.replace(char::is_whitespace, "")).collect()
    }
}

/// Returns the value of an attribute; empty where there is none.
fn attribute<'l>(line: &'l str, name: &str) -> &'l str {
    let tag = line.split_once('>').map_or(line, |(tag, _)| tag);
    let rest = tag.split_once(&format!(" {name}=\"")).map_or("", |(_, rest)| rest);
    rest.split_once('"').map_or("", |(value, _)| value)
}

fn points(line: &str) -> Vec<(f64, f64)> {
    let pairs = attribute(line, "points").split(' ').map(|pair| pair.split_once(',').unwrap());
    pairs.map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).collect()
}

fn around(points: &[(f64, f64)]) -> Rect {
    let least = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::INFINITY, f64::min);
    let most = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).fold(f64::NEG_INFINITY, f64::max);
    let (x, y) = (least(|point| point.0), least(|point| point.1));
    Rect { x, y, width: most(|point| point.0) - x, height: most(|point| point.1) - y }
}

fn text(line: &str) -> Text {
    let number = |name| -> f64 { attribute(line, name).parse().unwrap() };
    let size = number("font-size");
    let words = words(line);
    let width = width(&words) * size;
    let x = number("x")
        - match attribute(line, "text-anchor") {
            "end" => width,
            "middle" => width / 2.0,
            _ => 0.0,
        };
    Text { size, words, rect: Rect { x, y: number("y") - 0.88 * size, width, height: size } }
}

/// Takes the tags out and resolves the entities.
fn words(line: &str) -> String {
    let mut words = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('<') {
        words.push_str(before);
        rest = after.split_once('>').map_or("", |(_, rest)| rest);
    }
    words.push_str(rest);
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")];
    entities.iter().fold(words, |words, (entity, plain)| words.replace(entity, plain))
}

/// Returns the width in em: full-width 1, half-width a half, what combines none.
fn width(words: &str) -> f64 {
    use unicode_width::UnicodeWidthChar;
    words.chars().map(|c| c.width_cjk().unwrap_or(0) as f64 / 2.0).sum()
}
