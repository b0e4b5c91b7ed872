//! What the record of the workspace holds, for the commands that ask what is due.

use super::output::Output;
use crate::model::load::Workspace;
use crate::report;
use crate::workspace::filed::Record;

/// Returns what was filed; nothing where the record cannot be looked at, which is told.
pub(super) fn read(workspace: &Workspace, output: &mut Output) -> Option<Record> {
    match workspace.filed() {
        Ok(record) => Some(record),
        Err(error) => {
            output.error(&error.text());
            None
        }
    }
}

/// Returns what was filed, and tells at once what does not count.
pub(super) fn read_and_tell(workspace: &Workspace, output: &mut Output) -> Option<Record> {
    let record = read(workspace, output)?;
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
