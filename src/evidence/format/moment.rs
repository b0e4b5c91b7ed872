//! A moment: what the log and its witnesses write down as the time.

use chrono::{DateTime, NaiveDate, Utc};
use std::fmt;
use std::str::FromStr;

/// The form of a moment in a file: RFC 3339 in UTC, whole seconds.
const FORM: &str = "%Y-%m-%dT%H:%M:%SZ";

/// A moment in whole seconds since 1970-01-01T00:00:00Z, from the years 1970 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(u64);

/// Why something is no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a moment is written 2026-04-01T00:00:00Z, between the years 1970 and 9999")]
pub struct NotAMoment;

impl Moment {
    /// 9999-12-31T23:59:59Z
    const LAST: u64 = 253_402_300_799;

    /// Returns the moment some seconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`NotAMoment`] after the year 9999.
    pub fn from_seconds(seconds: u64) -> Result<Self, NotAMoment> {
        if seconds <= Self::LAST { Ok(Self(seconds)) } else { Err(NotAMoment) }
    }

    /// Returns the seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn seconds(self) -> u64 {
        self.0
    }

    /// Returns the moment in Japan (UTC+9, no summer time), as people read it: `2026-04-01 09:00`.
    #[must_use]
    pub fn in_japan(self) -> String {
        self.time(9 * 3600).format("%Y-%m-%d %H:%M").to_string()
    }

    fn time(self, offset: u64) -> DateTime<Utc> {
        i64::try_from(self.0 + offset)
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .unwrap_or(DateTime::UNIX_EPOCH)
    }
}

impl TryFrom<DateTime<Utc>> for Moment {
    type Error = NotAMoment;

    fn try_from(time: DateTime<Utc>) -> Result<Self, NotAMoment> {
        u64::try_from(time.timestamp()).map_err(|_| NotAMoment).and_then(Self::from_seconds)
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.time(0).format(FORM))
    }
}

impl FromStr for Moment {
    type Err = NotAMoment;

    fn from_str(text: &str) -> Result<Self, NotAMoment> {
        // One spelling only: every digit and mark at its place, no fraction, no leap second. Read by hand, because a
        // log is a million of them.
        let bytes = text.as_bytes();
        let part = |from: usize, until: usize| -> Option<u32> {
            bytes.get(from..until)?.iter().try_fold(0, |number, byte| {
                byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
            })
        };
        let marks = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'Z')];
        if bytes.len() != 20 || marks.iter().any(|(at, mark)| bytes.get(*at) != Some(mark)) {
            return Err(NotAMoment);
        }
        let read = || {
            let year = i32::try_from(part(0, 4)?).ok()?;
            let day = NaiveDate::from_ymd_opt(year, part(5, 7)?, part(8, 10)?)?;
            day.and_hms_opt(part(11, 13)?, part(14, 16)?, part(17, 19)?)
        };
        Self::try_from(read().ok_or(NotAMoment)?.and_utc())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_moment_has_one_spelling() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2024-02-29T23:59:59Z", 1_709_251_199),
            ("2038-01-19T03:14:08Z", 2_147_483_648),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ] {
            let moment: Moment = text.parse().unwrap();
            assert_eq!((moment.seconds(), moment.to_string().as_str()), (seconds, text));
        }
        for bad in [
            "",
            "2026-04-01",
            "2026-4-1T00:00:00Z",
            "2026-04-01T00:00:00",
            "2026-04-01T00:00:00+09:00",
            "2026-04-01T00:00:00.5Z",
            "2026-04-01t00:00:00z",
            "2023-02-29T00:00:00Z",
            "2016-12-31T23:59:60Z",
            "1969-12-31T23:59:59Z",
            "+12026-04-01T00:00:00Z",
            "２０２６-04-01T00:00:00Z",
        ] {
            assert!(bad.parse::<Moment>().is_err(), "{bad}");
        }
    }

    #[test]
    fn japan_is_nine_hours_ahead() {
        assert_eq!("2026-03-31T15:00:00Z".parse::<Moment>().unwrap().in_japan(), "2026-04-01 00:00");
    }
}
