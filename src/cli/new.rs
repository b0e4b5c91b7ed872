//! `fugi new matter NAME`: a commented matter, ready to be written.

use super::files::create;
use super::output::Output;
use super::{Exit, Global, targets};
use crate::diagnostic::{Text, listed};
use crate::model::load::Workspace;
use crate::text;
use crate::workspace::start::Error;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// 案件のファイルを policies/<年度>/ に作る
    ///
    /// Make the file of a matter in policies/YEAR/
    Matter {
        /// ファイルの名（拡張子なし。例: kenshin-hassou）
        ///
        /// Name of the file without its ending, for example kenshin-hassou
        #[arg(required_unless_present = "like")]
        name: Option<String>,
        /// ひな形から作る（名を書かなければ、ひな形の一覧）
        ///
        /// Make it from a pattern; without a name, list the patterns
        #[arg(long, value_name = "PATTERN", num_args = 0..=1, default_missing_value = "")]
        like: Option<String>,
        /// 前の年度の案件を引き継ぐ（例: r08/kenshin-hassou）
        ///
        /// Carry on a matter of an earlier year, for example r08/kenshin-hassou
        #[arg(long, value_name = "YEAR/NAME", conflicts_with = "like", requires = "name")]
        from: Option<String>,
        /// 年度のフォルダ（例: r08。省略時は、一番新しい年度）
        ///
        /// Folder of a fiscal year, for example r08 (default: the newest)
        #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
        year: Option<String>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let What::Matter { name, like, from, year } = &arguments.what;
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    let is_asked = like.is_some();
    let like = like.as_deref().filter(|like| !like.is_empty());
    if let (Some(name), Some(from)) = (name, from) {
        return carry_on(&workspace, year.as_deref(), name, from, output);
    }
    if let (Some(name), true, None) = (name, is_asked, like) {
        output.error(&text!(
            "「{name}」を何から作るか、--like の後にひな形の名を書いてください。`fugi new matter --like` で一覧を表示します",
            "name the pattern to make `{name}` from after --like; `fugi new matter --like` lists them"
        ));
        return Exit::Failed;
    }
    let made = match (name, like) {
        (Some(name), Some(like)) => workspace.new_matter_like(year.as_deref(), name, like),
        (Some(name), None) => workspace.new_matter(year.as_deref(), name),
        (None, _) => return list(&workspace, year.as_deref(), output),
    };
    let made = match made {
        Ok(made) => made,
        Err(error) => return refuse(&error, output),
    };
    let path = &made.path;
    match create(&workspace.root().join(path), &made.text) {
        Ok(()) => {
            output.line(path);
            output.say(&text!(
                "書き始めを作りました。開いて書き、`fugi check {path}` で確かめてください",
                "made a file to start from; write in it, then run `fugi check {path}`"
            ));
            Exit::Clean
        }
        Err(error) => {
            output.error(&error);
            Exit::Failed
        }
    }
}

/// Makes the file of a matter that is carried on, and tells what has to be looked at again.
fn carry_on(workspace: &Workspace, year: Option<&str>, name: &str, from: &str, output: &mut Output) -> Exit {
    let carried = match workspace.carry_on(year, name, from) {
        Ok(carried) => carried,
        Err(error) => return refuse(&error, output),
    };
    let path = &carried.file.path;
    if let Err(error) = create(&workspace.root().join(path), &carried.file.text) {
        output.error(&error);
        return Exit::Failed;
    }
    output.line(path);
    for own in &carried.look {
        let (ja, en) = (&own.ja, &own.en);
        output.say(&text!("・{ja}", "- {en}"));
    }
    output.say(&text!(
        "{from} を引き継ぎました。上のことを確かめ、`fugi check {path}` と `fugi diff policies/{from}.yaml {path}` で確かめてください",
        "carried on {from}; look at the above, then run `fugi check {path}` and `fugi diff policies/{from}.yaml {path}`"
    ));
    Exit::Clean
}

fn refuse(error: &Error, output: &mut Output) -> Exit {
    if let Error::Unread(unread) = error {
        output.unread(unread);
    }
    output.error(&error.text());
    Exit::Failed
}

/// Lists the patterns; those for which the year's form lacks a kind come last, with what it lacks.
fn list(workspace: &Workspace, year: Option<&str>, output: &mut Output) -> Exit {
    let all = match workspace.patterns(year) {
        Ok(all) => all,
        Err(error) => return refuse(&error, output),
    };
    let (usable, lacking): (Vec<_>, Vec<_>) = all.iter().partition(|own| own.lacking.is_empty());
    for own in usable {
        output.line(&format!("{:<16} {}", own.id, own.name.get(output.language)));
    }
    for own in lacking {
        let id = own.id;
        let Text { ja: kinds, en: kinds_en } = listed(&own.lacking);
        let name = own.name.get(output.language);
        output.say(&text!(
            "（使えません）{id} {name}: この年度の様式に「{kinds}」の種別がありません",
            "(not here) {id} {name}: the form of this year lacks its kind ({kinds_en})"
        ));
    }
    output.say(&text!(
        "`fugi new matter 名 --like ひな形` で作ります",
        "make one with `fugi new matter NAME --like PATTERN`"
    ));
    Exit::Clean
}
