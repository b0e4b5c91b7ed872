//! `fugi audit report`: what was inspected in a year, as a document.

use super::sources;
use crate::cli::output::Output;
use crate::cli::pdf::{PdfArguments, Printer};
use crate::cli::render::papers::Papers;
use crate::cli::render::{FormatName, templates};
use crate::cli::watch::{self, Foreign};
use crate::cli::{Exit, Global};
use crate::render::Format;
use crate::text;
use clap::Args;
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
    /// 文書の形式（カンマ区切りで幾つでも）
    ///
    /// Formats of the document, any number, separated by commas
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "html,md,xlsx",
        hide_possible_values = true,
        value_name = "html|md|xlsx|json"
    )]
    format: Vec<FormatName>,
    /// 書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder to write to (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let foreign = Foreign { templates: None, root: workspace.root(), fonts: &[], papers: 1 };
    if let Some(exit) = watch::run(&foreign, output) {
        return Ok(exit);
    }
    let year = sources::answer(workspace.audit_year(arguments.year.as_deref()), output)?;
    let results = sources::folder(&workspace, arguments.results.as_ref(), &year.year.name);
    let (results, _) = sources::results(global, &workspace, &results, output)?;
    let report = workspace.audit_report(&year, &results.all(), global.today());
    let (document, plan) = sources::answer(report, output)?;
    sources::beside(&plan, output);
    // Its counts would be short, and nobody who reads the paper would see why.
    if !plan.unread.is_empty() {
        output.error(&text!(
            "読めない案件があるので、監査の報告書は書き出しませんでした。上の指摘を直してから、もう一度書き出してください",
            "a matter could not be read, so the report on the audits was not written; fix what is told above and write it again"
        ));
        return Ok(Exit::Failed);
    }
    let templates = templates::load(None, workspace.root()).map_err(|error| sources::told(&error, output))?;
    let mut formats: Vec<Format> = arguments.format.iter().map(|name| (*name).into()).collect();
    formats.sort_unstable();
    formats.dedup();
    formats.retain(|format| *format != Format::Svg);
    let folder = sources::folder(&workspace, arguments.out.as_ref(), &year.year.name);
    let printer = Printer::for_formats(&formats, &PdfArguments::default(), &templates);
    let printer = printer.map_err(|error| sources::told(&error, output))?;
    let printer = printer.as_ref();
    let papers = Papers { folder, formats, templates: &templates, printer, is_final: false, approved: None };
    Ok(papers.write(&document, "", output))
}
