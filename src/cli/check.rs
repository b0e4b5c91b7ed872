//! `fugi check`: every rule over every matter, and `--prove`.

use super::output::Output;
use super::targets::{self, Target, world};
use super::{Deny, Exit, Global};
use crate::check::context::Context;
use crate::check::prove::{self, Verdict};
use crate::check::{self, Examined, Outcome};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::load::{LoadedYear, Workspace};
use crate::report::paths::Paths;
use crate::report::text::Writer;
use crate::report::{Format, json, sarif};
use crate::source::Sources;
use crate::text;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use serde_json::Value;
use std::path::{Path, PathBuf};

/// How many matters are in memory at once.
const BATCH: usize = 64;

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
    #[arg(long)]
    prove: bool,
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
    let targets = match targets::find(&workspace, &arguments.paths) {
        Ok(targets) => targets,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    if arguments.prove {
        return prove_all(&workspace, &targets, global, output);
    }
    let mut run = Run {
        global,
        arguments,
        format: arguments.format.into(),
        total: Total::default(),
        findings: Vec::new(),
        undecided: Vec::new(),
    };
    for target in &targets {
        run.year(&workspace, target, output);
    }
    run.finish(output)
}

/// What all matters of the run come to.
#[derive(Debug, Default)]
struct Total {
    examined: Examined,
    unreadable: usize,
    errors: usize,
    warnings: usize,
    infos: usize,
    waived: usize,
    undecided: usize,
}

struct Run<'a> {
    global: &'a Global,
    arguments: &'a Arguments,
    format: Format,
    total: Total,
    findings: Vec<Value>,
    undecided: Vec<Value>,
}

/// One matter, checked and written, so that its texts can be dropped.
struct Checked {
    problems: Option<(Sources, Vec<Diagnostic>)>,
    total: Total,
    lines: Vec<String>,
    findings: Vec<Value>,
    undecided: Vec<Value>,
}

impl Run<'_> {
    fn year(&mut self, workspace: &Workspace, target: &Target, output: &mut Output) {
        let loaded = match workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                self.total.unreadable += 1;
                return;
            }
        };
        let year = match loaded.result {
            Ok(year) => year,
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                self.total.unreadable += 1;
                return;
            }
        };
        for batch in target.files.chunks(BATCH) {
            let checked: Vec<Checked> =
                batch.par_iter().map(|file| self.matter(workspace, &year, file)).collect();
            for checked in checked {
                self.take(checked, output);
            }
        }
    }

    fn matter(&self, workspace: &Workspace, year: &LoadedYear, file: &Path) -> Checked {
        let loaded = workspace.matter(year, file);
        let mut checked = Checked {
            problems: None,
            total: Total::default(),
            lines: Vec::new(),
            findings: Vec::new(),
            undecided: Vec::new(),
        };
        match loaded.result {
            Err(problems) => {
                checked.total.unreadable = 1;
                checked.problems = Some((loaded.sources, problems));
            }
            Ok(matter) => {
                let context =
                    Context::new(&loaded.sources, &workspace.ward, &workspace.common, &year.year, &matter);
                let outcome = check::check(&context);
                self.write(&loaded.sources, &outcome, &mut checked);
            }
        }
        checked
    }

    fn write(&self, sources: &Sources, outcome: &Outcome, checked: &mut Checked) {
        let language = self.global.language();
        checked.total.examined = outcome.examined;
        checked.total.undecided = outcome.undecided.len();
        let writer = Writer { language, color: true };
        let shown = !self.global.quiet || self.format != Format::Text;
        let places = outcome.findings.iter().map(|finding| finding.primary.span).filter(|_| shown);
        let paths = Paths::new(sources, places);
        for finding in &outcome.findings {
            let path = paths.of(finding.primary.span);
            let path = path.as_deref();
            let count = match (finding.waived.is_some(), finding.severity) {
                (true, _) => &mut checked.total.waived,
                (false, Severity::Error) => &mut checked.total.errors,
                (false, Severity::Info) => &mut checked.total.infos,
                (false, Severity::Warning) => &mut checked.total.warnings,
            };
            *count += 1;
            match self.format {
                Format::Json => checked.findings.push(json::finding(sources, finding, path, language)),
                Format::Sarif => checked.findings.push(sarif::result(sources, finding, language)),
                Format::Text if self.global.quiet => {}
                Format::Text => checked.lines.push(writer.finding(sources, finding, path)),
            }
        }
        for open in &outcome.undecided {
            match self.format {
                Format::Json => checked.undecided.push(json::undecided(sources, open, language)),
                Format::Text if self.arguments.undecided => {
                    let at = crate::report::place(sources, open.span);
                    let at =
                        at.map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column));
                    let rule = open.rule;
                    let said = open.message.get(language);
                    let line = text!("判定できない[{rule}] {at}: {said}", "undecided[{rule}] {at}: {said}");
                    checked.lines.push(line.get(language).to_owned());
                }
                Format::Sarif | Format::Text => {}
            }
        }
    }

    fn take(&mut self, checked: Checked, output: &mut Output) {
        if let Some((sources, problems)) = &checked.problems {
            output.problems(sources, problems);
        }
        for line in &checked.lines {
            output.line(&format!("{line}\n"));
        }
        self.findings.extend(checked.findings);
        self.undecided.extend(checked.undecided);
        let (total, more) = (&mut self.total, checked.total);
        total.examined.add(more.examined);
        total.unreadable += more.unreadable;
        total.errors += more.errors;
        total.warnings += more.warnings;
        total.infos += more.infos;
        total.waived += more.waived;
        total.undecided += more.undecided;
    }

    fn finish(self, output: &mut Output) -> Exit {
        let total = &self.total;
        if total.examined.matters == 0 && total.unreadable == 0 {
            output.error(&text!(
                "検査する案件が一つもありません。`fugi new matter` で作るか、場所を確かめてください",
                "there is no matter to check; make one with `fugi new matter`, or check the path"
            ));
            return Exit::Failed;
        }
        let language = self.global.language();
        match self.format {
            Format::Json => {
                output.line(&pretty(&json::report(total.examined, &self.findings, &self.undecided)))
            }
            Format::Sarif => {
                let rules: Vec<_> = check::rules().collect();
                output.line(&pretty(&sarif::report(&self.findings, &rules, language)));
            }
            // Nought findings in nothing would look like an all-clear; that no file could be read is said below.
            Format::Text if total.examined.matters == 0 => {}
            Format::Text => summary(total, output),
        }
        if total.unreadable > 0 {
            let n = total.unreadable;
            output.error(&text!(
                "{n}件のファイルを読めませんでした。上の指摘を直してください",
                "{n} file(s) could not be read; mend what is said above"
            ));
            return Exit::Failed;
        }
        let bar: Severity = self.arguments.deny.into();
        let counts = [
            (Severity::Error, total.errors),
            (Severity::Warning, total.warnings),
            (Severity::Info, total.infos),
        ];
        let found = counts.iter().any(|(severity, count)| *severity >= bar && *count > 0);
        if found { Exit::Found } else { Exit::Clean }
    }
}

fn pretty(value: &Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default()
}

fn summary(total: &Total, output: &mut Output) {
    let Total { examined, errors, warnings, infos, waived, undecided, .. } = total;
    let Examined { matters, flows, links, sides, items, answers } = examined;
    output.say(&text!(
        "要修正 {errors}件、注意 {warnings}件、情報 {infos}件、受入済 {waived}件、判定できない {undecided}件",
        "{errors} error(s), {warnings} warning(s), {infos} info, {waived} waived, {undecided} undecided"
    ));
    let rules = check::rules().count();
    output.say(&text!(
        "検査したもの: 案件 {matters}件、流れ {flows}件（線 {links}本）、契約の当事者 {sides}者、情報項目 {items}件、チェックリストの答え {answers}件、規則 {rules}件",
        "examined: {matters} matter(s), {flows} flow(s) ({links} links), {sides} sides of contracts, {items} items, {answers} answers, {rules} rules"
    ));
}

fn prove_all(workspace: &Workspace, targets: &[Target], global: &Global, output: &mut Output) -> Exit {
    let (mut proven, mut not_applicable, mut failed, mut matters) = (0, 0, 0, 0);
    for target in targets {
        let loaded = match workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                return Exit::Failed;
            }
        };
        let year = match loaded.result {
            Ok(year) => year,
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                return Exit::Failed;
            }
        };
        for file in &target.files {
            let loaded = workspace.matter(&year, file);
            let matter = match loaded.result {
                Ok(matter) => matter,
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    return Exit::Failed;
                }
            };
            matters += 1;
            let context =
                Context::new(&loaded.sources, &workspace.ward, &workspace.common, &year.year, &matter);
            output.line(&matter.name);
            let rules: Vec<_> = check::rules().collect();
            let verdicts: Vec<Verdict> =
                rules.par_iter().map(|rule| prove::prove(rule, workspace, &context, file)).collect();
            for (rule, verdict) in rules.iter().zip(verdicts) {
                let name = rule.name;
                let line = match verdict {
                    Verdict::Proven(span) => {
                        proven += 1;
                        let at = crate::report::place(&loaded.sources, span);
                        let at = at
                            .map_or_else(String::new, |at| format!("{}:{}:{}", at.file, at.line, at.column));
                        text!("  証明できた     {name}（{at}）", "  proven          {name} ({at})")
                    }
                    Verdict::NotApplicable(reason) => {
                        not_applicable += 1;
                        let (ja, en) = (reason.ja, reason.en);
                        text!("  当てはまらない {name}（{ja}）", "  not applicable  {name} ({en})")
                    }
                    Verdict::Failed(reason) => {
                        failed += 1;
                        let (ja, en) = (reason.ja, reason.en);
                        text!("  失敗           {name}（{ja}）", "  FAILED          {name} ({en})")
                    }
                };
                if !global.quiet || line.en.contains("FAILED") {
                    output.say(&line);
                }
            }
        }
    }
    if matters == 0 {
        output.error(&text!("証明する案件が一つもありません", "there is no matter to prove"));
        return Exit::Failed;
    }
    output.say(&text!(
        "案件 {matters}件: 証明できた {proven}件、当てはまらない {not_applicable}件、失敗 {failed}件",
        "{matters} matter(s): {proven} proven, {not_applicable} not applicable, {failed} FAILED"
    ));
    if failed > 0 { Exit::Found } else { Exit::Clean }
}
