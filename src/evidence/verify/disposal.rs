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

/// Says why some records are never disposed of.
pub(super) fn stays() -> Text {
    text!(
        "鍵の登録簿の版と、廃棄の記録そのものは、廃棄できません（誰の署名が数えられるか、なぜ消えたかが分からなくなります）",
        "a version of the key register and a disposal statement are never disposed of: nobody could say any more whose signatures count, or why something is gone"
    )
}

/// Returns why a disposal at a moment may not be logged: what it names must stay for good, or was logged, as a record or
/// as the attachment of one, more lately than its retention allows.
///
/// # Errors
///
/// What keeps an entry of the log from being read.
pub fn refused(log: &Log, disposal: &Disposal, now: Moment) -> Result<Option<Text>, Error> {
    let retention = disposal.retention();
    let is_named = |digest| disposal.targets.iter().any(|target| target.digest == digest);
    for entry in log.entries()? {
        let (position, leaf) = entry?;
        if leaf.must_stay() && is_named(leaf.record) {
            let Text { ja, en } = stays();
            return Ok(Some(text!("{position} 番: {ja}", "entry {position}: {en}")));
        }
        if retention == Retention::Lifted {
            continue;
        }
        let Some(Text { ja, en }) = retention.too_early(leaf.logged, now) else { continue };
        // A record that cannot be read names no attachment; `verify` tells of it.
        let attached = || {
            let bytes = log.store().read(&Name::Record(leaf.record), RECORD_LIMIT as usize).ok()?;
            let statement = Statement::of(&Envelope::parse(&bytes).ok()?).ok()?;
            attachments(&statement).into_iter().any(is_named).then_some(())
        };
        if is_named(leaf.record) || attached().is_some() {
            return Ok(Some(text!(
                "まだ廃棄できません。{position} 番: {ja}",
                "it cannot be disposed of yet: entry {position}: {en}"
            )));
        }
    }
    Ok(None)
}
