//! ZIP archives taken apart and put together again, and the smallest workbook.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The files of an archive, by name.
pub type Parts = Vec<(String, Vec<u8>)>;

/// Most bytes that are taken out of an archive.
const MOST: u64 = 1 << 20;

/// Returns the files of an archive; nothing where it is none, or where too much comes out of it.
pub fn unpack(bytes: &[u8]) -> Option<Parts> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let (mut parts, mut left) = (Parts::new(), MOST);
    for index in 0..archive.len() {
        let part = archive.by_index(index).ok()?;
        let name = part.name().ok()?.to_string();
        let mut contents = Vec::new();
        let taken = part.take(left + 1).read_to_end(&mut contents).ok()?;
        left = left.checked_sub(taken as u64)?;
        parts.push((name, contents));
    }
    Some(parts)
}

/// Returns an archive of files, not compressed: what is found lies open.
pub fn pack(parts: &Parts) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, contents) in parts {
        if writer.start_file(name.as_str(), stored).is_ok() {
            let _ = writer.write_all(contents);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Returns a workbook of two headings over two, the upper one merged, with a formula and a date.
pub fn smallest() -> Parts {
    let part = |name: &str, contents: &str| (name.to_owned(), contents.as_bytes().to_vec());
    const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
    vec![
        part(
            "_rels/.rels",
            &format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
            ),
        ),
        part(
            "xl/workbook.xml",
            &format!(
                r#"<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><workbookPr date1904="0"/><sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>"#
            ),
        ),
        part(
            "xl/_rels/workbook.xml.rels",
            &format!(
                r#"<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>"#
            ),
        ),
        part(
            "xl/sharedStrings.xml",
            &format!(
                r#"<sst xmlns="{MAIN}"><si><t>氏名</t></si><si><r><t>口座</t></r><rPh><t>コウザ</t></rPh></si></sst>"#
            ),
        ),
        part(
            "xl/styles.xml",
            &format!(
                r#"<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy/mm/dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>"#
            ),
        ),
        part(
            "xl/worksheets/sheet1.xml",
            &format!(
                r#"<worksheet xmlns="{MAIN}"><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="B2" t="inlineStr"><is><t>銀行</t></is></c><c r="C2" t="str"><f>B2</f><v>支店</v></c></row><row r="3"><c r="A3" s="1"><v>46000</v></c><c r="B3"><f t="shared" ref="B3:C3" si="0">A3+1</f><v>1</v></c><c r="C3"><f t="shared" si="0"/><v>2</v></c></row></sheetData><sheetProtection sheet="1"/><mergeCells><mergeCell ref="A1:A2"/><mergeCell ref="B1:C1"/></mergeCells></worksheet>"#
            ),
        ),
    ]
}
