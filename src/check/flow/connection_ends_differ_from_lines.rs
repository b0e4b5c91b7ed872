//! A connection whose two ends are not those of its lines.

use crate::check::context::Context;
use crate::check::findings::Findings;
use crate::check::mutation::{Mutation, Plant};
use crate::check::rule::Check;
use crate::diagnostic::Severity;
use crate::model::contract::{Connection, ConnectionForm};
use crate::model::flow::Link;
use crate::model::ids::SystemId;
use crate::model::vocabulary::RoleKind;
use crate::rule::Rule;
use crate::rule::law::CONSISTENCY;
use crate::source::Located;
use crate::text;

pub(crate) static RULE: Check = Check {
    rule: Rule {
        name: "connection-ends-differ-from-lines",
        severity: Severity::Error,
        basis: &[CONSISTENCY],
        page: include_str!("connection_ends_differ_from_lines.md"),
    },
    check,
    mutate,
};

/// Returns the lines between the ward and the counterparty of a connection that use its network.
fn lines<'a>(context: &Context<'a>, connection: &'a Connection, form: &'a ConnectionForm) -> Vec<&'a Link> {
    let matter = context.matter;
    let Some(counterparty) = connection.counterparty.as_ref().map(|own| own.role.value) else {
        return Vec::new();
    };
    let is_ward = |role| matter.roles[role].is(RoleKind::Ward);
    let links = matter.flows.iter().flat_map(|flow| flow.transfers());
    links
        .filter(|link| {
            let (from, to) = (link.from.value, link.to.value);
            (from == counterparty && is_ward(to)) || (to == counterparty && is_ward(from))
        })
        .filter(|link| {
            let network = link.network.as_ref().map(|own| own.value);
            network.is_some() && network == form.network.as_ref().map(|own| own.value)
        })
        .collect()
}

/// Returns the ward's end of a line.
fn ward_end<'a>(context: &Context<'_>, link: &'a Link) -> Option<&'a Located<SystemId>> {
    let is_from = context.matter.roles[link.from.value].is(RoleKind::Ward);
    if is_from { link.from_system.as_ref() } else { link.to_system.as_ref() }
}

/// Returns the other end of a line.
fn other_end<'a>(context: &Context<'_>, link: &'a Link) -> Option<&'a Located<SystemId>> {
    let is_from = context.matter.roles[link.from.value].is(RoleKind::Ward);
    if is_from { link.to_system.as_ref() } else { link.from_system.as_ref() }
}

fn check(context: &Context<'_>, findings: &mut Findings) {
    for connection in &context.matter.connections {
        let Some(form) = &connection.form else { continue };
        let lines = lines(context, connection, form);
        let is_ward = |own: &Located<SystemId>| {
            context.matter.roles[context.matter.systems[own.value].role].is(RoleKind::Ward)
        };
        if let Some((from, to)) = form.from_system.as_ref().zip(form.to_system.as_ref())
            && is_ward(from)
            && !is_ward(to)
        {
            let (said, other) = (context.system(from.value), context.system(to.value));
            findings.add(
                RULE.at(
                    from.span,
                    text!(
                        "相手方の側（from_system）に区の「{said}」、区の側（to_system）に相手方の「{other}」が書かれています（不一致）",
                        "the ward's `{said}` stands for the counterparty's end, and `{other}` for the ward's"
                    ),
                )
                .related(to.span, text!("区の側", "the ward's end"))
                .help(text!("両端を入れ替えてください", "change the two ends about")),
            );
            continue;
        }
        for own in form.from_system.iter().chain(&form.to_system) {
            let ends: Vec<&Located<SystemId>> = lines
                .iter()
                .filter_map(
                    |link| if is_ward(own) { ward_end(context, link) } else { other_end(context, link) },
                )
                .collect();
            let Some(first) = ends.first() else { continue };
            if ends.iter().any(|end| end.value == own.value) {
                continue;
            }
            let (said, drawn) = (context.system(own.value), context.system(first.value));
            findings.add(
                RULE.at(
                    own.span,
                    text!(
                        "結合の形態では「{said}」ですが、その回線の線は「{drawn}」につながっています（不一致）",
                        "the form of the connection names `{said}`, and its line ends at `{drawn}`"
                    ),
                )
                .related(first.span, text!("線の端は「{drawn}」", "the line ends at `{drawn}`"))
                .help(text!(
                    "どの端末・サーバを結合するかを確かめ、結合の形態と図の線をそろえてください",
                    "find out which system is connected, and make the form and the line agree"
                )),
            );
        }
    }
}

fn mutate(context: &Context<'_>) -> Mutation {
    let matter = context.matter;
    let plants = matter.connections.iter().filter_map(|connection| {
        let form = connection.form.as_ref()?;
        let own = form.to_system.as_ref()?;
        let is_stated = lines(context, connection, form).iter().any(|link| ward_end(context, link).is_some());
        let role = matter.systems[own.value].role;
        let mut others =
            matter.systems.enumerate().filter(|(id, system)| *id != own.value && system.role == role);
        let (_, other) = others.next().filter(|_| is_stated)?;
        Some(Plant::scalar(own.span, &other.id))
    });
    Mutation::new(
        plants,
        text!(
            "端末の書かれた結合と線、同じ役割のほかのシステムがありません",
            "no connection and line state their ends, or the role has no other system"
        ),
    )
}
