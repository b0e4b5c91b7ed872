//! A document in a format: PDF, Word, Excel, HTML, Markdown, diagrams as SVG, and the tree itself as JSON.
//!
//! The same document gives the same bytes: nothing here looks at the clock, the machine or the file system.

pub mod docx;
mod escape;
mod fonts;
mod html;
pub mod left_out;
mod markdown;
mod office;
#[cfg(feature = "pdf")]
pub mod pdf;
pub mod svg;
pub mod templates;
pub mod text_flow;
mod wrap;
mod xlsx;

use crate::diagnostic::Text;
use crate::document::figure::Figure;
use crate::document::tree::{Block, Document};
use crate::text;
use left_out::LeftOut;
use templates::Templates;

/// The most letters of one text in a diagram.
const DRAWN: usize = 2_000;

/// A format that a document is printed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Word: text and tables to go on editing, diagrams as pictures.
    Docx,
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
    /// Checklists, who handles what, flows and tables as sheets of a workbook.
    Xlsx,
}

impl Format {
    /// Returns the ending of its files.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Json => "json",
            Self::Markdown => "md",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Xlsx => "xlsx",
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
    /// What of the document it does not show; of a workbook, what of the tables; of a diagram, what of its flow. The tree
    /// itself is not read back.
    pub left_out: Vec<LeftOut>,
}

impl Paper {
    /// Returns a paper of the whole document that is made from the tree itself.
    #[must_use]
    pub fn whole(contents: Vec<u8>) -> Self {
        Self { flow: None, contents, left_out: Vec::new() }
    }
}

/// Why a document could not be rendered: the template, or a diagram that holds too long a text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{template}:{line}: {}", message.en)]
pub struct Error {
    /// The template; empty where none is to blame.
    pub template: String,
    /// The line in it, from 1; 0 where it is unknown.
    pub line: usize,
    /// What stands in that line.
    pub quoted: Option<String>,
    /// What is wrong and how it is fixed.
    pub message: Text,
}

impl Error {
    /// Returns where it is wrong, what is wrong, and how it is fixed.
    #[must_use]
    pub fn text(&self) -> Text {
        let Self { template, line, quoted, message: Text { ja, en } } = self;
        if template.is_empty() {
            return self.message.clone();
        }
        let quoted = quoted.as_ref().map_or_else(String::new, |quoted| format!("\n  | {quoted}"));
        text!(
            "ひな形 {template} の {line} 行目: {ja}{quoted}",
            "the template {template}, line {line}: {en}{quoted}"
        )
    }
}

/// Renders a document in a format.
///
/// # Errors
///
/// [`Error`] where a template is wrong, or a text is too long to be drawn ([`drawable`]).
pub fn render(document: &Document, format: Format, templates: &Templates) -> Result<Vec<Paper>, Error> {
    drawable(document, format)?;
    let filled = |text: String| {
        let left_out = left_out::from_markup(document, format, &text);
        vec![Paper { left_out, ..Paper::whole(text.into_bytes()) }]
    };
    Ok(match format {
        Format::Docx => {
            let file = docx::render(document, templates.reference())?;
            vec![Paper { left_out: left_out::from_word(document, &file), ..Paper::whole(file) }]
        }
        Format::Html => filled(html::render(document, templates)?),
        Format::Json => vec![Paper::whole(json(document).into_bytes())],
        Format::Markdown => filled(markdown::render(document, templates)?),
        Format::Pdf => vec![pdf(document, templates)?],
        Format::Svg => diagrams(document),
        Format::Xlsx => {
            let written = xlsx::render(document).map_err(|error| unwritten(&error))?;
            let checked = |file: Vec<u8>| Paper {
                left_out: left_out::from_workbook(document, &file),
                ..Paper::whole(file)
            };
            written.map(checked).into_iter().collect()
        }
    })
}

/// Returns the tree as JSON, as its file holds it.
#[must_use]
pub fn json(document: &Document) -> String {
    // Text, numbers and lists only: nothing in the tree can fail to be written.
    serde_json::to_string_pretty(document).unwrap_or_default() + "\n"
}

#[cfg(feature = "pdf")]
fn pdf(document: &Document, templates: &Templates) -> Result<Paper, Error> {
    Ok(pdf::Press::new(templates.typst(), &pdf::Fonts::built_in()).paper(document, &[])?)
}

#[cfg(not(feature = "pdf"))]
fn pdf(_: &Document, _: &Templates) -> Result<Paper, Error> {
    let message = text!(
        "この fugi は PDF なしで作られたものです。--no-default-features なしで作り直してください",
        "this fugi was built without PDF; build it without --no-default-features"
    );
    Err(Error { template: "document.typ".to_owned(), line: 0, quoted: None, message })
}

fn figures(document: &Document) -> impl Iterator<Item = &Figure> {
    let blocks = document.sections.iter().flat_map(|section| &section.blocks);
    blocks.filter_map(|block| match block {
        Block::Figure(figure) => Some(figure),
        _ => None,
    })
}

/// Checks that every text of the diagrams can be drawn. A name stands on each page of its diagram, and is measured in
/// many sizes and widths: one of 100,000 letters would take minutes and hundreds of pages.
///
/// # Errors
///
/// [`Error`] where the format draws, and a text has more than 2,000 letters.
pub fn drawable(document: &Document, format: Format) -> Result<(), Error> {
    match format {
        Format::Docx | Format::Html | Format::Pdf | Format::Svg => {}
        Format::Json | Format::Markdown | Format::Xlsx => return Ok(()),
    }
    for figure in figures(document) {
        let Some(long) = figure.drawn().find(|own| own.chars().nth(DRAWN).is_some()) else { continue };
        let count = long.chars().count();
        let begins: String = long.chars().take(12).collect();
        let number = &figure.number;
        let message = text!(
            "{number}: 図に描く語「{begins}…」が長すぎます（{count}字。{DRAWN}字まで）。名や短い文にして、詳しいことは図の外の項目に書いてください。md と xlsx には、このまま書き出せます",
            "{number}: `{begins}…` is too long to be drawn ({count} letters, at most {DRAWN}); write a name or a short text, and the rest outside of the diagram; md and xlsx can be written as it is"
        );
        return Err(Error { template: String::new(), line: 0, quoted: None, message });
    }
    Ok(())
}

fn diagrams(document: &Document) -> Vec<Paper> {
    figures(document)
        .flat_map(|figure| {
            let pages = svg::files(figure, document);
            let mut left_out = left_out::from_drawing(document, figure, &pages);
            pages.into_iter().enumerate().map(move |(index, page)| Paper {
                flow: Some(if index == 0 {
                    figure.id.clone()
                } else {
                    format!("{}-{}", figure.id, index + 1)
                }),
                // What the diagram lacks is told once, with its first page.
                left_out: std::mem::take(&mut left_out),
                ..Paper::whole(page.into_bytes())
            })
        })
        .collect()
}

fn unwritten(error: &crate::workbook::Error) -> Error {
    let message = text!("Excel のブックを作れません（{error}）", "the workbook cannot be made ({error})");
    Error { template: "xlsx".to_owned(), line: 0, quoted: None, message }
}
