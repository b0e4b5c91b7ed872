//! The article of the guideline: written on an annex otherwise than on the cover.

use super::plant;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::TextKind;
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "article-written-differently",
        severity: Severity::Info,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("article_written_differently.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(cover) = context.matter.basis.as_ref().map(|basis| &basis.article) else { return };
    for prose in context.prose().iter().filter(|prose| prose.place == TextKind::Article) {
        let written = prose.text;
        if written.span == cover.span || written == cover {
            continue;
        }
        let (severity, message, help) = if spelling::same(written, cover) {
            (
                Severity::Info,
                text!(
                    "別紙の根拠「{written}」は、表紙の「{cover}」と字の幅や空白が違います（不一致）",
                    "the article `{written}` differs from the cover's `{cover}` in width or spaces"
                ),
                text!(
                    "表紙と同じ書き方にそろえてください（basis_as_written を消すと、表紙のとおり印刷されます）",
                    "write it as on the cover (without `basis_as_written` it is printed so)"
                ),
            )
        } else {
            (
                Severity::Error,
                text!(
                    "別紙の根拠「{written}」が、表紙の「{cover}」と違う条項を指しています（不一致）",
                    "the article `{written}` is another one than the cover's `{cover}`"
                ),
                text!(
                    "どちらの条項が正しいかを要綱で確かめ、一方を直してください",
                    "find in the guideline which article is right, and fix the other"
                ),
            )
        };
        findings.add(
            RULE.at(written.span, message)
                .severity(severity)
                .related(cover.span, text!("表紙の根拠", "the article on the cover"))
                .help(help),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let otherwise = text!("表紙に根拠の条項がありません", "the cover names no article");
    let Some(cover) = matter.basis.as_ref().map(|basis| &basis.article) else {
        return Mutation::new([], otherwise);
    };
    let mut chars = cover.chars();
    let spaced = crate::yaml::edit::scalar(&format!("{} {}", chars.next().unwrap_or('第'), chars.as_str()));
    let annexes = matter
        .connections
        .iter()
        .map(|annex| annex.span)
        .chain(matter.contracts.iter().map(|annex| annex.span));
    let another = format!("{{ id: another-annex, basis_as_written: {spaced} }}");
    let plants = annexes
        .map(|annex| Plant::set(context, annex, "basis_as_written", &spaced))
        .chain(["contracts", "connections"].map(|key| plant::add(context, key, &another)));
    Mutation::new(plants, otherwise)
}
