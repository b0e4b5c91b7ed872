//! `fugi completions SHELL`.

use super::output::Output;
use super::{Cli, Exit};
use clap::{Args, CommandFactory};
use clap_complete::Shell;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// bash, zsh, fish, powershell, elvish
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), "fugi", &mut script);
    output.line(String::from_utf8_lossy(&script).trim_end());
    Exit::Clean
}
