//! `fugi show … --format json`.

use super::Unread;
use crate::diagnostic::Language;
use crate::document::figure::Figure;
use crate::workspace::{self, tables};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Tables, one a matter.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Report {
    /// Version of this shape.
    pub version: u32,
    /// False where something was not read: its matters have no table.
    pub complete: bool,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// The tables.
    pub tables: Vec<Table>,
}

/// A table of one matter.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Table {
    /// The matter: `r07/koki-iryo-cashless`.
    pub matter: String,
    /// The title.
    pub title: String,
    /// The columns in the order of the table.
    pub columns: Vec<Column>,
    /// The rows: a cell for the key of each column.
    pub rows: Vec<BTreeMap<String, String>>,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Column {
    /// Its key in the rows. In `show handles` it is the role's id (`role/item` for a role with the id `item`).
    pub key: String,
    /// Its head.
    pub title: String,
}

/// The flows of matters, as they are drawn (`fugi show flow`).
#[derive(Clone, Debug, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Flows {
    /// Version of this shape.
    pub version: u32,
    /// False where something was not read: its flows are missing.
    pub complete: bool,
    /// What was not read.
    pub unread: Vec<Unread>,
    /// The flows.
    pub flows: Vec<Figure>,
}

impl Table {
    /// Returns a table, in one language.
    #[must_use]
    pub fn new(table: &tables::Table, language: Language) -> Self {
        let columns = table
            .columns
            .iter()
            .map(|column| Column { key: column.key.clone(), title: column.head.get(language).to_owned() });
        let row = |row: &Vec<String>| {
            table.columns.iter().zip(row).map(|(column, cell)| (column.key.clone(), cell.clone())).collect()
        };
        Self {
            matter: table.matter.clone(),
            title: table.title.get(language).to_owned(),
            columns: columns.collect(),
            rows: table.rows.iter().map(row).collect(),
        }
    }
}

impl Report {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(tables: &[tables::Table], unread: &[workspace::Unread], language: Language) -> Self {
        Self {
            version: 1,
            complete: unread.is_empty(),
            unread: Unread::all(unread, language),
            tables: tables.iter().map(|table| Table::new(table, language)).collect(),
        }
    }
}

impl Flows {
    /// Returns the whole report, in one language.
    #[must_use]
    pub fn new(flows: Vec<Figure>, unread: &[workspace::Unread], language: Language) -> Self {
        Self { version: 1, complete: unread.is_empty(), unread: Unread::all(unread, language), flows }
    }
}
