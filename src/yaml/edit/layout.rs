//! Where in a text the parts of a collection begin and end, beyond their values: lines, dashes, colons.

use crate::yaml::build::next_dash;
use crate::yaml::{Data, MapEntry, Node};

pub(super) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1)
}

pub(super) fn line_end(text: &str, at: usize) -> usize {
    let end = text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n);
    if end > at && text.as_bytes().get(end - 1) == Some(&b'\r') { end - 1 } else { end }
}

/// Returns where the line after that of `at` begins; the end of the text where there is none.
pub(super) fn next_line(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |n| at + n + 1)
}

pub(super) fn column(text: &str, at: usize) -> usize {
    text.get(line_start(text, at)..at).map_or(0, |lead| lead.chars().count())
}

/// Returns how the text ends its lines.
pub(super) fn line_break(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Returns whether nothing but white space stands before `at` on its line.
pub(in crate::yaml) fn begins_line(text: &str, at: usize) -> bool {
    text.get(line_start(text, at)..at).is_some_and(|lead| lead.trim().is_empty())
}

/// Returns the byte after the colon of an entry; `None` for `{ a, b }`, whose keys have none.
pub(super) fn after_colon(text: &str, entry: &MapEntry<'_>) -> Option<usize> {
    let end = entry.key_span.end();
    let rest = text.get(end..)?;
    let space = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    rest.get(space..)?.starts_with(':').then_some(end + space + 1)
}

/// Returns whether a value is nothing at all, not even `~`.
pub(super) fn is_unwritten(node: &Node<'_>) -> bool {
    matches!(node.data, Data::Null) && node.span.start() == node.span.end()
}

/// Returns where a value begins that stands after `from`: for a block scalar at its `|` or `>`, elsewhere at itself.
pub(super) fn value_start(text: &str, from: usize, node: &Node<'_>) -> usize {
    let start = node.span.start();
    let Data::Scalar { plain: false, .. } = node.data else { return start };
    let mut at = from;
    for line in text.get(from..start).unwrap_or("").split_inclusive('\n') {
        let mark = line.trim_start();
        if mark.starts_with(['|', '>']) {
            return at + line.len() - mark.len();
        }
        if !mark.is_empty() && !mark.starts_with('#') {
            return start;
        }
        at += line.len();
    }
    start
}

/// Returns where the dash of each item of a block list stands.
pub(in crate::yaml) fn dashes(text: &str, list: usize, items: &[Node<'_>]) -> Vec<usize> {
    let mut dashes = Vec::with_capacity(items.len());
    let mut from = list;
    for (index, item) in items.iter().enumerate() {
        let dash = if index == 0 { Some(list) } else { next_dash(text, from, item.span.start()) };
        dashes.push(dash.unwrap_or(item.span.start()));
        from = item.span.end();
    }
    dashes
}
