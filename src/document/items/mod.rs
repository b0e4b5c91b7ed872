//! 情報項目の一覧: as a material of its own (資料１３－４), and in the field of an annex.

mod by_party;

use super::submission::Submission;
use super::tree::{Block, Carried, Handler, Handling, ItemEntry, ItemList, Section};
use crate::case::numbers::circled;
use crate::model::contract::Contract;
use crate::model::flow::Step;
use crate::model::ids::{ContractId, ItemListId};
use crate::model::item::{self, Items};
use crate::model::matter::Material;

pub(super) fn build(submission: &Submission<'_>) -> Vec<Section> {
    submission
        .matter
        .item_lists
        .enumerate()
        .filter(|(_, list)| list.material)
        .map(|(id, list)| {
            let material = Material::ItemList(id);
            let heading = list.title.as_ref().or(list.heading.as_ref());
            let sub_heading = list.title.as_ref().and(list.heading.as_ref());
            let mut blocks: Vec<Block> =
                sub_heading.map(|heading| Block::paragraph(&heading.value)).into_iter().collect();
            blocks.push(Block::ItemList(item_list(submission, id, underlining(submission, id))));
            Section {
                id: format!("items-{}", submission.material_id(material)),
                part: "items",
                number: Some(submission.material(material)),
                heading: heading.map_or_else(|| "情報項目".to_owned(), |heading| heading.value.clone()),
                subject: None,
                landscape: submission.lies("items"),
                size: submission.size("items"),
                blocks,
            }
        })
        .collect()
}

/// Returns the contract whose underlined items are in a list that several contracts share.
fn underlining(submission: &Submission<'_>, list: ItemListId) -> Option<ContractId> {
    let uses = |contract: &Contract| contract.item_list.as_ref().is_some_and(|own| own.value == list);
    let mut contracts = submission.matter.contracts.enumerate();
    contracts.find(|(_, contract)| uses(contract) && contract.underline.is_some()).map(|(id, _)| id)
}

/// Returns what the field of an annex says of a list: where it is, or the whole list with its underlines.
pub(super) fn cell(
    submission: &Submission<'_>,
    list: ItemListId,
    contract: Option<ContractId>,
) -> Vec<Block> {
    let note = contract.and_then(|contract| submission.matter.contracts[contract].underline.as_ref());
    let note = note.map(|underline| Block::Note { text: underline.text.value.clone() });
    let list = if submission.matter.item_lists[list].material {
        Block::paragraph(format!("{}のとおり", submission.material(Material::ItemList(list))))
    } else {
        Block::ItemList(item_list(submission, list, contract))
    };
    std::iter::once(list).chain(note).collect()
}

fn item_list(submission: &Submission<'_>, id: ItemListId, contract: Option<ContractId>) -> ItemList {
    let contract = contract.map(|contract| &submission.matter.contracts[contract]);
    let underlined = contract.and_then(|contract| {
        let role = contract.underline.as_ref()?.role.value;
        Some((role, &contract.handles_of(role)?.items.value))
    });
    let legend = match (contract, underlined) {
        (Some(contract), Some((role, _))) => contract
            .handles
            .iter()
            .map(|handles| Handler {
                role: submission.role(handles.role.value).to_owned(),
                words: if submission.matter.item_lists[id].all == handles.items.value {
                    "全ての項目".to_owned()
                } else {
                    submission.items(&handles.items.value)
                },
                underlined: handles.role.value == role,
                assumed: handles.assumed,
            })
            .collect(),
        _ => Vec::new(),
    };
    let underlined = underlined.map(|(_, items)| items);
    let mut listing = Listing { submission, list: id, underlined, handling: Vec::new() };
    let entries = &submission.matter.item_lists[id].entries;
    let entries = entries.iter().map(|own| listing.entry(own, None)).collect();
    ItemList {
        id: submission.matter.item_lists[id].id.value.clone(),
        entries,
        legend,
        handling: listing.handling,
        by_party: by_party::all(submission, id),
    }
}

/// A list that is being made.
struct Listing<'a> {
    submission: &'a Submission<'a>,
    list: ItemListId,
    underlined: Option<&'a Items>,
    handling: Vec<Handling>,
}

impl Listing<'_> {
    /// Returns an entry with its members; `group` is how the group it stands in is handled.
    fn entry(&mut self, entry: &item::ItemEntry, group: Option<usize>) -> ItemEntry {
        let (handled_by, handling) = self.handling(entry, group);
        let members: Vec<ItemEntry> =
            entry.members.iter().map(|member| self.entry(member, Some(handling))).collect();
        let own = self.underlined.is_some_and(|items| items.contains(entry.item));
        ItemEntry {
            name: entry.name.value.clone(),
            underlined: own && members.iter().all(|member| member.underlined),
            members,
            handled_by,
            handling,
        }
    }

    /// Returns the roles that handle an entry, and notes how it is handled.
    fn handling(&mut self, entry: &item::ItemEntry, group: Option<usize>) -> (Vec<String>, usize) {
        let submission = self.submission;
        let mut roles: Vec<(&str, bool)> = Vec::new();
        let uses =
            |contract: &&Contract| contract.item_list.as_ref().is_some_and(|own| own.value == self.list);
        let handles = submission.matter.contracts.iter().filter(uses).flat_map(|contract| &contract.handles);
        for handles in handles.filter(|handles| handles.items.value.contains(entry.item)) {
            let role = submission.role(handles.role.value);
            match roles.iter_mut().find(|(known, _)| *known == role) {
                // One contract that states it is enough.
                Some((_, assumed)) => *assumed &= handles.assumed,
                None => roles.push((role, handles.assumed)),
            }
        }
        // What is neither entrusted nor passes anywhere, the authority handles itself.
        let matter = submission.matter;
        if matter.contracts.is_empty()
            && matter.flows.is_empty()
            && let Some(ward) = matter.ward()
        {
            roles.push((submission.role(ward), false));
        }
        let marked = |(role, assumed): &(&str, bool)| {
            if *assumed { format!("{role}【推定】") } else { (*role).to_owned() }
        };
        let handled_by: Vec<String> = roles.iter().map(marked).collect();
        let carried_by = self.carried_by(entry);
        let same = |own: &Handling| own.handled_by == handled_by && own.carried_by == carried_by;
        let at = self.handling.iter().position(same).unwrap_or_else(|| {
            self.handling.push(Handling { items: Vec::new(), handled_by, carried_by });
            self.handling.len() - 1
        });
        // What is handled as its group is needs no word of its own.
        if group != Some(at)
            && let Some(handling) = self.handling.get_mut(at)
        {
            handling.items.push(entry.name.value.clone());
        }
        (roles.into_iter().map(|(role, _)| role.to_owned()).collect(), at)
    }

    /// Returns the links that carry an entry, in the flows of the contracts that use the list or that cite it.
    fn carried_by(&self, entry: &item::ItemEntry) -> Vec<Carried> {
        let matter = self.submission.matter;
        let is_own = |contract: ContractId| {
            matter.contracts[contract].item_list.as_ref().is_some_and(|own| own.value == self.list)
        };
        let mut carried = Vec::new();
        for (id, flow) in matter.flows.enumerate() {
            let own = flow.contract.as_ref().is_some_and(|contract| is_own(contract.value));
            for (link_id, link) in flow.links.enumerate().filter(|(_, link)| link.is_transfer()) {
                let cites = link.cites.iter().any(|cited| cited.value == self.list);
                let holds = link.items.as_ref().is_some_and(|items| items.value.contains(entry.item));
                if !holds || !(own || cites) {
                    continue;
                }
                let uses = |step: &&Step| step.links.iter().any(|own| own.value == link_id);
                let network = link.network.as_ref();
                carried.push(Carried {
                    section: format!("flow-{}", self.submission.material_id(Material::Flow(id))),
                    number: self.submission.material(Material::Flow(id)),
                    steps: flow.steps.iter().filter(uses).map(|step| circled(step.no.value)).collect(),
                    from: self.submission.role(link.from.value).to_owned(),
                    to: self.submission.role(link.to.value).to_owned(),
                    network: network.map(|own| self.submission.common.networks[own.value].name.clone()),
                    assumed: link.assumed,
                });
            }
        }
        carried
    }
}
