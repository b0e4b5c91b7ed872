//! Dates of the Japanese eras in any text, and printing any day.
#![no_main]

use chrono::NaiveDate;
use fugi::model::era;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (i32, &str)| {
    let (days, text) = input;
    for mention in era::mentions(text) {
        assert!(text.contains(&mention.words));
        if let Ok(day) = mention.day {
            assert_eq!(era::parse(&era::print(day)), Some(Ok(day)));
        }
    }
    let _ = era::fiscal_year_of_folder(text);
    if let Some(day) = NaiveDate::from_num_days_from_ce_opt(days) {
        let _ = (era::print(day), era::year_of(day), era::fiscal_year(day));
        let _ = era::print_fiscal_year(days);
    }
});
