//! `fugi erasure status`: which copies are left when terms end, and how each came to be.

mod form;

use super::output::Output;
use super::{Exit, Global, filed, targets};
use crate::report::{self, json};
use crate::text;
use crate::workspace::erasure;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 期間の終わった契約の、残っている写しを示す
    ///
    /// Show the copies that are left of contracts whose term is over
    Status(Asked),
    /// 消去完了報告の様式を、場所・項目・期限を書き入れて書き出す
    ///
    /// Write the form of an erasure report, with places, items and last day filled in
    Form(Wanted),
}

#[derive(Debug, Args)]
struct Wanted {
    /// 契約（例: r08/mihon-itaku/ticket）
    ///
    /// The contract, for example r08/mihon-itaku/ticket
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// 報告する者（法人の識別子か名。一つに決まれば、その一部でもよい）
    ///
    /// Who reports (id or name of the legal entity, or a part of it that only one has)
    #[arg(value_name = "PARTY")]
    party: String,
    /// 書き出すファイル（.yaml、委託先に送る Excel の .xlsx、印刷する Word の .docx。省略時は標準出力）
    ///
    /// File to write: .yaml, .xlsx to be sent out and read back, .docx to be printed (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct Asked {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// この契約だけを見る（例: r08/mihon-itaku/ticket、または ticket）
    ///
    /// Look only at this contract (r08/mihon-itaku/ticket, or ticket)
    #[arg(long, value_name = "CONTRACT")]
    contract: Option<String>,
    /// 期間の中のもの、消去されたものも示す
    ///
    /// Show also what is in use and what is erased
    #[arg(long)]
    all: bool,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    match &arguments.command {
        Command::Form(wanted) => form::run(global, wanted, output),
        Command::Status(asked) => status(global, asked, output),
    }
}

fn status(global: &Global, asked: &Asked, output: &mut Output) -> Exit {
    let today = global.today();
    let Some(workspace) = targets::open(global, &asked.paths, output) else { return Exit::Failed };
    let Some(record) = filed::read(global, &workspace, output) else { return Exit::Failed };
    let selections = match targets::find(&workspace, &asked.paths) {
        Ok(selections) => selections,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let wanted = erasure::Asked { contract: asked.contract.as_deref(), all: asked.all, today };
    let own = workspace.erasure(&selections, &record.filed, wanted);
    for unread in &own.unread {
        output.unread(&unread.error);
    }
    if own.contracts == 0 {
        if own.unread.is_empty() {
            match &asked.contract {
                Some(contract) => output.error(&text!(
                    "契約「{contract}」がありません。契約の名は `fugi show contracts` で確かめられます",
                    "there is no contract `{contract}`; `fugi show contracts` lists them"
                )),
                None => output.error(&text!("調べる契約がありません", "there is no contract to look at")),
            }
        }
        return Exit::Failed;
    }
    match asked.format {
        FormatName::Json => {
            filed::tell(&record, output);
            let report = json::erasure::Report::new(&own, &record, today, output.language);
            output.line(&json::pretty(&report));
        }
        FormatName::Text => {
            for line in report::erasure::lines(&own, today, global.quiet) {
                output.say_one(&line);
            }
            for line in report::filed::lines(&record, global.quiet) {
                output.say_one(&line);
            }
        }
    }
    if !own.unread.is_empty() {
        Exit::Failed
    } else if own.is_overdue() || !own.doubts.is_empty() || !record.is_whole() {
        Exit::Found
    } else {
        Exit::Clean
    }
}
