//! The checklists: each row of the ward's form with its answer, its reason and its evidence.

use super::super::data::lines;
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::matter::{Frame, base};
use super::{Stopped, moment, open};
use crate::diagnostic::Text;
use crate::text;
use crate::workspace::edit::{Given, Subject};
use crate::workspace::fields::answers::{answered, sheets};
use crate::workspace::fields::mark;
use axum::http::StatusCode;
use serde_json::json;

/// Shows the sheets.
pub(super) fn show(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    shown(app, year, name, &super::matter::saved_text(asked), "good")
}

fn shown(app: &App, year: &str, name: &str, said: &Text, said_kind: &str) -> Result<Answer, Stopped> {
    let frame = Frame::of(app, year, name, "checklists")?;
    let workspace = open(app)?;
    let loaded = workspace.whole_year(year)?;
    let list = frame.looked.opened.form.as_ref().map(|form| sheets(form, &loaded.year)).unwrap_or_default();
    let shown: Vec<_> = list
        .iter()
        .map(|sheet| {
            let groups: Vec<_> = sheet
                .groups
                .iter()
                .map(|group| {
                    let rows: Vec<_> = group
                        .rows
                        .iter()
                        .map(|row| {
                            let place = row.place.clone().unwrap_or_default();
                            let findings: Vec<_> = frame
                                .places
                                .iter()
                                .filter(|own| !place.is_empty() && (own.field == place || own.field.starts_with(&format!("{place}/"))))
                                .collect();
                            json!({
                                "row": row,
                                "marks": [mark(&row.status), mark(&row.reason), mark(&row.evidence), mark(&row.by)],
                                "findings": findings,
                            })
                        })
                        .collect();
                    json!({ "label": group.label, "rows": rows })
                })
                .collect();
            json!({ "place": sheet.place, "heading": sheet.heading, "words": sheet.words, "groups": groups })
        })
        .collect();
    let status = if said_kind == "bad" { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(frame.page(
        app,
        status,
        "checklists.html",
        json!({ "sheets": shown, "said": app.view.say(said), "said_kind": said_kind }),
    ))
}

/// Saves the answers that were changed.
pub(super) fn save(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let opened = app.editor.open(&subject)?;
    let form = opened.form.as_ref().ok_or(Stopped::Missing)?;
    let one = |name: String| lines(asked.sent.one(&name).unwrap_or_default());
    let mut given: Vec<Given> = Vec::new();
    // 「この群を全て…」: what has no answer yet gets this one.
    let all = asked.sent.one("all").and_then(|own| own.split_once('|'));
    for (of, group) in asked.sent.after("g:") {
        let Some((sheet, row)) = of.split_once('|') else { continue };
        let pair = |key: &str| (one(format!("{key}b:{of}")), one(format!("{key}v:{of}")));
        let mut own = [pair("s"), pair("r"), pair("e"), pair("d")];
        if let (Some((word, chosen)), [(_, status), ..]) = (all, &mut own)
            && chosen == group
            && status.is_empty()
        {
            word.clone_into(status);
        }
        given.extend(answered(form, sheet, row, &own));
    }
    let saved = app.editor.save(&subject, &given, &moment(app))?;
    if let Some((_, refusal)) = saved.refused.first() {
        let (kept, left) = (saved.kept.len(), saved.refused.len());
        let Text { ja, en } = refusal.text();
        let said = text!(
            "{kept}か所を保存し、{left}か所は保存していません。{ja}",
            "{kept} value(s) saved, {left} not: {en}"
        );
        return shown(app, year, name, &said, "bad");
    }
    Ok(Answer::to(format!("{}/checklists?saved={}", base(year, name), saved.kept.len())))
}
