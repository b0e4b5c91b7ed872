//! Comparing Japanese words: folding of width, kana and look-alike marks, and "did you mean".
//!
//! Folded text is for comparing only and is never printed.

use crate::diagnostic::Text;
use crate::text;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Words of more letters than this are compared only for being the same: the distance takes their product in time.
const MOST_LETTERS: usize = 64;

/// How many letters of a word a message shows.
const SHOWN_LETTERS: usize = 40;

/// What follows 区 in words that do not mean the authority (区分, 区域).
const NOT_AFTER: &str = "分切別域間画市町村";

/// What an authority is called where nothing is known of it.
pub const ANY_AUTHORITY: &str = "自治体";

/// Returns a text of this program with the word of an authority that is no 区: 区の承諾 becomes 市の承諾, 区長 町長.
/// What stands in quotation marks is data and stays, and so does 区 at the end of a longer word (見本区, 特別区, 地区).
#[must_use]
pub fn in_own_word(text: &str, word: &str) -> String {
    with_word(text, word, true)
}

/// Returns a page of this program with the word of an authority, as [`in_own_word`] does, also in quotation marks: what
/// a page quotes is its own example.
#[must_use]
pub fn in_own_word_throughout(text: &str, word: &str) -> String {
    with_word(text, word, false)
}

fn with_word(text: &str, word: &str, is_quoted_data: bool) -> String {
    if word == "区" || !text.contains('区') {
        return text.to_owned();
    }
    let is_kanji = |c: char| matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '々');
    let mut out = String::with_capacity(text.len() + word.len());
    let mut before = None;
    for (at, c, is_quoted) in quoted(text) {
        let next = text.get(at + c.len_utf8()..).and_then(|rest| rest.chars().next());
        let is_part = before.is_some_and(is_kanji) || next.is_some_and(|c| NOT_AFTER.contains(c));
        if c == '区' && !(is_quoted && is_quoted_data) && !is_part {
            out.push_str(word);
        } else {
            out.push(c);
        }
        before = Some(c);
    }
    out
}

/// Returns a text of this program with a name in the place of a word; what stands in quotation marks is data and stays.
#[must_use]
pub fn renamed(text: &str, word: &str, name: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut end = 0;
    for (at, c, is_quoted) in quoted(text) {
        if at < end {
            continue;
        }
        if !is_quoted && !word.is_empty() && text.get(at..).is_some_and(|rest| rest.starts_with(word)) {
            out.push_str(name);
            end = at + word.len();
        } else {
            out.push(c);
        }
    }
    out
}

/// Returns each letter with its byte, and whether it stands in 「」 or 『』.
fn quoted(text: &str) -> impl Iterator<Item = (usize, char, bool)> + '_ {
    let mut depth = 0_usize;
    text.char_indices().map(move |(at, c)| {
        match c {
            '「' | '『' => depth += 1,
            '」' | '』' => depth = depth.saturating_sub(1),
            _ => {}
        }
        (at, c, depth > 0)
    })
}

/// Returns `word` folded for comparison: NFKC, white space and invisible characters out, lower case, and
/// look-alike marks as one (○〇◯ → ○; ‐－–—―−ｰ → `-`). A long vowel mark inside a word stays.
#[must_use]
pub fn fold(word: &str) -> String {
    folded(word).into_owned()
}

/// Returns `word` folded as [`fold`] does, the word itself where that changes nothing.
pub(crate) fn folded(word: &str) -> Cow<'_, str> {
    if word.chars().all(is_folded) {
        return Cow::Borrowed(word);
    }
    Cow::Owned(letter_by_letter(word).unwrap_or_else(|| normalised(word)))
}

/// Returns `word` folded, where each of its letters folds by itself: nearly every Japanese text, and much faster than
/// normalising it.
fn letter_by_letter(word: &str) -> Option<String> {
    let mut folded = String::with_capacity(word.len());
    for c in word.chars() {
        match folded_alone(c)? {
            ' ' => {}
            c => folded.push(c),
        }
    }
    Some(folded)
}

/// Returns any `word` folded.
fn normalised(word: &str) -> String {
    let mut dropped = false;
    let folded: String = word
        .nfkc()
        .filter(|c| {
            let stays = !c.is_whitespace() && !is_invisible(*c);
            dropped |= !stays;
            stays
        })
        .flat_map(char::to_lowercase)
        .map(look_alike)
        .collect();
    // What stood on both sides of something that is gone may now belong together (か and its ゛).
    if dropped { folded.nfkc().collect() } else { folded }
}

/// Returns the one mark or letter that stands for all that look like it.
fn look_alike(c: char) -> char {
    match c {
        '〇' | '◯' | '⚪' => '○',
        '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
        '髙' => '高',
        '﨑' => '崎',
        c => c,
    }
}

/// Returns what a character folds to whatever stands beside it, a space where nothing is left of it; none where that
/// takes its neighbours or its tables.
fn folded_alone(c: char) -> Option<char> {
    Some(match c {
        c if is_folded(c) => c,
        ' ' | '\u{3000}' | '\n' | '\r' | '\t' => ' ',
        'A'..='Z' => c.to_ascii_lowercase(),
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0)?.to_ascii_lowercase(),
        '①'..='⑨' => char::from_u32(u32::from(c) - u32::from('①') + u32::from('1'))?,
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '〇' | '◯' | '髙' | '﨑' => look_alike(c),
        '・' | '々' | '→' | '※' | '〜' | '×' | '〈'..='》' | '〔' | '〕' | '■' | '□' | '●' | '◎' | '△' => {
            c
        }
        _ => return None,
    })
}

/// Returns whether nothing of `word` is left once it is folded.
pub(crate) fn is_blank(word: &str) -> bool {
    !word.chars().any(is_folded) && fold(word).is_empty()
}

/// Returns whether a character folds to itself, whatever stands beside it. Most characters of a Japanese text do, and
/// normalising them one by one is what folding would spend its time on.
pub(crate) fn is_folded(c: char) -> bool {
    match c {
        'A'..='Z' | '髙' | '〇' => false,
        '!'..='~' | '、' | '。' | '「' | '」' | '『' | '』' | '【' | '】' | 'ー' | '○' => true,
        'ぁ'..='ゖ' | 'ァ'..='ヺ' | '\u{4E00}'..='\u{9FFF}' => true,
        _ => false,
    }
}

/// Returns `word` folded further for suggestions: katakana as hiragana, small kana as large, no long vowel mark.
#[must_use]
pub fn fold_kana(word: &str) -> String {
    let word = folded(word);
    let kana = word
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
        });
    // None of these joins its neighbour.
    if word.chars().all(is_folded) { kana.collect() } else { kana.nfc().collect() }
}

/// Returns whether two words are the same once folded.
#[must_use]
pub fn same(one: &str, other: &str) -> bool {
    one == other || folded(one) == folded(other)
}

/// Returns whether nothing is seen of the character: joiners, marks of direction, selectors of a variant (IVS too).
#[must_use]
pub fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Returns `word` as a message shows it: a long one is cut, and one of several lines after the first.
#[must_use]
pub fn short(word: &str) -> Cow<'_, str> {
    let word = word.trim_end_matches(['\n', '\r']);
    let long = word.char_indices().nth(SHOWN_LETTERS).map(|(end, _)| end);
    match word.find(['\n', '\r']).into_iter().chain(long).min() {
        Some(end) => Cow::Owned(format!("{}…", word.get(..end).unwrap_or(""))),
        None => Cow::Borrowed(word),
    }
}

/// Returns whether a character is a comma of Japanese text, which parts nothing in YAML.
#[must_use]
pub fn is_comma(c: char) -> bool {
    matches!(c, '、' | '，' | '､' | '﹐' | '﹑')
}

/// Returns the words that a Japanese comma parts, trimmed.
#[must_use]
pub fn parts(text: &str) -> Vec<&str> {
    text.split(is_comma).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// A word and its folded form, kept where it is compared many times.
#[derive(Clone, Debug)]
pub struct Folded {
    kana: String,
    letters: usize,
}

impl Folded {
    /// Returns the folded form of `word`.
    #[must_use]
    pub fn new(word: &str) -> Self {
        let kana = fold_kana(word);
        let letters = kana.chars().count();
        Self { kana, letters }
    }

    /// Returns how many letters differ, where the words are near enough for one to be meant by the other.
    fn distance(&self, other: &Self) -> Option<usize> {
        if self.kana == other.kana {
            return Some(0);
        }
        let (short, long) = if self.letters <= other.letters { (self, other) } else { (other, self) };
        if long.letters > MOST_LETTERS {
            return None;
        }
        // A part of a word is near it, if the part is a word: two letters in Japanese, four in ASCII.
        let least = if short.kana.is_ascii() { 4 } else { 2 };
        if short.letters >= least && long.kana.contains(&short.kana) {
            return Some(long.letters - short.letters);
        }
        // A third of the letters may differ, but a word of one or two letters must agree.
        let most = long.letters / 3;
        if long.letters - short.letters > most {
            return None;
        }
        let distance = strsim::damerau_levenshtein(&self.kana, &other.kana);
        (distance <= most).then_some(distance)
    }
}

/// Returns the candidate nearest to `word`, where one is near enough to be meant.
#[must_use]
pub fn nearest<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
    let candidates: Vec<(Folded, &str)> =
        candidates.into_iter().map(|candidate| (Folded::new(candidate), candidate)).collect();
    nearest_folded(word, candidates.iter().map(|(folded, candidate)| (folded, *candidate)))
}

/// Returns the candidate nearest to `word` as [`nearest`] does, from folded candidates.
pub fn nearest_folded<'f, 'c>(
    word: &str,
    candidates: impl IntoIterator<Item = (&'f Folded, &'c str)>,
) -> Option<&'c str> {
    let wanted = Folded::new(word);
    candidates
        .into_iter()
        .filter_map(|(folded, candidate)| {
            Some((wanted.distance(folded)?, fold(word) != fold(candidate), candidate))
        })
        .min_by_key(|(distance, differs, _)| (*distance, *differs))
        .map(|(.., candidate)| candidate)
}

/// Returns what was perhaps meant, in brackets; nothing where `near` is empty.
#[must_use]
pub fn perhaps(near: &str) -> Text {
    if near.is_empty() {
        return text!("", "");
    }
    text!("（もしかして「{near}」）", " (did you mean `{near}`?)")
}

/// Returns the help text for an unknown word: the near one and how it differs, else `otherwise`.
#[must_use]
pub fn did_you_mean<'c>(word: &str, candidates: impl IntoIterator<Item = &'c str>, otherwise: &Text) -> Text {
    nearest(word, candidates).map_or_else(|| otherwise.clone(), |near| meant(word, near))
}

/// Finds what is meant by a name that somebody typed: who bears it, or else the one of whose names it is a part of at least
/// two letters. Nothing where nobody is meant, or several are.
pub fn find<'c, T: Clone + PartialEq>(
    word: &str,
    names: impl IntoIterator<Item = (T, &'c str)> + Clone,
) -> Option<T> {
    let wanted = fold(word);
    let one = |is_meant: &dyn Fn(&str) -> bool| {
        let mut found =
            names.clone().into_iter().filter(|(_, name)| is_meant(&fold(name))).map(|(own, _)| own);
        let first = found.next()?;
        found.all(|other| other == first).then_some(first)
    };
    let is_whole = |name: &str| name == wanted;
    if names.clone().into_iter().any(|(_, name)| is_whole(&fold(name))) {
        return one(&is_whole);
    }
    if wanted.chars().count() < 2 {
        return None;
    }
    one(&|name: &str| name.contains(wanted.as_str()))
}

/// Returns the help text that asks whether `near` was meant by `word`, and says how they differ where that is
/// hard to see.
#[must_use]
pub fn meant(word: &str, near: &str) -> Text {
    let shown = short(near);
    match difference(word, near) {
        Some(Text { ja, en }) => {
            text!("「{shown}」の書き違いではありませんか（{ja}）", "did you mean `{shown}`? ({en})")
        }
        None => text!("「{shown}」の書き違いではありませんか", "did you mean `{shown}`?"),
    }
}

/// Returns how two words differ that a reader takes for the same.
fn difference(word: &str, near: &str) -> Option<Text> {
    let spaces = |word: &str| word.chars().filter(|c| c.is_whitespace()).count();
    if fold(word) == fold(near) {
        return Some(if word.chars().any(is_invisible) {
            text!("見えない文字が入っています", "it holds an invisible character")
        } else if spaces(word) != spaces(near) {
            text!("空白が違います", "the spaces differ")
        } else if word.nfc().eq(near.nfc()) {
            text!("濁点・半濁点が別の文字になっています", "the voicing marks are separate characters")
        } else {
            text!(
                "全角と半角、大文字と小文字、記号の形のどれかが違います",
                "full and half width, case, or the shape of a mark differs"
            )
        });
    }
    (fold_kana(word) == fold_kana(near)).then(|| {
        text!(
            "ひらがなとカタカナ、小さい文字、長音「ー」のどれかが違います",
            "hiragana and katakana, a small letter, or a long vowel mark differs"
        )
    })
}

/// Returns whether a character acts on the text around it, or stands in it, without being seen: control characters,
/// marks of direction (Unicode UAX 9), joiners and fillers, all that a font leaves out (Default_Ignorable_Code_Point of
/// Unicode), a pattern of Braille without dots, and what is no character at all. A line feed and a tab are seen; so is what
/// a selector of a variant (IVS) does to the character before it.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c,
            '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
            | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
            | '\u{FDD0}'..='\u{FDEF}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
            | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E00FF}' | '\u{E01F0}'..='\u{E0FFF}')
        // The last two of each plane are no characters.
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Returns whether a character is hidden on paper. Joiners are not: they make one picture of two.
#[must_use]
pub fn is_hidden_on_paper(c: char) -> bool {
    is_hidden(c) && !matches!(c, '\u{200C}' | '\u{200D}')
}

/// Adds a hidden character by its number, so that a reader sees that it is there.
pub fn push_hidden(out: &mut String, c: char) {
    out.push_str(&format!("〔U+{:04X}〕", u32::from(c)));
}

/// Returns `text` in one line: hidden characters, line breaks and tabs by their number, so that what a file says
/// never looks like a line of our own.
#[must_use]
pub fn one_line(text: &str) -> Cow<'_, str> {
    let breaks = |c: char| is_hidden(c) || matches!(c, '\n' | '\t');
    if !text.contains(breaks) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if breaks(c) { push_hidden(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

/// Returns `text` with hidden characters by their number.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    by_number(text, is_hidden)
}

/// Returns `text` as it is printed on paper and in workbooks: what is hidden there by its number.
#[must_use]
pub fn on_paper(text: &str) -> Cow<'_, str> {
    by_number(text, is_hidden_on_paper)
}

fn by_number(text: &str, hidden: fn(char) -> bool) -> Cow<'_, str> {
    if !text.contains(hidden) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if hidden(c) { push_hidden(&mut out, c) } else { out.push(c) }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_word_leaves_what_is_quoted() {
        let own = |text: &str| renamed(text, "付議資料", "諮問書");
        assert_eq!(own("付議資料に「付議資料の題」がありません"), "諮問書に「付議資料の題」がありません");
        assert_eq!(own("「『付議資料』」の付議資料付議資料"), "「『付議資料』」の諮問書諮問書");
        assert_eq!(own(""), "");
    }

    #[test]
    fn an_authority_is_called_by_its_own_word() {
        for (text, said) in [
            ("区が承諾した日を、区長に報告する（区の様式）", "市が承諾した日を、市長に報告する（市の様式）"),
            ("契約の当事者に区がありません", "契約の当事者に市がありません"),
            ("区情報セキュリティポリシー、区と事業者", "市情報セキュリティポリシー、市と事業者"),
        ] {
            assert_eq!(in_own_word(text, "市"), said);
            assert_eq!(in_own_word(text, "区"), text);
        }
        for same in ["区分と区域の区別", "特別区、地区、見本区の区間", "「区役所の窓口」への線", "区市町村"]
        {
            assert_eq!(in_own_word(same, "町"), same);
        }
        assert_eq!(in_own_word_throughout("「区が行う」と見本区の区分", "町"), "「町が行う」と見本区の区分");
    }

    #[test]
    fn width_marks_and_spaces_fold() {
        assert_eq!(fold("ＮＴＴ データ"), "nttデータ");
        assert!(same("３６，０００", "36,000"));
        assert!(same("〇", "○"));
        assert!(same("J- coin", "Ｊ－ｃｏｉｎ"));
        assert!(!same("データ", "データー"));
    }

    #[test]
    fn a_character_said_to_be_folded_is() {
        for c in ('\0'..=char::MAX).filter(|c| is_folded(*c)) {
            let slowly: String = c.to_string().nfkc().flat_map(char::to_lowercase).collect();
            assert_eq!(slowly, c.to_string());
        }
        for c in ('\0'..=char::MAX).filter(|c| folded_alone(*c).is_some()) {
            let word = c.to_string();
            assert_eq!(letter_by_letter(&word), Some(normalised(&word)), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn letters_fold_the_same_alone_and_together(word in "[か-ご、ー○　 Ａ-ＣA-Ca-c①-③（）＜・々→※\u{2010}-\u{2015}一二髙\n]{0,12}") {
            prop_assert_eq!(letter_by_letter(&word), Some(normalised(&word)));
        }
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

    #[test]
    fn words_are_parted_by_japanese_commas() {
        assert_eq!(parts("収納日付、 収納時間，"), ["収納日付", "収納時間"]);
    }

    #[test]
    fn a_part_is_near_only_where_it_is_a_word() {
        assert_eq!(nearest("id", ["provider", "kind"]), None);
        assert_eq!(nearest("count", ["subject_count"]), Some("subject_count"));
        assert_eq!(nearest("日付", ["収納日付"]), Some("収納日付"));
    }

    #[test]
    fn the_help_says_what_the_eye_does_not_see() {
        let help = |word, near| meant(word, near).ja;
        assert!(help("確認番号\u{200B}", "確認番号").contains("見えない文字"));
        assert!(help("確認 番号", "確認番号").contains("空白"));
        assert!(help("ハ\u{309A}ス", "パス").contains("濁点"));
        assert!(help("ＰａｙＰａｙ", "PayPay").contains("全角"));
        assert!(help("デタ", "データ").contains("長音"));
        assert!(!help("確認号", "確認番号").contains('（'));
    }

    #[test]
    fn long_words_take_no_time() {
        let (one, other) = ("あ".repeat(50_000), "い".repeat(50_000));
        assert_eq!(nearest(&one, [other.as_str(), "あ"]), None);
        assert_eq!(nearest(&one, [one.as_str()]), Some(one.as_str()));
        assert!(short(&one).chars().count() <= SHOWN_LETTERS + 1);
        assert_eq!((short("一行目\n二行目\n"), short("一行だけ\n")), ("一行目…".into(), "一行だけ".into()));
    }
}
