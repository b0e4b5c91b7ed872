//! Editing a YAML text at a place, leaving every other byte (comments, order, line ends) as it was.
//!
//! Used to plant a mistake (`check --prove`), to run the examples of the rules' pages, and wherever an answer
//! goes back into a clerk's file.

pub(super) mod layout;
mod quote;
mod value;

pub use quote::{flow, scalar};
pub use value::{Value, put_item, put_key};

use super::{Data, MapEntry, Node, parse};
use crate::source::{SourceId, Sources, Span};
use layout::{
    after_colon, begins_line, column, dashes, is_unwritten, line_break, line_end, line_start, next_line,
    value_start,
};

/// Bytes to take out and what to put in their stead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What stands there afterwards.
    pub replacement: String,
}

impl Edit {
    /// Replaces the bytes at `span`.
    #[must_use]
    pub fn new(span: Span, replacement: impl Into<String>) -> Self {
        Self { span, replacement: replacement.into() }
    }
}

/// Returns the text of `source` after `edits`, which must not overlap; those of other texts are passed over.
#[must_use]
pub fn apply(sources: &Sources, source: SourceId, edits: &[Edit]) -> Option<String> {
    let text = sources.get(source)?.text();
    let mut here: Vec<&Edit> = edits.iter().filter(|edit| edit.span.source() == source).collect();
    here.sort_by_key(|edit| (edit.span.start(), edit.span.end()));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in here {
        out.push_str(text.get(at..edit.span.start())?);
        out.push_str(&edit.replacement);
        at = edit.span.end();
    }
    out.push_str(text.get(at..)?);
    Some(out)
}

/// Returns where `span` lies after `edits`.
#[must_use]
pub fn moved(span: Span, edits: &[Edit]) -> Span {
    let shift = |byte: usize, at_end: bool| {
        let mut byte_after = i64::try_from(byte).unwrap_or(i64::MAX);
        for edit in edits.iter().filter(|edit| edit.span.source() == span.source()) {
            let before = if at_end {
                edit.span.end() <= byte
            } else {
                edit.span.end() <= byte && edit.span.start() < byte
            };
            if before {
                let grown = i64::try_from(edit.replacement.len()).unwrap_or(0);
                let gone = i64::try_from(edit.span.end() - edit.span.start()).unwrap_or(0);
                byte_after += grown - gone;
            }
        }
        usize::try_from(byte_after).unwrap_or(0)
    };
    Span::new(span.source(), shift(span.start(), false), shift(span.end(), true))
}

/// Replaces the value at `span` by a scalar. In the place of a block scalar (`|`) only a text will do that needs
/// no quotes; [`set_scalar`] has no such limit.
#[must_use]
pub fn replace_scalar(span: Span, text: &str) -> Edit {
    Edit::new(span, scalar(text))
}

/// Replaces the scalar at `span`, written in whatever style, by `text`.
#[must_use]
pub fn set_scalar(sources: &Sources, span: Span, text: &str) -> Option<Edit> {
    let whole = sources.get(span.source())?.text();
    let root = parse(span.source(), whole).ok()?;
    let (from, node) = find_value(&root, 0, span, whole)?;
    let Data::Scalar { .. } = node.data else { return None };
    let start = value_start(whole, from, node);
    Some(Edit::new(Span::new(span.source(), start, span.end()), scalar(text)))
}

/// Sets `key` of the map at `map` to `value` (YAML on one line, flow style): replaces the entry or adds one.
#[must_use]
pub fn set_key(sources: &Sources, map: Span, key: &str, value: &str) -> Option<Edit> {
    with_node(sources, map, |node, text| {
        let Data::Map { entries, flow } = &node.data else { return None };
        let insert = |at: usize, text: String| Some(Edit::new(Span::new(map.source(), at, at), text));
        if let Some(entry) = entries.iter().find(|entry| entry.key == key) {
            return Some(set_value(map, text, entry, value));
        }
        let Some(last) = entries.last() else { return insert(map.start() + 1, format!(" {key}: {value} ")) };
        let end = last.span().end();
        if *flow {
            return insert(end, format!(", {key}: {value}"));
        }
        let indent = " ".repeat(column(text, entries.first()?.key_span.start()));
        insert(line_end(text, end), format!("{}{indent}{key}: {value}", line_break(text)))
    })
}

/// Replaces the value of an entry.
fn set_value(map: Span, text: &str, entry: &MapEntry<'_>, value: &str) -> Edit {
    let key_end = entry.key_span.end();
    let Some(colon) = after_colon(text, entry) else {
        return Edit::new(Span::new(map.source(), key_end, key_end), format!(": {value}"));
    };
    if is_unwritten(&entry.value) {
        return Edit::new(Span::new(map.source(), colon, colon), format!(" {value}"));
    }
    let start = value_start(text, colon, &entry.value);
    // What stands on a later line may stay there (and the comments before it) only if it is indented.
    let is_below = text.get(colon..start).is_some_and(|between| between.contains('\n'));
    if is_below && column(text, start) <= column(text, entry.key_span.start()) {
        return Edit::new(Span::new(map.source(), colon, entry.value.span.end()), format!(" {value}"));
    }
    Edit::new(Span::new(map.source(), start, entry.value.span.end()), value)
}

/// Takes `key` out of the map at `map`.
#[must_use]
pub fn remove_key(sources: &Sources, map: Span, key: &str) -> Option<Edit> {
    with_node(sources, map, |node, text| {
        let Data::Map { entries, flow } = &node.data else { return None };
        let index = entries.iter().position(|entry| entry.key == key)?;
        let parts: Vec<(usize, usize)> =
            entries.iter().map(|entry| (entry.key_span.start(), entry.span().end())).collect();
        remove_at(map, text, &parts, index, *flow, "{}")
    })
}

/// Adds `item` (YAML on one line, flow style) to the end of the list at `list`.
#[must_use]
pub fn push_item(sources: &Sources, list: Span, item: &str) -> Option<Edit> {
    with_node(sources, list, |node, text| {
        let Data::List { items, flow } = &node.data else { return None };
        if *flow {
            let end = items.last().map_or(node.span.end() - 1, |item| item.span.end());
            let comma = if items.is_empty() { "" } else { ", " };
            return Some(Edit::new(Span::new(list.source(), end, end), format!("{comma}{item}")));
        }
        let indent = " ".repeat(column(text, node.span.start()));
        let end = line_end(text, node.span.end());
        let added = format!("{}{indent}- {item}", line_break(text));
        Some(Edit::new(Span::new(list.source(), end, end), added))
    })
}

/// Adds `item` (YAML on one line, flow style) to the list under `key` of the map at `map`, or makes that list.
#[must_use]
pub fn push_to_key(sources: &Sources, map: Span, key: &str, item: &str) -> Option<Edit> {
    match list_under(sources, map, key) {
        Some(list) => push_item(sources, list, item),
        None => set_key(sources, map, key, &format!("[{item}]")),
    }
}

/// Returns the place of the list under `key` of the map at `map`.
#[must_use]
pub fn list_under(sources: &Sources, map: Span, key: &str) -> Option<Span> {
    with_node(sources, map, |node, _| {
        node.get(key).filter(|value| matches!(value.data, Data::List { .. })).map(|value| value.span)
    })
}

/// Takes the item at `item` out of the list at `list`.
#[must_use]
pub fn remove_item(sources: &Sources, list: Span, item: Span) -> Option<Edit> {
    with_node(sources, list, |node, text| {
        let Data::List { items, flow } = &node.data else { return None };
        let index = items.iter().position(|node| node.span == item)?;
        let starts = if *flow {
            items.iter().map(|item| item.span.start()).collect()
        } else {
            dashes(text, node.span.start(), items)
        };
        let parts: Vec<(usize, usize)> =
            starts.into_iter().zip(items.iter().map(|item| item.span.end())).collect();
        remove_at(list, text, &parts, index, *flow, "[]")
    })
}

/// Exchanges the texts of two places that do not overlap.
#[must_use]
pub fn swap(sources: &Sources, one: Span, other: Span) -> [Edit; 2] {
    [Edit::new(one, sources.slice(other)), Edit::new(other, sources.slice(one))]
}

/// Runs `action` on the collection whose place is exactly `span`.
fn with_node<T>(
    sources: &Sources,
    span: Span,
    action: impl FnOnce(&Node<'_>, &str) -> Option<T>,
) -> Option<T> {
    let text = sources.get(span.source())?.text();
    let root = parse(span.source(), text).ok()?;
    action(find(&root, span)?, text)
}

fn find<'n, 'a>(node: &'n Node<'a>, span: Span) -> Option<&'n Node<'a>> {
    if node.span == span {
        return Some(node);
    }
    match &node.data {
        Data::List { items, .. } => items.iter().find_map(|item| find(item, span)),
        Data::Map { entries, .. } => entries.iter().find_map(|entry| find(&entry.value, span)),
        Data::Null | Data::Scalar { .. } => None,
    }
}

/// Returns the value at `span`, and the byte after the colon or dash before it.
fn find_value<'n, 'a>(
    node: &'n Node<'a>,
    from: usize,
    span: Span,
    text: &str,
) -> Option<(usize, &'n Node<'a>)> {
    if node.span == span {
        return Some((from, node));
    }
    match &node.data {
        Data::List { items, flow } => {
            let starts = if *flow { Vec::new() } else { dashes(text, node.span.start(), items) };
            items.iter().enumerate().find_map(|(index, item)| {
                let from = starts.get(index).map_or(item.span.start(), |dash| dash + 1);
                find_value(item, from, span, text)
            })
        }
        Data::Map { entries, .. } => entries.iter().find_map(|entry| {
            let from = after_colon(text, entry).unwrap_or(entry.key_span.end());
            find_value(&entry.value, from, span, text)
        }),
        Data::Null | Data::Scalar { .. } => None,
    }
}

/// Takes one part (from its key or dash to its end) out of a collection.
fn remove_at(
    whole: Span,
    text: &str,
    parts: &[(usize, usize)],
    index: usize,
    flow: bool,
    empty: &str,
) -> Option<Edit> {
    let (start, end) = *parts.get(index)?;
    let before = index.checked_sub(1).and_then(|before| parts.get(before));
    let next = parts.get(index + 1);
    let edit =
        |start: usize, end: usize, text: &str| Some(Edit::new(Span::new(whole.source(), start, end), text));
    match (flow, before, next) {
        (true, Some((_, before)), _) => edit(*before, end, ""),
        (true, None, Some((next, _))) => edit(start, *next, ""),
        // A comma may follow the only one.
        (true, None, None) => edit(start, whole.end() - 1, ""),
        (false, ..) if begins_line(text, start) => edit(line_start(text, start), next_line(text, end), ""),
        // What shares its line with the dash of the list around it goes alone.
        (false, _, Some((next, _))) => edit(start, *next, ""),
        (false, _, None) => edit(start, end, empty),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(text: &str) -> (Sources, SourceId) {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        (sources, id)
    }

    /// Edits the node that `pick` finds in `text` and returns the whole text afterwards.
    fn edited(
        text: &str,
        pick: impl Fn(&Node<'_>) -> Span,
        edit: impl Fn(&Sources, Span) -> Option<Edit>,
    ) -> String {
        let (sources, id) = sources(text);
        let root = parse(id, text).unwrap();
        let edit = edit(&sources, pick(&root)).unwrap();
        apply(&sources, id, &[edit]).unwrap()
    }

    #[test]
    fn keys_are_set_added_and_taken_out_in_both_styles() {
        let root = |node: &Node<'_>| node.span;
        let text = "# 注\na: 1\nb: 2 # 後\n";
        assert_eq!(edited(text, root, |s, m| set_key(s, m, "a", "9")), "# 注\na: 9\nb: 2 # 後\n");
        assert_eq!(edited(text, root, |s, m| set_key(s, m, "c", "3")), "# 注\na: 1\nb: 2 # 後\nc: 3\n");
        assert_eq!(edited(text, root, |s, m| remove_key(s, m, "a")), "# 注\nb: 2 # 後\n");
        let text = "m: { a: 1, b: 2 }\n";
        let inner = |node: &Node<'_>| node.get("m").unwrap().span;
        assert_eq!(edited(text, inner, |s, m| set_key(s, m, "c", "3")), "m: { a: 1, b: 2, c: 3 }\n");
        assert_eq!(edited(text, inner, |s, m| remove_key(s, m, "a")), "m: { b: 2 }\n");
        assert_eq!(edited(text, inner, |s, m| remove_key(s, m, "b")), "m: { a: 1 }\n");
    }

    #[test]
    fn the_first_key_after_a_dash_goes_alone() {
        let text = "l:\n  - a: 1\n    b: 2\n  - a: 3\n";
        let item = |node: &Node<'_>| match &node.get("l").unwrap().data {
            Data::List { items, .. } => items[0].span,
            _ => unreachable!(),
        };
        assert_eq!(edited(text, item, |s, m| remove_key(s, m, "a")), "l:\n  - b: 2\n  - a: 3\n");
        assert_eq!(edited(text, item, |s, m| remove_key(s, m, "b")), "l:\n  - a: 1\n  - a: 3\n");
    }

    #[test]
    fn items_are_added_and_taken_out() {
        let list = |node: &Node<'_>| node.get("l").unwrap().span;
        let text = "l:\n  - あ\n  - い\nm: 1\n";
        assert_eq!(edited(text, list, |s, l| push_item(s, l, "う")), "l:\n  - あ\n  - い\n  - う\nm: 1\n");
        assert_eq!(edited("l: [あ]\n", list, |s, l| push_item(s, l, "い")), "l: [あ, い]\n");
        assert_eq!(edited("l: []\n", list, |s, l| push_item(s, l, "い")), "l: [い]\n");
        let (sources, id) = sources(text);
        let root = parse(id, text).unwrap();
        let whole = root.get("l").unwrap();
        let Data::List { items, .. } = &whole.data else { unreachable!() };
        let edit = remove_item(&sources, whole.span, items[0].span).unwrap();
        assert_eq!(apply(&sources, id, &[edit]).unwrap(), "l:\n  - い\nm: 1\n");
    }

    #[test]
    fn a_list_under_a_key_grows_or_is_made() {
        let root = |node: &Node<'_>| node.span;
        let push = |s: &Sources, m: Span| push_to_key(s, m, "l", "い");
        assert_eq!(edited("a: 1\nl:\n  - あ\n", root, push), "a: 1\nl:\n  - あ\n  - い\n");
        assert_eq!(edited("l: [あ]\n", root, push), "l: [あ, い]\n");
        assert_eq!(edited("a: 1\n", root, push), "a: 1\nl: [い]\n");
    }

    #[test]
    fn places_move_with_the_text() {
        let (_, id) = sources("abcdef");
        let edits = [Edit::new(Span::new(id, 1, 2), "XYZ")];
        assert_eq!(moved(Span::new(id, 3, 4), &edits), Span::new(id, 5, 6));
        assert_eq!(moved(Span::new(id, 1, 2), &edits), Span::new(id, 1, 4));
        assert_eq!(moved(Span::new(id, 0, 1), &edits), Span::new(id, 0, 1));
    }

    #[test]
    fn a_scalar_that_yaml_would_misread_is_quoted() {
        for text in ["a: b", "- x", "", " x", "[x", "null", "a\nb", "\"", "~", "#x", "x #y"] {
            let yaml = format!("k: {}\n", scalar(text));
            let (_, id) = sources("");
            let root = parse(id, &yaml).unwrap();
            let Data::Scalar { text: read, .. } = &root.get("k").unwrap().data else { panic!("{yaml}") };
            assert_eq!(read, text);
        }
        assert_eq!(scalar("収納日付"), "収納日付");
    }
}
