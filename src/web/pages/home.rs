//! The first page: matters with their state, what is due; and a new matter.

use super::super::data::encoded;
use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::{Stopped, open, year_label};
use crate::check::causes::{self, Sort};
use crate::diagnostic::{Severity, Text};
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::model::vocabulary::Outcome;
use crate::source::shown;
use crate::text;
use crate::workspace::edit::Subject;
use crate::workspace::render::Wanted;
use crate::workspace::whole;
use axum::http::StatusCode;
use serde::Serialize;
use serde_json::json;
use std::fs;
use std::path::Path;

/// How many days ahead the first page looks.
const DAYS: u64 = 90;

/// How many duties the first page shows.
const DUTIES: usize = 6;

#[derive(Debug, Serialize)]
struct ShownYear {
    name: String,
    label: String,
    matters: Vec<ShownMatter>,
}

#[derive(Debug, Serialize)]
struct ShownMatter {
    name: String,
    title: String,
    department: String,
    file: String,
    state: State,
    errors: usize,
    warnings: usize,
    missing: usize,
}

/// Where a matter is on its way to the council.
#[derive(Debug, Serialize)]
struct State {
    kind: &'static str,
    label: String,
}

/// Shows the first page.
pub(super) fn show(app: &App, said: &str) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let mut years = Vec::new();
    let mut unread = Vec::new();
    let mut names = workspace.years()?;
    names.reverse();
    for name in names {
        let files = workspace.matters(&name)?;
        let loaded = match workspace.whole_year(&name) {
            Ok(loaded) => loaded,
            Err(error) => {
                let label = year_label(Some(&workspace), &name);
                let why = app.view.say(&error.text());
                unread.push(app.view.say(&text!("{label}: {why}", "{label}: {why}")));
                continue;
            }
        };
        let matters = files.iter().map(|file| matter(app, &workspace, &loaded, file)).collect();
        years.push(ShownYear { label: year_label(Some(&workspace), &name), name, matters });
    }
    let status = super::due::status(app, &workspace, DAYS)?;
    let mut due = super::due::duties(app, &status, true);
    let more_due = due.len().saturating_sub(DUTIES);
    due.truncate(DUTIES);
    let ward = workspace.ward.name.value.clone();
    Ok(app.view.page(
        StatusCode::OK,
        "home.html",
        json!({ "ward": ward, "years": years, "unread": unread, "due": due, "more_due": more_due, "said": said }),
    ))
}

/// Reads a matter for a list, or counts its problems; a link may lead anywhere, so it is not followed.
fn read(workspace: &Workspace, year: &LoadedYear, file: &Path) -> Result<Matter, usize> {
    if !fs::symlink_metadata(workspace.root().join(file)).is_ok_and(|own| own.is_file()) {
        return Err(1);
    }
    whole(workspace.matter(year, file)).map(|(matter, _)| matter).map_err(|problems| problems.list.len())
}

fn matter(app: &App, workspace: &Workspace, year: &LoadedYear, file: &Path) -> ShownMatter {
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let mut own = ShownMatter {
        title: stem.clone(),
        name: stem,
        department: String::new(),
        file: shown(file),
        state: State { kind: "open", label: String::new() },
        errors: 0,
        warnings: 0,
        missing: 0,
    };
    let state = |kind, label: Text| State { kind, label: app.view.say(&label) };
    let read = match read(workspace, year, file) {
        Ok(matter) => matter,
        Err(problems) => {
            own.errors = problems;
            own.state = state("open", text!("書きかけ", "being written"));
            return own;
        }
    };
    if let Some(title) = &read.title {
        own.title.clone_from(&title.value);
    }
    if let Some(id) = &read.department {
        own.department.clone_from(&workspace.ward.departments[id.value].name.value);
    }
    let Ok(prepared) = workspace.prepare(year, file, Wanted { is_final: true, part: None }) else {
        return own;
    };
    let found = causes::of(&prepared.outcome.findings);
    let count = |severity, missing: bool| {
        found.iter().filter(|own| own.severity == severity && (own.sort == Sort::Missing) == missing).count()
    };
    (own.errors, own.warnings) = (count(Severity::Error, false), count(Severity::Warning, false));
    own.missing = found.iter().filter(|own| own.sort == Sort::Missing).count();
    let outcome = read.council.as_ref().and_then(|own| own.outcome.as_ref()).map(|own| own.value);
    own.state = match outcome {
        Some(Outcome::Approved | Outcome::ApprovedWithConditions) => {
            state("approved", text!("承認済", "approved"))
        }
        _ if prepared.document.is_ok() => state("ready", text!("確定できる", "can be final")),
        _ if count(Severity::Error, true) > 0 => state("open", text!("書きかけ", "being written")),
        _ => state("wrong", text!("要修正あり", "to be fixed")),
    };
    own
}

/// Where a new matter begins, as one choice of the form: a pattern by its id, or an earlier matter by year and name.
const LIKE: &str = "like:";

/// Asks for the name of a new matter, and for what it begins from.
pub(super) fn new(app: &App) -> Result<Answer, Stopped> {
    asking(app, "", "", "", "")
}

/// Asks, with what was chosen and written before, and what was said of it.
fn asking(app: &App, year: &str, name: &str, from: &str, said: &str) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let mut years: Vec<_> =
        workspace.years()?.into_iter().map(|own| (year_label(Some(&workspace), &own), own)).collect();
    years.reverse();
    let (mut earlier, mut patterns) = (Vec::new(), Vec::new());
    for (label, year) in &years {
        let loaded = workspace.whole_year(year).ok();
        for file in workspace.matters(year)? {
            let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
            let read = loaded.as_ref().and_then(|own| read(&workspace, own, &file).ok());
            let title = read.and_then(|matter| matter.title.map(|own| own.value));
            let shown = title.map_or_else(|| stem.clone(), |title| format!("{title}（{stem}）"));
            earlier.push((format!("{year}/{stem}"), format!("{label}　{shown}")));
        }
        // What the form of one year can use stands here; of another year it is told when it is chosen.
        for own in workspace.patterns(Some(year)).unwrap_or_default() {
            let choice = (format!("{LIKE}{}", own.id), app.view.say(&own.name));
            if own.lacking.is_empty() && !patterns.contains(&choice) {
                patterns.push(choice);
            }
        }
    }
    Ok(app.view.page(
        StatusCode::OK,
        "new.html",
        json!({
            "years": years, "earlier": earlier, "patterns": patterns,
            "year": year, "name": name, "from": from, "said": said,
        }),
    ))
}

/// Makes a new matter.
pub(super) fn make(app: &App, asked: &Asked) -> Result<Answer, Stopped> {
    let workspace = open(app)?;
    let sent = |key| asked.sent.one(key).unwrap_or_default();
    let (year, name, from) = (sent("year"), sent("name").trim(), sent("from"));
    let made = match (from.strip_prefix(LIKE), from.split_once('/')) {
        (Some(like), _) => workspace.new_matter_like(Some(year), name, like).map_err(|error| error.text()),
        (None, Some((old, matter))) => {
            let from = Subject::Matter(old.to_owned(), matter.to_owned());
            app.editor.carried(&from, year, name).map_err(|error| error.text())
        }
        (None, None) => workspace.new_matter(Some(year), name).map_err(|error| error.text()),
    };
    let file = match made {
        Ok(file) => file,
        Err(said) => return asking(app, year, name, from, &app.view.say(&said)),
    };
    if let Err(error) = app.editor.create(&file) {
        return asking(app, year, name, from, &app.view.say(&error.text()));
    }
    let stem =
        Path::new(&file.path).file_stem().map(|own| own.to_string_lossy().into_owned()).unwrap_or_default();
    Ok(Answer::to(format!("/m/{}/{}/overview", encoded(year), encoded(&stem))))
}
