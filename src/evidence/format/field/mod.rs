//! Fields of a statement: one declaration gives the type, the form, the check and the label of each.
//!
//! A kind of record is a struct whose fields say what they are in Japanese, where the demand for them comes from, and a
//! sample. [`statement_fields!`](crate::statement_fields) makes of it the type that is read and written as JSON
//! (unknown fields refused), and the [`Field`]s from which a form is written and checked with places.

mod check;

pub use check::{check, join};

use super::digest::Digest;
use crate::diagnostic::Text;
use chrono::{DateTime, Datelike as _, FixedOffset, NaiveDate, Timelike as _, Utc};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
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

    /// Returns the sample, where it says anything to a reader of English.
    #[must_use]
    pub fn latin_sample(&self) -> Option<&'static str> {
        Some(self.sample).filter(|sample| sample.is_ascii() && !sample.is_empty())
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
    /// One line of text that is not empty.
    Text,
    /// Text that is not empty, in as many lines as are needed.
    Prose,
    /// The id of a company, a contract, a place; made once, and the same wherever it stands.
    Id,
    /// What a program makes: random digits, the id of a key. Nobody writes it, so it holds nobody's data.
    Made,
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
        // A part of a second stands there where another program wrote one: what is read is written.
        self.0.format("%Y-%m-%dT%H:%M:%S%.f%:z").fmt(f)
    }
}

/// The years of a day in a statement: every reader, JavaScript's and C's too, knows these.
const YEARS: std::ops::RangeInclusive<i32> = 1970..=9999;

/// Why a text is no day, or no day and time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a day is written 2027-03-31, a time 2027-03-31T17:15:00+09:00")]
pub struct NotATime;

impl FromStr for Date {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let day = NaiveDate::parse_from_str(text, "%Y-%m-%d").map_err(|_| NotATime)?;
        // chrono also reads 2027-3-1; a statement has one way to write a day.
        if day.to_string() == text && YEARS.contains(&day.year()) { Ok(Self(day)) } else { Err(NotATime) }
    }
}

impl FromStr for Moment {
    type Err = NotATime;

    fn from_str(text: &str) -> Result<Self, NotATime> {
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| NotATime)?;
        if YEARS.contains(&time.year()) { Ok(Self(time)) } else { Err(NotATime) }
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

/// What may stand in a field: what its type says, or what is said beside the type (`String as Prose`).
#[macro_export]
macro_rules! statement_shape {
    ($type:ty) => {
        <$type as $crate::evidence::format::field::Typed>::shape
    };
    ($type:ty as $shape:ident) => {
        || $crate::evidence::format::field::Shape::$shape
    };
}

/// Declares the fields of a record, or of a part of one.
#[macro_export]
macro_rules! statement_fields {
    ($(#[$meta:meta])* $vis:vis struct $name:ident = $what:literal {
        $($field:ident: $type:ty $(as $shape:ident)?, $meaning:literal, $source:literal, $sample:literal;)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(rename_all = "camelCase", deny_unknown_fields)]
        $vis struct $name {
            $(
                #[doc = concat!($meaning, "。", $source)]
                #[serde(skip_serializing_if = "crate::evidence::format::field::Typed::is_absent")]
                $vis $field: $type,
            )*
        }

        impl $name {
            /// The fields, in the order of the form.
            $vis const FIELDS: &'static [$crate::evidence::format::field::Field] = &[
                $($crate::evidence::format::field::Field {
                    name: stringify!($field),
                    meaning: $meaning,
                    source: $source,
                    sample: $sample,
                    optional: <$type as $crate::evidence::format::field::Typed>::OPTIONAL,
                    shape: $crate::statement_shape!($type $(as $shape)?),
                }),*
            ];
        }

        impl $crate::evidence::format::field::Typed for $name {
            fn shape() -> $crate::evidence::format::field::Shape {
                $crate::evidence::format::field::Shape::Record($what, Self::FIELDS)
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

        impl $crate::evidence::format::field::Typed for $name {
            fn shape() -> $crate::evidence::format::field::Shape {
                $crate::evidence::format::field::Shape::Word(Self::WORDS)
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
    /// The fix.
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

#[cfg(test)]
mod tests {
    use super::Moment;

    #[test]
    fn a_moment_is_written_as_it_was_read() {
        for text in ["2027-03-31T17:15:00+09:00", "2027-03-31T17:15:00.5+09:00", "2016-12-31T23:59:60+00:00"]
        {
            let moment: Moment = text.parse().unwrap();
            assert_eq!(moment.to_string().parse(), Ok(moment), "{text}");
        }
        assert_eq!(
            "2027-03-31T08:15:00Z".parse::<Moment>().unwrap().to_string(),
            "2027-03-31T08:15:00+00:00"
        );
    }
}
