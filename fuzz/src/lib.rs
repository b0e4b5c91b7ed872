//! What the targets share: what a tree means, and places that must lie in the text.

use fugi::diagnostic::Diagnostic;
use fugi::source::{SourceId, Sources, Span};
use fugi::yaml::{Data, Node};

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
        assert!(problem.help.as_ref().is_some_and(|help| !help.ja.is_empty() && !help.en.is_empty()), "{problem:?}");
    }
}

pub fn one_text(text: &str) -> (Sources, SourceId) {
    let mut sources = Sources::default();
    let id = sources.add("policies/r07/fuzz.yaml", text);
    (sources, id)
}
