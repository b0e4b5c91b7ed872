//! A year that was written for an earlier shape: the files of the first public state of this workspace, as they stood.
//! They load as they are, and `fugi fmt --upgrade` adds what came later without losing a line.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Runs the program in a folder; returns its status and all that it says.
fn fugi(root: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_fugi")).current_dir(root).args(arguments).output().unwrap();
    let said = [output.stdout, output.stderr].map(|own| String::from_utf8(own).unwrap()).concat();
    (output.status.code().unwrap_or(-1), said)
}

/// Returns the texts of a workspace by path.
fn texts(root: &Path) -> BTreeMap<PathBuf, String> {
    let files = walkdir::WalkDir::new(root).into_iter().filter_map(Result::ok);
    let files = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "yaml"));
    files
        .map(|file| {
            let path = file.path().strip_prefix(root).unwrap().to_path_buf();
            (path, fs::read_to_string(file.path()).unwrap())
        })
        .collect()
}

/// Returns a copy of the earlier workspace.
fn earlier(folder: &Path) -> PathBuf {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/earlier");
    let root = folder.join("w");
    for (path, text) in texts(&from) {
        let to = root.join(path);
        fs::create_dir_all(to.parent().unwrap()).unwrap();
        fs::write(to, text).unwrap();
    }
    root
}

#[test]
fn an_earlier_year_loads_and_is_not_accused_for_lists_that_came_later() {
    let folder = tempfile::tempdir().unwrap();
    let root = earlier(folder.path());
    let (code, said) = fugi(&root, &["check", "policies", "--format", "json"]);
    assert!(code <= 1, "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["complete"], true, "{}", report["unread"]);
    let rules: Vec<&str> =
        report["findings"].as_array().unwrap().iter().filter_map(|own| own["rule"].as_str()).collect();
    assert!(!rules.contains(&"subject-count-missing"), "the units of persons came later");
    assert!(!rules.contains(&"abbreviation-not-explained"), "the known abbreviations came later");
    // What it cannot know without them is said, with what to do.
    let (_, said) = fugi(&root, &["check", "policies"]);
    assert!(said.contains("fugi fmt --upgrade"), "{said}");
}

#[test]
fn an_earlier_workspace_is_upgraded_with_every_line_of_its_own_kept() {
    let folder = tempfile::tempdir().unwrap();
    let root = earlier(folder.path());
    let before = texts(&root);
    let (code, said) =
        fugi(&root, &["render", "policies/r08/mihon-itaku.yaml", "--format", "md", "--out", "before"]);
    assert_eq!(code, 0, "{said}");

    let (code, said) = fugi(&root, &["fmt", "--upgrade", "--check"]);
    assert_eq!(code, 1, "{said}");
    assert_eq!(texts(&root), before, "`--check` writes nothing");

    let (code, said) = fugi(&root, &["fmt", "--upgrade"]);
    assert_eq!(code, 0, "{said}");
    for told in [
        "policies/common/means.yaml",
        "person_units",
        "known_abbreviations",
        "渡し方の文",
        "決められなかったこと",
    ] {
        assert!(said.contains(told), "{told}: {said}");
    }
    let after = texts(&root);
    for (path, text) in &before {
        let mut lines = after[path].lines();
        for line in text.lines().filter(|line| !line.trim_start().starts_with("means: ")) {
            assert!(lines.any(|own| own == line), "{}: this line is gone or moved: {line}", path.display());
        }
    }

    // It loads whole, no way is unclear but those that were told, and the paper says what it said.
    let (code, said) = fugi(&root, &["check", "policies", "--format", "json"]);
    assert!(code <= 1, "{said}");
    let report: serde_json::Value = serde_json::from_str(&said).unwrap();
    assert_eq!(report["complete"], true, "{}", report["unread"]);
    let (code, said) =
        fugi(&root, &["render", "policies/r08/mihon-itaku.yaml", "--format", "md", "--out", "after"]);
    assert_eq!(code, 0, "{said}");
    let paper = |folder: &str| {
        let files = walkdir::WalkDir::new(root.join(folder)).into_iter().filter_map(Result::ok);
        let files = files.filter(|file| file.file_type().is_file());
        files.map(|file| fs::read_to_string(file.path()).unwrap()).collect::<String>()
    };
    let (old, new) = (paper("before"), paper("after"));
    for line in old.lines().filter(|line| line.contains("手渡し") || line.contains("郵便")) {
        assert!(new.contains(line), "printed otherwise: {line}");
    }

    // Once more, and there is nothing to add.
    let (code, said) = fugi(&root, &["fmt", "--upgrade", "--check"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(texts(&root), after);
}
