//! Whose report closes which duty: the ward reports to the commission (個人情報保護法68条), a contractor to the ward.

use super::stage::{FIRST, Stage};
use serde_json::Value;
use std::fs;

const WARD: &str = "--key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
const BY: &str = "--by \"主査 見本 次子\"";

/// Fills the form of another incident than the story's: at a stage, under heads, behind a report.
fn form(stage: &Stage, name: &str, of: &str, heads: &str, follows: Option<u64>) -> String {
    let text = stage.read("forms/incident-final.yaml").replace("incident: 2026-001", "incident: 2026-002");
    let text: String = text
        .lines()
        .filter(|line| !line.starts_with("follows:"))
        .map(|line| match line.split(':').next() {
            Some("stage") => format!("stage: {of}\n"),
            Some("heads") => format!("heads: [{heads}]\n"),
            _ => format!("{line}\n"),
        })
        .collect();
    let follows = follows.map(|number| format!("follows: {}\n", stage.record(number))).unwrap_or_default();
    let path = format!("forms/{name}.yaml");
    fs::write(stage.path(&path), text + &follows).unwrap();
    path
}

/// The packer reports to the ward, which receives it.
fn received(stage: &Stage, name: &str, of: &str, heads: &str, follows: Option<u64>) {
    let form = form(stage, name, of, heads, follows);
    stage.run(&format!("record sign {form} --key keys/funyu.key.pem --yes")).ok();
    stage.run(&format!("record receive forms/{name}.record.json {BY} {WARD}")).ok();
}

/// The ward reports.
fn reported(stage: &Stage, name: &str, of: &str, heads: &str, follows: Option<u64>) {
    let form = form(stage, name, of, heads, follows);
    stage.run(&format!("record add {form} {WARD}")).ok();
}

/// Returns what is due of the incident: kinds, and the words of each.
fn due(stage: &Stage) -> Vec<(String, String)> {
    let ran = stage.run("status --format json");
    assert!(ran.code < 2, "{}", ran.err);
    let report: Value = serde_json::from_str(&ran.out).unwrap();
    let all = report["obligations"].as_array().unwrap().iter();
    let text = |own: &Value, key: &str| own[key].as_str().unwrap().to_owned();
    let own = all.filter(|own| own["message"].as_str().unwrap().contains("事故2026-002"));
    own.map(|own| (text(own, "kind"), text(own, "message"))).collect()
}

fn kinds(stage: &Stage) -> Vec<String> {
    let mut kinds: Vec<String> = due(stage).into_iter().map(|(kind, _)| kind).collect();
    kinds.sort();
    kinds
}

const ALL: [&str; 3] = ["final-report", "persons-notified", "preliminary-report"];

#[test]
fn the_contractors_last_report_closes_no_duty_of_the_ward() {
    let stage = Stage::told();
    assert!(due(&stage).is_empty());
    received(&stage, "one", "first", "special_care", None);
    assert_eq!(kinds(&stage), ALL);
    assert!(due(&stage).iter().all(|(_, words)| !words.contains("受領済")), "{:?}", due(&stage));
    received(&stage, "two", "final", "special_care", Some(14));
    // It is told as received, with its entry, and nothing is closed by it.
    assert_eq!(kinds(&stage), ALL);
    let entry = FIRST + 16;
    for (kind, words) in due(&stage).iter().filter(|(kind, _)| kind != "persons-notified") {
        assert!(words.contains(&format!("委託先の確報は記録 {entry}番で受領済")), "{kind}: {words}");
    }
    let english = stage.run("--lang en status").out;
    assert!(
        english.contains(&format!("the contractor's final report is received (entry {entry})")),
        "{english}"
    );
    // The ward's own reports follow it, each closing its own duty; what was done towards the persons is in them.
    reported(&stage, "three", "preliminary", "special_care", Some(16));
    assert_eq!(kinds(&stage), ["final-report"]);
    reported(&stage, "four", "final", "special_care", Some(18));
    assert!(due(&stage).is_empty(), "{:?}", due(&stage));
    // What the contractor sends afterwards opens nothing that is decided.
    received(&stage, "five", "final", "none", Some(19));
    assert!(due(&stage).is_empty(), "{:?}", due(&stage));
    let said = stage.verify("--quiet --trust trust.txt");
    assert!(said.starts_with("exit: 0"), "{said}");
}

#[test]
fn the_wards_last_report_closes_its_duty_whatever_the_contractor_sent() {
    let stage = Stage::told();
    // The ward's alone: there is no report of a contractor.
    reported(&stage, "one", "first", "special_care", None);
    assert_eq!(kinds(&stage), ["final-report", "preliminary-report"]);
    reported(&stage, "two", "preliminary", "special_care", Some(14));
    reported(&stage, "three", "final", "special_care", Some(15));
    assert!(due(&stage).is_empty(), "{:?}", due(&stage));
}

#[test]
fn whether_an_incident_is_reported_is_for_the_ward_to_decide() {
    let stage = Stage::told();
    // The contractor finds that no head applies: the ward has still to decide.
    received(&stage, "one", "first", "none", None);
    assert_eq!(kinds(&stage), ALL);
    let words = due(&stage).into_iter().find(|(kind, _)| kind == "preliminary-report").unwrap().1;
    assert!(words.contains("報告の要否も決める"), "{words}");
    reported(&stage, "two", "preliminary", "none", Some(14));
    assert!(due(&stage).is_empty(), "{:?}", due(&stage));
    // What the contractor finds afterwards is decided anew.
    received(&stage, "three", "final", "special_care", Some(16));
    let words = due(&stage).into_iter().find(|(kind, _)| kind == "final-report").unwrap().1;
    assert!(words.contains("受領済"), "{words}");
}

#[test]
fn a_report_of_a_contractor_on_paper_is_the_contractors() {
    let stage = Stage::told();
    let form = form(&stage, "one", "first", "special_care", None);
    stage.run(&format!("record sign {form} --statement-only")).ok();
    let paper = "--paper forms/hasso-paper.pdf";
    stage.run(&format!("record receive forms/one.statement.json {paper} {BY} {WARD}")).ok();
    assert_eq!(kinds(&stage), ALL);
}
