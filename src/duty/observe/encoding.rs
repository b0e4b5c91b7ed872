//! From the bytes of a header to text: UTF-8, else what Windows calls Shift_JIS (CP932); anything else is refused,
//! never guessed.

use crate::diagnostic::Text;
use crate::text;
use encoding_rs::{EUC_JP, SHIFT_JIS};

/// Returns the text and the name of its encoding.
///
/// # Errors
///
/// What it looks like instead, and what to do.
pub(super) fn decode(bytes: &[u8]) -> Result<(String, &'static str), Text> {
    if bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]) {
        return Err(refused(&text!("UTF-16 のようです", "it looks like UTF-16")));
    }
    refuse_binary(bytes)?;
    if bytes.windows(2).any(|pair| pair == b"\x1B$" || pair == b"\x1B(") {
        return Err(refused(&text!("JIS（ISO-2022-JP）のようです", "it looks like ISO-2022-JP")));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.strip_prefix('\u{FEFF}').unwrap_or(text).to_owned(), "UTF-8"));
    }
    let shift_jis = SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes);
    let euc_jp = EUC_JP.decode_without_bom_handling_and_without_replacement(bytes);
    match (shift_jis, euc_jp) {
        (Some(text), None) => Ok((text.into_owned(), "Shift_JIS")),
        // Names in half-width kana alone are no pairs of EUC but by chance.
        (Some(text), Some(_)) if is_half_width(&text) => Ok((text.into_owned(), "Shift_JIS")),
        (Some(_), Some(_)) => Err(refused(&text!(
            "Shift_JIS とも EUC-JP とも読めます",
            "it can be read as Shift_JIS and as EUC-JP"
        ))),
        (None, Some(_)) => Err(refused(&text!("EUC-JP のようです", "it looks like EUC-JP"))),
        (None, None) => Err(refused(&text!(
            "UTF-8 でも Shift_JIS でもなく、壊れた文字があります",
            "it is neither UTF-8 nor Shift_JIS, or damaged"
        ))),
    }
}

/// Refuses what no text holds: control characters other than tab, line ends and escape.
///
/// # Errors
///
/// What to give instead.
pub(super) fn refuse_binary(bytes: &[u8]) -> Result<(), Text> {
    match bytes.iter().any(|byte| *byte < b' ' && !matches!(byte, b'\t' | b'\r' | b'\n' | 0x1B)) {
        true => Err(text!(
            "文字のファイルではありません。CSV か Excel（.xlsx）を渡してください",
            "this is no text; give a CSV file or a workbook (.xlsx)"
        )),
        false => Ok(()),
    }
}

fn is_half_width(text: &str) -> bool {
    text.chars().all(|c| c.is_ascii() || matches!(c, '\u{FF66}'..='\u{FF9F}'))
}

fn refused(what: &Text) -> Text {
    let (ja, en) = (&what.ja, &what.en);
    text!(
        "見出しの文字コードを読めません（{ja}）。UTF-8 か Shift_JIS で保存し直してください",
        "the header's encoding cannot be read ({en}); save the file as UTF-8 or Shift_JIS"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(bytes: &[u8]) -> String {
        decode(bytes).map_or_else(|error| error.en, |(text, name)| format!("{name}: {text}"))
    }

    #[test]
    fn encodings_are_told_apart_strictly() {
        let shift_jis = |text: &str| SHIFT_JIS.encode(text).0.into_owned();
        let euc_jp = |text: &str| EUC_JP.encode(text).0.into_owned();
        assert_eq!(named("\u{FEFF}氏名".as_bytes()), "UTF-8: 氏名");
        assert_eq!(named(b"name,id"), "UTF-8: name,id");
        assert_eq!(named(&shift_jis("氏名,①表示,ｼﾒｲ")), "Shift_JIS: 氏名,①表示,ｼﾒｲ");
        assert_eq!(named(&shift_jis("ｶﾅ")), "Shift_JIS: ｶﾅ");
        assert!(named(&euc_jp("番号,住所")).contains("EUC-JP"));
        assert!(named(&euc_jp("カナ")).contains("EUC-JP"));
        assert!(named(b"\xFF\xFEt\0").contains("UTF-16"));
        assert!(named(b"\x1B$B;aL>\x1B(B").contains("ISO-2022-JP"));
        assert!(named(b"a\0b").contains("no text"));
        assert!(named(b"\x81").contains("neither"));
    }
}
