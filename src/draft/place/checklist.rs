//! Checklists: the answer to each row, by the wording of the row.

use super::front::day;
use super::{Part, Placer, bare};
use crate::draft::sheet::Draft;
use crate::model::vocabulary::Mark;
use crate::model::ward::ChecklistForm;
use std::collections::BTreeMap;

impl Placer<'_> {
    pub(super) fn checklist(&mut self, parts: &[Part]) {
        let forms: Vec<ChecklistForm> = self.about.year.forms.iter().cloned().collect();
        let mut covers: Vec<(String, String)> = Vec::new();
        let mut answers: BTreeMap<usize, Vec<Draft>> = BTreeMap::new();
        for part in parts {
            match part {
                Part::Line(line) => self.covered(*line, &forms, &mut covers),
                Part::Table(rows) => {
                    for row in rows {
                        if let Some((form, own)) = self.answer(row, &forms) {
                            answers.entry(form).or_default().push(own);
                        }
                    }
                }
            }
        }
        for (index, own) in answers {
            let Some(form) = forms.get(index) else { continue };
            let mut list = Draft::record();
            list.put(&["form"], Draft::text(form.id.value.clone(), ""));
            if !covers.is_empty() {
                let all = covers.iter().map(|(id, at)| Draft::text(id.clone(), at));
                list.put(&["covers"], Draft::List(all.collect()));
            }
            list.put(&["answers"], Draft::List(own));
            self.checklists.push(list);
        }
    }

    /// Places 「対象：…」, and passes over the words of the form.
    fn covered(&mut self, line: usize, forms: &[ChecklistForm], covers: &mut Vec<(String, String)>) {
        let (text, at) = (self.text(line).to_owned(), self.at(line));
        let is_note = |form: &ChecklistForm| form.note.as_ref().is_some_and(|own| bare(own) == bare(&text));
        if forms.iter().any(is_note) {
            self.take(line);
            return;
        }
        let Some(title) = text.strip_prefix("対象：") else { return };
        let all = self.connections.iter().chain(&self.contracts);
        let found =
            all.filter(|(_, own)| super::annex::has_text(own, "title", title)).map(|own| own.0.clone());
        let found: Vec<String> = found.collect();
        if let [id] = found.as_slice() {
            covers.push((id.clone(), at));
            self.take(line);
        }
    }

    /// Returns the form and the answer of a row: the wording says which row it is.
    fn answer(&mut self, row: &[super::Cell], forms: &[ChecklistForm]) -> Option<(usize, Draft)> {
        let mut lines: Vec<usize> = Vec::new();
        for cell in row {
            // What a merged cell shows stands in its first row.
            if !cell.goes_on {
                lines.extend(self.cell(cell).1);
            }
        }
        let words: Vec<String> = lines.iter().map(|line| bare(self.text(*line))).collect();
        let is_heading = |word: &String| {
            forms.iter().any(|form| {
                bare(&form.heading) == *word
                    || bare(&form.column) == *word
                    || form.legend.iter().any(|own| bare(own) == *word)
                    || form.groups.iter().any(|own| bare(&own.label) == *word)
            }) || word == "行う者と区分"
        };
        for (line, word) in lines.iter().zip(&words) {
            if is_heading(word) {
                self.take(*line);
            }
        }
        let heading =
            words.iter().find(|word| forms.iter().any(|form| bare(&form.heading) == **word)).cloned();
        if heading.is_some() {
            self.last_heading = heading;
        }
        let mut found = Vec::new();
        for (index, form) in forms.iter().enumerate() {
            for own in &form.rows {
                if let Some(at) = words.iter().position(|word| bare(&own.text) == *word) {
                    found.push((index, own.id.value.clone(), at));
                }
            }
        }
        // Two forms with one wording: which one it is, the heading of the row says.
        if found.len() > 1 {
            let headed = |(index, ..): &(usize, String, usize)| {
                forms.get(*index).is_some_and(|form| self.last_heading.as_ref() == Some(&bare(&form.heading)))
            };
            found.retain(headed);
        }
        let [(index, row, text)] = found.as_slice() else { return None };
        let form = forms.get(*index)?;
        let text = *lines.get(*text)?;
        let mark = lines.iter().zip(&words).find_map(|(line, word)| {
            let known = form.answers.iter().find(|(own, _)| same_mark(own, word));
            known.map(|(_, mark)| (*line, *mark))
        });
        let (line, mark) = mark?;
        let at = self.at(line);
        let mut own = Draft::record();
        own.put(&["row"], Draft::text(row.clone(), ""));
        own.put(&["status"], Draft::text(mark.word(), &at));
        self.take(line);
        self.take(text);
        for other in lines.iter().copied().filter(|own| *own != line && *own != text) {
            let words = self.text(other).to_owned();
            let at = self.at(other);
            if let Some(evidence) = words.strip_prefix("証跡：") {
                own.put(&["evidence"], Draft::text(evidence, &at));
                self.take(other);
                continue;
            }
            let Some(reason) = words.strip_prefix('（').and_then(|own| own.strip_suffix('）')) else {
                continue;
            };
            let (by, rest) = match (mark, reason.split_once("まで")) {
                (Mark::Planned, Some((before, rest))) => (day(before), rest.trim_start_matches('。')),
                _ => (None, reason),
            };
            if let Some(by) = by {
                own.put(&["by"], Draft::text(by, &at));
            }
            if !rest.is_empty() {
                own.put(&["reason"], Draft::text(rest, &at));
            }
            self.take(other);
        }
        Some((*index, own))
    }
}

/// Returns whether two marks are the same; dashes of every kind are one.
fn same_mark(one: &str, other: &str) -> bool {
    let dash = |text: &str| match text {
        "-" | "一" | "ｰ" | "~" | "ー" | "―" => "ー".to_owned(),
        own => own.to_owned(),
    };
    dash(&bare(one)) == dash(other)
}
