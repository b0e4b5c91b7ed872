//! `fugi init DIR`: a workspace to start from.

use super::Exit;
use super::clock;
use super::files::create;
use super::output::Output;
use crate::diagnostic::{Language, Text};
use crate::text;
use crate::workspace::start;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 作るフォルダ（空のフォルダ、またはまだないフォルダ）
    ///
    /// Folder to make (an empty one, or one that does not exist yet)
    dir: PathBuf,
    /// 年度のフォルダの名（例: r08。省略時は今の年度）
    ///
    /// Name of the fiscal year's folder, for example r08 (default: this fiscal year)
    #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
    year: Option<String>,
    /// 自治体の名（例: 見本市）。ファイルの説明と様式の語が、その語（市、町など）になる
    ///
    /// Name of the authority; comments and forms are then in its own word (that for a city, a town and so on)
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

pub(crate) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    match make(arguments, output) {
        Ok(matter) => {
            let dir = arguments.dir.display();
            output.say(&text!(
                "{dir} にワークスペースを作りました。次は fugi.yaml の名と担当課を直し、{matter} を書いてください",
                "made a workspace in {dir}; next, edit the ward and departments in fugi.yaml, and write {matter}"
            ));
            Exit::Clean
        }
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

fn make(arguments: &Arguments, output: &mut Output) -> Result<String, Text> {
    let year = arguments.year.clone().unwrap_or_else(|| start::year_of(clock::now().date()));
    let made = begin(&arguments.dir, &year, arguments.name.as_deref(), output.language)?;
    for path in &made {
        output.line(path);
    }
    Ok(made.into_iter().next_back().unwrap_or_default())
}

/// Makes a workspace in an empty folder, or one that does not exist yet; returns its files, the first matter last.
pub(super) fn begin(
    root: &Path,
    year: &str,
    name: Option<&str>,
    language: Language,
) -> Result<Vec<String>, Text> {
    let shown = root.display();
    if fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_some()) {
        return Err(text!(
            "{shown} は空ではありません。新しいフォルダの名を書いてください",
            "{shown} is not empty; name a new folder"
        ));
    }
    let mut made = Vec::new();
    for file in start::workspace(year, name, language).map_err(|error| error.text())? {
        create(&root.join(&file.path), &file.text)?;
        made.push(file.path);
    }
    Ok(made)
}
