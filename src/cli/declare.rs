//! The command line as it is declared, in one language: a help text stands above its argument, first in Japanese,
//! then in English. Options that mean nothing to a command are not offered by it, and are refused.

use super::{Cli, Global};
use crate::diagnostic::{Language, Text};
use crate::text;
use clap::builder::{PathBufValueParser, Resettable, StyledStr, TypedValueParser as _};
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, CommandFactory};
use std::any::TypeId;
use std::path::PathBuf;

/// The commands that look at things as of a day. A name stands for everything below it.
const AS_OF: &[&str] = &[
    "audit",
    "check",
    "erasure form",
    "erasure status",
    "incident start",
    "open",
    "render",
    "status",
    "verify",
];

/// The commands whose output has a summary.
const QUIET: &[&str] = &[
    "audit plan",
    "check",
    "diff",
    "erasure status",
    "observe",
    "parties check",
    "render",
    "status",
    "verify",
];

/// The commands that need no workspace.
const NO_WORKSPACE: &[&str] = &["completions", "init", "key new", "licenses", "man"];

/// Returns the command line with its words in one language.
pub(super) fn declared(language: Language) -> Command {
    worded(Cli::command(), language, "").version(env!("CARGO_PKG_VERSION"))
}

/// Says which option means nothing to the command that was asked for, if one was given.
pub(super) fn idle(global: &Global, matches: &ArgMatches) -> Option<Text> {
    let command = path(matches);
    let given = [
        ("as_of", "--as-of", global.as_of.is_some()),
        ("quiet", "--quiet", global.quiet),
        ("workspace", "--workspace", global.workspace.is_some()),
    ];
    let (_, option, _) = given.into_iter().find(|(id, _, given)| *given && !heeds(&command, id))?;
    Some(text!(
        "`fugi {command}` に {option} は使えません（結果が変わりません）。外してください",
        "`fugi {command}` takes no {option}: it would change nothing; leave it out"
    ))
}

/// Returns the names of the commands that were given: `erasure status`.
fn path(matches: &ArgMatches) -> String {
    let mut names = Vec::new();
    let mut at = matches;
    while let Some((name, below)) = at.subcommand() {
        names.push(name);
        at = below;
    }
    names.join(" ")
}

/// Returns whether an option of every command means something to this one.
fn heeds(command: &str, option: &str) -> bool {
    let listed = |names: &[&str]| {
        names.iter().any(|name| {
            command.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        })
    };
    match option {
        "as_of" => listed(AS_OF),
        "quiet" => listed(QUIET),
        "workspace" => !listed(NO_WORKSPACE),
        _ => true,
    }
}

fn worded(command: Command, language: Language, path: &str) -> Command {
    let word = |ja: &'static str, en: &'static str| match language {
        Language::English => en,
        Language::Japanese => ja,
    };
    let usage = word("使い方", "Usage");
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help(word("使い方を表示する", "Print how to use it"));
    let about = said(command.get_about(), command.get_long_about(), language);
    let (positional, option) = (word("引数", "Arguments"), word("指定", "Options"));
    let command = if path.is_empty() { command } else { without_idle(command, path) };
    command
        .about(about)
        .long_about(Resettable::Reset)
        .help_template(format!("{{about}}\n\n{usage}: {{usage}}\n\n{{all-args}}"))
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .subcommand_help_heading(word("コマンド", "Commands"))
        .subcommand_value_name(word("コマンド", "COMMAND"))
        .arg(help)
        .mut_args(|argument| {
            let heading = if argument.is_positional() { positional } else { option };
            argument_worded(argument.help_heading(heading), language)
        })
        .mut_subcommands(|below| {
            let path = format!("{path} {}", below.get_name());
            worded(below, language, path.trim_start())
        })
}

/// Hides the options of every command that mean nothing to this one. Commands that only hold others keep them.
fn without_idle(command: Command, path: &str) -> Command {
    if command.has_subcommands() {
        return command;
    }
    // Only these options are declared anew: all of them, for each command, took a third of a short run.
    let idle: Vec<Arg> = Global::augment_args(Command::new("fugi"))
        .get_arguments()
        .filter(|argument| argument.is_global_set() && !heeds(path, argument.get_id().as_str()))
        .map(|argument| argument.clone().hide(true))
        .collect();
    command.args(idle)
}

fn argument_worded(argument: Arg, language: Language) -> Arg {
    let help = said(argument.get_help(), argument.get_long_help(), language);
    let named =
        argument.get_value_names().and_then(|names| names.iter().find_map(|name| english(name.as_str())));
    // A path is shown as one would write it, without `//` and `/./`.
    let is_path = argument.get_value_parser().type_id() == TypeId::of::<PathBuf>();
    // Defaults are said in the help texts.
    let takes_value = argument.get_action().takes_values();
    let argument = if takes_value { argument.hide_default_value(true) } else { argument };
    let argument = match named {
        Some(name) if language == Language::English => argument.value_name(name),
        _ => argument,
    };
    let argument = if is_path {
        let plain = PathBufValueParser::new().map(|path| path.components().collect::<PathBuf>());
        argument.value_parser(plain)
    } else {
        argument
    };
    argument.help(help).long_help(Resettable::Reset)
}

/// Returns the help text in one language: the first paragraph is Japanese, the second English.
fn said(short: Option<&StyledStr>, long: Option<&StyledStr>, language: Language) -> String {
    let short = short.map(ToString::to_string).unwrap_or_default();
    match language {
        Language::Japanese => short,
        Language::English => {
            long.and_then(|long| long.to_string().split("\n\n").nth(1).map(str::to_owned)).unwrap_or(short)
        }
    }
}

/// The names of values that are Japanese, in English.
fn english(name: &str) -> Option<&'static str> {
    match name {
        "場所" => Some("PATH"),
        "種類" => Some("KIND"),
        "持ち主=FILE" => Some("HOLDER=FILE"),
        "職名 氏名" => Some("POST NAME"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn each(command: &Command, see: &mut impl FnMut(&Command)) {
        see(command);
        command.get_subcommands().for_each(|below| each(below, see));
    }

    #[test]
    fn every_help_text_is_in_both_languages() {
        let (mut texts, mut ascii) = (0, Vec::new());
        each(&declared(Language::Japanese), &mut |command| {
            let about = command.get_about().map(ToString::to_string).unwrap_or_default();
            let help = command.get_arguments().filter(|own| !own.is_hide_set());
            let help = help.map(|own| own.get_help().map(ToString::to_string).unwrap_or_default());
            for text in help.chain([about]) {
                texts += 1;
                if text.is_ascii() && !text.starts_with("bash") {
                    ascii.push(format!("{}: {text}", command.get_name()));
                }
            }
        });
        assert!(texts > 200 && ascii.is_empty(), "{texts}, {ascii:#?}");
        let mut japanese = Vec::new();
        each(&declared(Language::English), &mut |command| {
            let name = command.get_name();
            let text = command.clone().render_help().to_string();
            let words = |line: &&str| line.chars().any(|c| ('\u{3000}'..'\u{a000}').contains(&c));
            // `step 3 for ③` is no Japanese; a circled number lies below that range.
            japanese.extend(text.lines().filter(words).map(|line| format!("{name}: {line}")));
        });
        assert!(japanese.is_empty(), "{japanese:#?}");
    }

    /// Returns the names of all commands, those that hold others before them too.
    fn paths() -> Vec<String> {
        fn walk(command: &Command, above: &str, paths: &mut Vec<String>) {
            for below in command.get_subcommands() {
                let path = format!("{above} {}", below.get_name()).trim_start().to_owned();
                walk(below, &path, paths);
                paths.push(path);
            }
        }
        let mut paths = Vec::new();
        walk(&declared(Language::English), "", &mut paths);
        paths
    }

    /// `docs/formats.md` says of every command what its exit status means, and of none that there is not.
    #[test]
    fn the_exit_status_of_every_command_is_documented() {
        let paths = paths();
        let holds_others = |path: &String| paths.iter().any(|own| own.starts_with(&format!("{path} ")));
        let asked: Vec<&str> = paths
            .iter()
            .filter(|path| !path.starts_with("show ") && (*path == "show" || !holds_others(path)))
            .map(String::as_str)
            .collect();
        let page = include_str!("../../docs/formats.md");
        let (_, section) = page.split_once("\nWhat gives 1, ").unwrap();
        let (section, _) = section.split_once("\n## ").unwrap();
        let mut told = Vec::new();
        for row in section.lines().filter(|line| line.starts_with("| ")) {
            // The first table has the command in its first column, the second all of them in its second.
            let cells: Vec<&str> = row.split('|').collect();
            let cell = if cells.len() > 4 { cells[1] } else { cells[2] };
            for name in cell.split('`').skip(1).step_by(2) {
                told.push(name.split(" --").next().unwrap());
            }
        }
        let missing: Vec<_> = asked.iter().filter(|name| !told.contains(name)).collect();
        let invented: Vec<_> = told.iter().filter(|name| !asked.contains(name)).collect();
        assert!(missing.is_empty() && invented.is_empty(), "missing: {missing:?}, invented: {invented:?}");
        let bars = [("check", "--deny error"), ("diff", "--deny deliberation")];
        let row =
            |name: &str| section.lines().find(|line| line.starts_with(&format!("| `{name}` |"))).unwrap();
        for (name, bar) in bars {
            let command = declared(Language::English).find_subcommand(name).unwrap().clone();
            let deny = command.get_arguments().find(|own| own.get_id() == "deny").unwrap();
            let default = deny.get_default_values()[0].to_str().unwrap();
            assert!(bar.ends_with(default) && row(name).contains(bar), "{name}: {default}");
        }
        let with_bar = |command: &Command| command.get_arguments().any(|own| own.get_id() == "deny");
        each(&declared(Language::English), &mut |command| {
            assert!(!with_bar(command) || bars.iter().any(|(name, _)| *name == command.get_name()));
        });
    }

    #[test]
    fn the_tables_name_commands_that_exist() {
        let paths = paths();
        for name in AS_OF.iter().chain(QUIET).chain(NO_WORKSPACE) {
            assert!(paths.iter().any(|path| path == name), "{name}");
        }
        assert!(heeds("audit plan", "as_of") && !heeds("auditing", "as_of"));
        assert!(!heeds("diff", "as_of") && heeds("diff", "lang"));
    }
}
