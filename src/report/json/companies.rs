//! `fugi parties check --format json`.

use super::At;
use crate::diagnostic::Language;
use crate::registry::Member;
use crate::report::companies::said;
use crate::workspace::companies::{Answer, Companies, Found};
use schemars::JsonSchema;
use serde::Serialize;

/// The legal entities of a year against the list of corporate numbers.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// True: where a list cannot be read, nothing is written.
    pub complete: bool,
    /// The year, `r08`.
    pub year: String,
    /// The lists that were read.
    pub lists: Vec<List>,
    /// Whether a list of the whole country is among them; else a company that stands in none may be all right.
    pub whole_country: bool,
    /// What is found.
    pub answers: Vec<Company>,
}

/// A list that was read, or a file beside it that was not.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct List {
    /// Its name.
    pub name: String,
    /// How many rows it has; null of a file that is no list.
    pub rows: Option<u64>,
}

/// What is found of a legal entity; one may have several.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Company {
    /// Its id in `parties.yaml`.
    pub id: String,
    /// Its name there.
    pub name: String,
    /// What is found.
    pub found: Standing,
    /// In words, with what to do.
    pub message: String,
    /// Where.
    #[serde(flatten)]
    pub at: At,
}

/// What is found of a legal entity.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// The number is in no list that was read.
    Absent,
    /// The address is another.
    AddressDiffers,
    /// The register is closed.
    Closed,
    /// The number was taken back.
    Deleted,
    /// Invented, for a sample.
    Fictional,
    /// The name is another.
    NameDiffers,
    /// The number is not written.
    NoNumber,
    /// As registered.
    Same,
}

impl From<&Found> for Standing {
    fn from(found: &Found) -> Self {
        match found {
            Found::Absent => Self::Absent,
            Found::Address(_) => Self::AddressDiffers,
            Found::Closed(..) => Self::Closed,
            Found::Deleted => Self::Deleted,
            Found::Fictional => Self::Fictional,
            Found::Name(..) => Self::NameDiffers,
            Found::NoNumber(_) => Self::NoNumber,
            Found::Same(_) => Self::Same,
        }
    }
}

impl Report {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(
        own: &Companies,
        answers: &[Answer],
        members: &[Member],
        partial: bool,
        language: Language,
    ) -> Self {
        let company = |answer: &Answer| Company {
            id: answer.id.clone(),
            name: answer.name.clone(),
            found: Standing::from(&answer.found),
            message: said(answer, partial).get(language).to_owned(),
            at: At::new(&own.sources, answer.span),
        };
        Self {
            version: 1,
            complete: true,
            year: own.year.clone(),
            lists: members.iter().map(|own| List { name: own.name.clone(), rows: own.rows }).collect(),
            whole_country: !partial,
            answers: answers.iter().map(company).collect(),
        }
    }
}
