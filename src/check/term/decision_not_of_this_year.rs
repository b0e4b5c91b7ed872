//! What the file says of the council is of this year: not of an earlier one, and not copied from last year's file.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::era;
use crate::model::matter::{Council, Stale};
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::source::Span;
use crate::text;
use chrono::NaiveDate;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "decision-not-of-this-year",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("decision_not_of_this_year.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(council) = &context.matter.council else { return };
    findings.list.extend(stale(context, council));
    findings.list.extend(two_years(context, council));
}

/// Returns where the meeting is named: by its day, by its name, or as a whole.
fn place(council: &Council) -> Span {
    let date = council.date.as_ref().map(|date| date.span);
    date.or_else(|| council.meeting.as_ref().map(|meeting| meeting.span)).unwrap_or(council.span)
}

fn stale(context: &Context<'_>, council: &Council) -> Option<Diagnostic> {
    let year = context.print().fiscal_year(context.matter.fiscal_year);
    let year_en = context.matter.fiscal_year;
    let message = match council.is_stale(context.matter.fiscal_year)? {
        Stale::Copied => {
            let file = council.copied_from.as_ref().map(|path| path.display().to_string());
            let file = file.unwrap_or_default();
            text!(
                "会議の回と日（又は承認された資料の SHA-256）が前の年度の案件（{file}）と同じで、{year}の決定ではありません（要確認）",
                "the meeting (or the digest of what was approved) is that of last year's file ({file}), not of fiscal {year_en}"
            )
        }
        Stale::Old => text!(
            "会議が前々年度か、それより前のもので、{year}の決定ではありません（要確認）",
            "the meeting is of more than a year before: it decided nothing for fiscal {year_en}"
        ),
    };
    Some(RULE.at(place(council), message).help(text!(
        "{year}の会議がまだなら、council の決定・条件・digest を消し、会議の予定だけを書いてください。前の年度の承認で続けるのなら prior_approvals に書いてください",
        "until the council of fiscal {year_en} has sat, take outcome, conditions and digest out and write the planned meeting; what rests on an earlier approval belongs to `prior_approvals`"
    )))
}

/// The name of the meeting and its day are of one fiscal year.
fn two_years(context: &Context<'_>, council: &Council) -> Option<Diagnostic> {
    let (meeting, date) = (council.meeting.as_ref()?, council.date.as_ref()?);
    let (named, held) = (era::fiscal_year_in(&meeting.value)?, era::fiscal_year(date.value));
    (named != held).then(|| {
        let (named_ja, held_ja) = (context.print().fiscal_year(named), context.print().fiscal_year(held));
        RULE.at(
            date.span,
            text!(
                "会議の日は{held_ja}ですが、会議は{named_ja}の回とあります（不一致）",
                "the day of the meeting lies in fiscal {held}, and its name says fiscal {named}"
            ),
        )
        .related(meeting.span, text!("会議の回", "the meeting"))
        .help(text!("議事録で会議の回と日を確かめ、直してください", "look both up in the minutes"))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let old = NaiveDate::from_ymd_opt(context.matter.fiscal_year - 2, 5, 20).map(|day| day.to_string());
    let plants = old.map(|day| match &context.matter.council {
        Some(council) => match &council.date {
            Some(date) => Plant::scalar(date.span, &day),
            None => Plant::set(context, council.span, "date", &day),
        },
        None => Plant::set(context, context.matter.span, "council", &format!("{{ date: {day} }}")),
    });
    Mutation::new(plants, text!("年度が分かりません", "the fiscal year is not known"))
}
