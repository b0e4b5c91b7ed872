//! A contractor of which no certification is stated, nor why it has none.

use super::who::{self, Bond, NEW, SITES};
use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ids::RoleId;
use crate::rule::Rule;
use crate::rule::law::{APPI_66, FORM, GUIDE_CHOICE};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "contractor-without-certification",
        severity: Severity::Warning,
        basis: &[APPI_66, GUIDE_CHOICE, FORM],
        page: include_str!("contractor_without_certification.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    entities(context, findings);
    roles(context, findings);
}

/// Finds the legal entities of which nothing is stated.
fn entities(context: &Context<'_>, findings: &mut Findings) {
    for playing in who::entities(context.matter) {
        let party = &context.year.parties[playing.entity];
        if !party.certifications.is_empty() || party.no_certification.is_some() {
            continue;
        }
        let name = &party.name;
        let finding = RULE
            .at(
                playing.place,
                text!(
                    "委託先「{name}」の認証も、認証がない理由も書かれていません（記載なし）",
                    "neither a certification of the contractor `{name}` nor a reason for none is stated"
                ),
            )
            .related(name.span, text!("この法人の記載", "its record"))
            .help(text!(
                "認証の種類・登録番号・登録範囲・有効期限を parties.yaml に書くか、認証がない理由と代わりに確かめたことを no_certification に書いてください",
                "state its certifications in parties.yaml, or write in `no_certification` why there is none and what was looked at instead"
            ));
        findings.add(with_bonds(context, &playing.bonds, finding));
    }
}

/// Finds the roles of which not one legal entity is known.
fn roles(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (role, bonds) in who::bonds(matter) {
        let own = &matter.roles[role];
        let is_known = own.providers.iter().any(|provider| matter.providers[*provider].party.is_some());
        if is_known || mentions_certification(context, role) {
            continue;
        }
        let name = &own.name;
        let finding = RULE
            .at(
                name.span,
                text!(
                    "「{name}」は法人が分からず、認証の有無も書かれていません（記載なし）",
                    "no legal entity of `{name}` is known, nor whether it holds a certification"
                ),
            )
            .help(text!(
                "担う者ごとに法人（party）を書き、parties.yaml に、認証か、認証がない理由を書いてください",
                "name the legal entity of each provider, and state its certifications in parties.yaml"
            ));
        findings.add(with_bonds(context, &bonds, finding));
    }
}

/// Returns whether a line of a contract states a certification of the role as a whole.
fn mentions_certification(context: &Context<'_>, role: RoleId) -> bool {
    let parties = context.matter.contracts.iter().flat_map(|contract| &contract.parties);
    parties
        .filter(|party| party.role.value == role)
        .flat_map(|party| &party.entries)
        .any(|entry| !entry.certifications.is_empty())
}

fn with_bonds(context: &Context<'_>, bonds: &[Bond], finding: Diagnostic) -> Diagnostic {
    bonds.iter().fold(finding, |finding, bond| {
        let contract = context.contract(bond.contract);
        finding.related(bond.place, text!("「{contract}」の委託先", "contractor of `{contract}`"))
    })
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let parties = &context.year.parties;
    let certified = who::entities(matter).into_iter().filter(|own| {
        let party = &parties[own.entity];
        !party.certifications.is_empty() && party.no_certification.is_none()
    });
    let certified = certified.take(SITES);
    let taken = certified.map(|own| {
        let plant = Plant::unset(context, parties[own.entity].span, "certifications")?;
        Some(plant.within(own.place))
    });
    let added = matter.contracts.iter().take(SITES).map(|contract| {
        Plant::push_to(context, contract.span, "parties", &format!("{{ role: {NEW} }}")).and_then(|plant| {
            let role = who::new_role(context, ", kind: contractor")?;
            let within = role.within;
            Some(plant.and(Some(role))?.within(within))
        })
    });
    Mutation::new(taken.chain(added), text!("契約がありません", "there is no contract"))
}
