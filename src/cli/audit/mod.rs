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
    ///
    /// Show for each contract of the year whether it was inspected, what is left to correct, and what to ask
    Plan(plan::Arguments),
    /// 監査票（Excel）を書き出す
    ///
    /// Write an audit sheet (Excel)
    Sheet(sheet::Arguments),
    /// 送り返された監査票を確かめ、監査結果の様式にする
    ///
    /// Check a sheet that came back and turn it into the form of an audit result
    Import(import::Arguments),
    /// 「不適」の是正を確かめた監査結果の様式を作る
    ///
    /// Make the form of an audit result that closes an unmet item
    Close(close::Arguments),
    /// 監査の報告を、自治体の全体と受託者ごとに書き出す
    ///
    /// Write the audit report, for the whole ward and for each contractor
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
