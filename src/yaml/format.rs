//! The canonical layout of a file: two spaces a level, no white space at the ends of lines, one empty line at
//! most. Nothing but white space changes, and what is read stays the same; both are checked before the result is
//! given out.

use super::edit::layout::{begins_line, dashes};
use super::{Data, Node, parse};
use crate::diagnostic::Diagnostic;
use crate::source::SourceId;
use crate::text;

/// Spaces a level.
const STEP: usize = 2;

/// Returns a text in the canonical layout, with the line ends it has.
///
/// # Errors
///
/// The problems of a text that cannot be read; a problem where the layout cannot be changed without changing what
/// is read.
pub fn format(source: SourceId, text: &str) -> Result<String, Vec<Diagnostic>> {
    let windows = text.contains("\r\n");
    let unix = text.replace("\r\n", "\n");
    let Ok(tree) = parse(source, &unix) else {
        // The places must be those of the file as it is.
        return Err(parse(source, text).err().unwrap_or_default());
    };
    let mut layout = Layout::new(&unix);
    layout.node(&tree, 0, true);
    let laid_out = layout.written();
    let is_same = || {
        let words = |text: &str| text.split_whitespace().collect::<String>();
        words(&unix) == words(&laid_out)
            && parse(source, &laid_out).is_ok_and(|again| means_the_same(&tree, &again))
    };
    if !is_same() {
        return Err(vec![
            Diagnostic::error(
                "cannot-format",
                tree.span,
                text!(
                    "内容を変えずに字下げを揃えることができません",
                    "the layout cannot be changed without changing what is read"
                ),
            )
            .help(text!("このファイルは手で直してください", "lay this file out by hand")),
        ]);
    }
    Ok(if windows { laid_out.replace('\n', "\r\n") } else { laid_out })
}

/// Returns whether two trees hold the same keys and values in the same shape.
fn means_the_same(one: &Node<'_>, other: &Node<'_>) -> bool {
    match (&one.data, &other.data) {
        (Data::List { items: one, flow: a }, Data::List { items: other, flow: b }) => {
            a == b && one.len() == other.len() && one.iter().zip(other).all(|(a, b)| means_the_same(a, b))
        }
        (Data::Map { entries: one, flow: a }, Data::Map { entries: other, flow: b }) => {
            let same = |(a, b): (&super::MapEntry<'_>, &super::MapEntry<'_>)| {
                a.key == b.key && means_the_same(&a.value, &b.value)
            };
            a == b && one.len() == other.len() && one.iter().zip(other).all(same)
        }
        (Data::Null, Data::Null) => true,
        (Data::Scalar { text: one, plain: a }, Data::Scalar { text: other, plain: b }) => {
            a == b && one == other
        }
        _ => false,
    }
}

/// What is known of a line.
#[derive(Clone, Copy, Debug, Default)]
struct Line {
    /// The column that its first key or dash is to stand in.
    column: Option<usize>,
    /// True inside a text or a bracket that began on a line above: its own spaces may be part of the text.
    inside: bool,
    /// True inside a text: an empty line is part of it.
    is_text: bool,
}

struct Layout<'a> {
    text: &'a str,
    /// The byte at which each line begins.
    starts: Vec<usize>,
    lines: Vec<Line>,
    /// Bytes of white space after a dash, to become one space.
    gaps: Vec<(usize, usize)>,
}

impl<'a> Layout<'a> {
    fn new(text: &'a str) -> Self {
        let starts: Vec<usize> =
            std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let lines = vec![Line::default(); starts.len()];
        Self { text, starts, lines, gaps: Vec::new() }
    }

    /// Returns the line that a byte stands in.
    fn line(&self, at: usize) -> usize {
        self.starts.partition_point(|start| *start <= at).saturating_sub(1)
    }

    fn stands_at(&mut self, at: usize, column: usize) {
        let line = self.line(at);
        if begins_line(self.text, at)
            && let Some(line) = self.lines.get_mut(line)
        {
            line.column = Some(column);
        }
    }

    /// Notes where a value is to stand: `column` is that of its keys or dashes.
    fn node(&mut self, node: &Node<'_>, column: usize, is_root: bool) {
        match &node.data {
            Data::Map { entries, flow: false } => {
                for entry in entries {
                    self.stands_at(entry.key_span.start(), column);
                    // A text in a block may be written under its key with any lead; it moves as its key does.
                    self.node(&entry.value, column + STEP, false);
                }
            }
            Data::List { items, flow: false } => {
                let column = if is_root { 0 } else { column };
                let dashes = dashes(self.text, node.span.start(), items);
                for (dash, item) in dashes.into_iter().zip(items) {
                    self.stands_at(dash, column);
                    let gap = self.text.get(dash + 1..item.span.start());
                    if gap.is_some_and(|gap| !gap.is_empty() && gap.bytes().all(|byte| byte == b' ')) {
                        self.gaps.push((dash + 1, item.span.start()));
                    }
                    self.node(item, column + STEP, false);
                }
            }
            data => {
                let is_text = matches!(data, Data::Scalar { .. });
                let is_block = is_text && begins_line(self.text, node.span.start());
                let (first, last) = (self.line(node.span.start()), self.line(node.span.end()));
                let from = if is_block { first } else { first + 1 };
                for line in self.lines.iter_mut().take(last + 1).skip(from) {
                    line.inside = true;
                    line.is_text = is_text;
                }
            }
        }
    }

    /// Returns the text as laid out.
    fn written(&self) -> String {
        let columns = self.columns();
        let mut out = String::with_capacity(self.text.len());
        let mut empty = true;
        for (index, (start, line)) in self.starts.iter().zip(&self.lines).enumerate() {
            let end = self.starts.get(index + 1).map_or(self.text.len(), |next| next - 1);
            let own = self.text.get(*start..end).unwrap_or_default();
            let words = own.trim_start_matches(' ');
            if words.trim().is_empty() {
                if line.is_text || !empty {
                    out.push('\n');
                }
                empty = !line.is_text;
                continue;
            }
            let column = columns.get(index).copied().unwrap_or_default();
            out.extend(std::iter::repeat_n(' ', column));
            let from = start + own.len() - words.len();
            out.push_str(
                &self.without_gaps(from, if line.is_text { end } else { start + own.trim_end().len() }),
            );
            out.push('\n');
            empty = false;
        }
        out.truncate(out.trim_end_matches('\n').len());
        out.push('\n');
        out
    }

    /// Returns a part of a line with one space after each dash.
    fn without_gaps(&self, from: usize, to: usize) -> String {
        let mut out = String::new();
        let mut at = from;
        for (start, end) in self.gaps.iter().filter(|(start, end)| *start >= from && *end <= to) {
            out.push_str(self.text.get(at..*start).unwrap_or_default());
            out.push(' ');
            at = *end;
        }
        out + self.text.get(at..to).unwrap_or_default()
    }

    /// Returns the column of each line: that of its key or dash; else it moves as its neighbour does.
    fn columns(&self) -> Vec<usize> {
        let old: Vec<usize> = self
            .starts
            .iter()
            .map(|start| self.text.get(*start..).unwrap_or_default())
            .map(|rest| rest.len() - rest.trim_start_matches(' ').len())
            .collect();
        let moved = |line: usize, by: usize| -> usize {
            let at = |line: usize| old.get(line).copied().unwrap_or_default();
            let to = self.lines.get(by).and_then(|line| line.column).unwrap_or_else(|| at(by));
            (at(line) + to).saturating_sub(at(by))
        };
        let known = |line: &usize| self.lines.get(*line).is_some_and(|line| line.column.is_some());
        (0..self.lines.len())
            .map(|line| {
                let Some(own) = self.lines.get(line) else { return 0 };
                if let Some(column) = own.column {
                    return column;
                }
                let before = (0..line).rev().find(known);
                let after = (line + 1..self.lines.len()).find(known);
                let same = |other: &usize| old.get(*other) == old.get(line);
                // A comment belongs to what it stands level with: the next thing, else the last one that is not
                // beyond what encloses them both.
                let level =
                    (0..line).rev().filter(known).take_while(|other| old.get(*other) >= old.get(line));
                let neighbour = match (own.inside, after.filter(same), level.into_iter().find(same)) {
                    (true, ..) => before,
                    (false, Some(after), _) => Some(after),
                    (false, None, Some(before)) => Some(before),
                    (false, None, None) => after.or(before),
                };
                neighbour.map_or_else(|| old.get(line).copied().unwrap_or_default(), |by| moved(line, by))
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn laid_out(text: &str) -> String {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text.to_owned());
        let once = format(id, text).unwrap();
        assert_eq!(format(id, &once).unwrap(), once, "twice is once");
        once
    }

    #[test]
    fn levels_are_two_spaces_and_comments_move_with_what_they_speak_of() {
        let text = "# 全体\n\n\n\na:   1 # 一  \nroles:\n# 役割\n-   id: x\n    name: い\n    # 提供者\n    providers:\n        - { id: y,\n            brand: z }\nmap:\n      k:\n         - 一\n         -  二\n      # 終わり\n\n\n";
        let wanted = "# 全体\n\na:   1 # 一\nroles:\n  # 役割\n  - id: x\n    name: い\n    # 提供者\n    providers:\n      - { id: y,\n          brand: z }\nmap:\n  k:\n    - 一\n    - 二\n  # 終わり\n";
        assert_eq!(laid_out(text), wanted);
        assert_eq!(laid_out(&text.replace('\n', "\r\n")), wanted.replace('\n', "\r\n"));
    }

    #[test]
    fn texts_keep_their_lines_and_spaces() {
        let text = "a:\n    b: |-\n        一  \n\n\n          二\n    c: >\n      三\n    d: \"四\n      五\"\n    e: 六\n      七\n";
        let wanted =
            "a:\n  b: |-\n      一  \n\n\n        二\n  c: >\n    三\n  d: \"四\n    五\"\n  e: 六\n    七\n";
        assert_eq!(laid_out(text), wanted);
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", "a: [".to_owned());
        assert!(format(id, "a: [").is_err());
    }

    #[test]
    fn the_files_of_the_workspace_are_laid_out() {
        for entry in walkdir::WalkDir::new(std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("policies"))
        {
            let path = entry.unwrap().into_path();
            if path.extension().is_some_and(|own| own == "yaml") {
                let text = std::fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
                assert_eq!(laid_out(&text), text, "{}", path.display());
            }
        }
    }
}
