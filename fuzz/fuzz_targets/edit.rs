//! Editing any text that can be read: it can still be read, and means the same but for the edit.
#![no_main]

use fugi::source::Sources;
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use fugi_fuzz::{Value, at, meaning, nodes, one_text};
use libfuzzer_sys::fuzz_target;

/// Makes the edit that `choice` means at `node`, and returns it with what it does to the meaning.
fn edit(
    sources: &Sources,
    node: &Node<'_>,
    choice: usize,
    new: &str,
) -> Option<(Option<Edit>, Box<dyn FnOnce(&mut Value)>)> {
    let text = new.to_owned();
    let which = choice / 4;
    Some(match &node.data {
        Data::Map { entries, .. } if choice % 2 == 0 || entries.is_empty() => {
            let key = entries.get(which % (entries.len() + 1)).map_or("new", |entry| entry.key.as_ref());
            let (known, at) = (entries.len(), which % (entries.len() + 1));
            let set = edit::set_key(sources, node.span, key, &edit::scalar(&text));
            let change = move |value: &mut Value| {
                let Value::Map(entries) = value else { return };
                if at < known {
                    entries[at].1 = Value::Text(text);
                } else {
                    entries.push(("new".to_owned(), Value::Text(text)));
                }
            };
            (set, Box::new(change))
        }
        Data::Map { entries, .. } if entries.len() > 1 => {
            let at = which % entries.len();
            let removed = edit::remove_key(sources, node.span, &entries[at].key);
            let change = move |value: &mut Value| {
                let Value::Map(entries) = value else { return };
                entries.remove(at);
            };
            (removed, Box::new(change))
        }
        Data::List { items, .. } if choice % 2 == 0 || items.len() < 2 => {
            let pushed = edit::push_item(sources, node.span, &edit::scalar(&text));
            let change = move |value: &mut Value| {
                let Value::List(items) = value else { return };
                items.push(Value::Text(text));
            };
            (pushed, Box::new(change))
        }
        Data::List { items, .. } => {
            let at = which % items.len();
            let removed = edit::remove_item(sources, node.span, items[at].span);
            let change = move |value: &mut Value| {
                let Value::List(items) = value else { return };
                items.remove(at);
            };
            (removed, Box::new(change))
        }
        Data::Scalar { .. } => {
            let set = edit::set_scalar(sources, node.span, &text);
            (set, Box::new(move |value: &mut Value| *value = Value::Text(text)))
        }
        _ => return None,
    })
}

fuzz_target!(|input: (u8, u8, &str, &str)| {
    let (pick, choice, new, text) = input;
    let (sources, id) = one_text(text);
    let Ok(root) = parse(id, text) else { return };
    // A key that YAML would not take back without quotes, and one that stands for `new`.
    let all = nodes(&root);
    let (path, node) = &all[usize::from(pick) % all.len()];
    if node.get("new").is_some() {
        return;
    }
    let Some((edit, change)) = edit(&sources, node, choice.into(), new) else { return };
    let edit = edit.expect("an edit");
    let after = edit::apply(&sources, id, &[edit]).expect("the edited text");
    let mut wanted = meaning(&root);
    change(at(&mut wanted, path));
    let tree = match parse(id, &after) {
        Ok(tree) => tree,
        Err(problems) => panic!("{text:?}\n=>\n{after:?}\n{problems:?}"),
    };
    assert_eq!(meaning(&tree), wanted, "{text:?}\n=>\n{after:?}");
});
