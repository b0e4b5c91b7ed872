//! What lies in an evidence folder beside the log, the records and the attachments: files that have no place there, the
//! copies of the entries that an export holds, and the rule that keeps git from changing a byte.

use super::finding::Finding;
use crate::diagnostic::{Severity, Text};
use crate::evidence::log::{ATTRIBUTES, Log};
use crate::evidence::store::files::read;
use crate::text;
use std::fs::{self, DirEntry};
use std::path::Path;

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

/// The most of a copy of an entry that is read, in bytes; more than any entry has.
const COPY: usize = 4096;

/// Tells of what lies beside the log.
pub(super) fn tell(root: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    for entry in entries(root) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !TOP.contains(&name.as_str()) {
            found.push(surplus(&name));
        }
    }
    for entry in entries(&root.join("trust")) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let version = name.strip_prefix("root.").and_then(|rest| rest.strip_suffix(".json"));
        let is_version = version.is_some_and(|number| number.parse::<u64>().is_ok_and(|number| number > 0));
        if !(is_version || name == "policy.txt") {
            found.push(surplus(&format!("trust/{name}")));
        }
    }
    copies(root, &mut found);
    found.extend(attributes(root));
    found
}

/// Returns what stands in a folder, by name; hidden files are what writers and systems leave behind.
fn entries(folder: &Path) -> Vec<DirEntry> {
    let listed = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    let mut entries: Vec<DirEntry> =
        listed.filter(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")).collect();
    entries.sort_by_key(DirEntry::file_name);
    entries
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

/// An export holds each entry once more, for verifiers without this program: they must be the log's.
fn copies(root: &Path, found: &mut Vec<Finding>) {
    let folder = root.join("entries");
    if !folder.is_dir() {
        return;
    }
    let Ok(log) = Log::open(root) else { return };
    let size = log.checkpoint().map_or(0, |checkpoint| checkpoint.head.size);
    let mut wrong = |file: &str, what: Text| {
        let mend =
            text!("`fugi export` で書き出し直したものを使ってください", "use what `fugi export` writes anew");
        found.push(Finding::of_file("file-strange", Severity::Error, file, &what, mend));
    };
    let mut next = 0;
    for entry in entries(&folder) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let file = format!("entries/{name}");
        let position = name.parse::<u64>().ok().filter(|position| format!("{position:08}") == name);
        let Some(position) = position.filter(|position| *position < size) else {
            wrong(&file, text!("ログにない項目の写しです", "the log has no such entry"));
            continue;
        };
        next += u64::from(position == next);
        let there = read(&entry.path(), COPY);
        let own = log.entry(position).map(|leaf| leaf.to_string());
        if !matches!((there, own), (Ok(there), Ok(own)) if there == own.as_bytes()) {
            wrong(&file, text!("ログの項目と違います", "it is not the entry that the log holds"));
        }
    }
    if next < size {
        wrong(
            &format!("entries/{next:08}"),
            text!("項目の写しがありません", "the copy of this entry is missing"),
        );
    }
}

/// In a folder that git keeps, the rule that no byte is changed must stand as it was written.
fn attributes(root: &Path) -> Option<Finding> {
    let whole = root.canonicalize().ok()?;
    whole.ancestors().find(|folder| folder.join(".git").exists())?;
    let file = ".gitattributes";
    let there = read(&root.join(file), ATTRIBUTES.len() + 1);
    let text = there.map(|bytes| String::from_utf8_lossy(&bytes).replace("\r\n", "\n"));
    let what = match text {
        Ok(text) if text == ATTRIBUTES => return None,
        Ok(_) => text!("書き換えられています", "it was changed"),
        Err(_) => text!("ありません", "it is missing"),
    };
    Some(Finding::of_file(
        "attributes-differ",
        Severity::Warning,
        file,
        &what,
        text!(
            "git が証跡の改行を変えたり、行ごとに併合したりします。控えから戻すか、`** -text` と `log/** -text -merge` の二行を書いてください",
            "git may convert line ends of the evidence or merge it by lines; restore the file, or write the two lines `** -text` and `log/** -text -merge`"
        ),
    ))
}
