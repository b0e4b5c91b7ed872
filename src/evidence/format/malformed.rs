//! Why bytes are not what they should be: one message, with the line where there is one.

use crate::diagnostic::Text;
use crate::text;
use std::fmt;

/// Bytes that cannot be read as what they should be, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Malformed {
    /// The line, counted from 1; 0 where none is to blame.
    pub line: usize,
    /// What is wrong.
    pub what: Text,
}

impl Malformed {
    /// Something is wrong with the whole.
    #[must_use]
    pub fn whole(what: Text) -> Self {
        Self { line: 0, what }
    }

    /// Something is wrong with a line, counted from 1.
    #[must_use]
    pub fn at(line: usize, what: Text) -> Self {
        Self { line, what }
    }

    /// Returns the message with its line.
    #[must_use]
    pub fn text(&self) -> Text {
        let (line, ja, en) = (self.line, &self.what.ja, &self.what.en);
        if line == 0 { self.what.clone() } else { text!("{line}行目: {ja}", "line {line}: {en}") }
    }
}

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().en)
    }
}

impl std::error::Error for Malformed {}

/// Reads text in the form that all files of the log have: UTF-8, no control characters but the line feed, a line feed
/// at the end, and no more than `limit` bytes.
///
/// # Errors
///
/// [`Malformed`] says which of these does not hold, and names converted line ends.
pub fn lines_of(bytes: &[u8], limit: usize) -> Result<&str, Malformed> {
    if bytes.is_empty() {
        return Err(Malformed::whole(text!("空のファイルです", "the file is empty")));
    }
    if bytes.len() > limit {
        return Err(Malformed::whole(text!("{limit}バイトを超えています", "more than {limit} bytes")));
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
        Malformed::at(line, text!("UTF-8ではありません", "not UTF-8"))
    })?;
    for (number, line) in text.split('\n').enumerate() {
        if line.ends_with('\r') {
            return Err(Malformed::at(
                number + 1,
                text!(
                    "改行が CRLF に変換されています。`.gitattributes` に `evidence/** -text` を置き、変換前のファイルに戻してください",
                    "the line ends were converted to CRLF; put `evidence/** -text` into `.gitattributes` and restore the file as it was"
                ),
            ));
        }
        if line.chars().any(|c| (c < ' ' && c != '\t') || c == '\u{7f}' || c == '\u{feff}') {
            return Err(Malformed::at(
                number + 1,
                text!("制御文字または BOM があります", "a control character or a byte order mark"),
            ));
        }
    }
    if !text.ends_with('\n') {
        return Err(Malformed::whole(text!(
            "最後の改行がありません（途中で切れています）",
            "no line feed at the end: the file is cut off"
        )));
    }
    Ok(text)
}

/// Reads a number as the formats write it: decimal digits without a sign and without a leading zero.
#[must_use]
pub fn number(text: &str) -> Option<u64> {
    let plain = text == "0" || text.bytes().next().is_some_and(|first| first != b'0');
    if plain && text.bytes().all(|byte| byte.is_ascii_digit()) { text.parse().ok() } else { None }
}

/// Reads standard Base64 with padding (RFC 4648 section 4), one spelling only.
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.decode(text).ok()
}

/// Writes standard Base64 with padding (RFC 4648 section 4).
#[must_use]
pub fn to_base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(bytes)
}

/// Reads a hash: the Base64 of 32 bytes.
#[must_use]
pub fn hash(text: &str) -> Option<crate::evidence::format::digest::Digest> {
    let bytes: [u8; 32] = base64(text)?.try_into().ok()?;
    Some(bytes.into())
}
