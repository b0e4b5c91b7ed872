//! The command line as it is declared, in one language: a help text stands above its argument, first in Japanese,
//! then in English. Options that mean nothing to a command are not offered by it, and are refused.

use super::output::Machine;
use super::{Cli, Global};
use crate::diagnostic::{Language, Text};
use crate::text;
use clap::builder::{PathBufValueParser, Resettable, StyledStr, TypedValueParser as _};
use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Args as _, Command, CommandFactory};
use std::any::TypeId;
use std::path::{Component, Path, PathBuf};

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

/// The commands that need no workspace and take no path that could lie in one.
const NO_WORKSPACE: &[&str] = &["completions", "licenses"];

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
    let Some((_, option, _)) = given.into_iter().find(|(id, _, given)| *given && !heeds(&command, id)) else {
        return beside(&command, matches);
    };
    Some(text!(
        "`fugi {command}` に {option} は使えません（結果が変わりません）。外してください",
        "`fugi {command}` takes no {option}: it would change nothing; leave it out"
    ))
}

/// Says which option means nothing beside another that was given.
fn beside(command: &str, matches: &ArgMatches) -> Option<Text> {
    let own = leaf(matches);
    let given = |id: &str| {
        own.try_contains_id(id).unwrap_or(false) && own.value_source(id) == Some(ValueSource::CommandLine)
    };
    let formats: Vec<String> = own
        .try_get_raw("format")
        .ok()
        .flatten()
        .map(|all| all.map(|one| one.to_string_lossy().into_owned()).collect())
        .unwrap_or_default();
    let writes = |format: &str| formats.iter().any(|own| own == format);
    let shown = format!("--format {}", formats.join(","));
    // What only the text for a reader has.
    if command != "render" && given("format") && !writes("text") {
        for id in ["quiet", "width", "places", "undecided"] {
            if given(id) {
                return Some(useless(&format!("--{id}"), &shown));
            }
        }
    }
    match command {
        "status" if given("out") && writes("text") => Some(useless("--out", &shown)),
        "diff" if given("out") && formats.iter().all(|own| own == "text" || own == "json") => {
            Some(useless("--out", &shown))
        }
        "render" => {
            let only_for = [("attach_source", "pdf"), ("font_dir", "pdf"), ("reference_docx", "docx")];
            let (id, _) = only_for.into_iter().find(|(id, format)| given(id) && !writes(format))?;
            Some(useless(&format!("--{}", id.replace('_', "-")), &shown))
        }
        "explain" => {
            let words = own.try_get_raw("what").ok().flatten().map_or(0, Iterator::count);
            match (own.get_flag("list"), words) {
                (true, 1..) => Some(useless("RULE", "--list")),
                (true, 0) if given("matter") => Some(useless("--matter", "--list")),
                (false, 1) if given("matter") => Some(useless("--matter", "RULE")),
                (false, 1) if given("workspace") => Some(useless("--workspace", "RULE")),
                (true, 0) if given("workspace") => Some(useless("--workspace", "--list")),
                _ => None,
            }
        }
        // A workspace is where relative paths start from.
        "schema" if given("workspace") && !own.get_flag("ids") && !given("out") => Some(text!(
            "--workspace は、--ids か --out と一緒に書いてください（どちらもなければ結果が変わりません）",
            "write --workspace together with --ids or --out; without them, it would change nothing"
        )),
        "man" if given("workspace") && !given("out") => Some(text!(
            "--workspace は、--out と一緒に書いてください（--out がなければ結果が変わりません）",
            "write --workspace together with --out; without it, it would change nothing"
        )),
        "schema" if own.get_flag("ids") && !given("out") => {
            let kind = own.try_get_raw("kind").ok().flatten().and_then(|mut all| all.next());
            let kind = kind.map(|own| own.to_string_lossy().into_owned());
            match kind {
                Some(kind) if kind != "document" && !kind.starts_with("result-") => None,
                Some(kind) => Some(useless("--ids", &kind)),
                None => Some(text!(
                    "--ids は、KIND か --out と一緒に書いてください",
                    "write --ids together with KIND or --out"
                )),
            }
        }
        _ => None,
    }
}

/// Returns the format in which a program reads the result, where one was asked for.
pub(super) fn machine(matches: &ArgMatches) -> Option<Machine> {
    // The tree of a paper is a file.
    let own = leaf(matches);
    let formats = own.try_get_raw("format").ok().flatten().filter(|_| path(matches) != "render")?;
    let mut formats = formats.map(|own| own.to_string_lossy().into_owned());
    formats.find_map(|own| match own.as_str() {
        "json" => Some(Machine::Json),
        "sarif" => Some(Machine::Sarif),
        _ => None,
    })
}

fn useless(option: &str, beside: &str) -> Text {
    text!(
        "{option} は {beside} と一緒には使えません（結果が変わりません）。外してください",
        "{option} would change nothing with {beside}; leave it out"
    )
}

/// Returns what was given to the command at the end of the names.
fn leaf(matches: &ArgMatches) -> &ArgMatches {
    matches.subcommand().map_or(matches, |(_, below)| leaf(below))
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

/// Returns whether an option of every command means something to this one, or to any that it holds.
fn heeded(command: &Command, path: &str, option: &str) -> bool {
    let mut below = command.get_subcommands().peekable();
    if below.peek().is_none() {
        return heeds(path, option);
    }
    below.any(|own| heeded(own, &format!("{path} {}", own.get_name()), option))
}

/// Hides the options of every command that mean nothing to this one and to what it holds.
fn without_idle(command: Command, path: &str) -> Command {
    // Only these options are declared anew: all of them, for each command, took a third of a short run.
    let idle: Vec<Arg> = Global::augment_args(Command::new("fugi"))
        .get_arguments()
        .filter(|argument| argument.is_global_set())
        .filter(|argument| !heeded(&command, path, argument.get_id().as_str()))
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
        let plain = PathBufValueParser::new().map(|path| plain(&path));
        argument.value_parser(plain)
    } else {
        argument
    };
    argument.help(help).long_help(Resettable::Reset)
}

/// Returns a path without what says nothing: `./a//b/.` is `a/b`.
fn plain(path: &Path) -> PathBuf {
    let mut parts = path.components();
    let rest = parts.clone().skip(1).collect::<PathBuf>();
    match parts.next() {
        Some(Component::CurDir) if !rest.as_os_str().is_empty() => rest,
        _ => path.components().collect(),
    }
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

    /// Every option that is a day or a time, of every command, is read as strictly as a file is.
    #[test]
    fn no_day_is_read_otherwise_than_in_a_file() {
        let wrong = [
            "27-05-01",
            "2027-5-1",
            "2027/05/01",
            "20270501",
            "2027-02-30",
            "2027-13-01",
            "1999-12-31",
            "2101-01-01",
            "２０２７-０５-０１",
            "2027-05-01Z",
            "2027-05-01T25:00",
            "2027-05-01T10:00+09:00",
            "2027-05-01 1000",
            " 2027-05-01",
            "2027-05-01 ",
            "+2027-05-01",
            "02027-05-01",
            "today",
            "",
        ];
        let mut seen = 0;
        for path in [String::new()].into_iter().chain(paths()) {
            let names: Vec<&str> = path.split_whitespace().collect();
            let mut command = declared(Language::English);
            let own =
                names.iter().fold(&mut command, |at, name| at.find_subcommand_mut(name).unwrap()).clone();
            for argument in own.get_arguments() {
                let kind = argument.get_value_parser().type_id();
                let named = argument
                    .get_value_names()
                    .unwrap_or_default()
                    .iter()
                    .any(|name| name.as_str() == "DATE" || name.as_str() == "TIME");
                let is_day = kind == TypeId::of::<chrono::NaiveDate>();
                let is_time = kind == TypeId::of::<chrono::NaiveDateTime>();
                assert_eq!(named, is_day || is_time, "{path} {}", argument.get_id());
                if !named {
                    continue;
                }
                seen += 1;
                let long = argument.get_long().unwrap();
                for day in wrong {
                    let words = ["fugi"].into_iter().chain(names.iter().copied());
                    let words = words.map(str::to_owned).chain([format!("--{long}={day}")]);
                    let error = declared(Language::English).try_get_matches_from(words).unwrap_err();
                    let refused = error.kind() == clap::error::ErrorKind::ValueValidation;
                    assert!(refused, "{path} --{long} {day}: {error}");
                }
            }
        }
        assert!(seen >= 6, "{seen}");
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
    fn a_path_is_plain() {
        for (given, shown) in [
            ("./a//b/.", "a/b"),
            (".", "."),
            ("./", "."),
            ("a/../b", "a/../b"),
            ("/a/./b/", "/a/b"),
            ("..", ".."),
        ] {
            assert_eq!(plain(Path::new(given)), Path::new(shown), "{given}");
            assert_eq!(plain(Path::new(given)).as_os_str(), shown, "{given}");
        }
    }

    /// A group offers an option of every command just where one of its commands takes it.
    #[test]
    fn a_group_offers_what_one_of_its_commands_takes() {
        let mut groups = 0;
        let all = paths();
        for path in &all {
            let below: Vec<&String> = all.iter().filter(|own| own.starts_with(&format!("{path} "))).collect();
            let Some(_) = below.first() else { continue };
            groups += 1;
            let mut command = declared(Language::English);
            command.build();
            let command =
                path.split(' ').fold(&command, |at, name| at.find_subcommand(name).unwrap()).clone();
            for (id, long) in [("as_of", "as-of"), ("quiet", "quiet"), ("workspace", "workspace")] {
                let shown = command.get_arguments().any(|own| own.get_id() == id && !own.is_hide_set());
                let taken = below.iter().any(|own| heeds(own, id));
                assert_eq!(shown, taken, "{path} --{long}");
            }
        }
        assert!(groups >= 9, "{groups}");
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
