//! Every page of a rule on what is due is run: on its wrong example something is due or doubtful, on its fixed one
//! nothing is; what is said of the wrong one stands below it (`UPDATE=1 cargo test --test it duties::` writes it).
//!
//! An example is a fragment set in the fictional matter `policies/r08/mihon-itaku.yaml`, as on the pages of the
//! checks, looked at on a day; what the record holds by then stands in a block of its own before it:
//!
//! ```text
//! ```yaml filed
//! outstanding: [{ contract: r08/mihon-itaku/ticket, party: 株式会社見本印刷, medium: M-1, quantity: 1 }]
//! ```yaml bad 2026-12-20 contracts/ticket
//! ```
//!
//! The rules on incidents are asked with an `incident` block: what `fugi incident start` is told.

use crate::support::fragments;
use crate::support::printed::{self, Both};
use chrono::{NaiveDate, NaiveDateTime};
use fugi::case::Case;
use fugi::diagnostic::{Language, same};
use fugi::duty::calendar::Calendar;
use fugi::duty::erasure::status::standings;
use fugi::duty::filed::{Audit, Erased, ErasureReport, Filed, Handlers, Incident, Named, Outstanding, Stage};
use fugi::duty::incident::answer::{Question, ask, conclude};
use fugi::duty::incident::clock::Start;
use fugi::duty::incident::heads::Cause;
use fugi::duty::rule::{INCIDENT_COUNT_PASSED_HUNDRED, INCIDENT_MAY_BE_REPORTABLE, RULES};
use fugi::duty::status::{Inputs, Standing, collect, sort};
use fugi::evidence::format::kind::receipt::Assurance;
use fugi::model::load::{Overlay, Workspace};
use fugi::proof::Proof;
use fugi::rule::Rule;
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

const MATTER: &str = "policies/r08/mihon-itaku.yaml";

/// What a report of the sample is about: every item of both contracts.
const ITEMS: &str = "受診券番号、被保険者番号、氏名、氏名カナ、生年月日、性別、送付先、郵便番号、住所、方書、健診種別、受診期限、自己負担区分、健診受診日、健診結果、身長、体重、腹囲、血圧、血中脂質、血糖、肝機能、尿検査、健診判定区分、結果通知年月日";

/// What the record holds, as a page writes it.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct Record {
    audits: Vec<OwnAudit>,
    erasures: Vec<OwnErasure>,
    handlers: Vec<OwnHandlers>,
    incidents: Vec<OwnIncident>,
    outstanding: Vec<OwnOutstanding>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnAudit {
    contract: String,
    party: String,
    date: String,
    subcontractors_included: bool,
    #[serde(default)]
    open_findings: Vec<(String, String)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnErasure {
    contract: String,
    party: String,
    reported: String,
    /// Place, day, and the items where they are not all.
    erased: Vec<(String, String, Vec<String>)>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnHandlers {
    contract: String,
    party: String,
    effective: String,
    trained: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnIncident {
    id: String,
    contract: String,
    first_day: String,
    stage: String,
    #[serde(default)]
    told: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct OwnOutstanding {
    contract: String,
    party: String,
    medium: String,
    quantity: u64,
    due: String,
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

impl From<Record> for Filed {
    fn from(record: Record) -> Self {
        let stage = |word: &str| match word {
            "final" => Stage::Final,
            "first" => Stage::First,
            "preliminary" => Stage::Preliminary,
            _ => panic!("`{word}` is no stage"),
        };
        let audit = |own: OwnAudit| Audit {
            entry: 1,
            contract: own.contract,
            // The pages name whom an audit was at by its id.
            party_id: own.party.clone(),
            party: own.party,
            fiscal_year: 2026,
            date: day(&own.date),
            subcontractors_included: own.subcontractors_included,
            counts_as_inspection: true,
            open_findings: own.open_findings.into_iter().map(|(row, due)| (row, Some(day(&due)))).collect(),
        };
        let erasure = |own: OwnErasure| ErasureReport {
            entry: 1,
            contract: own.contract,
            party: own.party,
            assurance: Some(Assurance::A),
            reported: day(&own.reported),
            no_longer_needed: false,
            items: ITEMS.split('、').map(str::to_owned).collect(),
            corrections: Vec::new(),
            erased: own
                .erased
                .into_iter()
                .map(|(place, date, items)| Erased {
                    at: "copies/0".to_owned(),
                    place: Named { id: Some(place), ..Named::default() },
                    items: (!items.is_empty()).then_some(items),
                    date: day(&date),
                })
                .collect(),
            retained: Vec::new(),
            absent: Vec::new(),
        };
        let incident = |own: OwnIncident| Incident {
            entry: 1,
            id: own.id,
            contracts: vec![own.contract],
            first_day: day(&own.first_day),
            stage: Some(stage(&own.stage)),
            received: None,
            reportable: Some(true),
            malicious: false,
            told: own.told,
        };
        Self {
            audits: record.audits.into_iter().map(audit).collect(),
            erasures: record.erasures.into_iter().map(erasure).collect(),
            inspections: Vec::new(),
            under: Vec::new(),
            incidents: record.incidents.into_iter().map(incident).collect(),
            handlers: record
                .handlers
                .into_iter()
                .map(|own| Handlers {
                    contract: own.contract,
                    party: own.party,
                    effective: day(&own.effective),
                    trained: own.trained.as_deref().map(day),
                })
                .collect(),
            outstanding: record
                .outstanding
                .into_iter()
                .map(|own| Outstanding {
                    contract: own.contract,
                    party: own.party,
                    medium: own.medium,
                    quantity: own.quantity,
                    due: Some(day(&own.due)),
                })
                .collect(),
        }
    }
}

/// What `fugi incident start` is told, as a page writes it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    party: String,
    #[serde(default)]
    items: Vec<String>,
    since: String,
    cause: String,
    passed_hundred: Option<String>,
}

/// One example of a page.
#[derive(Debug)]
struct Example {
    bad: bool,
    day: NaiveDate,
    file: PathBuf,
    path: String,
    fragment: String,
    record: String,
    incident: Option<String>,
}

fn examples(page: &str) -> Vec<Example> {
    let (mut examples, mut record, mut incident) = (Vec::new(), String::new(), None);
    for (info, text) in fragments::code_blocks(page) {
        let words: Vec<&str> = info.iter().map(String::as_str).collect();
        let (bad, day, rest) = match words.as_slice() {
            ["yaml", "filed"] => {
                record = text;
                continue;
            }
            ["yaml", "incident"] => {
                incident = Some(text);
                continue;
            }
            ["yaml", word @ ("bad" | "good"), day, rest @ ..] => (*word == "bad", self::day(day), rest),
            _ => continue,
        };
        let (file, path) = match rest {
            [file, path] => (*file, *path),
            [path] => (MATTER, *path),
            _ => (MATTER, ""),
        };
        examples.push(Example {
            bad,
            day,
            file: file.into(),
            path: path.to_owned(),
            fragment: text,
            record: std::mem::take(&mut record),
            incident: incident.take(),
        });
    }
    examples
}

/// Returns what a rule says on a day, each in both languages.
fn said(rule: &Rule, example: &Example) -> Vec<Both> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut overlay = Overlay::default();
    if !example.fragment.trim().is_empty() {
        let text = fragments::set(root, &example.file, &example.path, &example.fragment);
        overlay.insert(example.file.clone(), text.into());
    }
    let workspace = Workspace::open_with(root, overlay).unwrap().result.unwrap();
    let year = workspace.year("r08").unwrap().result.unwrap_or_else(|found| panic!("{found:#?}"));
    let loaded = workspace.matter(&year, Path::new(MATTER));
    let matter = loaded.result.unwrap_or_else(|found| panic!("{}: {found:#?}", rule.name));
    let case = Case::new(&workspace, &year, &matter, &loaded.sources);
    if let Some(told) = &example.incident {
        return of_incident(rule, case, &serde_saphyr::from_str(told).unwrap());
    }
    let record: Record = match example.record.trim() {
        "" => Record::default(),
        text => serde_saphyr::from_str(text).unwrap(),
    };
    let filed = Filed::from(record);
    let matters = BTreeSet::from([matter.name.clone()]);
    let mut found = collect(&Inputs { case, filed: &filed, matters: &matters, today: example.day });
    found.retain(|own| {
        own.kind.rule().name == rule.name && !matches!(own.standing(example.day), Standing::Later(_))
    });
    sort(&mut found, example.day);
    let due = found.iter().map(|own| {
        [Language::Japanese, Language::English].map(|language| {
            let (head, words) = own.lines(example.day, language);
            format!("{head}\n    {words}")
        })
    });
    let proof = Proof::new(&matter);
    let standings = standings(&case, &proof, &filed, example.day);
    let placed = standings
        .places
        .iter()
        .flat_map(|own| own.doubts.iter().map(|doubt| (own.place.label(&matter), doubt)));
    let stray = standings.stray.iter().map(|(_, entry, doubt)| (same(entry), doubt));
    let doubts = placed.chain(stray).filter(|(_, doubt)| doubt.rule().name == rule.name);
    let doubts = doubts.map(|(place, doubt)| {
        [Language::Japanese, Language::English].map(|language| {
            format!("[{}] {}: {}", rule.name, place.get(language), doubt.said().get(language))
        })
    });
    due.chain(doubts).collect()
}

fn of_incident(rule: &Rule, case: Case<'_>, told: &Told) -> Vec<Both> {
    let cause = match told.cause.as_str() {
        "accident" => Cause::Accident,
        "malicious" => Cause::Malicious,
        _ => Cause::Unknown,
    };
    let since: NaiveDateTime = told.since.parse().unwrap();
    let question = Question {
        party: told.party.clone(),
        items: told.items.clone(),
        cause,
        start: Start {
            ward: since,
            contractor: None,
            passed_hundred: told.passed_hundred.as_deref().map(day),
            malicious: cause != Cause::Accident,
        },
    };
    let all = ask(&question, &case, None);
    assert!(!all.losses.is_empty(), "{} is at no place", told.party);
    let answer = conclude(&question, all, vec![case.year.name.clone()], Calendar::new(&case.common.holidays));
    if rule.name == INCIDENT_COUNT_PASSED_HUNDRED.name {
        let dates = answer.dates.as_ref().unwrap();
        let moved = dates.first != since.date();
        let (first, limit, last) = (dates.first, dates.preliminary_limit, dates.final_30.date);
        let said = [
            format!("1日目 {first}、速報は遅くとも {limit}、確報は {last}"),
            format!("day 1 is {first}, the preliminary report by {limit}, the final one by {last}"),
        ];
        return if moved { vec![said] } else { Vec::new() };
    }
    assert_eq!(rule.name, INCIDENT_MAY_BE_REPORTABLE.name);
    let judged = answer.judgements.iter().filter(|own| own.may_apply);
    let said = judged.map(|own| {
        [Language::Japanese, Language::English]
            .map(|language| format!("{}: {}", own.head.words().get(language), own.reason.get(language)))
    });
    said.collect()
}

fn page_holds(rule: &Rule) -> Vec<String> {
    let mut complaints = Vec::new();
    let examples = examples(rule.page);
    if !examples.iter().any(|own| own.bad) || !examples.iter().any(|own| !own.bad) {
        complaints.push(format!("{}: a page needs a wrong and a fixed example", rule.name));
    }
    let mut all: Vec<Both> = Vec::new();
    for example in examples {
        let found = said(rule, &example);
        if example.bad == found.is_empty() {
            let kind = if example.bad { "bad" } else { "good" };
            complaints.push(format!("{}: {kind} example on {}: {found:#?}", rule.name, example.day));
        }
        if example.bad {
            let both =
                [0, 1].map(|at| found.iter().map(|own| own[at].as_str()).collect::<Vec<_>>().join("\n"));
            all.push(both);
        }
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/duty/rules").join(format!("{}.md", rule.name));
    complaints.extend(printed::compare(&path, rule.page, |info| info.starts_with("yaml bad"), &all));
    complaints
}

#[test]
fn every_page_holds() {
    let wrong: Vec<String> = RULES
        .par_iter()
        .flat_map_iter(|rule| {
            std::panic::catch_unwind(|| page_holds(rule))
                .unwrap_or_else(|_| vec![format!("{}: the example does not load (see above)", rule.name)])
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
