//! Text as Typst shall set it: what cannot be seen is printed by its number, and what has no place to break gets
//! some.

use crate::kinsoku;
use crate::spelling;
use serde_json::Value;

/// How many characters may stand together without a place to break: they fit into the narrowest column.
const LONGEST_RUN: usize = 16;
/// How many stand together in what is longer.
const PIECE: usize = 8;
/// Where a line may break without a sign.
pub(super) const BREAK: char = '\u{200B}';

/// Changes every string of a tree into what is set.
pub(super) fn prepare(tree: &mut Value) {
    match tree {
        Value::String(text) => *text = set(text),
        Value::Array(list) => list.iter_mut().for_each(prepare),
        Value::Object(map) => map.values_mut().for_each(prepare),
        Value::Bool(_) | Value::Null | Value::Number(_) => {}
    }
}

fn set(text: &str) -> String {
    let shown = spelling::on_paper(text);
    let mut out = String::with_capacity(shown.len());
    let mut run = String::new();
    for c in shown.chars() {
        // After a comma a line breaks before anything that may begin one.
        let is_after_comma = run.ends_with(['、', '。', '，', '；']) && !kinsoku::begins_no_line(c);
        if is_after_comma || !holds_together(c) {
            push_run(&mut out, &mut run);
        }
        run.push(c);
    }
    push_run(&mut out, &mut run);
    out
}

/// Moves a run of characters without a place to break to the text.
fn push_run(out: &mut String, run: &mut String) {
    let is_long = run.chars().count() > LONGEST_RUN;
    for (index, c) in run.chars().enumerate() {
        if is_long && index > 0 && index % PIECE == 0 && !is_attached(c) {
            out.push(BREAK);
        }
        out.push(c);
    }
    run.clear();
}

/// Returns whether no line breaks before a character, or whether that depends on more than we look at.
fn holds_together(c: char) -> bool {
    let breaks = match u32::from(c) {
        // Space, hyphen.
        0x20 | 0x2D | 0x200B => true,
        0x00..=0x2E7F => false,
        _ => !is_attached(c) && !kinsoku::begins_no_line(c),
    };
    !breaks
}

/// Returns whether a character belongs to the one before it: variation selectors, joiners, combining marks.
fn is_attached(c: char) -> bool {
    matches!(c, '\u{200D}' | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
        || unicode_normalization::char::is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_runs_get_places_to_break() {
        let plain = "ISO27001認証取得済 https://a.jp/";
        assert_eq!(set(plain), plain);
        for long in ["a".repeat(200), "ー".repeat(200), "）".repeat(50)] {
            let set = set(&long);
            assert!(set.split(BREAK).all(|piece| piece.chars().count() <= LONGEST_RUN), "{set}");
            assert_eq!(set.replace(BREAK, ""), long);
        }
    }

    #[test]
    fn a_list_of_numbers_is_broken_at_its_commas() {
        let list = "21〜22、36〜45、47〜54、74〜84、87〜88";
        assert_eq!(set(list), list);
    }

    #[test]
    fn nothing_is_parted_that_is_one_character() {
        for text in ["葛\u{E0100}".repeat(100), "か\u{3099}".repeat(40)] {
            assert_eq!(set(&text), text);
        }
    }

    #[test]
    fn what_is_not_seen_is_shown() {
        assert_eq!(set("a\u{202E}b"), "a〔U+202E〕b");
    }
}
