//! A ground of 法69条 that the law does not have, or that does not fit who receives.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text};
use crate::model::party::{Ground, Role};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::APPI_69;
use crate::source::{Located, Span};
use crate::spelling;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "ground-not-in-law",
        severity: Severity::Error,
        basis: &[APPI_69],
        page: include_str!("ground_not_in_law.md"),
    },
    check,
    mutate,
};

/// The number of the article on use and provision outside the purpose.
const ARTICLE: u64 = 69;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for role in &context.matter.roles {
        for ground in role.grounds.iter().filter(|own| is_of_the_act(own)) {
            let Some((at, message, help)) = wrong(role, ground) else { continue };
            findings.add(RULE.at(at, message).help(help));
        }
    }
}

/// Returns whether it names the Act on the Protection of Personal Information: by leaving the law out, or by its name.
fn is_of_the_act(ground: &Ground) -> bool {
    ground.law.as_ref().is_none_or(|law| {
        ["個人情報保護法", "個人情報の保護に関する法律"].iter().any(|name| spelling::same(name, &law.value))
    })
}

/// Returns what of a ground is not in the law, or does not fit the role, with its place and what to do.
fn wrong(role: &Role, ground: &Ground) -> Option<(Span, Text, Text)> {
    let name = &role.name;
    let help = text!(
        "第69条第2項の第1号（本人の同意）、第2号（内部の利用）、第3号（ほかの行政機関等への提供）、第4号（統計・学術、本人の利益、そのほか特別の理由）のうち、当たるものを確かめてください。ほかの法令に基づくときは law に書いてください",
        "look up which of art. 69(2) applies: (i) consent, (ii) internal use, (iii) provision to another public body, (iv) statistics, the principal's benefit or special reasons; a ground of another law names it in `law`"
    );
    let place = |own: &Option<Located<u64>>| own.as_ref().map_or(ground.article.span, |own| own.span);
    let [article, paragraph, number] = ground.numbers();
    if article != Some(ARTICLE) {
        let (article, provides) =
            (&ground.article, role.is(RoleKind::Recipient) || role.is(RoleKind::Internal));
        return provides.then(|| {
            (
                ground.article.span,
                text!(
                    "「{name}」への利用・提供の根拠に「{article}」とありますが、行政機関等の目的外の利用・提供の根拠は個人情報保護法第69条です（要確認）",
                    "the ground for {name} is `{article}`; what an administrative body uses or provides outside the purpose rests on APPI art. 69"
                ),
                help,
            )
        });
    }
    let (at, message) = match (paragraph, number) {
        (Some(1), _) => return None,
        (None, _) => (
            ground.article.span,
            text!(
                "「{name}」への利用・提供の根拠が、第69条の第何項の第何号かが書かれていません（記載なし）",
                "which paragraph and number of art. 69 is the ground for {name} is not stated"
            ),
        ),
        (Some(2), None) => (
            place(&ground.paragraph),
            text!(
                "「{name}」への利用・提供の根拠が、第69条第2項の第何号かが書かれていません（記載なし）",
                "which number of art. 69(2) is the ground for {name} is not stated"
            ),
        ),
        (Some(2), Some(1)) if role.consent.as_ref().is_some_and(|consent| !consent.obtained.value) => (
            place(&ground.number),
            text!(
                "「{name}」への提供の根拠は第1号（本人の同意）ですが、本人の同意を得ないとあります（不一致）",
                "the ground for {name} is number 1 (consent), and consent is said not to be obtained"
            ),
        ),
        (Some(2), Some(2)) if role.is(RoleKind::Recipient) => (
            place(&ground.number),
            text!(
                "「{name}」への提供の根拠は第2号ですが、第2号は区の内部で利用する場合です（不一致）",
                "the ground for {name} is number 2, which is about use within the body itself"
            ),
        ),
        (Some(2), Some(1..=4)) => return None,
        (Some(2), Some(number)) => (
            place(&ground.number),
            text!(
                "「{name}」への利用・提供の根拠に第69条第2項第{number}号とありますが、第2項は第4号までです（要確認）",
                "the ground for {name} is art. 69(2)({number}); the paragraph has four numbers"
            ),
        ),
        (Some(paragraph), _) => (
            place(&ground.paragraph),
            text!(
                "「{name}」への利用・提供の根拠に第69条第{paragraph}項とありますが、目的外の利用・提供の根拠は第1項（法令に基づく場合）と第2項です（要確認）",
                "the ground for {name} is art. 69({paragraph}); grounds of use and provision stand in paragraphs 1 (laws) and 2"
            ),
        ),
    };
    Some((at, message, help))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let grounds = context.matter.roles.iter().flat_map(|role| &role.grounds).filter(|own| is_of_the_act(own));
    let plants = grounds.filter_map(|ground| {
        let number =
            ground.number.as_ref().filter(|_| ground.paragraph.as_ref().is_some_and(|own| own.value == 2))?;
        Some(Plant::yaml(number.span, "9"))
    });
    Mutation::new(
        plants,
        text!("第69条第2項による利用・提供がありません", "no use or provision rests on art. 69(2)"),
    )
}
