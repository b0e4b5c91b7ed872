//! Strict JSON (RFC 8259): what two programs could read in two ways is refused.
//!
//! A key twice, a byte order mark, bytes that are no UTF-8, half of a surrogate pair, a number that is no plain whole one
//! (`5.0`, `-0`, `1e3`, one beyond 64 bits), anything after the value: each has its own message. Digests and signatures are over bytes, so a text that is read in two ways would say two things.

use crate::diagnostic::Text;
use crate::spelling::short;
use crate::text;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// The largest text that is read, in bytes.
pub const LARGEST: usize = 1024 * 1024;

/// What the message of a repeated key begins with, on its way through serde.
const REPEATED: &str = "repeated key: ";

/// The message of a number that is no plain whole one, on its way through serde.
const NOT_WHOLE: &str = "not a plain whole number";

/// Why a text is no JSON that can be relied on.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JsonError {
    /// Nothing in it.
    #[error("empty")]
    Empty,
    /// More than [`LARGEST`] bytes.
    #[error("too large: {0} bytes")]
    TooLarge(usize),
    /// Begins with a byte order mark.
    #[error("begins with a byte order mark")]
    ByteOrderMark,
    /// Not UTF-8 from this byte on.
    #[error("not UTF-8 at byte {0}")]
    NotUtf8(usize),
    /// Half of a surrogate pair.
    #[error("half of a surrogate pair at line {0}")]
    LoneSurrogate(usize),
    /// A key that stands twice in one object.
    #[error("the key `{0}` stands twice")]
    RepeatedKey(String),
    /// A number that is not written as a whole one of 64 bits without a sign: programs read it differently.
    #[error("no plain whole number at line {line}, column {column}")]
    NotWhole {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
    /// Cut off before its end.
    #[error("cut off")]
    CutOff,
    /// Anything else.
    #[error("no JSON at line {line}, column {column}")]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column, from 1.
        column: usize,
    },
}

impl JsonError {
    /// Returns what a reader is told.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Empty => text!("中身が空です", "it is empty"),
            Self::TooLarge(size) => {
                text!(
                    "大きすぎます（{size}バイト、上限 {LARGEST}バイト）",
                    "it is too large ({size} bytes, limit {LARGEST})"
                )
            }
            Self::ByteOrderMark => text!(
                "先頭に BOM があります。署名の対象が変わるので、BOM なしの UTF-8 でなければなりません",
                "it begins with a byte order mark, which changes what is signed"
            ),
            Self::NotUtf8(at) => {
                text!("{at}バイト目から先が UTF-8 ではありません", "it is no UTF-8 from byte {at} on")
            }
            Self::LoneSurrogate(line) => text!(
                "{line}行目に、片方だけのサロゲート（\\uD800 など）があります",
                "line {line} has half of a surrogate pair"
            ),
            Self::RepeatedKey(key) => {
                let key = short(key);
                text!(
                    "キー「{key}」が二度書かれています。読むプログラムによって意味が変わります",
                    "the key `{key}` stands twice; programs differ in which they take"
                )
            }
            Self::NotWhole { line, column } => text!(
                "{line}行{column}文字目の数は、符号・小数点・指数のない整数ではありません（読むプログラムによって意味が変わります）",
                "the number at line {line}, column {column} is no whole number without sign, point and exponent; programs read it differently"
            ),
            Self::CutOff => text!("途中で切れています", "it is cut off"),
            Self::Syntax { line, column } => {
                text!(
                    "{line}行{column}文字目が JSON として読めません",
                    "line {line}, column {column} is no JSON"
                )
            }
        }
    }
}

/// Reads a text.
///
/// # Errors
///
/// The first [`JsonError`].
pub fn parse(bytes: &[u8]) -> Result<Value, JsonError> {
    if bytes.len() > LARGEST {
        return Err(JsonError::TooLarge(bytes.len()));
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        return Err(JsonError::ByteOrderMark);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError::NotUtf8(error.valid_up_to()))?;
    if text.bytes().all(|byte| byte.is_ascii_whitespace()) {
        return Err(JsonError::Empty);
    }
    serde_json::from_str::<Strict>(text).map(|strict| strict.0).map_err(|error| problem(text, &error))
}

fn problem(text: &str, error: &serde_json::Error) -> JsonError {
    let said = error.to_string();
    if let Some(rest) = said.strip_prefix(REPEATED) {
        // serde_json adds the place behind the message.
        let key = rest.rsplit_once(" at line ").map_or(rest, |(key, _)| key);
        return JsonError::RepeatedKey(key.to_owned());
    }
    if said.starts_with(NOT_WHOLE) || said.starts_with("number out of range") {
        return JsonError::NotWhole { line: error.line(), column: error.column() };
    }
    if let Some(line) = lone_surrogate(text) {
        return JsonError::LoneSurrogate(line);
    }
    if error.is_eof() {
        return JsonError::CutOff;
    }
    JsonError::Syntax { line: error.line(), column: error.column() }
}

/// Returns the line of the first escape that is half of a surrogate pair.
fn lone_surrogate(text: &str) -> Option<usize> {
    for (number, line) in text.lines().enumerate() {
        let mut escapes = line.match_indices("\\u").filter_map(|(at, _)| {
            let unit = u32::from_str_radix(line.get(at + 2..at + 6)?, 16).ok()?;
            Some((at, unit))
        });
        let mut high: Option<usize> = None;
        for (at, unit) in escapes.by_ref() {
            match (high, unit) {
                (Some(before), 0xDC00..=0xDFFF) if before + 6 == at => high = None,
                (None, 0xD800..=0xDBFF) => high = Some(at),
                (None, unit) if !(0xDC00..=0xDFFF).contains(&unit) => {}
                _ => return Some(number + 1),
            }
        }
        if high.is_some() {
            return Some(number + 1);
        }
    }
    None
}

/// A value whose objects have no key twice.
struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor).map(Self)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Value, E> {
        Err(E::custom(NOT_WHOLE))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Value, E> {
        Err(E::custom(NOT_WHOLE))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((key, Strict(value))) = entries.next_entry::<String, Strict>()? {
            if map.contains_key(&key) {
                return Err(A::Error::custom(format_args!("{REPEATED}{key}")));
            }
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_read_in_two_ways_is_refused() {
        assert_eq!(parse(br#"{"a":1,"a":2}"#), Err(JsonError::RepeatedKey("a".to_owned())));
        assert_eq!(parse(br#"[{"b":{"a":1,"\u0061":2}}]"#), Err(JsonError::RepeatedKey("a".to_owned())));
        assert_eq!(parse(b"\xEF\xBB\xBF{}"), Err(JsonError::ByteOrderMark));
        assert_eq!(parse(b"{\"a\":\"\xff\"}"), Err(JsonError::NotUtf8(6)));
        assert_eq!(parse(b"[\n\"\\ud800\"]"), Err(JsonError::LoneSurrogate(2)));
        assert_eq!(parse(b"[\"\\udc00\\ud800\"]"), Err(JsonError::LoneSurrogate(1)));
        for number in ["-1", "-0", "5.0", "9e2", "1e400", "18446744073709551616"] {
            let said = parse(format!("[\n{number}]").as_bytes());
            assert!(matches!(said, Err(JsonError::NotWhole { line: 2, .. })), "{number}: {said:?}");
        }
        assert_eq!(parse(b"[18446744073709551615, 0]"), Ok(serde_json::json!([u64::MAX, 0])));
        assert_eq!(parse(b" \n"), Err(JsonError::Empty));
        assert_eq!(parse(b"{\"a\":"), Err(JsonError::CutOff));
        assert_eq!(parse(b"{} {}"), Err(JsonError::Syntax { line: 1, column: 4 }));
        assert_eq!(parse(&vec![b' '; LARGEST + 1]), Err(JsonError::TooLarge(LARGEST + 1)));
        assert!(parse(&b"[".repeat(100_000)).is_err());
        assert_eq!(parse("[\"\\ud842\\udfb7\"]".as_bytes()), Ok(serde_json::json!(["𠮷"])));
    }
}
