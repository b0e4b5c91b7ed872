//! Findings as JSON.
//!
//! The shape is an interface of its own (`version` 1) and does not follow the internal types: renaming a field
//! in the program must not break a ward's script.

use super::place;
use crate::check::Examined;
use crate::check::findings::Undecided;
use crate::diagnostic::{Diagnostic, Language};
use crate::source::Sources;
use serde_json::{Value, json};

/// Returns one finding: rule, severity, message, place, related places, basis, help and whether it is waived;
/// `path` is the path of ids of its place.
#[must_use]
pub fn finding(sources: &Sources, finding: &Diagnostic, path: Option<&str>, language: Language) -> Value {
    let at = place(sources, finding.primary.span);
    let related: Vec<Value> = finding
        .related
        .iter()
        .filter_map(|label| {
            let at = place(sources, label.span)?;
            Some(json!({
                "file": at.file,
                "line": at.line,
                "column": at.column,
                "message": label.message.get(language),
            }))
        })
        .collect();
    json!({
        "rule": finding.rule,
        "severity": finding.severity.word(),
        "message": finding.message.get(language),
        "file": at.as_ref().map(|at| at.file.clone()),
        "line": at.as_ref().map(|at| at.line),
        "column": at.as_ref().map(|at| at.column),
        "path": path,
        "related": related,
        "basis": finding.basis.as_ref().map(|basis| basis.get(language)),
        "help": finding.help.as_ref().map(|help| help.get(language)),
        "assumed": finding.assumed,
        "waived": finding.waived,
    })
}

/// Returns one open question.
#[must_use]
pub fn undecided(sources: &Sources, open: &Undecided, language: Language) -> Value {
    let at = place(sources, open.span);
    json!({
        "rule": open.rule,
        "message": open.message.get(language),
        "file": at.as_ref().map(|at| at.file.clone()),
        "line": at.as_ref().map(|at| at.line),
        "column": at.as_ref().map(|at| at.column),
    })
}

/// Returns the whole report.
#[must_use]
pub fn report(examined: Examined, findings: &[Value], undecided: &[Value]) -> Value {
    json!({
        "version": 1,
        "examined": {
            "matters": examined.matters,
            "flows": examined.flows,
            "links": examined.links,
            "sides": examined.sides,
            "items": examined.items,
            "answers": examined.answers,
        },
        "findings": findings,
        "undecided": undecided,
    })
}
