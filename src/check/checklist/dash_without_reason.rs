//! ー without a reason.

use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Mark;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "dash-without-reason",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("dash_without_reason.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for answered in context.answers().filter(|answered| answered.is_not_needed() && !has_reason(answered)) {
        let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
        let adopted = answered.form.word(Mark::Adopted);
        findings.add(
            RULE.at(
                answered.answer.status.span,
                text!(
                    "「{form}」の{row}は「{mark}」ですが、理由が書かれていません（記載なし）",
                    "row {row} is {mark} without a reason"
                ),
            )
            .related(answered.row.text.span, text!("{row}の文", "what row {row} says"))
            .help(text!(
                "対策が要らない理由を reason に書いてください。要るなら{adopted}に改めてください",
                "write in `reason` why the measure is not needed, or answer {adopted}"
            )),
        );
    }
}

fn has_reason(answered: &Answered<'_>) -> bool {
    answered.answer.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let emptied = context.answers().filter(|answered| answered.is_not_needed() && has_reason(answered)).map(
        |answered| {
            let plant = Plant::unset(context, answered.answer.span, "reason")?;
            Some(plant.within(answered.answer.status.span))
        },
    );
    let bare = context
        .answers()
        .filter(|answered| answered.is_adopted() && !has_reason(answered))
        .map(|answered| Plant::scalar(answered.answer.status.span, "not_needed"));
    Mutation::new(emptied.chain(bare), text!("チェックリストの答えがありません", "no checklist is answered"))
}
