//! A connection that no line uses, or a line over a network between the ward and somebody without a connection.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::flow::Link;
use crate::model::ids::RoleId;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-without-its-line",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("connection_without_its_line.md"),
    },
    check,
    mutate,
};

/// Returns the lines over a network between the ward and each other role that is neither a person nor the ward.
fn lines<'a>(context: &Context<'a>) -> Vec<(RoleId, &'a Link)> {
    let matter = context.matter;
    let is_ward = |role: RoleId| matter.roles[role].is(RoleKind::Ward);
    let links = matter.flows.iter().flat_map(|flow| flow.transfers()).filter(|link| link.network.is_some());
    let pairs = links.filter_map(|link| {
        let (from, to) = (link.from.value, link.to.value);
        match (is_ward(from), is_ward(to)) {
            (true, false) => Some((to, link)),
            (false, true) => Some((from, link)),
            _ => None,
        }
    });
    pairs.filter(|(role, _)| !matter.roles[*role].is(RoleKind::Principal)).collect()
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    let matter = context.matter;
    let lines = lines(context);
    for connection in &matter.connections {
        let Some(counterparty) = &connection.counterparty else { continue };
        let is_drawn = lines.iter().any(|(role, _)| *role == counterparty.role.value);
        if is_drawn || matter.flows.is_empty() {
            continue;
        }
        let name = context.role(counterparty.role.value);
        findings.add(
            RULE.at(
                connection.id.span,
                text!(
                    "「{name}」との外部結合の別紙がありますが、区との間を結ぶ回線の線が図にありません（不一致）",
                    "there is an annex of a connection with `{name}`, and no diagram has a line over a network between it and the ward"
                ),
            )
            .related(counterparty.role.span, text!("結合の相手方", "the counterparty"))
            .help(text!(
                "結合するなら、図の線に回線（network）を書いてください。しないなら、別紙を除いてください",
                "if they are connected, give the line its `network`; if not, take the annex out"
            )),
        );
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = matter.connections.iter().filter_map(|connection| {
        let counterparty = connection.counterparty.as_ref()?;
        let own: Vec<&Link> = lines(context)
            .into_iter()
            .filter(|(role, _)| *role == counterparty.role.value)
            .map(|(_, link)| link)
            .collect();
        let mut plants = own.into_iter().map(|link| Plant::unset(context, link.span, "network"));
        let first = plants.next()?;
        let all = plants.fold(first, |plant, next| plant?.and(next));
        Some(all.map(|plant| plant.within(connection.span)))
    });
    Mutation::new(plants, text!("線のある外部結合がありません", "no connection has a line"))
}
