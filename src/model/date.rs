//! Dates in the files: `2025-07-01`. Whatever else a clerk writes is answered with that form, or with the reason
//! why there is no such day.

use super::era;
use crate::diagnostic::{Diagnostic, Text};
use crate::source::{Located, Span};
use crate::spelling::{self, short};
use crate::text;
use crate::yaml::decode::{Decode, scalar};
use crate::yaml::{Node, tell};
use chrono::{Datelike, NaiveDate};
use serde_json::{Map, Value, json};
use std::fmt;
use std::ops::RangeInclusive;

/// Years that are read in files, where a department may be older than the law. A date outside is a slip, and day
/// counts from dates inside cannot run over.
const YEARS: RangeInclusive<i32> = 1873..=2200;

/// Years in which a command is asked to look at things.
pub const ASKED: RangeInclusive<i32> = 2000..=2100;

/// Why a text is no date, and what to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// What is wrong.
    pub message: Text,
    /// What to write.
    pub help: Text,
}

impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { message, help } = self;
        write!(f, "{}; {}", message.en, help.en)
    }
}

impl std::error::Error for Wrong {}

/// Reads `2025-07-01` and nothing else, in one of these years: the one reader of dates, for files and commands.
///
/// # Errors
///
/// Says why the text is no such date, and what to write.
pub fn read(found: &str, years: &RangeInclusive<i32>) -> Result<NaiveDate, Wrong> {
    iso(found, years).ok_or_else(|| wrong(found, years))
}

impl Decode for Located<NaiveDate> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let Some(found) =
            scalar(node, text!("日付（2025-07-01 の形）", "a date such as 2025-07-01"), problems)
        else {
            return Self::broken();
        };
        match read(found, &YEARS) {
            Ok(date) => Located::new(date, node.span),
            Err(Wrong { message, help }) => {
                tell(problems, || Diagnostic::error("not-a-date", node.span, message).help(help));
                Self::broken()
            }
        }
    }

    fn broken() -> Self {
        Located::new(NaiveDate::default(), Span::NOWHERE)
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        // Whether the month has the day, no pattern says.
        let pattern = r"^(187[3-9]|18[89]\d|19\d\d|2[01]\d\d|2200)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$";
        json!({ "type": "string", "format": "date", "pattern": pattern })
    }
}

/// A day, or a month where the paper says no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DayOrMonth {
    /// The day; of a month its last.
    pub last: NaiveDate,
    /// Whether only the month is stated.
    pub is_month: bool,
}

impl fmt::Display for DayOrMonth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.is_month {
            true => write!(f, "{}", self.last.format("%Y-%m")),
            false => write!(f, "{}", self.last),
        }
    }
}

impl Decode for Located<DayOrMonth> {
    fn decode(node: &Node<'_>, problems: &mut Vec<Diagnostic>) -> Self {
        let wanted = text!(
            "日付（2025-07-01）か月（2025-07）",
            "a date such as 2025-07-01, or a month such as 2025-07"
        );
        let Some(found) = scalar(node, wanted, problems) else { return Self::broken() };
        let first = (found.len() == 7).then(|| iso(&format!("{found}-01"), &YEARS)).flatten();
        let last = first.and_then(|first| first.checked_add_months(chrono::Months::new(1))?.pred_opt());
        if let Some(last) = last {
            return Located::new(DayOrMonth { last, is_month: true }, node.span);
        }
        <Located<NaiveDate> as Decode>::decode(node, problems)
            .map(|last| DayOrMonth { last, is_month: false })
    }

    fn broken() -> Self {
        <Located<NaiveDate> as Decode>::broken().map(|last| DayOrMonth { last, is_month: false })
    }

    fn schema(_: &mut Map<String, Value>) -> Value {
        json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$" })
    }
}

fn iso(found: &str, years: &RangeInclusive<i32>) -> Option<NaiveDate> {
    let shape = found.len() == 10
        && found.bytes().enumerate().all(|(at, b)| match at {
            4 | 7 => b == b'-',
            _ => b.is_ascii_digit(),
        });
    if !shape {
        return None;
    }
    NaiveDate::parse_from_str(found, "%Y-%m-%d").ok().filter(|date| years.contains(&date.year()))
}

/// Returns what is wrong with a date, and what to write.
fn wrong(found: &str, years: &RangeInclusive<i32>) -> Wrong {
    let (message, help) = reason(found, years);
    Wrong { message, help }
}

fn reason(found: &str, years: &RangeInclusive<i32>) -> (Text, Text) {
    let shown = short(found);
    let folded = spelling::fold(found);
    let mention = era::mentions(&folded).into_iter().next();
    let Some((year, month, day)) =
        mention.as_ref().map(|mention| mention.counted).or_else(|| numbers(&folded))
    else {
        return (
            text!("「{shown}」は日付として読めません", "`{shown}` cannot be read as a date"),
            text!(
                "2025-07-01 のように、西暦の年4桁-月2桁-日2桁で書いてください",
                "write year-month-day, such as 2025-07-01"
            ),
        );
    };
    let no_such_day = text!("「{shown}」という日はありません", "there is no such day as `{shown}`");
    if !(1..=12).contains(&month) {
        return (no_such_day, text!("月は 1 から 12 までです", "months go from 1 to 12"));
    }
    let Some(date) = NaiveDate::from_ymd_opt(year, month, day) else {
        let last =
            (28..=31).rev().find(|day| NaiveDate::from_ymd_opt(year, month, *day).is_some()).unwrap_or(31);
        return (
            no_such_day,
            text!(
                "{year}年{month}月は{last}日までです。2025-07-01 の形で、実際にある日を書いてください",
                "{year}-{month:02} has {last} days; write a day that exists, such as 2025-07-01"
            ),
        );
    };
    if !years.contains(&year) {
        let (first, last) = (years.start(), years.end());
        return (
            text!("「{shown}」は{year}年の日です", "`{shown}` lies in the year {year}"),
            text!(
                "西暦の年は4桁で、{first} から {last} までを書いてください",
                "write a year of four digits between {first} and {last}"
            ),
        );
    }
    let write = text!(
        "「{date}」と書いてください。紙には和暦で印字されます",
        "write `{date}`; it is printed in the Japanese era"
    );
    match mention.map(|mention| mention.day) {
        Some(Err(reason)) => (reason, write),
        _ => (
            text!("「{shown}」は日付の書き方が違います", "`{shown}` is not how a date is written here"),
            write,
        ),
    }
}

/// Returns year, month and day of `2025/7/1`, `2025年7月1日`, `20250701`, `R7.7.1`, `2025-07-01T00:00`.
fn numbers(folded: &str) -> Option<(i32, u32, u32)> {
    let first = folded.chars().next()?;
    let letter = first.is_ascii_alphabetic().then_some(first);
    let rest = if letter.is_some() { folded.get(1..)? } else { folded };
    let mut parts = rest.split(|c: char| !c.is_ascii_digit());
    let head = parts.next()?;
    let (year, month, day) = match (head.len(), letter) {
        (8, None) => (head.get(..4)?, head.get(4..6)?, head.get(6..)?),
        (4, None) | (1..=2, Some(_)) => (head, parts.next()?, parts.next()?),
        _ => return None,
    };
    // A longer number is no day: something else follows it, as in `2025-07-01 09:30`.
    if day.len() > 2 {
        return None;
    }
    let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let year = match letter {
        Some(letter) => era::western_year(letter, year)?,
        None => year,
    };
    Some((year, month, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_form_is_read() {
        assert_eq!(iso("2025-07-01", &YEARS), NaiveDate::from_ymd_opt(2025, 7, 1));
        for found in ["2025-7-1", "2025-02-29", "0025-07-01", " 025-07-01", "+025-07-01", "2025/07/01", ""] {
            assert_eq!(iso(found, &YEARS), None, "{found}");
        }
    }

    #[test]
    fn a_command_looks_at_the_years_of_its_own_time() {
        assert!(read("2000-01-01", &ASKED).is_ok() && read("2100-12-31", &ASKED).is_ok());
        for found in ["1999-12-31", "2101-01-01"] {
            assert!(read(found, &ASKED).unwrap_err().help.ja.contains("2000 から 2100"), "{found}");
        }
    }

    #[test]
    fn the_help_names_the_day_that_was_meant() {
        for found in [
            "2025/7/1",
            "2025年7月1日",
            "20250701",
            "R7.7.1",
            "r7-7-1",
            "令和７年７月１日",
            "２０２５－０７－０１",
            "2025-07-01T00:00",
        ] {
            assert!(
                wrong(found, &YEARS).help.ja.contains("「2025-07-01」"),
                "{found}: {}",
                wrong(found, &YEARS).help.ja
            );
        }
    }

    #[test]
    fn the_reason_is_given_where_there_is_no_such_day() {
        for (found, reason) in [
            ("令和７年２月２９日", "2025年2月は28日まで"),
            ("2025-02-30", "2025年2月は28日まで"),
            ("2024-02-30", "2024年2月は29日まで"),
            ("2025-13-01", "月は 1 から 12"),
            ("0025-07-01", "1873 から 2200"),
            ("平成32年4月1日", "「2020-04-01」"),
            ("きのう", "年4桁-月2桁-日2桁"),
            ("25-07-01", "年4桁-月2桁-日2桁"),
        ] {
            assert!(
                wrong(found, &YEARS).help.ja.contains(reason),
                "{found}: {}",
                wrong(found, &YEARS).help.ja
            );
        }
    }
}
