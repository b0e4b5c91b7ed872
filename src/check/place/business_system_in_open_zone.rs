//! A business system of the ward that stands in the zone of the internet.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::party::System;
use crate::model::vocabulary::{RoleKind, SystemKind, Zone};
use crate::rule::Rule;
use crate::rule::law::{APPI_66, MINISTRY, SECURITY_POLICY};
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "business-system-in-open-zone",
        severity: Severity::Warning,
        basis: &[APPI_66, MINISTRY, SECURITY_POLICY],
        page: include_str!("business_system_in_open_zone.md"),
    },
    check,
    mutate,
};

/// Returns the business systems of the ward that state their zone.
fn systems<'a>(context: &Context<'a>) -> impl Iterator<Item = &'a System> + use<'a> {
    let matter = context.matter;
    let roles = matter.roles.iter().filter(|role| role.is(RoleKind::Ward));
    let systems = roles.flat_map(|role| &role.systems).map(|id| &matter.systems[*id]);
    systems.filter(|own| own.kind.value == SystemKind::BusinessSystem && own.zone.is_some())
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for system in systems(context) {
        let Some(zone) = system.zone.as_ref().filter(|zone| zone.value == Zone::Internet) else { continue };
        let label = &system.label;
        findings.add(
            RULE.at(
                zone.span,
                text!(
                    "業務システムの「{label}」が、インターネット接続系にあります（要確認）",
                    "the business system {label} stands in the zone of the internet"
                ),
            )
            .help(text!(
                "どの系統に置かれているかを、情報システムの担当に確かめてください",
                "ask the section for information systems in which zone it stands"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let plants = systems(context).map(|system| {
        let zone = system.zone.as_ref().filter(|zone| zone.value != Zone::Internet)?;
        Plant::scalar(zone.span, Zone::Internet.word())
    });
    Mutation::new(
        plants,
        text!(
            "区分（zone）の書かれた区の業務システムがありません",
            "no business system of the ward states its zone"
        ),
    )
}
