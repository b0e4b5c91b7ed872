//! How many lines a text takes in a cell, and how high they are.

use crate::kinsoku;
use unicode_width::UnicodeWidthChar;

/// Height of a line in parts of the size of its letters, with a little to spare.
const LINE: f64 = 1.25;

/// Space above and below the lines of a cell, in points.
const PADDING: f64 = 4.0;

/// Pixels of a column that hold no text.
const MARGIN: u32 = 8;

/// Returns the width of a character in halves of the size of the letters: full 2, half 1.
fn width(c: char) -> u32 {
    c.width_cjk().map_or(0, |width| if width > 1 { 2 } else { u32::try_from(width).unwrap_or(1) })
}

/// Returns the number of lines of `text` in a cell of `pixels`, in letters of `size` points.
fn lines(text: &str, pixels: u32, size: f64) -> u32 {
    let half_a_letter = size * 96.0 / 72.0 / 2.0;
    let free = f64::from(pixels.saturating_sub(MARGIN));
    // At least one full letter; no sheet is wider than 10,000 halves.
    let room = (3..10_000).take_while(|room| f64::from(*room) * half_a_letter <= free).last().unwrap_or(2);
    text.split('\n').map(|paragraph| lines_of(paragraph, room)).sum()
}

fn lines_of(paragraph: &str, room: u32) -> u32 {
    let (mut lines, mut used) = (1, 0);
    // The piece that must stay in one line with what comes next.
    let mut piece = 0;
    let mut before: Option<char> = None;
    for c in paragraph.chars() {
        // What begins no line takes the character before it along.
        let stays = before.is_some_and(|before| in_one_word(before, c)) || kinsoku::begins_no_line(c);
        if !stays {
            piece = 0;
        }
        piece += width(c);
        used += width(c);
        if used > room {
            lines += 1;
            // A piece longer than a line is broken anywhere.
            used = if piece > room { width(c) } else { piece };
            piece = used;
        }
        before = Some(c);
    }
    lines
}

fn in_one_word(before: char, c: char) -> bool {
    let of_a_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '.';
    of_a_word(before) && of_a_word(c)
}

/// Returns the height in points that `text` needs in a cell of `pixels`, in letters of `size` points.
pub(super) fn height(text: &str, pixels: u32, size: f64) -> f64 {
    f64::from(lines(text, pixels, size)) * size * LINE + PADDING
}

#[cfg(test)]
mod tests {
    use super::*;

    // 8 letters of 9 points: each 12 pixels wide, and the margin.
    const EIGHT: u32 = 8 * 12 + MARGIN;

    #[test]
    fn lines_are_counted_by_width() {
        assert_eq!(lines("", EIGHT, 9.0), 1);
        assert_eq!(lines("一二三四五六七八", EIGHT, 9.0), 1);
        assert_eq!(lines("一二三四五六七八九", EIGHT, 9.0), 2);
        assert_eq!(lines("abcdefghijklmnop", EIGHT, 9.0), 1);
        assert_eq!(lines("一\n二\n", EIGHT, 9.0), 3);
    }

    #[test]
    fn words_and_kinsoku_break_earlier() {
        assert_eq!(lines("一二三四五六abcdef七八九", EIGHT, 9.0), 2);
        assert_eq!(lines("一二三四五六abcdef七八九十一二", EIGHT, 9.0), 3);
        // 。 takes 八 along.
        assert_eq!(lines("一二三四五六七八。二三四五六七", EIGHT, 9.0), 2);
        assert_eq!(lines("一二三四五六七八。二三四五六七八", EIGHT, 9.0), 3);
    }

    #[test]
    fn a_word_without_a_break_is_broken() {
        assert_eq!(lines(&"a".repeat(160), EIGHT, 9.0), 10);
        assert_eq!(lines(&"ー".repeat(80), EIGHT, 9.0), 10);
        // No room at all: still one letter a line.
        assert_eq!(lines("一二三", 0, 9.0), 3);
    }
}
