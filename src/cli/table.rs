//! Tables in the terminal.

use crate::diagnostic::Language;
use crate::spelling::{one_line, printable};
use crate::workspace::tables::Table;
use comfy_table::ContentArrangement;
use comfy_table::presets::UTF8_BORDERS_ONLY;

/// A table: a title, columns with a key and a head, and rows.
#[derive(Debug)]
pub(crate) struct Sheet {
    pub(crate) title: String,
    pub(crate) columns: Vec<(&'static str, String)>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Returns the table for a terminal of `width` columns.
    pub(crate) fn to_text(&self, width: u16) -> String {
        let heads = self.columns.iter().map(|(_, head)| head.clone()).collect();
        drawn(&self.title, heads, &self.rows, width)
    }
}

/// Returns a table for a terminal of `width` columns.
pub(crate) fn text(own: &Table, language: Language, width: u16) -> String {
    let heads = own.columns.iter().map(|column| column.head.get(language).to_owned()).collect();
    drawn(own.title.get(language), heads, &own.rows, width)
}

fn drawn(title: &str, heads: Vec<String>, rows: &[Vec<String>], width: u16) -> String {
    let mut table = comfy_table::Table::new();
    table.load_style(UTF8_BORDERS_ONLY);
    table.set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(width);
    table.set_header(heads);
    for row in rows {
        table.add_row(row.iter().map(|cell| printable(cell)));
    }
    format!("{}\n{table}", one_line(title))
}
