//! One legal entity under different letters in different contracts.

use super::who::{self, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::ids::{ContractId, PartyId, ProviderId};
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::spelling;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "entity-under-different-letters",
        severity: Severity::Info,
        basis: &[CONSISTENCY],
        page: include_str!("entity_under_different_letters.md"),
    },
    check,
    mutate,
};

/// A letter under which somebody stands in a contract.
#[derive(Clone, Copy, Debug)]
struct Standing<'a> {
    contract: ContractId,
    letter: &'a Located<String>,
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let mut letters: BTreeMap<PartyId, Vec<Standing<'_>>> = BTreeMap::new();
    for (contract, letter, provider) in standings(context) {
        let Some(entity) = &matter.providers[provider].party else { continue };
        let known = letters.entry(entity.value).or_default();
        if known.last().is_none_or(|last| last.letter.span != letter.span) {
            known.push(Standing { contract, letter });
        }
    }
    for (entity, standings) in letters {
        let mut by_contract: BTreeMap<ContractId, BTreeSet<String>> = BTreeMap::new();
        for standing in &standings {
            by_contract.entry(standing.contract).or_default().insert(spelling::fold(standing.letter));
        }
        let sets: BTreeSet<&BTreeSet<String>> = by_contract.values().collect();
        let Some((first, others)) = standings.split_first() else { continue };
        if sets.len() < 2 {
            continue;
        }
        let (name, number) = (who::entity(context, entity), by_contract.len());
        let say = |standing: &Standing<'_>| {
            let (letter, title) = (standing.letter, context.contract(standing.contract));
            text!("「{title}」では「{letter}」", "`{letter}` in `{title}`")
        };
        let finding = RULE
            .at(
                first.letter.span,
                text!(
                    "「{name}」の甲・乙・丙などの別が、{number}件の契約で同じではありません（要確認）",
                    "`{name}` stands under different letters in {number} contracts"
                ),
            )
            .label(say(first))
            .help(text!(
                "契約書と特記事項で、どの義務がどの字に付くかを契約ごとに確かめてください",
                "see in each contract which duties go with which letter"
            ));
        findings.add(
            others.iter().fold(finding, |finding, other| finding.related(other.letter.span, say(other))),
        );
    }
}

/// Returns every provider of a party with a letter, in the order of the file.
fn standings<'a>(
    context: &Context<'a>,
) -> impl Iterator<Item = (ContractId, &'a Located<String>, ProviderId)> + use<'a> {
    let matter = context.matter;
    matter.contracts.ids().flat_map(move |contract| {
        who::contractors(matter, contract).filter_map(|party| Some((party, party.letter.as_ref()?))).flat_map(
            move |(party, letter)| {
                who::players(matter, party).into_iter().map(move |(provider, _)| (contract, letter, provider))
            },
        )
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let all: Vec<_> = standings(context).collect();
    let pairs = all.iter().flat_map(|one| all.iter().map(move |other| (one, other)));
    let pairs = pairs.filter(|((one, ..), (other, ..))| one < other);
    let planted = pairs.take(SITES * SITES).map(|((_, first, one), (_, second, other))| {
        let letter = if spelling::same(first, "乙") { "丙" } else { "乙" };
        let relettered = Plant::scalar(second.span, letter)?;
        let planted = if one == other {
            relettered
        } else {
            relettered.and(who::same_entity(context, *one, *other))?
        };
        Some(planted.within(first.span))
    });
    let added = context.matter.contracts.iter().take(1).map(|_| added(context));
    Mutation::new(planted.chain(added), text!("契約がありません", "there is no contract"))
}

/// Adds two contracts in which one new legal entity has different letters.
fn added(context: &Context<'_>) -> Option<Plant> {
    let party = |letter: &str| format!("{{ letter: {letter}, role: {NEW} }}");
    who::new_contract(context, NEW, &party("乙"))?
        .and(who::new_contract(context, &format!("{NEW}-2"), &party("丙")))?
        .and(who::new_role(context, &format!(", providers: [{{ id: {NEW}, party: {NEW} }}]")))?
        .and(who::new_entity(context))
}
