//! The first hour of an incident over all years: what is looked at, what is left out by name, whom to call, and which
//! law and which last day hold.

use crate::support::fragments::set_in;
use chrono::NaiveDateTime;
use fugi::duty::filed::{Erased, ErasureReport, Filed, Named};
use fugi::duty::incident::answer::{Answer, Question};
use fugi::duty::incident::clock::Start;
use fugi::duty::incident::heads::{Cause, Persons};
use fugi::evidence::format::kind::receipt::Assurance;
use fugi::model::load::{Overlay, Workspace};
use fugi::model::print::Print;
use fugi::report;
use std::path::Path;

const R07: &str = "policies/r07/koki-iryo-cashless.yaml";
const R08: &str = "policies/r08/koki-iryo-cashless.yaml";
const SAMPLE: &str = "policies/r08/mihon-itaku.yaml";

fn at(text: &str) -> NaiveDateTime {
    text.parse().unwrap()
}

fn question(party: &str, since: &str, cause: Cause) -> Question {
    Question {
        party: party.to_owned(),
        items: Vec::new(),
        cause,
        start: Start {
            ward: at(since),
            contractor: None,
            passed_hundred: None,
            malicious: cause != Cause::Accident,
        },
    }
}

/// Opens the workspace with keys set at paths of ids in its files.
fn with(edits: &[(&str, &str, &str)]) -> Workspace {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut overlay = Overlay::default();
    for (file, path, fragment) in edits {
        let own: &Path = Path::new(file);
        let text = match overlay.get(own) {
            Some(text) => text.to_string(),
            None => std::fs::read_to_string(root.join(own)).unwrap(),
        };
        overlay.insert(own.to_owned(), set_in(text, path, fragment).into());
    }
    Workspace::open_with(root, overlay).unwrap().result.unwrap()
}

fn asked(workspace: &Workspace, question: &Question, filed: Option<&Filed>) -> Result<Answer, String> {
    let own = workspace.incident(question, &workspace.select_all().unwrap(), filed);
    assert!(own.unread.is_empty());
    own.answer.map_err(|error| error.text().ja)
}

fn said(question: &Question, answer: &Answer) -> String {
    let lines = report::incident::lines(question, answer, "区", &Print::default());
    assert!(lines.iter().all(|line| line.ja.is_empty() == line.en.is_empty()));
    lines.into_iter().map(|line| line.ja + "\n").collect()
}

/// A report of the delivery company of the sample on every place of it.
fn erased(places: &[&str], date: &str) -> Filed {
    let erased = places.iter().map(|place| Erased {
        at: "copies/0".to_owned(),
        place: Named { id: Some((*place).to_owned()), ..Named::default() },
        items: None,
        date: date.parse().unwrap(),
    });
    let report = ErasureReport {
        entry: 31,
        contract: "r08/mihon-itaku/ticket".to_owned(),
        party: "mihon-hasso".to_owned(),
        assurance: Some(Assurance::A),
        reported: date.parse().unwrap(),
        no_longer_needed: false,
        items: ["受診券番号", "氏名", "送付先", "郵便番号", "住所", "方書"].map(str::to_owned).to_vec(),
        corrections: Vec::new(),
        erased: erased.collect(),
        retained: Vec::new(),
        absent: Vec::new(),
    };
    Filed { erasures: vec![report], ..Filed::default() }
}

fn places_of_hasso(workspace: &Workspace) -> Vec<String> {
    let year = workspace.year("r08").unwrap().result.unwrap();
    let loaded = workspace.matter(&year, Path::new(SAMPLE));
    let matter = loaded.result.unwrap();
    let case = fugi::case::Case::new(workspace, &year, &matter, &loaded.sources);
    let proof = fugi::proof::Proof::new(&matter);
    fugi::duty::erasure::places::places(&case, &proof)
        .iter()
        .filter(|place| place.provider.is_some_and(|id| matter.providers[id].id.value == "hasso"))
        .map(|place| place.id(&matter).to_owned())
        .collect()
}

#[test]
fn every_year_is_looked_at_until_its_copies_are_reported_as_erased() {
    let workspace = with(&[]);
    // Two years after the term: nobody reported anything, so the copies may still be there.
    let late = question("mihon-hasso", "2028-09-01T10:00:00", Cause::Unknown);
    let answer = asked(&workspace, &late, Some(&Filed::default())).unwrap();
    assert_eq!(answer.losses.len(), 1);
    let shown = said(&late, &answer);
    assert!(shown.contains("見た年度: r07、r08"), "{shown}");
    assert!(shown.contains("知った日の年度（令和１０年度）の案件は見ていない"), "{shown}");
    // A company of both years is looked at in both.
    let both = question("ntt-data", "2026-09-01T10:00:00", Cause::Unknown);
    let answer = asked(&workspace, &both, Some(&Filed::default())).unwrap();
    let matters: std::collections::BTreeSet<&str> =
        answer.losses.iter().map(|loss| loss.matter.as_str()).collect();
    assert_eq!(matters.into_iter().collect::<Vec<_>>(), ["r07/koki-iryo-cashless", "r08/koki-iryo-cashless"]);
    // Before the term of the later year begins it is named, and not counted.
    let early = question("ntt-data", "2026-03-01T10:00:00", Cause::Unknown);
    let answer = asked(&workspace, &early, Some(&Filed::default())).unwrap();
    assert!(answer.losses.iter().all(|loss| loss.matter == "r07/koki-iryo-cashless"));
    let shown = said(&early, &answer);
    assert!(shown.contains("除いたもの r08/koki-iryo-cashless/bank: 期間は 2026-04-01 から"), "{shown}");
    // Whoever names the matters sees them.
    let answer = asked(&workspace, &early, None).unwrap();
    assert!(answer.left_out.is_empty());
    assert!(answer.losses.iter().any(|loss| loss.matter == "r08/koki-iryo-cashless"));
}

#[test]
fn only_a_report_on_every_place_leaves_a_contract_out() {
    let workspace = with(&[]);
    let places = places_of_hasso(&workspace);
    let all: Vec<&str> = places.iter().map(String::as_str).collect();
    let late = question("mihon-hasso", "2027-09-01T10:00:00", Cause::Unknown);
    let none_left = asked(&workspace, &late, Some(&erased(&all, "2027-04-10"))).unwrap_err();
    assert!(none_left.contains("r08/mihon-itaku/ticket: 写しは 2027-04-10 までに全て消去"), "{none_left}");
    assert!(none_left.contains("#31"), "{none_left}");
    for (index, _) in all.iter().enumerate() {
        let mut some = all.clone();
        some.remove(index);
        let answer = asked(&workspace, &late, Some(&erased(&some, "2027-04-10"))).unwrap();
        assert_eq!(answer.losses.len(), 1, "{some:?}");
    }
    // While the term goes on, a report in its midst proves nothing of what came after it.
    let running = question("mihon-hasso", "2027-03-31T10:00:00", Cause::Unknown);
    assert_eq!(asked(&workspace, &running, Some(&erased(&all, "2027-02-10"))).unwrap().losses.len(), 1);
    // What was erased after the day on which it became known was there on that day.
    let before = question("mihon-hasso", "2027-04-09T10:00:00", Cause::Unknown);
    assert_eq!(asked(&workspace, &before, Some(&erased(&all, "2027-04-10"))).unwrap().losses.len(), 1);
    // The report of one company says nothing of another.
    let other = question("mihon-insatsu", "2027-09-01T10:00:00", Cause::Unknown);
    assert_eq!(asked(&workspace, &other, Some(&erased(&all, "2027-04-10"))).unwrap().losses.len(), 1);
}

#[test]
fn contacts_reach_up_to_the_party_of_the_contract_with_the_ward() {
    // The enclosing company works for the cloud company, which works for the one that typed the results.
    let workspace = with(&[(SAMPLE, "roles/enclose", "subcontracted_by: cloud")]);
    let asked_for = question("mihon-funyu", "2026-09-01T10:00:00", Cause::Unknown);
    let answer = asked(&workspace, &asked_for, Some(&Filed::default())).unwrap();
    let names: Vec<&str> = answer.losses[0].entrusted_by.iter().map(|own| own.name.as_str()).collect();
    assert_eq!(names, ["見本クラウド株式会社", "見本データ株式会社"]);
    let shown = said(&asked_for, &answer);
    assert!(
        shown.contains("再委託元 見本データ株式会社（個人情報保護推進室）（区との契約の当事者）"),
        "{shown}"
    );
    // One that has the contract itself has nobody above it.
    let direct = question("mihon-hasso", "2026-09-01T10:00:00", Cause::Unknown);
    assert!(asked(&workspace, &direct, None).unwrap().losses[0].entrusted_by.is_empty());
}

#[test]
fn a_wrongful_cause_has_sixty_days_at_the_top() {
    let workspace = with(&[]);
    let shown = |cause| {
        let own = question("mihon-cloud", "2026-12-03T09:00:00", cause);
        said(&own, &asked(&workspace, &own, None).unwrap())
    };
    let first = |text: &str| text.lines().find(|line| line.contains("確報:")).unwrap().to_owned();
    assert!(first(&shown(Cause::Malicious)).contains("2027-02-01（60日"));
    assert!(first(&shown(Cause::Unknown)).contains("2027-01-04（30日"));
    assert!(shown(Cause::Unknown).contains("不正の目的によるおそれがある場合は 2027-02-01（60日）"));
    let accident = shown(Cause::Accident);
    assert!(first(&accident).contains("2027-01-04（30日") && !accident.contains("60日"));
}

#[test]
fn a_late_notice_of_the_contractor_is_called_late() {
    let workspace = with(&[]);
    let shown = |contractor: &str| {
        let mut own = question("mihon-cloud", "2026-12-03T09:00:00", Cause::Unknown);
        own.start.contractor = Some(at(contractor));
        said(&own, &asked(&workspace, &own, None).unwrap())
    };
    // The contract of the sample gives 24 hours.
    assert!(!shown("2026-12-02T09:00:00").contains("遅れ"));
    let late = shown("2026-12-02T08:30:00");
    assert!(late.contains("期限: 2026-12-03 08:30　【遅れ】0時間30分の超過"), "{late}");
    // A contract that states no hours: by the end of the fifth day, the day of knowing being the first.
    let late = |ward: &str| {
        let mut own = question("jcb", ward, Cause::Unknown);
        own.start.contractor = Some(at("2026-12-03T22:00:00"));
        let answer = asked(&workspace, &own, None).unwrap();
        let terms = answer.losses[0].terms.clone().unwrap();
        assert_eq!(terms.hours, None);
        terms.notice_late
    };
    assert_eq!(late("2026-12-07T23:00:00"), None);
    assert_eq!(late("2026-12-08T09:00:00"), Some(540));
}

#[test]
fn persons_are_told_where_a_head_may_apply() {
    let workspace = with(&[]);
    let own = question("mihon-cloud", "2026-12-03T09:00:00", Cause::Unknown);
    let shown = said(&own, &asked(&workspace, &own, None).unwrap());
    assert!(shown.contains("■ 本人への通知（個人情報保護法68条2項、規則45条）"), "{shown}");
    assert!(shown.contains("概要、項目、原因、二次被害の有無、その他参考となる事項"));
    let few = with(&[(SAMPLE, "overview/subject_count", "value: 60")]);
    let mut own = question("mihon-hasso", "2026-12-03T09:00:00", Cause::Accident);
    own.items = vec!["氏名".to_owned()];
    let shown = said(&own, &asked(&few, &own, None).unwrap());
    assert!(shown.contains("法による通知の義務はない") && !shown.contains("概要、項目、原因"), "{shown}");
}

#[test]
fn a_count_of_households_is_no_count_of_persons() {
    let workspace = with(&[(SAMPLE, "overview", "subject_count: { value: 60, unit: 世帯 }")]);
    let mut own = question("mihon-hasso", "2026-12-03T09:00:00", Cause::Accident);
    own.items = vec!["氏名".to_owned()];
    let answer = asked(&workspace, &own, None).unwrap();
    assert_eq!(answer.persons, Persons::OtherUnit);
    let shown = said(&own, &answer);
    assert!(shown.contains("人数の記載なし（60世帯とある）"), "{shown}");
    assert!(shown.contains("● 規則43条4号（100人を超える）"), "{shown}");
    let workspace = with(&[(SAMPLE, "overview", "subject_count: { value: 60, unit: 世帯, persons: 90 }")]);
    let answer = asked(&workspace, &own, None).unwrap();
    assert_eq!(answer.persons, Persons::AtMost(90));
}

#[test]
fn a_hundred_passed_later_moves_the_first_day_only_where_nothing_else_applies() {
    let workspace = with(&[(SAMPLE, "overview/subject_count", "value: 60")]);
    let first = |items: &[&str], cause| {
        let mut own = question("mihon-cloud", "2026-12-03T09:00:00", cause);
        own.items = items.iter().map(|name| (*name).to_owned()).collect();
        own.start.passed_hundred = Some("2026-12-09".parse().unwrap());
        asked(&workspace, &own, None).unwrap().dates.unwrap().first.to_string()
    };
    assert_eq!(first(&["氏名"], Cause::Accident), "2026-12-09");
    assert_eq!(first(&["氏名"], Cause::Unknown), "2026-12-03");
    assert_eq!(first(&["氏名", "血圧"], Cause::Accident), "2026-12-03");
}

#[test]
fn before_the_act_bound_wards_the_ordinance_of_the_time_applied() {
    let workspace = with(&[
        (R07, "", "term: { from: 2022-07-01, to: 2023-03-31 }"),
        (R08, "", "term: { from: 2022-07-01, to: 2023-03-31 }"),
    ]);
    let before = question("jcb", "2023-03-31T23:00:00", Cause::Unknown);
    let answer = asked(&workspace, &before, Some(&Filed::default())).unwrap();
    assert!(answer.judgements.is_empty() && answer.dates.is_none());
    let shown = said(&before, &answer);
    assert!(shown.contains("2023-04-01から") && shown.contains("個人情報保護条例"), "{shown}");
    assert!(!shown.contains("確報:") && !shown.contains("規則45条"), "{shown}");
    let after = question("jcb", "2023-04-01T00:00:00", Cause::Unknown);
    let answer = asked(&workspace, &after, Some(&Filed::default())).unwrap();
    assert_eq!(answer.dates.unwrap().first.to_string(), "2023-04-01");
}

#[test]
fn whom_data_is_provided_to_is_no_subcontractor() {
    // The enclosing company becomes a recipient; all else says still that the printer entrusted it.
    let workspace = with(&[(SAMPLE, "roles/enclose", "kind: recipient\nlegal_basis: 法69条2項1号")]);
    let own = question("mihon-funyu", "2026-09-01T10:00:00", Cause::Unknown);
    let answer = asked(&workspace, &own, None).unwrap();
    assert!(answer.losses.iter().all(|loss| loss.entrusted_by.is_empty()), "{answer:?}");
    assert!(!said(&own, &answer).contains("再委託"), "{}", said(&own, &answer));
    let selections = workspace.select_all().unwrap();
    let today = "2026-09-01".parse().unwrap();
    let status = workspace.status(&selections, &Filed::default(), today, 400, false).unwrap();
    let asked_of: Vec<&str> = status
        .obligations
        .iter()
        .filter(|own| own.subject == "r08/mihon-itaku/ticket")
        .filter_map(|own| Some(own.contractor.as_ref()?.ja.as_str()))
        .collect();
    assert!(!asked_of.iter().any(|name| name.contains("封入")), "{asked_of:?}");
    // As a sub-contractor it is asked for its handlers, its inspection, its consent and its erasure.
    let workspace = with(&[]);
    let status = workspace.status(&selections, &Filed::default(), today, 400, false).unwrap();
    let of_it = status.obligations.iter().filter(|own| own.subject == "r08/mihon-itaku/ticket");
    let kinds: Vec<&str> = of_it
        .filter(|own| own.contractor.as_ref().is_some_and(|name| name.ja.contains("封入")))
        .map(|own| own.kind.word())
        .collect();
    for kind in ["handlers", "subcontractor-audit", "consent", "erasure"] {
        assert!(kinds.contains(&kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn each_contractor_of_a_contract_is_inspected() {
    use fugi::duty::filed::Audit;
    let workspace = with(&[]);
    let audit = |party: &str, subcontractors_included| Audit {
        entry: 1,
        contract: "r08/mihon-itaku/ticket".to_owned(),
        party: party.to_owned(),
        party_id: party.to_owned(),
        fiscal_year: 2026,
        date: "2026-11-10".parse().unwrap(),
        subcontractors_included,
        counts_as_inspection: true,
        open_findings: Vec::new(),
    };
    let due = |audits: Vec<Audit>| {
        let filed = Filed { audits, ..Filed::default() };
        let selections = workspace.select_all().unwrap();
        let today = "2026-12-01".parse().unwrap();
        let status = workspace.status(&selections, &filed, today, 400, false).unwrap();
        let own = status.obligations.into_iter().filter(|own| own.subject == "r08/mihon-itaku/ticket");
        let mut found: Vec<String> = own
            .filter(|own| matches!(own.kind.word(), "audit" | "subcontractor-audit"))
            .map(|own| {
                format!("{} {}", own.kind.word(), own.contractor.map_or_else(String::new, |name| name.ja))
            })
            .collect();
        found.sort();
        found
    };
    let below = "subcontractor-audit 封入封緘事業者";
    assert_eq!(due(vec![]), ["audit 株式会社見本印刷", "audit 見本発送株式会社", below]);
    assert_eq!(due(vec![audit("mihon-insatsu", true)]), ["audit 見本発送株式会社"]);
    // The other contractor's inspection says nothing of a sub-contractor that is not its own.
    assert_eq!(due(vec![audit("mihon-hasso", true)]), ["audit 株式会社見本印刷", below]);
    assert_eq!(due(vec![audit("mihon-insatsu", false), audit("mihon-hasso", false)]), [below]);
    let own = vec![audit("mihon-insatsu", false), audit("mihon-hasso", false), audit("mihon-funyu", false)];
    assert!(due(own).is_empty());
}
