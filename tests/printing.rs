//! How a year's papers are printed is data of its form: digits, paper, the foot of pages, numbers, the agenda's words;
//! in every format.

use crate::support::evidence::copy_all;
use crate::support::{Sandbox, word};
use std::path::Path;

const FORM: &str = "policies/r08/forms/submission.yaml";

/// Returns the sample city's workspace, to be changed.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mihonshi"), &sandbox.root());
    sandbox
}

/// Returns a sample city whose form has these further ways of printing.
fn with(from: &str, to: &str) -> Sandbox {
    let sandbox = sample();
    sandbox.edit(FORM, from, to);
    sandbox
}

fn render(sandbox: &Sandbox, more: &[&str]) {
    let run = sandbox.fugi(&[&["render", "--out", "out"], more].concat());
    assert_eq!(run.code, 0, "{more:?}: {}{}", run.out, run.err);
    assert!(!run.out.contains("出ていません"), "{}", run.out);
}

/// Returns the text of all parts of a Word or Excel file whose name begins so.
fn parts(sandbox: &Sandbox, file: &str, begins: &str) -> String {
    let parts = word::unzip(&std::fs::read(sandbox.path(file)).unwrap());
    let own = parts.iter().filter(|(name, _)| name.starts_with(begins));
    own.map(|(_, part)| String::from_utf8_lossy(part).into_owned()).collect()
}

const ALL: &[&str] = &["r08/mimamori", "--format", "md,html,docx,xlsx,json"];

#[test]
fn the_digits_of_the_form_stand_in_every_format() {
    for (digits, days, count, term) in [
        ("full", "３０日以内", "約６４０名", "２０２６年４月１日から２０２７年３月３１日まで"),
        ("half", "30日以内", "約640名", "2026年4月1日から2027年3月31日まで"),
        ("kanji", "三十日以内", "約六百四十名", "二〇二六年四月一日から二〇二七年三月三十一日まで"),
    ] {
        let sandbox = with("digits: half", &format!("digits: {digits}"));
        render(&sandbox, ALL);
        let said = [days, count, term];
        let html = sandbox.read("out/mimamori.html");
        let docx = parts(&sandbox, "out/mimamori.docx", "word/document");
        for text in [sandbox.read("out/mimamori.md"), html, docx, sandbox.read("out/mimamori.json")] {
            for said in said {
                assert!(text.contains(said), "{digits}: {said}");
            }
        }
        // The workbook holds the diagrams, lists and checklists: their numbers and days.
        let number = match digits {
            "full" => "図表２-１",
            "half" => "図表2-1",
            _ => "図表二-一",
        };
        assert!(parts(&sandbox, "out/mimamori.xlsx", "xl/").contains(number), "{number}");
    }
    // Western days stand half-width and numbers full-width where the form does not say.
    let sandbox = with("  digits: half\n", "");
    render(&sandbox, ALL);
    let text = sandbox.read("out/mimamori.md");
    assert!(text.contains("2026年4月1日から") && text.contains("３０日以内"));
}

#[test]
fn the_foot_of_every_page_is_the_forms() {
    let sandbox = sample();
    render(&sandbox, ALL);
    let council = "見本市個人情報保護審議会　諮問書";
    let footer = parts(&sandbox, "out/mimamori.docx", "word/footer");
    assert!(
        footer.contains(council) && footer.contains(" NUMPAGES ") && footer.contains("ページ"),
        "{footer}"
    );
    assert!(footer.contains("<w:tab w:val=\"right\""), "{footer}");
    let sheets = parts(&sandbox, "out/mimamori.xlsx", "xl/worksheets/");
    assert!(sheets.contains(&format!("&amp;L{council}&amp;R&amp;P/&amp;Nページ")), "{sheets}");
    let html = sandbox.read("out/mimamori.html");
    // Marks are written by their numbers in a style sheet.
    assert!(
        html.contains("@bottom-right { content: counter(page) \"\\2f \" counter(pages) \"ページ\";"),
        "{html}"
    );
    assert!(html.contains(&format!("<p class=\"foot left\">{council}</p>")));
    assert!(sandbox.read("out/mimamori.md").contains(council));
}

#[test]
fn pages_are_counted_by_section_where_the_form_says_so() {
    let sandbox = with("  digits: half\n", "  digits: half\n  paging: section\n");
    render(&sandbox, ALL);
    assert!(parts(&sandbox, "out/mimamori.docx", "word/footer").contains(" SECTIONPAGES "));
    let body = parts(&sandbox, "out/mimamori.docx", "word/document");
    let sections = sandbox.read("out/mimamori.json").matches("\"heading\":").count();
    assert!(body.matches("<w:pgNumType w:start=\"1\"/>").count() >= 8, "{sections}");
}

#[test]
fn the_paper_of_each_part_is_the_forms() {
    let sandbox = with(
        "  digits: half\n",
        "  digits: half\n  paper: b5\n  papers:\n    - { part: checklist, size: a3 }\n    - { part: annex-provision, size: a5 }\n",
    );
    render(&sandbox, ALL);
    let body = parts(&sandbox, "out/mimamori.docx", "word/document");
    for size in [
        "<w:pgSz w:w=\"10318\" w:h=\"14570\"/>",
        "<w:pgSz w:w=\"23811\" w:h=\"16838\" w:orient=\"landscape\"/>",
        "<w:pgSz w:w=\"11906\" w:h=\"8391\" w:orient=\"landscape\"/>",
    ] {
        assert!(body.contains(size), "{size}");
    }
    let sheets = parts(&sandbox, "out/mimamori.xlsx", "xl/worksheets/");
    assert!(sheets.contains("paperSize=\"8\""), "the checklist on A3");
    let html = sandbox.read("out/mimamori.html");
    assert!(html.contains("@page upright-jis-b5 { size: jis-b5; }"));
    assert!(html.contains("class=\"sheet checklist wide size-a3\""), "{html}");
}

#[test]
fn the_agenda_speaks_in_the_words_of_the_form() {
    let sandbox = sample();
    render(&sandbox, &["policies/r08", "--agenda", "--format", "md,html,docx,xlsx"]);
    let agenda = sandbox.read("out/agenda-2026-02-20.md");
    for said in [
        "審議会次第",
        "諮問事項の審議",
        "配布する図表",
        "図表2-1",
        "諮問2",
        "実施の期間",
        "答申",
        "2026年2月20日",
    ] {
        assert!(agenda.contains(said), "{said}: {agenda}");
    }
    for other in ["付議事項", "要綱の根拠", "資料番号", "会議次第"] {
        assert!(!agenda.contains(other), "{other}: {agenda}");
    }
    let list = sandbox.read("out/matter-list.md");
    assert!(list.contains("諮問案件の一覧") && !list.contains("担当課"), "{list}");
    // What the council decides on stands on its agenda also where no item holds it.
    sandbox.edit(FORM, "      - { text: 諮問事項の審議, holds: matters }\n", "");
    render(&sandbox, &["policies/r08", "--agenda", "--format", "md"]);
    assert!(sandbox.read("out/agenda-2026-02-20.md").contains("高齢者見守り名簿の外部提供"));
}

/// A finding speaks of days as the paper does that lies beside it.
#[test]
fn findings_print_days_as_the_years_form_does() {
    for (folder, matter, (day, late), said, otherwise) in [
        ("samples/mihonshi", "r08/mimamori", ("2026-02-20", "2026-05-01"), "2026年5月1日", "令和８年"),
        ("samples/hotorimachi", "r09/akiya", ("2027-02-03", "2027-08-01"), "令和九年八月一日", "令和９年"),
    ] {
        let sandbox = Sandbox::new();
        copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder), &sandbox.path("w"));
        let file = format!("w/policies/{matter}.yaml");
        sandbox.edit(&file, &format!("  date: {day}\n"), &format!("  date: {late}\n"));
        let run = sandbox.fugi(&["check", "--places", "--workspace", "w"]);
        assert!(run.out.contains("meeting-after-start") && run.out.contains(said), "{}", run.out);
        assert!(!run.out.contains(otherwise), "{folder}: {}", run.out);
    }
}

/// A workspace of another authority: its folder, a matter, and words that stand on its paper alone.
const AUTHORITIES: [(&str, &str, [&str; 4]); 2] = [
    ("samples/mihonshi", "r08/mimamori", ["諮問の件名", "図表2-1", "2026年2月2日", "実施予定"]),
    ("samples/hotorimachi", "r09/akiya", ["事務の件名", "議案三の図一", "令和九年一月十二日", "予定"]),
];

#[test]
fn every_sample_authority_passes_what_its_officers_do() {
    let sandbox = Sandbox::new();
    for (folder, matter, words) in AUTHORITIES {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let root = root.to_string_lossy();
        let out = sandbox.path("out").display().to_string();
        let run = |arguments: &[&str]| {
            let run = sandbox.fugi(&[arguments, &["--workspace", &root]].concat());
            assert_eq!(run.code, 0, "{folder} {arguments:?}: {}{}", run.out, run.err);
            assert!(!run.out.contains("出ていません"), "{}", run.out);
            run.out
        };
        assert!(run(&["check"]).contains("要修正 0か所、注意 0か所"), "{folder}");
        run(&["render", matter, "--final", "--format", "md,html,docx,xlsx,svg,json", "--out", &out]);
        assert!(run(&["diff", matter, matter]).contains("変更はありません"), "{folder}");
        let book = sandbox.path("out/book.xlsx");
        run(&["book", "export", matter, "--out", &book.to_string_lossy()]);
        let (year, name) = matter.split_once('/').unwrap();
        run(&["render", &format!("policies/{year}"), "--agenda", "--format", "md,docx,xlsx", "--out", &out]);
        for ending in ["md", "html"] {
            let text = sandbox.read(&format!("out/{name}.{ending}"));
            for said in words {
                assert!(text.contains(said), "{folder}, {ending}: {said}");
            }
        }
        let body = parts(&sandbox, &format!("out/{name}.docx"), "word/document");
        assert!(words.iter().all(|said| body.contains(said)), "{folder}");
        // The box for the seal stands at the right, as the form says.
        let seal = body.split("<w:tbl>").nth(1).unwrap_or_default();
        assert!(seal.contains("<w:jc w:val=\"right\"/>") && seal.contains("印"), "{folder}: {seal}");
        std::fs::remove_file(book).unwrap();
    }
}

#[test]
fn the_audit_of_the_sample_city_names_its_contractor() {
    let sandbox = sample();
    let plan = sandbox.fugi(&["audit", "plan", "--as-of", "2026-05-01"]);
    assert_eq!(plan.code, 0, "{}{}", plan.out, plan.err);
    assert!(plan.out.contains("見本送付株式会社") && plan.out.contains("r08/mimamori/annai"), "{}", plan.out);
}

#[test]
fn a_material_is_found_by_its_number_in_the_words_of_the_form() {
    let sandbox = sample();
    for part in ["図表2-1", "2-1", "flow-2-1"] {
        render(&sandbox, &["r08/mimamori", "--part", part, "--format", "md"]);
    }
    let shown = sandbox.fugi(&["show", "flow", "r08/mimamori", "2-1"]);
    assert_eq!(shown.code, 0, "{}{}", shown.out, shown.err);
    assert!(shown.out.contains("図表2-1"), "{}", shown.out);
}

#[test]
fn what_is_wrong_in_the_way_of_printing_is_told_with_place_and_fix() {
    let cases: [(&str, &str, &[&str]); 6] = [
        ("digits: half", "digits: 半角", &["半角", "half"]),
        ("{page}/{pages}ページ", "{pege}/{pages}", &["unknown-value", "page"]),
        ("図表{agenda}-{index}", "図表{agenda}", &["number-not-unique", "{index}"]),
        ("landscape: [annex, checklist]", "landscape: [anex]", &["unknown-part", "annex"]),
        ("  digits: half\n", "  papers: [{ part: cheklist, size: a3 }]\n", &["unknown-part", "checklist"]),
        ("shows: outcome, label: 答申", "shows: result, label: 答申", &["result", "outcome"]),
    ];
    for (from, to, said) in cases {
        let sandbox = sample();
        let form = sandbox.read(FORM);
        sandbox.write(FORM, form.replacen(from, to, 1));
        let run = sandbox.fugi(&["check"]);
        assert_ne!(run.code, 0, "{to}");
        for said in said {
            assert!(
                run.err.contains(said) && run.err.contains("submission.yaml:"),
                "{to}: {said}\n{}",
                run.err
            );
        }
    }
}
