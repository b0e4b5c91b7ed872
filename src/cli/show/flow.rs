//! `fugi show flow`: a matter's flows in the terminal, party by party and step by step.

use super::{Arguments, FormatName};
use crate::case::Case;
use crate::cli::output::Output;
use crate::cli::{Exit, Global, targets};
use crate::diagnostic::Text;
use crate::document::figure::Figure;
use crate::document::{Submission, flow};
use crate::render::text_flow;
use crate::report::json;
use crate::spelling;
use crate::text;
use crate::workspace::Unread;
use std::path::PathBuf;

/// Shows the flows of the matter that the first path means; those that the others name, else all.
pub(super) fn run(global: &Global, arguments: &Arguments, output: &mut Output) -> Exit {
    let (place, names) = arguments.paths.split_at(arguments.paths.len().min(1));
    let names: Vec<String> = names.iter().map(|name| name.to_string_lossy().into_owned()).collect();
    let Some((found, unread)) = figures(global, place, output) else { return Exit::Failed };
    match show(&found, &unread, &names, arguments, output) {
        // What could not be read may hold the flow.
        None if found.is_empty() && !unread.is_empty() => Exit::Failed,
        None => failed(&found, &names, output),
        Some(()) if unread.is_empty() => Exit::Clean,
        Some(()) => Exit::Failed,
    }
}

/// A flow with the name of its section.
type Drawn = (String, Figure);

/// Reads the matters and returns their flows, each with the name of its section (flow-13-1); what is wrong is printed.
fn figures(global: &Global, place: &[PathBuf], output: &mut Output) -> Option<(Vec<Drawn>, Vec<Unread>)> {
    let workspace = targets::open(global, place, output)?;
    let selections = match targets::find(&workspace, place) {
        Ok(selections) => selections,
        Err(error) => {
            output.error(&error);
            return None;
        }
    };
    let (mut found, language) = (Vec::new(), output.language);
    let unread = workspace.each_matter(&selections, |year, matter, sources| {
        let case = Case::new(&workspace, year, &matter, &sources);
        found.extend(flow::figures(&Submission { case, draft: true }, language));
    });
    for own in &unread {
        output.unread(&own.error);
    }
    Some((found, unread))
}

/// Prints the flows; `None` where none is meant.
fn show(
    found: &[Drawn],
    unread: &[Unread],
    names: &[String],
    arguments: &Arguments,
    output: &mut Output,
) -> Option<()> {
    let names: Vec<String> = names.iter().map(|name| spelling::fold(name)).collect();
    let is_named = |section: &str, figure: &Figure| {
        let number = spelling::fold(&figure.number);
        // The id of its section is the part and the number without the words around it: flow-13-1.
        let bare = section.split_once('-').map_or(section, |(_, bare)| bare);
        let own = [&spelling::fold(&figure.id), &spelling::fold(section), &number, bare];
        names.is_empty() || names.iter().any(|name| own.contains(&name.as_str()))
    };
    let mut figures = Vec::new();
    for (section, figure) in found {
        if is_named(section, figure) {
            figures.push(figure);
        }
    }
    if figures.is_empty() {
        return None;
    }
    if arguments.format == FormatName::Json {
        let figures = figures.into_iter().cloned().collect();
        output.line(&json::pretty(&json::show::Flows::new(figures, unread, output.language)));
        return Some(());
    }
    for (index, figure) in figures.iter().enumerate() {
        if index > 0 {
            output.line("");
        }
        output.line(text_flow::chart(figure, usize::from(arguments.width), output.language).trim_end());
    }
    Some(())
}

/// Says that there is no such flow, and which there are.
fn failed(found: &[Drawn], names: &[String], output: &mut Output) -> Exit {
    let known: Vec<&str> = found.iter().map(|(_, figure)| figure.id.as_str()).collect();
    let near = names.iter().find_map(|name| spelling::nearest(name, known.iter().copied()));
    let Text { ja: near, en: near_en } = spelling::perhaps(near.unwrap_or_default());
    let (named, known) = (names.join("、"), known.join(", "));
    let error: Text = if known.is_empty() {
        text!("流れの図がありません", "there is no flow")
    } else {
        text!(
            "流れ「{named}」{near}はありません（ある流れ: {known}）",
            "there is no flow `{named}`{near_en} (there are: {known})"
        )
    };
    output.error(&error);
    Exit::Failed
}
