//! A system or a company outside Japan, although the checklist promises servers under Japanese law.

use super::planted;
use crate::check::context::{Answered, Context};
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::ids::RoleId;
use crate::model::party::{Provider, System};
use crate::model::vocabulary::{Bearer, RoleKind, SystemKind, Topic};
use crate::rule::Rule;
use crate::rule::law::{APPI_66_ABROAD, APPI_71, FORM};
use crate::source::Located;
use crate::{spelling, text};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "foreign-location",
        severity: Severity::Error,
        basis: &[APPI_71, APPI_66_ABROAD, FORM],
        page: include_str!("foreign_location.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    for (id, role) in matter.roles.enumerate() {
        let promises = promises(context, id);
        if promises.is_empty() {
            continue;
        }
        for system in role.systems.iter().map(|system| &matter.systems[*system]) {
            look_at_system(context, system, &promises, findings);
        }
        for provider in role.providers.iter().map(|provider| &matter.providers[*provider]) {
            look_at_provider(context, provider, &promises, findings);
        }
    }
}

fn look_at_system(
    context: &Context<'_>,
    system: &System,
    promises: &[Answered<'_>],
    findings: &mut Findings,
) {
    let (label, role) = (&system.label, context.role(system.role));
    let Some(country) = &system.country else {
        let is_server = matches!(system.kind.value, SystemKind::Server | SystemKind::Storage);
        let is_outside = !context.matter.roles[system.role].is_unlimited();
        if is_server && is_outside {
            findings.undecided(
                RULE.name,
                label.span,
                text!(
                    "「{role}」の「{label}」がある国が書かれていないため、国内法が適用されるか分かりません",
                    "the country of {label} of {role} is not stated, so it is unknown whether Japanese law applies"
                ),
            );
        }
        return;
    };
    if is_japan(country) {
        return;
    }
    let mark = promises.first().map_or("", Answered::mark);
    let finding = RULE
        .at(
            country.span,
            text!(
                "「{role}」の「{label}」は国外（{country}）にありますが、チェックリストでは国内法が適用される環境を{mark}としています（不一致）",
                "{label} of {role} is outside Japan ({country}), but the checklist promises servers under Japanese law"
            ),
        )
        .help(text!(
            "国内の環境に変えるか、その国の制度と安全管理措置を確かめたうえで、チェックリストの答えと理由を直してください",
            "move it to Japan, or look into that country's law and fix the answer and its reason"
        ));
    findings.add(with_promises(finding, promises));
}

fn look_at_provider(
    context: &Context<'_>,
    provider: &Provider,
    promises: &[Answered<'_>],
    findings: &mut Findings,
) {
    let Some(named) = &provider.party else { return };
    let party = &context.year.parties[named.value];
    let Some(country) = party.country.as_ref().filter(|country| !is_japan(country)) else { return };
    let (name, role) = (&party.name, context.role(provider.role));
    let mark = promises.first().map_or("", Answered::mark);
    let finding = RULE
        .at(
            named.span,
            text!(
                "「{role}」の「{name}」は国外（{country}）の法人ですが、チェックリストでは国内法が適用される環境を{mark}としています（要確認）",
                "{name} ({role}) is seated outside Japan ({country}), but the checklist promises servers under Japanese law"
            ),
        )
        .related(country.span, text!("所在する国は{country}", "seated in {country}"))
        .help(text!(
            "サーバと従業者がどの国にあるか、その国の制度が安全管理に影響しないかを確かめてください",
            "find out in which country its servers and staff are, and whether that country's law affects security"
        ));
    findings.add(with_promises(finding, promises));
}

fn with_promises(mut finding: Diagnostic, promises: &[Answered<'_>]) -> Diagnostic {
    for answered in promises {
        let (form, row, mark) = (&answered.form.heading, &answered.row.id, answered.mark());
        finding = finding.related(
            answered.answer.status.span,
            text!("「{form}」の{row}（国内法の適用）は{mark}", "row {row} (Japanese law) is {mark} here"),
        );
    }
    finding
}

fn is_japan(country: &Located<String>) -> bool {
    matches!(spelling::fold(country).as_str(), "jp" | "jpn" | "japan" | "日本")
}

/// Returns the answers that promise Japanese law for the systems of a role; for the ward's own, those that it bears.
fn promises<'a>(context: &Context<'a>, role: RoleId) -> Vec<Answered<'a>> {
    let matter = context.matter;
    let is_promise =
        |answered: &Answered<'_>| answered.is_adopted() && answered.row.is_about(Topic::DomesticLaw);
    if matter.roles[role].is(RoleKind::Ward) {
        return context
            .answers()
            .filter(|answered| is_promise(answered) && answered.form.bearer.value == Bearer::Ward)
            .collect();
    }
    let connections = matter.connections.enumerate().filter(|(_, connection)| {
        connection.counterparty.as_ref().is_some_and(|counterparty| counterparty.role.value == role)
    });
    let connected = connections.flat_map(|(connection, _)| context.answers_covering_connection(connection));
    let bound = context.contracts_of(role).flat_map(|contract| context.answers_covering(contract));
    let mut promises: Vec<Answered<'a>> = Vec::new();
    for answered in connected.chain(bound).filter(is_promise) {
        if !promises.iter().any(|known| known.answer.span == answered.answer.span) {
            promises.push(answered);
        }
    }
    promises
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let roles = || matter.roles.enumerate().filter(|(id, _)| !promises(context, *id).is_empty());
    let systems = roles().flat_map(|(_, role)| &role.systems).map(|system| &matter.systems[*system]);
    let systems: Vec<&System> = systems.collect();
    let abroad = systems.iter().map(|system| Plant::set(context, system.span, "country", "US"));
    let new = systems.iter().map(|system| planted::server(context, system.role, ", country: US"));
    let providers = roles().flat_map(|(_, role)| &role.providers).map(|id| &matter.providers[*id]);
    let seated_abroad = providers.filter_map(|provider| provider.party.as_ref()).map(|named| {
        let party = &context.year.parties[named.value];
        Some(Plant::set(context, party.span, "country", "US")?.within(named.span))
    });
    Mutation::new(
        abroad.chain(seated_abroad).chain(new),
        text!(
            "国内法の適用を約束した役割に、システムも法人も書かれていません",
            "no role under a promise of Japanese law states a system or a company"
        ),
    )
}
