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
mod style;
mod table;

use super::Error;
use crate::document::tree::{Block, Document};
use body::Body;
use package::{DECLARATION, OFFICE, Part, Relation};
use picture::Picture;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Returns the document as a Word file.
pub(super) fn render(document: &Document) -> Result<Vec<u8>, Error> {
    let pictures = pictures(document)?;
    let body = Body::new(document, &pictures);
    let mut xml =
        format!("{DECLARATION}<w:document xmlns:w=\"{}\" {}><w:body>", style::NAMESPACE, drawing::NAMESPACES);
    content::write(&body.pieces, &mut xml);
    xml.push_str("</w:body></w:document>");
    let mut main = Part::word("word/document.xml", "document.main", xml);
    let own = |kind: &str, file: &str| Relation::new(kind, format!("{OFFICE}{kind}"), file);
    main.relations = vec![
        own("styles", "styles.xml"),
        own("settings", "settings.xml"),
        own("fontTable", "fontTable.xml"),
        own("theme", "theme/theme1.xml"),
    ];
    main.relations.extend(body.margins.relations);
    main.relations.extend(body.drawings.relations);
    let theme = Part {
        name: "word/theme/theme1.xml".to_owned(),
        content_type: "application/vnd.openxmlformats-officedocument.theme+xml".to_owned(),
        contents: parts::theme().into_bytes(),
        relations: Vec::new(),
    };
    let mut all = vec![
        main,
        Part::word("word/styles.xml", "styles", style::part()),
        Part::word("word/settings.xml", "settings", parts::settings()),
        Part::word("word/fontTable.xml", "fontTable", parts::fonts()),
        theme,
    ];
    all.extend(body.margins.parts);
    all.extend(body.drawings.parts);
    all.extend([parts::core(document), parts::application()]);
    let relations = [
        own("officeDocument", "word/document.xml"),
        Relation::new(
            "core",
            "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
            "docProps/core.xml",
        ),
        own("extended-properties", "docProps/app.xml"),
    ];
    package::zip(&all, &relations).map_err(|error| Error {
        template: "document.docx".to_owned(),
        line: 0,
        message: error.to_string(),
    })
}

/// Draws the figures of a document, on all cores.
fn pictures(document: &Document) -> Result<BTreeMap<&str, Picture>, Error> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let figures: Vec<_> = blocks
        .filter_map(|block| match block {
            Block::Figure(figure) => Some(figure),
            _ => None,
        })
        .collect();
    figures.par_iter().map(|figure| Ok((figure.id.as_str(), picture::draw(figure)?))).collect()
}
