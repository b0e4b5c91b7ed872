//! Fields of a statement: one declaration gives the type, the form, the check and the label of each.
//!
//! A kind of record is a struct whose fields say what they are in Japanese, where the demand for them comes from, and a
//! sample. [`statement_fields!`](crate::statement_fields) makes of it the type that is read and written as JSON
//! (unknown fields refused), and the [`Field`]s from which a form is written and checked with places.

use super::digest::Digest;
use crate::diagnostic::Text;
use crate::spelling::{self, short};
use crate::text;
use chrono::{DateTime, FixedOffset, NaiveDate, Timelike as _, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use std::fmt;
use std::str::FromStr;

/// One field of a record.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name in a form: `performed_by`. In JSON it is `performedBy`.
    pub name: &'static str,
    /// What it is, in Japanese.
    pub meaning: &'static str,
    /// Where the demand for it comes from; empty where another field says so.
    pub source: &'static str,
    /// What may stand there, as YAML.
    pub sample: &'static str,
    /// Whether it may be left out.
    pub optional: bool,
    /// What may stand there.
    pub shape: fn() -> Shape,
}

impl Field {
    /// Returns the name in JSON.
    #[must_use]
    pub fn json_name(&self) -> String {
        camel(self.name)
    }

    /// Returns the meaning without its explanation.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.meaning.split(['（', '。']).next().unwrap_or(self.meaning)
    }
}

/// Returns a name in camel case, as in-toto writes its fields.
fn camel(name: &str) -> String {
    let mut words = name.split('_');
    let mut out = words.next().unwrap_or_default().to_owned();
    for word in words {
        let mut letters = word.chars();
        out.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        out.push_str(letters.as_str());
    }
    out
}

/// What may stand in a field.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Text that is not empty.
    Text,
    /// A section and how to reach it: the one place where an office's telephone number may stand.
    Contact,
    /// A calendar day, `2027-03-31`.
    Date,
    /// A day and time with its offset, `2027-03-31T17:15:00+09:00`.
    Moment,
    /// A whole number.
    Number,
    /// Yes or no.
    Flag,
    /// A SHA-256 digest.
    Digest,
    /// One of some words, each with its Japanese.
    Word(&'static [(&'static str, &'static str)]),
    /// A list of at least one.
    List(fn() -> Shape),
    /// Fields of their own, and what they are together.
    Record(&'static str, &'static [Field]),
}

/// A type that may stand in a field.
pub trait Typed: Sized {
    /// True for `Option`.
    const OPTIONAL: bool = false;

    /// Returns what may stand there.
    fn shape() -> Shape;

    /// Returns whether it is left out.
    fn is_absent(&self) -> bool {
        false
    }
}

impl<T: Typed> Typed for Option<T> {
    const OPTIONAL: bool = true;

    fn shape() -> Shape {
        T::shape()
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }
}

impl<T: Typed> Typed for Vec<T> {
    fn shape() -> Shape {
        Shape::List(T::shape)
    }
}

macro_rules! typed {
    ($($type:ty => $shape:expr;)*) => {$(
        impl Typed for $type {
            fn shape() -> Shape {
                $shape
            }
        }
    )*};
}

typed! {
    String => Shape::Text;
    Contact => Shape::Contact;
    Date => Shape::Date;
    Moment => Shape::Moment;
    u64 => Shape::Number;
    bool => Shape::Flag;
    Digest => Shape::Digest;
}

/// A section and how to reach it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Contact(pub String);

/// A calendar day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date(pub NaiveDate);

/// A day and time with its offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub DateTime<FixedOffset>);

/// Offset of Japan from UTC, in seconds; there is no summer time.
const JAPAN: i32 = 9 * 3600;

impl Moment {
    /// Returns a time as it is in Japan, in whole seconds.
    #[must_use]
    pub fn in_japan(time: DateTime<Utc>) -> Self {
        let time = time.with_nanosecond(0).unwrap_or(time);
        let fixed = time.fixed_offset();
        Self(FixedOffset::east_opt(JAPAN).map_or(fixed, |offset| time.with_timezone(&offset)))
    }

    /// Returns the minute as a reader in Japan sees it: `2026-04-01 09:00`.
    #[must_use]
    pub fn shown(&self) -> String {
        Self::in_japan(self.0.to_utc()).0.format("%Y-%m-%d %H:%M").to_string()
    }

    /// Returns the day it is in its own place.
    #[must_use]
    pub fn date(&self) -> Date {
        Date(self.0.date_naive())
    }

    /// Returns the seconds since 1970 (UTC).
    #[must_use]
    pub fn seconds(&self) -> i64 {
        self.0.timestamp()
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.format("%Y-%m-%dT%H:%M:%S%:z").fmt(f)
    }
}

/// Why a text is no day, or no day and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written 2027-03-31, a time 2027-03-31T17:15:00+09:00")]
pub struct NotATime;

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NotATime)?;
        // chrono also reads 2027-3-1; a statement has one way to write a day.
        if day.to_string() == text { Ok(Self(day)) } else { Err(NotATime) }
    }
}

impl FromStr for Moment {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        DateTime::parse_from_rfc3339(text).map(Self).map_err(|_| NotATime)
    }
}

macro_rules! as_text {
    ($($type:ty),*) => {$(
        impl Serialize for $type {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $type {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )*};
}

as_text!(Date, Moment, Digest);

/// Declares the fields of a record, or of a part of one.
#[macro_export]
macro_rules! statement_fields {
    ($(#[$meta:meta])* $vis:vis struct $name:ident = $what:literal {
        $($field:ident: $type:ty, $meaning:literal, $source:literal, $sample:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        $vis struct $name {
            $(
                #[doc = concat!($meaning, "。", $source)]
                #[serde(skip_serializing_if = "crate::evidence::field::Typed::is_absent")]
                $vis $field: $type,
            )*
        }

        impl $name {
            /// The fields, in the order of the form.
            $vis const FIELDS: &'static [$crate::evidence::field::Field] = &[
                $($crate::evidence::field::Field {
                    name: stringify!($field),
                    meaning: $meaning,
                    source: $source,
                    sample: $sample,
                    optional: <$type as $crate::evidence::field::Typed>::OPTIONAL,
                    shape: <$type as $crate::evidence::field::Typed>::shape,
                }),*
            ];
        }

        impl $crate::evidence::field::Typed for $name {
            fn shape() -> $crate::evidence::field::Shape {
                $crate::evidence::field::Shape::Record($what, Self::FIELDS)
            }
        }
    };
}

/// Declares a list of words, each with its Japanese.
#[macro_export]
macro_rules! statement_words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($variant:ident = $word:literal, $label:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $(#[doc = $label] #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// The words, each with its Japanese.
            $vis const WORDS: &'static [(&'static str, &'static str)] = &[$(($word, $label)),*];

            /// Returns the word.
            #[must_use]
            $vis fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),* }
            }

            /// Returns the Japanese.
            #[must_use]
            $vis fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),* }
            }
        }

        impl $crate::evidence::field::Typed for $name {
            fn shape() -> $crate::evidence::field::Shape {
                $crate::evidence::field::Shape::Word(Self::WORDS)
            }
        }
    };
}

/// What is wrong with a field. The path is of names in a form and positions from 0: `copies/0/serial`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Which field.
    pub path: String,
    /// What is wrong.
    pub message: Text,
    /// The mend.
    pub help: Option<Text>,
}

impl Problem {
    /// Returns a problem of a field.
    #[must_use]
    pub fn new(path: impl Into<String>, message: Text) -> Self {
        Self { path: path.into(), message, help: None }
    }

    /// Says what to do.
    #[must_use]
    pub fn help(mut self, help: Text) -> Self {
        self.help = Some(help);
        self
    }
}

/// Checks a value against fields, telling every problem; `json` says whether the names are those of JSON or of a form.
pub fn check(value: &Value, what: &str, fields: &[Field], json: bool, path: &str, out: &mut Vec<Problem>) {
    let Value::Object(entries) = value else {
        let message = text!("「{what}」の中身（キー: 値）が要ります", "fields are needed here");
        out.push(Problem::new(path, message));
        return;
    };
    let name = |field: &Field| if json { field.json_name() } else { field.name.to_owned() };
    for key in entries.keys() {
        if fields.iter().all(|field| name(field) != *key) {
            out.push(unknown(key, what, fields, json, path));
        }
    }
    for field in fields {
        let own = name(field);
        let at = join(path, &own);
        match entries.get(&own) {
            None | Some(Value::Null) if field.optional => {}
            None | Some(Value::Null) => {
                let title = field.title();
                let message = text!("「{own}」（{title}）がありません", "`{own}` is missing");
                let sample = field.sample;
                let problem = Problem::new(if entries.contains_key(&own) { &at } else { path }, message);
                out.push(
                    problem.help(text!("「{own}: {sample}」の形で書いてください", "write `{own}: {sample}`")),
                );
            }
            Some(found) => check_shape(found, (field.shape)(), field, json, &at, out),
        }
    }
}

fn unknown(key: &str, what: &str, fields: &[Field], json: bool, path: &str) -> Problem {
    let shown = short(key);
    let message = text!("「{what}」に「{shown}」という項目はありません", "there is no field `{shown}` here");
    let names: Vec<String> =
        fields.iter().map(|field| if json { field.json_name() } else { field.name.to_owned() }).collect();
    let by_title = fields.iter().zip(&names).find(|(field, _)| spelling::same(field.title(), key));
    let help = match by_title {
        Some((field, name)) => {
            let title = field.title();
            text!("「{title}」は「{name}」と書きます", "write `{name}`")
        }
        None => {
            let list = fields.iter().zip(&names).map(|(field, name)| format!("{name}（{}）", field.title()));
            let list = list.collect::<Vec<_>>().join("、");
            let list_en = names.join(", ");
            let all = text!("書ける項目: {list}", "fields: {list_en}");
            spelling::did_you_mean(key, names.iter().map(String::as_str), &all)
        }
    };
    Problem::new(join(path, key), message).help(help)
}

/// Returns the path of a field inside another.
#[must_use]
pub fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}/{name}") }
}

fn check_shape(value: &Value, shape: Shape, field: &Field, json: bool, path: &str, out: &mut Vec<Problem>) {
    let sample = field.sample;
    let wrong = |message: Text| {
        Problem::new(path, message)
            .help(text!("「{sample}」の形で書いてください", "write it like `{sample}`"))
    };
    let shown = match value {
        Value::String(text) => short(text).into_owned(),
        other => short(&other.to_string()).into_owned(),
    };
    let text = value.as_str();
    match shape {
        Shape::Text | Shape::Contact => match text {
            Some(text) if !text.trim().is_empty() => {}
            Some(_) => out.push(wrong(text!("空の文字です", "the text is empty"))),
            None => out.push(wrong(text!("文字が要ります", "text is needed"))),
        },
        Shape::Date if text.and_then(|text| text.parse::<Date>().ok()).is_none() => out.push(wrong(text!(
            "「{shown}」は日付（2027-03-31 の形）として読めません",
            "`{shown}` is no day (2027-03-31)"
        ))),
        Shape::Moment if text.and_then(|text| text.parse::<Moment>().ok()).is_none() => {
            out.push(wrong(text!(
                "「{shown}」は日時（2027-03-31T17:15:00+09:00 の形）として読めません",
                "`{shown}` is no day and time (2027-03-31T17:15:00+09:00)"
            )))
        }
        Shape::Digest if text.and_then(|text| text.parse::<Digest>().ok()).is_none() => {
            out.push(wrong(text!(
                "「{shown}」は SHA-256（小文字の16進64桁）ではありません",
                "`{shown}` is no SHA-256 (64 hexadecimal digits)"
            )))
        }
        Shape::Number if value.as_u64().is_none() => out.push(wrong(text!(
            "「{shown}」は0以上の整数（半角）ではありません",
            "`{shown}` is no whole number of 0 or more"
        ))),
        Shape::Flag if !value.is_boolean() => out.push(wrong(text!(
            "「{shown}」は true でも false でもありません",
            "`{shown}` is neither true nor false"
        ))),
        Shape::Word(words) if text.is_none_or(|text| words.iter().all(|(word, _)| *word != text)) => {
            let list = words.iter().map(|(word, label)| format!("{word}（{label}）")).collect::<Vec<_>>();
            let (list, list_en) =
                (list.join("、"), words.iter().map(|(word, _)| *word).collect::<Vec<_>>().join(", "));
            let all = text!("使える語: {list}", "words: {list_en}");
            let by_label = words.iter().find(|(_, label)| spelling::same(label, &shown));
            let help = match by_label {
                Some((word, label)) => text!("「{label}」は「{word}」と書きます", "write `{word}`"),
                None => spelling::did_you_mean(&shown, words.iter().map(|(word, _)| *word), &all),
            };
            let message = text!("「{shown}」という語は使えません", "`{shown}` is none of the words");
            out.push(Problem::new(path, message).help(help));
        }
        Shape::List(item) => match value.as_array() {
            Some(items) if !items.is_empty() => {
                for (index, value) in items.iter().enumerate() {
                    check_shape(value, item(), field, json, &join(path, &index.to_string()), out);
                }
            }
            Some(_) => out.push(Problem::new(path, text!("一覧が空です", "the list is empty")).help(text!(
                "一つ以上書いてください。書くものがなければ、項目ごと消します",
                "write at least one, or take the field out"
            ))),
            None => out.push(wrong(text!("一覧が要ります", "a list is needed"))),
        },
        Shape::Record(what, fields) => check(value, what, fields, json, path, out),
        _ => {}
    }
}
