//! Findings as SARIF 2.1.0 (OASIS Standard, 2020-03-27), which editors and code hosts read.

use super::place;
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::rule::Rule;
use crate::source::{Sources, Span};
use serde_json::{Value, json};

/// Returns one result (SARIF §3.27).
#[must_use]
pub fn result(sources: &Sources, finding: &Diagnostic, language: Language) -> Value {
    let level = match finding.severity {
        Severity::Error => "error",
        Severity::Info => "note",
        Severity::Warning => "warning",
    };
    let mut text = finding.message.get(language).to_owned();
    if let Some(help) = &finding.help {
        text.push('\n');
        text.push_str(help.get(language));
    }
    let related: Vec<Value> = finding
        .related
        .iter()
        .enumerate()
        .filter_map(|(id, label)| {
            let mut location = location(sources, label.span)?;
            let object = location.as_object_mut()?;
            object.insert("id".to_owned(), json!(id));
            object.insert("message".to_owned(), json!({ "text": label.message.get(language) }));
            Some(location)
        })
        .collect();
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level,
        "message": { "text": text },
        "locations": location(sources, finding.primary.span).into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
    });
    if let (Some(reason), Some(object)) = (&finding.waived, result.as_object_mut()) {
        let suppression = json!([{ "kind": "inSource", "status": "accepted", "justification": reason }]);
        object.insert("suppressions".to_owned(), suppression);
    }
    result
}

fn location(sources: &Sources, span: Span) -> Option<Value> {
    let at = place(sources, span)?;
    Some(json!({
        "physicalLocation": {
            "artifactLocation": { "uri": uri(&at.file), "uriBaseId": "WORKSPACE" },
            "region": {
                "startLine": at.line,
                "startColumn": at.column,
                "endLine": at.end_line,
                "endColumn": at.end_column,
            },
        },
    }))
}

/// Returns a relative path as a URI reference (RFC 3986): every byte that is not unreserved is escaped.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

/// Returns the whole log with one run.
#[must_use]
pub fn report(results: &[Value], rules: &[&Rule], language: Language) -> Value {
    let rules: Vec<Value> = rules
        .iter()
        .map(|rule| {
            let short = match language {
                Language::Japanese => rule.title(),
                Language::English => rule.summary(),
            };
            json!({ "id": rule.name, "shortDescription": { "text": short } })
        })
        .collect();
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fugi",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            } },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}
