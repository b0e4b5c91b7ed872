//! Breaking Japanese text into lines: full-width 1 em, half-width 0.5 em, and the rules of kinsoku (禁則).
//!
//! A text is measured once; where its lines break is then counted for as many widths as a layout tries. A cell of
//! a terminal is half an em.

use crate::kinsoku;
use std::ops::Range;

/// Words inside names of one script, where nothing around them tells where they begin.
const WORDS: &[&str] = &["株式会社", "有限会社", "事業者", "事業所", "提供"];
/// Those of them that a name goes on after.
const LEADING: &[&str] = &["株式会社", "有限会社"];

/// Rounding of sums.
const TINY: f64 = 1e-6;

/// Returns the width of a text in em.
pub(super) fn width(text: &str) -> f64 {
    text.chars().map(width_of).sum()
}

fn width_of(c: char) -> f64 {
    use unicode_width::UnicodeWidthChar;
    match c.width_cjk() {
        Some(0) | None => 0.0,
        Some(1) => 0.5,
        Some(_) => 1.0,
    }
}

/// Where a text may break.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Never,
    /// Between two characters.
    Character,
    /// Between two words, as far as the script tells.
    Word,
}

/// A character and what combines with it.
#[derive(Clone, Copy, Debug)]
struct Atom {
    end: usize,
    width: f64,
    space: bool,
    /// Whether a line may begin with it.
    before: Break,
}

/// A text, measured.
#[derive(Clone, Debug)]
pub(super) struct Words {
    text: String,
    atoms: Vec<Atom>,
    /// The widest piece that stands between two places to break, at words and at all.
    widest_word: f64,
    widest_piece: f64,
}

impl Words {
    /// Measures a text.
    pub(super) fn new(text: String) -> Self {
        let mut atoms: Vec<Atom> = Vec::new();
        let mut previous: Option<char> = None;
        for (at, c) in text.char_indices() {
            let (end, width) = (at + c.len_utf8(), width_of(c));
            match atoms.last_mut() {
                Some(last) if width == 0.0 || previous == Some('\u{200D}') => {
                    last.end = end;
                    last.width += width;
                }
                _ => {
                    let before = previous.map_or(Break::Never, |previous| kind_of_break(previous, c));
                    atoms.push(Atom { end, width, space: c.is_whitespace(), before });
                }
            }
            previous = Some(c);
        }
        // The last characters of a sentence stay together: no line of る。 alone.
        if let ([.., last, _], true) = (atoms.as_mut_slice(), text.ends_with('。')) {
            last.before = Break::Never;
        }
        for word in WORDS {
            for (start, _) in text.match_indices(word) {
                let end = LEADING.contains(word).then_some(start + word.len());
                for edge in [Some(start), end].into_iter().flatten() {
                    let at = atoms.partition_point(|atom| atom.end <= edge);
                    if let Some(atom) = atoms.get_mut(at).filter(|atom| atom.before == Break::Character) {
                        atom.before = Break::Word;
                    }
                }
            }
        }
        let widest = |ends: &dyn Fn(Break) -> bool| {
            let (mut widest, mut piece) = (0.0_f64, 0.0_f64);
            for atom in &atoms {
                if ends(atom.before) {
                    piece = 0.0;
                }
                if !atom.space {
                    piece += atom.width;
                }
                widest = widest.max(piece);
            }
            widest
        };
        let widest_word = widest(&|own| own == Break::Word);
        let widest_piece = widest(&|own| own != Break::Never);
        Self { text, atoms, widest_word, widest_piece }
    }

    /// Returns its width on one line, in em.
    pub(super) fn width(&self) -> f64 {
        self.atoms.iter().map(|atom| atom.width).sum()
    }

    /// Returns the width of its widest word, in em.
    pub(super) fn widest_word(&self) -> f64 {
        self.widest_word
    }

    /// Counts the lines of at most `first` em, and `rest` em from the second on.
    pub(super) fn count(&self, first: f64, rest: f64, by_words: bool) -> usize {
        let mut count = 0;
        self.fill(first, rest, by_words, |_| count += 1);
        count
    }

    /// Returns the lines, evened out: the last one is no single character, and lines broken between words are
    /// about as long as each other.
    pub(super) fn lines(&self, first: f64, rest: f64, by_words: bool) -> Vec<&str> {
        let count = self.count(first, rest, by_words);
        let mut less = 0.0;
        if count > 1 {
            let shortest = |less: f64| {
                let (mut last, mut lines) = (0.0, 0);
                self.fill(first - less, rest - less, by_words, |line| {
                    last = self.text.get(line).map_or(0.0, width);
                    lines += 1;
                });
                (last, lines)
            };
            let enough = if by_words { rest * 0.6 } else { 3.0 };
            // No narrower than the widest word, so that words stay whole.
            let by_whole_words = by_words && self.widest_word <= rest;
            let widest = if by_whole_words { self.widest_word } else { self.widest_piece };
            let reach = (rest - widest).clamp(0.0, if by_words { rest / 3.0 } else { 3.0 });
            let mut tried = 0.0;
            while tried <= reach {
                let (last, lines) = shortest(tried);
                if lines != count {
                    break;
                }
                less = tried;
                if last >= enough {
                    break;
                }
                tried += 0.5;
            }
            if !by_words && shortest(less).0 < enough {
                less = 0.0;
            }
        }
        let mut lines = Vec::with_capacity(count);
        self.fill(first - less, rest - less, by_words, |line| {
            lines.push(self.text.get(line).unwrap_or_default());
        });
        lines
    }

    /// Finds the lines in one pass; white space at their ends belongs to none.
    fn fill(&self, first: f64, rest: f64, by_words: bool, mut line: impl FnMut(Range<usize>)) {
        let mut limit = first;
        let (mut start, mut at, mut used, mut end) = (0, 0, 0.0, 0);
        // Where the line last could break, between words and between any characters: the next atom, its byte,
        // and the end of what is seen before it.
        let mut way: Option<(usize, usize, usize)> = None;
        let mut word: Option<(usize, usize, usize)> = None;
        let mut byte = 0;
        let mut begun = false;
        let mut any = false;
        while let Some(atom) = self.atoms.get(at) {
            if !begun && any && atom.space {
                byte = atom.end;
                start = byte;
                end = byte;
                at += 1;
                continue;
            }
            if begun && atom.before != Break::Never {
                way = Some((at, byte, end));
                if by_words && atom.before == Break::Word {
                    word = way;
                }
            }
            if begun && !atom.space && used + atom.width > limit + TINY {
                let (next, next_byte, seen) = word.or(way).unwrap_or((at, byte, end));
                line(start..seen.max(start));
                any = true;
                (at, byte, start, end) = (next, next_byte, next_byte, next_byte);
                (used, way, word, begun, limit) = (0.0, None, None, false, rest);
                continue;
            }
            used += atom.width;
            begun = true;
            byte = atom.end;
            if !atom.space {
                end = byte;
            }
            at += 1;
        }
        if begun || !any {
            line(start..end.max(start));
        }
    }
}

fn kind_of_break(before: char, after: char) -> Break {
    match (may_break(before, after), ends_word(before, after)) {
        (false, _) => Break::Never,
        (true, false) => Break::Character,
        (true, true) => Break::Word,
    }
}

/// Returns whether a word ends here, as far as the script tells: 収納|サービス|提供事業者, データの|作成.
fn ends_word(before: char, after: char) -> bool {
    let script = |c: char| match c {
        'ぁ'..='ゟ' => 0,
        'ァ'..='ヿ' => 1,
        '一'..='龠' | '々' => 2,
        c if c.is_alphanumeric() => 3,
        _ => 4,
    };
    script(before) != script(after) && script(after) != 0
}

/// Returns whether a line may break: between any two full-width characters, around words in half-width letters,
/// never before or after the characters that must not stand there.
fn may_break(before: char, after: char) -> bool {
    if kinsoku::begins_no_line(after) || kinsoku::ends_no_line(before) {
        return false;
    }
    let is_word = |c: char| width_of(c) <= 0.5 && !c.is_whitespace();
    // Full-width letters and digits form words, too: ３６，０００ and ＰａｙＢ stay whole.
    let is_wide_word =
        |c: char| matches!(c, '，' | '．') || c.is_alphanumeric() && ('！'..='～').contains(&c);
    !(is_word(before) && is_word(after) || is_wide_word(before) && is_wide_word(after))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wrap(text: &str, em: f64) -> Vec<String> {
        Words::new(text.to_owned()).lines(em, em, false).into_iter().map(str::to_owned).collect()
    }

    fn wrap_words(text: &str, em: f64) -> Vec<String> {
        Words::new(text.to_owned()).lines(em, em, true).into_iter().map(str::to_owned).collect()
    }

    #[test]
    fn lines_obey_kinsoku() {
        assert_eq!(wrap("支払いを行う。", 6.0), ["支払いを", "行う。"]);
        assert_eq!(wrap("納付（モバイル）を", 3.0), ["納付", "（モバ", "イル）", "を"]);
        assert_eq!(wrap("ISO27001の認証", 4.0), ["ISO27001", "の認証"]);
        assert_eq!(wrap("約３６，０００名", 6.0), ["約", "３６，０００", "名"]);
        assert_eq!(width("ｶﾅ漢A"), 2.5);
    }

    #[test]
    fn names_break_between_words() {
        assert_eq!(wrap_words("ビリングシステム株式会社", 11.0), ["ビリングシステム", "株式会社"]);
        assert_eq!(wrap_words("専用サーバ（データセンター）", 10.0), ["専用サーバ", "（データセンター）"]);
        assert_eq!(wrap_words("収納サービス提供事業者", 8.0), ["収納サービス", "提供事業者"]);
        assert_eq!(wrap_words("受診券作成事業者", 7.0), ["受診券作成", "事業者"]);
        assert_eq!(wrap_words("株式会社見本印刷", 7.0), ["株式会社", "見本印刷"]);
    }

    #[test]
    fn no_line_is_left_with_one_character() {
        assert_eq!(wrap("収納データを区へ送信する。", 12.0), ["収納データを区へ送信", "する。"]);
    }

    #[test]
    fn a_word_wider_than_the_line_is_broken() {
        assert_eq!(wrap("abcdefgh", 2.0), ["abcd", "efgh"]);
    }

    #[test]
    fn what_combines_stays_together() {
        assert_eq!(wrap("葛\u{E0100}城が\u{3099}", 1.0), ["葛\u{E0100}", "城", "が\u{3099}"]);
        assert_eq!(wrap("👨\u{200D}👩", 1.0), ["👨\u{200D}👩"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_or_too_wide(text in "[あ-んァ-ヶ一-龠、。（）「」a-z0-9 ]{0,60}", em in 3.0..20.0f64) {
            for by_words in [false, true] {
                let words = Words::new(text.clone());
                let lines = words.lines(em, em, by_words);
                let bare = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
                prop_assert_eq!(bare(&lines.concat()), bare(&text));
                prop_assert!(lines.iter().all(|line| width(line) <= em + TINY));
                prop_assert_eq!(lines.len(), words.count(em, em, by_words));
            }
        }
    }
}
