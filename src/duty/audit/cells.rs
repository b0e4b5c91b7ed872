//! Taking what was filled in out of the cells, and telling what is wrong by the name of the cell.

use super::SheetProblem;
use super::form::At;
use crate::diagnostic::{Text, listed};
use crate::evidence::format::kind::audit::Row;
use crate::evidence::format::personal;
use crate::spelling::{self, short};
use crate::text;
use crate::workbook::cell_name;
use crate::workbook::read::{Content, Grid};
use chrono::NaiveDate;
use serde_json::json;

/// A sheet that came back, and what is wrong in it so far.
pub(super) struct Cells<'a> {
    pub(super) grid: &'a Grid,
    pub(super) problems: Vec<SheetProblem>,
}

impl Cells<'_> {
    /// Notes what is wrong in a cell.
    pub(super) fn wrong(&mut self, (row, column): At, message: Text) {
        let place = format!("{}!{}", self.grid.name, cell_name(row, column));
        self.problems.push(SheetProblem { place, message });
    }

    /// Returns the content of a cell; a formula or an error in it is noted.
    fn content(&mut self, at: At) -> Option<Content> {
        let value = self.grid.cells.get(&at)?;
        if value.computed {
            self.wrong(
                at,
                text!(
                    "数式が入っています。値を打ち直してください（コピーしたときは「値だけ」を貼り付けます）",
                    "there is a formula; type the value"
                ),
            );
            return None;
        }
        if value.content == Content::Failed {
            self.wrong(
                at,
                text!(
                    "エラーの値（#REF! など）です。打ち直してください",
                    "there is an error value; type it again"
                ),
            );
            return None;
        }
        Some(value.content.clone())
    }

    /// Returns the text of a cell, without the spaces around it; `None` where there is none, or something wrong.
    pub(super) fn text(&mut self, at: At) -> Option<String> {
        let text = self.content(at)?.shown().replace("\r\n", "\n");
        let text = text.trim();
        if text.is_empty() {
            return None;
        }
        let mut found = Vec::new();
        personal::check(&json!({ "evidence": text }), Row::FIELDS, false, &mut found);
        let help = text!(
            "住民の個人情報は書かず、記録の名や番号で書いてください",
            "name the record, not a resident"
        );
        if let Some(problem) = found.into_iter().next() {
            let (ja, en) = (problem.message.ja, problem.message.en);
            let (help, help_en) = (help.ja, help.en);
            self.wrong(at, text!("{ja}。{help}", "{en}; {help_en}"));
            return None;
        }
        Some(text.to_owned())
    }

    /// Returns the text of a cell that must have one.
    pub(super) fn needed(&mut self, at: At, what: &str) -> Option<String> {
        let before = self.problems.len();
        let text = self.text(at);
        if text.is_none() && self.problems.len() == before {
            self.wrong(at, text!("{what}を書いてください", "{what} is missing"));
        }
        text
    }

    /// Returns which of the answers a cell holds: its number. Marks that look alike (〇, ◯) are the same.
    pub(super) fn choice(&mut self, at: At, what: &str, answers: &[&str]) -> Option<usize> {
        let before = self.problems.len();
        let Some(content) = self.content(at) else {
            if self.problems.len() == before {
                self.wrong(at, unanswered(what, answers));
            }
            return None;
        };
        let given = content.shown();
        let folded = answer(&given);
        let found = answers.iter().position(|own| answer(own) == folded);
        if found.is_none() {
            let shown = short(&given);
            let (list, list_en) = (answers.join("・"), listed(answers).en);
            let message = if given.trim().is_empty() {
                unanswered(what, answers)
            } else {
                text!(
                    "「{shown}」は{what}として使えません。{list} のどれかを選んでください",
                    "`{shown}` is no answer; choose one of {list_en}"
                )
            };
            self.wrong(at, message);
        }
        found
    }

    /// Returns the day in a cell that must have one; the form itself writes it as text (2026-11-20).
    pub(super) fn needed_day(&mut self, at: At, what: &str) -> Option<NaiveDate> {
        let before = self.problems.len();
        if let Some(Content::Text(text)) = self.content(at)
            && let Ok(day) = text.trim().parse()
        {
            return Some(day);
        }
        if self.problems.len() > before {
            return None;
        }
        let day = self.day(at, what);
        if day.is_none() && self.problems.len() == before {
            self.wrong(at, text!("{what}を書いてください", "{what} is missing"));
        }
        day
    }

    /// Returns the day in a cell; text that looks like one is not taken for it.
    pub(super) fn day(&mut self, at: At, what: &str) -> Option<NaiveDate> {
        match self.content(at)? {
            Content::Day(day) => Some(day),
            Content::Text(text) if text.trim().is_empty() => None,
            Content::Text(text) => {
                let shown = short(&text);
                self.wrong(
                    at,
                    text!(
                        "{what}「{shown}」が文字になっています。セルを消し、2026/11/20 の形で日付を入れ直してください",
                        "`{shown}` is text, not a date; clear the cell and type the date as 2026/11/20"
                    ),
                );
                None
            }
            other => {
                let shown = other.shown();
                self.wrong(
                    at,
                    text!(
                        "{what}「{shown}」は日付ではありません。2026/11/20 の形で入れ直してください",
                        "`{shown}` is no date; type it as 2026/11/20"
                    ),
                );
                None
            }
        }
    }
}

/// Says that a cell with a choice is empty, and what there is to choose.
fn unanswered(what: &str, answers: &[&str]) -> Text {
    let (list, list_en) = (answers.join("・"), listed(answers).en);
    text!("{what}が未記入です（{list}）", "{what} is not answered ({list_en})")
}

/// Returns an answer folded: look-alike marks as one, dashes as ー, 無し as なし.
fn answer(text: &str) -> String {
    let folded = spelling::fold(text).replace("無し", "なし");
    match folded.as_str() {
        "-" | "一" | "ｰ" | "~" => "ー".to_owned(),
        _ => folded,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workbook::read::Value;

    fn read(text: &str, answers: &[&str]) -> Result<usize, String> {
        let value = Value { content: Content::Text(text.to_owned()), computed: false };
        let grid = Grid { name: "監査票".to_owned(), cells: [((11, 3), value)].into(), ..Grid::default() };
        let mut cells = Cells { grid: &grid, problems: Vec::new() };
        let found = cells.choice((11, 3), "結果", answers);
        found.ok_or_else(|| format!("{}: {}", cells.problems[0].place, cells.problems[0].message.ja))
    }

    #[test]
    fn pasted_marks_are_the_marks() {
        for mark in ["○", "〇", "◯", " ○ ", "○\n"] {
            assert_eq!(read(mark, &["○", "ー"]), Ok(0), "{mark}");
        }
        for mark in ["ー", "－", "―", "—", "‐", "-", "−", "ｰ", "一"] {
            assert_eq!(read(mark, &["○", "ー"]), Ok(1), "{mark}");
        }
        assert_eq!(read("該当無し", &["適", "不適", "該当なし"]), Ok(2));
        assert_eq!(
            read("良", &["適", "不適"]),
            Err("監査票!D12: 「良」は結果として使えません。適・不適 のどれかを選んでください".to_owned())
        );
    }
}
