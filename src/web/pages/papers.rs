//! A matter on paper: the printed page in a frame, and files to keep.

use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::{Stopped, open};
use crate::render::Format;
use crate::render::templates::Templates;
use crate::workspace::edit::Subject;
use crate::workspace::render::Wanted;
use axum::http::StatusCode;

/// Shows a matter, or one part of it, as it would be printed now.
pub(super) fn preview(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let file = app.editor.path(&workspace, &Subject::Matter(year.to_owned(), name.to_owned()))?;
    let loaded = workspace.whole_year(year)?;
    let part = asked.query.one("part").filter(|part| !part.is_empty());
    let templates = Templates::built_in().map_err(|error| Stopped::Told(error.message))?;
    let prepared = workspace
        .prepare(&loaded, &file, Wanted { is_final: false, part })
        .map_err(|unread| Stopped::Unread(unread.error))?;
    let printed = prepared.print(&[Format::Html], &templates).map_err(|error| Stopped::Told(error.text()))?;
    let html = printed.files.into_iter().next().map(|own| own.contents).unwrap_or_default();
    let answer = Answer::new(StatusCode::OK, "text/html; charset=utf-8", html);
    Ok(Answer { framed: true, ..answer })
}
