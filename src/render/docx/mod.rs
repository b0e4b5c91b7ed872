//! Word: a DOCX file (ECMA-376) that a clerk goes on editing. Tables are tables, headings are headings, each
//! diagram is a picture and the same in words.

mod body;
mod content;
mod drawing;
mod forms;
mod in_words;
mod package;
mod page;
mod parts;
mod picture;
mod reference;
mod style;
mod table;

pub use reference::Reference;

use super::Error;
use crate::document::tree::{Block, Document};
use crate::text;
use body::Body;
use package::{DECLARATION, OFFICE, Part, Relation};
use picture::Picture;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Returns the document as a Word file; it looks as the ward's own file does, where there is one.
pub(super) fn render(document: &Document, reference: Option<&Reference>) -> Result<Vec<u8>, Error> {
    let pictures = pictures(document)?;
    let body = Body::new(document, &pictures, reference);
    let mut content = String::new();
    content::write(&body.pieces, &mut content);
    if let Some(reference) = reference {
        content = reference.renamed(&content);
    }
    let (own, others) = (style::NAMESPACE, drawing::NAMESPACES);
    let mut main = Part::word(
        "word/document.xml",
        "document.main",
        format!(
            "{DECLARATION}<w:document xmlns:w=\"{own}\" {others}><w:body>{content}</w:body></w:document>"
        ),
    );
    let mut all = looks(reference, &mut main.relations);
    main.relations.extend(body.margins.relations);
    main.relations.extend(body.drawings.relations);
    all.insert(0, main);
    all.extend(body.margins.parts);
    all.extend(body.drawings.parts);
    all.extend([parts::core(document), parts::application()]);
    let office = |kind: &str, file: &str| Relation::new(kind, format!("{OFFICE}{kind}"), file);
    let relations = [
        office("officeDocument", "word/document.xml"),
        Relation::new(
            "core",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        office("extended-properties", "docProps/app.xml"),
    ];
    package::zip(&all, &relations).map_err(|error| Error {
        template: "document.docx".to_owned(),
        line: 0,
        quoted: None,
        message: text!("Word 文書を綴じられません（{error}）", "the Word file cannot be packed ({error})"),
    })
}

/// Returns the parts that say how the text looks: the ward's own, else ours; and adds how the text refers to them.
fn looks(reference: Option<&Reference>, relations: &mut Vec<Relation>) -> Vec<Part> {
    let mut parts = reference.map(|own| own.parts.clone()).unwrap_or_default();
    relations.extend(reference.iter().flat_map(|own| own.relations.clone()));
    let mut add = |kind: &str, part: Part| {
        if !relations.iter().any(|known| known.id == kind) {
            let file = part.name.trim_start_matches("word/").to_owned();
            relations.push(Relation::new(kind, format!("{OFFICE}{kind}"), file));
            parts.push(part);
        }
    };
    add("styles", Part::word("word/styles.xml", "styles", style::part()));
    add("settings", Part::word("word/settings.xml", "settings", parts::settings()));
    add("fontTable", Part::word("word/fontTable.xml", "fontTable", parts::fonts()));
    add("theme", parts::theme());
    parts
}

/// Draws the figures of a document, on all cores.
fn pictures(document: &Document) -> Result<BTreeMap<&str, Vec<Picture>>, Error> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let figures: Vec<_> = blocks
        .filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
        .collect();
    figures.par_iter().map(|figure| Ok((figure.id.as_str(), picture::draw(figure)?))).collect()
}
