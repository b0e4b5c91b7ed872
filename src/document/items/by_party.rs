//! Who handles which items of a list, contract by contract: the columns of a table whose rows are the items.

use crate::document::submission::Submission;
use crate::document::tree::PartyItems;
use crate::model::contract::Contract;
use crate::model::ids::ItemListId;
use crate::model::vocabulary::RoleKind;

/// Returns a column for each party of each contract that uses the list; the ward handles all and is left out.
pub(super) fn all(submission: &Submission<'_>, list: ItemListId) -> Vec<PartyItems> {
    let contracts = submission.matter.contracts.iter();
    let uses = |contract: &&Contract| contract.item_list.as_ref().is_some_and(|own| own.value == list);
    contracts.filter(uses).flat_map(|contract| under(submission, list, contract)).collect()
}

fn under(submission: &Submission<'_>, list: ItemListId, contract: &Contract) -> Vec<PartyItems> {
    let matter = submission.matter;
    let parties = contract.parties.iter().map(|party| (party.letter.as_ref(), party.role.value));
    let mut roles: Vec<_> = parties.filter(|(_, role)| !matter.roles[*role].is(RoleKind::Ward)).collect();
    let subcontracted =
        contract.subcontracting.iter().flat_map(|own| &own.subcontractors).map(|own| own.role.value);
    for role in contract.handles.iter().map(|handles| handles.role.value).chain(subcontracted) {
        if !matter.roles[role].is(RoleKind::Ward) && !roles.iter().any(|(_, known)| *known == role) {
            roles.push((None, role));
        }
    }
    let title = contract.name();
    let list = &matter.item_lists[list];
    roles
        .into_iter()
        .map(|(letter, role)| {
            let handles = contract.handles_of(role);
            let items = handles.map(|handles| &handles.items.value);
            let others = items.map(|items| items.without(&list.all)).filter(|others| !others.is_empty());
            PartyItems {
                contract: title.to_owned(),
                letter: letter.map(|letter| letter.value.clone()),
                role: submission.role(role).to_owned(),
                items: items.map(|items| list.walk().map(|entry| items.contains(entry.item)).collect()),
                underlined: contract.underline.as_ref().is_some_and(|own| own.role.value == role),
                assumed: handles.is_some_and(|handles| handles.assumed),
                others: others.map(|others| submission.items(&others)),
            }
        })
        .collect()
}
