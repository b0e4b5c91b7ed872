//! 「乙は丙に…を送付する」: the sentences of the arrangement against the lines of the diagram, in both directions.

use super::who::SITES;
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::{Arrangement, Conveyance};
use crate::model::flow::{Flow, Link};
use crate::model::ids::{ContractId, RoleId};
use crate::model::vocabulary::{Cargo, RoleKind};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "conveyance-without-link",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("conveyance_without_link.md"),
    },
    check,
    mutate,
};

/// What passes from whom to whom.
type Passage = (Cargo, RoleId, RoleId);

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, contract) in matter.contracts.enumerate() {
        let flows: Vec<&Flow> = matter.flows_of(id).collect();
        let Some(arrangement) = &contract.arrangement else { continue };
        if flows.is_empty() || arrangement.conveys.is_empty() {
            continue;
        }
        sentences(context, arrangement, &flows, findings);
        links(context, id, arrangement, &flows, findings);
    }
}

/// Finds the sentences that no line of the diagram shows.
fn sentences(context: &Context<'_>, arrangement: &Arrangement, flows: &[&Flow], findings: &mut Findings) {
    let drawn: BTreeSet<Passage> = flows.iter().flat_map(|flow| flow.links.iter()).map(of_link).collect();
    let draws_money = drawn.iter().any(|(cargo, ..)| *cargo == Cargo::Money);
    for sentence in &arrangement.conveys {
        if drawn.contains(&of_sentence(sentence)) || (sentence.carries.value == Cargo::Money && !draws_money)
        {
            continue;
        }
        let (from, to) = (context.role(sentence.from.value), context.role(sentence.to.value));
        let (cargo, cargo_en) = (sentence.carries.value.ja(), sentence.carries.value.word());
        let mut finding = RULE
            .at(
                sentence.text.span,
                text!(
                    "別紙は{cargo}が「{from}」から「{to}」へ渡るとしていますが、図にその線がありません（不一致）",
                    "the annex says that {cargo_en} passes from `{from}` to `{to}`, and no line of the diagram shows it"
                ),
            )
            .help(text!(
                "図の線に合わせて from と to を直すか、図に線を加えてください",
                "fix `from` and `to`, or add the line to the diagram"
            ));
        for flow in flows {
            let other = flow.links.iter().find(|link| {
                link.carries == sentence.carries.value
                    && link.from.value != link.to.value
                    && (link.from.value == sentence.from.value || link.to.value == sentence.to.value)
            });
            finding = match other {
                Some(link) => {
                    let (from, to) = (context.role(link.from.value), context.role(link.to.value));
                    finding.related(
                        link.id.span,
                        text!("図の線は「{from}」から「{to}」へ", "the diagram: from `{from}` to `{to}`"),
                    )
                }
                None => finding.related(flow.id.span, text!("この図に線がない", "no such line here")),
            };
        }
        findings.add(finding);
    }
}

/// Finds the lines between parties that carry items and that no sentence mentions.
fn links(
    context: &Context<'_>,
    id: ContractId,
    arrangement: &Arrangement,
    flows: &[&Flow],
    findings: &mut Findings,
) {
    let matter = context.matter;
    let is_party =
        |role: RoleId| matter.contracts[id].binds(role) && !matter.roles[role].is(RoleKind::Principal);
    let said: BTreeSet<Passage> = arrangement.conveys.iter().map(of_sentence).collect();
    for flow in flows {
        let mut told: BTreeSet<Passage> = BTreeSet::new();
        // A reply belongs to the line that it answers.
        let lines = flow.transfers().filter(|link| link.reply_to.is_none() && link.items.is_some());
        for link in lines.filter(|link| is_party(link.from.value) && is_party(link.to.value)) {
            let passage = of_link(link);
            if said.contains(&passage) || !told.insert(passage) {
                continue;
            }
            let (from, to) = (context.role(link.from.value), context.role(link.to.value));
            findings.add(
                RULE.at(
                    link.id.span,
                    text!(
                        "図では個人情報が「{from}」から「{to}」へ渡りますが、別紙の受渡しの文にありません（不一致）",
                        "the diagram shows data passing from `{from}` to `{to}`, and no sentence of the annex says so"
                    ),
                )
                .severity(Severity::Warning)
                .assumed(link.assumed)
                .related(arrangement.span, text!("受渡しの文", "the sentences"))
                .help(text!(
                    "別紙の受渡し（conveys）に文を加えるか、図の線を直してください",
                    "add a sentence to `conveys`, or fix the line"
                )),
            );
        }
    }
}

fn of_link(link: &Link) -> Passage {
    (link.carries, link.from.value, link.to.value)
}

fn of_sentence(sentence: &Conveyance) -> Passage {
    (sentence.carries.value, sentence.from.value, sentence.to.value)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let shown = matter.contracts.enumerate().filter(|(id, _)| matter.flows_of(*id).next().is_some());
    let (mut turned, mut added) = (Vec::new(), Vec::new());
    for (_, contract) in shown.take(SITES) {
        let sentences = contract.arrangement.iter().flat_map(|arrangement| &arrangement.conveys);
        for sentence in sentences.take(SITES) {
            let swapped = Plant::swap(context, sentence.from.span, sentence.to.span);
            turned.push(swapped.map(|plant| plant.within(sentence.span)));
        }
        // From somebody to itself: no line passes there.
        let Some(party) = contract.parties.first() else { continue };
        let role = &matter.roles[party.role.value].id;
        let sentence = format!("{{ from: {role}, to: {role}, carries: data, text: 見本の文 }}");
        added.push(match &contract.arrangement {
            Some(arrangement) => Plant::push_to(context, arrangement.span, "conveys", &sentence),
            None => {
                let arrangement = format!("{{ conveys: [{sentence}] }}");
                Plant::set(context, contract.span, "arrangement", &arrangement)
            }
        });
    }
    Mutation::new(
        turned.into_iter().chain(added),
        text!("流れの図のある契約がありません", "no contract has a diagram"),
    )
}
