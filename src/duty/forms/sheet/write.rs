//! The workbook of a form: what is known stands in it, what is asked has a cell of its own, the rest is locked.

use super::plan::{self, Ask, BESIDE, GRID, INPUT, LABEL, Line, NUMBER, Part, PartShape, Plan};
use super::{About, NoSheet};
use crate::duty::forms::{Given, Known, MADE};
use crate::evidence::format::field::{Date, Field, Moment, Shape};
use crate::evidence::format::kind::Kind;
use crate::model::era;
use crate::spelling;
use crate::workbook::{self, Book, Cell, Choice, Error, Look, Page, PaperSize, Sheet};
use chrono::NaiveDate;

/// Version of the shape, in the hidden sheet.
const VERSION: &str = "fugi-record-form/1";

/// Name of the hidden sheet.
pub(super) const SEAL: &str = "様式の印";

/// The name of what the authority calls itself, in the hidden sheet.
pub(super) const WORD: &str = "word";

/// Heading of what the ward writes where it was not known when the form was made.
pub(super) const WARD: &str = "区が書く欄";

/// What the title is followed by.
pub(super) const INTRO: [&str; 2] = [
    "色の付いた欄に書き、このファイルのまま返してください。ほかの欄は変えられません。",
    "住民の氏名・住所・電話番号・個人番号は書きません。氏名の欄は、従業者・職員に限ります。",
];

/// Width of a column of the grid in pixels; twelve of them lie across A4.
const WIDTH: u32 = 85;

/// Returns the workbook of a form, filled in with what is known.
///
/// # Errors
///
/// [`NoSheet`] for a kind without one; [`Error`] where the writer refuses.
pub fn workbook(kind: Kind, given: &Given, about: About<'_>) -> Result<Result<Vec<u8>, Error>, NoSheet> {
    let plan = plan::of(kind).ok_or(NoSheet)?;
    Ok(write(plan, given, about))
}

fn write(plan: &Plan, given: &Given, about: About<'_>) -> Result<Vec<u8>, Error> {
    let title = plan.kind.label();
    let marks = if about.sample { "【見本】" } else { "" };
    let page = Page { marks, number: None, paper: title, landscape: true, size: PaperSize::A4, foot: None };
    let mut book = Book::new(workbook::About { title, subject: title, author: about.ward })?;
    let sheet = Sheet::new(title, page, &[WIDTH; GRID as usize])?;
    let mut own = Form { sheet, kind: plan.kind, given, word: about.word };
    own.sheet.line(Look::Title, title)?;
    for line in INTRO {
        own.sheet.line(Look::Note, line)?;
    }
    for part in plan.parts {
        own.part(part)?;
    }
    own.ward(plan)?;
    own.sheet.protect();
    book.add(own.sheet)?;
    book.add(seal(plan, given, about.word)?)?;
    book.finish()
}

/// A form in the making.
struct Form<'g> {
    sheet: Sheet,
    kind: Kind,
    given: &'g Given,
    /// What the authority calls itself.
    word: &'g str,
}

impl Form<'_> {
    /// Returns a text of the plan in the word of the authority.
    fn own(&self, text: &str) -> String {
        spelling::in_own_word(text, self.word)
    }

    fn part(&mut self, part: &Part) -> Result<(), Error> {
        match part.shape {
            PartShape::Fields => {
                self.heading(part.title, part.note)?;
                for (line, field) in part.lines(self.kind) {
                    self.line(line, &field, &known(self.given, line.path))?;
                }
            }
            PartShape::Across(list) => self.across(part, list)?,
            PartShape::Table(list, rows) => self.table(part, list, rows)?,
        }
        Ok(())
    }

    fn heading(&mut self, title: &str, note: &str) -> Result<(), Error> {
        self.sheet.gap(6.0);
        let (title, note) = (self.own(title), self.own(note));
        self.sheet.line(Look::Heading, title)?;
        if !note.is_empty() {
            self.sheet.line(Look::Note, note)?;
        }
        Ok(())
    }

    /// Writes a field and what is said of it; one that holds several words is a line a word.
    fn line(&mut self, line: &Line, field: &Field, known: &[String]) -> Result<(), Error> {
        let shape = (field.shape)();
        let note = line.note(field);
        if plan::is_marked(shape) {
            for (index, (word, shown)) in plan::choices(shape).into_iter().enumerate() {
                let mark = if known.iter().any(|own| own == word) { "○" } else { "" };
                let note = if index == 0 { note.as_str() } else { "" };
                let rows = self.sheet.record(&[
                    Cell::new(Look::Group, self.own(shown)).across(LABEL),
                    Cell::new(Look::Answer, mark).across(INPUT),
                    Cell::new(Look::Body, self.own(note.as_ref())).across(GRID - LABEL - INPUT),
                ])?;
                let choice =
                    Choice { answers: &["○"], title: "印", help: "当たるときは○を選ぶ。" };
                self.sheet.choose(rows.first, LABEL, choice)?;
            }
            return Ok(());
        }
        let text = shown(known, shape);
        let is_kept = line.ask == Ask::Keep && !text.is_empty();
        let look = if is_kept { Look::Body } else { look(shape) };
        let rows = self.sheet.record(&[
            Cell::new(Look::Group, self.own(line.label)).across(LABEL),
            Cell::new(look, text).across(INPUT),
            Cell::new(Look::Body, self.own(note.as_ref())).across(GRID - LABEL - INPUT),
        ])?;
        if !is_kept {
            self.validate((rows.first, LABEL), line.label, shape)?;
        }
        Ok(())
    }

    /// Writes records beside each other, and as many empty ones as have room beside the last.
    fn across(&mut self, part: &Part, list: &str) -> Result<(), Error> {
        let given = self.given;
        let known_records = given.get(list).map(Known::records).unwrap_or_default();
        let all = (known_records.len() + 1).div_ceil(BESIDE) * BESIDE;
        let empty = Given::new();
        for start in (0..all).step_by(BESIDE) {
            let title = match start {
                0 => part.title.to_owned(),
                _ => format!("{}（続き）", part.title),
            };
            self.heading(&title, if start == 0 { part.note } else { "" })?;
            let numbers = (start..start + BESIDE).map(|index| {
                Cell::new(Look::Heading, era::full_width(index + 1)).across((GRID - LABEL) / BESIDE as u16)
            });
            let head: Vec<Cell> =
                std::iter::once(Cell::new(Look::Heading, NUMBER).across(LABEL)).chain(numbers).collect();
            self.sheet.record(&head)?;
            for (line, field) in part.lines(self.kind) {
                let shape = (field.shape)();
                let width = (GRID - LABEL) / BESIDE as u16;
                let mut cells = vec![Cell::new(Look::Group, self.own(&label(line))).across(LABEL)];
                for index in start..start + BESIDE {
                    let record = known_records.get(index).unwrap_or(&empty);
                    let text = shown(&known(record, line.path), shape);
                    cells.push(Cell::new(look(shape), text).across(width));
                }
                let rows = self.sheet.record(&cells)?;
                for index in 0..BESIDE as u16 {
                    self.validate((rows.first, LABEL + index * width), line.label, shape)?;
                }
            }
        }
        Ok(())
    }

    fn table(&mut self, part: &Part, list: &str, rows: usize) -> Result<(), Error> {
        self.heading(part.title, part.note)?;
        let heads =
            part.lines.iter().map(|line| Cell::new(Look::Heading, self.own(line.label)).across(line.width));
        let head: Vec<Cell> = std::iter::once(Cell::new(Look::Heading, NUMBER)).chain(heads).collect();
        self.sheet.record(&head)?;
        let given = self.given;
        let known_records = given.get(list).map(Known::records).unwrap_or_default();
        let empty = Given::new();
        for index in 0..rows.max(known_records.len()) {
            let record = known_records.get(index).unwrap_or(&empty);
            let mut cells = vec![Cell::new(Look::Mark, (index + 1).to_string())];
            let mut places = Vec::new();
            let mut column = 1;
            for (line, field) in part.lines(self.kind) {
                let shape = (field.shape)();
                let text = shown(&known(record, line.path), shape);
                cells.push(Cell::new(look(shape), text).across(line.width));
                places.push((column, line.label, shape));
                column += line.width;
            }
            let row = self.sheet.record(&cells)?.first;
            for (column, label, shape) in places {
                self.validate((row, column), label, shape)?;
            }
        }
        Ok(())
    }

    /// Writes what the ward has to write itself: what a record cannot be without, and was not known.
    fn ward(&mut self, plan: &Plan) -> Result<(), Error> {
        let missing: Vec<&'static Field> = missing(plan, self.given).collect();
        if missing.is_empty() {
            return Ok(());
        }
        self.heading(WARD, "")?;
        for field in missing {
            self.sheet.record(&[
                Cell::new(Look::Group, self.own(field.title())).across(LABEL),
                Cell::new(Look::Input, "").across(INPUT),
                Cell::new(Look::Body, self.own(&format!("例: {}", field.sample)))
                    .across(GRID - LABEL - INPUT),
            ])?;
        }
        Ok(())
    }

    /// Lets a cell hold what its field may hold.
    fn validate(&mut self, (row, column): (u32, u16), label: &str, shape: Shape) -> Result<(), Error> {
        let words: Vec<String> = plan::choices(shape).into_iter().map(|(_, shown)| self.own(shown)).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let title: String = self.own(label).chars().take(32).collect();
        match shape {
            _ if !words.is_empty() => {
                self.sheet.choose(row, column, Choice { answers: &words, title: &title, help: "▼から選ぶ。" })
            }
            Shape::Date => {
                let day = |year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or_default();
                self.sheet.date(row, column, day(2000), day(2100))
            }
            Shape::Moment => self.sheet.explain(row, column, &title, "2026/10/13 17:40 の形で書く。"),
            Shape::Number => self.sheet.explain(row, column, &title, "数だけを書く。"),
            _ => Ok(()),
        }
    }
}

/// Returns the label of a line beside others: what may be left out says so.
pub(super) fn label(line: &Line) -> String {
    match line.note {
        "" => line.label.to_owned(),
        note => format!("{}\n（{note}）", line.label),
    }
}

/// Returns the fields that a record cannot be without, that the plan does not ask for and nobody knew.
pub(super) fn missing<'g>(
    plan: &'g Plan,
    given: &'g Given,
) -> impl Iterator<Item = &'static Field> + use<'g> {
    let is_asked = |field: &Field| {
        let inside = format!("{}/", field.name);
        plan.parts.iter().any(|part| match part.shape {
            PartShape::Fields => {
                part.lines.iter().any(|line| line.path == field.name || line.path.starts_with(&inside))
            }
            PartShape::Across(list) | PartShape::Table(list, _) => list == field.name,
        })
    };
    plan.kind.fields().iter().filter(move |field| {
        !field.optional
            && !MADE.contains(&field.name)
            && !is_asked(field)
            && known(given, field.name).iter().all(String::is_empty)
    })
}

/// Returns the values that are known of a field.
pub(super) fn known(given: &Given, path: &str) -> Vec<String> {
    match path.split_once('/') {
        None => given.get(path).map(|known| known.values().to_vec()).unwrap_or_default(),
        Some((name, rest)) => {
            let inner = given.get(name).and_then(|known| known.records().first());
            inner.map(|inner| known(inner, rest)).unwrap_or_default()
        }
    }
}

/// Returns known values as a person reads them in one cell.
pub(super) fn shown(known: &[String], shape: Shape) -> String {
    let choices = plan::choices(shape);
    let one = |value: &String| match shape {
        Shape::Date => {
            value.parse::<Date>().map_or_else(|_| value.clone(), |day| day.0.format("%Y/%m/%d").to_string())
        }
        Shape::Moment => value.parse::<Moment>().map_or_else(
            |_| value.clone(),
            |at| Moment::in_japan(at.0.to_utc()).0.format("%Y/%m/%d %H:%M").to_string(),
        ),
        _ => {
            let label = choices.iter().find(|(word, _)| word == value).map(|(_, label)| (*label).to_owned());
            label.unwrap_or_else(|| value.clone())
        }
    };
    known.iter().map(one).collect::<Vec<_>>().join("\n")
}

fn look(shape: Shape) -> Look {
    match shape {
        Shape::Date => Look::Date,
        _ if !plan::choices(shape).is_empty() => Look::Answer,
        _ => Look::Input,
    }
}

/// Returns the hidden sheet: the kind, and the ids that nobody writes.
fn seal(plan: &Plan, given: &Given, word: &str) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new(SEAL, Page::default(), &[200, 480])?;
    let mut rows =
        vec![("version".to_owned(), VERSION.to_owned()), ("kind".to_owned(), plan.kind.word().to_owned())];
    rows.push((WORD.to_owned(), word.to_owned()));
    rows.extend(ids(plan, given));
    for (key, value) in rows {
        sheet.record(&[Cell::new(Look::Plain, key), Cell::new(Look::Plain, value)])?;
    }
    sheet.protect();
    sheet.hide();
    Ok(sheet)
}

/// Returns what is known and no person reads, by its path: ids and digests.
fn ids(plan: &Plan, given: &Given) -> Vec<(String, String)> {
    let mut out = Vec::new();
    for field in plan.kind.fields() {
        let shape = (field.shape)();
        let has_line = plan.parts.iter().any(|part| {
            part.shape == PartShape::Fields && part.lines.iter().any(|line| line.path == field.name)
        });
        if matches!(shape, Shape::Id | Shape::Digest) && !has_line {
            out.extend(known(given, field.name).into_iter().map(|value| (field.name.to_owned(), value)));
        }
    }
    for part in plan.parts {
        let PartShape::Across(list) = part.shape else { continue };
        let records = given.get(list).map(Known::records).unwrap_or_default();
        for (index, record) in records.iter().enumerate() {
            for field in part.fields(plan.kind).iter().filter(|field| matches!((field.shape)(), Shape::Id)) {
                let value = known(record, field.name).into_iter();
                out.extend(value.map(|value| (format!("{list}/{index}/{}", field.name), value)));
            }
        }
    }
    out.retain(|(_, value)| !value.is_empty());
    out
}
