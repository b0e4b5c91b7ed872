//! `fugi book`: a whole matter as one workbook, and back.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::text;
use crate::workbook::read::LARGEST;
use crate::workspace::book::{Error, Imported};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 案件の全てを、一つの Excel のブックに書き出す
    ///
    /// Write a whole matter as one workbook
    Export {
        /// 案件（例: r08/mihon-itaku か、そのファイル）
        ///
        /// The matter, for example r08/mihon-itaku, or its file
        #[arg(value_name = "MATTER")]
        matter: PathBuf,
        /// 書き出す先（.xlsx）
        ///
        /// Where to write it (.xlsx)
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    /// 新しい案件を始めるための、空のブックを書き出す
    ///
    /// Write an empty workbook, with which a matter is begun
    New {
        /// 案件のファイルの名（拡張子なし。例: kenshin-hassou）
        ///
        /// Name of the matter's file without its ending, for example kenshin-hassou
        name: String,
        /// 書き出す先（.xlsx）
        ///
        /// Where to write it (.xlsx)
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// 年度のフォルダ（例: r08。省略時は、一番新しい年度）
        ///
        /// Folder of a fiscal year, for example r08 (default: the newest)
        #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
        year: Option<String>,
    },
    /// 書いたブックを取り込む（--yes を付けるまでは、変わる所を示すだけ）
    ///
    /// Take a workbook back (without --yes, only show what would change)
    Import {
        /// 書いたブック（.xlsx）
        ///
        /// The workbook (.xlsx)
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// 案件のファイルに書く
        ///
        /// Write the file of the matter
        #[arg(long)]
        yes: bool,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let done = match &arguments.what {
        What::Export { matter, out } => export(global, matter, out, output),
        What::New { name, out, year } => new(global, (name, year.as_deref()), out, output),
        What::Import { file, yes } => import(global, file, *yes, output),
    };
    done.unwrap_or_else(|exit| exit)
}

fn export(global: &Global, matter: &PathBuf, out: &Path, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = targets::open(global, std::slice::from_ref(matter), output).ok_or(Exit::Failed)?;
    let book = workspace.export_book(matter).map_err(|error| told(&error, output))?;
    write(out, &book.contents, output)?;
    let (name, shown) = (book.name, out.display());
    output.line(&shown.to_string());
    output.say(&text!(
        "{name} をブックにしました。Excel か LibreOffice で書き、`fugi book import {shown}` で取り込んでください",
        "wrote {name} as a workbook; write in it, then run `fugi book import {shown}`"
    ));
    Ok(Exit::Clean)
}

fn new(
    global: &Global,
    (name, year): (&str, Option<&str>),
    out: &Path,
    output: &mut Output,
) -> Result<Exit, Exit> {
    let workspace = targets::open(global, &[], output).ok_or(Exit::Failed)?;
    let book = workspace.new_book(year, name).map_err(|error| told(&error, output))?;
    write(out, &book.contents, output)?;
    let (name, shown) = (book.name, out.display());
    output.line(&shown.to_string());
    output.say(&text!(
        "{name} の空のブックを作りました。書いて、`fugi book import {shown}` で取り込むと、案件のファイルができます",
        "made an empty workbook for {name}; write in it, then run `fugi book import {shown}`"
    ));
    Ok(Exit::Clean)
}

fn write(out: &Path, contents: &[u8], output: &mut Output) -> Result<(), Exit> {
    files::replace(out, contents).map_err(|error| {
        output.error(&error);
        Exit::Failed
    })
}

fn import(global: &Global, file: &Path, yes: bool, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = targets::open(global, &[], output).ok_or(Exit::Failed)?;
    let bytes = files::read(file, LARGEST).map_err(|error| {
        output.error(&error);
        Exit::Failed
    })?;
    let imported = workspace.import_book(bytes).map_err(|error| told(&error, output))?;
    let Imported { name, file: path, is_new, changes, text } = imported;
    if changes.is_empty() {
        output.say_one(&text!(
            "{name} と同じです。変わる所はありません",
            "the book says what {name} says; nothing changes"
        ));
        return Ok(Exit::Clean);
    }
    for change in &changes {
        let shown = |text: &str| match text {
            "" => text!("（空欄）", "(empty)"),
            text => text!("「{text}」", "`{text}`"),
        };
        let (cell, label) = (&change.place, &change.label);
        let (before, after) = (shown(&change.before), shown(&change.after));
        let (old, new, old_en, new_en) = (before.ja, after.ja, before.en, after.en);
        output.say_one(&text!("{cell} {label}: {old} → {new}", "{cell} {label}: {old_en} → {new_en}"));
    }
    let (count, shown, book) = (changes.len(), path.display(), file.display());
    if !yes {
        output.say_one(&text!(
            "{name} の {count} か所が変わります。まだ何も書いていません。書くには `fugi book import {book} --yes` を実行してください",
            "{count} cells of {name} would change; nothing was written. To write, run `fugi book import {book} --yes`"
        ));
        return Ok(Exit::Clean);
    }
    let path = workspace.root().join(&path);
    let written = match is_new {
        true => files::create(&path, &text),
        false => files::replace(&path, text.as_bytes()),
    };
    written.map_err(|error| {
        output.error(&error);
        Exit::Failed
    })?;
    output.say_one(&text!(
        "{shown} に書きました（{count} か所）。`fugi check {shown}` で確かめてください。続けて直すときは、もう一度書き出してください",
        "wrote {shown} ({count} cells); run `fugi check {shown}`. To go on, export it again"
    ));
    Ok(Exit::Clean)
}

/// Prints an error; problems of a book by cell.
fn told(error: &Error, output: &mut Output) -> Exit {
    match error {
        Error::Read(error) => {
            output.unread(error);
            Exit::Failed
        }
        Error::Unfit(what) => {
            output.error(what);
            Exit::Failed
        }
        Error::Refused(problems) => {
            for own in problems {
                let (ja, en) = (&own.message.ja, &own.message.en);
                match own.place.as_str() {
                    "" => output.error(&own.message),
                    place => output.error(&text!("{place}: {ja}", "{place}: {en}")),
                }
            }
            output.error(&text!("取り込みませんでした（何も書いていません）", "nothing was imported"));
            Exit::Found
        }
    }
}
