//! Decoding a tree into typed records, reporting every problem of the file at once.
//!
//! Decoding never stops: what is wrong is reported and stands as a value that lies [nowhere](Span::NOWHERE),
//! which the later steps pass over in silence, so that one mistake is told once.

use super::{Data, Node};
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;
use chrono::NaiveDate;
use serde_json::{Map, Value, json};
use std::ops::Deref;

/// Text as written, with its place.
pub type Str = Located<String>;

/// What can be read from a node of the tree, and described to an editor.
pub trait Decode: Sized {
    /// True for `Option`: the key may be left out.
    const OPTIONAL: bool = false;

    /// Reads the value; what is wrong goes to `problems`.
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self;

    /// Returns the value that stands for a missing or unreadable one.
    fn broken() -> Self;

    /// Returns the JSON Schema of the value; named records go to `definitions`.
    fn schema(definitions: &mut Map<String, Value>) -> Value;
}

/// A fixed list of words that a value is one of.
pub trait Vocabulary: Copy + 'static {
    /// Word in the file, value, and its meaning in Japanese; the first stands for an unreadable one.
    const WORDS: &'static [(&'static str, Self, &'static str)];
}

fn wrong_type(span: Span, wanted: &Text, found: &Node<'_>) -> Diagnostic {
    let (found_ja, found_en) = match &found.data {
        Data::List { .. } => ("一覧（- …）", "a list"),
        Data::Map { .. } => ("組（キー: 値）", "a map"),
        Data::Null => ("空", "nothing"),
        Data::Scalar { .. } => ("文字", "text"),
    };
    let (ja, en) = (&wanted.ja, &wanted.en);
    let message = if matches!(found.data, Data::Null) {
        text!("値がありません（{ja}が要ります）", "the value is missing ({en} is needed)")
    } else {
        text!("{ja}を書く所に{found_ja}があります", "{en} is needed here, not {found_en}")
    };
    Diagnostic::error("wrong-type", span, message)
        .help(text!("この場所には{ja}を書いてください", "write {en} here"))
}

fn scalar<'n>(node: &'n Node<'_>, wanted: &Text, problems: &mut Vec<Diagnostic>) -> Option<&'n str> {
    if let Data::Scalar { text, .. } = &node.data {
        return Some(text);
    }
    problems.push(wrong_type(node.span, wanted, node));
    None
}

impl Decode for Located<String> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        match scalar(node, &text!("文字", "text"), problems) {
            Some(text) if text.trim().is_empty() => {
                problems.push(
                    Diagnostic::error("empty-text", node.span, text!("空の文字です", "the text is empty"))
                        .help(text!(
                            "文字を書くか、行ごと消してください",
                            "write the text, or take the line out"
                        )),
                );
                Self::broken()
            }
            Some(text) => Located::new(text.to_owned(), node.span),
            None => Self::broken(),
        }
    }

    fn broken() -> Self {
        Located::new(String::new(), Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": ["string", "number", "boolean"] })
    }
}

impl Decode for Located<bool> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let wanted = text!("true か false", "true or false");
        match scalar(node, &wanted, problems) {
            Some("true") => Located::new(true, node.span),
            Some("false") => Located::new(false, node.span),
            Some(found) => {
                problems.push(
                    Diagnostic::error(
                        "wrong-type",
                        node.span,
                        text!(
                            "「{found}」は true でも false でもありません",
                            "`{found}` is neither true nor false"
                        ),
                    )
                    .help(text!("はい は true、いいえ は false と書きます", "write true or false")),
                );
                Self::broken()
            }
            None => Self::broken(),
        }
    }

    fn broken() -> Self {
        Located::new(false, Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "boolean" })
    }
}

impl Decode for Located<u64> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let wanted = text!("半角の数字", "a number");
        let Some(found) = scalar(node, &wanted, problems) else { return Self::broken() };
        if let Ok(number) = found.parse() {
            return Located::new(number, node.span);
        }
        let folded: String = spelling::fold(found).chars().filter(|c| *c != ',').collect();
        let problem = Diagnostic::error(
            "not-a-number",
            node.span,
            text!("「{found}」は半角の数字ではありません", "`{found}` is not a number in ASCII digits"),
        );
        problems.push(match folded.parse::<u64>() {
            Ok(number) => problem.help(text!(
                "「{number}」と書いてください。紙には全角と三桁区切りで印字されます",
                "write `{number}`; it is printed full-width and grouped"
            )),
            Err(_) => {
                problem.help(text!("0 以上の整数を半角で書いてください", "write a whole number, 0 or more"))
            }
        });
        Self::broken()
    }

    fn broken() -> Self {
        Located::new(0, Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "integer", "minimum": 0 })
    }
}

impl Decode for Located<NaiveDate> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let wanted = text!("日付（2025-07-01 の形）", "a date such as 2025-07-01");
        let Some(found) = scalar(node, &wanted, problems) else { return Self::broken() };
        if found.len() == 10
            && let Ok(date) = NaiveDate::parse_from_str(found, "%Y-%m-%d")
        {
            return Located::new(date, node.span);
        }
        let folded = spelling::fold(found);
        let help = match crate::model::era::parse(&folded) {
            Some(Ok(date)) => text!(
                "「{date}」と書いてください。紙には和暦で印字されます",
                "write `{date}`; it is printed in the Japanese era"
            ),
            Some(Err(reason)) => reason,
            None => text!(
                "西暦の「年4桁-月2桁-日2桁」で、実際にある日を書いてください",
                "write year-month-day of a day that exists"
            ),
        };
        problems.push(
            Diagnostic::error(
                "not-a-date",
                node.span,
                text!("「{found}」は日付として読めません", "`{found}` cannot be read as a date"),
            )
            .help(help),
        );
        Self::broken()
    }

    fn broken() -> Self {
        Located::new(NaiveDate::default(), Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "format": "date" })
    }
}

/// A value that is one of a fixed list of words.
#[derive(Clone, Debug)]
pub struct Word<V>(pub Located<V>);

impl<V: Vocabulary> Decode for Word<V> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let wanted = text!("決まった語", "a word from a list");
        let Some(found) = scalar(node, &wanted, problems) else { return Self::broken() };
        if let Some((_, value, _)) = V::WORDS.iter().find(|(word, ..)| *word == found) {
            return Self(Located::new(*value, node.span));
        }
        let words = V::WORDS.iter().map(|(word, ..)| *word);
        let list =
            V::WORDS.iter().map(|(word, _, ja)| format!("{word}（{ja}）")).collect::<Vec<_>>().join("、");
        let list_en = words.clone().collect::<Vec<_>>().join(", ");
        problems.push(
            Diagnostic::error(
                "unknown-word",
                node.span,
                text!("「{found}」という語は使えません", "`{found}` is not one of the words allowed here"),
            )
            .help(spelling::did_you_mean(
                found,
                words,
                &text!("使える語: {list}", "allowed: {list_en}"),
            )),
        );
        Self::broken()
    }

    #[expect(clippy::indexing_slicing, reason = "a vocabulary without words cannot be written")]
    fn broken() -> Self {
        Self(Located::new(V::WORDS[0].1, Span::NOWHERE))
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        let one_of: Vec<Value> =
            V::WORDS.iter().map(|(word, _, ja)| json!({ "const": word, "description": ja })).collect();
        json!({ "oneOf": one_of })
    }
}

impl<T: Decode> Decode for Option<T> {
    const OPTIONAL: bool = true;

    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        if matches!(node.data, Data::Null) { None } else { Some(T::decode(node, problems)) }
    }

    fn broken() -> Self {
        None
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        T::schema(definitions)
    }
}

/// A list as written, with its place. It may be empty only where [`Many`] says so.
#[derive(Clone, Debug)]
pub struct List<T> {
    /// From the first item to the last.
    pub span: Span,
    /// The items in the order of the file.
    pub items: Vec<T>,
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { span: Span::NOWHERE, items: Vec::new() }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

fn decode_items<T: Decode>(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> List<T> {
    match &node.data {
        Data::List { items, .. } => {
            List { span: node.span, items: items.iter().map(|item| T::decode(item, problems)).collect() }
        }
        _ => {
            problems.push(wrong_type(
                node.span,
                &text!("一覧（「- 」で始まる行、または [ ]）", "a list"),
                node,
            ));
            List::default()
        }
    }
}

impl<T: Decode> Decode for List<T> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let list = decode_items(node, problems);
        if list.items.is_empty() && list.span.is_somewhere() {
            problems.push(
                Diagnostic::error("empty-list", node.span, text!("一覧が空です", "the list is empty")).help(
                    text!(
                        "一つ以上書くか、行ごと消してください",
                        "write at least one item, or take the line out"
                    ),
                ),
            );
        }
        list
    }

    fn broken() -> Self {
        Self::default()
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        json!({ "type": "array", "minItems": 1, "items": T::schema(definitions) })
    }
}

/// A list that says something when it is empty.
#[derive(Clone, Debug)]
pub struct Many<T>(pub List<T>);

impl<T: Decode> Decode for Many<T> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        // `answers:` with nothing under it yet is an empty list.
        if matches!(node.data, Data::Null) {
            return Self(List { span: node.span, items: Vec::new() });
        }
        Self(decode_items(node, problems))
    }

    fn broken() -> Self {
        Self(List::default())
    }

    fn schema(definitions: &mut Map<String, Value>) -> Value {
        json!({ "type": "array", "items": T::schema(definitions) })
    }
}

/// Reads the keys of one map; used by the records that [`record!`](crate::record) makes.
#[derive(Debug)]
pub struct Fields<'n, 'a> {
    node: &'n Node<'a>,
    known: &'static [&'static str],
    misspelt: Vec<(&'n Node<'a>, &'static str)>,
    readable: bool,
}

impl<'n, 'a> Fields<'n, 'a> {
    /// Looks at the keys of `node`, reporting those that are not `known`.
    pub fn new(
        node: &'n Node<'a>,
        what: &str,
        known: &'static [&'static str],
        problems: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut fields = Self { node, known, misspelt: Vec::new(), readable: true };
        let Data::Map { entries, .. } = &node.data else {
            problems.push(wrong_type(node.span, &text!("「{what}」の組（キー: 値）", "a map"), node));
            fields.readable = false;
            return fields;
        };
        for entry in entries.iter().filter(|entry| !known.contains(&entry.key.as_ref())) {
            let absent = known.iter().copied().filter(|key| node.get(key).is_none());
            let key = &entry.key;
            if let Some(meant) = spelling::nearest(key, absent) {
                fields.misspelt.push((&entry.value, meant));
            }
            let all = known.join(", ");
            problems.push(
                Diagnostic::error(
                    "unknown-key",
                    entry.key_span,
                    text!("「{what}」に「{key}」というキーはありません", "there is no key `{key}` here"),
                )
                .help(spelling::did_you_mean(
                    key,
                    known.iter().copied(),
                    &text!("書けるキー: {all}", "known keys: {all}"),
                )),
            );
        }
        fields
    }

    /// Reads one key; a key that is missing though needed is reported, once.
    pub fn read<T: Decode>(&self, key: &'static str, what: &str, problems: &mut Vec<Diagnostic>) -> T {
        debug_assert!(self.known.contains(&key));
        if let Some(node) = self.node.get(key) {
            return T::decode(node, problems);
        }
        if let Some((node, _)) = self.misspelt.iter().find(|(_, meant)| *meant == key) {
            return T::decode(node, problems);
        }
        if !T::OPTIONAL && self.readable {
            problems.push(
                Diagnostic::error(
                    "missing-key",
                    self.node.span,
                    text!("キー「{key}」（{what}）がありません", "the key `{key}` is missing"),
                )
                .help(text!("「{key}: …」を書き足してください", "add `{key}: …`")),
            );
        }
        T::broken()
    }
}

/// Declares a record of a file: a struct whose fields are keys, each with what it means in Japanese.
///
/// Every record has a `span`. From the one declaration come the decoder, the JSON Schema and the hover text of
/// editors. `Option` makes a key optional.
#[macro_export]
macro_rules! record {
    ($(#[$meta:meta])* $vis:vis struct $name:ident = $what:literal {
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
                const KNOWN: &[&str] = &[$(stringify!($field)),*];
                let fields = $crate::yaml::decode::Fields::new(node, $what, KNOWN, problems);
                Self {
                    span: node.span,
                    $($field: fields.read(stringify!($field), $description, problems),)*
                }
            }

            fn broken() -> Self {
                Self {
                    span: $crate::source::Span::NOWHERE,
                    $($field: <$type as $crate::yaml::decode::Decode>::broken(),)*
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
                            object.insert("description".to_owned(), $description.into());
                        }
                        properties.insert(stringify!($field).to_owned(), schema);
                        if !<$type as $crate::yaml::decode::Decode>::OPTIONAL {
                            required.push(stringify!($field));
                        }
                    )*
                    definitions.insert(name.to_owned(), serde_json::json!({
                        "description": $what,
                        "type": "object",
                        "additionalProperties": false,
                        "required": required,
                        "properties": properties,
                    }));
                }
                serde_json::json!({ "$ref": format!("#/$defs/{name}") })
            }
        }
    };
}
