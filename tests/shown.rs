//! What the council was never shown is told apart from what it was, and a form that shows less never asks for less.

use crate::support::Sandbox;
use crate::support::evidence::copy_all;
use serde_json::Value;
use std::path::Path;

const FORM: &str = "policies/r08/forms/submission.yaml";
const NEW: &str = "policies/r09/mimamori.yaml";

/// What changes in the second year, each touching a field of the annexes.
const CHANGES: &[(&str, &str)] = &[
    ("subcontracting: { allowed: false }", "subcontracting: { allowed: true, approval: 文書による }"),
    ("      within_days: 30\n", "      within_days: 60\n"),
    ("      witness: true\n", "      witness: false\n"),
    ("    incident_notice_hours: 24\n", "    incident_notice_hours: 72\n"),
    ("      - { id: damages, article: 特記事項第１２条 }\n", ""),
    (
        "id: print-server, kind: server, label: 印刷用サーバ, facility: 印刷センター, hosting: own_managed, cloud: false, country: JP",
        "id: print-server, kind: server, label: 印刷用サーバ, facility: 印刷センター, hosting: own_managed, cloud: true, country: US",
    ),
    (
        "legal_basis: 個人情報保護法第69条第2項第1号（本人の同意）",
        "legal_basis: 個人情報保護法第69条第2項第4号",
    ),
    ("{ name: 訪問曜日 }", "{ name: 訪問曜日, kinds: [special_care] }"),
    ("media: { kinds: [removable, server, paper]", "media: { kinds: [removable, server, paper, backup]"),
    (
        "      - { role: sender, items: [見守り番号, 氏名, 住所] }",
        "      - { role: sender, items: [見守り番号, 氏名, 住所, 訪問曜日] }",
    ),
];

/// Returns the sample ward's workspace with a second year in which all of that is otherwise.
fn two_years() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mihonshi"), &sandbox.root());
    copy_all(&sandbox.path("policies/r08"), &sandbox.path("policies/r09"));
    sandbox.edit(NEW, "term: { from: 2026-04-01, to: 2027-03-31", "term: { from: 2027-04-01, to: 2028-03-31");
    for (from, to) in CHANGES {
        sandbox.edit(NEW, from, to);
    }
    sandbox
}

/// Returns kind, what it calls for, and whether it was never shown, of every change.
fn changes(sandbox: &Sandbox) -> Vec<(String, usize, bool)> {
    let run = sandbox.fugi(&["diff", "r08/mimamori", "r09/mimamori", "--format", "json"]);
    assert!(run.code <= 1, "{}{}", run.out, run.err);
    let told: Value = serde_json::from_str(&run.out).unwrap();
    let weight =
        |word: &str| ["nothing", "notice", "deliberation"].iter().position(|own| *own == word).unwrap();
    let own = |change: &Value| {
        let requires = weight(change["requires"].as_str().unwrap());
        (change["kind"].as_str().unwrap().to_owned(), requires, change["unshown"].as_bool().unwrap())
    };
    let mut changes: Vec<_> = told["matters"][0]["changes"].as_array().unwrap().iter().map(own).collect();
    changes.sort();
    changes
}

#[test]
fn what_the_form_has_no_field_for_was_never_shown() {
    let sandbox = two_years();
    let shown = changes(&sandbox);
    assert!(shown.iter().all(|(_, _, unshown)| !unshown), "{shown:?}");
    let field = "      - label: 期間、消去及び事故の連絡\n        facts: [term, erasure, incident_notice]\n        points: [期間, 消去, 事故の連絡]\n";
    sandbox.edit(FORM, field, "      - { label: 期間, facts: [term] }\n");
    let less = changes(&sandbox);
    let unshown: Vec<&str> =
        less.iter().filter(|(_, _, unshown)| *unshown).map(|(kind, ..)| kind.as_str()).collect();
    assert_eq!(unshown, ["erasure-days", "erasure-witness", "incident-notice"]);
    // A longer deadline and a later notice widen: they are submitted; fewer witnesses are told at least.
    for (kind, requires, unshown) in &less {
        assert!(!unshown || *requires >= 1, "{kind}");
        assert!(kind != "erasure-days" || *requires == 2, "{less:?}");
    }
    for (language, said) in [("ja", "（付議で示していない）"), ("en", " (never shown to the council)")]
    {
        let run = sandbox.fugi(&["diff", "r08/mimamori", "r09/mimamori", "--lang", language]);
        // Long lines are broken anywhere.
        let bare = |text: &str| text.split_whitespace().collect::<String>();
        assert_eq!(bare(&run.out).matches(&bare(said)).count(), 3, "{}", run.out);
    }
    sandbox.fugi(&["diff", "r08/mimamori", "r09/mimamori", "--format", "md", "--out", "out"]);
    let paper = sandbox.read("out/mimamori-comparison.md");
    assert!(paper.contains("（付議で示していない）"), "{paper}");
}

#[test]
fn showing_less_never_asks_for_less() {
    let sandbox = two_years();
    let form = sandbox.read(FORM);
    let before = changes(&sandbox);
    // Each fact of each field is taken out of the form by itself; a field of one fact goes as a whole.
    let tree: Value = serde_saphyr::from_str(&form).unwrap();
    let mut tried = 0;
    let kinds = tree["kinds"].as_array().unwrap().len();
    for kind in 0..kinds {
        for field in 0..tree["kinds"][kind]["fields"].as_array().unwrap().len() {
            for fact in 0..tree["kinds"][kind]["fields"][field]["facts"].as_array().unwrap().len() {
                let mut less = tree.clone();
                let fields = less["kinds"][kind]["fields"].as_array_mut().unwrap();
                if fields[field]["facts"].as_array().unwrap().len() == 1 {
                    fields.remove(field);
                } else {
                    fields[field]["facts"].as_array_mut().unwrap().remove(fact);
                    if let Some(points) = fields[field].get_mut("points") {
                        points.as_array_mut().unwrap().remove(fact);
                    }
                }
                // The same form in both years, so that nothing but what is shown is otherwise; a text of the ward's own
                // that no field prints any more is no part of the matter.
                let text = serde_json::to_string(&less).unwrap();
                if !text.contains("own/way") || !text.contains("own/risk") {
                    continue;
                }
                sandbox.write(FORM, text);
                let after = changes(&sandbox);
                tried += 1;
                let kinds = |list: &[(String, usize, bool)]| -> Vec<String> {
                    list.iter().map(|(kind, ..)| kind.clone()).collect()
                };
                assert_eq!(kinds(&before), kinds(&after));
                for (one, other) in before.iter().zip(&after) {
                    assert!(other.1 >= one.1, "{one:?} {other:?}");
                }
            }
        }
    }
    assert!(tried > 20, "{tried}");
}
