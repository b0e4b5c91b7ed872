//! `fugi diff`: what changed between two matters, two years or two revisions, and whether the council must see it
//! again.

mod papers;

use super::output::Output;
use super::targets;
use super::watch::{self, Foreign};
use super::{Exit, Global};
use crate::diagnostic::{Text, listed};
use crate::model::load;
use crate::model::vocabulary::Requires;
use crate::report::comparison::text::Writer;
use crate::report::json;
use crate::text;
use crate::workspace::compare::{self, Compared, Comparisons};
use crate::workspace::revisions;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 前の年の案件か年度のフォルダ、次に、次の年の案件か年度のフォルダ（--git では、比べる案件か年度を一つまで）
    ///
    /// The matter or year before, then the matter or year after (with --git at most one, the one to compare)
    #[arg(num_args = 0..=2, value_name = "OLD NEW")]
    paths: Vec<PathBuf>,
    /// git の二つの版（例: v1..main）、又は一つの版と作業フォルダ（例: main）を比べる（作業フォルダは変えない）
    ///
    /// Compare two revisions of git, for example v1..main, or one with the working tree (which is left as it is)
    #[arg(long, value_name = "REV..REV | REV")]
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
        Some(revisions) => versions(revisions, &arguments.paths, output),
        None => folders(global, &arguments.paths, output),
    };
    let Some((own, root)) = read else { return Exit::Failed };
    if !formats.papers.is_empty() {
        let papers = own.compared().count();
        let foreign = Foreign { templates: None, root: &root, fonts: &[], papers };
        if let Some(exit) = watch::run(&foreign, output) {
            return exit;
        }
    }
    for unread in own.unread() {
        output.unread(&unread.error);
    }
    print(&own, global, arguments, &formats, output);
    if !formats.papers.is_empty() {
        let wrote = papers::write(&own, &root, &formats.papers, arguments.out.as_deref(), output);
        if wrote == Exit::Failed {
            return Exit::Failed;
        }
    }
    if own.unread().next().is_some() {
        Exit::Failed
    } else if own.requires >= arguments.deny.into() {
        Exit::Found
    } else {
        Exit::Clean
    }
}

/// Compares what two paths mean; what is wrong is printed.
fn folders(global: &Global, paths: &[PathBuf], output: &mut Output) -> Option<(Comparisons, PathBuf)> {
    let [old, new] = paths else {
        output.error(&text!(
            "前の年と次の年の、案件か年度のフォルダを二つ書いてください（例: fugi diff policies/r07 policies/r08）",
            "name two matters or years, the old one first (for example `fugi diff policies/r07 policies/r08`)"
        ));
        return None;
    };
    let workspace = Arc::new(targets::open(global, paths, output)?);
    let compared = told(workspace.compare(old, new), output)?;
    Some((compared, workspace.root().to_owned()))
}

/// Compares two revisions, or one with the working tree; what is wrong is printed.
fn versions(revisions: &str, paths: &[PathBuf], output: &mut Output) -> Option<(Comparisons, PathBuf)> {
    let path = match paths {
        [] => None,
        [path] => Some(path.as_path()),
        _ => {
            output.error(&text!(
                "--git では、比べる案件か年度のフォルダは一つまでです",
                "with --git, name one matter or year at most"
            ));
            return None;
        }
    };
    let root = match load::find_root(Path::new(".")) {
        Ok(root) => root,
        Err(error) => {
            output.error(&error.text());
            return None;
        }
    };
    let here = text!("作業フォルダ", "working tree");
    let compared = told(revisions::compare(&root, revisions, path, here.get(output.language)), output)?;
    Some((compared, root))
}

/// Prints why two sides cannot be compared.
fn told<T>(result: Result<T, compare::Error>, output: &mut Output) -> Option<T> {
    match result {
        Ok(thing) => return Some(thing),
        Err(compare::Error::Unread(errors)) => errors.iter().for_each(|error| output.unread(error)),
        Err(error) => output.error(&error.text()),
    }
    None
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
                    let Text { ja: known, en: known_en } = listed(super::render::format_names());
                    return Err(text!(
                        "「{other}」という形式はありません（使える形式: text、json、{known}）",
                        "there is no format `{other}` (there are: text, json, {known_en})"
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

fn print(own: &Comparisons, global: &Global, arguments: &Arguments, formats: &Formats, output: &mut Output) {
    let language = global.language();
    if formats.json {
        output.line(&json::pretty(&json::diff::Report::new(own, language)));
        return;
    }
    if !formats.text {
        return;
    }
    let writer = Writer { language, width: arguments.width, quiet: global.quiet };
    // Between two revisions most matters are the same, and nothing is said of those that nobody named.
    let is_all = arguments.git.is_none() || own.is_single();
    let is_said =
        |own: &Compared<'_>| is_all || !(own.comparison.is_empty() && own.comparison.followed.is_empty());
    let said: Vec<Compared<'_>> = own.compared().filter(is_said).collect();
    for (index, own) in said.iter().enumerate() {
        if index > 0 {
            output.line("");
        }
        output.line(writer.comparison(own).trim_end());
    }
    let started =
        own.started().map(|matter| (matter, own.started_requires, text!("新しい案件", "new matter")));
    let ended =
        own.ended().map(|matter| (matter, own.ended_requires, text!("なくなった案件", "ended matter")));
    for (matter, requires, word) in started.chain(ended) {
        let (name, word_ja, word_en) = (&matter.name, &word.ja, &word.en);
        let title = matter.title.as_ref().map_or("", |title| &title.value);
        let (ja, en) = (requires.ja(), requires.word());
        output.line("");
        output.say_one(&text!("{word_ja}（{ja}）: {name}　{title}", "{word_en} ({en}): {name} {title}"));
    }
    if !own.not_compared().is_empty() {
        let Text { ja, en } = listed(own.not_compared());
        output.line("");
        output.say_one(&text!(
            "比べていない案件（読めないか、読めない案件に当たるかもしれないもの）: {ja}",
            "not compared (unreadable, or perhaps what is unreadable on the other side): {en}"
        ));
    }
    let n = own.compared().count();
    if n > 1 || (n > 0 && said.is_empty()) {
        let (ja, en) = (own.requires.ja(), own.requires.word());
        let (new, gone) = (own.started().count(), own.ended().count());
        output.line("");
        output.say(&text!(
            "全体: 案件{n}件を比べました（新しい案件 {new}件、なくなった案件 {gone}件）。求めること: {ja}",
            "in all: {n} matters compared ({new} new, {gone} ended); calls for: {en}"
        ));
    }
}
