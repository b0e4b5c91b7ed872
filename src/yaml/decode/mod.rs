//! Decoding a tree into typed records, reporting every problem of the file at once.
//!
//! Decoding never stops: what is wrong is reported and stands as a value that lies [nowhere](Span::NOWHERE),
//! which the later steps pass over in silence, so that one mistake is told once.

mod leaf;
mod record;

pub(crate) use leaf::scalar;
pub use leaf::{Pattern, Shaped, Word};
pub use record::{Bond, Fields, Key};

use super::look_alikes::{self, LookAlike};
use super::{Data, Node, tell};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling::short;
use crate::text;
use serde_json::{Map, Value, json};
use std::ops::Deref;

/// Text as written, with its place.
pub type Str = Located<String>;

/// What can be read from a node of the tree, and described to an editor.
pub trait Decode: Sized {
    /// True for `Option`: the key may be left out.
    const OPTIONAL: bool = false;

    /// Reads the value; what is wrong goes to `problems`.
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self;

    /// Returns the value that stands for a missing or unreadable one.
    fn broken() -> Self;

    /// Returns the value that stands for one that may have been written under a key that nobody can read: not
    /// absent, but lost.
    fn lost() -> Self {
        Self::broken()
    }

    /// Returns the JSON Schema of the value; named records go to `definitions`.
    fn schema(definitions: &mut Map<String, Value>) -> Value;
}

/// A fixed list of words that a value is one of.
pub trait Vocabulary: Copy + 'static {
    /// Word in the file, value, and its meaning in Japanese; the first stands for an unreadable one.
    const WORDS: &'static [(&'static str, Self, &'static str)];
}

/// What a place needs, in words and as a shape, and how that is written.
struct Wanted {
    shape: Shape,
    words: Text,
    how: Text,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    List,
    Map,
    Scalar,
}

/// Tells that a value has another shape than is needed.
fn wrong_type(wanted: &Wanted, node: &Node<'_>) -> Diagnostic {
    if let Some(problem) = mistaken(wanted.shape, node) {
        return problem;
    }
    let (ja, en) = (&wanted.words.ja, &wanted.words.en);
    let (found_ja, found_en) = match &node.data {
        Data::List { .. } => ("一覧", "a list"),
        Data::Map { .. } => ("「キー: 値」", "a map"),
        Data::Null => ("空", "nothing"),
        Data::Scalar { .. } => ("文字", "text"),
    };
    let message = match &node.data {
        Data::Null => text!("値がありません（{ja}が要ります）", "the value is missing ({en} is needed)"),
        _ => text!("{ja}を書く所に{found_ja}があります", "{en} is needed here, not {found_en}"),
    };
    let help = match (wanted.shape, &node.data) {
        (Shape::List, Data::Scalar { text, .. }) => {
            let item = short(text);
            text!("一つだけでも [{item}] と角括弧で囲んでください", "write [{item}], even for one")
        }
        (Shape::List, Data::Map { .. }) => {
            text!("一つだけでも、前に「- 」を付けてください", "put `- ` before it, even for one")
        }
        (Shape::Scalar, Data::List { .. }) => {
            text!("一つだけを、「- 」や [ ] なしで書いてください", "write one, without `- ` or [ ]")
        }
        (Shape::Map, Data::List { .. }) => {
            text!(
                "「- 」や [ ] を外し、「キー: 値」で書いてください",
                "write `key: value`, without `- ` or [ ]"
            )
        }
        _ => wanted.how.clone(),
    };
    Diagnostic::error("wrong-type", node.span, message).help(help)
}

/// Tells of a mark that was meant for one of YAML's, so that a map or a list became text.
fn mistaken(wanted: Shape, node: &Node<'_>) -> Option<Diagnostic> {
    let Data::Scalar { text, plain: true } = &node.data else { return None };
    let found: LookAlike = match wanted {
        Shape::List => look_alikes::list(text)?,
        Shape::Map => look_alikes::colon(text)
            .or_else(|| look_alikes::bracket(text))
            .or_else(|| look_alikes::dash(text))?,
        Shape::Scalar => return None,
    };
    let start = node.span.start();
    let end = (start + found.at.end).min(node.span.end());
    let at = Span::new(node.span.source(), (start + found.at.start).min(end), end);
    Some(Diagnostic::error("wrong-type", at, found.message).help(found.help))
}

impl<T: Decode> Decode for Option<T> {
    const OPTIONAL: bool = true;

    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        if matches!(node.data, Data::Null) { None } else { Some(T::decode(node, problems)) }
    }

    fn broken() -> Self {
        None
    }

    fn lost() -> Self {
        Some(T::lost())
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        or_nothing(T::schema(definitions))
    }
}

/// Returns a schema that also takes nothing: a key may be left with no value.
fn or_nothing(schema: Value) -> Value {
    match schema {
        Value::Object(mut object) => {
            if let Some(Value::String(own)) = object.get("type") {
                let types = json!([own, "null"]);
                object.insert("type".to_owned(), types);
            } else if let Some(Value::Array(words)) = object.get_mut("oneOf") {
                words.push(json!({ "type": "null" }));
            } else if let Some(Value::Array(forms)) = object.get_mut("anyOf") {
                forms.push(json!({ "type": "null" }));
            } else if let Some(of) = object.remove("$ref") {
                object.insert("anyOf".to_owned(), json!([{ "$ref": of }, { "type": "null" }]));
            }
            Value::Object(object)
        }
        other => other,
    }
}

/// A list as written, with its place. It may be empty only where [`Many`] says so.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// From the first item to the last.
    pub span: Span,
    /// The items in the order of the file.
    pub items: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { span: Span::NOWHERE, items: Vec::new() }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

fn decode_items<T: Decode>(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> List<T> {
    match &node.data {
        Data::List { items, .. } => {
            List { span: node.span, items: items.iter().map(|item| T::decode(item, problems)).collect() }
        }
        _ => {
            tell(problems, || {
                let wanted = Wanted {
                    shape: Shape::List,
                    words: text!("一覧", "a list"),
                    how: text!(
                        "[あ, い] の形か、「- 」で始まる行で書いてください",
                        "write [a, b], or lines that begin with `- `"
                    ),
                };
                wrong_type(&wanted, node)
            });
            List::default()
        }
    }
}

impl<T: Decode> Decode for List<T> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let list = decode_items(node, problems);
        if list.items.is_empty() && list.span.is_somewhere() {
            tell(problems, || {
                Diagnostic::error("empty-list", node.span, text!("一覧が空です", "the list is empty")).help(
                    text!(
                        "一つ以上書いてください。書くものがなければ、キーごと消します",
                        "write at least one item; where there is none, take the key out"
                    ),
                )
            });
            return Self::broken();
        }
        list
    }

    fn broken() -> Self {
        Self::default()
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        json!({ "type": "array", "minItems": 1, "items": T::schema(definitions) })
    }
}

/// A list that says something when it is empty.
#[derive(Clone, Debug)]
pub struct Many<T>(pub List<T>);

impl<T: Decode> Decode for Many<T> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        // `answers:` with nothing under it yet is an empty list.
        if matches!(node.data, Data::Null) {
            return Self(List { span: node.span, items: Vec::new() });
        }
        Self(decode_items(node, problems))
    }

    fn broken() -> Self {
        Self(List::default())
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        or_nothing(json!({ "type": "array", "items": T::schema(definitions) }))
    }
}
