//! What a schema says of a value, as far as a form asks: how it is given, and what it is called.

use crate::diagnostic::Language;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::schema::SCHEMAS;
use crate::workspace::fields::choices::{self, Listed};
use serde::Serialize;
use serde_json::Value as Json;

/// How one value is given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// A word from a list.
    Choice,
    /// A day: `2026-04-01`.
    Day,
    /// A short text.
    Line,
    /// A whole number.
    Number,
    /// A long text, a paragraph a line.
    Text,
    /// Yes or no.
    YesNo,
}

/// The longest text that is given in one line, in characters.
const LINE: usize = 40;

impl Input {
    /// Returns how a text that stands is given: a long one, in a large field.
    pub(super) fn for_text(self, text: &str) -> Self {
        let is_long = text.contains('\n') || text.chars().count() > LINE;
        if self == Self::Line && is_long { Self::Text } else { self }
    }
}

/// What kind of thing a value is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One value.
    One(Input),
    /// A list of values, and whether it may be empty.
    Several(Input, bool),
    /// A record of this name.
    Record(String),
    /// A list of records of this name.
    List(String),
}

/// What the form of a kind of file is made of.
#[derive(Clone, Debug)]
pub struct Form {
    schema: Json,
    pub(super) listed: Vec<Listed>,
}

impl Form {
    /// Returns what a kind of file (`matter`, `parties`, `ward`) may hold in a workspace and a year of it.
    #[must_use]
    pub fn of(
        workspace: &Workspace,
        year: Option<&LoadedYear>,
        name: &str,
        language: Language,
    ) -> Option<Self> {
        let schema = SCHEMAS.iter().find(|own| own.name == name)?;
        let listed = choices::listed(workspace, year);
        Some(Self { schema: schema.for_forms(language), listed })
    }

    pub(super) fn root(&self) -> &Json {
        &self.schema
    }

    /// Returns the keys of a record with their schemas, and whether each is needed, in the order of the declaration.
    pub(super) fn keys(&self, record: &str) -> Vec<(&str, &Json, bool)> {
        let Some(own) = self.schema.pointer(&format!("/$defs/{record}")) else { return Vec::new() };
        let needed: Vec<&str> =
            own["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
        let order = own["order"].as_array().into_iter().flatten().filter_map(Json::as_str);
        let keys = order.filter_map(|key| Some((key, own["properties"].get(key)?, needed.contains(&key))));
        keys.collect()
    }

    /// Returns what the items of a list may be.
    pub(super) fn item<'s>(&self, schema: &'s Json) -> &'s Json {
        &schema["items"]
    }

    /// Returns what kind of thing a schema describes.
    #[must_use]
    pub fn shape(&self, schema: &Json) -> Shape {
        if let Some(record) = record(schema) {
            return Shape::Record(record);
        }
        if let Some(items) = schema.get("items") {
            return match self.shape(items) {
                Shape::One(input) => Shape::Several(input, schema.get("minItems").is_none()),
                Shape::Record(name) => Shape::List(name),
                Shape::List(_) | Shape::Several(..) => Shape::One(Input::Text),
            };
        }
        Shape::One(input(schema))
    }
}

/// Returns the record that a schema refers to, alone or beside nothing or a text.
fn record(schema: &Json) -> Option<String> {
    let own = |schema: &'_ Json| schema.get("$ref")?.as_str()?.strip_prefix("#/$defs/").map(str::to_owned);
    own(schema).or_else(|| schema.get("anyOf")?.as_array()?.iter().find_map(own))
}

fn input(schema: &Json) -> Input {
    if schema.get("oneOf").is_some() || schema.get("enum").is_some() {
        return Input::Choice;
    }
    if schema.get("format").and_then(Json::as_str) == Some("date") {
        return Input::Day;
    }
    let types: Vec<&str> = match &schema["type"] {
        Json::String(own) => vec![own],
        Json::Array(all) => all.iter().filter_map(Json::as_str).filter(|own| *own != "null").collect(),
        _ => Vec::new(),
    };
    match types.as_slice() {
        ["boolean"] => Input::YesNo,
        ["integer"] => Input::Number,
        _ if is_long(schema["description"].as_str().unwrap_or_default()) => Input::Text,
        _ => Input::Line,
    }
}

/// Returns whether a description is that of a sentence.
fn is_long(description: &str) -> bool {
    let (label, hint) = split(description);
    ["文", "理由", "目的", "概要", "措置", "制度"].iter().any(|word| label.ends_with(word))
        || hint.is_some_and(|hint| hint.contains("一段落"))
}

/// Returns what a value is called and what more is said of it.
pub(super) fn words(schema: &Json) -> (String, Option<String>) {
    let (label, hint) = split(schema["description"].as_str().unwrap_or_default());
    // What says how the file is written says nothing to whoever never sees it.
    let of_files = |hint: &&str| {
        ["識別子", "yaml", "common", "fugi", "forms/", "省略", "id of", "ids of"]
            .iter()
            .any(|word| hint.contains(word))
            || hint.contains("_")
    };
    // A form offers the names themselves.
    let label = label.strip_suffix("の識別子").unwrap_or(label);
    (label.to_owned(), hint.filter(|hint| !of_files(hint)).map(str::to_owned))
}

fn split(description: &str) -> (&str, Option<&str>) {
    let ja =
        description.split_once('（').map(|(label, rest)| (label, rest.strip_suffix('）').unwrap_or(rest)));
    let en =
        || description.split_once(" (").map(|(label, rest)| (label, rest.strip_suffix(')').unwrap_or(rest)));
    match ja.or_else(en) {
        Some((label, hint)) if !label.is_empty() && !hint.contains('）') => (label, Some(hint)),
        Some(_) => (description, None),
        _ => match description.split_once(['。', ':']) {
            Some((label, hint)) if !hint.trim().is_empty() => (label, Some(hint.trim())),
            _ => (description, None),
        },
    }
}
