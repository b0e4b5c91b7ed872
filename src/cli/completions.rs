//! `fugi completions SHELL`.

use super::Exit;
use super::declare::declared;
use super::output::Output;
use clap::{Args, Command};
use clap_complete::Shell;
use std::fmt::Write as _;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// bash, zsh, fish, powershell, elvish
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let mut script = Vec::new();
    let mut command = declared(output.language);
    clap_complete::generate(arguments.shell, &mut command, "fugi", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    if arguments.shell == Shell::Fish {
        script = without_idle(&script, &command);
        script.push_str(&positional(&command));
    }
    output.line(script.trim_end());
    Exit::Clean
}

/// Takes out what fish would offer of the options that mean nothing to a command, which refuses them: the generator of
/// fish passes over what is hidden.
fn without_idle(script: &str, command: &Command) -> String {
    let mut idle = Vec::new();
    for below in command.get_subcommands() {
        let name = below.get_name();
        let deeper = below.get_subcommands().map(|own| {
            (format!("using_subcommand {name}; and __fish_seen_subcommand_from {}\"", own.get_name()), own)
        });
        for (place, own) in deeper.chain([(format!("using_subcommand {name}\""), below)]) {
            let hidden = own.get_arguments().filter(|argument| argument.is_hide_set());
            idle.extend(
                hidden.filter_map(|argument| Some((place.clone(), format!(" -l {} ", argument.get_long()?)))),
            );
        }
    }
    let is_idle =
        |line: &str| idle.iter().any(|(place, option)| line.contains(place) && line.contains(option));
    script.lines().filter(|line| !is_idle(line)).map(|line| format!("{line}\n")).collect()
}

/// Returns what fish completes where a command takes one of a few words, such as the table of `show`: the
/// generator of fish leaves those out.
fn positional(command: &Command) -> String {
    let mut script = String::new();
    for below in command.get_subcommands() {
        for argument in below.get_positionals() {
            let name = below.get_name();
            let values = argument.get_possible_values();
            let words: Vec<&str> =
                values.iter().filter(|own| !own.is_hide_set()).map(|own| own.get_name()).collect();
            if !words.is_empty() {
                // A closed pipe inside a string there is not.
                let _ = writeln!(
                    script,
                    "complete -c fugi -n \"__fish_fugi_using_subcommand {name}; and not __fish_seen_subcommand_from {list}\" -f -a \"{list}\"",
                    list = words.join(" ")
                );
            }
        }
    }
    script
}
