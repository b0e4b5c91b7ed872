//! `fugi render`: the submission and its diagrams, as a draft or as the final paper; the agenda of a meeting.

mod agenda;
mod matter;
pub(super) mod papers;
pub(crate) mod templates;

use super::output::Output;
use super::pdf::{PdfArguments, Printer};
use super::targets::{self, Target, world};
use super::watch::{self, Foreign};
use super::{Exit, Global, workers};
use crate::diagnostic::{Text, listed};
use crate::model::load::{LoadedYear, Workspace};
use crate::render::Format;
use crate::render::templates::Templates;
use crate::text;
use clap::{Args, ValueEnum};
use papers::Papers;
use std::path::PathBuf;

/// After how many matters what was found is told.
const BATCH: usize = 64;

/// What is printed where nothing is asked for.
const DEFAULT_FORMATS: &str =
    if cfg!(feature = "pdf") { "pdf,docx,xlsx,html,md,svg" } else { "docx,xlsx,html,md,svg" };

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」
    ///
    /// Files of matters, folders of years, or `year/matter`
    #[arg(required = true, value_name = "MATTER")]
    paths: Vec<PathBuf>,
    /// この部分だけを印刷する（cover、flow、flow-13-1、資料13-1、file-register など）
    ///
    /// Print only this part (cover, flow, flow-13-1, file-register and so on)
    #[arg(long, value_name = "PART", conflicts_with = "agenda")]
    part: Option<String>,
    /// 会議次第と、年度の案件の一覧を書き出す（案件の代わりに年度のフォルダを書く）
    ///
    /// Write the agenda of the meeting and the list of the year's matters (name a year instead of a matter)
    #[arg(long)]
    agenda: bool,
    /// 文書の形式（カンマ区切りで幾つでも）
    ///
    /// Formats of the document, any number, separated by commas
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = DEFAULT_FORMATS,
        hide_possible_values = true,
        value_name = "pdf|docx|xlsx|html|md|svg|json"
    )]
    format: Vec<FormatName>,
    /// 書き出すフォルダ（省略時は、ワークスペースの out/年度/。年度が二つ以上なら、その中を年度で分ける）
    ///
    /// Folder to write to (default: out/YEAR/ of the workspace; with two years or more, one folder a year inside)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// ひな形のフォルダ（省略時は、ワークスペースの templates/。ないひな形は、内蔵のもの）
    ///
    /// Folder of templates (default: templates/ of the workspace; built-in ones where it has none)
    #[arg(long, value_name = "DIR")]
    template_dir: Option<PathBuf>,
    /// Word 文書の体裁（スタイル、余白、ヘッダーなど）を取る、自治体の Word ファイル
    ///
    /// A Word file of the ward whose looks (styles, margins, headers) are taken
    #[arg(long, value_name = "FILE")]
    reference_docx: Option<PathBuf>,
    #[command(flatten)]
    pdf: PdfArguments,
    /// 確定した資料にする（要修正の指摘や推定が残っていれば、書き出さない）
    ///
    /// Make the final paper (refused while errors or assumed values are left)
    #[arg(long = "final", conflicts_with = "agenda")]
    is_final: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    Docx,
    Html,
    Json,
    Md,
    Pdf,
    Svg,
    Xlsx,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Docx => Self::Docx,
            FormatName::Html => Self::Html,
            FormatName::Json => Self::Json,
            FormatName::Md => Self::Markdown,
            FormatName::Pdf => Self::Pdf,
            FormatName::Svg => Self::Svg,
            FormatName::Xlsx => Self::Xlsx,
        }
    }
}

/// What a run needs: read once, shared by all cores.
struct Run<'a> {
    global: &'a Global,
    arguments: &'a Arguments,
    workspace: &'a Workspace,
    templates: &'a Templates,
    printer: Option<&'a Printer>,
    /// True where the papers of several years would meet in one folder.
    by_year: bool,
}

/// Returns the format of that name, where there is one.
pub(super) fn format_named(name: &str) -> Option<Format> {
    FormatName::from_str(name, false).ok().map(Format::from)
}

/// Returns the names of all formats but JSON, which is the tree of a document.
pub(super) fn format_names() -> Vec<String> {
    let names = FormatName::value_variants().iter().filter_map(FormatName::to_possible_value);
    names.map(|name| name.get_name().to_owned()).filter(|name| name != "json").collect()
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let found = targets::find(&workspace, &arguments.paths);
    if let Ok(targets) = &found {
        let foreign = Foreign {
            templates: arguments.template_dir.as_deref(),
            root: workspace.root(),
            fonts: arguments.pdf.font_dirs(),
            papers: targets.iter().map(|target| target.files.len()).sum(),
        };
        if let Some(exit) = watch::run(&foreign, output) {
            return exit;
        }
    }
    let templates = templates::load(arguments.template_dir.as_deref(), workspace.root());
    let templates = templates.and_then(|templates| match &arguments.reference_docx {
        Some(path) => Ok(templates.with_reference(templates::reference(path)?)),
        None => Ok(templates),
    });
    let (targets, templates) = match (found, templates) {
        (Ok(targets), Ok(templates)) => (targets, templates),
        (Err(error), _) | (_, Err(error)) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    if targets.iter().all(|target| target.files.is_empty()) {
        output.error(&text!(
            "印刷する案件が一つもありません。場所を確かめてください",
            "there is no matter to render; check the path"
        ));
        return Exit::Failed;
    }
    let formats: Vec<Format> = arguments.format.iter().map(|name| (*name).into()).collect();
    let printer = match Printer::for_formats(&formats, &arguments.pdf, &templates) {
        Ok(printer) => printer,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    reach(&formats, &templates, output);
    let run = Run {
        global,
        arguments,
        workspace: &workspace,
        templates: &templates,
        printer: printer.as_ref(),
        by_year: targets.len() > 1,
    };
    let beside = workspace.unread_beside(&targets);
    if let Some(own) = &beside {
        output.unread(&own.error);
    }
    let exit = targets.iter().map(|target| run.target(target, output)).max().unwrap_or(Exit::Clean);
    if beside.is_some() { Exit::Failed } else { exit }
}

/// Says which formats the ward's own looks reach, where they reach only some of those asked for.
fn reach(formats: &[Format], templates: &Templates, output: &mut Output) {
    // A diagram has no template, and the tree is for programs.
    let mut formats: Vec<Format> = formats.to_vec();
    formats.retain(|format| !matches!(format, Format::Json | Format::Svg));
    formats.sort_unstable();
    formats.dedup();
    let (own, others): (Vec<Format>, Vec<Format>) =
        formats.into_iter().partition(|format| templates.are_own(*format));
    if own.is_empty() || others.is_empty() {
        return;
    }
    let words = |formats: &[Format]| listed(formats.iter().map(|own| own.extension()));
    let (Text { ja: own, en: own_en }, Text { ja: others, en: others_en }) = (words(&own), words(&others));
    output.say(&text!(
        "自分の体裁は {own} にだけ効きます。{others} は内蔵の体裁で書き出します（様式のデータは、どの形式にも効きます）",
        "your own looks reach {own_en} only; {others_en} is written with the built-in looks (the data of the form reaches every format)"
    ));
}

impl Run<'_> {
    fn target(&self, target: &Target, output: &mut Output) -> Exit {
        let loaded = match self.workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                return Exit::Failed;
            }
        };
        match loaded.result {
            Ok(year) if self.arguments.agenda => self.agenda(&year, output),
            Ok(year) => self.matters(&year, target, output),
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                Exit::Failed
            }
        }
    }

    /// Prints the matters of a year on all cores, and tells of them in their order.
    fn matters(&self, year: &LoadedYear, target: &Target, output: &mut Output) -> Exit {
        let mut exit = Exit::Clean;
        for batch in target.files.chunks(BATCH) {
            let printed: Vec<(Exit, Output)> = workers::each(batch, |file| {
                let mut held = Output::held(self.global.language());
                (self.matter(year, file, &mut held), held)
            });
            for (own, held) in printed {
                output.release(held);
                exit = exit.max(own);
            }
        }
        exit
    }

    /// Returns where and how the papers of a year are written.
    fn papers(&self, year: &str) -> Papers<'_> {
        let folder = match &self.arguments.out {
            Some(out) if self.by_year => out.join(year),
            Some(out) => out.clone(),
            None => targets::papers_of(self.workspace.root(), year),
        };
        let mut formats: Vec<Format> = self.arguments.format.iter().map(|name| (*name).into()).collect();
        formats.sort_unstable();
        formats.dedup();
        Papers {
            folder,
            formats,
            templates: self.templates,
            printer: self.printer,
            is_final: self.arguments.is_final,
            approved: None,
        }
    }
}
