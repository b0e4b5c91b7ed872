//! Nothing falls out of a final paper: a template with an honest slip, a form without a field that every council
//! decides on, a field in which nothing stands.

use crate::support::evidence::copy_all;
use crate::support::{Sandbox, thorough};
use std::path::Path;

const MATTER: &str = "policies/r08/mimamori.yaml";
const FORM: &str = "policies/r08/forms/submission.yaml";
const FORMATS: &str = "md,html,docx,xlsx,svg";
/// The same with PDF, where this program makes it.
const ALL_FORMATS: &str = if cfg!(feature = "pdf") { "md,html,docx,xlsx,svg,pdf" } else { FORMATS };

/// Returns the sample ward's workspace, to be changed.
fn sample() -> Sandbox {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy_all(&root().join("samples/mihonshi"), &sandbox.root());
    sandbox
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Returns the built-in template with a slip in it.
fn template(file: &str, from: &str, to: &str) -> String {
    let text = std::fs::read_to_string(root().join("templates").join(file)).unwrap();
    assert!(text.contains(from), "{file}: {from}");
    text.replace(from, to)
}

const LEFT_OUT: &str = "出ていません";

#[test]
fn the_built_in_templates_leave_nothing_out_of_any_sample() {
    let sandbox = Sandbox::new();
    let samples = [
        (root().join("samples/hotorimachi"), "policies/r09", ALL_FORMATS),
        (root().to_owned(), "policies/r07", FORMATS),
        (root().to_owned(), "policies/r08", FORMATS),
        (root().to_owned(), "policies/r09", if thorough() { ALL_FORMATS } else { FORMATS }),
        (root().join("samples/mihonshi"), "policies/r08", ALL_FORMATS),
    ];
    for (workspace, year, formats) in samples {
        let workspace = workspace.to_string_lossy();
        let out = sandbox.path("out").display().to_string();
        let run =
            sandbox.fugi(&["render", year, "--workspace", &workspace, "--format", formats, "--out", &out]);
        assert_eq!(run.code, 0, "{year}: {}{}", run.out, run.err);
        assert!(!run.err.contains(LEFT_OUT) && !run.out.contains(LEFT_OUT), "{year}: {}{}", run.out, run.err);
    }
}

#[test]
fn the_comparison_of_two_years_and_an_agenda_are_whole() {
    let sandbox = Sandbox::new();
    let workspace = root().to_string_lossy();
    let out = sandbox.path("out").display().to_string();
    let papers = match (thorough(), cfg!(feature = "pdf")) {
        (false, _) => "md,docx",
        (true, false) => "md,html,docx,xlsx",
        (true, true) => "md,html,docx,xlsx,pdf",
    };
    for arguments in [
        ["diff", "r07/koki-iryo-cashless", "r08/koki-iryo-cashless", "--format", papers].as_slice(),
        ["render", "policies/r08", "--agenda", "--format", papers].as_slice(),
    ] {
        let more = ["--workspace", &workspace, "--out", &out];
        let run = sandbox.fugi(&[arguments, more.as_slice()].concat());
        assert!(run.code <= 1, "{arguments:?}: {}{}", run.out, run.err);
        assert!(!run.err.contains(LEFT_OUT) && !run.out.contains(LEFT_OUT), "{}{}", run.out, run.err);
    }
}

#[test]
fn a_slip_in_a_template_is_told_in_a_draft_and_stops_the_final_paper() {
    // An empty loop, a forgotten value, a label without its words, a wrong list: place and first text.
    let slips: [(&str, &str, &str, &str); 9] = [
        (
            "document.md",
            "{{ blocks(field.blocks, above ~ \"#\") }}",
            "",
            "「諮問の件名」：高齢者見守り名簿の",
        ),
        ("document.md", "{{ above | safe }}# {{ field.label }}", "###", "「諮問の件名」：諮問の件名"),
        (
            "document.md",
            "{{ blocks(block.blocks, above ~ \"#\") }}",
            "",
            "「対象者」：見守りを申し込んだ高齢者",
        ),
        (
            "document.md",
            "{% if row.mark %}{{ row.mark }}{% else %}（答えなし）{% endif %}",
            "",
            "「【組織と人】」：実施済",
        ),
        (
            "document.md",
            "{% for row in group.rows %}",
            "{% for row in group.rows[:2] %}",
            "「【組織と人】」：",
        ),
        ("document.html", "{{ row.text }}", "", "「【組織と人】」："),
        (
            "document.html",
            "{% for notice in document.notices %}",
            "{% for notice in [] %}",
            "全てのページ：取扱注意",
        ),
        ("document.html", "{{ blocks(section.blocks, section.id) }}", "", "：2026年2月2日"),
        ("document.html", "{% for entry in list.entries %}", "{% for entry in list.legend %}", "：生年月日"),
    ];
    for (file, from, to, said) in slips {
        let sandbox = sample();
        sandbox.write(&format!("templates/{file}"), template(file, from, to));
        let ending = file.rsplit_once('.').unwrap().1;
        let mut arguments = vec!["render", "r08/mimamori", "--format", "md,html", "--out", "out"];
        let draft = sandbox.fugi(&arguments);
        assert_eq!(draft.code, 0, "{file} {from}: {}{}", draft.out, draft.err);
        let told = format!("{}{}", draft.out, draft.err);
        assert!(told.contains(&format!("{ending} の資料に、様式にある内容が")), "{file} {from}: {told}");
        assert!(told.contains(said) && told.contains(file), "{file} {from}: {said}\n{told}");
        let before = sandbox.read("out/mimamori.md");
        arguments.push("--final");
        let refused = sandbox.fugi(&arguments);
        assert_eq!(refused.code, 1, "{file} {from}: {}{}", refused.out, refused.err);
        assert!(refused.err.contains("どの形式も書き出しませんでした"), "{}", refused.err);
        assert_eq!(before, sandbox.read("out/mimamori.md"), "the last good paper stays");
        let english = sandbox.fugi(&[arguments.as_slice(), &["--lang", "en"]].concat());
        assert!(english.err.contains("were not written in any format"), "{}", english.err);
    }
}

/// A matter as an office has it: no sample, without a mark on its pages.
#[test]
fn a_matter_that_is_no_sample_has_a_final_paper_in_every_format() {
    for (workspace, year, matter) in [
        ("", "r08", "mihon-itaku"),
        ("", "r09", "gake-teikyo"),
        ("", "r09", "kaikan-shitei"),
        ("", "r09", "kogaku-tsuchi"),
        ("samples/mihonshi", "r08", "mimamori"),
        ("samples/hotorimachi", "r09", "akiya"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.remove("policies");
        copy_all(&root().join(workspace).join("policies"), &sandbox.path("policies"));
        sandbox.write("fugi.yaml", std::fs::read(root().join(workspace).join("fugi.yaml")).unwrap());
        let file = format!("policies/{year}/{matter}.yaml");
        let own = sandbox.read(&file);
        let lines: Vec<&str> = own.lines().filter(|line| !line.starts_with("sample:")).collect();
        sandbox.write(&file, format!("{}\n", lines.join("\n")));
        let name = format!("{year}/{matter}");
        // A day after each council has sat.
        let run =
            ["render", &name, "--format", ALL_FORMATS, "--final", "--as-of", "2027-03-26", "--out", "out"];
        let run = sandbox.fugi(&run);
        assert_eq!(run.code, 0, "{name}: {}{}", run.out, run.err);
        assert!(!run.err.contains(LEFT_OUT) && !run.out.contains(LEFT_OUT), "{name}: {}{}", run.out, run.err);
    }
}

#[test]
fn where_one_format_fails_the_papers_of_the_last_run_stay() {
    let sandbox = sample();
    let arguments = ["render", "r08/mimamori", "--format", "docx,md,html", "--out", "out"];
    assert_eq!(sandbox.fugi(&arguments).code, 0);
    let read = || {
        ["docx", "md", "html"].map(|own| std::fs::read(sandbox.path(&format!("out/mimamori.{own}"))).unwrap())
    };
    let before = read();
    sandbox.edit(MATTER, "見守りを申し込んだ高齢者", "見守りを申し込んだ全ての高齢者");
    sandbox.write("templates/document.html", "{% for x in %}");
    let run = sandbox.fugi(&arguments);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(read() == before, "papers of two runs are mixed");
}

#[test]
fn a_template_may_say_it_in_its_own_order_and_words() {
    let sandbox = sample();
    // The diagram alone, without the words beside it; the sections backwards.
    let html = template("document.html", "{{ in_words(figure) }}", "");
    let html = html.replace(
        "{% for section in document.sections %}\n<section",
        "{% for section in document.sections | reverse %}\n<section",
    );
    sandbox.write("templates/document.html", html);
    let run = sandbox.fugi(&["render", "r08/mimamori", "--format", "html", "--final", "--out", "out"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

#[test]
fn looks_that_reach_only_some_formats_say_so() {
    let sandbox = sample();
    let reach = |sandbox: &Sandbox, formats: &str| {
        sandbox.fugi(&["render", "r08/mimamori", "--format", formats, "--out", "out"]).out
    };
    let said = "自分の体裁は html にだけ効きます。docx、xlsx は内蔵の体裁で書き出します";
    assert!(!reach(&sandbox, FORMATS).contains("自分の体裁"));
    sandbox.write("templates/document.html", template("document.html", "#a3001b", "#b3001b"));
    sandbox.write("templates/document.md", template("document.md", "{#", "{#"));
    assert!(reach(&sandbox, "html,docx,xlsx,svg,json").contains(said));
    assert!(!reach(&sandbox, "html,svg").contains("自分の体裁"));
}

#[test]
fn a_form_without_what_every_council_decides_on_is_told_and_prints_no_final_paper() {
    let cuts: [(&str, &str, &str); 4] = [
        (
            "      - { label: 提供先, facts: [parties] }\n",
            "",
            "「相手方（委託先、結合の相手方、提供先など）」を印字する欄がありません",
        ),
        ("      - { label: 提供の根拠, facts: [grounds] }\n", "", "「利用・提供の根拠（"),
        (
            "facts: [subjects, items, item_kinds]\n        points: [本人の範囲, 項目, 特に注意を要する項目]",
            "facts: [subjects, item_kinds]\n        points: [本人の範囲, 特に注意を要する項目]",
            "「情報項目」を印字する欄がありません",
        ),
        (
            "    about: contract\n",
            "    about: matter\n",
            "この契約を印字する別紙が、この年度の様式にありません",
        ),
    ];
    for (from, to, said) in cuts {
        let sandbox = sample();
        sandbox.edit(FORM, from, to);
        let mut arguments = vec!["render", "r08/mimamori", "--format", "md", "--out", "out"];
        let draft = sandbox.fugi(&arguments);
        assert_eq!(draft.code, 0, "{said}: {}{}", draft.out, draft.err);
        let lines: Vec<&str> = draft.out.lines().filter(|line| line.starts_with("必須 ")).collect();
        assert!(
            lines.iter().any(|line| line.contains(said) && line.contains(".yaml:")),
            "{said}: {}",
            draft.out
        );
        arguments.push("--final");
        let refused = sandbox.fugi(&arguments);
        assert_eq!(refused.code, 1, "{said}: {}{}", refused.out, refused.err);
        let checked = sandbox.fugi(&["check", "r08/mimamori"]);
        assert!(
            checked.out.contains("form-leaves-out-fact") && checked.out.contains(said),
            "{said}: {}",
            checked.out
        );
    }
}

/// A matter has a final paper, or `check` says why it has none.
#[test]
fn every_sample_that_check_finds_nothing_in_prints_a_final_paper() {
    let sandbox = Sandbox::new();
    let out = sandbox.path("out").display().to_string();
    let mut tried = 0;
    for (workspace, year) in
        [(".", "r08"), (".", "r09"), ("samples/hotorimachi", "r09"), ("samples/mihonshi", "r08")]
    {
        let workspace = root().join(workspace);
        let at = workspace.to_string_lossy();
        let files = std::fs::read_dir(workspace.join("policies").join(year)).unwrap();
        let files = files.map(|entry| entry.unwrap().path());
        for file in files.filter(|file| file.extension().is_some_and(|own| own == "yaml")) {
            let name = file.file_stem().unwrap().to_string_lossy().into_owned();
            let matter = format!("{year}/{name}");
            let checked = sandbox.fugi(&["check", &matter, "--workspace", &at]);
            if name == "parties" || checked.code != 0 {
                continue;
            }
            let run = ["render", &matter, "--workspace", &at, "--format", "md", "--final", "--out", &out];
            let printed = sandbox.fugi(&run);
            assert_eq!(printed.code, 0, "{matter}: {}{}", printed.out, printed.err);
            tried += 1;
        }
    }
    assert!(tried > 10, "{tried}");
}

#[test]
fn a_required_field_without_an_answer_prints_no_final_paper() {
    let changes: [(&str, &str, &str); 4] = [
        ("  number: 見福見第１２３号\n", "", "に「（記載なし）」が残っています"),
        (
            "  - id: way\n    text: 見守り名簿を紙に印刷し、鍵付きカバンで運搬して、提供先の責任者に手渡す。受渡しは管理簿に記載する。\n",
            "",
            "「提供の方法」",
        ),
        ("    incident_notice_hours: 24\n", "", "「期間、消去及び事故の連絡」"),
        (
            "見守り名簿を紙に印刷し、鍵付きカバンで運搬して、提供先の責任者に手渡す。受渡しは管理簿に記載する。",
            "未確認",
            "確定した資料は書き出しませんでした",
        ),
    ];
    for (from, to, said) in changes {
        let sandbox = sample();
        sandbox.edit(MATTER, from, to);
        let run = sandbox.fugi(&["render", "r08/mimamori", "--format", "md", "--final", "--out", "out"]);
        assert_eq!(run.code, 1, "{said}: {}{}", run.out, run.err);
        assert!(format!("{}{}", run.out, run.err).contains(said), "{said}: {}{}", run.out, run.err);
    }
}
