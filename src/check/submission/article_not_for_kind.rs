//! 要綱の根拠: the article on the cover against the articles of the council's guideline.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity, Text, quoted};
use crate::rule::Rule;
use crate::rule::law::COUNCIL;
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "article-not-for-kind",
        severity: Severity::Error,
        basis: &[COUNCIL],
        page: include_str!("article_not_for_kind.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(basis) = &context.matter.basis else { return };
    let article = &basis.article;
    let articles = &context.ward.articles;
    let Some((known, kinds)) = articles.iter().find(|(known, _)| spelling::same(known, article)) else {
        let Text { ja: list, en: list_en } = quoted(articles.iter().map(|(known, _)| known.value.as_str()));
        findings.add(with_articles(
            context,
            RULE.at(
                article.span,
                text!(
                    "「{article}」は、区の設定にある付議の根拠（{list}）のどれでもありません（不一致）",
                    "`{article}` is none of the articles that the ward submits under ({list_en})"
                ),
            )
            .help(text!(
                "要綱を確かめ、条項を直すか、fugi.yaml の articles に書き足してください",
                "look into the guideline; fix the article, or add it to `articles` in fugi.yaml"
            )),
        ));
        return;
    };
    for kind in &basis.kinds {
        let (word, key) = (context.kind(kind.value).ja(), context.kind(kind.value).word());
        if kinds.iter().any(|own| own.value == key) {
            continue;
        }
        findings.add(
            RULE.at(
                kind.span,
                text!(
                    "「{article}」は、「{word}」を付議する条項ではありません（不一致）",
                    "`{article}` is not the article for `{key}`"
                ),
            )
            .related(known.span, text!("この条項の対象に「{word}」がありません", "it is not for this kind"))
            .help(text!("要綱を確かめ、条項か種別を直してください", "fix the article or the kind")),
        );
    }
}

fn with_articles(context: &Context<'_>, finding: Diagnostic) -> Diagnostic {
    context.ward.articles.iter().fold(finding, |finding, (known, _)| {
        finding.related(known.span, text!("区の設定にある条項", "an article of the ward"))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let article = context.matter.basis.iter().map(|basis| &basis.article);
    Mutation::new(
        article.map(|article| Plant::scalar(article.span, &format!("{article}の２"))),
        text!("要綱の根拠が書かれていません", "no article is given"),
    )
}
