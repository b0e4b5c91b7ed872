//! The checklists of a matter as sheets: each row of the ward's form with its answer, its reason and its evidence.

use super::{Choice, Field, Value, mark};
use crate::model::vocabulary::Mark;
use crate::model::ward::Year;
use crate::workspace::edit::{Change, Given};
use crate::yaml::decode::Vocabulary as _;
use serde::Serialize;

/// A checklist with its answers.
#[derive(Clone, Debug, Serialize)]
pub struct Sheet {
    /// Where the answers stand.
    pub place: String,
    /// The form's heading.
    pub heading: String,
    /// What may be answered, as the form words it.
    pub words: Vec<Choice>,
    /// The rows, by group.
    pub groups: Vec<Group>,
}

/// Rows under one label.
#[derive(Clone, Debug, Serialize)]
pub struct Group {
    /// The label.
    pub label: String,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row with its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its id in the form.
    pub id: String,
    /// Its wording.
    pub text: String,
    /// The answer's place; none where there is no answer yet.
    pub place: Option<String>,
    /// The answer; empty where there is none.
    pub status: String,
    /// Why not, where it is not done.
    pub reason: String,
    /// What is left as evidence, and when.
    pub evidence: String,
    /// By when, where it is planned.
    pub by: String,
}

/// The keys of an answer that a sheet asks for.
const KEYS: [&str; 4] = ["status", "reason", "evidence", "by"];

fn items<'f>(form: &'f Field, place: &str) -> &'f [Field] {
    match form.find(place).map(|own| &own.value) {
        Some(Value::List { items, .. }) => items,
        _ => &[],
    }
}

fn text(record: &Field, key: &str) -> String {
    record.find(&format!("{}/{key}", record.place)).map(Field::canonical).unwrap_or_default()
}

/// Returns the sheets of a matter: a row for each of the form's, whether it is answered or not.
#[must_use]
pub fn sheets(form: &Field, year: &Year) -> Vec<Sheet> {
    let sheet = |own: &Field| {
        let id = text(own, "form");
        let form_of = year.forms.iter().find(|known| known.id.value == id)?;
        let place = format!("{}/answers", own.place);
        let answers = items(form, &place);
        let row = |id: &str, wording: &str| {
            let answer = answers.iter().find(|own| text(own, "row") == id);
            let given = |key: &str| answer.map(|own| text(own, key)).unwrap_or_default();
            Row {
                id: id.to_owned(),
                text: wording.to_owned(),
                place: answer.map(|own| own.place.clone()),
                status: given("status"),
                reason: given("reason"),
                evidence: given("evidence"),
                by: given("by"),
            }
        };
        let groups = form_of.groups.iter().map(|group| Group {
            label: group.label.value.clone(),
            rows: group
                .rows
                .iter()
                .map(|id| row(&form_of.rows[*id].id.value, &form_of.rows[*id].text.value))
                .collect(),
        });
        let words = Mark::WORDS.iter().map(|(word, mark, _)| (*word, *mark));
        let offered = words.filter(|(_, mark)| {
            form_of.answers.iter().any(|(_, own)| own == mark) || form_of.answers.is_empty()
        });
        let words = offered
            .map(|(word, mark)| Choice { word: word.to_owned(), label: form_of.word(mark).to_owned() });
        Some(Sheet {
            place: own.place.clone(),
            heading: form_of.heading.value.clone(),
            words: words.collect(),
            groups: groups.collect(),
        })
    };
    items(form, "checklists").iter().filter_map(sheet).collect()
}

/// Returns the changes that make the answer to a row what was given: status, reason, evidence and day with the mark of
/// what was read of each.
#[must_use]
pub fn answered(form: &Field, sheet: &str, row: &str, given: &[(String, String); 4]) -> Vec<Given> {
    let list = format!("{sheet}/answers");
    let answer = items(form, &list).iter().find(|own| text(own, "row") == row);
    let changed = || KEYS.iter().zip(given).filter(|(_, (before, now))| mark(now) != *before);
    let Some(answer) = answer else {
        let [(_, status), ..] = given;
        if changed().next().is_none() || status.is_empty() {
            return Vec::new();
        }
        let keys = KEYS.iter().zip(given).map(|(key, (_, now))| ((*key).to_owned(), vec![now.clone()]));
        let entry = std::iter::once(("row".to_owned(), vec![row.to_owned()])).chain(keys).collect();
        return vec![Given { change: Change::Add(list, entry), before: None }];
    };
    let place = &answer.place;
    let change = |(key, (before, now)): (&&str, &(String, String))| Given {
        change: if *key == "status" && now.is_empty() {
            Change::Remove(place.clone())
        } else {
            Change::Set(format!("{place}/{key}"), now.clone())
        },
        before: if *key == "status" && now.is_empty() { None } else { Some(before.clone()) },
    };
    let is_removed = given.first().is_some_and(|(_, status)| status.is_empty());
    changed().map(change).take(if is_removed { 1 } else { KEYS.len() }).collect()
}
