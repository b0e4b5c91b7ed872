//! 委託理由・委託の内容: each speaks of a party of the contract.

use super::parties::ward;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::{Fact, RoleKind};
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "task-or-reason-without-party",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("task_or_reason_without_party.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let roles = &context.matter.roles;
    for (id, contract) in context.matter.contracts.enumerate() {
        let label = |fact| context.label_or(id, fact);
        let reasons = contract.reasons.iter().filter_map(|reason| reason.role.as_ref());
        let tasks = contract.tasks.iter().map(|group| &group.role);
        let reasons = reasons.map(|role| (role, label(Fact::Reasons)));
        for (role, label) in reasons.chain(tasks.map(|role| (role, label(Fact::Tasks)))) {
            // Nothing is entrusted to the ward itself, though it is a party.
            if contract.binds(role.value) && !roles[role.value].is(RoleKind::Ward) {
                continue;
            }
            let (name, heading) = (context.role(role.value), context.label_or(id, Fact::Parties));
            findings.add(
                RULE.at(
                    role.span,
                    text!(
                        "「{label}」にある「{name}」は、この契約の「{heading}」にありません（不一致）",
                        "`{name}` is no contractor of this contract"
                    ),
                )
                .related(contract.parties_span, text!("この契約の当事者", "the parties of this contract"))
                .help(text!(
                    "parties に書き足すか、役割を直してください。再委託先の業務は subcontracting に書きます",
                    "add it to `parties`, or fix the role; sub-contractors go to `subcontracting`"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts = context.matter.contracts.iter();
    let plants = contracts.flat_map(|contract| {
        let reasons = contract.reasons.iter().filter_map(|reason| reason.role.as_ref());
        contract
            .tasks
            .iter()
            .map(|group| &group.role)
            .chain(reasons)
            .map(|role| Plant::scalar(role.span, ward(context)?))
    });
    Mutation::new(
        plants,
        text!("委託理由も委託の内容も書かれていません", "no contract gives reasons or tasks"),
    )
}
