//! A moment: what the log and its witnesses write down as the time.

use crate::diagnostic::Text;
use crate::text;
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
    /// 1970-01-01T00:00:00Z
    pub const EPOCH: Self = Self(0);

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

    /// Returns the same day and time some years later, in Japan; the last day of February where that year has no 29th.
    /// Nothing after the year 9999.
    #[must_use]
    pub fn years_later(self, years: u64) -> Option<Self> {
        let months = u32::try_from(years.checked_mul(12)?).ok()?;
        let hours = 9 * 3600;
        let then = self.time(hours).checked_add_months(chrono::Months::new(months))?;
        let seconds = u64::try_from(then.timestamp()).ok()?.checked_sub(hours)?;
        Self::from_seconds(seconds).ok()
    }

    fn time(self, offset: u64) -> DateTime<Utc> {
        i64::try_from(self.0 + offset)
            .ok()
            .and_then(|seconds| DateTime::from_timestamp(seconds, 0))
            .unwrap_or(DateTime::UNIX_EPOCH)
    }
}

/// For how long what was disposed of had to be kept, counted from the time under which it was logged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retention {
    /// So many years.
    Years(u64),
    /// The statement rests on a period and does not say which, so that it never ended.
    Unstated,
    /// The law asks for the disposal, whatever the period.
    Lifted,
}

impl Retention {
    /// Returns from when on something could be disposed of that was logged at a moment; nothing where never.
    #[must_use]
    pub fn ends(self, logged: Moment) -> Option<Moment> {
        match self {
            Self::Years(years) => logged.years_later(years),
            Self::Unstated => None,
            Self::Lifted => Some(logged),
        }
    }

    /// Says why a disposal at a moment was too early; nothing where it was not.
    #[must_use]
    pub fn too_early(self, logged: Moment, disposed: Moment) -> Option<Text> {
        let end = self.ends(logged);
        if end.is_some_and(|end| end <= disposed) {
            return None;
        }
        let (logged, disposed) = (logged.in_japan(), disposed.in_japan());
        Some(match (self, end.map(Moment::in_japan)) {
            (Self::Years(years), Some(end)) => text!(
                "保存年限（{years} 年）は、登載の日時（{logged}）から数えて {end} に満ちます。廃棄の登載（{disposed}）は、それより前です",
                "the retention of {years} year(s), from {logged} when it was logged, ends at {end}; the disposal was logged at {disposed}, before that"
            ),
            _ => text!(
                "保存年限の年数（retention_years）が書かれていないか、0 か、読めないほど長いので、満ちたと言えません",
                "the years of retention (`retention_years`) are not stated, none, or too many, so that it cannot have ended"
            ),
        })
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
    fn years_are_counted_in_japan() {
        let moment = |text: &str| text.parse::<Moment>().unwrap();
        for (from, years, to) in [
            ("2026-03-31T15:00:00Z", 5, "2031-03-31T15:00:00Z"),
            // The 29th of February in Japan, though still the 28th in UTC.
            ("2028-02-28T15:00:00Z", 1, "2029-02-27T15:00:00Z"),
            ("2026-12-31T15:00:00Z", 0, "2026-12-31T15:00:00Z"),
        ] {
            assert_eq!(moment(from).years_later(years), Some(moment(to)), "{from}");
        }
        assert_eq!(moment("2026-01-01T00:00:00Z").years_later(8000), None);
        assert_eq!(moment("2026-01-01T00:00:00Z").years_later(u64::MAX), None);
    }

    #[test]
    fn japan_is_nine_hours_ahead() {
        assert_eq!("2026-03-31T15:00:00Z".parse::<Moment>().unwrap().in_japan(), "2026-04-01 00:00");
    }
}
