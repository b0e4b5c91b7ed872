//! Changes for programs.
//!
//! The shape is an interface of its own (`version` 1, `docs/diff.md`) and does not follow the internal types.

use super::{Compared, basis, place_of, reason, with};
use crate::diagnostic::Language;
use crate::diff::Change;
use crate::diff::possibility::{Possibility, Verdict};
use crate::diff::prose::Piece;
use crate::model::matter::Matter;
use crate::model::vocabulary::Requires;
use crate::report::place;
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// Version of the shape.
const VERSION: u32 = 1;

/// Returns the whole report.
#[must_use]
pub fn report(matters: &[Value], new: &[Value], ended: &[Value], requires: Requires) -> Value {
    json!({
        "version": VERSION,
        "requires": requires.word(),
        "matters": matters,
        "new_matters": new,
        "ended_matters": ended,
    })
}

/// Returns matters that only one side has, and what that calls for.
#[must_use]
pub fn alone(matters: &[Matter], requires: Requires) -> Vec<Value> {
    let one = |matter: &Matter| {
        let title = matter.title.as_ref().map(|title| &title.value);
        json!({ "name": matter.name, "title": title, "requires": requires.word() })
    };
    matters.iter().map(one).collect()
}

/// Returns one matter.
#[must_use]
pub fn matter(own: &Compared<'_>, language: Language) -> Value {
    let list = |changes: &[Change]| -> Vec<Value> {
        changes.iter().map(|change| self::change(own, change, language)).collect()
    };
    json!({
        "old": own.old.matter.name,
        "new": own.new.matter.name,
        "title": own.new.matter.title.as_ref().map(|title| title.value.clone()),
        "requires": own.comparison.requires().word(),
        "changes": list(&own.comparison.changes),
        "renumbered": list(&own.comparison.followed),
        "proof": verdict(own, &own.comparison.verdict, language),
    })
}

fn change(own: &Compared<'_>, change: &Change, language: Language) -> Value {
    json!({
        "rule": change.rule.name,
        "class": change.class.word(),
        "severity": change.severity.word(),
        "requires": change.requires.word(),
        "reason": reason(change, language),
        "basis": basis(own, change, language),
        "kind": change.kind,
        "place": place_of(change, language),
        "before": pieces(&change.before),
        "after": pieces(&change.after),
        "before_text": change.before_text,
        "after_text": change.after_text,
        "old_place": at(own.old.sources, change.old_span),
        "new_place": at(own.new.sources, change.new_span),
        "with": with(change, language),
        "evidence": change.evidence.iter().map(|own| own.get(language)).collect::<Vec<_>>(),
    })
}

fn pieces(pieces: &[Piece]) -> Value {
    if pieces.is_empty() {
        return Value::Null;
    }
    pieces.iter().map(|piece| json!({ "text": piece.text, "changed": piece.changed })).collect()
}

fn verdict(own: &Compared<'_>, verdict: &Verdict, language: Language) -> Value {
    let possibility = |new: &Possibility| {
        json!({
            "kind": new.kind.word(),
            "who": new.who,
            "items": new.items,
            "path": new.path,
            "why": new.why.get(language),
            "place": at(own.new.sources, Some(new.span)),
        })
    };
    json!({
        "within": verdict.is_within(),
        "parties": verdict.parties,
        "items": verdict.items,
        "passages": verdict.passages,
        "new": verdict.new.iter().map(possibility).collect::<Vec<_>>(),
    })
}

fn at(sources: &Sources, span: Option<Span>) -> Value {
    let at = span.and_then(|span| place(sources, span));
    at.map_or(Value::Null, |at| json!({ "file": at.file, "line": at.line, "column": at.column }))
}
