//! Days of birth and ages in words.

use super::numbers::digit;
use super::words::{BIRTH_LABELS, RANGES};

/// How sure a day is one of birth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Birth {
    /// A day so long ago that a paper of today has hardly any other.
    Old,
    /// Born is said, or an age.
    Said,
}

/// Reads a number of up to four digits, or in kanji up to 99; returns it and where it ends.
pub(super) fn number(text: &[char], from: usize) -> Option<(u32, usize)> {
    let rest = text.get(from..)?;
    let length = rest.iter().take(5).take_while(|c| c.is_ascii_digit()).count();
    if length > 0 {
        let value =
            rest.iter().take(length).filter_map(|c| c.to_digit(10)).fold(0, |all, one| all * 10 + one);
        return (length <= 4).then_some((value, from + length));
    }
    if rest.first() == Some(&'元') {
        return Some((1, from + 1));
    }
    let kanji = |c: &char| if *c == '十' { Some(10) } else { digit(*c).filter(|_| !c.is_ascii_digit()) };
    let marks: Vec<u32> = rest.iter().take(4).map_while(kanji).collect();
    let value = marks.iter().fold((0, 0), |(tens, one), mark| match mark {
        10 => (tens + one.max(1) * 10, 0),
        mark => (tens, one * 10 + mark),
    });
    (!marks.is_empty()).then_some((value.0 + value.1, from + marks.len()))
}

/// Returns the last year of an era that people alive were born in, the year before its first, and the word's length.
fn era(text: &[char], from: usize) -> Option<(u32, u32, usize)> {
    let eras = [
        ("明治", 1867, 45),
        ("大正", 1911, 15),
        ("昭和", 1925, 64),
        ("平成", 1988, 31),
        ("令和", 2018, 99),
        ("明", 1867, 45),
        ("大", 1911, 15),
        ("昭", 1925, 64),
        ("平", 1988, 31),
        ("令", 2018, 99),
        ("M", 1867, 45),
        ("T", 1911, 15),
        ("S", 1925, 64),
        ("H", 1988, 31),
        ("R", 2018, 99),
    ];
    let rest = text.get(from..)?;
    // Hardly any letter of a text begins the word of an era.
    let first = rest.first()?;
    if !"明大昭平令MTSHR".contains(*first) {
        return None;
    }
    let (word, before, last) = eras.into_iter().find(|(word, ..)| {
        word.chars().zip(rest).filter(|(one, two)| one == *two).count() == word.chars().count()
    })?;
    let touches = from.checked_sub(1).and_then(|at| text.get(at)).is_some_and(char::is_ascii_alphanumeric);
    let is_letter = word.chars().all(|c| c.is_ascii_alphabetic());
    (!(is_letter && touches)).then(|| (before, last, word.chars().count()))
}

/// Reads a date at a place: its year, whether month and day stand there too, and where it ends.
fn date(text: &[char], from: usize) -> Option<(u32, bool, usize)> {
    let (year, at) = match era(text, from) {
        Some((before, last, length)) => {
            let (year, at) = number(text, from + length)?;
            ((1..=last).contains(&year).then_some(before + year)?, at)
        }
        None => {
            let touches =
                from.checked_sub(1).and_then(|at| text.get(at)).is_some_and(char::is_ascii_alphanumeric);
            let (year, at) = number(text, from)?;
            ((1868..=2100).contains(&year) && !touches).then_some((year, at))?
        }
    };
    let part = |at: usize, marks: &[char], most: u32| {
        let at = text.get(at).filter(|c| marks.contains(c)).map(|_| at + 1)?;
        let (value, to) = number(text, at)?;
        (1..=most).contains(&value).then_some(to)
    };
    let with_month = part(at, &['年', '.', '/', '-'], 12);
    let with_day = with_month.and_then(|at| part(at, &['月', '.', '/', '-'], 31));
    let mark = |at: usize, mark: char| if text.get(at) == Some(&mark) { at + 1 } else { at };
    match (with_month, with_day) {
        (_, Some(at)) => Some((year, true, mark(at, '日'))),
        (Some(at), None) => Some((year, false, mark(at, '月'))),
        (None, None) => Some((year, false, mark(at, '年'))),
    }
}

/// Returns the surest sign of a day of birth in a text.
pub(super) fn birth(text: &[char]) -> Option<Birth> {
    let mut found = None;
    let mut at = 0;
    while at < text.len() {
        if let Some(sign) = age(text, at) {
            found = found.max(Some(sign));
        }
        let Some((year, is_full, to)) = date(text, at) else {
            at += 1;
            continue;
        };
        let behind = to + text.get(to..).unwrap_or_default().iter().take_while(|c| **c == ' ').count();
        let is_range = RANGES.at(text, behind).is_some();
        let starts = |word: &str| {
            text.get(behind..).unwrap_or_default().iter().copied().take(word.chars().count()).eq(word.chars())
        };
        let is_said = ["生", "born"].iter().any(|word| starts(word)) && !starts("生産") && !starts("生じ");
        let before = text.get(..at).unwrap_or_default();
        let label = before
            .iter()
            .rposition(|c| !matches!(c, ' ' | ':' | '=' | '「' | 'は'))
            .map_or(0, |last| last + 1);
        let is_labelled = BIRTH_LABELS.ends(before.get(..label).unwrap_or_default());
        if !is_range {
            if is_said || (is_labelled && is_full) {
                found = Some(Birth::Said);
            } else if is_full && year <= 1999 && year > 1900 {
                found = found.max(Some(Birth::Old));
            }
        }
        at = to.max(at + 1);
    }
    found
}

/// Whether the label of a day of birth stands there with a day behind it.
pub(super) fn has_labelled_birth(text: &[char]) -> bool {
    (0..text.len()).any(|at| {
        BIRTH_LABELS.at(text, at).is_some_and(|length| {
            let from = at + length;
            let marks = text.get(from..).unwrap_or_default();
            let from = from
                + marks.iter().take(3).take_while(|c| matches!(c, ' ' | ':' | '=' | '「' | 'は')).count();
            date(text, from).is_some_and(|(year, is_full, to)| {
                is_full && year <= 2030 && RANGES.at(text, to).is_none() && year > 1900
            })
        })
    })
}

/// Reads an age at a place, one of a person and not a bound.
fn age(text: &[char], at: usize) -> Option<Birth> {
    let before = at.checked_sub(1).and_then(|before| text.get(before));
    if before.is_some_and(|c| c.is_ascii_digit() || matches!(c, '~' | '〜' | '-' | '満')) {
        return None;
    }
    let (years, to) = number(text, at).filter(|_| text.get(at).is_some_and(char::is_ascii_digit))?;
    let behind: String = text.get(to..)?.iter().take(5).collect();
    let rest = behind.strip_prefix('歳')?;
    let is_bound = ["以", "未", "に", "~", "〜", "-", "の者", "の方", "から", "まで", "到達", "代", "時"]
        .iter()
        .any(|word| rest.starts_with(word));
    ((1..=120).contains(&years) && !is_bound).then_some(Birth::Said)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Birth> {
        birth(&text.chars().collect::<Vec<char>>())
    }

    #[test]
    fn a_day_of_birth_is_told_from_other_days() {
        for text in [
            "昭和12年3月4日生",
            "昭和7年生",
            "大正13年5月生まれ",
            "1933年5月5日生",
            "88歳",
            "昭和十二年三月四日生",
        ] {
            assert_eq!(found(text), Some(Birth::Said), "{text}");
        }
        for text in ["S10.5.6", "昭和8年1月2日", "1940/02/03", "昭13.4.5"] {
            assert_eq!(found(text), Some(Birth::Old), "{text}");
        }
        for text in [
            "2027-04-05 に消去した",
            "昭和27年3月31日以前に生まれた方",
            "昭和50年法律第57号",
            "75歳以上",
            "65~74歳の者",
            "令和8年4月1日",
            "第9999年",
        ] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
