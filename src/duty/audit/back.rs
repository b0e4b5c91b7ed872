//! A form that came back: known again by its hidden sheet, and compared with the form as it was made.

use super::SheetProblem;
use super::form::{Form, Mode, Previous, SEAL};
use crate::spelling::short;
use crate::text;
use crate::workbook::Layout;
use crate::workbook::read::{Grid, Returned};

/// A form that came back, not yet compared.
#[derive(Clone, Debug)]
pub struct Back {
    /// What it is for.
    pub mode: Mode,
    /// `r08/mihon-itaku/ticket`.
    pub contract: String,
    /// Id of the provider.
    pub party: String,
    /// Name of the year's folder.
    pub year: String,
    /// What the form said of last year's audit.
    pub previous: Previous,
    fingerprint: String,
    book: Returned,
}

impl Back {
    /// Reads a file that came back.
    ///
    /// # Errors
    ///
    /// Why it is no form: one problem of the file as a whole.
    pub fn read(bytes: Vec<u8>) -> Result<Self, SheetProblem> {
        let book = Returned::read(bytes, None).map_err(|error| SheetProblem::file(error.0))?;
        let unknown = || {
            SheetProblem::file(text!(
                "`fugi audit sheet` で作った票ではありません（印のシートがありません）。送り返されたファイルを確かめてください",
                "this is no form of `fugi audit sheet` (its hidden sheet is missing)"
            ))
        };
        let mut own = book.seal(SEAL).ok_or_else(unknown)?;
        let mut take = |key: &str| own.remove(key).ok_or_else(unknown);
        let word = take("mode")?;
        let mode = Mode::ALL.into_iter().find(|mode| mode.word() == word).ok_or_else(unknown)?;
        let (contract, party, year) = (take("contract")?, take("party")?, take("year")?);
        let fingerprint = take("sha256")?;
        take("version")?;
        Ok(Self { mode, contract, party, year, previous: own, fingerprint, book })
    }

    /// Returns the sheet with the answers.
    pub(super) fn answers(&self) -> Option<&Grid> {
        self.book.grid(self.mode.sheet())
    }

    /// Tells what differs from the form as it was made: sheets, locked cells, merged areas, protection.
    #[must_use]
    pub fn differences(&self, form: &Form) -> Vec<SheetProblem> {
        let mut problems = Vec::new();
        if self.fingerprint != form.fingerprint.to_string() {
            problems.push(SheetProblem::file(text!(
                "様式の印が合いません。票を作った後で、チェックリストか契約の記載が変わったか、別の様式です。`fugi audit sheet` で作り直し、答えを写してください",
                "the form's fingerprint differs: the policies changed since, or it is another form; make the form again"
            )));
        }
        for layout in form.layouts() {
            match self.book.grid(&layout.name) {
                Some(grid) => compare(layout, grid, &mut problems),
                None => {
                    let name = &layout.name;
                    problems.push(SheetProblem::file(text!(
                        "シート「{name}」がありません。シートの名を変えたり、消したりしないでください",
                        "the sheet `{name}` is missing"
                    )));
                }
            }
        }
        for grid in &self.book.grids {
            if !form.layouts().any(|layout| layout.name == grid.name) {
                let name = short(&grid.name).into_owned();
                problems.push(SheetProblem::file(text!(
                    "シート「{name}」は様式にありません。消してから返してください",
                    "the sheet `{name}` is not part of the form; take it out"
                )));
            }
        }
        problems
    }
}

fn compare(layout: &Layout, grid: &Grid, problems: &mut Vec<SheetProblem>) {
    if !grid.protected {
        problems.push(SheetProblem {
            place: layout.name.clone(),
            message: text!(
                "シートの保護が外されています。様式を作り直し、答えを写してください",
                "the sheet's protection was taken off; make the form again and copy the answers"
            ),
        });
    }
    let differences = grid.differences(layout).into_iter();
    problems.extend(differences.map(|own| SheetProblem { place: own.place, message: own.message }));
}
