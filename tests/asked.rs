//! What a check asks for: what the year's form prints, plus what law needs; each finding says which of the two, in the
//! words of the authority. Tried on two authorities with forms of their own.

use crate::support::evidence::copy_all;
use crate::support::{Sandbox, word};
use serde_json::Value;
use std::fs;
use std::path::Path;

/// A sample of an authority: its folder, its matter, its form, the matter's name, and the word for itself.
#[derive(Clone, Copy)]
struct Sample {
    folder: &'static str,
    matter: &'static str,
    form: &'static str,
    name: &'static str,
    word: &'static str,
}

const CITY: Sample = Sample {
    folder: "samples/mihonshi",
    matter: "policies/r08/mimamori.yaml",
    form: "policies/r08/forms/submission.yaml",
    name: "r08/mimamori",
    word: "市",
};

const TOWN: Sample = Sample {
    folder: "samples/hotorimachi",
    matter: "policies/r09/akiya.yaml",
    form: "policies/r09/forms/submission.yaml",
    name: "r09/akiya",
    word: "町",
};

impl Sample {
    fn open(self) -> Sandbox {
        let sandbox = Sandbox::new();
        sandbox.remove("policies");
        copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join(self.folder), &sandbox.root());
        sandbox
    }
}

/// Takes the lines out that begin with `from`, with what is indented below them.
fn without(text: &str, from: &str) -> String {
    let mut lines = text.lines();
    let mut out = Vec::new();
    let depth = |line: &str| line.len() - line.trim_start().len();
    let mut cut: Option<usize> = None;
    let mut found = 0;
    for line in lines.by_ref() {
        if cut.is_some_and(|at| line.trim().is_empty() || depth(line) > at) {
            continue;
        }
        cut = None;
        if line.starts_with(from) {
            found += 1;
            cut = Some(depth(line));
            continue;
        }
        out.push(line);
    }
    assert_eq!(found, 1, "{from}");
    out.join("\n") + "\n"
}

/// Returns what is found missing: rule, who asks, message, basis.
fn missing(sandbox: &Sandbox, sample: Sample) -> Vec<(String, Vec<String>, String, String)> {
    let run = sandbox.fugi(&["check", sample.name, "--format", "json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}{}", run.out, run.err));
    assert_eq!(report["complete"], true, "{}", run.err);
    let own = |finding: &Value, key: &str| finding[key].as_str().unwrap_or_default().to_owned();
    let all = report["findings"].as_array().unwrap().iter();
    all.filter(|finding| own(finding, "message").contains("記載なし"))
        .map(|finding| {
            let askers = finding["asked_by"].as_array().unwrap().iter();
            let askers = askers.map(|asker| asker.as_str().unwrap().to_owned()).collect();
            (own(finding, "rule"), askers, own(finding, "message"), own(finding, "basis"))
        })
        .collect()
}

/// Edits of the form, what is taken out of the matter, and what is then found missing: rule, who asks, a word of the
/// message, a word of the basis. Nothing is found where neither the form nor the law asks.
type Case = (
    Sample,
    &'static [(&'static str, &'static str)],
    &'static str,
    Option<(&'static str, &'static [&'static str], &'static str, &'static str)>,
);

const CASES: &[Case] = &[
    // The city's form prints neither the registered business nor the shape of the contract.
    (CITY, &[], "business:", None),
    (CITY, &[], "    form: 二者契約", None),
    (CITY, &[], "    media:", Some(("contract-field-missing", &["form"], "「記録媒体」", "諮問書の様式"))),
    (CITY, &[("項目, 記録媒体]", "項目]"), ("item_kinds, media]", "item_kinds]")], "    media:", None),
    (
        CITY,
        &[],
        "    reasons:",
        Some(("contract-field-missing", &["form"], "「委託の理由」", "諮問書の様式")),
    ),
    (CITY, &[("      - { label: 委託の理由, facts: [reasons] }\n", "")], "    reasons:", None),
    (
        CITY,
        &[],
        "    item_set:",
        Some(("contract-field-missing", &["form", "law"], "「項目」", "個人情報保護法第61条・第66条")),
    ),
    (
        CITY,
        &[
            ("facts: [subjects, items, item_kinds, media]", "facts: [subjects, item_kinds, media]"),
            ("本人の範囲, 項目, 特に注意を要する項目, 記録", "本人の範囲, 特に注意を要する項目, 記録"),
        ],
        "    item_set:",
        Some(("contract-field-missing", &["law"], "「情報項目」", "個人情報保護法第61条・第66条")),
    ),
    (
        CITY,
        &[],
        "    subcontracting:",
        Some(("subcontracting-not-stated", &["form", "law"], "再委託の有無", "個人情報保護法第66条")),
    ),
    (
        CITY,
        &[(
            "      - { label: 再委託と特記事項, facts: [subcontracting, clauses], points: [再委託, 特記事項] }\n",
            "",
        )],
        "    subcontracting:",
        Some(("subcontracting-not-stated", &["law"], "再委託の有無", "個人情報保護法第66条")),
    ),
    (
        CITY,
        &[],
        "    incident_notice_hours:",
        Some((
            "agreement-not-stated",
            &["form", "law"],
            "事故を市に知らせるまでの時間",
            "個人情報保護法第66条",
        )),
    ),
    (
        CITY,
        &[],
        "    legal_basis:",
        Some(("recipient-without-legal-basis", &["form", "law"], "提供の根拠", "個人情報保護法第69条")),
    ),
    (CITY, &[], "agenda_number:", Some(("cover-field-missing", &["form"], "「諮問の番号」", "諮問書の様式"))),
    (
        CITY,
        &[
            ("        - { label: 諮問の種別, text: \"{kinds}\" }\n", ""),
            ("{guideline}{article}の規定に", "規定に"),
        ],
        "basis:",
        Some(("cover-field-missing", &["house"], "「根拠」", "会議の設置要綱")),
    ),
    (CITY, &[], "basis:", Some(("cover-field-missing", &["form"], "「諮問の種別」", "諮問書の様式"))),
    (
        TOWN,
        &[],
        "business:",
        Some(("overview-field-missing", &["form"], "「審議会諮問書」の「事務の名称」", "審議会諮問書の様式")),
    ),
    (TOWN, &[("      - { label: 事務の名称, facts: [business] }\n", "")], "business:", None),
    (
        TOWN,
        &[],
        "retention:",
        Some(("annex-field-missing", &["form"], "「保存の期間」", "審議会諮問書の様式")),
    ),
    (TOWN, &[("      - { label: 保存の期間, facts: [retention] }\n", "")], "retention:", None),
    (TOWN, &[("facts: [notice] }", "facts: [notice], required: false }")], "notice:", None),
    (
        TOWN,
        &[],
        "    grounds:",
        Some(("collected-without-ground", &["form", "law"], "根拠", "個人情報保護法第61条")),
    ),
    (
        TOWN,
        &[("      - { label: 本人以外から収集する根拠, facts: [grounds] }\n", "")],
        "    grounds:",
        Some(("collected-without-ground", &["law"], "根拠", "個人情報保護法第61条")),
    ),
    (
        TOWN,
        &[],
        "term:",
        Some(("overview-field-missing", &["form"], "「開始の日及び終わりの日」", "審議会諮問書の様式")),
    ),
];

#[test]
fn what_is_missing_is_asked_for_by_the_form_or_by_law_and_said_so() {
    for (sample, form, taken, expected) in CASES {
        let sandbox = sample.open();
        for (from, to) in *form {
            sandbox.edit(sample.form, from, to);
        }
        sandbox.write(sample.matter, without(&sandbox.read(sample.matter), taken));
        let found = missing(&sandbox, *sample);
        match expected {
            None => assert!(found.is_empty(), "{taken}: {found:?}"),
            Some((rule, askers, said, basis)) => {
                let own = found.iter().find(|own| own.0 == *rule);
                let own = own.unwrap_or_else(|| panic!("{taken}: {found:?}"));
                assert_eq!(own.1, *askers, "{taken}: {own:?}");
                assert!(own.2.contains(said) && own.3.contains(basis), "{taken}: {own:?}");
            }
        }
        // Whatever is missing, somebody asks for it.
        assert!(found.iter().all(|own| !own.1.is_empty()), "{taken}: {found:?}");
    }
}

#[test]
fn who_asks_is_read_in_both_languages_and_by_machines() {
    let sandbox = CITY.open();
    let text = without(&sandbox.read(CITY.matter), "    media:");
    sandbox.write(CITY.matter, without(&text, "    item_set:"));
    for (language, form, both) in [
        ("ja", "（記載なし）【様式が求める】", "（記載なし）【様式と法令が求める】"),
        ("en", "is not stated [asked for by the form]", "is not stated [asked for by the form and by law]"),
    ] {
        for more in [[].as_slice(), &["--places"], &["--format", "sarif"]] {
            let run = sandbox.fugi(&[["check", CITY.name, "--lang", language].as_slice(), more].concat());
            assert!(run.out.contains(form) && run.out.contains(both), "{more:?}: {}{}", run.out, run.err);
        }
    }
    let sarif = sandbox.fugi(&["check", CITY.name, "--format", "sarif"]).out;
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap().iter();
    let asked: Vec<String> = results.map(|own| own["properties"]["askedBy"].to_string()).collect();
    assert!(asked.contains(&r#"["form"]"#.to_owned()), "{asked:?}");
    assert!(asked.contains(&r#"["form","law"]"#.to_owned()), "{asked:?}");
}

/// Words of the first ward that no authority with its own would use for itself.
fn of_the_first_ward(text: &str) -> Option<String> {
    let mut rest = text.to_owned();
    for word in [
        "区分",
        "区切",
        "区別",
        "区域",
        "区間",
        "地区",
        "区市町村",
        "市区町村",
        "特別区",
        "他区",
        "杉並区",
        "板橋区",
    ] {
        rest = rest.replace(word, "");
    }
    let at = rest.find('区').or_else(|| rest.find("付議資料"))?;
    Some(rest.chars().skip(rest.get(..at)?.chars().count().saturating_sub(20)).take(50).collect())
}

#[test]
fn whatever_is_found_is_told_in_the_words_of_the_authority() {
    for sample in [CITY, TOWN] {
        let sandbox = sample.open();
        let whole = sandbox.read(sample.matter);
        let keys = whole.lines().filter(|line| {
            let key = line.trim_start();
            let depth = line.len() - key.len();
            // Keys of the matter, of its overview and of its contracts, each by itself.
            depth <= 4 && !key.starts_with(['#', '-']) && key.contains(": ") || key.ends_with(':')
        });
        let mut looked = 0;
        for line in keys {
            let key = line.split_once(": ").map_or(line, |(key, _)| key).trim_end_matches(':');
            let from = format!("{key}:");
            if whole.lines().filter(|line| line.starts_with(&from)).count() != 1 {
                continue;
            }
            sandbox.write(sample.matter, without(&whole, &from));
            let run = sandbox.fugi(&["check", sample.name, "--places"]);
            let told = format!("{}{}", run.out, run.err);
            assert_eq!(of_the_first_ward(&told), None, "{from} ({}): {told}", sample.word);
            looked += 1;
        }
        assert!(looked > 15, "{looked}");
    }
}

/// Returns every file below a folder, with its text; of an Office file the text of its parts.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
            continue;
        }
        let name = path.to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        let text = if name.ends_with("docx") || name.ends_with("xlsx") {
            let parts = word::unzip(&bytes);
            parts.values().map(|part| String::from_utf8_lossy(part).into_owned()).collect()
        } else {
            String::from_utf8_lossy(&bytes).into_owned()
        };
        found.push((name, text));
    }
    found
}

/// What an office does with a matter in a year, and with the year after.
const CITY_COMMANDS: &[&str] = &[
    "check --places --undecided",
    "check --prove -q",
    "render policies/r08 --format md,html,svg,docx,xlsx,json --out out/draft",
    "render r08/mimamori --format md,html,docx,xlsx --final --out out/final",
    "render policies/r08 --agenda --format md,html,docx,xlsx --out out/agenda",
    "render r08/mimamori --part file-register --format md --out out/register",
    "show handles r08/mimamori",
    "show parties r08/mimamori",
    "show items r08/mimamori",
    "show flows r08/mimamori",
    "show flow r08/mimamori",
    "show contracts r08/mimamori",
    "show copies r08/mimamori",
    "explain sender 氏名",
    "explain sender 生年月日",
    "explain ward 氏名",
    "status --as-of 2026-05-01",
    "status --as-of 2027-06-01 --days 400",
    "erasure status --as-of 2027-06-01",
    "erasure form r08/mimamori/annai mihon-soufu --out out/erasure.yaml",
    "erasure form r08/mimamori/annai mihon-soufu --out out/erasure.xlsx",
    "erasure form r08/mimamori/annai mihon-soufu --out out/erasure.docx",
    "incident start --party mihon-soufu --since 2026-10-13T18:30 --out out",
    "audit plan --year r08",
    "audit sheet r08/mimamori/annai mihon-soufu --out out",
    "audit sheet r08/mimamori/annai mihon-soufu --before-submission --out out",
    "audit report --year r08 --as-of 2026-10-01 --out out",
    "record new incident --contract r08/mimamori/annai --party mihon-soufu --out out/incident.xlsx",
    "record new incident --contract r08/mimamori/annai --party mihon-soufu --out out/incident.docx",
    "record new incident --contract r08/mimamori/annai --party mihon-soufu --out out/incident.yaml",
    "record new receipt --contract r08/mimamori/annai --out out/receipt.yaml",
    "record new handover-ledger --contract r08/mimamori/annai --out out/ledger.yaml",
    "record new handlers-report --contract r08/mimamori/annai --out out/handlers.yaml",
    "book export r08/mimamori --out out/book.xlsx",
    "book import out/book.xlsx",
    "import out/final/mimamori.docx --year r08 --out out/read.yaml",
    "new matter tsugi --year r09 --from r08/mimamori",
    "new matter atarashii --year r09",
    "book new betsu --year r09 --out out/new.xlsx",
    "check r09/tsugi --places",
    "diff r08/mimamori r09/tsugi",
    "diff r08/mimamori r09/tsugi --format md,html,docx,xlsx --out out/diff",
    "fmt --check",
];

/// The same of a town that entrusts nobody.
const TOWN_COMMANDS: &[&str] = &[
    "check --places --undecided",
    "check --prove -q",
    "render policies/r09 --format md,html,svg,docx,xlsx,json --out out/draft",
    "render r09/akiya --format md,html,docx,xlsx --final --out out/final",
    "render policies/r09 --agenda --format md,html,docx,xlsx --out out/agenda",
    "show handles r09/akiya",
    "show parties r09/akiya",
    "show items r09/akiya",
    "show flows r09/akiya",
    "show flow r09/akiya",
    "show contracts r09/akiya",
    "show copies r09/akiya",
    "explain denki 契約者の氏名",
    "status --as-of 2028-06-01 --days 400",
    "erasure status --as-of 2028-06-01",
    "incident start --party mihon-denki --since 2027-10-13T18:30 --out out",
    "record new receipt --out out/receipt.yaml",
    "book export r09/akiya --out out/book.xlsx",
    "book import out/book.xlsx",
    "import out/final/akiya.docx --year r09 --out out/read.yaml",
    "new matter tsugi --year r10 --from r09/akiya",
    "new matter atarashii --year r10",
    "book new betsu --year r10 --out out/new.xlsx",
    "check r10/tsugi --places",
    "diff r09/akiya r10/tsugi",
    "diff r09/akiya r10/tsugi --format md,html,docx,xlsx --out out/diff",
    "fmt --check",
];

const TOWN_YEAR: &str = "r09";

#[test]
fn every_command_speaks_of_the_authority_in_its_own_word() {
    for (sample, year, next, commands) in
        [(CITY, "r08", "r09", CITY_COMMANDS), (TOWN, TOWN_YEAR, "r10", TOWN_COMMANDS)]
    {
        let sandbox = sample.open();
        let policies = sandbox.path("policies");
        copy_all(&policies.join(year).join("forms"), &policies.join(next).join("forms"));
        let parties = sandbox.read(&format!("policies/{year}/parties.yaml"));
        sandbox.write(&format!("policies/{next}/parties.yaml"), parties);
        fs::create_dir(sandbox.path("out")).unwrap();
        for command in commands {
            let run = sandbox.fugi(&command.split(' ').collect::<Vec<_>>());
            // Whoever entrusts nobody is told so.
            let nobody = year == TOWN_YEAR && run.err.contains("契約がありません");
            assert!(run.code <= 1 || nobody, "{command}: {}{}", run.out, run.err);
            let told = format!("{}{}", run.out, run.err);
            assert_eq!(of_the_first_ward(&told), None, "{} {command}", sample.word);
        }
        if year == TOWN_YEAR {
            // A town that entrusts nobody is told so.
            let run = sandbox.fugi(&["audit", "plan", "--year", year]);
            assert!(run.code == 2 && run.err.contains("委託業務がありません"), "{}{}", run.out, run.err);
        }
        let made = files(&sandbox.path("out")).into_iter().chain(files(&policies.join(next)));
        let made: Vec<(String, String)> =
            made.filter(|(name, _)| !name.contains("forms") && !name.contains("parties")).collect();
        assert!(made.len() > 25, "{}", made.len());
        let said = made.iter().filter_map(|(name, text)| Some((name, of_the_first_ward(text)?)));
        let said: Vec<(&String, String)> = said.collect();
        assert!(said.is_empty(), "{} {said:#?}", sample.word);
    }
}

#[test]
fn a_new_workspace_has_the_words_of_its_authority() {
    let sandbox = Sandbox::new();
    for (name, word, head) in
        [("みほん市", "市", "みほん市長"), ("ほとり広域連合", "広域連合", "ほとり広域連合長")]
    {
        let folder = format!("w-{word}");
        let run = sandbox.fugi(&["init", &folder, "--year", "r09", "--name", name]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let settings = sandbox.read(&format!("{folder}/fugi.yaml"));
        for said in [format!("name: {name} "), format!("# head: {head} "), format!("# {word}の設定。")] {
            assert!(settings.contains(&said), "{said}: {settings}");
        }
        for (path, text) in files(&sandbox.path(&folder)) {
            // What an authority may be called is a list.
            let text = text.replace("区、市、町、村", "").replace("（区、市など）", "");
            assert_eq!(of_the_first_ward(&text.replace("付議資料", "")), None, "{path}");
        }
        let checked = sandbox.fugi(&["check", "--workspace", &folder]);
        assert!(checked.code <= 1, "{}{}", checked.out, checked.err);
    }
    let refused = sandbox.fugi(&["init", "w", "--name", " "]);
    assert_eq!(refused.code, 2, "{}{}", refused.out, refused.err);
}
