//! `fugi licenses`: the licences of everything that is inside the program.

use super::Exit;
use super::output::Output;
use crate::spelling;
use crate::text;
use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// この部分だけを表示する: fugi、fonts、crates、又はクレートの名（例: serde）
    ///
    /// Print only this part: fugi, fonts, crates, or the name of a crate, such as serde
    #[arg(value_name = "PART")]
    part: Option<String>,
}

/// What the program itself stands under.
const OWN: &str = include_str!("../../LICENSE-MIT");

/// The fonts inside (feature `pdf`) and their licence.
const FONTS: &str = include_str!("../../templates/fonts/OFL.txt");

/// Every crate that is linked in and its licence, made by `.ci/licenses.py` from `cargo metadata`.
const CRATES: &str = include_str!("../../licenses/crates.txt");

/// Stands before each licence text of the list.
const RULE: &str = "----------------------------------------------------------------------";

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let own = format!("fugi: MIT OR Apache-2.0\n\n{OWN}");
    let fonts = format!("BIZ UDGothic, BIZ UDMincho: SIL Open Font License 1.1\n\n{FONTS}");
    let crates = CRATES.trim_end();
    let line = "======================================================================";
    match arguments.part.as_deref() {
        None => output.line(&[own.trim_end(), fonts.trim_end(), crates].join(&format!("\n{line}\n"))),
        Some("fugi") => output.line(own.trim_end()),
        Some("fonts") => output.line(fonts.trim_end()),
        Some("crates") => output.line(crates),
        Some(name) => return of_crate(name, output),
    }
    Exit::Clean
}

/// Prints the line of a crate, in each version that is inside, and the texts that the line names by number.
fn of_crate(name: &str, output: &mut Output) -> Exit {
    let (list, _) = CRATES.split_once(RULE).unwrap_or((CRATES, ""));
    let lines: Vec<&str> = list.lines().filter(|line| named(line) == Some(name)).collect();
    if lines.is_empty() {
        let known = list.lines().filter_map(named).chain(["fugi", "fonts", "crates"]);
        let all = text!(
            "fugi、fonts、crates、又は `fugi licenses crates` にあるクレートの名を書いてください",
            "write fugi, fonts, crates, or the name of a crate in `fugi licenses crates`"
        );
        let help = spelling::did_you_mean(name, known, &all);
        let (ja, en) = (help.ja, help.en);
        output.error(&text!("「{name}」は中に含まれていません。{ja}", "`{name}` is not inside; {en}"));
        return Exit::Failed;
    }
    for line in &lines {
        output.line(line);
    }
    for text in CRATES.split(RULE).skip(1).map(str::trim) {
        let number = text.lines().next().unwrap_or_default();
        if lines.iter().any(|line| line.split(' ').any(|word| word == number)) {
            output.line(&format!("\n{RULE}\n{text}"));
        }
    }
    Exit::Clean
}

/// Returns the name of the crate that a line of the list is about.
fn named(line: &str) -> Option<&str> {
    let (own, _) = line.split_once(": ")?;
    let (name, version) = own.split_once(' ')?;
    version.starts_with(|c: char| c.is_ascii_digit()).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_list_has_a_name() {
        let (list, texts) = CRATES.split_once(RULE).unwrap();
        let names: Vec<&str> = list.lines().filter_map(named).collect();
        assert!(names.contains(&"serde") && names.len() > 100 && texts.contains("(1)"));
    }
}
