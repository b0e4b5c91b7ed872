//! Tables in the terminal and as JSON.

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{ContentArrangement, Table};
use serde_json::{Map, Value, json};

/// A table: a title, columns with a key for programs and a head for readers, and rows.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    pub(crate) columns: Vec<(&'static str, String)>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Returns the table for a terminal of `width` columns.
    pub(crate) fn to_text(&self, width: u16) -> String {
        let mut table = Table::new();
        table.load_style(UTF8_BORDERS_ONLY);
        table.set_content_arrangement(ContentArrangement::Dynamic);
        table.set_width(width);
        table.set_header(self.columns.iter().map(|(_, head)| head.clone()));
        for row in &self.rows {
            table.add_row(row.clone());
        }
        format!("{}\n{table}", self.title)
    }

    /// Returns the table as an object: title and rows with the columns' keys.
    pub(crate) fn to_json(&self) -> Value {
        let rows: Vec<Value> = self
            .rows
            .iter()
            .map(|row| {
                let cells =
                    self.columns.iter().zip(row).map(|((key, _), cell)| ((*key).to_owned(), json!(cell)));
                Value::Object(cells.collect::<Map<String, Value>>())
            })
            .collect();
        json!({ "title": self.title, "rows": rows })
    }
}
