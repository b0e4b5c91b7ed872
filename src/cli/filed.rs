//! What the record of the workspace holds, for the commands that ask what is due.

use super::Global;
use super::evidence::{log_now, looked_at};
use super::output::Output;
use crate::model::load::Workspace;
use crate::report;
use crate::workspace::filed::Record;

/// Returns what was filed; nothing where the record cannot be looked at, which is told.
pub(super) fn read(global: &Global, workspace: &Workspace, output: &mut Output) -> Option<Record> {
    // As `verify` does: a record of tomorrow counts tomorrow, or for whoever asks about a later day.
    let latest = looked_at(global).and_then(|day| Ok(day.max(log_now()?)));
    match latest.and_then(|latest| workspace.filed(latest).map_err(|error| error.text())) {
        Ok(record) => Some(record),
        Err(error) => {
            output.error(&error);
            None
        }
    }
}

/// Returns what was filed, and tells at once what does not count.
pub(super) fn read_and_tell(global: &Global, workspace: &Workspace, output: &mut Output) -> Option<Record> {
    let record = read(global, workspace, output)?;
    for line in report::filed::lines(&record, true) {
        output.warn(&line);
    }
    Some(record)
}

/// Tells what does not count, beside a result that is for another program.
pub(super) fn tell(record: &Record, output: &mut Output) {
    for line in report::filed::lines(record, false) {
        output.warn(&line);
    }
}
