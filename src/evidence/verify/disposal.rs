//! Whether what a disposal names may go: asked before the disposal is logged, since an entry stays.

use super::summary::attachments;
use crate::diagnostic::Text;
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::envelope::Envelope;
use crate::evidence::format::kind::disposal::Disposal;
use crate::evidence::format::moment::{Moment, Retention};
use crate::evidence::format::statement::Statement;
use crate::evidence::log::Log;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::text;
use std::collections::BTreeSet;

/// Says why some records are never disposed of.
pub(super) fn stays() -> Text {
    text!(
        "鍵の登録簿の版と、廃棄の記録そのものは、廃棄できません（誰の署名が数えられるか、なぜ消えたかが分からなくなります）",
        "a version of the key register and a disposal statement are never disposed of: nobody could say any more whose signatures count, or why something is gone"
    )
}

/// Returns why a disposal at a moment may not be logged: what it names is not in the log, must stay for good, or was
/// logged, as a record or as the attachment of one, more lately than its retention allows.
///
/// # Errors
///
/// What keeps an entry of the log from being read.
pub fn refused(log: &Log, disposal: &Disposal, now: Moment) -> Result<Option<Text>, Error> {
    let retention = disposal.retention();
    let mut missing: BTreeSet<Digest> = disposal.targets.iter().map(|target| target.digest).collect();
    let named = missing.clone();
    for entry in log.entries()? {
        let (position, leaf) = entry?;
        if leaf.must_stay() && named.contains(&leaf.record) {
            let Text { ja, en } = stays();
            return Ok(Some(text!("{position} 番: {ja}", "entry {position}: {en}")));
        }
        let held = [vec![leaf.record], attached(log, leaf.record)].concat();
        let is_named = held.iter().filter(|digest| named.contains(digest)).fold(false, |_, digest| {
            missing.remove(digest);
            true
        });
        if is_named
            && retention != Retention::Lifted
            && let Some(Text { ja, en }) = retention.too_early(leaf.logged, now)
        {
            return Ok(Some(text!(
                "まだ廃棄できません。{position} 番: {ja}",
                "it cannot be disposed of yet: entry {position}: {en}"
            )));
        }
    }
    // The record that an attachment belonged to may be gone already.
    missing.retain(|digest| !log.store().exists(&Name::Blob(*digest)));
    Ok(missing.first().map(|digest| {
        text!(
            "廃棄したものの sha256:{digest} は、このログの記録でも、その添付でもありません。`fugi log list` と `fugi log show 番号` で確かめ、書き直してください",
            "sha256:{digest} is neither a record of this log nor an attachment of one; look it up with `fugi log list` and `fugi log show N`, and write it anew"
        )
    }))
}

/// Returns what belongs to a record. One that cannot be read names nothing; `verify` tells of it.
fn attached(log: &Log, record: Digest) -> Vec<Digest> {
    let bytes = log.store().read(&Name::Record(record), RECORD_LIMIT as usize);
    let statement = bytes.ok().and_then(|bytes| Statement::of(&Envelope::parse(&bytes).ok()?).ok());
    statement.as_ref().map(attachments).unwrap_or_default()
}
