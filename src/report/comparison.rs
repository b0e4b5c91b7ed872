//! What changed between two years, for a reader and for programs.

pub mod json;
pub mod text;

use crate::case::Case;
use crate::diagnostic::Language;
use crate::diff::prose::Piece;
use crate::diff::{Change, Comparison};
use crate::model::vocabulary::Requires;

/// A matter of both years, compared.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'c> {
    /// The old year's.
    pub old: Case<'c>,
    /// The new year's.
    pub new: Case<'c>,
    /// What came out.
    pub comparison: &'c Comparison,
}

/// Returns what calls for that much.
fn of(comparison: &Comparison, requires: Requires) -> impl Iterator<Item = &Change> {
    comparison.changes.iter().filter(move |change| change.requires == requires)
}

/// Returns why a change matters; the pages of the rules say in English only what it is about.
fn reason(change: &Change, language: Language) -> &'static str {
    match language {
        Language::English => change.rule.summary(),
        Language::Japanese => change.rule.why(change.class),
    }
}

/// Returns what the rule of a change rests on.
fn basis(change: &Change, language: Language) -> &'static str {
    let (ja, en) = change.rule.basis;
    match language {
        Language::English => en,
        Language::Japanese => ja,
    }
}

/// Returns the words of one side; where only some of them changed, these stand in 〔　〕.
fn marked(pieces: &[Piece]) -> String {
    let is_part = pieces.iter().any(|piece| !piece.changed && !piece.text.trim().is_empty());
    pieces
        .iter()
        .map(|piece| match piece.changed && is_part {
            true => format!("〔{}〕", piece.text),
            false => piece.text.clone(),
        })
        .collect()
}
