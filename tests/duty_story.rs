//! The officer's story, through the real binary: a term ends and copies are left, reports close them, one is overdue;
//! an incident at a sub-processor in the evening; the yearly inspection by its sheet.
//!
//! Records are signed at the time of the machine, so the days of the story are counted from today.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking, and forms are filled with days before today"
)]

#[allow(dead_code, reason = "a part of what the tests of the sheet use")]
use crate::audit::book;
#[allow(dead_code, reason = "a part of what the tests of the record use")]
use crate::evidence_records::stage;
#[allow(dead_code, reason = "the other story, which the stage can tell")]
use book::Book;
use calamine::{Reader as _, Xlsx};
use chrono::{Duration, NaiveDate, Utc};
use serde_json::Value;
use stage::{LOG, Stage};
use std::fs;
use std::io::Cursor;

const ROOTS: &str =
    "--root-key keys/root-a.key.pem --root-key keys/root-b.key.pem --log-key keys/log.key.pem --yes";
const WARD: &str = "--by \"主査 見本 次子\" --key keys/tanto.key.pem --log-key keys/log.key.pem --yes";
const MATTER: &str = "policies/r08/mihon-itaku.yaml";
const CONTRACT: &str = "r08/mihon-itaku/result";

fn ago(days: i64) -> NaiveDate {
    (Utc::now() + Duration::hours(9) - Duration::days(days)).date_naive()
}

/// A workspace with a log and the keys of the ward and of the sub-processor; the term of the matter ended on a day.
fn office(end: NaiveDate) -> Stage {
    let stage = Stage::empty();
    let matter = stage.read(MATTER);
    let term = "term: { from: 2026-04-01, to: 2027-03-31, renews: true }";
    assert!(matter.contains(term), "the term of the sample");
    let begin = end - Duration::days(364);
    fs::write(
        stage.path(MATTER),
        matter.replace(term, &format!("term: {{ from: {begin}, to: {end}, renews: true }}")),
    )
    .unwrap();
    let keys = [("root-a", "root"), ("root-b", "root"), ("log", "log"), ("tanto", "ward")];
    for (name, role) in keys.into_iter().chain([("cloud", "contractor")]) {
        stage.run(&format!("key new {name} --role {role} --out keys")).ok();
    }
    stage.run(&format!("log new {LOG} --log-key keys/log.key.pem")).ok();
    let holders = "情報システム課=keys/root-a.pub.pem 監査事務局=keys/root-b.pub.pem";
    stage.run(&format!("key root {holders} --threshold 2 {ROOTS}")).ok();
    for (name, role) in [
        ("tanto", "ward --holder 見本福祉課"),
        ("cloud", "contractor --holder 見本クラウド株式会社 --party mihon-cloud"),
    ] {
        stage.run(&format!("key enrol keys/{name}.pub.pem --role {role} {ROOTS}")).ok();
    }
    stage
}

/// Puts values into the empty lines of a form; lines are known by their indentation and name. A kind of medium that
/// stands above decides how it was erased.
fn filled(form: &str, values: &[(&str, &str)]) -> String {
    let mut medium = String::new();
    let lines = form.lines().map(|line| {
        let bare = line.split("   #").next().unwrap_or(line);
        if let Some(word) = bare.strip_prefix("    medium: ") {
            medium = word.to_owned();
        }
        match values.iter().find(|(name, _)| format!("{name}:") == bare) {
            Some(("      category", _)) if medium == "paper" => "      category: shred".to_owned(),
            Some((name, value)) => format!("{name}: {value}"),
            None => line.to_owned(),
        }
    });
    lines.map(|line| line + "\n").collect()
}

/// Takes the copy in one place out of a form.
fn without_place(form: &str, place: &str) -> String {
    let mut is_out = false;
    let kept = form.lines().filter(|line| {
        if line.starts_with("  - place:") {
            is_out = line.starts_with(&format!("  - place: {place} "));
        } else if line.starts_with("# returned") {
            is_out = false;
        }
        !is_out
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// Checks, signs and receives a form.
fn file(stage: &Stage, form: &str, key: &str) {
    stage.run(&format!("record check {form}.yaml")).ok();
    stage.run(&format!("record sign {form}.yaml --key keys/{key}.key.pem --yes")).ok();
    stage.run(&format!("record receive {form}.record.json {WARD}")).ok();
}

/// Fills the form of a company's report on what it erased, but for the copy in `kept`; returns its name.
fn report(stage: &Stage, party: &str, kept: Option<&str>, day: NaiveDate) -> String {
    let form = format!("shokyo-{party}");
    stage.run(&format!("erasure form {CONTRACT} {party} --out {form}.yaml")).ok();
    let mut text = stage.read(&format!("{form}.yaml"));
    if let Some(kept) = kept {
        text = without_place(&text, kept);
    }
    let (done, seen) = (day.to_string(), (day + Duration::days(1)).to_string());
    let text = filled(
        &text,
        &[
            ("    quantity", "1"),
            ("      category", "purge"),
            ("      description", "全領域への乱数の上書き（1回）"),
            ("      position", "主任"),
            ("      name", "見本 八郎"),
            ("      date", &done),
            ("      location", "管理室"),
            ("      method", "全領域の読取りによる確認"),
            ("        position", "室長"),
            ("        name", "見本 九郎"),
            ("        date", &seen),
            ("        location", "管理室"),
            ("nothing_retained", "true"),
            ("  position", "個人情報保護管理者"),
            ("  name", "見本 九郎"),
            ("completed_on", &seen),
        ],
    );
    fs::write(stage.path(&format!("{form}.yaml")), text).unwrap();
    form
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// Returns company, place and state of what `erasure status` lists.
fn left(stage: &Stage, day: NaiveDate, code: i32) -> Vec<String> {
    let run = stage.run(&format!("erasure status --contract {CONTRACT} --as-of {day} --format json"));
    assert_eq!(run.code, code, "{}{}", run.out, run.err);
    let found = json(&run.out);
    assert!(found["doubts"].as_array().unwrap().is_empty(), "{found}");
    let word = |own: &Value, name: &str| own[name].as_str().unwrap().to_owned();
    let places = found["places"].as_array().unwrap().iter();
    places
        .map(|own| format!("{} {} {}", word(own, "contractor"), word(own, "place"), word(own, "state")))
        .collect()
}

#[test]
fn a_term_ends_and_one_copy_of_five_is_forgotten() {
    // Its reports come in today: ten days behind the end nothing was logged yet.
    let end = ago(20);
    let (soon, due, late) = (end + Duration::days(10), end + Duration::days(30), end + Duration::days(31));
    let stage = office(end);
    let before = left(&stage, end, 0);
    assert!(before.is_empty(), "the term goes on: {before:?}");
    assert_eq!(
        left(&stage, soon, 0),
        [
            "見本データ株式会社 入力センターの専用サーバ（データセンター） left",
            "見本データ株式会社 紙 left",
            "見本データ株式会社 バックアップ（電磁的媒体） left",
            "見本クラウド株式会社 クラウドサービス（国内） left",
            "見本クラウド株式会社 バックアップ（電磁的媒体） left",
        ]
    );
    let form = stage.run(&format!("erasure form {CONTRACT} mihon-data")).ok().out;
    for line in [format!("last_used: {end} "), format!("deadline: {due} "), format!("log: {LOG} ")] {
        assert!(form.contains(&line), "{line} is not in the form:\n{form}");
    }

    // An empty form is no report, and every gap is named.
    stage.run(&format!("erasure form {CONTRACT} mihon-data --out kara.yaml")).ok();
    let refused = stage.run("record check kara.yaml");
    assert_eq!(refused.code, 1, "{}", refused.out);
    for name in ["quantity", "completed_on", "nothing_retained"] {
        assert!(format!("{}{}", refused.out, refused.err).contains(name), "{name}: {}", refused.out);
    }

    // The sub-processor signs; the contractor sends paper, which the ward takes down and receives.
    file(&stage, &report(&stage, "mihon-cloud", None, end + Duration::days(3)), "cloud");
    let written = report(&stage, "mihon-data", Some("paper"), end + Duration::days(4));
    fs::write(stage.path("shokyo.pdf"), "%PDF-1.4 (a scanned page)").unwrap();
    stage.run(&format!("record sign {written}.yaml --statement-only")).ok();
    stage.run(&format!("record receive {written}.statement.json --paper shokyo.pdf {WARD}")).ok();
    assert_eq!(left(&stage, soon, 0).len(), 5);
    assert_eq!(left(&stage, due, 0), ["見本データ株式会社 紙 left"]);
    assert_eq!(left(&stage, late, 1), ["見本データ株式会社 紙 overdue"]);

    // The officer's page names it, and so do the calendar and the JSON.
    let status = |format: &str| stage.run(&format!("status {MATTER} --as-of {late} --format {format}"));
    let page = status("text");
    assert_eq!(page.code, 1);
    let line = format!("{due}　1日超過　【消去完了報告】{CONTRACT}　見本データ株式会社");
    assert!(page.out.contains(&line), "{}", page.out);
    assert!(page.out.contains("写し1か所（紙）の消去完了報告を受け取る"), "{}", page.out);
    assert!(!page.out.contains(&format!("【消去完了報告】{CONTRACT}　見本クラウド")), "{}", page.out);
    let obligations = json(&status("json").out)["obligations"].as_array().unwrap().clone();
    let own = obligations.iter().find(|own| {
        own["subject"] == CONTRACT && own["due"] == due.to_string() && own["standing"] == "overdue"
    });
    assert!(own.unwrap()["message"].as_str().unwrap().contains("紙"), "{own:?}");
    let calendar = status("ics").out.replace("\r\n ", "").replace("\n ", "");
    let event = calendar.split("BEGIN:VEVENT").find(|event| {
        event.contains("SUMMARY:消去完了報告") && event.contains("見本データ") && event.contains(CONTRACT)
    });
    assert!(event.unwrap().contains(&format!("DTSTART;VALUE=DATE:{}", due.format("%Y%m%d"))), "{event:?}");

    // What was erased is told by its entry in the record.
    let all = stage.run(&format!("erasure status --contract {CONTRACT} --all --as-of {late}"));
    assert!(all.out.contains("消去済"), "{}", all.out);
    assert!(all.out.contains("残存コピー 1件（うち超過 1件）、保存中 0件、消去済 4件"), "{}", all.out);
}

#[test]
fn an_incident_in_the_evening_has_its_dates_and_its_first_report() {
    let stage = office(ago(-100));
    // Fixed days, so that the dates can be read off the calendar.
    let asked = "--party mihon-cloud --since 2026-10-20T21:30 --contractor-since 2026-10-20T18:10";
    let told = stage.run(&format!("incident start {asked} --no-form policies/r08")).ok().out;
    for words in [
        "委託先から区への報告の期限: 2026-10-21 18:10",
        "再委託元 見本データ株式会社",
        "最大で約900人",
        "規則43条1号（要配慮個人情報）",
        "速報: 2026-10-22 には出す。遅くとも 2026-10-24",
        "確報: 2026-11-18（30日）",
        "2026-12-18（60日）",
    ] {
        assert!(told.contains(words), "{words} is not told:\n{told}");
    }

    let day = ago(3);
    let since = format!("--since {day}T21:30 --contractor-since {day}T18:10");
    stage.run(&format!("incident start --party mihon-cloud {since} --out jiko policies/r08")).ok();
    let name = format!("jiko/jiko-{}-mihon-itaku-result-mihon-cloud", day.format("%Y%m%d"));
    let form = stage.read(&format!("{name}.yaml"));
    let half = stage.run(&format!("record check {name}.yaml"));
    assert_eq!(half.code, 1, "half filled is not filled: {}", half.out);
    let text = filled(
        &form,
        &[
            ("happened", "suspected"),
            ("summary", "クラウドサービスの管理画面に、身に覚えのないログインの記録がある。"),
            ("found_by", "セキュリティ統括部 当直"),
            ("  position", "部長"),
            ("  name", "見本 百子"),
        ],
    );
    fs::write(stage.path(&format!("{name}.yaml")), text).unwrap();
    file(&stage, &name, "cloud");

    // The reports to come, with the dates that were told in the evening.
    let preliminary = day + Duration::days(4);
    let told = stage
        .run(&format!("incident start --party mihon-cloud {since} --no-form --format json policies/r08"));
    let told = told.ok().out;
    let run = stage.run(&format!("status {MATTER} --as-of {} --format json", ago(0)));
    let obligations = json(&run.out)["obligations"].as_array().unwrap().clone();
    let id = format!("{}-mihon-cloud", day.format("%Y-%m%d"));
    let due = |words: &str| {
        let is_own = |own: &&Value| {
            own["message"]
                .as_str()
                .is_some_and(|message| message.contains(&format!("事故{id}の{words}を出す")))
        };
        let own = obligations.iter().find(is_own).unwrap_or_else(|| panic!("no {words}: {obligations:?}"));
        assert!(own["message"].as_str().unwrap().contains(if words == "速報" {
            "報告の要否も決める"
        } else {
            "30日"
        }));
        own["due"].as_str().unwrap().to_owned()
    };
    assert_eq!(due("速報"), preliminary.to_string());
    assert!(told.contains(&due("速報")) && told.contains(&due("確報")), "{told}");
    let overdue = stage.run(&format!("status {MATTER} --as-of {}", preliminary + Duration::days(1)));
    assert_eq!(overdue.code, 1);
    assert!(overdue.out.contains(&format!("{preliminary}　1日超過　【")), "{}", overdue.out);
}

/// Days as Excel counts them.
fn serial(day: &str) -> String {
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).unwrap();
    (day.parse::<NaiveDate>().unwrap() - epoch).num_days().to_string()
}

#[test]
fn a_sheet_goes_out_and_comes_back_as_the_yearly_inspection() {
    const QUESTIONS: usize = 2;
    let stage = Stage::empty();
    stage.run(&format!("audit sheet {CONTRACT} mihon-data --as-of 2026-07-01")).ok();
    let mut book = Book::open(&fs::read(stage.path("out/r08/audit-mihon-itaku-result-data.xlsx")).unwrap());
    book.number(QUESTIONS, "C5", &serial("2026-07-10"));
    for (cell, text) in [
        ("C6", "実地"),
        ("C8", "見本福祉課"),
        ("D8", "係長"),
        ("F8", "見本 次子"),
        ("C13", "含む"),
        ("C14", "良い。"),
    ] {
        book.text(QUESTIONS, cell, text);
    }
    let rows: Vec<u32> =
        (17..120).filter(|row| !book.read("監査票", &format!("B{row}")).is_empty()).collect();
    assert!(rows.len() >= 24, "{rows:?}");
    for row in &rows {
        book.text(QUESTIONS, &format!("D{row}"), "適");
        book.text(QUESTIONS, &format!("E{row}"), "記録の現物（2026-07-10）");
    }
    fs::write(stage.path("back.xlsx"), book.save()).unwrap();
    let standing = || {
        let run = stage.run("audit plan --year r08 --as-of 2027-04-01 --format json");
        let works = json(&run.out)["works"]["rows"].as_array().unwrap().clone();
        works.iter().find(|own| own["contract"] == CONTRACT).unwrap()["standing"].as_str().unwrap().to_owned()
    };
    assert_eq!(standing(), "未実施（超過）");
    stage.run("audit import back.xlsx --year r08 --as-of 2026-08-01").ok();
    // A file in `out/` counts for nothing until it is signed and logged.
    assert_eq!(standing(), "未実施（超過）");
    let result = stage.read("out/r08/audit-mihon-itaku-result-data.yaml");
    assert!(result.contains("kind: audit-result") && result.contains("inspected_on: 2026-07-10"), "{result}");
    // Nothing is missing but the signature: what it is about, and the sheet beside it.
    stage.run("record check out/r08/audit-mihon-itaku-result-data.yaml").ok();
}

/// Returns the row of a label in the first column of a form, from 1.
fn row(book: &Book, sheet: &str, label: &str) -> u32 {
    let mut read: Xlsx<_> = Xlsx::new(Cursor::new(book.save())).unwrap();
    let range = read.worksheet_range(sheet).unwrap();
    let is_meant = |row: &u32| {
        let shown = range.get_value((*row - 1, 0)).map(ToString::to_string).unwrap_or_default();
        shown == label || shown.starts_with(&format!("{label}\n"))
    };
    (1..120).find(is_meant).unwrap_or_else(|| panic!("{label}"))
}

/// Fills in the workbook of an erasure report: what is asked once, and a column for each medium.
fn erased(book: &mut Book, media: &[(&str, &str)], day: NaiveDate) {
    let sheet = "消去完了報告";
    let seen = day + Duration::days(1);
    for (label, text) in [
        ("全て消し終えた日", seen.format("%Y/%m/%d").to_string()),
        ("残したものはない", "はい".to_owned()),
        ("職名", "個人情報保護管理者".to_owned()),
        ("氏名", "見本 九郎".to_owned()),
    ] {
        let cell = format!("C{}", row(book, sheet, label));
        book.text(1, &cell, &text);
    }
    for (column, way) in media {
        for (label, text) in [
            ("数量", "１"),
            ("消し方", way),
            ("消し方の説明", "全領域への乱数の上書き（1回）"),
            ("消した人の職名", "主任"),
            ("消した人の氏名", "見本 八郎"),
            ("消した日", &day.format("%Y-%m-%d").to_string()),
            ("消した場所", "管理室"),
            ("確かめた方法", "全領域の読取りによる確認"),
            ("確かめた人の職名", "室長"),
            ("確かめた人の氏名（消した人と別）", "見本 九郎"),
            ("確かめた日", &seen.format("%Y年%-m月%-d日").to_string()),
            ("確かめた場所", "管理室"),
        ] {
            let cell = format!("{column}{}", row(book, sheet, label));
            book.text(1, &cell, text);
        }
    }
}

const SHRED: &str = "裁断・溶解した（紙）";
const PURGE: &str = "復元できないように消した（Purge）";

#[test]
fn a_company_without_the_program_reports_by_a_workbook() {
    let end = ago(20);
    let stage = office(end);
    let form = "shokyo.xlsx";
    // A part of the name that only one has is enough.
    stage.run(&format!("erasure form {CONTRACT} データ --out {form}")).ok();
    let empty = fs::read(stage.path(form)).unwrap();
    let mut book = Book::open(&empty);
    assert_eq!(book.read("消去完了報告", &format!("C{}", row(&book, "消去完了報告", "契約"))), CONTRACT);

    // Nothing filled in: each gap is named by its cell.
    let refused = stage.run(&format!("record check {form}"));
    assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
    assert!(refused.err.contains("「全て消し終えた日」が空欄です"), "{}", refused.err);
    assert!(refused.err.contains("「消した媒体」のこの列に、何も書かれていません"), "{}", refused.err);

    erased(&mut book, &[("C", PURGE), ("E", SHRED), ("G", PURGE)], end + Duration::days(2));
    fs::write(stage.path(form), book.save()).unwrap();
    stage.run(&format!("record check {form}")).ok();
    stage.run(&format!("record sign {form} --statement-only")).ok();
    let said = stage.read("shokyo.statement.json");
    for word in ["purge", "shred", "mihon-data", "全領域の読取りによる確認", "entry-server"] {
        assert!(said.contains(word), "{word}: {said}");
    }

    // What cannot be placed is named by its cell, all of it in one run, and nothing is written.
    let mut wrong = book.clone();
    let sheet = "消去完了報告";
    let number = row(&wrong, sheet, "数量");
    wrong.text(1, &format!("C{number}"), "三台");
    wrong.formula(1, &format!("E{number}"), "1+1", "2");
    let way = row(&wrong, sheet, "消し方");
    wrong.text(1, &format!("G{way}"), "捨てた");
    let label = row(&wrong, sheet, "消した場所");
    wrong.text(1, &format!("A{label}"), "消したところ");
    let note = row(&wrong, sheet, "全て消し終えた日");
    wrong.text(1, &format!("I{note}"), "来週の予定");
    fs::write(stage.path("wrong.xlsx"), wrong.save()).unwrap();
    let refused = stage.run("record sign wrong.xlsx --statement-only");
    assert_eq!(refused.code, 1, "{}{}", refused.out, refused.err);
    for cell in [
        format!("C{number}"),
        format!("E{number}"),
        format!("G{way}"),
        format!("A{label}"),
        format!("I{note}"),
        format!("wrong.xlsx:{number}:"),
    ] {
        assert!(refused.err.contains(&cell), "{cell}: {}", refused.err);
    }
    assert!(!stage.path("wrong.statement.json").exists());

    // A file that is no form, and a sheet that was added.
    fs::write(stage.path("no.xlsx"), b"PK").unwrap();
    assert!(stage.run("record check no.xlsx").err.contains("Excel のファイル"));
    let mut renamed = book.clone();
    renamed.rename("消去完了報告", "報告");
    fs::write(stage.path("renamed.xlsx"), renamed.save()).unwrap();
    assert!(stage.run("record check renamed.xlsx").err.contains("シート「消去完了報告」がありません"));

    // The paper copy came by post; the ward logs what the workbook says, and the copies count as erased.
    fs::write(stage.path("scan.pdf"), b"%PDF-1.7 scan").unwrap();
    stage.run(&format!("record receive shokyo.statement.json --paper scan.pdf {WARD}")).ok();
    let day = ago(0);
    let all = stage.run(&format!("erasure status --contract {CONTRACT} --all --as-of {day} --format json"));
    let found = json(&all.out);
    let places = found["places"].as_array().unwrap();
    let states: Vec<&str> = places
        .iter()
        .filter(|own| own["contractor"] == "見本データ株式会社")
        .map(|own| own["state"].as_str().unwrap())
        .collect();
    assert!(!states.is_empty() && states.iter().all(|state| *state == "erased"), "{states:?} {}", all.out);
}

#[test]
fn what_was_not_there_went_back_or_stays_is_told_by_its_number() {
    let end = ago(20);
    let stage = office(end);
    stage.run(&format!("erasure form {CONTRACT} mihon-data --out shokyo.xlsx")).ok();
    let mut book = Book::open(&fs::read(stage.path("shokyo.xlsx")).unwrap());
    let sheet = "消去完了報告";
    erased(&mut book, &[("C", PURGE)], end + Duration::days(2));
    let absent = row(&book, sheet, "写しがなかった媒体") + 3;
    book.text(1, &format!("B{absent}"), "２");
    book.text(1, &format!("D{absent}"), "紙では受け取っていない");
    let kept = row(&book, sheet, "残したもの") + 3;
    for (column, text) in
        [("B", "3"), ("D", "世代のバックアップ"), ("F", "一年で上書きする"), ("I", "保管庫")]
    {
        book.text(1, &format!("{column}{kept}"), text);
    }
    fs::write(stage.path("shokyo.xlsx"), book.save()).unwrap();
    let refused = stage.run("record check shokyo.xlsx");
    assert!(refused.err.contains("「残すものはない」とありますが"), "{}", refused.err);
    let flag = row(&book, sheet, "残したものはない");
    book.text(1, &format!("C{flag}"), "いいえ");
    fs::write(stage.path("shokyo.xlsx"), book.save()).unwrap();
    stage.run("record sign shokyo.xlsx --statement-only").ok();
    let said = stage.read("shokyo.statement.json");
    for word in ["\"absent\"", "\"place\": \"paper\"", "\"copy\": \"backup\"", "一年で上書きする"] {
        assert!(said.contains(word), "{word}: {said}");
    }
    assert!(!said.contains("\"returned\""), "{said}");
    book.text(1, &format!("B{absent}"), "９");
    fs::write(stage.path("shokyo.xlsx"), book.save()).unwrap();
    let refused = stage.run("record check shokyo.xlsx");
    assert!(
        refused.err.contains(&format!("B{absent}: 「９」は、上の表の媒体の番号ではありません")),
        "{}",
        refused.err
    );
}

#[test]
fn an_incident_is_told_by_a_workbook_and_on_paper() {
    let stage = office(ago(-300));
    let day = ago(2);
    let since = format!("--since {day}T21:30 --contractor-since {day}T18:10 --form yaml,xlsx,docx");
    stage.run(&format!("incident start --party mihon-cloud {since} --out jiko policies/r08")).ok();
    // A part of a name that only one has means it; one that several have means nobody.
    let known = stage.run("incident start --party 見本クラウド --no-form policies/r08").ok().out;
    assert!(known.contains("見本クラウド株式会社"), "{known}");
    assert_ne!(stage.run("incident start --party 見本 --no-form policies/r08").code, 0);
    stage.run("audit sheet r08/mihon-itaku/result クラウド --as-of 2026-11-01 --out kansa.xlsx").ok();
    assert_ne!(stage.run("audit sheet r08/mihon-itaku/result 見本 --as-of 2026-11-01 --out b.xlsx").code, 0);
    let mut names: Vec<String> = fs::read_dir(stage.path("jiko"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    let endings: Vec<&str> = names.iter().map(|name| name.rsplit('.').next().unwrap()).collect();
    assert_eq!(endings, ["docx", "xlsx", "yaml"], "{names:?}");
    assert!(fs::read(stage.path(&format!("jiko/{}", names[0]))).unwrap().starts_with(b"PK"));
    let path = stage.path(&format!("jiko/{}", names[1]));
    let mut book = Book::open(&fs::read(&path).unwrap());
    let sheet = "事故報告";
    assert_eq!(
        book.read(sheet, &format!("C{}", row(&book, sheet, "発覚した日時"))),
        day.format("%Y/%m/%d 18:10").to_string()
    );
    for (label, text) in [
        ("何が起きたか", "滅失"),
        ("発見した者", "運用課 主任"),
        ("事実の経過", "保守の作業の後、記録媒体一点の所在が確認できない。"),
        ("職名", "情報管理責任者"),
        ("氏名", "見本 八郎"),
    ] {
        let cell = format!("C{}", row(&book, sheet, label));
        book.text(1, &cell, text);
    }
    fs::write(&path, book.save()).unwrap();
    let form = format!("jiko/{}", names[1]);
    stage.run(&format!("record check {form}")).ok();
    // A head beside「確認中」does not go together, as in the YAML form.
    let head = row(&book, sheet, "43条1号（要配慮個人情報）");
    book.text(1, &format!("C{head}"), "○");
    fs::write(&path, book.save()).unwrap();
    let refused = stage.run(&format!("record check {form}"));
    assert_eq!(refused.code, 1);
    assert!(refused.err.contains("「当たらない」や「確認中」を並べて書けません"), "{}", refused.err);
}
