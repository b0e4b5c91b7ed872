//! Whether what a disposal names may go: asked before the disposal is logged, since an entry stays.

use super::summary::attachments;
use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::kind::disposal::Disposal;
use crate::evidence::format::moment::{Moment, Retention};
use crate::evidence::format::statement::Statement;
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::text;

/// Returns why a disposal at a moment would be too early: what it names, as a record or as the attachment of one, was
/// logged more lately than its retention allows.
///
/// # Errors
///
/// What keeps an entry of the log from being read.
pub fn too_early(log: &Log, disposal: &Disposal, now: Moment) -> Result<Option<Text>, Error> {
    let retention = disposal.retention();
    if retention == Retention::Lifted {
        return Ok(None);
    }
    let is_named = |digest| disposal.targets.iter().any(|target| target.digest == digest);
    for entry in log.entries()? {
        let (position, leaf) = entry?;
        let Some(Text { ja, en }) = retention.too_early(leaf.logged, now) else { continue };
        // A record that cannot be read names no attachment; `verify` tells of it.
        let attached = || {
            let bytes = log.store().read(&Name::Record(leaf.record), RECORD_LIMIT as usize).ok()?;
            let statement = Statement::of(&Envelope::parse(&bytes).ok()?).ok()?;
            attachments(&statement).into_iter().any(is_named).then_some(())
        };
        if is_named(leaf.record) || attached().is_some() {
            return Ok(Some(text!("{position} 番: {ja}", "entry {position}: {en}")));
        }
    }
    Ok(None)
}
