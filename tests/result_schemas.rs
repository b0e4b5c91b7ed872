//! What commands write for programs: each result of the real binary fits the committed schema, whole or not, and says
//! what was not read.

use super::support::Sandbox;
use super::support::command_line::leaves;
use super::support::evidence::copy_all;
use super::support::schema::Validator;
use fugi::report::json::SHAPES;
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Commands run at the top of the repository, and the schema of what each writes.
const CASES: &[(&str, &str)] = &[
    ("result-check", "check policies/r07"),
    ("result-check", "check --lang en"),
    ("result-show", "show handles policies/r07"),
    ("result-show", "show parties"),
    ("result-show", "show items policies/r08"),
    ("result-show", "show flows policies/r08"),
    ("result-show", "show contracts"),
    ("result-show", "show copies"),
    ("result-show-flow", "show flow policies/r07"),
    ("result-diff", "diff policies/r07 policies/r08"),
    ("result-diff", "diff policies/r08 policies/r07 --lang en"),
    ("result-erasure", "erasure status --all --as-of 2027-05-01"),
    ("result-status", "status --as-of 2027-05-01 --lang en"),
    (
        "result-incident",
        "incident start --party delivery --since 2026-12-03 policies/r08/mihon-itaku.yaml --no-form",
    ),
    ("result-explain", "explain データ連携事業者 納付書番号 --matter policies/r07"),
    ("result-explain-rule", "explain item-outside-receiver-scope"),
    ("result-explain-rule", "explain --list"),
    ("result-explain-key", "explain erasure/backup"),
    ("result-explain-key", "explain title"),
    ("result-observe", "observe docs/layout.csv --flow ticket --step 3 r08/mihon-itaku"),
    ("result-verify", "verify --trust docs/mihon-trust.txt"),
    ("result-verify", "verify --lang en"),
    ("result-audit-plan", "audit plan --year r08 --as-of 2027-03-01"),
    ("result-log", "log list"),
    ("result-keys", "key list --lang en"),
    ("result-parties", "parties check --year r08 tests/data/corporate-numbers.csv"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fugi(command: &str) -> Value {
    let mut arguments: Vec<&str> = command.split_whitespace().collect();
    arguments.extend(["--format", "json"]);
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(&arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{command}: {error}\n{said}"))
}

#[test]
fn every_result_fits_its_schema_and_says_nothing_beside_it() {
    let mut tried = BTreeSet::new();
    let page = include_str!("../docs/formats.md");
    for (schema, command) in CASES {
        assert!(page.contains(&format!("`{schema}`")), "docs/formats.md names no {schema}");
        let result = fugi(command);
        if let Err(said) = Validator::committed(schema).whole(&result) {
            panic!("{command}: {said}");
        }
        assert_eq!(result["version"], 1, "{command}");
        assert_eq!(result["complete"], true, "{command}");
        tried.insert(*schema);
    }
    let named: BTreeSet<&str> = SHAPES.iter().map(|shape| shape.name).collect();
    assert_eq!(tried, named, "each schema is tried on a real result");
    assert_eq!(named.len(), SHAPES.len(), "each is listed once");
    println!("JSON shapes {}, results {}: all valid", named.len(), CASES.len());
}

/// Commands whose JSON is a paper or its tree, written into a file: `document` describes it.
const PAPERS: [&str; 2] = ["audit report", "render"];

/// Each command that writes JSON is tried here, and `docs/formats.md` names it beside its schema.
#[test]
fn no_command_that_writes_json_is_left_out() {
    let page = include_str!("../docs/formats.md");
    let (_, table) = page.split_once("| command | schema |").unwrap();
    let rows: Vec<&str> = table.lines().take_while(|line| !line.starts_with('#')).collect();
    let mut asked = 0;
    for leaf in leaves().iter().filter(|leaf| leaf.formats.iter().any(|format| format == "json")) {
        if PAPERS.contains(&leaf.name.as_str()) {
            continue;
        }
        asked += 1;
        let mut tried = CASES.iter().filter(|(_, command)| leaf.is_run_by(command, None));
        let (schema, command) = tried.next().unwrap_or_else(|| panic!("{} is not tried", leaf.name));
        let last = leaf.name.split(' ').next_back().unwrap_or_default();
        let names = |row: &&&str| {
            row.contains(&format!("`{schema}`"))
                && (row.contains(&format!("`{}", leaf.name)) || row.contains(&format!("`{last}`")))
        };
        assert!(rows.iter().any(|row| names(&row)), "docs/formats.md: {command}, {schema}");
    }
    assert!(asked > 15, "{asked}");
}

#[test]
fn a_result_that_is_wrong_does_not_fit() {
    let validator = Validator::committed("result-check");
    let good = fugi("check policies/r07");
    let wrong = |spoil: fn(&mut Value)| {
        let mut own = good.clone();
        spoil(&mut own);
        assert!(validator.whole(&own).is_err());
        // Beside the result stands only that nothing could be read.
        validator.check(&validator.root["anyOf"][0], &own, "").unwrap_err()
    };
    assert!(wrong(|own| drop(own.as_object_mut().unwrap().remove("complete"))).contains("is missing"));
    assert!(wrong(|own| own["findings"][0]["colour"] = "red".into()).contains("not in the schema"));
    assert!(wrong(|own| own["findings"][0]["severity"] = "grave".into()).contains("/findings/0/severity"));
    assert!(wrong(|own| own["findings"][0]["end_line"] = "1".into()).contains("/findings/0/end_line"));
}

#[test]
fn each_role_has_a_column_of_its_own() {
    let result = fugi("show handles policies/r07");
    let table = &result["tables"][0];
    let keys: Vec<&str> =
        table["columns"].as_array().unwrap().iter().map(|column| column["key"].as_str().unwrap()).collect();
    let distinct: BTreeSet<&str> = keys.iter().copied().collect();
    assert!(keys.len() > 3 && distinct.len() == keys.len(), "{keys:?}");
    assert!(keys.contains(&"bank-pay"), "{keys:?}");
    for row in table["rows"].as_array().unwrap() {
        let own: BTreeSet<&str> = row.as_object().unwrap().keys().map(String::as_str).collect();
        assert_eq!(own, distinct);
    }
}

#[test]
fn what_was_not_read_is_named_with_its_reason() {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/kowareta.yaml", "title: [\n");
    let commands: [(&str, &[&str]); 5] = [
        ("result-check", &["check"]),
        ("result-show", &["show", "handles"]),
        ("result-erasure", &["erasure", "status"]),
        ("result-status", &["status"]),
        ("result-audit-plan", &["audit", "plan", "--year", "r07"]),
    ];
    for (schema, command) in commands {
        let arguments: Vec<&str> = command.iter().copied().chain(["--format", "json"]).collect();
        let run = sandbox.fugi(&arguments);
        assert_eq!(run.code, 2, "{command:?}: {}", run.err);
        let result: Value =
            serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{command:?}: {error}"));
        assert_eq!(Validator::committed(schema).whole(&result), Ok(()), "{command:?}");
        assert_eq!(result["complete"], false, "{command:?}");
        let unread = result["unread"].as_array().unwrap();
        assert_eq!(unread.len(), 1, "{command:?}");
        assert_eq!(unread[0]["files"][0], "policies/r07/kowareta.yaml", "{command:?}");
        let reason = &unread[0]["reasons"][0];
        assert_eq!(reason["file"], "policies/r07/kowareta.yaml", "{command:?}");
        assert!(reason["line"].as_u64().unwrap() >= 1 && reason["end_line"].as_u64().unwrap() >= 1);
        assert!(!reason["message"].as_str().unwrap().is_empty());
    }
}

/// Writes a workspace with its evidence, a copy of the one at the top of the repository.
fn with_evidence() -> Sandbox {
    let sandbox = Sandbox::new();
    std::fs::remove_dir_all(sandbox.path("policies")).unwrap();
    for folder in ["policies", "evidence"] {
        copy_all(&root().join(folder), &sandbox.path(folder));
    }
    sandbox.write("fugi.yaml", std::fs::read(root().join("fugi.yaml")).unwrap());
    sandbox
}

/// Runs a command and returns its exit status with its result, which fits its schema.
fn result_of(sandbox: &Sandbox, schema: &str, command: &str) -> (i32, Value) {
    let arguments: Vec<&str> = command.split_whitespace().chain(["--format", "json"]).collect();
    let run = sandbox.fugi(&arguments);
    let result: Value = serde_json::from_str(&run.out)
        .unwrap_or_else(|error| panic!("{command}: {error}\n{}\n{}", run.out, run.err));
    assert_eq!(Validator::committed(schema).whole(&result), Ok(()), "{command}");
    (run.code, result)
}

/// The commands that rest on what was filed.
const ON_EVIDENCE: [(&str, &str); 4] = [
    ("result-status", "status --as-of 2027-03-01"),
    ("result-erasure", "erasure status --as-of 2027-03-01"),
    ("result-incident", "incident start --party mihon-cloud --since 2026-12-03 --no-form"),
    ("result-audit-plan", "audit plan --year r08 --as-of 2026-05-01"),
];

/// Every command that rests on the evidence says which entries do not count.
#[test]
fn entries_that_do_not_count_are_named_by_each_command() {
    let sandbox = with_evidence();
    for (schema, command) in ON_EVIDENCE {
        let (_, result) = result_of(&sandbox, schema, command);
        assert_eq!(result["complete"], true, "{command}: {:#}", result["unread"]);
        assert_eq!(result["evidence"]["keys"], "folder", "{command}");
    }
    let mut records = Vec::new();
    let mut folders = vec![sandbox.path("evidence/records")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() { folders.push(entry) } else { records.push(entry) }
        }
    }
    for record in records {
        std::fs::write(record, "{}").unwrap();
    }
    for (schema, command) in ON_EVIDENCE {
        let (code, result) = result_of(&sandbox, schema, command);
        assert_eq!(code, 1, "{command}");
        assert_eq!(result["complete"], false, "{command}");
        let unread = result["unread"].as_array().unwrap();
        assert!(!unread.is_empty(), "{command}");
        assert!(unread[0]["reasons"][0]["message"].as_str().unwrap().starts_with("記録 "), "{command}");
    }
}

/// What nothing reads is told by each command that looks where it lies, and stays silent where it does not.
#[test]
fn what_nothing_reads_is_named_by_each_command_that_looks_there() {
    let whole = [
        ("result-check", "check"),
        ("result-check", "check r08"),
        ("result-status", "status r08"),
        ("result-erasure", "erasure status r08"),
        ("result-show", "show handles r08"),
        ("result-show-flow", "show flow r08"),
        ("result-diff", "diff r08 r08"),
        ("result-incident", "incident start --party mihon-cloud --since 2026-12-03 --no-form"),
        ("result-audit-plan", "audit plan --year r08"),
        ("result-explain", "explain データ連携事業者 納付書番号"),
    ];
    let single = [
        ("result-check", "check r07/koki-iryo-cashless"),
        ("result-status", "status r07/koki-iryo-cashless"),
        ("result-show", "show handles r07/koki-iryo-cashless"),
        ("result-diff", "diff r07/koki-iryo-cashless r07/koki-iryo-cashless"),
    ];
    // A folder, and whether a single matter of another year rests on what should stand there.
    for (stray, blocks) in [
        ("policies/r08/drafts", false),
        ("policies/r08/other.yaml", false),
        ("policies/common/old", false),
        ("policies/common/added.yaml", true),
        ("policies/r07/forms/another.yaml", true),
    ] {
        let sandbox = with_evidence();
        sandbox.write(&format!("{stray}/mihon.yaml"), "title: 見本\n");
        for (schema, command) in whole {
            // Of r07, only commands that look at everything tell.
            if stray.contains("r07") && command.contains("r08") {
                continue;
            }
            let (code, result) = result_of(&sandbox, schema, command);
            assert_eq!((code, &result["complete"]), (2, &Value::Bool(false)), "{command}, {stray}");
            let unread = result["unread"].as_array().unwrap();
            let own = unread.last().unwrap();
            assert_eq!(own["files"][0], stray, "{command}: {unread:#?}");
            assert_eq!(own["reasons"][0]["rule"], "stray-folder", "{command}");
        }
        for (schema, command) in single {
            let (code, result) = result_of(&sandbox, schema, command);
            assert_eq!(result["complete"], !blocks, "{command}, {stray}: {:#}", result["unread"]);
            assert_eq!(code == 2, blocks, "{command}, {stray}");
        }
        let papers = [["render", "r08", "--format", "md"], ["render", "--agenda", "r08", "--format=md"]];
        for command in papers.iter().filter(|_| !stray.contains("r07")) {
            let said = sandbox.fugi(command);
            assert!(said.code == 2 && said.err.contains("stray-folder"), "{command:?}: {}", said.err);
        }
        let said = sandbox.fugi(&["status", "-q"]);
        assert!(said.code == 2 && said.err.contains("stray-folder"), "{}", said.err);
    }
}

/// An entry of the log that cannot be read is told of, and the others are listed.
#[test]
fn a_log_with_a_broken_bundle_is_not_complete() {
    let sandbox = with_evidence();
    let (code, whole) = result_of(&sandbox, "result-log", "log list");
    assert_eq!((code, &whole["complete"]), (0, &Value::Bool(true)));
    assert_eq!(whole["entries"].as_array().unwrap().len() as u64, whole["size"].as_u64().unwrap());
    let (code, keys) = result_of(&sandbox, "result-keys", "key list");
    assert_eq!((code, &keys["complete"]), (0, &Value::Bool(true)));
    assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["in_force"] == true), "{keys:#}");
    for folder in ["evidence/log/leaf", "evidence/log/tile/entries"] {
        for file in walkdir::WalkDir::new(sandbox.path(folder)).into_iter().map(Result::unwrap) {
            if file.file_type().is_file() {
                std::fs::write(file.path(), "broken").unwrap();
            }
        }
    }
    let (code, broken) = result_of(&sandbox, "result-log", "log list");
    assert_eq!((code, &broken["complete"]), (2, &Value::Bool(false)));
    assert!(!broken["unread"][0]["reasons"][0]["message"].as_str().unwrap().is_empty());
}

/// Input that cannot be read gives a program an object, whatever the input is; what is not there gives none.
#[test]
fn unreadable_input_is_told_to_a_program() {
    let not_read = |sandbox: &Sandbox, schema: &str, command: &str, file: &str| {
        let (code, result) = result_of(sandbox, schema, command);
        assert_eq!((code, &result["complete"]), (2, &Value::Bool(false)), "{command}");
        assert_eq!(result.as_object().unwrap().len(), 3, "{command}: {result:#}");
        assert_eq!(result["unread"][0]["files"][0], file, "{command}");
        assert!(!result["unread"][0]["reasons"][0]["message"].as_str().unwrap().is_empty(), "{command}");
    };
    let sandbox = with_evidence();
    let ward = sandbox.read("fugi.yaml");
    sandbox.write("fugi.yaml", format!("{ward}\ntrust_file: nosuch.txt\n"));
    for (schema, command) in ON_EVIDENCE {
        not_read(&sandbox, schema, command, "nosuch.txt");
        let said = sandbox.fugi(&command.split_whitespace().collect::<Vec<_>>());
        let root = sandbox.path("").display().to_string();
        assert!(said.err.contains("nosuch.txt") && !said.err.contains(&root), "{}", said.err);
    }
    sandbox.write("fugi.yaml", &ward);
    std::fs::remove_dir_all(sandbox.path("evidence")).unwrap();
    sandbox.write("evidence", "no folder");
    for (schema, command) in ON_EVIDENCE {
        not_read(&sandbox, schema, command, "evidence");
    }
    not_read(&sandbox, "result-verify", "verify", "evidence");
    not_read(&sandbox, "result-verify", "verify --evidence policies", "policies");
    for (schema, command) in [("result-log", "log list"), ("result-keys", "key list")] {
        not_read(&sandbox, schema, command, "evidence");
        not_read(&sandbox, schema, &format!("{command} --evidence policies"), "policies");
    }
    sandbox.write("empty.csv", "");
    sandbox.write("notes.csv", "a,b\n");
    let observe = "observe empty.csv --flow ticket --step 3 r08/mihon-itaku";
    not_read(&sandbox, "result-observe", observe, "empty.csv");
    not_read(&sandbox, "result-parties", "parties check empty.csv --year r08", "empty.csv");
    not_read(&sandbox, "result-parties", "parties check notes.csv --year r08", "notes.csv");
    let own = with_evidence();
    own.write("trust.txt", "no line of a trust file\n");
    not_read(&own, "result-verify", "verify --trust trust.txt", "trust.txt");
    not_read(&own, "result-verify", "verify --head trust.txt", "trust.txt");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("nowhere", own.path("policies/r08/link.yaml")).unwrap();
        for (schema, command) in [
            ("result-show", "show handles r08/link"),
            ("result-status", "status policies/r08/link.yaml"),
            ("result-check", "check r08/link"),
            ("result-erasure", "erasure status"),
        ] {
            let (code, result) = result_of(&own, schema, command);
            assert_eq!((code, &result["complete"]), (2, &Value::Bool(false)), "{command}");
            assert_eq!(result["unread"][0]["files"][0], "policies/r08/link.yaml", "{command}");
        }
        own.remove("policies/r08/link.yaml");
    }
    for command in [
        "observe gone.csv --flow ticket --step 3 r08/mihon-itaku",
        "parties check gone.csv --year r08",
        "verify --trust gone.txt",
        "verify --evidence gone",
        "log list --evidence gone",
        "key list --evidence gone",
        "status r08/gone",
        "explain nobody nothing",
        "explain データ連携事業者 nothing",
    ] {
        let arguments: Vec<&str> = command.split_whitespace().chain(["--format", "json"]).collect();
        let run = own.fugi(&arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}: {}", run.err);
        assert!(!run.err.is_empty(), "{command}");
    }
}

/// What everything rests on cannot be read: every command says so, whole, with the file and the reason.
#[test]
fn a_run_that_could_read_nothing_says_so() {
    let commands = [
        ("result-check", "check"),
        ("result-check", "check policies/r07/yoi.yaml"),
        ("result-show", "show handles"),
        ("result-show", "show copies policies/r07/yoi.yaml"),
        ("result-show-flow", "show flow r07/yoi"),
        ("result-diff", "diff r07 r07"),
        ("result-diff", "diff r07/yoi r07/yoi"),
        ("result-erasure", "erasure status"),
        ("result-erasure", "erasure status --contract r07/yoi/itaku"),
        ("result-status", "status"),
        ("result-status", "status r07/yoi"),
        ("result-incident", "incident start --party x --since 2025-08-01 --no-form r07/yoi"),
        ("result-audit-plan", "audit plan --year r07"),
        ("result-explain", "explain nobody nothing"),
        ("result-observe", "observe layout.csv --flow nagare --step 1 r07/yoi"),
        ("result-parties", "parties check numbers.csv --year r07"),
    ];
    let faults = [
        ("fugi.yaml", "council: [\n"),
        ("policies/common/words.yaml", "x: [\n"),
        ("policies/r07/parties.yaml", "parties: [\n"),
        ("policies/r07/yoi.yaml", "title: [\n"),
        ("fugi.yaml", ""),
    ];
    let mut results = 0;
    for (file, text) in faults {
        let sandbox = Sandbox::new();
        sandbox.write("layout.csv", "氏名\n");
        sandbox.write("numbers.csv", include_str!("data/corporate-numbers.csv"));
        match text {
            "" => sandbox.remove(file),
            text => sandbox.write(file, text),
        }
        for (schema, command) in commands {
            let arguments: Vec<&str> = command.split_whitespace().chain(["--format", "json"]).collect();
            let run = sandbox.fugi(&arguments);
            if run.code != 2 {
                assert!(schema == "result-parties", "{command} without {file}: {}", run.out);
                continue;
            }
            let result: Value = serde_json::from_str(&run.out)
                .unwrap_or_else(|error| panic!("{command}, {file}: {error}\n{}\n{}", run.out, run.err));
            assert_eq!(Validator::committed(schema).whole(&result), Ok(()), "{command}, {file}");
            assert_eq!(result["complete"], false, "{command}, {file}: {}", run.out);
            let reasons = &result["unread"][0]["reasons"];
            assert!(!reasons[0]["message"].as_str().unwrap().is_empty(), "{command}, {file}");
            if !text.is_empty() {
                assert_eq!(reasons[0]["file"], file, "{command}");
                assert!(reasons[0]["end_line"].as_u64().unwrap() >= 1, "{command}, {file}");
                assert!(!result["unread"][0]["files"].as_array().unwrap().is_empty(), "{command}, {file}");
            }
            results += 1;
        }
        let run = sandbox.fugi(&["check", "--format", "sarif"]);
        let log: Value = serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{file}: {error}"));
        let invocation = &log["runs"][0]["invocations"][0];
        assert_eq!(invocation["executionSuccessful"], false, "{file}");
        assert!(!invocation["toolExecutionNotifications"].as_array().unwrap().is_empty(), "{file}");
    }
    println!("JSON where nothing could be read {results}: all valid");
    assert!(results > 60, "{results}");
}

/// What is told in words beside a result goes to standard error, a second time too.
#[test]
fn a_result_stands_alone_on_standard_output() {
    let sandbox = Sandbox::new();
    let command = [
        "incident",
        "start",
        "--party",
        "見本事業者",
        "--since",
        "2025-08-01",
        "--format",
        "json",
        "r07/yoi",
    ];
    for _ in 0..2 {
        let run = sandbox.fugi(&command);
        if run.code == 2 {
            panic!("{}", run.err);
        }
        let result: Value =
            serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.out));
        assert_eq!(Validator::committed("result-incident").whole(&result), Ok(()));
    }
}
