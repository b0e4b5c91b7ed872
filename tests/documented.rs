//! Every `fugi` command that README and docs show is run as it is written, in a copy of the workspace. What asks for
//! keys, another program or a file that only a person can fill in is held against the options that there are.
#![cfg(unix)]

use rayon::prelude::*;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use tempfile::TempDir;

/// Beginnings of commands that are only held against the options, and why.
const OPTIONS_ONLY: &[(&str, &str)] = &[
    ("fugi key ", "asks for a passphrase; `.ci/proof/evidence_records.sh` makes keys"),
    ("fugi log ", "needs keys"),
    ("fugi record sign", "needs keys"),
    ("fugi record receive", "needs keys"),
    ("fugi record add", "needs keys"),
    ("fugi record check 消去報告.xlsx", "needs a form that a person filled in"),
    ("fugi record check report.yaml", "needs a form that a person filled in"),
    ("fugi parties check 00_", "needs the list of corporate numbers, which is downloaded"),
    ("fugi audit import", "needs a sheet that a person filled in"),
    ("fugi import", "needs a document that was written before"),
    ("fugi book import", "needs a book that a person filled in"),
    ("fugi verify --trust ../trust.txt", "needs the keys of the walk"),
    ("fugi export --out taken", "needs the evidence of the walk"),
    ("fugi check --prove", "takes minutes; `.ci/run` runs it"),
    ("fugi open", "serves pages until it is ended; `tests/web.rs` asks for them"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn pages() -> Vec<PathBuf> {
    let mut pages: Vec<PathBuf> = ["README.md", "README.ja.md"].map(PathBuf::from).to_vec();
    for folder in ["docs", "docs/ja"] {
        let files = fs::read_dir(root().join(folder)).unwrap().map(|entry| entry.unwrap().path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|own| own == "md")).collect();
        files.sort();
        pages.extend(files.into_iter().map(|path| path.strip_prefix(root()).unwrap().to_path_buf()));
    }
    pages
}

/// The scripts of a page: its blocks that show commands, then each command in a line of text by itself.
fn scripts(page: &str) -> Vec<Vec<String>> {
    let (mut scripts, mut text) = (Vec::new(), String::new());
    let mut block: Option<(bool, Vec<String>)> = None;
    let mut continued = false;
    for line in page.lines() {
        if let Some(info) = line.strip_prefix("```") {
            match block.take() {
                Some((true, lines)) if !lines.is_empty() => scripts.push(lines),
                Some(_) => {}
                None => block = Some((info == "sh" || info == "text", Vec::new())),
            }
            continue;
        }
        match &mut block {
            None => text.push_str(&format!("{line}\n")),
            Some((_, lines)) => {
                let is_command = ["fugi ", "cargo run", "cd ", "mkdir ", "sed ", "R="]
                    .iter()
                    .any(|own| line.starts_with(own));
                if continued {
                    if let Some(last) = lines.last_mut() {
                        *last = format!("{} {}", last.trim_end_matches('\\'), line.trim());
                    }
                } else if is_command {
                    lines.push(line.to_owned());
                }
                continued = (continued || is_command) && line.ends_with('\\');
            }
        }
    }
    for span in text.split('`').skip(1).step_by(2) {
        if span.starts_with("fugi ") || span.starts_with("cargo run -- ") {
            scripts.push(vec![span.to_owned()]);
        }
    }
    scripts
}

/// Whether a command is nothing but the name of one, as texts name it.
fn is_name(command: &str) -> bool {
    let words: Vec<&str> = command.split_whitespace().skip(1).collect();
    words.len() <= 2
        && words.iter().all(|word| word.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
        && !matches!(
            words.as_slice(),
            ["check" | "status" | "licenses" | "schema"] | ["erasure", "status"] | ["audit", "plan"]
        )
        && !matches!(words.as_slice(), ["show", _] | ["schema", _] | ["explain", _])
}

/// A copy of the workspace in a repository of git, with the program on the path.
struct Copy(TempDir);

impl Copy {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("repository");
        fs::create_dir(&home).unwrap();
        fs::create_dir(folder.path().join("bin")).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_fugi"), folder.path().join("bin/fugi")).unwrap();
        let copy = Self(folder);
        let script = format!(
            "cp -r {root}/policies {root}/fugi.yaml {root}/evidence {root}/docs . && git init -q -b main . && \
             git add fugi.yaml && git -c user.name=t -c user.email=t@t.example commit -qm one && \
             git add policies && git -c user.name=t -c user.email=t@t.example commit -qm two && \
             git -c user.name=t -c user.email=t@t.example commit -q --allow-empty -m three",
            root = root().display()
        );
        let (ok, said) = copy.run(&script);
        assert!(ok, "{said}");
        copy
    }

    /// Runs a script; commands of fugi may end with 0 or 1, others with 0.
    fn run(&self, script: &str) -> (bool, String) {
        let path = format!("{}:{}", self.0.path().join("bin").display(), own_path());
        let output = Command::new("sh")
            .args(["-c", script])
            .current_dir(self.0.path().join("repository"))
            .env("PATH", path)
            .output()
            .unwrap();
        let said =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        (output.status.success(), said)
    }
}

/// Returns the pieces of a line that are commands of fugi, without what a shell would fill in.
fn pieces(line: &str) -> Vec<String> {
    let bare = line.split("  #").next().unwrap_or(line);
    bare.split(';')
        .flat_map(|part| part.split("&&"))
        .map(|part| part.trim().replace(" $R", ""))
        .filter(|part| part.starts_with("fugi "))
        .collect()
}

/// What the commands of a page came to.
#[derive(Default)]
struct Told {
    run: usize,
    held: usize,
    wrong: Vec<String>,
}

fn tell(page: &Path) -> Told {
    let mut told = Told::default();
    let text = fs::read_to_string(root().join(page)).unwrap();
    let scripts = scripts(&text);
    if scripts.is_empty() {
        return told;
    }
    let copy = Copy::new();
    for script in scripts {
        let mut whole = String::new();
        for line in &script {
            let line = line.replace("cargo run -- ", "fugi ");
            let only = pieces(&line)
                .iter()
                .any(|piece| is_name(piece) || OPTIONS_ONLY.iter().any(|(own, _)| piece.starts_with(own)));
            if only {
                for piece in pieces(&line) {
                    told.held += 1;
                    let (ok, said) = copy.run(&format!("{piece} --help"));
                    if !ok {
                        told.wrong.push(format!("{}: {piece}: {said}", page.display()));
                    }
                }
            } else if !line.contains("$R") && !line.starts_with("R=") {
                told.run += usize::from(line.starts_with("fugi "));
                whole.push_str(&format!(
                    "{line}\ncode=$?; [ $code -le 1 ] || {{ echo \"FAILED with $code: \"'{}'; exit 9; }}\n",
                    line.replace('\'', "")
                ));
            }
        }
        if whole.is_empty() {
            continue;
        }
        let (ok, said) = copy.run(&whole);
        if !ok {
            let last: Vec<&str> = said.lines().rev().take(12).collect();
            let last: Vec<&str> = last.into_iter().rev().collect();
            told.wrong.push(format!("{}: {}\n{}", page.display(), script.join("; "), last.join("\n")));
        }
    }
    told
}

#[test]
fn every_command_of_the_docs_runs_as_written() {
    // A page is told in one copy, from its first command to its last; pages stand beside each other.
    let told: Vec<Told> = pages().par_iter().map(|page| tell(page)).collect();
    let (run, held) = told.iter().fold((0, 0), |(run, held), own| (run + own.run, held + own.held));
    let wrong: Vec<String> = told.into_iter().flat_map(|own| own.wrong).collect();
    println!(
        "commands of the docs {}: {run} run, {held} held against the options, {} not as written",
        run + held,
        wrong.len()
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
    assert!(run > 60 && held > 20, "{run} {held}");
}

#[test]
fn the_example_in_english_shows_what_it_says() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, example) = readme.split_once("## One example, in English").unwrap();
    let script = scripts(example.split("\n## ").next().unwrap()).remove(0).join("\n");
    let (_, said) = Copy::new().run(&script);
    assert!(said.contains("error[item-outside-receiver-scope]"), "{said}");
    assert!(said.contains("What to do") && said.contains("it comes to hold the item, by:"), "{said}");
}

#[test]
fn what_the_real_submission_is_said_to_print_is_printed() {
    let mut run = Command::new(env!("CARGO_BIN_EXE_fugi"));
    let run = run.args(["check", "policies/r07"]).current_dir(root()).output().unwrap();
    let printed = String::from_utf8(run.stdout).unwrap();
    let printed: Vec<&str> = printed.lines().map(str::trim_end).collect();
    for page in ["README.md", "README.ja.md"] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        let (_, rest) = text.split_once("```text\nr07/").unwrap();
        let (block, _) = rest.split_once("```").unwrap();
        for line in format!("r07/{block}").lines().filter(|line| !line.is_empty() && *line != "…") {
            assert!(printed.contains(&line.trim_end()), "{page}: {line}");
        }
    }
}

#[test]
fn english_pages_say_where_they_lead_to_japanese() {
    const JAPANESE: [&str; 6] =
        ["README.ja.md", "change-rules.md", "diff.md", "laws.md", "r07-findings.md", "rules.md"];
    for page in [
        "README.md",
        "CONTRIBUTING.md",
        "docs/architecture.md",
        "docs/benchmarks.md",
        "docs/decisions.md",
        "docs/editors.md",
        "docs/formats.md",
        "docs/testing.md",
    ] {
        let text = fs::read_to_string(root().join(page)).unwrap();
        for line in text.lines() {
            for (_, rest) in line.match_indices("](").map(|(at, _)| line.split_at(at)) {
                let to = rest.trim_start_matches("](").split(')').next().unwrap_or_default();
                let name = to.rsplit('/').next().unwrap_or_default();
                let japanese = to.contains("ja/") || JAPANESE.contains(&name);
                let told = ["in Japanese", "日本語"].iter().any(|word| line.contains(word));
                assert!(!japanese || told, "{page} leads to {to} without a word");
            }
        }
    }
}

/// Where the programs are that this test runs.
fn own_path() -> String {
    let found = std::env::vars_os().find(|(name, _)| name == "PATH");
    found.map(|(_, path)| path.to_string_lossy().into_owned()).unwrap()
}
