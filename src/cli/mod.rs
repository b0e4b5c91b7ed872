//! The command line: one file a subcommand; the only place that prints, reads the clock or the environment.

mod check;
mod explain;
mod output;
mod render;
mod targets;

use crate::diagnostic::{Language, Severity};
use clap::{Args, Parser, Subcommand, ValueEnum};
use output::Output;
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;

/// Exit status, the same for every command.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// Done, and nothing at or above the bar.
    Clean = 0,
    /// Done, and something is.
    Found = 1,
    /// It could not be done: input unreadable, or wrong usage.
    Failed = 2,
}

#[derive(Debug, Parser)]
#[command(
    name = "fugi",
    version,
    about = "付議資料を確かめ、印刷します",
    disable_help_subcommand = true,
    help_template = "{about}\n\n使い方: {usage}\n\n{all-args}"
)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
pub(crate) struct Global {
    /// ワークスペース（省略時は、近い上のフォルダの fugi.yaml）
    #[arg(long, global = true, value_name = "DIR")]
    workspace: Option<PathBuf>,
    /// 表示の言語
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "ja",
        hide_possible_values = true,
        value_name = "ja|en"
    )]
    lang: Lang,
    /// 色を付けるか
    #[arg(
        long,
        global = true,
        value_enum,
        default_value = "auto",
        hide_possible_values = true,
        value_name = "auto|always|never"
    )]
    color: Color,
    /// 結果の要約だけを表示する
    #[arg(short, long, global = true)]
    quiet: bool,
}

impl Global {
    pub(crate) fn language(&self) -> Language {
        match self.lang {
            Lang::En => Language::English,
            Lang::Ja => Language::Japanese,
        }
    }
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Lang {
    Ja,
    En,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Error,
    Warning,
    Info,
}

impl From<Deny> for Severity {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Error => Self::Error,
            Deny::Info => Self::Info,
            Deny::Warning => Self::Warning,
        }
    }
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 案件を検査する
    Check(check::Arguments),
    /// 規則の説明、または、ある役割がある項目を持てる理由・持てない理由を示す
    Explain(explain::Arguments),
    /// 付議資料と図を書き出す
    Render(render::Arguments),
}

/// Runs the command line and returns the exit status.
#[must_use]
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let choice = match cli.global.color {
        Color::Always => anstream::ColorChoice::Always,
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Never => anstream::ColorChoice::Never,
    };
    choice.write_global();
    let mut output = Output::new(cli.global.language());
    let exit = match cli.command {
        Command::Check(arguments) => check::run(&cli.global, &arguments, &mut output),
        Command::Explain(arguments) => explain::run(&cli.global, &arguments, &mut output),
        Command::Render(arguments) => render::run(&cli.global, &arguments, &mut output),
    };
    let exit = output.finish(exit);
    ExitCode::from(exit as u8)
}

/// Prints clap's own message; help and version are no failure.
fn usage(error: &clap::Error) -> ExitCode {
    let failed = error.use_stderr();
    let _ = error.print();
    ExitCode::from(if failed { Exit::Failed as u8 } else { Exit::Clean as u8 })
}
