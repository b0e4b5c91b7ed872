//! `fugi audit sheet`: the form for one party of one contract.

use super::sources::{self, told};
use crate::cli::output::Output;
use crate::cli::{Exit, Global, filed, files};
use crate::duty::audit::form::{Form, Mode, Previous};
use crate::duty::audit::inspection::Inspection;
use crate::duty::audit::questions::questions;
use crate::duty::audit::subject::Subject;
use crate::text;
use crate::workspace::audit;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// 契約（r08/mihon-itaku/ticket、または --matter の案件の中の識別子）
    ///
    /// The contract (r08/mihon-itaku/ticket, or its id in the matter of --matter)
    #[arg(value_name = "CONTRACT")]
    contract: String,
    /// 受託者・再委託先（担う者、法人、または役割の識別子。一つに決まれば、名の一部でもよい）
    ///
    /// The contractor or subcontractor (id of a provider, a legal entity or a role, or a part of a name that only one has)
    #[arg(value_name = "PARTY")]
    party: String,
    /// 契約のある案件（r08/mihon-itaku）
    ///
    /// The matter that holds the contract (r08/mihon-itaku)
    #[arg(long, value_name = "MATTER")]
    matter: Option<String>,
    /// 付議の前に、受託者がチェックリストに回答する票にする
    ///
    /// Make the sheet on which the contractor answers the checklist before the submission
    #[arg(long)]
    before_submission: bool,
    /// 昨年度の監査結果の様式（省略時は、署名された昨年度の監査結果）
    ///
    /// Form of last year's audit result (default: last year's signed result)
    #[arg(long, value_name = "FILE", conflicts_with = "before_submission")]
    last: Option<PathBuf>,
    /// 書き出すフォルダ（省略時は、ワークスペースの out/年度/）
    ///
    /// Folder to write to (default: out/YEAR/ of the workspace)
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Result<Exit, Exit> {
    let workspace = sources::open(global, output)?;
    let found =
        sources::answer(workspace.audit_contract(&arguments.contract, arguments.matter.as_deref()), output)?;
    let subject = found.subject(&workspace, &arguments.party).map_err(|error| told(&error, output))?;
    let before = sources::before(&workspace, &found.matter, output);
    let previous = match &arguments.last {
        Some(file) => {
            let result = sources::answer(audit::result(file, sources::moment(global)), output)?;
            previous(&result, &subject).map_err(|error| told(&error, output))?
        }
        None => filed::read_and_tell(global, &workspace, output)
            .ok_or(Exit::Failed)?
            .filed
            .inspections
            .iter()
            .rev()
            .find_map(|result| previous(result, &subject).ok())
            .unwrap_or_default(),
    };
    let mode = if arguments.before_submission { Mode::Submission } else { Mode::Inspection };
    let questions = questions(&subject, before.as_ref().map(|before| before.case(&workspace)));
    if questions.all.is_empty() {
        let name = subject.name();
        return Err(told(
            &text!(
                "契約 {name} に及ぶ、受託者のチェックリストがありません。案件の checklists に回答を書いてください",
                "no checklist of the contractor covers {name}"
            ),
            output,
        ));
    }
    let changed = questions.all.iter().filter(|own| !own.changes.is_empty()).count();
    let all = questions.all.len();
    let unmade = |error: crate::workbook::Error| {
        text!("票を作れません（{error}）", "the form cannot be made ({error})")
    };
    let form =
        Form::new(mode, &subject, questions, &previous).map_err(|error| told(&unmade(error), output))?;
    let bytes = form.write().map_err(|error| told(&unmade(error), output))?;
    let folder = sources::folder(&workspace, arguments.out.as_ref(), &found.year.year.name);
    let path = folder.join(format!("{}.xlsx", name(mode, &subject)));
    files::replace(&path, &bytes).map_err(|error| told(&error, output))?;
    let shown = path.display();
    output.say_one(&text!(
        "書き出しました: {shown}（項目 {all}、昨年度から変わったもの {changed}）",
        "wrote {shown} ({all} questions, {changed} changed since last year)"
    ));
    Ok(Exit::Clean)
}

/// Returns the name of a form's files, without the ending.
pub(super) fn name(mode: Mode, subject: &Subject<'_>) -> String {
    let contract = subject.name();
    let contract = contract.split_once('/').map_or(contract.as_str(), |(_, rest)| rest).replace('/', "-");
    format!("{}-{contract}-{}", mode.word(), subject.id())
}

/// Returns what last year's audit said, row by row.
fn previous(result: &Inspection, subject: &Subject<'_>) -> Result<Previous, crate::diagnostic::Text> {
    let party = &subject.party.id.value;
    let contract = |name: &str| name.split_once('/').map(|(_, rest)| rest.to_owned());
    let is_same = result.party == *party && contract(&result.contract) == contract(&subject.name());
    if !is_same || result.fiscal_year.checked_add(1) != Some(subject.case.matter.fiscal_year) {
        let (own, name, year) = (&result.contract, &result.party, result.fiscal_year);
        return Err(text!(
            "--last の監査結果（{own}、{name}、{year}年度）は、この票の昨年度のものではありません",
            "the result of --last ({own}, {name}, fiscal {year}) is not last year's of this form"
        ));
    }
    let rows = result.rows.iter().map(|row| {
        let mut words = row.verdict.label().to_owned();
        for (label, text) in [("証跡", &row.evidence), ("指摘", &row.finding), ("備考", &row.note)] {
            if let Some(text) = text {
                words.push_str(&format!("\n{label}：{text}"));
            }
        }
        if let Some(deadline) = row.deadline {
            words.push_str(&format!("\n期限：{deadline}"));
        }
        (row.row.clone(), words)
    });
    Ok(rows.collect())
}
