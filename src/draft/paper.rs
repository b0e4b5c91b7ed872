//! A paper as a person sees it: lines and tables in their order, each with its place.

/// Words in one look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// The words.
    pub text: String,
    /// Whether they are underlined.
    pub underlined: bool,
}

/// A paragraph.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Its words.
    pub runs: Vec<Run>,
    /// Where it stands: 段落１２, 表３の４行２列.
    pub at: String,
}

impl Line {
    /// Returns its text.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// A cell of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// What stands in it; tables in it are line by line.
    pub lines: Vec<Line>,
    /// Over how many columns it goes.
    pub columns: usize,
    /// Whether it belongs to the cell above it.
    pub goes_on: bool,
}

impl Cell {
    /// Returns its text, a line a paragraph.
    #[must_use]
    pub fn text(&self) -> String {
        let lines: Vec<String> = self.lines.iter().map(Line::text).collect();
        lines.join("\n")
    }
}

/// A row of a table.
pub type TableRow = Vec<Cell>;

/// Something on a paper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A paragraph.
    Line(Line),
    /// A table.
    Table(Vec<TableRow>),
}

/// A paper.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paper {
    /// What is on it, in order.
    pub blocks: Vec<Block>,
}

impl Paper {
    /// Returns every line, those of tables too.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.blocks.iter().flat_map(|block| -> Box<dyn Iterator<Item = &Line>> {
            match block {
                Block::Line(line) => Box::new(std::iter::once(line)),
                Block::Table(rows) => Box::new(rows.iter().flatten().flat_map(|cell| &cell.lines)),
            }
        })
    }
}
