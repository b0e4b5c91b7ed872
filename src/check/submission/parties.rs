//! What the annexes say of each contractor: shared by the rules on reasons and tasks.

use crate::check::context::Context;
use crate::model::contract::{Contract, ContractParty};
use crate::model::vocabulary::RoleKind;

/// Returns the parties of a contract other than the ward, in the order of the paper.
pub(super) fn contractors<'a>(
    context: &Context<'a>,
    contract: &'a Contract,
) -> impl Iterator<Item = &'a ContractParty> {
    let roles = &context.matter.roles;
    contract.parties.iter().filter(move |party| !roles[party.role.value].is(RoleKind::Ward))
}

/// Returns the id of the ward's role: a role that is no contractor of any contract.
pub(super) fn ward<'a>(context: &Context<'a>) -> Option<&'a str> {
    context.matter.ward().map(|ward| context.matter.roles[ward].id.value.as_str())
}
