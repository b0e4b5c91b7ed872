//! The authority's word for itself, wherever the program speaks: 市 in a city's workspace, 自治体 where no workspace is
//! known, 区 in a ward's. Place names are data and stay.

use std::path::Path;
use std::process::Command;

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
