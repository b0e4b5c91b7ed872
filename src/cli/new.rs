//! `fugi new matter NAME`: a commented matter, ready to be written.

use super::files::create;
use super::output::Output;
use super::{Exit, Global, targets};
use crate::text;
use crate::workspace::start::Error;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 案件のファイルを policies/<年度>/ に作る
    ///
    /// Make the file of a matter in policies/YEAR/
    Matter {
        /// ファイルの名（拡張子なし。例: kenshin-hassou）
        ///
        /// Name of the file without its ending, for example kenshin-hassou
        name: String,
        /// 年度のフォルダ（例: r08。省略時は、一番新しい年度）
        ///
        /// Folder of a fiscal year, for example r08 (default: the newest)
        #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
        year: Option<String>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let What::Matter { name, year } = &arguments.what;
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    let made = match workspace.new_matter(year.as_deref(), name) {
        Ok(made) => made,
        Err(error) => {
            if let Error::Unread(unread) = &error {
                output.unread(unread);
            }
            output.error(&error.text());
            return Exit::Failed;
        }
    };
    let path = &made.path;
    match create(&workspace.root().join(path), &made.text) {
        Ok(()) => {
            output.line(path);
            output.say(&text!(
                "書き始めを作りました。開いて書き、`fugi check {path}` で確かめてください",
                "made a file to start from; write in it, then run `fugi check {path}`"
            ));
            Exit::Clean
        }
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}
