//! Text in the limits of the format: cells, names of sheets, headers and footers.

use crate::spelling;
use std::collections::BTreeSet;

/// Most UTF-16 units in a cell (Excel specifications and limits).
const CELL: usize = 32_767;

/// Most UTF-16 units in the name of a sheet.
const NAME: usize = 31;

/// Most UTF-16 units of our own in one place of a header; the whole header holds 255.
const HEADER: usize = 70;

/// Returns `text` in pieces that a cell can hold, hidden characters by their number; one piece as a rule.
pub(super) fn pieces(text: &str) -> Vec<String> {
    let shown = spelling::on_paper(text);
    let mut pieces = vec![String::new()];
    let mut units = 0;
    for c in shown.chars() {
        if units + c.len_utf16() > CELL {
            pieces.push(String::new());
            units = 0;
        }
        units += c.len_utf16();
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
        }
    }
    pieces
}

/// Returns whether a program would take the text for a formula, once somebody edits the cell.
pub(super) fn looks_like_a_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠'])
}

/// Returns `text` for a header or footer, where `&` begins a command.
pub(super) fn header(text: &str) -> String {
    let one_line = spelling::on_paper(text).replace(['\n', '\t'], " ");
    shorten(&one_line, HEADER).replace('&', "&&")
}

/// Returns `text` cut to a number of UTF-16 units, with … where it is cut.
fn shorten(text: &str, limit: usize) -> String {
    if text.encode_utf16().count() <= limit {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut units = 1;
    for c in text.chars() {
        units += c.len_utf16();
        if units > limit {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

/// The names of the sheets so far.
#[derive(Clone, Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// Returns a name that Excel takes and no other sheet has, as near to `wanted` as can be.
    pub(super) fn add(&mut self, wanted: &str) -> String {
        let shown = spelling::on_paper(wanted).replace(['\n', '\t'], " ");
        let allowed: String = shown.chars().map(allowed).collect();
        let trimmed = allowed.trim();
        // Excel keeps this name for itself.
        let base = match trimmed {
            "" => "シート",
            own if own.eq_ignore_ascii_case("history") => "履歴",
            own => own,
        };
        let mut name = shorten(base, NAME);
        for number in 2_u32.. {
            // Names that differ only in case or width are the same name for a reader, and some for Excel.
            if self.0.insert(spelling::fold(&name)) {
                break;
            }
            let suffix = format!("（{number}）");
            name = format!("{}{suffix}", shorten(base, NAME - suffix.encode_utf16().count()));
        }
        name
    }
}

/// Returns the full-width letter for one that the name of a sheet must not hold.
fn allowed(c: char) -> char {
    match c {
        '[' => '［',
        ']' => '］',
        ':' => '：',
        '*' => '＊',
        '?' => '？',
        '/' => '／',
        '\\' => '＼',
        '\'' => '’',
        c => c,
    }
}

/// Returns the name of a cell, from row and column counted from 0: 「D12」 is (11, 3).
#[must_use]
pub fn cell_name(row: u32, column: u16) -> String {
    rust_xlsxwriter::utility::row_col_to_cell(row, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_such_as_excel_takes() {
        let mut names = Names::default();
        assert_eq!(names.add("a/b\\c[d]e:f*g?"), "a／b＼c［d］e：f＊g？");
        assert_eq!(names.add("'引用'"), "’引用’");
        assert_eq!(names.add(" \n "), "シート");
        assert_eq!(names.add("History"), "履歴");
        let long = "長".repeat(40);
        let first = names.add(&long);
        assert_eq!(first.encode_utf16().count(), 31);
        let second = names.add(&long);
        assert_eq!(second.encode_utf16().count(), 31);
        assert!(second.ends_with("…（2）"), "{second}");
        assert_eq!(names.add("表A"), "表A");
        assert_eq!(names.add("表ａ"), "表ａ（2）");
        let wide = names.add(&"𠮷".repeat(20));
        assert!(wide.encode_utf16().count() <= 31 && wide.ends_with("𠮷…"));
    }

    #[test]
    fn a_long_text_goes_on_in_another_cell() {
        assert_eq!(pieces("短い"), ["短い"]);
        assert_eq!(pieces(""), [""]);
        let long = "𠮷".repeat(20_000);
        let cut = pieces(&long);
        assert_eq!(cut.len(), 2);
        assert!(cut.iter().all(|piece| piece.encode_utf16().count() <= CELL));
        assert_eq!(cut.concat(), long);
        assert_eq!(pieces("a\u{7}b\u{202E}c"), ["a〔U+0007〕b〔U+202E〕c"]);
    }

    #[test]
    fn a_header_holds_no_commands_of_others() {
        assert_eq!(header("A&B\nC"), "A&&B C");
        assert!(header(&"字".repeat(300)).encode_utf16().count() <= 70);
    }
}
