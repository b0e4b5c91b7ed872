//! A form as a paper: for whom a workbook is no use, and for the file.

use super::plan::{self, BESIDE, Line, NUMBER, Part, PartShape, Plan};
use super::write::{INTRO, WARD, known, missing, shown};
use super::{About, NoSheet};
use crate::document::tree::{Block, Document, Foot, SCHEMA_VERSION, Section, Size};
use crate::duty::forms::{Given, Known};
use crate::evidence::format::field::Field;
use crate::evidence::format::kind::Kind;
use crate::model::era;
use crate::spelling;

/// What stands between the words to choose from.
const OR: &str = " ・ ";

/// Returns a form as a document, filled in with what is known.
///
/// # Errors
///
/// [`NoSheet`] for a kind that is made in no such shape.
pub fn document(kind: Kind, given: &Given, about: About<'_>) -> Result<Document, NoSheet> {
    let plan = plan::of(kind).ok_or(NoSheet)?;
    let label = kind.label();
    let mut blocks: Vec<Block> = vec![Block::Note { text: INTRO[1].to_owned() }];
    for part in plan.parts {
        blocks.extend(part_blocks(plan, part, given));
    }
    let missing: Vec<Vec<String>> = missing(plan, given)
        .map(|field| vec![field.title().to_owned(), String::new(), format!("例: {}", field.sample)])
        .collect();
    if !missing.is_empty() {
        blocks.push(table(WARD.to_owned(), &["欄", "記入", "説明"], missing));
    }
    blocks.iter_mut().for_each(|block| in_own_word(block, about.word));
    let section = Section {
        id: kind.word().to_owned(),
        part: "record-form",
        number: None,
        heading: label.to_owned(),
        subject: None,
        landscape: true,
        size: Size::A4,
        blocks,
    };
    Ok(Document {
        schema_version: SCHEMA_VERSION,
        name: kind.word().to_owned(),
        paper: label.to_owned(),
        title: label.to_owned(),
        ward: about.ward.to_owned(),
        council: String::new(),
        fiscal_year: about.fiscal_year.to_owned(),
        language: "ja",
        draft: false,
        sample: about.sample,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections: vec![section],
    })
}

/// Says the words of the plan in that of the authority; what is filled in stays.
fn in_own_word(block: &mut Block, word: &str) {
    let say = |text: &mut String| *text = spelling::in_own_word(text, word);
    match block {
        Block::Note { text } => say(text),
        Block::Table { caption, columns, rows } => {
            say(caption);
            columns.iter_mut().for_each(say);
            // Labels stand first, explanations third; between them is what is filled in, or what to choose from.
            let cells = rows.iter_mut().flat_map(|row| row.iter_mut().enumerate());
            let own = cells.filter(|(column, text)| column % 2 == 0 || text.contains(OR));
            own.for_each(|(_, text)| say(text));
        }
        _ => {}
    }
}

fn table(caption: String, columns: &[&str], rows: Vec<Vec<String>>) -> Block {
    Block::Table { caption, columns: columns.iter().map(|own| (*own).to_owned()).collect(), rows }
}

fn part_blocks(plan: &Plan, part: &'static Part, given: &Given) -> Vec<Block> {
    let note = (!part.note.is_empty()).then(|| Block::Note { text: part.note.to_owned() });
    let records = |list: &str| given.get(list).map(Known::records).unwrap_or_default();
    let empty = Given::new();
    let own: Vec<Block> = match part.shape {
        PartShape::Fields => {
            let rows = part.lines(plan.kind).flat_map(|(line, field)| rows(line, &field, given)).collect();
            vec![table(part.title.to_owned(), &["欄", "記入", "説明"], rows)]
        }
        PartShape::Across(list) => {
            let records = records(list);
            let all = (records.len() + 1).div_ceil(BESIDE) * BESIDE;
            let groups = (0..all).step_by(BESIDE).map(|start| {
                let numbers: Vec<String> =
                    (start..start + BESIDE).map(|index| era::full_width(index + 1)).collect();
                let columns: Vec<&str> =
                    std::iter::once(NUMBER).chain(numbers.iter().map(String::as_str)).collect();
                let rows = part.lines(plan.kind).map(|(line, field)| {
                    let cells = (start..start + BESIDE).map(|index| {
                        shown(&known(records.get(index).unwrap_or(&empty), line.path), (field.shape)())
                    });
                    std::iter::once(line.label.to_owned()).chain(cells).collect()
                });
                table(part.title.to_owned(), &columns, rows.collect())
            });
            groups.collect()
        }
        PartShape::Table(list, rows) => {
            let records = records(list);
            let columns: Vec<&str> =
                std::iter::once(NUMBER).chain(part.lines.iter().map(|line| line.label)).collect();
            let rows = (0..rows.max(records.len())).map(|index| {
                let record = records.get(index).unwrap_or(&empty);
                let cells = part
                    .lines(plan.kind)
                    .map(|(line, field)| shown(&known(record, line.path), (field.shape)()));
                std::iter::once((index + 1).to_string()).chain(cells).collect()
            });
            vec![table(part.title.to_owned(), &columns, rows.collect())]
        }
    };
    own.into_iter().chain(note).collect()
}

/// Returns the rows of a field: one, or one a word that may be marked.
fn rows(line: &Line, field: &Field, given: &Given) -> Vec<Vec<String>> {
    let shape = (field.shape)();
    let values = known(given, line.path);
    let note = line.note(field);
    if plan::is_marked(shape) {
        let choices = plan::choices(shape).into_iter();
        return choices
            .map(|(word, label)| {
                let mark = if values.iter().any(|own| own == word) { "○" } else { "" };
                vec![label.to_owned(), mark.to_owned(), String::new()]
            })
            .collect();
    }
    let choices: Vec<&str> = plan::choices(shape).into_iter().map(|(_, label)| label).collect();
    let shown = shown(&values, shape);
    // On paper there is nothing to choose from but what stands there.
    let shown = if shown.is_empty() { choices.join(OR) } else { shown };
    vec![vec![line.label.to_owned(), shown, note]]
}
