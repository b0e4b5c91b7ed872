//! A contractor known only by a brand, or by what it does: with whom would the contract be?

use super::who::{self, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "provider-without-legal-entity",
        severity: Severity::Error,
        basis: &[FORM, APPI_66],
        page: include_str!("provider_without_legal_entity.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    providers(context, findings);
    parties(context, findings);
}

/// Finds the providers of contractors and subcontractors that have no legal entity.
fn providers(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let bonds = who::bonds(matter);
    for provider in matter.providers.iter().filter(|provider| provider.party.is_none()) {
        let Some(bonds) = bonds.get(&provider.role) else { continue };
        let (role, name) = (context.role(provider.role), who::leaf(provider));
        let mut finding = RULE
            .at(
                name.span,
                text!(
                    "{role}の「{name}」を運営する法人が書かれていません（記載なし）",
                    "no legal entity is named for `{name}` of `{role}`"
                ),
            )
            .help(text!(
                "法人の登記上の名称を parties.yaml に書き、その識別子をこの者の party に書いてください",
                "name the legal entity in parties.yaml, and its id as `party` here"
            ));
        if matter.roles[provider.role].planned {
            finding = finding.label(text!("予定のまま", "still planned"));
        }
        for bond in bonds {
            let contract = context.contract(bond.contract);
            finding = finding
                .related(bond.place, text!("「{contract}」で委託を受ける役割", "bound by `{contract}`"));
        }
        findings.add(finding);
    }
}

/// Finds the parties of contracts whose lines name nobody.
fn parties(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for party in matter.contracts.ids().flat_map(|contract| who::contractors(matter, contract)) {
        if party.entries.iter().any(|entry| entry.provider.is_some()) {
            continue;
        }
        let role = context.role(party.role.value);
        let line = party.entries.first();
        let written = line.and_then(|line| line.as_written.as_ref()).map(|text| text.span);
        let place = written.or_else(|| line.map(|line| line.span)).unwrap_or(party.role.span);
        findings.add(
            RULE.at(
                place,
                text!(
                    "委託先の欄の「{role}」に、特定の者の名がありません（記載なし）",
                    "the line of `{role}` in the field of contractors names nobody in particular"
                ),
            )
            .related(matter.roles[party.role.value].name.span, text!("この役割", "this role"))
            .help(text!(
                "委託先の欄の行ごとに、役割を担う者を provider で書いてください",
                "name a provider in each line of the party"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let bonds = who::bonds(matter);
    let bound = |role| bonds.contains_key(&role);
    let named = matter.providers.iter().filter(|own| bound(own.role) && own.party.is_some()).take(SITES);
    let unnamed = named.map(|provider| Plant::unset(context, provider.span, "party"));
    let roles = matter.roles.enumerate().filter(|(role, _)| bound(*role)).take(SITES);
    let added = roles.map(|(_, role)| {
        Plant::push_to(context, role.span, "providers", &format!("{{ id: {NEW}, brand: 見本のサービス }}"))
    });
    Mutation::new(unnamed.chain(added), text!("委託先のある契約がありません", "no contract has a contractor"))
}
