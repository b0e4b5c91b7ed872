//! What differs between a sheet as it was made and as it came back, other than in the cells to fill in.

use super::{Content, Grid};
use crate::diagnostic::Text;
use crate::spelling::short;
use crate::text;
use crate::workbook::{Layout, cell_name};

/// So many cells of a sheet are told of; the rest is counted.
const MOST: usize = 30;

/// A difference, and where it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// 監査票!D12; 監査票 for a sheet as a whole.
    pub place: String,
    /// What differs, and what to do.
    pub message: Text,
}

impl Grid {
    /// Tells what differs from the sheet as it was made: locked cells, formulas, entries elsewhere, merged areas.
    #[must_use]
    pub fn differences(&self, layout: &Layout) -> Vec<Difference> {
        let name = &layout.name;
        let cell = |(row, column): (u32, u16)| format!("{name}!{}", cell_name(row, column));
        let mut told: Vec<Difference> = Vec::new();
        for (at, wanted) in &layout.locked {
            let found = self.cells.get(at);
            let text = found.map(|value| value.content.shown()).unwrap_or_default();
            if found.is_some_and(|value| value.computed) || plain(&text) != plain(wanted) {
                let (was, is) = (short(wanted), short(&text));
                told.push(Difference {
                    place: cell(*at),
                    message: text!(
                        "変えられない欄が変わっています（様式「{was}」、票「{is}」）",
                        "a locked cell was changed (form: `{was}`, here: `{is}`)"
                    ),
                });
            }
        }
        for at in &layout.computed {
            if self.cells.get(at).is_none_or(|value| !value.computed) {
                told.push(Difference {
                    place: cell(*at),
                    message: text!(
                        "「確認」の数式が消されています",
                        "the formula of this column was taken out"
                    ),
                });
            }
        }
        for (at, value) in &self.cells {
            let is_known =
                layout.locked.contains_key(at) || layout.open.contains(at) || layout.computed.contains(at);
            let is_blank = matches!(&value.content, Content::Text(text) if text.trim().is_empty());
            if !is_known && (!is_blank || value.computed) {
                let text = value.content.shown();
                let shown = short(&text);
                told.push(Difference {
                    place: cell(*at),
                    message: text!(
                        "様式にない記入（「{shown}」）があります。色の付いた欄に書いてください",
                        "there is an entry outside the form (`{shown}`)"
                    ),
                });
            }
        }
        for area in layout.merged.symmetric_difference(&self.merged) {
            let (top, left, bottom, right) = *area;
            let area = format!("{}:{}", cell_name(top, left), cell_name(bottom, right));
            told.push(Difference {
                place: format!("{name}!{area}"),
                message: text!("セルの結合が変わっています", "the merging of cells was changed"),
            });
        }
        let rest = told.len().saturating_sub(MOST);
        told.truncate(MOST);
        if rest > 0 {
            told.push(Difference {
                place: name.clone(),
                message: text!(
                    "ほかに {rest} 件の違いがあります（行や列を足したり消したりしていないか確かめてください）",
                    "there are {rest} more differences (were rows or columns added or removed?)"
                ),
            });
        }
        told
    }
}

/// Returns a text as every program keeps it: line ends alike, nothing after the last letter.
fn plain(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\r', "\n").trim_end().to_owned()
}
