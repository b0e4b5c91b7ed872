//! Reading plain text: what a reader of PDF copied, or what somebody saved as text.
//!
//! Text has no tables: a label is known by the words of the year's form, at the beginning of a line or over several; what
//! follows stands beside it until the next one. Measures of checklists are known by their wording. Lines that were
//! broken by the width of a page are joined. Everything else stays a line by itself, and is told as not placed.

use super::About;
use super::paper::{Block, Cell, Line, Paper, Run, TableRow};
use super::place::{bare, unnumbered};
use crate::diagnostic::Text;
use crate::model::kind::MatterKind;
use crate::model::print::{CoverBlock, Piece};
use crate::model::ward::ChecklistForm;
use crate::text;
use std::collections::BTreeMap;

/// Most lines of a text.
const MOST_LINES: usize = 50_000;

/// Over so many lines a label or a measure may be broken.
const LABEL_LINES: usize = 4;
const MEASURE_LINES: usize = 12;

/// A list of items as a material has at least so many commas.
const COMMAS: usize = 5;

/// Why a text is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable(pub Text);

/// Reads a text by the labels of a year's form.
///
/// # Errors
///
/// [`Unreadable`]: not UTF-8, or too many lines.
pub fn read(about: &About<'_>, bytes: &[u8]) -> Result<Paper, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Unreadable(text!(
            "UTF-8 の文字のファイルではありません。文字コードを UTF-8 にして保存し直してください",
            "this is no text in UTF-8; save it as UTF-8"
        ))
    })?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text).replace('\u{C}', "\n");
    let rows: Vec<Row> = text
        .lines()
        .enumerate()
        .filter(|(_, text)| !text.trim().is_empty())
        .map(|(number, text)| Row { number: number + 1, text: text.trim_end().to_owned() })
        .collect();
    if rows.len() > MOST_LINES {
        return Err(Unreadable(text!(
            "行が多すぎます（{MOST_LINES} 行まで）。一つの案件の部分だけを渡してください",
            "there are too many lines (at most {MOST_LINES}); hand over the part of one matter"
        )));
    }
    let mut own = Reader {
        about,
        rows,
        paper: Paper::default(),
        section: Section::Other,
        table: Vec::new(),
        used: Vec::new(),
    };
    own.read();
    Ok(own.paper)
}

/// A line of the text that says something.
#[derive(Clone, Debug)]
struct Row {
    number: usize,
    text: String,
}

/// Where the reader is.
#[derive(Clone, Debug)]
enum Section {
    Cover,
    Overview,
    Annex(Box<MatterKind>),
    Other,
}

/// A measure of a checklist, as it was found.
struct Measure {
    first: usize,
    end: usize,
    mark: String,
    reason: Option<String>,
    /// Form and row that are worded so.
    rows: Vec<(usize, usize)>,
}

struct Reader<'a> {
    about: &'a About<'a>,
    rows: Vec<Row>,
    paper: Paper,
    section: Section,
    /// Label and contents of the rows so far, each by the lines of the text.
    table: Vec<(Vec<Row>, Vec<Row>)>,
    /// The labels of the section that were read.
    used: Vec<String>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let measures = self.measures();
        let mut at = 0;
        while at < self.rows.len() {
            if let Some(end) = self.checklist(&measures, at) {
                at = end;
                continue;
            }
            let step = self.heading(at).or_else(|| self.material(at)).or_else(|| self.label(at));
            at += step.unwrap_or_else(|| {
                self.line(at);
                1
            });
        }
        self.close();
    }

    fn text(&self, at: usize) -> &str {
        self.rows.get(at).map(|row| row.text.as_str()).unwrap_or_default()
    }

    /// Takes a heading of the form; returns over how many lines it stands.
    fn heading(&mut self, at: usize) -> Option<usize> {
        let (lines, section) = self.heading_at(at)?;
        self.close();
        let text: String = (at..at + lines).map(|at| self.text(at).trim().to_owned()).collect();
        self.emit(text, at);
        self.section = section;
        Some(lines)
    }

    /// Returns the heading of the form that stands here over one line or two, and the section that it begins.
    fn heading_at(&self, at: usize) -> Option<(usize, Section)> {
        let year = self.about.year;
        let labels = &year.labels;
        (1..=2).find_map(|lines| {
            let own: String = (at..at + lines).map(|at| bare(self.text(at))).collect();
            let is = |other: &str| own == bare(other);
            if is(&labels.cover.heading) {
                return Some((lines, Section::Cover));
            }
            if is(&labels.overview.heading) {
                return Some((lines, Section::Overview));
            }
            let kind = year.kinds.iter().find(|kind| is(&kind.heading))?;
            Some((lines, Section::Annex(Box::new(kind.clone()))))
        })
    }

    /// Takes a list of items that is a material of its own: its number, its title, a heading, the list.
    fn material(&mut self, at: usize) -> Option<usize> {
        let own = bare(self.text(at));
        let word = bare(self.about.year.labels.print.material_word());
        let number = own.strip_prefix('(')?.strip_suffix(')')?.strip_prefix(word.as_str())?.to_owned();
        if number.is_empty() || !number.chars().all(|c| c.is_ascii_digit() || c == '-') {
            return None;
        }
        let is_page = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let mut next = at + 1;
        if is_page(&bare(self.text(next))) {
            next += 1;
        }
        let commas = |text: &str| text.chars().filter(|c| *c == '、').count();
        // A figure has steps and notes where a list has its items.
        let list = (next + 1..next + 4).find(|at| {
            let text = self.text(*at);
            commas(text) >= COMMAS && !text.contains(['。', '①', '【', '※', '・'])
        })?;
        let is_over = |text: &str| {
            text.trim_start().starts_with(['・', '※', '○', '（', '(']) || text.trim_end().ends_with('。')
        };
        let end = (list + 1..self.rows.len())
            .find(|at| {
                is_over(self.text(*at)) || self.is_form(self.text(*at)) || self.heading_at(*at).is_some()
            })
            .unwrap_or(self.rows.len());
        self.close();
        self.section = Section::Other;
        let text = self.text(at).trim().to_owned();
        self.emit(text, at);
        for line in next..list {
            let text = self.text(line).trim().to_owned();
            self.emit(text, line);
        }
        let text = (list..end).map(|at| self.text(at).trim()).collect::<String>();
        self.emit(text, list);
        Some(end - at)
    }

    /// Takes a label of the section; returns how many lines it takes.
    fn label(&mut self, at: usize) -> Option<usize> {
        let labels: Vec<String> = match &self.section {
            Section::Cover => {
                let blocks = self.about.year.labels.cover.blocks.iter();
                let fields = blocks.filter_map(|block| match block {
                    CoverBlock::Fields(fields) => Some(fields),
                    _ => None,
                });
                fields.flatten().map(|(label, _)| label.value.clone()).collect()
            }
            Section::Overview => {
                let own = &self.about.year.labels.overview;
                [&own.title, &own.department, &own.purpose, &own.subjects, &own.content]
                    .into_iter()
                    .map(|label| label.to_string())
                    .collect()
            }
            Section::Annex(kind) => kind.fields.iter().map(|field| field.label.value.clone()).collect(),
            Section::Other => return None,
        };
        let mut best: Option<(usize, String, Option<String>)> = None;
        for label in labels.into_iter().filter(|label| !self.used.contains(label)) {
            let Some((lines, rest)) = self.begins_with(at, &bare(&label)) else { continue };
            if best.as_ref().is_none_or(|(_, own, _)| bare(own).len() < bare(&label).len()) {
                best = Some((lines, label, rest));
            }
        }
        let (lines, label, rest) = best?;
        let words: Vec<Row> = vec![Row { number: self.rows.get(at)?.number, text: label.clone() }];
        self.used.push(label);
        let number = self.rows.get(at + lines - 1)?.number;
        let first = rest.filter(|rest| !rest.trim().is_empty()).map(|text| Row { number, text });
        self.table.push((words, first.into_iter().collect()));
        Some(lines)
    }

    /// Returns over how many lines a label stands from here, and what follows it in the last of them.
    fn begins_with(&self, at: usize, label: &str) -> Option<(usize, Option<String>)> {
        let mut before = String::new();
        for lines in 1..=LABEL_LINES {
            let text = self.rows.get(at + lines - 1)?.text.as_str();
            let whole = format!("{before}{}", bare(text));
            if whole == label {
                return Some((lines, None));
            }
            // The label ends inside this line: white space follows it, or it is a word of the text.
            let ends = text.char_indices().map(|(index, _)| index).skip(1);
            for end in ends {
                let (own, rest) = text.split_at_checked(end)?;
                if rest.starts_with(char::is_whitespace)
                    && !rest.trim().is_empty()
                    && format!("{before}{}", bare(own)) == label
                {
                    return Some((lines, Some(rest.trim().to_owned())));
                }
            }
            if !label.starts_with(&whole) {
                return None;
            }
            before = whole;
        }
        None
    }

    /// Takes a line that is no label: it goes on with what stands beside the last one.
    fn line(&mut self, at: usize) {
        let Some(row) = self.rows.get(at).cloned() else { return };
        if self.is_form(&row.text) {
            return;
        }
        if matches!(self.section, Section::Cover) && self.is_cover(&row.text) {
            self.close();
            self.emit(row.text.trim().to_owned(), at);
            return;
        }
        if let Some((label, content)) = self.table.last_mut() {
            content.push(row);
            // 別紙チェックリストのとおり: nothing follows.
            let said: String = content.iter().map(|row| bare(&row.text)).collect();
            let label = label.first().map(|row| row.text.clone()).unwrap_or_default();
            if let Section::Annex(kind) = &self.section
                && let Some((index, field)) =
                    kind.fields.iter().enumerate().find(|(_, field)| field.label.value == label)
                && field.see.as_ref().is_some_and(|see| bare(see) == said)
                && index + 1 == kind.fields.len()
            {
                self.close();
                self.section = Section::Other;
            }
            return;
        }
        match self.section {
            Section::Other => self.loose(&row),
            _ => self.emit(row.text.trim().to_owned(), at),
        }
    }

    /// Returns whether a line begins as one of the cover's own lines does.
    fn is_cover(&self, text: &str) -> bool {
        let own = bare(text);
        self.about.year.labels.cover.blocks.iter().any(|block| match block {
            CoverBlock::Line(_, words) => match words.0.first() {
                Some(Piece::Text(first)) => bare(first).chars().count() > 2 && own.starts_with(&bare(first)),
                _ => false,
            },
            _ => false,
        })
    }

    /// Returns whether a line is a word of a checklist's form, which says nothing of the matter.
    fn is_form(&self, text: &str) -> bool {
        let own = bare(&unnumbered(text));
        self.about.year.forms.iter().any(|form| {
            [Some(&form.title), form.note.as_ref(), Some(&form.heading), Some(&form.column)]
                .into_iter()
                .flatten()
                .chain(&form.legend)
                .any(|word| bare(word) == own || bare(&unnumbered(word)) == own)
                || form.groups.iter().any(|group| bare(&group.label) == own)
        })
    }

    /// Ends the table of the section.
    fn close(&mut self) {
        let table = std::mem::take(&mut self.table);
        self.used.clear();
        if table.is_empty() {
            return;
        }
        let names: Vec<String> = self.about.year.parties.iter().map(|own| bare(&own.name)).collect();
        let rows = table.into_iter().map(|(label, content)| {
            vec![cell(label.iter().map(as_line).collect()), cell(paragraphs(&content, &names))]
        });
        self.paper.blocks.push(Block::Table(rows.collect()));
    }

    fn emit(&mut self, text: String, at: usize) {
        let number = self.rows.get(at).map_or(0, |row| row.number);
        self.paper.blocks.push(Block::Line(as_line(&Row { number, text })));
    }

    /// Adds a line that belongs to nothing: it begins no section, and is told.
    fn loose(&mut self, row: &Row) {
        let own = Row { number: row.number, text: row.text.trim().to_owned() };
        self.paper.blocks.push(Block::Table(vec![vec![cell(vec![as_line(&own)])]]));
    }

    /// Finds every measure of a checklist: a mark, perhaps a reason in brackets, and the wording of a row.
    fn measures(&self) -> Vec<Measure> {
        let forms: Vec<&ChecklistForm> = self.about.year.forms.iter().collect();
        let mut worded: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (index, form) in forms.iter().enumerate() {
            for (row, own) in form.rows.iter().enumerate() {
                worded.entry(bare(&own.text)).or_default().push((index, row));
            }
        }
        let marks: Vec<&str> =
            forms.iter().flat_map(|form| &form.answers).map(|(word, _)| word.as_str()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < self.rows.len() {
            match self.measure(at, &marks, &worded) {
                Some(own) => {
                    at = own.end;
                    found.push(own);
                }
                None => at += 1,
            }
        }
        found
    }

    fn measure(
        &self,
        at: usize,
        marks: &[&str],
        worded: &BTreeMap<String, Vec<(usize, usize)>>,
    ) -> Option<Measure> {
        let text = self.text(at).trim();
        let (mark, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        let mark = marks.iter().find(|own| bare(own) == bare(mark))?;
        let mut next = at + 1;
        let mut reason = None;
        if rest.trim().is_empty() && self.text(next).trim().starts_with(['（', '(']) {
            let end = (next..next + LABEL_LINES).find(|at| self.text(*at).trim().ends_with(['）', ')']))?;
            reason = Some((next..=end).map(|at| self.text(at).trim()).collect::<String>());
            next = end + 1;
        }
        let mut said = bare(rest);
        for end in next..=next + MEASURE_LINES {
            if let Some(rows) = worded.get(&said) {
                return Some(Measure {
                    first: at,
                    end,
                    mark: (*mark).to_owned(),
                    reason,
                    rows: rows.clone(),
                });
            }
            let more = bare(self.rows.get(end)?.text.as_str());
            said.push_str(&more);
            if !worded.keys().any(|own| own.starts_with(&said)) {
                return None;
            }
        }
        None
    }

    /// Takes a run of measures, of one form as far as their wording says so; returns where it ends.
    fn checklist(&mut self, measures: &[Measure], at: usize) -> Option<usize> {
        let start = measures.iter().position(|own| own.first == at)?;
        let mut end = start + 1;
        while let (Some(before), Some(next)) = (measures.get(end - 1), measures.get(end))
            && before.end == next.first
        {
            end += 1;
        }
        let run = measures.get(start..end)?;
        // The one form that has all of these rows; where several have, nobody can say which it is.
        let forms: Vec<ChecklistForm> = self.about.year.forms.iter().cloned().collect();
        let has_all = |form: &usize| run.iter().all(|own| own.rows.iter().any(|(index, _)| index == form));
        let fitting: Vec<usize> = (0..forms.len()).filter(has_all).collect();
        let last = run.last()?.end;
        self.close();
        self.section = Section::Other;
        let [form] = fitting.as_slice() else {
            for line in at..last {
                if let Some(row) = self.rows.get(line).cloned() {
                    self.loose(&row);
                }
            }
            return Some(last);
        };
        let form = forms.get(*form)?;
        self.emit(form.title.value.clone(), at);
        let number = |at: usize| self.rows.get(at).map_or(0, |row| row.number);
        let rows: Vec<TableRow> = run
            .iter()
            .map(|own| {
                let line =
                    |text: &str, at: usize| as_line(&Row { number: number(at), text: text.to_owned() });
                let said = own.rows.iter().find_map(|(index, row)| {
                    let found = forms.get(*index).filter(|own| own.id.value == form.id.value)?;
                    found.rows.iter().nth(*row).map(|row| row.text.value.clone())
                });
                let mut answer = vec![line(&own.mark, own.first)];
                answer.extend(own.reason.as_deref().map(|reason| line(reason, own.first + 1)));
                vec![
                    cell(vec![line(&form.heading, own.first)]),
                    cell(answer),
                    cell(vec![line(&said.unwrap_or_default(), own.first)]),
                ]
            })
            .collect();
        self.paper.blocks.push(Block::Table(rows));
        Some(last)
    }
}

fn cell(lines: Vec<Line>) -> Cell {
    Cell { lines, columns: 1, goes_on: false }
}

fn as_line(row: &Row) -> Line {
    let number = row.number;
    Line {
        runs: vec![Run { text: row.text.trim().to_owned(), underlined: false }],
        at: format!("{number}行目"),
    }
}

/// Joins the lines that the width of the page broke.
fn paragraphs(rows: &[Row], names: &[String]) -> Vec<Line> {
    let letters = |text: &str| text.trim().chars().count();
    let width = rows.iter().map(|row| letters(&row.text)).max().unwrap_or_default();
    let mut out: Vec<Row> = Vec::new();
    let mut before = 0;
    for row in rows {
        let text = row.text.trim();
        let begins = unnumbered(text) != text
            || text.starts_with(['※', '・', '◇', '◆', '●', '■'])
            || row.text.starts_with(char::is_whitespace);
        // A company that stands at the beginning of a line, after one that closed its bracket, is another company.
        let begins = begins
            || out.last().is_some_and(|own| own.text.ends_with(['）', ')']))
                && names.iter().any(|name| bare(text).starts_with(name.as_str()));
        let is_over = |own: &Row| own.text.ends_with(['。', '｡']);
        match out.last_mut() {
            // A line that ends well before the others was ended by its writer.
            Some(own) if !begins && !is_over(own) && before * 10 >= width * 8 => {
                let is_word = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
                if is_word(own.text.chars().last()) && is_word(text.chars().next()) {
                    own.text.push(' ');
                }
                own.text.push_str(text);
            }
            _ => out.push(Row { number: row.number, text: text.to_owned() }),
        }
        before = letters(text);
    }
    out.iter().map(as_line).collect()
}
