//! Answers to the checklists.

use super::matter::Scope;
use super::{Either, Kind, Names, Problems, either};
use crate::diagnostic::Diagnostic;
use crate::model::ids::{Id, RowId};
use crate::model::matter::{Answer, Checklist, Covered};
use crate::model::raw::matter::{RawAnswer, RawChecklist};
use crate::source::{Located, Span};
use crate::text;
use crate::yaml::decode::{List, Str};
use crate::yaml::tell;

pub(super) fn checklists(
    raw: List<RawChecklist>,
    scope: &Scope<'_>,
    problems: &mut Problems,
) -> Vec<Checklist> {
    let mut seen: Vec<(String, Span)> = Vec::new();
    let mut checklists = Vec::new();
    for raw in raw.items {
        let Some(form) = scope.year.forms.find(&raw.form, problems) else { continue };
        let first = seen.iter().find(|(id, _)| *id == raw.form.value).map(|(_, first)| *first);
        if let Some(first) = first.filter(|_| raw.covers.is_none()) {
            tell(problems, || answered_twice(&raw.form, first));
        }
        seen.push((raw.form.value.clone(), raw.form.span));
        let Some(rows) = scope.year.rows.get(form.value.index()) else { continue };
        let covers = raw.covers.as_ref().map(|list| {
            let covered = list.iter().filter_map(|name| covered(name, scope, problems)).collect();
            Located::new(covered, list.span)
        });
        checklists.push(Checklist {
            span: raw.span,
            form,
            covers,
            answers_span: raw.answers.0.span,
            answers: answers(raw.answers.0, rows, problems),
        });
    }
    checklists
}

fn answers(raw: List<RawAnswer>, rows: &Names<RowId>, problems: &mut Problems) -> Vec<Answer> {
    let mut answered = Names::new("項目の答え", "answer", "answers");
    raw.items
        .into_iter()
        .filter_map(|raw| {
            let row = rows.find(&raw.row, problems)?;
            answered.declare(&raw.row, row.value, problems);
            Some(Answer {
                span: raw.span,
                row,
                status: raw.status.0,
                reason: raw.reason,
                evidence: raw.evidence,
            })
        })
        .collect()
}

fn covered(name: &Str, scope: &Scope<'_>, problems: &mut Problems) -> Option<Located<Covered>> {
    let kind =
        Kind { ja: "契約・外部結合", en: "contract or connection", home: "contracts, connections" };
    either(kind, &scope.connections, &scope.contracts, name, problems).map(|found| {
        found.map(|found| match found {
            Either::One(connection) => Covered::Connection(connection),
            Either::Other(contract) => Covered::Contract(contract),
        })
    })
}

fn answered_twice(form: &Str, first: Span) -> Diagnostic {
    Diagnostic::error(
        "repeated-name",
        form.span,
        text!(
            "様式「{form}」の答えが二つあり、どの契約のものか書かれていません",
            "the form `{form}` is answered twice and does not say for which contract"
        ),
    )
    .related(first, text!("先に書かれた場所", "first answered here"))
    .help(text!(
        "covers で契約を分けるか、一方を消してください",
        "tell them apart by `covers`, or take one out"
    ))
}
