//! The pages: which address is answered by which, and what several of them need.

mod add;
mod checklists;
mod compare;
mod due;
mod evidence;
mod fields;
mod findings;
mod home;
mod matrix;
mod matter;
mod papers;
mod saves;

use super::data::encoded;
use super::serve::{App, Asked};
use super::view::Answer;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::era;
use crate::model::load::{self, Workspace};
use crate::source::Sources;
use crate::text;
use crate::workspace::{Error, Problems, whole};
use axum::http::{Method, StatusCode};
use serde::Serialize;
use serde_json::json;

const STYLE: &str = include_str!("../../../templates/web/style.css");
const SCRIPT: &str = include_str!("../../../templates/web/page.js");

/// Returns what is the same for everybody: looks and script.
pub(super) fn fixed(path: &[&str]) -> Option<Answer> {
    let own = |kind, text: &str| Some(Answer::new(StatusCode::OK, kind, text.as_bytes().to_vec()));
    match path {
        ["style.css"] => own("text/css; charset=utf-8", STYLE),
        ["page.js"] => own("text/javascript; charset=utf-8", SCRIPT),
        _ => None,
    }
}

/// Answers a request that was let in.
pub(super) fn answer(app: &App, asked: &Asked) -> Answer {
    let path: Vec<&str> = asked.path.iter().map(String::as_str).collect();
    let made = if asked.method == Method::POST {
        match path.as_slice() {
            ["new"] => home::make(app, asked),
            ["saves"] => saves::take_back(app, asked),
            ["m", year, name, "add"] => add::save(app, asked, year, name),
            ["m", year, name, "matrix"] => matrix::save(app, asked, year, name),
            ["m", year, name, "checklists"] => checklists::save(app, asked, year, name),
            ["m", year, name, part] => matter::save(app, asked, year, name, part),
            _ => return app.view.missing(),
        }
    } else {
        match path.as_slice() {
            [] => home::show(app, ""),
            ["new"] => home::new(app),
            ["saves"] => saves::show(app, ""),
            ["rules", name] => findings::rule(app, name),
            ["m", year, name] => Ok(Answer::to(format!("/m/{}/{}/overview", encoded(year), encoded(name)))),
            ["m", year, name, "paper"] => papers::preview(app, asked, year, name),
            ["m", year, name, "add"] => add::show(app, asked, year, name),
            ["m", year, name, "matrix"] => matrix::show(app, asked, year, name),
            ["m", year, name, "checklists"] => checklists::show(app, asked, year, name),
            ["m", year, name, "print"] => papers::print(app, year, name),
            ["m", year, name, "file", ending] => papers::file(app, asked, year, name, ending),
            ["m", year, name, "diagram", id] => papers::diagram(app, year, name, id),
            ["due"] => due::show(app),
            ["due", "calendar"] => due::calendar(app),
            ["compare"] => compare::show(app, asked),
            ["compare", "file", ending] => compare::file(app, asked, ending),
            ["evidence"] => evidence::show(app),
            ["m", year, name, part] => matter::show(app, asked, year, name, part),
            _ => return app.view.missing(),
        }
    };
    made.unwrap_or_else(|stopped| stopped.answer(app))
}

/// Why a page is another than was asked for.
pub(super) enum Stopped {
    /// There is no such page.
    Missing,
    /// What was to be done cannot be; what to do.
    Told(Text),
    /// Files are not whole.
    Unread(Error),
}

impl From<Error> for Stopped {
    fn from(error: Error) -> Self {
        Self::Unread(error)
    }
}

impl From<load::Error> for Stopped {
    fn from(error: load::Error) -> Self {
        Self::Unread(error.into())
    }
}

impl From<crate::workspace::select::Error> for Stopped {
    fn from(error: crate::workspace::select::Error) -> Self {
        Self::Unread(error.into())
    }
}

impl From<crate::workspace::edit::Error> for Stopped {
    fn from(error: crate::workspace::edit::Error) -> Self {
        match error {
            crate::workspace::edit::Error::Unread(error) => Self::Unread(error),
            other => Self::Told(other.text()),
        }
    }
}

impl Stopped {
    fn answer(self, app: &App) -> Answer {
        match self {
            Self::Missing => app.view.missing(),
            Self::Told(text) => app.view.plain(StatusCode::CONFLICT, &text),
            Self::Unread(Error::Problems(Problems { sources, list })) => {
                let problems: Vec<Told> = list.iter().map(|own| Told::of(app, &sources, own)).collect();
                let title = app.view.say(&text!("開けないファイルがあります", "A file cannot be opened"));
                app.view.page(
                    StatusCode::OK,
                    "problems.html",
                    json!({ "title": title, "problems": problems, "next": "/" }),
                )
            }
            Self::Unread(error) => app.view.plain(StatusCode::OK, &error.text()),
        }
    }
}

/// A problem with its place, for whoever has the file before them.
#[derive(Debug, Serialize)]
struct Told {
    message: String,
    help: Option<String>,
    file: String,
    line: Option<usize>,
    quoted: String,
}

impl Told {
    fn of(app: &App, sources: &Sources, own: &Diagnostic) -> Self {
        let span = own.primary.span;
        let source = sources.get(span.source());
        let line = source.map(|source| source.line_column(span.start()).0);
        let quoted = source.zip(line).map(|(source, line)| {
            let (from, to) = (source.line_start(line), source.line_start(line + 1));
            source.text().get(from..to).unwrap_or_default().trim_end().to_owned()
        });
        Self {
            message: app.view.say(&own.message),
            help: own.help.as_ref().map(|help| app.view.say(help)),
            file: source.map(|source| crate::source::shown(source.path())).unwrap_or_default(),
            line,
            quoted: quoted.unwrap_or_default(),
        }
    }
}

/// Opens the workspace as it stands now.
fn open(app: &App) -> Result<Workspace, Stopped> {
    let loaded = Workspace::open(&app.settings.root)?;
    let (mut workspace, _) = whole(loaded).map_err(Error::from)?;
    workspace.as_of = Some((app.settings.now)().date());
    Ok(workspace)
}

/// Returns the moment of a save, as the list of saves shows it.
fn moment(app: &App) -> String {
    (app.settings.now)().format("%Y-%m-%d %H:%M").to_string()
}

/// Returns what a year is called, as its own form prints years.
fn year_label(workspace: Option<&Workspace>, folder: &str) -> String {
    let print = workspace.map(|own| own.print_of(Some(folder))).unwrap_or_default();
    era::fiscal_year_of_folder(folder).map_or_else(|| folder.to_owned(), |year| print.fiscal_year(year))
}
