//! From an empty folder to a first matter: `init`, `new matter`, `check`.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn fugi(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fugi")).args(arguments).current_dir(folder).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// The rules that tell a clerk what is still to be written in a matter that was just made.
fn rules_of(output: &Output) -> Vec<String> {
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let mut rules: Vec<String> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    rules.sort();
    rules.dedup();
    rules
}

#[test]
fn a_new_workspace_says_only_what_is_still_to_be_written() {
    let folder = tempfile::tempdir().unwrap();
    let made = fugi(folder.path(), &["init", "区の資料", "--year", "r08"]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    let root = folder.path().join("区の資料");
    let checked = fugi(&root, &["check", "--format", "json"]);
    assert!(stderr(&checked).is_empty(), "{}", stderr(&checked));
    let before = rules_of(&checked);
    let made = fugi(&root, &["new", "matter", "健診の案内"]);
    assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    assert!(root.join("policies/r08/健診の案内.yaml").is_file());
    let checked = fugi(&root, &["check", "r08/健診の案内", "--format", "json"]);
    assert_eq!(rules_of(&checked), before);
    let left: Vec<&str> =
        before.iter().map(String::as_str).filter(|rule| !says_what_is_missing(rule)).collect();
    assert!(left.is_empty(), "not about something still to be written: {left:?}");
}

#[test]
fn what_is_said_of_a_fresh_matter_fits_a_screen() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(fugi(folder.path(), &["init", "w", "--year", "r08"]).status.code(), Some(0));
    let root = folder.path().join("w");
    assert_eq!(fugi(&root, &["new", "matter", "fresh"]).status.code(), Some(0));
    for arguments in [&["check", "r08/fresh"][..], &["check", "r08/fresh", "--lang", "en"]] {
        let said = stdout(&fugi(&root, arguments));
        assert!(said.starts_with("r08/fresh: "), "{said}");
        assert!(said.lines().count() < 40, "{} lines:\n{said}", said.lines().count());
    }
    let places = stdout(&fugi(&root, &["check", "r08/fresh", "--places"]));
    let report: serde_json::Value =
        serde_json::from_slice(&fugi(&root, &["check", "r08/fresh", "--format", "json"]).stdout).unwrap();
    let shown = places.lines().filter(|line| line.trim_start().starts_with("= 場所: ")).count();
    assert_eq!(shown, report["findings"].as_array().unwrap().len());
}

/// Whether a rule speaks of something that is not written yet.
fn says_what_is_missing(rule: &str) -> bool {
    [
        "missing",
        "not-stated",
        "unanswered",
        "not-connected",
        "without",
        "unclear",
        "not-drawn",
        "not-in-annex",
        "not-in-overview",
        "not-planned",
        "not-cited",
        "placeholder",
    ]
    .iter()
    .any(|word| rule.contains(word))
}

#[test]
fn nothing_is_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(fugi(folder.path(), &["init", "w", "--year", "r08"]).status.code(), Some(0));
    let again = fugi(folder.path(), &["init", "w", "--year", "r08"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("空ではありません"), "{}", stderr(&again));
    let root = folder.path().join("w");
    fs::write(root.join("policies/r08/mine.yaml"), "title: 私の案件\n").unwrap();
    let again = fugi(&root, &["new", "matter", "mine"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(stderr(&again).contains("もうあります"), "{}", stderr(&again));
    assert_eq!(fs::read_to_string(root.join("policies/r08/mine.yaml")).unwrap(), "title: 私の案件\n");
}

#[test]
fn wrong_years_and_names_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let wrong = fugi(folder.path(), &["init", "w", "--year", "令和8"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(!folder.path().join("w").exists());
    assert_eq!(fugi(folder.path(), &["init", "w", "--year", "2026"]).status.code(), Some(0));
    let root = folder.path().join("w");
    for name in ["../out", "a/b", "parties", ".hidden", "a:b"] {
        let refused = fugi(&root, &["new", "matter", name]);
        assert_eq!(refused.status.code(), Some(2), "{name}");
    }
    let refused = fugi(&root, &["new", "matter", "x", "--year", "r09"]);
    assert!(stderr(&refused).contains("r09"), "{}", stderr(&refused));
}

#[test]
fn outside_a_workspace_the_way_in_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let output = fugi(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("fugi init"), "{}", stderr(&output));
    let english = fugi(folder.path(), &["check", "--lang", "en"]);
    assert!(stderr(&english).contains("is not a workspace"), "{}", stderr(&english));
    assert!(stdout(&output).is_empty());
}

#[test]
fn a_matter_that_says_nothing_yet_stands_apart() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(fugi(folder.path(), &["init", "w", "--year", "r08"]).status.code(), Some(0));
    let root = folder.path().join("w");
    for arguments in
        [&["new", "matter", "fresh"][..], &["new", "matter", "like", "--like", "印刷・封入封緘・発送"]]
    {
        let made = fugi(&root, arguments);
        assert_eq!(made.status.code(), Some(0), "{}", stderr(&made));
    }
    let said = stdout(&fugi(&root, &["status", "--as-of", "2026-06-01"]));
    let drafts = said
        .lines()
        .find(|line| line.starts_with("まだ件名のない下書き"))
        .unwrap_or_else(|| panic!("{said}"));
    assert!(drafts.contains("r08/fresh") && drafts.contains("r08/like"), "{drafts}");
    assert!(said.lines().all(|line| line == drafts || !line.contains("r08/fresh")), "{said}");
    let json = stdout(&fugi(&root, &["status", "--as-of", "2026-06-01", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(json["drafts"].as_array().unwrap().contains(&"r08/fresh".into()), "{json}");
    let agenda = fugi(&root, &["render", "--agenda", "policies/r08", "--format", "md", "--out", "out"]);
    let said = [stdout(&agenda), stderr(&agenda)].concat();
    assert!(said.contains("r08/fresh: まだ件名のない下書き"), "{said}");
    // With a title it is a matter like any other.
    let file = root.join("policies/r08/fresh.yaml");
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replacen("\nbasis:", "\ntitle: 見本の業務の委託について\nbasis:", 1)).unwrap();
    let said = stdout(&fugi(&root, &["status", "--as-of", "2026-06-01"]));
    let drafts: Vec<&str> = said.lines().filter(|line| line.starts_with("まだ件名のない")).collect();
    assert!(drafts.iter().all(|line| !line.contains("r08/fresh")), "{said}");
}
