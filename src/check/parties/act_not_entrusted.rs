//! What a contractor does in the diagram against the tasks entrusted to it.

use super::who::{self, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::era::full_width;
use crate::model::ids::{ActId, ContractId, RoleId};
use crate::model::ward::Common;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONSISTENCY};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "act-not-entrusted",
        severity: Severity::Warning,
        basis: &[APPI_66, CONSISTENCY],
        page: include_str!("act_not_entrusted.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let entrusted = all_entrusted(context);
    for (id, flow) in matter.flows.enumerate() {
        let Some(contract) = flow.contract.as_ref().map(|contract| contract.value) else { continue };
        for step in &flow.steps {
            let Some(allowed) = entrusted.get(&(contract, step.at.value)) else { continue };
            let group = matter.contracts[contract].tasks.iter().find(|group| group.role == step.at);
            for act in step.acts.iter().filter(|act| !allowed.contains(&act.value)) {
                let (role, name) = (context.role(step.at.value), &context.common.acts[act.value].name);
                let (diagram, no) = (context.flow(id), full_width(step.no.value));
                let title = context.contract(contract);
                let finding = RULE
                    .at(
                        act.span,
                        text!(
                            "{diagram}の手順{no}で「{role}」が行う「{name}」が、委託の内容にありません（不一致）",
                            "`{role}` does `{name}` in step {no} of {diagram}, and its tasks do not say so"
                        ),
                    )
                    .help(text!(
                        "「{title}」の委託の内容に「{name}」を加えるか、図の手順を直してください",
                        "add `{name}` to the tasks under `{title}`, or fix the step"
                    ));
                findings.add(match group {
                    Some(group) => finding
                        .related(group.role.span, text!("この役割の委託の内容", "the tasks of this role")),
                    None => finding.related(
                        matter.contracts[contract].id.span,
                        text!("この役割の委託の内容がない", "no tasks of this role"),
                    ),
                });
            }
        }
    }
}

/// Returns what each contractor may do under each contract.
fn all_entrusted(context: &Context<'_>) -> BTreeMap<(ContractId, RoleId), BTreeSet<ActId>> {
    let matter = context.matter;
    let sides = matter.contracts.enumerate().flat_map(|(id, contract)| {
        who::contractors(matter, id).map(move |party| (id, contract, party.role.value))
    });
    sides
        .map(|(id, contract, role)| {
            let acts = contract.tasks_of(role).flat_map(|task| &task.acts).map(|act| act.value).collect();
            ((id, role), closed(context.common, acts))
        })
        .collect()
}

/// Returns acts and all that they naturally include.
fn closed(common: &Common, mut acts: BTreeSet<ActId>) -> BTreeSet<ActId> {
    loop {
        let included: Vec<ActId> = common
            .acts
            .enumerate()
            .filter(|(id, act)| !acts.contains(id) && act.implied_by.iter().any(|by| acts.contains(by)))
            .map(|(id, _)| id)
            .collect();
        if included.is_empty() {
            return acts;
        }
        acts.extend(included);
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let entrusted = all_entrusted(context);
    let another = |allowed: &BTreeSet<ActId>| {
        let act = context.common.acts.enumerate().find(|(id, _)| !allowed.contains(id));
        act.map(|(_, act)| act.name.as_str())
    };
    let (mut changed, mut added) = (Vec::new(), Vec::new());
    for flow in matter.flows.iter().take(SITES) {
        let Some(contract) = flow.contract.as_ref().map(|contract| contract.value) else { continue };
        let steps =
            flow.steps.iter().filter_map(|step| Some((step, entrusted.get(&(contract, step.at.value))?)));
        changed.extend(
            steps
                .take(SITES)
                .map(|(step, allowed)| Plant::push_to(context, step.span, "acts", another(allowed)?)),
        );
        added.extend(who::contractors(matter, contract).take(1).map(|party| {
            let act = another(entrusted.get(&(contract, party.role.value))?)?;
            let role = &matter.roles[party.role.value].id;
            let step = format!("{{ no: 999, at: {role}, acts: [{act}], text: 見本の手順 }}");
            Plant::push_to(context, flow.span, "steps", &step)
        }));
    }
    Mutation::new(
        changed.into_iter().chain(added),
        text!("委託先のある契約の流れの図がありません", "no diagram shows a contract that has a contractor"),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::Id;
    use crate::model::vocabulary::ActClass;
    use crate::model::ward::Act;

    /// Three acts of which each is included in the next.
    #[test]
    fn what_an_act_includes_is_followed_to_the_end() {
        let id = ActId::from_index;
        let act = |name: &str, by: Vec<ActId>| Act {
            name: name.to_owned(),
            class: ActClass::Keep,
            implied_by: by,
            is_of_money: false,
            designation: None,
            spoils: false,
            encloses: false,
        };
        let acts = [act("a", vec![id(1)]), act("b", vec![id(2)]), act("c", Vec::new()), act("d", Vec::new())];
        let common = Common { acts: acts.into_iter().collect(), ..Common::default() };
        assert_eq!(closed(&common, BTreeSet::from([id(2)])), BTreeSet::from([id(0), id(1), id(2)]));
        assert_eq!(closed(&common, BTreeSet::from([id(0)])), BTreeSet::from([id(0)]));
    }
}
