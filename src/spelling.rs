//! Comparing Japanese words: folding of width, kana and look-alike marks, and "did you mean".
//!
//! Folded text is for comparing only and is never printed.

use crate::diagnostic::Text;
use crate::text;
use unicode_normalization::UnicodeNormalization;

/// Returns `word` folded for comparison: NFKC, white space and invisible characters out, lower case, and
/// look-alike marks as one (○〇◯ → ○; ‐－–—―−ｰ → `-`). A long vowel mark inside a word stays.
#[must_use]
pub fn fold(word: &str) -> String {
    if word.bytes().all(|b| b.is_ascii_graphic() && !b.is_ascii_uppercase()) {
        return word.to_owned();
    }
    word.nfkc()
        .filter(|c| !c.is_whitespace() && !is_invisible(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '〇' | '◯' | '⚪' => '○',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            '髙' => '高',
            '﨑' => '崎',
            c => c,
        })
        .collect()
}

/// Returns `word` folded further for suggestions: katakana as hiragana, small kana as large, no long vowel mark.
#[must_use]
pub fn fold_kana(word: &str) -> String {
    fold(word)
        .chars()
        .filter(|c| *c != 'ー')
        .map(|c| match c {
            'ァ'..='ヶ' => char::from_u32(u32::from(c) - 0x60).unwrap_or(c),
            c => c,
        })
        .map(|c| match c {
            'ぁ' => 'あ',
            'ぃ' => 'い',
            'ぅ' => 'う',
            'ぇ' => 'え',
            'ぉ' => 'お',
            'っ' => 'つ',
            'ゃ' => 'や',
            'ゅ' => 'ゆ',
            'ょ' => 'よ',
            c => c,
        })
        .collect()
}

/// Returns whether two words are the same once folded.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one == other || fold(one) == fold(other)
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}')
}

/// Returns the candidate nearest to `word`, where one is near enough to be meant.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let wanted = fold_kana(word);
    let length = wanted.chars().count();
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = fold_kana(candidate);
            let distance = strsim::damerau_levenshtein(&wanted, &folded);
            let longest = length.max(folded.chars().count());
            // A third of the letters may differ, but a word of one or two letters must agree.
            let part_of = length >= 2
                && (folded.contains(&wanted) || wanted.contains(&folded))
                && folded.chars().count() >= 2;
            (distance * 3 <= longest || part_of).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Returns the help text for an unknown word: the near one, else `otherwise`.
#[must_use]
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>, otherwise: &Text) -> Text {
    match nearest(word, candidates) {
        Some(near) => text!("「{near}」の書き違いではありませんか", "did you mean `{near}`?"),
        None => otherwise.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn width_marks_and_spaces_fold() {
        assert_eq!(fold("ＮＴＴ データ"), "nttデータ");
        assert!(same("３６，０００", "36,000"));
        assert!(same("〇", "○"));
        assert!(same("J- coin", "Ｊ－ｃｏｉｎ"));
        assert!(!same("データ", "データー"));
    }

    #[test]
    fn near_words_are_found_over_japanese() {
        let items = ["収納日付", "収納時間", "確認番号"];
        assert_eq!(nearest("収納日附", items), Some("収納日付"));
        assert_eq!(nearest("ｶｸﾆﾝ番号", ["かくにん番号"]), Some("かくにん番号"));
        assert_eq!(nearest("住所", items), None);
        assert_eq!(nearest("emony", ["emoney", "relay"]), Some("emoney"));
        assert_eq!(nearest("netwrok", ["network", "note"]), Some("network"));
    }
}
