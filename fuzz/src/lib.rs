//! What the targets share: what a tree means, places that must lie in the text, the repository's matters, workbooks.

pub mod archive;

use fugi::diagnostic::{Diagnostic, Text};
use fugi::duty::observe::{self, Declared, LayoutKind, Wanted};
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::{SourceId, Sources, Span};
use fugi::yaml::{Data, Node};
use std::fs::File;
use std::io::{Seek, Write};
use std::path::Path;
use std::sync::{LazyLock, Mutex};

/// A value as meant, without its style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

pub fn meaning(node: &Node<'_>) -> Value {
    match &node.data {
        Data::Null => Value::Null,
        Data::Scalar { text, .. } => Value::Text(text.to_string()),
        Data::List { items, .. } => Value::List(items.iter().map(meaning).collect()),
        Data::Map { entries, .. } => {
            Value::Map(entries.iter().map(|entry| (entry.key.to_string(), meaning(&entry.value))).collect())
        }
    }
}

/// Returns every node below and including `node`, with its path of positions.
pub fn nodes<'n, 'a>(node: &'n Node<'a>) -> Vec<(Vec<usize>, &'n Node<'a>)> {
    let mut found = Vec::new();
    let mut open = vec![(Vec::new(), node)];
    while let Some((path, node)) = open.pop() {
        let below: Vec<&Node<'_>> = match &node.data {
            Data::List { items, .. } => items.iter().collect(),
            Data::Map { entries, .. } => entries.iter().map(|entry| &entry.value).collect(),
            Data::Null | Data::Scalar { .. } => Vec::new(),
        };
        for (index, node) in below.into_iter().enumerate().rev() {
            let mut path = path.clone();
            path.push(index);
            open.push((path, node));
        }
        found.push((path, node));
    }
    found
}

/// Returns the value at a path of positions.
pub fn at<'v>(value: &'v mut Value, path: &[usize]) -> &'v mut Value {
    path.iter().fold(value, |value, index| match value {
        Value::List(items) => &mut items[*index],
        Value::Map(entries) => &mut entries[*index].1,
        _ => panic!("no such path"),
    })
}

/// Panics where a place cuts a character or lies outside its text.
pub fn lies_in(span: Span, sources: &Sources) {
    if span.is_somewhere() {
        let text = sources.get(span.source()).expect("a text").text();
        assert!(text.get(span.start()..span.end()).is_some(), "{span:?} does not lie in {text:?}");
    }
}

/// Panics where a problem cannot be shown.
pub fn can_be_told(problems: &[Diagnostic], sources: &Sources) {
    for problem in problems {
        lies_in(problem.primary.span, sources);
        problem.related.iter().for_each(|label| lies_in(label.span, sources));
        assert!(!problem.message.ja.is_empty() && !problem.message.en.is_empty());
        assert!(
            problem.help.as_ref().is_some_and(|help| !help.ja.is_empty() && !help.en.is_empty()),
            "{problem:?}"
        );
    }
}

pub fn one_text(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add("policies/r07/fuzz.yaml", text);
    (sources, id)
}

/// Panics where a message is missing in one of the languages.
pub fn is_told(text: &Text) {
    assert!(!text.ja.trim().is_empty() && !text.en.trim().is_empty(), "{text:?}");
}

/// Returns the repository as a workspace.
pub fn repository() -> &'static Workspace {
    static OPENED: LazyLock<Workspace> = LazyLock::new(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Workspace::open(&root).expect("the repository").result.expect("is a workspace")
    });
    &OPENED
}

struct Read {
    year: LoadedYear,
    matter: Matter,
    sources: Sources,
}

/// A fictional matter of the repository.
static READ: LazyLock<Read> = LazyLock::new(|| {
    let year = repository().year("r08").expect("a year").result.expect("that is whole");
    let loaded = repository().matter(&year, Path::new("policies/r08/mihon-itaku.yaml"));
    Read { matter: loaded.result.expect("a matter"), sources: loaded.sources, year }
});

/// Returns a fictional matter, with its year and workspace.
pub fn a_matter() -> (&'static Workspace, &'static LoadedYear, &'static Matter) {
    (repository(), &READ.year, &READ.matter)
}

/// Returns the texts that the matter stands in.
pub fn sources_of_the_matter() -> &'static Sources {
    &READ.sources
}

/// Returns bytes in Base64 (RFC 4648).
pub fn to_base64(bytes: &[u8]) -> String {
    fugi::evidence::format::malformed::to_base64(bytes)
}

/// Reads bytes as an observed layout, in every way that can be asked for, and lays it beside what is declared.
pub fn observed(bytes: &[u8]) {
    static FILE: LazyLock<Mutex<File>> = LazyLock::new(|| Mutex::new(tempfile::tempfile().expect("a file")));
    let mut file = FILE.lock().expect("one at a time");
    file.rewind().and_then(|()| file.set_len(0)).and_then(|()| file.write_all(bytes)).expect("written");
    let (_, _, matter) = a_matter();
    let flow = matter.flows.iter().next().expect("a flow");
    for layout in [None, Some(LayoutKind::Header), Some(LayoutKind::Fixed)] {
        for header_rows in [None, Some(2)] {
            file.rewind().expect("rewound");
            let wanted = Wanted { header_rows, layout, sheet: None };
            match observe::read(&mut file, &wanted) {
                Err(refused) => is_told(&refused),
                Ok(layout) => {
                    assert!(!layout.fields.is_empty() && layout.fields.len() <= 2_000);
                    let declared = Declared::of(flow, 1).map(|declared| declared.items).unwrap_or_default();
                    let found = observe::reconcile(&layout, matter, &declared);
                    assert_eq!(found.fields.len(), layout.fields.len());
                    for field in &layout.fields {
                        is_told(&field.place);
                        let _ = field.name.as_deref().map(observe::shown);
                    }
                }
            }
        }
    }
}
