//! Pages: size and margins, what stands above and below the text, and the properties of a section.

use super::content::Paragraph;
use super::package::{DECLARATION, OFFICE, Part, Relation};
use super::style::{Look, NAMESPACE, Style};
use crate::document::tree::Document;
use std::fmt::Write as _;

/// The shape of a page; lengths are in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A4, upright: text and tables.
    Upright,
    /// A4 on its side: wide tables and diagrams.
    Wide,
    /// A3 on its side: large diagrams.
    WideA3,
}

/// Size and margins of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Geometry {
    pub(super) width: u32,
    pub(super) height: u32,
    /// Top, bottom, and each side.
    pub(super) margins: (u32, u32, u32),
    /// From the edge of the paper to the header and to the footer.
    pub(super) edges: (u32, u32),
}

impl Geometry {
    /// Returns width and height between the margins.
    pub(super) fn area(self) -> (u32, u32) {
        let (top, bottom, side) = self.margins;
        (self.width.saturating_sub(2 * side), self.height.saturating_sub(top + bottom))
    }
}

impl Shape {
    /// Returns size and margins. On its side the margins are as narrow as printers allow: the diagram's smallest
    /// text must stay readable.
    pub(super) fn geometry(self) -> Geometry {
        match self {
            Self::Upright => {
                Geometry { width: 11906, height: 16838, margins: (1304, 1077, 1134), edges: (624, 510) }
            }
            Self::Wide => {
                Geometry { width: 16838, height: 11906, margins: (640, 560, 640), edges: (320, 260) }
            }
            Self::WideA3 => {
                Geometry { width: 23811, height: 16838, margins: (760, 640, 680), edges: (400, 320) }
            }
        }
    }
}

/// The pages of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) shape: Shape,
    /// Ids of the headers: of the first page where it differs, and of the others.
    pub(super) first_header: Option<String>,
    pub(super) header: String,
    pub(super) footer: String,
}

impl Page {
    /// Returns the properties of the section.
    pub(super) fn properties(&self) -> String {
        let own = self.shape.geometry();
        let mut out = String::from("<w:sectPr>");
        if let Some(first) = &self.first_header {
            let _ = write!(out, "<w:headerReference w:type=\"first\" r:id=\"{first}\"/>");
        }
        let _ = write!(out, "<w:headerReference w:type=\"default\" r:id=\"{}\"/>", self.header);
        if self.first_header.is_some() {
            let _ = write!(out, "<w:footerReference w:type=\"first\" r:id=\"{}\"/>", self.footer);
        }
        let _ = write!(out, "<w:footerReference w:type=\"default\" r:id=\"{}\"/>", self.footer);
        out.push_str("<w:type w:val=\"nextPage\"/>");
        let turned = if own.width > own.height { " w:orient=\"landscape\"" } else { "" };
        let (width, height) = (own.width, own.height);
        let _ = write!(out, "<w:pgSz w:w=\"{width}\" w:h=\"{height}\"{turned}/>");
        let ((top, bottom, side), (header, footer)) = (own.margins, own.edges);
        let _ = write!(
            out,
            "<w:pgMar w:top=\"{top}\" w:right=\"{side}\" w:bottom=\"{bottom}\" w:left=\"{side}\" w:header=\"{header}\" w:footer=\"{footer}\" w:gutter=\"0\"/><w:cols w:space=\"425\"/>"
        );
        if self.first_header.is_some() {
            out.push_str("<w:titlePg/>");
        }
        out.push_str("</w:sectPr>");
        out
    }
}

/// The headers and footers of a document: one part for each that differs.
#[derive(Debug)]
pub(super) struct Margins {
    marks: Vec<&'static str>,
    running: String,
    pub(super) parts: Vec<Part>,
    pub(super) relations: Vec<Relation>,
}

impl Margins {
    /// Returns those of a document, still without any part.
    pub(super) fn new(document: &Document) -> Self {
        let sample = document.sample.then_some("見本");
        let draft = document.draft.then_some("案");
        Self {
            marks: sample.into_iter().chain(draft).collect(),
            running: format!("{}　{}", document.council, document.paper),
            parts: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Returns the id of the header with 案 and 見本, and as wanted with the council and a number.
    pub(super) fn header(&mut self, shape: Shape, running: bool, number: Option<&str>) -> String {
        let mut paragraph = Paragraph::new(Style::Header);
        for mark in &self.marks {
            paragraph = paragraph.looking(Some(Look::Mark), format!(" {mark} ")).text("　");
        }
        if running {
            paragraph = paragraph.text(self.running.as_str());
        }
        if let Some(number) = number {
            paragraph = paragraph.tab(shape.geometry().area().0).text(format!("（{number}）"));
        }
        self.part("header", "hdr", &paragraph_xml(&paragraph))
    }

    /// Returns the id of the footer: page / pages.
    pub(super) fn footer(&mut self) -> String {
        let style = Style::Footer.definition().id;
        let field = |name: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
        };
        let (page, pages) = (field("PAGE"), field("NUMPAGES"));
        let xml = format!(
            "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{page}<w:r><w:t xml:space=\"preserve\"> / </w:t></w:r>{pages}</w:p>"
        );
        self.part("footer", "ftr", &xml)
    }

    fn part(&mut self, kind: &str, element: &str, content: &str) -> String {
        let xml = format!(
            "{DECLARATION}<w:{element} xmlns:w=\"{NAMESPACE}\" xmlns:r=\"{}\">{content}</w:{element}>",
            OFFICE.trim_end_matches('/'),
        );
        let known = self.parts.iter().position(|part| part.contents == xml.as_bytes());
        if let Some(relation) = known.and_then(|index| self.relations.get(index)) {
            return relation.id.clone();
        }
        let number = self.parts.iter().filter(|part| part.name.contains(kind)).count() + 1;
        let (file, id) = (format!("{kind}{number}.xml"), format!("{kind}{number}"));
        self.relations.push(Relation::new(&id, format!("{OFFICE}{kind}"), &file));
        self.parts.push(Part::word(format!("word/{file}"), kind, xml));
        id
    }
}

fn paragraph_xml(paragraph: &Paragraph) -> String {
    let mut out = String::new();
    paragraph.write(&mut out);
    out
}
