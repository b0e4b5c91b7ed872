//! What may be chosen at a place: the words of a vocabulary, the ids of the workspace, and those of the file itself,
//! each with the name that a reader knows it by.

use super::shape::Form;
use crate::model::load::{LoadedYear, Workspace};
use crate::yaml::{Data, Node};
use serde::Serialize;
use serde_json::Value as Json;

/// Something that may be chosen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Choice {
    /// As the file has it.
    pub word: String,
    /// As a reader knows it.
    pub label: String,
}

impl Choice {
    fn new(word: &str, label: &str) -> Self {
        Self { word: word.to_owned(), label: if label.is_empty() { word } else { label }.to_owned() }
    }
}

/// What a workspace lists for keys of records.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    keys: &'static [(&'static str, &'static str)],
    choices: Vec<Choice>,
}

/// Returns what the ward, the common words and the year list.
pub(super) fn listed(workspace: &Workspace, year: Option<&LoadedYear>) -> Vec<Listed> {
    let (ward, common) = (&workspace.ward, &workspace.common);
    let list = |keys, choices: Vec<Choice>| Listed { keys, choices };
    let year = year.map(|own| &own.year);
    vec![
        list(
            &[("RawStep", "acts"), ("RawSubmitted", "acts"), ("RawTask", "acts")],
            common.acts.iter().map(|own| Choice::new(&own.name, "")).collect(),
        ),
        list(
            &[("RawApproval", "body")],
            common.bodies.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawMatter", "business")],
            ward.businesses.iter().map(|own| Choice::new(&own.id.value, &own.name.value)).collect(),
        ),
        list(
            &[("RawCertification", "kind"), ("RawCertificationMention", "kind")],
            common.certifications.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawClause", "id")],
            common.clauses.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawMatter", "department")],
            ward.departments.iter().map(|own| Choice::new(&own.id.value, &own.name.value)).collect(),
        ),
        list(
            &[("RawConnectionShape", "network"), ("RawLink", "network")],
            common.networks.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawLink", "protections")],
            common.protections.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawLink", "passage"), ("RawConnectionShape", "passage")],
            ward.passages.iter().map(|own| Choice::new(&own.id.value, &own.name.value)).collect(),
        ),
        list(
            &[("RawLink", "means")],
            common.means.iter().map(|own| Choice::new(&own.id, &own.name)).collect(),
        ),
        list(
            &[("RawProvider", "party")],
            year.map(|own| {
                own.parties.iter().map(|own| Choice::new(&own.id.value, &own.name.value)).collect()
            })
            .unwrap_or_default(),
        ),
        list(
            &[("RawBasis", "kinds"), ("RawSubmitted", "kind"), ("RawContract", "kind")],
            year.map(|own| own.kinds.iter().map(|own| Choice::new(&own.id.value, &own.name.value)).collect())
                .unwrap_or_default(),
        ),
        list(
            &[("RawChecklist", "form")],
            year.map(|own| {
                own.forms.iter().map(|own| Choice::new(&own.id.value, &own.heading.value)).collect()
            })
            .unwrap_or_default(),
        ),
    ]
}

/// Keys of records: record, key.
type Keys = &'static [(&'static str, &'static str)];

/// Keys that name something of the file itself: where that stands, the key that names it, the one that a reader knows.
type Named = (&'static [&'static str], &'static str, &'static str, Keys);

/// `*` stands for each item of a list.
const OWN: &[Named] = &[
    (
        &["roles", "*"],
        "id",
        "name",
        &[
            ("RawRole", "subcontracted_by"),
            ("RawSystem", "operated_by"),
            ("RawSystem", "maintained_by"),
            ("RawParticipant", "role"),
            ("RawLink", "from"),
            ("RawLink", "to"),
            ("RawLink", "returns_to"),
            ("RawStep", "at"),
            ("RawBox", "of"),
            ("RawContractLabel", "per_provider_of"),
            ("RawContract", "per_provider_of"),
            ("RawContractParty", "role"),
            ("RawUnderline", "role"),
            ("RawHandles", "role"),
            ("RawProhibits", "role"),
            ("RawReason", "role"),
            ("RawConveys", "from"),
            ("RawConveys", "to"),
            ("RawTaskGroup", "role"),
            ("RawSubcontractor", "role"),
            ("RawSpoiled", "by"),
            ("RawMatching", "by"),
        ],
    ),
    (
        &["roles", "*", "systems", "*"],
        "id",
        "label",
        &[
            ("RawLink", "from_system"),
            ("RawLink", "to_system"),
            ("RawStep", "system"),
            ("RawParticipant", "systems"),
            ("RawConnectionShape", "from_system"),
            ("RawConnectionShape", "to_system"),
        ],
    ),
    (
        &["roles", "*", "providers", "*"],
        "id",
        "brand",
        &[("RawMention", "provider"), ("RawCoverage", "providers")],
    ),
    (
        &["item_sets", "*"],
        "id",
        "heading",
        &[
            ("RawRetention", "items_of"),
            ("RawLink", "items_of"),
            ("RawLink", "cites"),
            ("RawMakes", "items_of"),
            ("RawContract", "item_set"),
            ("RawHandles", "items_of"),
            ("RawConnection", "item_sets"),
        ],
    ),
    (
        &["item_sets", "*", "items", "*"],
        "name",
        "name",
        &[
            ("RawRetention", "items"),
            ("RawLink", "items"),
            ("RawLink", "sees"),
            ("RawMakes", "items"),
            ("RawHandles", "items"),
            ("RawProhibits", "items"),
        ],
    ),
    (
        &["contracts", "*"],
        "id",
        "title",
        &[
            ("RawItemSet", "applies_to"),
            ("RawItem", "needed_by"),
            ("RawChecklist", "covers"),
            ("RawCoverage", "contract"),
            ("RawFlow", "contract"),
        ],
    ),
    (&["connections", "*"], "id", "title", &[("RawChecklist", "covers")]),
    (&["flows", "*"], "id", "title", &[("RawOverview", "cites")]),
    (&["item_sets", "*"], "id", "title", &[("RawOverview", "cites")]),
    (&["measures", "*"], "id", "id", &[("RawBox", "measures")]),
    (&["prior_approvals", "*"], "id", "subject", &[("RawFlow", "approvals")]),
    (&["parties", "*"], "id", "name", &[("RawParty", "parent")]),
];

/// What may be chosen in one file.
pub(super) struct Choices {
    own: Vec<(Keys, Vec<Choice>)>,
    listed: Vec<Listed>,
}

impl Choices {
    pub(super) fn of(form: &Form, root: &Node<'_>) -> Self {
        let own = OWN.iter().map(|(path, word, label, keys)| {
            let mut found = Vec::new();
            collect(root, path, word, label, &mut found);
            (*keys, found)
        });
        Self { own: own.collect(), listed: form.listed.clone() }
    }

    /// Returns what may be chosen for a key; empty where anything may be written.
    pub(super) fn for_key(&self, record: &str, key: &str, schema: &Json) -> Vec<Choice> {
        let words = schema.get("items").unwrap_or(schema).get("oneOf").and_then(Json::as_array);
        if let Some(words) = words {
            let choice = |own: &Json| {
                Some(Choice::new(own.get("const")?.as_str()?, own.get("description").and_then(Json::as_str)?))
            };
            return words.iter().filter_map(choice).collect();
        }
        let names = |keys: &[(&str, &str)]| keys.iter().any(|(own, name)| *own == record && *name == key);
        let listed = self.listed.iter().filter(|own| names(own.keys)).flat_map(|own| &own.choices);
        let own = self.own.iter().filter(|(keys, _)| names(keys)).flat_map(|(_, choices)| choices);
        let mut all: Vec<Choice> = Vec::new();
        for choice in listed.chain(own) {
            if !all.iter().any(|known| known.word == choice.word) {
                all.push(choice.clone());
            }
        }
        all
    }
}

fn collect(node: &Node<'_>, path: &[&str], word: &str, label: &str, found: &mut Vec<Choice>) {
    match (path, &node.data) {
        (["*", rest @ ..], Data::List { items, .. }) => {
            for item in items {
                collect(item, rest, word, label, found);
                // A group of items is named as a whole, and so is each of its members.
                if rest.is_empty()
                    && let Some(members) = item.get("members")
                {
                    collect(members, path, word, label, found);
                }
            }
        }
        ([], _) => {
            let text = |key: &str| match node.get(key).map(|own| &own.data) {
                Some(Data::Scalar { text, .. }) => text.to_string(),
                _ => String::new(),
            };
            let own = text(word);
            if !own.is_empty() {
                found.push(Choice::new(&own, &text(label)));
            }
        }
        ([key, rest @ ..], _) => {
            if let Some(below) = node.get(key) {
                collect(below, rest, word, label, found);
            }
        }
    }
}
