//! 「次年度以降も、同様の…を行う。」: the kind in the sentence against the annex it stands in.

use super::terms;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::KindId;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::source::Span;
use crate::text;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "renewal-phrase-differs",
        severity: Severity::Info,
        basis: &[FORM],
        page: include_str!("renewal_phrase_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut told: BTreeSet<Span> = BTreeSet::new();
    for annex in context.annexes() {
        let Some(term) = terms::of(context, &annex) else { continue };
        let Some(phrase) = &term.renewal_as_written else { continue };
        let Some(kind) = annex.kind else { continue };
        let own = context.kind(kind).ja();
        let Some(other) = others(context, kind).find(|other| phrase.contains(*other)) else { continue };
        // A sentence of the matter is printed in every annex that has none of its own.
        if phrase.contains(own) || !told.insert(phrase.span) {
            continue;
        }
        findings.add(
            RULE.at(
                context.sources.find_in(phrase.span, other),
                text!(
                    "「{own}」の別紙に、「{other}」を行うと書かれています（不一致）",
                    "the annex is for `{own}`, and its sentence speaks of `{other}`"
                ),
            )
            .related(annex.id.span, text!("「{own}」の別紙", "the annex for `{own}`"))
            .help(text!(
                "「{other}」を「{own}」に直すか、標準の文のままなら renewal_as_written を消してください",
                "write `{own}`, or take `renewal_as_written` out where the standard sentence will do"
            )),
        );
    }
}

/// Returns what the other kinds of the year are called.
fn others<'a>(context: &Context<'a>, kind: KindId) -> impl Iterator<Item = &'a str> {
    context.year.kinds.enumerate().filter(move |(id, _)| *id != kind).map(|(_, own)| own.ja())
}

fn mutate(context: &Context<'_>) -> Mutation {
    let annexes = context.annexes().into_iter();
    let plants = annexes.filter_map(|annex| {
        let term = terms::of(context, &annex)?;
        let other = others(context, annex.kind?).next()?;
        let phrase = format!("次年度以降も、同様の{other}を行う。");
        Some(match &annex.overrides.term {
            Some(own) => Plant::set(context, own.span, "renewal_as_written", &phrase),
            None => {
                let yaml = terms::yaml(term.from.value, term.to.value);
                let yaml = format!("{yaml}, renewal_as_written: {phrase} }}");
                Plant::set(context, annex.span, "term", &yaml)
            }
        })
    });
    Mutation::new(plants, text!("期間か別紙が書かれていません", "no term, or no annex"))
}
