//! The name of a service in other characters: one finding a spelling.

use super::names::{self, Found, Subject};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "brand-name-differs",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("brand_name_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let mut spellings: Vec<Vec<Found<'_>>> = Vec::new();
    for found in names::written_otherwise(context, Subject::Brand) {
        let same = |other: &Found<'_>| other.written == found.written && other.word == found.word;
        match spellings.iter_mut().find(|known| known.first().is_some_and(same)) {
            Some(known) => known.push(found),
            None => spellings.push(vec![found]),
        }
    }
    for places in spellings {
        let Some((first, others)) = places.split_first() else { continue };
        let (written, brand, count) = (first.written, first.word, places.len());
        let mut finding = RULE
            .at(
                first.place,
                text!(
                    "「{written}」（{count}か所）は、サービスの名「{brand}」と字の幅・大小や空白が違います（不一致）",
                    "`{written}` ({count}) differs from the service's name `{brand}` in width, case or spaces"
                ),
            )
            .related(first.name.span, text!("サービスの名", "the name of the service"))
            .help(text!(
                "提供者の書き方を確かめ、どこでも同じ字で書いてください",
                "look up how its provider writes it and use the same characters everywhere"
            ));
        for other in others {
            finding = finding.related(other.place, text!("ここも「{written}」", "`{written}` here too"));
        }
        findings.add(finding);
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let names: Vec<String> = names::of(context)
        .into_iter()
        .filter(|name| name.subject == Subject::Brand)
        .map(|name| names::other_width(name.name))
        .collect();
    Mutation::new(
        context.prose().iter().flat_map(|prose| {
            names.iter().map(|name| Plant::insert(context, prose.text.span, &format!("（{name}）")))
        }),
        text!("サービスの名が一つもありません", "no provider has a brand"),
    )
}
