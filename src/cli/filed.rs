//! What the record of the workspace holds, for the commands that ask what is due.

use super::Global;
use super::evidence::{log_now, looked_at};
use super::output::Output;
use crate::model::load::Workspace;
use crate::report;
use crate::workspace::filed::{Error, Record};
use std::path::Path;

/// Returns what was filed; nothing where the record cannot be looked at, which is told.
pub(super) fn read(global: &Global, workspace: &Workspace, output: &mut Output) -> Option<Record> {
    // As `verify` does: a record of tomorrow counts tomorrow, or for whoever asks about a later day.
    // Of an earlier day is told what was logged by then.
    let moments = looked_at(global).and_then(|day| Ok((global.as_of.map(|_| day), day.max(log_now()?))));
    let (until, latest) = match moments {
        Ok(moments) => moments,
        Err(error) => {
            output.error(&error);
            return None;
        }
    };
    match workspace.filed(latest, until) {
        Ok(record) => Some(record),
        Err(error) => {
            let named = workspace.ward.trust_file.as_ref().map(|own| own.value.as_str());
            let path = match &error {
                Error::Log(_) => "evidence",
                Error::Trust(_) => named.unwrap_or("fugi.yaml"),
            };
            output.unreadable(Path::new(path), &error.text());
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
