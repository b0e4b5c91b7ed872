//! A day of a decision, a contract or an approval that lies a year before the term.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::{Located, Span};
use crate::text;
use chrono::{Months, NaiveDate};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "date-a-year-off",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("date_a_year_off.md"),
    },
    check,
    mutate,
};

/// A day that is decided before the work begins: what it is, and the first day that it is for.
fn days<'a>(
    context: &Context<'a>,
) -> Vec<(&'static str, &'static str, &'a Located<NaiveDate>, &'a Located<NaiveDate>)> {
    let matter = context.matter;
    let mut days = Vec::new();
    let meeting = matter.council.as_ref().and_then(|council| council.date.as_ref());
    if let Some((meeting, term)) = meeting.zip(matter.term.as_ref()) {
        days.push(("会議の日", "the meeting", meeting, &term.from));
    }
    for contract in &matter.contracts {
        let Some(term) = contract.overrides.term.as_ref().or(matter.term.as_ref()) else { continue };
        if let Some(concluded) = &contract.concluded {
            days.push(("契約の日", "the contract", concluded, &term.from));
        }
        let approved = contract.subcontracting.iter().flat_map(|own| &own.subcontractors);
        for day in approved.filter_map(|own| own.approved.as_ref()) {
            days.push(("再委託の承諾の日", "the approval of the sub-contractor", day, &term.from));
        }
    }
    days
}

fn is_a_year_off(day: NaiveDate, first: NaiveDate) -> bool {
    first.checked_sub_months(Months::new(12)).is_some_and(|earliest| day < earliest)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut told: Vec<Span> = Vec::new();
    for (ja, en, day, first) in days(context) {
        if !is_a_year_off(day.value, first.value) || told.contains(&day.span) {
            continue;
        }
        told.push(day.span);
        let (said, begin) = (context.print().day(day.value), context.print().day(first.value));
        let (said_en, begin_en) = (day.value, first.value);
        findings.add(
            RULE.at(
                day.span,
                text!(
                    "{ja}（{said}）が、開始日（{begin}）より一年以上前です（要確認）",
                    "{en} ({said_en}) lies more than a year before the first day ({begin_en})"
                ),
            )
            .related(first.span, text!("開始日は{begin}", "it starts on {begin_en}"))
            .help(text!(
                "前の年度の日を写したままでないかを確かめてください",
                "see whether it was copied from another year"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = days(context).into_iter().map(|(_, _, day, first)| {
        let earlier = first.value.checked_sub_months(Months::new(24))?;
        Plant::scalar(day.span, &earlier.to_string())
    });
    Mutation::new(
        plants,
        text!("会議・契約・承諾の日が書かれていません", "no day of a meeting, a contract or an approval"),
    )
}
