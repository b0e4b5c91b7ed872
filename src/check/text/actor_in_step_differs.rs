//! A step whose sentence says that another does it, or that another receives.

use super::named::Roles;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::contains_any;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::{Flow, Step};
use crate::model::ids::{FlowId, RoleId};
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::ops::Range;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "actor-in-step-differs",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("actor_in_step_differs.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let roles = Roles::new(context);
    let words = &context.statements().words;
    let mut last: Option<(FlowId, usize)> = None;
    for statement in &context.statements().list {
        let Owner::Step(id, number) = statement.prose.owner else { continue };
        // The first sentence says who does the step; a later one may tell what another does with it.
        let is_first = last != Some((id, number));
        last = Some((id, number));
        let flow = &context.matter.flows[id];
        let Some(step) = flow.steps.get(number) else { continue };
        let named = roles.in_sentence(statement);
        let follows = |range: &Range<usize>, particles: &[char]| {
            statement.chars.get(range.end).is_some_and(|c| particles.contains(c))
        };
        if let Some((said, range)) =
            named.first().filter(|(_, range)| range.start <= 2 && follows(range, &['は', 'が']))
            && is_first
            && *said != step.at.value
        {
            let (said, fact) = (context.role(*said), context.role(step.at.value));
            findings.add(
                RULE.at(
                    statement.span(range),
                    text!(
                        "文では「{said}」が行いますが、この手順を行う者は「{fact}」です（不一致）",
                        "the sentence says that `{said}` does it, and the step is done by `{fact}`"
                    ),
                )
                .related(step.at.span, text!("行う者は「{fact}」", "done by `{fact}`"))
                .help(text!(
                    "誰が行うかを確かめ、文と at をそろえてください",
                    "find out who does it, and make the sentence agree with `at`"
                )),
            );
        }
        let receivers = receivers(flow, step);
        if receivers.is_empty() || statement.is_history {
            continue;
        }
        for (said, range) in named.iter().filter(|(_, range)| follows(range, &['に', 'へ', '宛'])) {
            let clause = statement.clause(range.end);
            let is_given = contains_any(clause, &words.sends) && !contains_any(clause, &words.denials);
            // 「区に代わって」「本人に代わり」, and what is done to oneself or to the persons themselves.
            if !is_given || receivers.contains(said) || *said == step.at.value {
                continue;
            }
            if context.matter.roles[*said].is(RoleKind::Principal)
                && !receivers.iter().any(|own| context.matter.roles[*own].is(RoleKind::Principal))
                && step.links.is_empty()
            {
                continue;
            }
            let Text { ja: facts, en: facts_en } = quoted(receivers.iter().map(|role| context.role(*role)));
            let said = context.role(*said);
            findings.add(
                RULE.at(
                    statement.span(range),
                    text!(
                        "文では「{said}」に渡しますが、この手順の線の行き先は{facts}です（不一致）",
                        "the sentence says that `{said}` receives it, and the lines of the step lead to {facts_en}"
                    ),
                )
                .related(step.links.first().map_or(step.span, |link| link.span), text!("この手順の線", "the lines of the step"))
                .help(text!("誰に渡すかを確かめ、文と links をそろえてください", "find out who receives it, and make the sentence agree with `links`")),
            );
        }
    }
}

/// Returns to whom the lines of a step lead.
fn receivers(flow: &Flow, step: &Step) -> Vec<RoleId> {
    step.links.iter().map(|link| flow.links[link.value].to.value).collect()
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = context.matter.flows.iter().flat_map(|flow| {
        flow.steps.iter().filter_map(|step| {
            let mut roles = context.matter.roles.enumerate();
            let (other, _) = roles.find(|(id, role)| *id != step.at.value && !role.is(RoleKind::Ward))?;
            Some(Plant::scalar(step.text.span, &format!("{}は、受領する。", context.role(other))))
        })
    });
    Mutation::new(plants, text!("手順がありません", "no step"))
}
