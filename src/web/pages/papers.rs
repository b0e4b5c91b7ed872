//! A matter on paper: the printed page in a frame, and files to keep.

use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::findings::{Found, Place};
use super::matter::base;
use super::{Stopped, open, year_label};
use crate::diagnostic::{Severity, Text};
use crate::render::Format;
use crate::render::templates::Templates;
use crate::workspace::edit::Subject;
use crate::workspace::fields::Field;
use crate::workspace::render::{Error, Prepared, Wanted};
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;

/// Shows a matter, or one part of it, as it would be printed now.
pub(super) fn preview(app: &App, asked: &Asked, year: &str, name: &str) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let file = app.editor.path(&workspace, &Subject::Matter(year.to_owned(), name.to_owned()))?;
    let loaded = workspace.whole_year(year)?;
    let part = asked.query.one("part").filter(|part| !part.is_empty());
    let templates = Templates::built_in().map_err(|error| Stopped::Told(error.message))?;
    let prepare = |part| {
        let prepared = workspace.prepare(&loaded, &file, Wanted { is_final: false, part });
        prepared.map_err(|unread| Stopped::Unread(unread.error))
    };
    // A matter that has no such part yet is shown whole.
    let prepared = match prepare(part)? {
        own if matches!(own.document, Err(Error::NoPart(..))) => prepare(None)?,
        own => own,
    };
    let printed = prepared.print(&[Format::Html], &templates).map_err(|error| Stopped::Told(error.text()))?;
    let html = printed.files.into_iter().next().map(|own| own.contents).unwrap_or_default();
    let answer = Answer::new(StatusCode::OK, "text/html; charset=utf-8", html);
    Ok(Answer { framed: true, ..answer })
}

/// A diagram of a matter: its section's id, and what it is called.
#[derive(Debug, Serialize)]
pub(super) struct Diagram {
    id: String,
    label: String,
}

/// Returns the diagrams of a matter.
pub(super) fn diagrams(app: &App, year: &str, name: &str) -> Result<Vec<Diagram>, Stopped> {
    let (_, prepared) = prepared(app, year, name, Wanted::default())?;
    let Ok(document) = prepared.document else { return Ok(Vec::new()) };
    let flows = document.sections.into_iter().filter(|own| own.part == "flow");
    let label = |number: Option<String>, heading: String, subject: Option<String>| {
        number.into_iter().chain([heading]).chain(subject).collect::<Vec<_>>().join("　")
    };
    Ok(flows.map(|own| Diagram { label: label(own.number, own.heading, own.subject), id: own.id }).collect())
}

fn prepared(
    app: &App,
    year: &str,
    name: &str,
    wanted: Wanted<'_>,
) -> Result<(crate::model::load::Workspace, Prepared), Stopped> {
    let workspace = open(app)?;
    let file = app.editor.path(&workspace, &Subject::Matter(year.to_owned(), name.to_owned()))?;
    let loaded = workspace.whole_year(year)?;
    let prepared =
        workspace.prepare(&loaded, &file, wanted).map_err(|unread| Stopped::Unread(unread.error))?;
    Ok((workspace, prepared))
}

/// Shows one diagram.
pub(super) fn diagram(app: &App, year: &str, name: &str, id: &str) -> Result<Answer, Stopped> {
    let (_, prepared) = prepared(app, year, name, Wanted { is_final: false, part: Some(id) })?;
    let templates = Templates::built_in().map_err(|error| Stopped::Told(error.message))?;
    let printed = prepared.print(&[Format::Svg], &templates).map_err(|_| Stopped::Missing)?;
    let svg = printed.files.into_iter().next().ok_or(Stopped::Missing)?;
    let answer = Answer::new(StatusCode::OK, "image/svg+xml", svg.contents);
    Ok(Answer { framed: true, ..answer })
}

/// The formats that a paper is kept in: the ending, the format, its media type, and what a reader calls it.
const FORMATS: &[(Format, &str, &str, &str)] = &[
    (Format::Pdf, "application/pdf", "PDF（会議に出す紙）", "PDF (the paper of the council)"),
    (
        Format::Docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "Word（書き足して使う）",
        "Word (to go on writing)",
    ),
    (
        Format::Xlsx,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Excel（チェックリストと表）",
        "Excel (checklists and tables)",
    ),
    (Format::Html, "text/html; charset=utf-8", "HTML（ブラウザで読む）", "HTML (for browsers)"),
    (Format::Markdown, "text/markdown; charset=utf-8", "Markdown（文字だけ）", "Markdown (text)"),
];

/// Asks what is to be printed, and says what stands in the way of the final paper.
pub(super) fn print(app: &App, year: &str, name: &str) -> Result<Answer, Stopped> {
    let (_, prepared) = prepared(app, year, name, Wanted { is_final: true, part: None })?;
    let subject = Subject::Matter(year.to_owned(), name.to_owned());
    let opened = app.editor.open(&subject)?;
    let base = base(year, name);
    let found = Found::new(app, &base, &subject, &opened);
    let is_ready = prepared.document.is_ok();
    let mut way = found.places(&prepared.sources, &prepared.outcome.findings);
    way.retain(|own| own.severity == Severity::Error.word());
    let assumed: Vec<Place> =
        prepared.assumed.iter().map(|own| found.assumed(&prepared.sources, own)).collect();
    let formats: Vec<_> = FORMATS
        .iter()
        .filter(|(format, ..)| cfg!(feature = "pdf") || *format != Format::Pdf)
        .map(|(format, _, ja, en)| {
            let label = Text { ja: (*ja).to_owned(), en: (*en).to_owned() };
            json!({ "ending": format.extension(), "label": app.view.say(&label) })
        })
        .collect();
    let title = opened.form.as_ref().and_then(|form| form.find("title")).map(Field::canonical);
    Ok(app.view.page(
        StatusCode::OK,
        "print.html",
        json!({
            "base": base, "title": title.unwrap_or_default(), "year_label": year_label(open(app).ok().as_ref(), year), "ready": is_ready,
            "way": way, "assumed": assumed, "formats": formats,
        }),
    ))
}

/// Sends a paper to keep.
pub(super) fn file(
    app: &App,
    asked: &Asked,
    year: &str,
    name: &str,
    ending: &str,
) -> Result<Answer, Stopped> {
    let known = FORMATS.iter().find(|(format, ..)| format.extension() == ending);
    let (format, kind, ..) = known.ok_or(Stopped::Missing)?;
    let is_final = asked.query.one("final").is_some();
    let (_, prepared) = prepared(app, year, name, Wanted { is_final, part: None })?;
    let templates = Templates::built_in().map_err(|error| Stopped::Told(error.message))?;
    let printed = prepared.print(&[*format], &templates).map_err(|error| Stopped::Told(error.text()))?;
    let file = printed.files.into_iter().next().ok_or(Stopped::Missing)?;
    let answer = Answer::new(StatusCode::OK, kind, file.contents);
    Ok(Answer { file: Some(file.name), framed: true, ..answer })
}
