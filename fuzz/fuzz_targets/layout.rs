//! Any bytes as an observed layout that is no workbook: CSV, tabs, a fixed-width table, in whatever encoding. Names
//! come out, or one message; never a value.
#![no_main]

use fugi_fuzz::observed;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| observed(bytes));
