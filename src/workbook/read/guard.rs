//! What is looked at before a workbook is read: what kind of file it is, and how much comes out of it.

use super::{Unreadable, counts, places};
use crate::diagnostic::Text;
use crate::spelling::one_line;
use crate::text;
use std::collections::BTreeSet;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest file that is read; a filled-in form has under 1 MB.
pub const LARGEST: u64 = 20 << 20;

/// Most bytes that may come out of it.
const UNPACKED: u64 = 128 << 20;

/// Most files inside it.
const MOST_PARTS: usize = 2_000;

/// First bytes of an OLE compound file: an old workbook, or an encrypted one ([MS-CFB] 2.2).
const OLE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Looks at a file before it is read. Returns the numbers of the sheets that are protected, from 1.
pub(super) fn check(bytes: &[u8]) -> Result<BTreeSet<usize>, Unreadable> {
    check_within(bytes, UNPACKED)
}

fn check_within(bytes: &[u8], unpacked: u64) -> Result<BTreeSet<usize>, Unreadable> {
    let refused = |text: Text| Err(Unreadable(text));
    if bytes.len() as u64 > LARGEST {
        let (size, most) = (bytes.len() as u64 >> 20, LARGEST >> 20);
        return refused(text!(
            "ファイルが大きすぎます（{size} MB、{most} MB まで）。写真や他のシートを貼っていないか確かめてください",
            "the file is too large ({size} MB, at most {most} MB); take pictures and other sheets out"
        ));
    }
    if bytes.starts_with(&OLE) {
        let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        return refused(if bytes.windows(marker.len()).any(|own| own == marker) {
            text!(
                "パスワードの付いたファイルです。Excel で開き、「ファイル」→「情報」→「ブックの保護」でパスワードを外して保存し直してください",
                "the file has a password; take it out in Excel and save it again"
            )
        } else {
            text!(
                "古い形式（.xls）のファイルです。Excel で開き、.xlsx で保存し直してください",
                "the file is of the old kind (.xls); save it as .xlsx"
            )
        });
    }
    let Ok(mut archive) = ZipArchive::new(Cursor::new(bytes)) else {
        return refused(text!(
            "Excel のファイル（.xlsx）ではありません。送り返されたファイルを確かめてください",
            "this is no Excel workbook (.xlsx)"
        ));
    };
    if archive.len() > MOST_PARTS {
        return refused(too_much());
    }
    let mut left = unpacked;
    let mut protected = BTreeSet::new();
    let mut is_workbook = false;
    for index in 0..archive.len() {
        let Ok(part) = archive.by_index(index) else { return refused(damaged()) };
        let Ok(name) = part.name().map(|name| name.to_ascii_lowercase()) else { return refused(damaged()) };
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") {
            return refused(macros());
        }
        is_workbook |= name == "xl/workbook.xml";
        let sheet = name.strip_prefix("xl/worksheets/sheet").and_then(|rest| rest.strip_suffix(".xml"));
        let sheet = sheet.and_then(|number| number.parse::<usize>().ok());
        let mut contents = Vec::new();
        // What a part says of its own size is not believed: it is unpacked as far as there is room.
        let mut limited = part.take(left + 1);
        let is_list = name == "[content_types].xml";
        let Ok(taken) = limited.read_to_end(&mut contents) else { return refused(damaged()) };
        let Some(rest) = left.checked_sub(taken as u64) else { return refused(too_much()) };
        left = rest;
        if !places::are_sound(&contents) {
            return refused(damaged());
        }
        if let Some(wrong) = counts::wrong(&one_line(&name), &contents) {
            return refused(wrong);
        }
        let holds = |marker: &[u8]| contents.windows(marker.len()).any(|own| own == marker);
        if is_list && holds(b"macroEnabled") {
            return refused(macros());
        }
        if let Some(number) = sheet.filter(|_| holds(b"<sheetProtection ")) {
            protected.insert(number);
        }
    }
    if !is_workbook {
        return refused(text!(
            "Excel のファイル（.xlsx）ではありません（別の種類の文書です）。.xlsx で保存し直してください",
            "this is another kind of document; save it as .xlsx"
        ));
    }
    Ok(protected)
}

fn macros() -> Text {
    text!(
        "マクロを含む形式のファイルです。マクロのない .xlsx で保存し直してください",
        "the file is of a kind that holds macros; save it as .xlsx"
    )
}

fn too_much() -> Text {
    let most = UNPACKED >> 20;
    text!(
        "展開すると大きすぎるファイルです（{most} MB まで）。様式を作り直して、答えだけを写してください",
        "too much comes out of the file (at most {most} MB)"
    )
}

fn damaged() -> Text {
    text!(
        "ファイルが壊れています。送り直してもらってください",
        "the file is damaged; ask for it to be sent again"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, contents) in parts {
            writer.start_file(*name, SimpleFileOptions::default()).unwrap();
            writer.write_all(contents).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    fn said(bytes: &[u8]) -> String {
        check_within(bytes, 100_000).unwrap_err().0.ja
    }

    #[test]
    fn what_is_no_workbook_is_told_by_its_kind() {
        assert!(said(b"").contains("Excel のファイル（.xlsx）ではありません"));
        assert!(said(b"row,status").contains("Excel のファイル（.xlsx）ではありません"));
        assert!(said(&OLE).contains("古い形式（.xls）"));
        let mut encrypted = OLE.to_vec();
        encrypted.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
        assert!(said(&encrypted).contains("パスワードの付いたファイル"));
        assert!(said(&archive(&[("word/document.xml", b"<a/>")])).contains("別の種類の文書"));
        assert!(said(&archive(&[("xl/workbook.xml", b""), ("xl/vbaProject.bin", b"")])).contains("マクロ"));
        let types = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        assert!(
            said(&archive(&[("[Content_Types].xml", types), ("xl/workbook.xml", b"")])).contains("マクロ")
        );
    }

    #[test]
    fn what_comes_out_of_it_is_limited_whatever_it_says_of_itself() {
        let zeros = vec![0_u8; 60_000];
        let one = archive(&[("xl/workbook.xml", b""), ("a", &zeros)]);
        assert!(one.len() < 2_000 && check_within(&one, 100_000).is_ok());
        let two = archive(&[("xl/workbook.xml", b""), ("a", &zeros), ("b", &zeros)]);
        assert!(said(&two).contains("展開すると大きすぎる"));
        let mut cut = one;
        cut.truncate(cut.len() / 2);
        assert!(said(&cut).contains("ではありません") || said(&cut).contains("壊れています"));
    }

    #[test]
    fn a_sheet_whose_places_cannot_be_is_damaged() {
        let sheet = |place: &str| {
            let cell = format!("<c r='{place}'/>");
            archive(&[("xl/workbook.xml", b""), ("xl/worksheets/a.xml", cell.as_bytes())])
        };
        assert!(check_within(&sheet("XFD1048576"), 100_000).is_ok());
        assert!(said(&sheet("A99999999999")).contains("壊れています"));
    }

    #[test]
    fn protected_sheets_are_found() {
        let own = archive(&[
            ("xl/workbook.xml", b""),
            ("xl/worksheets/sheet1.xml", b"<worksheet/>"),
            ("xl/worksheets/sheet2.xml", b"<worksheet><sheetProtection sheet=\"1\"/></worksheet>"),
        ]);
        assert_eq!(check_within(&own, 100_000).unwrap(), BTreeSet::from([2]));
    }
}
