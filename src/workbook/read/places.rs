//! Names of cells and areas in the XML of a workbook (`r="B3"`, `ref="A1:C2"`), looked at before calamine reckons with
//! them: it adds and subtracts them unchecked, so a name that no program writes would end the run.

/// Most letters and digits of a name that is reckoned with; a sheet ends at XFD1048576.
const MOST_LETTERS: usize = 6;
const MOST_DIGITS: usize = 9;

/// Returns whether every name of a cell or area in a file of a workbook can be reckoned with.
pub(super) fn are_sound(contents: &[u8]) -> bool {
    // A byte order mark, or the other half of a letter of two bytes, may stand before it.
    let is_before =
        |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0 | 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let is_text = contents.iter().find(|byte| !is_before(byte)) == Some(&b'<');
    // UTF-16 and ISO-2022-JP, in which a name could hide; XML has neither character (XML 1.0, 2.2).
    if is_text && contents.iter().any(|byte| matches!(byte, 0 | 0x1B)) {
        return false;
    }
    let mut rest = contents;
    while let Some(at) = rest.iter().position(|byte| *byte == b'=') {
        let (before, after) = (rest.get(..at).unwrap_or_default(), rest.get(at + 1..).unwrap_or_default());
        if names_a_place(before) && !value(after).is_none_or(is_sound) {
            return false;
        }
        rest = after;
    }
    true
}

/// Returns whether an attribute ends here whose value is a name; `xmlns:r` declares a prefix.
fn names_a_place(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    let start = before.iter().rposition(|byte| !byte.is_ascii_alphanumeric()).map_or(0, |at| at + 1);
    let (before, name) = before.split_at_checked(start).unwrap_or_default();
    matches!(name, b"r" | b"ref") && !before.ends_with(b"xmlns:")
}

/// Returns the value between quotes that begins here.
pub(super) fn value(after: &[u8]) -> Option<&[u8]> {
    let (quote, rest) = after.trim_ascii_start().split_first()?;
    let is_quote = matches!(quote, b'"' | b'\'');
    let end = rest.iter().position(|byte| byte == quote).filter(|_| is_quote)?;
    rest.get(..end)
}

/// Returns whether a value is no name, or one within bounds; an area does not end before it begins.
fn is_sound(value: &[u8]) -> bool {
    let mut corners = Vec::new();
    for corner in value.split(|byte| *byte == b':') {
        let letters = corner.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let digits = corner.iter().skip(letters).take_while(|byte| byte.is_ascii_digit()).count();
        if letters > MOST_LETTERS || digits > MOST_DIGITS {
            return false;
        }
        let column = corner
            .iter()
            .take(letters)
            .fold(0_u64, |column, letter| column * 26 + u64::from(letter.to_ascii_uppercase() - b'A') + 1);
        let row = corner.iter().skip(letters).take(digits);
        let row = row.fold(0_u64, |row, digit| row * 10 + u64::from(digit - b'0'));
        corners.push((row, column, letters + digits == corner.len()));
    }
    match corners.as_slice() {
        // What goes on behind its digits is no name to anyone, and refused where it is read.
        [(top, left, true), (bottom, right, true)] => top <= bottom && left <= right,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::are_sound;

    #[test]
    fn names_within_bounds_pass() {
        for sound in [
            "<row r=\"3\"><c r=\"XFD1048576\"/>",
            "<mergeCell ref = 'A1:B2'/>",
            "<dimension ref=\"A1\"/>",
            "<worksheet xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">",
            "<worksheet xmlns:r='namespace:of'>",
            "<a:fillToRect r=\"-100000\"/><sheet r:id=\"rId1\" number=\"99999999999\"/>",
            "a=b=\"c",
            "",
        ] {
            assert!(are_sound(sound.as_bytes()), "{sound}");
        }
    }

    #[test]
    fn names_that_would_end_the_run_do_not() {
        let utf16: Vec<u8> =
            "\u{FEFF}<c r='A9999999999'/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert!(!are_sound(&utf16) && !are_sound(&utf16[2..]));
        let big: Vec<u8> = "<c r='A9999999999'/>".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert!(!are_sound(&big));
        assert!(
            are_sound(b"\x89PNG\0\0=")
                && are_sound(b"\xFF\xD8\xFF\xE0\0JFIF<")
                && are_sound(b"\xEF\xBB\xBF<a/>")
        );
        for wrong in [
            "<c r=\"A4294967296\"/>",
            "<c r=\"ZZZZZZZ1\"/>",
            "<row\n r\n=\n'99999999999'>",
            "<mergeCell ref=\"B2:A1\"/>",
            "<mergeCell ref=\"A2:B1\"/>",
            "<mergeCell x:ref=\"B1:A2\"/>",
            "<c r=\"A\u{0}1\"/>",
        ] {
            assert!(!are_sound(wrong.as_bytes()), "{wrong}");
        }
    }
}
