//! `fugi diff`: what changed between two matters, two years or two revisions, and whether the council must see it
//! again.

mod git;
mod papers;
mod revision;
mod sides;

use super::output::Output;
use super::targets;
use super::watch::{self, Foreign};
use super::{Exit, Global};
use crate::diff::class::Class;
use crate::diff::policy::Policy;
use crate::diff::rules::MATTER_CHANGED;
use crate::diff::{Comparison, PreparedYears, pairing};
use crate::model::matter::Matter;
use crate::model::vocabulary::Requires;
use crate::report::comparison::{Compared, json, text::Writer};
use crate::text;
use clap::{Args, ValueEnum};
use rayon::prelude::*;
use sides::Half;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前の年の案件か年度のフォルダ、次に、次の年の案件か年度のフォルダ（--git では、比べる案件か年度を一つまで）
    ///
    /// The matter or year before, then the matter or year after (with --git at most one, the one to compare)
    #[arg(num_args = 0..=2, value_name = "OLD NEW")]
    paths: Vec<PathBuf>,
    /// git の二つの版を比べる（例: v1..main。作業フォルダは変えない）
    ///
    /// Compare two revisions of git, for example v1..main (the working tree is left as it is)
    #[arg(long, value_name = "REV..REV")]
    git: Option<String>,
    /// 出力の形式（カンマ区切りで幾つでも。text と json は画面へ、文書の形式はファイルへ）
    ///
    /// Formats, any number, separated by commas (text and json go to standard output, documents to files)
    #[arg(long, value_delimiter = ',', default_value = "text", value_name = "text|json|html|md|…")]
    format: Vec<String>,
    /// 新旧対照表を書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder for the comparison (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// この重さ以上の手続が要るとき、終了コードを 1 にする（省略時は deliberation）
    ///
    /// From which procedure on the exit status is 1 (default: deliberation)
    #[arg(
        long,
        value_enum,
        default_value = "deliberation",
        hide_possible_values = true,
        value_name = "deliberation|notice"
    )]
    deny: Deny,
    /// 画面の桁数
    ///
    /// Columns of the terminal
    #[arg(long, default_value = "100", value_name = "COLUMNS")]
    width: usize,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Deny {
    Deliberation,
    Notice,
}

impl From<Deny> for Requires {
    fn from(deny: Deny) -> Self {
        match deny {
            Deny::Deliberation => Self::Deliberation,
            Deny::Notice => Self::Notice,
        }
    }
}

/// Where the result goes.
struct Formats {
    text: bool,
    json: bool,
    papers: Vec<crate::render::Format>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let formats = match formats(&arguments.format) {
        Ok(formats) => formats,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let read = match &arguments.git {
        Some(revisions) => revision::read(global, revisions, &arguments.paths, output),
        None => sides::read(global, &arguments.paths, output),
    };
    let Some((old, new)) = read else { return Exit::Failed };
    if !formats.papers.is_empty() {
        let papers = new.matters.len().max(old.matters.len());
        let foreign = Foreign { templates: None, root: &new.root, fonts: &[], papers };
        if let Some(exit) = watch::run(&foreign, output) {
            return exit;
        }
    }
    let policy = match Policy::new(&new.workspace.common) {
        Ok(policy) => policy,
        Err(problems) => {
            output.problems(&new.sources, &problems);
            return Exit::Failed;
        }
    };
    let Some(pairs) = sides::pair(&old, &new, arguments.git.is_some(), output) else { return Exit::Failed };
    let both: Vec<(usize, usize)> = pairs.iter().filter_map(|(old, new)| old.zip(*new)).collect();
    let sides = both.iter().filter_map(|(one, other)| old.side(*one).zip(new.side(*other)));
    let years = PreparedYears::new(sides);
    let comparisons: Vec<Option<Comparison>> = both
        .par_iter()
        .map(|(one, other)| Some(years.compare(&old.side(*one)?, &new.side(*other)?, policy)))
        .collect();
    let compared: Vec<Compared<'_>> = both
        .iter()
        .zip(&comparisons)
        .filter_map(|((one, other), comparison)| {
            let comparison = comparison.as_ref()?;
            Some(Compared { old: old.side(*one)?, new: new.side(*other)?, comparison })
        })
        .collect();
    let alone = |pick: &dyn Fn(&pairing::Pair) -> Option<usize>, half: &Half| -> Vec<usize> {
        pairs.iter().filter_map(pick).filter(|index| *index < half.matters.len()).collect()
    };
    let ended = alone(&|(one, other)| one.filter(|_| other.is_none()), &old);
    let started = alone(&|(one, other)| other.filter(|_| one.is_none()), &new);
    let matters = |half: &'_ Half, list: &[usize]| -> Vec<Matter> {
        list.iter().filter_map(|index| half.matters.get(*index)).map(|own| own.matter.clone()).collect()
    };
    let (ended, started) = (matters(&old, &ended), matters(&new, &started));
    let requires = requires(&compared, policy, &started, &ended);
    let run = Run { global, arguments, compared: &compared, ended: &ended, started: &started, requires };
    run.print(&formats, policy, output);
    if !formats.papers.is_empty() {
        let folder = arguments.out.clone();
        let wrote = papers::write(&new, &compared, &formats.papers, folder.as_deref(), output);
        if wrote == Exit::Failed {
            return Exit::Failed;
        }
    }
    if requires >= arguments.deny.into() { Exit::Found } else { Exit::Clean }
}

/// Returns the most that anything calls for.
fn requires(compared: &[Compared<'_>], policy: Policy<'_>, started: &[Matter], ended: &[Matter]) -> Requires {
    let of = |list: &[Matter], class| {
        if list.is_empty() { Requires::Nothing } else { policy.requires(&MATTER_CHANGED, class) }
    };
    let matters = compared.iter().map(|own| own.comparison.requires());
    let alone = [of(started, Class::Widening), of(ended, Class::Narrowing)];
    matters.chain(alone).max().unwrap_or(Requires::Nothing)
}

fn formats(names: &[String]) -> Result<Formats, crate::diagnostic::Text> {
    let mut formats = Formats { text: false, json: false, papers: Vec::new() };
    for name in names {
        match name.as_str() {
            "json" => formats.json = true,
            "text" => formats.text = true,
            other => match super::render::format_named(other) {
                Some(format) => formats.papers.push(format),
                None => {
                    let known = super::render::format_names().join("、");
                    return Err(text!(
                        "「{other}」という形式はありません（使える形式: text、json、{known}）",
                        "there is no format `{other}` (there are: text, json, {known})"
                    ));
                }
            },
        }
    }
    if formats.json && formats.text {
        return Err(text!(
            "text と json は、どちらか一つだけを画面に出せます",
            "only one of text and json can be printed"
        ));
    }
    formats.papers.sort_unstable();
    formats.papers.dedup();
    Ok(formats)
}

/// What is printed of a run.
struct Run<'r> {
    global: &'r Global,
    arguments: &'r Arguments,
    compared: &'r [Compared<'r>],
    ended: &'r [Matter],
    started: &'r [Matter],
    requires: Requires,
}

impl Run<'_> {
    fn print(&self, formats: &Formats, policy: Policy<'_>, output: &mut Output) {
        let language = self.global.language();
        if formats.json {
            let matters: Vec<_> = self.compared.iter().map(|own| json::matter(own, language)).collect();
            let requires = |class| policy.requires(&MATTER_CHANGED, class);
            let started = json::alone(self.started, requires(Class::Widening));
            let ended = json::alone(self.ended, requires(Class::Narrowing));
            let report = json::report(&matters, &started, &ended, self.requires);
            output.line(&serde_json::to_string_pretty(&report).unwrap_or_default());
            return;
        }
        if !formats.text {
            return;
        }
        let writer = Writer { language, width: self.arguments.width, quiet: self.global.quiet };
        for (index, own) in self.compared.iter().enumerate() {
            if index > 0 {
                output.line("");
            }
            output.line(writer.comparison(own).trim_end());
        }
        for (list, class, word) in [
            (self.started, Class::Widening, text!("新しい案件", "new matter")),
            (self.ended, Class::Narrowing, text!("なくなった案件", "ended matter")),
        ] {
            for matter in list {
                let requires = policy.requires(&MATTER_CHANGED, class);
                let (name, word_ja, word_en) = (&matter.name, &word.ja, &word.en);
                let title = matter.title.as_ref().map_or("", |title| &title.value);
                let (ja, en) = (requires.ja(), requires.word());
                output.line("");
                output.say(&text!("{word_ja}（{ja}）: {name}　{title}", "{word_en} ({en}): {name} {title}"));
            }
        }
        if self.compared.len() > 1 {
            let (n, ja, en) = (self.compared.len(), self.requires.ja(), self.requires.word());
            let (new, gone) = (self.started.len(), self.ended.len());
            output.line("");
            output.say(&text!(
                "全体: 案件{n}件を比べました（新しい案件 {new}件、なくなった案件 {gone}件）。求めること: {ja}",
                "in all: {n} matters compared ({new} new, {gone} ended); calls for: {en}"
            ));
        }
    }
}

/// Returns an error of the world in both languages.
fn world(error: &crate::model::load::Error) -> crate::diagnostic::Text {
    targets::world(error)
}
