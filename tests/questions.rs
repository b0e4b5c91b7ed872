//! The sixty questions of `docs/testing.md`: every rule that is named finds the mistake of its page, every row says in a
//! final paper of this workspace what is asked (`data/questions.tsv`), and the figure below the table is what is counted.

use crate::support::fragments::set_in;
use fugi::case::Case;
use fugi::check::{check, context::Context};
use fugi::document::tree::{Block, Document};
use fugi::document::{self, Submission};
use fugi::model::load::{Overlay, Workspace};
use fugi::spelling::fold;
use std::collections::{BTreeMap, BTreeSet};
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

/// Returns every rule with its page, whose examples are run by the tests of its family: the wrong one, below which
/// stands what the rule prints of it, and the fixed one, of which it is silent.
fn rules() -> BTreeMap<&'static str, &'static str> {
    let checks = fugi::check::rules().map(|rule| (rule.name, rule.page));
    let changes = fugi::diff::rules::RULES.iter().map(|rule| (rule.rule.name, rule.rule.page));
    let duties = fugi::duty::rule::RULES.iter().map(|rule| (rule.name, rule.page));
    checks.chain(changes).chain(duties).collect()
}

/// What stands under each label of rows, heading of columns and points, and id of checklist rows.
type Rows = BTreeMap<String, BTreeSet<String>>;

fn labels(blocks: &[Block], out: &mut Rows) {
    for block in blocks {
        let json = serde_json::to_value(block).unwrap();
        collect(&json, out);
    }
}

fn collect(json: &serde_json::Value, out: &mut Rows) {
    match json {
        serde_json::Value::Object(map) => {
            let mut under = String::new();
            words(json, &mut under);
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("label" | "id" | "text" | "caption" | "heading", serde_json::Value::String(text)) => {
                        out.entry(text.clone()).or_default().insert(under.clone());
                    }
                    ("columns", serde_json::Value::Array(all)) => {
                        let columns = all.iter().filter_map(|one| one.as_str());
                        columns.for_each(|own| {
                            out.entry(own.to_owned()).or_default().insert(under.clone());
                        });
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

/// Adds every text below a value.
fn words(json: &serde_json::Value, out: &mut String) {
    match json {
        serde_json::Value::String(text) => {
            out.push_str(&fold(text));
            out.push('\n');
        }
        serde_json::Value::Object(map) => map.values().for_each(|own| words(own, out)),
        serde_json::Value::Array(all) => all.iter().for_each(|own| words(own, out)),
        _ => {}
    }
}

/// Returns what stands as a label in the final papers of every matter of this workspace, with what stands beside it.
fn rows() -> Rows {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    // No sample has a decision under conditions, and a paper prints them where there is one.
    let sample = Path::new("policies/r08/mihon-itaku.yaml");
    let decision = "council: { meeting: 令和７年度第６回, date: 2026-02-12, outcome: approved_with_conditions, conditions: [{ text: 見本の条件, how: 見本の対応 }] }";
    let text = set_in(std::fs::read_to_string(root.join(sample)).unwrap(), "", decision);
    let overlay = Overlay::from([(sample.to_owned(), text.into())]);
    let workspace = Workspace::open_with(root, overlay).unwrap().result.unwrap();
    let mut out = Rows::new();
    let selections = workspace.select_all().unwrap();
    let unread = workspace.each_matter(&selections, |year, matter, sources| {
        let case = Case::new(&workspace, year, &matter, &sources);
        let paper: Document = document::build(&Submission { case, draft: false });
        for section in &paper.sections {
            let mut under = String::new();
            words(&serde_json::to_value(&section.blocks).unwrap(), &mut under);
            out.entry(section.heading.clone()).or_default().insert(under);
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
    let asked = include_str!("data/questions.tsv").lines().filter(|line| !line.starts_with('#'));
    // Of each row, what its lines ask: every line is answered by some paper.
    let mut all: BTreeMap<(usize, &str), Vec<Vec<String>>> = BTreeMap::new();
    for line in asked {
        let [number, row, words] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        all.entry((number.parse().unwrap(), row)).or_default().push(words.split("&&").map(fold).collect());
    }
    let asked = all;
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
                .filter(|rule| !rules.get(**rule).is_some_and(|page| page.contains("\n```text ja\n")))
                .map(|rule| format!("{}: no rule `{rule}` whose page shows what it finds", own.number)),
        );
        for row in shown {
            let Some(asked) = asked.get(&(own.number, row)) else {
                wrong.push(format!(
                    "{}: data/questions.tsv does not say what stands in 「{row}」",
                    own.number
                ));
                continue;
            };
            for asked in asked {
                let mut told = rows.get(row).into_iter().flatten();
                if !told.any(|told| asked.iter().all(|words| told.contains(words.as_str()))) {
                    wrong.push(format!("{}: no row 「{row}」 with {asked:?} in a final paper", own.number));
                }
            }
        }
    }
    let named = |number: &usize, row: &str| {
        questions.iter().any(|own| own.number == *number && between(&own.answered, '「', '」').contains(&row))
    };
    let idle = asked.keys().filter(|(number, row)| !named(number, row));
    wrong.extend(idle.map(|(number, row)| format!("{number}: the table does not name 「{row}」")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let told = format!("Answered: {answered} of 60 ({} %)", answered * 100 / 60);
    assert!(page.contains(&told), "the page must say: {told}");
}

/// The rules that only a council's question led to; what each finds and does not find stands in the table.
const ASKED: &[&str] = &[
    "abbreviation-not-explained",
    "enclosing-not-matched",
    "individual-number-use-not-stated",
    "leased-storage-not-erased",
    "spoiled-sheets-not-stated",
    "trial-before-meeting",
];

#[test]
fn what_councils_ask_is_asked_alike_of_unlike_matters() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut wrong = Vec::new();
    let mut spoken = BTreeSet::new();
    for line in include_str!("data/councils.tsv").lines().filter(|line| !line.starts_with('#')) {
        let [case, file, at, keys, expected] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let text = set_in(std::fs::read_to_string(root.join(file)).unwrap(), at, keys);
        let overlay = Overlay::from([(file.into(), text.into())]);
        let workspace = Workspace::open_with(root, overlay).unwrap().result.unwrap();
        let year = workspace.year(file.split('/').nth(1).unwrap()).unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new(file));
        let matter = loaded.result.unwrap_or_else(|problems| panic!("{case}: {problems:#?}"));
        let found = check(&Context::new(Case::new(&workspace, &year, &matter, &loaded.sources))).findings;
        let found: BTreeSet<&str> =
            found.iter().map(|finding| finding.rule).filter(|rule| ASKED.contains(rule)).collect();
        let expected: BTreeSet<&str> = expected.split_whitespace().filter(|rule| *rule != "-").collect();
        spoken.extend(expected.iter().copied());
        if found != expected {
            wrong.push(format!("{case}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(spoken, ASKED.iter().copied().collect(), "each speaks somewhere");
}
