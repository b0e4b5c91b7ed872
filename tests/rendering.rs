//! `fugi render` and `fugi template` through the real program: what is written where, what is refused, and that an
//! old file stays whole when a new one cannot be written.

use crate::support;

use std::fs;
use std::path::Path;
use std::process::Command;
use support::{MATTER, Sandbox, golden};

/// The formats that need nothing but templates.
const TEXT: [&str; 2] = ["--format", "html,md,svg,json"];

fn render(sandbox: &Sandbox, more: &[&str]) -> support::Run {
    let arguments: Vec<&str> = ["render"].iter().chain(more).chain(&TEXT).copied().collect();
    sandbox.fugi(&arguments)
}

fn written(sandbox: &Sandbox, folder: &str) -> Vec<String> {
    let Ok(entries) = fs::read_dir(sandbox.path(folder)) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn everything_that_is_written_is_told_and_stays_the_same() {
    let sandbox = Sandbox::new();
    let run = render(&sandbox, &["r07/yoi"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let files = written(&sandbox, "out/r07");
    assert_eq!(files, ["yoi-nagare.svg", "yoi.html", "yoi.json", "yoi.md"]);
    for file in &files {
        assert!(run.out.contains(&format!("書き出しました: out/r07/{file}")), "{}", run.out);
    }
    let read = || files.iter().map(|file| sandbox.read(&format!("out/r07/{file}"))).collect::<Vec<_>>();
    let first = read();
    assert_eq!(render(&sandbox, &["r07/yoi"]).code, 0);
    assert_eq!(first, read());
}

#[test]
fn a_folder_of_matters_is_told_in_order_and_one_that_is_broken_stops_no_other() {
    let sandbox = Sandbox::new();
    for number in 0..20 {
        sandbox.write(&format!("policies/r07/m{number:02}.yaml"), MATTER);
    }
    sandbox.spoil("department: ka", "department: nai");
    let run = render(&sandbox, &["policies/r07", "-q"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("「nai」という"), "{}", run.err);
    let told: Vec<&str> = run.out.lines().filter(|line| line.ends_with(".html")).collect();
    let mut sorted = told.clone();
    sorted.sort_unstable();
    assert_eq!((told.len(), &told), (21, &sorted));
}

#[test]
fn what_cannot_be_printed_says_what_can() {
    let sandbox = Sandbox::new();
    let run = render(&sandbox, &["r07/yoi", "--part", "covr"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("「covr」という部分はありません") && run.err.contains("cover"), "{}", run.err);
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "doc"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("doc"), "{}", run.err);
    let run = render(&sandbox, &["r07/nai"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("r07/nai がありません"), "{}", run.err);
    assert!(written(&sandbox, "out").is_empty());
}

#[test]
fn a_part_has_a_file_of_its_own() {
    let sandbox = Sandbox::new();
    let run = render(&sandbox, &["r07/yoi", "--part", "資料１－１", "--out", "紙"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(
        written(&sandbox, "紙"),
        ["yoi-flow-1-1.html", "yoi-flow-1-1.json", "yoi-flow-1-1.md", "yoi-nagare.svg"]
    );
}

#[test]
fn ids_lead_no_file_out_of_the_folder() {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/yoi.yaml", MATTER.replace("nagare", "../../../soto"));
    let run = render(&sandbox, &["r07/yoi", "--out", "紙"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert_eq!(written(&sandbox, "紙"), ["yoi-.._.._.._soto.svg", "yoi.html", "yoi.json", "yoi.md"]);
}

#[test]
fn two_years_do_not_meet_in_one_folder() {
    let sandbox = Sandbox::new();
    for file in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        sandbox.write(&format!("policies/r08/{file}"), sandbox.read(&format!("policies/r07/{file}")));
    }
    assert_eq!(render(&sandbox, &["policies/r07", "policies/r08", "--out", "紙"]).code, 0);
    assert_eq!(written(&sandbox, "紙"), ["r07", "r08"]);
    assert_eq!(written(&sandbox, "紙/r08"), ["yoi-nagare.svg", "yoi.html", "yoi.json", "yoi.md"]);
}

#[cfg(unix)]
#[test]
fn a_template_that_is_a_link_out_of_its_folder_is_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("秘密.txt", "秘密");
    sandbox.write("別/足.md", "");
    std::os::unix::fs::symlink(sandbox.path("秘密.txt"), sandbox.path("別/document.md")).unwrap();
    let run = render(&sandbox, &["r07/yoi", "--template-dir", "別"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("フォルダの外を指すリンク"), "{}", run.err);
    assert!(written(&sandbox, "out").is_empty());
}

#[test]
fn a_file_in_the_way_is_named() {
    let sandbox = Sandbox::new();
    sandbox.write("紙", "別のもの");
    let run = render(&sandbox, &["r07/yoi", "--out", "紙"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("フォルダ 紙 を作れません"), "{}", run.err);
    assert_eq!(sandbox.read("紙"), "別のもの");
}

#[cfg(unix)]
#[test]
fn a_folder_without_permission_keeps_its_old_file() {
    let sandbox = Sandbox::new().run_by_nobody();
    if !sandbox.can_run() {
        return; // The user that runs the tests cannot become another one.
    }
    sandbox.write("紙/yoi.html", "前のもの");
    let run = render(&sandbox, &["r07/yoi", "--out", "紙"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("権限がありません") && run.err.contains("前からあるファイルはそのまま"),
        "{}",
        run.err
    );
    assert_eq!(sandbox.read("紙/yoi.html"), "前のもの");
    assert_eq!(written(&sandbox, "紙"), ["yoi.html"]);
}

/// A limit on the size of files stands for a disk that is full.
#[cfg(unix)]
#[test]
fn a_full_disk_keeps_the_old_file_and_leaves_nothing_half_written() {
    let sandbox = Sandbox::new();
    sandbox.write("紙/yoi.html", "前のもの");
    let script =
        format!("ulimit -f 1; exec {} render r07/yoi --format html --out 紙", env!("CARGO_BIN_EXE_fugi"));
    let run = Command::new("sh").args(["-c", &script]).current_dir(sandbox.root()).output().unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("ファイルの大きさの上限を超えました"), "{said}");
    assert_eq!(sandbox.read("紙/yoi.html"), "前のもの");
    assert_eq!(written(&sandbox, "紙"), ["yoi.html"]);
}

/// A template that would take any amount of memory is given up, whatever it does; the mark of a watched process that
/// was left in the environment lifts no limit.
#[cfg(target_os = "linux")]
#[test]
fn a_template_that_takes_all_memory_is_given_up() {
    let sandbox = Sandbox::new();
    let hungry = "{% set n = namespace(x=\"x\" * 1000) %}{% for a in range(60) %}{% set n.x = n.x ~ n.x %}{% endfor %}{{ n.x | length }}";
    sandbox.write("別/document.md", hungry);
    let run = Command::new(env!("CARGO_BIN_EXE_fugi"))
        .args(["render", "r07/yoi", "-q", "--format", "md", "--template-dir", "別"])
        .env("FUGI_WATCHED", "1")
        .current_dir(sandbox.root())
        .output()
        .unwrap();
    let said = String::from_utf8(run.stderr).unwrap();
    assert_eq!(run.status.code(), Some(2), "{said}");
    assert!(said.contains("区のひな形か字体の処理を打ち切りました"), "{said}");
    assert_eq!(said.lines().count(), 1, "{said}");
    assert!(written(&sandbox, "out").is_empty());
}

/// A text of 100,000 letters in one field is printed, or told in a message; every format ends.
#[test]
fn a_hundred_thousand_letters_in_a_field_are_printed() {
    let sandbox = Sandbox::new();
    let long = "長い目的。".repeat(20_000);
    sandbox.edit("policies/r07/yoi.yaml", "見本の目的", &long);
    for format in ["md", "html", "docx", "xlsx", "svg"] {
        let started = std::time::Instant::now();
        let run = sandbox.fugi(&["render", "r07/yoi", "-q", "--format", format]);
        println!("{format}: {:?}", started.elapsed());
        assert!(run.code == 0 || (run.code == 2 && run.err.contains("エラー")), "{format}: {}", run.err);
    }
    assert!(sandbox.read("out/r07/yoi.md").contains(&long));
    let checked = sandbox.fugi(&["check"]);
    assert!(checked.code < 2, "{}", checked.err);
}

/// What is drawn stands on every page of its diagram: a text that no diagram has room for is refused before anything is
/// measured, whatever it is, and formats without diagrams print it.
#[test]
fn a_hundred_thousand_letters_are_not_drawn() {
    let sandbox = Sandbox::new();
    let long = "長い名前".repeat(25_000);
    let participants =
        "    contract: itaku\n    participants: [{ role: agent, systems: [server] }]\n    links:\n";
    sandbox.edit("policies/r07/yoi.yaml", "    contract: itaku\n    links:\n", participants);
    let mut told = String::new();
    let drawn = ["見本事業者", "事業者のサーバ", "label: 契約, rows", "支払う。", "見本の流れ"];
    for was in drawn {
        let original = sandbox.read("policies/r07/yoi.yaml");
        let becomes = match was {
            "label: 契約, rows" => format!("label: {long}, rows"),
            _ => long.clone(),
        };
        sandbox.edit("policies/r07/yoi.yaml", was, &becomes);
        for format in ["html", "docx", "svg"] {
            let run = sandbox.fugi(&["render", "r07/yoi", "-q", "--format", format]);
            assert_eq!(run.code, 2, "{was} {format}: {}", run.out);
            assert_eq!(run.err.lines().count(), 1, "{was} {format}: {}", run.err);
            told.push_str(&format!("{was} {format}: {}", run.err));
        }
        let run = sandbox.fugi(&["render", "r07/yoi", "-q", "--format", "md"]);
        assert_eq!(run.code, 0, "{was}: {}", run.err);
        assert!(sandbox.read("out/r07/yoi.md").contains(&long), "{was}");
        sandbox.write("policies/r07/yoi.yaml", original);
    }
    golden("rendering/too-long-to-draw.txt", &told);
}

#[test]
fn exported_templates_print_the_same_and_may_be_changed() {
    let sandbox = Sandbox::new();
    assert_eq!(render(&sandbox, &["r07/yoi"]).code, 0);
    let (html, markdown) = (sandbox.read("out/r07/yoi.html"), sandbox.read("out/r07/yoi.md"));
    let run = sandbox.fugi(&["template", "export"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(written(&sandbox, "templates").contains(&"document.html".to_owned()));
    assert_eq!(render(&sandbox, &["r07/yoi"]).code, 0);
    assert_eq!((&html, &markdown), (&sandbox.read("out/r07/yoi.html"), &sandbox.read("out/r07/yoi.md")));

    // The workspace's own is used, and the export does not write over it.
    sandbox.edit("templates/document.md", "# {{ document.council }}", "# 区の様式 {{ document.council }}");
    assert_eq!(render(&sandbox, &["r07/yoi"]).code, 0);
    assert!(sandbox.read("out/r07/yoi.md").starts_with("# 区の様式 見本会議"));
    let again = sandbox.fugi(&["template", "export"]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("もうあります"), "{}", again.err);
    assert!(sandbox.read("templates/document.md").contains("区の様式"));

    // A folder that is named goes before it; what it lacks is built in.
    sandbox.write("別/document.md", "{{ document.title }}\n{% include \"足.md\" %}\n");
    sandbox.write("別/足.md", "{{ document.ward }}\r\n");
    assert_eq!(render(&sandbox, &["r07/yoi", "--template-dir", "別"]).code, 0);
    assert_eq!(sandbox.read("out/r07/yoi.md"), "よい案件\n見本区\n");
    assert_eq!(sandbox.read("out/r07/yoi.html"), html);
}

#[test]
fn a_wrong_template_is_told_with_its_line_and_nothing_is_written() {
    let sandbox = Sandbox::new();
    sandbox.write("秘密.md", "秘密");
    let mut told = String::new();
    for wrong in [
        "一行目\n{{ document.titel }}\n",
        "{{ document.title | uper }}",
        "\n\n{% for section in document.sections %}",
        "{% include \"../秘密.md\" %}",
        "{% include \"/etc/hostname\" %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ a }}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ document.ward + 1 }}",
    ] {
        sandbox.write("別/document.md", wrong);
        let run = sandbox.fugi(&["render", "r07/yoi", "-q", "--format", "md", "--template-dir", "別"]);
        assert_eq!(run.code, 2, "{wrong}");
        told.push_str(&run.err);
        assert!(written(&sandbox, "out/r07").is_empty(), "{wrong}");
    }
    for (folder, content) in [("空", None), ("壊", Some(b"\x83\x65\x83\x58".as_slice()))] {
        fs::create_dir_all(sandbox.path(folder)).unwrap();
        if let Some(content) = content {
            sandbox.write(&format!("{folder}/document.md"), content);
        }
        let run = sandbox.fugi(&["render", "r07/yoi", "-q", "--template-dir", folder]);
        assert_eq!(run.code, 2);
        told.push_str(&run.err);
    }
    told.push_str(&sandbox.fugi(&["render", "r07/yoi", "-q", "--template-dir", "無"]).err);
    golden("rendering/wrong-templates.txt", &told);
}

#[test]
fn one_agenda_a_meeting_and_a_list_of_the_year() {
    let sandbox = Sandbox::new();
    let with = |name: &str, council: &str| {
        sandbox.write(&format!("policies/r07/{name}.yaml"), format!("council: {{ {council} }}\n{MATTER}"));
    };
    with(
        "a",
        "meeting: 令和７年度第１回, date: 2025-05-20, place: 第一会議室, outcome: approved_with_conditions, conditions: [毎年度報告すること, 鍵を掛けること]",
    );
    with("b", "meeting: 令和7年度第1回, date: 2025-05-20");
    with("c", "meeting: 令和７年度第２回, date: 2025-08-19");
    // One matter means its year: an agenda of some matters would be wrong.
    let run = render(&sandbox, &["--agenda", "r07/a"]);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("r07/yoi: 会議"), "{}", run.out);
    let names = ["agenda-2025-05-20", "agenda-2025-08-19", "matter-list"];
    let files: Vec<String> = names
        .iter()
        .flat_map(|name| ["html", "json", "md"].map(|ending| format!("{name}.{ending}")))
        .collect();
    assert_eq!(written(&sandbox, "out/r07"), files);
    let all: String = names.iter().map(|name| sandbox.read(&format!("out/r07/{name}.md"))).collect();
    golden("rendering/agenda.md", &all);

    // A list that lacks a matter would be wrong: none is written.
    sandbox.spoil("department: ka", "department: nai");
    sandbox.remove("out");
    let run = render(&sandbox, &["--agenda", "policies/r07"]);
    assert_eq!((run.code, written(&sandbox, "out/r07").len()), (2, 0));
    assert!(run.err.contains("会議次第は書き出しませんでした"), "{}", run.err);
}

#[test]
fn a_draft_of_the_file_register_says_who_fills_in_what_is_not_known() {
    let sandbox = Sandbox::new();
    assert_eq!(render(&sandbox, &["r07/yoi", "--part", "file-register"]).code, 0);
    golden("rendering/file-register.md", &sandbox.read("out/r07/yoi-file-register.md"));
    assert_eq!(render(&sandbox, &["r07/yoi"]).code, 0);
    assert!(!sandbox.read("out/r07/yoi.md").contains("個人情報ファイル簿"), "no part of the submission");
}

/// The digest of what was submitted goes from the final paper's file into the matter and onto the cover; a change
/// after the decision is told.
#[test]
fn what_was_approved_is_known_by_its_digest() {
    const FILE: &str = "policies/r08/mihon-itaku.yaml";
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), "policies", &sandbox);
    copy(Path::new(env!("CARGO_MANIFEST_DIR")), "fugi.yaml", &sandbox);
    sandbox.edit(FILE, "  outcome: approved\n", "");
    let run = render(&sandbox, &["r08/mihon-itaku", "--final"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    let digest = run.out.split("sha256:").nth(1).unwrap()[..64].to_owned();
    let json = fs::read(sandbox.path("out/r08/mihon-itaku.json")).unwrap();
    assert_eq!(
        digest,
        fugi::evidence::format::digest::Digest::of(&json).to_string(),
        "any program can check it"
    );

    let decision = "outcome: approved_with_conditions\n  conditions: [毎年度報告すること]";
    let date = "  date: 2026-02-12\n";
    sandbox.edit(FILE, date, &format!("{date}  {decision}\n  digest: sha256:{digest}\n"));
    let run = render(&sandbox, &["r08/mihon-itaku", "--final"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(!run.out.contains("要確認: 承認"), "{}", run.out);
    let cover = sandbox.read("out/r08/mihon-itaku.md");
    for said in ["条件付き承認", "毎年度報告すること", &format!("sha256:{digest}")] {
        assert!(cover.contains(said), "{said}");
    }

    sandbox.edit(FILE, "  subjects: 見本健診の対象者\n", "  subjects: 見本健診の全ての対象者\n");
    let run = render(&sandbox, &["r08/mihon-itaku"]);
    assert!(run.out.contains("要確認: 承認された資料と、今の資料が違います"), "{}", run.out);

    sandbox.edit(FILE, &format!("sha256:{digest}"), "sha256:12");
    let run = render(&sandbox, &["r08/mihon-itaku"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("SHA-256 として読めません"), "{}", run.err);
}

/// Copies a file or a folder of the repository into the workspace.
fn copy(root: &Path, path: &str, sandbox: &Sandbox) {
    for entry in walkdir::WalkDir::new(root.join(path)).into_iter().map(Result::unwrap) {
        if entry.file_type().is_file() {
            let relative = entry.path().strip_prefix(root).unwrap().to_str().unwrap().to_owned();
            sandbox.write(&relative, fs::read(entry.path()).unwrap());
        }
    }
}

/// The real submission rests on assumptions: a draft marks them, `--final` refuses and writes nothing.
#[test]
fn the_final_paper_refuses_what_is_assumed() {
    let out = tempfile::tempdir().unwrap();
    let run = |more: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(["render", "policies/r07/koki-iryo-cashless.yaml", "-q", "--format", "html,md", "--out"])
            .arg(out.path())
            .args(more)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .unwrap()
    };
    let refused = run(&["--final"]);
    assert_eq!(refused.status.code(), Some(1));
    let told = String::from_utf8(refused.stdout).unwrap();
    assert!(
        told.contains("koki-iryo-cashless.yaml:") && told.contains("電子マネー事業者が取り扱う項目"),
        "{told}"
    );
    assert_eq!(fs::read_dir(out.path()).unwrap().count(), 0);

    assert_eq!(run(&["--part", "annex-outsourcing-emoney"]).status.code(), Some(0));
    let read = |ending: &str| {
        let name = format!("koki-iryo-cashless-annex-outsourcing-emoney.{ending}");
        fs::read_to_string(Path::new(out.path()).join(name)).unwrap()
    };
    let between = |text: String, from: &str, to: &str| {
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(to).unwrap();
        text[start..end].to_owned()
    };
    let html = between(read("html"), "<p class=\"items\">", "<div class=\"handling\"");
    let markdown = between(read("md"), "レコード区分、", "※電子マネー事業者は");
    // Each item is a link to who handles it; the links are looked at in a browser (.ci/proof/html.sh).
    let html: String = html
        .split('<')
        .map(|piece| match piece.strip_prefix("a ").or_else(|| piece.strip_prefix("/a")) {
            Some(link) => link.split_once('>').unwrap().1.to_owned(),
            None if piece.is_empty() => String::new(),
            None => format!("<{piece}"),
        })
        .collect();
    golden("rendering/underlined-items.txt", &format!("{html}\n----\n{markdown}"));
}

/// A template of the ward is a program: one that takes memory without end is ended, and one message says so.
#[cfg(target_os = "linux")]
#[test]
fn a_template_that_takes_all_memory_is_ended() {
    let sandbox = Sandbox::new();
    sandbox.write(
        "templates/document.md",
        "{% set own = namespace(x='0123456789abcdef') %}{% for i in range(60) %}{% set own.x = own.x ~ own.x %}{% endfor %}{{ own.x }}\n",
    );
    let run = sandbox.fugi(&["render", "r07/yoi", "--format", "md"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    assert!(run.err.contains("メモリが 1024 MB を超えました"), "{}", run.err);
    assert_eq!(run.err.lines().count(), 1, "{}", run.err);
    assert!(!sandbox.path("out").join("r07/yoi.md").exists());
    let english = sandbox.fugi(&["--lang", "en", "render", "r07/yoi", "--format", "md"]);
    assert!(english.err.contains("more than 1024 MB of memory"), "{}", english.err);
}
