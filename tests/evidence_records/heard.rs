//! What `status`, `erasure status` and `audit plan` take for done: only what a report says, what nothing later gainsays,
//! and what was logged by the day that is asked about.

use super::attacks::{add, append, envelope, fresh, private};
use super::stage::{FIRST, Stage};
use chrono::{Duration, NaiveDate, Utc};
use fugi::evidence::format::envelope::{Envelope, STATEMENT_TYPE};
use serde_json::{Value, json};
use std::fs;

const BY: &str = "--by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
const MATTER: &str = "policies/r08/mihon-itaku.yaml";

fn ago(days: i64) -> NaiveDate {
    (Utc::now() + Duration::hours(9) - Duration::days(days)).date_naive()
}

/// A day after the contract's end and after all that was logged, whatever today is.
fn later() -> String {
    NaiveDate::from_ymd_opt(2027, 5, 1).unwrap().max(ago(-1)).to_string()
}

/// Returns the statement of a copy of a record of the story, edited; it takes the record's place where `supersedes`.
fn statement(stage: &Stage, of: u64, supersedes: bool, edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut own = envelope(stage, of);
    let before = stage.record(of);
    fresh(&mut own, |says| {
        let more = if supersedes { "1" } else { "0" };
        let id = says["recordId"].as_str().unwrap();
        says["recordId"] = format!("{more}{}", &id[1..]).into();
        if supersedes {
            says["supersedes"] = before.clone().into();
        }
        edit(says);
    });
    let mut whole: Value = serde_json::from_slice(&own.payload).unwrap();
    if supersedes {
        let subject = json!({ "digest": { "sha256": before }, "name": "record:superseded" });
        whole["subject"].as_array_mut().unwrap().push(subject);
    }
    serde_json::to_vec_pretty(&whole).unwrap()
}

/// The printer's report, edited and logged past the gate; the record that it is a copy of goes where `supersedes`.
fn reported(stage: &Stage, supersedes: bool, edit: impl FnOnce(&mut Value)) {
    let payload = statement(stage, 1, supersedes, edit);
    let bytes = Envelope::sign(STATEMENT_TYPE, payload, &[&private(stage, "insatsu")]).to_json();
    append(stage, bytes.as_bytes(), "erasure-report");
}

/// What the ward says that it received on paper from the printer.
fn on_paper(stage: &Stage, supersedes: bool, edit: impl FnOnce(&mut Value)) {
    fs::write(stage.path("forms/paper.statement.json"), statement(stage, 1, supersedes, edit)).unwrap();
    let line = "record receive forms/paper.statement.json --paper forms/hasso-paper.pdf";
    stage.run(&format!("{line} {BY}")).ok();
}

/// What `erasure status` says of the printer's places: the state of each, and the doubts.
struct Said {
    states: Vec<(String, String)>,
    items: Vec<Vec<String>>,
    doubts: Vec<String>,
    code: i32,
}

fn said(stage: &Stage, day: &str) -> Said {
    let ran = stage.run(&format!("erasure status --contract ticket --all --as-of {day} --format json"));
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
    let own =
        report["places"].as_array().unwrap().iter().filter(|own| own["contractor"] == "株式会社見本印刷");
    let own: Vec<&Value> = own.collect();
    let text = |own: &Value| own.as_str().unwrap().to_owned();
    let list = |own: &Value| own.as_array().unwrap().iter().map(text).collect::<Vec<_>>();
    let doubts = list(&report["doubts"]).into_iter();
    Said {
        states: own.iter().map(|own| (text(&own["place"]), text(&own["state"]))).collect(),
        items: own.iter().map(|own| list(&own["items"])).collect(),
        doubts: doubts.filter(|own| own.contains("見本印刷") || own.contains("] 記録")).collect(),
        code: ran.code,
    }
}

impl Said {
    fn of(&self, place: &str) -> &str {
        &self.states.iter().find(|(own, _)| own.contains(place)).unwrap().1
    }

    fn all(&self, state: &str) -> bool {
        self.states.iter().all(|(_, own)| own == state)
    }

    fn tells(&self, words: &[&str]) -> bool {
        self.doubts.iter().any(|own| words.iter().all(|word| own.contains(word)))
    }
}

/// The ward logs the inspection of the printer.
fn inspect(stage: &Stage) {
    stage.fill("audit-insatsu.yaml", &std::collections::BTreeMap::new());
    let keys = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
    stage.run(&format!("record add forms/audit-insatsu.yaml {keys}")).ok();
}

/// Returns whether `status` asks for no inspection of the printer under its contract.
fn is_inspected(stage: &Stage, day: NaiveDate) -> bool {
    let ran = stage.run(&format!("status --as-of {day} --days 900 --format json"));
    let report: Value = serde_json::from_str(&ran.out).unwrap_or_else(|_| panic!("{}{}", ran.out, ran.err));
    let all = report["obligations"].as_array().unwrap().iter();
    !all.filter(|own| own["kind"] == "audit").any(|own| own["contractor"] == "株式会社見本印刷")
}

fn erased_but_paper(says: &mut Value) {
    says["copies"].as_array_mut().unwrap().retain(|copy| copy["place"] != "paper");
}

fn paper_stays(says: &mut Value) {
    erased_but_paper(says);
    says["nothingRetained"] = false.into();
    says["retained"] = json!([{ "copy": "paper", "what": "名簿", "reason": "業務", "place": "倉庫", "until": "2099-01-01" }]);
}

#[test]
fn the_honest_report_is_believed_without_a_word() {
    let stage = Stage::told();
    let said = said(&stage, &later());
    assert!(said.states.len() == 4 && said.all("erased"), "{:?}", said.states);
    assert!(said.doubts.is_empty(), "{:?}", said.doubts);
}

#[test]
fn only_the_items_that_a_report_is_about_are_gone() {
    let stage = Stage::told();
    reported(&stage, true, |says| says["items"] = json!(["氏名"]));
    let said = said(&stage, &later());
    assert!(said.all("overdue"), "{:?}", said.states);
    assert!(
        said.items.iter().all(|own| own.len() > 10 && !own.contains(&"氏名".to_owned())),
        "{:?}",
        said.items
    );
    assert!(said.tells(&["報告にない項目が残っています"]) && said.code == 1);
}

#[test]
fn an_item_that_came_after_the_report_is_left() {
    let stage = Stage::told();
    let matter = stage.read(MATTER);
    let more = matter.replacen(
        "      - { name: 健診種別 }\n",
        "      - { name: 健診種別 }\n      - { name: 電話番号 }\n",
        1,
    );
    assert_ne!(matter, more);
    fs::write(stage.path(MATTER), &more).unwrap();
    let after = said(&stage, &later());
    let left = |said: &Said| said.items.iter().filter(|own| *own == &["電話番号"]).count();
    assert!(left(&after) > 0 && after.of("サーバ") == "overdue", "{:?} {:?}", after.states, after.items);
    assert!(
        after.tells(&["報告にない項目が残っています", "電話番号"]) && after.code == 1,
        "{:?}",
        after.doubts
    );
    // Where everything that lies there is in the report, other words of the contract are no doubt about it.
    fs::write(stage.path(MATTER), matter.replacen("見本契約第８００１号", "見本契約第８００９号", 1))
        .unwrap();
    let changed = said(&stage, &later());
    assert!(changed.doubts.is_empty() && changed.code == 0, "{:?}", changed.doubts);
}

#[test]
fn what_is_kept_without_saying_of_which_copy_is_shown() {
    let stage = Stage::told();
    reported(&stage, true, |says| {
        says["nothingRetained"] = false.into();
        says["retained"] = json!([{ "what": "名簿の控え", "reason": "業務のため", "place": "倉庫" }]);
    });
    let after = said(&stage, &later());
    assert_eq!(after.of("倉庫"), "held");
    assert!(after.items.contains(&vec!["名簿の控え".to_owned()]), "{:?}", after.items);
    assert!(after.tells(&["名簿の控え", "どの写しか"]) && after.code == 1, "{:?}", after.doubts);
    let status = stage.run(&format!("status --as-of {}", later()));
    assert!(status.out.contains("残すもの「名簿の控え」（倉庫）がどの写しか"), "{}", status.out);
}

#[test]
fn a_later_word_that_something_stays_is_heard() {
    let (one, two) = (format!("記録 {}番", FIRST + 1), format!("記録 {}番", FIRST + 14));
    let stage = Stage::told();
    reported(&stage, false, paper_stays);
    let after = said(&stage, &later());
    assert_eq!((after.of("紙"), after.of("サーバ")), ("overdue", "erased"));
    assert!(after.tells(&["紙", &one, &two]), "{:?}", after.doubts);
    // The other order is the way of things: it was kept, and then erased.
    let stage = Stage::told();
    reported(&stage, true, paper_stays);
    assert_eq!(said(&stage, &later()).of("紙"), "held");
    reported(&stage, false, |_| {});
    let after = said(&stage, &later());
    assert!(after.all("erased") && after.doubts.is_empty(), "{:?} {:?}", after.states, after.doubts);
}

#[test]
fn a_correction_of_a_copy_is_heard_and_one_of_its_number_is_not_in_the_way() {
    let correct = |field: &str, after: &str| {
        let stage = Stage::told();
        let form = format!(
            "kind: correction\nlog: mihon.example/evidence\ncontract: r08/mihon-itaku/ticket\ncorrects: {}\nreason: 委託先からの連絡\nchanges:\n  - {{ field: {field}, before: a, after: {after} }}\nresponsible: {{ position: 主査, name: 見本 次子 }}\n",
            stage.record(1)
        );
        fs::write(stage.path("forms/correction.yaml"), form).unwrap();
        stage
            .run("record add forms/correction.yaml --key keys/tanto.key.pem --log-key keys/log.key.pem --yes")
            .ok();
        said(&stage, &later())
    };
    let paper = correct("copies/2", "紙は倉庫に残っている");
    assert_eq!((paper.of("紙"), paper.of("サーバ")), ("overdue", "erased"));
    let (one, two) = (format!("記録 {}番", FIRST + 1), format!("記録 {}番", FIRST + 14));
    assert!(paper.tells(&["紙", &one, &two]), "{:?}", paper.doubts);
    let whole = correct("nothing_retained", "false");
    assert!(whole.all("overdue"), "{:?}", whole.states);
    let number = correct("copies/0/serial", "SN-0010");
    assert!(number.all("erased") && number.doubts.is_empty(), "{:?} {:?}", number.states, number.doubts);
}

#[test]
fn a_paper_lifts_nothing_that_the_holder_signed() {
    for supersedes in [false, true] {
        let stage = Stage::told();
        reported(&stage, true, paper_stays);
        let number = if supersedes { 14 } else { 1 };
        assert_eq!(said(&stage, &later()).of("紙"), "held");
        let kept = stage.record(number);
        let mut own = statement(&stage, 1, false, |_| {});
        if supersedes {
            let mut whole: Value = serde_json::from_slice(&own).unwrap();
            whole["predicate"]["supersedes"] = kept.clone().into();
            let subject = json!({ "digest": { "sha256": kept }, "name": "record:superseded" });
            whole["subject"].as_array_mut().unwrap().push(subject);
            own = serde_json::to_vec_pretty(&whole).unwrap();
        }
        fs::write(stage.path("forms/paper.statement.json"), own).unwrap();
        let line = "record receive forms/paper.statement.json --paper forms/hasso-paper.pdf";
        stage.run(&format!("{line} {BY}")).ok();
        let after = said(&stage, &later());
        assert_eq!((after.of("紙"), after.of("サーバ")), ("held", "erased"), "{:?}", after.doubts);
        assert!(after.tells(&["紙", "委託先が署名した記録"]) && after.code == 1, "{:?}", after.doubts);
    }
    // What is on paper alone counts as before, and so does a paper that says the same.
    let stage = Stage::told();
    on_paper(&stage, true, |_| {});
    let after = said(&stage, &later());
    assert!(after.all("erased") && after.doubts.is_empty(), "{:?} {:?}", after.states, after.doubts);
}

/// Reports that cannot be: each is refused at the gate by its field, and where one is in the log all the same its place
/// is not counted as erased.
#[test]
fn a_report_that_contradicts_itself_is_refused_and_never_counted() {
    type Case = (&'static str, &'static str, &'static str, fn(&mut Value));
    let cases: [Case; 6] = [
        ("retained/0/copy", "紙", "overdue", |says| {
            says["nothingRetained"] = false.into();
            says["retained"] =
                json!([{ "copy": "paper", "what": "名簿", "reason": "業務", "place": "倉庫" }]);
        }),
        ("absent/0/place", "紙", "overdue", |says| {
            says["absent"] = json!([{ "place": "paper", "reason": "受け取っていない" }]);
        }),
        ("returned/1/place", "バックアップ", "erased", |says| {
            let more =
                json!({ "place": "backup", "name": "媒体", "quantity": 1, "date": says["completedOn"] });
            says["returned"].as_array_mut().unwrap().push(more);
        }),
        ("returned/0/quantity", "持ち運べる", "overdue", |says| {
            says["returned"][0]["quantity"] = 0.into()
        }),
        ("issued_at", "持ち運べる", "overdue", |says| says["returned"][0]["date"] = "2099-01-01".into()),
        ("copies/2/medium", "紙", "overdue", |says| {
            says["copies"][2]["medium"] = "server".into();
            says["copies"][2]["method"]["category"] = "purge".into();
        }),
    ];
    for (field, place, state, edit) in cases {
        let stage = Stage::told();
        let payload = statement(&stage, 1, true, edit);
        let record = Envelope::sign(STATEMENT_TYPE, payload, &[&private(&stage, "insatsu")]).to_json();
        fs::write(stage.path("forms/came.record.json"), record).unwrap();
        let ran = stage.run(&format!("record receive forms/came.record.json {BY}"));
        assert!(ran.code == 2 && ran.err.contains(field), "{field}: {}{}", ran.out, ran.err);
        reported(&stage, true, edit);
        let after = said(&stage, &later());
        assert_eq!(after.of(place), state, "{field}: {:?} {:?}", after.states, after.doubts);
    }
    // A server is no paper, which the model knows.
    let stage = Stage::told();
    reported(&stage, true, |says| {
        says["copies"][0]["medium"] = "paper".into();
        says["copies"][0]["method"] = json!({ "category": "shred", "description": "裁断" });
    });
    let after = said(&stage, &later());
    assert!(after.of("サーバ") == "overdue" && after.tells(&["サーバ", "媒体の種類"]), "{:?}", after.doubts);
    // What was erased before it went back is both.
    let stage = Stage::told();
    let payload = statement(&stage, 1, true, |says| {
        says["copies"][3]["destination"] = "returned".into();
        let more = json!({ "place": "backup", "name": "媒体", "quantity": 1, "date": says["completedOn"] });
        says["returned"].as_array_mut().unwrap().push(more);
    });
    let record = Envelope::sign(STATEMENT_TYPE, payload, &[&private(&stage, "insatsu")]).to_json();
    fs::write(stage.path("forms/came.record.json"), record).unwrap();
    stage.run(&format!("record receive forms/came.record.json {BY}")).ok();
    assert!(said(&stage, &later()).all("erased"));
}

#[test]
fn an_erasure_before_the_contract_began_counts_for_nothing() {
    let stage = Stage::told();
    reported(&stage, true, |says| {
        says["lastUsed"] = "2020-01-01".into();
        says["copies"][0]["performed"]["date"] = "2020-01-02".into();
    });
    let after = said(&stage, &later());
    assert_eq!((after.of("サーバ"), after.of("紙")), ("overdue", "erased"));
    assert!(after.tells(&["サーバ", "2020-01-02", "期間の始まり"]), "{:?}", after.doubts);
}

/// Of an earlier day is told what was logged by then.
#[test]
fn what_was_logged_later_is_not_told_of_an_earlier_day() {
    let stage = Stage::told();
    let before = said(&stage, &ago(2).to_string());
    assert!(!before.states.iter().any(|(_, own)| own == "erased"), "{:?}", before.states);
    assert!(said(&stage, &ago(0).to_string()).all("erased"));
    inspect(&stage);
    assert!(!is_inspected(&stage, ago(2)));
    assert!(is_inspected(&stage, ago(0)));
}

/// Whoever tells the ward of an incident does not say when the ward's clock begins.
#[test]
fn a_contractor_never_sets_the_wards_clock_later() {
    let (early, today, future) = (ago(20), ago(0), ago(-300));
    let incident = |aware: NaiveDate| {
        let stage = Stage::told();
        let edit = move |says: &mut Value| {
            says["incident"] = "2026-009".into();
            says["heads"] = json!(["special_care"]);
            says["foundAt"] = format!("{early}T09:00:00+09:00").into();
            says["occurredAt"] = format!("{early}T08:00:00+09:00").into();
            says["contractorAwareAt"] = format!("{early}T09:00:00+09:00").into();
            says["wardAwareAt"] = format!("{aware}T09:00:00+09:00").into();
        };
        let payload = statement(&stage, 10, false, edit);
        let record = Envelope::sign(STATEMENT_TYPE, payload, &[&private(&stage, "funyu")]).to_json();
        fs::write(stage.path("forms/came.record.json"), record).unwrap();
        let gate = stage.run(&format!("record receive forms/came.record.json {BY}"));
        if gate.code != 0 {
            add(&stage, &[&private(&stage, "funyu")], 10, edit);
        }
        let ran = stage.run("status --days 900 --format json");
        let report: Value = serde_json::from_str(&ran.out).unwrap();
        let all = report["obligations"].as_array().unwrap().iter();
        let own = all.filter(|own| own["kind"] == "preliminary-report");
        let due: Vec<String> = own.map(|own| own["due"].as_str().unwrap().to_owned()).collect();
        (gate.code, gate.err, due)
    };
    let (code, err, due) = incident(future);
    assert!(code == 2 && err.contains("ward_aware_at"), "{err}");
    assert_eq!(due, [(today + Duration::days(4)).to_string()]);
    let (code, err, due) = incident(early);
    assert_eq!((code, err.as_str()), (0, ""));
    assert_eq!(due, [(early + Duration::days(4)).to_string()]);
}

#[test]
fn an_inspection_outside_its_year_or_without_rows_counts_for_nothing() {
    let done = |edit: fn(&mut Value)| {
        let stage = Stage::told();
        inspect(&stage);
        let payload = statement(&stage, 14, true, edit);
        let record = Envelope::sign(STATEMENT_TYPE, payload, &[&private(&stage, "tanto")]).to_json();
        fs::write(stage.path("forms/came.record.json"), &record).unwrap();
        let gate = stage.run("record add forms/came.record.json --log-key keys/log.key.pem --yes");
        if gate.code != 0 {
            append(&stage, record.as_bytes(), "audit-result");
        }
        (gate.code, gate.err, is_inspected(&stage, ago(0)), stage.run("status").out)
    };
    for (field, edit) in [
        ("inspected_on", (|says| says["inspectedOn"] = "2025-05-01".into()) as fn(&mut Value)),
        ("inspected_on", |says| says["fiscalYear"] = 2025.into()),
        ("rows", |says| says["rows"] = json!([])),
        ("rows/0/closed_on", |says| says["rows"][0]["closedOn"] = "2020-01-01".into()),
    ] {
        let (code, err, _, told) = done(edit);
        assert!(code == 2 && err.contains(field), "{field}: {err}");
        let entry = FIRST + 15;
        assert!(told.contains(&format!("{entry} 番は、提出されたものとして数えていません")), "{told}");
    }
    let (code, err, counts, told) = done(|_| {});
    assert!(code == 0 && counts && !told.contains("数えていません"), "{err}{told}");
}

/// A record whose contract is gone is named, wherever it is asked what is due.
#[test]
fn a_record_whose_contract_is_gone_is_named() {
    let stage = Stage::told();
    let told = |command: &str| {
        let ran = stage.run(command);
        ran.out + &ran.err
    };
    let commands = ["status", "erasure status", "audit plan --year r08"];
    for command in commands {
        assert!(!told(command).contains("数えていません"), "{command}: {}", told(command));
    }
    fs::rename(stage.path(MATTER), stage.path("policies/r08/betsu.yaml")).unwrap();
    for command in commands {
        let said = told(command);
        let first = format!("証跡の {}、", FIRST + 1);
        let why = "提出されたものとして数えていません: その契約が案件にありません（案件 r08/mihon-itaku がありません）";
        assert!(said.contains(&first) && said.contains(why), "{command}: {said}");
    }
}
