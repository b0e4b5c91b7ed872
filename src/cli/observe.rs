//! `fugi observe`: the field names of a real layout beside the items that a step of a flow declares.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::diagnostic::Text;
use crate::duty::observe::{Layout, LayoutKind, Wanted, read};
use crate::report::{self, json};
use crate::text;
use crate::workspace::observe::Error;
use clap::{Args, ValueEnum};
use std::fs::File;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 実際のレイアウト: CSV、Excel（.xlsx）、または固定長のレイアウト表。見出し（項目名）だけを読み、値は読まない
    ///
    /// The real layout: CSV, Excel (.xlsx), or the table of a fixed-length layout; only headings are read, never values
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 流れの名（ticket など）か題名
    ///
    /// Name of the flow, such as ticket, or its title
    #[arg(long, value_name = "FLOW")]
    flow: String,
    /// 手順の番号（③ は 3）
    ///
    /// Number of the step (3 for ③)
    #[arg(long, value_name = "N")]
    step: u64,
    /// 案件のファイル、または「年度/案件」（省略時は、その流れのある案件）
    ///
    /// File of the matter, or `year/matter` (default: the matter that has the flow)
    #[arg(value_name = "MATTER")]
    matter: Option<PathBuf>,
    /// 見出しの行数（省略時は、結合セルから決める。CSV では 1）
    ///
    /// Number of heading rows (default: told by merged cells; 1 in CSV)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=20))]
    header_rows: Option<u32>,
    /// 見出し（header）か、固定長のレイアウト表（fixed）か（省略時は、見出しの語から決める）
    ///
    /// Column headings (header) or a table of a fixed-length layout (fixed) (default: told by the words of the headings)
    #[arg(long, value_enum, hide_possible_values = true, value_name = "header|fixed")]
    layout: Option<LayoutName>,
    /// Excel のシートの名（シートが幾つもあるとき）
    ///
    /// Name of the Excel sheet, where there are several
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LayoutName {
    Header,
    Fixed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    observe(global, arguments, output).unwrap_or_else(|error| {
        if let Some(error) = error {
            output.error(&error);
        }
        Exit::Failed
    })
}

/// Does it; an error without a text was told already.
fn observe(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Option<Text>> {
    let paths: Vec<PathBuf> = arguments.matter.iter().cloned().collect();
    let workspace = targets::open(global, &paths, output).ok_or(None)?;
    let selections = targets::find(&workspace, &paths)?;
    let own = match workspace.observe(&selections, &arguments.flow, arguments.step, || layout(arguments)) {
        Ok(own) => own,
        Err(error) => {
            match &error {
                Error::Layout(what) => {
                    output.unreadable_input(&arguments.file, what);
                    return Err(None);
                }
                Error::Unread(unread) => unread.iter().for_each(|own| output.unread(&own.error)),
                Error::Unknown(_) => {}
            }
            return Err(Some(error.text()));
        }
    };
    match arguments.format {
        FormatName::Json => output.line(&json::pretty(&json::observe::Report::new(&own, output.language))),
        FormatName::Text => {
            let file = arguments.file.display().to_string();
            for line in report::observe::lines(&own, &file, global.quiet) {
                output.say(&line);
            }
        }
    }
    Ok(if own.is_open() { Exit::Found } else { Exit::Clean })
}

/// Reads the names of the file's fields.
fn layout(arguments: &Arguments) -> Result<Layout, Text> {
    let path = &arguments.file;
    let about = std::fs::metadata(path).map_err(|error| files::refused(path, &error))?;
    let name = path.display();
    if !about.is_file() {
        return Err(text!("{name} はファイルではありません", "{name} is not a file"));
    }
    let mut opened = File::open(path).map_err(|error| files::refused(path, &error))?;
    let wanted = Wanted {
        header_rows: arguments.header_rows,
        layout: arguments.layout.map(|name| match name {
            LayoutName::Fixed => LayoutKind::Fixed,
            LayoutName::Header => LayoutKind::Header,
        }),
        sheet: arguments.sheet.clone(),
    };
    read(&mut opened, &wanted).map_err(|Text { ja, en }| text!("{name}: {ja}", "{name}: {en}"))
}
