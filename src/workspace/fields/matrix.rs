//! Who may handle what under a contract, item by role: the underline of the paper as boxes to tick. Made of the form of
//! the file, so that a matter that is half written has it too.

use super::{Field, Value};
use crate::workspace::edit::{Change, Given};
use serde::Serialize;
use std::collections::BTreeMap;

/// The items of a contract by the roles under it.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// The contract's place.
    pub place: String,
    /// What it is called.
    pub label: String,
    /// The roles, in the order of the paper.
    pub roles: Vec<Column>,
    /// The items, a group before its members.
    pub items: Vec<Row>,
}

/// A role under a contract.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its id.
    pub role: String,
    /// Its name.
    pub label: String,
    /// What stands for it, as a [`mark`](super::mark).
    pub before: String,
    /// Whether nothing is stated for it.
    pub unstated: bool,
}

/// An item, and which roles may handle it.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub item: String,
    /// Whether it is a member of a group.
    pub member: bool,
    /// For each role, whether it may handle it.
    pub cells: Vec<bool>,
}

/// An item of a list with the group that it is a member of.
struct Item {
    name: String,
    group: Option<String>,
}

fn items_of(list: &Field) -> &[Field] {
    match &list.value {
        Value::List { items, .. } => items,
        Value::One { .. } | Value::Raw { .. } | Value::Record { .. } | Value::Several { .. } => &[],
    }
}

/// Returns the field under a key of a record.
fn key<'f>(record: &'f Field, key: &str) -> Option<&'f Field> {
    match &record.value {
        Value::Record { fields } => fields.iter().find(|own| own.key == key),
        Value::List { .. } | Value::One { .. } | Value::Raw { .. } | Value::Several { .. } => None,
    }
}

fn text(record: &Field, name: &str) -> String {
    key(record, name).map(Field::canonical).unwrap_or_default()
}

fn texts(record: &Field, name: &str) -> Vec<String> {
    match key(record, name).map(|own| &own.value) {
        Some(Value::Several { texts, .. }) => texts.clone(),
        _ => Vec::new(),
    }
}

fn list<'f>(record: &'f Field, name: &str) -> &'f [Field] {
    key(record, name).map(items_of).unwrap_or_default()
}

/// Returns the items of a list, each group before its members.
fn named(form: &Field, id: &str) -> Vec<Item> {
    let set = list(form, "item_sets").iter().find(|own| text(own, "id") == id);
    let mut all = Vec::new();
    for item in set.map(|own| list(own, "items")).unwrap_or_default() {
        let name = text(item, "name");
        all.push(Item { name: name.clone(), group: None });
        let members = list(item, "members").iter();
        all.extend(members.map(|own| Item { name: text(own, "name"), group: Some(name.clone()) }));
    }
    all
}

/// Returns what is stated for a role: its record, and the items that are named in it.
fn stated<'f>(form: &Field, contract: &'f Field, role: &str) -> Option<(&'f Field, Vec<String>)> {
    let own = list(contract, "handles").iter().find(|own| text(own, "role") == role)?;
    let mut names = texts(own, "items");
    let whole = text(own, "items_of");
    if !whole.is_empty() {
        names.extend(named(form, &whole).into_iter().filter(|own| own.group.is_none()).map(|own| own.name));
    }
    Some((own, names))
}

/// What stands for a role in the one way that it is marked.
fn before(stated: Option<&(&Field, Vec<String>)>) -> String {
    super::mark(&stated.map(|(_, names)| names.join("\n")).unwrap_or_default())
}

/// Returns a matrix for each contract that has a list of items.
#[must_use]
pub fn matrices(form: &Field) -> Vec<Matrix> {
    let roles: BTreeMap<String, (String, String)> = list(form, "roles")
        .iter()
        .map(|own| (text(own, "id"), (text(own, "name"), text(own, "kind"))))
        .collect();
    // The ward and the persons themselves may handle everything; the paper has no line for them.
    let is_limited =
        |role: &String| roles.get(role).is_some_and(|(_, kind)| kind != "ward" && kind != "principal");
    let matrix = |contract: &Field| {
        let items = named(form, &text(contract, "item_set"));
        let mut under: Vec<String> = list(contract, "parties").iter().map(|own| text(own, "role")).collect();
        under.extend(list(contract, "handles").iter().map(|own| text(own, "role")));
        let mut ids: Vec<String> = Vec::new();
        for role in under.into_iter().filter(is_limited) {
            if !ids.contains(&role) {
                ids.push(role);
            }
        }
        let all: Vec<_> = ids.iter().map(|role| stated(form, contract, role)).collect();
        let columns = ids.iter().zip(&all).map(|(role, own)| Column {
            role: role.clone(),
            label: roles.get(role).map(|(name, _)| name.clone()).unwrap_or_default(),
            before: before(own.as_ref()),
            unstated: own.is_none(),
        });
        let rows = items.iter().map(|item| Row {
            item: item.name.clone(),
            member: item.group.is_some(),
            cells: all
                .iter()
                .map(|own| {
                    own.as_ref().is_some_and(|(_, names)| {
                        names.contains(&item.name)
                            || item.group.as_ref().is_some_and(|group| names.contains(group))
                    })
                })
                .collect(),
        });
        let title = text(contract, "title");
        Matrix {
            place: contract.place.clone(),
            label: if title.is_empty() { text(contract, "id") } else { title },
            roles: columns.collect(),
            items: rows.collect(),
        }
    };
    let all = list(form, "contracts").iter().map(matrix);
    all.filter(|own| !own.items.is_empty() && !own.roles.is_empty()).collect()
}

/// Returns the changes that make the stated items of a role those that were ticked, where they are others; `marked` is
/// what stood there when it was read.
#[must_use]
pub fn ticked(form: &Field, contract: &str, role: &str, marked: &str, ticked: &[String]) -> Vec<Given> {
    let Some(contract) = form.find(contract) else { return Vec::new() };
    let items = named(form, &text(contract, "item_set"));
    let own = stated(form, contract, role);
    let names = own.as_ref().map(|(_, names)| names.clone()).unwrap_or_default();
    // A group stands for its members.
    let is_covered = |item: &Item| item.group.as_ref().is_some_and(|group| ticked.contains(group));
    let chosen: Vec<String> = items
        .iter()
        .filter(|item| ticked.contains(&item.name) && !is_covered(item))
        .map(|item| item.name.clone())
        .collect();
    if chosen.len() == names.len() && chosen.iter().all(|own| names.contains(own)) {
        return Vec::new();
    }
    let list = format!("{}/handles", contract.place);
    let Some((record, _)) = own else {
        let entry =
            vec![("role".to_owned(), vec![role.to_owned()]), ("items".to_owned(), vec![chosen.join("\n")])];
        return vec![Given { change: Change::Add(list, entry), before: None }];
    };
    let place = record.place.clone();
    // The mark is of all that stands for the role; where it holds, each of its fields is as it was read.
    let is_as_read = before(Some(&(record, names.clone()))) == marked;
    let mark = |key: &str| {
        let own = self::key(record, key).map(|own| own.before.clone()).unwrap_or_else(|| super::mark(""));
        Some(if is_as_read { own } else { marked.to_owned() })
    };
    if chosen.is_empty() {
        // A record and a list have the mark of nothing.
        let before = if is_as_read { None } else { Some(marked.to_owned()) };
        return vec![Given { change: Change::Remove(place), before }];
    }
    let stands = texts(record, "items");
    let kept = stands.iter().filter(|own| chosen.contains(own));
    let new = chosen.iter().filter(|own| !stands.contains(own));
    let all: Vec<String> = kept.chain(new).cloned().collect();
    let mut given =
        vec![Given { change: Change::SetAll(format!("{place}/items"), all), before: mark("items") }];
    if !text(record, "items_of").is_empty() {
        given.push(Given {
            change: Change::Set(format!("{place}/items_of"), String::new()),
            before: mark("items_of"),
        });
    }
    given
}
