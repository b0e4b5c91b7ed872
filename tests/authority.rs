//! The authority's word for itself, wherever the program speaks: 市 in a city's workspace, 自治体 where no workspace is
//! known, 区 in a ward's. Place names are data and stay.

use crate::support::evidence::copy_all;
use crate::support::word;
use calamine::{Reader, Xlsx};
use std::io::Cursor;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// Returns what the program prints in a folder, to both streams.
fn said(folder: &Path, arguments: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_fugi")).args(arguments).current_dir(folder).output().unwrap();
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn city() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/mihonshi"))
}

/// Returns the lines with a 区 that means an authority: one that begins a word and is no part of 区分 and the like.
fn wards(text: &str) -> Vec<&str> {
    let is_kanji = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c);
    let means_a_ward = |line: &&str| {
        let letters: Vec<char> = line.chars().collect();
        letters.iter().enumerate().any(|(at, c)| {
            let begins = at == 0 || !is_kanji(letters[at - 1]);
            *c == '区' && begins && !letters.get(at + 1).is_some_and(|next| "分域切別間画".contains(*next))
        })
    };
    text.lines().filter(means_a_ward).collect()
}

/// Returns the names of all rules.
fn rules() -> Vec<String> {
    let list = said(city(), &["explain", "--list"]);
    list.lines().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Returns the commands that a help lists.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.split_once("\nコマンド:\n").map_or("", |(_, rest)| rest);
    listed
        .lines()
        .take_while(|line| line.starts_with("  "))
        .filter_map(|l| l.split_whitespace().next())
        .collect()
}

#[test]
fn what_a_ward_is_told_apart_by() {
    assert_eq!(wards("区が承諾する\n「区の様式」\n区分\n見本区の区域").len(), 2);
}

#[test]
fn every_rule_is_explained_in_the_word_of_a_city() {
    let rules = rules();
    assert!(rules.len() > 250, "{}", rules.len());
    let mut cities = 0;
    for rule in &rules {
        let page = said(city(), &["explain", rule]);
        assert!(wards(&page).is_empty(), "{rule}: {:?}", wards(&page));
        cities += usize::from(page.contains("市が") || page.contains("市の"));
    }
    assert!(cities > 50, "{cities}");
    for arguments in [["explain", "--list", "--format", "text"], ["explain", "--list", "--format", "json"]] {
        let list = said(city(), &arguments);
        assert!(wards(&list).is_empty(), "{:?}", wards(&list));
    }
}

#[test]
fn the_help_of_every_command_names_no_ward() {
    let help = said(city(), &["--help"]);
    let mut looked_at = 0;
    let mut open: Vec<Vec<&str>> = commands(&help).into_iter().map(|own| vec![own]).collect();
    assert!(open.len() > 20, "{open:?}");
    while let Some(path) = open.pop() {
        let own: Vec<&str> = path.iter().copied().chain(["--help"]).collect();
        let text = said(city(), &own);
        assert!(wards(&text).is_empty(), "{path:?}: {:?}", wards(&text));
        looked_at += 1;
        let text: &'static str = text.leak();
        open.extend(commands(text).into_iter().map(|sub| path.iter().copied().chain([sub]).collect()));
    }
    assert!(looked_at > 50, "{looked_at}");
}

#[test]
fn a_city_reads_nothing_of_a_ward_in_what_commands_say() {
    let out = tempfile::tempdir().unwrap();
    let out = out.path().to_string_lossy();
    let cases: [&[&str]; 12] = [
        &["check", "--deny", "info"],
        &["check", "--format", "json"],
        &["check", "--format", "sarif"],
        &["status"],
        &["status", "--format", "html"],
        &["erasure", "status"],
        &["incident", "r08/mimamori", "mihon-souhu", "--since", "2026-12-03T21:30"],
        &["show", "handles"],
        &["diff", "r08", "r08"],
        &["render", "r08/mimamori", "--format", "md,html,json", "--out", &out],
        &["explain", "hasso", "氏名"],
        &["audit", "plan"],
    ];
    for arguments in cases {
        let text = said(city(), arguments);
        assert!(!text.is_empty() && wards(&text).is_empty(), "{arguments:?}: {:?}", wards(&text));
    }
}

#[test]
fn without_a_workspace_any_authority_is_meant() {
    let nowhere = tempfile::tempdir().unwrap();
    let page = said(nowhere.path(), &["explain", "erasure-without-witness"]);
    assert!(page.contains("自治体が立ち会え") && wards(&page).is_empty(), "{page}");
    let list = said(nowhere.path(), &["explain", "--list"]);
    assert!(wards(&list).is_empty(), "{:?}", wards(&list));
    // A ward keeps its own.
    let ward = said(Path::new(env!("CARGO_MANIFEST_DIR")), &["explain", "erasure-without-witness"]);
    assert!(ward.contains("区が立ち会え"), "{ward}");
}

#[test]
fn the_page_of_status_has_the_days_of_the_form() {
    let page = said(city(), &["status", "--format", "html", "--as-of", "2026-11-28"]);
    assert!(page.contains("2026年11月28日現在") && !page.contains("令和"), "{page}");
}

/// Returns a copy of a sample in which the year is followed by `next`, the same but for one edit of the matter.
fn two_years(sample: &str, (year, next): (&str, &str), matter: &str, (from, to): (&str, &str)) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(sample), folder.path());
    let years = folder.path().join("policies");
    copy_all(&years.join(year), &years.join(next));
    let matter = years.join(next).join(matter);
    let text = std::fs::read_to_string(&matter).unwrap();
    assert!(text.contains(from), "{from}");
    std::fs::write(matter, text.replacen(from, to, 1)).unwrap();
    folder
}

/// Returns the text of every cell of a workbook.
fn cells(book: &Path) -> String {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(book).unwrap())).unwrap();
    let names = book.sheet_names();
    let rows = |name: &String| -> Vec<String> {
        let cells = book.worksheet_range(name).unwrap();
        cells.rows().flatten().map(ToString::to_string).filter(|text| !text.is_empty()).collect()
    };
    names.iter().flat_map(rows).collect::<Vec<_>>().join("\n")
}

/// Returns what a comparison of two years says, on the screen and in every format.
fn compared(folder: &TempDir, years: [&str; 2]) -> Vec<(&'static str, String)> {
    let own = folder.path();
    let [old, new] = years;
    let mut all = vec![("text", said(own, &["diff", old, new]))];
    all.push(("json", said(own, &["diff", old, new, "--format", "json"])));
    let wrote = said(own, &["diff", old, new, "--format", "html,md,docx,xlsx", "--out", "out"]);
    for file in walkdir::WalkDir::new(own.join("out")).into_iter().filter_map(Result::ok) {
        let path = file.path();
        match path.extension().and_then(|own| own.to_str()) {
            Some("html") => all.push(("html", std::fs::read_to_string(path).unwrap())),
            Some("md") => all.push(("md", std::fs::read_to_string(path).unwrap())),
            Some("xlsx") => all.push(("xlsx", cells(path))),
            Some("docx") => {
                let parts = word::unzip(&std::fs::read(path).unwrap());
                all.push(("docx", word::text(word::xml(&parts, "word/document.xml"))));
            }
            _ => {}
        }
    }
    assert_eq!(all.len(), 6, "{wrote}");
    all
}

#[test]
fn a_comparison_speaks_in_the_words_of_the_authority_and_of_its_form() {
    let town = two_years(
        "hotorimachi",
        ("r09", "r10"),
        "akiya.yaml",
        (
            "{ row: 甲三, status: adopted, evidence: 受渡しのつど、受付簿に記載し、５年間保存する。 }",
            "{ row: 甲三, status: not_needed, reason: 郵送だけのため。 }",
        ),
    );
    for (format, text) in compared(&town, ["r09", "r10"]) {
        assert!(text.contains("町が行う対策"), "{format}: {text}");
        assert!(text.contains("適") && text.contains("不要"), "{format}");
        assert!(wards(&text).is_empty(), "{format}: {:?}", wards(&text));
        for other in ["「ー」", "「○」", "〔○〕", "〔ー〕"] {
            assert!(!text.contains(other), "{format}: {other}");
        }
        assert!(text.contains("要らない理由"), "{format}: {text}");
    }
    let city = two_years(
        "mihonshi",
        ("r08", "r09"),
        "mimamori.yaml",
        (
            "{ row: 管4, status: not_needed, reason: 再委託を行わないため。 }",
            "{ row: 管4, status: planned, by: 2027-06-30 }",
        ),
    );
    for (format, text) in compared(&city, ["r08", "r09"]) {
        assert!(text.contains("非該当") && text.contains("実施予定"), "{format}: {text}");
        assert!(wards(&text).is_empty(), "{format}: {:?}", wards(&text));
        for other in ["「ー」", "「○」", "〔○〕", "〔ー〕"] {
            assert!(!text.contains(other), "{format}: {other}");
        }
    }
}

#[test]
fn a_changed_word_for_an_answer_is_told_by_what_it_means() {
    let folder =
        two_years("hotorimachi", ("r09", "r10"), "akiya.yaml", ("status: adopted", "status: adopted"));
    let form = folder.path().join("policies/r10/forms/tenken.yaml");
    let text = std::fs::read_to_string(&form).unwrap();
    std::fs::write(&form, text.replacen("word: 適,", "word: 済,", 1)).unwrap();
    for (format, text) in compared(&folder, ["r09", "r10"]) {
        assert!(text.contains("済（行う）") && !text.contains("済（adopted）"), "{format}: {text}");
    }
}

#[test]
fn titles_of_rules_have_no_marks_of_one_form() {
    let list = said(city(), &["explain", "--list"]);
    for mark in ["○", "「ー」", "事業者に行わせる"] {
        let with: Vec<&str> = list.lines().filter(|line| line.contains(mark)).collect();
        assert!(with.is_empty(), "{with:?}");
    }
}

#[test]
fn a_checklist_that_is_missing_is_named_by_the_form() {
    let folder = TempDir::new().unwrap();
    copy_all(city(), folder.path());
    let matter = folder.path().join("policies/r08/mimamori.yaml");
    let text = std::fs::read_to_string(&matter).unwrap();
    let (before, rest) = text.split_once("\nchecklists:\n").unwrap();
    let after = rest.lines().skip_while(|line| line.starts_with([' ', '#']) || line.is_empty());
    let without = format!("{before}\n{}\n", after.collect::<Vec<_>>().join("\n"));
    std::fs::write(&matter, without).unwrap();
    let found = said(folder.path(), &["check", "--format", "json"]);
    assert!(found.contains("「受託者の安全管理措置」のチェックリストがありません"), "{found}");
    assert!(!found.contains("情報保護対策のチェックリスト"), "{found}");
}

#[test]
fn a_new_workspace_names_its_head_as_the_law_does_and_no_other_authority() {
    for (name, head) in [
        ("見本一部事務組合", "見本一部事務組合管理者"),
        ("見本後期高齢者医療広域連合", "見本後期高齢者医療広域連合長"),
        ("見本水道企業団", "見本水道企業団企業長"),
        ("見本町", "見本町長"),
    ] {
        let folder = TempDir::new().unwrap();
        said(folder.path(), &["init", ".", "--year", "r09", "--name", name]);
        let ward = std::fs::read_to_string(folder.path().join("fugi.yaml")).unwrap();
        assert!(ward.contains(&format!("# head: {head} ")), "{ward}");
        let own = ward.lines().find(|line| line.starts_with("# authority: ")).unwrap();
        assert!(own.contains("書かなければ、名の終わりの語"), "{own}");
        for file in walkdir::WalkDir::new(folder.path().join("policies")).into_iter().filter_map(Result::ok) {
            let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
            for other in ["他区", "杉並", "板橋", "新宿"] {
                assert!(!text.contains(other), "{}: {other}", file.path().display());
            }
        }
    }
}
