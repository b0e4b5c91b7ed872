//! What a diagram is drawn of: boxes with text in them, and lines. Lengths are in points of the printed page.

use crate::document::figure::Change;

/// A rectangle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn right(self) -> f64 {
        self.x + self.width
    }

    pub(super) fn bottom(self) -> f64 {
        self.y + self.height
    }

    pub(super) fn middle(self) -> f64 {
        self.y + self.height / 2.0
    }

    pub(super) fn center(self) -> f64 {
        self.x + self.width / 2.0
    }
}

/// What a shape stands for; names its class in the SVG and its colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// The ward, or the person the data is about.
    OwnSide,
    /// Any other party.
    Party,
    /// A terminal, server or thing inside a party.
    System,
    /// The providers, where words stand before them.
    Brands,
    /// A box of measures.
    Measures,
    /// The bar of the contract.
    Contract,
}

/// How a line of text looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ink {
    /// As running text.
    Plain,
    /// As a heading.
    Strong,
    /// A network and what is said of it.
    Network,
    /// A remark.
    Soft,
    /// 案, 見本, 追加.
    Mark,
}

/// How many bytes at the beginning of a text are something else than the words behind them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Lead {
    /// None.
    #[default]
    None,
    /// The number of a step.
    Number(usize),
    /// What tells that it was added, changed or taken away; no line runs through or under that.
    Mark(usize),
}

impl Lead {
    /// Returns how many bytes it takes.
    pub(super) fn bytes(self) -> usize {
        match self {
            Self::None => 0,
            Self::Mark(bytes) | Self::Number(bytes) => bytes,
        }
    }

    /// Returns the same, of no more bytes than there are.
    pub(super) fn within(self, most: usize) -> Self {
        match self {
            Self::None => Self::None,
            Self::Mark(bytes) => Self::Mark(bytes.min(most)),
            Self::Number(bytes) => Self::Number(bytes.min(most)),
        }
    }
}

/// Which end of its line a text is placed by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// One line of text; `y` is its baseline.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Text {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) size: f64,
    pub(super) anchor: Anchor,
    pub(super) ink: Ink,
    /// Struck through where it is there no more, underlined where it is new or other.
    pub(super) change: Option<Change>,
    pub(super) lead: Lead,
    pub(super) words: String,
}

impl Text {
    /// Returns where it begins and ends.
    pub(super) fn ends(&self) -> (f64, f64) {
        let width = crate::render::wrap::width(&self.words) * self.size;
        let x = match self.anchor {
            Anchor::Start => self.x,
            Anchor::Middle => self.x - width / 2.0,
            Anchor::End => self.x - width,
        };
        (x, x + width)
    }

    /// Returns from where to where a line through or under it runs: not over what tells the change.
    pub(super) fn line(&self) -> (f64, f64) {
        let (from, to) = self.ends();
        let mark = match self.lead {
            Lead::Mark(bytes) => self.words.get(..bytes).unwrap_or_default(),
            _ => "",
        };
        (from + crate::render::wrap::width(mark) * self.size, to)
    }
}

/// A box and the text in it; boxes inside it follow it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Frame {
    pub(super) rect: Rect,
    pub(super) look: Look,
    pub(super) change: Option<Change>,
    pub(super) texts: Vec<Text>,
}

/// What passes along a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cargo {
    Data,
    Money,
}

/// A line with an arrow at its end, and at its beginning where the answer takes the same way.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Arrow {
    pub(super) points: Vec<(f64, f64)>,
    pub(super) both: bool,
    pub(super) cargo: Cargo,
    pub(super) change: Option<Change>,
}

/// The paper that a diagram fits on, on its side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paper {
    A4,
    A3,
}

impl Paper {
    /// Returns the name.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::A3 => "A3",
            Self::A4 => "A4",
        }
    }

    /// Returns width and height between the margins.
    pub(super) fn size(self) -> (f64, f64) {
        match self {
            Self::A3 => (1120.0, 750.0),
            Self::A4 => (772.0, 512.0),
        }
    }
}

/// A whole diagram, or one page of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Drawing {
    pub(super) paper: Paper,
    pub(super) width: f64,
    pub(super) height: f64,
    /// How high the parties' boxes are.
    pub(super) band: f64,
    /// Text outside any box: title, number, words on lines, notes, legend.
    pub(super) texts: Vec<Text>,
    /// The boxes; an outer box stands before those in it.
    pub(super) frames: Vec<Frame>,
    /// The lines; one drawn later passes over one drawn before.
    pub(super) arrows: Vec<Arrow>,
    /// Short arrows inside a box, from one system to another.
    pub(super) inner: Vec<Arrow>,
    /// Lines from a party to its boxes of measures, where these do not stand right under it.
    pub(super) ties: Vec<Vec<(f64, f64)>>,
    /// The tips of the triangles that show the parties of the contract.
    pub(super) signs: Vec<(f64, f64)>,
}

impl Drawing {
    pub(super) fn new(paper: Paper, width: f64) -> Self {
        Self {
            paper,
            width,
            height: 0.0,
            band: 0.0,
            texts: Vec::new(),
            frames: Vec::new(),
            arrows: Vec::new(),
            inner: Vec::new(),
            ties: Vec::new(),
            signs: Vec::new(),
        }
    }
}
