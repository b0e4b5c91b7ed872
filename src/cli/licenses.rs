//! `fugi licenses`: the licences of everything that is inside the program.

use super::Exit;
use super::output::Output;

/// What the program itself stands under.
const OWN: &str = include_str!("../../LICENSE-MIT");

/// The fonts inside (feature `pdf`) and their licence.
const FONTS: &str = include_str!("../../templates/fonts/OFL.txt");

/// Every crate that is linked in and its licence, made by `.ci/licenses.py` from `cargo metadata`.
const CRATES: &str = include_str!("../../licenses/crates.txt");

pub(crate) fn run(output: &mut Output) -> Exit {
    output.line("fugi: MIT OR Apache-2.0\n");
    output.line(OWN);
    output.line("======================================================================");
    output.line("BIZ UDGothic, BIZ UDMincho: SIL Open Font License 1.1\n");
    output.line(FONTS);
    output.line("======================================================================");
    output.line(CRATES.trim_end());
    Exit::Clean
}
