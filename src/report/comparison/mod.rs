//! What changed between two years, for a reader.

pub mod text;

use crate::diagnostic::Language;
use crate::diff::prose::Piece;
use crate::diff::{Change, Comparison};
use crate::model::vocabulary::Requires;
use crate::spelling;
use crate::workspace::compare::Compared;

/// Returns what calls for that much.
fn of(comparison: &Comparison, requires: Requires) -> impl Iterator<Item = &Change> {
    comparison.changes.iter().filter(move |change| change.requires == requires)
}

/// Returns why a change matters, in Japanese with the authority's own word.
pub(super) fn reason(own: &Compared<'_>, change: &Change, language: Language) -> String {
    in_own_word(own, change.rule.why(change.class, language), language)
}

/// Returns a text of this program with what the authority calls itself, where it is Japanese.
fn in_own_word(own: &Compared<'_>, text: &str, language: Language) -> String {
    match language {
        Language::English => text.to_owned(),
        Language::Japanese => spelling::in_own_word(text, own.new.ward.word()),
    }
}

/// Returns what a change is about.
pub(super) fn place_of(change: &Change, language: Language) -> &str {
    match language {
        Language::English => &change.place_en,
        Language::Japanese => &change.place,
    }
}

/// Returns what else changes with a change.
pub(super) fn with(change: &Change, language: Language) -> &[String] {
    match language {
        Language::English => &change.with_en,
        Language::Japanese => &change.with,
    }
}

/// Returns what the rule of a change rests on, on the day of the new matter.
pub(super) fn basis(own: &Compared<'_>, change: &Change, language: Language) -> String {
    in_own_word(own, change.rule.basis_on(own.new.matter.date()).get(language), language)
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
