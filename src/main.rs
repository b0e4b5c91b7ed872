//! Reads the arguments, runs the command, exits with its code.
#![forbid(unsafe_code)]

use std::process::ExitCode;

fn main() -> ExitCode {
    fugi::cli::run(std::env::args_os())
}
