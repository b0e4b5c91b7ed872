//! From bytes to text: UTF-8 with or without its mark; what else it looks like is told.

use crate::diagnostic::{Diagnostic, Text};
use crate::source::{SourceId, Span};
use crate::text;

/// Bytes that are not valid UTF-8.
pub(super) struct Wrong {
    /// The text as far as it can be shown.
    pub(super) text: String,
    looks_like: Text,
    /// The first byte of `text` that is wrong, and the byte after.
    at: (usize, usize),
    /// Whether the place is worth showing: in a file of another encoding every line is wrong.
    line: Option<usize>,
}

/// Returns the text that the bytes hold, without the mark at its beginning.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, Wrong> {
    match String::from_utf8(bytes) {
        Ok(text) if text.contains("\u{1b}$") => Err(Wrong::whole(
            String::new(),
            text!("JIS（ISO-2022-JP）のようです", "it looks like ISO-2022-JP"),
        )),
        Ok(text) => Ok(text.strip_prefix('\u{FEFF}').map(str::to_owned).unwrap_or(text)),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            Err(wrong(error.as_bytes(), valid))
        }
    }
}

fn wrong(bytes: &[u8], valid: usize) -> Wrong {
    if let Some(text) = utf_16(bytes) {
        return Wrong::whole(text, text!("UTF-16 のようです", "it looks like UTF-16"));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Wrong::whole(
            String::new(),
            text!("Word や Excel などのファイルのようです", "it looks like a Word or Excel file"),
        );
    }
    // Japanese that could be read until here is no accident: the file is UTF-8, and damaged.
    let is_utf_8 = bytes.iter().take(valid).any(|byte| !byte.is_ascii());
    let looks_like = if !is_utf_8 && is_euc_jp(bytes) {
        text!("EUC-JP のようです", "it looks like EUC-JP")
    } else if !is_utf_8 && is_shift_jis(bytes) {
        text!("Shift_JIS のようです", "it looks like Shift_JIS")
    } else {
        let line = bytes.iter().take(valid).filter(|byte| **byte == b'\n').count() + 1;
        let text = String::from_utf8_lossy(bytes).into_owned();
        let looks_like = text!("壊れた文字があります", "there is a damaged character");
        let at = (valid, valid + char::REPLACEMENT_CHARACTER.len_utf8());
        return Wrong { text, looks_like, at, line: Some(line) };
    };
    Wrong::whole(String::new(), looks_like)
}

impl Wrong {
    fn whole(text: String, looks_like: Text) -> Self {
        Self { text, looks_like, at: (0, 0), line: None }
    }

    /// Tells it; `shown` is the path.
    pub(super) fn diagnostic(&self, source: SourceId, shown: &str) -> Diagnostic {
        let Text { ja, en } = &self.looks_like;
        let span = Span::new(source, self.at.0, self.at.1);
        if let Some(line) = self.line {
            let message =
                text!("{shown} の{line}行目に{ja}", "{en} in line {line} of {shown}: invalid UTF-8");
            return Diagnostic::error("not-utf-8", span, message).help(text!(
                "その文字を打ち直し、文字コードを UTF-8 にして保存してください",
                "type the character again and save the file as UTF-8"
            ));
        }
        let message = text!("{shown} は UTF-8 ではありません（{ja}）", "{shown} is not UTF-8 ({en})");
        Diagnostic::error("not-utf-8", span, message).help(text!(
            "メモ帳なら「名前を付けて保存」で文字コードを UTF-8 にして保存し直してください",
            "save the file again as UTF-8"
        ))
    }
}

/// Returns the text of UTF-16 with its mark.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let to_unit: fn([u8; 2]) -> u16 = match bytes.first_chunk()? {
        [0xFF, 0xFE] => u16::from_le_bytes,
        [0xFE, 0xFF] => u16::from_be_bytes,
        _ => return None,
    };
    let units: Vec<u16> = bytes.as_chunks().0.iter().skip(1).map(|unit| to_unit(*unit)).collect();
    Some(String::from_utf16_lossy(&units))
}

fn is_shift_jis(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            0x00..=0x7F | 0xA1..=0xDF => {}
            0x81..=0x9F | 0xE0..=0xFC => {
                if !bytes.next().is_some_and(|trail| matches!(trail, 0x40..=0x7E | 0x80..=0xFC)) {
                    return false;
                }
            }
            _ => return false,
        }
    }
    true
}

fn is_euc_jp(bytes: &[u8]) -> bool {
    let mut bytes = bytes.iter();
    while let Some(byte) = bytes.next() {
        let trails = match byte {
            0x00..=0x7F => 0,
            0x8E | 0xA1..=0xFE => 1,
            0x8F => 2,
            _ => return false,
        };
        for _ in 0..trails {
            if !bytes.next().is_some_and(|trail| (0xA1..=0xFE).contains(trail)) {
                return false;
            }
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn looks_like(bytes: &[u8]) -> String {
        text(bytes.to_vec()).map_or_else(|wrong| wrong.looks_like.en, |_| "UTF-8".to_owned())
    }

    #[test]
    fn encodings_are_told_apart() {
        // 「件名」「題」 in each encoding.
        assert!(looks_like(b"title: \x8c\x8f\x96\xbc\n").contains("Shift_JIS"));
        assert!(looks_like(b"title: \xb7\xef\xcc\xbe\n").contains("EUC-JP"));
        assert!(looks_like(b"\xff\xfet\0i\0").contains("UTF-16"));
        assert!(looks_like(b"\xfe\xff\0t\0i").contains("UTF-16"));
        assert!(looks_like(b"t: \x1b$B7oL>\x1b(B\n").contains("ISO-2022-JP"));
        assert!(looks_like(b"PK\x03\x04\xff\xff").contains("Word"));
        assert!(looks_like(b"a: \xe4\xbb\xb6\nb: \xe4\xbb\n").contains("damaged"));
    }

    #[test]
    fn the_mark_at_the_beginning_is_no_text() {
        assert_eq!(text(b"\xef\xbb\xbfa: 1".to_vec()).ok().as_deref(), Some("a: 1"));
        assert_eq!(text(b"a: 1".to_vec()).ok().as_deref(), Some("a: 1"));
    }
}
