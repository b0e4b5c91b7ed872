//! `fugi record`: from an empty form to a record in the log.

mod add;
mod check;
mod filled;
mod new;
mod receive;
mod sign;

use super::output::Output;
use super::{Exit, Global};
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 様式を作る（説明と根拠の付いた YAML）
    ///
    /// Make a form (YAML with explanations and legal basis)
    New(new::Arguments),
    /// 記入した様式を検査する
    ///
    /// Check a form that is filled in
    Check(check::Arguments),
    /// 様式に署名する、又は署名の対象のファイルだけを書き出す
    ///
    /// Sign a form, or write only the file that is to be signed
    Sign(sign::Arguments),
    /// 委託先から届いたものを確かめ、受領の記録を付けて登載する
    ///
    /// Check what came from a contractor, and log it with a record of receipt
    Receive(receive::Arguments),
    /// 自治体の記録を登載する
    ///
    /// Log a record of the ward
    Add(add::Arguments),
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let done = match &arguments.what {
        What::New(arguments) => new::run(arguments, output),
        What::Check(arguments) => return check::run(arguments, output),
        What::Sign(arguments) => sign::run(global, arguments, output),
        What::Receive(arguments) => receive::run(global, arguments, output),
        What::Add(arguments) => add::run(global, arguments, output),
    };
    match done {
        Ok(()) => Exit::Clean,
        Err(filled::Failure::Said(exit)) => exit,
        Err(filled::Failure::Text(error)) => {
            output.error(&error);
            Exit::Failed
        }
    }
}
