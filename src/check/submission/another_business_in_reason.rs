//! A reason that names the business of another matter.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::{Owner, TextKind};
use crate::check::rule::Check;
use crate::check::statements::{Word, contains, contains_any, word};
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "another-business-in-reason",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("another_business_in_reason.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(business) = &context.matter.business else { return };
    let own = &context.ward.businesses[business.value].name;
    let others = others(context);
    let letters: Vec<Word> = others.iter().map(|name| word(name)).collect();
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        if !matches!(statement.prose.owner, Owner::Contract(_) | Owner::Connection(_))
            || statement.prose.place != TextKind::Body
        {
            continue;
        }
        for (at, range) in statement.find_all(&letters) {
            let denied = contains_any(statement.clause(range.end), &statements.words.denials)
                || contains_any(statement.clause(range.end), &statements.words.unlike);
            let Some(other) = others.get(at).filter(|_| !denied) else { continue };
            let place: Span = statement.span(&range);
            findings.add(
                RULE.at(
                    place,
                    text!(
                        "理由に「{other}」とありますが、この案件の業務は「{own}」です（要確認）",
                        "the reason names `{other}`, and the business of this matter is `{own}`"
                    ),
                )
                .related(business.span, text!("この案件の業務", "the business of this matter"))
                .help(text!(
                    "ほかの案件から写した文なら、この業務の語に改めてください。両方の業務に関わるなら、その関わりを書いてください",
                    "where it was copied from another matter, word it for this business; where both are meant, say how they belong together"
                )),
            );
        }
    }
}

/// Returns the names of the ward's other businesses that are no part of the own name.
fn others<'a>(context: &Context<'a>) -> Vec<&'a str> {
    let Some(business) = &context.matter.business else { return Vec::new() };
    let own = word(&context.ward.businesses[business.value].name);
    let all = context.ward.businesses.iter().map(|other| other.name.value.as_str());
    all.filter(|name| {
        let name = word(name);
        name != own && !contains(&own, &name) && !contains(&name, &own)
    })
    .collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let others = others(context);
    let reasons = context.prose().iter().filter(|prose| {
        matches!(prose.owner, Owner::Contract(_) | Owner::Connection(_)) && prose.place == TextKind::Body
    });
    let plants = reasons.flat_map(|prose| {
        others
            .iter()
            .map(move |name| Plant::insert(context, prose.text.span, &format!("。{name}のために委託する")))
    });
    Mutation::new(
        plants,
        text!("ほかの登録業務か、理由がありません", "there is no other business or no reason"),
    )
}
