//! The ward is joined with somebody over a network, and no annex speaks of that connection.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::ids::RoleId;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::{COUNCIL, FORM};
use crate::text;
use crate::yaml::edit;
use std::collections::BTreeSet;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-annex-missing",
        severity: Severity::Error,
        basis: &[FORM, COUNCIL],
        page: include_str!("connection_annex_missing.md"),
    },
    check,
    mutate,
};

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let mut told: BTreeSet<RoleId> = BTreeSet::new();
    for (id, flow) in matter.flows.enumerate() {
        for link in flow.transfers() {
            let Some(other) = joined(context, link) else { continue };
            let has_annex = matter.connections.iter().filter_map(|own| own.counterparty.as_ref());
            if has_annex.into_iter().any(|party| party.role.value == other) || !told.insert(other) {
                continue;
            }
            let (name, material) = (context.role(other), context.flow(id));
            let network = link.network.as_ref().map_or("", |own| &context.common.networks[own.value].name);
            findings.add(
                RULE.at(
                    link.id.span,
                    text!(
                        "{material}で区と「{name}」が{network}でつながりますが、その外部結合の別紙がありません（記載なし）",
                        "{material} joins the ward with {name} over {network}, and no annex speaks of that connection"
                    ),
                )
                .help(text!(
                    "connections に、結合の相手方（counterparty）、項目、理由、形態を書き、付議の種別に外部結合を加えてください",
                    "write the connection (`counterparty`, items, reason, form) and add its kind to what is submitted"
                )),
            );
        }
    }
}

/// Returns the outsider with whom a line over a network joins the ward; what a person sends from an own device is none.
fn joined(context: &Context<'_>, link: &Link) -> Option<RoleId> {
    link.network.as_ref()?;
    let is = |role: RoleId, kind| context.matter.roles[role].is(kind);
    let (from, to) = (link.from.value, link.to.value);
    let other = match (is(from, RoleKind::Ward), is(to, RoleKind::Ward)) {
        (true, false) => to,
        (false, true) => from,
        _ => return None,
    };
    (!is(other, RoleKind::Principal) && !is(other, RoleKind::Internal)).then_some(other)
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let lines = || matter.flows.iter().flat_map(|flow| flow.transfers().map(move |link| (flow, link)));
    let dropped = lines()
        .filter_map(|(_, link)| Some((link, joined(context, link)?)))
        .map(|(link, _)| Some(Plant::unset(context, matter.span, "connections")?.within(link.id.span)));
    let ward = matter.ward().map(|ward| edit::scalar(&matter.roles[ward].id));
    let network = context.common.networks.iter().next().map(|network| edit::scalar(&network.id));
    let role = "{ id: planted-outsider, name: 見本の者, kind: contractor }";
    let new = matter.flows.iter().map(|flow| {
        let (ward, network) = (ward.as_ref()?, network.as_ref()?);
        let line = format!("{{ id: planted-line, from: planted-outsider, to: {ward}, network: {network} }}");
        Plant::push(context, flow.links_span, &line)?.and(Plant::push(context, matter.roles_span, role))
    });
    Mutation::new(new.chain(dropped), text!("流れの図がありません", "there is no diagram"))
}
