//! Excel: what is worked with in tables. A sheet a checklist (to fill in), who handles which items, what passes
//! step by step, comparisons and plain tables; and a list of the sheets. A comparison begins with its summary.

mod checklist;
mod comparison;
mod contents;
mod flow;
mod handling;
mod summary;
mod table;

use crate::document::comparison::SUMMARY;
use crate::document::tree::{Block, Document, Foot, FootPiece, ItemList, Section, Side, Size};
use crate::model::era;
use crate::workbook::{About, Book, Error, FootRun, Page, PaperSize, Sheet};
use contents::{ContentsRow, Kind};

/// Returns the document as a workbook; `None` where nothing in it is a table of these kinds.
pub(super) fn render(document: &Document) -> Result<Option<Vec<u8>>, Error> {
    let subject = format!("{} {}", document.fiscal_year, document.paper);
    let mut book = Book::new(About { title: &document.title, subject: &subject, author: &document.ward })?;
    let own = book.name("目次");
    let mut sheets = Sheets { document, book, made: Vec::new() };
    for section in &document.sections {
        if section.id == SUMMARY {
            summary::add(&mut sheets, section)?;
            continue;
        }
        for block in &section.blocks {
            sheets.block(section, block)?;
        }
    }
    let mut lists: Vec<(&Section, &ItemList)> = Vec::new();
    for section in &document.sections {
        for list in item_lists(&section.blocks) {
            // A list that several annexes print is the same table.
            let is_known = |(_, known): &(&Section, &ItemList)| {
                known.by_party == list.by_party && handling::names(known) == handling::names(list)
            };
            if !list.by_party.is_empty() && !lists.iter().any(is_known) {
                lists.push((section, list));
            }
        }
    }
    for (section, list) in lists {
        handling::add(&mut sheets, section, list)?;
    }
    if sheets.made.is_empty() {
        return Ok(None);
    }
    sheets.finish(&own).map(Some)
}

/// Whether the page lies on its side, its paper, and the widths of the columns in pixels.
type Shape<'a> = (bool, Size, &'a [u32]);

/// The sheets so far.
struct Sheets<'a> {
    document: &'a Document,
    book: Book,
    made: Vec<(ContentsRow, Sheet)>,
}

impl Sheets<'_> {
    fn block(&mut self, section: &Section, block: &Block) -> Result<(), Error> {
        match block {
            Block::Checklist(checklist) => checklist::add(self, section, checklist),
            Block::Comparison(comparison) => comparison::add(self, section, comparison),
            Block::Figure(figure) => flow::add(self, figure),
            Block::Table { caption, columns, rows } => table::add(self, section, caption, columns, rows),
            Block::Fields { rows } => {
                rows.iter().flat_map(|row| &row.blocks).try_for_each(|block| self.block(section, block))
            }
            Block::Point { blocks, .. } => blocks.iter().try_for_each(|block| self.block(section, block)),
            Block::Assumptions { .. }
            | Block::ItemList(_)
            | Block::Note { .. }
            | Block::Paragraph { .. }
            | Block::Placed { .. } => Ok(()),
        }
    }

    /// Begins a sheet: returns what the contents say of it, and the sheet, empty.
    fn begin(
        &mut self,
        (kind, name): (Kind, &str),
        number: Option<&str>,
        about: &str,
        shape: Shape<'_>,
    ) -> Result<(ContentsRow, Sheet), Error> {
        let sheet = self.book.name(name);
        let own = new(self.document, &sheet, number, shape)?;
        Ok((ContentsRow { kind, sheet, about: about.to_owned() }, own))
    }

    /// Returns the number of the next sheet of a kind, as the names of sheets write it: １.
    fn next(&self, kind: Kind) -> String {
        era::full_width(self.made.iter().filter(|(entry, _)| entry.kind == kind).count() + 1)
    }

    fn finish(mut self, contents: &str) -> Result<Vec<u8>, Error> {
        self.made.sort_by_key(|(entry, _)| entry.kind);
        let (entries, made): (Vec<ContentsRow>, Vec<Sheet>) = self.made.into_iter().unzip();
        let mut contents = Some(contents::sheet(self.document, contents, &entries)?);
        for (entry, sheet) in entries.iter().zip(made) {
            // The summary comes before everything, also before the list of the sheets.
            if entry.kind != Kind::Summary
                && let Some(contents) = contents.take()
            {
                self.book.add(contents)?;
            }
            self.book.add(sheet)?;
        }
        if let Some(contents) = contents {
            self.book.add(contents)?;
        }
        self.book.finish()
    }
}

fn new(
    document: &Document,
    name: &str,
    number: Option<&str>,
    (landscape, size, widths): Shape<'_>,
) -> Result<Sheet, Error> {
    let paper = format!("{} {}", document.fiscal_year, document.paper);
    let size = match size {
        Size::A3 => PaperSize::A3,
        Size::A4 => PaperSize::A4,
        Size::A5 => PaperSize::A5,
        Size::JisB4 => PaperSize::B4,
        Size::JisB5 => PaperSize::B5,
    };
    let foot = (document.footer != Foot::standard()).then(|| foot(document));
    let (marks, foot) = (marks(document), foot.as_ref());
    Sheet::new(name, Page { marks: &marks, number, paper: &paper, landscape, size, foot }, widths)
}

/// Returns what the form has at the foot of each page: left, middle, right.
fn foot(document: &Document) -> [Vec<FootRun>; 3] {
    let run = |piece: &FootPiece| match piece {
        FootPiece::Text { text } => FootRun::Text(text.clone()),
        FootPiece::Page => FootRun::Page,
        FootPiece::Pages => FootRun::Pages,
    };
    [Side::Left, Side::Center, Side::Right].map(|side| {
        let lines = document.footer.iter().filter(|foot| foot.place == side);
        let lines: Vec<Vec<FootRun>> = lines.map(|foot| foot.pieces.iter().map(run).collect()).collect();
        lines.join(&FootRun::Text("　".to_owned()))
    })
}

/// Returns what stands on every page of a draft and of a sample.
fn marks(document: &Document) -> String {
    let marks = [(document.draft, "【案】"), (document.sample, "【見本】")];
    let own = marks.into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark.to_owned());
    own.chain(document.notices.iter().map(|notice| format!("【{notice}】"))).collect()
}

fn item_lists(blocks: &[Block]) -> Vec<&ItemList> {
    let mut lists = Vec::new();
    for block in blocks {
        match block {
            Block::ItemList(list) => lists.push(list),
            Block::Fields { rows } => lists.extend(rows.iter().flat_map(|row| item_lists(&row.blocks))),
            Block::Point { blocks, .. } => lists.extend(item_lists(blocks)),
            _ => {}
        }
    }
    lists
}
