//! The yearly audit from end to end: the form, what comes back in it, what is refused and by which cell, the answers
//! before a submission, the plan and the report.

use crate::support;

pub(crate) mod book;

use book::Book;
use std::fs;
use support::{Run, Sandbox, golden};

const FORM: &str = "out/r07/audit-yoi-itaku-kaisha.xlsx";
const RESULT: &str = "out/r07/audit-yoi-itaku-kaisha.yaml";
const ANSWERS: &str = "out/r07/answers-yoi-itaku-kaisha.xlsx";

/// A day within the fiscal year of the sandbox.
const TODAY: &str = "2025-12-01";

/// 2025-11-20 and 2026-01-31 as Excel counts days.
const AUDITED: &str = "45981";
const DEADLINE: &str = "46053";

/// The sheets of a form by their numbers.
const TABLE: usize = 2;
const SEAL: usize = 3;

fn form(sandbox: &Sandbox) -> Book {
    let run = sandbox.fugi(&["audit", "sheet", "r07/yoi/itaku", "kaisha"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    Book::open(&fs::read(sandbox.path(FORM)).unwrap())
}

/// Fills the form in as an inspector does: P1 適, P2 不適.
fn filled(sandbox: &Sandbox) -> Book {
    let mut book = form(sandbox);
    book.number(TABLE, "C5", AUDITED);
    for (cell, text) in [
        ("C6", "実地"),
        ("C8", "見本課"),
        ("D8", "係長"),
        ("F8", "見本 太郎"),
        ("C13", "再委託なし"),
        ("C14", "おおむね良い。"),
        ("D17", " 適 "),
        ("E17", "契約書（2025-07-01）"),
        ("D18", "不適"),
        ("F18", "暗号化の記録がない。"),
    ] {
        book.text(TABLE, cell, text);
    }
    book.number(TABLE, "G18", DEADLINE);
    book
}

fn import(sandbox: &Sandbox, book: &Book) -> Run {
    sandbox.write("back.xlsx", book.save());
    sandbox.fugi(&["audit", "import", "back.xlsx", "--as-of", TODAY])
}

fn refused(sandbox: &Sandbox, book: &Book) -> String {
    let run = import(sandbox, book);
    assert_eq!(run.code, 1, "{}{}", run.out, run.err);
    assert!(!sandbox.path(RESULT).exists(), "something was recorded");
    assert!(run.err.ends_with("取り込みませんでした（何も記録していません）\n"), "{}", run.err);
    run.err
}

#[test]
fn a_form_that_is_filled_in_becomes_a_result() {
    let sandbox = Sandbox::new();
    let run = import(&sandbox, &filled(&sandbox));
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let result = sandbox.read(RESULT);
    let digest = result.lines().find(|line| line.starts_with("form_digest: ")).unwrap();
    golden("audit/result.yaml", &result.replace(digest, "form_digest: <SHA-256>"));
    golden("audit/imported.txt", &run.out);

    // The result is a form of the record that lacks nothing but the signature: plan and report read it.
    let run = sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", TODAY]);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    golden("audit/plan.txt", &run.out);
    let late = sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", "2026-02-01", "--format", "json"]);
    assert_eq!(late.code, 0, "what nobody signed is not late: {}", late.out);
    let arguments = ["audit", "report", "--year", "r07", "--as-of", TODAY, "--format", "md,html,xlsx,json"];
    let run = sandbox.fugi(&arguments);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    golden("audit/report.md", &sandbox.read("out/r07/audit-report.md"));
    for ending in ["html", "xlsx", "json"] {
        assert!(sandbox.path(&format!("out/r07/audit-report.{ending}")).exists(), "{ending}");
    }
}

#[test]
fn work_that_nobody_inspected_is_due_and_then_overdue() {
    let sandbox = Sandbox::new();
    let plan = |day| sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", day]);
    let due = plan("2026-03-31");
    assert_eq!(due.code, 0);
    assert!(due.out.contains("未実施（2026-03-31"), "{}", due.out);
    let overdue = plan("2026-04-01");
    assert_eq!(overdue.code, 1);
    assert!(overdue.out.contains("超過") && overdue.out.contains("期限を過ぎたもの 1件"), "{}", overdue.out);
    let unknown = sandbox.fugi(&["audit", "plan", "--year", "r20"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("年度「r20」のフォルダがありません（ある年度: r07）"), "{}", unknown.err);
}

#[test]
fn an_audit_on_paper_is_not_the_yearly_inspection() {
    let sandbox = Sandbox::new();
    let mut book = filled(&sandbox);
    book.text(TABLE, "C6", "書面");
    book.text(TABLE, "C7", "感染症のため");
    let run = import(&sandbox, &book);
    assert_eq!(run.code, 0, "{}", run.err);
    assert!(run.out.contains("年１回の実地検査に数えません"), "{}", run.out);
    let plan = sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", TODAY]);
    assert!(plan.out.contains("未実施"), "{}", plan.out);
    book.text(TABLE, "C6", "遠隔");
    assert_eq!(import(&sandbox, &book).code, 0);
    let plan = sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", TODAY]);
    let waits = plan.out.contains("未実施") && plan.out.contains("署名を待つ監査結果が");
    let json = sandbox.fugi(&["audit", "plan", "--year", "r07", "--as-of", TODAY, "--format", "json"]);
    assert!(json.out.contains("\"waiting\": 1"), "{}", json.out);
    assert!(waits, "nothing counts before it is signed: {}", plan.out);
}

#[test]
fn everything_missing_is_told_by_its_cell_in_one_run() {
    let sandbox = Sandbox::new();
    let book = form(&sandbox);
    golden("audit/empty.txt", &refused(&sandbox, &book));
}

/// What is done to a filled-in form, and what is said of it.
type Spoiling = (fn(&mut Book), &'static str);

const SPOILINGS: &[Spoiling] = &[
    (
        |book| book.text(TABLE, "D17", "良"),
        "監査票!D17: 「良」はP1 の結果として使えません。適・不適・該当なし",
    ),
    (|book| book.text(TABLE, "D17", ""), "監査票!D17: P1 の結果が未記入です"),
    (|book| book.text(TABLE, "E17", "　"), "監査票!E17: P1 の確認した証跡を書いてください"),
    (|book| book.text(TABLE, "F18", ""), "監査票!F18: P2 の指摘を書いてください"),
    (|book| book.text(TABLE, "G18", ""), "監査票!G18: P2 の是正の期限を入れてください"),
    (
        |book| book.text(TABLE, "G18", "2026/01/31"),
        "監査票!G18: 是正の期限「2026/01/31」が文字になっています",
    ),
    (|book| book.number(TABLE, "G18", "45900"), "監査票!G18: 是正の期限 2025-08-31 が実施日より前です"),
    (|book| book.number(TABLE, "G17", DEADLINE), "監査票!G17: 是正の期限は「不適」のときだけ入れます"),
    (|book| book.text(TABLE, "D17", "該当なし"), "監査票!F17: P1 が該当しない理由を書いてください"),
    (|book| book.formula(TABLE, "D17", "D18", "適"), "監査票!D17: 数式が入っています"),
    (|book| book.formula(TABLE, "E17", "1/0", "#DIV/0!"), "監査票!E17: 数式が入っています"),
    (
        |book| book.text(TABLE, "C5", "令和7年11月20日"),
        "監査票!C5: 実施日「令和7年11月20日」が文字になっています",
    ),
    (
        |book| book.number(TABLE, "C5", "45747"),
        "監査票!C5: 実施日 2025-03-31 が令和７年度（2025-04-01 から 2026-03-31）の外です",
    ),
    (
        |book| book.number(TABLE, "C5", "46022"),
        "監査票!C5: 実施日 2025-12-31 がまだ来ていません（今日は 2025-12-01）",
    ),
    (|book| book.text(TABLE, "C6", "遠隔"), "監査票!C7: 実地でない理由を書いてください"),
    (|book| book.text(TABLE, "F8", ""), "監査票!F8: 検査した者の氏名を書いてください"),
    (|book| book.text(TABLE, "E17", "氏名：山田花子"), "監査票!E17: 住民の個人情報のように見えます"),
    // What is locked.
    (
        |book| book.text(TABLE, "C17", "契約書に明記しない。"),
        "監査票!C17: 変えられない欄が変わっています（様式「契約書に明記する。」、票「契約書に明記しない。」）",
    ),
    (|book| book.text(TABLE, "J17", "済"), "監査票!J17: 「確認」の数式が消されています"),
    (|book| book.append(TABLE, 30, "B30", "追記"), "監査票!B30: 様式にない記入（「追記」）があります"),
    (
        |book| book.replace(TABLE, "<mergeCell ref=\"A5:B5\"/>", ""),
        "監査票!A5:B5: セルの結合が変わっています",
    ),
    (|book| book.cut(TABLE, "<sheetProtection", "/>"), "監査票: シートの保護が外されています"),
    // Which form it is.
    (|book| book.text(SEAL, "B6", &"0".repeat(64)), "様式の印が合いません"),
    (|book| book.text(SEAL, "B5", "r06"), "令和６年度の票です（取り込む年度は令和７年度）"),
    (|book| book.text(SEAL, "B3", "r07/yoi/nai"), "契約「nai」がありません"),
    (|book| book.text(SEAL, "B4", "dare"), "「dare」という受託者・再委託先はありません"),
    (|book| book.text(SEAL, "B2", "answers"), "--before-submission を付けて取り込んでください"),
    (|book| book.text(SEAL, "A3", "x"), "`fugi audit sheet` で作った票ではありません"),
    (|book| book.rename("監査票", "写し"), "シート「監査票」がありません"),
    (|book| book.rename("監査票", "写し"), "シート「写し」は様式にありません"),
    (|book| book.part("xl/vbaProject.bin", "x"), "マクロを含む形式のファイルです"),
];

#[test]
fn a_form_that_is_not_right_is_refused_by_its_cell() {
    let sandbox = Sandbox::new();
    let good = filled(&sandbox);
    for (spoil, wanted) in SPOILINGS {
        let mut book = good.clone();
        spoil(&mut book);
        let said = refused(&sandbox, &book);
        assert!(said.contains(wanted), "wanted: {wanted}\nsaid: {said}");
    }
    assert_eq!(import(&sandbox, &good).code, 0);
}

#[test]
fn a_form_made_before_the_wording_changed_is_refused() {
    let sandbox = Sandbox::new();
    let book = filled(&sandbox);
    sandbox.edit("policies/r07/forms/itaku.yaml", "契約書に明記する。", "契約書に必ず明記する。");
    let said = refused(&sandbox, &book);
    assert!(said.contains("様式の印が合いません"), "{said}");
    assert!(said.contains("監査票!C17: 変えられない欄が変わっています"), "{said}");
}

#[test]
fn another_year_is_taken_only_when_it_is_asked_for() {
    let sandbox = Sandbox::new();
    sandbox.write("back.xlsx", filled(&sandbox).save());
    let later = ["audit", "import", "back.xlsx", "--as-of", "2026-04-20"];
    let run = sandbox.fugi(&later);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("令和７年度の票です（取り込む年度は令和８年度）"), "{}", run.err);
    assert!(run.err.contains("--year r07"), "{}", run.err);
    let run = sandbox.fugi(&[later.as_slice(), &["--year", "r07"]].concat());
    assert_eq!(run.code, 0, "{}", run.err);
}

#[test]
fn what_is_no_workbook_is_refused_in_one_message() {
    let sandbox = Sandbox::new();
    let import = |file: &str| sandbox.fugi(&["audit", "import", file, "--as-of", TODAY]);
    assert_eq!(import("nai.xlsx").code, 2);
    let ole = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    sandbox.write("a.xls", ole);
    sandbox.write("b.xlsx", "row,status\n");
    let large = fs::File::create(sandbox.path("c.xlsx")).unwrap();
    large.set_len(100 << 20).unwrap();
    for (file, wanted) in [
        ("a.xls", "古い形式（.xls）"),
        ("b.xlsx", "Excel のファイル（.xlsx）ではありません"),
        ("c.xlsx", "ファイルが大きすぎます（100 MB、20 MB まで）"),
    ] {
        let run = import(file);
        assert_eq!(run.code, 1, "{}", run.err);
        assert!(run.err.contains(wanted), "{}", run.err);
        assert_eq!(run.err.lines().count(), 2, "{}", run.err);
    }
}

#[test]
fn who_and_which_contract_must_be_known() {
    let sandbox = Sandbox::new();
    for (contract, party, wanted) in [
        ("itaku", "kaisha", "は契約の名ではありません"),
        ("r07/yoi/itak", "kaisha", "契約「itak」がありません。「itaku」の書き違い"),
        ("r07/nai/itaku", "kaisha", "案件 r07/nai がありません"),
        ("r01/yoi/itaku", "kaisha", "年度「r01」のフォルダがありません"),
        ("r07/yoi/itaku", "dare", "この契約の受託者と再委託先: kaisha（見本株式会社）"),
    ] {
        let run = sandbox.fugi(&["audit", "sheet", contract, party]);
        assert_eq!(run.code, 2, "{contract} {party}");
        assert!(run.err.contains(wanted), "{contract} {party}: {}", run.err);
    }
    // The role, the legal entity, and the contract within its matter.
    for arguments in [
        ["audit", "sheet", "itaku", "agent", "--matter", "r07/yoi"],
        ["audit", "sheet", "itaku", "kaisha", "--matter", "r07/yoi"],
    ] {
        assert_eq!(sandbox.fugi(&arguments).code, 0);
    }
}

#[test]
fn what_changed_since_last_year_is_asked_first() {
    let sandbox = Sandbox::new();
    for file in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        sandbox.write(&format!("policies/r06/{file}"), sandbox.read(&format!("policies/r07/{file}")));
    }
    sandbox.edit(
        "policies/r06/forms/itaku.yaml",
        "      - { id: P1",
        "      - { id: P0, text: なくなる項目。 }\n      - { id: P1",
    );
    sandbox.edit(
        "policies/r06/yoi.yaml",
        "- { row: P1, status: adopted }",
        "- { row: P0, status: adopted }\n      - { row: P1, status: adopted }",
    );
    sandbox.edit(
        "policies/r06/yoi.yaml",
        "{ row: P2, status: not_needed, reason: 該当しない。 }",
        "{ row: P2, status: adopted }",
    );
    let book = form(&sandbox);
    assert_eq!(book.read("監査票", "A17"), "★回答変更");
    assert_eq!(book.read("監査票", "B17"), "P2");
    assert_eq!(book.read("監査票", "H17"), "ー（該当しない。）");
    assert_eq!(book.read("監査票", "I17"), "回答：○");
    assert_eq!((book.read("監査票", "A18"), book.read("監査票", "B18")), ("－".into(), "P1".into()));
    let (name, rows) = (0..40)
        .map(|row| (row, book.read("説明", &format!("A{}", row + 1))))
        .find(|(_, text)| text.contains("なくなる項目"))
        .unwrap();
    assert!(name > 0 && rows == "P0　なくなる項目。");
}

#[test]
fn last_years_audit_stands_beside_the_question() {
    let sandbox = Sandbox::new();
    let run = import(&sandbox, &filled(&sandbox));
    assert_eq!(run.code, 0, "{}", run.err);
    fs::rename(sandbox.path(RESULT), sandbox.path("last.yaml")).unwrap();
    for file in ["parties.yaml", "forms/itaku.yaml", "forms/submission.yaml", "yoi.yaml"] {
        sandbox.write(&format!("policies/r08/{file}"), sandbox.read(&format!("policies/r07/{file}")));
    }
    let arguments = ["audit", "sheet", "r08/yoi/itaku", "kaisha", "--last", "last.yaml"];
    let run = sandbox.fugi(&arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    let book = Book::open(&fs::read(sandbox.path("out/r08/audit-yoi-itaku-kaisha.xlsx")).unwrap());
    let last = "回答：ー（該当しない。）\n監査：不適\n指摘：暗号化の記録がない。\n期限：2026-01-31";
    assert_eq!(book.read("監査票", "I18"), last);
    // What the form said of last year comes back with it.
    sandbox.write("back.xlsx", book.save());
    let run = sandbox.fugi(&["audit", "import", "back.xlsx", "--as-of", "2026-12-01"]);
    assert!(run.code == 1 && !run.err.contains("様式の印"), "{}", run.err);
    let wrong = sandbox.fugi(&["audit", "sheet", "r07/yoi/itaku", "kaisha", "--last", "last.yaml"]);
    assert!(wrong.code == 2 && wrong.err.contains("昨年度のものではありません"), "{}", wrong.err);
}

#[test]
fn answers_before_a_submission_go_back_into_the_matter() {
    let sandbox = Sandbox::new();
    let note = "      # 契約書の写しで確かめた。\n      - { row: P1, status: adopted } # 様式のとおり\n";
    sandbox.edit("policies/r07/yoi.yaml", "      - { row: P1, status: adopted }\n", note);
    let before = sandbox.read("policies/r07/yoi.yaml");
    let run = sandbox.fugi(&["audit", "sheet", "r07/yoi/itaku", "kaisha", "--before-submission"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let form = Book::open(&fs::read(sandbox.path(ANSWERS)).unwrap());
    let import = |book: &Book| {
        sandbox.write("back.xlsx", book.save());
        sandbox.fugi(&["audit", "import", "back.xlsx", "--before-submission", "--as-of", TODAY])
    };
    let same = import(&form);
    assert!(same.code == 0 && same.out.contains("書き換えません"), "{}{}", same.out, same.err);
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), before);

    let mut book = form.clone();
    book.text(TABLE, "D7", "－");
    let run = import(&book);
    assert_eq!(run.code, 1);
    assert!(run.err.contains("回答票!E7: P1 の「ー」の理由を書いてください"), "{}", run.err);
    assert_eq!(sandbox.read("policies/r07/yoi.yaml"), before);

    book.text(TABLE, "E7", "契約書は区が作る: 別紙{1}, #2");
    book.text(TABLE, "D8", "〇");
    book.text(TABLE, "E8", "");
    book.text(TABLE, "F8", "年１回、記録を出す。");
    let run = import(&book);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    let after = sandbox.read("policies/r07/yoi.yaml");
    let wanted = before
        .replace(
            "{ row: P1, status: adopted } # 様式のとおり",
            "{ row: P1, status: not_needed, reason: \"契約書は区が作る: 別紙{1}, #2\" } # 様式のとおり",
        )
        .replace(
            "{ row: P2, status: not_needed, reason: 該当しない。 }",
            "{ row: P2, status: adopted, evidence: 年１回、記録を出す。 }",
        );
    assert_eq!(after, wanted);
    assert_eq!(sandbox.fugi(&["show", "contracts", "r07/yoi"]).code, 0, "the matter can still be read");
    // The form that was made before is another one now only in what it shows, not in what is locked.
    assert_eq!(import(&book).code, 0);
}
