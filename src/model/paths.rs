//! Paths of ids (`contracts/bank/tasks/collect`): how waivers and pages name a place, whatever its position.

use crate::diagnostic::Text;
use crate::source::Span;
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::{Data, Node};

/// The keys that name an item of a list, in the order they are tried.
const NAMING_KEYS: [&str; 11] =
    ["id", "row", "form", "no", "role", "name", "provider", "kind", "contract", "category", "label"];

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

/// Returns the path of ids of the smallest thing that holds `span` and that a path can name.
#[must_use]
pub fn path_to(root: &Node<'_>, span: Span) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    let mut node = root;
    loop {
        let leads_to = |next: &Node<'_>, part: &str| {
            !part.contains('/') && step(node, part).is_some_and(|(found, _)| std::ptr::eq(found, next))
        };
        let next = match &node.data {
            Data::Map { entries, .. } => {
                let entry = entries.iter().find(|entry| entry.span().contains(span));
                entry
                    .map(|entry| (&entry.value, entry.key.as_ref()))
                    .filter(|(next, key)| leads_to(next, key))
            }
            Data::List { items, .. } => items
                .iter()
                .find(|item| item.span.contains(span))
                .and_then(|item| names(item).find(|name| leads_to(item, name)).map(|name| (item, name))),
            Data::Null | Data::Scalar { .. } => None,
        };
        let Some((next, part)) = next else { break };
        parts.push(part);
        node = next;
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// Returns the mend for a path that names nothing: the part that fails, and what it could be.
#[must_use]
pub fn mend(root: &Node<'_>, path: &str) -> Text {
    let mut node = root;
    let mut done: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match step(node, part) {
            Some((next, _)) => node = next,
            None => return mend_part(node, &done.join("/"), part),
        }
        done.push(part);
    }
    text!("", "")
}

fn mend_part(node: &Node<'_>, done: &str, part: &str) -> Text {
    let known: Vec<&str> = match &node.data {
        Data::Map { entries, .. } => entries.iter().map(|entry| entry.key.as_ref()).collect(),
        Data::List { items, .. } => items.iter().filter_map(|item| names(item).next()).collect(),
        Data::Null | Data::Scalar { .. } => Vec::new(),
    };
    let (done, shown) = (short(done), short(part));
    let list = known.iter().take(SHOWN).map(|name| short(name)).collect::<Vec<_>>().join("、");
    let otherwise = match (known.is_empty(), done.is_empty()) {
        (true, _) => text!("「{done}」より先はありません", "there is nothing below `{done}`"),
        (false, true) => text!(
            "id をつないで書きます（例: contracts/bank/tasks/collect）。初めに書けるもの: {list}",
            "join ids with `/`, such as contracts/bank/tasks/collect; a path begins with: {list}"
        ),
        (false, false) => text!("「{done}」にあるもの: {list}", "below `{done}` there are: {list}"),
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
        let path = |word: &str| path_to(&root, sources.find_in(Span::new(id, 0, TEXT.len()), word)).unwrap();
        assert_eq!(path("collect"), "contracts/a/tasks/collect/role");
        // The task has no name of its own, and い/う none that a path could hold.
        assert_eq!(path("甲"), "contracts/a/tasks/collect/tasks");
        assert_eq!(path("い/う"), "items");
    }

    #[test]
    fn the_mend_names_the_part_that_fails() {
        let mut sources = Sources::default();
        let id = sources.add("a.yaml", TEXT);
        let root = parse(id, TEXT).unwrap();
        assert!(mend(&root, "contract/a").ja.contains("「contracts」の書き違い"));
        assert!(mend(&root, "contracts/x").ja.contains("「x」がありません。「contracts」にあるもの: a、b"));
        assert!(mend(&root, "items/あ/い").ja.contains("「items/あ」より先はありません"));
    }
}
