//! Two clauses that are said to stand in one article.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Clause;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::spelling;
use crate::text;
use std::collections::HashMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "article-for-two-clauses",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("article_for_two_clauses.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in &context.matter.contracts {
        let mut known: HashMap<String, &Clause> = HashMap::new();
        for clause in contract.clauses.iter().flat_map(|own| &own.value) {
            let Some(article) = &clause.article else { continue };
            let folded = spelling::fold(article);
            let Some(first) = known.get(&folded).filter(|first| first.kind.value != clause.kind.value) else {
                known.insert(folded, clause);
                continue;
            };
            let name = |own: &Clause| context.common.clauses[own.kind.value].name.clone();
            let (one, other) = (name(first), name(clause));
            findings.add(
                RULE.at(
                    article.span,
                    text!(
                        "「{article}」が、「{one}」と「{other}」の両方の条とされています（要確認）",
                        "`{article}` is given as the article of both {one} and {other}"
                    ),
                )
                .related(first.span, text!("「{one}」の条", "the article of {one}"))
                .help(text!(
                    "特記事項の条の番号を確かめてください。一つの条が両方を定めるなら、項まで書き分けてください",
                    "look the articles up; if one article holds both, write the paragraphs too"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = context.matter.contracts.iter().filter_map(|contract| {
        let mut clauses = contract.clauses.iter().flat_map(|own| &own.value);
        let (first, second) = (clauses.next()?, clauses.next()?);
        let article = first.article.as_ref()?;
        Some(Plant::set(context, second.span, "article", &crate::yaml::edit::scalar(article)))
    });
    Mutation::new(
        plants,
        text!("条の番号のある特記事項がありません", "no contract states the articles of its clauses"),
    )
}
