//! What of a document a paper does not show. A template is the ward's, and an honest slip in it (a loop over the wrong
//! list, a label without its words) must not take a fact out of what the council sees.
//!
//! The text of the paper is read as a reader sees it, and each text of the document is looked for in it, as often as
//! the document says it. Spaces, markup and ASCII punctuation make no difference, nor does the order.

use super::{Format, office};
use crate::diagnostic::Text;
use crate::document::comparison::SUMMARY;
use crate::document::figure::Figure;
use crate::document::tree::{Block, Checklist, Comparison, Document, ItemEntry, Section};
use crate::spelling;
use crate::text;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// A text of the document that the paper does not show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    /// The section, and the field in it: 「別紙（業務委託）」の「委託理由」.
    pub place: Text,
    /// The text.
    pub text: String,
}

/// What a paper shows.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// Its text, without markup, its pages divided by a form feed.
    pub text: &'a str,
    /// How many pictures it holds, where the diagrams are pictures; `None` where their words are part of the text.
    pub pictures: Option<usize>,
}

/// Returns the texts of a document that a paper of a text format does not show.
pub(super) fn from_markup(document: &Document, format: Format, contents: &str) -> Vec<LeftOut> {
    let text = match format {
        Format::Html => html_text(contents),
        _ => markdown_text(contents),
    };
    of(document, Shown { text: &text, pictures: None })
}

/// Returns the texts of a document that its Word file does not show.
pub(super) fn from_word(document: &Document, file: &[u8]) -> Vec<LeftOut> {
    of(document, Shown { text: &office::word(file), pictures: None })
}

/// Returns the texts of the tables of a document that its workbook does not show. A workbook holds what is worked with
/// in tables: checklists, flows, comparisons, plain tables, and who handles which items.
pub(super) fn from_workbook(document: &Document, file: &[u8]) -> Vec<LeftOut> {
    let mut units =
        Units { document, in_pictures: false, only_tables: true, lists: Vec::new(), list: Vec::new() };
    units.gather();
    units.missing_from(&office::sheets(file))
}

/// Returns what a diagram as files of its own holds of a document: what stands on every page, and all that is drawn. The
/// list is made from the tree, as the form has it.
fn of_a_drawing<'a>(document: &'a Document, figure: &'a Figure) -> Units<'a> {
    let mut units =
        Units { document, in_pictures: false, only_tables: false, lists: Vec::new(), list: Vec::new() };
    let everywhere = Place { section: None, label: None };
    units.push_if(document.sample, everywhere, "見本");
    units.push_if(document.draft, everywhere, "案");
    units.all(everywhere, &document.notices);
    let is_it = |block: &Block| matches!(block, Block::Figure(own) if own == figure);
    let section = document.sections.iter().find(|own| own.blocks.iter().any(is_it));
    let place = Place { section, label: Some(&figure.title) };
    // What several say alike may be drawn once for all of them.
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for text in figure.drawn().filter(|text| seen.insert(text)) {
        units.push(place, text);
    }
    units
}

/// Returns the texts of a diagram that its files do not show, a file a page. Words may stand on each page again.
pub(super) fn from_drawing(document: &Document, figure: &Figure, files: &[String]) -> Vec<LeftOut> {
    let texts: Vec<String> = files.iter().map(|file| html_text(file)).collect();
    of_a_drawing(document, figure).missing_from(&texts.join(" "))
}

/// Returns the texts that a workbook of a document, or the files of its diagrams, hold: the list that they are held
/// against. Empty for the formats that hold the whole document.
#[must_use]
pub fn held(document: &Document, format: Format) -> Vec<String> {
    let texts = |units: Units<'_>| units.list.into_iter().map(|unit| unit.text.into_owned()).collect();
    match format {
        Format::Xlsx => {
            let mut units = Units {
                document,
                in_pictures: false,
                only_tables: true,
                lists: Vec::new(),
                list: Vec::new(),
            };
            units.gather();
            texts(units)
        }
        Format::Svg => {
            let figures = document
                .sections
                .iter()
                .flat_map(|own| &own.blocks)
                .filter_map(|block| if let Block::Figure(figure) = block { Some(figure) } else { None });
            figures.flat_map(|figure| texts(of_a_drawing(document, figure)) as Vec<String>).collect()
        }
        Format::Docx | Format::Html | Format::Json | Format::Markdown | Format::Pdf => Vec::new(),
    }
}

/// Returns the texts of a document that a paper does not show, in the order of the document.
#[must_use]
pub fn of(document: &Document, shown: Shown<'_>) -> Vec<LeftOut> {
    let in_pictures = shown.pictures.is_some();
    let mut units = Units { document, in_pictures, only_tables: false, lists: Vec::new(), list: Vec::new() };
    units.gather();
    let mut left = units.missing_from(shown.text);
    let blocks = document.sections.iter().flat_map(|own| own.blocks.iter().map(move |block| (own, block)));
    let figures = blocks.filter_map(|(section, block)| match block {
        Block::Figure(figure) => Some((section, figure)),
        _ => None,
    });
    let figures: Vec<(&Section, &Figure)> = figures.collect();
    if shown.pictures.is_some_and(|pictures| pictures < figures.len()) {
        left.extend(figures.into_iter().map(|(section, figure)| LeftOut {
            place: Place { section: Some(section), label: None }.told(),
            text: format!("図（{}）", figure.title),
        }));
    }
    left
}

/// A text of the document, and what it is called.
struct Unit<'a> {
    place: Place<'a>,
    text: Cow<'a, str>,
}

/// Where a text stands; put into words only where it is told of.
#[derive(Clone, Copy)]
struct Place<'a> {
    section: Option<&'a Section>,
    label: Option<&'a str>,
}

impl Place<'_> {
    fn told(&self) -> Text {
        let Some(section) = self.section else { return text!("全てのページ", "every page") };
        let number = section.number.as_deref().unwrap_or_default();
        let heading = section.heading.trim();
        match self.label {
            Some(label) => {
                let label: String = label.split_whitespace().collect();
                text!("{number}「{heading}」の「{label}」", "{number} `{heading}`, `{label}`")
            }
            None => text!("{number}「{heading}」", "{number} `{heading}`"),
        }
    }
}

/// Gathers the texts of a document that every paper shows.
struct Units<'a> {
    document: &'a Document,
    /// True where the diagrams are pictures.
    in_pictures: bool,
    /// True where only what stands in a workbook is gathered.
    only_tables: bool,
    /// The lists of items that were gathered.
    lists: Vec<&'a Vec<ItemEntry>>,
    list: Vec<Unit<'a>>,
}

impl<'a> Units<'a> {
    fn gather(&mut self) {
        let document = self.document;
        let everywhere = Place { section: None, label: None };
        if document.language == "ja" {
            self.push_if(document.sample, everywhere, "見本");
            self.push_if(document.draft, everywhere, "案");
        }
        self.all(everywhere, &document.notices);
        self.all(everywhere, document.footer.iter().filter_map(|foot| foot.words.as_ref()));
        for section in &document.sections {
            let place = Place { section: Some(section), label: None };
            if self.only_tables && section.id != SUMMARY {
                self.tables(place, section, &section.blocks);
                continue;
            }
            self.all(place, &section.number);
            self.push(place, &section.heading);
            self.blocks(place, &section.blocks);
        }
    }

    /// Returns the texts that are not in what a paper shows.
    fn missing_from(&self, shown: &str) -> Vec<LeftOut> {
        let (text, joints) = folded_with_joints(shown);
        let pages: Vec<String> = shown.split(PAGE).map(folded).collect();
        let missing = missing(&self.list, &text, &joints, &pages).into_iter();
        let units = missing.filter_map(|index| self.list.get(index));
        units.map(|unit| LeftOut { place: unit.place.told(), text: unit.text.to_string() }).collect()
    }

    /// Adds what of some blocks a workbook holds.
    fn tables(&mut self, place: Place<'a>, section: &'a Section, blocks: &'a [Block]) {
        for block in blocks {
            match block {
                Block::Checklist(own) => {
                    self.push(place, &section.heading);
                    self.checklist(place, own);
                }
                Block::Comparison(_) | Block::Table { .. } => self.block(place, block),
                Block::Figure(figure) => {
                    self.push(place, &figure.number);
                    self.push(place, &figure.title);
                    for (step, who) in figure.steps.iter().map(|own| (own, figure.participants.get(own.at))) {
                        self.push(place, &step.number);
                        self.push(place, &step.text);
                        self.all(place, who.map(|who| &who.name));
                    }
                    self.all(place, figure.contract.as_ref().map(|own| &own.label));
                    if !figure.is_marked() {
                        self.all(place, &figure.notes);
                    }
                }
                Block::Fields { rows } => {
                    for row in rows {
                        self.tables(Place { label: Some(&row.label), ..place }, section, &row.blocks);
                    }
                }
                Block::Point { blocks, .. } => self.tables(place, section, blocks),
                // A list that several annexes print is one table.
                Block::ItemList(own) if !own.by_party.is_empty() && !self.lists.contains(&&own.entries) => {
                    self.lists.push(&own.entries);
                    for party in &own.by_party {
                        self.push(place, &party.role);
                        self.all(place, &party.others);
                    }
                    for entry in &own.entries {
                        self.entry(place, entry);
                    }
                }
                Block::Assumptions { .. }
                | Block::ItemList(_)
                | Block::Note { .. }
                | Block::Paragraph { .. }
                | Block::Placed { .. } => {}
            }
        }
    }

    fn push(&mut self, place: Place<'a>, text: &'a str) {
        self.list.push(Unit { place, text: text.into() });
    }

    fn push_if(&mut self, holds: bool, place: Place<'a>, text: &'a str) {
        if holds {
            self.push(place, text);
        }
    }

    fn all(&mut self, place: Place<'a>, texts: impl IntoIterator<Item = &'a String>) {
        for text in texts {
            self.push(place, text);
        }
    }

    fn blocks(&mut self, place: Place<'a>, blocks: &'a [Block]) {
        for block in blocks {
            self.block(place, block);
        }
    }

    fn block(&mut self, place: Place<'a>, block: &'a Block) {
        match block {
            Block::Assumptions { groups } => {
                for group in groups {
                    self.all(place, &group.reason);
                    self.all(place, &group.places);
                }
            }
            Block::Checklist(own) => self.checklist(place, own),
            Block::Comparison(own) => self.comparison(place, own),
            Block::Fields { rows } => {
                for row in rows {
                    let place = Place { label: Some(&row.label), ..place };
                    self.push(place, &row.label);
                    self.blocks(place, &row.blocks);
                }
            }
            Block::Figure(own) if !self.in_pictures => self.figure(place, own),
            Block::Figure(_) => {}
            Block::ItemList(own) => {
                for entry in &own.entries {
                    self.entry(place, entry);
                }
                for handler in &own.legend {
                    self.push(place, &handler.role);
                    self.push(place, &handler.words);
                }
            }
            Block::Note { text } | Block::Paragraph { text } | Block::Placed { text, .. } => {
                self.push(place, text);
            }
            Block::Point { number, text, blocks, .. } => {
                self.push(place, number);
                self.push(place, text);
                self.blocks(place, blocks);
            }
            Block::Table { caption, columns, rows } => {
                self.push(place, caption);
                self.all(place, columns);
                self.all(place, rows.iter().flatten());
            }
        }
    }

    fn entry(&mut self, place: Place<'a>, entry: &'a ItemEntry) {
        self.push(place, &entry.name);
        for member in &entry.members {
            self.entry(place, member);
        }
    }

    fn checklist(&mut self, place: Place<'a>, own: &'a Checklist) {
        self.all(place, &own.note);
        self.all(place, &own.covers);
        self.all(place, &own.legend);
        self.push(place, &own.column);
        for group in &own.groups {
            let place = Place { label: Some(&group.label), ..place };
            self.push(place, &group.heading);
            self.push(place, &group.label);
            for row in &group.rows {
                self.push(place, &row.mark);
                self.all(place, &row.reason);
                self.push(place, &row.text);
                self.all(place, &row.evidence);
            }
        }
    }

    fn comparison(&mut self, place: Place<'a>, own: &'a Comparison) {
        self.push(place, &own.caption);
        for row in &own.rows {
            self.push(place, &row.heading);
            // The runs of a cell are one text, cut where the look changes.
            for runs in [&row.after, &row.before] {
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                self.list.push(Unit { place, text: text.into() });
            }
            self.all(place, &row.remark);
        }
    }

    /// Adds what a diagram says; its lines are told in too many ways to be looked for word by word.
    fn figure(&mut self, place: Place<'a>, own: &'a Figure) {
        for participant in &own.participants {
            self.push(place, &participant.name);
        }
        for step in &own.steps {
            self.push(place, &step.number);
            self.push(place, &step.text);
        }
        self.all(place, own.contract.as_ref().map(|own| &own.label));
        // The notes of a comparison are drawn in pieces, each as it differs.
        if !own.is_marked() {
            self.all(place, &own.notes);
        }
    }
}

/// Returns a text as it is compared.
fn folded(text: &str) -> String {
    folded_with_joints(text).0
}

/// Returns a text as it is compared, and where something stood in it that makes no difference: most texts begin and end
/// there.
fn folded_with_joints(text: &str) -> (String, Vec<usize>) {
    // The end of a page parts what stands before it from what follows; it is no letter that paper would show.
    let text = text.replace(PAGE, " ");
    let text: Cow<'_, str> = spelling::on_paper(&text);
    let mut out = String::with_capacity(text.len());
    let mut joints = vec![0];
    for c in text.chars() {
        let is_nothing = c.is_whitespace()
            || c.is_ascii_punctuation()
            || c.is_control()
            || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}');
        if !is_nothing {
            out.push(c);
        } else if joints.last() != Some(&out.len()) {
            joints.push(out.len());
        }
    }
    joints.push(out.len());
    (out, joints)
}

/// Stands between the pages of a paper.
pub(super) const PAGE: char = '\u{C}';

/// How many sentences are looked for over two pages: where more are missing, no page break is the cause.
const MOST_OVER_PAGES: usize = 50;

/// From how many bytes on a text is no word that others are made of: ten letters of Japanese.
const SENTENCE: usize = 30;

/// Letters that part one text from the next.
const PARTING: [char; 10] = ['、', '。', '，', '・', '：', '；', '（', '）', '「', '」'];

/// Returns the indexes of the units that are not in the text.
fn missing(units: &[Unit<'_>], text: &str, joints: &[usize], pages: &[String]) -> Vec<usize> {
    let folded: Vec<String> = units.iter().map(|unit| self::folded(&unit.text)).collect();
    if stand_in_order(&folded, text) {
        return Vec::new();
    }
    // Each place in the text stands for one unit only. The longest go first, since a short one is part of many others.
    let mut wanted: BTreeMap<(std::cmp::Reverse<usize>, &str), usize> = BTreeMap::new();
    for unit in folded.iter().filter(|unit| !unit.is_empty()) {
        *wanted.entry((std::cmp::Reverse(unit.len()), unit)).or_default() += 1;
    }
    let mut taken = vec![false; text.len()];
    let mut take = |unit: &str, left: &mut usize, by_itself: bool| {
        let mut from = 0;
        while *left > 0 {
            let Some(at) = text.get(from..).and_then(|rest| rest.find(unit)) else { break };
            let (start, end) = (from + at, from + at + unit.len());
            let is_free = taken.get(start..end).is_some_and(|places| places.iter().all(|taken| !taken));
            // What stands between commas or brackets stands by itself, too.
            let is_joint = |place: usize| {
                joints.binary_search(&place).is_ok()
                    || head(text, place).ends_with(PARTING)
                    || tail(text, place).starts_with(PARTING)
            };
            if is_free && (!by_itself || (is_joint(start) && is_joint(end))) {
                if let Some(places) = taken.get_mut(start..end) {
                    places.fill(true);
                }
                *left -= 1;
                from = end;
            } else {
                from = start + tail(text, start).chars().next().map_or(1, char::len_utf8);
            }
        }
    };
    // A sentence is found wherever it stands, and before any word that is part of it: on a laid out page every change of
    // script is a joint, so that its words would stand by themselves.
    for ((_, unit), left) in wanted.iter_mut().take_while(|((length, _), _)| length.0 >= SENTENCE) {
        take(unit, left, true);
        take(unit, left, false);
    }
    // Of words, what stands by itself first: else the end of one text and the beginning of the next may be taken for a
    // third.
    for by_itself in [true, false] {
        for ((_, unit), left) in &mut wanted {
            take(unit, left, by_itself);
        }
    }
    // A sentence may go over to the next page, with the foot of one and the head of the other between its parts.
    let sentences = wanted.iter_mut().take_while(|((length, _), _)| length.0 >= SENTENCE);
    for ((_, unit), left) in sentences.filter(|(_, left)| **left > 0).take(MOST_OVER_PAGES) {
        let over =
            pages.windows(2).filter(|pair| matches!(pair, [page, next] if goes_over(unit, page, next)));
        *left = left.saturating_sub(over.count());
    }
    let mut left: BTreeMap<&str, usize> =
        wanted.into_iter().filter(|(_, left)| *left > 0).map(|((_, unit), left)| (unit, left)).collect();
    let mut indexes = Vec::new();
    for (index, unit) in folded.iter().enumerate() {
        if let Some(count) = left.get_mut(unit.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            indexes.push(index);
        }
    }
    indexes
}

/// Returns whether a text begins on a page and ends on the next.
fn goes_over(unit: &str, page: &str, next: &str) -> bool {
    let mut places = unit.char_indices().skip(1).map(|(at, _)| at);
    // What a page holds of it only grows shorter from the end, so the first part that it lacks ends the search.
    places.by_ref().take_while(|at| page.contains(head(unit, *at))).any(|at| next.contains(tail(unit, at)))
}

/// Returns whether the units stand in the text one after the other.
fn stand_in_order(units: &[String], text: &str) -> bool {
    let mut rest = text;
    for unit in units.iter().filter(|unit| !unit.is_empty()) {
        let Some(at) = rest.find(unit.as_str()) else { return false };
        rest = tail(rest, at + unit.len());
    }
    true
}

/// Returns the beginning of a text.
fn head(text: &str, to: usize) -> &str {
    text.get(..to).unwrap_or_default()
}

/// Returns the rest of a text.
fn tail(text: &str, from: usize) -> &str {
    text.get(from..).unwrap_or_default()
}

/// Elements whose words are not seen.
const UNSEEN: [&str; 6] = ["desc", "head", "script", "style", "template", "title"];

/// The attribute of an element that repeats what stands elsewhere and is not printed: the table of contents.
const SCREEN_ONLY: &str = "data-screen-only";

/// Returns what of an HTML page is read: no tags, no comments, no head, no scripts.
pub(super) fn html_text(html: &str) -> String {
    let mut out = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        push_decoded(&mut out, head(rest, at));
        rest = tail(rest, at);
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.find("-->").map_or("", |end| tail(comment, end + 3));
            continue;
        }
        let inside = tail(rest, 1);
        let name: String = inside.chars().take_while(char::is_ascii_alphanumeric).collect();
        let is_tag = !name.is_empty() || inside.starts_with(['/', '!']);
        if !is_tag {
            out.push('<');
            rest = inside;
            continue;
        }
        rest = after_tag(inside);
        out.push(' ');
        let name = name.to_ascii_lowercase();
        let tag = head(inside, inside.len() - rest.len());
        let is_aside = tag.contains(SCREEN_ONLY) && !tag.ends_with("/>");
        if UNSEEN.contains(&name.as_str()) || is_aside {
            rest = after_element(rest, &name);
        }
    }
    push_decoded(&mut out, rest);
    out
}

/// Returns what follows a tag; a `>` in a quoted attribute ends none.
fn after_tag(inside: &str) -> &str {
    let mut quote: Option<char> = None;
    for (at, c) in inside.char_indices() {
        match (quote, c) {
            (None, '>') => return tail(inside, at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    ""
}

/// Returns what follows the end of an element whose tag was read; elements of its name may lie in it.
fn after_element<'a>(rest: &'a str, name: &str) -> &'a str {
    // ASCII letters keep their places in lower case.
    let lower = rest.to_ascii_lowercase();
    let (open, close) = (format!("<{name}"), format!("</{name}"));
    let is_whole = |end: usize| !tail(&lower, end).starts_with(|c: char| c.is_ascii_alphanumeric());
    let (mut depth, mut at) = (1, 0);
    while let Some(next) = tail(&lower, at).find('<').map(|next| at + next) {
        at = next + 1;
        if tail(&lower, next).starts_with(&close) && is_whole(next + close.len()) {
            depth -= 1;
            if depth == 0 {
                return after_tag(tail(rest, next + close.len()));
            }
        } else if tail(&lower, next).starts_with(&open) && is_whole(next + open.len()) {
            depth += 1;
        }
    }
    ""
}

fn push_decoded(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(head(rest, at));
        rest = tail(rest, at + 1);
        let name = rest.split_once(';').map(|(name, _)| name).filter(|name| name.len() <= 10);
        match name.and_then(|name| Some((name, character(name)?))) {
            Some((name, c)) => {
                out.push(c);
                rest = tail(rest, name.len() + 1);
            }
            None => out.push('&'),
        }
    }
    out.push_str(rest);
}

/// Returns the character that a reference names.
fn character(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let number = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return number.ok().and_then(char::from_u32);
    }
    Some(match name {
        "amp" => '&',
        "apos" => '\'',
        "gt" => '>',
        "lt" => '<',
        "nbsp" => '\u{A0}',
        "quot" => '"',
        _ => return None,
    })
}

/// Returns what of a Markdown text is read: no comments, no tags of HTML. Its other marks make no difference.
fn markdown_text(markdown: &str) -> String {
    let mut out = String::with_capacity(markdown.len());
    let mut rest = markdown;
    while let Some(at) = rest.find(['<', '\\']) {
        out.push_str(head(rest, at));
        let found = tail(rest, at);
        rest = tail(found, 1);
        if found.starts_with('\\') {
            // What is escaped is text.
            let next = rest.chars().next();
            out.extend(next);
            rest = tail(rest, next.map_or(0, char::len_utf8));
        } else if let Some(comment) = rest.strip_prefix("!--") {
            rest = comment.find("-->").map_or("", |end| tail(comment, end + 3));
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
            rest = after_tag(rest);
            out.push(' ');
        }
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::tree::{Field, Foot, SCHEMA_VERSION, Size};

    fn document(blocks: Vec<Block>) -> Document {
        Document {
            schema_version: SCHEMA_VERSION,
            name: "r09/a".to_owned(),
            paper: "諮問書".to_owned(),
            title: "件".to_owned(),
            ward: "市".to_owned(),
            council: "会".to_owned(),
            fiscal_year: "2027年度".to_owned(),
            language: "ja",
            draft: false,
            sample: false,
            notices: vec!["取扱注意".to_owned()],
            footer: Foot::standard(),
            pages_by_section: false,
            sections: vec![Section {
                id: "annex".to_owned(),
                part: "annex",
                number: None,
                heading: "別紙".to_owned(),
                subject: None,
                landscape: false,
                size: Size::A4,
                blocks,
            }],
        }
    }

    fn row(label: &str, texts: &[&str]) -> Field {
        let blocks = texts.iter().map(|text| Block::Paragraph { text: (*text).to_owned() }).collect();
        Field { label: label.to_owned(), blocks }
    }

    fn left(rows: Vec<Field>, text: &str) -> Vec<(String, String)> {
        let left = of(&document(vec![Block::Fields { rows }]), Shown { text, pictures: None });
        left.into_iter().map(|own| (own.place.ja, own.text)).collect()
    }

    #[test]
    fn what_is_printed_in_any_order_and_with_any_breaks_is_there() {
        let rows = || vec![row("提供　先", &["甲\n社", "乙社"]), row("項目", &["氏名、住所", "氏名"])];
        for text in [
            "取扱注意 別紙 提供先 甲 社 乙社 項目 氏名、住所 氏名",
            "別紙 項目 氏名 氏名、住 所 提供先 乙社 甲社 取扱注意",
        ] {
            assert_eq!(left(rows(), text), []);
        }
    }

    #[test]
    fn an_item_of_a_list_is_taken_before_a_word_that_is_part_of_it() {
        // A laid out page parts words where the script changes.
        let rows = vec![row("項目", &["料金の契約の有無", "氏名"]), row("事実", &["契約"])];
        assert_eq!(left(rows, "取扱注意 別紙 項目 料金の 契約 の有無、氏名 事実 契約"), []);
    }

    #[test]
    fn each_text_needs_a_place_of_its_own() {
        let rows = || vec![row("項目", &["氏名、住所", "氏名"]), row("答え", &["○", "○"])];
        let lost = |place: &str, text: &str| (format!("「別紙」の「{place}」"), text.to_owned());
        // 「氏名」 stands only as part of another text, and one ○ is gone.
        assert_eq!(
            left(rows(), "取扱注意 別紙 項目 氏名、住所 答え ○"),
            [lost("項目", "氏名"), lost("答え", "○")]
        );
        // An empty loop.
        let all = left(rows(), "取扱注意 別紙 項目 答え");
        assert_eq!(all.len(), 4, "{all:?}");
        assert_eq!(left(Vec::new(), "別紙"), [("全てのページ".to_owned(), "取扱注意".to_owned())]);
    }

    #[test]
    fn two_texts_side_by_side_are_no_third() {
        // 「乙丙」 is printed last; the end of 「甲乙」 and 「丙丁」 must not stand for it.
        let rows = vec![row("イ", &["丙丁", "乙丙"]), row("ロ", &["甲乙"])];
        assert_eq!(left(rows, "取扱注意 別紙 ロ 甲乙 丙丁 イ 乙丙"), []);
    }

    #[test]
    fn what_is_not_seen_of_a_page_is_not_read() {
        let html = "<head><title>題</title></head><body a=\"x>y\">A&amp;&lt;B<!-- 氏名 --><STYLE>乙{}</style>\
                    <script>if (1 < 2) 丙</script>&#12354;&nope;</body>";
        assert_eq!(folded(&html_text(html)), "ABあnope");
        let nested = "甲<div class=\"a\" data-screen-only>乙<div>丙</div>丁<divide>戊</div>己";
        assert_eq!(folded(&html_text(nested)), "甲己");
        assert_eq!(folded(&markdown_text("<!-- 甲 -->\\<乙> <u>丙</u> 1 < 2")), "乙丙12");
    }

    #[test]
    fn no_text_is_too_odd() {
        for odd in ["<", "<a", "&", "&#x110000;", "&#;", "<!--", "\\", "<script", "</", "<\u{3042}"] {
            let _ = (html_text(odd), markdown_text(odd));
            assert_eq!(left(Vec::new(), odd).len(), 2, "{odd}");
        }
    }

    #[test]
    fn a_word_file_and_a_workbook_are_read_back() {
        let table = |cells: &[&str]| Block::Table {
            caption: "表の題".to_owned(),
            columns: vec!["列".to_owned(), "欄".to_owned()],
            rows: vec![cells.iter().map(|own| (*own).to_owned()).collect()],
        };
        let less =
            document(vec![Block::Fields { rows: vec![row("項目", &["氏名"])] }, table(&["甲", "乙&<丙"])]);
        let more = document(vec![
            Block::Fields { rows: vec![row("項目", &["氏名", "住所"])] },
            table(&["甲", "乙&<丙", "甲"]),
        ]);
        let word = super::super::docx::render(&less, None).unwrap();
        assert_eq!(from_word(&less, &word), []);
        let texts = |left: Vec<LeftOut>| left.into_iter().map(|own| own.text).collect::<Vec<_>>();
        assert_eq!(texts(from_word(&more, &word)), ["住所", "甲"]);
        // A workbook holds the tables alone.
        let book = super::super::xlsx::render(&less).unwrap().unwrap();
        assert_eq!(from_workbook(&less, &book), []);
        assert_eq!(texts(from_workbook(&more, &book)), ["甲"]);
        // What cannot be read shows nothing.
        for odd in [&b""[..], b"PK", &word[..word.len() / 2]] {
            assert!(!from_word(&less, odd).is_empty() && !from_workbook(&less, odd).is_empty());
        }
    }

    #[test]
    fn a_sentence_may_go_over_to_the_next_page() {
        let sentence = "見本の事業者が、消去を終えた日から十日のうちに、区に報告する。";
        let document = document(vec![Block::Paragraph { text: sentence.to_owned() }]);
        let told = |text: &str| of(&document, Shown { text, pictures: Some(0) }).len();
        assert_eq!(told(&format!("取扱注意 別紙 {sentence}")), 0);
        let (begin, end) = ("見本の事業者が、消去を終えた日から", "十日のうちに、区に報告する。");
        assert_eq!(told(&format!("取扱注意 別紙 {begin} 1 / 2{PAGE}案 {end} 2 / 2")), 0);
        assert_eq!(
            told(&format!("取扱注意 別紙 {begin} 1 / 2{PAGE}案 区に報告する。 2 / 2")),
            1,
            "a part is gone"
        );
        assert_eq!(
            told(&format!("取扱注意 別紙 {begin} 1 / 3{PAGE}2 / 3{PAGE}{end} 3 / 3")),
            1,
            "not the next page"
        );
    }

    #[test]
    fn words_of_a_sentence_do_not_take_its_place() {
        let sentence = "見本区から見本水道事務所へ、照会書の手渡し、随時。";
        let texts = [sentence, "照会書", "見本区"].map(|text| Block::Paragraph { text: text.to_owned() });
        let document = document(texts.into());
        // Laid out, every change of script is a run of its own.
        let page =
            "取扱注意 別紙 （１）見本区 から 見本水道事務所 へ、 照会書 の 手渡 し、随時。 照会書 見本区";
        assert_eq!(of(&document, Shown { text: page, pictures: Some(0) }), []);
        let page = "取扱注意 別紙 （１）見本区 から 見本水道事務所 へ、 照会書 の 手渡 し、随時。 見本区";
        assert_eq!(
            of(&document, Shown { text: page, pictures: Some(0) }).len(),
            1,
            "照会書 is said once more"
        );
    }
}
