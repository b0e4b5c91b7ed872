//! Which records count as proof, for whoever asks what was filed: those that verification has nothing to say against.

use super::finding::Finding;
use super::log::{HeldHead, is_ahead};
use super::summary::{By, Summary};
use super::trust::TrustFile;
use super::{Options, Told, verify};
use crate::diagnostic::{Severity, Text};
use crate::evidence::error::Error;
use crate::evidence::format::digest::Digest;
use crate::evidence::format::kind::Kind;
use crate::evidence::format::moment::Moment;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::{Listed, Name, Store};
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a judgement is made by. One more whenever verification judges otherwise than before, so that no judgement
/// that was kept outlives the rules it was made by.
const RULES: u32 = 5;

/// The folder in which records wait to be received; nothing in it is in the log.
const WAITING: &str = "inbox";

/// Which records of a log count, as judged once: who signed, whether they might, and whether a signed head covers them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counted {
    /// How many entries a signed head covers.
    pub size: u64,
    /// Why none counts, where none does: nothing signed leads to them, or nobody can say whose keys signed.
    pub nothing: Option<Text>,
    /// By number, why an entry does not count.
    pub refused: BTreeMap<u64, Text>,
    /// The reports on an erasure or an incident that no contractor signed: the word of the ward alone.
    pub by_ward: BTreeSet<u64>,
    /// The records and received documents that a revoked key signed: where they count, the ward has confirmed them.
    pub revoked: BTreeSet<u64>,
    /// What else verification refuses, which concerns no single record.
    pub others: u64,
    /// The latest moment under which an entry was logged.
    pub newest: Option<Moment>,
}

impl Counted {
    /// Judges every record of a store at a moment. Without a trust file, the keys in the store itself are believed.
    ///
    /// # Errors
    ///
    /// [`Error::NoLog`] where there is nothing to judge.
    pub fn of(store: &dyn Store, trust: Option<&TrustFile>, latest: Moment) -> Result<Self, Error> {
        // Whether a witness is late depends on the day, and says nothing of a record.
        let trust = trust.map(|own| TrustFile { require_witness: None, ..own.clone() });
        let held: &[HeldHead] = &[];
        let options = Options {
            store,
            trust: trust.as_ref(),
            held,
            now: latest,
            latest: Some(latest),
            require_witness: None,
        };
        let mut counted = Self::default();
        let verdict = verify(&options, &mut |told| match told {
            Told::Finding(finding) if finding.severity == Severity::Error => counted.take(&finding),
            Told::Finding(_) => {}
            Told::Record(entry, outcome) => {
                counted.newest = counted.newest.max(Some(entry.leaf.logged));
                let is_revoked = |own: &Summary| {
                    own.revoked.is_some() || own.paper.as_ref().is_some_and(|paper| paper.revoked.is_some())
                };
                if outcome.summary.as_ref().is_some_and(is_revoked) {
                    counted.revoked.insert(entry.position);
                }
                let is_report = |own: &Summary| matches!(own.kind, Kind::ErasureReport | Kind::Incident);
                let by = outcome.summary.filter(is_report).and_then(|own| own.by);
                if matches!(by, Some(By::Role(_))) {
                    counted.by_ward.insert(entry.position);
                }
            }
        })?;
        counted.size = verdict.log.head.map_or(0, |head| head.size);
        if counted.size == 0 && verdict.log.entries > 0 {
            counted.nothing.get_or_insert(text!(
                "信じてよい鍵で署名されたチェックポイントがありません",
                "no head is signed by a key that may be believed"
            ));
        }
        Ok(counted)
    }

    /// Returns whether a judgement of the same records at another moment would be the same: none of them bears a time
    /// that is still to come then. It is so judged anew for as long as one does.
    #[must_use]
    pub fn holds_at(&self, latest: Moment) -> bool {
        self.newest.is_none_or(|newest| !is_ahead(newest, latest))
    }

    fn take(&mut self, finding: &Finding) {
        // Where the register is wrong, nobody can say who might sign.
        if finding.name.starts_with("register-") {
            self.nothing.get_or_insert_with(|| finding.message.clone());
            return;
        }
        match finding.entry {
            Some(entry) => {
                self.refused.entry(entry).or_insert_with(|| finding.what());
            }
            None => self.others += 1,
        }
    }

    /// Returns why an entry does not count; nothing where it does.
    #[must_use]
    pub fn why_not(&self, entry: u64) -> Option<Text> {
        let beyond = || text!("署名されたチェックポイントに含まれていません", "no signed head covers it");
        let own = self.refused.get(&entry).or(self.nothing.as_ref()).cloned();
        own.or_else(|| (entry >= self.size).then(beyond))
    }
}

/// Returns a digest over everything that a judgement depends on: each file's name and content, the trust file, and the
/// rules. A judgement that is kept beside this digest holds for as long as the digest is the same.
#[must_use]
pub fn fingerprint(store: &dyn Store, trust: Option<&[u8]>) -> Digest {
    // What an interrupted exchange left is finished before anything is looked at, as verification does.
    let _ = store.recover();
    let head = Reader::new(store).latest().ok().flatten().map(|latest| latest.head.root);
    let mut paths = Vec::new();
    let mut folders = Vec::new();
    let _ = store.list("", &mut |name, listed| match listed {
        Listed::Folder if name == WAITING => {}
        Listed::Folder => folders.push(name.to_owned()),
        Listed::Other | Listed::Thing => paths.push(name.to_owned()),
    });
    for folder in folders {
        store.walk_below(&folder, &mut |path, _| paths.push(path.to_owned()));
    }
    paths.sort_unstable();
    let line = |path: &String| {
        // A name that has no place in the evidence is told of, whatever is in it.
        let content = Name::parse(path).map(|name| store.open(&name).and_then(Digest::of_reader));
        let content = match content {
            Some(Ok(digest)) => digest.to_string(),
            Some(Err(error)) => format!("{:?}", error.kind()),
            None => "-".to_owned(),
        };
        // No path holds a NUL, so that no two lists of files make one text.
        format!("{content} {path}\0")
    };
    let lines: Vec<String> = paths.par_iter().map(line).collect();
    let trust = trust.map(Digest::of);
    let version = env!("CARGO_PKG_VERSION");
    let before = format!("{version} {RULES} {head:?} {trust:?}\0");
    Digest::of(format!("{before}{}", lines.concat()).as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::ed25519::PrivateKey;
    use crate::evidence::log::{Log, Submission};
    use crate::evidence::store::{Durable, Memory};
    use std::sync::Arc;

    #[test]
    fn a_log_without_a_register_counts_for_nothing_and_says_why() {
        let store = Arc::new(Memory::default());
        let key = PrivateKey::from_seed(&[7; 32]);
        let log = Log::create_in(store.clone(), "l", &key).unwrap();
        let now = Moment::from_seconds(1_800_000_000).unwrap();
        let record = Submission { record: b"{}", kind: "t:x/erasure-report/v1", attachments: &[] };
        log.append(&key, &record, now).unwrap();
        let counted = Counted::of(log.store(), None, now).unwrap();
        assert_eq!(counted.newest, Some(now));
        let before = |seconds: u64| Moment::from_seconds(now.seconds() - seconds).unwrap();
        assert!(counted.holds_at(before(43_200)) && !counted.holds_at(before(43_201)));
        assert_eq!(counted.size, 1);
        assert!(counted.nothing.is_some());
        assert!(counted.why_not(0).is_some());
        assert!(Counted::default().why_not(0).unwrap().en.contains("no signed head"));
    }

    #[test]
    fn a_fingerprint_changes_with_every_byte_name_and_trust_file() {
        let store = Memory::default();
        let blob = Name::Blob(Digest::of(b"x"));
        store.create(&blob, b"x", Durable::Nothing).unwrap();
        let whole = fingerprint(&store, None);
        assert_eq!(whole, fingerprint(&store, None));
        assert_ne!(whole, fingerprint(&store, Some(b"")));
        store.replace(&blob, b"y", Durable::Nothing).unwrap();
        let changed = fingerprint(&store, None);
        assert_ne!(whole, changed);
        store.remove(&blob).unwrap();
        assert_ne!(changed, fingerprint(&store, None));
        store.create(&Name::Record(Digest::of(b"x")), b"y", Durable::Nothing).unwrap();
        assert_ne!(changed, fingerprint(&store, None));
    }
}
