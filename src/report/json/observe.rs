//! `fugi observe --format json`.

use crate::diagnostic::Language;
use crate::duty::observe::Finding;
use crate::report::observe::{count, form, name, says};
use crate::workspace::observe::Observed;
use schemars::JsonSchema;
use serde::Serialize;

/// The field names of a real layout beside the items that a step states.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// Always true: where something cannot be read, nothing is compared and nothing written.
    pub complete: bool,
    /// The matter: `r08/mihon-itaku`.
    pub matter: String,
    /// Id of the flow.
    pub flow: String,
    /// Number of the step.
    pub step: u64,
    /// What the file is, in words.
    pub layout: String,
    /// How many items the step states.
    pub declared: usize,
    /// True where some of them are assumed.
    pub assumed: bool,
    /// The fields, in the order of the layout.
    pub fields: Vec<Field>,
    /// Items that are stated and that no field bears.
    pub never_seen: Vec<String>,
    /// Ids of links that do not state their items and were not compared.
    pub links_without_items: Vec<String>,
    /// How many fields must be looked at.
    pub open: usize,
}

/// A field.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Field {
    /// Its name, with the headings above it; null where it has none.
    pub name: Option<String>,
    /// Where it stands, in words.
    pub place: String,
    /// Its first place, of a fixed-width layout.
    pub start: Option<u64>,
    /// How many places it takes, of a fixed-width layout.
    pub length: Option<u64>,
    /// `again`, `filler`, `renamed`, `same`, `spelling`, `undeclared` or `unnamed`.
    pub finding: String,
    /// The item that it is, or may be.
    pub item: Option<String>,
    /// What is said of it.
    pub message: String,
}

impl Report {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(own: &Observed, language: Language) -> Self {
        let item = |index| own.matter.items[index].name.clone();
        let fields = own.layout.fields.iter().zip(&own.found.fields).enumerate();
        let fields = fields.map(|(index, (field, finding))| {
            let (word, message) = says(own, index, finding);
            Field {
                name: field.name.as_ref().map(|_| name(own, index)),
                place: field.place.get(language).to_owned(),
                start: field.extent.map(|(start, _)| start),
                length: field.extent.map(|(_, length)| length),
                finding: word.to_owned(),
                item: finding.item().map(item),
                message: message.get(language).to_owned(),
            }
        });
        Self {
            version: 1,
            complete: true,
            matter: own.matter.name.clone(),
            flow: own.flow.clone(),
            step: own.step,
            layout: form(own).get(language).to_owned(),
            declared: own.declared.items.len(),
            assumed: own.declared.assumed,
            fields: fields.collect(),
            never_seen: own.found.never_seen.iter().map(|index| item(*index)).collect(),
            links_without_items: own.declared.silent.clone(),
            open: count(own, Finding::is_open),
        }
    }
}
