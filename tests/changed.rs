//! Only what changed: any file of a workspace, a revision against the working tree, the hook and the script of the docs.
#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use tempfile::TempDir;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A copy of the workspace in git, with the program on the path.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let own = Self(tempfile::tempdir().unwrap());
        fs::create_dir(own.folder()).unwrap();
        fs::create_dir(own.0.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_fugi"), own.0.path().join("bin/fugi")).unwrap();
        own.done(&format!(
            "cp -r {0}/policies {0}/fugi.yaml {0}/schemas . && git init -q -b main . && git add . && git commit -qm one",
            root().display()
        ));
        own
    }

    fn folder(&self) -> PathBuf {
        self.0.path().join("repository")
    }

    fn sh(&self, script: &str) -> Output {
        let path = format!("{}:{}", self.0.path().join("bin").display(), own_path());
        let mut command = Command::new("sh");
        command.args(["-c", script]).current_dir(self.folder()).env("PATH", path);
        for name in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{name}_NAME"), "t").env(format!("GIT_{name}_EMAIL"), "t@t.example");
        }
        command.output().unwrap()
    }

    fn done(&self, script: &str) {
        let output = self.sh(script);
        assert!(output.status.success(), "{script}: {}", said(&output));
    }

    fn edit(&self, file: &str, from: &str, to: &str) {
        let path = self.folder().join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{file} has no {from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
}

fn said(output: &Output) -> String {
    [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned()).concat()
}

const MATTER: &str = "policies/r08/mihon-itaku.yaml";

#[test]
fn any_file_is_checked_with_what_depends_on_it() {
    let own = Repository::new();
    let matters = |place: &str| {
        let output = own.sh(&format!("fugi check --format json {place}"));
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        report["examined"]["matters"].as_u64().unwrap()
    };
    // As many as there are files of matters: a further sample needs no other number here.
    let all = walkdir::WalkDir::new(root().join("policies")).min_depth(2).max_depth(2).into_iter();
    let is_matter = |path: &std::path::Path| {
        let year =
            path.parent().and_then(|own| own.file_name()).map(|own| own.to_string_lossy().into_owned());
        year.is_some_and(|year| year.starts_with('r'))
            && path.extension().is_some_and(|own| own == "yaml")
            && !path.ends_with("parties.yaml")
    };
    let all = all.filter_map(Result::ok).filter(|entry| is_matter(entry.path())).count() as u64;
    assert!(all >= 5, "{all}");
    for (place, count) in [
        (MATTER, 1),
        ("r08", 2),
        ("policies/r08/parties.yaml", 2),
        ("policies/r08/forms/submission.yaml", 2),
        ("policies/r08/parties.yaml policies/r07/koki-iryo-cashless.yaml", 3),
        ("policies/common/words.yaml", all),
        ("policies/common", all),
        ("fugi.yaml", all),
    ] {
        assert_eq!(matters(place), count, "{place}");
    }
    let output = own.sh("fugi check schemas/matter.schema.json");
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn a_revision_is_compared_with_the_working_tree_and_says_nothing_of_what_is_the_same() {
    let own = Repository::new();
    let same = own.sh("fugi diff --git HEAD");
    assert_eq!(same.status.code(), Some(0), "{}", said(&same));
    assert_eq!(said(&same).lines().filter(|line| !line.is_empty()).count(), 1, "{}", said(&same));
    own.edit(
        MATTER,
        "items: [受診券番号, 氏名, 送付先]\n        means",
        "items: [受診券番号, 氏名, 送付先, 健診種別]\n        means",
    );
    let changed = own.sh("fugi diff --git HEAD --lang en");
    let text = said(&changed);
    assert_eq!(changed.status.code(), Some(1), "{text}");
    assert!(text.contains("健診種別"), "{text}");
    assert!(!text.contains("koki-iryo-cashless.yaml"), "{text}");
    own.done("git add . && git commit -qm two --no-verify");
    let between = own.sh("fugi diff --git HEAD~1..HEAD --lang en");
    assert_eq!(between.status.code(), Some(1));
    assert!(!said(&between).contains("koki-iryo-cashless.yaml"), "{}", said(&between));
    // A year that is named is no matter that is named.
    for year in ["r07", "policies/r07", "policies"] {
        let between = own.sh(&format!("fugi diff --git HEAD~1..HEAD {year} --lang en"));
        assert!(!said(&between).contains("koki-iryo-cashless.yaml"), "{year}: {}", said(&between));
    }
    let single = own.sh("fugi diff --git HEAD~1..HEAD r07/koki-iryo-cashless --lang en");
    assert!(said(&single).contains("koki-iryo-cashless"), "{}", said(&single));
    assert_eq!(own.sh("fugi diff --git HEAD").status.code(), Some(0));
    assert_eq!(own.sh("fugi diff --git no-such-revision").status.code(), Some(2));
}

#[test]
fn the_hook_stops_a_commit_that_brings_an_error() {
    let own = Repository::new();
    own.done(&format!("cp {}/docs/hooks/pre-commit .git/hooks/pre-commit", root().display()));
    own.done("echo x > notes.txt && git add . && git commit -qm notes");
    own.edit(
        MATTER,
        "items: [受診券番号, 氏名, 送付先]\n        means",
        "items: [受診券番号, 氏名, 送付先, 健診種別]\n        means",
    );
    let stopped = own.sh("git add . && git commit -qm wrong");
    assert!(!stopped.status.success());
    assert!(said(&stopped).contains("item-outside-receiver-scope"), "{}", said(&stopped));
    own.done(&format!("git checkout -q HEAD -- {MATTER}"));
    own.edit(MATTER, "# 見本の案件", "# 見本 の案件");
    own.done("git add . && git commit -qm right");
    own.done(&format!("git rm -q {MATTER}"));
    let gone = own.sh("git commit -qm gone");
    assert!(!gone.status.success(), "r07 has errors, and everything is looked at: {}", said(&gone));
}

#[test]
fn the_script_for_continuous_integration_ends_with_the_worst() {
    let own = Repository::new();
    let script = root().join("docs/hooks/ci.sh");
    own.done("git rm -rq policies/r07 && git commit -qm without && git tag base");
    let run = |own: &Repository| own.sh(&format!("mkdir -p out && sh {} base out", script.display()));
    let clean = run(&own);
    assert_eq!(clean.status.code(), Some(0), "{}", said(&clean));
    own.edit(
        MATTER,
        "items: [受診券番号, 氏名, 送付先]\n        means",
        "items: [受診券番号, 氏名, 送付先, 健診種別]\n        means",
    );
    own.done("git commit -qam wider");
    assert_eq!(run(&own).status.code(), Some(1));
    let sarif = fs::read_to_string(own.folder().join("out/findings.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    assert_eq!(log["runs"][0]["invocations"][0]["executionSuccessful"], true);
    fs::write(own.folder().join("policies/r08/broken.yaml"), "title: [\n").unwrap();
    assert_eq!(run(&own).status.code(), Some(2));
    let sarif = fs::read_to_string(own.folder().join("out/findings.sarif")).unwrap();
    let log: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert!(!invocation["toolExecutionNotifications"].as_array().unwrap().is_empty());
}

/// Where the programs are that this test runs.
fn own_path() -> String {
    let found = std::env::vars_os().find(|(name, _)| name == "PATH");
    found.map(|(_, path)| path.to_string_lossy().into_owned()).unwrap()
}
