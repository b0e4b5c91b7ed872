//! The committed schema of the document tree against every kind of paper: what is printed fits it, nothing is
//! printed that it does not name, and a paper that is wrong does not fit.

use fugi::case::Case;
use fugi::document::tree::{Block, Comparison, ComparisonRow, Document, Run};
use fugi::document::{self, Submission, agenda};
use fugi::model::load::Workspace;
use fugi::model::matter::Matter;
use fugi::render::json;
use fugi::source::Sources;
use serde_json::{Map, Value};
use std::collections::BTreeSet;
use std::path::Path;

/// Checks a value against a JSON Schema, strictly: a key of an object that no matching part of the schema names is
/// an error, and so is a word of the schema that is not known here.
struct Validator {
    root: Value,
}

/// The keys of an object that some part of the schema names.
type Named = BTreeSet<String>;

impl Validator {
    fn committed() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/document.schema.json");
        Self { root: serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap() }
    }

    /// Checks a value whole.
    fn check(&self, schema: &Value, value: &Value, at: &str) -> Result<(), String> {
        let named = self.fits(schema, value, at)?;
        let keys = value.as_object().into_iter().flat_map(Map::keys);
        match keys.into_iter().find(|key| !named.contains(*key)) {
            Some(key) => Err(format!("{at}/{key}: not in the schema")),
            None => Ok(()),
        }
    }

    fn fits(&self, schema: &Value, value: &Value, at: &str) -> Result<Named, String> {
        let mut named = Named::new();
        for (word, meant) in schema.as_object().unwrap() {
            match word.as_str() {
                "$schema" | "$defs" | "description" | "title" | "format" => {}
                "$ref" => {
                    let path = meant.as_str().unwrap().strip_prefix('#').unwrap();
                    named.extend(self.fits(self.root.pointer(path).unwrap(), value, at)?);
                }
                "type" => is_of(meant, value).then_some(()).ok_or(format!("{at}: not {meant}: {value}"))?,
                "const" => (meant == value).then_some(()).ok_or(format!("{at}: not {meant}: {value}"))?,
                "enum" => {
                    let known = meant.as_array().unwrap().contains(value);
                    known.then_some(()).ok_or(format!("{at}: none of {meant}: {value}"))?;
                }
                // Speaks of numbers only.
                "minimum" | "maximum" if !value.is_number() => {}
                "minimum" | "maximum" => {
                    let (bound, own) = (meant.as_f64().unwrap(), value.as_f64().unwrap());
                    let inside = if word == "minimum" { own >= bound } else { own <= bound };
                    inside.then_some(()).ok_or(format!("{at}: {word} {meant}: {value}"))?;
                }
                "required" => {
                    for key in meant.as_array().unwrap() {
                        let there = value.get(key.as_str().unwrap()).is_some();
                        there.then_some(()).ok_or(format!("{at}: {key} is missing"))?;
                    }
                }
                "properties" => {
                    for (key, schema) in meant.as_object().unwrap() {
                        if let Some(own) = value.get(key) {
                            self.check(schema, own, &format!("{at}/{key}"))?;
                            named.insert(key.clone());
                        }
                    }
                }
                "items" => {
                    for (index, own) in value.as_array().into_iter().flatten().enumerate() {
                        self.check(meant, own, &format!("{at}/{index}"))?;
                    }
                }
                "anyOf" | "oneOf" => named.extend(self.one_of(word, meant, value, at)?),
                other => return Err(format!("`{other}` in the schema is not known here")),
            }
        }
        Ok(named)
    }

    fn one_of(&self, word: &str, schemas: &Value, value: &Value, at: &str) -> Result<Named, String> {
        let tried: Vec<Result<Named, String>> =
            schemas.as_array().unwrap().iter().map(|schema| self.fits(schema, value, at)).collect();
        let fitting = tried.iter().filter(|tried| tried.is_ok()).count();
        if fitting == 0 || (word == "oneOf" && fitting > 1) {
            // What went furthest into the value says most.
            let said = tried.into_iter().filter_map(Result::err).max_by_key(String::len);
            return Err(said.unwrap_or_else(|| format!("{at}: fits {fitting} of {word}")));
        }
        Ok(tried.into_iter().flatten().flatten().collect())
    }
}

fn is_of(kind: &Value, value: &Value) -> bool {
    match kind {
        Value::Array(kinds) => kinds.iter().any(|kind| is_of(kind, value)),
        kind => match kind.as_str().unwrap() {
            "array" => value.is_array(),
            "boolean" => value.is_boolean(),
            "integer" => value.is_u64() || value.is_i64(),
            "null" => value.is_null(),
            "object" => value.is_object(),
            "string" => value.is_string(),
            other => panic!("the type {other}"),
        },
    }
}

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
    document
}

#[test]
fn every_paper_fits_the_schema_and_says_nothing_beside_it() {
    let validator = Validator::committed();
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
    let named: BTreeSet<String> = blocks
        .iter()
        .map(|block| block.pointer("/properties/kind/const").unwrap().as_str().unwrap().to_owned())
        .collect();
    assert_eq!(kinds, named, "each kind of block was looked at");
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
    let validator = Validator::committed();
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
