//! A book that came back: of which matter it is, and what a person changed in it.

use super::form::{Form, Place};
use super::{Problem, SEAL, VERSION};
use crate::spelling::{self, short};
use crate::text;
use crate::workbook::read::{Content, Returned};
use std::collections::BTreeMap;

/// A book that came back, not yet compared.
#[derive(Clone, Debug)]
pub struct Back {
    /// The matter: `r08/mihon-itaku`.
    pub matter: String,
    /// The digest of the text that it was made from.
    pub digest: String,
    pub(super) book: Returned,
}

impl Back {
    /// Reads a file that came back.
    ///
    /// # Errors
    ///
    /// Why it is no book of a matter.
    pub fn read(bytes: Vec<u8>) -> Result<Self, Problem> {
        let book = Returned::read(bytes, None).map_err(|error| Problem::file(error.0))?;
        let unknown = || {
            Problem::file(text!(
                "`fugi book export` で書き出したブックではありません（シート「{SEAL}」がありません）。書き出したファイルか確かめてください",
                "this is no book of `fugi book export` (its hidden sheet is missing)"
            ))
        };
        let mut own = book.seal(SEAL).ok_or_else(unknown)?;
        let mut take = |key: &str| own.remove(key).ok_or_else(unknown);
        let (version, matter, digest) = (take("version")?, take("matter")?, take("sha256")?);
        if version != VERSION {
            let version = short(&version).into_owned();
            return Err(Problem::file(text!(
                "このブックの版（{version}）は、この fugi の版（{VERSION}）と違います。もう一度書き出して、そこに書いてください",
                "the book is of another version ({version}, not {VERSION}); export it again"
            )));
        }
        Ok(Self { matter, digest, book })
    }

    /// Tells what differs from the book as it was made, other than in open cells.
    pub(super) fn differences(&self, form: &Form) -> Vec<Problem> {
        let mut problems = Vec::new();
        for layout in form.layouts() {
            match self.book.grid(&layout.name) {
                Some(grid) => problems.extend(
                    grid.differences(layout)
                        .into_iter()
                        .map(|own| Problem { place: own.place, message: own.message }),
                ),
                None => {
                    let name = &layout.name;
                    problems.push(Problem::file(text!(
                        "シート「{name}」がありません。シートの名を変えたり、消したりしないでください",
                        "the sheet `{name}` is missing"
                    )));
                }
            }
        }
        for grid in &self.book.grids {
            if !form.layouts().any(|layout| layout.name == grid.name) {
                let name = short(&grid.name).into_owned();
                problems.push(Problem::file(text!(
                    "シート「{name}」は、書き出したブックにありません。消してください",
                    "the sheet `{name}` is not part of the book; take it out"
                )));
            }
        }
        problems
    }

    /// Returns what a person wrote in each open cell that says something else than was written there; blank where
    /// it was emptied.
    pub(super) fn written(&self, form: &Form, problems: &mut Vec<Problem>) -> BTreeMap<usize, String> {
        let mut changed = BTreeMap::new();
        for (index, place) in form.places.iter().enumerate() {
            let value = self.book.grid(&place.sheet).and_then(|grid| grid.cells.get(&place.at));
            let mut wrong = |message| problems.push(Problem { place: place.cell(), message });
            let text = match value {
                None => String::new(),
                Some(value) if value.computed => {
                    wrong(text!(
                        "数式が入っています。値を打ち直してください（コピーしたときは「値だけ」を貼り付けます）",
                        "there is a formula; type the value"
                    ));
                    continue;
                }
                Some(value) => match &value.content {
                    Content::Failed => {
                        wrong(text!(
                            "エラーの値（#REF! など）です。打ち直してください",
                            "there is an error value; type it again"
                        ));
                        continue;
                    }
                    Content::Number(number) if number.fract() != 0.0 || number.abs() > 1e15 => {
                        let shown = value.content.shown();
                        wrong(text!(
                            "「{shown}」は整数ではありません。文字として打ち直してください",
                            "`{shown}` is no whole number; type it as text"
                        ));
                        continue;
                    }
                    other => other.shown(),
                },
            };
            if plain(&text) != plain(&spelling::on_paper(&place.shown)) {
                changed.insert(index, plain(&text));
            }
        }
        changed
    }
}

/// Returns a text as every program keeps it: line ends alike, nothing around it.
fn plain(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}

impl Place {
    /// Returns a problem in this cell.
    pub(super) fn wrong(&self, message: crate::diagnostic::Text) -> Problem {
        Problem { place: self.cell(), message }
    }
}
