//! Findings that were accepted, in words: the check by its title and the place by the names of things. What the file
//! calls them stands behind.

use super::super::path_words::path;
use crate::case::Case;
use crate::check;
use crate::diagnostic::Language;
use crate::diff::Change;
use crate::diff::prose::Piece;
use crate::spelling;
use std::borrow::Cow;

/// The kinds of change that speak of a waiver: the waiver itself, and what is said of it.
pub(super) fn speaks_of_a_waiver(change: &Change) -> bool {
    change.kind == "waiver" || change.kind.starts_with("waiver-")
}

/// Returns the words of one side of a change.
pub(super) fn words<'p>(
    change: &Change,
    pieces: &'p [Piece],
    (old, new): (&Case<'_>, &Case<'_>),
) -> Cow<'p, [Piece]> {
    if !speaks_of_a_waiver(change) {
        return Cow::Borrowed(pieces);
    }
    let said = |piece: &Piece| {
        let words = say(&piece.text, [new, old]);
        Piece { text: words.unwrap_or_else(|| piece.text.clone()), changed: piece.changed }
    };
    Cow::Owned(pieces.iter().map(said).collect())
}

/// Returns the place of a change.
pub(super) fn place(change: &Change, (old, new): (&Case<'_>, &Case<'_>)) -> String {
    let words = speaks_of_a_waiver(change).then(|| say(&change.place, [new, old])).flatten();
    let words = words.unwrap_or_else(|| change.place.clone());
    format!("{words}{}", change.beside(Language::Japanese))
}

/// Says in words what begins as `check（place）`; none where it does not.
fn say(text: &str, sides: [&Case<'_>; 2]) -> Option<String> {
    let (name, rest) = text.split_once('（')?;
    let (at, rest) = rest.split_once('）')?;
    let [new, _] = sides;
    let title = spelling::in_own_word(check::rule(name)?.title(), new.ward.word());
    Some(format!("「{title}」（{}）{rest}［{name}］", path(at, &sides)))
}
