//! A year, or the beginning or end of the term, that a sentence gives otherwise.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Owner, TextKind};
use crate::check::rule::Check;
use crate::check::statements::{Statement, Words, Year, contains_any, contracts};
use crate::diagnostic::Severity;
use crate::model::contract::Term;
use crate::model::era;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use chrono::{Datelike, NaiveDate};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "date-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("date_in_text_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    meeting(context, findings);
    let statements = context.statements();
    for statement in &statements.list {
        if matches!(statement.prose.owner, Owner::Approval) || statement.prose.place == TextKind::Article {
            continue;
        }
        let years = statement.years();
        for year in &years {
            if !year.exists {
                impossible(context, statement, year, findings);
            } else if statement.prose.place == TextKind::Title {
                fiscal_year(context, statement, year, findings);
            } else if !statement.is_history {
                held(context, statement, year, &years, &statements.words, findings);
            }
        }
    }
}

/// The era never had that year.
fn impossible(context: &Context<'_>, statement: &Statement<'_>, year: &Year, findings: &mut Findings) {
    // A whole day is another rule's.
    if year.day.is_some() {
        return;
    }
    let written = statement.written(context, &year.range);
    findings.add(
        RULE.at(
            statement.span(&year.range),
            text!("「{written}」という年はありません（要確認）", "there was no such year as `{written}`"),
        )
        .help(text!("元号と年を確かめてください", "look up the era and the year")),
    );
}

/// A title names another fiscal year than the file's.
fn fiscal_year(context: &Context<'_>, statement: &Statement<'_>, year: &Year, findings: &mut Findings) {
    if year.is_fiscal && year.year != context.matter.fiscal_year {
        findings.add(another_year(context, statement, year));
    }
}

fn another_year(
    context: &Context<'_>,
    statement: &Statement<'_>,
    year: &Year,
) -> crate::diagnostic::Diagnostic {
    let (written, right) =
        (statement.written(context, &year.range), context.print().fiscal_year(context.matter.fiscal_year));
    RULE.at(
        statement.span(&year.range),
        text!(
            "「{written}」とありますが、この案件は{right}のものです（不一致）",
            "`{written}` is named, and the matter is one of {right}"
        ),
    )
    .help(text!(
        "前の年度の資料から写したままでないかを確かめてください",
        "see whether it was copied from another year's paper"
    ))
}

/// Holds a year in a sentence against the term and the year of the file.
fn held(
    context: &Context<'_>,
    statement: &Statement<'_>,
    year: &Year,
    years: &[Year],
    words: &Words,
    findings: &mut Findings,
) {
    let after = statement.after(year.range.end);
    let begins = words.begins.iter().any(|word| after.starts_with(word));
    let ends = words.ends.iter().any(|word| after.starts_with(word));
    let chars = &statement.chars;
    // 「…から実施している」 tells since when.
    let goes_on = contains_any(chars, &words.results);
    let is_business = contains_any(chars, &words.business);
    if year.is_fiscal {
        let (own, named) = (context.matter.fiscal_year, year.year);
        let right_too = years.iter().any(|other| other.is_fiscal && other.year == own);
        let next = after.first();
        let is_meeting = next == Some(&'第') || next == Some(&'末') || ends;
        if named == own - 1
            && !right_too
            && !goes_on
            && !is_meeting
            && is_business
            && !statement.is_denied(year.range.end, words)
        {
            findings.add(another_year(context, statement, year));
        }
        return;
    }
    let Some(month) = year.month else { return };
    let terms = terms(context, statement);
    if year.day.is_some() && (begins || ends) && !goes_on && outside(&terms, year) {
        let is_afterwards = contains_any(chars, &words.erasure) || contains_any(chars, &words.incident);
        // 「令和…年４月１日から令和…年３月３１日まで」 of five years: a longer time that the term is a part of.
        let begins_by = |own: &Year| {
            let day =
                own.month.zip(own.day).and_then(|(month, day)| NaiveDate::from_ymd_opt(own.year, month, day));
            day.is_some_and(|day| terms.iter().any(|term| day <= term.from.value))
        };
        let is_whole = ends && years.iter().any(|own| own.range.end <= year.range.start && begins_by(own));
        if !is_afterwards && !is_whole && !statement.is_denied(year.range.end, words) {
            findings.add(beyond(context, statement, year, &terms));
            return;
        }
    }
    // 「…からは、」 tells what is new from that day on.
    let tells_new = begins && after.starts_with(&['か', 'ら', 'は']);
    if !(begins || ends)
        || goes_on
        || !(is_business || tells_new)
        || statement.is_denied(year.range.end, words)
    {
        return;
    }
    let day = |term: &Term| if begins { term.from.clone() } else { term.to.clone() };
    let agrees = |fact: NaiveDate| {
        fact.year() == year.year && fact.month() == month && year.day.is_none_or(|day| day == fact.day())
    };
    let Some(first) = terms.first().map(|term| day(term)) else { return };
    if terms.iter().any(|term| agrees(day(term).value)) {
        return;
    }
    let (written, right, right_en) =
        (statement.written(context, &year.range), context.print().day(first.value), first.value);
    let (ja, en) = if begins { ("初日", "first") } else { ("末日", "last") };
    findings.add(
        RULE.at(
            statement.span(&year.range),
            text!(
                "文では「{written}」ですが、期間の{ja}は{right}です（不一致）",
                "the sentence says `{written}`, and the {en} day of the term is {right_en}"
            ),
        )
        .related(first.span, text!("期間の{ja}", "the {en} day"))
        .help(text!(
            "期間を確かめ、文と期間をそろえてください",
            "look the term up, and make the sentence and the term agree"
        )),
    );
}

/// Returns whether a day lies in none of the terms.
fn outside(terms: &[&Term], year: &Year) -> bool {
    let day =
        year.month.zip(year.day).and_then(|(month, day)| NaiveDate::from_ymd_opt(year.year, month, day));
    day.is_some_and(|day| {
        !terms.is_empty() && terms.iter().all(|own| day < own.from.value || own.to.value < day)
    })
}

/// A span of days that begins or ends outside of the term.
fn beyond(
    context: &Context<'_>,
    statement: &Statement<'_>,
    year: &Year,
    terms: &[&Term],
) -> crate::diagnostic::Diagnostic {
    let written = statement.written(context, &year.range);
    let finding = RULE.at(
        statement.span(&year.range),
        text!("「{written}」は、期間の外です（不一致）", "`{written}` lies outside of the term"),
    );
    let finding = match terms.first() {
        Some(term) => finding.related(term.span, text!("期間", "the term")),
        None => finding,
    };
    finding.help(text!(
        "期間を確かめ、文と期間をそろえてください",
        "look the term up, and make the sentence and the term agree"
    ))
}

/// The meeting's number names another fiscal year than its day.
fn meeting(context: &Context<'_>, findings: &mut Findings) {
    let Some(council) = &context.matter.council else { return };
    let Some((number, date)) = council.meeting.as_ref().zip(council.date.as_ref()) else { return };
    let own = era::fiscal_year(date.value);
    let named = Statement::years_in(number);
    if let Some(year) = named.iter().find(|year| year.is_fiscal && year.year != own) {
        let (said, right) = (context.print().fiscal_year(year.year), context.print().fiscal_year(own));
        findings.add(
            RULE.at(
                number.span,
                text!(
                    "会議は「{number}」ですが、会議の日は{right}です（不一致）",
                    "the meeting is `{number}` ({said}), and its day lies in {right}"
                ),
            )
            .related(date.span, text!("会議の日", "the day of the meeting"))
            .help(text!("会議の回と日を確かめてください", "look up the number and the day of the meeting")),
        );
    }
}

/// Returns the terms that a sentence may speak of: its contract's own, and the matter's.
fn terms<'a>(context: &Context<'a>, statement: &Statement<'_>) -> Vec<&'a Term> {
    let matter = context.matter;
    let own = contracts(context, statement.prose.owner);
    let of_contracts = matter.contracts.enumerate().filter(|(id, _)| own.is_empty() || own.contains(id));
    let of_connections = matter.connections.iter().map(|connection| &connection.overrides);
    let overrides = of_contracts.map(|(_, contract)| &contract.overrides).chain(of_connections);
    matter.term.iter().chain(overrides.filter_map(|own| own.term.as_ref())).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.statements().words;
    let text = context.matter.overview.as_ref().and_then(|overview| overview.description.as_ref());
    let begin = words.begins.first().zip(words.business.first());
    let plant = text.zip(context.matter.term.as_ref()).zip(begin).map(|((text, term), (begin, business))| {
        let (begin, business): (String, String) = (begin.iter().collect(), business.iter().collect());
        let (name, year) = era::year_of(term.from.value)?;
        let month = term.from.value.month() % 12 + 1;
        Plant::insert(context, text.span, &format!("。{name}{year}年{month}月{begin}{business}する"))
    });
    Mutation::new(plant, text!("概要の文か、期間が書かれていません", "no overview, or no term"))
}
