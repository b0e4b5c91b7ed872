//! 条件付き承認: each condition with how it is met, and met in time.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::{Condition, Council};
use crate::model::vocabulary::Outcome;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "condition-not-answered",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("condition_not_answered.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(council) = context.matter.decision() else { return };
    outcome(council, findings);
    for condition in &council.conditions {
        answered(context, condition, findings);
    }
}

/// Conditions belong to 条件付き承認, and to nothing else.
fn outcome(council: &Council, findings: &mut Findings) {
    let Some(outcome) = &council.outcome else { return };
    let with_conditions = outcome.value == Outcome::ApprovedWithConditions;
    match council.conditions.first() {
        None if with_conditions => findings.add(
            RULE.at(
                outcome.span,
                text!(
                    "条件付き承認とありますが、付された条件が書かれていません（記載なし）",
                    "it was approved under conditions, and no condition is stated"
                ),
            )
            .help(text!("議事録の条件を conditions に書いてください", "write them to `conditions`")),
        ),
        Some(first) if outcome.value == Outcome::Approved => findings.add(
            RULE.at(
                outcome.span,
                text!(
                    "承認とありますが、条件が付されています（不一致）",
                    "it was approved, and a condition is stated"
                ),
            )
            .related(first.span, text!("付された条件", "the condition"))
            .help(text!(
                "議事録で確かめ、条件付き承認（approved_with_conditions）とするか、条件を消してください",
                "look it up in the minutes: `approved_with_conditions`, or no condition"
            )),
        ),
        _ => {}
    }
}

fn answered(context: &Context<'_>, condition: &Condition, findings: &mut Findings) {
    if condition.how.is_none() {
        findings.undecided(
            RULE.name,
            condition.text.span,
            text!(
                "この条件をどう満たすかが書かれていないため、守られるか分かりません（how と by を書き、満たしたら met に日を書く）",
                "how this condition is met is not stated (write `how` and `by`, and the day to `met` once it is met)"
            ),
        );
    }
    let Some(met) = &condition.met else { return };
    let start = context.matter.term.as_ref().map(|term| &term.from);
    let Some(last) = condition.by.as_ref().or(start).filter(|last| last.value < met.value) else { return };
    let (day, limit) = (context.print().day(met.value), context.print().day(last.value));
    let (day_en, limit_en) = (met.value, last.value);
    findings.add(
        RULE.at(
            met.span,
            text!(
                "条件を満たした日（{day}）が、その期限（{limit}）より後です（要確認）",
                "the condition was met on {day_en}, after {limit_en}"
            ),
        )
        .severity(Severity::Warning)
        .related(
            last.span,
            text!("期限（なければ、業務を始める日）", "the last day, or the first day of the work"),
        )
        .help(text!(
            "日付を確かめてください。遅れたのなら、それまでどうしたかを how に書き、会議に報告してください",
            "look the day up; if it was late, write to `how` what was done until then, and tell the council"
        )),
    );
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = match &context.matter.council {
        Some(council) => match &council.outcome {
            Some(outcome) if council.conditions.is_empty() => {
                Plant::scalar(outcome.span, Outcome::ApprovedWithConditions.word())
            }
            Some(outcome) => Plant::scalar(outcome.span, Outcome::Approved.word()),
            None => Plant::set(context, council.span, "outcome", Outcome::ApprovedWithConditions.word()),
        },
        None => Plant::set(context, context.matter.span, "council", "{ outcome: approved_with_conditions }"),
    };
    Mutation::new([plants], text!("会議の決定を書く所がありません", "there is no place for a decision"))
}
