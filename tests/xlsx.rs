//! The workbook of the real submission, read back: every answer, who handles what, every step; and texts that
//! would be formulas, names of sheets that Excel refuses, cells that are too long.

use calamine::{Data, Reader, Xlsx};
use fugi::document::tree::{
    AnswerWord, Block, Checklist, ChecklistGroup, ChecklistRow, Comparison, ComparisonRow, Document, Foot,
    Meaning, Run, SCHEMA_VERSION, Section, Size,
};
use fugi::render::templates::Templates;
use fugi::render::{Format, render};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Cursor;
use std::process::Command;

const MATTER: &str = "policies/r07/koki-iryo-cashless.yaml";

/// The text of a workbook: sheets by name, each a list of rows.
type Sheets = Vec<(String, Vec<Vec<String>>)>;

/// Prints the submission; returns the workbook and the tree it is made from.
fn submission() -> (Vec<u8>, serde_json::Value) {
    let folder = tempfile::TempDir::new().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["render", MATTER, "--format", "xlsx,json", "--out"])
        .arg(folder.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let read =
        |ending: &str| std::fs::read(folder.path().join(format!("koki-iryo-cashless.{ending}"))).unwrap();
    (read("xlsx"), serde_json::from_slice(&read("json")).unwrap())
}

fn sheets(bytes: &[u8]) -> Sheets {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    book.sheet_names()
        .into_iter()
        .map(|name| {
            let range = book.worksheet_range(&name).unwrap();
            let (height, width) = range.end().map_or((0, 0), |(row, column)| (row + 1, column + 1));
            let text = |row, column| match range.get_value((row, column)) {
                None | Some(Data::Empty) => String::new(),
                Some(data) => data.to_string(),
            };
            let rows = (0..height).map(|row| (0..width).map(|column| text(row, column)).collect());
            (name, rows.collect())
        })
        .collect()
}

fn formulas(bytes: &[u8]) -> Vec<String> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).unwrap();
    let names = book.sheet_names();
    let of = |name: &String| {
        book.worksheet_formula(name).unwrap().cells().map(|(_, _, own)| own.clone()).collect()
    };
    let all: Vec<Vec<String>> = names.iter().map(of).collect();
    all.concat().into_iter().filter(|formula| !formula.is_empty()).collect()
}

/// Returns the rows (id, answer, measure, reason) of the checklists, sheet by sheet.
fn answers(sheets: &Sheets) -> Vec<Vec<[String; 4]>> {
    let lists = sheets.iter().filter(|(name, _)| name.starts_with("チェック"));
    lists
        .map(|(_, rows)| {
            let head = rows.iter().position(|row| row[1] == "項番").unwrap();
            let rows = rows[head + 1..].iter().filter(|row| !row[1].is_empty());
            rows.map(|row| [&row[1], &row[2], &row[3], &row[4]].map(Clone::clone)).collect()
        })
        .collect()
}

fn bare(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn every_answer_of_the_checklists_reads_back() {
    let (bytes, tree) = submission();
    let lists = answers(&sheets(&bytes));
    assert_eq!(lists.len(), 4);
    // As the tree has them, in the order of the forms.
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let blocks =
        tree["sections"].as_array().unwrap().iter().flat_map(|own| own["blocks"].as_array().unwrap());
    let wanted: Vec<Vec<[String; 4]>> = blocks
        .filter(|block| block["kind"] == "checklist")
        .map(|list| {
            let groups = list["groups"].as_array().unwrap().iter();
            let rows = groups.flat_map(|group| group["rows"].as_array().unwrap());
            rows.map(|row| [&row["id"], &row["mark"], &row["text"], &row["reason"]].map(text)).collect()
        })
        .collect();
    assert_eq!(lists, wanted);
    // As the paper has them: its rows, and 電子データのみ for the three that are about things carried by hand.
    let units: BTreeMap<String, Vec<String>> = serde_json::from_str(include_str!("data/units.json")).unwrap();
    let paper = |name: &str| -> BTreeSet<String> {
        units[name].iter().filter(|unit| unit.ends_with('。')).map(|unit| bare(unit)).collect()
    };
    let parts = ["connection-ward", "connection-counterparty", "outsourcing-ward", "outsourcing-contractor"];
    for (list, part) in lists.iter().zip(parts) {
        let found: BTreeSet<String> = list.iter().map(|row| bare(&row[2])).collect();
        assert_eq!(found, paper(&format!("checklist-{part}")), "{part}");
    }
    let all = lists.concat();
    assert_eq!(all.len(), 80);
    let not_needed: Vec<&[String; 4]> = all.iter().filter(|row| row[1] == "ー").collect();
    assert_eq!(not_needed.len(), 6);
    assert!(not_needed.iter().all(|row| ["P8", "P9", "P10"].contains(&&*row[0])));
    assert!(not_needed.iter().all(|row| row[3] == "電子データのみの取扱いのため"));
    assert_eq!(all.iter().filter(|row| row[1] == "○" && row[3].is_empty()).count(), 74);
}

#[test]
fn who_handles_what_stands_by_contract() {
    let (bytes, _) = submission();
    let sheets = sheets(&bytes);
    let (_, rows) = sheets.iter().find(|(name, _)| name.starts_with("取扱項目１")).unwrap();
    let head = rows.iter().position(|row| row[0] == "項目群").unwrap();
    assert!(rows[head - 1][2].starts_with("電子マネー決済の導入"), "{:?}", rows[head - 1]);
    assert_eq!(
        rows[head][2..5],
        ["丁\n電子マネー事業者", "丙\nデータ連携事業者", "乙\n収納サービス提供事業者"]
    );
    let items = &rows[head + 1..];
    let with = |mark: &str| -> Vec<&str> {
        let own = items.iter().filter(|row| row[2] == mark);
        own.map(|row| if row[1].is_empty() { &*row[0] } else { &*row[1] }).collect()
    };
    // Underlined and assumed, each by a sign.
    assert_eq!(
        with("◎推定"),
        [
            "収納日付",
            "収納時間",
            "（項目群の全体）",
            "識別コード",
            "メーカーコード",
            "年度",
            "納付書番号",
            "再発行区分",
            "支払い期限日",
            "印紙フラグ",
            "支払い金額"
        ]
    );
    assert_eq!(with("・推定").len(), items.len() - 11);
    assert!(items.iter().all(|row| row[3] == "○" && row[4] == "○"));
    let (_, shared) = sheets.iter().find(|(name, _)| name == "取扱項目２ 資料１３－４").unwrap();
    let head = shared.iter().position(|row| row[0] == "項目群").unwrap();
    let parties: Vec<&str> =
        shared[head][2..].iter().filter_map(|own| own.split_once('\n')).map(|own| own.1).collect();
    assert_eq!(
        parties,
        [
            "銀行スマホ決済事業者",
            "収納サービス提供事業者",
            "収納サービス提供事業者",
            "クレジットカード指定代理納付者"
        ]
    );
}

#[test]
fn the_flows_stand_step_by_step() {
    let (bytes, tree) = submission();
    let sheets = sheets(&bytes);
    let blocks =
        tree["sections"].as_array().unwrap().iter().flat_map(|own| own["blocks"].as_array().unwrap());
    let figures: Vec<&serde_json::Value> = blocks.filter(|block| block["kind"] == "figure").collect();
    assert_eq!(figures.len(), 3);
    for figure in figures {
        let number = figure["number"].as_str().unwrap();
        let (_, rows) = sheets.iter().find(|(name, _)| *name == format!("流れ {number}")).unwrap();
        let head = rows.iter().position(|row| row[0] == "番号").unwrap();
        let rows = &rows[head + 1..];
        for step in figure["steps"].as_array().unwrap() {
            let own = rows.iter().find(|row| row[0] == step["number"].as_str().unwrap()).unwrap();
            assert!(own[3].starts_with(step["text"].as_str().unwrap()));
        }
        // Every line between parties stands once for each step that uses it, or once without a step.
        let links = figure["links"].as_array().unwrap();
        let wanted: usize = links.iter().map(|link| link["steps"].as_array().unwrap().len().max(1)).sum();
        assert_eq!(rows.iter().filter(|row| row[5].contains("→ ")).count(), wanted, "{number}");
    }
    let (_, rows) = sheets.iter().find(|(name, _)| name == "流れ 資料１３－１").unwrap();
    let eighth = rows.iter().find(|row| row[0] == "⑧").unwrap();
    assert_eq!(eighth[1], "収納サービス提供事業者");
    assert_eq!(eighth[5], "収納サービス提供事業者\n→ 新宿区（イントラ端末）");
    assert_eq!(eighth[6..9], ["LGWAN回線", "通信暗号化", "速報及び確報当日送信"]);
    assert!(eighth[9].contains("資料１３－４"));
}

#[test]
fn the_same_matter_gives_the_same_bytes() {
    assert_eq!(submission().0, submission().0);
}

#[test]
#[ignore = "needs LibreOffice; .ci/run runs it"]
fn libreoffice_saves_what_it_read() {
    let (bytes, _) = submission();
    let folder = tempfile::TempDir::new().unwrap();
    let (own, out) = (folder.path().join("own.xlsx"), folder.path().join("out"));
    std::fs::write(&own, &bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", folder.path().join("profile").display());
    let office = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"])
        .args([out.as_path(), own.as_path()])
        .output()
        .unwrap();
    assert!(office.status.success(), "{}", String::from_utf8_lossy(&office.stderr));
    let saved = std::fs::read(out.join("own.xlsx")).unwrap();
    assert_ne!(saved, bytes);
    let trimmed = |sheets: Sheets| -> Sheets {
        // LibreOffice keeps no empty cells at the end of a row.
        let full = |row: &mut Vec<String>| {
            while row.last().is_some_and(String::is_empty) {
                row.pop();
            }
        };
        sheets
            .into_iter()
            .map(|(name, mut rows)| {
                rows.iter_mut().for_each(full);
                while rows.last().is_some_and(Vec::is_empty) {
                    rows.pop();
                }
                (name, rows)
            })
            .collect()
    };
    assert_eq!(trimmed(sheets(&saved)), trimmed(sheets(&bytes)));
}

fn document(sections: Vec<Section>) -> Document {
    Document {
        schema_version: SCHEMA_VERSION,
        name: "r07/a".to_owned(),
        paper: "付議資料".to_owned(),
        title: "=1+1".to_owned(),
        ward: "見本区&D".to_owned(),
        council: "見本会議".to_owned(),
        fiscal_year: "令和７年度".to_owned(),
        language: "ja",
        draft: true,
        sample: true,
        notices: Vec::new(),
        footer: Foot::standard(),
        pages_by_section: false,
        sections,
    }
}

fn section(heading: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: heading.to_owned(),
        part: "facts",
        number: None,
        heading: heading.to_owned(),
        subject: None,
        landscape: false,
        size: Size::A4,
        blocks,
    }
}

fn table(caption: &str, cells: &[&str]) -> Block {
    Block::Table {
        caption: caption.to_owned(),
        columns: vec!["見出し".to_owned(), "内容".to_owned()],
        rows: cells.iter().map(|cell| vec!["=1".to_owned(), (*cell).to_owned()]).collect(),
    }
}

fn workbook(sections: Vec<Section>) -> Vec<u8> {
    let templates = Templates::built_in().unwrap();
    render(&document(sections), Format::Xlsx, &templates).unwrap().remove(0).contents
}

#[test]
fn text_is_never_a_formula() {
    let evil = [
        "=HYPERLINK(\"http://a\",\"b\")",
        "+1",
        "-1",
        "@SUM(A1)",
        "_x0041_",
        "<b>&amp;{{x}}",
        "#REF!",
        "\t=1",
    ];
    let bytes = workbook(vec![section("式", vec![table("=1+1", &evil)])]);
    assert_eq!(formulas(&bytes), Vec::<String>::new());
    let sheets = sheets(&bytes);
    let (name, rows) = &sheets[1];
    assert_eq!(name, "表１ =1+1");
    let found: Vec<&str> = rows.iter().filter(|row| row[0] == "=1").map(|row| &*row[1]).collect();
    assert_eq!(found, evil);
}

#[test]
fn what_cannot_be_seen_is_shown_and_rare_letters_stay() {
    let texts = ["a\u{7}b\u{202E}c", "𠮷葛\u{E0100}㍻ﾊﾝｶｸ👩\u{200D}👩", "一\n二"];
    let sheets = sheets(&workbook(vec![section("字", vec![table("字", &texts)])]));
    let found: Vec<&str> = sheets[1].1.iter().filter(|row| row[0] == "=1").map(|row| &*row[1]).collect();
    assert_eq!(found, ["a〔U+0007〕b〔U+202E〕c", texts[1], texts[2]]);
}

#[test]
fn a_cell_longer_than_excel_allows_goes_on_below() {
    let long = "長い文字列。".repeat(7_000);
    let sheets = sheets(&workbook(vec![section("長", vec![table("長", &[&long, "次"])])]));
    let rows = &sheets[1].1;
    let cells = rows.iter().map(|row| &*row[1]);
    let found: Vec<&str> = cells.filter(|cell| cell.starts_with("長い") || cell.contains('。')).collect();
    assert_eq!(found.concat(), long);
    assert!(found.iter().all(|cell| cell.encode_utf16().count() <= 32_767));
    assert!(rows.iter().any(|row| row[1] == "次"));
}

#[test]
fn sheets_of_one_name_are_told_apart() {
    let long = "とても長い表の名前は三十一文字までにしないとエクセルが開かない";
    let block = || table(&format!("{long}[]:*?/\\"), &["x"]);
    let empty = table("空", &[]);
    let bytes = workbook(vec![section("一", vec![block(), block(), empty])]);
    let names: Vec<String> = sheets(&bytes).into_iter().map(|(name, _)| name).collect();
    assert_eq!(names.len(), 4);
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), 4);
    assert!(names.iter().all(|name| name.encode_utf16().count() <= 31), "{names:?}");
}

#[test]
fn a_comparison_keeps_its_words_and_underlines() {
    let run = |text: &str, underlined| Run { text: text.to_owned(), underlined };
    let comparison = Comparison {
        caption: "新旧".to_owned(),
        heading: "番号とどこか".to_owned(),
        after: "改正後".to_owned(),
        before: "改正前".to_owned(),
        remark: Some("備考".to_owned()),
        rows: vec![ComparisonRow {
            heading: "回線".to_owned(),
            after: vec![run("回線は", false), run("LGWAN", true), run("", true)],
            before: vec![run("インターネット", true)],
            remark: None,
        }],
    };
    let sheets = sheets(&workbook(vec![section("新旧", vec![Block::Comparison(comparison)])]));
    let row = ["回線", "回線はLGWAN", "インターネット"];
    assert!(sheets[1].0 == "対照１ 新旧" && sheets[1].1.iter().any(|own| own[..3] == row), "{sheets:?}");
}

#[test]
fn what_is_missing_in_a_checklist_is_said() {
    let row = |id: &str, mark: &str, reason: Option<&str>| ChecklistRow {
        id: id.to_owned(),
        mark: mark.to_owned(),
        reason: reason.map(str::to_owned),
        text: format!("{id}を行う。"),
        evidence: None,
    };
    let list = Checklist {
        form: "f".to_owned(),
        note: None,
        covers: Vec::new(),
        legend: Vec::new(),
        column: "対策".to_owned(),
        answers: vec![
            AnswerWord { word: "○".to_owned(), means: Meaning::Adopted },
            AnswerWord { word: "ー".to_owned(), means: Meaning::NotNeeded },
        ],
        groups: vec![ChecklistGroup {
            heading: "区が行う".to_owned(),
            label: "【運用】".to_owned(),
            rows: vec![
                row("P1", "○", None),
                row("P2", "ー", None),
                row("P3", "ー", Some("ない")),
                row("P4", "", None),
            ],
        }],
    };
    let sheets = sheets(&workbook(vec![section("様式", vec![Block::Checklist(list)])]));
    let hints: Vec<&str> =
        sheets[1].1.iter().filter(|row| row[1].starts_with('P')).map(|row| &*row[6]).collect();
    assert_eq!(hints, ["済", "理由を書く", "済", "状況を選ぶ"]);
}

#[test]
fn a_paper_without_tables_has_no_workbook() {
    let templates = Templates::built_in().unwrap();
    let paper = document(vec![section("文", vec![Block::Note { text: "文だけ".to_owned() }])]);
    assert_eq!(render(&paper, Format::Xlsx, &templates).unwrap(), []);
}
