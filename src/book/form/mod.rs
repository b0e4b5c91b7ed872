//! The book in the making: sheets laid out from the file of a matter, with what each open cell is.

mod checklist;
mod items;

pub(super) use items::MARK;

use super::kind::Kind;
use super::names::{Names, Of, line};
use super::parts::{self, Column, Field, Group, OWN_LINK, Table};
use super::tree::{Path, Tree};
use super::{About, LISTS, SEAL, VERSION};
use crate::model::era::full_width;
use crate::spelling;
use crate::workbook::{self, Book, Cell, Error, Layout, Look, Page, PaperSize, Rows, Sheet, cell_name};
use std::collections::{BTreeMap, BTreeSet};

/// Most UTF-16 units of a text that is given to be edited; Excel holds 32,767 in a cell.
const LONGEST: usize = 32_000;

/// Columns begin at multiples of this many pixels, so that the tables of a sheet share its columns.
const SNAP: u32 = 10;

/// Width of what stands before each row of a table, in pixels.
const BEFORE: u32 = 120;

const UPRIGHT: u32 = 690;
const SIDEWAYS: u32 = 1020;

/// A cell: row and column from 0.
pub(super) type At = (u32, u16);

/// What a row is of: a record of the file, or one that is to be added.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Row {
    Old(Path),
    New(usize),
}

/// What an open cell is.
#[derive(Clone, Debug)]
pub(super) enum Target {
    /// A value of a record.
    Value { row: Row, keys: &'static [&'static str], kind: Kind },
    /// What a new record belongs to.
    Above { row: usize },
    /// Whether a role may handle an item under a contract.
    Mark { contract: usize, role: String, item: Row },
}

/// An open cell.
#[derive(Clone, Debug)]
pub(super) struct Place {
    pub(super) sheet: String,
    pub(super) at: At,
    pub(super) label: String,
    pub(super) shown: String,
    pub(super) target: Target,
}

impl Place {
    /// Returns its name: 概要!B5.
    pub(super) fn cell(&self) -> String {
        format!("{}!{}", self.sheet, cell_name(self.at.0, self.at.1))
    }
}

/// Where a new record goes.
#[derive(Clone, Debug)]
pub(super) enum Above {
    /// Under the record at a path.
    Known(Row),
    /// Under one of several, by what a person calls it.
    Asked(Vec<(String, Row)>),
}

/// An empty row.
#[derive(Clone, Debug)]
pub(super) struct Spare {
    /// The keys of the list, from the record above.
    pub(super) list: Vec<&'static str>,
    pub(super) above: Above,
    /// How its id begins and what it names, where it has one.
    pub(super) id: Option<(&'static str, Vec<Of>)>,
    /// Values that it has from the beginning.
    pub(super) fixed: Vec<(&'static str, String)>,
}

/// A book, made but not yet written.
pub(super) struct Form {
    pub(super) names: Names,
    pub(super) places: Vec<Place>,
    pub(super) spares: Vec<Spare>,
    /// The records that have a row, and go with it.
    pub(super) records: BTreeSet<Path>,
    sheets: Vec<Sheet>,
    book: Book,
    lists: Vec<(String, Vec<String>, u32)>,
    next: u32,
    tree: Tree,
    marks: &'static str,
    paper: String,
}

impl Form {
    /// Lays out the book of a matter.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub(super) fn new(about: &About<'_>, tree: Tree, digest: &str) -> Result<Self, Error> {
        let names = Names::new(&tree, about.ward, about.common, about.year);
        let title = tree.text("title").unwrap_or("新しい案件").to_owned();
        let properties =
            workbook::About { title: &title, subject: "案件のブック", author: &about.ward.name.value };
        let mut book = Book::new(properties)?;
        // These names are ours, whatever a matter calls its things.
        for own in [LISTS, SEAL] {
            book.name(own);
        }
        let marks = if tree.text("sample") == Some("true") { "【見本】" } else { "" };
        let mut own = Self {
            names,
            places: Vec::new(),
            spares: Vec::new(),
            records: BTreeSet::new(),
            sheets: Vec::new(),
            book,
            lists: Vec::new(),
            next: 2,
            tree,
            marks,
            paper: about.name.to_owned(),
        };
        own.guide(about, &title)?;
        own.fields_and_tables(
            "概要",
            &title,
            &Path::default(),
            (parts::OVERVIEW, parts::OVERVIEW_TABLES),
            None,
        )?;
        own.tables("当事者", &title, parts::PARTIES, true)?;
        own.tables("別紙と図の一覧", &title, parts::CONTENTS, false)?;
        own.item_sheets()?;
        own.flow_sheets()?;
        own.annex_sheets()?;
        if own.tree.key("measures").is_some() {
            own.tables("図の対策の箱", &title, parts::MEASURES, false)?;
        }
        own.checklists(about)?;
        own.fields_and_tables(
            "承認",
            &title,
            &Path::default(),
            (parts::DECISION, parts::DECISION_TABLES),
            None,
        )?;
        own.word_lists()?;
        own.seal(about, digest)?;
        Ok(own)
    }

    /// Returns what each sheet says.
    pub(super) fn layouts(&self) -> impl Iterator<Item = &Layout> {
        self.sheets.iter().map(Sheet::layout)
    }

    /// Returns the file.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub(super) fn write(self) -> Result<Vec<u8>, Error> {
        let mut book = self.book;
        for sheet in self.sheets {
            book.add(sheet)?;
        }
        book.finish()
    }

    fn begin(&mut self, name: &str, landscape: bool, widths: &[u32]) -> Result<Drawn, Error> {
        let name = self.book.name(name);
        let page = Page {
            marks: self.marks,
            number: None,
            paper: &self.paper,
            landscape,
            size: PaperSize::A4,
            foot: None,
        };
        let sheet = Sheet::new(&name, page, widths)?;
        Ok(Drawn { sheet, name, widths: widths.to_vec() })
    }

    fn end(&mut self, mut drawn: Drawn) {
        drawn.sheet.protect();
        self.sheets.push(drawn.sheet);
    }

    /// Writes how the book is used.
    fn guide(&mut self, about: &About<'_>, title: &str) -> Result<(), Error> {
        let mut own = self.begin("このブックについて", false, &[UPRIGHT])?;
        own.sheet.line(Look::Title, title)?;
        let name = about.name;
        for text in [
            format!("案件 {name} の全てを、一つのブックにしたもの。色の付いた欄を書き、保存して、次のとおり取り込む。"),
            "fugi book import このファイル.xlsx　……　何が変わるかを示す。まだ何も書かない。".to_owned(),
            "fugi book import このファイル.xlsx --yes　……　案件のファイルに書く。変えた所だけが変わる。".to_owned(),
            String::new(),
            "・色の付いた欄だけを書く。他の欄は保護してある（パスワードはない）。行や列を足したり、消したりしない。".to_owned(),
            "・加えるときは、表の終わりの空いている行に書く。行が足りないときは、取り込んでから、もう一度書き出す。".to_owned(),
            "・行を消すときは、その行の欄を全て空にする。".to_owned(),
            "・いくつかを書く欄は、「、」で区切る。一つを選ぶ欄は、欄の右の▼から選ぶ。".to_owned(),
            "・選べる語は、シート「選べる語」にある。".to_owned(),
            "・項目のシートの「○」は、その者がその項目を取り扱えることを示す（紙の下線と同じ）。取り扱えないものは空欄にする。".to_owned(),
            "・日付は 2027/04/01 か、令和９年４月１日 の形で書く。数は数字だけを書く。".to_owned(),
            "・セルの中で改行するには、Alt+Enter を押す。改行した所で、段落が変わる。".to_owned(),
            "・取り込んだ後に続けて直すときは、もう一度書き出す。".to_owned(),
            "・誤りがあれば、セルの名を示し、何も取り込まない。".to_owned(),
        ] {
            own.sheet.line(Look::Plain, text)?;
        }
        self.end(own);
        Ok(())
    }

    /// Writes the words that can be chosen, each list under its name.
    fn word_lists(&mut self) -> Result<(), Error> {
        let page = Page {
            marks: self.marks,
            number: None,
            paper: &self.paper,
            landscape: false,
            size: PaperSize::A4,
            foot: None,
        };
        let mut sheet = Sheet::new(LISTS, page, &[180, 517])?;
        sheet.line(Look::Title, "選べる語")?;
        let head = sheet.record(&[Cell::new(Look::Heading, "一覧"), Cell::new(Look::Heading, "語")])?;
        sheet.repeat(head, 0)?;
        for (title, words, _) in &self.lists {
            for word in words {
                sheet.record(&[Cell::new(Look::Group, title), Cell::new(Look::Body, word)])?;
            }
        }
        sheet.protect();
        self.sheets.push(sheet);
        Ok(())
    }

    /// Writes the hidden sheet: of which matter the book is, and from which text it was made.
    fn seal(&mut self, about: &About<'_>, digest: &str) -> Result<(), Error> {
        let mut sheet = Sheet::new(SEAL, Page::default(), &[200, 480])?;
        for (key, value) in [("version", VERSION), ("matter", about.name), ("sha256", digest)] {
            sheet.record(&[Cell::new(Look::Plain, key), Cell::new(Look::Plain, value)])?;
        }
        sheet.protect();
        sheet.hide();
        self.sheets.push(sheet);
        Ok(())
    }

    /// Returns the cells of a list of words, in the sheet of words.
    fn range(&mut self, title: &str, words: &[String]) -> Option<String> {
        if words.is_empty() {
            return None;
        }
        let known = self.lists.iter().find(|(_, own, _)| own == words).map(|(.., first)| *first);
        let first = known.unwrap_or_else(|| {
            let first = self.next;
            self.lists.push((title.to_owned(), words.to_vec(), first));
            self.next += u32::try_from(words.len()).unwrap_or(0);
            first
        });
        let last = first + u32::try_from(words.len()).unwrap_or(1) - 1;
        Some(format!("='{LISTS}'!$B${}:$B${}", first + 1, last + 1))
    }

    /// Returns the cell of a value: open, or locked where it is too long to be edited here.
    fn value_cell(&self, shown: &str, kind: Kind) -> (Cell, bool) {
        if shown.encode_utf16().count() > LONGEST {
            return (Cell::new(Look::Body, "（長いため、案件のファイルで直す）"), false);
        }
        let look = match kind {
            Kind::Day | Kind::Number | Kind::Flag | Kind::Month | Kind::When => Look::Answer,
            _ => Look::Input,
        };
        (Cell::new(look, shown), true)
    }

    /// Lets a cell be chosen in, or says what is to be written.
    fn help(&mut self, drawn: &mut Drawn, at: At, label: &str, kind: Kind) -> Result<(), Error> {
        let (row, column) = at;
        let listed = kind.listed(&self.names);
        if let Some(words) = kind.choices(&self.names) {
            let title = match &listed {
                Some((title, _)) => title.clone(),
                None => label.to_owned(),
            };
            let is_open = matches!(kind, Kind::One(of) if of.grows());
            if let Some(range) = self.range(&title, &words) {
                drawn.sheet.choose_from(row, column, &range, short_title(label), !is_open)?;
            }
            return Ok(());
        }
        let help = match (kind, listed) {
            (_, Some((title, words))) => {
                let title = if title.is_empty() { label.to_owned() } else { title };
                self.range(&title, &words);
                "シート「選べる語」の語を、「、」で区切って書く。".to_owned()
            }
            (Kind::Day, _) => "2027/04/01 か、令和９年４月１日 の形で書く。".to_owned(),
            (Kind::Month, _) => "2026-10 か、2026/10/01 の形で書く。".to_owned(),
            (Kind::Number, _) => "数字だけを書く。".to_owned(),
            (Kind::When, _) => "即時・当日・翌日・毎日・毎月・都度・５営業日毎などの語で書く。".to_owned(),
            (Kind::Texts, _) => "「、」で区切って書く。".to_owned(),
            _ => return Ok(()),
        };
        drawn.sheet.explain(row, column, short_title(label), &help)
    }

    fn fields_and_tables(
        &mut self,
        name: &str,
        title: &str,
        base: &Path,
        (groups, tables): (&[Group], &'static [Table]),
        flow: Option<usize>,
    ) -> Result<(), Error> {
        let mut stops: Vec<u32> = vec![170, 540, UPRIGHT];
        stops.extend(tables.iter().flat_map(|table| stops_of(table, UPRIGHT)));
        let mut own = self.begin(name, false, &widths(stops))?;
        own.sheet.line(Look::Title, title)?;
        for group in groups {
            self.group(&mut own, base, group.title, group.fields, flow)?;
        }
        for table in tables {
            self.table(&mut own, base, table, flow)?;
        }
        self.end(own);
        Ok(())
    }

    fn tables(
        &mut self,
        name: &str,
        title: &str,
        tables: &'static [Table],
        landscape: bool,
    ) -> Result<(), Error> {
        let all = if landscape { SIDEWAYS } else { UPRIGHT };
        let stops = tables.iter().flat_map(|table| stops_of(table, all)).collect();
        let mut own = self.begin(name, landscape, &widths(stops))?;
        own.sheet.line(Look::Title, title)?;
        for table in tables {
            self.table(&mut own, &Path::default(), table, None)?;
        }
        self.end(own);
        Ok(())
    }

    /// Writes values, each with its label before it and a note behind it.
    fn group(
        &mut self,
        own: &mut Drawn,
        base: &Path,
        title: &str,
        fields: &[Field],
        flow: Option<usize>,
    ) -> Result<(), Error> {
        own.sheet.gap(6.0);
        if !title.is_empty() {
            own.sheet.line(Look::Plain, format!("■ {title}"))?;
        }
        let (label, value, note) = own.of_a_field();
        for field in fields {
            let kind = in_flow(field.kind, flow);
            let shown = kind.show(self.tree.at(&base.under(field.keys)), &self.names);
            let (cell, is_open) = self.value_cell(&shown, kind);
            let rows = own.sheet.record(&[
                Cell::new(Look::Group, field.label).across(label),
                cell.across(value),
                Cell::new(Look::Note, field.note).across(note),
            ])?;
            if is_open {
                let row = Row::Old(base.clone());
                let at = (rows.first, label);
                self.open(own, at, field.label, (row, field.keys, kind), shown)?;
            }
        }
        Ok(())
    }

    fn open(
        &mut self,
        own: &mut Drawn,
        at: At,
        label: &str,
        (row, keys, kind): (Row, &'static [&'static str], Kind),
        shown: String,
    ) -> Result<(), Error> {
        self.help(own, at, label, kind)?;
        let target = Target::Value { row, keys, kind };
        self.places.push(Place { sheet: own.name.clone(), at, label: label.to_owned(), shown, target });
        Ok(())
    }

    /// Writes a list of the file as a table with empty rows at its end.
    fn table(
        &mut self,
        own: &mut Drawn,
        base: &Path,
        table: &'static Table,
        flow: Option<usize>,
    ) -> Result<(), Error> {
        let above = self.above(base, table.list, flow);
        let tail: Vec<&'static str> = tail(table.list).to_vec();
        let all: u32 = own.widths.iter().sum();
        let spans = own.spans(&stops_of(table, all));
        own.sheet.gap(8.0);
        own.sheet.line(Look::Plain, format!("■ {}", table.title))?;
        if !table.note.is_empty() {
            own.sheet.line(Look::Note, table.note)?;
        }
        let mut heads: Vec<Cell> = Vec::new();
        if has_before(table) {
            heads.push(Cell::new(Look::Heading, table.above));
        }
        heads.extend(table.columns.iter().map(|column| Cell::new(Look::Heading, column.label)));
        let heads: Vec<Cell> = heads.into_iter().zip(&spans).map(|(cell, span)| cell.across(*span)).collect();
        own.sheet.record(&heads)?;
        let mut count = 0;
        for (name, parent) in &above {
            let Row::Old(parent) = parent else { continue };
            let list = parent.under(&tail);
            let length = self.tree.at(&list).map_or(0, |list| list.items().len());
            for index in 0..length {
                let path = list.item(index);
                let before = has_before(table).then(|| {
                    let text = if table.itself { self.called(&path, index) } else { name.clone() };
                    Cell::new(Look::Group, text)
                });
                if table.adds {
                    if !table.list.contains(&"*") {
                        self.told(own, &path, table.columns, &spans)?;
                    }
                } else {
                    self.records.insert(path.clone());
                    self.row(own, before, (Row::Old(path), table.columns), &spans, flow)?;
                }
                count += 1;
            }
        }
        let is_asked = table.list.contains(&"*");
        if is_asked && above.is_empty() {
            return Ok(());
        }
        for number in 0..table.spare {
            let spare = self.spare(table, &tail, &above, number, flow);
            let before = has_before(table).then(|| {
                if table.itself {
                    Cell::new(Look::Group, line(count + number))
                } else {
                    Cell::new(Look::Input, "")
                }
            });
            let asks = before.as_ref().is_some_and(|_| !table.itself);
            let rows = self.row(own, before, (Row::New(spare), table.columns), &spans, flow)?;
            if asks {
                let at = (rows.first, 0);
                let named = above.iter().map(|(name, _)| name.clone());
                let words: Vec<String> = named.filter(|name| !name.is_empty()).collect();
                if let Some(range) = self.range(table.above, &words) {
                    own.sheet.choose_from(at.0, at.1, &range, table.above, false)?;
                }
                self.places.push(Place {
                    sheet: own.name.clone(),
                    at,
                    label: table.above.to_owned(),
                    shown: String::new(),
                    target: Target::Above { row: spare },
                });
            }
        }
        Ok(())
    }

    /// Returns the empty row of a table: the tables of one list share their rows.
    fn spare(
        &mut self,
        table: &'static Table,
        tail: &[&'static str],
        above: &[(String, Row)],
        number: usize,
        flow: Option<usize>,
    ) -> usize {
        if !table.list.contains(&"*")
            && let Some((_, row)) = above.first()
        {
            let same = |own: &&(usize, &Spare)| {
                matches!(&own.1.above, Above::Known(known) if known == row) && own.1.list == tail
            };
            let all = self.spares.iter().enumerate();
            if let Some((index, _)) = all.filter(|own| same(&own)).nth(number) {
                return index;
            }
            let id = id_of(table, flow);
            self.spares.push(Spare {
                list: tail.to_vec(),
                above: Above::Known(row.clone()),
                id,
                fixed: Vec::new(),
            });
            return self.spares.len() - 1;
        }
        let id = id_of(table, flow);
        self.spares.push(Spare {
            list: tail.to_vec(),
            above: Above::Asked(above.to_vec()),
            id,
            fixed: Vec::new(),
        });
        self.spares.len() - 1
    }

    /// Writes a record that is edited elsewhere.
    fn told(
        &self,
        own: &mut Drawn,
        path: &Path,
        columns: &'static [Column],
        spans: &[u16],
    ) -> Result<(), Error> {
        let shown = |column: &Column| column.kind.show(self.tree.at(&path.under(column.keys)), &self.names);
        let cells = columns.iter().zip(spans);
        let cells: Vec<Cell> =
            cells.map(|(column, span)| Cell::new(Look::Body, shown(column)).across(*span)).collect();
        own.sheet.record(&cells)?;
        Ok(())
    }

    fn row(
        &mut self,
        own: &mut Drawn,
        before: Option<Cell>,
        (row, columns): (Row, &'static [Column]),
        spans: &[u16],
        flow: Option<usize>,
    ) -> Result<Rows, Error> {
        let mut cells: Vec<Cell> = before.into_iter().collect();
        let first = cells.len();
        let mut shown = Vec::new();
        for column in columns {
            let kind = in_flow(column.kind, flow);
            let text = match &row {
                Row::Old(path) => kind.show(self.tree.at(&path.under(column.keys)), &self.names),
                Row::New(_) => String::new(),
            };
            let (cell, is_open) = self.value_cell(&text, kind);
            cells.push(cell);
            shown.push((text, kind, is_open));
        }
        let cells: Vec<Cell> = cells.into_iter().zip(spans).map(|(cell, span)| cell.across(*span)).collect();
        let rows = own.sheet.record(&cells)?;
        let mut at: u16 = spans.iter().take(first).sum();
        for ((column, (text, kind, is_open)), span) in
            columns.iter().zip(shown).zip(spans.get(first..).unwrap_or_default())
        {
            if is_open {
                self.open(own, (rows.first, at), column.label, (row.clone(), column.keys, kind), text)?;
            }
            at += *span;
        }
        Ok(rows)
    }

    /// Returns the records that hold the lists of a pattern, and what each is called; new ones too.
    fn above(&self, base: &Path, list: &'static [&'static str], flow: Option<usize>) -> Vec<(String, Row)> {
        let Some(star) = list.iter().rposition(|key| *key == "*") else {
            return vec![(String::new(), Row::Old(base.clone()))];
        };
        let mut paths = vec![base.clone()];
        for keys in list.get(..star).unwrap_or_default().split(|key| *key == "*") {
            let step = |path: &Path| {
                let list = path.under(keys);
                let count = self.tree.at(&list).map_or(0, |own| own.items().len());
                (0..count).map(move |index| list.item(index)).collect::<Vec<_>>()
            };
            paths = paths.iter().flat_map(step).collect();
        }
        let mut names: Vec<(String, Row)> = Vec::new();
        for (index, path) in paths.into_iter().enumerate() {
            let base = self.called(&path, index);
            let mut name = base.clone();
            for number in 2_usize.. {
                if !names.iter().any(|(own, _)| spelling::same(own, &name)) {
                    break;
                }
                name = format!("{base}（その{}）", full_width(number));
            }
            names.push((name, Row::Old(path)));
        }
        let wanted = list.get(..star).unwrap_or_default();
        if !wanted.contains(&"*") {
            let is_above = |own: &&(usize, &Spare)| {
                own.1.list == wanted && matches!(&own.1.above, Above::Known(Row::Old(path)) if path == base)
            };
            for (number, (index, _)) in
                self.spares.iter().enumerate().filter(|own| is_above(&own)).enumerate()
            {
                let name = match flow {
                    Some(_) if wanted == ["links"] => {
                        let count = self.tree.at(&base.under(wanted)).map_or(0, |own| own.items().len());
                        line(count + number)
                    }
                    // Called by what a person writes in its first cell.
                    _ => String::new(),
                };
                names.push((name, Row::New(index)));
            }
        }
        names
    }

    /// Returns what a record is called.
    fn called(&self, path: &Path, index: usize) -> String {
        let is_link = path.0.iter().rev().nth(1) == Some(&super::tree::Step::Key("links".to_owned()));
        if is_link {
            let index = match path.0.last() {
                Some(super::tree::Step::At(index)) => *index,
                _ => index,
            };
            return line(index);
        }
        let Some(tree) = self.tree.at(path) else { return full_width(index + 1) };
        if let Some(number) = tree.text("no") {
            return format!("手順{}", full_width(number));
        }
        if let Some(provider) = tree.text("provider") {
            return self.names.shown(Of::Provider, provider);
        }
        for key in ["name", "label", "title", "as_written", "brand", "subject"] {
            if let Some(text) = tree.text(key) {
                return spelling::short(&spelling::one_line(text)).into_owned();
            }
        }
        if let Some(role) = tree.text("role") {
            return self.names.shown(Of::Role, role);
        }
        if let Some(id) = tree.text("id") {
            let found = self.names.all(Of::Measures).iter().find(|own| own.word == id);
            if let Some(own) = found {
                return own.shown.clone();
            }
        }
        full_width(index + 1)
    }

    fn flow_sheets(&mut self) -> Result<(), Error> {
        let count = self.tree.key("flows").map_or(0, |flows| flows.items().len());
        for flow in 0..count {
            let base = Path::default().under(&["flows"]).item(flow);
            let title =
                self.tree.at(&base).and_then(|own| own.text("title")).unwrap_or("個人情報の流れ").to_owned();
            let mut stops: Vec<u32> = vec![170, 540, SIDEWAYS];
            stops.extend(parts::FLOW_TABLES.iter().flat_map(|table| stops_of(table, SIDEWAYS)));
            let mut own = self.begin(&format!("流れ{}", full_width(flow + 1)), true, &widths(stops))?;
            own.sheet.line(Look::Title, title)?;
            self.group(&mut own, &base, "", parts::FLOW, Some(flow))?;
            for table in parts::FLOW_TABLES {
                self.table(&mut own, &base, table, Some(flow))?;
            }
            self.end(own);
        }
        Ok(())
    }

    fn annex_sheets(&mut self) -> Result<(), Error> {
        for (key, groups, tables, word) in [
            ("connections", parts::CONNECTION, parts::CONNECTION_TABLES, "別紙結合"),
            ("contracts", parts::CONTRACT, parts::CONTRACT_TABLES, "別紙委託"),
        ] {
            let count = self.tree.key(key).map_or(0, |own| own.items().len());
            for index in 0..count {
                let base = Path::default().under(&[key]).item(index);
                let title = self.tree.at(&base).and_then(|own| own.text("title")).unwrap_or(word).to_owned();
                let name = format!("{word}{}", full_width(index + 1));
                self.fields_and_tables(&name, &title, &base, (groups, tables), None)?;
            }
        }
        Ok(())
    }
}

/// A sheet that is being written.
pub(super) struct Drawn {
    pub(super) sheet: Sheet,
    pub(super) name: String,
    pub(super) widths: Vec<u32>,
}

impl Drawn {
    /// Returns how many columns a label takes, the value behind it, and the note.
    pub(super) fn of_a_field(&self) -> (u16, u16, u16) {
        let all: u32 = self.widths.iter().sum();
        match self.spans(&[170, 540.min(all.saturating_sub(150)), all]).as_slice() {
            [label, value, note] => (*label, *value, *note),
            _ => (1, 1, 1),
        }
    }

    /// Returns how many columns of the sheet lie between some stops, in pixels from the left.
    pub(super) fn spans(&self, stops: &[u32]) -> Vec<u16> {
        let mut edges = BTreeMap::new();
        let mut at = 0;
        for (index, width) in self.widths.iter().enumerate() {
            at += width;
            edges.insert(at, u16::try_from(index + 1).unwrap_or(u16::MAX));
        }
        let mut before = 0;
        let mut spans = Vec::new();
        for stop in stops {
            let edge = edges.range(snapped(*stop)..).next().map_or(before + 1, |(_, edge)| *edge);
            spans.push(edge.saturating_sub(before).max(1));
            before = edge.max(before + 1);
        }
        spans
    }
}

fn snapped(at: u32) -> u32 {
    (at + SNAP / 2) / SNAP * SNAP
}

/// Returns the widths of columns between all stops.
fn widths(stops: Vec<u32>) -> Vec<u32> {
    let mut edges: Vec<u32> = stops.into_iter().map(snapped).collect();
    edges.sort_unstable();
    edges.dedup();
    let mut before = 0;
    edges
        .into_iter()
        .map(|edge| {
            let width = edge - before;
            before = edge;
            width
        })
        .collect()
}

fn has_before(table: &Table) -> bool {
    !table.above.is_empty()
}

/// Returns where the columns of a table end, when it takes `all` pixels.
fn stops_of(table: &Table, all: u32) -> Vec<u32> {
    let before = if has_before(table) { BEFORE } else { 0 };
    let sum: u32 = table.columns.iter().map(|column| column.width).sum();
    let mut stops = Vec::new();
    if before > 0 {
        stops.push(before);
    }
    let mut so_far = 0;
    for column in table.columns {
        so_far += column.width;
        stops.push(before + so_far * (all - before) / sum.max(1));
    }
    stops
}

/// Returns the keys of a list from the record that holds it.
fn tail(list: &'static [&'static str]) -> &'static [&'static str] {
    let star = list.iter().rposition(|key| *key == "*").map_or(0, |at| at + 1);
    list.get(star..).unwrap_or_default()
}

fn id_of(table: &Table, flow: Option<usize>) -> Option<(&'static str, Vec<Of>)> {
    let (prefix, of) = table.id?;
    let of = of.iter().map(|own| if *own == OWN_LINK { Of::Link(flow.unwrap_or(0)) } else { *own });
    Some((prefix, of.collect()))
}

/// Returns a kind with the flow whose lines it names.
fn in_flow(kind: Kind, flow: Option<usize>) -> Kind {
    let own = |of: Of| if of == OWN_LINK { Of::Link(flow.unwrap_or(0)) } else { of };
    match kind {
        Kind::One(of) => Kind::One(own(of)),
        Kind::Many(of) => Kind::Many(own(of)),
        other => other,
    }
}

/// Returns a title in the 32 characters that Excel shows.
fn short_title(label: &str) -> &str {
    let end = label.char_indices().nth(30).map_or(label.len(), |(at, _)| at);
    label.get(..end).unwrap_or_default()
}
