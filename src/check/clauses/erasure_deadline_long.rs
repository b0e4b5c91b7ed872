//! A deadline of erasure that is longer than the ward's limit.

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
        name: "erasure-deadline-long",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("erasure_deadline_long.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let Some(most) = context.common.limits.erasure_days else { return };
    for contract in &context.matter.contracts {
        let Some(days) = contract.erasure.as_ref().map(|own| &own.within_days) else { continue };
        if days.value <= most {
            continue;
        }
        let said = days.value;
        findings.add(
            RULE.at(
                days.span,
                text!(
                    "消去の期限が{said}日以内で、区の目安（{most}日以内）より長くなっています（要確認）",
                    "erasure within {said} days is later than the ward's limit ({most} days)"
                ),
            )
            .help(text!(
                "契約書を確かめ、長い期限が要るならその理由を受け入れの理由に書いてください（目安は common の limits）",
                "look the contract up, and say in a waiver why it takes so long (the limit stands in the common `limits`)"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let most = context.common.limits.erasure_days;
    let own = context.matter.contracts.iter().filter_map(|contract| contract.erasure.as_ref());
    let plants = own.map(|own| Plant::yaml(own.within_days.span, &(most? + 1).to_string()));
    Mutation::new(plants, text!("消去の期限の書かれた契約がありません", "no contract states when it erases"))
}
