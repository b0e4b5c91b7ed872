//! The committed schema of the document tree against every kind of paper: what is printed fits it, nothing is
//! printed that it does not name, and a paper that is wrong does not fit.

use super::support::schema::Validator;
use fugi::case::Case;
use fugi::document::tree::{Block, Comparison, ComparisonRow, Document, Run, Side};
use fugi::document::{self, Submission, agenda};
use fugi::model::load::Workspace;
use fugi::model::matter::Matter;
use fugi::render::json;
use fugi::source::Sources;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// Returns every paper of a year: drafts, final papers, the register's drafts, the agendas.
fn papers(year: &str) -> Vec<Document> {
    let workspace = Workspace::open(Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap().result.unwrap();
    let loaded = workspace.year(year).unwrap().result.unwrap();
    let files = workspace.matters(year).unwrap();
    let matters: Vec<(Matter, Sources)> = files
        .iter()
        .map(|file| workspace.matter(&loaded, file))
        .map(|loaded| (loaded.result.unwrap(), loaded.sources))
        .collect();
    let submissions = |draft| -> Vec<Submission<'_>> {
        let cases = matters.iter().map(|(matter, sources)| Case::new(&workspace, &loaded, matter, sources));
        cases.map(|case| Submission { case, draft }).collect()
    };
    let mut papers = agenda::build(&submissions(false));
    for draft in [true, false] {
        papers.extend(submissions(draft).iter().map(document::build));
    }
    papers.extend(submissions(true).iter().map(|own| document::part(own, "file-register").unwrap()));
    papers
}

fn comparison(like: &Document) -> Document {
    let mut document = like.clone();
    let run = |text: &str| vec![Run { text: text.to_owned(), underlined: true }];
    let row = ComparisonRow {
        heading: "回線".to_owned(),
        after: run("後"),
        before: run("前"),
        remark: Some("拡大".to_owned()),
    };
    document.sections.truncate(1);
    document.sections[0].blocks = vec![Block::Comparison(Comparison {
        caption: "新旧対照表".to_owned(),
        heading: "番号とどこか".to_owned(),
        after: "改正後".to_owned(),
        before: "改正前".to_owned(),
        remark: None,
        rows: vec![row],
    })];
    let placed = |place| Block::Placed { place, text: "記".to_owned(), boxed: place == Side::Right };
    document.sections[0].blocks.extend([Side::Left, Side::Center, Side::Right].map(placed));
    document
}

#[test]
fn every_paper_fits_the_schema_and_says_nothing_beside_it() {
    let validator = Validator::committed("document");
    let mut papers: Vec<Document> = ["r07", "r08"].into_iter().flat_map(papers).collect();
    papers.push(comparison(&papers[0]));
    assert!(papers.len() > 10);
    let mut kinds = BTreeSet::new();
    for paper in &papers {
        let value: Value = serde_json::from_str(&json(paper)).unwrap();
        if let Err(said) = validator.check(&validator.root, &value, "") {
            panic!("{}: {said}", paper.name);
        }
        collect_kinds(&value, &mut kinds);
    }
    let blocks = validator.root.pointer("/$defs/Block/oneOf").unwrap().as_array().unwrap();
    let feet = validator.root.pointer("/$defs/FootPiece/oneOf").unwrap().as_array().unwrap();
    let named: BTreeSet<String> = blocks
        .iter()
        .chain(feet)
        .map(|block| block.pointer("/properties/kind/const").unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, named, "each kind of block and of foot was looked at");
}

fn collect_kinds(value: &Value, kinds: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            kinds.extend(map.get("kind").and_then(Value::as_str).map(str::to_owned));
            map.values().for_each(|value| collect_kinds(value, kinds));
        }
        Value::Array(list) => list.iter().for_each(|value| collect_kinds(value, kinds)),
        _ => {}
    }
}

/// Makes a paper wrong.
type Spoil = fn(&mut Value);

#[test]
fn a_paper_that_is_wrong_does_not_fit() {
    let validator = Validator::committed("document");
    let good: Value = serde_json::from_str(&json(&papers("r07").pop().unwrap())).unwrap();
    assert_eq!(validator.check(&validator.root, &good, ""), Ok(()));
    let spoils: [(&str, Spoil); 5] = [
        ("is missing", |paper| drop(paper.as_object_mut().unwrap().remove("title"))),
        ("not in the schema", |paper| paper["sections"][0]["colour"] = "red".into()),
        ("not \"string\"", |paper| paper["sections"][0]["heading"] = 1.into()),
        ("/sections/0/blocks/0", |paper| paper["sections"][0]["blocks"][0]["kind"] = "chart".into()),
        ("/sections/0/blocks/1", |paper| paper["sections"][0]["blocks"][1]["rows"][0]["label"] = Value::Null),
    ];
    for (said, spoil) in spoils {
        let mut wrong = good.clone();
        spoil(&mut wrong);
        let error = validator.check(&validator.root, &wrong, "").unwrap_err();
        assert!(error.contains(said), "{error}");
    }
}
