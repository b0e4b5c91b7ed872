//! The keys of every kind of file, one by one, as the schemas declare them.

use super::schema::{SCHEMAS, Schema};
use crate::diagnostic::{Language, Text};
use crate::spelling;
use crate::text;
use serde_json::Value;

/// Stands for the id of an item of a list in a path.
const ANY: &str = "*";

/// The most records whose own keys are told with them.
const MOST_RECORDS: usize = 3;

/// A key that a file may hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// The schema of its file: `matter`.
    pub file: &'static str,
    /// What the file is.
    pub of: Text,
    /// Where it stands, as places are printed; `*` is the id of an item of a list: `contracts/*/erasure/backup`.
    pub path: String,
    /// What it says.
    pub meaning: Text,
    /// What may be written.
    pub form: Text,
    /// The words that may be written, with their meanings; empty where it takes no fixed word.
    pub words: Vec<(String, Text)>,
    /// True where its record cannot do without it.
    pub required: bool,
}

impl Key {
    /// Returns its name, the last part of its path.
    #[must_use]
    pub fn name(&self) -> &str {
        self.path.rsplit('/').find(|part| *part != ANY).unwrap_or(&self.path)
    }

    /// Returns whether another key is written in its record, or in an item of its list.
    fn holds(&self, other: &Self) -> bool {
        let rest = other.path.strip_prefix(self.path.as_str()).and_then(|rest| rest.strip_prefix('/'));
        rest.is_some_and(|rest| !rest.strip_prefix("*/").unwrap_or(rest).contains('/'))
    }

    /// Returns whether `parts` are the end of its path; an id stands for any item.
    fn ends_with(&self, parts: &[&str]) -> bool {
        let own: Vec<&str> = self.path.split('/').collect();
        // `contracts/erasure` leaves the id out, `contracts/ticket/erasure` has it.
        let bare: Vec<&str> = own.iter().copied().filter(|part| *part != ANY).collect();
        let fits = |own: &[&str]| {
            let tail = own.len().checked_sub(parts.len()).and_then(|start| own.get(start..));
            tail.is_some_and(|tail| {
                tail.iter().zip(parts).all(|(own, part)| *own == ANY || own == part)
                    && tail.last() != Some(&ANY)
            })
        };
        fits(&bare) || fits(&own)
    }
}

/// Returns every key of every kind of file, in the order in which the schemas list them.
#[must_use]
pub fn all() -> Vec<Key> {
    let mut keys = Vec::new();
    for schema in SCHEMAS {
        let [ja, en] = [Language::Japanese, Language::English].map(|language| schema.in_language(language));
        let walk = Walk { schema, ja: &ja, en: &en };
        walk.record([&ja, &en], "", &mut Vec::new(), &mut keys);
    }
    keys
}

/// Returns the keys that somebody means: by name or by the end of a path (`erasure/backup`, `erasure.backup`, a printed
/// place), else those whose description holds the word.
#[must_use]
pub fn find(asked: &str) -> Vec<Key> {
    let mut all = all();
    let parts: Vec<&str> = asked.split(['/', '.']).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return Vec::new();
    }
    let meant: Vec<Key> = all.iter().filter(|key| key.ends_with(&parts)).cloned().collect();
    // A record says little by itself: what is written in it follows.
    let below = |key: &Key| meant.iter().any(|own| own.file == key.file && own.holds(key));
    if !meant.is_empty() {
        all.retain(|key| meant.contains(key) || meant.len() <= MOST_RECORDS && below(key));
        return all;
    }
    // A letter or two stand in every sentence.
    let (word, is_latin) = (spelling::fold(asked), asked.is_ascii());
    if word.chars().count() < if is_latin { 3 } else { 2 } {
        return Vec::new();
    }
    let says = |key: &Key| {
        let meaning = if is_latin { &key.meaning.en } else { &key.meaning.ja };
        spelling::fold(meaning).contains(&word)
    };
    all.retain(says);
    all
}

/// A schema in both languages.
struct Walk<'a> {
    schema: &'static Schema,
    ja: &'a Value,
    en: &'a Value,
}

impl<'a> Walk<'a> {
    /// Adds the keys of a record and of all within it; `within` are the records that it stands in, so that a record in
    /// itself (the members of an item) is told once.
    fn record(&self, own: [&'a Value; 2], path: &str, within: &mut Vec<&'a str>, keys: &mut Vec<Key>) {
        let Some(name) = reference(own[0]) else { return };
        if within.contains(&name) {
            return;
        }
        let pointer = format!("/$defs/{name}");
        let (Some(ja), Some(en)) = (self.ja.pointer(&pointer), self.en.pointer(&pointer)) else { return };
        let required = ja.get("required").and_then(Value::as_array);
        within.push(name);
        for (key, property) in ja.get("properties").and_then(Value::as_object).into_iter().flatten() {
            let both = [property, en.pointer(&format!("/properties/{key}")).unwrap_or(property)];
            let path = if path.is_empty() { key.clone() } else { format!("{path}/{key}") };
            let [meaning_ja, meaning_en] = both.map(description);
            keys.push(Key {
                file: self.schema.name,
                of: Text { ja: self.schema.title.to_owned(), en: self.schema.english.to_owned() },
                path: path.clone(),
                meaning: text!("{meaning_ja}", "{meaning_en}"),
                form: form(property),
                words: words(both),
                required: required.is_some_and(|all| all.iter().any(|own| own == key)),
            });
            let items = property.get("items").zip(both[1].get("items"));
            match items {
                Some((ja, en)) => self.record([ja, en], &format!("{path}/{ANY}"), within, keys),
                None => self.record(both, &path, within, keys),
            }
        }
        within.pop();
    }
}

/// Returns the record that a schema refers to, itself or as one of its choices.
fn reference(own: &Value) -> Option<&str> {
    let own_reference = own.get("$ref").and_then(Value::as_str);
    let choices = ["anyOf", "oneOf"].iter().filter_map(|key| own.get(key)?.as_array()).flatten();
    let name = own_reference.or_else(|| choices.filter_map(|one| one.get("$ref")?.as_str()).next())?;
    name.strip_prefix("#/$defs/")
}

fn description(own: &Value) -> &str {
    own.get("description").and_then(Value::as_str).unwrap_or_default()
}

/// Returns the words that a key, or an item of its list, takes.
fn words(own: [&Value; 2]) -> Vec<(String, Text)> {
    let own = own.map(|own| own.get("items").unwrap_or(own));
    let [ja, en] = own.map(|own| own.get("oneOf").and_then(Value::as_array).map_or(&[][..], Vec::as_slice));
    let word = |(ja, en): (&Value, &Value)| {
        let word = ja.get("const")?.as_str()?.to_owned();
        let [ja, en] = [ja, en].map(description);
        Some((word, text!("{ja}", "{en}")))
    };
    ja.iter().zip(en).filter_map(word).collect()
}

/// Returns what may be written.
fn form(own: &Value) -> Text {
    if let Some(items) = own.get("items") {
        let Text { ja, en } = form(items);
        return text!("一覧（一つは、{ja}）", "list (each: {en})");
    }
    if reference(own).is_some() {
        return text!("下の段のキー", "keys below");
    }
    if own.get("oneOf").is_some() {
        return text!("決まった語", "fixed word");
    }
    if own.get("format").and_then(Value::as_str) == Some("date") {
        return text!("日（例: 2027-03-31）", "day (such as 2027-03-31)");
    }
    let kinds = own.get("type");
    let is = |kind: &str| match kinds {
        Some(Value::String(own)) => own == kind,
        Some(Value::Array(all)) => all.iter().any(|own| own == kind),
        _ => false,
    };
    match () {
        () if is("boolean") => text!("true（はい）か false（いいえ）", "true or false"),
        () if is("integer") || is("number") => {
            let bound = |key: &str| own.get(key).and_then(Value::as_i64);
            match (bound("minimum"), bound("maximum")) {
                (Some(from), Some(to)) => text!("数（{from}から{to}まで）", "number ({from} to {to})"),
                _ => text!("数", "number"),
            }
        }
        () => text!("文字", "text"),
    }
}

/// Returns the names of the keys, each once.
#[must_use]
pub fn names() -> Vec<String> {
    let mut names: Vec<String> = all().iter().map(|key| key.name().to_owned()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::Map;
    use std::collections::BTreeSet;

    #[test]
    fn every_property_of_every_schema_is_a_key_that_is_found() {
        let all = all();
        for schema in SCHEMAS {
            let json = schema.to_json();
            let records = json["$defs"].as_object().unwrap();
            let declared: BTreeSet<&str> = records
                .values()
                .filter_map(|record| record.get("properties")?.as_object())
                .flat_map(Map::keys)
                .map(String::as_str)
                .collect();
            let found: BTreeSet<&str> =
                all.iter().filter(|key| key.file == schema.name).map(Key::name).collect();
            assert_eq!(declared, found, "{}", schema.name);
        }
        for key in &all {
            assert!(!key.meaning.ja.is_empty() && !key.meaning.en.is_empty(), "{}", key.path);
            assert!(find(&key.path).contains(key), "{}", key.path);
        }
    }

    #[test]
    fn a_key_is_found_by_name_by_place_and_by_what_it_says() {
        let paths = |asked: &str| -> Vec<String> {
            find(asked).into_iter().map(|key| format!("{}: {}", key.file, key.path)).collect()
        };
        for asked in
            ["erasure/backup", "erasure.backup", "contracts/erasure/backup", "contracts/itaku/erasure/backup"]
        {
            assert_eq!(paths(asked), ["matter: contracts/*/erasure/backup"], "{asked}");
        }
        let record = paths("contracts/*/erasure");
        assert!(
            record.len() > 5 && record.contains(&"matter: contracts/*/erasure/backup".to_owned()),
            "{record:?}"
        );
        assert!(paths("バックアップ").contains(&"matter: contracts/*/erasure/backup".to_owned()));
        assert!(paths("").is_empty() && paths("/").is_empty());
        assert!(paths("no-such-key").is_empty());
    }
}
