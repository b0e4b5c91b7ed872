//! The command line as its user sees it: one file a case in `tests/commands/`, the whole output in it.
//!
//! A case begins with the command (`$ fugi …`, run at the top of the repository); `UPDATE=1` writes what follows:
//! exit status, standard output, standard error.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

fn cases() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/commands");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    cases.sort();
    cases
}

fn run(command: &str) -> String {
    let arguments = command.strip_prefix("$ fugi").expect("a case begins with `$ fugi`").split_whitespace();
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).unwrap().replace("\r\n", "\n").replace('\\', "/");
        text.lines().map(|line| line.trim_end().to_owned() + "\n").collect::<String>()
    };
    let mut shown = format!("{command}\nexit: {}\n", output.status.code().unwrap_or(-1));
    for (name, bytes) in [("stdout", output.stdout), ("stderr", output.stderr)] {
        if !bytes.is_empty() {
            shown.push_str(&format!("--- {name}\n{}", text(bytes)));
        }
    }
    shown
}

#[test]
fn every_case_prints_what_it_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let stands = fs::read_to_string(&case).unwrap().replace("\r\n", "\n");
        let now = run(stands.lines().next().unwrap_or_default());
        if now != stands {
            if std::env::var_os("UPDATE").is_some() {
                fs::write(&case, &now).unwrap();
            } else {
                wrong.push(format!("{}:\n{}", case.display(), difference(&stands, &now)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}\n(UPDATE=1 cargo test --test it commands:: rewrites)", wrong.join("\n"));
}

/// Returns the first lines that differ.
fn difference(stands: &str, now: &str) -> String {
    let at = stands.lines().zip(now.lines()).position(|(one, two)| one != two);
    let at = at.unwrap_or_else(|| stands.lines().count().min(now.lines().count()));
    let line = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
    format!("line {}:\n  expected: {}\n  printed:  {}", at + 1, line(stands), line(now))
}

#[test]
fn the_json_is_json_and_says_what_was_examined() {
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(["check", "policies/r07", "--format", "json"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["version"], 1);
    assert_eq!(report["examined"]["matters"], 1);
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        for key in
            ["rule", "severity", "message", "file", "line", "column", "related", "basis", "help", "waived"]
        {
            assert!(finding.get(key).is_some(), "{key} is missing in {finding}");
        }
        assert!(finding["line"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn the_sarif_names_its_rules_and_places() {
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(["check", "policies/r07", "--format", "sarif"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let log: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    let rules: Vec<&str> = run["tool"]["driver"]["rules"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|rule| rule["id"].as_str())
        .collect();
    for result in run["results"].as_array().unwrap() {
        assert!(rules.contains(&result["ruleId"].as_str().unwrap()));
        assert!(result["locations"][0]["physicalLocation"]["region"]["startLine"].as_u64().unwrap() >= 1);
    }
}

#[test]
fn a_closed_pipe_is_no_panic() {
    let script = format!("{} check policies/r07 | head -1", env!("CARGO_BIN_EXE_fugi"));
    if cfg!(unix) {
        let output = Command::new("sh")
            .args(["-c", &script])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(!String::from_utf8_lossy(&output.stderr).contains("panicked"));
    }
}

#[test]
fn the_bar_decides_the_exit_status() {
    let status = |deny: &str, path: &str| {
        Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["check", "--quiet", "--deny", deny, path])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap()
            .status
            .code()
    };
    assert_eq!(status("error", "policies/r07"), Some(1));
    assert_eq!(status("info", "policies/r08"), Some(0));
}
