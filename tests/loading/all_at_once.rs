//! All problems of all files in one run, none twice, none that only follows from another.

use super::Sandbox;
use super::support::golden;

/// Returns name and place of each problem, in the order they are told.
fn problems(err: &str) -> Vec<(String, String)> {
    let mut lines = err.lines();
    let mut found = Vec::new();
    while let Some(line) = lines.next() {
        if let Some(rest) = line.strip_prefix("要修正[") {
            let rule = rest.split(']').next().unwrap_or("").to_owned();
            let place = lines.next().unwrap_or("").trim().trim_start_matches("--> ").to_owned();
            found.push((rule, place.trim_start_matches("policies/").to_owned()));
        }
    }
    found
}

fn owned(wanted: &[(&str, &str)]) -> Vec<(String, String)> {
    wanted.iter().map(|(rule, place)| ((*rule).to_owned(), (*place).to_owned())).collect()
}

#[test]
fn where_nothing_could_be_read_no_count_looks_like_an_all_clear() {
    let sandbox = Sandbox::new();
    sandbox.spoil("title: よい", "件名: よい");
    let run = sandbox.fugi(&["check", "r07/warui"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("読めませんでした"));
}

#[test]
fn in_one_matter() {
    let sandbox = Sandbox::new();
    sandbox.spoil("title: よい", "件名: よい");
    for (from, to) in [
        ("department: ka\n", "department: ka\ndepartment: ka\n"),
        ("value: 36000", "value: ３６０００"),
        ("from: 2025-07-01", "from: 令和７年２月２９日"),
        ("kind: principal", "kind: principl"),
        ("party: kaisha", "party: kaysha"),
        ("item_set: komoku", "item_set: [komoku]"),
        ("items: [収納日付, 収納時間]", "items: [収納日附, 収納時間]"),
        ("network: lgwan, ", "network: lgwan, zzz: 1, "),
        ("status: adopted", "status: adopted, status: adopted"),
        ("{ row: P2, status: not_needed", "{ row: P7, sttus: not_needed"),
    ] {
        sandbox.edit("policies/r07/warui.yaml", from, to);
    }
    let run = sandbox.fugi(&["check"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        problems(&run.err),
        owned(&[
            ("unknown-key", "r07/warui.yaml:1:1"),
            ("yaml-repeated-key", "r07/warui.yaml:4:1"),
            ("not-a-number", "r07/warui.yaml:10:27"),
            ("not-a-date", "r07/warui.yaml:14:15"),
            ("unknown-word", "r07/warui.yaml:17:34"),
            ("unknown-name", "r07/warui.yaml:27:30"),
            ("wrong-type", "r07/warui.yaml:50:15"),
            ("unknown-name", "r07/warui.yaml:52:32"),
            ("unknown-key", "r07/warui.yaml:63:78"),
            ("yaml-repeated-key", "r07/warui.yaml:73:37"),
            ("unknown-name", "r07/warui.yaml:74:16"),
            ("unknown-key", "r07/warui.yaml:74:20"),
        ]),
        "{}",
        run.err
    );
    golden("loading/all-in-one-matter.txt", &run.err);
}

#[test]
fn in_many_files() {
    let sandbox = Sandbox::new();
    sandbox.edit("fugi.yaml", "name: 見本区", "nmae: 見本区");
    sandbox.edit("policies/common/kyotsu.yaml", "closed: true", "closed: はい");
    sandbox.edit("policies/r07/parties.yaml", "name: 見本株式会社, ", "");
    sandbox.edit("policies/r07/forms/itaku.yaml", "bearer: contractor", "bearer: 事業者");
    sandbox.spoil("from: 2025-07-01", "from: 2025-02-30");
    sandbox.write("policies/r07/kowareta.yaml", "title: \"閉じない\n");
    sandbox.write("policies/r08/nanika.yaml", "title: 案件\n");
    let run = sandbox.fugi(&["check"]);
    assert_eq!(run.code, 2);
    assert_eq!(
        problems(&run.err),
        owned(&[
            ("unknown-key", "fugi.yaml:1:1"),
            ("wrong-type", "common/kyotsu.yaml:5:57"),
            ("missing-key", "r07/parties.yaml:2:5"),
            ("unknown-word", "r07/forms/itaku.yaml:3:9"),
            ("yaml-syntax", "r07/kowareta.yaml:1:8"),
            ("not-a-date", "r07/warui.yaml:13:15"),
            ("missing-file", "r08/parties.yaml:1:1"),
            ("missing-file", "r08/forms:1:1"),
        ]),
        "{}",
        run.err
    );
    golden("loading/all-in-many-files.txt", &run.err);
}

#[test]
fn in_a_year_whose_parties_cannot_be_read() {
    let sandbox = Sandbox::new();
    sandbox.write("policies/r07/parties.yaml", "parties：\n");
    sandbox.spoil("department: ka", "department: kaa");
    let run = sandbox.fugi(&["check"]);
    let wanted = owned(&[("wrong-type", "r07/parties.yaml:1:8"), ("unknown-name", "r07/warui.yaml:3:13")]);
    assert_eq!(problems(&run.err), wanted, "{}", run.err);
}

/// Whatever is lost, what refers to it is not told as unknown.
#[test]
fn a_lost_declaration_is_told_once() {
    let lost: &[(&str, &str)] = &[
        // The list, its key, an item of it, the item's id.
        ("roles:\n", "roles: まだ\nzzz:\n"),
        ("roles:\n", "qqqqq:\n"),
        ("  - { id: payer, name: 本人, kind: principal }\n", "  - 本人\n"),
        ("{ id: payer, name", "{ name"),
        ("{ id: payer, name", "{ id: [payer], name"),
        ("{ id: payer, name", "{ id: \"\", name"),
        ("{ id: kaisha, party", "{ party"),
        ("    providers:\n      - { id: kaisha, party: kaisha }\n", "    providers: []\n"),
        ("      - { name: 収納日付 }\n", "      - 収納日付\n"),
        ("      - { name: 収納日付 }\n", "      - { qqqqq: 収納日付 }\n"),
        ("  - id: komoku\n", "  - qqqqq: komoku\n"),
        ("item_sets:\n", "qqqqq:\n"),
        ("contracts:\n  - id: itaku\n", "contracts:\n  - qqqqq: itaku\n"),
        ("  - { id: taisaku, category", "  - { category"),
        ("      - { id: pay, from", "      - { from"),
        ("flows:\n", "qqqqq:\n"),
    ];
    for (from, to) in lost {
        let sandbox = Sandbox::new();
        sandbox.spoil(from, to);
        let run = sandbox.fugi(&["check"]);
        let found = problems(&run.err);
        // The first plants two mistakes: the list that is text, and a key that is not known.
        let most = if to.contains("まだ") { 2 } else { 1 };
        assert!(found.iter().all(|(rule, _)| rule != "unknown-name"), "{to}: {}", run.err);
        // A waiver that points at what is lost cannot tell whether it is; it is told besides.
        let found = found.iter().filter(|(rule, _)| rule != "unknown-path").count();
        assert_eq!(found, most, "{to}: {}", run.err);
    }
}

#[test]
fn a_file_of_another_kind_is_told_in_bounded_length() {
    let sandbox = Sandbox::new();
    let rows: String = (0..1_000).map(|row| format!("key{row}: {{ a: {row}\u{3042} }}\n")).collect();
    sandbox.write("policies/r07/warui.yaml", rows);
    let run = sandbox.fugi(&["check"]);
    assert_eq!(run.code, 2);
    assert_eq!(problems(&run.err).len(), 101);
    assert!(run.err.contains("100 件で打ち切りました"), "{}", run.err);
}

#[test]
fn hostile_input_ends_soon() {
    let sandbox = Sandbox::new();
    let long = "あ".repeat(20_000);
    let names: String = (0..2_000).map(|n| format!("      - {{ name: 項目{n} }}\n")).collect();
    let wrong = (0..1_000).map(|n| format!("項{n}目")).collect::<Vec<_>>().join(", ");
    let chain: String = (0..10_000)
        .map(|n| format!("  - {{ id: r{n}, name: 役, subcontracted_by: r{} }}\n", n + 1))
        .collect();
    sandbox.write(
        "policies/r07/warui.yaml",
        format!(
            "department: {long}\nroles:\n{chain}  - {{ id: r10000, name: 役 }}\nitem_sets:\n  - id: a\n    items:\n{names}\
             contracts:\n  - id: c\n    handles:\n      - {{ role: r1, items: [{wrong}, {long}] }}\n"
        ),
    );
    let started = std::time::Instant::now();
    let run = sandbox.fugi(&["check"]);
    assert_eq!(run.code, 2);
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
    assert!(problems(&run.err).len() <= 101);
    assert!(run.err.len() < 1_000_000, "{} bytes are told", run.err.len());
}
