//! The form of a year as data: kinds of matters, their annexes, answers with a meaning. Made by data alone, as a
//! ward's officer would.

use crate::support::{Sandbox, word};
use calamine::{Reader, Xlsx};
use std::io::Cursor;

const FORM: &str = "policies/r07/forms/submission.yaml";
const MATTER: &str = "policies/r07/yoi.yaml";
const CHECKLIST: &str = "policies/r07/forms/itaku.yaml";

/// A kind that no form of ours has, about the matter as a whole, with a text of its own.
const NINTH: &str = "
  - id: disaster_list
    name: 名簿の事前提供
    about: matter
    heading: 別紙（名簿の事前提供）
    fields:
      - { label: 事業の名, facts: [title] }
      - { label: だれの、どの項目か, facts: [subjects, items], points: [だれの, どの項目か] }
      - { label: 渡す相手, facts: [parties] }
      - { label: 区が見込む危険, facts: [own/risk] }
      - { label: ほかに述べること, facts: [own/remark], required: false }
";

/// Returns a workspace whose matter submits the ninth kind.
fn ninth() -> Sandbox {
    let sandbox = Sandbox::new();
    let form = sandbox.read(FORM);
    sandbox.write(FORM, format!("{form}{NINTH}"));
    sandbox.edit(
        "fugi.yaml",
        "kinds: [external_connection, outsourcing]",
        "kinds: [outsourcing, disaster_list]",
    );
    let matter = sandbox.read(MATTER);
    let matter = matter.replacen("kinds: [outsourcing]", "kinds: [outsourcing, disaster_list]", 1);
    sandbox.write(MATTER, format!("{matter}\nown: [{{ id: risk, text: 名簿が複写される危険がある。 }}]\n"));
    sandbox
}

#[test]
fn a_kind_of_ones_own_is_made_by_data_alone() {
    let sandbox = ninth();
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "md,html,docx,xlsx,json", "--out", "out"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for ending in ["md", "html", "json"] {
        let text = sandbox.read(&format!("out/yoi.{ending}"));
        for said in [
            "別紙（名簿の事前提供）",
            "区が見込む危険",
            "名簿が複写される危険がある。",
            "渡す相手",
            "どの項目か",
        ] {
            assert!(text.contains(said), "{ending}: {said}");
        }
        // A field that is not required and has nothing in it is not there at all.
        assert!(!text.contains("ほかに述べること"), "{ending}");
    }
    let checked = sandbox.fugi(&["check", "policies/r07/yoi.yaml"]);
    assert!(!checked.out.contains("[article-not-for-kind]"), "{}", checked.out);
}

#[test]
fn a_required_field_of_ones_own_is_asked_for() {
    let sandbox = ninth();
    sandbox.edit(
        FORM,
        "      - label: 委託理由\n",
        "      - { label: 区長の考え, facts: [own/view] }\n      - label: 委託理由\n",
    );
    let checked = sandbox.fugi(&["check", "policies/r07/yoi.yaml"]);
    let told = "「区長の考え」";
    assert!(checked.out.contains(told), "{}", checked.out);
    let matter = sandbox.read(MATTER);
    sandbox.write(MATTER, matter.replace("own: [", "own: [{ id: view, text: 必要である。 }, "));
    assert!(!sandbox.fugi(&["check", "policies/r07/yoi.yaml"]).out.contains(told));
}

#[test]
fn a_form_asks_only_for_what_it_prints() {
    let sandbox = Sandbox::new();
    let media = "      - label: 処理させる情報項目の記録媒体\n        facts: [media]\n";
    let matter = sandbox.read(MATTER);
    let line = matter.lines().find(|line| line.trim_start().starts_with("media:"));
    if let Some(line) = line {
        sandbox.edit(MATTER, &format!("{line}\n"), "");
    }
    let told = "の「処理させる情報項目の記録媒体」が書かれていません";
    assert!(sandbox.fugi(&["check", "policies/r07/yoi.yaml"]).out.contains(told));
    sandbox.edit(FORM, media, "");
    assert!(!sandbox.fugi(&["check", "policies/r07/yoi.yaml"]).out.contains(told));
}

/// Returns what is told of the workspace after a change to its form.
fn told_of(from: &str, to: &str) -> String {
    let sandbox = Sandbox::new();
    sandbox.edit(FORM, from, to);
    let run = sandbox.fugi(&["check"]);
    assert_ne!(run.code, 0);
    format!("{}{}", run.out, run.err)
}

#[test]
fn what_is_wrong_in_a_form_is_told_with_place_and_fix() {
    let reasons = "      - label: 委託理由\n        facts: [reasons]\n";
    let cases: [(&str, &str, &[&str]); 6] = [
        (
            reasons,
            "      - label: 委託理由\n        facts: [reason]\n",
            &["unknown-fact", "「reasons」の書き違い"],
        ),
        (
            reasons,
            "      - label: 委託理由\n        facts: [理由]\n",
            &["unknown-fact", "「理由」は「reasons」と書きます"],
        ),
        (
            reasons,
            "      - label: 委託理由\n        facts: [reasons, media]\n",
            &["fact-printed-twice", "「media」は、別紙に二度印字されます"],
        ),
        (
            "        points: [個人の範囲, 情報項目]\n      - label: 結合の相手方",
            "        points: [個人の範囲]\n      - label: 結合の相手方",
            &["points-not-facts", "小見出しは1個、事実は2個です"],
        ),
        ("        bearers: [contractor]\n", "", &["measures-of-whom", "bearers: [ward]"]),
        ("    about: connection\n", "    about: role\n", &["no-roles", "roles: [recipient]"]),
    ];
    for (from, to, said) in cases {
        let told = told_of(from, to);
        for said in said {
            assert!(told.contains(said), "{to}: {said}\n{told}");
        }
    }
}

#[test]
fn a_text_that_no_field_prints_is_told() {
    let sandbox = Sandbox::new();
    let matter = sandbox.read(MATTER);
    sandbox.write(MATTER, format!("{matter}\nown: [{{ id: risk, text: あ }}]\n"));
    let run = sandbox.fugi(&["check"]);
    assert!(run.err.contains("「risk」という自分の欄はありません"), "{}{}", run.out, run.err);
}

#[test]
fn the_earlier_shape_of_a_form_prints_the_same() {
    let sandbox = Sandbox::new();
    let render = |to: &str| {
        let run = sandbox.fugi(&["render", "r07/yoi", "--format", "json", "--out", to]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        sandbox.read(&format!("{to}/yoi.json"))
    };
    let now = render("now");
    let form = sandbox.read(FORM);
    let (head, _) = form.split_once("# 付議の種別").unwrap();
    sandbox.write(FORM, format!("{head}{}", include_str!("data/earlier-form.yaml")));
    assert_eq!(render("then"), now);
}

const WORDS: &str = "answers: [{ word: 実施済, means: adopted }, { word: 実施予定, means: planned }, { word: 非該当, means: not_needed }]\n";

/// Returns a workspace whose checklist has three answers, with the first row answered so.
fn three_answers(answer: &str) -> Sandbox {
    let sandbox = Sandbox::new();
    let form = sandbox.read(CHECKLIST);
    sandbox.write(CHECKLIST, format!("{form}{WORDS}"));
    let matter = sandbox.read(MATTER);
    let line = matter.lines().find(|line| line.contains("status: not_needed")).unwrap();
    let row = line.split("row: ").nth(1).unwrap().split(',').next().unwrap();
    let indent: String = line.chars().take_while(|c| *c == ' ').collect();
    sandbox.write(MATTER, matter.replacen(line, &format!("{indent}- {{ row: {row}, {answer} }}"), 1));
    sandbox
}

#[test]
fn answers_have_the_words_of_the_form_and_a_meaning() {
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "md,html,json", "--out", "out"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    for ending in ["md", "html"] {
        let text = sandbox.read(&format!("out/yoi.{ending}"));
        for said in ["実施予定", "令和８年９月３０日まで"] {
            assert!(text.contains(said), "{ending}: {said}");
        }
    }
    assert!(sandbox.read("out/yoi.json").contains("\"means\": \"planned\""));
    let needless = three_answers("status: not_needed");
    let told = needless.fugi(&["check", "policies/r07/yoi.yaml"]).out;
    assert!(told.contains("は「非該当」ですが、理由が書かれていません"), "{told}");
}

#[test]
fn an_answer_without_a_meaning_is_told() {
    let plan = three_answers("status: planned").fugi(&["check"]);
    assert!(plan.err.contains("plan-without-day"), "{}{}", plan.out, plan.err);
    let day = three_answers("status: adopted, by: 2026-09-30").fugi(&["check"]);
    assert!(day.err.contains("day-without-plan"), "{}{}", day.out, day.err);
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    sandbox.edit(CHECKLIST, ", { word: 実施予定, means: planned }", "");
    let run = sandbox.fugi(&["check"]);
    assert!(run.err.contains("この様式の答えに「planned」（予定）はありません"), "{}{}", run.out, run.err);
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    sandbox.edit(CHECKLIST, "{ word: 非該当, means: not_needed }", "{ word: 非該当, means: adopted }");
    let run = sandbox.fugi(&["check"]);
    assert!(run.err.contains("answer-twice"), "{}{}", run.out, run.err);
    // A meaning that is missing is told once, with all that may be written.
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    sandbox.edit(CHECKLIST, "{ word: 実施予定, means: planned }", "{ word: 実施予定 }");
    let run = sandbox.fugi(&["check"]);
    assert!(run.err.contains("missing-key") && !run.err.contains("answer-twice"), "{}{}", run.out, run.err);
    for meaning in
        ["adopted（行う）", "planned（予定。予定の日が要る）", "not_needed（要らない。理由が要る）"]
    {
        assert!(run.err.contains(meaning), "{meaning}: {}", run.err);
    }
}

#[test]
fn a_new_matter_says_how_the_answers_of_its_form_are_written() {
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    let run = sandbox.fugi(&["new", "matter", "atarashii", "--year", "r07"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let text = sandbox.read("policies/r07/atarashii.yaml");
    for said in [
        "答えは adopted（実施済。evidence に証跡と時期）、planned（実施予定。by に予定の日）、not_needed（非該当。reason に理由）",
        "status: planned, by: 予定の日 }   # 「実施予定」の書き方",
        "status: not_needed, reason: 理由 }   # 「非該当」の書き方",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert!(!text.contains("ー。") && !text.contains("「ー」") && !text.contains("○"), "{text}");
    // A form without words of its own has the two marks.
    let plain = Sandbox::new();
    plain.fugi(&["new", "matter", "atarashii", "--year", "r07"]);
    let text = plain.read("policies/r07/atarashii.yaml");
    assert!(
        text.contains("答えは adopted（○。evidence に証跡と時期）、not_needed（ー。reason に理由）"),
        "{text}"
    );
    assert!(!text.contains("status: planned"), "{text}");
}

#[test]
fn a_book_has_the_words_of_the_form_and_what_is_written_beside_them_comes_back() {
    let sandbox = three_answers("status: planned, by: 2026-09-30");
    let run = sandbox.fugi(&["book", "export", "r07/yoi", "--out", "yoi.xlsx"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(std::fs::read(sandbox.path("yoi.xlsx")).unwrap())).unwrap();
    let cells = book.sheet_names().into_iter().flat_map(|name| {
        let cells = book.worksheet_range(&name).unwrap();
        cells.rows().flatten().map(ToString::to_string).collect::<Vec<_>>()
    });
    let cells: Vec<String> = cells.collect();
    assert!(cells.iter().any(|cell| cell == "「非該当」の理由"), "{cells:?}");
    assert!(!cells.iter().any(|cell| cell.contains("「ー」")), "{cells:?}");
    let back = sandbox.fugi(&["book", "import", "yoi.xlsx"]);
    assert_eq!(back.code, 0, "{}{}", back.out, back.err);
}

/// Looks at the points of a tree of blocks: below a point stand only points of a deeper level.
fn points(blocks: &serde_json::Value, above: u64, told: &mut Vec<String>) {
    match blocks {
        serde_json::Value::Array(all) => all.iter().for_each(|own| points(own, above, told)),
        serde_json::Value::Object(own) if own.get("kind").is_some_and(|kind| kind == "point") => {
            let level = own["level"].as_u64().unwrap();
            let words = format!("{} {}", own["number"], own["text"]);
            assert!(level > above, "{words} stands on level {level} below level {above}");
            told.push(words);
            points(&own["blocks"], level, told);
        }
        serde_json::Value::Object(own) => own.values().for_each(|own| points(own, above, told)),
        _ => {}
    }
}

#[test]
fn points_below_points_have_numbers_of_their_own_level() {
    let sandbox = Sandbox::new();
    for (root, matter, deeper) in [
        ("samples/mihonshi", "r08/mimamori", Some("（1）")),
        ("samples/hotorimachi", "r09/akiya", None),
        (".", "r07/koki-iryo-cashless", None),
    ] {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
        let root = root.to_string_lossy();
        let run = sandbox.fugi(&[
            "render",
            matter,
            "--workspace",
            &root,
            "--format",
            "json",
            "--out",
            &sandbox.path("out").to_string_lossy(),
        ]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let (_, name) = matter.split_once('/').unwrap();
        let tree: serde_json::Value =
            serde_json::from_str(&sandbox.read(&format!("out/{name}.json"))).unwrap();
        let mut told = Vec::new();
        points(&tree, 0, &mut told);
        assert!(deeper.is_none_or(|own| told.iter().any(|point| point.contains(own))), "{told:?}");
    }
}

/// Returns the headings of a Markdown text, each with its level.
fn headings(text: &str) -> Vec<(usize, &str)> {
    text.lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| (line.bytes().take_while(|b| *b == b'#').count(), line))
        .collect()
}

#[test]
fn headings_of_markdown_go_down_level_by_level() {
    let sandbox = Sandbox::new();
    let out = sandbox.path("out").to_string_lossy().into_owned();
    for (root, matter, year) in [
        ("samples/mihonshi", "r08/mimamori", "policies/r08"),
        ("samples/hotorimachi", "r09/akiya", "policies/r09"),
        (".", "r07/koki-iryo-cashless", "policies/r07"),
    ] {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
        let root = root.to_string_lossy();
        for own in [
            &["render", matter, "--workspace", &root, "--format", "md", "--out", &out][..],
            &["render", year, "--agenda", "--workspace", &root, "--format", "md", "--out", &out],
        ] {
            let run = sandbox.fugi(own);
            assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        }
        for file in walkdir::WalkDir::new(&out).into_iter().filter_map(Result::ok) {
            if file.path().extension().is_none_or(|own| own != "md") {
                continue;
            }
            let text = std::fs::read_to_string(file.path()).unwrap();
            assert!(!text.contains("\n\\#"), "{}", file.path().display());
            let mut before = 0;
            for (level, heading) in headings(&text) {
                assert!(level <= before + 1, "{}: {heading} below level {before}", file.path().display());
                before = level;
            }
        }
    }
}

/// Returns the blocks of the guide in order: the words behind the fence, and the text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) => open = Some((info.to_owned(), String::new())),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some((_, text)), None) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    blocks
}

/// Walks the guide from an empty folder, with what `own` writes in the place of a block of the guide; returns how many
/// commands were run.
fn walk(sandbox: &Sandbox, own: impl Fn(&str) -> Option<String>, names: &[(&str, &str)]) -> usize {
    sandbox.remove("fugi.yaml");
    sandbox.remove("policies");
    let named = |text: &str| names.iter().fold(text.to_owned(), |text, (from, to)| text.replace(from, to));
    let mut ran = 0;
    for (info, text) in blocks(include_str!("../docs/ja/yoshiki.md")) {
        if let Some(path) = info.strip_prefix("yaml ") {
            sandbox.write(&named(path), own(path).unwrap_or(text));
            continue;
        }
        assert_eq!(info, "sh");
        for line in text.lines() {
            let line = named(line);
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["rm", path] => sandbox.remove(path),
                ["fugi", arguments @ ..] => {
                    let run = sandbox.fugi(arguments);
                    // What is not written yet is told as findings, and that is no failure.
                    assert!(run.code <= 1, "{line}: {}{}", run.out, run.err);
                    ran += 1;
                }
                _ => panic!("{line}"),
            }
        }
    }
    ran
}

/// Another authority walks the same guide: a (fictional) association of towns with another kind, order, answers and
/// looks. What it writes stands in `tests/data/fourth`; every command is the guide's.
#[test]
fn an_unlike_authority_walks_the_guide_to_its_first_paper() {
    let sandbox = Sandbox::new();
    let own = |path: &str| {
        Some(
            match path {
                "mihon/fugi.yaml" => include_str!("data/fourth/fugi.yaml"),
                "mihon/policies/r09/forms/submission.yaml" => include_str!("data/fourth/submission.yaml"),
                "mihon/policies/r09/forms/outsourcing-contractor.yaml" => {
                    include_str!("data/fourth/kakunin.yaml")
                }
                "mihon/policies/r09/hajimete.yaml" => {
                    // The guide: the companies stand in a file of their own.
                    sandbox
                        .write("rengo/policies/r09/parties.yaml", include_str!("data/fourth/parties.yaml"));
                    include_str!("data/fourth/hajimete.yaml")
                }
                _ => panic!("{path}"),
            }
            .to_owned(),
        )
    };
    let names = [("みほん市", "みなと広域連合"), ("mihon", "rengo")];
    let ran = walk(&sandbox, own, &names);
    assert_eq!(ran, 5);
    let made = sandbox.fugi(&["check", "--workspace", "rengo"]);
    assert_eq!(made.code, 0, "{}{}", made.out, made.err);
    for told in ["要修正 0件", "注意 0件"] {
        assert!(made.out.contains(told), "{}", made.out);
    }
    let run = sandbox.fugi(&[
        "render",
        "r09/hajimete",
        "--workspace",
        "rengo",
        "--format",
        "docx,xlsx,html,md,svg,json",
        "--final",
        "--out",
        "out",
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let json = sandbox.read("rengo/out/hajimete.json");
    let parts = word::unzip(&std::fs::read(sandbox.path("rengo/out/hajimete.docx")).unwrap());
    let docx = word::text(word::xml(&parts, "word/document.xml"));
    let (html, md) = (sandbox.read("rengo/out/hajimete.html"), sandbox.read("rengo/out/hajimete.md"));
    for (ending, paper) in [("docx", &docx), ("html", &html), ("md", &md)] {
        let paper = plain(paper);
        // In the order of its own form.
        let mut rest = paper.as_str();
        for said in [
            "意見照会書",
            "審査会会長殿",
            "広域連合長",
            "令和９年２月５日み広保第２０号",
            "上記のとおり照会します。",
            "別記提供の調書",
            "なぜ提供できるか",
            "本人の意思",
            "何を",
            "氏名、住所",
            "だれのものを",
            "どこへ",
            "みさき町",
            "どのように",
            "「別記提供の調書」の一覧の全ての項目",
            "広域連合が残す記録",
            "提供先の確認票",
        ] {
            let at = rest.find(&plain(said));
            rest = &rest[at.unwrap_or_else(|| panic!("{ending}: {said}"))..];
        }
        for said in ["対象外", "準備中", "適", "令和１０年４月３０日まで", "用済みの後は溶解"]
        {
            assert!(paper.contains(said), "{ending}: {said}");
        }
        for word in ["付議資料", "外部提供", "実施済", "区が", "区の"] {
            assert!(!paper.contains(word), "{ending}: {word}");
        }
    }
    let tree: serde_json::Value = serde_json::from_str(&json).unwrap();
    for section in tree["sections"].as_array().unwrap().iter().filter(|own| own["part"] != "flow") {
        assert_eq!(section["landscape"], false, "{}", section["heading"]);
    }
    // The next matter begins with the kind and the checklist of this form.
    let new = sandbox.fugi(&["new", "matter", "tsugi", "--year", "r09", "--workspace", "rengo"]);
    assert_eq!(new.code, 0, "{}{}", new.out, new.err);
    let begun = sandbox.read("rengo/policies/r09/tsugi.yaml");
    for said in ["kinds: [handing_on]", "kind: recipient", "form: kakunin", "# contracts:"] {
        assert!(begun.contains(said), "{said}\n{begun}");
    }
    let checked = sandbox.fugi(&["check", "r09/tsugi", "--workspace", "rengo"]);
    assert!(checked.err.is_empty() && checked.out.contains("食い違い 0件"), "{}{}", checked.out, checked.err);
}

#[test]
fn every_step_of_the_guide_to_ones_own_form_holds() {
    let sandbox = Sandbox::new();
    let ran = walk(&sandbox, |_| None, &[]);
    assert_eq!(ran, 5);
    for ending in ["html", "md"] {
        let paper = sandbox.read(&format!("mihon/out/hajimete.{ending}"));
        for said in [
            "諮問書",
            "み情第１号",
            "2027年2月1日",
            "みほん市個人情報保護審議会会長　様",
            "みほん市長",
            "公印",
            "みほん市個人情報保護法施行条例第５条第１項の規定により諮問します。",
            "取扱注意",
            "市が見込む危険",
            "案内を別の人に送る危険がある。",
            "再委託は行わない。",
            "実施予定",
            "2028年4月30日まで",
        ] {
            assert!(paper.contains(said), "{ending}: {said}");
        }
    }
}

/// Returns the sample ward's workspace.
fn sample() -> std::path::PathBuf {
    std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mihonshi")
}

#[test]
fn the_second_wards_sample_is_clean_and_its_checker_is_proved() {
    let sandbox = Sandbox::new();
    let root = sample();
    // A workspace has its own copy of the common words; ours are kept as they are, but for where their schema lies.
    let bare = |path: &std::path::Path| -> String {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines()
            .filter(|line| !line.starts_with("# yaml-language-server:"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    for entry in std::fs::read_dir(root.join("../../policies/common")).unwrap() {
        let ours = entry.unwrap().path();
        let copy = root.join("policies/common").join(ours.file_name().unwrap());
        assert!(bare(&copy) == bare(&ours), "copy it anew: {}", copy.display());
    }
    let root = root.to_string_lossy();
    let run = sandbox.fugi(&["check", "--workspace", &root]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let proof = sandbox.fugi(&["check", "--prove", "-q", "--workspace", &root]);
    assert_eq!(proof.code, 0, "{}{}", proof.out, proof.err);
}

#[test]
fn every_fact_of_the_second_wards_paper_is_in_every_format_of_text() {
    let sandbox = Sandbox::new();
    let root = sample();
    let root = root.to_string_lossy();
    let out = sandbox.path("out").display().to_string();
    let run = sandbox.fugi(&[
        "render",
        "r08/mimamori",
        "--workspace",
        &root,
        "--format",
        "html,md,docx,xlsx,json,svg",
        "--final",
        "--out",
        &out,
    ]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let read = |ending: &str| sandbox.read(&format!("out/mimamori.{ending}"));
    let tree: serde_json::Value = serde_json::from_str(&read("json")).unwrap();
    let mut said = Vec::new();
    for section in tree["sections"].as_array().unwrap() {
        texts(&section["heading"], &mut said);
        for block in section["blocks"].as_array().unwrap().iter().filter(|own| own["kind"] != "figure") {
            texts(block, &mut said);
        }
    }
    assert!(said.len() > 100, "{}", said.len());
    let parts = word::unzip(&std::fs::read(sandbox.path("out/mimamori.docx")).unwrap());
    let word = word::text(word::xml(&parts, "word/document.xml"));
    for (format, paper) in [("html", read("html")), ("md", read("md")), ("docx", word)] {
        let folded = plain(&paper);
        for text in &said {
            assert!(folded.contains(&plain(text)), "{format}: {text}");
        }
    }
    for said in [
        "市の立会い：行う",
        "2026年4月1日から2027年3月31日まで",
        "個人情報保護法第69条第2項第1号（本人の同意）",
        "実施予定",
        "取扱注意",
    ] {
        assert!(read("md").contains(said), "{said}");
    }
    let json = read("json");
    assert!(!json.contains("外部結合") && !json.contains("付議資料"), "a word of another ward");
}

/// Collects the texts that a reader sees below a value of the tree.
pub(crate) fn texts(value: &serde_json::Value, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|own| texts(own, out)),
        serde_json::Value::Object(map) => {
            for (key, own) in map {
                match own {
                    serde_json::Value::String(text)
                        if ["text", "label", "mark", "reason", "evidence", "column"]
                            .contains(&key.as_str()) =>
                    {
                        out.extend(text.lines().map(str::to_owned));
                    }
                    serde_json::Value::String(_) => {}
                    own if ["blocks", "rows", "groups"].contains(&key.as_str()) => texts(own, out),
                    _ => {}
                }
            }
        }
        serde_json::Value::String(text) => out.push(text.clone()),
        _ => {}
    }
}

/// Returns text without markup and spaces.
fn plain(text: &str) -> String {
    let mut out = String::new();
    let mut inside = false;
    for c in text.chars() {
        match c {
            '<' => inside = true,
            '>' => inside = false,
            '\\' => {}
            c if !inside && !c.is_whitespace() => out.push(c),
            _ => {}
        }
    }
    out
}

#[test]
fn a_fact_that_a_kind_can_never_hold_is_refused() {
    // What only a contract says, in an annex about a role; what only a connection says, in one about contracts.
    for (workspace, form, from, to) in [
        (
            "samples/mihonshi",
            "policies/r08/forms/submission.yaml",
            "      - { label: 提供の根拠, facts: [grounds] }\n",
            "      - { label: 提供の根拠, facts: [grounds] }\n      - { label: 特記事項, facts: [clauses] }\n",
        ),
        ("", "policies/r08/forms/submission.yaml", "facts: [subcontracting]", "facts: [connection_form]"),
    ] {
        let sandbox = Sandbox::new();
        sandbox.remove("policies");
        let from_root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(workspace);
        crate::support::evidence::copy_all(&from_root.join("policies"), &sandbox.path("policies"));
        sandbox.write("fugi.yaml", std::fs::read(from_root.join("fugi.yaml")).unwrap());
        sandbox.edit(form, from, to);
        let run = sandbox.fugi(&["check", "policies/r08"]);
        let said = format!("{}{}", run.out, run.err);
        assert_eq!(run.code, 2, "{workspace}: {said}");
        assert!(
            said.contains("fact-not-of-kind") && said.contains("いつも空になります"),
            "{workspace}: {said}"
        );
    }
}

#[test]
fn a_matter_is_numbered_as_the_form_says() {
    for (written, printed) in
        [("議第{agenda}号", "議第２号"), ("諮問第", "諮問第２"), ("第{agenda}号議案", "第２号議案")]
    {
        let sandbox = Sandbox::new();
        let form = sandbox.read(FORM);
        sandbox.write(FORM, format!("{form}\nprint: {{ materials: {{ matter: \"{written}\" }} }}\n"));
        let matter = sandbox.read(MATTER);
        let rest = matter.lines().filter(|line| !line.starts_with("agenda_number:"));
        let rest: Vec<&str> = rest.collect();
        sandbox.write(MATTER, format!("agenda_number: 2\n{}\n", rest.join("\n")));
        let run = sandbox.fugi(&["render", "--agenda", "policies/r07", "--format", "md", "--out", "out"]);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        let files = std::fs::read_dir(sandbox.path("out")).unwrap().map(|entry| entry.unwrap().path());
        let papers: Vec<String> = files.map(|path| std::fs::read_to_string(path).unwrap()).collect();
        assert!(papers.iter().any(|paper| paper.contains(printed)), "{written}: {papers:?}");
    }
    let sandbox = Sandbox::new();
    let form = sandbox.read(FORM);
    sandbox.write(FORM, format!("{form}\nprint: {{ materials: {{ matter: \"議第{{index}}号\" }} }}\n"));
    let run = sandbox.fugi(&["check"]);
    assert!(run.err.contains("案件の番号に {index} は使えません"), "{}{}", run.out, run.err);
}

#[test]
fn the_decision_is_printed_in_fields_of_the_forms_own() {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    crate::support::evidence::copy_all(&root.join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", std::fs::read(root.join("fugi.yaml")).unwrap());
    let form = "policies/r08/forms/submission.yaml";
    let text = sandbox.read(form);
    let (_, rest) = text.split_once("\noverview:").unwrap();
    let cover = "cover:\n  heading: 諮問書\n  blocks:\n    - { place: fields, fields: [{ label: 件名, text: \"{title}\" }, { label: 根拠, text: \"{basis}\" }, { label: 所管, text: \"{department}\" }] }\n    - { place: decision, fields: [{ label: 答申の日, text: \"{decision.date}\" }, { label: 答申, text: \"{decision.outcome}（{decision.meeting}）\" }, { label: 付帯意見, text: \"{decision.conditions}\" }] }\n";
    sandbox.write(form, format!("{cover}\noverview:{rest}"));
    let cover = || {
        let run = ["render", "r08/mihon-itaku", "--part", "cover", "--format", "md", "--out", "out"];
        let run = sandbox.fugi(&run);
        assert_eq!(run.code, 0, "{}{}", run.out, run.err);
        sandbox.read("out/mihon-itaku-cover.md")
    };
    let decided = cover();
    for said in ["答申の日", "令和８年２月１２日", "承認（令和７年度第６回）"] {
        assert!(decided.contains(said), "{said}: {decided}");
    }
    // No condition, no field; and nothing under the standard labels.
    assert!(!decided.contains("付帯意見") && !decided.contains("付議の日"), "{decided}");
    sandbox.edit("policies/r08/mihon-itaku.yaml", "  outcome: approved\n", "");
    let held = cover();
    assert!(!held.contains("答申の日") && !held.contains("記載なし") && !held.contains("承認"), "{held}");
}

#[test]
fn a_new_matter_offers_no_annex_that_the_form_has_not() {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    let from = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/mihonshi");
    crate::support::evidence::copy_all(&from.join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", std::fs::read(from.join("fugi.yaml")).unwrap());
    let run = sandbox.fugi(&["new", "matter", "atarashii"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let text = sandbox.read("policies/r08/atarashii.yaml");
    assert!(!text.contains("connections") && !text.contains("外部結合"), "{text}");
    assert!(text.contains("contracts:") && text.contains("# measures:"), "{text}");
}

#[test]
fn the_lines_of_a_diagram_are_a_table_where_the_form_asks_for_it() {
    let out = tempfile::TempDir::new().unwrap();
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let print = |workspace: &str, matter: &str, formats: &str| {
        let at = root.join(workspace);
        let sandbox = Sandbox::new();
        let to = out.path().join(matter.replace('/', "-"));
        let (at, to) = (at.to_string_lossy().into_owned(), to.to_string_lossy().into_owned());
        let run =
            ["render", matter, "--workspace", &at, "--format", formats, "--part", "lines", "--out", &to];
        sandbox.fugi(&run)
    };
    let run = print("samples/mihonshi", "r08/mimamori", "md,html,docx,json");
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let paper = std::fs::read_to_string(out.path().join("r08-mimamori/mimamori-lines.md")).unwrap();
    for said in [
        "（渡し方と項目）",
        "見守り番号、氏名、住所、訪問曜日",
        "見本市（見守りシステム）から見守り団体へ",
        "毎月",
    ] {
        assert!(paper.contains(said), "{said}: {paper}");
    }
    let without = print("", "r08/mihon-itaku", "md");
    assert!(without.code == 2 && without.err.contains("lines"), "{}{}", without.out, without.err);
}
