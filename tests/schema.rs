//! What the JSON Schemas say of a file and what the program says of it: the same, but for what a schema cannot know.

use crate::support::thorough;
use fugi::model::load::{Overlay, Workspace};
use fugi::model::schema::SCHEMAS;
use fugi::source::Sources;
use fugi::yaml::core::{self, Plain};
use fugi::yaml::{self, Data, Node};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// What the program refuses and a schema cannot know, by the name of the problem.
const BEYOND_A_SCHEMA: &[(&str, &str)] = &[
    (
        "yaml-syntax",
        "anchors, aliases, tags, tabs, a key twice: what an editor reads before it looks at the schema",
    ),
    ("unknown-name", "an id of this file or another"),
    ("duplicate-id", "an id that something else has"),
    ("not-a-corporate-number", "a check digit"),
    ("corporate-number-twice", "a number that another legal entity has"),
    ("not-a-date", "a day that its month does not have"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn schema_of(file: &str) -> &'static str {
    match file {
        "fugi.yaml" => "ward",
        _ if file.ends_with("/fugi.yaml") => "ward",
        _ if file.contains("/common/") => "common",
        _ if file.ends_with("parties.yaml") => "parties",
        _ if file.ends_with("submission.yaml") => "submission",
        _ if file.contains("/forms/") => "checklist",
        _ => "matter",
    }
}

/// The files whose values are changed: one of each kind.
const FILES: &[&str] = &[
    "fugi.yaml",
    "policies/common/holidays.yaml",
    "policies/common/laws.yaml",
    "policies/common/networks.yaml",
    "policies/r08/forms/outsourcing-ward.yaml",
    "policies/r08/forms/submission.yaml",
    "policies/r08/mihon-itaku.yaml",
    "policies/r08/parties.yaml",
];

/// Returns a tree as an editor sees it: plain scalars are what YAML's core schema makes of them.
fn seen(node: &Node<'_>) -> Value {
    match &node.data {
        Data::List { items, .. } => items.iter().map(seen).collect(),
        Data::Map { entries, .. } => entries
            .iter()
            .map(|entry| (entry.key.to_string(), seen(&entry.value)))
            .collect::<Map<_, _>>()
            .into(),
        Data::Null => Value::Null,
        Data::Scalar { text, plain: false } => json!(text),
        Data::Scalar { text, plain: true } => match core::plain(text) {
            Plain::Bool(own) => json!(own),
            Plain::Whole(own) => i64::try_from(own).map_or_else(|_| json!(own as f64), |own| json!(own)),
            Plain::Float(own) => {
                serde_json::Number::from_f64(own).map_or(json!({ "no": "number" }), Value::Number)
            }
            Plain::Text => json!(text),
        },
    }
}

/// Returns whether a value is valid. Every keyword that the schemas use is known; another one is an error of this test.
fn valid(schema: &Value, value: &Value, whole: &Value) -> bool {
    let Value::Object(keywords) = schema else { panic!("{schema}") };
    keywords.iter().all(|(keyword, want)| match keyword.as_str() {
        "$ref" => {
            let name = want.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
            valid(&whole["$defs"][name], value, whole)
        }
        "type" => {
            let is = |name: &str| match name {
                "array" => value.is_array(),
                "boolean" => value.is_boolean(),
                "integer" => value.as_f64().is_some_and(|own| own.fract() == 0.0),
                "null" => value.is_null(),
                "object" => value.is_object(),
                "string" => value.is_string(),
                other => panic!("type {other}"),
            };
            match want {
                Value::Array(names) => names.iter().any(|name| is(name.as_str().unwrap())),
                name => is(name.as_str().unwrap()),
            }
        }
        "minimum" => value.as_f64().is_none_or(|own| own >= want.as_f64().unwrap()),
        "maximum" => value.as_f64().is_none_or(|own| own <= want.as_f64().unwrap()),
        "const" => value == want,
        "enum" => want.as_array().unwrap().contains(value),
        "oneOf" => want.as_array().unwrap().iter().filter(|own| valid(own, value, whole)).count() == 1,
        "anyOf" => want.as_array().unwrap().iter().any(|own| valid(own, value, whole)),
        "allOf" => want.as_array().unwrap().iter().all(|own| valid(own, value, whole)),
        "not" => !valid(want, value, whole),
        "if" => {
            let then = if valid(want, value, whole) { "then" } else { "else" };
            schema.get(then).is_none_or(|own| valid(own, value, whole))
        }
        "then" | "else" => true,
        "items" => value.as_array().is_none_or(|items| items.iter().all(|item| valid(want, item, whole))),
        "minItems" => value.as_array().is_none_or(|items| items.len() as u64 >= want.as_u64().unwrap()),
        "required" => {
            let names = want.as_array().unwrap();
            value
                .as_object()
                .is_none_or(|own| names.iter().all(|name| own.contains_key(name.as_str().unwrap())))
        }
        "properties" => value.as_object().is_none_or(|own| {
            own.iter().all(|(key, value)| want.get(key).is_none_or(|schema| valid(schema, value, whole)))
        }),
        "additionalProperties" => {
            assert_eq!(want, &json!(false));
            let known = schema["properties"].as_object().unwrap();
            value.as_object().is_none_or(|own| own.keys().all(|key| known.contains_key(key)))
        }
        "pattern" => value.as_str().is_none_or(|text| fits(want.as_str().unwrap(), text)),
        "$defs" | "$schema" | "description" | "format" | "title" => true,
        other => panic!("the keyword `{other}` is not known here"),
    })
}

/// Whether a text fits a pattern of the schemas; none of them needs what only one engine knows.
fn fits(pattern: &str, text: &str) -> bool {
    static READ: Mutex<BTreeMap<String, regex::Regex>> = Mutex::new(BTreeMap::new());
    let mut read = READ.lock().unwrap();
    read.entry(pattern.to_owned()).or_insert_with(|| regex::Regex::new(pattern).unwrap()).is_match(text)
}

/// Returns the problems that the program has with a file in the place of the one that stands.
fn refused(file: &str, text: &str) -> Vec<(String, String)> {
    let overlay: Overlay = [(file.into(), text.to_owned().into())].into_iter().collect();
    let named = |problems: Vec<fugi::diagnostic::Diagnostic>| {
        problems.into_iter().map(|own| (own.rule.to_string(), own.message.en)).collect()
    };
    let workspace = match Workspace::open_with(root(), overlay).unwrap().result {
        Ok(workspace) => workspace,
        Err(problems) => return named(problems),
    };
    let year = match workspace.year("r08").unwrap().result {
        Ok(year) => year,
        Err(problems) => return named(problems),
    };
    if schema_of(file) != "matter" {
        return Vec::new();
    }
    workspace.matter(&year, Path::new(file)).result.map_or_else(named, |_| Vec::new())
}

fn read(file: &str) -> String {
    fs::read_to_string(root().join(file)).unwrap()
}

/// Returns what an editor says: `None` where it cannot read the file.
fn says(schema: &Value, text: &str) -> Option<bool> {
    let mut sources = Sources::default();
    let source = sources.add("x.yaml", text.to_owned());
    let tree = yaml::parse(source, text).ok()?;
    Some(valid(schema, &seen(&tree), schema))
}

fn scalars<'n>(node: &'n Node<'_>, found: &mut Vec<&'n Node<'n>>) {
    match &node.data {
        Data::List { items, .. } => items.iter().for_each(|item| scalars(item, found)),
        Data::Map { entries, .. } => entries.iter().for_each(|entry| scalars(&entry.value, found)),
        Data::Null => {}
        Data::Scalar { .. } => found.push(node),
    }
}

#[test]
fn schema_and_program_agree() {
    const VALUES: &[&str] = &[
        "1.5",
        "12.0",
        "1e1",
        "0x1F",
        "0o17",
        "12345678901234567890",
        "-1",
        "+3",
        "007",
        "true",
        "True",
        "FALSE",
        "yes",
        "\"true\"",
        "\"3\"",
        "'12'",
        "\"\"",
        "\" \"",
        "~",
        "null",
        "Null",
        "NULL",
        "",
        "&a x",
        "*a",
        "!!str x",
        "!x y",
        "[]",
        "[x]",
        "{}",
        "{ x: y }",
        "2026-02-30",
        "2026-13-01",
        "1872-12-31",
        "2201-01-01",
        "2026-4-1",
        "x",
        "個人",
        ".inf",
        ".nan",
        "\"2026-04-01\"",
        "2026-04-01",
        "|\n        x",
        "monthly",
        "adopted",
    ];
    let given = std::env::vars_os().find(|(name, _)| name == "SEED");
    let given = given.and_then(|(_, own)| own.to_str()?.parse().ok());
    let seed: u64 = given.unwrap_or(20_260_401);
    println!("SEED={seed}");
    let mut state = seed;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        usize::try_from(state % below as u64).unwrap()
    };
    let (mut tried, mut wrong, mut beyond) = (0, String::new(), BTreeMap::<String, usize>::new());
    let known: BTreeSet<&str> = BEYOND_A_SCHEMA.iter().map(|(name, _)| *name).collect();
    for (number, file) in FILES.iter().enumerate() {
        let text = read(file);
        let schema = SCHEMAS.iter().find(|own| own.name == schema_of(file)).unwrap().to_json();
        assert_eq!(says(&schema, &text), Some(true), "{file}");
        assert!(refused(file, &text).is_empty(), "{file}");
        let mut sources = Sources::default();
        let source = sources.add(*file, text.clone());
        let tree = yaml::parse(source, &text).unwrap();
        let mut places = Vec::new();
        scalars(&tree, &mut places);
        let times = if *file == "policies/r08/mihon-itaku.yaml" { 3 } else { 1 };
        // Where a run is not thorough a third of them, in each file others.
        let third = VALUES.len() / 3;
        let (first, taken) =
            if thorough() { (0, VALUES.len() * times) } else { (number % 3 * third, third * times) };
        for value in VALUES.iter().cycle().skip(first).take(taken) {
            let place = places[random(places.len())].span;
            let mut changed = text.clone();
            let (start, end) = (place.start(), place.end());
            changed.replace_range(start..end, value);
            tried += 1;
            let editor = says(&schema, &changed);
            let program = refused(file, &changed);
            let line = text[..start].matches('\n').count() + 1;
            match (editor, program.is_empty()) {
                (Some(true), true) | (Some(false), false) | (None, false) => {}
                (Some(true), false) => {
                    let names: BTreeSet<&str> = program.iter().map(|(name, _)| name.as_str()).collect();
                    for name in &names {
                        *beyond.entry((*name).to_owned()).or_default() += 1;
                    }
                    if !names.is_subset(&known) {
                        let _ = writeln!(
                            wrong,
                            "{file}:{line}: `{value}`: the schema takes it, the program says {program:?}"
                        );
                    }
                }
                (Some(false) | None, true) => {
                    let _ = writeln!(
                        wrong,
                        "{file}:{line}: `{value}`: the program takes it, the schema does not"
                    );
                }
            }
        }
    }
    println!("{tried} changed values; beyond a schema: {beyond:?}");
    assert!(wrong.is_empty(), "{wrong}");
}

/// What keys of one record need of one another is asked by both, a key that is left empty counting as not written.
#[test]
fn what_keys_need_of_one_another_is_asked_by_both() {
    const MATTER: &str = "policies/r08/mihon-itaku.yaml";
    const FORM: &str = "policies/r08/forms/submission.yaml";
    let handles = "{ role: printer, items_of: ticket-items }";
    let makes = "{ items: [受診券番号, 健診種別, 受診期限, 自己負担区分] }";
    let cover = |block: &str| format!("cover:\n  blocks: [{block}]");
    let cases = [
        (MATTER, handles, "{ role: printer, items: ~, items_of: ticket-items }".to_owned(), None),
        (MATTER, handles, "{ role: printer, items_of: ~ }".to_owned(), Some("missing-key")),
        (MATTER, handles, "{ role: printer, items: , items_of: null }".to_owned(), Some("missing-key")),
        (MATTER, handles, "{ role: printer }".to_owned(), Some("missing-key")),
        (
            MATTER,
            handles,
            "{ role: printer, items: [受診券番号], items_of: ticket-items }".to_owned(),
            Some("two-of-one"),
        ),
        (MATTER, makes, "{ items: [受診券番号], items_of: ~ }".to_owned(), None),
        (MATTER, makes, "{ note: x }".to_owned(), None),
        (MATTER, makes, "{ items: [受診券番号], items_of: ticket-items }".to_owned(), Some("two-of-one")),
        (FORM, "cover:", cover("{ place: decision }, { place: text, text: 件名 }"), None),
        (FORM, "cover:", cover("{ place: text }"), Some("missing-key")),
        (FORM, "cover:", cover("{ place: left, text: ~ }"), Some("missing-key")),
        (FORM, "cover:", cover("{ place: fields, fields: ~ }"), Some("missing-key")),
        (FORM, "  see_annex: 内容は別紙のとおり", "  see_annex: ~".to_owned(), Some("missing-key")),
        (FORM, "  see_annex: 内容は別紙のとおり\n", String::new(), Some("missing-key")),
        (FORM, "cover:", cover("{ place: fields, fields: [{ label: 件名, text: x }] }"), None),
    ];
    for (file, from, to, problem) in cases {
        let text = read(file);
        assert_eq!(text.matches(from).count(), 1, "{from}");
        let changed = text.replace(from, &to);
        let schema = SCHEMAS.iter().find(|own| own.name == schema_of(file)).unwrap().to_json();
        let program = refused(file, &changed);
        let names: Vec<&str> = program.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, problem.into_iter().collect::<Vec<_>>(), "{to}: {program:?}");
        assert_eq!(says(&schema, &changed), Some(problem.is_none()), "{to}");
    }
}

#[test]
fn every_file_of_the_workspace_names_its_schema_and_fits_it() {
    let folders = ["policies", "samples"].map(|folder| walkdir::WalkDir::new(root().join(folder)));
    let files = folders.into_iter().flatten().filter_map(Result::ok);
    let mut files: Vec<String> = files
        .filter(|entry| entry.path().extension().is_some_and(|own| own == "yaml"))
        .map(|entry| entry.path().strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"))
        .collect();
    files.push("fugi.yaml".to_owned());
    assert!(files.len() > 40);
    for file in files {
        let text = read(&file);
        let (name, up) = (schema_of(&file), "../".repeat(file.matches('/').count()));
        let line = format!("# yaml-language-server: $schema={up}schemas/{name}.schema.json");
        assert!(text.lines().any(|own| own == line), "{file} lacks `{line}`");
        let schema = SCHEMAS.iter().find(|own| own.name == name).unwrap().to_json();
        assert_eq!(says(&schema, &text), Some(true), "{file}");
    }
}

#[test]
fn what_init_and_new_make_fits_the_schemas() {
    let folder = tempfile::tempdir().unwrap();
    let fugi = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fugi"));
        let status = command.args(arguments).current_dir(folder.path()).output().unwrap().status;
        assert!(status.success(), "{arguments:?}");
    };
    fugi(&["init", "w", "--year", "r08"]);
    fugi(&["new", "matter", "kenshin", "--workspace", "w"]);
    let mut files = 0;
    for entry in walkdir::WalkDir::new(folder.path().join("w")).into_iter().filter_map(Result::ok) {
        if entry.path().extension().is_some_and(|own| own == "yaml") {
            let file = entry
                .path()
                .strip_prefix(folder.path().join("w"))
                .unwrap()
                .to_string_lossy()
                .replace('\\', "/");
            let text = fs::read_to_string(entry.path()).unwrap();
            let schema = SCHEMAS.iter().find(|own| own.name == schema_of(&file)).unwrap().to_json();
            assert_eq!(says(&schema, &text), Some(true), "{file}");
            files += 1;
        }
    }
    assert!(files > 6);
}
