//! Texts of 100,000 letters in every kind of file: each is printed, or told in one short message. `FUGI_THOROUGH=1` tries
//! every key of every file in every format.

use crate::support::thorough;

use fugi::evidence::format::kind::Kind;
use fugi::source::{Sources, Span};
use fugi::yaml::edit::{self, Edit};
use fugi::yaml::{Data, Node, parse};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// The longest line that is said of a long text: a message, its place and its rule.
const LINE: usize = 1_500;

/// The most that is said of one long text, in letters.
const SAID: usize = 40_000;

/// The matter that is checked and printed.
const MATTER: &str = "r08/mihon-itaku";

fn long() -> String {
    "長い語".repeat(33_334)
}

/// A workspace with one matter and all the files that it is read with.
fn workspace() -> TempDir {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let mut files = vec!["fugi.yaml".to_owned(), "policies/r08/parties.yaml".to_owned()];
    files.push(format!("policies/{MATTER}.yaml"));
    for part in ["policies/common", "policies/r08/forms"] {
        let names = fs::read_dir(root.join(part)).unwrap();
        files.extend(names.map(|own| format!("{part}/{}", own.unwrap().file_name().to_string_lossy())));
    }
    for file in files {
        let to = folder.path().join(&file);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::copy(root.join(&file), to).unwrap();
    }
    folder
}

/// Collects, for each path of keys, the first value that stands there.
fn values(node: &Node<'_>, path: &str, seen: &mut BTreeSet<String>, found: &mut Vec<(String, Span, bool)>) {
    match &node.data {
        Data::Map { entries, .. } => {
            entries.iter().for_each(|own| values(&own.value, &format!("{path}/{}", own.key), seen, found));
        }
        Data::List { items, .. } => {
            items.iter().for_each(|item| values(item, &format!("{path}/*"), seen, found));
        }
        Data::Scalar { text, .. } => {
            if seen.insert(path.to_owned()) {
                found.push((path.to_owned(), node.span, !text.is_ascii()));
            }
        }
        Data::Null => {}
    }
}

/// Returns the text of a file with a long text in the place of a value, for each of its keys: with the key, and whether
/// what stood there is Japanese.
fn lengthened(path: &str, text: &str) -> Vec<(String, String, bool)> {
    let mut sources = Sources::default();
    let id = sources.add(path, text);
    let mut found = Vec::new();
    values(&parse(id, text).unwrap(), "", &mut BTreeSet::new(), &mut found);
    let long = long();
    let edited = found.into_iter().map(|(key, span, is_japanese)| {
        let edits: [Edit; 1] = [edit::replace_scalar(span, &long)];
        (key, edit::apply(&sources, id, &edits).unwrap(), is_japanese)
    });
    edited.collect()
}

fn fugi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fugi")).args(arguments).current_dir(folder).output().unwrap()
}

/// Holds what was said of a long text: it ended as it should, and a reader reads it.
fn is_told(place: &str, run: &Output) {
    let said = [&run.stdout[..], &run.stderr[..]].concat();
    let said = String::from_utf8(said).unwrap();
    assert!(matches!(run.status.code(), Some(0..=2)), "{place}: {:?} {said:.2000}", run.status);
    assert!(said.chars().count() < SAID, "{place}: {} letters", said.chars().count());
    let longest = said.lines().max_by_key(|line| line.len()).unwrap_or_default();
    assert!(longest.chars().count() < LINE, "{place}: {longest:.300}");
}

/// The files of a ward besides its matters, and a matter: checked, and printed where they are printed.
#[test]
fn a_long_text_in_any_file_is_printed_or_told_in_short() {
    let folder = workspace();
    let files: Vec<String> = walkdir::WalkDir::new(folder.path())
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| entry.path().strip_prefix(folder.path()).unwrap().to_str().unwrap().replace('\\', "/"))
        .collect();
    assert!(files.len() > 15, "{files:?}");
    let tried: Vec<(String, String, String)> = files
        .iter()
        .flat_map(|file| {
            let text = fs::read_to_string(folder.path().join(file)).unwrap();
            let all = lengthened(file, &text);
            // By default the first free text of each file.
            let most = if thorough() { usize::MAX } else { 1 };
            let own = all.into_iter().filter(|(_, _, is_japanese)| *is_japanese || thorough()).take(most);
            own.map(|(key, text, _)| (file.clone(), key, text)).collect::<Vec<_>>()
        })
        .collect();
    tried.par_iter().for_each(|(file, key, text)| {
        let own = workspace();
        fs::write(own.path().join(file), text).unwrap();
        let place = format!("{file} {key}");
        is_told(&format!("{place} check"), &fugi(own.path(), &["check"]));
        let mut formats = vec![if file.starts_with("policies/common") { "md" } else { "docx" }];
        if thorough() {
            formats.push("md");
            formats.extend(["html", "svg", "xlsx"]);
            // A build that is not optimised takes minutes for each.
            if cfg!(feature = "pdf") {
                formats.push("pdf");
            }
        }
        for format in formats {
            let run = fugi(own.path(), &["render", MATTER, "-q", "--format", format]);
            is_told(&format!("{place} {format}"), &run);
        }
    });
}

/// Every kind of record: its form is read, and what is wrong is told in short.
#[test]
fn a_long_text_in_a_form_of_a_record_is_told_in_short() {
    let folder = workspace();
    Kind::ALL.par_iter().for_each(|kind| {
        let word = kind.word();
        let form = format!("{word}.yaml");
        let made = fugi(folder.path(), &["record", "new", word, "--log", "x.example/l", "--out", &form]);
        assert!(made.status.success(), "{word}");
        let text = fs::read_to_string(folder.path().join(&form)).unwrap();
        let keys: Vec<(usize, &str)> = text
            .lines()
            .enumerate()
            .filter_map(|(at, line)| {
                let bare = line.trim_start_matches(['#', ' ', '-']);
                let (key, _) = bare.split_once(':')?;
                key.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_').then_some((at, key))
            })
            .collect();
        assert!(keys.len() > 10, "{word}: {keys:?}");
        let most = if thorough() { usize::MAX } else { 4 };
        let file = format!("{word}.long.yaml");
        for (at, key) in keys.iter().rev().take(most) {
            let line = text.lines().nth(*at).unwrap();
            let (before, _) = line.split_once(&format!("{key}:")).unwrap();
            let now = format!("{}{key}: \"{}\"", before.strip_prefix("# ").unwrap_or(before), long());
            let lines: Vec<&str> =
                text.lines().enumerate().map(|(n, own)| if n == *at { now.as_str() } else { own }).collect();
            fs::write(folder.path().join(&file), lines.join("\n")).unwrap();
            is_told(&format!("{word} {key}"), &fugi(folder.path(), &["record", "check", &file]));
        }
    });
}
