//! `fugi audit`: the yearly inspection of contractors. What is planned, the form, what came back, what was
//! put right, the report.

mod close;
mod import;
mod plan;
mod report;
mod sheet;
mod sources;

use super::output::Output;
use super::{Exit, Global};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 年度の委託業務ごとに、実地検査をしたか、是正が残っているか、何を尋ねるかを示す
    Plan(plan::Arguments),
    /// 監査票（Excel）を書き出す
    Sheet(sheet::Arguments),
    /// 送り返された監査票を確かめ、監査結果の様式にする
    Import(import::Arguments),
    /// 「不適」の是正を確かめた監査結果の様式を作る
    Close(close::Arguments),
    /// 監査の報告を、区の全体と受託者ごとに書き出す
    Report(report::Arguments),
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let done = match &arguments.command {
        Command::Close(arguments) => close::run(global, arguments, output),
        Command::Import(arguments) => import::run(global, arguments, output),
        Command::Plan(arguments) => plan::run(global, arguments, output),
        Command::Report(arguments) => report::run(global, arguments, output),
        Command::Sheet(arguments) => sheet::run(global, arguments, output),
    };
    done.unwrap_or_else(|failed| failed)
}
