//! `fugi show`: who handles what, items by party, flows, contracts, and where copies lie, as tables.

mod flow;

use super::output::Output;
use super::{Exit, Global, table, targets};
use crate::report::json;
use crate::text;
use crate::workspace::tables::Kind;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 表の種類: handles（項目×役割）、parties（役割ごとの項目）、items（項目ごとの役割）、flows（線）、flow（流れの図）、contracts（契約）、copies（写しのある所）
    ///
    /// Which table: handles (items by roles), parties (items of each role), items (roles of each item), flows (links), flow (a flow, drawn), contracts, copies (where copies lie)
    #[arg(value_enum, hide_possible_values = true, value_name = "種類")]
    what: What,
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）。flow では、その後に流れの名（bank、13-1 など。省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all); for `flow`, then names of flows (bank, 13-1 and so on; default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
    /// 表の幅（半角の桁数。省略時は 110）
    ///
    /// Width of the table in columns (default: 110)
    #[arg(long, default_value_t = 110, value_name = "N")]
    width: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum What {
    Handles,
    Parties,
    Items,
    Flows,
    Flow,
    Contracts,
    Copies,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Text,
    Json,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let kind = match arguments.what {
        What::Flow => return flow::run(global, arguments, output),
        What::Contracts => Kind::Contracts,
        What::Copies => Kind::Copies,
        What::Flows => Kind::Flows,
        What::Handles => Kind::Handles,
        What::Items => Kind::Items,
        What::Parties => Kind::Parties,
    };
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let selections = match targets::find(&workspace, &arguments.paths) {
        Ok(selections) => selections,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let (tables, unread) = workspace.tables(&selections, kind, output.language);
    for own in &unread {
        output.unread(&own.error);
    }
    if tables.is_empty() && unread.is_empty() {
        output.error(&text!("表にする案件がありません", "there is no matter to show"));
        return Exit::Failed;
    }
    match arguments.format {
        FormatName::Json => {
            output.line(&json::pretty(&json::show::Report::new(&tables, &unread, output.language)));
        }
        FormatName::Text => {
            for table in &tables {
                output.line(&table::text(table, output.language, arguments.width));
            }
        }
    }
    if unread.is_empty() { Exit::Clean } else { Exit::Failed }
}
