//! `fugi template export`: the built-in templates as files, to be changed.

use super::output::Output;
use super::render::templates::FOLDER;
use super::{Exit, Global, files, targets};
use crate::render::templates::BUILT_IN;
use crate::text;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 内蔵のひな形を書き出す（もうあるファイルは書き換えない）
    ///
    /// Write out the built-in templates (files that exist are left as they are)
    Export {
        /// 書き出すフォルダ（省略時は、ワークスペースの templates/。そこにあれば render が使う）
        ///
        /// Folder to write to (default: templates/ of the workspace, where `render` uses them)
        dir: Option<PathBuf>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let What::Export { dir } = &arguments.what;
    let folder = match dir {
        Some(dir) => dir.clone(),
        None => match targets::open(global, &[], output) {
            Some(workspace) => workspace.root().join(FOLDER),
            None => return Exit::Failed,
        },
    };
    export(&folder, dir.is_some(), output)
}

fn export(folder: &Path, named: bool, output: &mut Output) -> Exit {
    let mut exit = Exit::Clean;
    for built_in in BUILT_IN {
        let path = folder.join(built_in.file);
        match files::create(&path, built_in.text) {
            Ok(()) => {
                let shown = path.display();
                output.say(&text!("書き出しました: {shown}", "wrote {shown}"));
            }
            Err(error) => {
                output.error(&error);
                exit = Exit::Failed;
            }
        }
    }
    if exit == Exit::Clean {
        let folder = folder.display();
        output.say(&if named {
            text!(
                "直してから、`fugi render --template-dir {folder} …` で使えます",
                "change them, then use them by `fugi render --template-dir {folder} …`"
            )
        } else {
            text!(
                "直せば、次の `fugi render` から使われます。元に戻すには、ファイルを消してください",
                "once changed, `fugi render` uses them; delete a file to return to the built-in one"
            )
        });
    }
    exit
}
