//! Records: maps whose keys are known.

use super::{Decode, Shape, Wanted, wrong_type};
use crate::diagnostic::{Diagnostic, Text};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::{Data, MOST_PROBLEMS, MapEntry, Node, tell};
use serde_json::{Map, Value, json};

/// How many keys a help text writes out as a sample.
const SAMPLE_KEYS: usize = 3;

/// A key that a record may have.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// As it is written.
    pub name: &'static str,
    /// What it means, in Japanese.
    pub meaning: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
}

impl Key {
    /// Returns the meaning without its explanation.
    fn title(&self) -> &'static str {
        // A list of words, each with its meaning in brackets, is whole only as it stands.
        let brackets = self.meaning.matches('（').count();
        let title = self.meaning.split(['（', '。']).next().unwrap_or(self.meaning);
        if title.is_ascii() || brackets > 1 && self.meaning.contains('、') { self.meaning } else { title }
    }
}

/// What the keys of a record need of one another. A key that is left empty counts as not written.
#[derive(Clone, Copy, Debug)]
pub enum Bond {
    /// Just one of these keys is written.
    One(&'static [&'static str]),
    /// At most one of these keys is written.
    AtMostOne(&'static [&'static str]),
    /// The word under the first key says which other key is needed; a word that is not listed needs the last.
    By(&'static str, &'static [(&'static str, Option<&'static str>)], &'static str),
    /// All these keys are written, unless the first is.
    Unless(&'static str, &'static [&'static str]),
}

impl Bond {
    /// Adds to the schema of a record what this asks for.
    pub fn restrict(self, schema: &mut Map<String, Value>) {
        let all = |keys: &[&str]| {
            let written: Map<String, Value> =
                keys.iter().map(|key| ((*key).to_owned(), json!({ "not": { "type": "null" } }))).collect();
            json!({ "required": keys, "properties": written })
        };
        let needs_one = |keys: &[&str]| keys.iter().map(|key| all(&[key])).collect::<Vec<_>>();
        match self {
            Self::One(keys) => {
                schema.insert("anyOf".to_owned(), needs_one(keys).into());
                schema.insert("not".to_owned(), all(keys));
            }
            Self::AtMostOne(keys) => drop(schema.insert("not".to_owned(), all(keys))),
            Self::By(key, words, rest) => {
                let listed: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                let of = |words: &[&str]| json!({ "properties": { key: { "enum": words } } });
                let mut rules: Vec<Value> = words
                    .iter()
                    .filter_map(|(word, needed)| {
                        Some(json!({ "if": of(&[word]), "then": all(&[(*needed)?]) }))
                    })
                    .collect();
                rules.push(json!({ "if": of(&listed), "else": all(&[rest]) }));
                schema.insert("allOf".to_owned(), rules.into());
            }
            Self::Unless(key, others) => {
                schema.insert("anyOf".to_owned(), json!([all(&[key]), all(others)]));
            }
        }
    }
}

/// Reads the keys of one map; used by the records that [`record!`](crate::record) makes.
#[derive(Debug)]
pub struct Fields<'n, 'a> {
    node: &'n Node<'a>,
    what: &'static str,
    known: &'static [Key],
    /// Values under a key that is another one misspelt.
    misspelt: Vec<(&'n Node<'a>, &'static str)>,
    missing: Vec<&'static Key>,
    /// Whether what is absent may stand under a key that nobody can read, or in no map at all.
    lost: bool,
}

impl<'n, 'a> Fields<'n, 'a> {
    /// Looks at the keys of `node`, reporting those that are not `known`.
    pub fn new(
        node: &'n Node<'a>,
        what: &'static str,
        known: &'static [Key],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut fields = Self { node, what, known, misspelt: Vec::new(), missing: Vec::new(), lost: false };
        let Data::Map { entries, flow } = &node.data else {
            tell(problems, || {
                let needed = known.iter().filter(|key| !key.optional).take(SAMPLE_KEYS);
                let sample: Vec<String> = needed.map(|key| format!("{}: …", key.name)).collect();
                let sample = if sample.is_empty() {
                    known.first().map_or_else(String::new, |key| format!("{}: …", key.name))
                } else {
                    sample.join(", ")
                };
                let wanted = Wanted {
                    shape: Shape::Map,
                    words: text!("「{what}」の中身（キー: 値）", "a map"),
                    how: text!(
                        "{{ {sample} }} の形か、次の行から字下げした「キー: 値」で書いてください",
                        "write {{ {sample} }}, or `key: value` on the next lines, indented"
                    ),
                };
                wrong_type(&wanted, node)
            });
            fields.lost = true;
            return fields;
        };
        if entries.is_empty() {
            fields.lost = true;
            tell(problems, || {
                Diagnostic::error(
                    "empty-map",
                    node.span,
                    text!("「{what}」に何も書かれていません", "nothing is written here"),
                )
                .help(text!("中身を書くか、キーごと消してください", "fill it in, or take the key out"))
            });
        }
        for (index, entry) in entries.iter().enumerate() {
            if known.iter().any(|key| entry.key == key.name) {
                continue;
            }
            let before = index.checked_sub(1).and_then(|before| entries.get(before));
            match before.filter(|_| *flow).and_then(|before| grouped_number(before, entry)) {
                Some(problem) => tell(problems, || problem),
                None => fields.unknown(entry, problems),
            }
        }
        fields
    }

    /// Reports a key that is not known, and notes which one is meant.
    fn unknown(&mut self, entry: &'n MapEntry<'a>, problems: &mut Vec<Diagnostic>) {
        if problems.len() >= MOST_PROBLEMS {
            self.lost = true;
            return;
        }
        let written = entry.key.as_ref();
        let (what, shown) = (self.what, short(written));
        let node = self.node;
        let help = match self.meant(written) {
            Some(key) if node.get(key.name).is_some() => {
                let name = key.name;
                text!(
                    "「{name}」は既に書かれています。どちらか一方を消してください",
                    "`{name}` is written already; take one of them out"
                )
            }
            Some(key) => {
                self.misspelt.push((&entry.value, key.name));
                let (name, title) = (key.name, key.title());
                if spelling::same(written, title) {
                    text!("「{title}」は「{name}」と書きます", "write `{name}`")
                } else {
                    spelling::meant(written, name)
                }
            }
            None => {
                self.lost = true;
                self.not_yet_written()
            }
        };
        tell(problems, || {
            Diagnostic::error(
                "unknown-key",
                entry.key_span,
                text!("「{what}」に「{shown}」というキーはありません", "there is no key `{shown}` here"),
            )
            .help(help)
        });
    }

    /// Returns the key that is meant by one that is not known: by its meaning, or a near one, best one that is
    /// not written yet.
    fn meant(&self, written: &str) -> Option<&'static Key> {
        let absent = || self.known.iter().filter(|key| self.node.get(key.name).is_none());
        let near = |keys: &mut dyn Iterator<Item = &'static Key>| {
            let keys: Vec<&'static Key> = keys.collect();
            let name = spelling::nearest(written, keys.iter().map(|key| key.name))?;
            keys.into_iter().find(|key| key.name == name)
        };
        absent()
            .find(|key| spelling::same(written, key.title()))
            .or_else(|| near(&mut absent()))
            .or_else(|| near(&mut self.known.iter()))
    }

    /// Returns the keys that can still be written, those that are needed first.
    fn not_yet_written(&self) -> Text {
        let absent = |optional: bool| {
            let keys = self.known.iter().filter(move |key| key.optional == optional);
            keys.filter(|key| self.node.get(key.name).is_none())
        };
        let names = |optional| {
            absent(optional)
                .map(|key| format!("{}（{}）", key.name, key.title()))
                .collect::<Vec<_>>()
                .join("、")
        };
        let names_en = |optional| absent(optional).map(|key| key.name).collect::<Vec<_>>().join(", ");
        let (needed, more) = (names(false), names(true));
        let (needed_en, more_en) = (names_en(false), names_en(true));
        match (needed.is_empty(), more.is_empty()) {
            (true, true) => text!("このキーを消してください", "take the key out"),
            (true, false) => text!("ほかに書けるキー: {more}", "keys not written yet: {more_en}"),
            (false, true) => text!("まだない必須のキー: {needed}", "keys that are missing: {needed_en}"),
            (false, false) => text!(
                "まだない必須のキー: {needed}。ほかに書けるキー: {more}",
                "keys that are missing: {needed_en}; other keys: {more_en}"
            ),
        }
    }

    /// Reads one key; a key that is missing though needed is noted.
    pub fn read<T: Decode>(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> T {
        if let Some(node) = self.node.get(key) {
            return T::decode(node, problems);
        }
        if let Some((node, _)) = self.misspelt.iter().find(|(_, meant)| *meant == key) {
            return T::decode(node, problems);
        }
        if self.lost {
            return T::lost();
        }
        if !T::OPTIONAL {
            self.missing.extend(self.known.iter().find(|known| known.name == key));
        }
        T::broken()
    }

    /// Returns whether a key is written, also misspelt, and not left empty.
    fn has(&self, key: &str) -> bool {
        let misspelt = || self.misspelt.iter().find(|(_, meant)| *meant == key).map(|(node, _)| *node);
        self.node.get(key).or_else(misspelt).is_some_and(|node| !matches!(node.data, Data::Null))
    }

    /// Returns what a reader knows of a key.
    fn titled(&self, key: &str) -> String {
        let title = self.known.iter().find(|known| known.name == key).map_or("", Key::title);
        format!("「{key}」（{title}）")
    }

    /// Reports what the keys need of one another and do not have.
    pub fn bound(&self, bond: Bond, problems: &mut Vec<Diagnostic>) {
        if self.lost {
            return;
        }
        match bond {
            Bond::One(keys) | Bond::AtMostOne(keys) => {
                let written: Vec<&str> = keys.iter().copied().filter(|key| self.has(key)).collect();
                if let [first, second, ..] = *written {
                    let span = self.node.get(second).map_or(self.node.span, |node| node.span);
                    let text = text!(
                        "{first} と {second} の両方が書かれています",
                        "both `{first}` and `{second}` are given"
                    );
                    let help = text!("どちらか一方にしてください", "keep one of them");
                    tell(problems, || Diagnostic::error("two-of-one", span, text).help(help));
                }
                if written.is_empty() && matches!(bond, Bond::One(_)) {
                    self.lacks(keys, problems);
                }
            }
            Bond::By(key, words, rest) => {
                let Some(Data::Scalar { text, .. }) = self.node.get(key).map(|node| &node.data) else {
                    return;
                };
                let listed = words.iter().find(|(word, _)| *word == text.as_ref());
                let needed = listed.map_or(Some(rest), |(_, needed)| *needed);
                if let Some(needed) = needed.filter(|needed| !self.has(needed)) {
                    self.lacks(&[needed], problems);
                }
            }
            Bond::Unless(key, others) => {
                for other in others.iter().filter(|other| !self.has(key) && !self.has(other)) {
                    self.lacks(&[other, key], problems);
                }
            }
        }
    }

    /// Reports that none of these keys is written.
    fn lacks(&self, keys: &[&str], problems: &mut Vec<Diagnostic>) {
        let (what, first) = (self.what, keys.first().copied().unwrap_or_default());
        let list = keys.iter().map(|key| self.titled(key)).collect::<Vec<_>>().join("か");
        let list_en = keys.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(" or ");
        tell(problems, || {
            let text = text!("「{what}」に{list}がありません", "{list_en} is missing here");
            let help = text!("「{first}: …」の形で書き足してください", "add `{first}: …`");
            Diagnostic::error("missing-key", self.node.span, text).help(help)
        });
    }

    /// Reports the keys that are missing, in one message.
    pub fn finish(self, problems: &mut Vec<Diagnostic>) {
        if self.missing.is_empty() {
            return;
        }
        let place = match &self.node.data {
            Data::Map { entries, flow: false } => entries.first().map(|entry| entry.key_span),
            _ => None,
        };
        tell(problems, || {
            let what = self.what;
            let list = self.missing.iter().map(|key| format!("「{}」（{}）", key.name, key.title()));
            let list = list.collect::<Vec<_>>().join("、");
            let list_en =
                self.missing.iter().map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ");
            let first = self.missing.first().map_or("", |key| key.name);
            Diagnostic::error(
                "missing-key",
                place.unwrap_or(self.node.span),
                text!("「{what}」に{list}がありません", "{list_en} is missing here"),
            )
            .help(text!("「{first}: …」の形で書き足してください", "add `{first}: …`"))
        });
    }
}

/// Tells of `{ value: 36,000 }`, in which YAML reads a value and another key.
fn grouped_number(before: &MapEntry<'_>, entry: &MapEntry<'_>) -> Option<Diagnostic> {
    let Data::Scalar { text, plain: true } = &before.value.data else { return None };
    let digits = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_digit());
    if !digits(text) || !digits(&entry.key) || !matches!(entry.value.data, Data::Null) {
        return None;
    }
    let (head, tail) = (short(text), short(&entry.key));
    let message =
        text!("数の三桁区切り「{head},{tail}」は書けません", "a number cannot be grouped: `{head},{tail}`");
    Some(
        Diagnostic::error("not-a-number", before.value.span.to(entry.key_span), message)
            .help(text!("「{head}{tail}」と書いてください", "write `{head}{tail}`")),
    )
}

/// Declares a record of a file: a struct whose fields are keys, each with what it means in Japanese.
///
/// Every record has a `span`. From the one declaration come the decoder, the JSON Schema and the hover text of
/// editors. `Option` makes a key optional; a [`Bond`] behind the name says what keys need of one another.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident = $what:literal $(; $bond:ident($($bound:tt)*))? {
        $($field:ident: $type:ty, $description:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        $vis struct $name {
            /// Where the whole record stands.
            #[allow(dead_code, reason = "every record keeps its place, whether or not a message points at it yet")]
            $vis span: $crate::source::Span,
            $(#[doc = $description] $vis $field: $type,)*
        }

        impl $crate::yaml::decode::Decode for $name {
            fn decode(
                node: &$crate::yaml::Node<'_>,
                problems: &mut Vec<$crate::diagnostic::Diagnostic>,
            ) -> Self {
                const KNOWN: &[$crate::yaml::decode::Key] = &[$($crate::yaml::decode::Key {
                    name: stringify!($field),
                    meaning: $description,
                    optional: <$type as $crate::yaml::decode::Decode>::OPTIONAL,
                }),*];
                let mut fields = $crate::yaml::decode::Fields::new(node, $what, KNOWN, problems);
                let record = Self {
                    span: node.span,
                    $($field: fields.read(stringify!($field), problems),)*
                };
                $(fields.bound($crate::yaml::decode::Bond::$bond($($bound)*), problems);)?
                fields.finish(problems);
                record
            }

            fn broken() -> Self {
                Self {
                    span: $crate::source::Span::NOWHERE,
                    $($field: <$type as $crate::yaml::decode::Decode>::lost(),)*
                }
            }

            fn schema(definitions: &mut serde_json::Map<String, serde_json::Value>) -> serde_json::Value {
                let name = stringify!($name);
                if !definitions.contains_key(name) {
                    definitions.insert(name.to_owned(), serde_json::Value::Null);
                    let mut properties = serde_json::Map::new();
                    let mut required: Vec<&str> = Vec::new();
                    $(
                        let mut schema = <$type as $crate::yaml::decode::Decode>::schema(definitions);
                        if let Some(object) = schema.as_object_mut() {
                            object.insert("title".to_owned(), stringify!($field).into());
                            object.insert("description".to_owned(), $description.into());
                        }
                        properties.insert(stringify!($field).to_owned(), schema);
                        if !<$type as $crate::yaml::decode::Decode>::OPTIONAL {
                            required.push(stringify!($field));
                        }
                    )*
                    let mut record = serde_json::Map::new();
                    record.insert("order".to_owned(), serde_json::json!([$(stringify!($field)),*]));
                    record.insert("description".to_owned(), $what.into());
                    record.insert("type".to_owned(), "object".into());
                    record.insert("additionalProperties".to_owned(), false.into());
                    record.insert("required".to_owned(), serde_json::json!(required));
                    record.insert("properties".to_owned(), properties.into());
                    $($crate::yaml::decode::Bond::$bond($($bound)*).restrict(&mut record);)?
                    definitions.insert(name.to_owned(), record.into());
                }
                serde_json::json!({ "$ref": format!("#/$defs/{name}") })
            }
        }
    };
}
