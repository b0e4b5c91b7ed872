//! A flow whose lines do not lead from the person to the ward, or that leave a role out.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::{Severity, Text, quoted};
use crate::model::flow::{Flow, Link};
use crate::model::ids::RoleId;
use crate::model::matter::Matter;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{CONSISTENCY, FORM};
use crate::source::Span;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "flow-not-connected",
        severity: Severity::Error,
        basis: &[FORM, CONSISTENCY],
        page: include_str!("flow_not_connected.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    for (id, flow) in context.matter.flows.enumerate() {
        let material = context.flow(id);
        if flow.transfers().next().is_none() {
            findings.add(
                RULE.at(
                    flow.id.span,
                    text!(
                        "{material}に、役割から役割へ個人情報が渡る線がありません（記載なし）",
                        "{material} has no line by which data passes from one role to another"
                    ),
                )
                .help(text!(
                    "links に、誰から誰へ渡るかを一本ずつ書いてください",
                    "write in `links` who hands data to whom"
                )),
            );
            continue;
        }
        let cut_off = cut_off(context.matter, flow);
        let Some((_, span)) = cut_off.first() else { continue };
        let Text { ja: names, en: names_en } = quoted(cut_off.iter().map(|(role, _)| context.role(*role)));
        findings.add(
            RULE.at(
                *span,
                text!(
                    "{material}の線をたどっても、{names}につながりません（不一致）",
                    "the lines of {material} do not lead to {names_en}"
                ),
            )
            .related(flow.links_span, text!("この図の線", "the lines of this diagram"))
            .help(text!(
                "抜けている線を書き、線の from・to の向きを確かめてください。データを取り扱わない役割は participants から除いてください",
                "add the missing line, check which way each line runs, and take out a role that handles no data"
            )),
        );
    }
}

/// Returns the roles of a flow that its lines do not reach, with the place of each.
///
/// Data comes from the person or the ward. Where both take part, the lines must join them, in either direction.
fn cut_off(matter: &Matter, flow: &Flow) -> Vec<(RoleId, Span)> {
    let next = next_roles(flow.transfers());
    let roles = roles_of(flow);
    let are = |kind: RoleKind| -> Vec<RoleId> {
        roles.iter().map(|(role, _)| *role).filter(|role| matter.roles[*role].is(kind)).collect()
    };
    // Whoever the ward collects from stands where the person would.
    let (mut principals, wards) = (are(RoleKind::Principal), are(RoleKind::Ward));
    principals.extend(are(RoleKind::Source));
    let from_principals = reached(&next, &principals);
    let from_wards = reached(&next, &wards);
    let joined = |ward: RoleId| {
        principals.is_empty()
            || from_principals.contains(&ward)
            || principals.iter().any(|principal| reached(&next, &[ward]).contains(principal))
    };
    roles
        .iter()
        .filter(|(role, _)| {
            let row = &matter.roles[*role];
            if row.is(RoleKind::Ward) {
                !joined(*role)
            } else {
                !row.is(RoleKind::Principal) && !from_principals.contains(role) && !from_wards.contains(role)
            }
        })
        .copied()
        .collect()
}

/// Returns the roles drawn in a flow, then those that only its lines name.
fn roles_of(flow: &Flow) -> Vec<(RoleId, Span)> {
    let drawn = flow.participants.iter().map(|participant| &participant.role);
    let named = flow.transfers().flat_map(|link| [&link.from, &link.to]);
    let mut seen = BTreeSet::new();
    drawn.chain(named).filter(|role| seen.insert(role.value)).map(|role| (role.value, role.span)).collect()
}

fn next_roles<'f>(links: impl Iterator<Item = &'f Link>) -> BTreeMap<RoleId, Vec<RoleId>> {
    let mut next: BTreeMap<RoleId, Vec<RoleId>> = BTreeMap::new();
    for link in links {
        next.entry(link.from.value).or_default().push(link.to.value);
    }
    next
}

/// Returns `starts` and every role that data from them can come to.
fn reached(next: &BTreeMap<RoleId, Vec<RoleId>>, starts: &[RoleId]) -> BTreeSet<RoleId> {
    let mut reached: BTreeSet<RoleId> = starts.iter().copied().collect();
    let mut waiting = starts.to_vec();
    while let Some(role) = waiting.pop() {
        for to in next.get(&role).into_iter().flatten() {
            if reached.insert(*to) {
                waiting.push(*to);
            }
        }
    }
    reached
}

fn mutate(context: &Context<'_>) -> Mutation {
    // A line that carries money instead of data joins nobody.
    let links = context.matter.flows.iter().flat_map(|flow| flow.transfers().map(move |link| (flow, link)));
    let cut = links.map(|(flow, link)| {
        let place = [flow.participants_span, flow.links_span];
        let place = place.into_iter().find(|span| span.is_somewhere()).unwrap_or(flow.span);
        Some(Plant::set(context, link.span, "carries", "money")?.within(place))
    });
    let empty = Plant::push_to(context, context.matter.span, "flows", "{ id: planted-flow }");
    Mutation::new(cut.chain([empty]), text!("", ""))
}
