//! A layout: what fields a file has, by name; and which reader a file needs.

use super::{delimited, encoding, excel};
use crate::diagnostic::Text;
use crate::text;
use crate::workbook::read::LARGEST;
use std::fs::File;
use std::io::{Read, Seek};

/// Most fields of a layout.
const MOST_FIELDS: usize = 2_000;

/// How much of a file is looked at before it is taken for text, in bytes.
const LOOKED_AT: u64 = 4096;

/// What kind of layout a file is, where that is said or seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LayoutKind {
    /// A row of headings over data.
    Header,
    /// A table of which each row describes a field: name, start, length.
    Fixed,
}

/// How a file is to be read.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Rows of headings; `None` decides by the merged cells (1 for CSV).
    pub header_rows: Option<u32>,
    /// The kind of layout; `None` decides by the headings.
    pub layout: Option<LayoutKind>,
    /// The sheet of a workbook; `None` where only one has anything in it.
    pub sheet: Option<String>,
}

/// In which form the names were written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// Text with a header record, in that encoding.
    Delimited(&'static str),
    /// A workbook, the sheet of that name.
    Workbook(String),
}

/// A field of a layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name; `None` where a column has none.
    pub name: Option<String>,
    /// The headings above it, from the top; the record it belongs to in a fixed-width layout.
    pub groups: Vec<String>,
    /// Where the name stands.
    pub place: Text,
    /// First position and length, in a fixed-width layout.
    pub extent: Option<(u64, u64)>,
}

/// The fields of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// In which form they were written.
    pub form: Form,
    /// Of which kind it is.
    pub kind: LayoutKind,
    /// The fields in order; at least one.
    pub fields: Vec<Field>,
}

/// Reads the layout of a file.
///
/// # Errors
///
/// One text with the place: unreadable, too large, not text, no header, a header that looks like data, a table that
/// is no layout.
pub fn read(file: &mut File, wanted: &Wanted) -> Result<Layout, Text> {
    let unread = |error: std::io::Error| super::delimited::unread(&error);
    let size = file.metadata().map_err(unread)?.len();
    if size > LARGEST {
        let (size, most) = (size >> 20, LARGEST >> 20);
        return Err(text!(
            "ファイルが大きすぎます（{size} MB、{most} MB まで）。データを除き、見出し（項目名）だけのファイルを渡してください",
            "the file is too large ({size} MB, at most {most} MB); give the headings only, without the data"
        ));
    }
    let layout = of_kind(file, wanted, unread)?;
    let count = layout.fields.len();
    if count > MOST_FIELDS {
        return Err(text!(
            "欄が多すぎます（{count}、{MOST_FIELDS} まで）。見出しの行を確かめてください",
            "there are too many fields ({count}, at most {MOST_FIELDS})"
        ));
    }
    Ok(layout)
}

/// Reads a layout with the reader that its first bytes call for.
fn of_kind(
    file: &mut File,
    wanted: &Wanted,
    unread: impl Fn(std::io::Error) -> Text,
) -> Result<Layout, Text> {
    let mut mark = Vec::new();
    file.take(4).read_to_end(&mut mark).map_err(&unread)?;
    file.rewind().map_err(&unread)?;
    if mark.is_empty() {
        return Err(text!("ファイルが空です", "the file is empty"));
    }
    // ZIP (APPNOTE 4.3.7) and OLE compound file ([MS-CFB] 2.2).
    if mark.starts_with(b"PK\x03\x04") || mark.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        let mut bytes = Vec::new();
        file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(unread)?;
        return excel::read(&bytes, wanted);
    }
    // A picture or a PDF may begin with a line of letters; what is no text shows it soon after.
    let mut first = Vec::new();
    file.take(LOOKED_AT).read_to_end(&mut first).map_err(&unread)?;
    file.rewind().map_err(&unread)?;
    // UTF-16 has a message of its own.
    if !first.starts_with(&[0xFF, 0xFE]) && !first.starts_with(&[0xFE, 0xFF]) {
        encoding::refuse_binary(&first)?;
    }
    if let Some(sheet) = &wanted.sheet {
        return Err(text!(
            "Excel のファイルではないため、シート「{sheet}」を選べません。--sheet を外してください",
            "this is no workbook, so there is no sheet `{sheet}`; leave --sheet out"
        ));
    }
    delimited::read(file, wanted)
}
