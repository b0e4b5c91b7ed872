//! 委託理由: one for each contractor, or one for all.

use super::parties::{contractors, ward};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::RoleId;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "reason-missing-for-contractor",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("reason_missing_for_contractor.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        // Where there is no reason at all, the missing field is told instead.
        let Some(last) = contract.reasons.last() else { continue };
        if !context.contract_asks(id, Fact::Reasons) {
            continue;
        }
        let label = context.label_or(id, Fact::Reasons);
        for party in contractors(context, contract).filter(|own| !has_reason(contract, own.role.value)) {
            let name = context.role(party.role.value);
            findings.add(
                RULE.at(
                    party.role.span,
                    text!(
                        "「{label}」に「{name}」についての理由がありません（記載なし）",
                        "no reason is given for the contractor `{name}`"
                    ),
                )
                .related(
                    last.role.as_ref().map_or(last.text.span, |role| role.span),
                    text!("書かれている理由はここまで", "the reasons end here"),
                )
                .help(text!(
                    "この役割の理由を reasons に書き足すか、全体の理由なら role を書かないでください",
                    "add a reason with this role, or leave `role` out where one reason is for all"
                )),
            );
        }
    }
}

/// Returns whether a reason speaks of the role, or of all.
fn has_reason(contract: &Contract, role: RoleId) -> bool {
    contract.reasons.iter().any(|reason| reason.role.as_ref().is_none_or(|own| own.value == role))
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts =
        context.matter.contracts.enumerate().filter(|(id, _)| context.contract_asks(*id, Fact::Reasons));
    let plants = contracts.flat_map(|(_, contract)| {
        contract.reasons.iter().flat_map(move |reason| {
            contractors(context, contract)
                .filter(move |party| reason.role.as_ref().is_none_or(|own| own.value == party.role.value))
                .map(move |party| {
                    let plant = Plant::set(context, reason.span, "role", ward(context)?)?;
                    Some(plant.within(party.role.span))
                })
        })
    });
    Mutation::new(plants, text!("委託理由が書かれていません", "no contract gives a reason"))
}
