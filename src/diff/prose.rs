//! Two texts, sentence by sentence: what changed is marked word by word, and whether only the spelling changed is
//! said.

use super::class::Class;
use crate::model::ward::Common;
use crate::spelling;
use aho_corasick::AhoCorasick;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::borrow::Cow;

/// Stands for sentences that did not change.
const SAME: &str = "（略）";
const SAME_ENGLISH: &str = "(unchanged)";

/// Some words of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The words.
    pub text: String,
    /// True where they are not in the other year's text.
    pub changed: bool,
}

/// A text in pieces.
pub type Pieces = Vec<Piece>;

/// Returns a text of one piece.
pub(crate) fn piece(text: impl Into<String>, changed: bool) -> Pieces {
    let text = text.into();
    if text.is_empty() { Vec::new() } else { vec![Piece { text, changed }] }
}

/// Returns pieces with what stands for unchanged sentences in English; the sentences are the paper's.
pub(crate) fn in_english(mut pieces: Pieces) -> Pieces {
    for own in pieces.iter_mut().filter(|own| !own.changed && own.text.trim() == SAME) {
        own.text = own.text.replace(SAME, SAME_ENGLISH);
    }
    pieces
}

/// Two texts compared.
#[derive(Clone, Debug)]
pub(crate) struct Compared {
    pub(crate) before: Pieces,
    pub(crate) after: Pieces,
    /// Editorial where only the spelling changed; widening where sentences only came, narrowing where they only
    /// went, else neutral.
    pub(crate) class: Class,
}

/// Words that are only spelt otherwise: the ward's lists of mistakes and of variant forms, longest first.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spelling {
    forms: Vec<(String, String)>,
    /// Finds the forms in one pass; none where there are too many for it.
    search: Option<AhoCorasick>,
}

impl Spelling {
    /// Takes the lists of both years.
    pub(crate) fn new(lists: [&Common; 2]) -> Self {
        let mut forms: Vec<(String, String)> = Vec::new();
        for common in lists {
            let typos =
                common.typos.iter().map(|(wrong, right)| (wrong.value.as_str(), right.value.as_str()));
            forms.extend(typos.map(|(wrong, right)| (spelling::fold(wrong), spelling::fold(right))));
            for variant in &common.variants {
                let Some((first, others)) = variant.forms.split_first() else { continue };
                forms.extend(others.iter().map(|form| (spelling::fold(form), spelling::fold(first))));
            }
        }
        forms.retain(|(from, to)| from != to && !from.is_empty());
        forms.sort_by_key(|(from, to)| (std::cmp::Reverse(from.chars().count()), from.clone(), to.clone()));
        forms.dedup_by(|one, other| one.0 == other.0);
        Self::of_forms(forms)
    }

    fn of_forms(forms: Vec<(String, String)>) -> Self {
        let search = AhoCorasick::new(forms.iter().map(|(from, _)| from)).ok();
        Self { forms, search }
    }

    /// Returns whether any form of the list stands in a text.
    fn has_forms(&self, text: &str) -> bool {
        self.search.as_ref().is_none_or(|search| search.is_match(text))
    }

    /// Returns a sentence without what is only spelling: forms of the lists, kana, and marks.
    pub(crate) fn plain(&self, sentence: &str) -> String {
        let mut plain = spelling::folded(sentence);
        let forms = if self.has_forms(&plain) { self.forms.as_slice() } else { &[] };
        for (from, to) in forms {
            // A form inside its own right form is no mistake.
            if plain.contains(from.as_str()) && !(to.contains(from.as_str()) && plain.contains(to.as_str())) {
                plain = plain.replace(from.as_str(), to).into();
            }
        }
        let marks = |c: char| match c {
            '・' | 'ー' => true,
            '○' | '※' | '→' | '%' | '+' => false,
            c => script(c) == Script::Other,
        };
        spelling::fold_kana(&plain).chars().filter(|c| !marks(*c)).collect()
    }

    /// Compares two texts; words of things that were renamed are the same words.
    pub(crate) fn compare(&self, before: &str, after: &str, renamed: &[Renamed]) -> Compared {
        compare(before, after, |one, other| {
            let (mine, theirs) = (self.plain(one), self.plain(other));
            mine == theirs
                || !renamed.is_empty()
                    && (self.plain(&with_names(one, renamed, |(old, new)| (old, new))) == theirs
                        // Read backwards, the same is so.
                        || self.plain(&with_names(other, renamed, |(old, new)| (new, old))) == mine)
        })
    }
}

/// The name of a thing in the old year and in the new one, folded.
pub(crate) type Renamed = (String, String);

/// Returns a text with other names in it; `pick` says by which a name is replaced.
fn with_names<'r>(
    text: &str,
    renamed: &'r [Renamed],
    pick: impl Fn(&'r Renamed) -> (&'r String, &'r String),
) -> String {
    let mut names: Vec<(&String, &String)> = renamed.iter().map(pick).collect();
    // A name may stand in another.
    names.sort_by_key(|(from, _)| std::cmp::Reverse(from.len()));
    names.iter().fold(spelling::fold(text), |text, (from, to)| text.replace(from.as_str(), to))
}

/// Marks what differs between two texts.
pub(crate) fn marked(before: &str, after: &str) -> (Pieces, Pieces) {
    let Compared { before, after, .. } = compare(before, after, |_, _| false);
    (before, after)
}

/// Marks the lines that stand in another place. Each line is given with what tells it from all others, which both lists
/// share; what stands before and after the first and the last moved line is left out.
pub(crate) fn moved(before: &[(String, String)], after: &[(String, String)]) -> (Pieces, Pieces) {
    let keys = |list: &[(String, String)]| list.iter().map(|own| own.0.clone()).collect::<Vec<_>>();
    let (one, other) = (keys(before), keys(after));
    // Of several shortest ways one is taken; it is the same one when they are read backwards.
    if one > other {
        let (new, old) = moved(after, before);
        return (old, new);
    }
    let ops = capture_diff_slices(Algorithm::Myers, &one, &other);
    let (mut old, mut new) = (vec![true; before.len()], vec![true; after.len()]);
    for op in ops.iter().filter(|op| matches!(op, DiffOp::Equal { .. })) {
        old.get_mut(op.old_range()).unwrap_or_default().fill(false);
        new.get_mut(op.new_range()).unwrap_or_default().fill(false);
    }
    (lines(before, &old), lines(after, &new))
}

fn lines(list: &[(String, String)], changed: &[bool]) -> Pieces {
    let first = changed.iter().position(|own| *own).unwrap_or(0);
    let last = changed.iter().rposition(|own| *own).unwrap_or(0);
    let mut pieces = Pieces::new();
    let shown = first.saturating_sub(1)..=last.saturating_add(1);
    for (index, ((_, text), changed)) in list.iter().zip(changed).enumerate() {
        if !shown.contains(&index) {
            if index == 0 {
                pieces.extend(piece(format!("{SAME}\n"), false));
            } else if index == last.saturating_add(2) {
                pieces.extend(piece(format!("\n{SAME}"), false));
            }
            continue;
        }
        if index > *shown.start() {
            pieces.extend(piece("\n", false));
        }
        pieces.extend(piece(text.clone(), *changed));
    }
    pieces
}

/// Compares two texts; `is_alike` says whether two versions of a sentence differ only in spelling.
fn compare(before: &str, after: &str, is_alike: impl Fn(&str, &str) -> bool) -> Compared {
    // A text that only came or went has nothing to be compared with.
    if before.is_empty() || after.is_empty() {
        let class = if before.is_empty() { Class::Widening } else { Class::Narrowing };
        return Compared { before: piece(before, true), after: piece(after, true), class };
    }
    // Of several ways to align two texts one is taken; it is the same one when they are read backwards.
    if before > after {
        let back = aligned(after, before, |one, other| is_alike(other, one));
        return Compared { before: back.after, after: back.before, class: back.class.mirror() };
    }
    aligned(before, after, is_alike)
}

fn aligned(before: &str, after: &str, is_alike: impl Fn(&str, &str) -> bool) -> Compared {
    let (old, new) = (sentences(before), sentences(after));
    let ops = capture_diff_slices(Algorithm::Myers, &folded(&old), &folded(&new));
    let mut compared = Compared { before: Vec::new(), after: Vec::new(), class: Class::Editorial };
    let (mut reworded, mut came, mut went) = (false, false, false);
    for op in ops {
        let (gone, come) = (text(&old, op.old_range()), text(&new, op.new_range()));
        if matches!(op, DiffOp::Equal { .. }) {
            compared.before.extend(piece(SAME, false));
            compared.after.extend(piece(SAME, false));
            continue;
        }
        let is_one_sentence = words(&gone, &come, &mut compared);
        if is_one_sentence && is_alike(&gone, &come) {
            continue;
        }
        match op {
            DiffOp::Delete { .. } => went = true,
            DiffOp::Insert { .. } => came = true,
            _ => reworded = true,
        }
    }
    compared.class = match (reworded, came, went) {
        (false, false, false) => Class::Editorial,
        (false, true, false) => Class::Widening,
        (false, false, true) => Class::Narrowing,
        _ => Class::Neutral,
    };
    compared
}

/// Returns the sentences of a text, each with its full stop or line break.
fn sentences(text: &str) -> Vec<&str> {
    let all = text.split_inclusive(['。', '｡', '\n']);
    all.filter(|sentence| !sentence.trim().is_empty()).collect()
}

fn text(sentences: &[&str], range: std::ops::Range<usize>) -> String {
    sentences.get(range).unwrap_or_default().concat().trim_end().to_owned()
}

fn folded<'t>(list: &[&'t str]) -> Vec<Cow<'t, str>> {
    list.iter().map(|own| spelling::folded(own)).collect()
}

/// How a character is written; a word ends where that changes.
#[derive(PartialEq, Eq)]
enum Script {
    Kanji,
    Hiragana,
    Katakana,
    Letter,
    Other,
}

fn script(c: char) -> Script {
    match c {
        'ぁ'..='ゖ' => Script::Hiragana,
        'ァ'..='ヺ' | 'ー' | 'ｦ'..='ﾟ' => Script::Katakana,
        '\u{3400}'..='\u{9FFF}' | '々' | '\u{F900}'..='\u{FAFF}' => Script::Kanji,
        '、' | '。' | '（' | '）' => Script::Other,
        c if c.is_alphanumeric() => Script::Letter,
        _ => Script::Other,
    }
}

/// Returns the words of a text: runs of one script, each mark by itself. A number is one word with what stands between
/// its digits: 36,000, 2028-09-30, １２：３０.
fn tokens(text: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut start = 0;
    let mut before: Option<(char, Script)> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let is_between = is_between_digits(c)
            && before.as_ref().is_some_and(|(before, _)| is_digit(*before))
            && chars.peek().is_some_and(|(_, next)| is_digit(*next));
        let now = if is_between { Script::Letter } else { script(c) };
        if before.as_ref().is_some_and(|(_, before)| *before != now || now == Script::Other) {
            tokens.extend(text.get(start..at));
            start = at;
        }
        before = Some((c, now));
    }
    tokens.extend(text.get(start..).filter(|rest| !rest.is_empty()));
    tokens
}

/// Returns whether a text says nothing that another does not: each of its words but kana stands in the other.
pub(crate) fn is_part_of(less: &str, more: &str) -> bool {
    let more = spelling::folded(more);
    let less = spelling::folded(less);
    let says = |word: &&str| {
        let first = word.chars().next().map(script);
        first.is_some_and(|own| !matches!(own, Script::Hiragana | Script::Other))
    };
    tokens(&less).iter().filter(|word| says(word)).all(|word| more.contains(*word))
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Returns whether a mark between two digits belongs to their number.
fn is_between_digits(c: char) -> bool {
    matches!(c, ',' | '.' | '-' | '/' | ':' | '，' | '．' | '－' | '−' | '‐' | '／' | '：')
}

/// Adds two versions of a sentence, with the words marked that differ; returns whether they are versions of one
/// sentence at all.
fn words(before: &str, after: &str, compared: &mut Compared) -> bool {
    if before.is_empty() || after.is_empty() {
        compared.before.extend(piece(before, true));
        compared.after.extend(piece(after, true));
        return false;
    }
    let (old, new) = (tokens(before), tokens(after));
    let ops = capture_diff_slices(Algorithm::Myers, &folded(&old), &folded(&new));
    let kept: usize = ops
        .iter()
        .filter(|op| matches!(op, DiffOp::Equal { .. }))
        .map(|op| {
            old.get(op.old_range()).unwrap_or_default().iter().map(|word| word.chars().count()).sum::<usize>()
        })
        .sum();
    let most = before.chars().count().max(after.chars().count());
    // Two sentences that share only particles are two sentences; a value with another number in it is one.
    let changed: Vec<&DiffOp> = ops.iter().filter(|op| !matches!(op, DiffOp::Equal { .. })).collect();
    let is_one_word = |op: &&DiffOp| (op.old_range().len(), op.new_range().len()) == (1, 1);
    if kept * 3 < most && (kept == 0 || changed.len() > 1 || !changed.iter().all(is_one_word)) {
        compared.before.extend(piece(before, true));
        compared.after.extend(piece(after, true));
        return false;
    }
    for op in ops {
        let is_changed = !matches!(op, DiffOp::Equal { .. });
        add(&mut compared.before, old.get(op.old_range()).unwrap_or_default(), is_changed);
        add(&mut compared.after, new.get(op.new_range()).unwrap_or_default(), is_changed);
    }
    true
}

fn add(pieces: &mut Pieces, words: &[&str], changed: bool) {
    let text = words.concat();
    match pieces.last_mut() {
        Some(last) if last.changed == changed && last.text != SAME => last.text.push_str(&text),
        _ => pieces.extend(piece(text, changed)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(pieces: &[Piece]) -> String {
        let mark = |own: &Piece| if own.changed { format!("〔{}〕", own.text) } else { own.text.clone() };
        pieces.iter().map(mark).collect()
    }

    #[test]
    fn changed_words_are_marked_and_other_sentences_left_out() {
        let spelling = Spelling::default();
        let compared = spelling.compare(
            "収納データを送信する。区が受け取る。",
            "収納データを専用回線で送信する。区が受け取る。",
            &[],
        );
        assert_eq!(marked(&compared.before), "収納データを送信する。（略）");
        assert_eq!(marked(&compared.after), "収納データを〔専用回線で〕送信する。（略）");
        assert_eq!(compared.class, Class::Neutral);
    }

    #[test]
    fn a_text_that_lost_words_is_part_of_the_other() {
        assert!(is_part_of("電磁的媒体（サーバ）", "電磁的媒体（DVD-R、サーバ）及び紙媒体"));
        assert!(!is_part_of("電磁的媒体（USBメモリ）", "電磁的媒体（DVD-R、サーバ）及び紙媒体"));
    }

    #[test]
    fn a_number_is_one_word_with_its_separators() {
        let changed = |before, after| {
            let (one, other) = super::marked(before, after);
            (marked(&one), marked(&other))
        };
        let pair = |one: &str, other: &str| (one.to_owned(), other.to_owned());
        assert_eq!(changed("約30,000名", "約36,000名"), pair("約〔30,000〕名", "約〔36,000〕名"));
        assert_eq!(
            changed("期限は2028-09-30", "期限は2029-10-31"),
            pair("期限は〔2028-09-30〕", "期限は〔2029-10-31〕")
        );
        assert_eq!(
            changed("毎日１２：３０に", "毎日１３：３０に"),
            pair("毎日〔１２：３０〕に", "毎日〔１３：３０〕に")
        );
        // Between other things a mark stands by itself.
        assert_eq!(
            changed("第1項,甲を見る", "第1項,乙を見る"),
            pair("第1項,〔甲〕を見る", "第1項,〔乙〕を見る")
        );
    }

    #[test]
    fn lines_in_another_place_are_marked_and_others_left_out() {
        let line = |key: &str| (key.to_owned(), format!("手順{key}"));
        let before: Vec<_> = ["a", "b", "c", "d", "e", "f", "g"].map(line).into();
        let after: Vec<_> = ["a", "b", "d", "c", "e", "f", "g"].map(line).into();
        let (one, other) = moved(&before, &after);
        assert_eq!(marked(&one), "（略）\n手順c\n〔手順d〕\n手順e\n（略）");
        assert_eq!(marked(&other), "（略）\n手順b\n〔手順d〕\n手順c\n（略）");
        assert_eq!(moved(&[], &[]), (Vec::new(), Vec::new()));
    }

    #[test]
    fn sentences_that_come_widen_and_spelling_is_editorial() {
        let spelling = Spelling::of_forms(vec![("コンピューター".to_owned(), "コンピュータ".to_owned())]);
        let class = |before, after| spelling.compare(before, after, &[]).class;
        assert_eq!(class("甲を行う。", "甲を行う。乙を行う。"), Class::Widening);
        assert_eq!(class("甲を行う。乙を行う。", "甲を行う。"), Class::Narrowing);
        assert_eq!(class("コンピューターを使う。", "コンピュータを使う。"), Class::Editorial);
        assert_eq!(class("『三者契約』を締結する。", "三者契約を締結する。"), Class::Editorial);
        assert_eq!(class("手続きを行う", "手続を行う"), Class::Neutral);
        assert_eq!(class("暗号化する", "暗号化しない"), Class::Neutral);
    }
}
