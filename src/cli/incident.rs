//! `fugi incident start`: what may have leaked at somebody's place, whom to call, and when which report is due.

use super::forms::{About, contents};
use super::output::Output;
use super::{Exit, Global, clock, filed, files, targets};
use crate::duty::forms::register;
use crate::duty::incident::answer::{Answer, Question};
use crate::duty::incident::clock::Start;
use crate::duty::incident::form;
use crate::duty::incident::heads::Cause;
use crate::evidence::format::kind::Kind;
use crate::evidence::log::Log;
use crate::model::load::Workspace;
use crate::report::{self, json};
use crate::text;
use chrono::{NaiveDate, NaiveDateTime};
use clap::{Args, Subcommand, ValueEnum};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// 事故を知ったときに: 案件の記載から、漏れ得る項目と人数、連絡先、該当し得る報告の号と期限を示す
    ///
    /// When an incident becomes known: items and persons that may have leaked, whom to call, which reports may be due and by when
    Start(Started),
}

#[derive(Debug, Args)]
struct Started {
    /// 事故の起きた所（法人・ブランド・役割の名か識別子。一つに決まれば、法人・ブランドの名の一部でもよい）
    ///
    /// Where it happened: name or id of a legal entity, a brand or a role, or a part of a name that only one entity or brand has
    #[arg(long, value_name = "PARTY")]
    party: String,
    /// 自治体のいずれかの部署が知った日時（例: 2026-12-03T21:30。省略時は今）
    ///
    /// When any department of the ward came to know, for example 2026-12-03T21:30 (default: now)
    #[arg(long, value_parser = clock::moment, value_name = "TIME")]
    since: Option<NaiveDateTime>,
    /// 委託先が知った日時
    ///
    /// When the contractor came to know
    #[arg(long, value_parser = clock::moment, value_name = "TIME")]
    contractor_since: Option<NaiveDateTime>,
    /// 後から100人を超えると分かった日（ほかの号に当たらなければ、新しい1日目になる）
    ///
    /// Day on which more than 100 persons became known (a new first day where no other head applies)
    #[arg(long, value_parser = clock::day, value_name = "DATE")]
    passed_hundred: Option<NaiveDate>,
    /// 漏れた項目（カンマ区切り。省略時は、そこにある全て）
    ///
    /// Items that leaked, separated by commas (default: everything that is there)
    #[arg(long, value_delimiter = ',', value_name = "ITEM")]
    items: Vec<String>,
    /// 原因（省略時は unknown）
    ///
    /// Cause (default: unknown)
    #[arg(
        long,
        value_enum,
        default_value = "unknown",
        hide_possible_values = true,
        value_name = "accident|malicious|unknown"
    )]
    cause: CauseName,
    /// どの案件を見るか（省略時は全年度。消去の報告があるものと期間が始まっていないものは、名だけ示す）
    ///
    /// Which matters to look at (default: those of every year; what is reported as erased or begins later is only named)
    #[arg(value_name = "場所")]
    paths: Vec<PathBuf>,
    /// 第一報の様式を書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder for the form of the first report (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// 第一報の様式を書き出さない
    ///
    /// Do not write the form of the first report
    #[arg(long, conflicts_with_all = ["form", "out"])]
    no_form: bool,
    /// 第一報の様式の形（省略時は yaml。Excel は xlsx、印刷する Word は docx）
    ///
    /// Shape of the form of the first report (default: yaml; xlsx to be filled in and read back, docx to be printed)
    #[arg(
        long,
        value_enum,
        value_delimiter = ',',
        default_value = "yaml",
        hide_possible_values = true,
        value_name = "yaml|xlsx|docx"
    )]
    form: Vec<FormName>,
    /// 結果の形式（省略時は text）
    ///
    /// Format of the result (default: text)
    #[arg(long, value_enum, default_value = "text", hide_possible_values = true, value_name = "text|json")]
    format: FormatName,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum CauseName {
    Accident,
    Malicious,
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormName {
    Docx,
    Xlsx,
    Yaml,
}

impl FormName {
    fn ending(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Yaml => "yaml",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FormatName {
    Json,
    Text,
}

pub(crate) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let Command::Start(started) = &arguments.command;
    start(global, started, output)
}

fn start(global: &Global, started: &Started, output: &mut Output) -> Exit {
    let since = started.since.unwrap_or_else(|| global.now());
    if started.contractor_since.is_some_and(|own| own > since) {
        output.error(&text!(
            "委託先が知った日時（--contractor-since）が、区が知った日時（--since）より後です。区は、遅くとも委託先から知らされた時に知っています",
            "the contractor knew (--contractor-since) after the ward did (--since)"
        ));
        return Exit::Failed;
    }
    if started.passed_hundred.is_some_and(|own| own < since.date()) {
        output.error(&text!(
            "100人を超えると分かった日（--passed-hundred）が、区が知った日（--since）より前です",
            "the day on which more than 100 persons became known (--passed-hundred) is before the ward knew (--since)"
        ));
        return Exit::Failed;
    }
    let question = Question {
        party: started.party.clone(),
        items: started.items.clone(),
        cause: match started.cause {
            CauseName::Accident => Cause::Accident,
            CauseName::Malicious => Cause::Malicious,
            CauseName::Unknown => Cause::Unknown,
        },
        start: Start {
            ward: since,
            contractor: started.contractor_since,
            passed_hundred: started.passed_hundred,
            malicious: !matches!(started.cause, CauseName::Accident),
        },
    };
    let Some(workspace) = targets::open(global, &started.paths, output) else { return Exit::Failed };
    let asked = match targets::find(&workspace, &started.paths) {
        Ok(asked) => asked,
        Err(error) => {
            output.error(&error);
            return Exit::Failed;
        }
    };
    // Whoever names matters wants to see them, whatever was erased since.
    let record = if started.paths.is_empty() {
        let Some(record) = filed::read_and_tell(global, &workspace, output) else { return Exit::Failed };
        Some(record)
    } else {
        None
    };
    let own = workspace.incident(&question, &asked, record.as_ref().map(|record| &record.filed));
    for unread in &own.unread {
        output.unread(&unread.error);
    }
    let answer = match own.answer {
        Ok(answer) => answer,
        Err(error) => {
            output.error(&error.text());
            return Exit::Failed;
        }
    };
    match started.format {
        FormatName::Json => {
            let report = json::incident::Report::new(
                &question,
                &answer,
                &own.unread,
                record.as_ref(),
                output.language,
            );
            output.line(&json::pretty(&report));
        }
        FormatName::Text => {
            for line in
                report::incident::lines(&question, &answer, workspace.ward.word(), &workspace.print_of(None))
            {
                output.say_one(&line);
            }
        }
    }
    if !started.no_form && !forms(&workspace, &question, &answer, started, output) {
        return Exit::Failed;
    }
    if !own.unread.is_empty() {
        Exit::Failed
    } else if record.is_some_and(|record| !record.is_whole()) {
        Exit::Found
    } else {
        Exit::Clean
    }
}

/// Writes the form of the first report, one a contract; a form that is there already is left as it is.
fn forms(
    workspace: &Workspace,
    question: &Question,
    answer: &Answer,
    started: &Started,
    output: &mut Output,
) -> bool {
    let origin = Log::open(&workspace.root().join("evidence")).ok().map(|log| log.origin().to_owned());
    for loss in &answer.losses {
        let (Some(mut given), Some(terms)) = (form::given(question, loss), &loss.terms) else { continue };
        if let Some(origin) = &origin {
            given.insert("log", origin.as_str().into());
        }
        // What the record is about: without it, nobody could sign the form.
        let mut about = About::called(workspace.ward.word());
        if let Ok(entry) = register::find(workspace, &terms.reference) {
            given.insert("contract_digest", entry.digest.to_string().into());
            about = About::of(&entry);
        }
        let (year, name) = terms.reference.split_once('/').unwrap_or(("", &terms.reference));
        let folder = started.out.clone().unwrap_or_else(|| targets::papers_of(workspace.root(), year));
        let place = loss.contact.id.as_deref().unwrap_or("ward");
        let day = question.start.ward.format("%Y%m%d");
        for form in &started.form {
            let ending = form.ending();
            let path = folder.join(format!("jiko-{day}-{}-{place}.{ending}", name.replace('/', "-")));
            let shown = path.display();
            // A program that reads JSON from standard output is not told in words.
            let in_words = started.format == FormatName::Text;
            if path.exists() {
                if in_words {
                    output.say_one(&text!(
                        "第一報の様式はもうあります（そのままにします）: {shown}",
                        "the form of the first report is there already (left as it is): {shown}"
                    ));
                }
                continue;
            }
            let contents = contents(&path, Kind::Incident, &given, &about, output.language);
            if let Err(error) = contents.and_then(|own| files::create(&path, &own)) {
                output.error(&error);
                return false;
            }
            if in_words {
                output.say_one(&text!(
                    "第一報の様式を書き出しました: {shown}",
                    "wrote the form of the first report: {shown}"
                ));
            }
        }
    }
    true
}
