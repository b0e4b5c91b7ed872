//! The sheets of items: a row an item, a column each role that a contract lets handle items.

use super::{Above, Target};
use super::{Drawn, Form, Place, Row, SIDEWAYS, Spare, UPRIGHT, widths};
use crate::book::handling::{self, Handler};
use crate::book::kind::{Kind, words};
use crate::book::parts;
use crate::book::tree::{Path, Tree};
use crate::model::era::full_width;
use crate::model::vocabulary::Confidence;
use crate::workbook::{Cell, Error, Look, Rows};
use std::collections::BTreeSet;

/// What says that a role may handle an item.
pub(in crate::book) const MARK: &str = "○";

/// Width of the column of groups and of a mark, in pixels.
const GROUP: u32 = 90;
const COLUMN: u32 = 80;

/// Empty rows at the end of a list.
const SPARE: usize = 10;

impl Form {
    pub(super) fn item_sheets(&mut self) -> Result<(), Error> {
        let count = self.tree.key("item_sets").map_or(0, |sets| sets.items().len());
        for index in 0..count {
            self.item_sheet(index)?;
        }
        Ok(())
    }

    fn item_sheet(&mut self, index: usize) -> Result<(), Error> {
        let base = Path::default().under(&["item_sets"]).item(index);
        let Some(set) = self.tree.at(&base).cloned() else { return Ok(()) };
        let id = set.text("id").unwrap_or_default().to_owned();
        let handlers = handling::handlers(&self.tree, &id);
        let fixed: Vec<u32> = parts::ITEM.iter().map(|column| column.width).collect();
        let needed: u32 = GROUP + fixed.iter().sum::<u32>();
        let marks = u32::try_from(handlers.len()).unwrap_or(0) * COLUMN;
        let landscape = needed + marks > UPRIGHT;
        let all = (needed + marks).max(if landscape { SIDEWAYS } else { UPRIGHT });
        // What is left over goes to the names.
        let room = all - needed - marks;
        let mut stops = vec![GROUP];
        let mut at = GROUP;
        for (number, width) in fixed.iter().enumerate() {
            at += width + if number == 0 { room } else { 0 };
            stops.push(at);
        }
        for _ in &handlers {
            at += COLUMN;
            stops.push(at);
        }
        let mut shared = stops.clone();
        shared.extend([170, 540.min(all - 10)]);
        let mut own = self.begin(&format!("項目{}", full_width(index + 1)), landscape, &widths(shared))?;
        let title = set.text("title").or_else(|| set.text("heading"));
        let title = title.map_or_else(|| format!("一覧{}", full_width(index + 1)), str::to_owned);
        own.sheet.line(Look::Title, format!("{title}　×　誰が取り扱うか"))?;
        own.sheet.line(
            Look::Note,
            "○　その契約で、その者が取り扱える項目（紙の下線）。空欄は、取り扱わない項目。自治体は全ての項目を保有する。",
        )?;
        self.group(&mut own, &base, "", parts::ITEM_SET, None)?;
        own.sheet.gap(8.0);
        let spans = own.spans(&stops);
        self.item_head(&mut own, &handlers, &spans)?;
        let mut seen = BTreeSet::new();
        let items = base.under(&["items"]);
        let list = set.key("items").map(Tree::items).unwrap_or_default();
        for (number, item) in list.iter().enumerate() {
            let path = items.item(number);
            let name = item.text("name").unwrap_or_default();
            let members = item.key("members").map(Tree::items).unwrap_or_default();
            if members.is_empty() {
                self.item(&mut own, (path, name, ""), &handlers, &spans, &mut seen)?;
                continue;
            }
            self.item_group(&mut own, (&path, members), &handlers, &spans)?;
            for (number, member) in members.iter().enumerate() {
                let path = path.under(&["members"]).item(number);
                let member = member.text("name").unwrap_or_default();
                self.item(&mut own, (path, member, name), &handlers, &spans, &mut seen)?;
            }
        }
        self.new_items(&mut own, &base, list, &handlers, &spans)?;
        self.end(own);
        Ok(())
    }

    /// Writes the headings: contracts over their roles, and whether the paper says so.
    fn item_head(&mut self, own: &mut Drawn, handlers: &[Handler], spans: &[u16]) -> Result<(), Error> {
        let before: u16 = spans.iter().take(parts::ITEM.len() + 1).sum();
        let columns = |of: usize| spans.get(parts::ITEM.len() + 1 + of).copied().unwrap_or(1);
        let mut first = None;
        if !handlers.is_empty() {
            let mut cells = vec![Cell::new(Look::Heading, "契約").across(before)];
            let mut at = 0;
            for of_one in handlers.chunk_by(|one, two| one.contract == two.contract) {
                let across = (at..at + of_one.len()).map(columns).sum();
                at += of_one.len();
                let title = of_one.first().map_or("", |own| own.title.as_str());
                cells.push(Cell::new(Look::Heading, title).across(across));
            }
            first = Some(own.sheet.record(&cells)?.first);
        }
        let mut heads = vec![Cell::new(Look::Heading, "項目群")];
        heads.extend(parts::ITEM.iter().map(|column| Cell::new(Look::Heading, column.label)));
        heads.extend(handlers.iter().map(|own| Cell::new(Look::Heading, own.heading())));
        let heads: Vec<Cell> = heads.into_iter().zip(spans).map(|(cell, span)| cell.across(*span)).collect();
        let rows = own.sheet.record(&heads)?;
        own.sheet.repeat(Rows { first: first.unwrap_or(rows.first), last: rows.last }, 0)?;
        if handlers.is_empty() {
            return Ok(());
        }
        for (label, key, kind) in
            [("確からしさ", CONFIDENCE, Kind::Word(words::<Confidence>)), ("推定の理由", NOTE, Kind::Text)]
        {
            let mut cells = vec![Cell::new(Look::Group, label).across(before)];
            let mut open = Vec::new();
            let mut at = before;
            for (number, handler) in handlers.iter().enumerate() {
                let span = columns(number);
                match &handler.entry {
                    Some(path) => {
                        let text = kind.show(self.tree.at(&path.under(key)), &self.names);
                        cells.push(Cell::new(Look::Input, &text).across(span));
                        open.push((at, path.clone(), text));
                    }
                    None => cells.push(Cell::new(Look::Body, "－").across(span)),
                }
                at += span;
            }
            let rows = own.sheet.record(&cells)?;
            for (column, path, text) in open {
                self.open(own, (rows.first, column), label, (Row::Old(path), key, kind), text)?;
            }
        }
        Ok(())
    }

    /// Writes a group of items: its marks follow from its members.
    fn item_group(
        &mut self,
        own: &mut Drawn,
        (path, members): (&Path, &[Tree]),
        handlers: &[Handler],
        spans: &[u16],
    ) -> Result<(), Error> {
        let marks = handlers.iter().map(|own| {
            let mut handled =
                members.iter().map(|member| own.handles(member.text("name").unwrap_or_default()));
            let shown = if handled.clone().all(|own| own) {
                "（全て）"
            } else if handled.any(|own| own) {
                "（一部）"
            } else {
                "－"
            };
            Cell::new(Look::Mark, shown)
        });
        let marks: Vec<Cell> = marks.collect();
        self.item_row(own, Cell::new(Look::Group, "（項目群）"), Row::Old(path.clone()), marks, spans)?;
        Ok(())
    }

    fn item(
        &mut self,
        own: &mut Drawn,
        (path, name, group): (Path, &str, &str),
        handlers: &[Handler],
        spans: &[u16],
        seen: &mut BTreeSet<String>,
    ) -> Result<(), Error> {
        // One name is one item: it is answered where it stands first.
        let is_first = seen.insert(name.to_owned());
        let marks = handlers.iter().map(|own| match (is_first, own.handles(name)) {
            (false, _) => Cell::new(Look::Mark, "同上"),
            (true, true) => Cell::new(Look::Answer, MARK),
            (true, false) => Cell::new(Look::Answer, ""),
        });
        let marks: Vec<Cell> = marks.collect();
        let row = Row::Old(path);
        let rows = self.item_row(own, Cell::new(Look::Group, group), row.clone(), marks, spans)?;
        if is_first {
            let shown = |own: &Handler| if own.handles(name) { MARK } else { "" };
            self.marks(own, rows, row, handlers, spans, shown)?;
        }
        Ok(())
    }

    fn item_row(
        &mut self,
        own: &mut Drawn,
        group: Cell,
        row: Row,
        marks: Vec<Cell>,
        spans: &[u16],
    ) -> Result<Rows, Error> {
        if let Row::Old(path) = &row {
            self.records.insert(path.clone());
        }
        let mut cells = vec![group];
        let mut open = Vec::new();
        for column in parts::ITEM {
            let shown = match &row {
                Row::Old(path) => column.kind.show(self.tree.at(&path.under(column.keys)), &self.names),
                Row::New(_) => String::new(),
            };
            let (cell, is_open) = self.value_cell(&shown, column.kind);
            cells.push(cell);
            open.push((shown, is_open));
        }
        cells.extend(marks);
        let cells: Vec<Cell> = cells.into_iter().zip(spans).map(|(cell, span)| cell.across(*span)).collect();
        let rows = own.sheet.record(&cells)?;
        let mut at = spans.first().copied().unwrap_or(1);
        let spans = spans.get(1..).unwrap_or_default();
        for ((column, (shown, is_open)), span) in parts::ITEM.iter().zip(open).zip(spans) {
            if is_open {
                let value = (row.clone(), column.keys, column.kind);
                self.open(own, (rows.first, at), column.label, value, shown)?;
            }
            at += *span;
        }
        Ok(rows)
    }

    /// Opens the cells of the marks of a row.
    fn marks(
        &mut self,
        own: &mut Drawn,
        rows: Rows,
        row: Row,
        handlers: &[Handler],
        spans: &[u16],
        shown: impl Fn(&Handler) -> &'static str,
    ) -> Result<(), Error> {
        let mut at: u16 = spans.iter().take(parts::ITEM.len() + 1).sum();
        for (number, handler) in handlers.iter().enumerate() {
            let cell = (rows.first, at);
            let words = [MARK.to_owned()];
            if let Some(range) = self.range("取り扱う", &words) {
                own.sheet.choose_from(cell.0, cell.1, &range, "取り扱う", true)?;
            }
            self.places.push(Place {
                sheet: own.name.clone(),
                at: cell,
                label: handler.heading().replace('\n', "　"),
                shown: shown(handler).to_owned(),
                target: Target::Mark {
                    contract: handler.contract,
                    role: handler.role.clone(),
                    item: row.clone(),
                },
            });
            at += spans.get(parts::ITEM.len() + 1 + number).copied().unwrap_or(1);
        }
        Ok(())
    }

    /// Writes empty rows for items to add: at the end of the list, or in one of its groups.
    fn new_items(
        &mut self,
        own: &mut Drawn,
        base: &Path,
        list: &[Tree],
        handlers: &[Handler],
        spans: &[u16],
    ) -> Result<(), Error> {
        let mut groups = vec![(String::new(), Row::Old(base.clone()))];
        let items = base.under(&["items"]);
        for (number, item) in list.iter().enumerate() {
            if let (Some(name), Some(_)) = (item.text("name"), item.key("members")) {
                groups.push((name.to_owned(), Row::Old(items.item(number))));
            }
        }
        let words: Vec<String> = groups.iter().skip(1).map(|(name, _)| name.clone()).collect();
        for _ in 0..SPARE {
            self.spares.push(Spare {
                list: vec!["items"],
                above: Above::Asked(groups.clone()),
                id: None,
                fixed: Vec::new(),
            });
            let spare = self.spares.len() - 1;
            let marks = handlers.iter().map(|_| Cell::new(Look::Answer, "")).collect();
            let group = Cell::new(if words.is_empty() { Look::Group } else { Look::Input }, "");
            let rows = self.item_row(own, group, Row::New(spare), marks, spans)?;
            if !words.is_empty() {
                if let Some(range) = self.range("項目群", &words) {
                    own.sheet.choose_from(rows.first, 0, &range, "項目群", true)?;
                }
                self.places.push(Place {
                    sheet: own.name.clone(),
                    at: (rows.first, 0),
                    label: "項目群".to_owned(),
                    shown: String::new(),
                    target: Target::Above { row: spare },
                });
            }
            self.marks(own, rows, Row::New(spare), handlers, spans, |_| "")?;
        }
        Ok(())
    }
}

const CONFIDENCE: &[&str] = &["confidence"];
const NOTE: &[&str] = &["note"];
