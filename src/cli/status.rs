//! `fugi status`: one page of what is due and overdue, worst first; a page as HTML, the year as a calendar.

use super::files;
use super::output::Output;
use super::{Exit, Global, filed, targets};
use crate::case::Case;
use crate::diagnostic::Language;
use crate::duty::status::{self, Inputs, Obligation, Standing, collect, ics, paper};
use crate::render::{self, Format, templates::Templates};
use crate::text;
use chrono::{Days, NaiveDate};
use clap::{Args, ValueEnum};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// 案件のファイル、年度のフォルダ、または「年度/案件」（省略時は全て）
    ///
    /// Files of matters, folders of years, or `year/matter` (default: all)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 何日先までを示すか（過ぎたものと、期限の分からないものは常に示す。省略時は 365）
    ///
    /// How many days ahead to look (what is overdue or has no known date is always shown; default: 365)
    #[arg(long, default_value_t = 365, value_name = "N")]
    days: u64,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(
        long,
        value_enum,
        default_value = "text",
        hide_possible_values = true,
        value_name = "text|json|html|ics"
    )]
    format: FormatName,
    /// html・ics を書き出すファイル（省略時は標準出力）
    ///
    /// File for html or ics (default: standard output)
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Html,
    Ics,
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let today = global.today();
    let Some(workspace) = targets::open(global, &arguments.paths, output) else { return Exit::Failed };
    let Some(filed) = filed::read(&workspace, output) else { return Exit::Failed };
    let all = match targets::find(&workspace, &[]) {
        Ok(all) => all,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let asked = match targets::find(&workspace, &arguments.paths) {
        Ok(asked) => asked,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    let matters: BTreeSet<String> = all
        .iter()
        .flat_map(|target| target.files.iter().map(move |file| (target, file)))
        .filter_map(|(target, file)| Some(format!("{}/{}", target.year, file.file_stem()?.to_str()?)))
        .collect();
    let (mut found, mut unreadable, mut looked_at) = (Vec::new(), false, 0);
    for target in asked {
        let Some((year, loaded)) = targets::load(&workspace, &target, output) else {
            unreadable = true;
            continue;
        };
        for matter in loaded {
            match matter.result {
                Ok(own) => {
                    looked_at += 1;
                    found.extend(collect(&Inputs {
                        case: Case::new(&workspace, &year, &own, &matter.sources),
                        filed: &filed,
                        matters: &matters,
                        today,
                    }));
                }
                Err(problems) => {
                    output.problems(&matter.sources, &problems);
                    unreadable = true;
                }
            }
        }
    }
    if looked_at == 0 {
        if !unreadable {
            output.error(&text!("期限を調べる案件がありません", "there is no matter to look at"));
        }
        return Exit::Failed;
    }
    let horizon = today.checked_add_days(Days::new(arguments.days)).unwrap_or(NaiveDate::MAX);
    found.retain(|own| own.due.is_none_or(|due| due <= horizon));
    status::sort(&mut found, today);
    let printed = match arguments.format {
        FormatName::Html => {
            let document = paper::page(&workspace.ward, &found, today);
            let templates = Templates::built_in();
            let html = templates.and_then(|templates| render::render(&document, Format::Html, &templates));
            match html {
                Ok(papers) => papers.into_iter().map(|paper| paper.contents).next().unwrap_or_default(),
                Err(error) => {
                    output.error(&text!("ひな形に誤りがあります: {error}", "the template is wrong: {error}"));
                    return Exit::Failed;
                }
            }
        }
        FormatName::Ics => ics::write(&workspace.ward.name.value, &found, today).into_bytes(),
        FormatName::Json => {
            let json = json!({
                "version": 1, "as_of": today.to_string(), "matters": looked_at,
                "obligations": found.iter().map(|own| row(own, today, output.language)).collect::<Vec<_>>(),
            });
            serde_json::to_vec_pretty(&json).unwrap_or_default()
        }
        FormatName::Text => {
            page(&found, today, looked_at, global.quiet, output);
            Vec::new()
        }
    };
    if !printed.is_empty() {
        match &arguments.out {
            Some(path) => match files::replace(path, &printed) {
                Ok(()) => {
                    let path = path.display();
                    output.say(&text!("書き出しました: {path}", "wrote {path}"));
                }
                Err(error) => {
                    output.error(&error);
                    return Exit::Failed;
                }
            },
            None => output.line(String::from_utf8_lossy(&printed).trim_end()),
        }
    }
    let overdue = found.iter().any(|own| matches!(own.standing(today), Standing::Overdue(_)));
    match (unreadable, overdue) {
        (true, _) => Exit::Failed,
        (false, true) => Exit::Found,
        (false, false) => Exit::Clean,
    }
}

fn page(found: &[Obligation], today: NaiveDate, looked_at: usize, quiet: bool, output: &mut Output) {
    let language = output.language;
    let (mut group, mut words) = (None, None);
    for own in found.iter().filter(|_| !quiet) {
        let standing = own.standing(today);
        if group != Some(standing.word()) {
            (group, words) = (Some(standing.word()), None);
            let count = found.iter().filter(|other| other.standing(today).word() == standing.word()).count();
            let heading = match standing {
                Standing::Later(_) => text!("それより先", "later"),
                Standing::Overdue(_) => text!("過ぎたもの", "overdue"),
                Standing::Soon(_) => text!("30日以内", "within 30 days"),
                Standing::Unknown => text!("期限の分からないもの", "without a known date"),
            };
            let (ja, en) = (heading.ja, heading.en);
            output.say(&text!("■ {ja}（{count}件）", "■ {en} ({count})"));
        }
        let (head, what) = own.lines(today, language);
        output.line(&format!("  {head}"));
        if words != Some(&own.words) {
            words = Some(&own.words);
            output.line(&format!("      {what}"));
        }
    }
    let count = |is: fn(Standing) -> bool| found.iter().filter(|own| is(own.standing(today))).count();
    let overdue = count(|standing| matches!(standing, Standing::Overdue(_)));
    let soon = count(|standing| matches!(standing, Standing::Soon(_)));
    let unknown = count(|standing| standing == Standing::Unknown);
    let later = count(|standing| matches!(standing, Standing::Later(_)));
    output.say(&text!(
        "{today} 現在、案件 {looked_at}件: 超過 {overdue}件、30日以内 {soon}件、期限不明 {unknown}件、それより先 {later}件",
        "as of {today}, {looked_at} matter(s): {overdue} overdue, {soon} within 30 days, {unknown} without a known date, {later} later"
    ));
}

fn row(own: &Obligation, today: NaiveDate, language: Language) -> Value {
    json!({
        "kind": own.kind.word(),
        "rule": own.kind.rule().name,
        "due": own.due.map(|due| due.to_string()),
        "standing": own.standing(today).word(),
        "department": own.department,
        "contractor": own.contractor,
        "subject": own.subject,
        "message": own.words.get(language),
    })
}
