//! Reports from typed results, without a binary: what a reader sees, and what programs read.

use super::checked;
use super::json;
use super::sarif;
use super::text::Writer;
use crate::check;
use crate::check::findings::Undecided;
use crate::check::{Examined, Outcome};
use crate::diagnostic::{Diagnostic, Language, Severity};
use crate::duty::erasure::status::{Doubt, State};
use crate::duty::filed::Uncounted;
use crate::evidence::format::kind::receipt::Assurance;
use crate::model::load;
use crate::source::{Outline, Sources, Span};
use crate::text;
use crate::workspace::check::{Checked, Total};
use crate::workspace::erasure::{About, Doubtful, Erasure, Row};
use crate::workspace::explain::{Begins, Explained, Holding, Hop, Path};
use crate::workspace::filed::{Basis, Record};
use crate::workspace::{Error, Problems, Unread};
use chrono::NaiveDate;
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
    // What reading the file as a matter keeps of its parts.
    let mut outline = Outline::default();
    let parts =
        [("contracts", "contracts"), ("id: bank", "bank"), ("form: ", "form")].map(|(first, name)| {
            let span = Span::new(id, at(first).start(), TEXT.len());
            outline.open(TEXT, span, name)
        });
    parts.into_iter().rev().for_each(|part| outline.close(part));
    sources.get(id).unwrap().keep_outline(outline);
    let mut whole = Diagnostic::error("some-rule", at("準委任"), text!("形が違います", "the form differs"))
        .label(text!("ここ", "here"))
        .related(at("甲の業務"), text!("こことくらべて", "compared with this"));
    whole.help = Some(text!("直してください", "fix it"));
    whole.basis = Some(text!("法66条", "article 66"));
    whole.assumed = true;
    let mut waived = Diagnostic::new("other-rule", Severity::Warning, at("bank"), text!("注意です", "look"));
    waived.waived = Some("理由".to_owned());
    let open = Undecided {
        rule: "open-rule",
        title: "open".to_owned(),
        span: at("title"),
        message: text!("不明です", "unknown"),
    };
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
    assert_eq!(found.ja, "場所: 要修正 1か所、注意 0か所、情報 0か所、受入済 1か所、判定できない 1件");
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
            "cause": "r07/甲/some-rule", "rule": "some-rule", "severity": "error", "message": "形が違います", "assumed": true, "waived": null,
            "file": "policies/r07/甲.yaml", "line": 4, "column": 11, "end_line": 4, "end_column": 14,
            "path": "contracts/bank/form", "basis": "法66条", "asked_by": [], "help": "直してください",
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
        .map(|finding| sarif::result("r07/甲", &own.sources, finding, Some("roles/a"), Language::Japanese))
        .collect();
    let invocation = sarif::Invocation { unread: &[], exit: 1 };
    let log = sarif::report(results, &rules, &invocation, "区", Language::Japanese);
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

/// The copies of one contract on a day: one overdue, one erased too late.
fn erasure() -> Erasure {
    let row = |place: &str, state: State| Row {
        contract: "r08/甲/ticket".to_owned(),
        contractor: "乙社".to_owned(),
        place: text!("{place}", "{place}"),
        items: ["氏名", "住所", "電話", "生年月日", "番号", "続柄"].map(str::to_owned).to_vec(),
        path: text!("区→①乙社", "区→①乙社"),
        ends: day(2027, 3, 31),
        state,
    };
    let late = Doubt::Late(day(2027, 5, 2).unwrap());
    let about = About::Place {
        contract: "ticket".to_owned(),
        contractor: "乙社".to_owned(),
        place: text!("紙", "paper"),
    };
    Erasure {
        rows: vec![
            row("サーバー", State::Left { due: day(2027, 4, 30), overdue: true }),
            row(
                "紙",
                State::Erased { date: day(2027, 5, 2).unwrap(), entry: 3, assurance: Some(Assurance::C) },
            ),
        ],
        doubts: vec![Doubtful { about, doubt: late }],
        in_use: 2,
        erased: 1,
        by_ward: 0,
        contracts: 1,
        unread: Vec::new(),
    }
}

fn day(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(year, month, day)
}

#[test]
fn copies_as_text_stand_under_contract_and_holder_and_are_counted() {
    let today = day(2027, 5, 3).unwrap();
    let lines = super::erasure::lines(&erasure(), today, false);
    let shown: Vec<&str> = lines.iter().map(|line| line.ja.as_str()).collect();
    assert_eq!(shown[0], "■ r08/甲/ticket（期間は 2027-03-31 まで）");
    assert_eq!(shown[1], "  乙社　　写しの経路: 区→①乙社");
    assert!(
        shown[2].contains(
            "残存（2027-04-30 期限を超過）: サーバー（6項目: 氏名、住所、電話、生年月日、番号 ほか）"
        )
    );
    assert!(shown[3].contains("消去済（2027-05-02、記録 3番、確かさ C）"), "{}", shown[3]);
    assert!(shown[4].starts_with("要確認: [") && shown[4].contains("契約の期限より後"), "{}", shown[4]);
    assert_eq!(
        shown[5],
        "2027-05-03 現在: 残存コピー 1件（うち超過 1件）、保存中 0件、消去済 1件、期間中 2件"
    );
    let quiet = super::erasure::lines(&erasure(), today, true);
    assert_eq!(quiet.len(), 1);
    assert_eq!(quiet[0].en, "as of 2027-05-03: 1 copies left (1 overdue), 0 held, 1 erased, 2 in use");
}

fn record(entries: &[u64]) -> Record {
    let why = || text!("署名が読めません", "no signature");
    Record {
        uncounted: entries.iter().map(|entry| Uncounted { entry: *entry, why: why() }).collect(),
        basis: Basis::Folder,
        ..Record::default()
    }
}

#[test]
fn what_does_not_count_is_told_once_a_cause() {
    let told = super::filed::lines(&record(&[7, 9]), false);
    assert_eq!(told.len(), 2);
    let own = &told[0].ja;
    assert!(own.contains("7、9 番") && own.contains(": 署名が読めません（対応は"), "{own}");
    assert!(told[1].en.contains("names no `trust_file`"), "{}", told[1].en);
    assert_eq!(super::filed::lines(&record(&[]), true), []);
    assert_eq!(super::filed::lines(&Record { others: 2, ..Record::default() }, true).len(), 1);
}

#[test]
fn copies_as_json_say_what_became_of_each_and_what_was_not_read() {
    let report =
        json::erasure::Report::new(&erasure(), &record(&[7]), day(2027, 5, 3).unwrap(), Language::English);
    let written: Value = serde_json::from_str(&json::pretty(&report)).unwrap();
    assert_eq!(written["complete"], false);
    assert_eq!(written["unread"][0]["reasons"][0]["message"], "entry 7: no signature");
    assert_eq!(written["as_of"], "2027-05-03");
    let (left, erased) = (&written["places"][0], &written["places"][1]);
    assert_eq!((&left["state"], &left["due"]), (&value!("overdue"), &value!("2027-04-30")));
    assert_eq!((&erased["state"], &erased["entry"]), (&value!("erased"), &value!(3)));
    assert_eq!(written["doubts"].as_array().unwrap().len(), 1);
}

#[test]
fn why_an_item_is_held_is_told_step_by_step() {
    let mut sources = Sources::default();
    let id = sources.add("policies/r07/甲.yaml", TEXT);
    let span = Span::new(id, 0, 5);
    let hop = |flow: &str, to: &str, network: Option<&str>| Hop {
        flow: flow.to_owned(),
        link: "l1".to_owned(),
        to: to.to_owned(),
        network: network.map(str::to_owned),
        assumed: network.is_none(),
        span,
    };
    let path = Path {
        flow: "資料１".to_owned(),
        first: "区".to_owned(),
        begins: Begins::Made(2, Some(span), true),
        hops: vec![hop("資料１", "乙社", Some("LGWAN回線")), hop("資料２", "丙社", None)],
    };
    let own = Holding {
        matter: "r07/甲".to_owned(),
        role: "c".to_owned(),
        role_name: "丙社".to_owned(),
        item: "氏名".to_owned(),
        sources,
        unlimited: false,
        sees: true,
        paths: vec![path],
        contracts: Vec::new(),
        unbound: Some(span),
    };
    let shown: Vec<String> = super::explain::lines(&own).into_iter().map(|line| line.ja).collect();
    let at = "policies/r07/甲.yaml:1:1";
    assert_eq!(
        shown,
        [
            "r07/甲: 「丙社」と「氏名」".to_owned(),
            "  この項目を持ちます。道筋:".to_owned(),
            format!("    資料１: 手順2で「区」が作る（推定）（{at}）"),
            format!("      → 「乙社」（線 l1、LGWAN回線。{at}）"),
            "      （ここから資料２）".to_owned(),
            format!("      → 「丙社」（線 l1、回線の記載なし、推定。{at}）"),
            format!("  この役割を当事者とする契約がありません（{at}）"),
        ]
    );
    let report = json::explain::Report::new(
        &Explained { answers: vec![own], ..Explained::default() },
        Language::Japanese,
    );
    let written: Value = serde_json::from_str(&json::pretty(&report)).unwrap();
    let path = &written["answers"][0]["paths"][0];
    assert_eq!((&path["origin"], &path["step"], &path["line"]), (&value!("made"), &value!(2), &value!(1)));
    assert_eq!(path["links"][1]["network"], Value::Null);
    assert_eq!(written["answers"][0]["holds"], true);
}
