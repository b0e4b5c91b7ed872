//! The oracle: the findings on the real submission are those of `docs/r07-findings.md`, nothing more, nothing less.
//!
//! That table is reasoned by hand from the text of the submission; each row names the rule, the path of ids of
//! the place, and why it is true.

use fugi::case::Case;
use fugi::check::{check, context::Context};
use fugi::model::load::Workspace;
use std::path::Path;

/// Returns the rows of the table as "rule place", sorted.
fn table() -> Vec<String> {
    let page =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/r07-findings.md")).unwrap();
    let mut rows: Vec<String> = page
        .lines()
        .filter_map(|line| {
            let mut cells = line.strip_prefix("| `")?.split(" | ");
            let rule = cells.next()?.trim_end_matches('`');
            let place = cells.next()?.trim_matches('`');
            let why = cells.next()?;
            assert!(why.chars().count() > 10, "no reason is given for {rule} at {place}");
            Some(format!("{rule} {place}"))
        })
        .collect();
    rows.sort();
    rows
}

/// Returns what the program finds, in the same form; a place in another file has the file's name before it.
fn found() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::open(root).unwrap().result.unwrap();
    let year = workspace.year("r07").unwrap().result.unwrap();
    let loaded = workspace.matter(&year, Path::new("policies/r07/koki-iryo-cashless.yaml"));
    let matter = loaded.result.unwrap();
    let context = Context::new(Case::new(&workspace, &year, &matter, &loaded.sources));
    let outcome = check(&context);
    let mut found: Vec<String> = outcome
        .findings
        .iter()
        .map(|finding| {
            let span = finding.primary.span;
            let path = loaded.sources.path_to(span).unwrap_or_default();
            let file =
                loaded.sources.get(span.source()).unwrap().path().file_stem().unwrap().to_string_lossy();
            let place = if span.source() == matter.source { path } else { format!("{file}: {path}") };
            format!("{} {place}", finding.rule)
        })
        .collect();
    found.sort();
    found
}

#[test]
fn the_findings_are_those_of_the_table() {
    let (table, found) = (table(), found());
    let missing: Vec<&String> = difference(&table, &found);
    let surplus: Vec<&String> = difference(&found, &table);
    assert!(
        missing.is_empty() && surplus.is_empty(),
        "not found: {missing:#?}\nnot in the table: {surplus:#?}"
    );
}

#[test]
fn a_reader_is_told_of_causes_and_no_place_is_lost() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(["check", "policies/r07", "--format", "json"])
        .current_dir(root)
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert_eq!(findings.len(), table().len());
    let causes: std::collections::BTreeSet<&str> =
        findings.iter().map(|finding| finding["cause"].as_str().unwrap()).collect();
    let page = std::fs::read_to_string(root.join("docs/r07-findings.md")).unwrap();
    let said = format!("場所は {} か所、原因は {} 件", findings.len(), causes.len());
    assert!(page.contains(&said), "the page does not say: {said}");
    for finding in findings.iter().filter(|finding| finding["assumed"] == true) {
        assert_eq!(finding["severity"], "info", "{finding}");
    }
}

/// Returns what `one` has more often than `other`; both are sorted.
fn difference<'a>(one: &'a [String], other: &[String]) -> Vec<&'a String> {
    let mut rest: Vec<&String> = other.iter().collect();
    one.iter()
        .filter(|row| match rest.iter().position(|own| own == row) {
            Some(at) => {
                rest.swap_remove(at);
                false
            }
            None => true,
        })
        .collect()
}
