//! A sentence that says that work is entrusted again, where the contracts allow none.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{contracts, word};
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "subcontracting-in-text-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("subcontracting_in_text_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let again = [word("再委託する"), word("再委託を行う"), word("再委託し"), word("再委託して")];
    for statement in context.statements().list.iter().filter(|own| !own.is_history) {
        let of: Vec<&Contract> = match statement.prose.owner {
            Owner::Overview => context.matter.contracts.iter().collect(),
            owner => contracts(context, owner).into_iter().map(|id| &context.matter.contracts[id]).collect(),
        };
        // How an approval would be asked for is told where none is allowed, too.
        let is_approval = of.iter().any(|own| {
            let approval = own.subcontracting.as_ref().and_then(|own| own.approval.as_ref());
            approval.is_some_and(|approval| approval.span == statement.prose.text.span)
        });
        let forbids = |own: &&Contract| own.subcontracting.as_ref().is_some_and(|own| !own.allowed.value);
        if of.is_empty()
            || is_approval
            || !of.iter().all(forbids)
            || matches!(statement.prose.owner, Owner::Checklist(_))
        {
            continue;
        }
        for (_, range) in statement.find_all(&again) {
            let next: String = statement.after(range.end).iter().take(4).collect();
            let is_condition =
                ["場合", "とき", "ては", "ない", "ず", "こと"].iter().any(|own| next.starts_with(own));
            if is_condition || statement.is_denied(range.end, &context.statements().words) {
                continue;
            }
            let written = statement.written(context, &range);
            let place = of.iter().find_map(|own| own.subcontracting.as_ref()).map(|own| own.allowed.span);
            findings.add(
                RULE.at(
                    statement.span(&range),
                    text!(
                        "文では「{written}」としていますが、契約では再委託を認めていません（不一致）",
                        "the sentence says `{written}`, and the contract allows no sub-contracting"
                    ),
                )
                .related(
                    place.unwrap_or(crate::source::Span::NOWHERE),
                    text!("再委託は認めていない", "none is allowed"),
                )
                .help(text!(
                    "再委託するかを確かめ、文か subcontracting を直してください",
                    "find out whether work is entrusted again, and fix the sentence or `subcontracting`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.filter_map(|contract| {
        let own = contract.subcontracting.as_ref()?;
        let text = contract.arrangement.as_ref()?.conclusion.as_ref()?;
        let plant = Plant::insert(context, text.span, "。業務の一部を再委託する");
        Some(if own.allowed.value {
            let forbidden = Plant::set(context, contract.span, "subcontracting", "{ allowed: false }");
            plant.and_then(|plant| plant.and(forbidden))
        } else {
            plant
        })
    });
    Mutation::new(
        plants,
        text!(
            "再委託の有無と契約の形の文が書かれた契約がありません",
            "no contract states sub-contracting and its arrangement"
        ),
    )
}
