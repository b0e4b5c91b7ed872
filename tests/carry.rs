//! A matter is carried on into the next year: what was last year's is never written as this year's, comments stay, and
//! the comparison shows nothing but what moved.

use crate::support::evidence::copy_all;
use serde_json::Value;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

fn fugi(root: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fugi")).args(arguments).current_dir(root).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A workspace with one year and the next, which has its forms and companies.
fn next_year(folder: &Path, from: &Path, year: &str, next: &str) -> PathBuf {
    let root = folder.join("w");
    copy_all(&from.join("policies"), &root.join("policies"));
    fs::copy(from.join("fugi.yaml"), root.join("fugi.yaml")).unwrap();
    for entry in fs::read_dir(root.join("policies")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name != "common" && name != year {
            fs::remove_dir_all(path).unwrap();
        }
    }
    let (old, new) = (root.join("policies").join(year), root.join("policies").join(next));
    copy_all(&old.join("forms"), &new.join("forms"));
    fs::copy(old.join("parties.yaml"), new.join("parties.yaml")).unwrap();
    root
}

/// Returns the kinds of facts that changed between two files.
fn changed(root: &Path, old: &str, new: &str) -> BTreeSet<String> {
    let output = fugi(root, &["diff", old, new, "--format", "json"]);
    let report: Value = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}{}", text(&output.stdout), text(&output.stderr)));
    let mut kinds = BTreeSet::new();
    collect(&report, &mut kinds);
    kinds
}

fn collect(value: &Value, kinds: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            if let (Some(kind), Some(_)) = (map.get("kind").and_then(Value::as_str), map.get("class")) {
                kinds.insert(kind.to_owned());
            }
            map.values().for_each(|own| collect(own, kinds));
        }
        Value::Array(list) => list.iter().for_each(|own| collect(own, kinds)),
        _ => {}
    }
}

#[test]
fn last_years_decision_never_becomes_this_years() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (from, year, next, name) in [
        (here.to_path_buf(), "r08", "r09", "mihon-itaku"),
        (here.to_path_buf(), "r09", "r10", "kogaku-tsuchi"),
        (here.join("samples/mihonshi"), "r08", "r09", "mimamori"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let root = next_year(folder.path(), &from, year, next);
        let old = format!("policies/{year}/{name}.yaml");
        let new = format!("policies/{next}/{name}.yaml");
        let made = fugi(&root, &["new", "matter", name, "--from", &format!("{year}/{name}")]);
        assert_eq!(made.status.code(), Some(0), "{}", text(&made.stderr));
        let said = text(&made.stdout) + &text(&made.stderr);
        for word in ["期間を", "会議の日と決定", "受け入れた指摘"] {
            let is_there = word != "受け入れた指摘"
                || fs::read_to_string(root.join(&old)).unwrap().contains("\nwaivers:");
            assert!(said.contains(word) || !is_there, "{name}: {word}: {said}");
        }
        let (before, after) =
            (fs::read_to_string(root.join(&old)).unwrap(), fs::read_to_string(root.join(&new)).unwrap());
        // Every comment stays where it was, in order.
        let comments = |text: &str| -> Vec<String> {
            text.lines().filter(|line| line.trim_start().starts_with("# ")).map(str::to_owned).collect()
        };
        let kept = comments(&after);
        let mut rest = kept.iter();
        for comment in comments(&before) {
            let inner = format!("# {comment}");
            assert!(rest.any(|own| *own == comment || *own == inner), "{name}: {comment}");
        }
        let first = |text: &str| text.lines().find(|line| line.starts_with("term:")).unwrap().to_owned();
        assert_ne!(first(&before), first(&after));
        assert!(!after.contains("\ncouncil:") && !after.contains("\nwaivers:"), "{after}");
        let checked = fugi(&root, &["check", &format!("{next}/{name}"), "--format", "json"]);
        let report: Value = serde_json::from_slice(&checked.stdout).unwrap();
        assert_eq!(report["complete"], Value::Bool(true), "{report}");
        // Nothing but what moved, and what belongs to one year, differs.
        let allowed = [
            "term",
            "laws",
            "meeting",
            "meeting-date",
            "meeting-place",
            "outcome",
            "conditions",
            "agenda-number",
            "letter-number",
            "letter-date",
            "letter-to",
            "letter-from",
            "contract-number",
            "concluded",
            "subcontracting-approved",
            "waiver",
            "waivers",
            "description",
            "certification-expires",
        ];
        let found = changed(&root, &old, &new);
        let other: Vec<&String> = found.iter().filter(|own| !allowed.contains(&own.as_str())).collect();
        assert!(!found.is_empty() && other.is_empty(), "{name}: {other:?} of {found:?}");
    }
}

#[test]
fn an_earlier_year_a_missing_matter_and_two_ways_at_once_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let root = next_year(folder.path(), Path::new(env!("CARGO_MANIFEST_DIR")), "r08", "r09");
    for (arguments, said) in [
        (&["new", "matter", "x", "--from", "r09/mihon-itaku", "--year", "r08"][..], "より後の年度では"),
        (&["new", "matter", "x", "--from", "r08/nothing"], "policies/r08/nothing.yaml"),
        (&["new", "matter", "x", "--from", "mihon-itaku"], "年度とファイルの名"),
        (&["new", "matter", "x", "--from", "r08/mihon-itaku", "--like", "kenshin"], "--like"),
    ] {
        let refused = fugi(&root, arguments);
        assert_eq!(refused.status.code(), Some(2), "{arguments:?}");
        assert!(text(&refused.stderr).contains(said), "{arguments:?}: {}", text(&refused.stderr));
        assert!(!root.join("policies/r09/x.yaml").exists() && !root.join("policies/r08/x.yaml").exists());
    }
}
