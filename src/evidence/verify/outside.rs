//! What lies in an evidence folder beside the log, the records and the attachments: files that have no place there, the
//! copies of the entries that an export holds, and the rule that keeps git from changing a byte.

use super::finding::Finding;
use crate::diagnostic::{Severity, Text};
use crate::evidence::log::ATTRIBUTES;
use crate::evidence::log::reader::Reader;
use crate::evidence::store::{Area, Listed, Name, Store};
use crate::text;

/// What may lie in an evidence folder or in an export of it.
const TOP: [&str; 13] = [
    "VERIFY.md",
    "allowed_signers",
    "blobs",
    "checkpoint.sig",
    "entries",
    "inbox",
    "log",
    "proofs",
    "records",
    "trust",
    "verify.ps1",
    "verify.py",
    "verify.sh",
];

/// Those of them that nobody reads here: what they say is judged by nobody.
const UNREAD: [&str; 8] = [
    "VERIFY.md",
    "allowed_signers",
    "checkpoint.sig",
    "inbox",
    "proofs",
    "verify.ps1",
    "verify.py",
    "verify.sh",
];

/// The folders that are read.
const READ: [Area; 5] = [Area::Log, Area::Records, Area::Blobs, Area::Trust, Area::Copies];

/// The most of a copy of an entry that is read, in bytes; more than any entry has.
const COPY: usize = 4096;

/// Tells of what lies beside the log.
pub(super) fn tell(store: &dyn Store) -> Vec<Finding> {
    let all = listed(store, "");
    let strangers = all.iter().filter(|(name, _)| !TOP.contains(&name.as_str()));
    let mut found: Vec<Finding> = strangers.map(|(name, _)| surplus(name)).collect();
    for area in READ.map(Area::folder) {
        if all.iter().any(|(name, listed)| name == area && *listed != Listed::Folder) {
            let what = text!(
                "普通のフォルダではありません（リンクなら、その先は証跡の外です）",
                "it is no plain folder (what a link leads to lies outside of the evidence)"
            );
            let fix = text!(
                "リンクをやめ、フォルダそのものを証跡の中に置いてください",
                "put the folder itself into the evidence, in place of the link"
            );
            found.push(Finding::of_file("file-strange", Severity::Error, area, &what, fix));
        }
    }
    let trust = Area::Trust.folder();
    let paths = listed(store, trust).into_iter().map(|(name, _)| format!("{trust}/{name}"));
    let paths: Vec<(Option<Name>, String)> = paths.map(|path| (Name::parse(&path), path)).collect();
    // A version behind a gap follows no other, and nobody reads it.
    let is_there = |number: &u64| paths.iter().any(|(name, _)| *name == Some(Name::Register(*number)));
    let gap = (1..).find(|number| !is_there(number)).unwrap_or(u64::MAX);
    for (name, path) in &paths {
        if name.as_ref().is_none_or(|name| matches!(name, Name::Register(number) if *number > gap)) {
            found.push(surplus(path));
        }
    }
    if all.iter().any(|(name, listed)| name == Area::Copies.folder() && *listed == Listed::Folder) {
        copies(store, &mut found);
    }
    let unread = all.iter().map(|(name, _)| name.as_str()).filter(|name| UNREAD.contains(name));
    found.extend(unread_of(&unread.collect::<Vec<_>>()));
    found.extend(attributes(store));
    found
}

/// Returns what stands in a folder, by name.
fn listed(store: &dyn Store, folder: &str) -> Vec<(String, Listed)> {
    let mut all = Vec::new();
    // A folder that cannot be listed is told of where its content is missed.
    let _ = store.list(folder, &mut |name, listed| all.push((name.to_owned(), listed)));
    all.sort_by(|one, other| one.0.cmp(&other.0));
    all
}

fn surplus(file: &str) -> Finding {
    Finding::of_file(
        "file-surplus",
        Severity::Warning,
        file,
        &text!(
            "証跡のフォルダに置かれるファイルではありません（確かめていません）",
            "it has no place in an evidence folder, and was not verified"
        ),
        text!(
            "登載するものなら `fugi record` で登載し、そうでなければ証跡の外に移してください",
            "log it with `fugi record` if it is evidence, else move it out of the folder"
        ),
    )
}

/// Says once what lies there that this verdict says nothing of.
fn unread_of(names: &[&str]) -> Option<Finding> {
    (!names.is_empty()).then(|| {
        Finding::of_file(
            "not-read",
            Severity::Info,
            &names.join(", "),
            &text!("読んでいません。判定は、ここにあるものには及びません", "not read: the verdict does not extend to it"),
            text!(
                "受領証（proofs）は `fugi verify --head`、プログラムと allowed_signers は別の道で受け取ったものを使い、inbox に届いたものは `fugi record receive` で受領してください",
                "judge a proof with `fugi verify --head`, use programs and `allowed_signers` that you received by another way, and take what came into the inbox with `fugi record receive`"
            ),
        )
    })
}

/// An export holds each entry once more, for verifiers without this program: they must be the log's.
fn copies(store: &dyn Store, found: &mut Vec<Finding>) {
    let reader = Reader::new(store);
    let Ok(Some(latest)) = reader.latest() else { return };
    let size = latest.head.size;
    let mut wrong = |file: &str, what: Text| {
        let fix =
            text!("`fugi export` で書き出し直したものを使ってください", "use what `fugi export` writes anew");
        found.push(Finding::of_file("file-strange", Severity::Error, file, &what, fix));
    };
    let mut next = 0;
    let folder = Area::Copies.folder();
    for (name, _) in listed(store, folder) {
        let file = format!("{folder}/{name}");
        let Some(Name::Copy(position)) =
            Name::parse(&file).filter(|name| matches!(name, Name::Copy(position) if *position < size))
        else {
            wrong(&file, text!("ログにない項目の写しです", "the log has no such entry"));
            continue;
        };
        next += u64::from(position == next);
        let there = store.read(&Name::Copy(position), COPY);
        let own = reader.leaf(position).map(|leaf| leaf.to_string());
        if !matches!((there, own), (Ok(there), Ok(own)) if there == own.as_bytes()) {
            wrong(&file, text!("ログの項目と違います", "it is not the entry that the log holds"));
        }
    }
    if next < size {
        wrong(
            &Name::Copy(next).to_string(),
            text!("項目の写しがありません", "the copy of this entry is missing"),
        );
    }
}

/// In a folder that git keeps, the rule that no byte is changed must stand as it was written.
fn attributes(store: &dyn Store) -> Option<Finding> {
    if !store.is_kept_by_git() {
        return None;
    }
    let file = Name::Attributes.to_string();
    let there = store.read(&Name::Attributes, 2 * ATTRIBUTES.len());
    let text = there.map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    let what = match text {
        Ok(text) if text == ATTRIBUTES => return None,
        Ok(_) => text!("書き換えられています", "it was changed"),
        Err(_) => text!("ありません", "it is missing"),
    };
    Some(Finding::of_file(
        "attributes-differ",
        Severity::Warning,
        &file,
        &what,
        text!(
            "git が証跡の改行を変えたり、行ごとに併合したりします。控えから戻すか、`** -text` と `log/** -text -merge` の二行を書いてください",
            "git may convert line ends of the evidence or merge it by lines; restore the file, or write the two lines `** -text` and `log/** -text -merge`"
        ),
    ))
}
