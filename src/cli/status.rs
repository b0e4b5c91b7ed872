//! `fugi status`: one page of what is due and overdue, worst first; a page as HTML, the year as a calendar.

use super::files;
use super::output::Output;
use super::{Exit, Global, filed, targets};
use crate::report::{self, json};
use crate::spelling::one_line;
use crate::text;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 何日先までを示すか（過ぎたものと、期限の分からないものは常に示す。省略時は 365）
    ///
    /// How many days ahead to look (what is overdue or has no known date is always shown; default: 365)
    #[arg(long, default_value_t = 365, value_name = "N")]
    days: u64,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(
        long,
        value_enum,
        default_value = "text",
        hide_possible_values = true,
        value_name = "text|json|html|ics"
    )]
    format: FormatName,
    /// html・ics・json を書き出すファイル（省略時は標準出力）
    ///
    /// File for html, ics or json (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Html,
    Ics,
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let today = global.today();
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let Some(record) = filed::read(global, &workspace, output) else { return Exit::Failed };
    // A program gets everything, and so does whoever names a year.
    let fold = arguments.paths.is_empty() && matches!(arguments.format, FormatName::Html | FormatName::Text);
    let found = workspace
        .select(&arguments.paths)
        .and_then(|selections| workspace.status(&selections, &record.filed, today, arguments.days, fold));
    let own = match found {
        Ok(own) => own,
        Err(error) => {
            output.error(&error.text());
            return Exit::Failed;
        }
    };
    for unread in &own.unread {
        output.unread(&unread.error);
    }
    if own.matters == 0 {
        if own.unread.is_empty() {
            output.error(&text!("期限を調べる案件がありません", "there is no matter to look at"));
        }
        return Exit::Failed;
    }
    // A page or a calendar goes on to readers who do not see this screen.
    let told = report::filed::lines(&record, false);
    let missing = own.unread.iter().flat_map(|unread| &unread.files).map(|file| {
        let file = file.display();
        text!(
            "読めない案件があり、この一覧に入っていません: {file}",
            "a matter could not be read and is not in this list: {file}"
        )
    });
    let told = missing.chain(told);
    let told: Vec<String> = told.map(|line| line.get(output.language).to_owned()).collect();
    let printed = match arguments.format {
        FormatName::Html => match report::status::html(&own, &workspace.ward, &told, output.language) {
            Ok(html) => html,
            Err(error) => {
                output.error(&text!("ひな形に誤りがあります: {error}", "the template is wrong: {error}"));
                return Exit::Failed;
            }
        },
        FormatName::Ics => {
            report::status::calendar(&own, &workspace.ward, &told, output.language).into_bytes()
        }
        FormatName::Json => {
            json::pretty(&json::status::Report::new(&own, &record, output.language)).into_bytes()
        }
        FormatName::Text => {
            for line in report::status::lines(&own, global.quiet, output.language) {
                output.line(&one_line(&line));
            }
            for line in report::filed::lines(&record, global.quiet) {
                output.say_one(&line);
            }
            Vec::new()
        }
    };
    if arguments.format != FormatName::Text {
        filed::tell(&record, output);
    }
    if !printed.is_empty() {
        match &arguments.out {
            Some(path) => match files::replace(path, &printed) {
                Ok(()) => {
                    let path = path.display();
                    output.say_one(&text!("書き出しました: {path}", "wrote {path}"));
                }
                Err(error) => {
                    output.error(&error);
                    return Exit::Failed;
                }
            },
            None => output.line(String::from_utf8_lossy(&printed).trim_end()),
        }
    }
    if !own.unread.is_empty() {
        Exit::Failed
    } else if own.is_overdue() || !record.is_whole() {
        Exit::Found
    } else {
        Exit::Clean
    }
}
