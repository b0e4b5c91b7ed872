//! A copy that is kept for a while, and of which is not said that it goes.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::Statement;
use crate::diagnostic::Severity;
use crate::model::ids::{FlowId, RoleId};
use crate::model::vocabulary::{ActClass, RoleKind};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "temporary-copy-not-erased",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("temporary_copy_not_erased.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        let Owner::Step(flow, number) = statement.prose.owner else { continue };
        let Some(step) = context.matter.flows[flow].steps.get(number) else { continue };
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

/// Returns whether the role erases in this step of the flow or a later one, by its acts or in words that are not denied.
fn is_erased(context: &Context<'_>, id: FlowId, from: usize, role: RoleId) -> bool {
    let steps = &context.matter.flows[id].steps;
    let is_own =
        |number: usize| number >= from && steps.get(number).is_some_and(|step| step.at.value == role);
    let acts =
        steps.iter().enumerate().filter(|(number, _)| is_own(*number)).flat_map(|(_, step)| &step.acts);
    let mut acts = acts.map(|act| context.common.acts[act.value].class);
    let statements = context.statements();
    let words = &statements.words;
    let is_said = |statement: &Statement<'_>| {
        let found = statement.find_all(&words.erasure);
        found.into_iter().any(|(_, range)| !statement.is_denied(range.end, words))
    };
    acts.any(|class| class == ActClass::Erase)
        || statements.list.iter().any(|own| {
            matches!(own.prose.owner, Owner::Step(flow, number) if flow == id && is_own(number))
                && is_said(own)
        })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let words = &context.common.sentences.temporary;
    let plants = context.matter.flows.enumerate().flat_map(|(id, flow)| {
        flow.steps.iter().enumerate().flat_map(move |(number, step)| {
            let role = step.at.value;
            let is_kept = is_asked(context, role) && !is_erased(context, id, number, role);
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
