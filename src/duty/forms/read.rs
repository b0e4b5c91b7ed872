//! Reading a form with the place of every value, and telling everything that is wrong with it at once.

use super::MADE;
use crate::diagnostic::{Diagnostic, Text};
use crate::evidence::format::field::{self, Field, Moment, Problem, Shape};
use crate::evidence::format::kind::{Kind, Predicate};
use crate::evidence::format::personal;
use crate::source::{SourceId, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::{self, Data, Node};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// What signing fills in.
#[derive(Clone, Debug)]
pub struct Made {
    /// A random name.
    pub record_id: String,
    /// 16 random bytes in hexadecimal.
    pub salt: String,
    /// Now.
    pub issued_at: Moment,
}

/// A form that was read: its kind, its values, and where each stands.
#[derive(Debug)]
pub struct Form {
    /// Its kind.
    pub kind: Kind,
    value: Value,
    places: Places,
}

/// Where each value stands, by its path; the root has the empty path.
#[derive(Debug, Default)]
pub(super) struct Places(BTreeMap<String, Place>);

/// Where a value stands.
#[derive(Clone, Debug)]
struct Place {
    span: Span,
    /// The name of its cell, in a workbook.
    cell: Option<String>,
}

impl Places {
    /// Says where a value stands in a text.
    fn add(&mut self, path: impl Into<String>, span: Span) {
        self.0.insert(path.into(), Place { span, cell: None });
    }

    /// Says in which cell of a workbook a value stands.
    pub(super) fn add_cell(&mut self, path: impl Into<String>, span: Span, cell: Option<String>) {
        self.0.insert(path.into(), Place { span, cell });
    }

    /// Returns the place of a path, or of the nearest thing around it.
    fn of(&self, path: &str) -> Option<&Place> {
        let mut path = path;
        loop {
            match (self.0.get(path), path.rsplit_once('/')) {
                (Some(place), _) => return Some(place),
                (None, Some((around, _))) => path = around,
                (None, None) => return self.0.get(""),
            }
        }
    }
}

/// Reads a form.
///
/// # Errors
///
/// Every problem of its shape: YAML, unknown and missing fields, wrong values, residents' data.
pub fn read(source: SourceId, text: &str) -> Result<Form, Vec<Diagnostic>> {
    let root = yaml::parse(source, text)?;
    let Data::Map { entries, .. } = &root.data else {
        let message = text!("様式の中身（キー: 値）がありません", "there are no fields");
        let help = text!("`fugi record new 種類` で様式を作れます", "`fugi record new KIND` writes a form");
        return Err(vec![Diagnostic::error("not-a-form", root.span, message).help(help)]);
    };
    let kind = kind_of(&root)?;
    let mut places = Places::default();
    places.add("", entries.first().map_or(root.span, |entry| entry.key_span));
    let own = own_fields(kind);
    let mut value = object(&root, &own, "", &mut places);
    if let Value::Object(fields) = &mut value {
        fields.remove("kind");
    }
    let form = Form { kind, value, places };
    let problems = form.problems();
    if problems.is_empty() { Ok(form) } else { Err(form.diagnostics(problems)) }
}

/// Returns the fields that people fill in.
fn own_fields(kind: Kind) -> Vec<Field> {
    kind.fields().iter().filter(|field| !MADE.contains(&field.name)).copied().collect()
}

/// Returns the kind that a form names.
fn kind_of(root: &Node<'_>) -> Result<Kind, Vec<Diagnostic>> {
    let words = || Kind::ALL.iter().map(|kind| kind.word());
    let list = Kind::ALL.iter().map(|kind| format!("{}（{}）", kind.word(), kind.label()));
    let (list, list_en) = (list.collect::<Vec<_>>().join("、"), words().collect::<Vec<_>>().join(", "));
    let all = text!("使える種類: {list}", "kinds: {list_en}");
    match root.get("kind") {
        Some(node) => match &node.data {
            Data::Scalar { text, .. } => Kind::of_word(text).ok_or_else(|| {
                let shown = short(text);
                let message =
                    text!("「{shown}」という種類の記録はありません", "`{shown}` is no kind of record");
                let help = spelling::did_you_mean(text, words(), &all);
                vec![Diagnostic::error("unknown-kind", node.span, message).help(help)]
            }),
            _ => Err(vec![
                Diagnostic::error(
                    "unknown-kind",
                    node.span,
                    text!("種類がありません", "the kind is missing"),
                )
                .help(all),
            ]),
        },
        None => Err(vec![
            Diagnostic::error(
                "missing-key",
                root.span,
                text!("「kind」（種類）がありません", "`kind` is missing"),
            )
            .help(all),
        ]),
    }
}

/// Returns a map as JSON, its fields by their shapes.
fn object(node: &Node<'_>, fields: &[Field], path: &str, places: &mut Places) -> Value {
    let Data::Map { entries, .. } = &node.data else { return plain(node) };
    let mut out = Map::new();
    for entry in entries {
        let at = field::join(path, &entry.key);
        let known = fields.iter().find(|field| field.name == entry.key);
        let span = if known.is_none() || !entry.value.span.is_somewhere() || is_null(&entry.value) {
            entry.key_span
        } else {
            entry.value.span
        };
        places.add(at.clone(), span);
        let value = match known {
            Some(field) => shaped(&entry.value, (field.shape)(), &at, places),
            None => plain(&entry.value),
        };
        out.insert(entry.key.as_ref().to_owned(), value);
    }
    Value::Object(out)
}

fn is_null(node: &Node<'_>) -> bool {
    matches!(node.data, Data::Null)
}

fn shaped(node: &Node<'_>, shape: Shape, path: &str, places: &mut Places) -> Value {
    match (shape, &node.data) {
        (Shape::Record(_, fields), Data::Map { .. }) => object(node, fields, path, places),
        (Shape::List(item), Data::List { items, .. }) => {
            let list = items.iter().enumerate().map(|(index, item_node)| {
                let at = field::join(path, &index.to_string());
                places.add(at.clone(), item_node.span);
                shaped(item_node, item(), &at, places)
            });
            Value::Array(list.collect())
        }
        (Shape::Number, Data::Scalar { text, .. }) => {
            text.parse::<u64>().map_or_else(|_| plain(node), Value::from)
        }
        (Shape::Flag, Data::Scalar { text, .. }) if text == "true" || text == "false" => {
            Value::Bool(text == "true")
        }
        _ => plain(node),
    }
}

fn plain(node: &Node<'_>) -> Value {
    match &node.data {
        Data::List { items, .. } => Value::Array(items.iter().map(plain).collect()),
        Data::Map { entries, .. } => Value::Object(
            entries.iter().map(|entry| (entry.key.as_ref().to_owned(), plain(&entry.value))).collect(),
        ),
        Data::Null => Value::Null,
        Data::Scalar { text, .. } => Value::String(text.as_ref().to_owned()),
    }
}

impl Form {
    /// Returns a form whose values and places were read from something else than YAML; nothing is checked yet.
    pub(super) fn new(kind: Kind, value: Value, places: Places) -> Self {
        Self { kind, value, places }
    }

    /// Tells everything that is wrong with the shape of its values.
    pub(super) fn problems(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        field::check(&self.value, self.kind.label(), &own_fields(self.kind), false, "", &mut problems);
        personal::check(&self.value, self.kind.fields(), false, &mut problems);
        problems
    }

    /// Returns its values, by the names of the form.
    #[cfg(test)]
    pub(super) fn value(&self) -> &Value {
        &self.value
    }

    /// Returns whether nothing stands at a path that is there.
    pub(super) fn is_blank(&self, path: &str) -> bool {
        self.value.pointer(&format!("/{path}")).is_some_and(Value::is_null)
    }

    /// Returns the text of a field, where it is there.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value.get(name).and_then(Value::as_str)
    }

    /// Returns what the form says, with what signing adds.
    ///
    /// # Errors
    ///
    /// Everything in it that does not fit together.
    pub fn predicate(&self, made: &Made) -> Result<Predicate, Vec<Diagnostic>> {
        let mut value = self.value.clone();
        if let Value::Object(fields) = &mut value {
            fields.retain(|_, value| !value.is_null());
            fields.insert("record_id".to_owned(), made.record_id.as_str().into());
            fields.insert("salt".to_owned(), made.salt.as_str().into());
            fields.insert("issued_at".to_owned(), made.issued_at.to_string().into());
        }
        let json = renamed(value, self.kind.fields());
        let predicate = self.kind.read(&json).map_err(|problems| self.diagnostics(problems))?;
        let mut problems = Vec::new();
        predicate.check(&mut problems);
        if problems.is_empty() { Ok(predicate) } else { Err(self.diagnostics(problems)) }
    }

    /// Returns problems at their places, in the order of the form.
    #[must_use]
    pub fn diagnostics(&self, problems: Vec<Problem>) -> Vec<Diagnostic> {
        let mut told: Vec<Diagnostic> = problems
            .into_iter()
            .map(|problem| {
                let place = self.places.of(&problem.path);
                let span = place.map_or(Span::NOWHERE, |place| place.span);
                let message = match place.and_then(|place| place.cell.as_ref()) {
                    Some(cell) => {
                        let Text { ja, en } = problem.message;
                        text!("{cell}: {ja}", "{cell}: {en}")
                    }
                    None => problem.message,
                };
                let told = Diagnostic::error("record-field", span, message);
                match problem.help {
                    Some(help) => told.help(help),
                    None => told,
                }
            })
            .collect();
        told.sort_by_key(|problem| problem.primary.span);
        told
    }
}

/// Returns a value with the names of JSON in the place of those of the form; what is empty is left out.
fn renamed(value: Value, fields: &'static [Field]) -> Value {
    let Value::Object(entries) = value else { return value };
    let entries = entries.into_iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| match fields
        .iter()
        .find(|field| field.name == name)
    {
        Some(field) => (field.json_name(), renamed_shape(value, (field.shape)())),
        None => (name, value),
    });
    Value::Object(entries.collect())
}

fn renamed_shape(value: Value, shape: Shape) -> Value {
    match (shape, value) {
        (Shape::Record(_, fields), value) => renamed(value, fields),
        (Shape::List(item), Value::Array(items)) => {
            Value::Array(items.into_iter().map(|value| renamed_shape(value, item())).collect())
        }
        (_, value) => value,
    }
}
