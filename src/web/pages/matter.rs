//! A matter in the order of the paper: a part's fields, what is found in it, and the printed page.

use super::super::data::{encoded, lines};
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::fields::{Refused, Showing};
use super::findings::{Found, Place};
use super::{Stopped, moment, open, year_label};
use crate::diagnostic::{Severity, Text};
use crate::text;
use crate::workspace::check::Checked;
use crate::workspace::edit::{Change, Given, Opened, Refusal, Subject};
use crate::workspace::fields::{Field, Value};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;

/// A part of the paper: its name in addresses, what it is called, and the keys of a matter that stand in it.
struct Part {
    id: &'static str,
    label: fn() -> Text,
    keys: &'static [&'static str],
}

/// The parts in the order of the paper. What is in none is in the first.
const PARTS: &[Part] = &[
    Part { id: "overview", label: || text!("表紙・概要", "Cover and overview"), keys: &[] },
    Part { id: "roles", label: || text!("関係する者", "Who takes part"), keys: &["roles"] },
    Part {
        id: "items", label: || text!("情報項目", "Items"), keys: &["item_sets", "retention", "abroad"]
    },
    Part { id: "annexes", label: || text!("別紙", "Annexes"), keys: &["connections", "contracts", "own"] },
    Part { id: "flows", label: || text!("個人情報の流れ", "Flows"), keys: &["flows", "measures"] },
    Part { id: "checklists", label: || text!("チェックリスト", "Checklists"), keys: &["checklists"] },
    Part {
        id: "approvals",
        label: || text!("承認・受け入れ", "Approvals and waivers"),
        keys: &["prior_approvals", "waivers"],
    },
];

/// Returns the part that a place belongs to.
pub(super) fn part_of(place: &str) -> &'static str {
    let key = place.split('/').next().unwrap_or_default();
    let own = PARTS.iter().find(|part| part.keys.contains(&key));
    own.map_or("overview", |part| part.id)
}

#[derive(Debug, Serialize)]
struct Tab {
    id: &'static str,
    label: String,
    count: usize,
}

/// A matter as it stands, with what is found in it.
pub(super) struct Looked {
    pub(super) opened: Opened,
    pub(super) checked: Option<Checked>,
}

/// Opens and checks a matter.
pub(super) fn look(app: &App, year: &str, name: &str) -> Result<Looked, Stopped> {
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let opened = app.editor.open(&subject)?;
    let mut checked = None;
    if opened.problems.is_empty() {
        let workspace = open(app)?;
        let selection =
            crate::workspace::select::Selection { year: year.to_owned(), files: vec![opened.path.clone()] };
        checked = workspace.check(&[selection]).matters.into_iter().next();
    }
    Ok(Looked { opened, checked })
}

pub(super) fn base(year: &str, name: &str) -> String {
    format!("/m/{}/{}", encoded(year), encoded(name))
}

/// Shows a part.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str, part: &str) -> Result<Answer, Stopped> {
    let said = match asked.query.one("saved") {
        Some("0") => text!("変わった所はありませんでした。", "Nothing was changed."),
        Some(n) if n.parse::<usize>().is_ok() => text!("{n}か所を保存しました。", "{n} value(s) saved."),
        _ => text!("", ""),
    };
    shown(app, year, name, part, &said, &Refused::new())
}

fn shown(
    app: &App,
    year: &str,
    name: &str,
    part: &str,
    said: &Text,
    refused: &Refused,
) -> Result<Answer, Stopped> {
    let own = PARTS.iter().find(|own| own.id == part).ok_or(Stopped::Missing)?;
    let Looked { opened, checked } = look(app, year, name)?;
    let base = base(year, name);
    let found = Found::new(app, &base, &opened);
    let problems = found.problems(&opened);
    let mut places = problems.clone();
    if let Some(checked) = &checked {
        places.extend(found.places(&checked.sources, &checked.outcome.findings));
    }
    let groups = checked
        .as_ref()
        .map(|own| found.groups(&own.sources, &own.outcome.findings, Some(part)))
        .unwrap_or_default();
    let worth: &[&str] = &[Severity::Error.word(), Severity::Warning.word()];
    let tabs: Vec<Tab> = PARTS
        .iter()
        .map(|part| Tab {
            id: part.id,
            label: app.view.say(&(part.label)()),
            count: places
                .iter()
                .filter(|own| part_of(&own.field) == part.id && worth.contains(&own.severity))
                .count(),
        })
        .collect();
    let showing = Showing { base: &base, findings: &here(&places, part), refused };
    let fields = opened.form.as_ref().map(|form| showing.fields(&fields_of(form, part))).unwrap_or_default();
    let title = opened.form.as_ref().and_then(|form| form.find("title")).map(Field::canonical);
    let title = title.filter(|title| !title.is_empty()).unwrap_or_else(|| name.to_owned());
    let part_shown = Tab { id: own.id, label: app.view.say(&(own.label)()), count: 0 };
    let status = if refused.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let kind = if refused.is_empty() { "good" } else { "bad" };
    let preview = checked.is_some().then(|| json!({ "src": format!("{base}/paper"), "open": false }));
    Ok(app.view.page(
        status,
        "matter.html",
        json!({ "title": title, "base": base, "fields": fields, "groups": groups, "preview": preview, "part": part_shown, "parts": tabs, "year_label": year_label(year), "problems": problems, "said": app.view.say(said), "said_kind": kind }),
    ))
}

fn here(places: &[Place], part: &str) -> Vec<Place> {
    places.iter().filter(|own| part_of(&own.field) == part).cloned().collect()
}

/// Returns the fields of a part, in the order of the paper.
fn fields_of(form: &Field, part: &str) -> Vec<Field> {
    let Value::Record { fields } = &form.value else { return Vec::new() };
    fields.iter().filter(|own| part_of(&own.place) == part).cloned().collect()
}

/// Saves a part: what was changed in it, and nothing else.
pub(super) fn save(app: &App, asked: &Asked, year: &str, name: &str, part: &str) -> Result<Answer, Stopped> {
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let mut given = Vec::new();
    for (place, before) in asked.sent.after("b:") {
        let field = format!("v:{place}");
        let several = asked.sent.all(&field);
        let sent = if asked.sent.one(&format!("s:{place}")).is_some() || several.len() > 1 {
            several.join("\n")
        } else {
            several.into_iter().next().unwrap_or_default()
        };
        // What stands there as it was read is no change, whatever others wrote since.
        if crate::workspace::fields::mark(&lines(&sent)) != before {
            given.push((place.to_owned(), before.to_owned(), lines(&sent)));
        }
    }
    let opened = app.editor.open(&subject)?;
    let changes: Vec<Given> = given
        .iter()
        .map(|(place, before, sent)| {
            let is_several = opened
                .form
                .as_ref()
                .and_then(|form| form.find(place))
                .is_some_and(|field| matches!(field.value, Value::Several { .. }));
            let change = if is_several {
                let texts = sent.lines().map(str::trim).filter(|own| !own.is_empty()).map(str::to_owned);
                Change::SetAll(place.clone(), texts.collect())
            } else {
                Change::Set(place.clone(), sent.clone())
            };
            Given { change, before: Some(before.clone()) }
        })
        .collect();
    let saved = app.editor.save(&subject, &changes, &moment(app))?;
    let count = saved.kept.len();
    if saved.refused.is_empty() {
        let at = asked.sent.one("remove").map(|place| remove(app, &subject, place)).transpose()?;
        return match at {
            Some(Some(refusal)) => shown(app, year, name, part, &refusal.text(), &Refused::new()),
            _ => Ok(Answer::to(format!("{}/{part}?saved={count}", base(year, name)))),
        };
    }
    let refused: Refused = saved
        .refused
        .iter()
        .filter_map(|(index, refusal)| {
            let (place, _, sent) = given.get(*index)?;
            Some((place.clone(), (sent.clone(), app.view.say(&refusal.text()))))
        })
        .collect();
    let left = refused.len();
    let said = text!(
        "{count}か所を保存し、{left}か所は保存していません。赤い欄を見てください。",
        "{count} value(s) saved, {left} not; look at the fields in red."
    );
    shown(app, year, name, part, &said, &refused)
}

/// Removes an item; returns why not.
fn remove(app: &App, subject: &Subject, place: &str) -> Result<Option<Refusal>, Stopped> {
    let given = Given { change: Change::Remove(place.to_owned()), before: None };
    let saved = app.editor.save(subject, &[given], &moment(app))?;
    Ok(saved.refused.into_iter().next().map(|(_, refusal)| refusal))
}
