//! What was approved is known again by its content: looks, labels and the program may change, a fact may not.

use crate::support::Sandbox;
use crate::support::evidence::copy_all;
use std::collections::BTreeMap;
use std::path::Path;

/// A matter, the form of its year, and changes to it: of looks, of a label, of a fact.
struct Case {
    workspace: &'static str,
    matter: &'static str,
    form: &'static str,
    label: (&'static str, &'static str),
    facts: &'static [(&'static str, &'static str)],
}

const CASES: &[Case] = &[
    Case {
        workspace: "",
        matter: "r08/mihon-itaku",
        form: "policies/r08/forms/submission.yaml",
        label: ("label: 委託理由", "label: 委託する理由"),
        facts: &[
            ("  subjects: 見本健診の対象者\n", "  subjects: 見本健診の全ての対象者\n"),
            ("within_days: 30", "within_days: 31"),
            ("incident_notice_hours: 24", "incident_notice_hours: 25"),
        ],
    },
    Case {
        workspace: "",
        matter: "r09/kogaku-tsuchi",
        form: "policies/r09/forms/submission.yaml",
        label: ("label: 委託理由", "label: 委託する理由"),
        facts: &[("within_days: ", "within_days: 1"), ("allowed: true", "allowed: false")],
    },
    Case {
        workspace: "samples/mihonshi",
        matter: "r08/mimamori",
        form: "policies/r08/forms/submission.yaml",
        label: ("label: 提供先", "label: 名簿を渡す相手"),
        facts: &[
            ("見守りを申し込んだ高齢者", "全ての高齢者"),
            (
                "legal_basis: 個人情報保護法第69条第2項第1号（本人の同意）",
                "legal_basis: 個人情報保護法第69条第2項第4号",
            ),
            (
                "      - { role: sender, items: [見守り番号, 氏名, 住所] }",
                "      - { role: sender, items: [見守り番号, 氏名, 住所, 訪問曜日] }",
            ),
            ("{ id: soufu, party: mihon-soufu }", "{ id: soufu, party: mihon-shakyo }"),
        ],
    },
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn sandbox(case: &Case) -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    let from = root().join(case.workspace);
    copy_all(&from.join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", std::fs::read(from.join("fugi.yaml")).unwrap());
    sandbox
}

impl Case {
    fn file(&self) -> String {
        format!("policies/{}.yaml", self.matter)
    }

    fn render(&self, sandbox: &Sandbox, more: &[&str]) -> String {
        let run = sandbox.fugi(&[&["render", self.matter, "--format", "md", "--out", "out"], more].concat());
        assert!(run.code <= 1, "{}{}", run.out, run.err);
        format!("{}{}", run.out, run.err)
    }

    /// Writes into the matter what its final paper says is to be written once approved.
    fn approve(&self, sandbox: &Sandbox) -> BTreeMap<String, String> {
        let told = self.render(sandbox, &["--final"]);
        let line = told.lines().find_map(|line| line.trim().strip_prefix("approved: ")).unwrap();
        let file = self.file();
        let text = sandbox.read(&file);
        let (before, after) = text.split_once("\ncouncil:\n").unwrap();
        sandbox.write(&file, format!("{before}\ncouncil:\n  approved: {line}\n{after}"));
        let pairs = line.trim_matches(['{', '}', ' ']).split(", ");
        pairs.map(|pair| pair.split_once(": ").unwrap()).map(|(k, v)| (k.to_owned(), v.to_owned())).collect()
    }
}

const CONTENT: &str = "承認された内容と、今の内容が違います";

#[test]
fn looks_and_labels_are_information_and_a_fact_is_not() {
    for case in CASES {
        let sandbox = sandbox(case);
        case.approve(&sandbox);
        let told = case.render(&sandbox, &[]);
        assert!(!told.contains("承認の後に") && !told.contains(CONTENT), "{}: {told}", case.matter);
        let cover = sandbox.read(&format!("out/{}.md", case.matter.split_once('/').unwrap().1));
        assert!(cover.contains("承認された内容（SHA-256）"), "{}", case.matter);

        // A label and the way of printing: the form is another, the content the same.
        for (from, to) in [case.label, ("\noverview:", "\n# 見出しの色を変えた\noverview:")] {
            let form = sandbox.read(case.form);
            sandbox.edit(case.form, from, to);
            let told = case.render(&sandbox, &[]);
            let said = "情報: 承認の後に、様式が変わりました。内容は承認されたときと同じです";
            let forms = case.form.rsplit_once('/').unwrap().0;
            assert!(told.contains(&format!("様式は {forms} にあります")), "{told}");
            assert!(told.contains(said) && !told.contains(CONTENT), "{}: {told}", case.matter);
            sandbox.write(case.form, form);
        }
        // Looks.
        let template = std::fs::read_to_string(root().join("templates/document.md")).unwrap();
        sandbox.write("templates/document.md", format!("{template}\n"));
        let told = case.render(&sandbox, &[]);
        assert!(told.contains("情報: 承認の後に、ひな形が変わりました"), "{}: {told}", case.matter);
        assert!(!told.contains(CONTENT), "{}: {told}", case.matter);
        sandbox.remove("templates");
        // Another version of the program.
        let file = case.file();
        let text = sandbox.read(&file);
        sandbox.edit(&file, "made_by: fugi ", "made_by: fugi 0.0.");
        let told = case.render(&sandbox, &["--lang", "en"]);
        assert!(
            told.contains("info: the version of fugi changed since the approval"),
            "{}: {told}",
            case.matter
        );
        sandbox.write(&file, &text);
        // What follows the decision, a comment, the order of keys: nothing.
        sandbox.write(&file, format!("# 決定の後に書いた注\n{text}"));
        let told = case.render(&sandbox, &[]);
        assert!(!told.contains("承認の後に") && !told.contains(CONTENT), "{}: {told}", case.matter);
        // A fact.
        for (from, to) in case.facts {
            sandbox.write(&file, &text);
            sandbox.edit(&file, from, to);
            let told = case.render(&sandbox, &[]);
            assert!(told.contains(CONTENT), "{} {from}: {told}", case.matter);
        }
        // What was promised in the rows of a checklist is content, though the row stands in the form.
        sandbox.write(&file, &text);
        let row = sandbox
            .read(&file)
            .lines()
            .find_map(|line| line.trim().strip_prefix("- form: ").map(str::to_owned));
        let forms = std::fs::read_dir(sandbox.path(case.form).parent().unwrap()).unwrap();
        let of = |path: &Path| {
            std::fs::read_to_string(path).unwrap().contains(&format!("\nid: {}\n", row.as_deref().unwrap()))
        };
        let path = forms.map(|entry| entry.unwrap().path()).find(|path| of(path)).unwrap();
        let rows = std::fs::read_to_string(&path).unwrap();
        std::fs::write(
            &path,
            rows.replace("する。", "することがある。").replace("せる。", "せることがある。"),
        )
        .unwrap();
        let told = case.render(&sandbox, &[]);
        assert!(
            told.contains(CONTENT) && told.contains("情報: 承認の後に、様式も変わりました"),
            "{}: {told}",
            case.matter
        );
    }
}

#[test]
fn check_tells_what_changed_after_an_approval_and_the_approved_paper_is_not_written_over() {
    for case in CASES {
        let sandbox = sandbox(case);
        case.approve(&sandbox);
        let paper = format!("out/{}.md", case.matter.split_once('/').unwrap().1);
        case.render(&sandbox, &["--final"]);
        let approved = sandbox.read(&paper);
        let rules = ["approved-content-changed", "approved-form-changed"];
        let told = sandbox.fugi(&["check", case.matter, "--format", "json"]).out;
        assert!(rules.iter().all(|rule| !told.contains(rule)), "{}: {told}", case.matter);
        let (form, matter) = (sandbox.read(case.form), sandbox.read(&case.file()));
        let changes = [(case.form, case.label, rules[1]), (case.file().leak(), case.facts[0], rules[0])];
        for (file, (from, to), rule) in changes {
            sandbox.edit(file, from, to);
            let told = sandbox.fugi(&["check", case.matter, "--format", "json"]).out;
            for own in rules {
                assert_eq!(told.contains(own), own == rule, "{} {own}: {told}", case.matter);
            }
            let refused = sandbox.fugi(&["render", case.matter, "--format", "md", "--out", "out", "--final"]);
            let said = format!("{}{}", refused.out, refused.err);
            // A fact may have made the matter unfit for a final paper by itself.
            assert_eq!(refused.code, 1, "{}: {said}", case.matter);
            if rule == rules[1] {
                assert!(
                    said.contains(&paper) && said.contains("上書きしませんでした"),
                    "{}: {said}",
                    case.matter
                );
                let elsewhere =
                    sandbox.fugi(&["render", case.matter, "--format", "md", "--out", "anew", "--final"]);
                assert_eq!(elsewhere.code, 0, "{}{}", elsewhere.out, elsewhere.err);
            }
            assert!(sandbox.read(&paper) == approved, "{}", case.matter);
            sandbox.write(case.form, &form);
            sandbox.write(&case.file(), &matter);
        }
        // As it was approved, it is printed as often as anybody likes.
        assert!(!case.render(&sandbox, &["--final"]).contains("上書き"), "{}", case.matter);
    }
}

#[test]
fn the_content_is_what_any_program_makes_of_the_files() {
    let case = &CASES[2];
    let sandbox = sandbox(case);
    let told = case.approve(&sandbox);
    let file = sandbox.read(&case.file());
    let tree: serde_json::Value = serde_saphyr::from_str(&file).unwrap();
    fn plain(path: &str, value: serde_json::Value) -> Option<serde_json::Value> {
        let left_out = [
            "/agenda_number",
            "/contracts/concluded",
            "/contracts/number",
            "/council",
            "/letter",
            "/sample",
            "/contracts/subcontracting/subcontractors/approved",
            "/waivers/until",
        ];
        if left_out.contains(&path) {
            return None;
        }
        Some(match value {
            serde_json::Value::Null => return None,
            serde_json::Value::Array(list) => list.into_iter().filter_map(|own| plain(path, own)).collect(),
            serde_json::Value::Object(map) => serde_json::Value::Object(
                map.into_iter()
                    .filter_map(|(key, own)| Some((key.clone(), plain(&format!("{path}/{key}"), own)?)))
                    .collect::<BTreeMap<_, _>>()
                    .into_iter()
                    .collect(),
            ),
            serde_json::Value::String(own) => own.trim_end().into(),
            other => other.to_string().into(),
        })
    }
    let matter = plain("", tree).unwrap();
    let form: serde_json::Value =
        serde_saphyr::from_str(&sandbox.read("policies/r08/forms/anzen.yaml")).unwrap();
    let mut rows = BTreeMap::new();
    for row in form["groups"].as_array().unwrap().iter().flat_map(|own| own["rows"].as_array().unwrap()) {
        rows.insert(row["id"].as_str().unwrap().to_owned(), row["text"].clone());
    }
    let content = serde_json::json!({
        "checklists": { "anzen": rows },
        "matter": matter,
        "parties": {
            "mihon-shakyo": { "corporate_number": "7999900000002", "country": "JP", "name": "社会福祉法人見本市見守り協議会" },
            "mihon-soufu": { "corporate_number": "8999900000001", "country": "JP", "name": "見本送付株式会社" },
        },
        "version": 1,
    });
    let digest = fugi::evidence::format::digest::Digest::of(content.to_string().as_bytes());
    assert_eq!(told["content"], format!("\"sha256:{digest}\""));
}
