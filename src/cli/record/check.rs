//! `fugi record check FILE`: everything that is wrong with a form, with places.

use super::filled::{Failure, fill};
use crate::cli::Exit;
use crate::cli::output::Output;
use crate::text;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 記入した様式
    ///
    /// A form that is filled in
    #[arg(required = true)]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, output: &mut Output) -> Exit {
    let mut worst = Exit::Clean;
    for file in &arguments.files {
        let exit = match fill(file, output) {
            Ok(filled) => {
                let (shown, label) = (file.display(), filled.statement.predicate.kind().label());
                let files = filled.files.len();
                output.say(&text!(
                    "{shown}: {label}として署名できます（添付 {files} 件）",
                    "{shown}: ready to be signed ({files} attachment(s))"
                ));
                if !filled.against_register && filled.statement.predicate.common().contract.is_some() {
                    output.say(&text!(
                        "  ワークスペースがないため、契約・当事者・情報項目は案件と照らしていません",
                        "  there is no workspace: contract, party and items were not compared with the matters"
                    ));
                }
                Exit::Clean
            }
            Err(Failure::Said(exit)) => exit,
            Err(Failure::Text(error)) => {
                output.error(&error);
                Exit::Failed
            }
        };
        worst = worst.max(exit);
    }
    worst
}
