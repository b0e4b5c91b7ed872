//! The key register in the order of the log: where each version was logged, from where on its keys count, under which
//! name, and which changes a reader is told of.
//!
//! A version says itself from which entry a key counts, and whoever signs it could say anything. What holds is the
//! place of the version in the log: no key counts before the entry that brought it, whatever the version claims.

use super::finding::Finding;
use crate::diagnostic::{Severity, Text, listed};
use crate::evidence::format::digest::Digest;
use crate::evidence::format::ed25519::PublicKey;
use crate::evidence::format::register::{KeyEntry, Register, Version};
use crate::evidence::format::role::Role;
use crate::evidence::store::Name;
use crate::text;

/// The register as it is judged by.
#[derive(Debug, Default)]
pub struct History {
    versions: Vec<Version>,
    /// The latest version, with every key from where it counts; once for each change of a holder's name, by the first
    /// position that the names hold at.
    views: Vec<(u64, Register)>,
    /// The keys of the log and of witnesses that were revoked; see [`History::revoked`].
    revoked: Vec<(PublicKey, u64)>,
}

impl History {
    /// Returns the keys of the log and of witnesses that were revoked, each with the first entry whose version of the
    /// register says so: heads do not stand under entries, so that this place is what counts.
    #[must_use]
    pub fn revoked(&self) -> &[(PublicKey, u64)] {
        &self.revoked
    }

    /// Returns the register that a record at a position is judged by; nothing where none can be relied on.
    #[must_use]
    pub fn at(&self, position: u64) -> Option<&Register> {
        let views = self.views.partition_point(|(from, _)| *from <= position);
        views.checked_sub(1).and_then(|last| self.views.get(last)).map(|(_, register)| register)
    }

    /// Returns every name under which the key of a company stood in the register before a position, beside the id of the
    /// company: a name that it had belongs to nobody else.
    pub fn names(&self, position: u64) -> impl Iterator<Item = (&str, &str)> {
        let views = self.views.partition_point(|(from, _)| *from <= position);
        let keys = self.views.iter().take(views).flat_map(|(_, register)| &register.keys);
        keys.filter_map(|entry| Some((entry.party.as_deref()?, entry.holder.as_str())))
    }

    /// Returns the version with a digest.
    #[must_use]
    pub fn version(&self, digest: &Digest) -> Option<&Version> {
        self.versions.iter().find(|version| version.digest == *digest)
    }

    /// Returns the latest version.
    #[must_use]
    pub fn latest(&self) -> Option<&Register> {
        self.versions.last().map(|version| &version.register)
    }

    /// Returns the versions, the first one first.
    #[must_use]
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Puts the versions of a folder beside the entries that name them (position and digest, ascending), and tells of
    /// what does not fit.
    #[must_use]
    pub fn new(versions: Vec<Version>, logged: &[(u64, Digest)], found: &mut Vec<Finding>) -> Self {
        let places = Places::of(&versions, logged);
        places.tell(&versions, logged, found);
        changes(&versions, &places, found);
        let views = views(&versions, &places);
        let revoked = revoked(&versions, &places);
        Self { versions, views, revoked }
    }
}

/// Where the versions stand in the log.
struct Places {
    /// By version: the position under which it is logged, never before that of the version in front of it; nothing
    /// where no entry names it.
    of: Vec<Option<u64>>,
    /// How many of the first versions were logged later than what they were made for: those of a log that is older than
    /// this rule. What they claim is all that is known.
    adopted: usize,
}

impl Places {
    fn of(versions: &[Version], logged: &[(u64, Digest)]) -> Self {
        let mut before = 0;
        let of: Vec<Option<u64>> = versions
            .iter()
            .map(|version| {
                let place = logged.iter().find(|(_, digest)| *digest == version.digest)?.0;
                before = before.max(place);
                Some(before)
            })
            .collect();
        // One run from the first version on: they were logged together.
        let adopted = match of.first() {
            Some(Some(first)) if *first > 0 => {
                (*first..).zip(&of).take_while(|(place, of)| Some(*place) == **of).count()
            }
            _ => 0,
        };
        // Nothing is logged at all: the whole register is what the folder claims.
        let adopted = if logged.is_empty() { versions.len() } else { adopted };
        Self { of, adopted }
    }

    /// Returns the position from which on a key counts that a version brought.
    fn from(&self, version: usize, claimed: u64) -> u64 {
        if version < self.adopted {
            return claimed;
        }
        let place = self.of.get(version).copied().flatten();
        place.map_or(u64::MAX, |place| place.max(claimed))
    }

    fn tell(&self, versions: &[Version], logged: &[(u64, Digest)], found: &mut Vec<Finding>) {
        if logged.is_empty() && !versions.is_empty() {
            let last = versions.len();
            found.push(Finding::of_file(
                "register-not-adopted",
                Severity::Error,
                &format!("trust/root.{last}.json"),
                &text!(
                    "鍵の登録簿（第1版から第{last}版）が、ログに一つも載っていません。登録簿をログに載せなかった頃の証跡です。新しい版を消して失効を隠されても、分かりません",
                    "no version of the key register (1 to {last}) is in the log, as in logs of an earlier time: a revocation could be undone unseen by deleting the newest"
                ),
                text!(
                    "鍵の管理者に最新の版の番号と SHA-256 を確かめてから、`fugi log adopt-register` で一度だけログに載せ、立会の署名を受けてください",
                    "confirm number and SHA-256 of the latest version with the root keys' holders, log them once with `fugi log adopt-register`, and have it witnessed"
                ),
            ));
            return;
        }
        for (version, _) in versions.iter().zip(&self.of).filter(|(_, place)| place.is_none()) {
            let number = version.register.version;
            found.push(Finding::of_file(
                "register-not-logged",
                Severity::Error,
                &version.file,
                &text!(
                    "鍵の登録簿の第{number}版を、ログのどの項目も載せていません。載せる途中で止まったか、後から置かれたものです",
                    "no entry of the log names version {number} of the key register: its logging was interrupted, or it was put there"
                ),
                text!(
                    "この版に心当たりがあれば `fugi log adopt-register` で載せ、なければ、鍵の管理者に署名したかを確かめてください",
                    "log it with `fugi log adopt-register` if you know of it; else ask the root keys' holders whether they signed it"
                ),
            ));
        }
        for (number, (position, digest)) in (1..).zip(logged) {
            if versions.iter().all(|version| version.digest != *digest) {
                let kept = Name::Record(*digest);
                found.push(Finding::of_record(
                    "register-gone",
                    Severity::Error,
                    *position,
                    digest,
                    &text!(
                        "この項目が載せた鍵の登録簿の第{number}版（sha256:{digest}）が、trust/root.{number}.json にないか、違います。失効や登録が隠されています",
                        "version {number} of the key register that this entry names (sha256:{digest}) is not in trust/root.{number}.json: a revocation or an enrolment is hidden"
                    ),
                    text!(
                        "{kept} が残っていれば、それを trust/root.{number}.json に写してください。なければ控えから戻し、誰が消したかを調べてください",
                        "copy {kept} to trust/root.{number}.json if it is there, else restore it from a backup; find out who removed it"
                    ),
                ));
            }
        }
        if let (Some(Some(first)), 1..) = (self.of.first(), self.adopted)
            && let Some(version) = versions.first()
        {
            let adopted = self.adopted;
            found.push(Finding::of_record(
                "register-adopted",
                Severity::Info,
                *first,
                &version.digest,
                &text!(
                    "鍵の登録簿の第1版から第{adopted}版までは、ここで後から載せたものです。{first} 番より前の記録は、登録簿に書かれた範囲のとおりに確かめました",
                    "versions 1 to {adopted} of the key register were logged later, here; the records before entry {first} were judged by what the register claims"
                ),
                text!(
                    "載せた時の登録簿を、取扱責任者届などの書面と照らしてください",
                    "compare the register as logged with what was notified on paper"
                ),
            ));
        }
    }
}

/// Returns the entries that two versions share, the older one first.
fn shared<'v>(
    before: &'v Register,
    after: &'v Register,
) -> impl Iterator<Item = (&'v KeyEntry, &'v KeyEntry)> {
    before.keys.iter().filter_map(|old| Some((old, after.keys.iter().find(|new| new.key_id == old.key_id)?)))
}

/// Tells of the changes that serve whoever makes them: they may be lawful, and are never passed over.
fn changes(versions: &[Version], places: &Places, found: &mut Vec<Finding>) {
    for (index, pair) in (1..).zip(versions.windows(2)) {
        let [before, version] = pair else { continue };
        let (old, new) = (&before.register, &version.register);
        let place = places.of.get(index).copied().flatten();
        let mut tell = |name, what: &Text, fix| {
            found.push(match place {
                Some(place) => Finding::of_record(name, Severity::Warning, place, &version.digest, what, fix),
                None => Finding::of_file(name, Severity::Warning, &version.file, what, fix),
            });
        };
        let number = new.version;
        let previous = places.of.get(index - 1).copied().flatten();
        let is_new = |entry: &&KeyEntry| old.keys.iter().all(|known| known.key_id != entry.key_id);
        for entry in new.keys.iter().filter(is_new).filter(|_| index >= places.adopted) {
            // Whoever prepares a version sees the one before it in the log, so that its keys begin behind that.
            let (Some(place), true) = (place, previous.is_some_and(|previous| entry.from <= previous)) else {
                continue;
            };
            let (holder, id, from) = (&entry.holder, entry.key_id, entry.from);
            tell(
                "register-back-dated",
                &text!(
                    "鍵の登録簿の第{number}版は、「{holder}」の鍵 {id} を {from} 番から有効としていますが、載ったのは {place} 番です。さかのぼった登録は効かず、{place} 番より前の記録には使えません",
                    "version {number} of the key register has the key {id} of {holder} begin at entry {from}, but was logged at {place}: it counts from {place} on only"
                ),
                text!(
                    "前に不合格だった記録を合格にするための登録でないかを、署名した鍵の管理者に確かめてください。記録が正しいなら、その鍵で署名し直したものを新しい記録として受け取ってください",
                    "ask the root keys' holders who signed it whether it was to make an earlier failure pass; if the record is right, take it anew, signed now"
                ),
            );
        }
        for (then, now) in shared(old, new).filter(|(then, now)| then.holder != now.holder) {
            let (was, is, id) = (&then.holder, &now.holder, now.key_id);
            tell(
                "register-holder-renamed",
                &text!(
                    "鍵の登録簿の第{number}版で、鍵 {id} の持ち主が「{was}」から「{is}」に替わっています。それより前の記録は「{was}」のものとして示します",
                    "version {number} of the key register renames the holder of the key {id} from {was} to {is}; earlier records are shown under {was}"
                ),
                text!(
                    "商号や組織の変更なら、届出と照らしてください。別の者に替わったのなら、この鍵を失効させ、新しい鍵を登録してください",
                    "if the name of the company or section changed, compare with the notification; if it is somebody else, revoke the key and enrol a new one"
                ),
            );
        }
        if new.threshold < old.threshold {
            let (was, is) = (old.threshold, new.threshold);
            let signed = version.envelope.signers(&old.roots());
            let signers =
                old.keys.iter().filter(|entry| signed.iter().any(|id| id.digest() == &entry.key_id));
            let Text { ja: by, en: by_en } = listed(signers.map(|entry| entry.holder.as_str()));
            tell(
                "register-threshold-lowered",
                &text!(
                    "鍵の登録簿の第{number}版で、変更に要る署名が {was} 人から {is} 人に減っています（署名した者: {by}）",
                    "version {number} of the key register lowers the signatures that a change needs from {was} to {is} (signed by {by_en})"
                ),
                text!(
                    "減らした理由を、署名しなかった鍵の管理者にも確かめてください。心当たりがなければ、`fugi key root` で元の人数に戻してください",
                    "ask the root keys' holders who did not sign it too; if nobody knows of it, set the number back with `fugi key root`"
                ),
            );
        }
    }
}

/// Returns what records are judged by; see [`History::views`].
fn views(versions: &[Version], places: &Places) -> Vec<(u64, Register)> {
    let Some(latest) = versions.last() else { return Vec::new() };
    let mut register = latest.register.clone();
    for entry in &mut register.keys {
        let brought = versions.iter().enumerate().find_map(|(index, version)| {
            let own = version.register.keys.iter().find(|own| own.key_id == entry.key_id)?;
            Some((index, own))
        });
        let Some((index, first)) = brought else { continue };
        entry.from = places.from(index, first.from);
        entry.holder.clone_from(&first.holder);
    }
    let mut views = vec![(0, register.clone())];
    for (index, pair) in (1..).zip(versions.windows(2)) {
        let [before, version] = pair else { continue };
        let mut is_renamed = false;
        for (_, now) in
            shared(&before.register, &version.register).filter(|(then, now)| then.holder != now.holder)
        {
            for entry in register.keys.iter_mut().filter(|entry| entry.key_id == now.key_id) {
                entry.holder.clone_from(&now.holder);
                is_renamed = true;
            }
        }
        // A version that nobody logged renames nobody.
        if let Some(place) = places.of.get(index).copied().flatten().filter(|_| is_renamed) {
            views.push((place, register.clone()));
        }
    }
    views
}

/// Returns the revoked keys that sign heads; see [`History::revoked`]. A version that nobody logged revokes nothing.
fn revoked(versions: &[Version], places: &Places) -> Vec<(PublicKey, u64)> {
    let mut found: Vec<(PublicKey, u64)> = Vec::new();
    for (version, place) in versions.iter().zip(&places.of).filter_map(|(own, place)| Some((own, (*place)?)))
    {
        let signs =
            |entry: &&KeyEntry| matches!(entry.role, Role::Log | Role::Witness) && entry.until.is_some();
        for key in version.register.keys.iter().filter(signs).filter_map(KeyEntry::key) {
            if found.iter().all(|(known, _)| *known != key) {
                found.push((key, place));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::format::ed25519::PrivateKey;
    use crate::evidence::format::envelope::{Envelope, REGISTER_TYPE};

    fn root() -> PrivateKey {
        PrivateKey::from_seed(&[1; 32])
    }

    fn ward(seed: u8, from: u64) -> KeyEntry {
        KeyEntry::new(
            &PrivateKey::from_seed(&[seed; 32]).public(),
            Role::Ward,
            &format!("課{seed}"),
            None,
            from,
        )
    }

    fn version(number: u64, keys: &[KeyEntry]) -> Version {
        let mut all = vec![KeyEntry::new(&root().public(), Role::Root, "管理者", None, 0)];
        all.extend_from_slice(keys);
        let register = Register {
            version: number,
            log: "l".to_owned(),
            issued_at: "2026-04-01T00:00:00+09:00".parse().unwrap(),
            threshold: 1,
            keys: all,
        };
        let file = Envelope::sign(REGISTER_TYPE, register.to_payload().unwrap(), &[&root()]).to_json();
        Version::parse(&format!("trust/root.{number}.json"), file.as_bytes()).unwrap()
    }

    fn of(versions: &[Version], places: &[u64]) -> (History, Vec<&'static str>) {
        let logged: Vec<(u64, Digest)> =
            places.iter().zip(versions).map(|(place, version)| (*place, version.digest)).collect();
        let mut found = Vec::new();
        let history = History::new(versions.to_vec(), &logged, &mut found);
        (history, found.into_iter().map(|finding| finding.name).collect())
    }

    fn from(history: &History, seed: u8) -> u64 {
        let key = PrivateKey::from_seed(&[seed; 32]).public();
        let id = crate::evidence::format::key::KeyId::of(&key);
        history.at(u64::MAX).unwrap().entry(&id).unwrap().from
    }

    #[test]
    fn a_key_counts_from_the_entry_that_brought_it() {
        let versions = [version(1, &[]), version(2, &[ward(2, 1)]), version(3, &[ward(2, 1), ward(3, 2)])];
        // The third was prepared when the log had two entries, and logged behind three others.
        let (history, told) = of(&versions, &[0, 1, 5]);
        assert!(told.is_empty(), "{told:?}");
        assert_eq!((from(&history, 2), from(&history, 3)), (1, 5));
        // From an entry that stood there before: told, and of no effect.
        let back_dated = [version(1, &[]), version(2, &[ward(2, 1)]), version(3, &[ward(2, 1), ward(3, 0)])];
        let (history, told) = of(&back_dated, &[0, 1, 5]);
        assert_eq!(told, ["register-back-dated"]);
        assert_eq!(from(&history, 3), 5);
    }

    #[test]
    fn an_older_log_is_judged_by_what_its_register_claims() {
        let versions = [version(1, &[]), version(2, &[ward(2, 0)]), version(3, &[ward(2, 0), ward(3, 0)])];
        let (history, told) = of(&versions, &[]);
        assert_eq!(told, ["register-not-adopted"]);
        assert_eq!(from(&history, 3), 0);
        let (history, told) = of(&versions[..2], &[7, 8]);
        assert_eq!(told, ["register-adopted"]);
        assert_eq!(from(&history, 2), 0);
        // What comes after the adoption is held to its own entry.
        let (history, told) = of(&versions, &[7, 8, 12]);
        assert_eq!(told, ["register-adopted", "register-back-dated"]);
        assert_eq!((from(&history, 2), from(&history, 3)), (0, 12));
    }

    #[test]
    fn versions_and_entries_answer_for_each_other() {
        let versions = [version(1, &[]), version(2, &[ward(2, 1)])];
        assert_eq!(of(&versions, &[0]).1, ["register-not-logged"]);
        let logged = [(0, versions[0].digest), (1, versions[1].digest)];
        let mut found = Vec::new();
        let history = History::new(versions[..1].to_vec(), &logged, &mut found);
        assert_eq!(found.iter().map(|finding| finding.name).collect::<Vec<_>>(), ["register-gone"]);
        assert_eq!(history.latest().unwrap().version, 1);
    }

    #[test]
    fn older_records_keep_the_name_that_held_then() {
        let renamed = KeyEntry { holder: "新しい課".to_owned(), ..ward(2, 1) };
        let versions = [version(1, &[]), version(2, &[ward(2, 1)]), version(3, &[renamed])];
        let (history, told) = of(&versions, &[0, 1, 6]);
        assert_eq!(told, ["register-holder-renamed"]);
        let key = PrivateKey::from_seed(&[2; 32]).public();
        let id = crate::evidence::format::key::KeyId::of(&key);
        let name = |position| history.at(position).unwrap().entry(&id).unwrap().holder.clone();
        assert_eq!((name(5).as_str(), name(6).as_str()), ("課2", "新しい課"));
    }
}
