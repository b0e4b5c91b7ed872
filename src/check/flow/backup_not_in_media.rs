//! A backup that is entrusted or kept, and that the contract's media do not name.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::prose::Owner;
use crate::check::rule::Check;
use crate::check::statements::{Statement, contains_any, contracts, word};
use crate::diagnostic::Severity;
use crate::model::contract::Contract;
use crate::model::ids::{ActId, ContractId};
use crate::model::vocabulary::{Bearer, MediumKind, RoleKind};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Span;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "backup-not-in-media",
        severity: Severity::Warning,
        basis: &[CONSISTENCY],
        page: include_str!("backup_not_in_media.md"),
    },
    check,
    mutate,
};

/// How many further places are shown.
const SHOWN: usize = 3;

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, places) in told(context) {
        let contract = &context.matter.contracts[id];
        let Some(media) = contract.media.as_ref().filter(|own| !own.kinds.is_empty()) else { continue };
        if media.kinds.iter().any(|kind| kind.value == MediumKind::Backup) {
            continue;
        }
        let Some((first, others)) = places.split_first() else { continue };
        let mut finding = RULE
            .at(
                *first,
                text!(
                    "バックアップを取るとありますが、この契約の記録媒体にバックアップがありません（不一致）",
                    "a backup is told of, and the media of the contract name none"
                ),
            )
            .related(media.span, text!("記録媒体はここ", "the media"))
            .help(text!(
                "記録媒体（media の kinds）に backup を加え、消去の対象に含めてください。取らないなら、バックアップの記載を消してください",
                "add `backup` to `kinds` of `media`, so that it is erased too; where none is made, take the words away"
            ));
        for other in others.iter().take(SHOWN) {
            finding = finding.related(*other, text!("ここにも", "here too"));
        }
        findings.add(finding);
    }
}

/// Returns where each contract's papers tell of a backup that its contractors make or keep.
fn told(context: &Context<'_>) -> BTreeMap<ContractId, Vec<Span>> {
    let matter = context.matter;
    let mut places: BTreeMap<ContractId, Vec<Span>> = BTreeMap::new();
    let is_backup =
        |act: ActId| contains_any(&word(&context.common.acts[act].name), &context.statements().words.backup);
    let is_entrusted =
        |contract: &Contract, role| contract.reaches(role) && !matter.roles[role].is(RoleKind::Ward);
    for (id, contract) in matter.contracts.enumerate() {
        let tasks = contract.tasks.iter().flat_map(|group| &group.tasks).flat_map(|task| &task.acts);
        let steps = matter.flows_of(id).flat_map(|flow| &flow.steps);
        let steps = steps.filter(|step| is_entrusted(contract, step.at.value)).flat_map(|step| &step.acts);
        let acts = tasks.chain(steps).filter(|act| is_backup(act.value)).map(|act| act.span);
        places.entry(id).or_default().extend(acts);
    }
    let statements = context.statements();
    for statement in statements.list.iter().filter(|own| !own.is_history) {
        if !is_of_contractor(context, statement) {
            continue;
        }
        let found = statement.find_all(&statements.words.backup);
        let Some((_, range)) =
            found.into_iter().find(|(_, range)| !statement.is_denied(range.end, &statements.words))
        else {
            continue;
        };
        // A checklist for several contracts does not say which of them has the backup.
        if let [contract] = contracts(context, statement.prose.owner).as_slice() {
            places.entry(*contract).or_default().push(statement.span(&range));
        }
    }
    places
}

/// Returns whether a sentence tells what a contractor does: a task, a step of its own, an answer that it gives.
fn is_of_contractor(context: &Context<'_>, statement: &Statement<'_>) -> bool {
    let matter = context.matter;
    match statement.prose.owner {
        Owner::Task(..) => true,
        Owner::Step(flow, number) => {
            let flow = &matter.flows[flow];
            let step = flow.steps.get(number);
            let contract = flow.contract.as_ref().map(|own| &matter.contracts[own.value]);
            contract.zip(step).is_some_and(|(contract, step)| {
                contract.reaches(step.at.value) && !matter.roles[step.at.value].is(RoleKind::Ward)
            })
        }
        Owner::Checklist(at) => matter.checklists.get(at).is_some_and(|own| {
            let form = context.form(own.form.value);
            form.bearer.value == Bearer::Contractor
                && own.answers.iter().any(|answer| {
                    answer.evidence.as_ref().is_some_and(|text| text.span == statement.prose.text.span)
                })
        }),
        _ => false,
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = told(context).into_iter().flat_map(|(id, places)| {
        let media = matter.contracts[id].media.as_ref();
        let first = places.first().copied();
        media
            .zip(first)
            .map(|(media, first)| Some(Plant::set(context, media.span, "kinds", "[server]")?.within(first)))
    });
    // Where nobody makes one: a task that does.
    let act = context
        .common
        .acts
        .iter()
        .find(|act| contains_any(&word(&act.name), &context.statements().words.backup));
    let more = matter.contracts.iter().filter(|own| own.media.is_some()).flat_map(move |contract| {
        let media = contract.media.as_ref();
        contract.tasks.iter().flat_map(|group| &group.tasks).map(move |task| {
            let acts = Plant::set(context, task.span, "acts", &format!("[{}]", act?.name))?;
            acts.and(Plant::set(context, media?.span, "kinds", "[server]"))
        })
    });
    Mutation::new(
        plants.chain(more),
        text!("委託の内容と記録媒体のある契約がありません", "no contract has tasks and media"),
    )
}
