//! `fugi man`: manual pages, from the declarations of the command line.

use super::declare::declared;
use super::output::Output;
use super::{Exit, files};
use crate::text;
use clap::{Args, Command};
use clap_mangen::Man;
use std::io;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// コマンドごとの頁（fugi.1、fugi-check.1 など）を、このフォルダに書き出す（省略時は、fugi の頁を表示する）
    ///
    /// Write one page a command (fugi.1, fugi-check.1 and so on) into this folder (default: print the page of fugi)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let mut command = declared(output.language);
    command.build();
    let mut pages = Vec::new();
    if let Err(error) = collect(command, &mut pages) {
        output.error(&text!("頁を作れません（{error}）", "the pages cannot be made ({error})"));
        return Exit::Failed;
    }
    let Some(folder) = &arguments.out else {
        if let Some((_, page)) = pages.first() {
            output.line(String::from_utf8_lossy(page).trim_end());
        }
        return Exit::Clean;
    };
    for (name, page) in &pages {
        let path = folder.join(name);
        if let Err(error) = files::replace(&path, page) {
            output.error(&error);
            return Exit::Failed;
        }
        output.line(&path.display().to_string());
    }
    Exit::Clean
}

/// Adds the page of a command and those of its subcommands: file name and text.
fn collect(command: Command, pages: &mut Vec<(String, Vec<u8>)>) -> io::Result<()> {
    let below: Vec<Command> = command.get_subcommands().cloned().collect();
    let man = Man::new(command);
    let mut page = Vec::new();
    man.render(&mut page)?;
    pages.push((man.get_filename(), page));
    below.into_iter().try_for_each(|command| collect(command, pages))
}
