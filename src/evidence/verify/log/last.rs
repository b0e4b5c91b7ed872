//! What can be said only after the last entry: heads that contradict each other, records logged twice, files that no
//! entry names.

use super::heads::Found;
use super::kind::Kind;
use super::listing::strange;
use super::run::{Pass, Prints, SKEW, Teller, print_of};
use super::{Entry, Options, Tail, Trust};
use crate::diagnostic::{Text, why_unread};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::leaf::Leaf;
use crate::evidence::format::malformed::to_base64;
use crate::evidence::format::policy::{self, Policy};
use crate::evidence::format::tile::{WIDTH, width};
use crate::evidence::store::{Area, Name, Store};
use crate::evidence::verify::finding::Finding;
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the folder's own policy.
pub(super) fn folder_policy(store: &dyn Store, problems: &mut Vec<Finding>) -> Option<Policy> {
    let bytes = store.read(&Name::Policy, policy::LIMIT);
    let what = match bytes.map(|bytes| Policy::parse(&bytes)) {
        Ok(Ok(policy)) => return Some(policy),
        Ok(Err(wrong)) => wrong.text(),
        Err(error) => {
            let Text { ja, en } = why_unread(&error);
            text!("読めません（{ja}）", "cannot be read ({en})")
        }
    };
    problems.push(Finding::of_part(Kind::PolicyUnreadable, Name::Policy.to_string(), &what));
    None
}

/// Says that a head held elsewhere and this log are two histories.
pub(super) fn fork_with(held: &Found, agreeing: Option<&Found>, root: &Digest) -> Finding {
    let (size, theirs) = (held.head().size, to_base64(held.head().root.bytes()));
    let ours = to_base64(root.bytes());
    let beside = agreeing.map_or_else(|| "log/checkpoint".to_owned(), |found| found.file.clone());
    let what = text!(
        "{size} 件の時点の根が、このログ（{beside}）と違います（手元 {theirs}、このログ {ours}）。同じ鍵で二通りの履歴に署名されています",
        "at {size} entries its root differs from this log's ({beside}): held {theirs}, here {ours}; the same key signed two histories"
    );
    Finding::of_part(Kind::Fork, &*held.file, &what)
}

/// Tells of everything that concerns the whole.
pub(super) fn conclude<T: Send>(
    mut run: Pass<'_, T>,
    teller: &mut Teller<'_, T>,
    own: Option<&Policy>,
    options: &Options<'_>,
) {
    teller.report.head = run.walk.agreeing.as_ref().map(|found| found.head().clone());
    contradictions(&run, teller);
    if run.walk.contradicting.is_empty() {
        teller.tell_all(std::mem::take(&mut run.derived));
    }
    latest(&run, teller);
    if !run.incomplete {
        derived(&run, teller);
    }
    let mut problems = Vec::new();
    twice(&mut run, &mut problems);
    stray(&mut run, &mut problems);
    teller.tell_all(problems);
    teller.tell_repeated();
    witnesses(&run, teller, options);
    if let (Trust::Policy(trusted), Some(own)) = (options.trust, own)
        && own.logs().iter().any(|key| !trusted.logs().contains(key))
    {
        teller.tell(Finding::of_part(
            Kind::PolicyDiffers,
            "trust/policy.txt",
            &text!(
                "手元の信頼ファイルにないログの鍵が書かれています",
                "it names a log key that your trust file does not"
            ),
        ));
    }
}

/// Signed heads that the entries do not lead to.
fn contradictions<T: Send>(run: &Pass<'_, T>, teller: &mut Teller<'_, T>) {
    let agreeing = run.walk.agreeing.as_ref();
    let largest = agreeing.map_or(0, |found| found.head().size);
    let mut changed = false;
    for head in &run.walk.contradicting {
        let size = head.head().size;
        match agreeing.filter(|_| size <= largest) {
            Some(agreeing) => {
                let (beside, larger) = (&agreeing.file, agreeing.head().size);
                let what = text!(
                    "{size} 件のチェックポイントが、{beside}（{larger} 件）の履歴に含まれません。同じ鍵で二通りの履歴に署名されています",
                    "this head of {size} entries is no part of the history of {beside} ({larger} entries); the same key signed two histories"
                );
                teller.tell(Finding::of_part(Kind::Fork, &*head.file, &what));
            }
            // The first one says where it begins; the later ones follow from it.
            None if !changed => {
                changed = true;
                let last = size - 1;
                let (ja, en) = if last == largest {
                    (format!("{last} 番"), format!("entry {last}"))
                } else {
                    (
                        format!("{largest} 番から {last} 番までのどれか"),
                        format!("one of the entries {largest} to {last}"),
                    )
                };
                let what = text!(
                    "項目から計算した根が、署名された根と違います。{ja}が、足されたか、消されたか、並べ替えられたか、書き換えられています",
                    "the root over the entries is not the signed one: {en} was added, removed, reordered or edited"
                );
                teller.tell(Finding::of_part(Kind::TreeChanged, &*head.file, &what));
            }
            None => {}
        }
    }
    // Where nothing contradicts, the entries are right and the tiles are not.
    for position in &run.walk.differing {
        let (tile, entry) = (
            Name::Tile {
                level: 0,
                index: position / WIDTH,
                width: width(0, position / WIDTH, run.walk.size()),
            },
            Name::Leaf(*position),
        );
        if changed && *position >= largest {
            let what = text!(
                "項目が、署名時に作られた木（{tile}）と合いません",
                "the entry does not match the tree that was made when it was signed ({tile})"
            );
            teller.tell(Finding::of_entry(Kind::EntryChanged, *position, entry.to_string(), &what));
        } else {
            let what = text!(
                "{position} 番のハッシュが項目と合いません",
                "the hash of entry {position} is not that of the entry"
            );
            teller.tell(Finding::of_part(Kind::DerivedChanged, tile.to_string(), &what));
        }
    }
}

/// The copy of the latest head, and what it does not cover.
fn latest<T: Send>(run: &Pass<'_, T>, teller: &mut Teller<'_, T>) {
    let copy = run.others.iter().find(|found| found.file == "log/checkpoint" && found.signed);
    let size = copy.map_or(run.largest, |found| found.head().size);
    if copy.is_some_and(|copy| !run.keys.is_copy(run.reader, copy)) {
        let what = text!(
            "log/checkpoints/{size} とも、立会の署名のあるものとも一致しません",
            "it is a copy neither of log/checkpoints/{size} nor of the cosigned one"
        );
        teller.tell(Finding::of_part(Kind::HeadMalformed, "log/checkpoint", &what));
    }
    if run.largest > size {
        let (largest, missing) = (run.largest, run.largest - size);
        let what = text!(
            "{size} 件となっていますが、署名済みの log/checkpoints/{largest} があります。古い状態に戻されています（{missing} 件が隠れます）",
            "it says {size} entries, but log/checkpoints/{largest} is signed: the log was set back ({missing} entries hidden)"
        );
        teller.tell(Finding::of_part(Kind::RolledBack, "log/checkpoint", &what));
    }
    for held in run.held.iter().filter(|held| held.signed && held.head().size > run.walk.size()) {
        let (theirs, ours) = (held.head().size, run.walk.size());
        let what = text!(
            "手元のチェックポイントは {theirs} 件ですが、このフォルダは {ours} 件です。古い控えに置き換えられています",
            "the head held elsewhere has {theirs} entries, this folder {ours}: it is an older copy"
        );
        teller.tell(Finding::of_part(Kind::OlderCopy, &*held.file, &what));
    }
    if run.listing.heads.binary_search(&size).is_err() && copy.is_some() {
        let what =
            text!("最新のチェックポイントの本体がありません", "the latest head is missing from the series");
        teller.tell(Finding::of_part(Kind::HeadMissing, format!("log/checkpoints/{size}"), &what));
    }
    if run.walk.size() > run.largest {
        let (first, last) = (run.largest, run.walk.size() - 1);
        let what = text!(
            "{first} 番から {last} 番までが、署名済みのチェックポイントに入っていません",
            "entries {first} to {last} are under no signed head"
        );
        teller.tell(Finding::of_entry(Kind::EntryUnsigned, first, Name::Leaf(first).to_string(), &what));
    }
}

/// Bundles and tiles that the latest head needs.
fn derived<T: Send>(run: &Pass<'_, T>, teller: &mut Teller<'_, T>) {
    let size = run.walk.size().min(run.largest);
    let mut missing = Vec::new();
    for index in 0..size.div_ceil(WIDTH) {
        let wide = width(0, index, size);
        if !run.listing.bundles.get(&index).is_some_and(|widths| widths.contains(&wide)) {
            missing.push(Name::Bundle { index, width: wide });
        }
    }
    for level in 0.. {
        let hashes = size.checked_shr(8 * level).unwrap_or(0);
        if hashes == 0 {
            break;
        }
        for index in 0..hashes.div_ceil(WIDTH) {
            let wide = width(level, index, size);
            if !run.listing.tiles.get(&(level, index)).is_some_and(|widths| widths.contains(&wide)) {
                missing.push(Name::Tile { level, index, width: wide });
            }
        }
    }
    for name in missing {
        let what =
            text!("項目から作られるファイルがありません", "a file that follows from the entries is missing");
        teller.tell(Finding::of_part(Kind::DerivedMissing, name.to_string(), &what));
    }
}

/// Records that are logged twice, and ids that are used twice. Fingerprints say which to look at again.
fn twice<T>(run: &mut Pass<'_, T>, problems: &mut Vec<Finding>) {
    let records = repeated(&mut run.prints.records);
    let documents = &mut run.prints.documents;
    documents.sort_unstable();
    documents.dedup();
    run.prints.ids.extend(documents.iter().map(|(id, _)| *id));
    let ids = repeated(&mut run.prints.ids);
    if records.is_empty() && ids.is_empty() {
        return;
    }
    let mut by_record: BTreeMap<Digest, u64> = BTreeMap::new();
    // Where an id stands first, and of which document, where it is that of one.
    let mut by_id: BTreeMap<String, (u64, Option<Digest>)> = BTreeMap::new();
    for index in 0..run.walk.size().div_ceil(WIDTH) {
        let entries = run.reader.bundle(index, width(0, index, run.walk.size())).unwrap_or_default();
        for (position, entry) in (index * WIDTH..).zip(entries) {
            let Ok(leaf) = Leaf::parse(&entry) else { continue };
            let (record, file) = (leaf.record, Name::Record(leaf.record).to_string());
            if records.contains(&print_of(&record)) {
                if let Some(first) = by_record.get(&record) {
                    let what = text!("{first} 番と同じ記録です", "the same record as entry {first}");
                    problems.push(Finding::of_entry(Kind::RecordTwice, position, file, &what));
                    continue;
                }
                by_record.insert(record, position);
            }
            if ids.is_empty() {
                continue;
            }
            let examined = run.examiner.examine(Entry { position, leaf, witnessed: None });
            let own = examined.verdict.id.map(|id| (id, None));
            let document = examined.verdict.document.map(|own| (own.id, Some(own.digest)));
            for (id, document) in own.into_iter().chain(document) {
                if !ids.contains(&print_of(&Digest::of(id.as_bytes()))) {
                    continue;
                }
                let Some((first, before)) = by_id.get(&id) else {
                    by_id.insert(id, (position, document));
                    continue;
                };
                let what = match document {
                    // The same document, received once more.
                    Some(_) if *before == document => continue,
                    Some(_) => text!(
                        "受領した文書の番号（recordId {id}）が {first} 番と同じです",
                        "the recordId {id} of the document it receives is that of entry {first}"
                    ),
                    None => text!(
                        "記録の番号（recordId {id}）が {first} 番と同じです",
                        "its recordId {id} is that of entry {first}"
                    ),
                };
                problems.push(Finding::of_entry(Kind::RecordIdTwice, position, file.clone(), &what));
            }
        }
    }
}

fn repeated(prints: &mut [u64]) -> BTreeSet<u64> {
    prints.sort_unstable();
    prints
        .windows(2)
        .filter_map(|pair| matches!(pair, [a, b] if a == b).then(|| pair.first().copied())?)
        .collect()
}

/// Records and attachments that no entry names.
fn stray<T>(run: &mut Pass<'_, T>, problems: &mut Vec<Finding>) {
    run.prints.attachments.sort_unstable();
    let (store, incomplete, prints) = (run.reader.store, run.incomplete, &run.prints);
    let judge = |path: &str, can_be_read: bool| match Name::parse(path).filter(|_| can_be_read) {
        None => Some(strange(path.to_owned())),
        Some(name) => not_logged(store, &name, prints, incomplete),
    };
    for area in [Area::Records, Area::Blobs] {
        let mut found = Vec::new();
        let shards = store.shards(area, &mut |path, can_be_read| found.extend(judge(path, can_be_read)));
        // One folder for each first byte of a digest: they are looked at on all cores.
        found.par_extend(shards.par_iter().flat_map_iter(|shard| {
            let mut found = Vec::new();
            store.walk_below(shard, &mut |path, can_be_read| found.extend(judge(path, can_be_read)));
            found
        }));
        found.sort();
        problems.append(&mut found);
    }
}

/// Says what a record or attachment is that no entry names.
fn not_logged(store: &dyn Store, name: &Name, prints: &Prints, incomplete: bool) -> Option<Finding> {
    let (digest, known) = match name {
        Name::Record(digest) => (digest, &prints.records),
        Name::Blob(digest) => (digest, &prints.attachments),
        Name::Attributes
        | Name::Policy
        | Name::Register(_)
        | Name::Checkpoint
        | Name::Head(_)
        | Name::Cosigned(_)
        | Name::Leaf(_)
        | Name::Bundle { .. }
        | Name::Tile { .. }
        | Name::Copy(_)
        | Name::Seen(_) => return Some(strange(name.to_string())),
    };
    if known.binary_search(&print_of(digest)).is_ok() {
        return None;
    }
    match store.open(name).and_then(Digest::of_reader) {
        // Where entries are missing, it may well be named by one of them.
        Ok(found) if found == *digest && incomplete => None,
        Ok(found) if found == *digest => Some(Finding::of_part(
            Kind::FileNotLogged,
            name.to_string(),
            &text!(
                "どの項目にも登載されていません（登載の途中で止まった跡かもしれません）",
                "no entry names it (an append may have been interrupted)"
            ),
        )),
        _ => Some(Finding::of_part(
            Kind::FileStrange,
            name.to_string(),
            &text!("名前（ダイジェスト）と中身が合いません", "the content does not match its name"),
        )),
    }
}

/// Seconds of a day.
const DAY: u64 = 24 * 60 * 60;

/// Whether enough witnesses have seen the log, and what they have not seen.
fn witnesses<T: Send>(run: &Pass<'_, T>, teller: &mut Teller<'_, T>, options: &Options<'_>) {
    let (size, witnessed) = (run.walk.size(), teller.report.witnessed);
    let is_asked = run.keys.policy.asks_for_witnesses() || options.require_witness.is_some();
    let seen = witnessed.map_or(0, |(seen, _)| seen);
    if seen >= size || !(is_asked || witnessed.is_some()) {
        return;
    }
    let since = run.tail_since;
    let age = since.map(|since| options.now.seconds().saturating_sub(since.seconds()));
    let tail = Tail { first: seen, entries: size - seen, since, days: age.unwrap_or(0) / DAY };
    teller.report.unwitnessed = Some(tail);
    let (count, days, last) = (tail.entries, tail.days, size - 1);
    let file = || format!("log/checkpoints/{size}");
    if let Some((_, time)) = witnessed {
        let time = time.in_japan();
        let what = text!(
            "{seen} 番から {last} 番まで（{count} 件、いちばん古いものは {days} 日前）は、まだ立会人が見ていません（最後の立会は {time}）",
            "entries {seen} to {last} ({count}, the oldest logged {days} day(s) ago) have not been seen by the witnesses yet (last at {time})"
        );
        teller.tell(Finding::of_entry(Kind::NotWitnessed, seen, file(), &what));
    } else if run.keys.policy.asks_for_witnesses() && matches!(options.trust, Trust::Policy(_)) {
        teller.tell(Finding::of_part(
            Kind::QuorumMissing,
            "log/checkpoints",
            &text!(
                "信頼ファイルが求める立会人の署名を備えたチェックポイントがありません（{count} 件、いちばん古いものは {days} 日前）",
                "no head has the cosignatures that the trust file asks for ({count} entries, the oldest logged {days} day(s) ago)"
            ),
        ));
    }
    // A time that has not come yet is no age: the ward's clock cannot keep an entry young for ever.
    let is_ahead = since.is_none_or(|since| since.seconds() > options.now.seconds().saturating_add(SKEW));
    let is_late =
        |limit: u64| limit == 0 || is_ahead || age.is_none_or(|age| age > limit.saturating_mul(DAY));
    if let Some(limit) = options.require_witness.filter(|limit| is_late(*limit)) {
        let what = match limit {
            0 => text!(
                "{seen} 番から {last} 番まで（{count} 件）に立会の署名がありません。すべての記録に立会が求められています（require-witness）",
                "entries {seen} to {last} ({count}) are not witnessed; all must be (require-witness)"
            ),
            _ => text!(
                "{seen} 番から {last} 番まで（{count} 件、いちばん古いものは {days} 日前）に立会の署名がありません。{limit} 日以内の立会が求められています（require-witness）",
                "entries {seen} to {last} ({count}, the oldest logged {days} day(s) ago) are not witnessed; they must be within {limit} day(s) (require-witness)"
            ),
        };
        teller.tell(Finding::of_entry(Kind::WitnessLate, seen, file(), &what));
    }
}
