//! Reports from typed results, without a binary: what a reader sees, and what programs read.

use super::checked;
use super::json;
use super::sarif;
use super::text::Writer;
use crate::check;
use crate::check::findings::Undecided;
use crate::check::{Examined, Outcome};
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::model::load;
use crate::source::{Sources, Span};
use crate::text;
use crate::workspace::check::{Checked, Total};
use crate::workspace::{Error, Problems, Unread};
use serde_json::{Value, json as value};
use std::path::PathBuf;

const TEXT: &str = "title: 甲の業務\ncontracts:\n  - id: bank\n    form: 準委任\n";

/// One matter with a finding that has everything, one that is waived, and an open question.
fn checked() -> Checked {
    let mut sources = Sources::default();
    let id = sources.add("policies/r07/甲.yaml", TEXT);
    let at = |word: &str| {
        let start = TEXT.find(word).unwrap();
        Span::new(id, start, start + word.len())
    };
    let mut whole = Diagnostic::error("some-rule", at("準委任"), text!("形が違います", "the form differs"))
        .label(text!("ここ", "here"))
        .related(at("甲の業務"), text!("こことくらべて", "compared with this"));
    whole.help = Some(text!("直してください", "fix it"));
    whole.basis = Some(text!("法66条", "article 66"));
    whole.assumed = true;
    let mut waived = Diagnostic::new("other-rule", Severity::Warning, at("bank"), text!("注意です", "look"));
    waived.waived = Some("理由".to_owned());
    let open = Undecided { rule: "open-rule", span: at("title"), message: text!("不明です", "unknown") };
    let examined = Examined { matters: 1, flows: 2, links: 3, sides: 4, items: 5, answers: 6 };
    Checked {
        file: PathBuf::from("policies/r07/甲.yaml"),
        name: "r07/甲".to_owned(),
        sources,
        outcome: Outcome { findings: vec![whole, waived], undecided: vec![open], examined },
    }
}

#[test]
fn a_finding_as_text_shows_line_place_basis_and_fix() {
    let shown = checked::findings(&checked(), Writer { language: Language::Japanese, color: false });
    assert_eq!(shown.len(), 2);
    for part in [
        "要修正[some-rule]: 形が違います【推定】",
        "policies/r07/甲.yaml:4:11",
        "4 |     form: 準委任",
        "^^^^^^ ここ",
        "こことくらべて",
        "場所: contracts/bank/form",
        "根拠: 法66条",
        "直してください",
    ] {
        assert!(shown[0].contains(part), "{part} is not in\n{}", shown[0]);
    }
    assert!(shown[1].contains("【受入済】") && shown[1].contains("理由"), "{}", shown[1]);
    let english = checked::findings(&checked(), Writer { language: Language::English, color: false });
    for part in ["error[some-rule]: the form differs [assumed]", "here", "article 66", "fix it"] {
        assert!(english[0].contains(part), "{part} is not in\n{}", english[0]);
    }
}

#[test]
fn an_open_question_as_text_names_rule_and_place() {
    let writer = Writer { language: Language::Japanese, color: false };
    let shown = checked::undecided(&checked(), writer);
    assert_eq!(shown, ["判定できない[open-rule] policies/r07/甲.yaml:1:1: 不明です"]);
}

#[test]
fn the_sum_counts_what_is_waived_apart() {
    let mut total = Total::default();
    total.add(&checked().outcome);
    assert_eq!((total.errors, total.warnings, total.waived, total.undecided), (1, 0, 1, 1));
    assert!(total.reaches(Severity::Error) && total.reaches(Severity::Info));
    let [found, examined] = checked::total(&total);
    assert_eq!(found.ja, "要修正 1件、注意 0件、情報 0件、受入済 1件、判定できない 1件");
    assert!(examined.en.starts_with("examined: 1 matter(s), 2 flow(s) (3 links)"), "{}", examined.en);
    total.errors = 0;
    assert!(!total.reaches(Severity::Info), "what is waived does not count");
}

#[test]
fn findings_as_json_have_every_key_and_the_end_of_their_place() {
    let matter = json::check::Matter::new(&checked(), Language::Japanese);
    let report = json::check::Report::new(checked().outcome.examined, Vec::new(), [matter]);
    let written: Value = serde_json::from_str(&json::pretty(&report)).unwrap();
    assert_eq!(written["version"], 1);
    assert_eq!(written["complete"], true);
    assert_eq!(written["unread"], value!([]));
    assert_eq!(
        written["examined"],
        value!({ "matters": 1, "flows": 2, "links": 3, "sides": 4, "items": 5, "answers": 6 })
    );
    assert_eq!(
        written["findings"][0],
        value!({
            "rule": "some-rule", "severity": "error", "message": "形が違います", "assumed": true, "waived": null,
            "file": "policies/r07/甲.yaml", "line": 4, "column": 11, "end_line": 4, "end_column": 14,
            "path": "contracts/bank/form", "basis": "法66条", "help": "直してください",
            "related": [{
                "file": "policies/r07/甲.yaml", "line": 1, "column": 8, "end_line": 1, "end_column": 12,
                "message": "こことくらべて",
            }],
        })
    );
    assert_eq!(written["findings"][1]["waived"], "理由");
    assert_eq!(written["undecided"][0]["rule"], "open-rule");
}

#[test]
fn json_says_what_was_not_read_and_why() {
    let mut sources = Sources::default();
    let id = sources.add("policies/r07/乙.yaml", "title 乙\n");
    let problem = Diagnostic::error("yaml-syntax", Span::new(id, 0, 5), text!("読めません", "unreadable"));
    let files = vec![PathBuf::from("policies/r07/乙.yaml")];
    let broken = Unread { files, error: Problems { sources, list: vec![problem] }.into() };
    let gone = load::Error::Unreadable("policies/r08".into(), std::io::ErrorKind::NotFound.into());
    let gone = Unread { files: Vec::new(), error: Error::Load(gone) };
    let unread = [broken, gone].iter().map(|own| json::Unread::new(own, Language::English)).collect();
    let report = json::check::Report::new(Examined::default(), unread, []);
    let written: Value = serde_json::from_str(&json::pretty(&report)).unwrap();
    assert_eq!(written["complete"], false);
    assert_eq!(
        written["unread"],
        value!([
            {
                "files": ["policies/r07/乙.yaml"],
                "reasons": [{
                    "rule": "yaml-syntax", "message": "unreadable", "help": null,
                    "file": "policies/r07/乙.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 6,
                }],
            },
            {
                "files": [],
                "reasons": [{
                    "rule": null, "message": "policies/r08 does not exist", "help": null,
                    "file": null, "line": null, "column": null, "end_line": null, "end_column": null,
                }],
            },
        ])
    );
}

#[test]
fn findings_as_sarif_name_level_region_and_suppression() {
    let own = checked();
    let rules: Vec<_> = check::rules().take(1).collect();
    let results: Vec<Value> = own
        .outcome
        .findings
        .iter()
        .map(|finding| sarif::result(&own.sources, finding, Some("roles/a"), Language::Japanese))
        .collect();
    let invocation = sarif::Invocation { unread: &[], exit: 1 };
    let log = sarif::report(results, &rules, &invocation, Language::Japanese);
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"][0]["id"], rules[0].name);
    let (first, second) = (&run["results"][0], &run["results"][1]);
    assert_eq!((&first["ruleId"], &first["level"]), (&value!("some-rule"), &value!("error")));
    assert_eq!(first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"], "roles/a");
    assert_ne!(first["partialFingerprints"], second["partialFingerprints"]);
    let place = &first["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "policies/r07/%E7%94%B2.yaml");
    assert_eq!(place["region"], value!({ "startLine": 4, "startColumn": 11, "endLine": 4, "endColumn": 14 }));
    assert!(first.get("suppressions").is_none());
    assert_eq!(second["suppressions"][0]["justification"], "理由");
}

#[test]
fn a_place_in_no_text_is_null_and_empty() {
    assert_eq!(json::At::new(&Sources::default(), Span::NOWHERE), json::At::default());
    assert_eq!(super::shown_place(&Sources::default(), Span::NOWHERE), "");
}
