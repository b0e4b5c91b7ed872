//! What is made from the program stands in the repository and is current: the JSON Schemas, the table of laws, the list of rules
//! about changes, and a template for a new matter that names every key. `UPDATE=1 cargo test --test it generated::` rewrites.

use fugi::diff::class::Class;
use fugi::diff::policy::Policy;
use fugi::diff::rules::RULES;
use fugi::document::tree;
use fugi::model::load::Workspace;
use fugi::model::schema::SCHEMAS;
use fugi::report::json::SHAPES;
use fugi::rule::law::TABLE;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

fn current(path: &str, made: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, made).unwrap();
    }
    let stands = fs::read_to_string(&file).unwrap_or_default().replace("\r\n", "\n");
    assert!(stands == made, "{path} is out of date: run `UPDATE=1 cargo test --test it generated::`");
}

#[test]
fn schemas_are_current() {
    for schema in SCHEMAS {
        let json = serde_json::to_string_pretty(&schema.to_json()).unwrap();
        current(&format!("schemas/{}.schema.json", schema.name), &format!("{json}\n"));
    }
    let json = serde_json::to_string_pretty(&tree::schema()).unwrap();
    current("schemas/document.schema.json", &format!("{json}\n"));
    for shape in SHAPES {
        let json = serde_json::to_string_pretty(&shape.schema(fugi::diagnostic::Language::Japanese)).unwrap();
        current(&format!("schemas/{}.schema.json", shape.name), &format!("{json}\n"));
    }
}

#[test]
fn every_key_has_a_description() {
    for schema in SCHEMAS {
        let json = schema.to_json();
        for (name, record) in json["$defs"].as_object().unwrap() {
            for (key, property) in record["properties"].as_object().unwrap() {
                let said = property["description"].as_str().unwrap_or_default();
                assert!(!said.is_ascii(), "{name}.{key} has no Japanese description");
            }
        }
    }
}

#[test]
fn the_new_matter_names_every_key() {
    let template = include_str!("../templates/new/matter.yaml");
    let schema = SCHEMAS.iter().find(|schema| schema.name == "matter").unwrap().to_json();
    let mut missing = BTreeSet::new();
    for (name, record) in schema["$defs"].as_object().unwrap() {
        for key in record["properties"].as_object().unwrap().keys() {
            // The answers are filled in from the forms.
            let from_forms = name.ends_with("Answer") || (name.ends_with("Checklist") && key == "answers");
            if !from_forms && !template.contains(&format!("{key}:")) {
                missing.insert(format!("{name}.{key}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_table_of_laws_is_current() {
    let mut page = String::from(
        "# 根拠の表\n\n<!-- made by `UPDATE=1 cargo test --test it generated::` from src/rule/law.rs -->\n\n\
         全ての規則は、この表の行を引きます。施行の初日は、施行されているものとして扱います。\
         原文を確かめていない行は、規則の根拠としては「内部」と示します。\n\n\
         | 根拠 | 施行 | 確かめた原文 | 意味 |\n| --- | --- | --- | --- |\n",
    );
    for law in TABLE {
        let day = |day: Option<chrono::NaiveDate>| day.map_or_else(String::new, |day| day.to_string());
        let (from, to) = (day(law.from), day(law.to));
        let days = if from.is_empty() && to.is_empty() { String::new() } else { format!("{from}〜{to}") };
        let (name, source) = (law.name().ja, law.source.said().ja);
        let _ = writeln!(page, "| {name} | {days} | {source} | {} |", law.means.0);
    }
    current("docs/laws.md", &page);
}

#[test]
fn the_list_of_rules_about_changes_is_current() {
    let mut page = String::from(
        "# 変更の規則の一覧\n\n<!-- made by `UPDATE=1 cargo test --test it generated::`; the pages are in src/diff/rules/ -->\n\n\
         `fugi diff` が使う規則です。`fugi explain term-changed` のように規則の名を書くと、見るもの・なぜ・すること・例を表示します。\n\
         求めることは標準で、`policies/common/changes.yaml` で変えられます。\n\n\
         | 規則 | 何が変わったか | 拡大 | 縮小 | 中立 | 字句 | 根拠 |\n| --- | --- | --- | --- | --- | --- | --- |\n",
    );
    for rule in RULES {
        let [widening, narrowing, neutral, editorial] = rule.standard.map(|requires| requires.ja());
        let (name, title, basis) = (rule.name, rule.title(), rule.basis().ja);
        let _ = writeln!(
            page,
            "| `{name}` | {title} | {widening} | {narrowing} | {neutral} | {editorial} | {basis} |"
        );
    }
    current("docs/change-rules.md", &page);
}

#[test]
fn the_ward_is_shown_what_every_change_calls_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = Workspace::open(root).unwrap().result.unwrap();
    let policy = Policy::new(&workspace.common).unwrap();
    let listed: Vec<&str> =
        workspace.common.changes.consequences.iter().map(|own| own.rule.value.as_str()).collect();
    let all: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    assert_eq!(listed, all, "policies/common/changes.yaml lists every rule in order");
    for rule in RULES {
        for class in [Class::Widening, Class::Narrowing, Class::Neutral, Class::Editorial] {
            assert_eq!(policy.requires(rule, class), rule.standard(class), "{}", rule.name);
        }
    }
}
