//! The ward's form and the contractor's form answer one row differently.

use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Bearer;
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "pair-answers-differ",
        severity: Severity::Warning,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("pair_answers_differ.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (answered, other) in pairs(context) {
        if answered.answer.status == other.answer.status {
            continue;
        }
        let (row, form, ward_form) = (&answered.row.id, &answered.form.heading, &other.form.heading);
        let (mark, ward_mark) = (answered.mark(), other.mark());
        findings.add(
            RULE.at(
                answered.answer.status.span,
                text!(
                    "{row}の答えが、「{form}」では{mark}、「{ward_form}」では{ward_mark}です（不一致）",
                    "row {row} is {mark} here, but {ward_mark} in the ward's form"
                ),
            )
            .related(
                other.answer.status.span,
                text!("「{ward_form}」では{ward_mark}", "{ward_mark} in the ward's form"),
            )
            .help(text!(
                "同じ対策について、区が行うことと事業者に行わせることを揃えてください。違えるなら、その訳を理由に書いてください",
                "make both forms agree, or give the reason for the difference"
            )),
        );
    }
}

/// Returns each answer of a contractor or counterparty with the ward's answer to the same row.
fn pairs<'a>(context: &Context<'a>) -> impl Iterator<Item = (Answered<'a>, Answered<'a>)> {
    let others = context.answers().filter(|answered| answered.form.bearer.value != Bearer::Ward);
    others.flat_map(|answered| context.opposite(answered).map(move |other| (answered, other)))
}

fn mutate(context: &Context<'_>) -> Mutation {
    Mutation::new(
        pairs(context).map(|(answered, _)| {
            let other = if answered.is_adopted() { "not_needed" } else { "adopted" };
            Plant::scalar(answered.answer.status.span, other)
        }),
        text!(
            "同じ契約又は結合について、区と事業者の両方の答えがありません",
            "no row is answered in both forms for the same contract or connection"
        ),
    )
}
