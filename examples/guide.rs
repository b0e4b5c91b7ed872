//! Prints pages of Markdown as one PDF, in the looks of the papers: `cargo run --example guide -- OUT.pdf TITLE PAGE.md…`.
//! The guide that goes with the program (`docs/ja/`) is printed so. Pictures are left out, and links are their words.

use fugi::document::tree::{Block, Document, Foot, SCHEMA_VERSION, Section, Size};
use fugi::render::pdf::{Fonts, Press};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::error::Error;
use std::path::Path;

/// The looks that every paper has.
const TEMPLATE: &str = include_str!("../templates/document.typ");

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [out, title, pages @ ..] = arguments.as_slice() else {
        return Err("usage: guide OUT.pdf TITLE PAGE.md…".into());
    };
    let sections: Result<Vec<Section>, std::io::Error> =
        pages.iter().map(|page| Ok(section(page, &std::fs::read_to_string(page)?))).collect();
    let document = Document {
        schema_version: SCHEMA_VERSION,
        name: "guide".to_owned(),
        paper: "手引き".to_owned(),
        title: title.clone(),
        ward: "fugi".to_owned(),
        council: String::new(),
        fiscal_year: String::new(),
        language: "ja",
        draft: false,
        sample: false,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections: sections?,
    };
    let printed = Press::new(TEMPLATE, &Fonts::built_in()).print(&document, &[]);
    std::fs::write(out, printed.map_err(|error| format!("{error:?}"))?)?;
    Ok(())
}

/// Returns a page: its title as the heading, what follows under each further heading as a numbered point.
fn section(page: &str, text: &str) -> Section {
    let stem =
        Path::new(page).file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into_owned());
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        writer.event(event);
    }
    writer.close(1);
    Section {
        id: stem,
        part: "overview",
        number: None,
        heading: writer.heading,
        subject: None,
        landscape: false,
        size: Size::A4,
        blocks: writer.blocks,
    }
}

/// A heading that is open: its level below the title, its words, and what stands under it so far.
struct Open {
    level: u8,
    words: String,
    blocks: Vec<Block>,
}

/// A page in the making.
#[derive(Default)]
struct Writer {
    heading: String,
    blocks: Vec<Block>,
    open: Vec<Open>,
    /// How many points of each level stand under the one above.
    counts: [usize; 2],
    words: String,
    /// The lists that are open: the number of the next item, where they are numbered.
    lists: Vec<Option<u64>>,
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
    /// True inside a picture, whose words describe what is left out.
    in_picture: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(words) | Event::Code(words) if !self.in_picture => self.words.push_str(&words),
            Event::SoftBreak | Event::HardBreak => self.words.push('\n'),
            Event::Start(Tag::Heading { .. }) => self.words.clear(),
            Event::End(TagEnd::Heading(level)) => self.headed(level),
            Event::Start(Tag::Image { .. }) => self.in_picture = true,
            Event::End(TagEnd::Image) => self.in_picture = false,
            Event::Start(Tag::List(first)) => {
                self.paragraph();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => drop(self.lists.pop()),
            Event::Start(Tag::Item) => self.item(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock) => self.paragraph(),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut self.words);
                if let Some(row) = self.rows.last_mut() { row.push(cell) } else { self.columns.push(cell) }
            }
            Event::Start(Tag::TableRow) => self.rows.push(Vec::new()),
            Event::End(TagEnd::Table) => {
                let (columns, rows) = (std::mem::take(&mut self.columns), std::mem::take(&mut self.rows));
                self.put(Block::Table { caption: String::new(), columns, rows });
            }
            _ => {}
        }
    }

    fn put(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(open) => open.blocks.push(block),
            None => self.blocks.push(block),
        }
    }

    fn headed(&mut self, level: HeadingLevel) {
        let words = std::mem::take(&mut self.words);
        match level {
            HeadingLevel::H1 => self.heading = words,
            HeadingLevel::H2 => self.begin(1, words),
            _ => self.begin(2, words),
        }
    }

    /// Opens a heading below the title; the number that its words may begin with is the point's own.
    fn begin(&mut self, level: u8, words: String) {
        self.close(level);
        let words =
            words.trim_start_matches(|own: char| own.is_ascii_digit() || own == '.').trim().to_owned();
        self.open.push(Open { level, words, blocks: Vec::new() });
    }

    /// Closes the headings of a level and below it.
    fn close(&mut self, level: u8) {
        self.paragraph();
        while self.open.last().is_some_and(|open| open.level >= level) {
            let Some(Open { level, words: text, blocks }) = self.open.pop() else { return };
            let [first, second] = &mut self.counts;
            let number = if level == 1 {
                *second = 0;
                *first += 1;
                full_width(*first)
            } else {
                *second += 1;
                format!("（{}）", full_width(*second))
            };
            self.put(Block::Point { level, number, text, blocks });
        }
    }

    fn item(&mut self) {
        self.paragraph();
        let depth = self.lists.len().saturating_sub(1);
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "・".to_owned(),
        };
        self.words = format!("{}{mark}", "　".repeat(depth));
    }

    /// Ends a paragraph, an item of a list or a block of code.
    fn paragraph(&mut self) {
        let text = std::mem::take(&mut self.words);
        if !text.trim().is_empty() {
            self.put(Block::Paragraph { text: text.trim_end().to_owned() });
        }
    }
}

/// Returns a number in the digits of Japanese papers.
fn full_width(number: usize) -> String {
    number.to_string().chars().filter_map(|digit| char::from_u32(digit as u32 + 0xFEE0)).collect()
}
