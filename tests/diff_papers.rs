//! The 新旧対照表 as it is printed: what stands on top, in which words, and in which order of sheets.

use crate::support;

use calamine::{Reader, Xlsx};
use fugi::diff::class::Class;
use fugi::diff::rules::RULES;
use std::io::Cursor;
use support::Sandbox;
use support::word::{text, unzip, xml};

const CLASSES: [Class; 4] = [Class::Widening, Class::Narrowing, Class::Neutral, Class::Editorial];

/// Rules whose widening takes something away that guards, and whose narrowing brings it.
const GUARDS: &[&str] = &[
    "answer-changed",
    "assumption-changed",
    "certification-changed",
    "checklist-coverage-changed",
    "checklist-row-changed",
    "clause-changed",
    "decision-changed",
    "erasure-changed",
    "incident-notice-changed",
    "legal-entity-changed",
    "measure-box-changed",
    "measure-changed",
    "prohibition-changed",
    "protection-changed",
    "statement-changed",
];

#[test]
fn no_rule_speaks_in_the_words_of_the_other_direction() {
    let comes = ["増え", "加わ", "加え", "新し", "渡す理由", "付議します"];
    let goes =
        ["減り", "減る", "がなくな", "やめ", "外した", "外れ", "返させ", "消去報告書", "終わった日", "止め"];
    let mut wrong = Vec::new();
    for rule in RULES {
        let tells = |heading: &str| {
            let part = rule.page.split_once(heading).map_or("", |(_, part)| part.trim_start());
            part.starts_with("- ")
        };
        assert_eq!(tells("## なぜ\n"), tells("## すること\n"), "{}", rule.name);
        let is_guard = GUARDS.contains(&rule.name);
        for class in CLASSES {
            let words =
                format!("{}{}", rule.why(class, fugi::diagnostic::Language::Japanese), rule.fix(class));
            // What stands in the other direction's words; a page that speaks of all classes at once takes no side.
            let others: &[&str] = match (class, is_guard) {
                (Class::Narrowing, true) | (Class::Widening, false) => &goes,
                (Class::Narrowing, false) | (Class::Widening, true) => &comes,
                (Class::Neutral | Class::Editorial, _) => &[],
            };
            let found = others.iter().filter(|own| words.contains(**own));
            wrong.extend(found.map(|own| format!("{} {}: {own}: {words}", rule.name, class.ja())));
            let told = ["付議します", "会議に報告します", "会議に諮ります"];
            assert!(told.iter().all(|own| !words.contains(own)), "{}: {words}", rule.name);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Two years: in the second an item is gone, a company has moved, a certification has been renewed, and a finding is
/// accepted; it has `more` besides.
fn papers(more: &[(&str, &str)]) -> Sandbox {
    let sandbox = Sandbox::new();
    let company = |country: &str, until: &str| {
        format!(
            "country: {country}, certifications: [{{ kind: iso27001, expires: {until}, scope: 全ての業務 }}] }}"
        )
    };
    sandbox.edit(
        "policies/r07/parties.yaml",
        "certifications: [{ kind: iso27001 }] }",
        &company("US", "2028-09-30"),
    );
    for path in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        let text = sandbox.read(&format!("policies/r07/{path}"));
        sandbox.write(&format!("policies/r08/{path}"), text);
    }
    sandbox.edit("policies/r08/parties.yaml", &company("US", "2028-09-30"), &company("JP", "2029-10-31"));
    let matter = "policies/r08/yoi.yaml";
    for (from, to) in [
        ("      - { name: 収納時間 }\n", ""),
        ("items: [収納日付, 収納時間]", "items: [収納日付]"),
        ("value: 36000", "value: 36500"),
    ] {
        sandbox.edit(matter, from, to);
    }
    more.iter().for_each(|(from, to)| sandbox.edit(matter, from, to));
    let waiver = "waivers:\n  - { rule: term-crosses-law-change, at: contracts/itaku/parties/agent/letter, reason: 引用しない。, approved_by: 課長, until: 2027-03-31 }\n";
    sandbox.edit(matter, "waivers:\n", waiver);
    let run = sandbox.fugi(&["diff", "r07/yoi", "r08/yoi", "--format", "md,html,docx,xlsx", "--out", "kami"]);
    assert_eq!(run.err, "", "{}", run.out);
    sandbox
}

fn sheets(sandbox: &Sandbox) -> Vec<(String, String)> {
    let bytes = std::fs::read(sandbox.path("kami/yoi-comparison.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let names = book.sheet_names();
    let text = |name: String| {
        let cells = book.worksheet_range(&name).unwrap();
        let rows = cells.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"));
        let rows = rows.collect::<Vec<_>>().join("\n");
        (name, rows)
    };
    names.into_iter().map(text).collect()
}

#[test]
fn every_format_begins_with_what_must_be_done() {
    let sandbox =
        papers(&[("network: internet, ", "network: lgwan, "), ("acts: [作成, 送信]", "acts: [作成]")]);
    let sheets = sheets(&sandbox);
    let names: Vec<&str> = sheets.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names[..2], ["概要", "目次"], "{names:?}");
    let kinds: Vec<char> = names[2..].iter().filter_map(|name| name.chars().next()).collect();
    let mut in_order = kinds.clone();
    in_order.sort_by_key(|kind| *kind == '流');
    assert_eq!(kinds, in_order, "the tables stand before the flows: {names:?}");
    let flow = sheets.iter().find(|(name, _)| name.starts_with('流')).unwrap();
    assert!(flow.1.contains("【変更】本人"), "a line of a flow says that it changed: {}", flow.1);
    let docx = std::fs::read(sandbox.path("kami/yoi-comparison.docx")).unwrap();
    let docx = text(xml(&unzip(&docx), "word/document.xml"));
    let markdown = sandbox.read("kami/yoi-comparison.md");
    let html = sandbox.read("kami/yoi-comparison.html");
    for (name, text) in [("xlsx", &sheets[0].1), ("docx", &docx), ("md", &markdown), ("html", &html)] {
        for words in [
            "件名",
            "よい案件",
            "改正後：令和８年度",
            "改正前：令和７年度",
            "会議への報告が要る",
            "令和８年度は、令和７年度に認めなかったことを何も認めない。",
            "変更の数",
            "会議に報告する変更",
        ] {
            assert!(text.contains(words), "{name}: {words}\n{text}");
        }
    }
}

#[test]
fn what_is_gone_is_told_in_the_words_of_what_goes() {
    let markdown = papers(&[]).read("kami/yoi-comparison.md");
    let row = markdown.lines().find(|line| line.contains("【縮小】情報項目が増えた・減った")).unwrap();
    assert!(row.contains("取扱いをやめた日を書きます。") && !row.contains("増えた項目ごとに"), "{row}");
}

#[test]
fn a_clerk_reads_names_days_and_numbers() {
    let markdown = papers(&[]).read("kami/yoi-comparison.md");
    let marked = |words: &str| markdown.contains(&format!("〔{words}〕"));
    assert!(marked("日本") && marked("米国") && marked("36,500") && marked("36,000"), "{markdown}");
    assert!(markdown.contains("令和<u>〔１０〕</u>年<u>〔９〕</u>月<u>〔３０〕</u>日"), "{markdown}");
    let waiver = "「期間の途中に、法令が施行される」（業務委託「見本の委託」の当事者「見本事業者」の符号）";
    assert!(markdown.contains(waiver), "{markdown}");
    for raw in ["2028-09", "`US`", "〔US〕", "contracts/itaku"] {
        assert!(!markdown.contains(raw), "{raw}\n{markdown}");
    }
}

#[test]
fn the_title_of_a_row_stands_in_the_row() {
    let sandbox = papers(&[]);
    let html = sandbox.read("kami/yoi-comparison.html");
    let rows = html.matches("<tr><th scope=\"row\">").count();
    assert!(rows > 3 && !html.contains("<th scope=\"rowgroup\" colspan"), "{rows}");
    let table = sheets(&sandbox).into_iter().find(|(name, _)| name.starts_with("対照")).unwrap().1;
    assert!(table.lines().any(|row| row.starts_with("1　") && row.matches('|').count() >= 2), "{table}");
}
