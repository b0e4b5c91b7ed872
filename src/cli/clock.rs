//! The day and time at which a command runs: `--as-of`, else the clock of the machine.

use super::{Global, evidence};
use crate::model::date::{self, ASKED, Wrong};
use crate::model::era;
use crate::text;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

/// Reads a day, or a day and a time: `2026-12-03`, `2026-12-03T21:30`.
pub(super) fn moment(text: &str) -> Result<NaiveDateTime, Wrong> {
    let Some((day, time)) = text.split_once(['T', ' ']) else {
        return Ok(day(text)?.and_time(NaiveTime::MIN));
    };
    let read = |format: &str| NaiveTime::parse_from_str(time, format).ok();
    let found = match time.len() {
        5 => read("%H:%M"),
        8 => read("%H:%M:%S"),
        _ => None,
    };
    let time = found.filter(|_| time.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    let day = date::read(day, &ASKED)?;
    time.map(|time| day.and_time(time)).ok_or_else(|| Wrong {
        message: text!("「{text}」の時刻を読めません", "the time of `{text}` cannot be read"),
        help: text!(
            "2026-12-03T21:30 の形で、00:00 から 23:59 までの時刻を書いてください",
            "write the time as in 2026-12-03T21:30, between 00:00 and 23:59"
        ),
    })
}

/// Reads a day: `2026-12-03`, as strictly as in files.
pub(super) fn day(text: &str) -> Result<NaiveDate, Wrong> {
    date::read(text, &ASKED)
}

/// Reads the name of a fiscal year's folder, such as `r08` or `2026`.
pub(super) fn year(text: &str) -> Result<String, Wrong> {
    let known = era::fiscal_year_of_folder(text).is_some_and(|year| ASKED.contains(&year));
    known.then(|| text.to_owned()).ok_or_else(|| Wrong {
        message: text!("「{text}」は年度として読めません", "`{text}` is no fiscal year"),
        help: text!(
            "年度のフォルダの名（r08 か 2026 の形）を書いてください",
            "write the name of a fiscal year's folder, such as r08 or 2026"
        ),
    })
}

impl Global {
    /// Returns the day at which the command is asked to look at things.
    pub(super) fn today(&self) -> NaiveDate {
        self.as_of.unwrap_or_else(|| now().date())
    }

    /// Returns the moment at which the command runs; the beginning of the day where `--as-of` gives one.
    pub(super) fn now(&self) -> NaiveDateTime {
        self.as_of.and_then(|day| day.and_hms_opt(0, 0, 0)).unwrap_or_else(now)
    }
}

/// Returns what the clock on the wall of the office shows: records are dated so, and a day of the law begins so,
/// wherever the machine stands.
pub(super) fn now() -> NaiveDateTime {
    evidence::now().0.naive_local()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_strictly_as_a_day() {
        for text in ["2026-12-03", "2026-12-03T00:00", "2026-12-03 00:00", "2026-12-03T00:00:00"] {
            assert_eq!(moment(text).unwrap().to_string(), "2026-12-03 00:00:00", "{text}");
        }
        for text in [
            "26-12-03",
            "2026-12-3",
            "2026-12-03T",
            "2026-12-03T9:00",
            "2026-12-03T24:00",
            "2026-12-03T21:60",
            "2026-12-03T+1:00",
            "2026-12-03T21:30:61",
            "1999-12-31T21:30",
            "2101-01-01",
            "2026-12-03Z",
            "2026-12-03T21:30+09:00",
            " 2026-12-03",
            "2026-12-03 ",
        ] {
            assert!(moment(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_year_is_a_folder_of_a_year_that_a_command_may_look_at() {
        for text in ["r08", "2026", "h30"] {
            assert_eq!(year(text).unwrap(), text);
        }
        for text in ["", "8", "r8", "r99", "0026", "s60", "common", "令和8"] {
            assert!(year(text).is_err(), "{text}");
        }
    }
}
