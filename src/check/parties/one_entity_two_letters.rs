//! One legal entity as two parties of one contract.

use super::who::{self, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::ContractParty;
use crate::model::ids::{ContractId, PartyId, ProviderId};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, CIVIL_CODE};
use crate::source::Span;
use crate::text;
use std::collections::BTreeMap;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "one-entity-two-letters",
        severity: Severity::Warning,
        basis: &[CIVIL_CODE, APPI_66],
        page: include_str!("one_entity_two_letters.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for contract in context.matter.contracts.ids() {
        look(context, contract, findings);
    }
}

/// Where a legal entity stands first in a contract.
struct First<'a> {
    party: &'a ContractParty,
    place: Span,
}

fn look<'a>(context: &Context<'a>, contract: ContractId, findings: &mut Findings) {
    let matter = context.matter;
    let mut seen: BTreeMap<PartyId, First<'a>> = BTreeMap::new();
    for party in who::contractors(matter, contract) {
        let mut told: Vec<PartyId> = Vec::new();
        for (provider, place) in who::players(matter, party) {
            let Some(named) = &matter.providers[provider].party else { continue };
            let first = seen.entry(named.value).or_insert(First { party, place });
            if first.party.role == party.role || told.contains(&named.value) {
                continue;
            }
            told.push(named.value);
            let name = who::entity(context, named.value);
            let (one, other) = (who::letter(context, first.party), who::letter(context, party));
            let title = context.contract(contract);
            findings.add(
                RULE.at(
                    place,
                    text!(
                        "「{name}」が、一つの契約で「{one}」と「{other}」の両方になります（要確認）",
                        "`{name}` is both `{one}` and `{other}` of one contract"
                    ),
                )
                .label(text!("「{other}」としての{name}", "as `{other}`"))
                .related(first.place, text!("「{one}」としての{name}", "as `{one}`"))
                .related(named.span, text!("この者の法人", "the legal entity of this provider"))
                .help(text!(
                    "「{title}」の契約の形を見直すか、同じ法人が二つの立場を持つ理由と、互いの確認を誰が行うかを書いてください",
                    "think over the form of `{title}`, or write why one entity stands on two sides and who checks it"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let pairs = matter.contracts.ids().flat_map(|contract| {
        let sides: Vec<(ProviderId, Span)> = who::contractors(matter, contract)
            .filter_map(|party| who::players(matter, party).first().copied())
            .collect();
        let pairs: Vec<_> = sides.iter().copied().zip(sides.iter().copied().skip(1)).collect();
        pairs
    });
    let planted = pairs
        .take(SITES)
        .map(|((one, _), (other, place))| Some(who::same_entity(context, one, other)?.within(place)));
    let added = matter.contracts.iter().take(1).map(|_| added(context));
    Mutation::new(planted.chain(added), text!("契約がありません", "there is no contract"))
}

/// Adds a contract whose two parties are one new legal entity.
fn added(context: &Context<'_>) -> Option<Plant> {
    let second = format!("{NEW}-2");
    let line = format!("entries: [{{ provider: {NEW} }}]");
    let parties = format!("{{ letter: 乙, role: {NEW}, {line} }}, {{ letter: 丙, role: {second}, {line} }}");
    who::new_contract(context, NEW, &parties)?
        .and(who::new_role(context, &format!(", providers: [{{ id: {NEW}, party: {NEW} }}]")))?
        .and(who::another_role(context, &second, ""))?
        .and(who::new_entity(context))
}
