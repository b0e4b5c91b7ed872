//! `fugi check --prove`: each rule shown to find the mistake it is for, planted in this very text.

use super::context::Context;
use super::findings::Findings;
use super::mutation::{Mutation, Plant};
use super::rule::Check;
use crate::case::Case;
use crate::diagnostic::{Diagnostic, Text};
use crate::model::load::{LoadedYear, Overlay, Workspace};
use crate::model::matter::Matter;
use crate::source::{SourceId, Sources, Span};
use crate::text;
use crate::yaml::edit;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// What came of proving one rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The planted mistake was found, at the place given in the text before the edit.
    Proven(Span),
    /// The matter has nothing that the rule is about; why.
    NotApplicable(Text),
    /// The planted mistake was not found, or could not be planted; why.
    Failed(Text),
}

/// Proves one rule on a matter of a workspace.
#[must_use]
pub fn prove(rule: &Check, workspace: &Workspace, context: &Context<'_>, path: &Path) -> Verdict {
    if !rule.is_in_force(context.date) {
        return Verdict::NotApplicable(text!(
            "根拠がこの案件の日には施行されていません",
            "its basis is not in force on the matter's day"
        ));
    }
    let Mutation { plants, otherwise } = (rule.mutate)(context);
    if plants.is_empty() {
        return Verdict::NotApplicable(otherwise);
    }
    let before = findings(rule, context);
    let mut reasons = BTreeSet::new();
    for plant in plants {
        let Some(plant) = plant else {
            reasons.insert(text!("誤りを植える編集ができません", "the edit could not be made"));
            continue;
        };
        match try_plant(rule, workspace, context, path, &plant, &before) {
            Ok(()) => return Verdict::Proven(plant.within),
            Err(reason) => {
                reasons.insert(reason);
            }
        }
    }
    let ja = reasons.iter().map(|reason| reason.ja.as_str()).collect::<Vec<_>>().join("／");
    let en = reasons.iter().map(|reason| reason.en.as_str()).collect::<Vec<_>>().join("; ");
    Verdict::Failed(Text { ja, en })
}

/// Returns the findings of one rule alone. The rule on waivers that cover nothing needs all the others.
fn findings(rule: &Check, context: &Context<'_>) -> Vec<Diagnostic> {
    if rule.name.starts_with("waiver-") {
        let mut all = super::check(context).findings;
        all.retain(|finding| finding.rule == rule.name);
        return all;
    }
    let mut findings = Findings::default();
    super::run(rule, context, &mut findings);
    findings.list
}

fn try_plant(
    rule: &Check,
    workspace: &Workspace,
    context: &Context<'_>,
    path: &Path,
    plant: &Plant,
    before: &[Diagnostic],
) -> Result<(), Text> {
    let overlay =
        overlay(context.sources, plant).ok_or_else(|| text!("編集が重なっています", "the edits overlap"))?;
    let (sources, year, matter, changed) = reload(workspace, &context.year.name, path, overlay)?;
    let within = edit::moved(plant.within, &plant.edits);
    let file = context.sources.get(plant.within.source()).map(|source| source.path().to_owned());
    let here = file.and_then(|file| sources.find(&file)).unwrap_or(within.source());
    let within = Span::new(here, within.start(), within.end());
    let changed_context = Context::new(Case::new(&changed, &year, &matter, &sources));
    let after = findings(rule, &changed_context);
    let count = |list: &[Diagnostic], place: Span| {
        list.iter().filter(|finding| place.contains(finding.primary.span)).count()
    };
    let (old, new) = (count(before, plant.within), count(&after, within));
    if new > old {
        return Ok(());
    }
    let elsewhere = after.len();
    Err(text!(
        "植えた場所に指摘が増えません（前 {old}、後 {new}、全体 {elsewhere}）",
        "no finding was added in the planted place (before {old}, after {new}, all {elsewhere})"
    ))
}

/// Returns the texts as they are after the plant's edits, by path.
#[must_use]
pub fn overlay(sources: &Sources, plant: &Plant) -> Option<Overlay> {
    let files: BTreeSet<SourceId> = plant.edits.iter().map(|edit| edit.span.source()).collect();
    files
        .into_iter()
        .map(|id| {
            let text = edit::apply(sources, id, &plant.edits)?;
            Some((sources.get(id)?.path().to_owned(), Arc::from(text)))
        })
        .collect()
}

type Reloaded = (Sources, LoadedYear, Matter, Workspace);

/// Reads the workspace again with some texts in the place of files.
fn reload(workspace: &Workspace, year: &str, path: &Path, overlay: Overlay) -> Result<Reloaded, Text> {
    let refused = |problems: &[Diagnostic]| {
        let (ja, en) = problems.first().map_or((String::new(), String::new()), |problem| {
            (problem.message.ja.clone(), problem.message.en.clone())
        });
        text!("植えた後のファイルが読めません: {ja}", "the edited file does not load: {en}")
    };
    let world = |error: &dyn std::fmt::Display| text!("{error}", "{error}");
    let changed = Workspace::open_with(workspace.root(), overlay).map_err(|error| world(&error))?;
    let changed = changed.result.map_err(|problems| refused(&problems))?;
    let year = changed.year(year).map_err(|error| world(&error))?;
    let year = year.result.map_err(|problems| refused(&problems))?;
    let loaded = changed.matter(&year, path);
    let matter = loaded.result.map_err(|problems| refused(&problems))?;
    Ok((loaded.sources, year, matter, changed))
}
