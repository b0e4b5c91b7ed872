//! A document in a format: PDF, HTML, Markdown, diagrams as SVG, and the tree itself as JSON.
//!
//! The same document gives the same bytes: nothing here looks at the clock, the machine or the file system.

mod escape;
mod html;
mod markdown;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod svg;
pub mod templates;

use crate::document::tree::{Block, Document};
use templates::Templates;

/// A format that a document is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// One file that needs nothing else; prints on A4.
    Html,
    /// The tree, for templates and other programs (`schemas/document.schema.json`).
    Json,
    /// Readable as text.
    Markdown,
    /// The paper that the council sees; needs the feature `pdf`.
    Pdf,
    /// One file a diagram.
    Svg,
}

impl Format {
    /// Returns the ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
        }
    }
}

/// A file to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paper {
    /// What follows the matter's name in the file's name: the flow, where a diagram has a file of its own.
    pub flow: Option<String>,
    /// The contents.
    pub contents: Vec<u8>,
}

/// Why a document could not be rendered: always the template.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{template}:{line}: {message}")]
pub struct Error {
    /// The template.
    pub template: String,
    /// The line in it, from 1; 0 where it is unknown.
    pub line: usize,
    /// What the template engine says.
    pub message: String,
}

/// Renders a document in a format.
///
/// # Errors
///
/// [`Error`] where a template is wrong.
pub fn render(document: &Document, format: Format, templates: &Templates) -> Result<Vec<Paper>, Error> {
    let whole = |text: String| vec![Paper { flow: None, contents: text.into_bytes() }];
    Ok(match format {
        Format::Html => whole(html::render(document, templates)?),
        Format::Json => {
            let json = serde_json::to_string_pretty(document);
            whole(json.map_err(|error| unserialised(&error))? + "\n")
        }
        Format::Markdown => whole(markdown::render(document, templates)?),
        Format::Pdf => vec![Paper { flow: None, contents: pdf(document, templates)? }],
        Format::Svg => diagrams(document),
    })
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document, templates: &Templates) -> Result<Vec<u8>, Error> {
    Ok(pdf::Press::new(templates.typst(), &pdf::Fonts::built_in()).print(document, &[])?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document, _: &Templates) -> Result<Vec<u8>, Error> {
    let message = "built without the feature `pdf`".to_owned();
    Err(Error { template: "document.typ".to_owned(), line: 0, message })
}

fn diagrams(document: &Document) -> Vec<Paper> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    let figures = blocks.filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    });
    figures
        .map(|figure| Paper {
            flow: Some(figure.id.clone()),
            contents: svg::file(figure, document).into_bytes(),
        })
        .collect()
}

fn unserialised(error: &serde_json::Error) -> Error {
    Error { template: "document.json".to_owned(), line: error.line(), message: error.to_string() }
}
