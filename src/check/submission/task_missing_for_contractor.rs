//! 委託の内容: tasks for each contractor.

use super::parties::{contractors, ward};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::vocabulary::Fact;
use crate::rule::Rule;
use crate::rule::law::FORM;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "task-missing-for-contractor",
        severity: Severity::Error,
        basis: &[FORM],
        page: include_str!("task_missing_for_contractor.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        // Where there are no tasks at all, the missing field is told instead.
        let Some(last) = contract.tasks.last() else { continue };
        if !context.contract_asks(id, Fact::Tasks) {
            continue;
        }
        let label = context.label_or(id, Fact::Tasks);
        for party in contractors(context, contract) {
            if contract.tasks_of(party.role.value).next().is_some() {
                continue;
            }
            let name = context.role(party.role.value);
            findings.add(
                RULE.at(
                    party.role.span,
                    text!(
                        "「{label}」に「{name}」の業務がありません（記載なし）",
                        "no task is given to the contractor `{name}`"
                    ),
                )
                .related(last.role.span, text!("書かれている業務はここまで", "the tasks end here"))
                .help(text!(
                    "この役割に行わせる業務を tasks に書き足してください",
                    "add the tasks of this role"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let contracts =
        context.matter.contracts.enumerate().filter(|(id, _)| context.contract_asks(*id, Fact::Tasks));
    let plants = contracts.flat_map(|(_, contract)| {
        contract.tasks.iter().flat_map(move |group| {
            contractors(context, contract).filter(move |party| group.role.value == party.role.value).map(
                move |party| {
                    let plant = Plant::scalar(group.role.span, ward(context)?)?;
                    Some(plant.within(party.role.span))
                },
            )
        })
    });
    Mutation::new(plants, text!("委託の内容が書かれていません", "no contract lists tasks"))
}
