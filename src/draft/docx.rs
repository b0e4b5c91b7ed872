//! Word files: what a person sees in them, and nothing else.
//!
//! Only the main part is read (ECMA-376 Part 1, 11.3.10): no comment, header, field code or hidden text, and nothing
//! that the file points to. What comes out is limited, and there are no entities (XML 1.0, 4.4) but those of every file.

use super::paper::{Block, Cell, Line, Paper, Run, TableRow};
use crate::diagnostic::Text;
use crate::model::era::full_width;
use crate::text;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest file that is read.
pub const LARGEST: u64 = 20 << 20;

/// Most bytes of the main part.
const UNPACKED: u64 = 64 << 20;

/// Most files inside it.
const MOST_PARTS: usize = 2_000;

/// Deepest nesting that is read; Word's own files have under 60 levels.
const DEEPEST: usize = 300;

/// Most paragraphs, and most letters.
const MOST_LINES: usize = 100_000;
const MOST_LETTERS: usize = 10_000_000;

/// First bytes of an OLE compound file: an old document, or an encrypted one ([MS-CFB] 2.2).
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// How tracked changes are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tracked {
    /// As if all were accepted.
    Accepted,
    /// As if all were refused.
    Refused,
}

/// Why a file is not read, and what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub Text);

fn refused<T>(text: Text) -> Result<T, Unreadable> {
    Err(Unreadable(text))
}

/// Reads a Word file.
///
/// # Errors
///
/// [`Unreadable`]: no Word file, encrypted, with macros, too large, nested too deep, broken, or with tracked changes of
/// which nobody said how to read them.
pub fn read(bytes: &[u8], tracked: Option<Tracked>) -> Result<Paper, Unreadable> {
    let (xml, styles) = parts(bytes)?;
    let mut reader = Reader::from_str(&xml);
    let mut page = Page { tracked, styles: looks(&styles)?, ..Page::default() };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => {
                page.start(&start)?;
                page.deepen()?;
            }
            Ok(Event::Empty(start)) => {
                page.start(&start)?;
                page.end(start.local_name().as_ref());
            }
            Ok(Event::End(end)) => {
                page.depth = page.depth.saturating_sub(1);
                page.end(end.local_name().as_ref());
            }
            Ok(Event::Text(text)) => {
                page.letters(&text)?;
            }
            Ok(Event::GeneralRef(own)) => {
                let letter = match own.resolve_char_ref() {
                    Ok(Some(letter)) => letter,
                    Ok(None) => match own.as_ref() as &str {
                        "amp" => '&',
                        "lt" => '<',
                        "gt" => '>',
                        "apos" => '\'',
                        "quot" => '"',
                        _ => return refused(entities()),
                    },
                    Err(_) => return Err(broken()),
                };
                page.letters(letter.encode_utf8(&mut [0; 4]))?;
            }
            Ok(Event::DocType(_)) => return refused(entities()),
            Ok(Event::Eof) => break,
            Ok(Event::CData(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_)) => {}
            Err(_) => return Err(broken()),
        }
    }
    if page.depth != 0 || !page.saw_body {
        return Err(broken());
    }
    let blocks = page.areas.into_iter().flatten().collect();
    Ok(Paper { blocks })
}

/// Returns the main part of a document, and its styles.
fn parts(bytes: &[u8]) -> Result<(String, String), Unreadable> {
    if bytes.len() as u64 > LARGEST {
        let (size, most) = (bytes.len() as u64 >> 20, LARGEST >> 20);
        return refused(text!(
            "ファイルが大きすぎます（{size} MB、{most} MB まで）。写真を除いてください",
            "the file is too large ({size} MB, at most {most} MB); take pictures out"
        ));
    }
    if bytes.starts_with(&OLE) {
        return refused(text!(
            "古い形式（.doc）か、パスワードの付いたファイルです。Word で開き、パスワードを外して .docx で保存し直してください",
            "the file is of the old kind (.doc) or has a password; save it as .docx without one"
        ));
    }
    let unknown = || {
        Unreadable(text!(
            "Word のファイル（.docx）ではありません。Word で開き、.docx で保存し直してください",
            "this is no Word file (.docx)"
        ))
    };
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else { return Err(unknown()) };
    if archive.len() > MOST_PARTS {
        return refused(too_much());
    }
    let (mut main, mut styles) = (None, String::new());
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { return Err(broken()) };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { return Err(broken()) };
        if name.ends_with("vbaproject.bin") {
            return refused(text!(
                "マクロを含むファイルです。マクロのない .docx で保存し直してください",
                "the file holds macros; save it as .docx without them"
            ));
        }
        if matches!(name.as_str(), "word/document.xml" | "word/styles.xml") {
            let mut contents = Vec::new();
            // What a part says of its own size is not believed.
            if part.take(UNPACKED + 1).read_to_end(&mut contents).is_err() {
                return Err(broken());
            }
            if contents.len() as u64 > UNPACKED {
                return refused(too_much());
            }
            // Every program writes UTF-8; in another encoding a mark could hide.
            let contents = String::from_utf8(contents).map_err(|_| broken())?;
            if name == "word/styles.xml" {
                styles = contents;
            } else {
                main = Some(contents);
            }
        }
    }
    Ok((main.ok_or_else(unknown)?, styles))
}

fn too_much() -> Text {
    text!(
        "展開すると大きすぎるか、中のものが多すぎるファイルです。要る所だけを新しい文書に写してください",
        "too much comes out of the file; copy what is needed into a new document"
    )
}

fn entities() -> Text {
    text!(
        "Word が書かない定義（実体、DOCTYPE）を含むファイルです。Word で保存し直してください",
        "the file holds definitions that Word does not write (entities, DOCTYPE); save it with Word"
    )
}

fn broken() -> Unreadable {
    Unreadable(text!(
        "ファイルが壊れています。Word で開き、保存し直してください",
        "the file is damaged; open it with Word and save it again"
    ))
}

/// How the letters of a style look.
#[derive(Clone, Copy, Debug, Default)]
struct LetterLook {
    underlined: Option<bool>,
    hidden: Option<bool>,
}

/// Returns how the letters of each style look, with what it inherits (ECMA-376 Part 1, 17.7.4.3).
fn looks(xml: &str) -> Result<BTreeMap<String, LetterLook>, Unreadable> {
    let mut reader = Reader::from_str(xml);
    let mut own: BTreeMap<String, (LetterLook, Option<String>)> = BTreeMap::new();
    let mut now: Option<String> = None;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => {
                if start.local_name().as_ref() == "style" {
                    now = value(&start, "styleId");
                }
                let Some(entry) = now.clone().map(|id| own.entry(id).or_default()) else { continue };
                match start.local_name().as_ref() as &str {
                    "u" => entry.0.underlined = Some(is_on(&start)),
                    "vanish" => entry.0.hidden = Some(is_on(&start)),
                    "basedOn" => entry.1 = value(&start, "val"),
                    _ => {}
                }
            }
            Ok(Event::End(end)) if end.local_name().as_ref() == "style" => now = None,
            Ok(Event::DocType(_)) => return refused(entities()),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(_) => return Err(broken()),
        }
    }
    let whole = |id: &String| {
        let (mut look, mut at) = (LetterLook::default(), Some(id.clone()));
        // No chain of a real file is longer; one that comes back to itself ends here.
        for _ in 0..16 {
            let Some((own, below)) = at.as_ref().and_then(|id| own.get(id)) else { break };
            look.underlined = look.underlined.or(own.underlined);
            look.hidden = look.hidden.or(own.hidden);
            at.clone_from(below);
        }
        look
    };
    Ok(own.keys().map(|id| (id.clone(), whole(id))).collect())
}

/// A table that is being read.
#[derive(Debug, Default)]
struct Open {
    rows: Vec<TableRow>,
    cell: Cell,
    number: usize,
}

/// The page so far.
#[derive(Debug)]
struct Page {
    tracked: Option<Tracked>,
    styles: BTreeMap<String, LetterLook>,
    depth: usize,
    saw_body: bool,
    /// Blocks of the body and, inside, of each cell and box that is open.
    areas: Vec<Vec<Block>>,
    tables: Vec<Open>,
    paragraphs: Vec<Line>,
    /// Depths at which something that is not read began.
    skipped: Option<usize>,
    is_text: bool,
    underlined: bool,
    hidden: bool,
    in_run: bool,
    lines: usize,
    letters: usize,
    table_count: usize,
    line_count: usize,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            tracked: None,
            styles: BTreeMap::new(),
            depth: 0,
            saw_body: false,
            areas: vec![Vec::new()],
            tables: Vec::new(),
            paragraphs: Vec::new(),
            skipped: None,
            is_text: false,
            underlined: false,
            hidden: false,
            in_run: false,
            lines: 0,
            letters: 0,
            table_count: 0,
            line_count: 0,
        }
    }
}

/// Returns the value of an attribute.
fn value(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let found =
        start.attributes().filter_map(Result::ok).find(|own| own.key.local_name().as_ref() == name)?;
    Some(found.value.into_owned())
}

/// Returns whether a switch is on: without a value it is.
fn is_on(start: &BytesStart<'_>) -> bool {
    !matches!(value(start, "val").as_deref(), Some("0" | "false" | "off" | "none"))
}

impl Page {
    fn deepen(&mut self) -> Result<(), Unreadable> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return refused(text!(
                "表などの入れ子が深すぎるファイルです（{DEEPEST} 段まで）。要る所だけを新しい文書に写してください",
                "the file is nested too deep (at most {DEEPEST} levels)"
            ));
        }
        Ok(())
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Unreadable> {
        if self.skipped.is_some() {
            return Ok(());
        }
        let name = start.local_name();
        let skips = match name.as_ref() {
            // Of two ways to show the same, the first is read.
            "Fallback" | "instrText" | "delInstrText" | "rubyPr" | "rt" => true,
            "ins" | "moveTo" | "del" | "moveFrom" => {
                let is_new = matches!(name.as_ref(), "ins" | "moveTo");
                match self.tracked {
                    // Inside the properties of a row or a paragraph the mark has no text.
                    None => return refused(undecided()),
                    Some(Tracked::Accepted) => !is_new,
                    Some(Tracked::Refused) => is_new,
                }
            }
            _ => false,
        };
        if skips {
            self.skipped = Some(self.depth);
            return Ok(());
        }
        match name.as_ref() {
            "body" => self.saw_body = true,
            "p" => {
                self.lines += 1;
                if self.lines > MOST_LINES {
                    return refused(too_much());
                }
                let at = self.place();
                self.paragraphs.push(Line { runs: Vec::new(), at });
            }
            "tbl" => {
                if self.tables.is_empty() {
                    self.table_count += 1;
                }
                self.tables.push(Open { number: self.table_count, ..Open::default() });
            }
            "tr" => {
                if let Some(table) = self.tables.last_mut() {
                    table.rows.push(Vec::new());
                }
            }
            "tc" => {
                if let Some(table) = self.tables.last_mut() {
                    table.cell = Cell { columns: 1, ..Cell::default() };
                }
                self.areas.push(Vec::new());
            }
            "gridSpan" => {
                let columns = value(start, "val").and_then(|own| own.parse().ok()).unwrap_or(1);
                if let Some(table) = self.tables.last_mut() {
                    table.cell.columns = std::cmp::Ord::clamp(columns, 1, 63);
                }
            }
            "vMerge" => {
                let goes_on = value(start, "val").is_none_or(|own| own == "continue");
                if let Some(table) = self.tables.last_mut() {
                    table.cell.goes_on = goes_on;
                }
            }
            "txbxContent" => self.areas.push(Vec::new()),
            "r" => {
                self.in_run = true;
                self.underlined = false;
                self.hidden = false;
            }
            "rStyle" if self.in_run => {
                let look = value(start, "val").and_then(|id| self.styles.get(&id).copied());
                if let Some(look) = look {
                    self.underlined |= look.underlined.unwrap_or_default();
                    self.hidden |= look.hidden.unwrap_or_default();
                }
            }
            "u" if self.in_run => self.underlined = is_on(start),
            "vanish" if self.in_run => self.hidden = is_on(start),
            "t" | "delText" => self.is_text = true,
            "tab" | "ptab" if self.in_run => self.push("\t"),
            // The end of a page is no end of a line.
            "br" | "cr" if self.in_run && value(start, "type").is_none_or(|own| own == "textWrapping") => {
                self.push("\n");
            }
            "noBreakHyphen" if self.in_run => self.push("-"),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) {
        if let Some(depth) = self.skipped {
            if self.depth == depth {
                self.skipped = None;
            }
            return;
        }
        match name {
            "t" | "delText" => self.is_text = false,
            "r" => self.in_run = false,
            "p" => {
                if let Some(line) = self.paragraphs.pop() {
                    for part in split(line) {
                        self.add(Block::Line(part));
                    }
                }
            }
            "tc" => {
                let blocks = self.areas.pop().unwrap_or_default();
                if self.areas.is_empty() {
                    self.areas.push(Vec::new());
                }
                if let Some(table) = self.tables.last_mut() {
                    let mut cell = std::mem::take(&mut table.cell);
                    for block in blocks {
                        match block {
                            Block::Line(line) => cell.lines.push(line),
                            Block::Table(rows) => {
                                cell.lines.extend(rows.into_iter().flatten().flat_map(|own| own.lines));
                            }
                        }
                    }
                    if let Some(row) = table.rows.last_mut() {
                        row.push(cell);
                    }
                }
            }
            "tbl" => {
                if let Some(table) = self.tables.pop() {
                    self.add(Block::Table(table.rows));
                }
            }
            "txbxContent" => {
                let blocks = self.areas.pop().unwrap_or_default();
                if self.areas.is_empty() {
                    self.areas.push(Vec::new());
                }
                for block in blocks {
                    self.add(block);
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, block: Block) {
        if let Some(area) = self.areas.last_mut() {
            area.push(block);
        }
    }

    /// Returns where the next paragraph stands.
    fn place(&mut self) -> String {
        match self.tables.first() {
            None => {
                self.line_count += 1;
                format!("段落{}", full_width(self.line_count))
            }
            Some(table) => {
                let row = table.rows.len();
                let column = table.rows.last().map_or(1, |own| own.len() + 1);
                let (number, row, column) = (full_width(table.number), full_width(row), full_width(column));
                format!("表{number}の{row}行{column}列")
            }
        }
    }

    fn letters(&mut self, text: &str) -> Result<(), Unreadable> {
        if self.skipped.is_some() || !self.is_text || self.hidden {
            return Ok(());
        }
        self.letters += text.len();
        if self.letters > MOST_LETTERS {
            return refused(too_much());
        }
        self.push(text);
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if self.hidden {
            return;
        }
        let underlined = self.underlined;
        if let Some(line) = self.paragraphs.last_mut() {
            match line.runs.last_mut() {
                Some(run) if run.underlined == underlined => run.text.push_str(text),
                _ => line.runs.push(Run { text: text.to_owned(), underlined }),
            }
        }
    }
}

fn undecided() -> Text {
    text!(
        "変更履歴の残っているファイルです。全て承諾したものとして読むなら --tracked accepted、全て元に戻したものとして読むなら --tracked refused を付けてください",
        "the file holds tracked changes; say --tracked accepted or --tracked refused"
    )
}

/// Returns the lines of a paragraph that is broken by hand.
fn split(line: Line) -> Vec<Line> {
    let mut lines = vec![Line { runs: Vec::new(), at: line.at.clone() }];
    for run in line.runs {
        for (index, part) in run.text.split('\n').enumerate() {
            if index > 0 {
                lines.push(Line { runs: Vec::new(), at: line.at.clone() });
            }
            if let Some(last) = lines.last_mut()
                && !part.is_empty()
            {
                last.runs.push(Run { text: part.to_owned(), underlined: run.underlined });
            }
        }
    }
    lines
}
