//! Any matter: every unit of two tellings stands on the final paper, and how things are handed over is judged alike on
//! unlike matters. Both tables were written by hand before the model.

use crate::support::compared::root;
use fugi::case::Case;
use fugi::check::{check, context::Context};
use fugi::model::load::{Overlay, Workspace};
use fugi::spelling::fold;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

/// Returns the rows of a table: the cells between tabs, without comments.
fn rows(table: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

/// Returns the final paper of a matter in Markdown, by the real program.
fn paper(matter: &str) -> String {
    let out = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .current_dir(root())
        .args(["render", "--final", "--format", "md", "--out"])
        .arg(out.path())
        .arg(format!("policies/r09/{matter}.yaml"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let files = walkdir::WalkDir::new(out.path()).into_iter().filter_map(Result::ok);
    let written = files.filter(|file| file.path().extension().is_some_and(|ending| ending == "md"));
    written.map(|file| std::fs::read_to_string(file.path()).unwrap()).collect()
}

#[test]
fn every_unit_of_the_tellings_stands_on_the_final_paper() {
    let squeezed = |text: &str| fold(text).replace(['\n', '\\', '*'], "");
    let mut papers = std::collections::BTreeMap::new();
    let mut missing = Vec::new();
    let mut units = 0;
    for row in rows(include_str!("data/tellings.tsv")) {
        let [matter, unit, words] = row[..] else { panic!("{row:?}") };
        let paper = papers.entry(matter).or_insert_with(|| squeezed(&paper(matter)));
        units += 1;
        let (words, lacking_row) =
            words.split_once('~').map_or((words, None), |(words, row)| (words, Some(row)));
        let stands = words.split("&&").all(|word| paper.contains(&squeezed(word)));
        match (stands, lacking_row) {
            (true, None) | (false, Some(_)) => {}
            (true, Some(row)) => {
                missing.push(format!("{matter}: {unit} stands by now, so the row need not be lacking: {row}"))
            }
            (false, None) => missing.push(format!("{matter}: {unit} ({words})")),
        }
    }
    assert!(missing.is_empty(), "{} of {units} units:\n{}", missing.len(), missing.join("\n"));
}

/// Returns a matter with one line, for the table of hand-overs.
fn with_line(business: &str, line: &str) -> String {
    let (items, media) = match business {
        "notice" => (
            "{ name: 氏名, kinds: [name] }, { name: 住所, kinds: [name] }, { name: 通知書番号, kinds: [linkable] }, { name: 口座番号, kinds: [financial] }",
            "[removable, paper, server]",
        ),
        "health" => (
            "{ name: 氏名, kinds: [name] }, { name: 生年月日, kinds: [name] }, { name: 健診結果, kinds: [special_care] }",
            "[paper, removable]",
        ),
        "number" => (
            "{ name: 受付番号, kinds: [linkable] }, { name: 氏名, kinds: [name] }, { name: 個人番号, kinds: [individual_number] }, { name: 画像 }",
            "[server, removable]",
        ),
        other => panic!("{other}"),
    };
    let roles: String = [
        ("p", "principal"),
        (
            "w",
            "ward, systems: [{ id: k, kind: server, label: k, zone: individual_number }, { id: k2, kind: server, label: k2, zone: individual_number }, { id: l, kind: terminal, label: l, zone: lgwan }, { id: n, kind: terminal, label: n, zone: internet }]",
        ),
        ("c", "contractor"),
        ("s", "subcontractor, subcontracted_by: c"),
        ("y", "carrier"),
        ("o", "internal"),
    ]
    .iter()
    .map(|(id, kind)| format!("  - {{ id: {id}, name: {id}の者, kind: {kind} }}\n"))
    .collect();
    let line = line.replacen("{ ", "{ id: line, items_of: all, timing: [{ when: 毎月 }], ", 1);
    format!(
        "roles:\n{roles}item_sets: [{{ id: all, items: [{items}] }}]\n\
         connections: [{{ id: n, counterparty: {{ role: c }} }}]\n\
         contracts:\n  - id: k\n    parties: [{{ role: w }}, {{ role: c }}]\n    media: {{ kinds: {media} }}\n    \
         handles: [{{ role: c, items_of: all }}]\n    subcontracting: {{ allowed: true, subcontractors: [{{ role: s }}] }}\n\
         flows:\n  - id: f\n    contract: k\n    links: [{line}]\n"
    )
}

/// Holds every row of a table against the rules that it speaks of.
fn judge(table: &'static str, speaks_of: impl Fn(&str) -> bool) {
    let mut wrong = Vec::new();
    let file = "policies/r09/kogaku-tsuchi.yaml";
    for row in rows(table) {
        let [business, case, line, expected] = row[..] else { panic!("{row:?}") };
        let overlay = Overlay::from([(file.into(), with_line(business, line).into())]);
        let workspace = Workspace::open_with(root(), overlay).unwrap().result.unwrap();
        let year = workspace.year("r09").unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new(file));
        let matter = loaded.result.unwrap_or_else(|problems| panic!("{business}: {case}: {problems:#?}"));
        let case_of = Case::new(&workspace, &year, &matter, &loaded.sources);
        let found = check(&Context::new(case_of)).findings;
        let found: BTreeSet<&str> =
            found.iter().map(|finding| finding.rule).filter(|rule| speaks_of(rule)).collect();
        let expected: BTreeSet<&str> = expected.split_whitespace().filter(|rule| *rule != "-").collect();
        if found != expected {
            wrong.push(format!("{business}: {case}: {found:?}, not {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn hand_overs_are_judged_alike_on_unlike_matters() {
    let others = ["carrier-sees-content", "returned-mail-not-stated", "viewer-place-not-stated"];
    judge(include_str!("data/handovers.tsv"), |rule| rule.starts_with("handover-") || others.contains(&rule));
}

#[test]
fn places_are_judged_alike_on_unlike_matters() {
    let rules = [
        "connection-annex-missing",
        "individual-number-outside-zone",
        "individual-number-zone-entered",
        "network-not-for-zone",
        "use-without-ground",
    ];
    judge(include_str!("data/places.tsv"), |rule| rules.contains(&rule));
}

/// Who was entrusted again is seen in the diagram and in its words, with by whom.
#[test]
fn a_diagram_says_whose_sub_contractor_somebody_is() {
    let out = tempfile::tempdir().unwrap();
    for (matter, said) in [
        ("r08/mihon-itaku", "受診券作成事業者の再委託先"),
        ("r09/kogaku-tsuchi", "通知書作成事業者の再委託先"),
    ] {
        let path = out.path().to_string_lossy().into_owned();
        let run = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["render", matter, "--format", "md,html,docx,svg", "--out", &path])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&run.stderr).into_owned();
        // What a format leaves out is told of it, and SVG breaks lines.
        assert!(run.status.success() && !told.contains("出ていません"), "{told}");
        let name = matter.split('/').next_back().unwrap();
        for ending in ["md", "html"] {
            let paper = std::fs::read_to_string(out.path().join(format!("{name}.{ending}"))).unwrap();
            assert!(paper.contains(said), "{matter}.{ending}");
        }
    }
}

/// The annex of r08 shows what councils ask of an entrustment; its first year's form stays as it was.
#[test]
fn the_annex_of_the_second_year_shows_what_councils_ask() {
    let out = tempfile::tempdir().unwrap();
    let path = out.path().to_string_lossy().into_owned();
    let render = |matter: &str| {
        let run = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["render", matter, "--format", "md", "--out", &path])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap();
        assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
        let name = matter.split('/').next_back().unwrap();
        let paper = std::fs::read_to_string(out.path().join(format!("{name}.md"))).unwrap();
        paper.split("## 確認用の資料").next().unwrap().to_owned()
    };
    let asked = ["### 再委託\n", "### 契約に付す特記事項\n", "### 業務終了後の消去と、事故の連絡\n"];
    let facts = [
        "見本封入株式会社",
        "承諾の日：令和８年３月２５日",
        "秘密保持（特記事項第２条）",
        "区の立会い：行う",
    ];
    let second = render("r08/mihon-itaku");
    for said in asked.into_iter().chain(facts) {
        assert!(second.contains(said), "{said}");
    }
    let first = render("r07/koki-iryo-cashless");
    assert!(asked.iter().all(|said| !first.contains(said)));
}

#[test]
fn a_ground_is_one_that_the_act_has_and_that_fits_who_receives() {
    use crate::support::{Sandbox, evidence::copy_all};
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy_all(&root().join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", std::fs::read(root().join("fugi.yaml")).unwrap());
    // What a provision to another public body, and a use by another section, are said to rest on.
    let (provision, own_use) = ("gake-teikyo", "jushin-kansho");
    for (matter, ground, fires) in [
        (provision, "article: 第69条\n        paragraph: 2\n        number: 9", true),
        (provision, "article: 第69条\n        paragraph: 3\n        number: 1", true),
        (provision, "article: 第69条", true),
        (provision, "article: 第69条\n        paragraph: 2", true),
        (provision, "article: 第27条\n        paragraph: 1\n        number: 2", true),
        (provision, "article: 第69条\n        paragraph: 2\n        number: 1", true),
        (provision, "article: 第69条\n        paragraph: 2\n        number: 2", true),
        (own_use, "article: 第六十九条第二項第六号", true),
        (own_use, "article: 第二十三条", true),
        (provision, "article: 第69条\n        paragraph: 2\n        number: 3", false),
        (provision, "article: 第69条\n        paragraph: 2\n        number: 4", false),
        (provision, "article: 第69条第2項第3号", false),
        (provision, "article: 第６９条第２項第４号", false),
        (provision, "article: 第六十九条\n        paragraph: 2\n        number: 3", false),
        (provision, "article: 第69条\n        paragraph: 1", false),
        (provision, "law: 番号法\n        article: 第19条\n        number: 8", false),
        (own_use, "article: 第69条\n        paragraph: 2\n        number: 2", false),
        (own_use, "article: 第六十九条第二項第二号", false),
    ] {
        let file = format!("policies/r09/{matter}.yaml");
        let whole = sandbox.read(&file);
        let number = if matter == provision { 3 } else { 2 };
        let from = format!("article: 第69条\n        paragraph: 2\n        number: {number}\n");
        sandbox.edit(&file, &from, &format!("{ground}\n"));
        let run = sandbox.fugi(&["check", &format!("r09/{matter}"), "--format", "json"]);
        assert!(run.code < 2, "{ground}: {}{}", run.out, run.err);
        assert_eq!(run.out.contains("\"ground-not-in-law\""), fires, "{matter} {ground}: {}", run.out);
        sandbox.write(&file, whole);
    }
}
