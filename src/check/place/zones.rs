//! Lines and connections against the zones of the ward's network: what the rules on them have in common.

use crate::check::context::Context;
use crate::model::flow::Link;
use crate::model::ids::{NetworkId, PassageId, SystemId};
use crate::model::party::System;
use crate::model::vocabulary::{RoleKind, Zone};
use crate::source::{Located, Span};

/// Returns the systems of the ward at the ends of a line.
pub(super) fn ends<'a>(context: &Context<'a>, link: &Link) -> Vec<&'a System> {
    let ends = [&link.from_system, &link.to_system].into_iter().flatten();
    ends.map(|system| system.value)
        .filter(|system| is_of_ward(context, *system))
        .map(|id| &context.matter.systems[id])
        .collect()
}

fn is_of_ward(context: &Context<'_>, system: SystemId) -> bool {
    let role = &context.matter.roles[context.matter.systems[system].role];
    role.is(RoleKind::Ward) || role.is(RoleKind::Internal)
}

fn is_inside(context: &Context<'_>, system: SystemId) -> bool {
    let zone = context.matter.systems[system].zone.as_ref();
    is_of_ward(context, system) && zone.is_some_and(|zone| zone.value == Zone::IndividualNumber)
}

/// A line or a connection between the individual-number zone and something outside it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// Where that is told.
    pub(super) place: Span,
    /// The line, or the form of the connection.
    pub(super) record: Span,
    /// The system inside the zone.
    pub(super) system: &'a System,
    /// Over which network.
    pub(super) network: Option<&'a Located<NetworkId>>,
    /// By which passage.
    pub(super) passage: Option<&'a Located<PassageId>>,
}

/// Returns every line over a network, and every connection, of which one end lies inside the zone and the other does not.
pub(super) fn entries<'a>(context: &Context<'a>) -> Vec<Entry<'a>> {
    let matter = context.matter;
    let inside = |ends: [Option<SystemId>; 2]| {
        let known =
            ends.into_iter().flatten().filter(|system| is_inside(context, *system)).collect::<Vec<_>>();
        match known.as_slice() {
            [one] => Some(&matter.systems[*one]),
            _ => None,
        }
    };
    let ends = |from: &Option<Located<SystemId>>, to: &Option<Located<SystemId>>| {
        [from.as_ref().map(|own| own.value), to.as_ref().map(|own| own.value)]
    };
    let mut entries = Vec::new();
    for link in matter.flows.iter().flat_map(|flow| &flow.links).filter(|link| link.network.is_some()) {
        if let Some(system) = inside(ends(&link.from_system, &link.to_system)) {
            entries.push(Entry {
                place: link.id.span,
                record: link.span,
                system,
                network: link.network.as_ref(),
                passage: link.passage.as_ref(),
            });
        }
    }
    for (connection, form) in matter.connections.iter().filter_map(|own| Some((own, own.form.as_ref()?))) {
        if let Some(system) = inside(ends(&form.from_system, &form.to_system)) {
            entries.push(Entry {
                place: connection.id.span,
                record: form.span,
                system,
                network: form.network.as_ref(),
                passage: form.passage.as_ref(),
            });
        }
    }
    entries
}
