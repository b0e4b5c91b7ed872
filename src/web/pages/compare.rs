//! Two years side by side: what changed, what it calls for, and the table of old and new to keep.

use super::super::serve::{App, Asked};
use super::super::view::Answer;
use super::{Stopped, open, year_label};
use crate::diff::prose::Piece;
use crate::document::comparison;
use crate::render::templates::Templates;
use crate::render::{Format, render};
use crate::workspace::compare::Comparisons;
use axum::http::StatusCode;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Shows the comparison of the years that were asked for; of the last two, where none were.
pub(super) fn show(app: &App, asked: &Asked) -> Result<Answer, Stopped> {
    let workspace = Arc::new(open(app)?);
    let names = workspace.years()?;
    let last = |back: usize| names.len().checked_sub(back).and_then(|at| names.get(at)).cloned();
    let chosen = |key: &str, back: usize| {
        let own = asked.query.one(key).filter(|own| names.iter().any(|known| known == own));
        own.map(str::to_owned).or_else(|| last(back)).unwrap_or_default()
    };
    let (old, new) = (chosen("old", 2), chosen("new", 1));
    let mut said = String::new();
    let mut matters = Vec::new();
    let (mut started, mut ended) = (Vec::new(), Vec::new());
    let is_asked = asked.query.one("old").is_some() && !old.is_empty() && old != new;
    if is_asked {
        match workspace.compare(&Path::new("policies").join(&old), &Path::new("policies").join(&new)) {
            Ok(own) => {
                matters = compared(app, &own);
                let title = |own: &crate::model::matter::Matter| {
                    own.title.as_ref().map_or_else(|| own.name.clone(), |own| own.value.clone())
                };
                started = own.started().map(title).collect();
                ended = own.ended().map(title).collect();
            }
            Err(error) => said = app.view.say(&error.text()),
        }
    }
    let years: Vec<_> = names.iter().map(|own| (own.clone(), year_label(Some(&*workspace), own))).collect();
    Ok(app.view.page(
        StatusCode::OK,
        "compare.html",
        json!({
            "years": years, "old": old, "new": new, "said": said, "matters": matters, "asked": is_asked,
            "started": started, "ended": ended,
        }),
    ))
}

fn compared(app: &App, own: &Comparisons) -> Vec<serde_json::Value> {
    let matters = own.compared().map(|own| {
        let changes: Vec<_> = own
            .comparison
            .changes
            .iter()
            .map(|change| {
                let english = app.view.language == crate::diagnostic::Language::English;
                json!({
                    "place": if english { &change.place_en } else { &change.place },
                    "rule": if english { change.rule.summary() } else { change.rule.title() },
                    "before": pieces(&change.words_in(app.view.language).before),
                    "after": pieces(&change.words_in(app.view.language).after),
                    "requires": change.requires.say(app.view.language),
                    "severity": change.severity.word(),
                })
            })
            .collect();
        let title = own
            .new
            .matter
            .title
            .as_ref()
            .map_or_else(|| own.new.matter.name.clone(), |own| own.value.clone());
        let requires = own.comparison.requires().say(app.view.language);
        json!({ "title": title, "name": own.new.matter.name, "requires": requires, "changes": changes })
    });
    matters.collect()
}

fn pieces(own: &[Piece]) -> Vec<serde_json::Value> {
    own.iter().map(|own| json!({ "text": own.text, "changed": own.changed })).collect()
}

/// Sends the table of old and new of a matter to keep.
pub(super) fn file(app: &App, asked: &Asked, ending: &str) -> Result<Answer, Stopped> {
    let format = match ending {
        "docx" => Format::Docx,
        "html" => Format::Html,
        "xlsx" => Format::Xlsx,
        _ => return Err(Stopped::Missing),
    };
    let workspace = Arc::new(open(app)?);
    let names = workspace.years()?;
    let year = |key: &str| {
        asked.query.one(key).filter(|own| names.iter().any(|known| known == own)).ok_or(Stopped::Missing)
    };
    let (old, new) = (year("old")?, year("new")?);
    let both = workspace
        .compare(&Path::new("policies").join(old), &Path::new("policies").join(new))
        .map_err(|error| Stopped::Told(error.text()))?;
    let name = asked.query.one("matter").unwrap_or_default();
    let own = both.compared().find(|own| own.new.matter.name == name).ok_or(Stopped::Missing)?;
    let document = comparison::build(&own.old, &own.new, own.comparison);
    let templates = Templates::built_in().map_err(|error| Stopped::Told(error.message))?;
    let papers = render(&document, format, &templates).map_err(|error| Stopped::Told(error.message))?;
    let paper = papers.into_iter().next().ok_or(Stopped::Missing)?;
    let name = crate::workspace::render::file_name(&document, "-comparison", None, format);
    let answer = Answer::new(StatusCode::OK, "application/octet-stream", paper.contents);
    Ok(Answer { file: Some(name), framed: true, ..answer })
}
