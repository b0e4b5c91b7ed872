//! `fugi new matter NAME`: a commented matter, ready to be written.

use super::files::create;
use super::output::Output;
use super::{Exit, Global, targets};
use crate::diagnostic::Text;
use crate::model::era;
use crate::model::load::Workspace;
use crate::model::vocabulary::About;
use crate::model::ward::{Ward, Year};
use crate::text;
use crate::yaml::edit::scalar;
use chrono::{Datelike, NaiveDate};
use clap::{Args, Subcommand};
use std::path::Path;

/// The matter to start from; words in double braces are filled in.
const TEMPLATE: &str = include_str!("../../templates/new/matter.yaml");

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
        name: String,
        /// 年度のフォルダ（例: r08。省略時は、一番新しい年度）
        ///
        /// Folder of a fiscal year, for example r08 (default: the newest)
        #[arg(long, value_name = "YEAR", value_parser = super::clock::year)]
        year: Option<String>,
    },
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let What::Matter { name, year } = &arguments.what;
    let Some(workspace) = targets::open(global, &[], output) else { return Exit::Failed };
    match make(&workspace, name, year.as_deref(), output) {
        Ok(path) => {
            output.line(&path);
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

fn make(workspace: &Workspace, name: &str, year: Option<&str>, output: &mut Output) -> Result<String, Text> {
    let years = workspace.years().map_err(|error| targets::world(&error))?;
    let year = match year {
        Some(year) if years.iter().any(|known| known == year) => year,
        Some(year) => {
            let list = years.join("、");
            return Err(text!(
                "policies/{year} がありません。使える年度: {list}（新しい年度は、前の年度の parties.yaml と forms を写して作ります）",
                "there is no policies/{year}; years: {list}"
            ));
        }
        None => years
            .last()
            .ok_or_else(|| text!("policies に年度のフォルダがありません", "policies holds no year"))?,
    };
    let loaded = workspace.year(year).map_err(|error| targets::world(&error))?;
    let loaded_year = match loaded.result {
        Ok(loaded_year) => loaded_year,
        Err(problems) => {
            output.problems(&loaded.sources, &problems);
            return Err(text!("policies/{year} に直す所があります", "policies/{year} has problems"));
        }
    };
    write_matter(workspace.root(), &workspace.ward, &loaded_year.year, year, name)
}

/// Writes the file, which must not be there yet, and returns its path in the workspace.
pub(crate) fn write_matter(
    root: &Path,
    ward: &Ward,
    form_year: &Year,
    year: &str,
    name: &str,
) -> Result<String, Text> {
    let stem = name.strip_suffix(".yaml").unwrap_or(name);
    let bad = stem.is_empty()
        || stem.starts_with('.')
        || stem == "parties"
        || stem.contains(|c: char| c.is_control() || "/\\:*?\"<>|".contains(c));
    if bad {
        return Err(text!(
            "「{name}」はファイルの名に使えません（/ \\ : * ? \" < > | を含まない名にしてください）",
            "`{name}` cannot be a file's name"
        ));
    }
    let path = format!("policies/{year}/{stem}.yaml");
    let content = fill(ward, form_year, year, &path);
    create(&root.join(&path), &content)?;
    Ok(path)
}

fn fill(ward: &Ward, form_year: &Year, year: &str, path: &str) -> String {
    let fiscal = era::fiscal_year_of_folder(year).unwrap_or(2000);
    let day = |year, month, day| NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default();
    let (from, to) = (day(fiscal, 4, 1), day(fiscal + 1, 3, 31));
    debug_assert_eq!(from.month(), 4);
    let first = |value: Option<String>| value.unwrap_or_default();
    let values = [
        ("path", path.to_owned()),
        ("year", year.to_owned()),
        ("ward", scalar(&ward.name)),
        ("article", scalar(&first(ward.articles.first().map(|(article, _)| article.value.clone())))),
        ("department", first(ward.departments.iter().next().map(|row| row.id.value.clone()))),
        ("business", first(ward.businesses.iter().next().map(|row| row.id.value.clone()))),
        ("from", from.to_string()),
        ("to", to.to_string()),
        ("checklists", checklists(form_year)),
    ];
    values
        .iter()
        .fold(TEMPLATE.to_owned(), |text, (key, value)| text.replace(&format!("{{{{{key}}}}}"), value))
}

/// Returns the forms for contracts with every row ready to be answered; the others as comments.
fn checklists(year: &Year) -> String {
    let mut out = String::new();
    for form in &year.forms {
        let about = year.kinds[form.kind.value].about.value;
        let used = about == About::Contract;
        let lead = if used { "" } else { "# " };
        out.push_str(&format!("{lead}  - form: {}{}\n", form.id, comment(&form.heading)));
        let covered = match about {
            About::Contract => Some("itaku"),
            About::Connection => Some("ketsugo"),
            About::Role | About::Matter => None,
        };
        if let Some(covered) = covered {
            let covers = comment("この答えが及ぶ契約・外部結合");
            out.push_str(&format!("{lead}    # covers: [{covered}]{covers}\n"));
        }
        out.push_str(&format!(
            "{lead}    answers:{}\n",
            comment("adopted（○）か not_needed（ー。reason が要る）")
        ));
        for row in &form.rows {
            out.push_str(&format!(
                "{lead}      # - {{ row: {}, status: adopted, evidence: 証跡と時期 }}{}\n",
                row.id,
                comment(&row.text)
            ));
        }
        if let Some(row) = form.rows.iter().next() {
            out.push_str(&format!(
                "{lead}      # - {{ row: {}, status: not_needed, reason: 理由 }}   # 「ー」の書き方\n",
                row.id
            ));
        }
    }
    out
}

fn comment(text: &str) -> String {
    format!("   # {text}")
}
