//! Verifies the evidence of a workspace: `cargo run --example verify -- WORKSPACE [TRUST-FILE]`.
#![allow(clippy::print_stdout, reason = "an example prints")]

use fugi::Workspace;
use fugi::evidence::format::moment::Moment;
use fugi::evidence::verify::Told;
use fugi::report::verify::{finding, line, summary};
use fugi::workspace::verify::{Asked, trust};
use std::error::Error;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

#[expect(clippy::disallowed_methods, reason = "a program of one's own brings its clock")]
fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let workspace = Workspace::discover(&arguments.next().unwrap_or_else(|| PathBuf::from(".")))?;
    let own = match arguments.next() {
        Some(path) => {
            Some(trust(&path.display().to_string(), &std::fs::read(path)?).map_err(|wrong| wrong.ja)?)
        }
        None => None,
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let now = Moment::from_seconds(now).map_err(|_| "the clock is wrong")?;
    let asked = Asked { trust: own.as_ref(), held: &[], now, latest: Some(now), require_witness: None };
    let verdict = workspace.verify(&asked, &mut |told| match told {
        Told::Record(entry, outcome) => println!("{}", line(&entry, &outcome).ja),
        Told::Finding(own) => println!("{}", finding(&own).ja),
    });
    let verdict = verdict.map_err(|error| error.text().ja)?;
    println!("{}", summary(&verdict, own.as_ref(), 0).ja);
    Ok(if verdict.errors > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
