//! A contract that has its contractor erase, and no step of its diagrams that does.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::{ContractId, RoleId};
use crate::model::vocabulary::ActClass;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "erasure-without-its-step",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("erasure_without_its_step.md"),
    },
    check,
    mutate,
};

/// Returns the roles of a contract that are to erase or give back, with the place of the act.
fn erasing(context: &Context<'_>, contract: &Contract) -> Vec<(RoleId, Span)> {
    let is_erasing = |act| context.common.acts[act].class == ActClass::Erase;
    let mut found: Vec<(RoleId, Span)> = Vec::new();
    for group in &contract.tasks {
        let act = group.tasks.iter().flat_map(|task| &task.acts).find(|act| is_erasing(act.value));
        found.extend(act.map(|act| (group.role.value, act.span)));
    }
    found
}

/// Returns whether a step of the contract's diagrams has a role erase or give back.
fn is_drawn(context: &Context<'_>, id: ContractId, role: RoleId) -> bool {
    let steps = context.matter.flows_of(id).flat_map(|flow| &flow.steps);
    let mut acts = steps.filter(|step| step.at.value == role).flat_map(|step| &step.acts);
    acts.any(|act| context.common.acts[act.value].class == ActClass::Erase)
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        if context.matter.flows_of(id).all(|flow| flow.steps.is_empty()) {
            continue;
        }
        for (role, place) in erasing(context, contract) {
            if is_drawn(context, id, role) {
                continue;
            }
            let name = context.role(role);
            let steps = context.matter.flows_of(id).last().map_or(Span::NOWHERE, |flow| flow.steps_span);
            findings.add(
                RULE.at(
                    place,
                    text!(
                        "「{name}」に消去・返却を行わせますが、図の手順にありません（不一致）",
                        "`{name}` is to erase or give back, and no step of the diagrams does"
                    ),
                )
                .related(steps, text!("図の手順", "the steps"))
                .help(text!(
                    "いつ何を消去し、返却するかを、図の手順に加えてください",
                    "add the step that says when what is erased or given back"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = context.matter.contracts.enumerate().flat_map(|(id, contract)| {
        let act =
            context.common.acts.iter().find(|act| act.class == ActClass::Erase).map(|act| act.name.clone());
        contract.tasks.iter().filter_map(move |group| {
            let is_free = !is_drawn(context, id, group.role.value);
            let task = group.tasks.first()?;
            let act = act.clone()?;
            is_free.then(|| Plant::set(context, task.span, "acts", &format!("[{act}]")))
        })
    });
    let steps = context.matter.flows.iter().flat_map(|flow| &flow.steps).filter_map(|step| {
        let acts: Vec<_> =
            step.acts.iter().filter(|act| context.common.acts[act.value].class == ActClass::Erase).collect();
        let contract = context
            .matter
            .contracts
            .iter()
            .find(|own| erasing(context, own).iter().any(|(role, _)| *role == step.at.value))?;
        // Where another step of the role erases too, taking one away leaves the other.
        let others = context.matter.flows.iter().flat_map(|flow| &flow.steps).filter(|own| {
            own.at.value == step.at.value
                && own.acts.iter().any(|act| context.common.acts[act.value].class == ActClass::Erase)
        });
        (!acts.is_empty() && others.count() == 1)
            .then(|| Plant::unset(context, step.span, "acts").map(|plant| plant.within(contract.span)))
    });
    Mutation::new(plants.chain(steps), text!("図のある契約がありません", "no contract has a diagram"))
}
