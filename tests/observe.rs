//! Declared against observed: real layouts of every form, and what is said of a file that is none.

use crate::support;

use rust_xlsxwriter::{Format, Workbook, Worksheet};
use support::{Run, Sandbox};

/// A sandbox in which step 2 of the flow `nagare` sends 収納日付, 収納時間, バーコード情報 and 識別コード.
fn sandbox() -> Sandbox {
    let sandbox = Sandbox::new();
    let step = "text: 支払う。 }\n";
    let more = "text: 支払う。 }\n      - { no: 2, at: agent, acts: [送信], links: [send], text: 送る。 }\n      - { no: 3, at: ward, acts: [送信], text: 終わる。 }\n";
    sandbox.edit("policies/r07/yoi.yaml", step, more);
    sandbox
}

fn observe(sandbox: &Sandbox, file: &str, more: &[&str]) -> Run {
    let mut arguments = vec!["observe", file, "--flow", "nagare", "--step", "2"];
    arguments.extend(more);
    sandbox.fugi(&arguments)
}

fn csv(bytes: impl AsRef<[u8]>) -> Run {
    let sandbox = sandbox();
    sandbox.write("data.csv", bytes);
    observe(&sandbox, "data.csv", &[])
}

fn shift_jis(text: &str) -> Vec<u8> {
    let (bytes, _, lost) = encoding_rs::SHIFT_JIS.encode(text);
    assert!(!lost, "{text}");
    bytes.into_owned()
}

fn book(fill: impl Fn(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet().set_name("一覧").unwrap());
    book.save_to_buffer().unwrap()
}

fn table(rows: &[&[&str]]) -> Vec<u8> {
    book(|sheet| {
        for (row, cells) in (0..).zip(rows) {
            for (column, cell) in (0..).zip(*cells) {
                sheet.write(row, column, *cell).unwrap();
            }
        }
    })
}

#[test]
fn a_layout_that_is_declared_is_clean() {
    for bytes in [
        "収納日付,収納時間,バーコード情報\n20250701,1200,X\n".as_bytes().to_vec(),
        "\u{FEFF}収納日付,収納（時間）,識別・コード\r\n1,2,3\r\n".as_bytes().to_vec(),
        shift_jis("収納日付,収納時間,識別コード\r\n"),
        // Quotes within a field open none.
        "収納日付,収納時間,識別コード,ダミー\"\"2\n\"".as_bytes().to_vec(),
        "\n収納日付\t収納時間\t識別コード".as_bytes().to_vec(),
    ] {
        let run = csv(&bytes);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
        assert!(run.out.contains("確かめる欄 0、欄のない申告 0"), "{}", run.out);
    }
}

#[test]
fn shift_jis_with_line_breaks_in_quotes_is_read_to_the_header_and_no_further() {
    // Behind the header stand bytes of no encoding and a quote that is never closed: nobody looks at them.
    let mut bytes = shift_jis("\"収納\r\n日付\",\"ｼｭｳﾉｳ時間\",\"氏名\"\"（漢字）\"\"\",識別コード\r\n");
    bytes.extend(b"\x81\xFF,\"secret");
    let run = csv(bytes);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    assert!(run.out.contains("Shift_JIS、4欄"), "{}", run.out);
    assert!(run.out.contains("表記の違い: 欄「収納 日付」は、申告の「収納日付」です"), "{}", run.out);
    assert!(
        run.out.contains("欄「氏名\"（漢字）\"」は、この手順の項目として申告されていません"),
        "{}",
        run.out
    );
    assert!(!run.out.contains("secret"), "{}", run.out);
}

#[test]
fn undeclared_renamed_and_never_seen_are_told_apart() {
    let run = csv("収納年月日付,受付番号,,識別 コード\n");
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    for wanted in [
        "1行目の1列目: 要確認: 欄「収納年月日付」は、申告の「収納日付」の名を変えたもののようです",
        "1行目の2列目: 不一致: 欄「受付番号」は、この手順の項目として申告されていません",
        "1行目の3列目: 要確認: 名のない欄があります",
        "1行目の4列目: 表記の違い: 欄「識別 コード」は、申告の「識別コード」です",
        "記載なし: 申告の「収納時間」に当たる欄がありません",
        "一致 1、確かめる欄 3、欄のない申告 1、埋め草 0。値は読んでいません",
    ] {
        assert!(run.out.contains(wanted), "{wanted}\n{}", run.out);
    }
    let twice = csv("収納日付,収納時間,識別コード,収納日付\n");
    assert!(twice.code == 1 && twice.out.contains("欄「収納日付」も「収納日付」と読めます"), "{}", twice.out);
}

#[test]
fn a_value_in_the_place_of_a_name_is_not_shown_whole() {
    let run = csv("収納日付,収納時間,識別コード,備考,20260401\n");
    assert_eq!(run.code, 1, "{}", run.err);
    assert!(run.out.contains("2…（8字。値のように見えるため伏せます）"), "{}", run.out);
    assert!(!run.out.contains("20260401"), "{}", run.out);
}

#[test]
fn headings_two_rows_deep_are_read_by_their_merged_cells() {
    let bytes = book(|sheet| {
        let plain = Format::new();
        // Two empty rows above, as often; data below that nobody looks at.
        sheet.merge_range(2, 0, 3, 0, "収納日付", &plain).unwrap();
        sheet.merge_range(2, 1, 2, 2, "バーコード情報", &plain).unwrap();
        sheet.merge_range(2, 3, 2, 4, "代理人", &plain).unwrap();
        for (column, name) in [(1, "識別コード"), (2, "収納時間"), (3, "識別コード"), (4, "氏名")]
        {
            sheet.write(3, column, name).unwrap();
        }
        sheet.write(4, 0, "見本 太郎").unwrap();
    });
    let sandbox = sandbox();
    sandbox.write("表.xlsx", bytes);
    let run = observe(&sandbox, "表.xlsx", &[]);
    assert_eq!((run.code, run.err.as_str()), (1, ""), "{}", run.out);
    for wanted in [
        "シート「一覧」、5欄",
        "一覧!D4: 要確認: 欄「代理人／識別コード」も「識別コード」と読めます",
        "一覧!E4: 不一致: 欄「代理人／氏名」は",
        "一致 3、確かめる欄 2、欄のない申告 0",
    ] {
        assert!(run.out.contains(wanted), "{wanted}\n{}", run.out);
    }
    assert!(!run.out.contains("太郎"), "{}", run.out);
    sandbox.write("段.csv", "バーコード情報,,収納日付\n識別コード,収納時間,\nA,B,C\n");
    let run = observe(&sandbox, "段.csv", &["--header-rows", "2"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
}

const FIXED: &[&[&str]] = &[
    &["レイアウト表"],
    &["No", "項目名", "開始", "桁数（バイト）", "備考"],
    &["ヘッダーレコード"],
    &["1", "収納日付", "1", "8", "例 090-1234-5678"],
    &["データレコード"],
    &["1", "収納日付", "1", "8", ""],
    &["2", "収納時間", "9", "4", ""],
    &["3", "預金者名", "13", "30", ""],
    &["4", "識別コード", "43", "7", ""],
    &["5", "ダミー", "50", "71", ""],
];

#[test]
fn a_fixed_width_layout_is_known_by_its_headings() {
    let lines: Vec<String> = FIXED.iter().skip(1).map(|row| row.join(",")).collect();
    let sandbox = sandbox();
    sandbox.write("zengin.csv", shift_jis(&lines.join("\r\n")));
    sandbox.write("zengin.xlsx", table(&FIXED[1..]));
    for file in ["zengin.csv", "zengin.xlsx"] {
        let run = observe(&sandbox, file, &[]);
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{file}: {}", run.out);
        for wanted in [
            "固定長のレイアウト表、",
            "不一致: 欄「データレコード／預金者名」は",
            "一致 4、確かめる欄 1、欄のない申告 0、埋め草 1",
        ] {
            assert!(run.out.contains(wanted), "{file}: {wanted}\n{}", run.out);
        }
        assert!(!run.out.contains("090"), "{}", run.out);
    }
    // With a title above, the table is one where it is said to be.
    sandbox.write("title.xlsx", table(FIXED));
    let run = observe(&sandbox, "title.xlsx", &["--layout", "fixed", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, &json["open"]), (1, &1.into()), "{}", run.err);
    let field = &json["fields"][3];
    assert_eq!(
        (&field["name"], &field["start"], &field["length"]),
        (&"データレコード／預金者名".into(), &13.into(), &30.into())
    );
    assert_eq!((&field["finding"], &field["place"]), (&"undeclared".into(), &"一覧!B8".into()));
    // A sum is no field; a stretch that no row describes is to be looked at.
    sandbox.write("gap.csv", lines.join("\n").replace(",50,71,", ",60,61,") + "\n,合計,,120,\n");
    let run = observe(&sandbox, "gap.csv", &[]);
    assert!(
        run.code == 1 && run.out.contains("要確認: 位置 50 から 10桁に、記載のない所"),
        "{}{}",
        run.out,
        run.err
    );
    let run = observe(&sandbox, "title.xlsx", &[]);
    assert!(run.code == 1 && run.out.contains("欄が１つだけです"), "{}{}", run.out, run.err);
    let wrong = lines.join("\n").replace("13,30", "13,X(30)");
    sandbox.write("wrong.csv", wrong);
    let run = observe(&sandbox, "wrong.csv", &[]);
    assert!(run.code == 2 && run.err.contains("7行目の4列目: 桁数が数ではありません"), "{}", run.err);
    let run = observe(&sandbox, "wrong.csv", &["--layout", "header"]);
    assert!(run.code == 1 && run.out.contains("見出し、UTF-8、5欄"), "{}{}", run.out, run.err);
}

#[test]
fn what_is_no_layout_is_told_in_one_message() {
    let zeros = vec![0; 100];
    let encrypted = [&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1][..], &zeros].concat();
    for (bytes, wanted) in [
        (Vec::new(), "ファイルが空です"),
        (b"\r\n\r\n".to_vec(), "見出し（項目名の行）がありません"),
        ("1,2,3\n".into(), "1行目の1列目: 見出しではなく、データのように見えます"),
        ("20250701,見本,1200\n".into(), "データのように見えます"),
        ("氏名,見本県見本市見本町1-2\n".into(), "1行目の2列目: 見出しではなく"),
        (b"a\0b".to_vec(), "文字のファイルではありません"),
        (encoding_rs::EUC_JP.encode("番号,住所\n").0.into_owned(), "EUC-JP のようです"),
        (b"\xFF\xFEa\0".to_vec(), "UTF-16 のようです"),
        ("項目\n".as_bytes()[1..].to_vec(), "壊れた文字"),
        ("収納日付,\"収納時間\n".into(), "1行目で始まる引用符「\"」が閉じていません"),
        (encrypted, "古い形式（.xls）"),
        (b"PK\x03\x04".to_vec(), "Excel のファイル（.xlsx）ではありません"),
        (book(|_| ()), "見出し（項目名の行）がありません"),
        (table(&[&["2025-07-01", "1200"]]), "一覧!A1: 見出しではなく"),
        (vec![b'a'; 21 << 20], "ファイルが大きすぎます（21 MB、20 MB まで）"),
        ("a,".repeat(3_000).into_bytes(), "欄が多すぎます"),
        (vec![b'a'; 2 << 20], "見出しが 1 MB を超えます"),
    ] {
        let run = csv(&bytes);
        assert_eq!(run.code, 2, "{wanted}: {}", run.out);
        assert!(
            run.err.starts_with("エラー: data.csv: ") && run.err.contains(wanted),
            "{wanted}: {}",
            run.err
        );
        assert_eq!((run.err.lines().count(), run.out.as_str()), (1, ""), "{}", run.err);
        assert!(!run.err.contains("見本県") && !run.err.contains("20250701"), "{}", run.err);
    }
}

#[test]
fn sheets_steps_flows_and_matters_must_be_known() {
    let sandbox = sandbox();
    sandbox.write("ok.csv", "収納日付,収納時間,識別コード\n");
    let mut two = Workbook::new();
    for name in ["甲", "乙"] {
        let sheet = two.add_worksheet().set_name(name).unwrap();
        for (column, heading) in [(0, "収納日付"), (1, "収納時間"), (2, "識別コード")] {
            sheet.write(0, column, heading).unwrap();
        }
    }
    sandbox.write("two.xlsx", two.save_to_buffer().unwrap());
    let run = observe(&sandbox, "two.xlsx", &[]);
    assert!(run.code == 2 && run.err.contains("シートが幾つもあります（甲、乙）"), "{}", run.err);
    assert_eq!(observe(&sandbox, "two.xlsx", &["--sheet", "乙"]).code, 0);
    assert_eq!(observe(&sandbox, "two.xlsx", &["--sheet", "丙"]).code, 2);
    for (flow, step, wanted) in [
        ("nagere", "2", "流れ「nagere」（もしかして「nagare」）はありません（ある流れ: nagare）"),
        ("nagare", "9", "手順 9 がありません（ある手順: 1、2、3）"),
        ("nagare", "3", "項目を渡しも作りもしません。項目のある手順: 1、2"),
    ] {
        let run = sandbox.fugi(&["observe", "ok.csv", "--flow", flow, "--step", step]);
        assert!(run.code == 2 && run.err.contains(wanted), "{wanted}: {}", run.err);
    }
    let run = observe(&sandbox, "nai.csv", &[]);
    assert!(run.code == 2 && run.err.contains("nai.csv がありません"), "{}", run.err);
    assert_eq!(observe(&sandbox, "ok.csv", &["r07/yoi"]).code, 0);
    sandbox.write("policies/r07/mo.yaml", sandbox.read("policies/r07/yoi.yaml"));
    let run = observe(&sandbox, "ok.csv", &[]);
    assert!(run.code == 2 && run.err.contains("幾つもの案件にあります（r07/mo、r07/yoi）"), "{}", run.err);
    sandbox.spoil("title: よい案件", "titel: よい案件");
    let run = observe(&sandbox, "ok.csv", &["r07/warui"]);
    assert!(run.code == 2 && run.err.contains("照らし合わせません"), "{}", run.err);
    assert_eq!(observe(&sandbox, "ok.csv", &["r07/yoi"]).code, 0);
}
