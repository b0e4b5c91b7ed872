//! One change of a file: which bytes go, and which come.

use super::alone;
use crate::source::{SourceId, Sources, Span};
use crate::workspace::fields::{Field, Input, Value};
use crate::yaml::core::{self, Plain};
use crate::yaml::edit::{self, Edit};
use crate::yaml::{self, Data, Node};
use std::path::Path;

/// What is done at a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A text, number, day or word stands there; nothing, where it is empty.
    Set(String, String),
    /// These texts or words stand there; nothing, where there are none.
    SetAll(String, Vec<String>),
    /// The list there has a further record: its keys with what stands under them.
    Add(String, Vec<(String, Vec<String>)>),
    /// What stands there is gone.
    Remove(String),
}

impl Change {
    /// Returns the place of the value.
    #[must_use]
    pub fn place(&self) -> &str {
        match self {
            Self::Set(place, _) | Self::SetAll(place, _) | Self::Add(place, _) | Self::Remove(place) => place,
        }
    }

    /// Returns the text afterwards; `None` where there is no such place.
    pub(super) fn apply(&self, sources: &Sources, id: SourceId, root: &Field) -> Option<String> {
        match self {
            Self::Set(place, text) if text.is_empty() => removed(sources, id, place),
            Self::Set(place, text) => set(sources, id, root, place, text),
            Self::SetAll(place, texts) if texts.is_empty() => removed(sources, id, place),
            Self::SetAll(place, texts) => set_all(sources, id, root, place, texts),
            Self::Add(place, entry) => add(sources, id, root, place, entry),
            Self::Remove(place) => {
                step(&yaml::read(id, sources.get(id)?.text()).tree?, place)?;
                removed(sources, id, place)
            }
        }
    }
}

fn text_of(sources: &Sources, id: SourceId) -> Option<String> {
    Some(sources.get(id)?.text().to_string())
}

/// Returns a value as YAML: a number or a yes or no as such where the field is one, else a text.
fn written(input: Input, text: &str) -> String {
    let is_number = matches!(input, Input::Number | Input::YesNo) && core::plain(text) != Plain::Text;
    if is_number { text.to_owned() } else { edit::scalar(text) }
}

/// Returns the values on the way to a place, from the root: as far as they are there.
fn way<'n, 'a>(root: &'n Node<'a>, place: &str) -> Vec<&'n Node<'a>> {
    let mut way = vec![root];
    let mut node = root;
    for part in place.split('/') {
        match below(node, part) {
            Some(next) => node = next,
            None => break,
        }
        way.push(node);
    }
    way
}

fn below<'n, 'a>(node: &'n Node<'a>, part: &str) -> Option<&'n Node<'a>> {
    match &node.data {
        Data::Map { entries, .. } => entries.iter().find(|entry| entry.key == part).map(|entry| &entry.value),
        Data::List { items, .. } => {
            let names = crate::model::paths::item_names(items);
            let index = names
                .iter()
                .enumerate()
                .position(|(index, name)| crate::workspace::fields::part(*name, index) == part)?;
            items.get(index)
        }
        Data::Null | Data::Scalar { .. } => None,
    }
}

fn step<'n, 'a>(root: &'n Node<'a>, place: &str) -> Option<&'n Node<'a>> {
    let way = way(root, place);
    if way.len() == place.split('/').count() + 1 { way.last().copied() } else { None }
}

/// Sets one value; what leads to it is made where it is not there.
fn set(sources: &Sources, id: SourceId, root: &Field, place: &str, text: &str) -> Option<String> {
    let input = root.find(place).map_or(Input::Line, |field| match &field.value {
        Value::One { input, .. } | Value::Several { input, .. } => *input,
        Value::Record { .. } | Value::List { .. } | Value::Raw { .. } => Input::Line,
    });
    let whole = text_of(sources, id)?;
    let tree = yaml::read(id, &whole).tree?;
    let flow = written(input, text);
    let parts: Vec<&str> = place.split('/').collect();
    // A text of several lines stands as such, where that can be; else in quotes.
    let candidates = block(&tree, &whole, &parts, text).into_iter().chain([flow]);
    for value in candidates {
        let Some(edit) = set_value(sources, &tree, &parts, &value) else { continue };
        let Some(after) = edit::apply(sources, id, &[edit]) else { continue };
        let (after_sources, after_id) = alone(Path::new(""), &after);
        let reads = yaml::read(after_id, after_sources.get(after_id)?.text()).tree.is_some_and(|tree| {
            let is_text =
                |node: &&Node<'_>| matches!(&node.data, Data::Scalar { text: own, .. } if own == text);
            step(&tree, place).as_ref().is_some_and(is_text) || named_anew(&parts)
        });
        if reads {
            return Some(after);
        }
    }
    None
}

/// Returns whether a value is what its own place is named by, so that it is found elsewhere afterwards.
fn named_anew(parts: &[&str]) -> bool {
    parts.last().is_some_and(|last| crate::model::paths::is_name(last))
}

fn set_value(sources: &Sources, root: &Node<'_>, parts: &[&str], value: &str) -> Option<Edit> {
    let place = parts.join("/");
    let way = way(root, &place);
    let (known, missing) = parts.split_at(way.len() - 1);
    let node = way.last()?;
    match missing {
        // It is there: a value of a map, or an item of a list.
        [] => {
            let (last, _) = known.split_last()?;
            let above = way.get(way.len().checked_sub(2)?)?;
            match above.data {
                Data::Map { .. } => edit::set_key(sources, above.span, last, value),
                _ => Some(Edit::new(node.span, value)),
            }
        }
        [key, rest @ ..] => {
            // Items of lists are added, not made on the way.
            if rest.iter().any(|part| part.starts_with('@')) || key.starts_with('@') {
                return None;
            }
            let value =
                rest.iter().rev().fold(value.to_owned(), |value, key| format!("{{ {key}: {value} }}"));
            match node.data {
                Data::Map { .. } => edit::set_key(sources, node.span, key, &value),
                Data::Null => {
                    let (last, _) = known.split_last()?;
                    let above = way.get(way.len().checked_sub(2)?)?;
                    edit::set_key(sources, above.span, last, &format!("{{ {key}: {value} }}"))
                }
                Data::List { .. } | Data::Scalar { .. } => None,
            }
        }
    }
}

/// Returns a text of several lines as a block scalar, where its place can hold one.
fn block(root: &Node<'_>, whole: &str, parts: &[&str], text: &str) -> Option<String> {
    let fits = text.contains('\n')
        && !text.starts_with([' ', '\n', '\t'])
        && !text.ends_with('\n')
        && !text.contains(|c: char| {
            c != '\n' && (c.is_control() || c == '\u{FEFF}' || c == '\u{2028}' || c == '\u{2029}')
        });
    let (_, above) = parts.split_last()?;
    let above = if above.is_empty() { root } else { step(root, &above.join("/"))? };
    let Data::Map { entries, flow: false } = &above.data else { return None };
    let start = entries.first()?.key_span.start();
    let line = whole.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    let indent = whole.get(line..start)?.chars().count() + 2;
    let ending = if whole.contains("\r\n") { "\r\n" } else { "\n" };
    fits.then(|| {
        let lines = text.lines().map(|line| {
            if line.is_empty() { ending.to_owned() } else { format!("{ending}{:indent$}{line}", "") }
        });
        format!("|-{}", lines.collect::<String>())
    })
}

/// Sets a list of texts: what is in both stays as it is written, what is gone goes, what is new comes after the others.
fn set_all(sources: &Sources, id: SourceId, root: &Field, place: &str, texts: &[String]) -> Option<String> {
    let input = root.find(place).map_or(Input::Line, |field| match &field.value {
        Value::Several { input, .. } | Value::One { input, .. } => *input,
        Value::Record { .. } | Value::List { .. } | Value::Raw { .. } => Input::Line,
    });
    let whole = text_of(sources, id)?;
    let tree = yaml::read(id, &whole).tree?;
    let parts: Vec<&str> = place.split('/').collect();
    let all = || format!("[{}]", texts.iter().map(|own| written(input, own)).collect::<Vec<_>>().join(", "));
    let standing: Option<Vec<(String, Span)>> = step(&tree, place).and_then(|node| match &node.data {
        Data::List { items, .. } => items
            .iter()
            .map(|item| match &item.data {
                Data::Scalar { text, .. } => Some((text.to_string(), item.span)),
                _ => None,
            })
            .collect(),
        _ => None,
    });
    let anew = || edit::apply(sources, id, &[set_value(sources, &tree, &parts, &all())?]);
    let Some(standing) = standing else { return anew() };
    let kept: Vec<&String> = standing.iter().map(|(own, _)| own).filter(|own| texts.contains(own)).collect();
    let is_in_order = kept.iter().zip(texts).all(|(one, two)| *one == two) && !kept.is_empty();
    if !is_in_order {
        return anew();
    }
    let mut now = whole;
    for gone in standing.iter().map(|(own, _)| own).filter(|own| !texts.contains(own)) {
        let (sources, id) = alone(Path::new(""), &now);
        let tree = yaml::read(id, &now).tree?;
        let list = step(&tree, place)?;
        let Data::List { items, .. } = &list.data else { return None };
        let item =
            items.iter().find(|item| matches!(&item.data, Data::Scalar { text, .. } if text == gone))?;
        now = edit::apply(&sources, id, &[edit::remove_item(&sources, list.span, item.span)?])?;
    }
    for new in texts.get(kept.len()..)? {
        let (sources, id) = alone(Path::new(""), &now);
        let list = step(&yaml::read(id, &now).tree?, place)?.span;
        now = edit::apply(&sources, id, &[edit::push_item(&sources, list, &written(input, new))?])?;
    }
    Some(now)
}

/// Adds a record to a list.
fn add(
    sources: &Sources,
    id: SourceId,
    root: &Field,
    place: &str,
    entry: &[(String, Vec<String>)],
) -> Option<String> {
    let further = match &root.find(place)?.value {
        Value::List { further, .. } => further,
        Value::One { .. } | Value::Several { .. } | Value::Record { .. } | Value::Raw { .. } => return None,
    };
    let mut keys = Vec::new();
    for (key, texts) in entry {
        let field = further.iter().find(|own| own.key == *key)?;
        let value = match (&field.value, texts.as_slice()) {
            (_, []) => continue,
            (Value::One { .. }, [text, ..]) if text.is_empty() => continue,
            (Value::One { input, .. }, [text, ..]) => written(*input, text),
            (Value::Several { .. }, texts) if texts.iter().all(String::is_empty) => continue,
            (Value::Several { input, .. }, texts) => {
                let texts =
                    texts.iter().flat_map(|own| own.lines()).map(str::trim).filter(|own| !own.is_empty());
                format!("[{}]", texts.map(|own| written(*input, own)).collect::<Vec<_>>().join(", "))
            }
            (Value::Record { .. } | Value::List { .. } | Value::Raw { .. }, _) => return None,
        };
        keys.push(format!("{key}: {value}"));
    }
    if let Some(own) = identified(root.find(place)?, further, entry) {
        keys.insert(0, own);
    }
    let item = format!("{{ {} }}", keys.join(", "));
    let whole = text_of(sources, id)?;
    let tree = yaml::read(id, &whole).tree?;
    let edit = match step(&tree, place) {
        Some(node) if matches!(node.data, Data::List { .. }) => edit::push_item(sources, node.span, &item)?,
        _ => {
            let parts: Vec<&str> = place.split('/').collect();
            set_value(sources, &tree, &parts, &format!("[{item}]"))?
        }
    };
    edit::apply(sources, id, &[edit])
}

/// Returns the key that names a new item, where its record needs one and none is given: an id that no other item of
/// the file has, or the next number.
fn identified(list: &Field, further: &[Field], entry: &[(String, Vec<String>)]) -> Option<String> {
    let Value::List { items, .. } = &list.value else { return None };
    let is_given =
        |key: &str| entry.iter().any(|(own, texts)| own == key && texts.iter().any(|own| !own.is_empty()));
    let needed = |key: &str| further.iter().any(|own| own.key == key && own.required) && !is_given(key);
    let values = |key: &str| -> Vec<String> {
        items
            .iter()
            .filter_map(|item| Some(item.find(&format!("{}/{key}", item.place))?.canonical()))
            .collect()
    };
    if needed("no") {
        let last = values("no").iter().filter_map(|own| own.parse::<u64>().ok()).max().unwrap_or(0);
        return Some(format!("no: {}", last + 1));
    }
    if !needed("id") {
        return None;
    }
    let known = values("id");
    let stem = list.key.trim_end_matches('s').replace('_', "-");
    let mut numbers = items.len() + 1..;
    let id = numbers.find_map(|number| Some(format!("{stem}-{number}")).filter(|id| !known.contains(id)))?;
    Some(format!("id: {id}"))
}

/// Takes a value out, and with it what holds nothing else. What is not there is out already.
fn removed(sources: &Sources, id: SourceId, place: &str) -> Option<String> {
    let whole = text_of(sources, id)?;
    let tree = yaml::read(id, &whole).tree?;
    let parts: Vec<&str> = place.split('/').collect();
    let way = way(&tree, place);
    if way.len() <= parts.len() {
        return Some(whole);
    }
    for (depth, part) in parts.iter().enumerate().rev() {
        let (above, own) = (way.get(depth)?, way.get(depth + 1)?);
        let is_last = match &above.data {
            Data::Map { entries, .. } => entries.len() == 1,
            Data::List { items, .. } => items.len() == 1,
            Data::Null | Data::Scalar { .. } => return None,
        };
        if is_last && depth > 0 {
            continue;
        }
        let edit = match above.data {
            Data::Map { .. } => edit::remove_key(sources, above.span, part)?,
            _ => edit::remove_item(sources, above.span, own.span)?,
        };
        return edit::apply(sources, id, &[edit]);
    }
    None
}
