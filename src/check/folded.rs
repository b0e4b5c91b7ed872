//! Finding a word whatever its width and spaces, and where it stands as written.

use crate::spelling::{fold, is_folded};

/// A text folded for comparing, each character with the bytes it came from.
#[derive(Debug, Default)]
pub(crate) struct Folded {
    chars: Vec<char>,
    /// First byte, and the byte after the last.
    bytes: Vec<(usize, usize)>,
}

impl Folded {
    /// Folds `text`. A half-width kana and its mark fold as one.
    pub(crate) fn new(text: &str) -> Self {
        let mut folded = Self::default();
        let mut chars = text.char_indices().peekable();
        while let Some((start, c)) = chars.next() {
            let mut end = start + c.len_utf8();
            while let Some((_, mark)) = chars.next_if(|(_, next)| is_mark(*next)) {
                end += mark.len_utf8();
            }
            if end == start + c.len_utf8() && is_folded(c) {
                folded.chars.push(c);
                folded.bytes.push((start, end));
                continue;
            }
            // White space folds to nothing, and so can never be the end of a word that was found.
            for c in fold(text.get(start..end).unwrap_or("")).chars() {
                folded.chars.push(c);
                folded.bytes.push((start, end));
            }
        }
        folded
    }

    /// Returns the characters, each with its first byte and the byte after its last.
    pub(crate) fn into_parts(self) -> (Vec<char>, Vec<(usize, usize)>) {
        (self.chars, self.bytes)
    }

    /// Returns the bytes of every place where a folded word stands by itself: a name in Latin letters or katakana that
    /// goes on is another name.
    pub(crate) fn find(&self, word: &[char]) -> Vec<(usize, usize)> {
        let (Some(first), Some(last)) = (word.first(), word.last()) else { return Vec::new() };
        let mut found = Vec::new();
        let mut at = 0;
        // Most letters are no beginning of the word.
        while let Some(next) = self.chars.get(at..).and_then(|rest| rest.iter().position(|c| c == first)) {
            at += next;
            if self.chars.get(at..at + word.len()) != Some(word) {
                at += 1;
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| self.chars.get(at));
            let after = self.chars.get(at + word.len());
            let goes_on = before.is_some_and(|before| continues(*before, *first))
                || after.is_some_and(|after| continues(*last, *after));
            let range = self.bytes.get(at).zip(self.bytes.get(at + word.len() - 1));
            match range {
                Some(((start, _), (_, end))) if !goes_on => {
                    found.push((*start, *end));
                    at += word.len();
                }
                _ => at += 1,
            }
        }
        found
    }
}

/// Returns whether a character only marks the one before it (ﾞ, ﾟ and the combining marks).
fn is_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}')
}

/// Returns whether two folded characters belong to one word.
fn continues(one: char, next: char) -> bool {
    let katakana = |c: char| matches!(c, 'ァ'..='ヺ' | 'ー');
    (one.is_ascii_alphanumeric() && next.is_ascii_alphanumeric()) || (katakana(one) && katakana(next))
}

#[cfg(test)]
mod tests {
    use super::Folded;

    fn found(text: &str, word: &str) -> Vec<String> {
        let word: Vec<char> = crate::spelling::fold(word).chars().collect();
        let places = Folded::new(text).find(&word);
        places.into_iter().map(|(start, end)| text.get(start..end).unwrap().to_owned()).collect()
    }

    #[test]
    fn a_word_is_found_in_every_width() {
        assert_eq!(found("株式会社ABCとＡＢＣ 社", "ＡＢＣ"), ["ABC", "ＡＢＣ"]);
        assert_eq!(found("見本 デ ータ㈱", "見本データ"), ["見本 デ ータ"]);
        assert_eq!(found("ﾃﾞｰﾀを渡す", "データ"), ["ﾃﾞｰﾀ"]);
        assert_eq!(found("㈱", "（株）"), ["㈱"]);
    }

    #[test]
    fn a_longer_word_is_another_word() {
        assert!(found("見本データベース", "見本データ").is_empty());
        assert!(found("XPayを使う", "Pay").is_empty());
        assert_eq!(found("Payアプリ", "Pay"), ["Pay"]);
        assert!(found("", "Pay").is_empty());
        assert!(found("Pay", "").is_empty());
    }
}
