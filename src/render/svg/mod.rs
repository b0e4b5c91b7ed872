//! Diagrams as SVG, drawn from the flow.
//!
//! What a line of the diagram says is decided in `content`, what stands on a page in `sheet`, where it stands in
//! `page` and the parts it draws, on which paper and how large in `fit`; `shapes` writes it.
//!
//! The colours are attributes, so that any program shows them; each shape has a class too, by which the HTML
//! page makes the diagram dark on a dark screen. Nothing is said by colour alone.

mod columns;
mod content;
mod drawing;
mod fit;
mod footing;
mod gutters;
mod lanes;
mod legend;
mod link_words;
mod measures;
mod page;
mod setting;
mod shapes;
mod sheet;
mod widths;

use crate::document::figure::Figure;
use crate::document::tree::Document;

/// Returns a diagram as files of their own, one a page, marked as the document is.
pub(super) fn files(figure: &Figure, document: &Document) -> Vec<String> {
    let mut marks = Vec::new();
    if document.sample {
        marks.push("見本");
    }
    if document.draft {
        marks.push("案");
    }
    marks.extend(document.notices.iter().map(String::as_str));
    let file = |svg: String| format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{svg}\n");
    pages(figure, &marks).into_iter().map(file).collect()
}

/// Returns a diagram as an element of a page; several, one after the other, where it takes several pages.
pub(super) fn element(figure: &Figure) -> String {
    pages(figure, &[]).join("\n")
}

/// Returns a diagram as SVG elements, one for each page that it takes: nearly always one. Each names the paper
/// that it fits on, on its side, in `data-paper` (A4 or A3), and its size between the margins in points; `marks`
/// (案, 見本) stand at the top left.
#[must_use]
pub fn pages(figure: &Figure, marks: &[&str]) -> Vec<String> {
    written(figure, Some(marks))
}

/// Returns a diagram without title and number, for a paper that prints them as text.
#[must_use]
pub fn untitled(figure: &Figure) -> Vec<String> {
    written(figure, None)
}

fn written(figure: &Figure, marks: Option<&[&str]>) -> Vec<String> {
    let drawings = fit::draw(figure, marks);
    let count = drawings.len();
    let pages = drawings.iter().enumerate();
    pages.map(|(index, drawing)| shapes::write(figure, drawing, (index + 1, count))).collect()
}
