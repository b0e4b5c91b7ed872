//! What the commands on audits share: what could not be read is printed, and they fail.

use crate::cli::output::Output;
use crate::cli::{Exit, Global, filed, targets};
use crate::diagnostic::Text;
use crate::evidence::format::field::Moment;
use crate::model::load::Workspace;
use crate::model::matter::Matter;
use crate::workspace;
use crate::workspace::audit::{Before, Error, Plan, Results};
use crate::workspace::filed::Record;
use chrono::TimeDelta;
use std::path::{Path, PathBuf};

/// Hours by which Japan is ahead of UTC.
const JAPAN: i64 = 9;

/// Opens the workspace; what is wrong is printed.
pub(super) fn open(global: &Global, output: &mut Output) -> Result<Workspace, Exit> {
    targets::open(global, &[], output).ok_or(Exit::Failed)
}

/// Prints an error.
pub(super) fn told(error: &Text, output: &mut Output) -> Exit {
    output.error(error);
    Exit::Failed
}

/// Returns an answer; why there is none is printed.
pub(super) fn answer<T>(answer: Result<T, Error>, output: &mut Output) -> Result<T, Exit> {
    answer.map_err(|error| match error {
        Error::Read(error) => {
            output.unread(&error);
            Exit::Failed
        }
        Error::Unfit(what) => told(&what, output),
    })
}

/// Returns the same matter of the year before, where it is there; that it cannot be read is printed.
pub(super) fn before(workspace: &Workspace, matter: &Matter, output: &mut Output) -> Option<Before> {
    workspace.year_before(matter).unwrap_or_else(|own| {
        output.warn(&own.text());
        None
    })
}

/// Prints what could not be read, or not compared.
pub(super) fn beside(plan: &Plan, output: &mut Output) {
    for own in &plan.uncompared {
        output.warn(&own.text());
    }
    for workspace::Unread { error, .. } in &plan.unread {
        output.unread(error);
    }
}

/// Returns the folder in which the papers of a year are.
pub(super) fn folder(workspace: &Workspace, out: Option<&PathBuf>, year: &str) -> PathBuf {
    out.cloned().unwrap_or_else(|| targets::papers_of(workspace.root(), year))
}

/// Returns the moment at which the command runs, in Japan.
pub(super) fn moment(global: &Global) -> Moment {
    Moment::in_japan((global.now() - TimeDelta::hours(JAPAN)).and_utc())
}

/// Returns the results so far: those of the record, and those in a folder that wait to be signed; with the record. What
/// cannot be read is printed.
pub(super) fn results(
    global: &Global,
    workspace: &Workspace,
    folder: &Path,
    output: &mut Output,
) -> Result<(Results, Record), Exit> {
    let record = filed::read_and_tell(global, workspace, output).ok_or(Exit::Failed)?;
    let results = answer(workspace.audit_results(&record.filed, folder, moment(global)), output)?;
    Ok((results, record))
}
