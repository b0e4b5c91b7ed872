//! The text of the document: one section of Word a section of the paper, with the blocks in it.

use super::content::{self, Paragraph, Piece};
use super::drawing::Drawings;
use super::page::{Margins, Page, Shape, picture_area};
use super::picture::Picture;
use super::reference::Reference;
use super::style::{Look, Style};
use super::table::{Cell, Table};
use super::{forms, in_words};
use crate::document::figure::Figure;
use crate::document::tree::{AssumptionGroup, Block, Document, Field, ItemEntry, ItemList, Section, Side};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Where blocks stand: it decides which styles they have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// On the page itself.
    Page,
    /// In a cell of a form.
    Field,
    /// Under a point of the first level, under one of the second.
    Point,
    SubPoint,
    /// Under one of the third.
    Detail,
}

/// On the cover: the least space above the section in charge, and what stays free under it.
const COVER_GAP: (u32, u32) = (600, 700);

/// Width of the box for a seal, in twentieths of a point.
const SEAL: u32 = 1_700;

/// The body of a document in the making.
#[derive(Debug)]
pub(super) struct Body<'a> {
    pictures: &'a BTreeMap<&'a str, Vec<Picture>>,
    pub(super) margins: Margins<'a>,
    pub(super) drawings: Drawings,
    pub(super) pieces: Vec<Piece>,
}

impl<'a> Body<'a> {
    /// Returns the body of a document with these pictures of its figures.
    pub(super) fn new(
        document: &Document,
        pictures: &'a BTreeMap<&'a str, Vec<Picture>>,
        reference: Option<&'a Reference>,
    ) -> Self {
        let margins = Margins::new(document, reference);
        let mut body = Self { pictures, margins, drawings: Drawings::default(), pieces: Vec::new() };
        for section in &document.sections {
            body.section(section);
        }
        body
    }

    fn section(&mut self, section: &Section) {
        if section.part == "cover" {
            return self.cover(section);
        }
        let number = section.number.as_deref();
        let mut shape = shape_of(section);
        let mut begins = self.margins.pages_by_section;
        let drawn = section.blocks.iter().find_map(|block| match block {
            Block::Figure(figure) => self.pictures.get(figure.id.as_str()),
            _ => None,
        });
        if section.landscape && drawn.is_some_and(|pages| pages.iter().any(|picture| picture.is_a3)) {
            shape = Shape::WideA3;
        }
        let heading = if section.landscape {
            let heading = Paragraph::of(Style::PictureHeading, &section.heading);
            match number {
                Some(number) => {
                    heading.tab(self.margins.geometry(shape).area().0).text(format!("（{number}）"))
                }
                None => heading,
            }
        } else {
            if let Some(number) = number {
                self.paragraph(Paragraph::of(Style::MaterialNumber, format!("（{number}）")));
            }
            Paragraph::of(Style::Heading1, &section.heading)
        };
        let above = heading.height(self.margins.geometry(shape).area().0);
        self.paragraph(heading);
        // The number stands in the text of the first page and in the header of every other one.
        let mut first = number.is_some();
        for block in &section.blocks {
            if let (Block::Figure(figure), true) = (block, section.landscape) {
                let area = self.margins.geometry(shape).area();
                // A picture after the first stands on a page of its own, without the heading above it.
                for picture in self.pictures.get(figure.id.as_str()).into_iter().flatten() {
                    let area = picture_area(area, above);
                    let drawing = self.drawings.add(figure, picture, area);
                    self.paragraph(Paragraph::new(Style::Picture).drawing(drawing));
                }
                self.end(shape, first, number, begins);
                (shape, first, begins) = (Shape::Upright(section.size), false, false);
            }
            let width = self.margins.geometry(shape).area().0;
            let pieces = self.block(block, Place::Page, false, &section.heading, width);
            self.pieces.extend(pieces);
        }
        self.end(shape, first, number, begins);
    }

    /// The cover: the heading and the forms in the middle, the section in charge at the foot.
    fn cover(&mut self, section: &Section) {
        let begins = self.pieces.len();
        self.paragraph(Paragraph::of(Style::CoverHeading, &section.heading));
        let shape = shape_of(section);
        let (width, height) = self.margins.geometry(shape).area();
        let last = section.blocks.len().saturating_sub(1);
        for (index, block) in section.blocks.iter().enumerate() {
            match block {
                Block::Paragraph { text } if index == last => {
                    let above = self.pieces.get(begins..).unwrap_or_default();
                    let foot = Paragraph::of(Style::CoverFoot, text).lead(COVER_GAP.0);
                    let used = content::height(above, width).saturating_add(foot.height(width));
                    let left = height.saturating_sub(used.saturating_add(COVER_GAP.1));
                    self.paragraph(foot.lead(COVER_GAP.0.saturating_add(left)));
                }
                Block::Paragraph { text } => self.paragraph(Paragraph::of(Style::CenteredBody, text)),
                block => {
                    let pieces = self.block(block, Place::Page, false, &section.heading, width);
                    self.pieces.extend(pieces);
                }
            }
        }
        let header = self.margins.header(shape, false, None);
        let footer = self.margins.footer(shape);
        let geometry = self.margins.geometry(shape);
        let begins = self.margins.pages_by_section;
        let page = Page { geometry, first_header: None, header, footer, begins };
        self.pieces.push(Piece::End(page));
    }

    fn end(&mut self, shape: Shape, first: bool, number: Option<&str>, begins: bool) {
        let first_header = first.then(|| self.margins.header(shape, true, None));
        let header = self.margins.header(shape, true, number);
        let footer = self.margins.footer(shape);
        let geometry = self.margins.geometry(shape);
        self.pieces.push(Piece::End(Page { geometry, first_header, header, footer, begins }));
    }

    fn paragraph(&mut self, paragraph: Paragraph) {
        self.pieces.push(Piece::Paragraph(paragraph));
    }

    fn blocks(&mut self, blocks: &[Block], place: Place, heading: &str, width: u32) -> Vec<Piece> {
        let alone = blocks.len() == 1;
        blocks.iter().flat_map(|block| self.block(block, place, alone, heading, width)).collect()
    }

    /// Returns a block in a column of that width; `alone` where nothing stands beside it in its cell.
    fn block(&mut self, block: &Block, place: Place, alone: bool, heading: &str, width: u32) -> Vec<Piece> {
        match block {
            Block::Assumptions { groups } => assumptions(groups),
            Block::Checklist(own) => forms::checklist(own, heading, width),
            Block::Comparison(own) => forms::comparison(own, width),
            Block::Fields { rows } => self.fields(rows, place, heading, width),
            Block::Figure(figure) => {
                let mut pieces = Vec::new();
                // On its own page the picture stands already.
                if place != Place::Page
                    && let Some(pages) = self.pictures.get(figure.id.as_str())
                {
                    for picture in pages {
                        let drawing = self.drawings.add(figure, picture, (width, width));
                        pieces.push(Piece::Paragraph(Paragraph::new(Style::Picture).drawing(drawing)));
                    }
                }
                pieces.extend(in_words::pieces(&told(figure), width));
                pieces
            }
            Block::ItemList(list) => item_list(list, place),
            Block::Note { text } => one(Paragraph::of(Style::Note, text).inset(place.inset())),
            Block::Paragraph { text } => one(Paragraph::of(place.style(alone), text)),
            Block::Placed { place, text, boxed: true } => {
                let mut table = Table::new(text, vec![SEAL.min(width)]).at(*place);
                table.row(vec![Cell { centered: true, ..Cell::text(Style::CoverFoot, text) }]);
                vec![Piece::Table(table)]
            }
            Block::Placed { place, text, .. } => one(Paragraph::of(
                match place {
                    Side::Left => Style::Body,
                    Side::Center => Style::CenteredBody,
                    Side::Right => Style::RightBody,
                },
                text,
            )),
            Block::Point { level, number, text, blocks } => {
                let (style, under) = match level {
                    1 => (Style::Point, Place::Point),
                    2 => (Style::SubPoint, Place::SubPoint),
                    _ => (Style::Detail, Place::Detail),
                };
                let space = if *level != 2 || !blocks.is_empty() { "　" } else { "" };
                let point = Paragraph::of(style, format!("{number}{space}{text}"));
                let mut pieces = one(if blocks.is_empty() { point } else { point.keep_next() });
                pieces.extend(self.blocks(blocks, under, heading, width));
                pieces
            }
            Block::Table { caption, columns, rows } => forms::plain(caption, columns, rows, width),
        }
    }

    fn fields(&mut self, rows: &[Field], place: Place, heading: &str, width: u32) -> Vec<Piece> {
        let width = width.saturating_sub(if place == Place::Page { 0 } else { super::table::PADDING });
        let inner = width.saturating_sub(forms::LABEL);
        let rows = rows
            .iter()
            .map(|field| (field.label.as_str(), self.blocks(&field.blocks, Place::Field, heading, inner)))
            .collect();
        vec![Piece::Table(forms::fields(heading, rows, width))]
    }
}

impl Place {
    fn style(self, alone: bool) -> Style {
        match self {
            Self::Page => Style::Body,
            Self::Field if alone => Style::FieldText,
            Self::Field => Style::FieldParagraph,
            Self::Point => Style::PointText,
            Self::SubPoint => Style::SubPointText,
            Self::Detail => Style::DetailText,
        }
    }

    /// Returns how far to the right the text of such a place begins.
    fn inset(self) -> u32 {
        match self {
            Self::Page | Self::Field => 0,
            Self::Point => 210,
            Self::SubPoint => 840,
            Self::Detail => 1_050,
        }
    }
}

/// Returns what is told of a figure in words. Of one that is compared, the submission tells the boxes that did
/// not change.
fn told(figure: &Figure) -> Cow<'_, Figure> {
    if !figure.is_marked() {
        return Cow::Borrowed(figure);
    }
    let mut told = figure.clone();
    told.participants.iter_mut().for_each(|own| own.boxes.retain(|own| own.change.is_some()));
    told.boxes.retain(|own| own.change.is_some());
    Cow::Owned(told)
}

/// Returns the pages of a section without a diagram.
fn shape_of(section: &Section) -> Shape {
    if section.landscape { Shape::Wide(section.size) } else { Shape::Upright(section.size) }
}

fn one(paragraph: Paragraph) -> Vec<Piece> {
    vec![Piece::Paragraph(paragraph)]
}

/// Returns a list of items word for word, some underlined, and the legend that says what the line means.
fn item_list(list: &ItemList, place: Place) -> Vec<Piece> {
    let mut items = Paragraph::new(Style::Items).inset(place.inset());
    for (index, entry) in list.entries.iter().enumerate() {
        if index > 0 {
            items = items.text("、");
        }
        items = item(items, entry);
    }
    let mut pieces = one(items);
    for handler in &list.legend {
        let line = if handler.underlined { "（下線）" } else { "" };
        let assumed = if handler.assumed { "【推定】" } else { "" };
        let text = format!("・{}が取り扱う項目{line}{assumed}：{}", handler.role, handler.words);
        pieces.push(Piece::Paragraph(Paragraph::of(Style::Legend, text).inset(place.inset())));
    }
    pieces
}

fn item(mut paragraph: Paragraph, entry: &ItemEntry) -> Paragraph {
    let look = |underlined: bool| underlined.then_some(Look::UnderlinedItem);
    let members = !entry.members.is_empty();
    // A group whose members all are is underlined as a whole.
    paragraph = paragraph.looking(look(entry.underlined), &entry.name);
    if members {
        paragraph = paragraph.looking(look(entry.underlined), "（");
        for (index, member) in entry.members.iter().enumerate() {
            if index > 0 {
                paragraph = paragraph.looking(look(entry.underlined), "、");
            }
            paragraph = item(paragraph, member);
        }
        paragraph = paragraph.looking(look(entry.underlined), "）");
    }
    paragraph
}

fn assumptions(groups: &[AssumptionGroup]) -> Vec<Piece> {
    let mut pieces = one(Paragraph::of(Style::Heading2, "推定した所（案にだけ付く）"));
    for group in groups {
        let reason = group.reason.as_deref().unwrap_or("理由の記載なし");
        pieces.extend(one(Paragraph::of(Style::Assumed, format!("・{reason}"))));
        for place in &group.places {
            pieces.extend(one(Paragraph::of(Style::AssumedPlace, format!("－{place}"))));
        }
    }
    pieces
}
