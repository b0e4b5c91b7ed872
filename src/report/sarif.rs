//! Findings as SARIF 2.1.0 (OASIS Standard, 2020-03-27), which editors and code hosts read.

use super::place;
use crate::check::causes;
use crate::diagnostic::{Diagnostic, Language, Severity, Text};
use crate::rule::{Rule, law, page};
use crate::source::{Sources, Span};
use crate::spelling;
use crate::workspace::{Error, Problems};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The key of the fingerprints: rule, file and path of ids, so that a finding stays itself when lines move.
const FINGERPRINT: &str = "ruleAndPathOfIds/v1";

/// Returns the level of a severity (SARIF §3.27.10).
fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Info => "note",
        Severity::Warning => "warning",
    }
}

/// Returns one result (SARIF §3.27) of a matter; `path` is the path of ids of its place.
#[must_use]
pub fn result(
    matter: &str,
    sources: &Sources,
    finding: &Diagnostic,
    path: Option<&str>,
    language: Language,
) -> Value {
    let file = place(sources, finding.primary.span).map(|at| at.file).unwrap_or_default();
    let fingerprint = format!("{}:{file}:{}", finding.rule, path.unwrap_or_default());
    let mut text = finding.message.get(language).to_owned();
    text.push_str(finding.askers().get(language));
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
    let mut primary = location(sources, finding.primary.span);
    if let (Some(object), Some(path)) = (primary.as_mut().and_then(Value::as_object_mut), path) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let logical = json!([{ "name": name, "fullyQualifiedName": path, "kind": "property" }]);
        object.insert("logicalLocations".to_owned(), logical);
    }
    let mut result = json!({
        "ruleId": finding.rule,
        "level": level(finding.severity),
        "message": { "text": text },
        "locations": primary.into_iter().collect::<Vec<_>>(),
        "relatedLocations": related,
        "partialFingerprints": { FINGERPRINT: fingerprint },
        "properties": { "cause": format!("{matter}/{}", causes::id(finding)) },
    });
    if let Some(properties) = result.get_mut("properties").filter(|_| !finding.asked_by.is_empty()) {
        let words: Vec<&str> = finding.asked_by.iter().map(|own| own.word()).collect();
        properties["askedBy"] = json!(words);
    }
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

/// Returns what could not be read, as notifications (SARIF §3.58): one for each problem with its place.
#[must_use]
pub fn unread(error: &Error, language: Language) -> Vec<Value> {
    match error {
        Error::Problems(Problems { sources, list }) => problems(sources, list, language),
        Error::Load(_) | Error::Select(_) => vec![failure(&error.text(), language)],
    }
}

/// Returns problems of loading, as notifications.
#[must_use]
pub fn problems(sources: &Sources, list: &[Diagnostic], language: Language) -> Vec<Value> {
    list.iter().map(|problem| problem_at(sources, problem, language)).collect()
}

fn problem_at(sources: &Sources, problem: &Diagnostic, language: Language) -> Value {
    let mut text = problem.message.get(language).to_owned();
    if let Some(help) = &problem.help {
        text.push('\n');
        text.push_str(help.get(language));
    }
    json!({
        "descriptor": { "id": problem.rule },
        "level": level(problem.severity),
        "message": { "text": text },
        "locations": location(sources, problem.primary.span).into_iter().collect::<Vec<_>>(),
    })
}

/// Returns what could not be read and has no place in a text.
fn failure(reason: &Text, language: Language) -> Value {
    json!({ "level": "error", "message": { "text": reason.get(language) } })
}

/// How a run went (SARIF §3.20).
#[derive(Debug)]
pub struct Invocation<'a> {
    /// What could not be read; the run is complete where there is nothing.
    pub unread: &'a [Value],
    /// The exit status of the command.
    pub exit: u8,
}

/// Returns the whole log with one run, the rules in the word of an authority for itself.
#[must_use]
pub fn report(
    mut results: Vec<Value>,
    rules: &[&Rule],
    invocation: &Invocation<'_>,
    authority: &str,
    language: Language,
) -> Value {
    tell_apart(&mut results);
    json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "fugi",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule, authority, language)).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": invocation.unread.is_empty(),
                "exitCode": invocation.exit,
                "toolExecutionNotifications": invocation.unread,
            }],
            "originalUriBaseIds": { "WORKSPACE": {
                "description": { "text": match language {
                    Language::Japanese => "ワークスペース（fugi.yaml のあるフォルダ）",
                    Language::English => "the workspace: the folder with fugi.yaml",
                } },
            } },
            "language": match language {
                Language::Japanese => "ja",
                Language::English => "en",
            },
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

/// Numbers the findings of one rule at one place: no two results have one fingerprint.
fn tell_apart(results: &mut [Value]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for result in results {
        let Some(Value::String(own)) =
            result.pointer_mut(&format!("/partialFingerprints/{}", FINGERPRINT.replace('/', "~1")))
        else {
            continue;
        };
        let count = seen.entry(own.clone()).or_default();
        *count += 1;
        if *count > 1 {
            own.push_str(&format!(":{count}"));
        }
    }
}

/// Returns what a rule is (SARIF §3.49): its page as help, what it rests on as tags.
fn descriptor(rule: &Rule, authority: &str, language: Language) -> Value {
    let (short, help) = match language {
        Language::Japanese => (
            spelling::in_own_word(rule.title(), authority),
            spelling::in_own_word_throughout(&page::japanese(rule.page), authority),
        ),
        Language::English => {
            let parts = [Some(rule.summary()), page::what_to_do(rule.page)];
            (rule.summary().to_owned(), parts.into_iter().flatten().collect::<Vec<_>>().join("\n\n"))
        }
    };
    let mut tags: Vec<String> = rule
        .basis
        .iter()
        .map(|own| spelling::in_own_word(law::cite([own]).get(language), authority))
        .collect();
    tags.sort_unstable();
    tags.dedup();
    json!({
        "id": rule.name,
        "shortDescription": { "text": short },
        "help": { "text": &help, "markdown": &help },
        "defaultConfiguration": { "level": level(rule.severity) },
        "properties": { "tags": tags },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_results_have_one_fingerprint() {
        let own = |at: &str| json!({ "partialFingerprints": { FINGERPRINT: at } });
        let mut results = vec![own("a"), own("b"), own("a"), own("a")];
        tell_apart(&mut results);
        let all: Vec<&str> =
            results.iter().filter_map(|own| own["partialFingerprints"][FINGERPRINT].as_str()).collect();
        assert_eq!(all, ["a", "b", "a:2", "a:3"]);
    }

    #[test]
    fn a_run_that_could_not_read_says_so() {
        let reason = crate::text!("ありません", "is gone");
        let unread = [failure(&reason, Language::English)];
        let log = report(Vec::new(), &[], &Invocation { unread: &unread, exit: 2 }, "区", Language::English);
        let run = &log["runs"][0]["invocations"][0];
        assert_eq!((&run["executionSuccessful"], &run["exitCode"]), (&json!(false), &json!(2)));
        assert_eq!(run["toolExecutionNotifications"][0]["message"]["text"], "is gone");
        let log = report(Vec::new(), &[], &Invocation { unread: &[], exit: 0 }, "区", Language::English);
        assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }
}
