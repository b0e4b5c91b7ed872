//! What commands write for programs: each result of the real binary fits the committed schema, whole or not, and says
//! what was not read.

use super::support::Sandbox;
use super::support::schema::Validator;
use fugi::report::json::SHAPES;
use serde_json::Value;
use std::collections::BTreeSet;
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
    ("result-observe", "observe docs/layout.csv --flow ticket --step 3 r08/mihon-itaku"),
    ("result-verify", "verify --trust docs/mihon-trust.txt"),
    ("result-verify", "verify --lang en"),
    ("result-audit-plan", "audit plan --year r08 --as-of 2027-03-01"),
    ("result-parties", "parties check --year r08 tests/data/corporate-numbers.csv"),
];

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
