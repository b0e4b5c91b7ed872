//! The form of a file: each value that may stand in it, in the words of the paper, with what stands there now.
//!
//! It is made of the schema and of the tree of the file, so that a file that is half written, or that does not load,
//! has its form too. A place is a path of ids (`roles/bank/name`), as waivers and findings name it; an item that no
//! name leads to is counted (`@2`).

pub mod answers;
mod choices;
pub mod matrix;
mod shape;

pub use choices::Choice;
pub use shape::{Form, Input, Shape};

use crate::evidence::format::digest::Digest;
use crate::model::paths::item_names;
use crate::source::Span;
use crate::yaml::{Data, Node};
use choices::Choices;
use serde::Serialize;
use serde_json::Value as Json;

/// How deep a form goes; the files of a ward have under ten levels.
const DEEPEST: usize = 12;

/// A value of a file, or the place for one.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The path of ids.
    pub place: String,
    /// Its key in the file; empty for an item of a list.
    pub key: String,
    /// What it is called on the paper.
    pub label: String,
    /// What more is said of it.
    pub hint: Option<String>,
    /// Whether the record is not whole without it.
    pub required: bool,
    /// Whether something stands there.
    pub written: bool,
    /// Where it stands, or where the record is that it would stand in.
    #[serde(skip)]
    pub span: Span,
    /// What stands there, as a [`mark`].
    pub before: String,
    /// What stands there.
    pub value: Value,
}

/// What may stand at a place, and what does.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Value {
    /// One text, number, day or word.
    One {
        /// How it is given.
        input: Input,
        /// As it is meant; empty where nothing stands.
        text: String,
        /// What may be chosen; empty where anything may be written.
        choices: Vec<Choice>,
    },
    /// Several texts or words.
    Several {
        /// How one is given.
        input: Input,
        /// As they are meant.
        texts: Vec<String>,
        /// What may be chosen; empty where anything may be written.
        choices: Vec<Choice>,
    },
    /// A record.
    Record {
        /// What stands in it, and what may.
        fields: Vec<Field>,
    },
    /// A list of records.
    List {
        /// What stands in it.
        items: Vec<Field>,
        /// What a further one needs: its fields without a value; none where the form goes no deeper.
        further: Vec<Field>,
    },
    /// What no form can take: as it is written.
    Raw {
        /// The YAML.
        text: String,
    },
}

/// Returns what stands for a value in a form that is sent back: whoever sends another value with it saw this one.
#[must_use]
pub fn mark(canonical: &str) -> String {
    Digest::of(canonical.as_bytes()).to_string().chars().take(16).collect()
}

impl Field {
    /// Returns the field at a place, wherever it lies below this one.
    #[must_use]
    pub fn find(&self, place: &str) -> Option<&Self> {
        if self.place == place {
            return Some(self);
        }
        if !self.place.is_empty() && !place.strip_prefix(&self.place)?.starts_with('/') {
            return None;
        }
        let below = match &self.value {
            Value::Record { fields } => fields,
            Value::List { items, .. } => items,
            Value::One { .. } | Value::Several { .. } | Value::Raw { .. } => return None,
        };
        below.iter().find_map(|own| own.find(place))
    }

    /// Returns the innermost field whose value holds a place of the text.
    #[must_use]
    pub fn at(&self, span: Span) -> Option<&Self> {
        if !self.written || !self.span.contains(span) {
            return None;
        }
        let below = match &self.value {
            Value::Record { fields } => fields.as_slice(),
            Value::List { items, .. } => items.as_slice(),
            Value::One { .. } | Value::Several { .. } | Value::Raw { .. } => &[],
        };
        below.iter().find_map(|own| own.at(span)).or(Some(self))
    }

    /// Returns every field below this one that is no record and no list, itself included.
    #[must_use]
    pub fn leaves(&self) -> Vec<&Self> {
        match &self.value {
            Value::Record { fields } => fields.iter().flat_map(Self::leaves).collect(),
            Value::List { items, .. } => items.iter().flat_map(Self::leaves).collect(),
            Value::One { .. } | Value::Several { .. } | Value::Raw { .. } => vec![self],
        }
    }

    /// Returns what stands here in the one way that it is sent back: a text, or a text a line.
    #[must_use]
    pub fn canonical(&self) -> String {
        match &self.value {
            Value::One { text, .. } | Value::Raw { text } => text.clone(),
            Value::Several { texts, .. } => texts.join("\n"),
            Value::Record { .. } | Value::List { .. } => String::new(),
        }
    }
}

/// Returns the form of a file.
#[must_use]
pub fn form(form: &Form, text: &str, root: &Node<'_>) -> Field {
    let builder = Builder { form, text, choices: Choices::of(form, root) };
    builder.field(
        &Above { place: "", record: "", key: "", required: true },
        form.root(),
        Some(root),
        root.span,
        0,
    )
}

/// Where a field lies.
struct Above<'a> {
    place: &'a str,
    /// The record that has the key.
    record: &'a str,
    key: &'a str,
    required: bool,
}

struct Builder<'a> {
    form: &'a Form,
    text: &'a str,
    choices: Choices,
}

impl Builder<'_> {
    fn field(
        &self,
        above: &Above<'_>,
        schema: &Json,
        node: Option<&Node<'_>>,
        around: Span,
        depth: usize,
    ) -> Field {
        let node = node.filter(|node| !matches!(node.data, Data::Null));
        let (label, hint) = shape::words(schema);
        let mut field = Field {
            place: above.place.to_owned(),
            key: above.key.to_owned(),
            label: if label.is_empty() { above.key.to_owned() } else { label },
            hint,
            required: above.required,
            written: node.is_some(),
            span: node.map_or(around, |node| node.span),
            before: String::new(),
            value: Value::Raw { text: String::new() },
        };
        field.value = self.value(above, schema, node, field.span, depth);
        field.before = mark(&field.canonical());
        field
    }

    fn value(
        &self,
        above: &Above<'_>,
        schema: &Json,
        node: Option<&Node<'_>>,
        around: Span,
        depth: usize,
    ) -> Value {
        let raw = |node: &Node<'_>| Value::Raw {
            text: self.text.get(node.span.start()..node.span.end()).unwrap_or_default().to_owned(),
        };
        let shape = self.form.shape(schema);
        if depth > DEEPEST + 1 {
            return node.map_or(Value::Raw { text: String::new() }, raw);
        }
        match (shape, node.map(|node| &node.data)) {
            (Shape::One(input), None) => Value::One {
                choices: self.choices.for_key(above.record, above.key, schema),
                input,
                text: String::new(),
            },
            (Shape::One(input), Some(Data::Scalar { text, .. })) => Value::One {
                choices: self.choices.for_key(above.record, above.key, schema),
                input: input.for_text(text),
                text: text.to_string(),
            },
            // A condition may be its sentence alone.
            (Shape::Record(_), Some(Data::Scalar { text, .. })) => {
                Value::One { choices: Vec::new(), input: Input::Text, text: text.to_string() }
            }
            (Shape::Several(input, _), None) => Value::Several {
                choices: self.choices.for_key(above.record, above.key, schema),
                input,
                texts: Vec::new(),
            },
            (Shape::Several(input, _), Some(Data::List { items, .. })) => {
                let texts: Option<Vec<String>> = items
                    .iter()
                    .map(|item| match &item.data {
                        Data::Scalar { text, .. } if !text.contains('\n') => Some(text.to_string()),
                        _ => None,
                    })
                    .collect();
                match (texts, node) {
                    (Some(texts), _) => Value::Several {
                        choices: self.choices.for_key(above.record, above.key, schema),
                        input,
                        texts,
                    },
                    (None, Some(node)) => raw(node),
                    (None, None) => Value::Raw { text: String::new() },
                }
            }
            (Shape::Record(name), None | Some(Data::Map { .. })) => {
                Value::Record { fields: self.fields(above.place, &name, node, around, depth) }
            }
            (Shape::List(name), None | Some(Data::List { .. })) => {
                let items: &[Node<'_>] = match node.map(|node| &node.data) {
                    Some(Data::List { items, .. }) => items,
                    _ => &[],
                };
                let schema = self.form.item(schema);
                let names = item_names(items);
                let below = items.iter().enumerate().map(|(index, item)| {
                    let name = names.get(index).copied().flatten();
                    let part = part(name, index);
                    let place = format!("{}/{part}", above.place);
                    let above = Above { place: &place, record: "", key: "", required: false };
                    self.field(&above, schema, Some(item), item.span, depth + 1)
                });
                let items = below.collect();
                let place = format!("{}/@", above.place);
                let further = self.fields(&place, &name, None, around, DEEPEST);
                Value::List { items, further }
            }
            (_, Some(_)) => node.map_or(Value::Raw { text: String::new() }, raw),
        }
    }

    fn fields(
        &self,
        place: &str,
        record: &str,
        node: Option<&Node<'_>>,
        around: Span,
        depth: usize,
    ) -> Vec<Field> {
        let own = self.form.keys(record).into_iter().filter_map(|(key, schema, required)| {
            let written = node.and_then(|node| node.get(key));
            let is_flat = matches!(self.form.shape(schema), Shape::One(_) | Shape::Several(..));
            // What nothing stands in goes one level deep: a form of all that might be written has no end.
            if written.is_none() && !is_flat && depth >= DEEPEST {
                return None;
            }
            let below = if place.is_empty() { key.to_owned() } else { format!("{place}/{key}") };
            let above = Above { place: &below, record, key, required };
            let depth = if written.is_none() && !is_flat { DEEPEST } else { depth + 1 };
            Some(self.field(&above, schema, written, around, depth))
        });
        own.collect()
    }
}

/// Returns the part of a path that leads to an item of a list.
pub(super) fn part(name: Option<&str>, index: usize) -> String {
    match name {
        Some(name) if !name.starts_with('@') && !name.is_empty() => name.to_owned(),
        _ => format!("@{index}"),
    }
}
