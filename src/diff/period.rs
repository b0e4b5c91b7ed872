//! How long a period is that is written in words, as far as that can be said.

use crate::spelling;

const DAY: i64 = 24;
const MONTH: i64 = 30 * DAY;
const YEAR: i64 = 365 * DAY;

/// Units of a period and their hours, the longer word first.
const UNITS: [(&str, i64); 11] = [
    ("年度", YEAR),
    ("年", YEAR),
    ("か月", MONTH),
    ("カ月", MONTH),
    ("ヶ月", MONTH),
    ("ケ月", MONTH),
    ("箇月", MONTH),
    ("月間", MONTH),
    ("週", 7 * DAY),
    ("日", DAY),
    ("時間", 1),
];

/// Words of a period without a number, and its hours.
const WORDS: [(&[&str], i64); 8] = [
    (&["永年", "永久", "無期限", "定めなし", "期限なし"], i64::MAX),
    (&["年度末", "年度の終わり", "年度の終了", "年度の末", "年度内", "毎年", "年次"], YEAR),
    (&["半年"], 183 * DAY),
    (&["四半期"], 92 * DAY),
    (&["毎月", "月次", "月末", "当月"], 31 * DAY),
    (&["毎週", "週次"], 7 * DAY),
    (&["毎日", "日次", "当日", "その日", "翌日", "即日"], DAY),
    (&["その都度", "直ちに", "即時", "速やかに"], 0),
];

/// Returns the hours of a period as it is written; `None` where it names a day of the calendar or an event alone.
///
/// ５年, 業務の終了後30日以内, 一年六か月, 毎月の作業の終了まで, 永年.
pub(crate) fn hours(text: &str) -> Option<i64> {
    let text = spelling::folded(text);
    if ["令和", "平成"].iter().any(|era| text.contains(era)) {
        return None;
    }
    let mut total = None;
    let mut rest: &str = &text;
    while let Some(at) = rest.find(is_digit) {
        let (_, from) = rest.split_at(at);
        let end = from.find(|c| !is_digit(c)).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        // 「第２条」「１回」: no length.
        if let Some((_, unit)) = UNITS.iter().find(|(word, _)| after.starts_with(word)) {
            let count = number(digits)?;
            // A year of the calendar.
            if *unit == YEAR && count >= 1900 {
                return None;
            }
            let own = count.checked_mul(*unit)?;
            total = Some(total.unwrap_or(0i64).checked_add(own)?);
        }
        rest = after;
    }
    total.or_else(|| {
        let all = WORDS.iter();
        all.filter(|(words, _)| words.iter().any(|word| text.contains(word))).map(|(_, hours)| *hours).next()
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || "一二三四五六七八九十百".contains(c)
}

/// Returns a number of digits, or of 漢数字 below a thousand.
fn number(digits: &str) -> Option<i64> {
    if let Ok(number) = digits.parse() {
        return Some(number);
    }
    let (mut total, mut one) = (0i64, None);
    for c in digits.chars() {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            _ => {
                let kanji = "一二三四五六七八九".chars().position(|own| own == c);
                let digit = c.to_digit(10).map(i64::from);
                one = Some(digit.or_else(|| i64::try_from(kanji? + 1).ok())?);
                continue;
            }
        };
        total += unit * one.take().unwrap_or(1);
    }
    Some(total + one.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_in_words_has_its_length() {
        let of = |text| hours(text);
        assert_eq!(of("支給の決定の日の属する年度の翌年度から５年"), Some(5 * YEAR));
        assert_eq!(of("業務の終了後３０日以内"), Some(30 * DAY));
        assert_eq!(of("一年六か月"), Some(YEAR + 6 * MONTH));
        assert_eq!(of("二十五日"), Some(25 * DAY));
        assert_eq!(of("毎月の作業の終了まで"), Some(31 * DAY));
        assert_eq!(of("年度の終わりまで"), Some(YEAR));
        assert_eq!(of("永年"), Some(i64::MAX));
        assert_eq!(of("４８時間"), Some(48));
    }

    #[test]
    fn a_day_or_an_event_is_no_length() {
        for text in
            ["令和９年３月３１日まで", "2027年3月31日まで", "業務の終了まで", "第２条の定めによる", ""]
        {
            assert_eq!(hours(text), None, "{text}");
        }
        assert_eq!(hours("999999999999999999年"), None);
    }
}
