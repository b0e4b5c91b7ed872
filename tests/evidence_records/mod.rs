//! Records of the evidence, through the real binary: the whole walk, and every attack as an auditor reads it.

#![allow(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a helper of a test fails by panicking, and forms are filled with days before today"
)]

mod attacks;
mod audits;
mod beside;
mod cases;
mod changes;
mod counted;
mod desk;
mod gate;
mod heard;
mod incidents;
mod inside;
mod lately;
mod revoked;
pub(crate) mod stage;
mod tampering;
mod vectors;
pub(crate) mod walk;

use attacks::{ATTACKS, Attack};
use cases::CASES;
use rayon::prelude::*;
use stage::Stage;
use std::fs;
use std::path::Path;

/// Compares with a file of `tests/evidence_records/`; `UPDATE=1` rewrites it.
fn golden(name: &str, now: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/evidence_records/{name}.txt"));
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, now).unwrap();
        return None;
    }
    let stands = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    (stands != now).then(|| format!("{name}:\n--- stands\n{stands}--- printed\n{now}"))
}

/// Leaves out which entries go back in time, and how many: with swapped entries, that depends on the second in which
/// each of them was logged.
fn without_times(shown: &str) -> String {
    let mut kept = String::new();
    let mut lines = shown.lines();
    while let Some(line) = lines.next() {
        if line.starts_with("不合格[time-went-back]") || line.starts_with("FAILED[time-went-back]") {
            lines.next();
        } else if let Some((before, after)) = line.split_once("disposed of), ") {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            kept.push_str(&format!("{before}disposed of), <n>{after}\n"));
        } else if let Some((before, after)) = line.split_once("、不合格 ") {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            kept.push_str(&format!("{before}、不合格 <n>{after}\n"));
        } else {
            kept.push_str(&format!("{line}\n"));
        }
    }
    kept
}

/// A row of the table of cases, which every verifier is held against.
struct Row {
    name: String,
    verdict: String,
    /// What verify.ps1 says; it does not look at everything.
    on_windows: String,
    ja: String,
    en: String,
}

/// Returns every case.
fn every() -> impl Iterator<Item = &'static Attack> {
    ATTACKS
        .iter()
        .chain(lately::ATTACKS)
        .chain(CASES)
        .chain(inside::ATTACKS)
        .chain(revoked::ATTACKS)
        .chain(beside::ATTACKS)
}

/// Returns the table of cases.
fn table() -> Vec<Row> {
    let text = include_str!("cases.tsv");
    let rows = text.lines().filter(|line| !line.starts_with('#')).map(|line| {
        let [name, verdict, on_windows, ja, en] = line.split('\t').collect::<Vec<_>>()[..] else {
            panic!("not five columns: {line}")
        };
        Row {
            name: name.to_owned(),
            verdict: verdict.to_owned(),
            on_windows: on_windows.to_owned(),
            ja: ja.to_owned(),
            en: en.to_owned(),
        }
    });
    rows.collect()
}

/// Returns the verdict of a run of `fugi verify`.
fn verdict(shown: &str) -> &'static str {
    match shown.lines().next() {
        Some("exit: 0") if shown.contains("一部のみ立会済: ") => "一部のみ立会済",
        Some("exit: 0") => "合格",
        Some("exit: 1") => "不合格",
        _ => "実行できない",
    }
}

#[test]
fn every_case_is_one_row_of_the_table() {
    let made: Vec<&str> = every().map(|attack| attack.name).collect();
    let rows = table();
    let told: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    let missing: Vec<_> = made.iter().filter(|name| !told.contains(name)).collect();
    let idle: Vec<_> = told.iter().filter(|name| !made.contains(name)).collect();
    assert!(missing.is_empty() && idle.is_empty(), "no row in cases.tsv: {missing:?}; no case: {idle:?}");
    for row in &rows {
        let verdicts = ["合格", "一部のみ立会済", "不合格", "実行できない"];
        assert!(verdicts.contains(&row.verdict.as_str()), "{}: {}", row.name, row.verdict);
        assert!(["合格", "不合格", "見ない"].contains(&row.on_windows.as_str()), "{}", row.name);
    }
}

/// A row of one of the two tables of `docs/threats.md` that name cases: its first cells and the cases.
struct Threat {
    what: String,
    second: String,
    third: String,
    cases: Vec<String>,
}

/// Returns the rows of a table of `docs/threats.md`; the last column names cases.
fn threats(heading: &str) -> Vec<Threat> {
    let text = include_str!("../../docs/threats.md");
    let (_, section) = text.split_once(&format!("\n## {heading} / ")).expect(heading);
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|line| line.starts_with("| ")).skip(2).map(|line| {
        let cells: Vec<&str> = line.trim_matches('|').split('|').map(str::trim).collect();
        let cases = cells.last().unwrap().split('`').skip(1).step_by(2).map(str::to_owned).collect();
        let [what, second, third] = [0, 1, 2].map(|at| cells[at].to_owned());
        Threat { what, second, third, cases }
    });
    rows.collect()
}

/// The threat table names every case and invents none; what it calls an attack never simply passes, and what it says of
/// the rest is the verdict.
#[test]
fn the_threat_table_is_the_table_of_cases() {
    let rows = table();
    let (shown, passing) = (threats("示されるもの"), threats("通るもの"));
    let named: Vec<&String> = shown.iter().chain(&passing).flat_map(|row| &row.cases).collect();
    let missing: Vec<&str> = rows
        .iter()
        .map(|row| row.name.as_str())
        .filter(|name| !named.iter().any(|own| own == name))
        .collect();
    assert!(missing.is_empty(), "docs/threats.md names none of: {missing:?}");
    for (threat, is_attack) in
        shown.iter().map(|row| (row, true)).chain(passing.iter().map(|row| (row, false)))
    {
        assert!(!threat.cases.is_empty(), "{}: no case", threat.what);
        for case in &threat.cases {
            let row = rows.iter().find(|row| row.name == *case);
            let row = row.unwrap_or_else(|| panic!("docs/threats.md names {case}, which is no case"));
            let fits =
                if is_attack { row.verdict != "合格" } else { threat.second.starts_with(&row.verdict) };
            assert!(fits, "{}: {case} is {}", threat.what, row.verdict);
        }
    }
}

/// What the ward's guide says of attacks is made from both tables; `UPDATE=1` rewrites it.
#[test]
fn the_guide_of_the_ward_says_what_becomes_of_each_attack() {
    let rows = table();
    let mut made = String::from(
        "| 攻撃 | 何で分かるか | 判定（fugi、verify.sh、verify.py。括弧は事例の数） |\n| --- | --- | --- |\n",
    );
    for Threat { what, third: how, cases, .. } in threats("示されるもの") {
        let of = |verdict: &str| {
            let same = |case: &&String| rows.iter().any(|row| row.name == **case && row.verdict == verdict);
            let count = cases.iter().filter(same).count();
            (count > 0).then(|| format!("{verdict}（{count}）"))
        };
        let verdicts: Vec<String> =
            ["不合格", "実行できない", "一部のみ立会済"].into_iter().filter_map(of).collect();
        made.push_str(&format!("| {what} | {how} | {} |\n", verdicts.join("、")));
    }
    between("docs/ja/shoseki.md", "attacks", &made);
}

/// Holds what stands between two marks of a page against what is made; `UPDATE=1` rewrites it.
fn between(page: &str, mark: &str, made: &str) {
    let (begin, end) = (format!("<!-- {mark} -->\n"), format!("<!-- /{mark} -->\n"));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(page);
    let stands = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    let (before, rest) = stands.split_once(&begin).unwrap();
    let (_, after) = rest.split_once(&end).unwrap();
    let now = format!("{before}{begin}{made}{end}{after}");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &now).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap().replace("\r\n", "\n") == now, "UPDATE=1 rewrites {page}");
}

/// What VERIFY.md says of the cases is made from the table; `UPDATE=1` rewrites it.
#[test]
fn the_guide_says_what_the_table_says() {
    let mut made = String::from(
        "| 事例 / case | fugi、verify.sh、verify.py | verify.ps1（未実行 / not run） |\n| --- | --- | --- |\n",
    );
    for row in table() {
        let Row { verdict, on_windows, ja, en, .. } = row;
        made.push_str(&format!("| {ja} / {en} | {verdict} | {on_windows} |\n"));
    }
    between("templates/evidence/VERIFY.md", "cases", &made);
}

#[test]
fn every_attack_has_its_own_message() {
    let rows = table();
    let all: Vec<_> = every().collect();
    let wrong: Vec<String> = all
        .par_iter()
        .filter_map(|attack| {
            let stage = Stage::told();
            (attack.act)(&stage);
            let more = attack.more;
            let shown = ["", "--lang en"]
                .map(|language| stage.verify(&format!("--quiet --trust trust.txt {language} {more}")))
                .concat();
            let swapped = attack.name == "entries-swapped";
            let wanted = rows.iter().find(|row| row.name == attack.name).map(|row| row.verdict.as_str());
            if wanted != Some(verdict(&shown)) {
                return Some(format!("{}: the table says {wanted:?}\n{shown}", attack.name));
            }
            golden(attack.name, &if swapped { without_times(&shown) } else { shown })
        })
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_story_reads_one_line_a_record() {
    let stage = Stage::told();
    let trusted = stage.verify("--trust trust.txt");
    let internal = stage.verify("");
    let wrong = [golden("story", &trusted), golden("story-without-trust", &internal)];
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The committed sample: verified with the trust file that lies elsewhere, and holding no private key.
#[test]
fn the_sample_of_the_repository_verifies() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for arguments in [&["verify"][..], &["verify", "--trust", "docs/mihon-trust.txt"]] {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_fugi"))
            .args(arguments)
            .current_dir(root)
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert_eq!(output.status.code(), Some(0), "{said}");
        assert!(said.contains("不合格 0 件、注意 0 件"), "{said}");
        for name in [
            "株式会社見本印刷",
            "見本封入株式会社",
            "見本発送株式会社",
            "見本データ株式会社",
            "見本クラウド株式会社",
        ] {
            assert!(said.contains(name), "{name}: {said}");
        }
    }
    for entry in walkdir::WalkDir::new(root.join("evidence")).into_iter().filter_map(Result::ok) {
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).unwrap();
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("-----BEGIN") || text.contains("SSH SIGNATURE"),
                "{}",
                entry.path().display()
            );
        }
    }
}
