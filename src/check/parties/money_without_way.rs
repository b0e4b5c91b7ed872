//! Money that is paid or passed on, and of which is not said where it goes.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{contains_any, contracts};
use crate::diagnostic::Severity;
use crate::model::flow::{Flow, Step};
use crate::model::ids::{ActId, ContractId, RoleId};
use crate::model::vocabulary::{Cargo, RoleKind};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::{Located, Span};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "money-without-way",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("money_without_way.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, contract) in context.matter.contracts.enumerate() {
        if is_told(context, id) || is_income(context, id) {
            continue;
        }
        let tasks = contract.tasks.iter().flat_map(|group| &group.tasks).flat_map(|task| &task.acts);
        let task = tasks.filter(|act| is_of_money(context, act)).map(|act| act.span).next();
        let Some(place) = task.or_else(|| paid(context, id)) else { continue };
        let title = context.contract(id);
        let mut finding = RULE.at(
            place,
            text!(
                "「{title}」では金銭が納められますが、誰から誰へ渡るかが書かれていません（記載なし）",
                "money is paid under `{title}`, and it is not said from whom to whom it passes"
            ),
        );
        if let Some(arrangement) = &contract.arrangement {
            finding = finding.related(arrangement.span, text!("受渡しの文", "the sentences"));
        }
        findings.add(finding.help(text!(
            "別紙の受渡し（conveys）に、金銭（carries: money）が誰から誰の口座へ渡るかを加えてください。委託先の収入とするなら、そのことを書いてください",
            "add to `conveys` from whom to whose account the money passes (`carries: money`); where it is the contractor's own income, say so"
        )));
    }
}

fn is_of_money(context: &Context<'_>, act: &Located<ActId>) -> bool {
    context.common.acts[act.value].is_of_money
}

/// Returns whether a sentence or a line of a contract carries money.
fn is_told(context: &Context<'_>, id: ContractId) -> bool {
    let arrangement = context.matter.contracts[id].arrangement.as_ref();
    let mut said = arrangement.into_iter().flat_map(|own| &own.conveys);
    let mut drawn = context.matter.flows_of(id).flat_map(|flow| flow.links.iter());
    said.any(|own| own.carries.value == Cargo::Money) || drawn.any(|link| link.carries == Cargo::Money)
}

/// Returns whether a sentence of a contract or its flows says whose income it is.
fn is_income(context: &Context<'_>, id: ContractId) -> bool {
    let statements = context.statements();
    statements.list.iter().any(|own| {
        contracts(context, own.prose.owner) == [id]
            && !matches!(own.prose.owner, Owner::Checklist(_))
            && contains_any(&own.chars, &statements.words.income)
    })
}

/// Returns where somebody pays a contractor: a step whose own lines lead to one; where it has none, the lines of the
/// payer's other steps, unless the step says that the ward's own counter takes it.
fn paid(context: &Context<'_>, id: ContractId) -> Option<Span> {
    let matter = context.matter;
    let is_entrusted =
        |role: RoleId| matter.contracts[id].reaches(role) && !matter.roles[role].is(RoleKind::Ward);
    let leads = |flow: &Flow, step: &Step| {
        step.links.iter().any(|link| is_entrusted(flow.links[link.value].to.value))
    };
    let is_to_contractor = |flow: &Flow, step: &Step| {
        if is_entrusted(step.at.value) {
            return true;
        }
        if !step.links.is_empty() {
            return leads(flow, step);
        }
        let own =
            flow.transfers().any(|link| link.from.value == step.at.value && is_entrusted(link.to.value));
        let mut takers = matter.roles.ids().filter(|role| is_entrusted(*role));
        own || takers.any(|role| step.text.contains(matter.roles[role].name.as_str()))
            || flow.transfers().any(|link| link.to.value == step.at.value && is_entrusted(link.from.value))
    };
    let is_at_ward = |step: &Step| {
        let wards = matter.roles.iter().filter(|role| role.is(RoleKind::Ward));
        let short = |name: &str| name.chars().next_back().map(|last| format!("{last}の"));
        step.links.is_empty()
            && wards.into_iter().any(|role| {
                step.text.contains(role.name.as_str())
                    || short(&role.name).is_some_and(|short| step.text.contains(&short))
            })
    };
    let steps = matter.flows_of(id).flat_map(|flow| flow.steps.iter().map(move |step| (flow, step)));
    let mut acts = steps
        .filter(|(flow, step)| is_to_contractor(flow, step) && !is_at_ward(step))
        .flat_map(|(_, step)| &step.acts);
    acts.find(|act| is_of_money(context, act)).map(|act| act.span)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let act = context.common.acts.iter().find(|act| act.is_of_money);
    let plants = matter.contracts.enumerate().filter(|(id, _)| !is_income(context, *id)).flat_map(
        move |(id, contract)| {
            let sentences = contract.arrangement.iter().flat_map(|own| &own.conveys);
            let lines = matter.flows_of(id).flat_map(|flow| flow.links.iter());
            let data: Vec<_> = sentences
                .filter(|own| own.carries.value == Cargo::Money)
                .map(|own| Plant::scalar(own.carries.span, Cargo::Data.word()))
                .chain(
                    lines
                        .filter(|link| link.carries == Cargo::Money)
                        .map(|link| Plant::set(context, link.span, "carries", Cargo::Data.word())),
                )
                .collect();
            let tasks = contract.tasks.iter().flat_map(|group| &group.tasks);
            tasks.map(move |task| {
                let paying = Plant::set(context, task.span, "acts", &format!("[{}]", act?.name))?;
                data.iter().cloned().try_fold(paying, |all, next| all.and(next))
            })
        },
    );
    Mutation::new(plants, text!("委託の内容のある契約がありません", "no contract has tasks"))
}
