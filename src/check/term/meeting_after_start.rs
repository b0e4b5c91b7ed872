//! The meeting, then the contract, then the work.

use super::terms;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::{Contract, Term};
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::source::Located;
use crate::text;
use chrono::{Days, NaiveDate};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "meeting-after-start",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("meeting_after_start.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let meeting = meeting(context);
    if meeting.is_none() {
        findings.undecided(
            RULE.name,
            context.top(),
            text!(
                "会議の日（council の date）が書かれていないため、開始日より前かどうか分かりません",
                "the day of the meeting is not stated"
            ),
        );
    }
    if let Some(meeting) = meeting {
        meeting_before_work(context, meeting, findings);
    }
    for contract in &context.matter.contracts {
        let Some(concluded) = &contract.concluded else {
            let id = &contract.id;
            findings.undecided(
                RULE.name,
                contract.id.span,
                text!(
                    "契約「{id}」の日（concluded）が書かれていないため、会議の後かどうか分かりません",
                    "the day on which the contract `{id}` was concluded is not stated"
                ),
            );
            continue;
        };
        if let Some(meeting) = meeting {
            contract_after_meeting(concluded, meeting, context, findings);
        }
        if let Some(term) = term(context, contract) {
            contract_before_work(concluded, term, context, findings);
        }
    }
}

fn meeting<'a>(context: &Context<'a>) -> Option<&'a Located<NaiveDate>> {
    context.matter.council.as_ref().and_then(|council| council.date.as_ref())
}

fn term<'a>(context: &Context<'a>, contract: &'a Contract) -> Option<&'a Term> {
    contract.overrides.term.as_ref().or(context.matter.term.as_ref())
}

fn meeting_before_work(context: &Context<'_>, meeting: &Located<NaiveDate>, findings: &mut Findings) {
    let written = terms::written(context);
    let Some(term) = written.into_iter().find(|term| term.from.value <= meeting.value) else { return };
    let same_day = term.from.value == meeting.value;
    let (held, start) = (context.print().day(meeting.value), context.print().day(term.from.value));
    let (held_en, start_en) = (meeting.value, term.from.value);
    findings.add(
        RULE.at(
            meeting.span,
            text!(
                "会議の日（{held}）が、開始日（{start}）より前ではありません（要確認）",
                "the meeting ({held_en}) is not before the first day ({start_en})"
            ),
        )
        .severity(if same_day { Severity::Warning } else { RULE.severity })
        .related(term.from.span, text!("開始日は{start}", "it starts on {start_en}"))
        .help(text!(
            "開始日を会議と契約の後にするか、事後の付議である理由を受け入れの理由に書いてください",
            "start after meeting and contract, or say in a waiver why it is submitted afterwards"
        )),
    );
}

fn contract_after_meeting(
    concluded: &Located<NaiveDate>,
    meeting: &Located<NaiveDate>,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    if meeting.value < concluded.value {
        return;
    }
    let same_day = meeting.value == concluded.value;
    let (signed, held) = (context.print().day(concluded.value), context.print().day(meeting.value));
    let (signed_en, held_en) = (concluded.value, meeting.value);
    findings.add(
        RULE.at(
            concluded.span,
            text!(
                "契約の日（{signed}）が、会議の日（{held}）より後ではありません（要確認）",
                "the contract was concluded on {signed_en}, not after the meeting of {held_en}"
            ),
        )
        .severity(if same_day { Severity::Warning } else { RULE.severity })
        .related(meeting.span, text!("会議の日は{held}", "the meeting was on {held_en}"))
        .help(text!(
            "契約の日を確かめてください。会議の前に結んだのなら、その理由を受け入れの理由に書いてください",
            "fix the day, or say in a waiver why the contract came first"
        )),
    );
}

/// A contract of the first day of the term is usual (1 April), one of a later day is not.
fn contract_before_work(
    concluded: &Located<NaiveDate>,
    term: &Term,
    context: &Context<'_>,
    findings: &mut Findings,
) {
    if concluded.value <= term.from.value {
        return;
    }
    let (signed, start) = (context.print().day(concluded.value), context.print().day(term.from.value));
    let (signed_en, start_en) = (concluded.value, term.from.value);
    findings.add(
        RULE.at(
            concluded.span,
            text!(
                "契約の日（{signed}）が、開始日（{start}）より後です（要確認）",
                "the contract was concluded on {signed_en}, after the work began on {start_en}"
            ),
        )
        .related(term.from.span, text!("開始日は{start}", "it starts on {start_en}"))
        .help(text!(
            "契約の前に個人情報を渡さないよう、開始日を契約の日以後に直してください",
            "let the work begin on or after the day of the contract"
        )),
    );
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let late = contracts.filter_map(|contract| {
        let day = term(context, contract)?.from.value.checked_add_days(Days::new(1))?.to_string();
        Some(match &contract.concluded {
            Some(concluded) => Plant::scalar(concluded.span, &day),
            None => Plant::set(context, contract.span, "concluded", &day),
        })
    });
    let start = context.matter.term.as_ref().map(|term| term.from.value.to_string());
    let meeting = start.into_iter().map(|day| match meeting(context) {
        Some(meeting) => Plant::scalar(meeting.span, &day),
        None => Plant::set(context, context.matter.span, "council", &format!("{{ date: {day} }}")),
    });
    Mutation::new(late.chain(meeting), text!("期間が書かれていません", "no term is given"))
}
