//! A workbook as its parts, to be filled in and spoilt as people and programs do.

use calamine::{Reader, Xlsx};
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a workbook in their order.
#[derive(Clone)]
pub(crate) struct Book {
    parts: Vec<(String, String)>,
}

impl Book {
    pub(crate) fn open(bytes: &[u8]) -> Self {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let parts = (0..archive.len()).map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let name = part.name().unwrap().into_owned();
            (name, text)
        });
        Self { parts: parts.collect() }
    }

    pub(crate) fn save(&self) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.parts {
            writer.start_file(name.as_str(), SimpleFileOptions::default()).unwrap();
            writer.write_all(text.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    /// Returns the text of a cell as calamine reads it.
    pub(crate) fn read(&self, sheet: &str, cell: &str) -> String {
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(self.save())).unwrap();
        let range = book.worksheet_range(sheet).unwrap();
        let split = cell.find(|c: char| c.is_ascii_digit()).unwrap();
        let column = cell[..split].bytes().fold(0, |sum, byte| sum * 26 + u32::from(byte - b'A') + 1) - 1;
        let row: u32 = cell[split..].parse().unwrap();
        range.get_value((row - 1, column)).map(ToString::to_string).unwrap_or_default()
    }

    fn sheet(&mut self, sheet: usize) -> &mut String {
        let name = format!("xl/worksheets/sheet{sheet}.xml");
        &mut self.parts.iter_mut().find(|(own, _)| *own == name).unwrap().1
    }

    /// Puts something into a cell in the place of what stands there; its style stays.
    fn put(&mut self, sheet: usize, cell: &str, kind: &str, inner: &str) {
        let text = self.sheet(sheet);
        let start = text.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("no cell {cell}"));
        let head = start + text[start..].find('>').unwrap();
        let end = if text[..head].ends_with('/') {
            head + 1
        } else {
            head + text[head..].find("</c>").unwrap() + 4
        };
        let style =
            text[start..head].split("s=\"").nth(1).map_or("0", |rest| rest.split('"').next().unwrap());
        let put = format!("<c r=\"{cell}\" s=\"{style}\"{kind}>{inner}</c>");
        text.replace_range(start..end, &put);
    }

    pub(crate) fn text(&mut self, sheet: usize, cell: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        self.put(sheet, cell, " t=\"inlineStr\"", &format!("<is><t xml:space=\"preserve\">{text}</t></is>"));
    }

    pub(crate) fn number(&mut self, sheet: usize, cell: &str, number: &str) {
        self.put(sheet, cell, "", &format!("<v>{number}</v>"));
    }

    pub(crate) fn formula(&mut self, sheet: usize, cell: &str, formula: &str, result: &str) {
        let kind = if result.starts_with('#') { " t=\"e\"" } else { " t=\"str\"" };
        self.put(sheet, cell, kind, &format!("<f>{formula}</f><v>{result}</v>"));
    }

    /// Adds a row with one cell below all others.
    pub(crate) fn append(&mut self, sheet: usize, row: u32, cell: &str, text: &str) {
        let own = format!(
            "<row r=\"{row}\"><c r=\"{cell}\" t=\"inlineStr\"><is><t>{text}</t></is></c></row></sheetData>"
        );
        self.replace(sheet, "</sheetData>", &own);
    }

    pub(crate) fn replace(&mut self, sheet: usize, from: &str, to: &str) {
        let text = self.sheet(sheet);
        assert!(text.contains(from), "`{from}` stands nowhere");
        *text = text.replacen(from, to, 1);
    }

    /// Takes out what begins and ends so.
    pub(crate) fn cut(&mut self, sheet: usize, from: &str, to: &str) {
        let text = self.sheet(sheet);
        let start = text.find(from).unwrap();
        let end = start + text[start..].find(to).unwrap() + to.len();
        text.replace_range(start..end, "");
    }

    /// Renames a sheet.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let (_, text) = self.parts.iter_mut().find(|(name, _)| name == "xl/workbook.xml").unwrap();
        *text = text.replace(&format!("name=\"{from}\""), &format!("name=\"{to}\""));
    }

    pub(crate) fn part(&mut self, name: &str, text: &str) {
        self.parts.push((name.to_owned(), text.to_owned()));
    }
}
