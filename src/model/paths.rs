//! Paths of ids (`contracts/bank/tasks/collect`): how waivers and pages name a place, whatever its position.

use crate::source::Span;
use crate::yaml::{Data, Node};

/// The keys that name an item of a list, in the order they are tried.
const NAMING_KEYS: [&str; 11] =
    ["id", "row", "form", "no", "role", "name", "provider", "kind", "contract", "category", "label"];

/// Returns the place of what a path names; `None` where there is no such thing.
#[must_use]
pub fn find(root: &Node<'_>, path: &str) -> Option<Span> {
    let mut node = root;
    let mut place = root.span;
    for part in path.split('/') {
        (node, place) = step(node, part)?;
    }
    Some(place)
}

fn step<'n, 'a>(node: &'n Node<'a>, part: &str) -> Option<(&'n Node<'a>, Span)> {
    match &node.data {
        Data::Map { entries, .. } => {
            entries.iter().find(|entry| entry.key == part).map(|entry| (&entry.value, entry.span()))
        }
        Data::List { items, .. } => {
            items.iter().find(|item| names(item).any(|name| name == part)).map(|item| (item, item.span))
        }
        Data::Null | Data::Scalar { .. } => None,
    }
}

/// Returns the names an item of a list goes by.
fn names<'n>(node: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    let own = match &node.data {
        Data::Scalar { text, .. } => Some(text.as_ref()),
        _ => None,
    };
    own.into_iter().chain(NAMING_KEYS.iter().filter_map(|key| match &node.get(key)?.data {
        Data::Scalar { text, .. } => Some(text.as_ref()),
        _ => None,
    }))
}

/// Returns the path of ids of the smallest thing that holds `span` and has a name.
#[must_use]
pub fn path_to(root: &Node<'_>, span: Span) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut node = root;
    'down: loop {
        match &node.data {
            Data::Map { entries, .. } => {
                for entry in entries {
                    if entry.span().contains(span) {
                        parts.push(entry.key.to_string());
                        node = &entry.value;
                        continue 'down;
                    }
                }
            }
            Data::List { items, .. } => {
                for item in items.iter().filter(|item| item.span.contains(span)) {
                    let Some(name) = names(item).next() else { break };
                    parts.push(name.to_owned());
                    node = item;
                    continue 'down;
                }
            }
            Data::Null | Data::Scalar { .. } => {}
        }
        break;
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}
