//! Day counts of the law, and the days on which an office is closed.
//!
//! The day on which any section of the ward comes to know is day 1; days on which the office is closed count. Where
//! the last day is one of them, the next day on which it is open is the last (個人情報保護法ガイドライン（通則編）
//! 3-5-3-4, 特定個人情報ガイドライン別添2 3E).

use crate::diagnostic::Text;
use crate::text;
use chrono::{Datelike, Days, NaiveDate, Weekday};
use std::collections::BTreeMap;

/// Why an office is closed on a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// A holiday of the table, with its name.
    Holiday(String),
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
    /// 12-29 to 01-03 (行政機関の休日に関する法律1条1項3号; the ward's ordinance has the same days).
    YearEnd,
}

impl Closed {
    /// Returns the reason for a reader.
    #[must_use]
    pub fn said(&self) -> Text {
        match self {
            Self::Holiday(name) => text!("{name}", "holiday, {name}"),
            Self::Saturday => text!("土曜日", "Saturday"),
            Self::Sunday => text!("日曜日", "Sunday"),
            Self::YearEnd => text!("年末年始", "year-end"),
        }
    }
}

/// A last day, and how it was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// The last day.
    pub date: NaiveDate,
    /// The day that was counted to.
    pub counted: NaiveDate,
    /// The closed days that were passed over, from the day counted to.
    pub passed: Vec<(NaiveDate, Closed)>,
    /// False where the table of holidays does not reach: the day may have to move on.
    pub certain: bool,
}

impl Due {
    /// Returns the way to the last day in words: 「30日目の12月30日（年末年始）が閉庁日のため…」; empty where it did
    /// not move.
    #[must_use]
    pub fn reason(&self) -> Text {
        let mut reason = text!("", "");
        if let Some((first, why)) = self.passed.first() {
            let (month, day, why) = (first.month(), first.day(), why.said());
            let (ja, en) = (why.ja, why.en);
            reason = text!(
                "{month}月{day}日が閉庁日（{ja}）のため、次の開庁日",
                "{first} is no working day ({en}), so the next one"
            );
        }
        if !self.certain {
            let year = self.date.year();
            let between = if reason.ja.is_empty() { ["", ""] } else { ["。", "; "] };
            let [ja, en] = between;
            let unknown = text!(
                "{ja}{year}年の祝日は表（policies/common/holidays.yaml）にないので確かめる",
                "{en}the holidays of {year} are not in policies/common/holidays.yaml: look them up"
            );
            reason.ja.push_str(&unknown.ja);
            reason.en.push_str(&unknown.en);
        }
        reason
    }
}

/// The days on which the office is closed.
#[derive(Clone, Copy, Debug)]
pub struct Calendar<'a> {
    holidays: &'a BTreeMap<NaiveDate, String>,
}

impl<'a> Calendar<'a> {
    /// Returns the calendar of a table of holidays.
    #[must_use]
    pub fn new(holidays: &'a BTreeMap<NaiveDate, String>) -> Self {
        Self { holidays }
    }

    /// Returns why the office is closed on a day; `None` where it is open.
    #[must_use]
    pub fn closed(&self, date: NaiveDate) -> Option<Closed> {
        let year_end = matches!((date.month(), date.day()), (12, 29..=31) | (1, 1..=3));
        match (self.holidays.get(&date), date.weekday()) {
            _ if year_end => Some(Closed::YearEnd),
            (Some(name), _) => Some(Closed::Holiday(name.clone())),
            (None, Weekday::Sat) => Some(Closed::Saturday),
            (None, Weekday::Sun) => Some(Closed::Sunday),
            (None, _) => None,
        }
    }

    /// Returns whether the table has holidays of the day's year.
    #[must_use]
    pub fn reaches(&self, date: NaiveDate) -> bool {
        let (first, last) = (date.with_ordinal(1), NaiveDate::from_ymd_opt(date.year(), 12, 31));
        let (Some(first), Some(last)) = (first, last) else { return false };
        self.holidays.range(first..=last).next().is_some()
    }

    /// Returns the last day of a period of `days` days of which `first` is day 1.
    #[must_use]
    pub fn nth_day(&self, first: NaiveDate, days: u64) -> Due {
        self.open_from(after(first, days.saturating_sub(1)))
    }

    /// Returns a day, or the next on which the office is open.
    #[must_use]
    pub fn open_from(&self, counted: NaiveDate) -> Due {
        let (mut date, mut passed) = (counted, Vec::new());
        while let Some(why) = self.closed(date) {
            passed.push((date, why));
            let next = after(date, 1);
            if next == date {
                break;
            }
            date = next;
        }
        Due { date, counted, passed, certain: self.reaches(counted) && self.reaches(date) }
    }
}

/// Returns the day that many days later; the last day there is, where there is none.
#[must_use]
pub fn after(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::load::Workspace;
    use std::path::Path;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn table() -> BTreeMap<NaiveDate, String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        Workspace::open(root).unwrap().result.unwrap().common.holidays
    }

    #[test]
    fn the_last_day_of_a_report() {
        let table = table();
        let calendar = Calendar::new(&table);
        for (aware, days, due) in [
            ("2025-11-25", 30, "2025-12-24"),
            ("2025-11-25", 60, "2026-01-23"),
            // Day 30 is the 30 December; 4 January is a Sunday.
            ("2025-12-01", 30, "2026-01-05"),
            ("2025-11-30", 30, "2026-01-05"),
            ("2026-04-02", 60, "2026-06-01"),
            // Three holidays and one in their place.
            ("2026-04-05", 30, "2026-05-07"),
            // 22 September lies between two holidays.
            ("2026-08-24", 30, "2026-09-24"),
            // A leap day counts.
            ("2028-02-01", 30, "2028-03-01"),
            ("2026-12-19", 30, "2027-01-18"),
            ("2026-12-18", 30, "2027-01-18"),
            ("2027-02-20", 30, "2027-03-23"),
            ("2023-12-06", 30, "2024-01-04"),
            ("2022-03-23", 30, "2022-04-21"),
            // A Saturday, an equinox on a Sunday, and the day in its place.
            ("2024-08-23", 30, "2024-09-24"),
            ("2030-04-05", 30, "2030-05-07"),
        ] {
            assert_eq!(calendar.nth_day(day(aware), days).date, day(due), "{aware} + {days}");
        }
    }

    #[test]
    fn the_way_to_the_day_is_told() {
        let table = table();
        let calendar = Calendar::new(&table);
        let due = calendar.nth_day(day("2025-12-01"), 30);
        assert_eq!(due.counted, day("2025-12-30"));
        assert_eq!(due.passed.len(), 6);
        assert_eq!(due.reason().ja, "12月30日が閉庁日（年末年始）のため、次の開庁日");
        let unknown = calendar.nth_day(day("2031-05-01"), 2);
        assert!(!unknown.certain && unknown.reason().ja.contains("2031年の祝日は表"), "{unknown:?}");
    }

    /// Returns the holidays of a year by the law, with the equinoxes that the gazette gave (国民の祝日に関する法律).
    fn by_law(year: i32, spring: u32, autumn: u32) -> Vec<NaiveDate> {
        let date = |month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap();
        let monday = |month, n| NaiveDate::from_weekday_of_month_opt(year, month, Weekday::Mon, n).unwrap();
        let mut days = vec![
            date(1, 1),
            monday(1, 2),
            date(2, 11),
            date(2, 23),
            date(3, spring),
            date(4, 29),
            date(5, 3),
            date(5, 4),
            date(5, 5),
            monday(7, 3),
            date(8, 11),
            monday(9, 3),
            date(9, autumn),
            monday(10, 2),
            date(11, 3),
            date(11, 23),
        ];
        // 3条2項: a holiday on a Sunday gives the next day that is none.
        for own in days.clone() {
            if own.weekday() == Weekday::Sun {
                let mut next = after(own, 1);
                while days.contains(&next) {
                    next = after(next, 1);
                }
                days.push(next);
            }
        }
        // 3条3項: a day between two holidays is a day off.
        for own in days.clone() {
            let (between, other) = (after(own, 1), after(own, 2));
            if days.contains(&other) && !days.contains(&between) {
                days.push(between);
            }
        }
        days.sort_unstable();
        days.dedup();
        days
    }

    #[test]
    fn the_table_is_what_the_law_says() {
        let table = table();
        let all: Vec<NaiveDate> =
            EQUINOXES.into_iter().flat_map(|(year, spring, autumn)| by_law(year, spring, autumn)).collect();
        assert_eq!(table.keys().copied().collect::<Vec<_>>(), all);
    }

    /// The days of March and September, as the gazettes of 2021 to 2026 gave them; those of 2028 to 2030 by formula.
    const EQUINOXES: [(i32, u32, u32); 9] = [
        (2022, 21, 23),
        (2023, 21, 23),
        (2024, 20, 22),
        (2025, 20, 23),
        (2026, 20, 23),
        (2027, 21, 23),
        (2028, 20, 22),
        (2029, 20, 23),
        (2030, 20, 23),
    ];

    #[test]
    fn the_equinoxes_are_where_the_sun_is() {
        // The sun's place by its mean elements (Meeus, Astronomical Algorithms, ch. 25, to 0.01 degrees): the day in
        // Japan on which its longitude passes 0 or 180 degrees.
        let longitude = |date: NaiveDate| {
            // Midnight in Japan at the beginning of the day, in days from 2000-01-01 12:00 UT.
            let days = (date - day("2000-01-01")).num_days() as f64 - 0.5 - 9.0 / 24.0;
            let t = (days + 70.0 / 86_400.0) / 36_525.0;
            let mean = 280.466_46 + 36_000.769_83 * t;
            let anomaly = (357.529_11 + 35_999.050_29 * t).to_radians();
            let centre = (1.914_602 - 0.004_817 * t) * anomaly.sin() + 0.019_993 * (2.0 * anomaly).sin();
            let node = (125.04 - 1_934.136 * t).to_radians();
            (mean + centre - 0.005_69 - 0.004_78 * node.sin()).rem_euclid(360.0)
        };
        for (year, spring, autumn) in EQUINOXES {
            for (month, own, at) in [(3, spring, 0.0), (9, autumn, 180.0)] {
                let date = NaiveDate::from_ymd_opt(year, month, own).unwrap();
                let signed = |date| (longitude(date) - at + 180.0).rem_euclid(360.0) - 180.0;
                assert!(signed(date) <= 0.0 && signed(after(date, 1)) > 0.0, "{date}: {}", signed(date));
            }
        }
    }
}
