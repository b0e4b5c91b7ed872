//! Who may handle which items: as the file says it, and as it is to say it after some marks were changed.

use super::tree::{Path, Tree};
use crate::model::era::full_width;
use std::collections::{BTreeMap, BTreeSet};

/// A role under a contract that uses a list of items.
#[derive(Clone, Debug)]
pub(super) struct Handler {
    /// Which contract, from 0.
    pub(super) contract: usize,
    /// Its title.
    pub(super) title: String,
    /// Id of the role.
    pub(super) role: String,
    /// What the role is called.
    name: String,
    /// 甲・乙・丙, where the role is a party.
    letter: Option<String>,
    /// Whether the paper underlines what it handles.
    underlined: bool,
    /// Where the file says what it handles.
    pub(super) entry: Option<Path>,
    handled: BTreeSet<String>,
}

impl Handler {
    /// Returns whether it may handle an item.
    pub(super) fn handles(&self, item: &str) -> bool {
        self.handled.contains(item)
    }

    /// Returns what stands over its column.
    pub(super) fn heading(&self) -> String {
        let letter = self.letter.as_deref().unwrap_or("（再委託など）");
        let mark = if self.underlined { "\n（下線）" } else { "" };
        format!("{letter}\n{}{mark}", self.name)
    }
}

fn list<'t>(tree: &'t Tree, key: &str) -> &'t [Tree] {
    tree.key(key).map(Tree::items).unwrap_or_default()
}

/// Returns the members of every group, whichever list it stands in.
pub(super) fn groups(tree: &Tree) -> BTreeMap<String, Vec<String>> {
    let mut groups: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for item in list(tree, "item_sets").iter().flat_map(|set| list(set, "items")) {
        let members = list(item, "members").iter().filter_map(|own| own.text("name"));
        let own = groups.entry(item.text("name").unwrap_or_default().to_owned()).or_default();
        for member in members {
            if !own.iter().any(|known| known == member) {
                own.push(member.to_owned());
            }
        }
    }
    groups.retain(|_, members| !members.is_empty());
    groups
}

/// Returns the names of a list, groups before their members, each once.
pub(super) fn names(tree: &Tree, set: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let sets = list(tree, "item_sets").iter().filter(|own| own.text("id") == Some(set));
    for item in sets.flat_map(|set| list(set, "items")) {
        let members = list(item, "members").iter().filter_map(|own| own.text("name"));
        for name in item.text("name").into_iter().chain(members) {
            if !names.iter().any(|own| own == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Returns every item that some names stand for.
fn meant(names: &[&str], groups: &BTreeMap<String, Vec<String>>) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for name in names {
        all.insert((*name).to_owned());
        all.extend(groups.get(*name).into_iter().flatten().cloned());
    }
    all
}

/// Returns the place of what the file says of a role under a contract.
pub(super) fn entry_of(tree: &Tree, contract: usize, role: &str) -> Option<Path> {
    let base = Path::default().under(&["contracts"]).item(contract).under(&["handles"]);
    let entries = tree.at(&base)?.items();
    entries.iter().position(|own| own.text("role") == Some(role)).map(|index| base.item(index))
}

/// Returns every item that an entry names.
pub(super) fn handled(tree: &Tree, entry: &Path) -> BTreeSet<String> {
    let groups = groups(tree);
    let Some(entry) = tree.at(entry) else { return BTreeSet::new() };
    let mut all = meant(&entry.key("items").map(Tree::texts).unwrap_or_default(), &groups);
    if let Some(set) = entry.text("items_of") {
        all.extend(names(tree, set));
    }
    all
}

/// Returns the roles that handle items of a list, contract by contract; the ward and the person are left out.
pub(super) fn handlers(tree: &Tree, set: &str) -> Vec<Handler> {
    let of_set: BTreeSet<String> = names(tree, set).into_iter().collect();
    let roles = list(tree, "roles");
    let role = |id: &str| roles.iter().find(|own| own.text("id") == Some(id));
    let mut all = Vec::new();
    for (index, contract) in list(tree, "contracts").iter().enumerate() {
        let entries = list(contract, "handles");
        let uses = match contract.text("item_set") {
            Some(own) => own == set,
            None => entries.iter().any(|own| {
                own.text("items_of") == Some(set)
                    || own
                        .key("items")
                        .is_some_and(|own| own.texts().iter().any(|name| of_set.contains(*name)))
            }),
        };
        if !uses {
            continue;
        }
        let parties = list(contract, "parties");
        let subcontractors =
            contract.keys(&["subcontracting", "subcontractors"]).map(Tree::items).unwrap_or_default();
        let mut ids: Vec<&str> = Vec::new();
        for id in parties.iter().chain(entries).chain(subcontractors).filter_map(|own| own.text("role")) {
            let kind = role(id).and_then(|own| own.text("kind"));
            if !matches!(kind, Some("ward" | "principal")) && !ids.contains(&id) {
                ids.push(id);
            }
        }
        for id in ids {
            let entry = entry_of(tree, index, id);
            let letter =
                parties.iter().find(|own| own.text("role") == Some(id)).and_then(|own| own.text("letter"));
            let title = contract.text("title").map_or_else(|| full_width(index + 1), str::to_owned);
            all.push(Handler {
                contract: index,
                title,
                role: id.to_owned(),
                name: role(id).and_then(|own| own.text("name")).unwrap_or(id).to_owned(),
                letter: letter.map(str::to_owned),
                underlined: contract.keys(&["underline", "role"]).and_then(Tree::scalar) == Some(id),
                handled: entry.as_ref().map(|own| handled(tree, own)).unwrap_or_default(),
                entry,
            });
        }
    }
    all
}

/// What an entry is to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nothing: the entry goes.
    Nothing,
    /// The whole list of the contract.
    All(String),
    /// These names.
    Names(Vec<String>),
}

/// Returns how an entry is to name items after some were added and others taken out: what it named as a whole stays
/// named as a whole where it can, in its order; a group is named where all its members are meant.
pub(super) fn wanted(tree: &Tree, contract: usize, role: &str, changes: &BTreeMap<String, bool>) -> Wanted {
    let groups = groups(tree);
    let entry = entry_of(tree, contract, role);
    let mut all = entry.as_ref().map(|own| handled(tree, own)).unwrap_or_default();
    for (item, is_handled) in changes {
        if *is_handled {
            all.insert(item.clone());
        } else {
            all.remove(item);
            // A group that lacks a member is no longer named as a whole.
            let broken = groups.iter().filter(|(_, members)| members.contains(item));
            for (group, _) in broken {
                all.remove(group);
            }
        }
    }
    if all.is_empty() {
        return Wanted::Nothing;
    }
    let base = Path::default().under(&["contracts"]).item(contract);
    let set = tree.at(&base).and_then(|own| own.text("item_set")).unwrap_or_default();
    let of_set = names(tree, set);
    let is_whole = |own: &String| {
        all.contains(own) || groups.get(own).is_some_and(|all_of| all_of.iter().all(|one| all.contains(one)))
    };
    if !of_set.is_empty() && of_set.iter().all(is_whole) && all.iter().all(|own| of_set.contains(own)) {
        let is_listed =
            entry.as_ref().and_then(|own| tree.at(own)).is_some_and(|own| own.key("items").is_some());
        if !is_listed {
            return Wanted::All(set.to_owned());
        }
    }
    let now = entry.as_ref().and_then(|own| tree.at(own));
    let old: Vec<String> = match now.and_then(|own| own.key("items")) {
        Some(own) => own.texts().into_iter().map(str::to_owned).collect(),
        None => Vec::new(),
    };
    let fits = |name: &String| {
        all.contains(name) && groups.get(name).is_none_or(|own| own.iter().all(|one| all.contains(one)))
    };
    let mut named: Vec<String> = old.into_iter().filter(fits).collect();
    let mut covered = meant(&named.iter().map(String::as_str).collect::<Vec<_>>(), &groups);
    let of_all: Vec<String> = list(tree, "item_sets")
        .iter()
        .filter_map(|own| own.text("id"))
        .filter(|own| *own != set)
        .flat_map(|own| names(tree, own))
        .collect();
    for name in of_set.iter().chain(&of_all) {
        if covered.contains(name) {
            continue;
        }
        match groups.get(name) {
            Some(members) if members.iter().all(|one| all.contains(one)) => {
                named.push(name.clone());
                covered.insert(name.clone());
                covered.extend(members.iter().cloned());
            }
            Some(_) => {}
            None if all.contains(name) => {
                named.push(name.clone());
                covered.insert(name.clone());
            }
            None => {}
        }
    }
    if named.is_empty() { Wanted::Nothing } else { Wanted::Names(named) }
}
