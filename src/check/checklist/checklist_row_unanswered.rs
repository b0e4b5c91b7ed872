//! Rows of a form without an answer, and answers in another order than the form.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::{Answer, Checklist};
use crate::model::vocabulary::Mark;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "checklist-row-unanswered",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("checklist_row_unanswered.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for checklist in &context.matter.checklists {
        let form = context.form(checklist.form.value);
        let heading = &form.heading;
        let (adopted, needless) = (form.word(Mark::Adopted), form.word(Mark::NotNeeded));
        for (id, row) in form.rows.enumerate() {
            if checklist.answer(id).is_some() {
                continue;
            }
            let name = &row.id;
            findings.add(
                RULE.at(
                    checklist.form.span,
                    text!(
                        "「{heading}」の{name}に答えがありません（記載なし）",
                        "row {name} of this form has no answer"
                    ),
                )
                .related(row.text.span, text!("様式の{name}", "row {name} of the form"))
                .help(text!(
                    "{name}に、行うなら{adopted}（adopted）、要らないなら「{needless}」（not_needed）と理由を書いてください",
                    "answer row {name} with `adopted`, or with `not_needed` and the reason"
                )),
            );
        }
        if let Some((before, answer)) = out_of_order(checklist) {
            let (row, previous) = (&form.rows[answer.row.value].id, &form.rows[before.row.value].id);
            findings.add(
                RULE.at(
                    answer.row.span,
                    text!(
                        "「{heading}」の答えの順が様式と違います（{previous}の後に{row}、不一致）",
                        "the answers are in another order than the form ({row} after {previous})"
                    ),
                )
                .severity(Severity::Warning)
                .related(before.row.span, text!("先に書かれた{previous}", "{previous} comes first here"))
                .help(text!("答えを様式の順に並べてください", "put the answers in the order of the form")),
            );
        }
    }
}

/// Returns the first answer that stands after one to a later row, with that one.
fn out_of_order(checklist: &Checklist) -> Option<(&Answer, &Answer)> {
    let pairs = checklist.answers.iter().zip(checklist.answers.iter().skip(1));
    pairs.into_iter().find(|(before, answer)| before.row.value > answer.row.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        context.matter.checklists.iter().flat_map(|checklist| {
            checklist.answers.iter().map(|answer| {
                let plant = Plant::drop(context, checklist.answers_span, answer.span)?;
                Some(plant.within(checklist.form.span))
            })
        }),
        text!("チェックリストの答えがありません", "no checklist is answered"),
    )
}
