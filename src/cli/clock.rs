//! The day and time at which a command runs: `--as-of`, else the clock of the machine.

use super::{Global, evidence};
use chrono::{NaiveDate, NaiveDateTime};

/// Reads a day, or a day and a time: `2026-12-03`, `2026-12-03T21:30`.
pub(super) fn moment(text: &str) -> Result<NaiveDateTime, String> {
    let day = || text.parse::<NaiveDate>().ok().and_then(|day| day.and_hms_opt(0, 0, 0));
    let time = || {
        ["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S"]
            .iter()
            .find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    };
    day().or_else(time).ok_or_else(|| "2026-12-03 または 2026-12-03T21:30 の形で書いてください".to_owned())
}

/// Reads a day: `2026-12-03`.
pub(super) fn day(text: &str) -> Result<NaiveDate, String> {
    text.parse().map_err(|_| "2026-12-03 の形で書いてください".to_owned())
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
