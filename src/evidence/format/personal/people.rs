//! Names and addresses in words.

use super::dates::number;
use super::words::{
    ADDRESS_LABELS, HOUSES, KIN, NAME_LABELS, NOT_GIVEN, OFFICE, RANGES, SALUTATIONS, SURNAMES,
};

/// How far an office is looked for around a name, in characters.
const AROUND: usize = 12;

/// What follows a name.
const BEHIND: [&str; 20] = [
    "様",
    "さん",
    "殿",
    "氏",
    "君",
    "ちゃん",
    "宛",
    "あて",
    "方",
    "宅",
    "の",
    "が",
    "は",
    "に",
    "を",
    "と",
    "へ",
    "で",
    "も",
    "外",
];

/// A name of a person in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Name {
    /// Whether a mark of respect follows it.
    pub(super) is_addressed: bool,
    /// Whether a house of theirs follows: 様宅.
    pub(super) has_house: bool,
    /// Whether an office, a company or a task stands beside it.
    pub(super) is_staff: bool,
    /// Whether a word for a relative stands before it.
    pub(super) is_kin: bool,
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '々' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{323AF}')
}

fn is_katakana(c: char) -> bool {
    matches!(c, '\u{30A1}'..='\u{30FA}' | 'ー')
}

fn is_letter(c: char) -> bool {
    is_han(c) || is_katakana(c) || matches!(c, '\u{3041}'..='\u{3096}')
}

fn starts(text: &[char], at: usize, word: &str) -> bool {
    let mut rest = text.get(at..).unwrap_or_default().iter();
    word.chars().all(|one| rest.next() == Some(&one))
}

/// Returns the length of the mark of respect at a place.
fn respect(text: &[char], at: usize) -> Option<usize> {
    if !matches!(text.get(at), Some('様' | 'さ' | 'ち' | '殿' | '氏' | '君')) {
        return None;
    }
    let word = ["様", "さん", "ちゃん", "殿", "氏", "君"].into_iter().find(|word| starts(text, at, word))?;
    let is_another = ["氏名", "殿町", "様式", "様子", "様々"].iter().any(|other| starts(text, at, other));
    (!is_another).then(|| word.chars().count())
}

/// Returns where a given name ends that begins at a place; `spaced` where a blank stands before it.
fn given(text: &[char], from: usize, spaced: bool) -> Option<usize> {
    let first = *text.get(from)?;
    if !is_letter(first) || NOT_GIVEN.at(text, from).is_some_and(|length| length > 1 || !spaced) {
        return None;
    }
    if !spaced && "がのはをにともへでやら方様宅殿氏".contains(first) {
        return None;
    }
    (1..=4).map(|length| from + length).find(|to| {
        let run = text.get(from..*to);
        run.is_some_and(|run| run.len() == to - from && run.iter().all(|c| is_letter(*c)))
            && match text.get(*to) {
                None => true,
                Some(next) => !is_letter(*next) || BEHIND.iter().any(|word| starts(text, *to, word)),
            }
    })
}

/// Returns every name of a text.
pub(super) fn names(text: &[char]) -> Vec<Name> {
    let mut names = Vec::new();
    let mut at = 0;
    while at < text.len() {
        let Some((from, to)) = name_at(text, at) else {
            at += 1;
            continue;
        };
        let blank = usize::from(text.get(to) == Some(&' '));
        // A quotation may end between a name and its mark of respect.
        let quoted = usize::from(matches!(text.get(to), Some('」' | ')')));
        let addressed =
            [to, to + blank, to + quoted].into_iter().find_map(|at| Some(at + respect(text, at)?));
        let end = addressed.unwrap_or(to);
        let around = |from: usize, to: usize| text.get(from..to.min(text.len())).unwrap_or_default();
        // Behind a mark of respect stands what is said of the person, an office only behind a bare name.
        let is_staff = OFFICE.is_in(around(from.saturating_sub(AROUND), from))
            || (addressed.is_none() && OFFICE.is_in(around(to, end + AROUND)));
        let before = text.get(..from).unwrap_or_default();
        let before = before.strip_suffix(&['の']).or_else(|| before.strip_suffix(&[' '])).unwrap_or(before);
        names.push(Name {
            is_addressed: addressed.is_some(),
            has_house: addressed.is_some() && text.get(end) == Some(&'宅'),
            is_staff,
            is_kin: KIN.ends(before),
        });
        at = end.max(at + 1);
    }
    names
}

/// Returns where a name stands that begins at a place.
fn name_at(text: &[char], at: usize) -> Option<(usize, usize)> {
    let touches =
        at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|c| is_han(*c) || is_katakana(*c));
    if let Some(length) = SURNAMES.at(text, at) {
        let end = at + length;
        let blank = text.get(end) == Some(&' ');
        // A surname of one character is a word of its own as often as not.
        let is_short = length == 1;
        if is_short && touches {
            return None;
        }
        if let Some(to) = given(text, end + usize::from(blank), blank).filter(|_| blank || !is_short) {
            return Some((at, to));
        }
        if respect(text, end + usize::from(blank)).is_some() && (!is_short || !touches) {
            return Some((at, end));
        }
    }
    // Two words of kana or kanji with a blank, or any word, before a mark of respect.
    if touches || !text.get(at).is_some_and(|c| is_letter(*c)) {
        return None;
    }
    let length = text.get(at..)?.iter().take(9).take_while(|c| is_letter(**c)).count();
    let word = (1..=length.min(8)).find(|length| respect(text, at + length).is_some());
    let end = match word {
        Some(length) => at + length,
        None => {
            let second = (length <= 5 && text.get(at + length) == Some(&' ')).then_some(at + length + 1)?;
            let own = text.get(second..)?.iter().take(5).take_while(|c| is_letter(**c)).count();
            let own = (1..=own.min(4)).find(|own| {
                respect(text, second + own).is_some()
                    || (respect(text, second + own + 1).is_some() && text.get(second + own) == Some(&' '))
            })?;
            second + own
        }
    };
    let whole = text.get(at..end)?;
    let is_fit = whole.len() >= 2 && !SALUTATIONS.ends(whole) && !OFFICE.ends(whole);
    is_fit.then_some((at, end))
}

/// Whether two words of katakana stand side by side, as names are written for the post.
pub(super) fn has_kana_name(text: &[char]) -> bool {
    (0..text.len()).any(|at| {
        let touches = at.checked_sub(1).and_then(|before| text.get(before)).is_some_and(|c| is_letter(*c));
        kana_pair(text, at).is_some() && !touches
    })
}

fn kana_pair(text: &[char], at: usize) -> Option<usize> {
    let count = |from: usize| {
        text.get(from..).map_or(0, |rest| rest.iter().take(6).take_while(|c| is_katakana(**c)).count())
    };
    let one = count(at);
    let second = at + one + 1;
    let two = count(second);
    ((2..=5).contains(&one) && (2..=5).contains(&two) && text.get(at + one) == Some(&' '))
        .then_some(second + two)
}

/// Whether a label of a name stands there with a name behind it: `氏名：…`, `世帯主 …`.
pub(super) fn has_labelled_name(text: &[char]) -> bool {
    (0..text.len()).any(|at| {
        let Some(length) = NAME_LABELS.at(text, at) else { return false };
        let to = at + length;
        let marks = text.get(to..).unwrap_or_default();
        let marks =
            marks.iter().take(3).take_while(|c| matches!(c, ' ' | ':' | '=' | '「' | '(' | '\t')).count();
        let from = to + marks;
        let is_marked =
            text.get(to..from).is_some_and(|marks| marks.iter().any(|c| matches!(c, ':' | '=' | '「')));
        let listed = || SURNAMES.at(text, from).filter(|length| *length > 1).is_some();
        let is_listed = marks > 0 && listed() && name_at(text, from).is_some();
        let pair = || {
            let count = |from: usize| {
                text.get(from..).map_or(0, |rest| rest.iter().take(6).take_while(|c| is_letter(**c)).count())
            };
            let one = count(from);
            let two = count(from + one + 1);
            (1..=4).contains(&one)
                && (1..=4).contains(&two)
                && text.get(from + one) == Some(&' ')
                && !OFFICE.is_in(text.get(from..from + one + 1 + two).unwrap_or_default())
        };
        is_listed || (is_marked && (pair() || kana_pair(text, from).is_some()))
    })
}

/// Whether the label of an address stands there with an address behind it.
pub(super) fn has_labelled_address(text: &[char]) -> bool {
    (0..text.len()).any(|at| {
        ADDRESS_LABELS.at(text, at).is_some_and(|length| {
            let rest = text.get(at + length..).unwrap_or_default();
            let rest = rest.get(..rest.len().min(40)).unwrap_or_default();
            matches!(rest.first(), Some(':' | '=' | ' ')) && address(rest) == Some(Address::Home)
        })
    })
}

/// Whose address it looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Address {
    /// That of a company or an office.
    Office,
    /// Of somebody.
    Home,
}

/// Returns the address that stands in a text: a place of 市区町村 and a number in it, or a room of a house.
pub(super) fn address(text: &[char]) -> Option<Address> {
    let place = (1..text.len()).any(|at| {
        matches!(text.get(at), Some('市' | '区' | '町' | '村'))
            && text.get(at - 1).is_some_and(|c| is_letter(*c))
            && has_house_number(text, at + 1)
    });
    let room = (0..text.len()).any(|at| {
        HOUSES.at(text, at).is_some_and(|length| {
            let to = at + length;
            let from = to
                + text
                    .get(to..)
                    .unwrap_or_default()
                    .iter()
                    .take(2)
                    .take_while(|c| matches!(c, 'の' | ' '))
                    .count();
            number(text, from)
                .is_some_and(|(_, end)| end - from >= 2 && text.get(from).is_some_and(char::is_ascii_digit))
        })
    });
    let is_office = [
        "センター",
        "工場",
        "倉庫",
        "会社",
        "(株)",
        "(有)",
        "本社",
        "本店",
        "庁舎",
        "役所",
        "施設",
        "事業所",
        "営業所",
        "郵便局",
        "拠点",
    ]
    .iter()
    .any(|word| (0..text.len()).any(|at| starts(text, at, word)));
    (place || room).then_some(if is_office { Address::Office } else { Address::Home })
}

/// Whether a number of a house follows, a few letters on: 1-2-3, 一丁目2番, 123番地; no stretch of streets.
fn has_house_number(text: &[char], from: usize) -> bool {
    let from_number = (from..text.len().min(from + 14)).find(|at| {
        text.get(*at).is_some_and(char::is_ascii_digit)
            || number(text, *at).is_some_and(|(_, to)| matches!(text.get(to), Some('丁' | '番' | '号')))
    });
    let Some(at) = from_number else { return false };
    if !text.get(from..at).is_some_and(|between| between.iter().all(|c| is_letter(*c) || *c == ' ')) {
        return false;
    }
    let Some((_, to)) = number(text, at) else { return false };
    match text.get(to) {
        Some('-' | 'の' | '番') => starts(text, to, "番") || number(text, to + 1).is_some(),
        Some('丁') => {
            let behind = to + 2;
            RANGES.at(text, behind).is_none() && !matches!(text.get(behind), Some('、' | '分' | 'と' | 'の'))
        }
        _ => false,
    }
}
