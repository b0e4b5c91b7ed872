//! What the record of the workspace holds, for the commands that ask what is due.

use super::output::Output;
use crate::duty::filed::{self, Filed};
use crate::evidence::error::Error;
use crate::evidence::log::Log;
use crate::model::load::Workspace;
use crate::text;

/// Returns what was filed; nothing where the workspace keeps no record yet. An entry that cannot be read is told, and
/// counts as not filed.
pub(super) fn read(workspace: &Workspace, output: &mut Output) -> Option<Filed> {
    let folder = workspace.root().join("evidence");
    let read = match Log::open(&folder) {
        Ok(log) => filed::read(&log),
        Err(Error::NoLog(_)) => return Some(Filed::default()),
        Err(error) => Err(error),
    };
    match read {
        Ok((filed, unread)) => {
            for own in unread {
                let (entry, folder) = (own.entry, folder.display());
                let (ja, en) = (&own.why.ja, &own.why.en);
                output.error(&text!(
                    "{folder} の記録 {entry}番を読めません: {ja}。提出されていないものとして扱います",
                    "entry {entry} of {folder} cannot be read: {en}; it counts as not filed"
                ));
            }
            Some(filed)
        }
        Err(error) => {
            output.error(&error.text());
            None
        }
    }
}
