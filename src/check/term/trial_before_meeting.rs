//! A trial with real personal information begins before the council has met.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::matter::Trial;
use crate::model::vocabulary::TrialData;
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "trial-before-meeting",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("trial_before_meeting.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(trial) = real(context) else { return };
    let meeting = context.matter.council.as_ref().and_then(|council| council.date.as_ref());
    let Some(meeting) = meeting else {
        findings.undecided(
            RULE.name,
            trial.from.span,
            text!(
                "会議の日（council の date）が書かれていないため、実証実験が会議の後かどうか分かりません",
                "the day of the meeting is not stated, so that nobody can say whether the trial follows it"
            ),
        );
        return;
    };
    if meeting.value < trial.from.value {
        return;
    }
    let (start, held) = (context.print().day(trial.from.value), context.print().day(meeting.value));
    let (start_en, held_en) = (trial.from.value, meeting.value);
    findings.add(
        RULE.at(
            trial.from.span,
            text!(
                "実在の個人情報を用いる実証実験を、会議（{held}）より前の{start}に始めます（要確認）",
                "a trial with real personal information begins on {start_en}, not after the meeting of {held_en}"
            ),
        )
        .related(meeting.span, text!("会議の日は{held}", "the meeting was on {held_en}"))
        .help(text!(
            "会議の後に始めるか、架空の情報を用いてください（data: made_up）。始めてしまったのなら、受け入れの理由にその事情を書いてください",
            "begin after the meeting, or use made-up data (`data: made_up`); if it has begun, say so in a waiver"
        )),
    );
}

fn real<'a>(context: &Context<'a>) -> Option<&'a Trial> {
    context.matter.trial.as_ref().filter(|own| own.data.value == TrialData::Real)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let meeting = matter.council.as_ref().and_then(|council| council.date.as_ref());
    let plant = meeting.and_then(|meeting| {
        let trial = format!("{{ from: {}, data: real }}", meeting.value);
        match &matter.trial {
            Some(trial) => {
                let day = Plant::scalar(trial.from.span, &meeting.value.to_string())?;
                day.and(Plant::scalar(trial.data.span, TrialData::Real.word()))
                    .map(|own| own.within(trial.from.span))
            }
            None => Plant::set(context, matter.span, "trial", &trial),
        }
    });
    Mutation::new(
        [plant].into_iter().filter(Option::is_some),
        text!("会議の日が書かれていません", "no day of the meeting"),
    )
}
