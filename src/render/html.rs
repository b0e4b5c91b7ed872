//! HTML: one file that needs nothing else, for the screen (light and dark, keyboard and screen reader) and for
//! A4 paper, with the diagrams inside.

use super::templates::{HTML, Templates};
use super::{Error, svg};
use crate::document::tree::{Block, Document};
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Context<'a> {
    document: &'a Document,
    /// The diagrams as SVG, by flow.
    diagrams: BTreeMap<&'a str, String>,
}

/// Returns the document as HTML.
pub(super) fn render(document: &Document, templates: &Templates) -> Result<String, Error> {
    let mut diagrams = BTreeMap::new();
    for block in document.sections.iter().flat_map(|section| &section.blocks) {
        if let Block::Figure(figure) = block {
            diagrams.insert(figure.id.as_str(), svg::element(figure));
        }
    }
    templates.fill(HTML, &Context { document, diagrams })
}
