//! Fragments of YAML on the rules' pages, set in the texts of the sample year.

use fugi::model::load::Overlay;
use fugi::model::paths;
use fugi::source::{Sources, Span};
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use std::path::Path;

/// Returns the code blocks of a page: the words behind the fence, and the text.
pub(crate) fn code_blocks(page: &str) -> Vec<(Vec<String>, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(Vec<String>, String)> = None;
    for event in Parser::new(page) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => {
                open = Some((info.split_whitespace().map(str::to_owned).collect(), String::new()));
            }
            Event::Text(text) => {
                if let Some((_, fragment)) = &mut open {
                    fragment.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => blocks.extend(open.take()),
            _ => {}
        }
    }
    blocks
}

/// Returns a text of the sample year under the name of a ward that is none, as an example of a page has it.
pub(crate) fn fictional(text: &str) -> String {
    text.replace("新宿区", "見本区")
}

/// Returns the texts that the examples of pages rest on, under the name of a ward that is none.
pub(crate) fn fictional_texts(root: &Path) -> Overlay {
    let forms = std::fs::read_dir(root.join("policies/r08/forms")).unwrap();
    let forms = forms.map(|form| Path::new("policies/r08/forms").join(form.unwrap().file_name()));
    let files = forms.chain(["fugi.yaml", "policies/r08/mihon-itaku.yaml"].map(Into::into));
    let read = |file: &Path| fictional(&std::fs::read_to_string(root.join(file)).unwrap()).into();
    files.map(|file| (file.clone(), read(&file))).collect()
}

/// Returns the text of a file with the keys of a fragment set in it at a path of ids.
pub(crate) fn set(root: &Path, file: &Path, path: &str, fragment: &str) -> String {
    set_in(std::fs::read_to_string(root.join(file)).unwrap(), path, fragment)
}

/// Returns a text with the keys of a fragment set in it at a path of ids; `key+` adds to the list under `key`, and
/// `key=` sets the text between the quotation marks as it stands.
pub(crate) fn set_in(text: String, at: &str, fragment: &str) -> String {
    let mut sources = Sources::default();
    let id = sources.add("text", text.as_str());
    let mut fragments = Sources::default();
    let fragment_id = fragments.add("fragment", fragment);
    let fragment = parse(fragment_id, fragment).expect("the example is YAML");
    let Data::Map { entries, .. } = &fragment.data else { panic!("the example is a map") };
    let mut text = text;
    for entry in entries {
        sources.replace(id, text.as_str());
        let root = parse(id, &text).expect("the sample is YAML");
        let (further, key) = entry.key.rsplit_once('/').unwrap_or(("", &entry.key));
        let path = [at, further].join("/");
        let path = path.trim_matches('/');
        let map = if path.is_empty() {
            root.span
        } else {
            paths::find(&root, path).unwrap_or_else(|| panic!("there is no {path}"))
        };
        let map = value_of(&root, map);
        let change: Option<Edit> = match entry.value.data {
            _ if key.ends_with('+') => {
                edit::push_to_key(&sources, map, key.trim_end_matches('+'), &edit::flow(&entry.value))
            }
            // As it stands, with what YAML would read as a comment.
            _ if key.ends_with('=') => {
                let written = fragments.slice(entry.value.span).trim_matches('"');
                edit::set_key(&sources, map, key.trim_end_matches('='), written)
            }
            Data::Null => edit::remove_key(&sources, map, key),
            _ => edit::set_key(&sources, map, key, &edit::flow(&entry.value)),
        };
        let change = change.unwrap_or_else(|| panic!("`{key}` cannot be set at {path}"));
        text = edit::apply(&sources, id, &[change]).unwrap();
    }
    text
}

/// The path of a key means key and value; the map to edit is the value.
fn value_of(node: &Node<'_>, place: Span) -> Span {
    if node.span == place {
        return place;
    }
    match &node.data {
        Data::Map { entries, .. } => {
            entries.iter().find(|entry| entry.span().contains(place)).map_or(place, |entry| {
                if entry.span() == place { entry.value.span } else { value_of(&entry.value, place) }
            })
        }
        Data::List { items, .. } => {
            items.iter().find(|item| item.span.contains(place)).map_or(place, |item| value_of(item, place))
        }
        _ => place,
    }
}
