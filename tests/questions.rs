//! The sixty questions of `docs/testing.md`: every rule that is named exists, every row stands in a final paper of this
//! workspace, and the figure below the table is what is counted.

use crate::support::fragments::set_in;
use fugi::case::Case;
use fugi::document::tree::{Block, Document};
use fugi::document::{self, Submission};
use fugi::model::load::{Overlay, Workspace};
use std::collections::BTreeSet;
use std::path::Path;

/// A row of the table.
struct Question {
    number: usize,
    answered: String,
}

fn page() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/testing.md")).unwrap()
}

fn questions(page: &str) -> Vec<Question> {
    let rows = page.lines().filter_map(|line| {
        let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").collect();
        let [number, _, _, answered] = cells.as_slice() else { return None };
        Some(Question { number: number.parse().ok()?, answered: (*answered).to_owned() })
    });
    rows.collect()
}

fn between(text: &str, open: char, close: char) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((inside, left)) = after.split_once(close) else { break };
        found.push(inside);
        rest = left;
    }
    found
}

fn rules() -> BTreeSet<&'static str> {
    let checks = fugi::check::rules().map(|rule| rule.name);
    let changes = fugi::diff::rules::RULES.iter().map(|rule| rule.rule.name);
    let duties = fugi::duty::rule::RULES.iter().map(|rule| rule.name);
    checks.chain(changes).chain(duties).collect()
}

/// Collects the labels of rows, the headings of columns and points, and the ids of checklist rows.
fn labels(blocks: &[Block], out: &mut BTreeSet<String>) {
    for block in blocks {
        let json = serde_json::to_value(block).unwrap();
        collect(&json, out);
    }
}

fn collect(json: &serde_json::Value, out: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("label" | "id" | "text" | "caption" | "heading", serde_json::Value::String(text)) => {
                        out.insert(text.clone());
                    }
                    ("columns", serde_json::Value::Array(all)) => {
                        out.extend(all.iter().filter_map(|one| one.as_str().map(str::to_owned)));
                    }
                    _ => {}
                }
                collect(value, out);
            }
        }
        serde_json::Value::Array(all) => all.iter().for_each(|one| collect(one, out)),
        _ => {}
    }
}

/// Returns what stands as a label in the final papers of every matter of this workspace.
fn rows() -> BTreeSet<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // No sample has a decision under conditions, and a paper prints them where there is one.
    let sample = Path::new("policies/r08/mihon-itaku.yaml");
    let decision = "council: { meeting: 令和７年度第６回, date: 2026-02-12, outcome: approved_with_conditions, conditions: [{ text: 見本の条件, how: 見本の対応 }] }";
    let text = set_in(std::fs::read_to_string(root.join(sample)).unwrap(), "", decision);
    let overlay = Overlay::from([(sample.to_owned(), text.into())]);
    let workspace = Workspace::open_with(root, overlay).unwrap().result.unwrap();
    let mut out = BTreeSet::new();
    let selections = workspace.select_all().unwrap();
    let unread = workspace.each_matter(&selections, |year, matter, sources| {
        let case = Case::new(&workspace, year, &matter, &sources);
        let paper: Document = document::build(&Submission { case, draft: false });
        for section in &paper.sections {
            out.insert(section.heading.clone());
            labels(&section.blocks, &mut out);
        }
    });
    assert!(unread.is_empty());
    out
}

#[test]
fn the_table_of_questions_is_true() {
    let page = page();
    let questions = questions(&page);
    assert_eq!(questions.iter().map(|own| own.number).collect::<Vec<_>>(), (1..=60).collect::<Vec<_>>());
    let (rules, rows) = (rules(), rows());
    let mut wrong = Vec::new();
    let mut answered = 0;
    for own in &questions {
        let (named, shown) = (between(&own.answered, '`', '`'), between(&own.answered, '「', '」'));
        if named.is_empty() && shown.is_empty() {
            if own.answered != "—" {
                wrong.push(format!("{}: `{}` names neither a rule nor a row", own.number, own.answered));
            }
            continue;
        }
        answered += 1;
        wrong.extend(
            named
                .iter()
                .filter(|rule| !rules.contains(**rule))
                .map(|rule| format!("{}: no rule `{rule}`", own.number)),
        );
        wrong.extend(
            shown
                .iter()
                .filter(|row| !rows.contains(**row))
                .map(|row| format!("{}: no row 「{row}」 in a final paper", own.number)),
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let told = format!("Answered: {answered} of 60 ({} %)", answered * 100 / 60);
    assert!(page.contains(&told), "the page must say: {told}");
}
