//! Options: read as strictly as the files, heeded or refused, the same wherever the command runs.

use crate::support::Sandbox;
use crate::support::evidence::copy_all;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn fugi_in(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_fugi")).args(arguments).current_dir(folder).output().unwrap()
}

fn fugi(arguments: &str) -> Output {
    fugi_in(root(), &arguments.split_whitespace().collect::<Vec<_>>())
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// A waiver that runs out within the term covers nothing from the next day on; after the term nothing changes any more.
#[test]
fn a_waiver_runs_out_at_the_day_of_looking() {
    let sandbox = Sandbox::new();
    let at = |day: &str| {
        let run = sandbox.fugi(&["check", "r07/yoi", "--format", "json", "--as-of", day]);
        let found: serde_json::Value =
            serde_json::from_str(&run.out).unwrap_or_else(|_| panic!("{}", run.err));
        let has = |rule: &str| found.to_string().contains(&format!("\"{rule}\""));
        (has("waiver-expired"), found["findings"].clone())
    };
    sandbox.edit("policies/r07/yoi.yaml", "until: 2026-03-31", "until: 2025-12-31");
    assert!(!at("2025-12-31").0, "the last day still counts");
    assert!(at("2026-01-01").0);
    let closed = at("2026-03-31");
    assert!(closed.0);
    assert_eq!(at("2031-07-01"), closed, "a year that is over does not change");
    sandbox.edit("policies/r07/yoi.yaml", "until: 2025-12-31", "until: 2026-03-31");
    assert!(!at("2031-07-01").0, "it held until the end of the term");
}

/// Before a term is over nobody knows when information was used last: the form says so and leaves it blank.
#[test]
fn a_form_before_the_last_day_of_a_term_says_no_more_than_is_known() {
    let folder = tempfile::tempdir().unwrap();
    copy_all(&root().join("policies"), &folder.path().join("policies"));
    fs::copy(root().join("fugi.yaml"), folder.path().join("fugi.yaml")).unwrap();
    let form = |day: &str, language: &str| {
        let words = ["erasure", "form", "r08/mihon-itaku/result", "mihon-cloud"];
        let more = ["--as-of", day, "--lang", language];
        let run = fugi_in(folder.path(), &[&words[..], &more[..]].concat());
        assert_eq!(run.status.code(), Some(0), "{}", stderr(&run));
        (stdout(&run), stderr(&run))
    };
    for day in ["2026-04-01", "2026-12-01", "2027-03-30"] {
        let (said, told) = form(day, "ja");
        assert!(told.contains("2027-03-31 までです") && told.contains("last_used"), "{day}: {told}");
        assert!(!said.contains("last_used: 2027") && !said.contains("trigger: contract_end "), "{said}");
        let (said, told) = form(day, "en");
        assert!(told.contains("runs until 2027-03-31") && told.is_ascii(), "{day}: {told}");
        assert!(!said.contains("last_used: 2027") && !said.contains("trigger: contract_end "), "{said}");
        // What is blank is asked for before it can be signed.
        fs::write(folder.path().join("form.yaml"), said).unwrap();
        let checked = fugi_in(folder.path(), &["record", "check", "form.yaml", "--lang", "en"]);
        assert_eq!(checked.status.code(), Some(1));
        assert!(stderr(&checked).contains("`last_used` is missing"), "{}", stderr(&checked));
    }
    let (said, told) = form("2027-04-01", "ja");
    assert!(said.contains("last_used: 2027-03-31") && said.contains("trigger: contract_end"), "{said}");
    assert!(!told.contains("last_used"), "{told}");
}

/// Every option that takes a day, with a command that uses it.
const DAYS: &[&str] = &[
    "status policies/r08/mihon-itaku.yaml --as-of",
    "erasure status --as-of",
    "audit plan --as-of",
    "audit close r08/mihon-itaku/result mihon-data P11 --evidence x --on",
    "incident start --party mihon-cloud --no-form --since",
    "incident start --party mihon-cloud --no-form --contractor-since",
    "incident start --party mihon-cloud --no-form --passed-hundred",
];

#[test]
fn a_day_is_read_as_strictly_as_in_a_file() {
    for command in DAYS {
        for day in
            ["27-05-01", "2027-5-1", "2027/05/01", "20270501", "2027-02-30", "1999-12-31", "2101-01-01"]
        {
            let output = fugi(&format!("{command} {day}"));
            assert_eq!(output.status.code(), Some(2), "{command} {day}: {}", stdout(&output));
            assert!(stdout(&output).is_empty(), "{command} {day}");
            let said = stderr(&output);
            assert!(said.contains(&format!("「{day}」")), "{command} {day}: {said}");
            let english = fugi(&format!("{command} {day} --lang en"));
            let said = stderr(&english);
            assert!(said.contains(&format!("`{day}`")), "{command} {day}: {said}");
            assert!(said.is_ascii(), "{said}");
        }
    }
    let meant = stderr(&fugi("erasure status --as-of R9.5.1"));
    assert!(meant.contains("2027-05-01"), "{meant}");
}

#[test]
fn a_year_is_one_that_a_command_may_look_at() {
    for year in ["r8", "r99", "26", "0026", "reiwa8"] {
        for command in ["audit plan --year", "audit report --year", "new matter x --year"] {
            let output = fugi(&format!("{command} {year}"));
            assert_eq!(output.status.code(), Some(2), "{command} {year}");
            assert!(stderr(&output).contains("r08 か 2026 の形"), "{}", stderr(&output));
        }
    }
    assert_eq!(stdout(&fugi("audit plan -q")), stdout(&fugi("audit plan -q --year r09")));
}

#[test]
fn an_option_that_would_do_nothing_is_refused() {
    for (command, option) in [
        ("diff", "--as-of 2027-05-01"),
        ("show handles", "--as-of 2027-05-01"),
        ("show handles", "--quiet"),
        ("incident start --party mihon-cloud --no-form", "-q"),
        ("audit sheet r08/mihon-itaku/result mihon-data", "-q"),
        ("licenses fonts", "--workspace ."),
        ("erasure form r08/mihon-itaku/result mihon-cloud", "-q"),
    ] {
        let output = fugi(&format!("{command} {option}"));
        assert_eq!(output.status.code(), Some(2), "{command} {option}");
        assert!(stdout(&output).is_empty(), "{command} {option}");
        assert!(stderr(&output).contains("使えません"), "{command} {option}: {}", stderr(&output));
        let help = stdout(&fugi(&format!("{command} --help")));
        let long = match option.split(' ').next() {
            Some("-q") => "--quiet",
            Some(long) => long,
            None => unreachable!(),
        };
        assert!(!help.contains(long), "{command} offers {long}");
    }
}

#[test]
fn an_option_that_would_do_nothing_beside_another_is_refused() {
    for (command, beside) in [
        ("check --format json", "--quiet"),
        ("check --format sarif", "--undecided"),
        ("check --format json", "--places"),
        ("check --prove", "--format json"),
        ("check --prove", "--deny info"),
        ("status --format html", "-q"),
        ("status --format json", "-q"),
        ("erasure status --format json", "-q"),
        ("audit plan --format json", "--width 80"),
        ("show handles --format json", "--width 80"),
        ("diff r07 r08 --format json", "-q"),
        ("diff r07 r08 --format md", "--width 80"),
        ("diff r07 r08", "--out made"),
        ("verify --format json", "-q"),
        ("verify evidence", "--evidence evidence"),
        ("parties check x --format json", "-q"),
        ("observe x --flow a --step 1 --format json", "-q"),
        ("explain --list", "--matter r08/mihon-itaku"),
        ("explain dash-without-reason", "--matter r08/mihon-itaku"),
        ("explain --list", "dash-without-reason"),
        ("explain dash-without-reason", "--workspace ."),
        ("explain --list", "--workspace ."),
        ("render r08/mihon-itaku --format md", "--attach-source"),
        ("render r08/mihon-itaku --format md", "--font-dir fonts"),
        ("render r08/mihon-itaku --format md", "--reference-docx x.docx"),
        ("incident start --party x --no-form", "--out made"),
        ("incident start --party x --no-form", "--form xlsx"),
        ("schema", "--ids"),
        ("schema matter", "--workspace ."),
        ("schema", "--workspace ."),
        ("man", "--workspace ."),
        ("status", "--out page.txt"),
        ("status --format text", "--out page.txt"),
        ("schema result-check", "--ids"),
        ("new matter x --from r08/mihon-itaku", "--like insatsu-hasso"),
        ("new matter x", "--like"),
    ] {
        for language in ["ja", "en"] {
            let output = fugi(&format!("{command} {beside} --lang {language}"));
            assert_eq!(output.status.code(), Some(2), "{command} {beside}: {}", stdout(&output));
            assert!(stdout(&output).is_empty(), "{command} {beside}");
            assert!(!stderr(&output).is_empty(), "{command} {beside}");
        }
    }
    // And what does something is taken.
    for command in [
        "check policies/r08 --format text -q",
        "diff r08 r08 -q --width 60",
        "show handles r08 --width 60",
        "schema matter --ids",
    ] {
        let output = fugi(command);
        assert!(output.status.code() < Some(2), "{command}: {}", stderr(&output));
    }
}

/// Standard output on a full disk: exit 2, and a word to whoever waits for the file.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    for command in [
        "check r09 --format json",
        "check r09 --format sarif",
        "check r09",
        "show handles r09",
        "schema matter",
        "licenses fonts",
        "--help",
        "--version",
    ] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(command.split_whitespace())
            .args(["--lang", "en"])
            .current_dir(root())
            .stdout(full)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(2), "{command}");
        let said = stderr(&output);
        assert_eq!(said.matches("the disk is full").count(), 1, "{command}: {said}");
    }
}

#[test]
fn quiet_prints_the_summary_only() {
    for command in [
        "status --as-of 2027-05-01",
        "erasure status --as-of 2027-05-01",
        "audit plan --year r08 --as-of 2027-05-01",
        "check policies/r08",
    ] {
        let (whole, short) = (fugi(command), fugi(&format!("{command} -q")));
        assert_eq!(whole.status.code(), short.status.code(), "{command}");
        let (whole, short) = (stdout(&whole), stdout(&short));
        assert!(!short.is_empty() && short.lines().count() <= 2, "{command}: {short}");
        let told: Vec<&str> = whole.lines().collect();
        assert!(short.lines().all(|line| told.contains(&line)) && whole.len() > short.len(), "{command}");
    }
}

#[test]
fn a_named_workspace_is_where_relative_paths_lie() {
    let folder = tempfile::tempdir().unwrap();
    // A folder of the same name where the command runs is not what is meant.
    fs::create_dir_all(folder.path().join("policies/r08")).unwrap();
    fs::write(folder.path().join("policies/r08/mihon-itaku.yaml"), "title: x\n").unwrap();
    let workspace = root().to_str().unwrap();
    for place in ["policies/r08", "policies/r08/mihon-itaku.yaml", "r08/mihon-itaku"] {
        let output = fugi_in(folder.path(), &["check", "-q", place, "--workspace", workspace]);
        assert_eq!(output.status.code(), Some(0), "{place}: {}", stderr(&output));
    }
    let output = fugi_in(
        folder.path(),
        &["fmt", "--check", "policies/r08/mihon-itaku.yaml", "--workspace", workspace],
    );
    assert_eq!(output.status.code(), Some(0), "{}", stdout(&output));
}

/// What is read and what is written, in every command alike; a watched child, too, starts where its parent started.
#[test]
fn every_relative_path_lies_in_the_named_workspace() {
    let sandbox = Sandbox::new();
    for (from, to) in [("samples/mihonshi", "w"), ("evidence", "w/kept")] {
        copy_all(&root().join(from), &sandbox.path(to));
    }
    sandbox.write("w/trust.txt", fs::read(root().join("docs/mihon-trust.txt")).unwrap());
    let run = |arguments: &str| {
        let arguments: Vec<&str> = arguments.split(' ').chain(["--workspace", "w"]).collect();
        let run = sandbox.fugi(&arguments);
        // Something may be due on the day of the test.
        assert!(run.code <= i32::from(arguments[0] == "status"), "{arguments:?}: {}{}", run.out, run.err);
    };
    run("render r08/mimamori --format md,docx --out made");
    run("verify --evidence kept --trust trust.txt");
    run("export --evidence kept --out copy");
    run("book export r08/mimamori --out book.xlsx");
    run("book import book.xlsx");
    run("import made/mimamori.docx --out draft.yaml");
    run("schema --out schemas --ids");
    run("template export own");
    run("render r08/mimamori --format md --template-dir own --out again");
    run("status --format ics --out days.ics");
    run("schema --out plain");
    run("man --out pages");
    run("init begun");
    assert_eq!(sandbox.read("w/again/mimamori.md"), sandbox.read("w/made/mimamori.md"));
    for made in ["copy", "book.xlsx", "draft.yaml", "schemas", "own", "days.ics", "plain", "pages", "begun"] {
        assert!(sandbox.path("w").join(made).exists() && !sandbox.path(made).exists(), "{made}");
    }
    let missing = sandbox.fugi(&["observe", "gone.csv", "--workspace", "w"]);
    assert_eq!(missing.code, 2, "{}{}", missing.out, missing.err);
    let file = sandbox.fugi(&["check", "--workspace", "w/fugi.yaml"]);
    assert!(file.code == 2 && file.err.contains("w/fugi.yaml"), "{}{}", file.out, file.err);
}

#[test]
fn a_path_is_shown_without_what_says_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = fugi_in(folder.path(), &["schema", "--out", "made//schemas/./"]);
    let said = stdout(&output);
    assert!(
        said.contains("made/schemas/matter.schema.json".replace('/', std::path::MAIN_SEPARATOR_STR).as_str())
    );
    assert!(!said.contains("//") && !said.contains("/./"), "{said}");
}

/// What nobody named a folder for is shown from where one stands.
#[test]
fn the_papers_of_a_year_are_shown_as_one_would_type_them() {
    let sandbox = Sandbox::new();
    for (folder, shown) in [(".", "out"), ("policies", "../out"), ("policies/r07", "../../out")] {
        for arguments in
            [&["render", "r07/yoi", "--format", "md"][..], &["diff", "r07/yoi", "r07/yoi", "--format", "md"]]
        {
            let output = fugi_in(&sandbox.path(folder), arguments);
            let said = stdout(&output);
            let shown = format!("{shown}/r07/yoi").replace('/', std::path::MAIN_SEPARATOR_STR);
            assert!(
                said.contains(&format!(" {shown}")),
                "{arguments:?} in {folder}: {said}{}",
                stderr(&output)
            );
        }
    }
    assert!(sandbox.path("out/r07/yoi.md").exists() && !sandbox.path("policies/out").exists());
}

#[test]
fn licences_can_be_asked_for_one_part() {
    let all = stdout(&fugi("licenses"));
    for (part, says) in
        [("fugi", "MIT OR Apache-2.0"), ("fonts", "SIL Open Font License"), ("crates", "serde ")]
    {
        let own = fugi(&format!("licenses {part}"));
        assert_eq!(own.status.code(), Some(0));
        let own = stdout(&own);
        assert!(own.contains(says) && own.len() < all.len() && all.contains(own.trim_end()), "{part}");
    }
    let serde = stdout(&fugi("licenses serde"));
    assert!(serde.starts_with("serde ") && serde.contains("Permission is hereby granted"), "{serde}");
    let wrong = fugi("licenses serd");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(stderr(&wrong).contains("serde"), "{}", stderr(&wrong));
}

#[test]
fn the_shells_complete_every_command_in_both_languages() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        for language in ["ja", "en"] {
            let output = fugi(&format!("completions {shell} --lang {language}"));
            assert_eq!(output.status.code(), Some(0), "{shell}: {}", stderr(&output));
            assert!(stdout(&output).contains("erasure"), "{shell}");
        }
    }
    let fish = stdout(&fugi("completions fish"));
    let show = fish.lines().find(|line| line.contains("using_subcommand show") && line.contains("handles"));
    assert!(
        show.is_some_and(|line| line.contains("-a \"handles parties items flows flow contracts copies\""))
    );
    // What a command refuses is not offered, what it takes is.
    let offers = |place: &str, option: &str| {
        fish.lines().any(|line| line.contains(&format!("{place}\" -l {option} ")))
    };
    assert!(!offers("using_subcommand show", "as-of") && offers("using_subcommand show", "width"));
    assert!(!offers("seen_subcommand_from new", "quiet") && offers("using_subcommand status", "as-of"));
}

/// A folder that is not there is all that is told of; the evidence of the workspace is shown from where one stands.
#[test]
fn a_mistyped_folder_of_evidence_is_told_alone() {
    let sandbox = Sandbox::new();
    for command in ["verify --evidence nosuch", "verify nosuch", "verify policies"] {
        let run = sandbox.fugi(&command.split(' ').collect::<Vec<_>>());
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{command}: {}", run.err);
        assert_eq!(run.err.lines().count(), 1, "{command}: {}", run.err);
        let folder = command.split(' ').next_back().unwrap();
        assert!(run.err.contains(folder), "{command}: {}", run.err);
    }
    let here = sandbox.fugi(&["verify"]);
    assert!(here.err.contains("evidence") && !here.err.contains('/'), "{}", here.err);
    let below = fugi_in(&sandbox.path("policies/r07"), &["verify"]);
    let up: std::path::PathBuf = ["..", "..", "evidence"].iter().collect();
    assert!(stderr(&below).contains(&format!(" {}", up.display())), "{}", stderr(&below));
}

#[test]
fn a_page_and_a_calendar_of_what_is_due_name_what_was_not_read() {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/warui.yaml", "title: [\n");
    for (format, language, said) in [
        ("html", "ja", "読めない案件があり、この一覧に入っていません: policies/r07/warui.yaml"),
        ("html", "en", "a matter could not be read and is not in this list: policies/r07/warui.yaml"),
        ("ics", "ja", "読めない案件があり、この一覧に入っていません"),
    ] {
        let run = sandbox.fugi(&["status", "--format", format, "--lang", language, "--out", "due"]);
        assert_eq!(run.code, 2, "{}{}", run.out, run.err);
        let page = sandbox.read("due").replace("\r\n ", "");
        assert!(page.contains(said), "{format} {language}: {page}");
    }
}

#[test]
fn a_report_on_the_audits_is_not_written_short() {
    let sandbox = Sandbox::new();
    sandbox.remove("policies");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    copy_all(&root.join("policies"), &sandbox.path("policies"));
    sandbox.write("fugi.yaml", fs::read(root.join("fugi.yaml")).unwrap());
    let arguments = ["audit", "report", "--year", "r08", "--format", "md,json", "--out", "made"];
    let whole = sandbox.fugi(&arguments);
    assert!(whole.code < 2, "{}{}", whole.out, whole.err);
    let before = sandbox.read("made/audit-report.md");
    sandbox.write("policies/r08/koki-iryo-cashless.yaml", "title: [\n");
    let short = sandbox.fugi(&arguments);
    assert_eq!(short.code, 2, "{}{}", short.out, short.err);
    assert!(short.err.contains("監査の報告書は書き出しませんでした"), "{}", short.err);
    assert_eq!(sandbox.read("made/audit-report.md"), before);
}
