//! Roles, who plays them, and their systems.

use super::matter::Scope;
use super::{Problems, cycles, optional, report};
use crate::model::ids::{Id, ProviderId, RoleId, SystemId, Table};
use crate::model::party::{Access, CloudCheck, Consent, Ground, Provider, Role, System};
use crate::model::raw::matter::{RawAccess, RawGround, RawProvider, RawRole, RawSystem};
use crate::text;
use crate::yaml::decode::List;

pub(super) type Roles = (Table<RoleId, Role>, Table<ProviderId, Provider>, Table<SystemId, System>);

pub(super) fn roles(raw: List<RawRole>, scope: &mut Scope<'_>, problems: &mut Problems) -> Roles {
    let mut roles = Table::default();
    let mut providers = Table::default();
    let mut systems = Table::default();
    for (index, raw) in raw.items.into_iter().enumerate() {
        let role = RoleId::from_index(index);
        let own_providers = scope.providers.listed(raw.providers);
        let own_systems = scope.systems.listed(raw.systems);
        roles.push(Role {
            id: raw.id,
            span: raw.span,
            name: raw.name,
            kind: raw.kind.map(|kind| kind.0),
            providers: own_providers
                .items
                .into_iter()
                .map(|raw| provider(raw, role, &mut providers, scope, problems))
                .collect(),
            systems: own_systems
                .items
                .into_iter()
                .map(|raw| system(raw, role, &mut systems, scope, problems))
                .collect(),
            subcontracted_by: optional(&scope.roles, raw.subcontracted_by.as_ref(), problems),
            legal_basis: raw.legal_basis,
            grounds: raw.grounds.unwrap_or_default().items.into_iter().map(ground).collect(),
            conditions: raw.conditions.unwrap_or_default().items,
            access_from: accesses(raw.access_from),
            planned: raw.planned.is_some_and(|planned| planned.value),
            consent: raw.consent.map(|raw| Consent { span: raw.span, obtained: raw.obtained, how: raw.how }),
        });
    }
    refuse_subcontracting_in_a_circle(&roles, problems);
    (roles, providers, systems)
}

fn provider(
    raw: RawProvider,
    role: RoleId,
    providers: &mut Table<ProviderId, Provider>,
    scope: &mut Scope<'_>,
    problems: &mut Problems,
) -> ProviderId {
    let name = raw.id.clone();
    if let Some(brand) = &raw.brand {
        scope.providers.title(&name, brand);
    }
    let id = providers.push(Provider {
        id: raw.id,
        span: raw.span,
        role,
        party: optional(&scope.year.parties, raw.party.as_ref(), problems),
        brand: raw.brand,
        brand_as_written: raw.brand_as_written,
    });
    scope.providers.declare(&name, id, problems);
    id
}

fn system(
    raw: RawSystem,
    role: RoleId,
    systems: &mut Table<SystemId, System>,
    scope: &mut Scope<'_>,
    problems: &mut Problems,
) -> SystemId {
    let name = raw.id.clone();
    scope.systems.title(&name, &raw.label);
    let id = systems.push(System {
        id: raw.id,
        span: raw.span,
        role,
        kind: raw.kind.0,
        label: raw.label,
        facility: raw.facility,
        hosting: raw.hosting.map(|hosting| hosting.0),
        cloud: raw.cloud,
        country: raw.country,
        zone: raw.zone.map(|zone| zone.0),
        service: raw.service,
        region: raw.region,
        cloud_check: raw.cloud_check.map(|raw| CloudCheck {
            span: raw.span,
            by: raw.by.0,
            on: raw.on,
            note: raw.note,
        }),
        operated_by: optional(&scope.roles, raw.operated_by.as_ref(), problems),
        maintained_by: optional(&scope.roles, raw.maintained_by.as_ref(), problems),
        access_from: accesses(raw.access_from),
        learns: raw.learns,
        leased: raw.leased,
        disposal: raw.disposal,
    });
    scope.systems.declare(&name, id, problems);
    id
}

fn ground(raw: RawGround) -> Ground {
    Ground {
        span: raw.span,
        law: raw.law,
        article: raw.article,
        paragraph: raw.paragraph,
        number: raw.number,
        reason: raw.reason,
        weighed: raw.weighed,
    }
}

fn accesses(raw: Option<List<RawAccess>>) -> Vec<Access> {
    let access = |raw: RawAccess| Access { span: raw.span, country: raw.country, who: raw.who, why: raw.why };
    raw.unwrap_or_default().items.into_iter().map(access).collect()
}

fn refuse_subcontracting_in_a_circle(roles: &Table<RoleId, Role>, problems: &mut Problems) {
    let entrusted_by: Vec<Option<usize>> =
        roles.iter().map(|role| role.subcontracted_by.as_ref().map(|by| by.value.index())).collect();
    for role in cycles(&entrusted_by).into_iter().filter_map(|role| roles.iter().nth(role)) {
        let name = &role.name;
        report(
            problems,
            "reference-cycle",
            role.subcontracted_by.as_ref().map_or(role.span, |by| by.span),
            text!(
                "「{name}」の再委託が、たどると自分自身に戻ります",
                "the sub-contracting of `{name}` leads back to itself"
            ),
            text!(
                "subcontracted_by を、再委託する側の役割にしてください",
                "name the role that entrusts the work"
            ),
        );
    }
}
