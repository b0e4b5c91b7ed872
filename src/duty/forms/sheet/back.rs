//! A workbook that came back: each cell is read by the words that a person sees beside it.
//!
//! The text that problems point into has a line for each row of the sheet, so that the number of a line is the number of
//! the row, and each cell in it begins with its name.

use super::plan::{self, BESIDE, GRID, INPUT, LABEL, Line, NUMBER, Part, PartShape, Plan};
use super::write::{INTRO, SEAL, WARD, WORD, label};
use crate::diagnostic::{Diagnostic, Text};
use crate::duty::forms::MADE;
use crate::duty::forms::read::{Form, Places};
use crate::evidence::format::field::{Field, Moment, Problem, Shape, join};
use crate::evidence::format::kind::Kind;
use crate::model::era;
use crate::source::{SourceId, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::workbook::cell_name;
use crate::workbook::read::{Content, Grid, Returned, Value as Found};
use chrono::NaiveDate;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// The last row that a form may reach; a form of a hundred media has under a thousand.
const LAST: u32 = 5_000;

/// A cell: row and column from 0.
type At = (u32, u16);

/// A form that came back, not yet read.
#[derive(Debug)]
pub struct Back {
    plan: &'static Plan,
    ids: BTreeMap<String, String>,
    grid: Grid,
    text: String,
    spans: BTreeMap<At, (usize, usize)>,
    /// The words of the plan, by what they are in the word of the authority.
    standard: BTreeMap<String, String>,
}

/// Returns the words of a plan that an authority says otherwise, by how it says them.
fn in_own_word(plan: &Plan, word: &str) -> BTreeMap<String, String> {
    let mut all: Vec<String> = vec![WARD.to_owned()];
    for field in plan.kind.fields() {
        all.extend([field.title().to_owned(), format!("例: {}", field.sample)]);
    }
    for part in plan.parts {
        all.extend([part.title.to_owned(), format!("{}（続き）", part.title), part.note.to_owned()]);
        for (line, field) in part.lines(plan.kind) {
            all.extend([line.label.to_owned(), label(line), line.note(&field)]);
            all.extend(plan::choices((field.shape)()).into_iter().map(|(_, shown)| shown.to_owned()));
        }
    }
    let said = all.into_iter().map(|text| (spelling::in_own_word(&text, word), text));
    said.filter(|(own, text)| own != text).collect()
}

impl Back {
    /// Opens a workbook that came back.
    ///
    /// # Errors
    ///
    /// Why it is no form at all: of another kind, too large, or not made here.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Text> {
        let book = Returned::read(bytes, None).map_err(|error| error.0)?;
        let unknown = || {
            text!(
                "`fugi` が作った様式ではありません（印のシートがありません）。送り返されたファイルを確かめてください",
                "this is no form that `fugi` made (its hidden sheet is missing)"
            )
        };
        let mut ids = book.seal(SEAL).ok_or_else(unknown)?;
        ids.remove("version").ok_or_else(unknown)?;
        let word = ids.remove("kind").ok_or_else(unknown)?;
        let own = ids.remove(WORD).unwrap_or_default();
        let plan = Kind::of_word(&word).and_then(plan::of).ok_or_else(unknown)?;
        let name = plan.kind.label();
        let grid = book.grid(name).cloned().ok_or_else(|| {
            text!(
                "シート「{name}」がありません。シートの名を変えたり、消したりしないでください",
                "the sheet `{name}` is missing"
            )
        })?;
        if let Some(other) = book.grids.iter().find(|grid| ![name, SEAL].contains(&grid.name.as_str())) {
            let other = short(&other.name).into_owned();
            return Err(text!(
                "シート「{other}」は様式にありません。書いたことがあれば様式の欄に移し、シートを消してください",
                "the sheet `{other}` is not part of the form; move what is written there, and take it out"
            ));
        }
        if let Some((row, column)) = grid.cells.keys().find(|(row, _)| *row >= LAST) {
            let cell = cell_name(*row, *column);
            return Err(text!(
                "{name}!{cell}: 様式にない行です。行を足さずに、様式の欄に書いてください",
                "{name}!{cell}: there is no such row in the form"
            ));
        }
        let (text, spans) = as_text(&grid);
        let standard = if own.is_empty() { BTreeMap::new() } else { in_own_word(plan, &own) };
        Ok(Self { plan, ids, grid, text, spans, standard })
    }

    /// Returns the text that problems point into: a line a row.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Reads what is filled in.
    ///
    /// # Errors
    ///
    /// Every cell that cannot be placed, and every problem of a field, at its cell.
    pub fn form(self, source: SourceId) -> Result<Form, Vec<Diagnostic>> {
        let mut own = Reader::new(self.plan, &self.grid, &self.standard);
        own.walk();
        let (value, cells, problems) = own.finish(&self.ids);
        let span = |at: &At| {
            // An empty cell is shown by the label of its row.
            let near = self.spans.range(..=*at).next_back().filter(|(near, _)| near.0 == at.0);
            let found = self.spans.get(at).or(near.map(|(_, span)| span));
            found.map_or(Span::new(source, 0, 0), |(start, end)| Span::new(source, *start, *end))
        };
        let mut places = Places::default();
        let top = self.text.find('\n').unwrap_or(self.text.len());
        places.add_cell("", Span::new(source, 0, top), None);
        for (path, at) in &cells {
            places.add_cell(path.as_str(), span(at), Some(cell_name(at.0, at.1)));
        }
        let told: Vec<Diagnostic> = problems
            .into_iter()
            .map(|(at, message, help)| {
                let cell = cell_name(at.0, at.1);
                let (ja, en) = (message.ja, message.en);
                let message = text!("{cell}: {ja}", "{cell}: {en}");
                Diagnostic::error("form-cell", span(&at), message).help(help)
            })
            .collect();
        let form = Form::new(self.plan.kind, value, places);
        let said = |problem: Problem| match form.is_blank(&problem.path) {
            // The words of YAML help nobody who writes in a workbook.
            true => empty(self.plan, problem),
            false => problem,
        };
        let problems: Vec<Problem> = form.problems().into_iter().map(said).collect();
        if told.is_empty() && problems.is_empty() {
            return Ok(form);
        }
        Err(told.into_iter().chain(form.diagnostics(problems)).collect())
    }
}

/// Returns the cells of a sheet as text, a line a row, and where each stands in it.
fn as_text(grid: &Grid) -> (String, BTreeMap<At, (usize, usize)>) {
    let mut text = String::new();
    let mut spans = BTreeMap::new();
    let mut line = 0;
    for (at, found) in &grid.cells {
        while line < at.0 {
            text.push('\n');
            line += 1;
        }
        if !text.is_empty() && !text.ends_with('\n') {
            text.push_str("  ");
        }
        let start = text.len();
        let cell = cell_name(at.0, at.1);
        let shown = found.content.shown();
        text.push_str(&format!("{cell} {}", spelling::one_line(&shown)));
        spans.insert(*at, (start, text.len()));
    }
    text.push('\n');
    (text, spans)
}

/// One thing of a list, by the path of its fields.
#[derive(Debug, Default)]
struct Record {
    values: BTreeMap<&'static str, (Value, At)>,
    /// True where something stands in it that the form did not come with.
    written: bool,
    /// The cell that stands for it.
    at: At,
}

/// A cell that could not be placed, why, and what to do.
type Unplaced = (At, Text, Text);

/// Reads the sheet, row by row.
struct Reader<'g> {
    plan: &'static Plan,
    standard: &'g BTreeMap<String, String>,
    rows: BTreeMap<u32, BTreeMap<u16, &'g Found>>,
    merged: BTreeMap<At, u32>,
    fields: BTreeMap<String, (Value, At)>,
    lists: BTreeMap<&'static str, BTreeMap<usize, Record>>,
    seen: BTreeSet<(usize, String)>,
    taken: BTreeSet<At>,
    headings: BTreeMap<usize, u32>,
    problems: Vec<Unplaced>,
}

/// Where the reader is.
#[derive(Clone, Debug, Default)]
struct Place {
    part: Option<usize>,
    /// Which record each column is of, in a part whose records stand beside each other.
    columns: BTreeMap<u16, usize>,
    ward: bool,
}

impl<'g> Reader<'g> {
    fn new(plan: &'static Plan, grid: &'g Grid, standard: &'g BTreeMap<String, String>) -> Self {
        let mut rows: BTreeMap<u32, BTreeMap<u16, &Found>> = BTreeMap::new();
        for ((row, column), found) in &grid.cells {
            let is_blank = matches!(&found.content, Content::Text(text) if spelling::is_blank(text));
            if !is_blank || found.computed {
                rows.entry(*row).or_default().insert(*column, found);
            }
        }
        let merged = grid.merged.iter().map(|(top, left, bottom, _)| ((*top, *left), *bottom)).collect();
        Self {
            plan,
            standard,
            rows,
            merged,
            fields: BTreeMap::new(),
            lists: BTreeMap::new(),
            seen: BTreeSet::new(),
            taken: BTreeSet::new(),
            headings: BTreeMap::new(),
            problems: Vec::new(),
        }
    }

    fn walk(&mut self) {
        let mut place = Place::default();
        let numbers: Vec<u32> = self.rows.keys().copied().collect();
        for row in numbers {
            let first = self.shown(row, 0);
            if let Some(first) = &first
                && self.begins(row, first, &mut place)
            {
                continue;
            }
            match place.part.and_then(|index| Some((index, self.plan.parts.get(index)?))) {
                None if place.ward => self.ward(row, first.as_deref()),
                None => {
                    // Above the first part stand the title and what to do.
                    let known = [self.plan.kind.label()].into_iter().chain(INTRO);
                    if first.as_deref().is_some_and(|first| known.into_iter().any(|own| own == first)) {
                        self.taken.insert((row, 0));
                    }
                }
                Some((index, part)) => match part.shape {
                    PartShape::Fields => self.field(row, index, part, first.as_deref()),
                    PartShape::Across(list) => {
                        self.beside(row, index, part, list, first.as_deref(), &mut place)
                    }
                    PartShape::Table(list, _) => self.entry(row, index, part, list),
                },
            }
        }
        self.strays();
        self.lost();
    }

    fn shown(&self, row: u32, column: u16) -> Option<String> {
        let found = self.rows.get(&row)?.get(&column)?;
        Some(self.standard(found.content.shown().replace("\r\n", "\n").trim()))
    }

    /// Returns a text as the plan has it, where the authority says it in its own word.
    fn standard(&self, shown: &str) -> String {
        self.standard.get(shown).map_or(shown, String::as_str).to_owned()
    }

    fn tell(&mut self, at: At, message: Text, help: Text) {
        self.problems.push((at, message, help));
    }

    /// Takes the heading of a part, or what is said under it.
    fn begins(&mut self, row: u32, first: &str, place: &mut Place) -> bool {
        let heads = |part: &Part| {
            first == part.title || first.strip_suffix("（続き）").is_some_and(|own| own == part.title)
        };
        if let Some(index) = self.plan.parts.iter().position(heads) {
            *place = Place { part: Some(index), ..Place::default() };
            self.headings.entry(index).or_insert(row);
            self.taken.insert((row, 0));
            return true;
        }
        if first == WARD {
            *place = Place { ward: true, ..Place::default() };
            self.taken.insert((row, 0));
            return true;
        }
        let note = place.part.and_then(|index| self.plan.parts.get(index)).map(|part| part.note);
        if note.is_some_and(|note| note == first) {
            self.taken.insert((row, 0));
            return true;
        }
        false
    }

    /// Reads a line with one field.
    fn field(&mut self, row: u32, index: usize, part: &'static Part, first: Option<&str>) {
        let Some(first) = first else { return };
        let kind = self.plan.kind;
        for (line, field) in part.lines(kind) {
            let shape = (field.shape)();
            let note = line.note(&field);
            if plan::is_marked(shape) {
                let choices = plan::choices(shape);
                let Some(at) = choices.iter().position(|(_, shown)| *shown == first) else { continue };
                self.label(row, index, first, if at == 0 { &note } else { "" });
                let place = (row, LABEL);
                let mark = self.take(place);
                let entry = self.fields.entry(line.path.to_owned());
                let (list, _) = entry.or_insert_with(|| (Value::Array(Vec::new()), place));
                match mark.as_deref() {
                    None => {}
                    Some("○" | "〇" | "◯") => {
                        if let (Value::Array(list), Some((word, _))) = (list, choices.get(at)) {
                            list.push((*word).into());
                        }
                    }
                    Some(other) => {
                        let other = short(other).into_owned();
                        self.tell(
                            place,
                            text!("「{other}」は○ではありません", "`{other}` is not ○"),
                            text!(
                                "当たるときは○を選び、当たらなければ空欄にしてください",
                                "choose ○, or leave it empty"
                            ),
                        );
                    }
                }
                return;
            }
            if line.label == first {
                self.label(row, index, first, &note);
                let at = (row, LABEL);
                let value = self.value(at, shape);
                self.fields.insert(line.path.to_owned(), (value.unwrap_or(Value::Null), at));
                return;
            }
        }
    }

    /// Reads a line of what the ward writes.
    fn ward(&mut self, row: u32, first: Option<&str>) {
        let fields = self.plan.kind.fields().iter().filter(|field| !MADE.contains(&field.name));
        let Some(field) = fields.into_iter().find(|field| Some(field.title()) == first) else { return };
        self.label(row, usize::MAX, field.title(), &format!("例: {}", field.sample));
        let at = (row, LABEL);
        let value = self.value(at, (field.shape)());
        self.fields.insert(field.name.to_owned(), (value.unwrap_or(Value::Null), at));
    }

    /// Takes the label of a line, and what is said beside it.
    fn label(&mut self, row: u32, part: usize, label: &str, note: &str) {
        self.taken.insert((row, 0));
        if !self.seen.insert((part, label.to_owned())) {
            self.tell(
                (row, 0),
                text!("「{label}」の行が二つあります", "there are two rows `{label}`"),
                text!("行を写したのなら、一つだけ残してください", "keep one of them"),
            );
        }
        let beside = (row, LABEL + INPUT);
        if self.shown(row, beside.1).unwrap_or_default() == note {
            self.taken.insert(beside);
        }
    }

    /// Reads a line of records that stand beside each other.
    fn beside(
        &mut self,
        row: u32,
        index: usize,
        part: &'static Part,
        list: &'static str,
        first: Option<&str>,
        place: &mut Place,
    ) {
        let Some(first) = first else { return };
        let width = (GRID - LABEL) / BESIDE as u16;
        let columns = (0..BESIDE as u16).map(|own| LABEL + own * width);
        if first == NUMBER {
            self.taken.insert((row, 0));
            for column in columns {
                let number = self.shown(row, column).and_then(|shown| number(&shown));
                if let Some(own) = number.and_then(|own| own.checked_sub(1)) {
                    self.taken.insert((row, column));
                    place.columns.insert(column, own);
                    self.lists.entry(list).or_default().entry(own).or_default().at = (row, column);
                }
            }
            return;
        }
        for (line, field) in part.lines(self.plan.kind) {
            if label(line) != first {
                continue;
            }
            self.taken.insert((row, 0));
            self.seen.insert((index, line.label.to_owned()));
            for (column, record) in place.columns.clone() {
                let at = (row, column);
                let value = self.value(at, (field.shape)());
                let own = self.lists.entry(list).or_default().entry(record).or_default();
                own.written |= value.is_some() && line.ask == plan::Ask::Write;
                own.values.insert(line.path, (value.unwrap_or(Value::Null), at));
            }
            return;
        }
    }

    /// Reads a row of a table.
    fn entry(&mut self, row: u32, index: usize, part: &'static Part, list: &'static str) {
        let first = self.shown(row, 0);
        let is_head = first.as_deref() == Some(NUMBER);
        let mut column = 1;
        let mut own = Record { at: (row, 1), ..Record::default() };
        if is_head || first.as_deref().and_then(number).is_some() {
            self.taken.insert((row, 0));
        }
        for (line, field) in part.lines(self.plan.kind) {
            let at = (row, column);
            column += line.width;
            if is_head {
                if self.shown(row, at.1).as_deref() == Some(line.label) {
                    self.taken.insert(at);
                    self.seen.insert((index, line.label.to_owned()));
                }
                continue;
            }
            let value = self.value(at, (field.shape)());
            own.written |= value.is_some();
            own.values.insert(line.path, (value.unwrap_or(Value::Null), at));
        }
        if own.written {
            let records = self.lists.entry(list).or_default();
            records.insert(records.len(), own);
        }
    }

    /// Takes what stands in a cell, with what a long text left in the rows under it.
    fn take(&mut self, at: At) -> Option<String> {
        let last = self.merged.get(&at).copied().unwrap_or(at.0);
        for row in at.0..=last.min(LAST) {
            self.taken.insert((row, at.1));
        }
        let found = *self.rows.get(&at.0)?.get(&at.1)?;
        if found.computed {
            self.tell(
                at,
                text!("数式です", "it is a formula"),
                text!("値を、そのまま書いてください", "write the value itself"),
            );
            return None;
        }
        Some(self.standard(found.content.shown().replace("\r\n", "\n").trim()))
    }

    /// Reads a cell as what its field holds; what cannot be read stays text, for the field to refuse.
    fn value(&mut self, at: At, shape: Shape) -> Option<Value> {
        let text = self.take(at)?;
        let content =
            self.rows.get(&at.0).and_then(|row| row.get(&at.1)).map(|found| found.content.clone())?;
        if content == Content::Failed {
            self.tell(
                at,
                text!("数式の誤り（#REF! など）です", "it is an error of a formula"),
                text!("値を、そのまま書いてください", "write the value itself"),
            );
            return None;
        }
        if let Some((word, _)) = plan::choices(shape)
            .into_iter()
            .find(|(word, shown)| spelling::same(shown, &text) || *word == text)
        {
            return Some(match shape {
                Shape::Flag => Value::Bool(word == "true"),
                _ => word.into(),
            });
        }
        Some(match shape {
            Shape::Number => match number(&text) {
                Some(number) => (number as u64).into(),
                None => text.into(),
            },
            Shape::Date => match day(&text) {
                Some(day) => day.to_string().into(),
                _ => text.into(),
            },
            Shape::Moment => moment(&text).unwrap_or(text).into(),
            Shape::List(_) => {
                let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
                Value::Array(lines.map(Value::from).collect())
            }
            _ => text.into(),
        })
    }

    /// Tells of everything that stands where nothing is asked.
    fn strays(&mut self) {
        let strays: Vec<(At, String)> = self
            .rows
            .iter()
            .flat_map(|(row, cells)| cells.iter().map(move |(column, found)| ((*row, *column), found)))
            .filter(|(at, _)| !self.taken.contains(at))
            .map(|(at, found)| (at, short(&found.content.shown()).into_owned()))
            .collect();
        for (at, shown) in strays {
            self.tell(
                at,
                text!(
                    "様式にない記入か、変えられた見出しです（「{shown}」）",
                    "this is no part of the form (`{shown}`)"
                ),
                text!(
                    "色の付いた欄に書いてください。見出しや説明を変えたときは、元に戻してください",
                    "write in the coloured cells, and put changed headings back"
                ),
            );
        }
    }

    /// Tells of every line that is no longer there.
    fn lost(&mut self) {
        let mut lost = Vec::new();
        for (index, part) in self.plan.parts.iter().enumerate() {
            let Some(row) = self.headings.get(&index) else {
                lost.push((0, part.title));
                continue;
            };
            for (line, field) in part.lines(self.plan.kind) {
                let names = match plan::is_marked((field.shape)()) {
                    true => plan::choices((field.shape)()).into_iter().map(|(_, shown)| shown).collect(),
                    false => vec![line.label],
                };
                lost.extend(
                    names
                        .into_iter()
                        .filter(|name| !self.seen.contains(&(index, (*name).to_owned())))
                        .map(|name| (*row, name)),
                );
            }
        }
        for (row, name) in lost {
            self.tell(
                (row, 0),
                text!("「{name}」の欄がありません", "`{name}` is missing from the form"),
                text!(
                    "行や列を消さないでください。様式を作り直し、書いたことを写してください",
                    "make the form again and copy what was written"
                ),
            );
        }
    }

    /// Returns the value, where each part of it stands, and what could not be placed.
    fn finish(mut self, ids: &BTreeMap<String, String>) -> (Value, BTreeMap<String, At>, Vec<Unplaced>) {
        let mut root = Map::new();
        let mut cells = BTreeMap::new();
        let kind = self.plan.kind;
        for field in kind.fields() {
            if let Some(id) = ids.get(field.name) {
                root.insert(field.name.to_owned(), id.as_str().into());
            }
        }
        for (path, (value, at)) in std::mem::take(&mut self.fields) {
            cells.insert(path.clone(), at);
            put_at(&mut root, &path, value);
        }
        let mut lists = std::mem::take(&mut self.lists);
        self.drop_columns(ids, &mut lists);
        self.name_places(ids, &mut lists);
        for (list, records) in lists {
            let mut out = Vec::new();
            for (own, record) in records {
                let at = join(list, &out.len().to_string());
                cells.insert(at.clone(), record.at);
                let mut inner = Map::new();
                let fields =
                    plan::field(kind.fields(), list).and_then(|field| plan::records((field.shape)()));
                for field in fields.unwrap_or_default() {
                    if let Some(id) = ids.get(&format!("{list}/{own}/{}", field.name)) {
                        inner.insert(field.name.to_owned(), id.as_str().into());
                    }
                }
                for (path, (value, place)) in record.values {
                    cells.insert(join(&at, path), place);
                    put_at(&mut inner, path, value);
                }
                out.push(Value::Object(pruned(inner, fields.unwrap_or_default())));
            }
            if !out.is_empty() {
                root.insert(list.to_owned(), Value::Array(out));
            }
        }
        (Value::Object(pruned(root, kind.fields())), cells, self.problems)
    }

    /// Takes out the columns in which nothing was written: those without a place, and those whose place another part of
    /// the form tells of. Any other is told of once.
    fn drop_columns(
        &mut self,
        ids: &BTreeMap<String, String>,
        lists: &mut BTreeMap<&'static str, BTreeMap<usize, Record>>,
    ) {
        let told: BTreeSet<usize> = lists
            .values()
            .flat_map(BTreeMap::values)
            .flat_map(|record| record.values.iter())
            .filter(|(path, _)| ["place", "copy"].contains(*path))
            .filter_map(|(_, (value, _))| value.as_str().and_then(number)?.checked_sub(1))
            .collect();
        for part in self.plan.parts {
            let PartShape::Across(list) = part.shape else { continue };
            let Some(records) = lists.get_mut(list) else { continue };
            let mut problems = Vec::new();
            records.retain(|index, record| {
                if record.written {
                    return true;
                }
                let has_place = ids.keys().any(|key| key.starts_with(&format!("{list}/{index}/")));
                if has_place && !told.contains(index) {
                    problems.push(record.at);
                }
                // A column that came with nothing and has a name is one that somebody began.
                !has_place && record.values.values().any(|(value, _)| !value.is_null())
            });
            for at in problems {
                let title = part.title;
                self.tell(
                    at,
                    text!("「{title}」のこの列に、何も書かれていません", "nothing is written in this column"),
                    text!(
                        "消したことを書くか、写しがなかった・返した・残したのなら、下の表にこの列の番号を書いてください",
                        "write how it was erased, or name the column in one of the tables below"
                    ),
                );
            }
        }
    }

    /// Puts the id of a place where its number was written.
    fn name_places(
        &mut self,
        ids: &BTreeMap<String, String>,
        lists: &mut BTreeMap<&'static str, BTreeMap<usize, Record>>,
    ) {
        let kind = self.plan.kind;
        let across = self.plan.parts.iter().find_map(|part| match part.shape {
            PartShape::Across(list) => Some(list),
            _ => None,
        });
        let Some(across) = across else { return };
        let mut problems = Vec::new();
        for part in self.plan.parts {
            let PartShape::Table(list, _) = part.shape else { continue };
            let is_id = |line: &&Line| {
                plan::field(part.fields(kind), line.path)
                    .is_some_and(|field| matches!((field.shape)(), Shape::Id))
            };
            for line in part.lines.iter().filter(is_id) {
                for record in lists.get_mut(list).into_iter().flat_map(BTreeMap::values_mut) {
                    let Some((value, at)) = record.values.get_mut(line.path) else { continue };
                    let Some(text) = value.as_str() else { continue };
                    let id = number(text)
                        .and_then(|number| ids.get(&format!("{across}/{}/place", number.checked_sub(1)?)));
                    match id {
                        Some(id) => *value = id.as_str().into(),
                        None => {
                            problems.push((*at, short(text).into_owned()));
                            *value = Value::Null;
                        }
                    }
                }
            }
        }
        for (at, shown) in problems {
            self.tell(
                at,
                text!(
                    "「{shown}」は、上の表の媒体の番号ではありません",
                    "`{shown}` is no number of a medium above"
                ),
                text!(
                    "上の表の、区が書いた媒体の番号（１など）を書いてください",
                    "write the number of its column"
                ),
            );
        }
    }
}

/// Puts a value at a path, making the records on the way.
fn put_at(root: &mut Map<String, Value>, path: &str, value: Value) {
    match path.split_once('/') {
        None => drop(root.insert(path.to_owned(), value)),
        Some((name, rest)) => {
            let inner = root.entry(name.to_owned()).or_insert_with(|| Value::Object(Map::new()));
            if let Value::Object(inner) = inner {
                put_at(inner, rest, value);
            }
        }
    }
}

/// Takes out what may be left out and holds nothing.
fn pruned(root: Map<String, Value>, fields: &'static [Field]) -> Map<String, Value> {
    let mut out = Map::new();
    for (name, value) in root {
        let field = fields.iter().find(|field| field.name == name);
        let inner = field.and_then(|field| plan::records((field.shape)()));
        let is_empty = is_empty(&value);
        if is_empty && field.is_some_and(|field| field.optional) {
            continue;
        }
        let value = match (value, inner) {
            (Value::Object(own), Some(inner)) => Value::Object(pruned(own, inner)),
            // Several words of which none is marked is one field that nobody filled in.
            (Value::Array(own), _) if own.is_empty() => Value::Null,
            (value, _) => value,
        };
        out.insert(name, value);
    }
    out
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(all) => all.iter().all(is_empty),
        Value::Object(all) => all.values().all(is_empty),
        _ => false,
    }
}

/// Reads a whole number as it is typed: １，２００ or 1200.
fn number(text: &str) -> Option<usize> {
    let folded = spelling::fold(text).replace(',', "");
    let is_number = !folded.is_empty() && folded.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| folded.parse().ok()).flatten()
}

/// Reads a day as it is typed: 2027/4/5, 2027-04-05, 令和９年４月５日.
fn day(text: &str) -> Option<NaiveDate> {
    let folded = spelling::fold(text);
    if let Some(day) = era::parse(&folded) {
        return day.ok();
    }
    let parts: Vec<&str> = folded.trim_end_matches('日').split(['-', '/', '.', '年', '月']).collect();
    let [year, month, day] = parts.as_slice() else { return None };
    if year.len() != 4 {
        return None;
    }
    NaiveDate::from_ymd_opt(number(year)? as i32, number(month)? as u32, number(day)? as u32)
}

/// Reads a day and time in Japan as they are typed: 2026/10/13 17:40.
fn moment(text: &str) -> Option<String> {
    if let Ok(moment) = text.parse::<Moment>() {
        return Some(moment.to_string());
    }
    let (date, time) = text.rsplit_once([' ', '　'])?;
    let day = day(date)?;
    let time = spelling::fold(time);
    let (hour, minute) = time.split_once(':')?;
    let (minute, second) = minute.split_once(':').unwrap_or((minute, "0"));
    let time = chrono::NaiveTime::from_hms_opt(
        u32::try_from(number(hour)?).ok()?,
        u32::try_from(number(minute)?).ok()?,
        u32::try_from(number(second)?).ok()?,
    )?;
    Some(format!("{day}T{}+09:00", time.format("%H:%M:%S")))
}

/// Tells of a field that nobody filled in, in the words of the sheet.
fn empty(plan: &Plan, problem: Problem) -> Problem {
    let mut names: Vec<&str> = problem.path.split('/').collect();
    names.retain(|name| name.bytes().any(|b| !b.is_ascii_digit()));
    let own = names.join("/");
    let label = plan.parts.iter().find_map(|part| {
        let inside = match part.shape {
            PartShape::Fields => own.as_str(),
            PartShape::Across(list) | PartShape::Table(list, _) => {
                own.strip_prefix(list)?.strip_prefix('/')?
            }
        };
        part.lines.iter().find(|line| line.path == inside).map(|line| line.label)
    });
    let Some(field) = plan::field(plan.kind.fields(), &own) else { return problem };
    let (title, sample) = (label.unwrap_or(field.title()), field.sample);
    let empty = Problem::new(problem.path, text!("「{title}」が空欄です", "`{title}` is empty"));
    let is_chosen = !plan::choices((field.shape)()).is_empty();
    empty.help(match sample {
        _ if is_chosen => text!("▼から選んでください", "choose one"),
        "" => text!("色の付いた欄に書いてください", "fill it in"),
        _ => text!("色の付いた欄に書いてください（例: {sample}）", "fill it in (for example: {sample})"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_times_and_numbers_are_read_as_they_are_typed() {
        for typed in
            ["2027/4/5", "2027-04-05", "２０２７／０４／０５", "令和９年４月５日", "2027年4月5日", "2027.4.5"]
        {
            assert_eq!(day(typed).map(|day| day.to_string()).as_deref(), Some("2027-04-05"), "{typed}");
        }
        for typed in ["27/4/5", "2027/13/1", "4月5日", "2027/4", "昨日"] {
            assert_eq!(day(typed), None, "{typed}");
        }
        for typed in [
            "2026/10/13 17:40",
            "2026-10-13　17:40:00",
            "令和８年１０月１３日 １７：４０",
            "2026-10-13T17:40:00+09:00",
        ] {
            assert_eq!(moment(typed).as_deref(), Some("2026-10-13T17:40:00+09:00"), "{typed}");
        }
        for typed in ["2026/10/13", "17:40", "2026/10/13 25:00", "2026/10/13 夕方"] {
            assert_eq!(moment(typed), None, "{typed}");
        }
        assert_eq!(number("１，２００"), Some(1200));
        assert_eq!(number("12台"), None);
        assert_eq!(number(""), None);
    }
}
