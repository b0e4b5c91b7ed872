//! `fugi parties check`: the legal entities of a year against the list of corporate numbers that the National Tax
//! Agency publishes.

use super::output::Output;
use super::{Exit, Global, targets};
use crate::diagnostic::Text;
use crate::model::era;
use crate::model::load::Workspace;
use crate::registry::{self, Member, Wanted};
use crate::report::{self, json};
use crate::text;
use crate::workspace::Error;
use crate::workspace::companies::Companies;
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

/// What the file of the whole country is called (全国の全件データ, `00_zenkoku_all_20261031.zip`).
const WHOLE_COUNTRY: &str = "zenkoku_all";

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 法人の一覧（parties.yaml）を、国税庁の法人番号の一覧と照らし合わせる
    ///
    /// Compare the legal entities (parties.yaml) with the National Tax Agency's list of corporate numbers
    Check(Check),
}

#[derive(Debug, Args)]
struct Check {
    /// 法人番号公表サイトからダウンロードしたファイル（CSV、または CSV の入った ZIP。全件・差分、Unicode・Shift-JIS のどれでも。いくつでも）
    ///
    /// Files downloaded from the corporate number site: CSV, or ZIP of CSV; full or differential, Unicode or Shift_JIS
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// 年度のフォルダ（r08 など。省略時は、一番新しい年度）
    ///
    /// Folder of a fiscal year, such as r08 (default: the newest)
    #[arg(long, value_name = "YEAR", value_parser = crate::cli::clock::year)]
    year: Option<String>,
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
    let Command::Check(arguments) = &arguments.command;
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    let mut companies = match companies(&workspace, arguments.year.as_deref()) {
        Ok(companies) => companies,
        Err(Error::Problems(problems)) => {
            output.problems(&problems.sources, &problems.list);
            return Exit::Failed;
        }
        Err(error) => {
            output.error(&error.text());
            return Exit::Failed;
        }
    };
    let wanted = companies.wanted();
    let Some(members) = read(&mut companies, &arguments.files, &wanted, output) else {
        return Exit::Failed;
    };
    if let Some(wanted) = companies.successors()
        && read(&mut companies, &arguments.files, &wanted, output).is_none()
    {
        return Exit::Failed;
    }
    let partial = !members.iter().any(|member| member.rows.is_some() && member.name.contains(WHOLE_COUNTRY));
    let answers = companies.answers();
    match arguments.format {
        FormatName::Json => {
            let report =
                json::companies::Report::new(&companies, &answers, &members, partial, output.language);
            output.line(&json::pretty(&report));
        }
        FormatName::Text => {
            for member in members.iter().filter(|member| member.rows.is_none() && !global.quiet) {
                let name = &member.name;
                output.say(&text!("CSV でないため読みません: {name}", "not a CSV, not read: {name}"));
            }
            let rows = members.iter().filter_map(|member| member.rows).sum();
            for line in report::companies::lines(&companies, &answers, rows, partial, global.quiet) {
                output.line(line.get(output.language));
            }
        }
    }
    if answers.iter().any(|answer| answer.found.is_open(partial)) { Exit::Found } else { Exit::Clean }
}

/// Returns the legal entities of a year, the newest where none is named.
fn companies(workspace: &Workspace, year: Option<&str>) -> Result<Companies, Error> {
    let known = workspace.years()?;
    let newest = known.iter().max_by_key(|own| era::fiscal_year_of_folder(own));
    workspace.companies(year.or(newest.map(String::as_str)).unwrap_or_default())
}

/// Reads every file; what cannot be read is told, of each.
fn read(
    companies: &mut Companies,
    files: &[PathBuf],
    wanted: &Wanted,
    output: &mut Output,
) -> Option<Vec<Member>> {
    let mut members = Some(Vec::new());
    for file in files {
        match registry::read(file, wanted, &mut |row| companies.take(row)) {
            Ok(own) => {
                members = members.map(|mut all| {
                    all.extend(own);
                    all
                })
            }
            Err(error) => {
                let (shown, Text { ja, en }) = (file.display(), error.text());
                output.unreadable_input(file, &text!("{shown}: {ja}", "{shown}: {en}"));
                members = None;
            }
        }
    }
    members
}
