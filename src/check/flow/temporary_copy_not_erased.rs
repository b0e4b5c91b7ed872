//! A copy that is kept for a while, and of which is not said that it goes.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{contains_any, word};
use crate::diagnostic::Severity;
use crate::model::flow::Flow;
use crate::model::ids::RoleId;
use crate::model::vocabulary::{ActClass, RoleKind};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CONSISTENCY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "temporary-copy-not-erased",
        severity: Severity::Warning,
        basis: &[APPI_66, CONSISTENCY],
        page: include_str!("temporary_copy_not_erased.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        let Owner::Step(flow, number) = statement.prose.owner else { continue };
        let flow = &context.matter.flows[flow];
        let Some(step) = flow.steps.get(number) else { continue };
        let said = statement.find_all(&statements.words.temporary);
        let Some((_, range)) =
            said.into_iter().find(|(_, range)| !statement.is_denied(range.end, &statements.words))
        else {
            continue;
        };
        let role = step.at.value;
        if !is_asked(context, role) || is_erased(context, flow, number, role) {
            continue;
        }
        let (name, written) = (context.role(role), statement.written(context, &range));
        findings.add(
            RULE.at(
                statement.span(&range),
                text!(
                    "「{name}」が「{written}」したものを、いつ消去するかがありません（記載なし）",
                    "it is not said when what `{name}` keeps for a while (`{written}`) is erased"
                ),
            )
            .help(text!(
                "この手順か後の手順に、いつ消去するかを書いてください。一時的でないなら、保存の場所と期間を書いてください",
                "say in this step or a later one when it is erased; if it stays, say where and how long"
            )),
        );
    }
}

/// Returns whether a role's copies are nowhere else promised to go: those of the ward and its own sections, and of a
/// contractor whose contract does not say when it erases. Who gets data for ends of its own keeps it by its own law.
fn is_asked(context: &Context<'_>, role: RoleId) -> bool {
    let matter = context.matter;
    let own = &matter.roles[role];
    if own.is(RoleKind::Ward) || own.is(RoleKind::Internal) {
        return true;
    }
    let mut contracts = matter
        .contracts
        .iter()
        .filter(|own| own.parties.iter().any(|party| party.role.value == role))
        .peekable();
    contracts.peek().is_some() && contracts.all(|contract| contract.erasure.is_none())
}

/// Returns whether the role erases in this step or a later one, by its acts or in words.
fn is_erased(context: &Context<'_>, flow: &Flow, from: usize, role: RoleId) -> bool {
    let words = &context.statements().words.erasure;
    flow.steps.iter().skip(from).filter(|step| step.at.value == role).any(|step| {
        let by_act = step.acts.iter().any(|act| context.common.acts[act.value].class == ActClass::Erase);
        by_act || contains_any(&word(&step.text), words)
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.common.sentences.temporary;
    let plants = context.matter.flows.iter().flat_map(|flow| {
        flow.steps.iter().enumerate().flat_map(move |(number, step)| {
            let role = step.at.value;
            let is_kept = is_asked(context, role) && !is_erased(context, flow, number, role);
            words
                .iter()
                .filter(move |_| is_kept)
                .map(|word| Plant::insert(context, step.text.span, &format!("。端末に{word}する")))
        })
    });
    Mutation::new(
        plants,
        text!(
            "区の手順がないか、どの手順の後にも区が消去します",
            "the ward has no step, or it erases after each of them"
        ),
    )
}
