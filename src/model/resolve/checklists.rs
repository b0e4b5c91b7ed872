//! Answers to the checklists.

use super::matter::Scope;
use super::{Either, Kind, Names, Problems, either, report};
use crate::diagnostic::Diagnostic;
use crate::model::ids::{Id, RowId};
use crate::model::matter::{Answer, Checklist, Covered};
use crate::model::raw::matter::{RawAnswer, RawChecklist};
use crate::model::vocabulary::Mark;
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
        let Some(words) = scope.year.answers.get(form.value.index()) else { continue };
        let covers = raw.covers.as_ref().map(|list| {
            let covered = list.iter().filter_map(|name| covered(name, scope, problems)).collect();
            Located::new(covered, list.span)
        });
        checklists.push(Checklist {
            span: raw.span,
            form,
            covers,
            answers_span: raw.answers.0.span,
            answers: answers(raw.answers.0, rows, words, problems),
        });
    }
    checklists
}

fn answers(
    raw: List<RawAnswer>,
    rows: &Names<RowId>,
    words: &[(String, Mark)],
    problems: &mut Problems,
) -> Vec<Answer> {
    let mut answered = Names::new("項目の答え", "answer", "answers");
    raw.items
        .into_iter()
        .filter_map(|raw| {
            let row = rows.find(&raw.row, problems)?;
            answered.declare(&raw.row, row.value, problems);
            refuse_without_meaning(&raw, words, problems);
            Some(Answer {
                span: raw.span,
                row,
                status: raw.status.0,
                by: raw.by,
                reason: raw.reason,
                evidence: raw.evidence,
            })
        })
        .collect()
}

/// Reports an answer that the form has no word for, and a plan without its day, or a day without a plan.
fn refuse_without_meaning(raw: &RawAnswer, words: &[(String, Mark)], problems: &mut Problems) {
    let status = &raw.status.0;
    if words.iter().all(|(_, mark)| *mark != status.value) {
        let (mark, word) = (status.value.ja(), status.value.word());
        let list: Vec<String> =
            words.iter().map(|(word, mark)| format!("{}（{word}）", mark.word())).collect();
        let list_en: Vec<&str> = words.iter().map(|(_, mark)| mark.word()).collect();
        let (list, list_en) = (list.join("、"), list_en.join(", "));
        report(
            problems,
            "unknown-word",
            status.span,
            text!("この様式の答えに「{word}」（{mark}）はありません", "this form has no answer `{word}`"),
            text!("使える語: {list}", "allowed: {list_en}"),
        );
    }
    match (&raw.by, status.value) {
        (None, Mark::Planned) => report(
            problems,
            "plan-without-day",
            status.span,
            text!("予定の日がありません", "a planned measure needs its day"),
            text!("by に、行う予定の日を書いてください", "write the day in `by`"),
        ),
        (Some(day), Mark::Adopted | Mark::NotNeeded) => report(
            problems,
            "day-without-plan",
            day.span,
            text!(
                "予定の日がありますが、答えは予定（planned）ではありません",
                "there is a day, but the answer is no plan"
            ),
            text!("status を planned にするか、by を消してください", "answer `planned`, or take `by` out"),
        ),
        _ => {}
    }
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
