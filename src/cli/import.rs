//! `fugi import`: the draft of a matter from what a ward has written already.

use super::output::Output;
use super::{Exit, Global, files, targets};
use crate::diagnostic::Text;
use crate::draft::docx::{LARGEST, Tracked};
use crate::text;
use crate::workspace::book::Error;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Changes {
    Accepted,
    Refused,
}

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 元の文書（Word の .docx、又は PDF などから写した文字の .txt）
    ///
    /// What was written: a Word file (.docx), or text (.txt), as copied from a PDF
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// 下書きを書き出す先（.yaml。あるファイルは書き換えない）
    ///
    /// Where to write the draft (.yaml; a file that is there is not overwritten)
    #[arg(long, value_name = "DRAFT")]
    out: PathBuf,
    /// どの年度の様式で読むか（例: r08。省略時は、一番新しい年度）
    ///
    /// By the form of which year it is read, for example r08 (default: the newest)
    #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
    year: Option<String>,
    /// 変更履歴を、全て承諾したもの（accepted）として読むか、全て元に戻したもの（refused）として読むか
    ///
    /// Whether tracked changes are read as accepted or as refused
    #[arg(long, value_enum, value_name = "accepted|refused", hide_possible_values = true)]
    tracked: Option<Changes>,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    done(global, arguments, output).unwrap_or_else(|exit| exit)
}

fn done(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = targets::open(global, &[], output).ok_or(Exit::Failed)?;
    let told = |error: &crate::diagnostic::Text, output: &mut Output| {
        output.error(error);
        Exit::Failed
    };
    let bytes = files::read(&arguments.file, LARGEST).map_err(|error| told(&error, output))?;
    let tracked = arguments.tracked.map(|own| match own {
        Changes::Accepted => Tracked::Accepted,
        Changes::Refused => Tracked::Refused,
    });
    let name = arguments.file.file_name().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = workspace
        .draft_matter((&name, &bytes), arguments.year.as_deref(), tracked, &arguments.out)
        .map_err(|error| match &error {
        Error::Read(error) => {
            output.unread(error);
            Exit::Failed
        }
        _ => told(&error.text(), output),
    })?;
    files::create(&arguments.out, &draft.drafted.yaml).map_err(|error| told(&error, output))?;
    for own in &draft.drafted.left {
        let (text, Text { ja: at, en: at_en }) = (&own.text, own.place());
        output.say_one(&text!("入れる所が分かりません: {at}: {text}", "not placed: {at_en}: {text}"));
    }
    let (placed, left, shown) = (draft.drafted.placed, draft.drafted.left.len(), arguments.out.display());
    output.say_one(&text!(
        "{shown} に下書きを作りました（入れた値 {placed} 個、入れる所の分からない行 {left} 行）",
        "wrote the draft {shown} ({placed} values placed, {left} lines not placed)"
    ));
    if draft.problems.is_empty() {
        return Ok(Exit::Clean);
    }
    output.problems(&draft.sources, &draft.problems);
    let count = draft.problems.len();
    output.say_one(&text!(
        "案件として読むには、上の {count} 件を直してください",
        "to be read as a matter, {count} things are to be put right"
    ));
    Ok(Exit::Found)
}
