//! What is due, the most urgent first; what closed years left undone, counted.

use super::super::serve::App;
use super::super::view::Answer;
use super::{Stopped, evidence, open};
use crate::model::load::Workspace;
use crate::report;
use crate::workspace::status::Status;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;

/// How many days ahead the page looks.
const DAYS: u64 = 365;

/// A duty as a page shows it.
#[derive(Debug, Serialize)]
pub(super) struct Shown {
    standing: &'static str,
    label: String,
    title: String,
    words: String,
    subject: String,
    department: String,
    due: String,
}

/// Returns what is due within some days.
pub(super) fn status(app: &App, workspace: &Workspace, days: u64) -> Result<Status, Stopped> {
    let today = (app.settings.now)().date();
    let record = workspace.filed(evidence::now(app)?, None).map_err(|error| Stopped::Told(error.text()))?;
    Ok(workspace.status(&workspace.select_all()?, &record.filed, today, days, true)?)
}

/// Returns the duties of a status that have a day, or all of them.
pub(super) fn duties(app: &App, status: &Status, dated: bool) -> Vec<Shown> {
    let own = status.obligations.iter().filter(|own| !dated || own.due.is_some());
    let shown = own.map(|own| {
        let standing = own.standing(status.today);
        let (_, words) = own.lines(status.today, app.view.language);
        Shown {
            standing: standing.word(),
            label: app.view.say(&standing.label()),
            title: app.view.say(&own.kind.title()),
            words,
            subject: own.subject.clone(),
            department: own.department.get(app.view.language).to_owned(),
            due: own.due.map(|day| day.to_string()).unwrap_or_default(),
        }
    });
    shown.collect()
}

/// Shows what is due.
pub(super) fn show(app: &App) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let status = status(app, &workspace, DAYS)?;
    let duties = duties(app, &status, false);
    let folded = report::status::folded_lines(&status, app.view.language);
    let today = status.today.to_string();
    Ok(app.view.page(
        StatusCode::OK,
        "due.html",
        json!({ "duties": duties, "folded": folded, "today": today }),
    ))
}

/// Sends what is due as a calendar.
pub(super) fn calendar(app: &App) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let status = status(app, &workspace, DAYS)?;
    let record = workspace.filed(evidence::now(app)?, None).map_err(|error| Stopped::Told(error.text()))?;
    let told: Vec<String> =
        report::filed::lines(&record, false).iter().map(|line| app.view.say(line)).collect();
    let text = report::status::calendar(&status, &workspace.ward, &told, app.view.language);
    let answer = Answer::new(StatusCode::OK, "text/calendar; charset=utf-8", text.into_bytes());
    Ok(Answer { file: Some("fugi.ics".to_owned()), ..answer })
}
