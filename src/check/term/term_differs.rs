//! 開始時期と期限 of an annex against that of the matter.

use super::terms;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::contract::Term;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::{Located, Span};
use crate::text;
use chrono::NaiveDate;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "term-differs",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("term_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let written = terms::written(context);
    let Some((whole, annexes)) = written.split_first() else { return };
    for term in annexes {
        day(&text!("開始日", "first day"), (&term.from, &whole.from), context, findings);
        day(&text!("期限", "last day"), (&term.to, &whole.to), context, findings);
        renewal(term, whole, findings);
    }
}

fn day(
    name: &Text,
    (own, whole): (&Located<NaiveDate>, &Located<NaiveDate>),
    context: &Context<'_>,
    findings: &mut Findings,
) {
    if own.value == whole.value {
        return;
    }
    let (ja, en) = (&name.ja, &name.en);
    let (here, there) = (context.print().day(own.value), context.print().day(whole.value));
    let (here_en, there_en) = (own.value, whole.value);
    findings.add(
        RULE.at(
            own.span,
            text!(
                "この別紙の{ja}（{here}）が、案件の{ja}（{there}）と違います（不一致）",
                "the {en} is {here_en} in this annex and {there_en} elsewhere"
            ),
        )
        .related(whole.span, text!("こちらは{there}", "here it is {there_en}"))
        .help(text!("どちらが正しいかを確かめて直してください", "find out which is right")),
    );
}

/// One says that the same goes on in following years, and the other does not.
fn renewal(own: &Term, whole: &Term, findings: &mut Findings) {
    let renews = |term: &Term| {
        term.renewal_as_written.is_some() || term.renews.as_ref().is_some_and(|renews| renews.value)
    };
    if renews(own) == renews(whole) {
        return;
    }
    let place = |term: &Term| -> Span { term.renews.as_ref().map_or(term.to.span, |renews| renews.span) };
    findings.add(
        RULE.at(
            place(own),
            text!(
                "次年度以降も行うかどうかが、この別紙と案件とで違います（不一致）",
                "whether it goes on in following years differs from the matter"
            ),
        )
        .related(place(whole), text!("案件ではこう書かれています", "what the matter says"))
        .help(text!("どちらかに揃えてください", "make both say the same")),
    );
}

fn mutate(context: &Context<'_>) -> Mutation {
    let annexes = context.annexes().into_iter();
    let plants = annexes.filter_map(|annex| {
        let term = terms::of(context, &annex)?;
        let later = term.to.value.succ_opt()?;
        Some(match &annex.overrides.term {
            Some(own) => Plant::scalar(own.to.span, &later.to_string()),
            None => {
                let yaml = terms::yaml(term.from.value, later);
                Plant::set(context, annex.span, "term", &format!("{yaml} }}"))
            }
        })
    });
    Mutation::new(plants, text!("期間か別紙が書かれていません", "no term, or no annex"))
}
