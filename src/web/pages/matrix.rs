//! Who handles what: a table of boxes for each contract, with what the flows say of each cell.

use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::matter::{Frame, base};
use super::{Stopped, moment, open};
use crate::diagnostic::Text;
use crate::text;
use crate::workspace::edit::Subject;
use crate::workspace::fields::matrix::{matrices, ticked};
use crate::workspace::select::{Extent, Selection};
use crate::workspace::tables::Kind;
use axum::http::StatusCode;
use serde_json::json;
use std::collections::BTreeMap;

/// Shows the tables.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    shown(app, year, name, &super::matter::saved_text(asked), "good")
}

fn shown(app: &App, year: &str, name: &str, said: &Text, said_kind: &str) -> Result<Answer, Stopped> {
    let frame = Frame::of(app, year, name, "matrix")?;
    let tables = frame.looked.opened.form.as_ref().map(matrices).unwrap_or_default();
    let marks = if frame.looked.checked.is_some() { flows(app, year, &frame)? } else { BTreeMap::new() };
    let status = if said_kind == "bad" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(frame.page(
        app,
        status,
        "matrix.html",
        json!({ "tables": tables, "marks": marks, "said": app.view.say(said), "said_kind": said_kind }),
    ))
}

/// Returns what the flows say of an item and a role: `item` to role to mark.
fn flows(
    app: &App,
    year: &str,
    frame: &Frame<'_>,
) -> Result<BTreeMap<String, BTreeMap<String, String>>, Stopped> {
    let workspace = open(app)?;
    let selection = Selection {
        year: year.to_owned(),
        files: vec![frame.looked.opened.path.clone()],
        extent: Extent::Matters,
    };
    let (tables, _) = workspace.tables(&[selection], Kind::Handles, app.view.language);
    let mut marks: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
    for table in tables {
        for row in table.rows {
            let Some((item, cells)) = row.split_first() else { continue };
            let own = marks.entry(item.clone()).or_default();
            for (column, cell) in table.columns.iter().skip(1).zip(cells) {
                let role = column.key.strip_prefix("role/").unwrap_or(&column.key);
                own.insert(role.to_owned(), cell.clone());
            }
        }
    }
    Ok(marks)
}

/// Saves what was ticked.
pub(super) fn save(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let opened = app.editor.open(&subject)?;
    let form = opened.form.as_ref().ok_or(Stopped::Missing)?;
    let mut given = Vec::new();
    for (of, before) in asked.sent.after("r:") {
        let Some((contract, role)) = of.split_once('|') else { continue };
        let chosen = asked.sent.all(&format!("h:{of}"));
        given.extend(ticked(form, contract, role, before, &chosen));
    }
    let saved = app.editor.save(&subject, &given, &moment(app))?;
    if let Some((_, refusal)) = saved.refused.first() {
        let why = refusal.text();
        let (ja, en) = (why.ja, why.en);
        let said = text!("保存していない所があります。{ja}", "some of it was not saved: {en}");
        return shown(app, year, name, &said, "bad");
    }
    Ok(Answer::to(format!("{}/matrix?saved={}", base(year, name), saved.kept.len())))
}
