//! What the council approved, and what the files say now: the content by itself, with the versions of the form, of the
//! looks and of the program beside it.
//!
//! The digest of the content is SHA-256 over JSON that another program can make, too (`docs/digest.md`): the keys and
//! values of the matter's file as written, in the order of the alphabet, without the keys that follow a decision or
//! only number papers; the companies that play a role; the rows of the checklists that are answered. No label, no
//! template and no version of the program is part of it.

use super::Case;
use crate::evidence::format::digest::Digest;
use crate::model::matter::ApprovedContent;
use crate::source::Located;
use crate::yaml::{self, Data, Node};
use serde::Serialize;
use std::collections::BTreeMap;

/// Which version of the program prints.
pub const MADE_BY: &str = concat!("fugi ", env!("CARGO_PKG_VERSION"));

/// Version of how the content is written for its digest.
const CONTENT_VERSION: u64 = 1;

/// Keys that are no part of what is decided on, as paths; what follows the decision, or only numbers papers.
const NOT_CONTENT: [&str; 8] = [
    "agenda_number",
    "contracts/concluded",
    "contracts/number",
    "contracts/subcontracting/subcontractors/approved",
    "council",
    "letter",
    "sample",
    "waivers/until",
];

/// What the files say now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Now {
    /// SHA-256 of the content.
    pub content: Digest,
    /// SHA-256 of the files of the year's forms.
    pub form: Digest,
}

/// What came of comparing an approval with the files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The content is another: whether it has to be submitted anew is to be looked at.
    pub content: bool,
    /// The form is another, the content may be the same.
    pub form: bool,
    /// The templates are others.
    pub template: bool,
    /// Another version of the program made it.
    pub version: bool,
}

impl Now {
    /// Returns what a case says now.
    #[must_use]
    pub fn of(case: &Case<'_>) -> Self {
        Self { content: content(case), form: form(case) }
    }

    /// Returns in what an approval differs; what it does not state differs in nothing.
    #[must_use]
    pub fn against(&self, approved: &ApprovedContent, looks: &Digest) -> Standing {
        let stated =
            |own: &Option<Located<String>>, now: &Digest| own.as_ref().is_some_and(|own| differs(own, now));
        Standing {
            content: differs(&approved.content, &self.content),
            form: stated(&approved.form, &self.form),
            template: stated(&approved.template, looks),
            version: approved.made_by.as_ref().is_some_and(|own| own.value != MADE_BY),
        }
    }
}

/// Returns whether a digest that was approved is another than that of now.
#[must_use]
pub fn differs(approved: &Located<String>, now: &Digest) -> bool {
    approved.value != now.to_string()
}

/// Returns SHA-256 over a value as JSON; texts, lists and maps of them only.
pub(crate) fn digest(value: &impl Serialize) -> Digest {
    // Text, lists and maps only: nothing in it can fail to be written.
    Digest::of(serde_json::to_string(value).unwrap_or_default().as_bytes())
}

#[derive(Serialize)]
struct Content<'a> {
    checklists: BTreeMap<&'a str, BTreeMap<&'a str, &'a str>>,
    matter: Canonical<'a>,
    parties: BTreeMap<&'a str, BTreeMap<&'static str, &'a str>>,
    version: u64,
}

/// A value as it is written, maps in the order of their keys.
#[derive(Serialize)]
#[serde(untagged)]
enum Canonical<'a> {
    Text(&'a str),
    List(Vec<Canonical<'a>>),
    Map(BTreeMap<&'a str, Canonical<'a>>),
}

/// Returns SHA-256 of the content of a case.
#[must_use]
pub fn content(case: &Case<'_>) -> Digest {
    let (matter, year) = (case.matter, case.year);
    let text = case.sources.get(matter.source).map(|source| source.text().clone());
    let text = text.as_deref().unwrap_or_default();
    let tree = yaml::read(matter.source, text).tree;
    let written = tree.as_ref().and_then(|tree| canonical(tree, &mut Vec::new()));
    let mut parties = BTreeMap::new();
    for party in matter.providers.iter().filter_map(|provider| provider.party.as_ref()) {
        let party = &year.parties[party.value];
        let mut said = BTreeMap::from([("name", party.name.value.as_str())]);
        said.extend(party.corporate_number.as_ref().map(|own| ("corporate_number", own.value.as_str())));
        said.extend(party.country.as_ref().map(|own| ("country", own.value.as_str())));
        parties.insert(party.id.value.as_str(), said);
    }
    let mut checklists = BTreeMap::new();
    for checklist in &matter.checklists {
        let form = &year.forms[checklist.form.value];
        let rows = checklist.answers.iter().map(|answer| &form.rows[answer.row.value]);
        let rows: BTreeMap<&str, &str> =
            rows.map(|row| (row.id.value.as_str(), row.text.value.as_str())).collect();
        checklists.insert(form.id.value.as_str(), rows);
    }
    digest(&Content {
        checklists,
        matter: written.unwrap_or(Canonical::Text("")),
        parties,
        version: CONTENT_VERSION,
    })
}

/// Returns a value as it is written; `None` where it is no content, or nothing.
fn canonical<'a>(node: &'a Node<'_>, path: &mut Vec<&'a str>) -> Option<Canonical<'a>> {
    if !path.is_empty() && NOT_CONTENT.contains(&path.join("/").as_str()) {
        return None;
    }
    match &node.data {
        Data::Null => None,
        Data::Scalar { text, .. } => Some(Canonical::Text(text.trim_end())),
        // The items of a list stand at the path of the list.
        Data::List { items, .. } => {
            Some(Canonical::List(items.iter().filter_map(|item| canonical(item, path)).collect()))
        }
        Data::Map { entries, .. } => {
            let mut map = BTreeMap::new();
            for entry in entries {
                path.push(&entry.key);
                let value = canonical(&entry.value, path);
                path.pop();
                map.extend(value.map(|value| (&*entry.key, value)));
            }
            Some(Canonical::Map(map))
        }
    }
}

/// Returns SHA-256 over the files of the year's forms, by their names; ends of lines make no difference.
#[must_use]
pub fn form(case: &Case<'_>) -> Digest {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    for (_, source) in case.sources.iter() {
        let mut parts = source.path().iter().rev();
        let (name, folder, year) = (parts.next(), parts.next(), parts.next());
        let is_form = folder.is_some_and(|own| own == "forms")
            && year.is_some_and(|own| own == case.year.name.as_str());
        if let Some(name) = name.filter(|_| is_form) {
            files.insert(name.to_string_lossy().into_owned(), source.text().replace("\r\n", "\n"));
        }
    }
    digest(&files)
}
