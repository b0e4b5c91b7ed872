//! A decision without its meeting, or one that was not taken yet.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "decision-not-whole",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("decision_not_whole.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(council) = &context.matter.council else { return };
    // A sample tells of a year that may be to come, and says on every page that it is one.
    let today = context.as_of.filter(|_| !context.matter.sample);
    if let Some(outcome) = &council.outcome {
        if council.date.is_none() {
            findings.add(
                RULE.at(
                    outcome.span,
                    text!(
                        "会議の決定が書かれていますが、会議の日がありません（記載なし）",
                        "the council's decision is stated, and the day of its meeting is not"
                    ),
                )
                .help(text!(
                    "議事録で会議の日を確かめ、date に書いてください。会議がまだなら、outcome を消してください",
                    "look the day up in the minutes and write it as `date`; where the council has not sat, take `outcome` out"
                )),
            );
        }
        let date = council.date.as_ref().zip(today).filter(|(date, today)| date.value > *today);
        if let Some((date, today)) = date {
            let (day, day_en) = (context.print().day(date.value), date.value);
            let (today, today_en) = (context.print().day(today), today);
            findings.add(
                RULE.at(
                    outcome.span,
                    text!(
                        "{day}の会議の決定が書かれていますが、{today}には、まだ会議が開かれていません（不一致）",
                        "a decision of the meeting on {day_en} is stated, which on {today_en} is still to come"
                    ),
                )
                .related(date.span, text!("会議の日", "the day of the meeting"))
                .help(text!(
                    "会議が済むまで outcome を消すか、会議の日を直してください",
                    "take `outcome` out until the council has sat, or put the day right"
                )),
            );
        }
    }
    for met in council.conditions.iter().filter_map(|own| own.met.as_ref()) {
        let Some(today) = today.filter(|today| met.value > *today) else { continue };
        let (day, day_en) = (context.print().day(met.value), met.value);
        let (today, today_en) = (context.print().day(today), today);
        findings.add(
            RULE.at(
                met.span,
                text!(
                    "条件を満たしたことを確かめた日が{day}とありますが、{today}には、まだ来ていない日です（不一致）",
                    "a condition is said to be seen met on {day_en}, which on {today_en} is still to come"
                ),
            )
            .help(text!("確かめた日を書くか、確かめるまで met を消してください", "write the day on which it was seen, or take `met` out until then")),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let council = context.matter.council.as_ref();
    let dated = council.and_then(|own| Some((own, own.outcome.as_ref()?, own.date.as_ref()?)));
    let plants =
        dated.map(|(own, outcome, _)| Some(Plant::unset(context, own.span, "date")?.within(outcome.span)));
    Mutation::new(plants, text!("会議の決定が書かれていません", "no decision of the council is stated"))
}
