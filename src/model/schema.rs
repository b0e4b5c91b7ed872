//! JSON Schema of each kind of file, from the same declarations that read them.

use super::raw::common::RawCommon;
use super::raw::form::{RawChecklistForm, RawSubmission};
use super::raw::matter::RawMatter;
use super::raw::parties::RawParties;
use super::raw::ward::RawWard;
use crate::diagnostic::Language;
use crate::yaml::decode::Decode;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// A kind of file and its schema.
#[derive(Clone, Copy, Debug)]
pub struct Schema {
    /// Name of the schema file, without `.schema.json`.
    pub name: &'static str,
    /// What it describes.
    pub title: &'static str,
    /// The same in English.
    pub english: &'static str,
    make: fn(&mut Map<String, Value>) -> Value,
}

/// Every kind of file.
pub static SCHEMAS: &[Schema] = &[
    Schema {
        name: "checklist",
        title: "チェックリストの様式（policies/<年度>/forms/*.yaml）",
        english: "form of a checklist (policies/YEAR/forms/*.yaml)",
        make: RawChecklistForm::schema,
    },
    Schema {
        name: "common",
        title: "年度によらない語と事実（policies/common/*.yaml）",
        english: "words and facts of every year (policies/common/*.yaml)",
        make: RawCommon::schema,
    },
    Schema {
        name: "matter",
        title: "案件（policies/<年度>/<案件>.yaml）",
        english: "matter (policies/YEAR/MATTER.yaml)",
        make: RawMatter::schema,
    },
    Schema {
        name: "parties",
        title: "法人の一覧（policies/<年度>/parties.yaml）",
        english: "legal entities (policies/YEAR/parties.yaml)",
        make: RawParties::schema,
    },
    Schema {
        name: "submission",
        title: "表紙・概要・別紙の様式（policies/<年度>/forms/submission.yaml）",
        english: "labels of cover, overview and annexes (policies/YEAR/forms/submission.yaml)",
        make: RawSubmission::schema,
    },
    Schema {
        name: "ward",
        title: "自治体の設定（fugi.yaml）",
        english: "settings of the ward (fugi.yaml)",
        make: RawWard::schema,
    },
];

impl Schema {
    /// Returns the schema (JSON Schema 2020-12).
    #[must_use]
    pub fn to_json(self) -> Value {
        let mut schema = self.in_order();
        let records = schema.get_mut("$defs").and_then(Value::as_object_mut);
        for record in records.into_iter().flat_map(Map::values_mut).filter_map(Value::as_object_mut) {
            record.remove("order");
        }
        schema
    }

    /// Returns the schema with the order of each record's keys, as they are declared, under `order`.
    fn in_order(self) -> Value {
        let mut definitions = Map::new();
        let root = (self.make)(&mut definitions);
        json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": self.title,
            "$ref": root.get("$ref").cloned().unwrap_or_default(),
            "$defs": definitions,
        })
    }

    /// Returns the schema with title and descriptions in one language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Value {
        self.worded(self.to_json(), language)
    }

    /// Returns the schema as a form needs it: in one language, with the `order` of each record's keys.
    #[must_use]
    pub fn for_forms(self, language: Language) -> Value {
        self.worded(self.in_order(), language)
    }

    fn worded(self, mut schema: Value, language: Language) -> Value {
        if language == Language::English {
            translate(&mut schema, "", &english());
            if let Some(root) = schema.as_object_mut() {
                root.insert("title".to_owned(), self.english.into());
            }
        }
        schema
    }
}

/// Descriptions in English: a line is the Japanese one, a tab, and the English one.
const DESCRIPTIONS: &str = include_str!("descriptions.tsv");

fn english() -> HashMap<&'static str, &'static str> {
    DESCRIPTIONS.lines().filter_map(|line| line.split_once('\t')).collect()
}

/// Puts English in the place of Japanese descriptions; a word, a key or a record without a line is called by its name.
fn translate(schema: &mut Value, name: &str, english: &HashMap<&str, &str>) {
    match schema {
        Value::Array(all) => all.iter_mut().for_each(|own| translate(own, name, english)),
        Value::Object(own) => {
            let named = own.get("const").and_then(Value::as_str).unwrap_or(name).to_owned();
            if let Some(Value::String(text)) = own.get_mut("description")
                && !text.is_ascii()
            {
                *text =
                    english.get(text.as_str()).map_or_else(|| spaced(&named), |known| (*known).to_owned());
            }
            for (key, inner) in own {
                translate(inner, key, english);
            }
        }
        Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => {}
    }
}

/// Returns a name as words: `RawItemSet` and `item_set` are `item set`.
fn spaced(name: &str) -> String {
    let mut words = String::new();
    for c in name.strip_prefix("Raw").unwrap_or(name).chars() {
        if c.is_uppercase() && !words.is_empty() || matches!(c, '_' | '-') {
            words.push(' ');
        }
        words.extend(c.to_lowercase().filter(|c| !matches!(c, '_' | '-')));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The Japanese descriptions of keys, and the keys.
    fn keys(schema: &Value, found: &mut Vec<(String, String)>) {
        match schema {
            Value::Array(all) => all.iter().for_each(|own| keys(own, found)),
            Value::Object(own) => {
                if let Some(Value::Object(properties)) = own.get("properties") {
                    let described = properties.iter().filter_map(|(key, own)| {
                        Some((key.clone(), own.get("description")?.as_str()?.to_owned()))
                    });
                    found.extend(described);
                }
                own.values().for_each(|own| keys(own, found));
            }
            Value::Bool(_) | Value::Null | Value::Number(_) | Value::String(_) => {}
        }
    }

    #[test]
    fn a_schema_in_english_holds_no_japanese_but_examples() {
        let is_kana = |c: char| matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}');
        let known = english();
        assert_eq!(known.len(), DESCRIPTIONS.lines().count(), "a line without a tab, or twice");
        let mut all = Vec::new();
        for schema in SCHEMAS {
            keys(&schema.to_json(), &mut all);
            let mut own = Vec::new();
            let schema = schema.in_language(Language::English);
            assert!(schema["title"].as_str().is_some_and(str::is_ascii));
            keys(&schema, &mut own);
            for (key, english) in own {
                // An example from the paper stays as it is written.
                let bare = english.split_once(" (such as ").map_or(english.as_str(), |(own, _)| own);
                assert!(!bare.contains(is_kana), "{key}: {english}");
            }
        }
        let described: Vec<&str> = all.iter().map(|(_, own)| own.as_str()).collect();
        for (key, japanese) in &all {
            assert!(
                known.contains_key(japanese.as_str()),
                "descriptions.tsv: no English for `{key}`: {japanese}"
            );
        }
        let mut lines: Vec<&&str> = known.keys().collect();
        lines.sort_unstable();
        for japanese in lines {
            assert!(described.contains(japanese), "descriptions.tsv: no key says 「{japanese}」");
        }
    }

    #[test]
    fn what_has_no_line_is_called_by_its_name() {
        assert_eq!(
            [spaced("RawItemSet"), spaced("item_set"), spaced("not-needed")],
            ["item set", "item set", "not needed"]
        );
    }
}
