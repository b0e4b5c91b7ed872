//! The legal entities against the National Tax Agency's list of corporate numbers, through the program.

use super::support::{Sandbox, golden};
use std::io::Write as _;

/// Numbers whose check digit holds and that no registry gives out.
const NUMBERS: [&str; 7] = [
    "8999900000001",
    "7999900000002",
    "6999900000003",
    "5999900000004",
    "4999900000005",
    "3999900000006",
    "2999900000007",
];

/// A row of the list: number, name, address, what else is in which column (from 0).
fn row(number: &str, name: &str, address: &str, more: &[(usize, &str)]) -> String {
    let mut columns = vec![""; 30];
    (columns[0], columns[1], columns[2], columns[3]) = ("1", number, "01", "0");
    (columns[4], columns[5], columns[6], columns[8]) = ("2026-10-30", "2020-04-01", name, "301");
    (columns[9], columns[22], columns[23], columns[29]) = (address, "2015-10-05", "1", "0");
    for (column, text) in more {
        columns[*column] = text;
    }
    columns.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",") + "\r\n"
}

/// A year with one legal entity of each kind, and the list of the country that goes with it.
fn year() -> (Sandbox, String) {
    let sandbox = Sandbox::new();
    let n = NUMBERS;
    let party = |id: &str, name: &str, more: &str| format!("  - {{ id: {id}, name: {name}{more} }}\n");
    let number = |at: usize| format!(", corporate_number: \"{}\"", n[at]);
    let parties = "parties:\n".to_owned()
        + &party("same", "株式会社ABC印刷", &(number(0) + ", address: 見本県見本市１－２"))
        + &party("renamed", "旧名株式会社", &number(1))
        + &party("other", "株式会社後ろ", &number(2))
        + &party("moved", "社会福祉法人見本会", &(number(3) + ", address: 見本県旧市１"))
        + &party("merged", "合同会社消滅", &number(4))
        + &party("absent", "見本市", &number(6))
        + &party("unwritten", "同名株式会社", "")
        + &party("unknown", "どこにもない株式会社", "")
        + &party("invented", "架空株式会社", ", fictional: true");
    sandbox.write("policies/r07/parties.yaml", &parties);
    let list = [
        row(n[0], "株式会社ＡＢＣ印刷", "見本県見本市１－２", &[]),
        row(n[1], "旧名株式会社", "見本県見本市２", &[(23, "0")]),
        row(n[1], "新名株式会社", "見本県見本市２", &[(5, "2026-04-01"), (2, "11")]),
        row(n[2], "後ろ株式会社", "見本県見本市３", &[]),
        row(n[3], "社会福祉法人見本会", "見本県新市２", &[]),
        row(n[4], "合同会社消滅", "見本県見本市５", &[(18, "2026-03-31"), (19, "11"), (20, n[5])]),
        row("1999900000008", "同名株式会社", "甲県乙市１", &[]),
        row("9999900000009", "同名株式会社", "丙県丁市２", &[]),
        // Closed: no candidate.
        row("8999900000010", "同名株式会社", "丙県丁市３", &[(18, "2020-01-01"), (19, "01")]),
        row(n[5], "承継株式会社", "見本県見本市６", &[]),
    ];
    (sandbox, list.concat())
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn each_legal_entity_is_held_against_the_list_in_every_form_of_the_file() {
    let (sandbox, list) = year();
    let (shift_jis, _, lost) = encoding_rs::SHIFT_JIS.encode(&list);
    assert!(!lost);
    let name = "00_zenkoku_all_20261030.csv";
    sandbox.write("u.zip", zip(&[(name, list.as_bytes()), ("00.csv.asc", b"signature")]));
    sandbox.write("s.zip", zip(&[(name, &shift_jis), ("00.csv.asc", b"signature")]));
    sandbox.write(name, &list);
    let zipped = sandbox.fugi(&["parties", "check", "u.zip"]);
    assert_eq!(zipped.code, 1, "{}", zipped.err);
    golden("parties/check.txt", &zipped.out);
    assert_eq!(sandbox.fugi(&["parties", "check", "s.zip"]).out, zipped.out);
    let english = sandbox.fugi(&["parties", "check", name, "--lang", "en"]);
    golden("parties/check.en.txt", &english.out);
    let quiet = sandbox.fugi(&["parties", "check", "s.zip", "-q"]);
    assert_eq!(quiet.out.lines().count(), 1, "{}", quiet.out);
    assert!(zipped.out.ends_with(&quiet.out));
}

#[test]
fn a_list_of_a_part_accuses_nobody_whom_it_does_not_name() {
    let (sandbox, _) = year();
    sandbox.write(
        "policies/r07/parties.yaml",
        format!("parties:\n  - {{ id: a, name: 株式会社ABC印刷, corporate_number: \"{}\" }}\n", NUMBERS[0]),
    );
    sandbox.write("diff_20261030.csv", row(NUMBERS[2], "後ろ株式会社", "", &[]));
    let run = sandbox.fugi(&["parties", "check", "diff_20261030.csv"]);
    assert_eq!(run.code, 0, "{}{}", run.out, run.err);
    assert!(run.out.contains("全国の一覧でないため"), "{}", run.out);
    // The later of two lists holds.
    sandbox.write("13_tokyo_all_20261030.csv", row(NUMBERS[0], "株式会社ＡＢＣ印刷", "", &[]));
    let later = row(NUMBERS[0], "株式会社ＡＢＣ", "", &[(4, "2026-11-20"), (5, "2026-11-18")]);
    sandbox.write("diff_20261120.csv", &later);
    let run = sandbox.fugi(&["parties", "check", "diff_20261120.csv", "13_tokyo_all_20261030.csv"]);
    assert_eq!(run.code, 1);
    assert!(run.out.contains("この法人番号の名称は「株式会社ＡＢＣ」です"), "{}", run.out);
}

#[test]
fn what_is_no_list_is_told_of_every_file_and_nothing_is_answered() {
    let (sandbox, list) = year();
    sandbox.write("a.csv", "name,number\r\n");
    sandbox.write("b.zip", zip(&[("b.xml", b"<a/>")]));
    let whole = zip(&[("00_zenkoku_all_20261030.csv", list.as_bytes())]);
    sandbox.write("c.zip", &whole[..whole.len() / 2]);
    sandbox.write("d.csv", &(list + "\"1\",\"2\"\r\n"));
    let run =
        sandbox.fugi(&["parties", "check", "a.csv", "b.zip", "c.zip", "d.csv", "missing.csv", "policies"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{}", run.err);
    golden("parties/refused.txt", &run.err.replace('\\', "/"));
}
