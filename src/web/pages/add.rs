//! A further item of a list: its fields, and the item made of them.

use super::super::data::{encoded, lines};
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::fields::{Refused, Showing};
use super::matter::{base, part_of};
use super::{Stopped, moment};
use crate::workspace::edit::{Change, Given, Subject};
use crate::workspace::fields::{Field, Value};
use axum::http::StatusCode;
use serde_json::json;

/// Asks for the fields of a further item.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let at = asked.query.one("at").unwrap_or_default();
    shown(app, year, name, at, "", &Refused::new())
}

fn shown(app: &App, year: &str, name: &str, at: &str, said: &str, sent: &Refused) -> Result<Answer, Stopped> {
    let opened = app.editor.open(&Subject::Matter(year.to_owned(), name.to_owned()))?;
    let list = opened.form.as_ref().and_then(|form| form.find(at)).ok_or(Stopped::Missing)?;
    let Value::List { further, .. } = &list.value else { return Err(Stopped::Missing) };
    let base = base(year, name);
    let showing = Showing { base: &base, part: part_of(at), more: "", findings: &[], refused: sent };
    let flat: Vec<Field> = further
        .iter()
        .filter(|own| matches!(own.value, Value::One { .. } | Value::Several { .. }))
        .cloned()
        .collect();
    let fields = showing.fields("", &flat).0;
    let status = if said.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let back = format!("{base}/{}#f:{}", part_of(at), encoded(at));
    let label = &list.label;
    Ok(app.view.page(
        status,
        "add.html",
        json!({ "fields": fields, "base": base, "at": at, "back": back, "said": said, "label": label }),
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
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let given = Given { change: Change::Add(at.to_owned(), entry), before: None };
    let saved = app.editor.save(&subject, &[given], &moment(app))?;
    if let Some((_, refusal)) = saved.refused.first() {
        let said = app.view.say(&refusal.text());
        return shown(app, year, name, at, &said, &sent);
    }
    Ok(Answer::to(format!("{}/{}?saved=1#f:{}", base(year, name), part_of(at), encoded(at))))
}
