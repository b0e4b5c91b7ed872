//! What the record of the workspace holds, for the commands that ask what is due.

use super::output::Output;
use crate::duty::filed::{Filed, Unread};
use crate::model::load::Workspace;
use crate::text;

/// Returns what was filed; nothing where the workspace keeps no record yet. An entry that cannot be read is told, and
/// counts as not filed.
pub(super) fn read(workspace: &Workspace, output: &mut Output) -> Option<(Filed, Vec<Unread>)> {
    match workspace.filed() {
        Ok((filed, unread)) => {
            let folder = workspace.root().join("evidence");
            for own in &unread {
                let (entry, folder) = (own.entry, folder.display());
                let (ja, en) = (&own.why.ja, &own.why.en);
                output.error(&text!(
                    "{folder} の記録 {entry}番を読めません: {ja}。提出されていないものとして扱います",
                    "entry {entry} of {folder} cannot be read: {en}; it counts as not filed"
                ));
            }
            Some((filed, unread))
        }
        Err(error) => {
            output.error(&error.text());
            None
        }
    }
}
