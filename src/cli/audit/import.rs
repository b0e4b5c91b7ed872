//! `fugi audit import`: a form that came back. Refused as a whole where anything is wrong, with every cell named;
//! else the form of a record, or the answers back in the matter.

use super::sheet;
use super::sources::{self, told};
use crate::cli::output::Output;
use crate::cli::{Exit, Global, files};
use crate::diagnostic::{Text, listed, unreadable};
use crate::duty::audit::SheetProblem;
use crate::duty::audit::answers::{self, Answer};
use crate::duty::audit::back::Back;
use crate::duty::audit::filing::Filing;
use crate::duty::audit::form::{Form, Mode};
use crate::duty::audit::inspection::{self, Inspection};
use crate::duty::audit::questions::questions;
use crate::duty::audit::subject::Subject;
use crate::duty::forms::register;
use crate::evidence::format::kind::audit::Verdict;
use crate::evidence::log::Log;
use crate::model::era;
use crate::model::load::Workspace;
use crate::text;
use crate::workbook::read::LARGEST;
use crate::workspace::audit;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 送り返された票（.xlsx）
    ///
    /// The sheet that came back (.xlsx)
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// どの年度の票か（省略時は、今日の属する年度）
    ///
    /// Fiscal year of the sheet (default: the one that today lies in)
    #[arg(long, value_name = "YEAR", value_parser = crate::cli::clock::year)]
    year: Option<String>,
    /// 付議の前の回答票を、案件の YAML に書き戻す
    ///
    /// Write the answers given before the submission back into the matter's YAML
    #[arg(long)]
    before_submission: bool,
    /// 監査結果の様式を書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder for the form of the audit result (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR", conflicts_with = "before_submission")]
    out: Option<PathBuf>,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let bytes = read(arguments, output)?;
    let back = match Back::read(bytes.clone()) {
        Ok(back) => back,
        Err(problem) => return Ok(refuse(&[problem], output)),
    };
    let mut problems = Vec::new();
    match (back.mode, arguments.before_submission) {
        (Mode::Inspection, true) => problems.push(SheetProblem::file(text!(
            "これは監査票です。--before-submission を付けずに取り込んでください",
            "this is the form of an audit; import it without --before-submission"
        ))),
        (Mode::Submission, false) => problems.push(SheetProblem::file(text!(
            "これは付議の前の回答票です。--before-submission を付けて取り込んでください",
            "this is the form of the answers; import it with --before-submission"
        ))),
        _ => {}
    }
    problems.extend(wrong_year(global, arguments, &back, &workspace));
    if !problems.is_empty() {
        return Ok(refuse(&problems, output));
    }
    // A contract or party that is not there: the file is refused, not the command.
    let Ok(found) = sources::answer(workspace.audit_contract(&back.contract, None), output) else {
        return Ok(refuse(&[], output));
    };
    let subject = match found.subject(&workspace, &back.party) {
        Ok(subject) => subject,
        Err(error) => return Ok(refuse(&[SheetProblem::file(error)], output)),
    };
    let before = sources::before(&workspace, &found.matter, output);
    let questions = questions(&subject, before.as_ref().map(|before| before.case(&workspace)));
    let form = Form::new(back.mode, &subject, questions, &back.previous).map_err(|error| {
        told(&text!("票を作れません（{error}）", "the form cannot be made ({error})"), output)
    })?;
    let mut problems = back.differences(&form);
    match back.mode {
        Mode::Inspection => match inspection::read(&back, &form, &subject, global.today()) {
            Ok(result) if problems.is_empty() => {
                audited(arguments, &bytes, &workspace, &subject, &result, output)
            }
            Ok(_) => Ok(refuse(&problems, output)),
            Err(own) => {
                problems.extend(own);
                Ok(refuse(&problems, output))
            }
        },
        Mode::Submission => match answers::read(&back, &form) {
            Ok(answers) if problems.is_empty() => answered(&workspace, &found, &subject, &answers, output),
            Ok(_) => Ok(refuse(&problems, output)),
            Err(own) => {
                problems.extend(own);
                Ok(refuse(&problems, output))
            }
        },
    }
}

/// Reads the file, unless it is too large to be a form.
fn read(arguments: &Arguments, output: &mut Output) -> Result<Vec<u8>, Exit> {
    let shown = arguments.file.display();
    let size = std::fs::metadata(&arguments.file).map(|own| own.len());
    let unread = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => text!("{shown} がありません", "{shown} does not exist"),
        _ => unreadable(&shown, &error),
    };
    let size = size.map_err(|error| told(&unread(error), output))?;
    if size > LARGEST {
        let (size, most) = (size >> 20, LARGEST >> 20);
        let problem = SheetProblem::file(text!(
            "ファイルが大きすぎます（{size} MB、{most} MB まで）。写真や他のシートを貼っていないか確かめてください",
            "the file is too large ({size} MB, at most {most} MB)"
        ));
        return Err(refuse(&[problem], output));
    }
    std::fs::read(&arguments.file).map_err(|error| told(&unread(error), output))
}

/// Tells of a form of another year than the one that is due.
fn wrong_year(
    global: &Global,
    arguments: &Arguments,
    back: &Back,
    workspace: &Workspace,
) -> Option<SheetProblem> {
    let own = era::fiscal_year_of_folder(&back.year);
    let wanted = match &arguments.year {
        Some(year) => era::fiscal_year_of_folder(year),
        None => Some(era::fiscal_year(global.today())),
    };
    if own.is_some() && own == wanted {
        return None;
    }
    let print = workspace.print_of(None);
    let shown = |year: Option<i32>| {
        year.map_or_else(|| "（分からない年度）".to_owned(), |own| print.fiscal_year(own))
    };
    let (folder, own, wanted) = (&back.year, shown(own), shown(wanted));
    Some(SheetProblem::file(text!(
        "{own}の票です（取り込む年度は{wanted}）。{own}の票として取り込むときは --year {folder} を付けてください",
        "this is a form of another year ({folder}); to import it as such, say --year {folder}"
    )))
}

/// Tells why nothing is taken.
fn refuse(problems: &[SheetProblem], output: &mut Output) -> Exit {
    for SheetProblem { place, message } in problems {
        let (ja, en) = (&message.ja, &message.en);
        match place.as_str() {
            "" => output.error(message),
            place => output.error(&text!("{place}: {ja}", "{place}: {en}")),
        }
    }
    output.error(&text!("取り込みませんでした（何も記録していません）", "nothing was imported"));
    Exit::Found
}

/// Writes the result as a form of the record, ready to be signed, and beside it the file that came back.
fn audited(
    arguments: &Arguments,
    bytes: &[u8],
    workspace: &Workspace,
    subject: &Subject<'_>,
    result: &Inspection,
    output: &mut Output,
) -> Result<Exit, Exit> {
    let folder = sources::folder(workspace, arguments.out.as_ref(), &subject.case.year.name);
    let name = sheet::name(Mode::Inspection, subject);
    let (path, attached) = (folder.join(format!("{name}.yaml")), format!("{name}-returned.xlsx"));
    let log = Log::open(&workspace.root().join("evidence")).ok();
    let contract = register::find(workspace, &result.contract).ok().map(|entry| entry.digest);
    let text = result.record(&Filing {
        made_by: "fugi audit import が、送り返された監査票から作ったもの",
        log: log.as_ref().map(Log::origin),
        attached: Some(&attached),
        contract_digest: contract,
        ..Filing::default()
    });
    // Attachments are looked for beside the form that is signed.
    files::replace(&folder.join(&attached), bytes).map_err(|error| told(&error, output))?;
    files::replace(&path, text.as_bytes()).map_err(|error| told(&error, output))?;
    let count = |verdict| result.rows.iter().filter(|row| row.verdict == verdict).count();
    let (fit, unfit, none) = (count(Verdict::Fit), count(Verdict::Unfit), count(Verdict::NotApplicable));
    let (party, day) = (&result.party_name, result.inspected_on);
    output.say_one(&text!(
        "監査票を受け取りました: {party}、{day}、適{fit}・不適{unfit}・該当なし{none}",
        "the form was accepted: {party}, {day}, fit {fit}, unfit {unfit}, not applicable {none}"
    ));
    for row in result.open() {
        let deadline = row.deadline.map_or_else(String::new, |deadline| deadline.to_string());
        let (id, finding) = (&row.row, row.finding.as_deref().unwrap_or_default());
        output.say_one(&text!(
            "不適 {id}（是正の期限 {deadline}）: {finding}",
            "unfit {id} (by {deadline}): {finding}"
        ));
    }
    if !result.counts() {
        output.say_one(&text!(
            "書面での検査は、年１回の実地検査に数えません",
            "an audit on paper is not the yearly inspection"
        ));
    }
    let shown = path.display();
    output.say_one(&text!(
        "書き出しました: {shown}（確かめて署名すると、証跡になります）",
        "wrote {shown} (look at it and sign it)"
    ));
    Ok(Exit::Clean)
}

/// Writes the answers back into the matter's file.
fn answered(
    workspace: &Workspace,
    found: &audit::Contract,
    subject: &Subject<'_>,
    answers: &[Answer],
    output: &mut Output,
) -> Result<Exit, Exit> {
    let path = workspace.root().join(&found.file);
    let shown = found.file.display().to_string();
    let new: Vec<&Answer> = answers.iter().filter(|answer| answer.is_new).collect();
    if new.is_empty() {
        output.say_one(&text!(
            "{shown} の回答と同じです。書き換えません",
            "the answers are those of {shown} already"
        ));
        return Ok(Exit::Clean);
    }
    let source = found.matter.source;
    let lost = || text!("{shown} の回答の場所が分かりません", "the answers of {shown} were not found");
    let text = answers::put(&found.sources, source, answers).ok_or_else(|| told(&lost(), output))?;
    let mut sources = found.sources.clone();
    sources.replace(source, text.as_str());
    if let Err(problems) = workspace.matter_from(&found.year, &sources, source) {
        output.problems(&sources, &problems);
        return Err(told(
            &text!(
                "回答を書くと {shown} が読めなくなるため、書き換えません",
                "with these answers {shown} could not be read; nothing was written"
            ),
            output,
        ));
    }
    files::replace(&path, text.as_bytes()).map_err(|error| told(&error, output))?;
    for answer in &new {
        let (row, mark) = (&answer.row, answer.status.ja());
        output.say_one(&match &answer.reason {
            Some(reason) => text!("{row}: {mark}（{reason}）", "{row}: {mark} ({reason})"),
            None => text!("{row}: {mark}", "{row}: {mark}"),
        });
    }
    let count = new.len();
    output.say_one(&text!(
        "{shown} に書きました（変わった回答 {count}件）",
        "wrote {shown} ({count} answers changed)"
    ));
    let lists = &subject.case.matter.checklists;
    let mut others: Vec<&str> = Vec::new();
    for list in new.iter().filter_map(|answer| lists.get(answer.checklist)) {
        for id in subject.case.matter.covered_contracts(list) {
            let id = subject.case.matter.contracts[id].id.value.as_str();
            if id != found.id && !others.contains(&id) {
                others.push(id);
            }
        }
    }
    if !others.is_empty() {
        let Text { ja: others, en: others_en } = listed(&others);
        output.say_one(&text!(
            "この回答は、同じチェックリストを使う契約（{others}）にも及びます",
            "the answers hold for the other contracts of the checklist too ({others_en})"
        ));
    }
    Ok(Exit::Clean)
}
