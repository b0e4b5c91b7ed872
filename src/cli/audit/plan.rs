//! `fugi audit plan`: the work of a year, what was inspected, what is left.

use super::sources;
use crate::cli::output::Output;
use crate::cli::{Exit, Global, table};
use crate::report::{self, json};
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 年度のフォルダ（r08 など。省略時は、一番新しい年度）
    ///
    /// Folder of a fiscal year, such as r08 (default: the newest)
    #[arg(long, value_name = "YEAR", value_parser = crate::cli::clock::year)]
    year: Option<String>,
    /// 取り込んだ監査結果のあるフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder with the imported results of audits (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR")]
    results: Option<PathBuf>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
    /// 表の幅（省略時は 120）
    ///
    /// Width of the table (default: 120)
    #[arg(long, default_value_t = 120, value_name = "N")]
    width: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let year = sources::answer(workspace.audit_year(arguments.year.as_deref()), output)?;
    let folder = sources::folder(&workspace, arguments.results.as_ref(), &year.year.name);
    let (results, record) = sources::results(global, &workspace, &folder, output)?;
    let waiting = results.waiting.len();
    let plan = workspace.audit_plan(&year, &results.signed, global.today());
    let plan = sources::answer(plan, output)?;
    sources::beside(&plan, output);
    if plan.works.is_empty() {
        let name = &plan.year;
        output.error(&text!("{name} に委託業務がありません", "there is no entrusted work in {name}"));
        return Err(Exit::Failed);
    }
    let sheet = report::audit::table(&plan, output.language);
    match arguments.format {
        FormatName::Json => {
            let report = json::audit::Plan::new(&plan, &sheet, waiting, &record, output.language);
            output.line(&json::pretty(&report));
        }
        FormatName::Text => {
            if !global.quiet {
                output.line(&table::text(&sheet, output.language, arguments.width));
                for line in report::audit::open(&plan) {
                    output.say_one(&line);
                }
            }
            if waiting > 0 {
                let folder = folder.display();
                output.say_one(&text!(
                    "署名を待つ監査結果が {folder} に {waiting}件あります。`fugi record add` で登載するまで、実施済に数えません",
                    "{waiting} result(s) in {folder} wait to be signed; they count for nothing until `fugi record add` logs them"
                ));
            }
            output.say_one(&report::audit::total(&plan));
        }
    }
    Ok(if !plan.unread.is_empty() {
        Exit::Failed
    } else if plan.late() > 0 || !record.is_whole() {
        Exit::Found
    } else {
        Exit::Clean
    })
}
