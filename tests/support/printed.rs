//! What a rule prints for the examples of its page, whole and in both languages, kept in `tests/rules/`.
//!
//! Numbers of lines are taken out, so that another line in the sample changes no snapshot; the line itself, the column
//! and the path of ids stay.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules")
}

/// Returns a printed text without the numbers of its lines.
pub(crate) fn unnumbered(printed: &str) -> String {
    let mut out = String::new();
    for line in printed.lines() {
        let bare = line.trim_start();
        let after_number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
        let in_gutter = |rest: &str| ["|", "= ", "--> ", "::: "].iter().any(|mark| rest.starts_with(mark));
        let line = match after_number.strip_prefix(' ').filter(|rest| rest.starts_with('|')) {
            Some(rest) if after_number.len() < bare.len() => rest,
            _ if bare.len() < line.len() && in_gutter(bare) => bare,
            _ => line,
        };
        out.push_str(&unplaced(line));
        out.push('\n');
    }
    out
}

/// Returns a line with `_` for the number of the line in each `file.yaml:12:3`.
fn unplaced(line: &str) -> String {
    let mut parts = line.split(".yaml:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        out.push_str(".yaml:");
        out.push_str(if rest.len() < part.len() { "_" } else { "" });
        out.push_str(rest);
    }
    out
}

/// Compares with the snapshot of a rule; returns what is wrong. `UPDATE=1` writes it.
pub(crate) fn compare(family: &str, rule: &str, printed: &str) -> Option<String> {
    let path = folder().join(family).join(format!("{rule}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, printed).unwrap();
        return None;
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    (kept != printed).then(|| {
        let first = kept.lines().zip(printed.lines()).find(|(kept, printed)| kept != printed);
        let (kept, printed) = first.unwrap_or(("(another length)", "(another length)"));
        format!("{family}/{rule}.txt differs (UPDATE=1 rewrites it)\n  kept:    {kept}\n  printed: {printed}")
    })
}

/// Returns a complaint about each snapshot of a family that belongs to no rule.
pub(crate) fn strays(family: &str, rules: &BTreeSet<&str>) -> Vec<String> {
    let files = fs::read_dir(folder().join(family)).into_iter().flatten().filter_map(Result::ok);
    files
        .map(|file| file.path())
        .filter(|path| !rules.contains(&*path.file_stem().unwrap_or_default().to_string_lossy()))
        .map(|path| format!("{} belongs to no rule", path.display()))
        .collect()
}
