//! The last saves, and taking one back.

use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::{Stopped, moment};
use crate::text;
use axum::http::StatusCode;
use serde_json::json;

/// How many saves are shown.
const SHOWN: usize = 50;

/// Shows the last saves.
pub(super) fn show(app: &App, said: &str) -> Result<Answer, Stopped> {
    let mut saves = app.editor.saves();
    saves.truncate(SHOWN);
    Ok(app.view.page(StatusCode::OK, "saves.html", json!({ "saves": saves, "said": said })))
}

/// Takes back a save.
pub(super) fn take_back(app: &App, asked: &Asked) -> Result<Answer, Stopped> {
    let number = asked.sent.one("number").and_then(|own| own.parse().ok()).ok_or(Stopped::Missing)?;
    let said = match app.editor.take_back(number, &moment(app)) {
        Ok(kept) => {
            let file = kept.file;
            text!("{file} の保存を元に戻しました。", "The save in {file} was taken back.")
        }
        Err(error) => error.text(),
    };
    show(app, &app.view.say(&said))
}
