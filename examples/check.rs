//! Checks a folder and prints the findings: `cargo run --example check -- DIR`. Ends with 1 where an error is found,
//! with 2 where something could not be read.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints")]

use fugi::Workspace;
use fugi::diagnostic::Severity;
use fugi::report::checked;
use fugi::report::text::Writer;
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).map_or_else(|| PathBuf::from("."), PathBuf::from);
    let workspace = Workspace::discover(&folder)?;
    let report = workspace.check_all()?;
    for matter in &report.matters {
        for finding in checked::findings(matter, Writer::default()) {
            println!("{finding}\n");
        }
    }
    for unread in &report.unread {
        eprintln!("{}", unread.error);
    }
    let [found, examined] = checked::total(&report.total);
    println!("{}\n{}", found.ja, examined.ja);
    Ok(match report.total.reaches(Severity::Error) {
        _ if !report.unread.is_empty() => ExitCode::from(2),
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}
