//! `fugi diff`: which matter of one side is compared with which of the other, and what is refused.

use crate::support;

use serde_json::Value;
use support::{MATTER, Sandbox};

/// A matter of its own: other names for nearly everything that the sample has.
fn other_matter() -> String {
    let words = [
        ("よい案件", "図書館資料の予約サービスの提供に係る委託"),
        ("見本の目的", "予約を受け付けるため"),
        ("見本の対象者", "図書館の利用者"),
        ("見本の概要。\n    二行目。", "利用者が予約する。\n    館が貸し出す。"),
        ("収納日付", "予約日"),
        ("収納時間", "資料番号"),
        ("バーコード情報", "貸出券"),
        ("識別コード", "貸出券番号"),
        ("見本の委託", "予約の委託"),
        ("見本の流れ", "予約の流れ"),
        ("見本事業者", "予約の事業者"),
        ("作成して送信する。", "予約を預かる。"),
        ("nagare", "yoyaku"),
    ];
    let text = words.iter().fold(MATTER.to_owned(), |text, (from, to)| {
        assert!(text.contains(from), "{from}");
        text.replace(from, to)
    });
    text.replace("id: itaku\n", "id: yotaku\n")
        .replace("contract: itaku", "contract: yotaku")
        .replace("covers: [itaku]", "covers: [yotaku]")
        .replace("contracts/itaku", "contracts/yotaku")
}

fn titled(text: &str, title: &str) -> String {
    let own = text.lines().find(|line| line.starts_with("title: ")).unwrap().to_owned();
    text.replacen(&own, &format!("title: {title}"), 1)
}

/// Copies what a year needs besides its matters.
fn year(sandbox: &Sandbox, name: &str) {
    for path in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml"] {
        let text = sandbox.read(&format!("policies/r07/{path}"));
        sandbox.write(&format!("policies/{name}/{path}"), text);
    }
}

/// A workspace kept in git, with the matter `yoi` in two years.
fn two_years_in_git() -> Sandbox {
    let sandbox = Sandbox::new();
    year(&sandbox, "r08");
    sandbox.write("policies/r08/yoi.yaml", sandbox.read("policies/r07/yoi.yaml").replace("36000", "37000"));
    sandbox.git(&["init", "-q", "-b", "main"]);
    commit(&sandbox, "v1");
    sandbox
}

fn commit(sandbox: &Sandbox, tag: &str) {
    sandbox.git(&["add", "-A"]);
    sandbox.git(&["commit", "-q", "-m", tag]);
    sandbox.git(&["tag", tag]);
}

/// Returns which matters were compared, each with the number of its changes; then what is new and what has ended.
fn paired(sandbox: &Sandbox, arguments: &[&str]) -> Vec<String> {
    let run = sandbox.fugi(&[&["diff", "--format", "json"], arguments].concat());
    assert!(run.code < 2, "{arguments:?}: {}", run.err);
    let json: Value = serde_json::from_str(&run.out).unwrap();
    let name = |value: &Value| value.as_str().unwrap().to_owned();
    let list = |key: &str| json[key].as_array().unwrap().clone();
    let both = list("matters").into_iter().map(|own| {
        let changes = own["changes"].as_array().unwrap().len();
        format!("{} → {} {changes}", name(&own["old"]), name(&own["new"]))
    });
    let new = list("new_matters").into_iter().map(|own| format!("+ {}", name(&own["name"])));
    let ended = list("ended_matters").into_iter().map(|own| format!("- {}", name(&own["name"])));
    both.chain(new).chain(ended).collect()
}

#[test]
fn a_workspace_of_two_years_compared_with_itself_has_no_change() {
    let sandbox = two_years_in_git();
    let policies = sandbox.path("policies").display().to_string();
    for arguments in [vec!["--git", "v1..v1"], vec![".", "."], vec!["policies", &policies]] {
        let found = paired(&sandbox, &arguments);
        assert_eq!(found, ["r07/yoi → r07/yoi 0", "r08/yoi → r08/yoi 0"], "{arguments:?}");
        assert_eq!(sandbox.fugi(&[vec!["diff"], arguments].concat()).code, 0);
    }
}

#[test]
fn a_revision_is_compared_year_by_year() {
    let sandbox = two_years_in_git();
    sandbox.edit("policies/r07/yoi.yaml", "value: 36000", "value: 3600");
    sandbox.git(&["mv", "policies/r08/yoi.yaml", "policies/r08/betsu.yaml"]);
    commit(&sandbox, "v2");
    let found = paired(&sandbox, &["--git", "v1..v2"]);
    assert_eq!(found, ["r07/yoi → r07/yoi 1", "r08/yoi → r08/betsu 0"]);
    // A year that begins takes no matter of another year away.
    year(&sandbox, "r09");
    sandbox.write("policies/r09/yoi.yaml", sandbox.read("policies/r08/betsu.yaml"));
    commit(&sandbox, "v3");
    let found = paired(&sandbox, &["--git", "v2..v3"]);
    assert_eq!(found, ["r07/yoi → r07/yoi 0", "r08/betsu → r08/betsu 0", "+ r09/yoi"]);
    // What leaves a year is followed into the next.
    sandbox.remove("policies/r09/yoi.yaml");
    commit(&sandbox, "v4");
    sandbox.git(&["mv", "policies/r08/betsu.yaml", "policies/r09/betsu.yaml"]);
    commit(&sandbox, "v5");
    let found = paired(&sandbox, &["--git", "v4..v5"]);
    assert_eq!(found, ["r07/yoi → r07/yoi 0", "r08/betsu → r09/betsu 0"]);
}

#[test]
fn papers_of_two_years_stay_apart() {
    let sandbox = two_years_in_git();
    let run = sandbox.fugi(&["diff", "--git", "v1..v1", "--format", "md", "--out", "kami"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for year in ["令和７年度", "令和８年度"] {
        let folder = if year == "令和７年度" { "r07" } else { "r08" };
        assert!(sandbox.read(&format!("kami/{folder}/yoi-comparison.md")).contains(year));
    }
}

#[test]
fn a_matter_is_found_by_title_then_file_then_content() {
    let sandbox = Sandbox::new();
    year(&sandbox, "r08");
    let matters = |year: &str, list: &[(&str, &str)]| {
        for entry in std::fs::read_dir(sandbox.path(&format!("policies/{year}"))).unwrap() {
            let path = entry.unwrap().path();
            if path.is_file() && !path.ends_with("parties.yaml") {
                std::fs::remove_file(path).unwrap();
            }
        }
        for (name, text) in list {
            sandbox.write(&format!("policies/{year}/{name}.yaml"), text);
        }
    };
    let there = || paired(&sandbox, &["policies/r07", "policies/r08"]);
    let back = || paired(&sandbox, &["policies/r08", "policies/r07"]);
    let (one, other) = (MATTER.to_owned(), other_matter());

    // Two files have exchanged their contents.
    matters("r07", &[("a", &one), ("b", &other)]);
    matters("r08", &[("a", &other), ("b", &one)]);
    assert_eq!(there(), ["r07/a → r08/b 0", "r07/b → r08/a 0"]);
    assert_eq!(back(), ["r08/a → r07/b 0", "r08/b → r07/a 0"]);

    // And were given another title besides.
    let renamed = (titled(&one, "学童クラブの入会の申請"), titled(&other, "住民票の写しの交付"));
    matters("r08", &[("a", &renamed.1), ("b", &renamed.0)]);
    assert_eq!(there(), ["r07/a → r08/b 1", "r07/b → r08/a 1"]);

    // Or titles that are like each other as well, with another year in them.
    let of = |text: &str, year: u32, what: &str| {
        titled(
            text,
            &format!("令和{year}年度における見本区の{what}の受診券の作成及び発送に係る業務の委託について"),
        )
    };
    matters("r07", &[("a", &of(&one, 7, "特定健診")), ("b", &of(&other, 7, "がん検診"))]);
    matters("r08", &[("a", &of(&other, 8, "がん検診")), ("b", &of(&one, 8, "特定健診"))]);
    assert_eq!(there(), ["r07/a → r08/b 1", "r07/b → r08/a 1"]);
    matters("r07", &[("a", &one), ("b", &other)]);

    // File and title are others, and what it says is the same.
    matters("r08", &[("a", &one), ("c", &renamed.1)]);
    assert_eq!(there(), ["r07/a → r08/a 0", "r07/b → r08/c 1"]);
    assert_eq!(back(), ["r08/a → r07/a 0", "r08/c → r07/b 1"]);

    // Nothing but the file is the same.
    matters("r07", &[("a", &one)]);
    matters("r08", &[("a", &other)]);
    assert!(matches!(there().as_slice(), [only] if only.starts_with("r07/a → r08/a")));

    // Not even the file.
    matters("r08", &[("b", &other)]);
    assert_eq!(there(), ["+ r08/b", "- r07/a"]);

    // Several matters say the same: then that does not tell which one is meant.
    matters("r07", &[("a", &one), ("b", &titled(&one, "学童クラブの入会の申請"))]);
    matters("r08", &[("a", &one), ("c", &titled(&one, "住民票の写しの交付"))]);
    assert_eq!(there(), ["r07/a → r08/a 0", "+ r08/c", "- r07/b"]);

    // One title for all: the names of the files tell them apart.
    matters("r07", &[("a", &one), ("b", &one), ("c", &one)]);
    matters("r08", &[("b", &one), ("c", &one), ("d", &one)]);
    assert_eq!(there(), ["r07/a → r08/d 0", "r07/b → r08/b 0", "r07/c → r08/c 0"]);
}

#[test]
fn a_matter_that_was_moved_is_found_by_either_name() {
    let sandbox = two_years_in_git();
    sandbox.git(&["mv", "policies/r08/yoi.yaml", "policies/r08/betsu.yaml"]);
    sandbox.edit("policies/r08/betsu.yaml", "value: 37000", "value: 38000");
    // Another matter that is not whole does not stand in the way.
    sandbox.write("policies/r08/kakikake.yaml", "title: [");
    commit(&sandbox, "v2");
    let found = |revisions, path| paired(&sandbox, &["--git", revisions, path]);
    for path in ["policies/r08/yoi.yaml", "policies/r08/betsu.yaml", "r08/betsu"] {
        assert_eq!(found("v1..v2", path), ["r08/yoi → r08/betsu 1"], "{path}");
        assert_eq!(found("v2..v1", path), ["r08/betsu → r08/yoi 1"], "{path}");
    }
    // But where nothing else matches, it may be the one.
    sandbox.write("policies/r08/atarashii.yaml", other_matter());
    commit(&sandbox, "v3");
    assert_eq!(found("v1..v3", "r08/atarashii"), ["+ r08/atarashii"]);
    sandbox.remove("policies/r08/betsu.yaml");
    commit(&sandbox, "v4");
    let run = sandbox.fugi(&["diff", "--git", "v1..v4", "r08/yoi"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("policies/r08/kakikake.yaml"), "{}", run.err);
    // Two files that exchanged their contents between the revisions.
    sandbox.remove("policies/r08/kakikake.yaml");
    sandbox.write("policies/r08/yoi.yaml", MATTER);
    commit(&sandbox, "v5");
    sandbox.write("policies/r08/yoi.yaml", other_matter());
    sandbox.write("policies/r08/atarashii.yaml", MATTER);
    commit(&sandbox, "v6");
    assert_eq!(found("v5..v6", "r08/yoi"), ["r08/atarashii → r08/yoi 0"]);
}

#[test]
fn a_moved_matter_is_found_from_any_folder() {
    let sandbox = two_years_in_git();
    sandbox.git(&["mv", "policies/r08/yoi.yaml", "policies/r08/betsu.yaml"]);
    commit(&sandbox, "v2");
    for (folder, path) in [
        (".", "./policies/r08/yoi.yaml"),
        ("policies", "r08/yoi.yaml"),
        ("policies", "r08/yoi"),
        ("policies/r08", "yoi.yaml"),
        ("policies/r08", "../r08/yoi.yaml"),
        ("policies/r07", "r08/yoi"),
    ] {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_fugi"));
        command.current_dir(sandbox.path(folder)).args(["diff", "--git", "v1..v2", path]);
        let run = command.output().unwrap();
        let said = String::from_utf8(run.stdout).unwrap();
        assert!(said.contains("（r08/yoi → r08/betsu）"), "{folder} {path}: {said}");
    }
    let run = sandbox.fugi(&["diff", "--git", "v1..v2", "../yoi.yaml"]);
    assert!(run.code == 2 && run.err.contains("の外にあります"), "{}", run.err);
}

#[test]
fn a_file_that_is_no_matter_is_refused() {
    let sandbox = two_years_in_git();
    let refused = |arguments: &[&str], what: &str| {
        let run = sandbox.fugi(&[&["diff"], arguments].concat());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        let said = [arguments.last().unwrap(), what, "policies/r07/案件.yaml"];
        assert!(said.iter().all(|words| run.err.contains(words)), "{arguments:?}: {}", run.err);
    };
    for (file, what) in [
        ("policies/r07/parties.yaml", "法人の一覧です"),
        ("policies/r07/forms/itaku.yaml", "年度の様式です"),
        ("policies/r07/forms", "年度の様式です"),
        ("policies/common/kyotsu.yaml", "各年度に共通の定義です"),
        ("fugi.yaml", "の場所にありません"),
    ] {
        refused(&["policies/r08", file], what);
        if file.ends_with(".yaml") {
            refused(&["--git", "v1..v1", file], what);
        }
    }
    let run = sandbox.fugi(&["diff", "policies/r07/parties.yaml", "r08/yoi", "--lang", "en"]);
    assert!(run.err.contains("the list of legal entities") && run.err.is_ascii(), "{}", run.err);
}

#[test]
#[cfg(not(feature = "pdf"))]
fn a_build_without_pdf_says_so_before_anything_is_written() {
    let sandbox = two_years_in_git();
    let run = sandbox.fugi(&["diff", "r07/yoi", "r08/yoi", "--format", "md,pdf", "--out", "kami"]);
    let rendered = sandbox.fugi(&["render", "r07/yoi", "--format", "pdf"]);
    assert_eq!((run.code, run.err.as_str()), (2, rendered.err.as_str()));
    assert!(run.err.contains("PDF なしで作られた") && !run.err.contains("document.typ"), "{}", run.err);
    assert!(!sandbox.path("kami").exists());
}

/// A matter that cannot be read does not stand in the way of the others, and is neither new nor ended.
#[test]
fn what_can_be_read_is_compared_beside_what_cannot() {
    let result = |sandbox: &Sandbox, arguments: &[&str]| -> (i32, Value) {
        let run = sandbox.fugi(&[&["diff", "--format", "json"], arguments].concat());
        (run.code, serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {}", run.err)))
    };
    let names = |result: &Value, key: &str| -> Vec<String> {
        let list = result[key].as_array().unwrap().iter();
        list.map(|own| own["name"].as_str().or(own["new"].as_str()).unwrap().to_owned()).collect()
    };
    let sandbox = two_years_in_git();
    sandbox.write("policies/r08/betsu.yaml", other_matter());
    commit(&sandbox, "v2");
    sandbox.write("policies/r08/betsu.yaml", "title: [\n");
    sandbox.edit("policies/r08/yoi.yaml", "37000", "38000");
    commit(&sandbox, "v3");
    for (revisions, changes) in [("v2..v3", 1), ("v3..v2", 1), ("v3", 0), ("v1..v3", 1)] {
        let (code, result) = result(&sandbox, &["--git", revisions]);
        assert_eq!((code, &result["complete"]), (2, &Value::Bool(false)), "{revisions}");
        assert_eq!(result["unread"][0]["files"][0], "policies/r08/betsu.yaml", "{revisions}");
        assert_eq!(result["not_compared"], serde_json::json!(["r08/betsu"]), "{revisions}");
        assert_eq!(names(&result, "matters"), ["r07/yoi", "r08/yoi"], "{revisions}");
        let of_year = &result["matters"][1];
        assert_eq!(of_year["changes"].as_array().unwrap().len(), changes, "{revisions}");
        assert!(names(&result, "new_matters").is_empty() && names(&result, "ended_matters").is_empty());
    }
    let told = sandbox.fugi(&["diff", "--git", "v2..v3", "--lang", "en"]);
    assert!(told.code == 2 && told.out.contains("not compared"), "{}{}", told.out, told.err);
    assert!(told.err.contains("policies/r08/betsu.yaml"), "{}", told.err);
    // Moved and broken at once: what has no pair any more may be it.
    sandbox.git(&["mv", "policies/r08/betsu.yaml", "policies/r08/ugoita.yaml"]);
    commit(&sandbox, "v4");
    let (_, moved) = result(&sandbox, &["--git", "v2..v4"]);
    assert_eq!(moved["not_compared"], serde_json::json!(["r08/betsu", "r08/ugoita"]));
    assert!(names(&moved, "ended_matters").is_empty());
    // Two years as folders.
    sandbox.write("policies/r07/betsu.yaml", other_matter());
    let (code, years) = result(&sandbox, &["r07", "r08"]);
    assert_eq!((code, names(&years, "matters")), (2, vec!["r08/yoi".to_owned()]));
    assert!(names(&years, "ended_matters").is_empty(), "{years:#}");
    // The one that is asked for is needed.
    assert_eq!(sandbox.fugi(&["diff", "--git", "v2..v3", "r08/betsu"]).code, 2);
}
