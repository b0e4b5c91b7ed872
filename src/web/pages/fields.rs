//! A form as a page shows it: which fields are seen at once, and what is said beside each.

use super::super::data::encoded;
use super::findings::Place;
use crate::workspace::fields::{Field, Input, Value};
use serde::Serialize;
use std::collections::BTreeMap;

/// How many letters stand in a line of a large field.
const LETTERS: usize = 40;

/// How many items of a list are open at first.
const OPEN: usize = 2;

/// A field with what is said of it.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    place: String,
    key: String,
    label: String,
    hint: Option<String>,
    required: bool,
    pub(super) before: String,
    pub(super) value: ShownValue,
    /// Whether it is seen without being asked for.
    pub(super) shown: bool,
    /// Whether it is an item of a list.
    item: bool,
    /// What an item is known by.
    name: String,
    /// How many findings lie in it.
    count: usize,
    open: bool,
    removable: bool,
    can_add: bool,
    /// How many fields of a record that nothing stands in are left out, and where they are shown.
    hidden: usize,
    more_at: String,
    add_at: String,
    findings: Vec<Place>,
    pub(super) error: Option<String>,
    rows: usize,
    /// Whether it is given by several controls.
    group: bool,
    /// Whether everything that stands there may be chosen.
    all_known: bool,
}

/// What may stand at a place, and what does, with what is said of it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub(super) enum ShownValue {
    One { input: Input, text: String, choices: Vec<crate::workspace::fields::Choice> },
    Several { input: Input, texts: Vec<String>, choices: Vec<crate::workspace::fields::Choice> },
    Record { fields: Vec<Shown> },
    List { items: Vec<Shown> },
    Raw { text: String },
}

/// What was sent and not taken: the value, and why.
pub(super) type Refused = BTreeMap<String, (String, String)>;

/// What forms are shown with.
pub(super) struct Showing<'a> {
    pub(super) base: &'a str,
    pub(super) part: &'a str,
    /// The record whose fields are all shown.
    pub(super) more: &'a str,
    pub(super) findings: &'a [Place],
    pub(super) refused: &'a Refused,
}

/// The most choices that are shown as boxes.
const BOXES: usize = 24;

impl Showing<'_> {
    /// Returns a field as it is shown.
    pub(super) fn field(&self, field: &Field, item: bool, siblings: usize) -> Shown {
        let own = &field.place;
        let inside = |place: &str| {
            place.strip_prefix(own.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let count = self.findings.iter().filter(|found| inside(&found.field)).count();
        let bad = self.refused.keys().any(|place| inside(place));
        let refused = self.refused.get(own);
        let mut shown = Shown {
            place: own.clone(),
            key: field.key.clone(),
            label: field.label.clone(),
            hint: field.hint.clone(),
            required: field.required,
            before: field.before.clone(),
            value: ShownValue::Raw { text: String::new() },
            shown: field.written || field.required || count > 0 || bad,
            item,
            name: if item { name(field) } else { String::new() },
            count,
            open: bad || siblings <= OPEN || inside(self.more),
            removable: item,
            can_add: false,
            hidden: 0,
            more_at: String::new(),
            add_at: format!("{}/add?at={}", self.base, encoded(own)),
            findings: self.findings.iter().filter(|found| found.field == *own).cloned().collect(),
            error: refused.map(|(_, why)| why.clone()),
            rows: 1,
            group: false,
            all_known: true,
        };
        let sent = refused.map(|(sent, _)| sent.clone());
        shown.value = match &field.value {
            Value::One { input, text, choices } => ShownValue::One {
                input: *input,
                text: sent.unwrap_or_else(|| text.clone()),
                choices: choices.clone(),
            },
            Value::Several { input, texts, choices } => {
                let texts = match sent {
                    Some(sent) => sent.lines().map(str::to_owned).collect(),
                    None => texts.clone(),
                };
                shown.all_known = texts.iter().all(|text| choices.iter().any(|own| own.word == *text));
                shown.group = !choices.is_empty() && choices.len() <= BOXES && shown.all_known;
                ShownValue::Several { input: *input, texts, choices: choices.clone() }
            }
            Value::Record { fields } => {
                let (fields, hidden) = self.fields(own, fields);
                shown.hidden = hidden;
                shown.more_at = {
                    let place = encoded(own);
                    format!("{}/{}?more={place}#f:{place}", self.base, self.part)
                };
                ShownValue::Record { fields }
            }
            Value::List { items, further } => {
                shown.can_add = !further.is_empty();
                let list = items.iter().map(|one| {
                    let mut own = self.field(one, true, items.len());
                    if own.label.is_empty() || one.label == one.key {
                        own.label = String::new();
                    }
                    own
                });
                ShownValue::List { items: list.collect() }
            }
            Value::Raw { text } => ShownValue::Raw { text: text.clone() },
        };
        shown.rows = rows(&shown.value);
        shown
    }

    /// Returns the fields of a record, and how many are left out because nothing stands in them; what names the record
    /// in the file, and nothing else, is not shown.
    pub(super) fn fields(&self, place: &str, fields: &[Field]) -> (Vec<Shown>, usize) {
        let seen = fields.iter().filter(|own| own.key != "id" || !own.required);
        let mut all: Vec<Shown> = seen.map(|own| self.field(own, false, 0)).collect();
        if place.is_empty() {
            return (all, 0);
        }
        if self.more == place {
            for own in &mut all {
                own.shown = true;
            }
            return (all, 0);
        }
        let count = all.len();
        all.retain(|own| own.shown);
        let left = count - all.len();
        (all, left)
    }
}

fn rows(value: &ShownValue) -> usize {
    let count = match value {
        ShownValue::One { text, .. } | ShownValue::Raw { text } => {
            text.lines().map(|line| line.chars().count() / LETTERS + 1).sum()
        }
        ShownValue::Several { texts, .. } => texts.len(),
        ShownValue::List { .. } | ShownValue::Record { .. } => 1,
    };
    count.clamp(2, 14)
}

/// Returns what an item is known by to a reader: its name, its title, or the words of its first value.
fn name(field: &Field) -> String {
    let Value::Record { fields } = &field.value else { return field.canonical() };
    let text = |key: &str| {
        let own = fields.iter().find(|own| own.key == key)?;
        let text = own.canonical();
        let chosen = match &own.value {
            Value::One { choices, .. } => {
                choices.iter().find(|own| own.word == text).map(|own| own.label.clone())
            }
            _ => None,
        };
        Some(chosen.unwrap_or(text)).filter(|text| !text.is_empty())
    };
    let ways = || match (text("from"), text("to")) {
        (Some(from), Some(to)) => Some(format!("{from} → {to}")),
        _ => None,
    };
    let numbered = || Some(format!("{} {}", text("no")?, text("text").unwrap_or_default()));
    let known = ["name", "label", "title", "heading", "subject"].iter().find_map(|key| text(key));
    let known = known.or_else(ways).or_else(numbered);
    let known =
        known.or_else(|| ["role", "form", "kind", "text", "row", "id"].iter().find_map(|key| text(key)));
    let known = known.or_else(|| fields.iter().map(Field::canonical).find(|text| !text.is_empty()));
    let known = known.unwrap_or_default();
    let cut: String = known.chars().take(LETTERS).collect();
    if cut.len() < known.len() { format!("{cut}…") } else { cut }
}
