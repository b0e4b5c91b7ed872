//! Paths of ids (`contracts/bank/tasks/collect`): how waivers and pages name a place, whatever its position.

use crate::diagnostic::{Text, listed};
use crate::source::{Outline, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::{Data, Node};
use std::collections::HashMap;

/// The keys that name an item of a list, in the order they are tried.
const NAMING_KEYS: [&str; 11] =
    ["id", "row", "form", "no", "role", "name", "provider", "kind", "contract", "category", "label"];

/// Returns whether a key names the item that it stands in, so that another value gives the item another name.
#[must_use]
pub fn is_name(key: &str) -> bool {
    NAMING_KEYS.contains(&key)
}

/// How many names a help text lists.
const SHOWN: usize = 12;

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
        // An id counts before a role, a role before a kind, whichever item comes first.
        Data::List { items, .. } => (0..=NAMING_KEYS.len())
            .find_map(|rank| items.iter().find(|item| name(item, rank) == Some(part)))
            .map(|item| (item, item.span)),
        Data::Null | Data::Scalar { .. } => None,
    }
}

/// Returns the name of an item of a list in one rank: itself where it is text, else the value of a naming key.
fn name<'n>(node: &'n Node<'_>, rank: usize) -> Option<&'n str> {
    let named = match rank.checked_sub(1) {
        None => node,
        Some(key) => node.get(NAMING_KEYS.get(key)?)?,
    };
    match &named.data {
        Data::Scalar { text, .. } => Some(text.as_ref()),
        _ => None,
    }
}

/// Returns the names an item of a list goes by, the best first.
fn names<'n>(node: &'n Node<'_>) -> impl Iterator<Item = &'n str> {
    (0..=NAMING_KEYS.len()).filter_map(|rank| name(node, rank))
}

/// Returns the names an item of a list goes by with their ranks, in the order of the file.
fn ranked<'n>(node: &'n Node<'_>) -> Vec<(usize, &'n str)> {
    match &node.data {
        Data::Scalar { text, .. } => vec![(0, text.as_ref())],
        Data::Map { entries, .. } => {
            let ranked = entries.iter().filter_map(|entry| {
                let rank = NAMING_KEYS.iter().position(|key| *key == entry.key)? + 1;
                match &entry.value.data {
                    Data::Scalar { text, .. } => Some((rank, text.as_ref())),
                    _ => None,
                }
            });
            ranked.collect()
        }
        Data::List { .. } | Data::Null => Vec::new(),
    }
}

/// Returns the parts of a text that [`find`] finds, each under the best name that leads to it.
#[must_use]
pub fn outline(text: &str, root: &Node<'_>) -> Outline {
    let mut outline = Outline::default();
    add(text, root, &mut outline);
    outline
}

fn add(text: &str, node: &Node<'_>, outline: &mut Outline) {
    let mut put = |span: Span, name: &str, node: &Node<'_>| {
        let part = outline.open(text, span, name);
        add(text, node, outline);
        outline.close(part);
    };
    match &node.data {
        Data::Map { entries, .. } => {
            for entry in entries.iter().filter(|entry| !entry.key.contains('/')) {
                put(entry.span(), &entry.key, &entry.value);
            }
        }
        Data::List { items, .. } => {
            for (item, name) in items.iter().zip(item_names(items)) {
                if let Some(name) = name {
                    put(item.span, name, item);
                }
            }
        }
        Data::Null | Data::Scalar { .. } => {}
    }
}

/// Returns the best name of each item of a list that leads to it and to no other; `None` where there is none.
#[must_use]
pub fn item_names<'n>(items: &'n [Node<'_>]) -> Vec<Option<&'n str>> {
    let mut named: Vec<Vec<(usize, &str)>> = items.iter().map(ranked).collect();
    // To whom a name leads: the best rank counts, then the first item.
    let mut leads: HashMap<&str, (usize, usize)> = HashMap::new();
    for (index, names) in named.iter_mut().enumerate() {
        names.sort_unstable();
        for (rank, name) in names.iter() {
            let best = leads.entry(name).or_insert((*rank, index));
            *best = (*best).min((*rank, index));
        }
    }
    let names = named.iter().enumerate().map(|(index, names)| {
        let leads_here =
            |name: &&str| !name.contains('/') && leads.get(name).is_some_and(|(_, own)| *own == index);
        names.iter().map(|(_, name)| *name).find(leads_here)
    });
    names.collect()
}

/// Returns the fix for a path that names nothing: the part that fails, and what it could be.
#[must_use]
pub fn fix(root: &Node<'_>, path: &str) -> Text {
    let mut node = root;
    let mut done: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match step(node, part) {
            Some((next, _)) => node = next,
            None => return fix_part(node, &done.join("/"), part),
        }
        done.push(part);
    }
    text!("", "")
}

fn fix_part(node: &Node<'_>, done: &str, part: &str) -> Text {
    let known: Vec<&str> = match &node.data {
        Data::Map { entries, .. } => entries.iter().map(|entry| entry.key.as_ref()).collect(),
        Data::List { items, .. } => items.iter().filter_map(|item| names(item).next()).collect(),
        Data::Null | Data::Scalar { .. } => Vec::new(),
    };
    let (done, shown) = (short(done), short(part));
    let Text { ja: list, en: list_en } = listed(known.iter().take(SHOWN).map(|name| short(name)));
    let otherwise = match (known.is_empty(), done.is_empty()) {
        (true, _) => text!("「{done}」より先はありません", "there is nothing below `{done}`"),
        (false, true) => text!(
            "id をつないで書きます（例: contracts/bank/tasks/collect）。初めに書けるもの: {list}",
            "join ids with `/`, such as contracts/bank/tasks/collect; a path begins with: {list_en}"
        ),
        (false, false) => text!("「{done}」にあるもの: {list}", "below `{done}` there are: {list_en}"),
    };
    match spelling::nearest(part, known.iter().copied()) {
        Some(near) => spelling::meant(part, near),
        None => {
            let Text { ja, en } = otherwise;
            text!("「{shown}」がありません。{ja}", "no `{shown}`; {en}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::yaml::parse;

    const TEXT: &str = "\
contracts:
  - id: a
    kind: b
    tasks:
      - { role: collect, tasks: [{ text: 甲 }] }
  - id: b
items: [あ, い/う]
";

    #[test]
    fn an_id_counts_before_another_key() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", TEXT);
        let root = parse(id, TEXT).unwrap();
        let found = |path| find(&root, path).map(|span| sources.slice(span));
        assert_eq!(found("contracts/b"), Some("id: b"));
        assert_eq!(found("contracts/a/tasks/collect"), Some("{ role: collect, tasks: [{ text: 甲 }] }"));
        assert_eq!(found("contracts/a/tasks/bank"), None);
        assert_eq!(found("items/あ"), Some("あ"));
    }

    #[test]
    fn the_path_of_a_place_leads_back_to_it() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", TEXT);
        let root = parse(id, TEXT).unwrap();
        sources.get(id).unwrap().keep_outline(outline(TEXT, &root));
        let path = |word: &str| sources.path_to(sources.find_in(Span::new(id, 0, TEXT.len()), word)).unwrap();
        assert_eq!(path("collect"), "contracts/a/tasks/collect/role");
        // The task has no name of its own, and い/う none that a path could hold.
        assert_eq!(path("甲"), "contracts/a/tasks/collect/tasks");
        assert_eq!(path("い/う"), "items");
        assert_eq!(path("あ"), "items/あ");
        assert_eq!(sources.path_to(Span::new(id, 0, TEXT.len())), None);
    }

    #[test]
    fn a_name_that_leads_elsewhere_is_not_told() {
        let text = "x:\n  - { kind: a, name: \"b\\x63\" }\n  - { id: a }\n  - { id: a, note: 甲 }\n";
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", text);
        let root = parse(id, text).unwrap();
        sources.get(id).unwrap().keep_outline(outline(text, &root));
        let at = |word: &str| sources.find_in(Span::new(id, 0, text.len()), word);
        // The id of the second item counts before the kind of the first.
        assert_eq!(sources.path_to(at("kind")).as_deref(), Some("x/bc/kind"));
        assert_eq!(sources.path_to(at("id: a")).as_deref(), Some("x/a/id"));
        assert_eq!(sources.path_to(at("甲")).as_deref(), Some("x"));
    }

    #[test]
    fn the_fix_names_the_part_that_fails() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", TEXT);
        let root = parse(id, TEXT).unwrap();
        assert!(fix(&root, "contract/a").ja.contains("「contracts」の書き違い"));
        assert!(fix(&root, "contracts/x").ja.contains("「x」がありません。「contracts」にあるもの: a、b"));
        assert!(fix(&root, "items/あ/い").ja.contains("「items/あ」より先はありません"));
    }
}
