//! 和暦: Japanese era dates, from Meiji 6 (1873-01-01, the Gregorian calendar) on.

use crate::diagnostic::Text;
use crate::text;
use chrono::{Datelike, NaiveDate};

/// An era, and the first day of it (元号を改める政令).
struct Era {
    name: &'static str,
    letter: char,
    first: (i32, u32, u32),
}

/// Newest first.
const ERAS: [Era; 5] = [
    Era { name: "令和", letter: 'R', first: (2019, 5, 1) },
    Era { name: "平成", letter: 'H', first: (1989, 1, 8) },
    Era { name: "昭和", letter: 'S', first: (1926, 12, 25) },
    Era { name: "大正", letter: 'T', first: (1912, 7, 30) },
    Era { name: "明治", letter: 'M', first: (1868, 1, 25) },
];

impl Era {
    fn first(&self) -> NaiveDate {
        let (year, month, day) = self.first;
        NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
    }
}

/// Returns the era of a day; `None` before 1873-01-01.
fn era_of(date: NaiveDate) -> Option<&'static Era> {
    if date.year() < 1873 {
        return None;
    }
    ERAS.iter().find(|era| era.first() <= date)
}

/// Returns era name and year of a day, for example `("令和", 7)`.
#[must_use]
pub fn year_of(date: NaiveDate) -> Option<(&'static str, i32)> {
    era_of(date).map(|era| (era.name, date.year() - era.first.0 + 1))
}

/// Returns a number with a comma every three digits: 36,000.
#[must_use]
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Returns a number in full-width digits.
#[must_use]
pub fn full_width(number: impl ToString) -> String {
    number
        .to_string()
        .chars()
        .map(|c| match c {
            '0'..='9' => char::from_u32(u32::from(c) - 0x30 + 0xFF10).unwrap_or(c),
            ',' => '，',
            '-' => '－',
            c => c,
        })
        .collect()
}

/// Returns the kana that numbers points, from 0: ア, イ, ウ; numerals where the fifty sounds end.
#[must_use]
pub fn kana(index: usize) -> String {
    const SOUNDS: &str =
        "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
    SOUNDS.chars().nth(index).map_or_else(|| full_width(index as u64 + 1), String::from)
}

/// Returns a number in Japanese numerals: 三百六十五, 三万六千.
#[must_use]
pub fn kanji(number: u64) -> String {
    const LARGE: [&str; 5] = ["", "万", "億", "兆", "京"];
    if number == 0 {
        return "〇".to_owned();
    }
    let mut groups: Vec<String> = Vec::new();
    let mut rest = number;
    for large in LARGE {
        let group = rest % 10_000;
        rest /= 10_000;
        if group > 0 {
            groups.push(format!("{}{large}", below_ten_thousand(group)));
        }
    }
    groups.reverse();
    groups.concat()
}

/// Returns 1 to 9,999 in Japanese numerals; the one before 十, 百 and 千 is not written.
fn below_ten_thousand(number: u64) -> String {
    let places = [(1_000, "千"), (100, "百"), (10, "十")];
    let large = places.into_iter().map(|(value, name)| match number / value % 10 {
        0 => String::new(),
        1 => name.to_owned(),
        digit => format!("{}{name}", kanji_digits(digit)),
    });
    let ones = if number.is_multiple_of(10) { String::new() } else { kanji_digits(number % 10) };
    large.chain([ones]).collect()
}

/// Returns a number digit by digit in Japanese numerals: 二〇二六.
#[must_use]
pub fn kanji_digits(number: impl ToString) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    let digit = |c: char| c.to_digit(10).and_then(|digit| DIGITS.get(digit as usize)).copied().unwrap_or(c);
    number.to_string().chars().map(digit).collect()
}

fn year_word(year: i32, number: &dyn Fn(u64) -> String) -> String {
    match u64::try_from(year) {
        Ok(1) => "元".to_owned(),
        Ok(year) => number(year),
        Err(_) => full_width(year),
    }
}

/// Returns a day as it is printed, for example 令和７年７月１日.
#[must_use]
pub fn print(date: NaiveDate) -> String {
    print_in(date, &|number| full_width(number))
}

/// Returns a day as it is printed, its numbers as `number` writes them.
pub(super) fn print_in(date: NaiveDate, number: &dyn Fn(u64) -> String) -> String {
    match year_of(date) {
        Some((era, year)) => {
            let (month, day) = (number(date.month().into()), number(date.day().into()));
            format!("{era}{}年{month}月{day}日", year_word(year, number))
        }
        None => date.to_string(),
    }
}

/// Returns a fiscal year (the year of its 1 April) as it is printed, for example 平成３０年度.
#[must_use]
pub fn print_fiscal_year(year: i32) -> String {
    print_fiscal_year_in(year, &|number| full_width(number))
}

/// Returns a fiscal year as it is printed, its number as `number` writes it.
pub(super) fn print_fiscal_year_in(year: i32, number: &dyn Fn(u64) -> String) -> String {
    match NaiveDate::from_ymd_opt(year, 4, 1).and_then(year_of) {
        Some((era, of_era)) => {
            // The fiscal year that began in April 2019 is called 令和元年度 in the ward's papers.
            let (era, of_era) = if year == 2019 { ("令和", 1) } else { (era, of_era) };
            format!("{era}{}年度", year_word(of_era, number))
        }
        None => format!("{year}年度"),
    }
}

/// Returns the fiscal year (the year of its 1 April) that a folder is named after: `r07` or `2025`.
#[must_use]
pub fn fiscal_year_of_folder(name: &str) -> Option<i32> {
    if name.len() == 4 && name.bytes().all(|b| b.is_ascii_digit()) {
        return name.parse().ok().filter(|year| (1873..=2200).contains(year));
    }
    let mut chars = name.chars();
    let letter = chars.next()?;
    let digits = chars.as_str();
    if digits.len() != 2 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    western_year(letter, digits.parse().ok()?)
}

/// Returns the western year of a year in the era that a letter stands for, `R` or `r` for 令和.
#[must_use]
pub fn western_year(letter: char, year: i32) -> Option<i32> {
    let era = ERAS.iter().find(|era| era.letter == letter.to_ascii_uppercase())?;
    (1..=999).contains(&year).then(|| era.first.0 + year - 1)
}

/// Returns the fiscal year of a day.
#[must_use]
pub fn fiscal_year(date: NaiveDate) -> i32 {
    if date.month() >= 4 { date.year() } else { date.year() - 1 }
}

/// A date found in running text, and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The words, as written.
    pub words: String,
    /// The day, or why there is no such day.
    pub day: Result<NaiveDate, Text>,
    /// Western year, month and day as they are counted, whether or not there is such a day.
    pub counted: (i32, u32, u32),
    /// The weekday that follows in brackets, 0 for Monday.
    pub weekday: Option<u32>,
}

/// Finds the era dates in running text (令和７年７月１日, 平成27年1月20日（水）).
#[must_use]
pub fn mentions(text: &str) -> Vec<Mention> {
    let mut found = Vec::new();
    for era in &ERAS {
        for (at, _) in text.match_indices(era.name) {
            if let Some(rest) = text.get(at..)
                && let Some(mention) = read(era, rest)
            {
                found.push((at, mention));
            }
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, mention)| mention).collect()
}

/// Returns the fiscal year (the year of its 1 April) that a text names first, as in 令和７年度第６回.
#[must_use]
pub fn fiscal_year_in(text: &str) -> Option<i32> {
    let mut found: Vec<(usize, i32)> = Vec::new();
    for era in &ERAS {
        for (at, _) in text.match_indices(era.name) {
            let Some(rest) = text.get(at + era.name.len()..) else { continue };
            let digits: String = rest.trim_start().chars().take_while(|c| is_number(*c)).collect();
            let after = rest.trim_start().get(digits.len()..);
            let folded: String = digits.chars().filter_map(ascii).collect();
            let year = if digits == "元" { Some(1) } else { folded.parse::<i32>().ok() };
            if let Some(year) = year.filter(|year| (1..=99).contains(year))
                && after.is_some_and(|after| after.starts_with("年度"))
            {
                found.push((at, era.first.0 + year - 1));
            }
        }
    }
    found.into_iter().min().map(|(_, year)| year)
}

fn is_number(c: char) -> bool {
    c == '元' || ascii(c).is_some()
}

/// Returns a digit of either width as ASCII.
fn ascii(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - 0xFF10 + 0x30),
        _ => None,
    }
}

/// Reads a day in the Japanese era; `None` where the text is no such date.
#[must_use]
pub fn parse(folded: &str) -> Option<Result<NaiveDate, Text>> {
    mentions(folded).into_iter().next().map(|mention| mention.day)
}

fn read(era: &'static Era, text: &str) -> Option<Mention> {
    let mut at = era.name.len();
    let mut number = |suffix: char| -> Option<i32> {
        let rest = text.get(at..)?;
        let rest = rest.trim_start();
        let mut value = String::new();
        let mut chars = rest.char_indices();
        for (index, c) in chars.by_ref() {
            match c {
                '元' if value.is_empty() => value.push('1'),
                '0'..='9' => value.push(c),
                '０'..='９' => value.push(char::from_u32(u32::from(c) - 0xFF10 + 0x30)?),
                c if c == suffix && !value.is_empty() => {
                    at = text.len() - rest.len() + index + c.len_utf8();
                    return value.parse().ok();
                }
                _ => return None,
            }
            if value.len() > 4 {
                return None;
            }
        }
        None
    };
    let year = number('年')?;
    let month = number('月')?;
    let day = number('日')?;
    let words = text.get(..at)?.to_owned();
    let weekday = text.get(at..).and_then(weekday);
    let counted = (era.first.0 + year - 1, u32::try_from(month).ok()?, u32::try_from(day).ok()?);
    let date = NaiveDate::from_ymd_opt(counted.0, counted.1, counted.2);
    let name = era.name;
    let day = match date {
        None => Err(text!("「{words}」という日はありません", "there is no such day as `{words}`")),
        Some(date) => match era_of(date) {
            Some(right) if right.name == name => Ok(date),
            Some(right) => {
                let right = right.name;
                Err(text!(
                    "「{words}」は{name}ではなく{right}の日です",
                    "`{words}` lies in {right}, not {name}"
                ))
            }
            None => {
                Err(text!("「{words}」は新暦より前の日です", "`{words}` lies before the Gregorian calendar"))
            }
        },
    };
    Some(Mention { words, day, counted, weekday })
}

fn weekday(rest: &str) -> Option<u32> {
    let mut chars = rest.chars();
    if !matches!(chars.next()?, '（' | '(') {
        return None;
    }
    let day = chars.next()?;
    let index = "月火水木金土日".chars().position(|c| c == day)?;
    u32::try_from(index).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn a_fiscal_year_in_a_text() {
        for (text, year) in [
            ("令和７年度第６回", Some(2025)),
            ("令和元年度第2回定例会（平成30年度の続き）", Some(2019)),
            ("平成３０年度第８回", Some(2018)),
            ("令和 8年度", Some(2026)),
            ("第６回（2025年度）", None),
            ("令和７年第６回", None),
            ("令和", None),
            ("令和０年度", None),
            ("令和１２３４５６７８９０１年度", None),
        ] {
            assert_eq!(fiscal_year_in(text), year, "{text}");
        }
    }

    #[test]
    fn days_around_each_change_of_era() {
        let table = [
            ((1926, 12, 24), "大正１５年１２月２４日"),
            ((1926, 12, 25), "昭和元年１２月２５日"),
            ((1989, 1, 7), "昭和６４年１月７日"),
            ((1989, 1, 8), "平成元年１月８日"),
            ((2019, 4, 30), "平成３１年４月３０日"),
            ((2019, 5, 1), "令和元年５月１日"),
            ((2025, 7, 1), "令和７年７月１日"),
        ];
        for ((y, m, d), printed) in table {
            assert_eq!(print(day(y, m, d)), printed);
            assert_eq!(parse(printed), Some(Ok(day(y, m, d))), "{printed}");
        }
        assert_eq!(print(day(1872, 12, 31)), "1872-12-31");
    }

    #[test]
    fn folders_and_fiscal_years() {
        assert_eq!(fiscal_year_of_folder("r07"), Some(2025));
        assert_eq!(fiscal_year_of_folder("h30"), Some(2018));
        assert_eq!(fiscal_year_of_folder("2026"), Some(2026));
        assert_eq!(fiscal_year_of_folder("common"), None);
        assert_eq!(fiscal_year_of_folder("r0"), None);
        assert_eq!(fiscal_year_of_folder("r+7"), None);
        assert_eq!(fiscal_year_of_folder("r00"), None);
        assert_eq!(fiscal_year_of_folder("Ｒ０７"), None);
        assert_eq!(fiscal_year(day(2026, 3, 31)), 2025);
        assert_eq!(print_fiscal_year(2018), "平成３０年度");
        assert_eq!(print_fiscal_year(2019), "令和元年度");
    }

    #[test]
    fn dates_in_prose_are_judged() {
        let found = mentions("令和７年２月２９日と平成27年1月20日（水）、平成３２年４月１日");
        assert!(found[0].day.is_err());
        assert_eq!(found[1].day, Ok(day(2015, 1, 20)));
        assert_eq!(found[1].weekday, Some(2));
        assert!(found[2].day.is_err());
        assert_eq!(found.len(), 3);
    }
}
