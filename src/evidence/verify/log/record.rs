//! One record: its file against its entry, then whatever the caller checks in it, then its attachments.

use super::kind::Kind;
use super::listing::Listing;
use super::{Check, Content, Entry, RecordVerdict, entries};
use crate::diagnostic::{Text, why_unread};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::{DISPOSAL, Leaf};
use crate::evidence::format::moment::{Moment, Retention};
use crate::evidence::log::reader::Reader;
use crate::evidence::store::{Name, RECORD_LIMIT};
use crate::evidence::verify::disposal;
use crate::evidence::verify::finding::Finding;
use crate::text;
use std::collections::BTreeMap;
use std::io;
use std::sync::OnceLock;

/// What every record is examined with.
pub(super) struct Examiner<'a, T> {
    pub(super) reader: &'a Reader<'a>,
    pub(super) origin: &'a str,
    pub(super) check: &'a Check<'a, T>,
    /// The entries that can be read.
    pub(super) listing: &'a Listing,
    /// By digest of what was disposed of, the statements. Looked for only once something is missing.
    pub(super) disposals: OnceLock<BTreeMap<Digest, Vec<Disposal>>>,
}

/// A valid statement that something was disposed of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Disposal {
    /// Its position.
    by: u64,
    /// When it was logged.
    logged: Moment,
    retention: Retention,
}

/// Why something is missing.
enum Gone {
    /// It was lawfully disposed of, as an entry states.
    Disposed(u64),
    /// An entry states it, but it had to be kept, longer or for good.
    Refused(u64, Text),
    /// Nothing says why.
    Unexplained,
}

/// What became of one record.
pub(super) struct Examined<T> {
    pub(super) entry: Entry,
    pub(super) verdict: RecordVerdict<T>,
    pub(super) presence: Presence,
    pub(super) problems: Vec<Finding>,
}

/// Whether the content of a record is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Presence {
    Whole,
    Disposed,
    Lost,
}

impl<T> Examiner<'_, T> {
    pub(super) fn examine(&self, entry: Entry) -> Examined<T> {
        let name = Name::Record(entry.leaf.record);
        let file = name.to_string();
        let mut problems = Vec::new();
        let bytes = self.reader.store.read(&name, RECORD_LIMIT as usize);
        let (content, presence) = match &bytes {
            Ok(bytes) if Digest::of(bytes) == entry.leaf.record => (Content::Whole(bytes), Presence::Whole),
            Ok(bytes) => {
                problems.push(changed(&entry, &file, bytes));
                (Content::Changed, Presence::Lost)
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let gone = match self.gone(&entry.leaf.record, &entry) {
                    Gone::Disposed(by) if entry.leaf.must_stay() => Gone::Refused(by, disposal::stays()),
                    gone => gone,
                };
                let what = match gone {
                    Gone::Disposed(by) => Err(by),
                    Gone::Refused(by, Text { ja, en }) => Ok(text!(
                        "記録のファイルがありません。廃棄の記録（{by} 番）は効きません: {ja}",
                        "the record is gone; the disposal statement (entry {by}) does not hold: {en}"
                    )),
                    Gone::Unexplained => Ok(text!(
                        "記録のファイルがなく、廃棄の記録もありません",
                        "the record is gone, and no disposal statement says why"
                    )),
                };
                match what {
                    Err(by) => (Content::Disposed(by), Presence::Disposed),
                    Ok(what) => {
                        problems.push(Finding::of_entry(Kind::RecordMissing, entry.position, &*file, &what));
                        (Content::Missing, Presence::Lost)
                    }
                }
            }
            Err(error) => {
                let Text { ja, en } = why_unread(error);
                let what = text!("記録を読めません（{ja}）", "the record cannot be read ({en})");
                problems.push(Finding::of_entry(Kind::RecordUnreadable, entry.position, &*file, &what));
                (Content::Missing, Presence::Lost)
            }
        };
        let verdict = (self.check)(&entry, content);
        let own = self.origin;
        if let Some(origin) = verdict.origin.as_ref().filter(|origin| *origin != own) {
            let what = text!(
                "別のログ「{origin}」のための記録です（このログは「{own}」）",
                "it was made for the log `{origin}`, not for `{own}`"
            );
            problems.push(Finding::of_entry(Kind::RecordOfOtherLog, entry.position, &*file, &what));
        }
        if let Some(origin) = verdict.document.as_ref().map(|own| &own.origin).filter(|other| *other != own) {
            let what = text!(
                "受領した文書が、別のログ「{origin}」のためのものです（このログは「{own}」）",
                "the document it receives was made for the log `{origin}`, not for `{own}`"
            );
            problems.push(Finding::of_entry(Kind::RecordOfOtherLog, entry.position, &*file, &what));
        }
        for attachment in &verdict.attachments {
            problems.extend(self.attachment(&entry, attachment));
        }
        Examined { entry, verdict, presence, problems }
    }

    fn attachment(&self, entry: &Entry, digest: &Digest) -> Option<Finding> {
        let name = Name::Blob(*digest);
        let found = self.reader.store.open(&name).and_then(Digest::of_reader);
        let (kind, what) = match found {
            Ok(found) if found == *digest => return None,
            Ok(_) => (
                Kind::AttachmentChanged,
                text!(
                    "添付の中身が、署名された記録にあるダイジェストと違います",
                    "the attachment is not what the signed record names"
                ),
            ),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                let what = match self.gone(digest, entry) {
                    Gone::Disposed(_) => return None,
                    Gone::Refused(by, Text { ja, en }) => text!(
                        "添付のファイルがありません。廃棄の記録（{by} 番）は効きません: {ja}",
                        "the attachment is gone; the disposal statement (entry {by}) does not hold: {en}"
                    ),
                    Gone::Unexplained => text!(
                        "添付のファイルがなく、廃棄の記録もありません",
                        "the attachment is gone, and no disposal statement says why"
                    ),
                };
                (Kind::AttachmentMissing, what)
            }
            Err(error) => {
                let Text { ja, en } = why_unread(&error);
                (
                    Kind::RecordUnreadable,
                    text!("添付を読めません（{ja}）", "the attachment cannot be read ({en})"),
                )
            }
        };
        Some(Finding::of_entry(kind, entry.position, name.to_string(), &what))
    }

    /// Says why something that an entry names is missing, as far as a later entry states it.
    fn gone(&self, digest: &Digest, entry: &Entry) -> Gone {
        let stated = self.disposals.get_or_init(|| self.find_disposals()).get(digest);
        let mut gone = Gone::Unexplained;
        for disposal in stated.into_iter().flatten().filter(|disposal| disposal.by > entry.position) {
            match disposal.retention.too_early(entry.leaf.logged, disposal.logged) {
                None => return Gone::Disposed(disposal.by),
                Some(why) => gone = Gone::Refused(disposal.by, why),
            }
        }
        gone
    }

    fn find_disposals(&self) -> BTreeMap<Digest, Vec<Disposal>> {
        let mut found: BTreeMap<Digest, Vec<Disposal>> = BTreeMap::new();
        for (index, positions) in self.listing.parts() {
            // What cannot be read has been told of where it stands.
            for (position, entry) in entries(*self.reader, index, positions) {
                let Ok(leaf) = Leaf::parse(&entry) else { continue };
                if leaf.kind_name() != DISPOSAL {
                    continue;
                }
                let read = self.reader.store.read(&Name::Record(leaf.record), RECORD_LIMIT as usize);
                let Ok(bytes) = read else {
                    continue;
                };
                if Digest::of(&bytes) == leaf.record {
                    let logged = leaf.logged;
                    let entry = Entry { position, leaf, witnessed: None };
                    let verdict = (self.check)(&entry, Content::Whole(&bytes));
                    for (digest, retention) in verdict.disposes {
                        found.entry(digest).or_default().push(Disposal { by: position, logged, retention });
                    }
                }
            }
        }
        found
    }
}

fn changed(entry: &Entry, file: &str, bytes: &[u8]) -> Finding {
    if bytes.len() as u64 > RECORD_LIMIT {
        let what = text!("{RECORD_LIMIT} バイトを超えています", "larger than {RECORD_LIMIT} bytes");
        return Finding::of_entry(Kind::RecordChanged, entry.position, file, &what);
    }
    let what = if bytes.is_empty() {
        text!("記録のファイルが空です", "the record is empty")
    } else if Digest::of(&without_carriage_returns(bytes)) == entry.leaf.record {
        text!(
            "記録の改行が CRLF に変換されています（`.gitattributes` の `evidence/** -text` がないか、エディタで開いて保存しました）",
            "the line ends of the record were converted to CRLF (no `evidence/** -text` in `.gitattributes`, or saved by an editor)"
        )
    } else {
        let found = Digest::of(bytes);
        let logged = entry.leaf.record;
        text!(
            "記録が書き換えられています（登載 sha256:{logged}、今のファイル sha256:{found}）",
            "the record was changed (logged sha256:{logged}, the file now sha256:{found})"
        )
    };
    Finding::of_entry(Kind::RecordChanged, entry.position, file, &what)
}

fn without_carriage_returns(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    for (at, byte) in bytes.iter().enumerate() {
        if *byte != b'\r' || bytes.get(at + 1) != Some(&b'\n') {
            plain.push(*byte);
        }
    }
    plain
}
