//! Pages: size and margins, what stands above and below the text, and the properties of a section.

use super::content::Paragraph;
use super::package::{DECLARATION, OFFICE, Part, Relation};
use super::reference::{Outline, Reference};
use super::style::{Look, NAMESPACE, Style};
use crate::document::tree::{Document, Foot, FootPiece, Side, Size};
use crate::render::escape::xml;
use std::fmt::Write as _;

/// The shape of a page; lengths are in twentieths of a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// Upright: text and tables.
    Upright(Size),
    /// On its side: wide tables, and diagrams on A4.
    Wide(Size),
    /// A3 on its side: large diagrams.
    WideA3,
}

/// Size and margins of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Geometry {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) top: u32,
    pub(super) bottom: u32,
    pub(super) left: u32,
    pub(super) right: u32,
    /// From the edge of the paper to the header and to the footer.
    pub(super) edges: (u32, u32),
}

impl Geometry {
    /// Returns width and height between the margins.
    pub(super) fn area(self) -> (u32, u32) {
        let width = self.width.saturating_sub(self.left.saturating_add(self.right));
        (width, self.height.saturating_sub(self.top.saturating_add(self.bottom)))
    }
}

impl Shape {
    /// Returns size and margins. On its side the margins are as narrow as printers allow: the diagram's smallest
    /// text must stay readable.
    fn geometry(self) -> Geometry {
        let page = |(width, height), (top, bottom, side), edges| Geometry {
            width,
            height,
            top,
            bottom,
            left: side,
            right: side,
            edges,
        };
        match self {
            Self::Upright(size) => page(paper(size), (1250, 1020, 1134), (624, 510)),
            Self::Wide(size) => {
                let (width, height) = paper(size);
                page((height, width), (580, 520, 640), (280, 240))
            }
            Self::WideA3 => page((23811, 16838), (640, 560, 650), (320, 260)),
        }
    }
}

/// Returns width and height of a sheet, upright.
fn paper(size: Size) -> (u32, u32) {
    match size {
        Size::A3 => (16838, 23811),
        Size::A4 => (11906, 16838),
        Size::A5 => (8391, 11906),
        Size::JisB4 => (14570, 20636),
        Size::JisB5 => (10318, 14570),
    }
}

/// Returns what a picture may have of an area, under a heading of that height and above the end of the section.
pub(super) fn picture_area(area: (u32, u32), above: u32) -> (u32, u32) {
    const BELOW: u32 = 60;
    (area.0, area.1.saturating_sub(above.saturating_add(BELOW)))
}

/// The pages of a section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Page {
    pub(super) geometry: Geometry,
    /// Ids of the headers: of the first page where it differs, and of the others.
    pub(super) first_header: Option<String>,
    pub(super) header: String,
    pub(super) footer: String,
    /// True where its pages are counted from 1.
    pub(super) begins: bool,
}

impl Page {
    /// Returns the properties of the section.
    pub(super) fn properties(&self) -> String {
        let own = self.geometry;
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
        let Geometry { top, right, bottom, left, edges: (header, footer), .. } = own;
        let _ = write!(
            out,
            "<w:pgMar w:top=\"{top}\" w:right=\"{right}\" w:bottom=\"{bottom}\" w:left=\"{left}\" w:header=\"{header}\" w:footer=\"{footer}\" w:gutter=\"0\"/>"
        );
        if self.begins {
            out.push_str("<w:pgNumType w:start=\"1\"/>");
        }
        out.push_str("<w:cols w:space=\"425\"/>");
        if self.first_header.is_some() {
            out.push_str("<w:titlePg/>");
        }
        out.push_str("</w:sectPr>");
        out
    }
}

/// The headers and footers of a document: one part for each that differs.
#[derive(Debug)]
pub(super) struct Margins<'a> {
    marks: Vec<String>,
    running: String,
    footer: Vec<Foot>,
    pub(super) pages_by_section: bool,
    reference: Option<&'a Reference>,
    pub(super) parts: Vec<Part>,
    pub(super) relations: Vec<Relation>,
}

impl<'a> Margins<'a> {
    /// Returns those of a document, still without any part.
    pub(super) fn new(document: &Document, reference: Option<&'a Reference>) -> Self {
        let sample = document.sample.then_some("見本");
        let draft = document.draft.then_some("案");
        Self {
            marks: sample
                .into_iter()
                .chain(draft)
                .map(str::to_owned)
                .chain(document.notices.iter().cloned())
                .collect(),
            running: format!("{}　{}", document.council, document.paper),
            footer: document.footer.clone(),
            pages_by_section: document.pages_by_section,
            reference,
            parts: Vec::new(),
            relations: Vec::new(),
        }
    }

    /// Returns size and margins of such a page: upright, those of the ward's own file, where there is one.
    pub(super) fn geometry(&self, shape: Shape) -> Geometry {
        let own = self.reference.and_then(|reference| reference.geometry);
        own.filter(|_| shape == Shape::Upright(Size::A4)).unwrap_or_else(|| shape.geometry())
    }

    /// Returns the id of the header with 案 and 見本, and as wanted with the council and a number. The ward's own
    /// header stands under it.
    pub(super) fn header(&mut self, shape: Shape, running: bool, number: Option<&str>) -> String {
        let mut paragraph = Paragraph::new(Style::Header);
        for mark in &self.marks {
            paragraph = paragraph.looking(Some(Look::Mark), format!(" {mark} ")).text("　");
        }
        if running {
            paragraph = paragraph.text(self.running.as_str());
        }
        if let Some(number) = number {
            paragraph = paragraph.tab(self.geometry(shape).area().0).text(format!("（{number}）"));
        }
        let mut content = String::new();
        paragraph.write(&mut content);
        self.part("header", "hdr", &content, self.reference.and_then(|own| own.header.as_ref()))
    }

    /// Returns the id of the footer: that of the ward's own file, else that of the form.
    pub(super) fn footer(&mut self, shape: Shape) -> String {
        let own = self.reference.and_then(|own| own.footer.as_ref());
        if own.is_some() {
            return self.part("footer", "ftr", "", own);
        }
        let style = Style::Footer.definition().id;
        let field = |name: &str| {
            format!(
                "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> {name} </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
            )
        };
        let pages = if self.pages_by_section { "SECTIONPAGES" } else { "NUMPAGES" };
        let piece = |piece: &FootPiece| match piece {
            FootPiece::Text { text } => {
                format!("<w:r><w:t xml:space=\"preserve\">{}</w:t></w:r>", xml(&text.replace('\n', " ")))
            }
            FootPiece::Page => field("PAGE"),
            FootPiece::Pages => field(pages),
        };
        // Lines of one side stand beside each other.
        let side = |place: Side| {
            let lines = self.footer.iter().filter(|foot| foot.place == place);
            let lines: Vec<String> = lines.map(|foot| foot.pieces.iter().map(piece).collect()).collect();
            lines.join("<w:r><w:t>　</w:t></w:r>")
        };
        let (left, center, right) = (side(Side::Left), side(Side::Center), side(Side::Right));
        let content = if left.is_empty() && right.is_empty() {
            format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{center}</w:p>")
        } else {
            let width = self.geometry(shape).area().0;
            let (middle, tab) = (width / 2, "<w:r><w:tab/></w:r>");
            format!(
                "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/><w:tabs><w:tab w:val=\"center\" w:pos=\"{middle}\"/><w:tab w:val=\"right\" w:pos=\"{width}\"/></w:tabs><w:jc w:val=\"left\"/></w:pPr>{left}{tab}{center}{tab}{right}</w:p>"
            )
        };
        self.part("footer", "ftr", &content, None)
    }

    /// Returns the id of a part with this content, and under it the ward's own.
    fn part(&mut self, kind: &str, element: &str, content: &str, own: Option<&Outline>) -> String {
        let content = self.reference.map_or_else(|| content.to_owned(), |own| own.renamed(content));
        let (xml, relations) = match own {
            Some(own) => (own.under(&content), own.relations.clone()),
            None => {
                let (namespace, office) = (NAMESPACE, OFFICE.trim_end_matches('/'));
                let xml = format!(
                    "{DECLARATION}<w:{element} xmlns:w=\"{namespace}\" xmlns:r=\"{office}\">{content}</w:{element}>"
                );
                (xml, Vec::new())
            }
        };
        let known = self.parts.iter().position(|part| part.contents == xml.as_bytes());
        if let Some(relation) = known.and_then(|index| self.relations.get(index)) {
            return relation.id.clone();
        }
        let number = self.parts.iter().filter(|part| part.name.contains(kind)).count() + 1;
        let (file, id) = (format!("{kind}{number}.xml"), format!("{kind}{number}"));
        self.relations.push(Relation::new(&id, format!("{OFFICE}{kind}"), &file));
        self.parts.push(Part { relations, ..Part::word(format!("word/{file}"), kind, xml) });
        id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_diagram_as_large_as_its_paper_is_not_made_smaller() {
        // What a drawing has at most, in points, with the strokes at its edges; its smallest text has 7 points.
        for (shape, (width, height)) in [(Shape::Wide(Size::A4), (776, 516)), (Shape::WideA3, (1124, 754))] {
            let area = shape.geometry().area();
            let above = Paragraph::of(Style::PictureHeading, "個人情報の流れ").height(area.0);
            let (wide, high) = picture_area(area, above);
            assert!(wide >= width * 20 && high >= height * 20, "{shape:?}: {wide} x {high}");
        }
    }
}
