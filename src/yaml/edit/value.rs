//! Writing values of any shape at a place: on a line where they are short or the file does so, else as blocks.

use super::layout::{column, line_break, line_end, value_start};
use super::{Edit, push_item, quote, set_key, with_node};
use crate::source::{Sources, Span};
use crate::yaml::{Data, Node};

/// Longest item of a list, in characters, that is written on one line.
const LINE: usize = 110;

/// A value that is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A number, or a yes or no: as it is.
    Bare(String),
    /// Text; of several lines, it is written as a block where that can be.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// A map, in this order.
    Map(Vec<(String, Self)>),
}

impl Value {
    /// Returns the value on one line (flow style).
    #[must_use]
    pub fn flow(&self) -> String {
        match self {
            Self::Bare(text) => text.clone(),
            Self::Text(text) => quote::scalar(text),
            Self::List(items) => format!("[{}]", items.iter().map(Self::flow).collect::<Vec<_>>().join(", ")),
            Self::Map(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Map(entries) => {
                let entries: Vec<String> =
                    entries.iter().map(|(key, value)| format!("{key}: {}", value.flow())).collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// Returns whether a line can stand in a block scalar as it is.
    #[must_use]
    pub fn is_plain_line(line: &str) -> bool {
        !line.contains(quote::must_be_escaped)
    }

    fn fits_a_line(&self) -> bool {
        let holds_lines = |text: &String| text.contains('\n');
        let is_plain = match self {
            Self::Bare(_) => true,
            Self::Text(text) => !holds_lines(text),
            Self::List(items) => items.iter().all(|own| matches!(own, Self::Bare(_) | Self::Text(_))),
            Self::Map(entries) => entries.iter().all(|(_, own)| match own {
                Self::Bare(_) => true,
                Self::Text(text) => !holds_lines(text),
                Self::List(items) => items.iter().all(|own| matches!(own, Self::Bare(_) | Self::Text(_))),
                Self::Map(_) => false,
            }),
        };
        is_plain && self.flow().chars().count() <= LINE
    }

    /// Returns what stands behind the colon of a key in column `at`, with the space or line break before it.
    fn behind_colon(&self, at: usize, end: &str) -> String {
        match self {
            Self::Bare(_) => format!(" {}", self.flow()),
            Self::Text(text) => match literal(text, "|-", at + 2, end) {
                Some(block) => format!(" {block}"),
                None => format!(" {}", self.flow()),
            },
            Self::List(items) if !items.iter().all(|own| matches!(own, Self::Bare(_) | Self::Text(_))) => {
                let lead = " ".repeat(at + 2);
                let items = items.iter().map(|own| format!("{end}{lead}- {}", own.behind_dash(at + 2, end)));
                items.collect()
            }
            Self::List(_) => format!(" {}", self.flow()),
            Self::Map(_) if self.fits_a_line() => format!(" {}", self.flow()),
            Self::Map(entries) => {
                let lead = " ".repeat(at + 2);
                let entries = entries.iter();
                entries
                    .map(|(key, own)| format!("{end}{lead}{key}:{}", own.behind_colon(at + 2, end)))
                    .collect()
            }
        }
    }

    /// Returns what stands behind a dash in column `at`.
    fn behind_dash(&self, at: usize, end: &str) -> String {
        match self {
            Self::Map(entries) if !self.fits_a_line() && !entries.is_empty() => {
                let lead = format!("{end}{}", " ".repeat(at + 2));
                let entries = entries.iter();
                let lines: Vec<String> =
                    entries.map(|(key, own)| format!("{key}:{}", own.behind_colon(at + 2, end))).collect();
                lines.join(&lead)
            }
            _ => self.flow(),
        }
    }
}

/// Returns a text of several lines as a block scalar; `None` where only quotes keep it as it is.
fn literal(text: &str, head: &str, indent: usize, end: &str) -> Option<String> {
    let is_safe = text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with('\n')
        && text.split('\n').all(|line| line.trim_end() == line && !line.contains(quote::must_be_escaped));
    if !is_safe {
        return None;
    }
    let lead = " ".repeat(indent);
    let lines = text.split('\n').map(|line| match line {
        "" => end.to_owned(),
        line => format!("{end}{lead}{line}"),
    });
    Some(format!("{head}{}", lines.collect::<String>()))
}

/// Returns the header of a block scalar and its indentation, where a value is one that is kept line by line.
fn block_head(text: &str, from: usize, node: &Node<'_>) -> Option<(String, usize)> {
    let Data::Scalar { plain: false, .. } = node.data else { return None };
    let start = value_start(text, from, node);
    let head = text.get(start..line_end(text, start))?.trim_end();
    let is_literal = head.starts_with('|') && head.chars().skip(1).all(|c| matches!(c, '+' | '-'));
    is_literal.then(|| (head.to_owned(), column(text, node.span.start())))
}

/// Sets `key` of the map at `map`: on a line where the map stands on one, else as the value needs. What a block
/// scalar held goes back into a block of the same kind.
#[must_use]
pub fn put_key(sources: &Sources, map: Span, key: &str, value: &Value) -> Option<Edit> {
    let written = with_node(sources, map, |node, text| {
        let Data::Map { entries, flow } = &node.data else { return None };
        let (false, Some(first)) = (*flow, entries.first()) else { return Some(value.flow()) };
        let (at, end) = (column(text, first.key_span.start()), line_break(text));
        let Some(entry) = entries.iter().find(|entry| entry.key == key) else {
            return Some(value.behind_colon(at, end));
        };
        let old = block_head(text, entry.key_span.end(), &entry.value);
        if let (Value::Text(own), Some((head, indent))) = (value, &old) {
            return Some(literal(own, head, *indent, end).unwrap_or_else(|| value.flow()));
        }
        // A comment behind the value would end up inside a block.
        let stop = entry.value.span.end();
        let is_last = text.get(stop..line_end(text, stop)).is_some_and(|rest| rest.trim().is_empty());
        Some(if is_last { value.behind_colon(at, end) } else { value.flow() })
    })?;
    let written = written.strip_prefix(' ').unwrap_or(&written);
    let mut edit = set_key(sources, map, key, written)?;
    for end in ["\r\n", "\n"] {
        edit.replacement = edit.replacement.replacen(&format!(": {end}"), &format!(":{end}"), 1);
        if edit.replacement.starts_with(&format!(" {end}")) {
            edit.replacement.remove(0);
        }
    }
    Some(edit)
}

/// Adds an item to the end of the list at `list`.
#[must_use]
pub fn put_item(sources: &Sources, list: Span, item: &Value) -> Option<Edit> {
    let written = with_node(sources, list, |node, text| {
        let Data::List { flow, .. } = &node.data else { return None };
        let at = column(text, node.span.start());
        Some(if *flow { item.flow() } else { item.behind_dash(at, line_break(text)) })
    })?;
    push_item(sources, list, &written)
}
