//! `fugi render`: the submission and its diagrams, as a draft or as the final paper.

use super::output::Output;
use super::targets::{self, world};
use super::{Exit, Global};
use crate::check::context::Context;
use crate::check::{self, Outcome};
use crate::diagnostic::{Severity, Text};
use crate::document::{self, Source, assumed};
use crate::model::load::{LoadedYear, Workspace};
use crate::render::templates::Templates;
use crate::render::{self, Format};
use crate::source::{Sources, Span};
use crate::text;
use clap::{Args, ValueEnum};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 案件のファイル、または「年度/案件」
    #[arg(required = true, value_name = "MATTER")]
    paths: Vec<PathBuf>,
    /// この部分だけを印刷する（cover、flow、flow-13-1、資料13-1 など）
    #[arg(long, value_name = "PART")]
    part: Option<String>,
    /// 文書の形式（カンマ区切りで幾つでも）
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "html,md,svg",
        hide_possible_values = true,
        value_name = "html|md|svg|json"
    )]
    format: Vec<FormatName>,
    /// 書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 確定した資料にする（要修正の指摘や推定が残っていれば、書き出さない）
    #[arg(long = "final")]
    is_final: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Html,
    Json,
    Md,
    Svg,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Html => Self::Html,
            FormatName::Json => Self::Json,
            FormatName::Md => Self::Markdown,
            FormatName::Svg => Self::Svg,
        }
    }
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
    let targets = match targets::find(&workspace, &arguments.paths) {
        Ok(targets) => targets,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let templates = match Templates::built_in() {
        Ok(templates) => templates,
        Err(error) => {
            output.error(&wrong_template(&error));
            return Exit::Failed;
        }
    };
    let mut exit = Exit::Clean;
    for target in &targets {
        let loaded = match workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                return Exit::Failed;
            }
        };
        match loaded.result {
            Ok(year) => {
                let run =
                    Run { global, arguments, workspace: &workspace, year: &year, templates: &templates };
                for file in &target.files {
                    exit = exit.max(run.matter(file, output));
                }
            }
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                exit = Exit::Failed;
            }
        }
    }
    if targets.iter().all(|target| target.files.is_empty()) {
        output.error(&text!(
            "印刷する案件が一つもありません。場所を確かめてください",
            "there is no matter to render; check the path"
        ));
        return Exit::Failed;
    }
    exit
}

struct Run<'a> {
    global: &'a Global,
    arguments: &'a Arguments,
    workspace: &'a Workspace,
    year: &'a LoadedYear,
    templates: &'a Templates,
}

impl Run<'_> {
    fn matter(&self, file: &Path, output: &mut Output) -> Exit {
        let loaded = self.workspace.matter(self.year, file);
        let matter = match loaded.result {
            Ok(matter) => matter,
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                return Exit::Failed;
            }
        };
        let (workspace, year) = (self.workspace, &self.year.year);
        let context = Context::new(&loaded.sources, &workspace.ward, &workspace.common, year, &matter);
        let outcome = check::check(&context);
        let source = Source {
            ward: &workspace.ward,
            common: &workspace.common,
            year,
            matter: &matter,
            draft: !self.arguments.is_final,
        };
        let assumed = assumed::all(&source);
        let errors = self.findings(&loaded.sources, &outcome, assumed.len(), output);
        if self.arguments.is_final && (errors > 0 || !assumed.is_empty()) {
            for own in &assumed {
                let at = shown(&loaded.sources, own.span);
                let place = &own.place;
                output.say(&text!("推定 {at}: {place}", "assumed {at}: {place}"));
            }
            let n = assumed.len();
            output.error(&text!(
                "確定した資料は書き出しませんでした（要修正 {errors}件、推定 {n}件）。直すか、理由を付けて受け入れて（waivers）ください。案としては、--final を付けなければ書き出せます",
                "the final paper was not written ({errors} error(s), {n} assumed value(s)); mend or waive them; without --final a draft is written"
            ));
            return Exit::Found;
        }
        let mut document = document::build(&source);
        if let Some(part) = &self.arguments.part {
            document = match document.only(part) {
                Ok(document) => document,
                Err(known) => {
                    let known = known.join(", ");
                    output.error(&text!(
                        "「{part}」という部分はありません（ある部分: {known}）",
                        "there is no part `{part}` (there are: {known})"
                    ));
                    return Exit::Failed;
                }
            };
        }
        self.write(&document, output)
    }

    /// Prints the findings, one a line, and their counts; returns the number of errors that no waiver covers.
    fn findings(&self, sources: &Sources, outcome: &Outcome, assumed: usize, output: &mut Output) -> usize {
        let count = |severity| {
            let own = |finding: &&crate::diagnostic::Diagnostic| {
                finding.waived.is_none() && finding.severity == severity
            };
            outcome.findings.iter().filter(own).count()
        };
        let language = self.global.language();
        let open = outcome.findings.iter().filter(|finding| finding.waived.is_none());
        for finding in open.filter(|_| !self.global.quiet) {
            let label = finding.severity.label();
            let (label, said) = (label.get(language), finding.message.get(language));
            let (at, rule) = (shown(sources, finding.primary.span), finding.rule);
            output.line(&format!("{label}[{rule}] {at}: {said}"));
        }
        let (errors, warnings, infos) =
            (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
        let waived = outcome.findings.len() - errors - warnings - infos;
        output.say(&text!(
            "検査: 要修正 {errors}件、注意 {warnings}件、情報 {infos}件、受入済 {waived}件、推定 {assumed}件（詳しくは fugi check）",
            "check: {errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {assumed} assumed (see `fugi check`)"
        ));
        errors
    }

    fn write(&self, document: &document::tree::Document, output: &mut Output) -> Exit {
        let (year, name) = document.name.split_once('/').unwrap_or(("", &document.name));
        let folder = match &self.arguments.out {
            Some(out) => out.clone(),
            None => self.workspace.root().join("out").join(year),
        };
        let part = match (&self.arguments.part, document.sections.as_slice()) {
            (None, _) => String::new(),
            (Some(_), [only]) => format!("-{}", only.id),
            (Some(_), [first, ..]) => format!("-{}", first.part),
            (Some(part), []) => format!("-{part}"),
        };
        let mut formats: Vec<Format> = self.arguments.format.iter().map(|name| (*name).into()).collect();
        formats.sort_unstable();
        formats.dedup();
        for format in formats {
            let papers = match render::render(document, format, self.templates) {
                Ok(papers) => papers,
                Err(error) => {
                    output.error(&wrong_template(&error));
                    return Exit::Failed;
                }
            };
            if papers.is_empty() && self.arguments.part.is_none() {
                output.say(&text!("図がないため、SVG は書き出しません", "there is no diagram, hence no SVG"));
            }
            for paper in papers {
                let suffix = paper.flow.map_or_else(|| part.clone(), |flow| format!("-{flow}"));
                let path = folder.join(format!("{name}{suffix}.{}", format.extension()));
                if let Err(error) = replace(&path, &paper.contents) {
                    output.error(&unwritten(&path, &error));
                    return Exit::Failed;
                }
                let shown = path.display();
                output.say(&text!("書き出しました: {shown}", "wrote {shown}"));
            }
        }
        Exit::Clean
    }
}

pub(super) fn wrong_template(error: &render::Error) -> Text {
    text!("ひな形に誤りがあります: {error}", "the template is wrong: {error}")
}

fn shown(sources: &Sources, span: Span) -> String {
    let at = crate::report::place(sources, span);
    at.map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column))
}

/// Writes a file whole or not at all: the old one stays until the new one is complete.
pub(super) fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    let unfinished = folder.join(name);
    let written = File::create(&unfinished)
        .and_then(|mut file| file.write_all(contents).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        let _ = fs::remove_file(&unfinished);
    }
    written
}

pub(super) fn unwritten(path: &Path, error: &io::Error) -> Text {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::PermissionDenied => text!(
            "{path} に書けません。フォルダの権限と、他の人が開いていないかを確かめてください（前のファイルはそのままです）",
            "{path} cannot be written: check the folder's permissions and whether the file is open elsewhere (the old file is unchanged)"
        ),
        io::ErrorKind::StorageFull => text!(
            "{path} に書けません。空き容量がありません（前のファイルはそのままです）",
            "{path} cannot be written: no space is left (the old file is unchanged)"
        ),
        _ => text!(
            "{path} に書けません（{error}、前のファイルはそのままです）",
            "{path} cannot be written ({error}; the old file is unchanged)"
        ),
    }
}
