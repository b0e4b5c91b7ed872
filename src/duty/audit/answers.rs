//! The answers of a contractor before the submission, and how they go back into the matter's file: every other byte
//! of it, comments too, stays as it is.

use super::SheetProblem;
use super::back::Back;
use super::cells::Cells;
use super::form::Form;
use crate::model::vocabulary::Mark;
use crate::source::{SourceId, Sources, Span};
use crate::text;
use crate::yaml::edit::{self, Edit, scalar};
use crate::yaml::{Data, Node, parse};
use chrono::NaiveDate;

/// The answer to a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// Which checklist of the matter.
    pub checklist: usize,
    /// The row.
    pub row: String,
    /// ○ or ー.
    pub status: Mark,
    /// The day a planned measure is taken by.
    pub by: Option<NaiveDate>,
    /// Why ー.
    pub reason: Option<String>,
    /// The evidence planned.
    pub evidence: Option<String>,
    /// Whether it differs from what the matter says.
    pub is_new: bool,
}

/// Takes the answers out of a form that came back, in the order of the form.
///
/// # Errors
///
/// Everything that is missing or wrong, by cell.
pub fn read(back: &Back, form: &Form) -> Result<Vec<Answer>, Vec<SheetProblem>> {
    let Some(grid) = back.answers() else { return Err(Vec::new()) };
    let mut cells = Cells { grid, problems: Vec::new() };
    let mut answers = Vec::new();
    for (question, at) in form.questions.all.iter().zip(&form.places.rows) {
        let key = &question.key;
        let words: Vec<&str> = question.answers.iter().map(|(word, _)| word.as_str()).collect();
        let chosen = cells.choice(at.answer, &format!("{key} の状況"), &words);
        let chosen = chosen.and_then(|chosen| question.answers.get(chosen));
        let means = chosen.map(|(_, mark)| *mark);
        let (mut by, mut reason) = (None, None);
        match (chosen, means) {
            (Some((word, _)), Some(Mark::NotNeeded)) => {
                reason = cells.needed(at.remark, &format!("{key} の「{word}」の理由"));
            }
            (Some((word, _)), Some(Mark::Planned)) => {
                by = cells.needed_day(at.remark, &format!("{key} の「{word}」の予定の日"));
            }
            _ => reason = cells.text(at.remark),
        }
        if let (Some((word, Mark::Adopted)), Some(_)) = (chosen, &reason) {
            let other = question.answers.iter().find(|(_, mark)| *mark == Mark::NotNeeded);
            let other = other.map_or("", |(word, _)| word);
            cells.wrong(
                at.remark,
                text!(
                    "「{word}」の {key} に「{other}」の理由があります。どちらかを直してください",
                    "{key} is {word} and has a reason for {other}"
                ),
            );
        }
        let evidence = cells.text(at.evidence);
        if let Some((word, status)) = chosen {
            let said = &question.said;
            let same = said.mark == *word
                && said.by == by
                && said.reason == reason.as_deref().unwrap_or_default()
                && said.evidence == evidence.as_deref().unwrap_or_default();
            let row = question.row.clone();
            answers.push(Answer {
                checklist: question.checklist,
                row,
                status: *status,
                by,
                reason,
                evidence,
                is_new: !same,
            });
        }
    }
    if cells.problems.is_empty() { Ok(answers) } else { Err(cells.problems) }
}

/// Returns the text of a matter with the new answers in it; `None` where a checklist is not where it was.
#[must_use]
pub fn put(sources: &Sources, source: SourceId, answers: &[Answer]) -> Option<String> {
    let mut sources = sources.clone();
    for answer in answers.iter().filter(|answer| answer.is_new) {
        let status = answer.status.word();
        let by = answer.by.map(|by| by.to_string());
        if written(&sources, source, answer)?.is_none() {
            let item = format!("{{ row: {}, status: {status} }}", scalar(&answer.row));
            let edit = edit::push_to_key(&sources, list(&sources, source, answer)?, "answers", &item)?;
            apply(&mut sources, source, edit)?;
        }
        for (key, wanted) in [
            ("status", Some(status)),
            ("by", by.as_deref()),
            ("reason", answer.reason.as_deref()),
            ("evidence", answer.evidence.as_deref()),
        ] {
            let (map, values) = written(&sources, source, answer)??;
            let now = values.into_iter().find(|(own, _)| own == key).map(|(_, value)| value);
            // What says the same already stays as it is written.
            let edit = match wanted {
                wanted if now.as_deref() == wanted => continue,
                Some(value) => edit::set_key(&sources, map, key, &scalar(value))?,
                None => edit::remove_key(&sources, map, key)?,
            };
            apply(&mut sources, source, edit)?;
        }
    }
    Some(sources.get(source)?.text().to_string())
}

fn apply(sources: &mut Sources, source: SourceId, edit: Edit) -> Option<()> {
    let text = edit::apply(sources, source, &[edit])?;
    sources.replace(source, text);
    Some(())
}

/// Returns the place of the checklist.
fn list(sources: &Sources, source: SourceId, answer: &Answer) -> Option<Span> {
    let root = parse(source, sources.get(source)?.text()).ok()?;
    Some(items(root.get("checklists")?)?.get(answer.checklist)?.span)
}

/// An answer as the file writes it: its place, and its keys with their values.
type Written = (Span, Vec<(String, String)>);

/// Returns how the file writes an answer; `Some(None)` where it does not.
fn written(sources: &Sources, source: SourceId, answer: &Answer) -> Option<Option<Written>> {
    let root = parse(source, sources.get(source)?.text()).ok()?;
    let list = items(root.get("checklists")?)?.get(answer.checklist)?;
    let Some(answers) = list.get("answers").and_then(items) else { return Some(None) };
    let text = |node: &Node<'_>| match &node.data {
        Data::Scalar { text, .. } => text.as_ref().to_owned(),
        _ => String::new(),
    };
    let own = answers.iter().find(|node| node.get("row").is_some_and(|row| text(row) == answer.row));
    Some(own.map(|node| {
        let Data::Map { entries, .. } = &node.data else { return (node.span, Vec::new()) };
        (node.span, entries.iter().map(|entry| (entry.key.as_ref().to_owned(), text(&entry.value))).collect())
    }))
}

fn items<'n, 'a>(node: &'n Node<'a>) -> Option<&'n [Node<'a>]> {
    match &node.data {
        Data::List { items, .. } => Some(items),
        _ => None,
    }
}
