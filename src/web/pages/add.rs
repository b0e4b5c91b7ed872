//! A further item of a list: its fields, and the item made of them.

use super::super::data::{encoded, lines};
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::fields::{Refused, Showing};
use super::matter::{base, page_of, subject};
use super::{Stopped, moment};
use crate::workspace::edit::{Change, Given};
use crate::workspace::fields::{Field, Value};
use axum::http::StatusCode;
use serde_json::json;

/// Asks for the fields of a further item.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let at = asked.query.one("at").unwrap_or_default();
    shown(app, year, name, at, "", &Refused::new())
}

fn shown(app: &App, year: &str, name: &str, at: &str, said: &str, sent: &Refused) -> Result<Answer, Stopped> {
    let subject = subject(year, name);
    let opened = app.editor.open(&subject)?;
    let list = opened.form.as_ref().and_then(|form| form.find(at)).ok_or(Stopped::Missing)?;
    let Value::List { further, .. } = &list.value else { return Err(Stopped::Missing) };
    let base = base(year, name);
    let showing =
        Showing { base: &base, part: page_of(&subject, at), more: "", findings: &[], refused: sent };
    let flat: Vec<Field> = further
        .iter()
        .filter(|own| matches!(own.value, Value::One { .. } | Value::Several { .. }))
        .cloned()
        .collect();
    let mut fields = showing.fields("", &flat).0;
    for own in &mut fields {
        own.shown = true;
    }
    // A column of a workbook is as many names; each becomes an item with nothing else said of it.
    let is_named = further.iter().all(|own| own.key == "name" || !own.required);
    let many = is_named && further.iter().any(|own| own.key == "name");
    let status = if said.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = format!("{base}/{}#f:{}", page_of(&subject, at), encoded(at));
    let label = &list.label;
    Ok(app.view.page(
        status,
        "add.html",
        json!({ "fields": fields, "many": many, "base": base, "at": at, "back": back, "said": said, "label": label }),
    ))
}

/// Adds an item.
pub(super) fn save(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let at = asked.sent.one("at").unwrap_or_default();
    let prefix = format!("{at}/@/");
    let mut entry: Vec<(String, Vec<String>)> = Vec::new();
    let mut sent = Refused::new();
    for (place, _) in asked.sent.after("b:") {
        let Some(key) = place.strip_prefix(&prefix) else { continue };
        let several = asked.sent.all(&format!("v:{place}"));
        let joined = lines(&several.join("\n"));
        entry.push((key.to_owned(), vec![joined.clone()]));
        sent.insert(place.to_owned(), (joined, String::new()));
    }
    let subject = subject(year, name);
    let names = lines(asked.sent.one("many").unwrap_or_default());
    let names: Vec<&str> = names.lines().filter_map(first_cell).collect();
    let add = |entry| Given { change: Change::Add(at.to_owned(), entry), before: None };
    let given: Vec<Given> = if names.is_empty() {
        vec![add(entry)]
    } else {
        names.iter().map(|name| add(vec![("name".to_owned(), vec![(*name).to_owned()])])).collect()
    };
    let saved = app.editor.save(&subject, &given, &moment(app))?;
    if let Some((_, refusal)) = saved.refused.first() {
        let said = app.view.say(&refusal.text());
        return shown(app, year, name, at, &said, &sent);
    }
    let count = saved.kept.len();
    Ok(Answer::to(format!("{}/{}?saved={count}#f:{}", base(year, name), page_of(&subject, at), encoded(at))))
}

/// Returns the first cell of a line that was copied from a workbook (cells are parted by tabs); nothing where it is
/// empty.
fn first_cell(line: &str) -> Option<&str> {
    line.split('\t').next().map(str::trim).filter(|cell| !cell.is_empty())
}
