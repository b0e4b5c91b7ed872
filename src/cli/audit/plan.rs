//! `fugi audit plan`: the work of a year, what was inspected, what is left.

use super::sources::{self, Before};
use crate::case::Case;
use crate::cli::output::Output;
use crate::cli::{Exit, Global, table};
use crate::duty::audit::inspection::Inspection;
use crate::duty::audit::plan::{Asked, Work, plan};
use crate::model::load::{LoadedYear, Workspace};
use crate::report::json;
use crate::text;
use crate::workspace::tables::{Column, Table};
use crate::workspace::{Unread, whole};
use clap::{Args, ValueEnum};
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
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
    /// 表の幅（省略時は 120）
    ///
    /// Width of the table (default: 120)
    #[arg(long, default_value_t = 120, value_name = "N")]
    width: u16,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let year = sources::year(&workspace, arguments.year.as_deref(), output)?;
    let folder = sources::folder(&workspace, arguments.results.as_ref(), &year.year.name);
    let (held, waiting) = sources::signed(&workspace, &folder, global.now(), output)?;
    let (works, unread) = works(global, &workspace, &year, &held, output)?;
    if works.is_empty() {
        let name = &year.year.name;
        output.error(&text!("{name} に委託業務がありません", "there is no entrusted work in {name}"));
        return Err(Exit::Failed);
    }
    let today = global.today();
    let late = works.iter().filter(|work| work.is_late(today)).count();
    let sheet = sheet(&year.year.name, &works);
    match arguments.format {
        FormatName::Json => {
            let report = json::audit::Plan::new(&sheet, late, waiting, today, &unread, output.language);
            output.line(&json::pretty(&report));
        }
        FormatName::Text => {
            if !global.quiet {
                output.line(&table::text(&sheet, output.language, arguments.width));
            }
            for work in works.iter().filter(|_| !global.quiet) {
                for (party, row) in work.open() {
                    let (contract, id) = (&work.contract, &row.row);
                    let deadline = row.deadline.map_or_else(String::new, |deadline| deadline.to_string());
                    let finding = row.finding.as_deref().unwrap_or_default();
                    output.say_one(&text!(
                        "是正の残り {contract} {party} {id}（期限 {deadline}）: {finding}",
                        "open {contract} {party} {id} (by {deadline}): {finding}"
                    ));
                }
            }
            if waiting > 0 {
                let folder = folder.display();
                output.say_one(&text!(
                    "署名を待つ監査結果が {folder} に {waiting}件あります。`fugi record add` で登載するまで、実施済に数えません",
                    "{waiting} result(s) in {folder} wait to be signed; they count for nothing until `fugi record add` logs them"
                ));
            }
            let all = works.len();
            output.say_one(&text!(
                "{today}現在: 委託業務 {all}件、期限を過ぎたもの {late}件。票は `fugi audit sheet 契約 受託者` で作ります",
                "as of {today}: {all} work(s), {late} late; `fugi audit sheet CONTRACT PARTY` makes the form"
            ));
        }
    }
    Ok(if !unread.is_empty() {
        Exit::Failed
    } else if late > 0 {
        Exit::Found
    } else {
        Exit::Clean
    })
}

/// Returns the work of every matter of a year, and what could not be read.
pub(super) fn works(
    global: &Global,
    workspace: &Workspace,
    year: &LoadedYear,
    held: &[Inspection],
    output: &mut Output,
) -> Result<(Vec<Work>, Vec<Unread>), Exit> {
    let files = workspace.matters(&year.year.name);
    let files = files.map_err(|error| sources::told(&error.text(), output))?;
    let (mut works, mut unread) = (Vec::new(), Vec::new());
    for file in files {
        match whole(workspace.matter(year, &file)) {
            Ok((matter, sources)) => {
                let before = Before::read(workspace, &matter, output);
                let last = before.as_ref().map(|before| before.last(workspace));
                let case = Case::new(workspace, year, &matter, &sources);
                works.extend(plan(&case, last, held, global.today()));
            }
            Err(problems) => {
                let error = problems.into();
                output.unread(&error);
                unread.push(Unread { files: vec![file], error });
            }
        }
    }
    works.sort_by_key(|work| work.standing);
    Ok((works, unread))
}

fn sheet(year: &str, works: &[Work]) -> Table {
    let asked = |asked: &Asked| {
        let sub = if asked.subcontractor { "（再委託先）" } else { "" };
        let done = match asked.inspected {
            Some(day) => format!("　済 {day}"),
            None => String::new(),
        };
        match asked.rows {
            Some(_) => format!("{}: {}{sub}{done}", asked.id, asked.name),
            None => format!("{}: {}{sub}※法人が不明", asked.id, asked.name),
        }
    };
    let rows = works.iter().map(|work| {
        let most = work.parties.iter().filter_map(|own| own.rows).max();
        let changed = work.parties.iter().map(|own| own.changed.as_slice()).max_by_key(|own| own.len());
        let mut questions = most.map_or_else(|| "－".to_owned(), |rows| format!("{rows}項目"));
        if let Some(changed) = changed.filter(|changed| !changed.is_empty()) {
            questions.push_str(&format!("（変わったもの: {}）", changed.join("、")));
        }
        let done = work.inspections.iter().map(|own| {
            let counts = if own.counts() { "" } else { "、実地に数えない" };
            format!("{} {}（{}{counts}）", own.inspected_on, own.party_name, own.way.label())
        });
        vec![
            work.contract.clone(),
            work.parties.iter().map(asked).collect::<Vec<_>>().join("\n"),
            work.standing.label().ja,
            done.collect::<Vec<_>>().join("\n"),
            work.open().count().to_string(),
            questions,
        ]
    });
    let columns = [
        ("contract", text!("契約", "contract")),
        ("parties", text!("受託者・再委託先", "contractors")),
        ("standing", text!("実地検査", "inspection")),
        ("done", text!("行ったもの", "done")),
        ("open", text!("是正の残り", "still open")),
        ("questions", text!("尋ねる項目", "questions")),
    ];
    Table {
        matter: year.to_owned(),
        title: text!(
            "委託業務ごとの実地検査（年１回以上）",
            "inspections of entrusted work (at least once a year)"
        ),
        columns: columns.into_iter().map(|(key, head)| Column { key: key.to_owned(), head }).collect(),
        rows: rows.collect(),
    }
}
