//! New lines and systems, for proving a rule where every old one shows its mistake already.

use crate::check::context::Context;
use crate::check::mutation::Plant;
use crate::model::flow::{Flow, Link};
use crate::model::ids::RoleId;
use crate::yaml::edit;

/// Adds a line between the roles of another; `rest` is what it says besides, such as `, network: lgwan`.
pub(super) fn line(context: &Context<'_>, flow: &Flow, like: &Link, rest: &str) -> Option<Plant> {
    let id = |role| edit::scalar(&context.matter.roles[role].id);
    let (from, to) = (id(like.from.value), id(like.to.value));
    Plant::push(context, flow.links_span, &format!("{{ id: planted-line, from: {from}, to: {to}{rest} }}"))
}

/// Adds a server to a role; `rest` is what it says besides, such as `, country: US`.
pub(super) fn server(context: &Context<'_>, role: RoleId, rest: &str) -> Option<Plant> {
    let role = context.matter.roles[role].span;
    Plant::push_to(
        context,
        role,
        "systems",
        &format!("{{ id: planted-server, kind: server, label: 見本{rest} }}"),
    )
}
