//! When which report is due, counted from the day of knowing.

use crate::duty::calendar::{Calendar, Due, after};
use chrono::{Duration, NaiveDate, NaiveDateTime};

/// 速報 is made about 3 to 5 days from knowing (ガイドライン（通則編）3-5-3-3), which is no fixed count; it is counted as
/// a 確報 is (3-5-3-4): the day of knowing is day 1, closed days count. From the third day on it presses.
const PRELIMINARY_PRESSES: u64 = 3;

/// After the fifth day it is late.
pub const PRELIMINARY_LIMIT: u64 = 5;

/// 確報 (規則44条2項): 30 days, the day of knowing being day 1.
const FINAL_DAYS: u64 = 30;

/// 確報 where a wrongful purpose is suspected (規則44条2項括弧書き).
const FINAL_DAYS_MALICIOUS: u64 = 60;

/// What the clock starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// When any section of the ward came to know; at the latest when the contractor told it.
    pub ward: NaiveDateTime,
    /// When the contractor came to know, where that is known.
    pub contractor: Option<NaiveDateTime>,
    /// The day on which the count was found to pass 100, where it did so later: a new day 1.
    pub passed_hundred: Option<NaiveDate>,
    /// Whether a wrongful purpose may lie behind it.
    pub malicious: bool,
}

/// The dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dates {
    /// Day 1.
    pub first: NaiveDate,
    /// 速報: the day from which it presses.
    pub preliminary_presses: NaiveDate,
    /// 速報: the day after which it is late.
    pub preliminary_limit: NaiveDate,
    /// 確報 within 30 days.
    pub final_30: Due,
    /// 確報 within 60 days, where a wrongful purpose may lie behind it.
    pub final_60: Option<Due>,
}

impl Start {
    /// Returns the dates of the ward's reports.
    #[must_use]
    pub fn dates(&self, calendar: Calendar<'_>) -> Dates {
        let first = self.passed_hundred.unwrap_or_else(|| self.ward.date());
        Dates {
            first,
            preliminary_presses: day_number(first, PRELIMINARY_PRESSES),
            preliminary_limit: day_number(first, PRELIMINARY_LIMIT),
            final_30: calendar.nth_day(first, FINAL_DAYS),
            final_60: self.malicious.then(|| calendar.nth_day(first, FINAL_DAYS_MALICIOUS)),
        }
    }

    /// Returns when the contractor's own notice to the ward is due: within the hours of the contract, else by the end
    /// of the last day of a 速報 (法26条1項ただし書, 規則9条). `None` where it is not known when the contractor knew.
    #[must_use]
    pub fn contractor_notice(&self, hours: Option<u64>) -> Option<NaiveDateTime> {
        let knew = self.contractor?;
        match hours {
            Some(hours) => knew.checked_add_signed(Duration::try_hours(i64::try_from(hours).ok()?)?),
            None => day_number(knew.date(), PRELIMINARY_LIMIT).and_hms_opt(23, 59, 59),
        }
    }

    /// Returns how many whole minutes late the ward was told, which it was at the latest when it knew; `None` where
    /// the notice was in time, or that cannot be told.
    #[must_use]
    pub fn contractor_late(&self, hours: Option<u64>) -> Option<i64> {
        let due = self.contractor_notice(hours)?;
        Some((self.ward - due).num_minutes()).filter(|minutes| *minutes > 0)
    }
}

/// Returns the day of that number, the first being day 1.
#[must_use]
pub fn day_number(first: NaiveDate, number: u64) -> NaiveDate {
    after(first, number.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeMap;

    fn at(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    #[test]
    fn the_ward_and_the_contractor_have_clocks_of_their_own() {
        let start = Start {
            ward: at("2026-12-03T09:00:00"),
            contractor: Some(at("2026-12-02T21:30:00")),
            passed_hundred: None,
            malicious: true,
        };
        let table = BTreeMap::new();
        let dates = start.dates(Calendar::new(&table));
        assert_eq!(dates.preliminary_presses.to_string(), "2026-12-05");
        assert_eq!(dates.preliminary_limit.to_string(), "2026-12-07");
        assert_eq!(dates.final_30.counted.to_string(), "2027-01-01");
        assert_eq!(dates.final_60.unwrap().counted.to_string(), "2027-01-31");
        assert_eq!(start.contractor_notice(Some(24)), Some(at("2026-12-03T21:30:00")));
        assert_eq!(start.contractor_notice(None), Some(at("2026-12-06T23:59:59")));
        assert_eq!(start.contractor_notice(Some(u64::MAX)), None);
        // Known at 21:30, told at 9:00 of the next day: 11.5 hours.
        assert_eq!(start.contractor_late(Some(24)), None);
        assert_eq!(start.contractor_late(Some(11)), Some(30));
        assert_eq!(start.contractor_late(Some(0)), Some(690));
        assert_eq!(start.contractor_late(None), None);
    }

    #[test]
    fn passing_a_hundred_later_is_a_new_first_day() {
        let start = Start {
            ward: at("2026-06-01T09:00:00"),
            contractor: None,
            passed_hundred: Some("2026-06-10".parse().unwrap()),
            malicious: false,
        };
        let table = BTreeMap::new();
        let dates = start.dates(Calendar::new(&table));
        assert_eq!(dates.first.to_string(), "2026-06-10");
        assert_eq!(dates.final_30.counted.to_string(), "2026-07-09");
        assert_eq!((dates.final_60, start.contractor_notice(Some(1))), (None, None));
    }
}
