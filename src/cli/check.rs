//! `fugi check`: every rule over every matter, and `--prove`.

mod strays;

use super::output::Output;
use super::{Deny, Exit, Global, targets};
use crate::check;
use crate::diagnostic::Diagnostic;
use crate::model::load::Workspace;
use crate::report::checked::Proofs;
use crate::report::sarif::Invocation;
use crate::report::text::Writer;
use crate::report::{self, Format, json, sarif};
use crate::text;
use crate::workspace::Unread;
use crate::workspace::check::{Checked, Total};
use crate::workspace::select::Selection;
use clap::{Args, ValueEnum};
use serde_json::Value;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// どの重さの指摘で終了コードを 1 にするか（省略時は error）
    ///
    /// From which severity of a finding on the exit status is 1 (default: error)
    #[arg(
        long,
        value_enum,
        default_value = "error",
        hide_possible_values = true,
        value_name = "error|warning|info"
    )]
    deny: Deny,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(
        long,
        value_enum,
        default_value = "text",
        hide_possible_values = true,
        value_name = "text|json|sarif"
    )]
    format: FormatName,
    /// 各規則が、この案件に植えた誤りを見つけることを確かめる
    ///
    /// Prove that each rule finds a mistake planted in this matter
    #[arg(long, conflicts_with_all = ["deny", "format", "places", "undecided"])]
    prove: bool,
    /// 原因ごとにまとめず、場所の全てを、その行とともに並べる
    ///
    /// List every place with its line, instead of one entry a cause
    #[arg(long)]
    places: bool,
    /// 資料からは判定できなかったことも並べる
    ///
    /// List also what could not be decided from the paper
    #[arg(long)]
    undecided: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum FormatName {
    Text,
    Json,
    Sarif,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Json => Self::Json,
            FormatName::Sarif => Self::Sarif,
            FormatName::Text => Self::Text,
        }
    }
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let selections = match workspace.select(&arguments.paths) {
        Ok(selections) => selections,
        Err(error) => {
            output.error(&error.text());
            return Exit::Failed;
        }
    };
    if arguments.prove {
        prove(&workspace, &selections, global, output)
    } else {
        check(&workspace, &selections, global, arguments, output)
    }
}

/// One matter, written while its texts are still at hand.
#[derive(Default)]
struct Written {
    total: Total,
    lines: Vec<String>,
    json: json::check::Matter,
    sarif: Vec<Value>,
}

fn check(
    workspace: &Workspace,
    selections: &[Selection],
    global: &Global,
    arguments: &Arguments,
    output: &mut Output,
) -> Exit {
    let (language, format) = (global.language(), Format::from(arguments.format));
    let writer = Writer { language, color: true };
    let write = |checked: Checked| {
        let mut written = Written::default();
        written.total.add(&checked.outcome);
        match format {
            Format::Json => written.json = json::check::Matter::new(&checked, language),
            Format::Sarif => {
                let (sources, findings) = (&checked.sources, &checked.outcome.findings);
                let result = |own: &Diagnostic| {
                    let path = sources.place(own.primary.span);
                    sarif::result(&checked.name, sources, own, path.as_deref(), language)
                };
                written.sarif = findings.iter().map(result).collect();
            }
            Format::Text => {
                let Checked { name, sources, outcome, .. } = &checked;
                if !global.quiet && (!outcome.findings.is_empty() || !outcome.undecided.is_empty()) {
                    written.lines =
                        vec![report::checked::summary(name, sources, outcome, language).join("\n")];
                    if arguments.places {
                        written.lines.extend(report::checked::findings(&checked, writer));
                    } else {
                        let causes = report::checked::causes(&checked, language);
                        written.lines.extend((!causes.is_empty()).then(|| causes.join("\n")));
                    }
                    if !arguments.undecided {
                        written.lines.extend(report::checked::undecided_by_name(outcome, language));
                    }
                }
                if arguments.undecided {
                    written.lines.extend(report::checked::undecided(&checked, writer));
                }
            }
        }
        written
    };
    let (mut total, mut unread) = (Total::default(), Vec::new());
    let (mut matters, mut results, mut notices) = (Vec::new(), Vec::new(), Vec::new());
    workspace.check_each(selections, write, |written| match written {
        Ok(written) => {
            for line in &written.lines {
                output.line(&format!("{line}\n"));
            }
            matters.push(written.json);
            results.extend(written.sarif);
            total.add_total(written.total);
        }
        Err(own) => {
            output.unread(&own.error);
            total.unread += 1;
            match format {
                Format::Json => unread.push(json::Unread::new(&own, language)),
                Format::Sarif => notices.extend(sarif::unread(&own.error, language)),
                Format::Text => {}
            }
        }
    });
    let mut others = Vec::new();
    let strays = match workspace.strays_beside(selections) {
        Ok(mut strays) => {
            others.append(&mut strays.others);
            total.unread += strays.problems.len();
            Unread::strays(strays)
        }
        Err(error) => {
            total.unread += 1;
            Some(Unread { files: Vec::new(), error: error.into() })
        }
    };
    if let Some(own) = strays {
        output.unread(&own.error);
        match format {
            Format::Json => unread.push(json::Unread::new(&own, language)),
            Format::Sarif => notices.extend(sarif::unread(&own.error, language)),
            Format::Text => {}
        }
    }
    total.infos += usize::from(!others.is_empty());
    if total.examined.matters == 0 && total.unread == 0 {
        output.error(&text!(
            "検査する案件が一つもありません。`fugi new matter` で作るか、場所を確かめてください",
            "there is no matter to check; make one with `fugi new matter`, or check the path"
        ));
        return Exit::Failed;
    }
    let exit = match total.unread {
        0 if total.reaches(arguments.deny.into()) => Exit::Found,
        0 => Exit::Clean,
        _ => Exit::Failed,
    };
    match format {
        Format::Json => {
            output.line(&json::pretty(&json::check::Report::new(total.examined, unread, matters)));
        }
        Format::Sarif => {
            let rules: Vec<_> = check::rules().collect();
            let invocation = Invocation { unread: &notices, exit: exit as u8 };
            output.line(&json::pretty(&sarif::report(
                results,
                &rules,
                &invocation,
                output.authority(),
                language,
            )));
        }
        // Nought findings in nothing would look like an all-clear; that no file could be read is said below.
        Format::Text if total.examined.matters == 0 => {}
        Format::Text => {
            if let Some(first) = others.first() {
                output.say(&strays::others(first, others.len()));
            }
            for line in report::checked::total(&total) {
                output.say(&line);
            }
        }
    }
    if total.unread > 0 {
        let n = total.unread;
        output.error(&text!(
            "{n}件のファイルを読めませんでした。上の指摘を直してください",
            "{n} file(s) could not be read; fix what is said above"
        ));
    }
    exit
}

fn prove(workspace: &Workspace, selections: &[Selection], global: &Global, output: &mut Output) -> Exit {
    let mut proofs = Proofs::default();
    let done = workspace.prove_each(selections, |proved| {
        output.line(&proved.name);
        for line in proofs.add(&proved, global.quiet) {
            output.say(&line);
        }
    });
    if let Err(error) = done {
        output.unread(&error);
        return Exit::Failed;
    }
    if proofs.matters == 0 {
        output.error(&text!("証明する案件が一つもありません", "there is no matter to prove"));
        return Exit::Failed;
    }
    output.say(&proofs.total());
    if proofs.failed > 0 { Exit::Found } else { Exit::Clean }
}
