//! The header of a CSV file (RFC 4180; tabs too). Bytes are taken one after another until the header record ends,
//! and no further.

use super::layout::{Form, Layout, LayoutKind, Wanted};
use super::{encoding, fixed, heading};
use crate::diagnostic::{Text, why_unread};
use crate::text;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufReader, Read, Seek};

/// Most bytes of a header; of a whole layout table.
const LONGEST: usize = 1 << 20;

/// The size of what the operating system is asked for at once; at most so much lies in memory behind the header.
const READ_AT_ONCE: usize = 512;

pub(super) fn read(file: &mut File, wanted: &Wanted) -> Result<Layout, Text> {
    let depth = wanted.header_rows.unwrap_or(1);
    let bytes = records(file, Some(depth))?;
    let (text, form) = encoding::decode(&bytes)?;
    let form = Form::Delimited(form);
    let rows = rows(&text)?;
    if fixed::is_meant(&rows, wanted) {
        file.rewind().map_err(|error| unread(&error))?;
        let (text, _) = encoding::decode(&records(file, None)?)?;
        let fields = fixed::fields(&self::rows(&text)?)?;
        return Ok(Layout { form, kind: LayoutKind::Fixed, fields });
    }
    let fields = heading::fields(&rows)?;
    Ok(Layout { form, kind: LayoutKind::Header, fields })
}

pub(super) fn unread(error: &std::io::Error) -> Text {
    let Text { ja, en } = why_unread(error);
    text!("ファイルを読めません（{ja}）", "the file cannot be read ({en})")
}

/// Returns the bytes of the first `most` records that are not blank, or of all. A line break within quotes ends none.
fn records(file: &mut File, most: Option<u32>) -> Result<Vec<u8>, Text> {
    let (mut taken, mut count) = (Vec::new(), 0);
    // Whether a quote is open, was closed just now; whether a field begins; whether the record holds anything.
    let (mut quoted, mut closed, mut begins, mut holds) = (false, false, true, false);
    let (mut line, mut opened) = (1_usize, 1_usize);
    for byte in BufReader::with_capacity(READ_AT_ONCE, file).bytes() {
        let byte = byte.map_err(|error| unread(&error))?;
        taken.push(byte);
        if taken.len() > LONGEST {
            return Err(if quoted { open_quote(opened) } else { too_long() });
        }
        line += usize::from(byte == b'\n');
        let was_closed = std::mem::take(&mut closed);
        match byte {
            b'"' if quoted => (quoted, closed) = (false, true),
            // A quote that was closed and follows at once is one character of the field.
            b'"' if begins || was_closed => {
                (quoted, opened, holds) = (true, line, true);
            }
            b'\n' | b'\r' if !quoted => {
                count += u32::from(holds);
                if most.is_some_and(|most| count >= most) && holds {
                    return Ok(taken);
                }
                holds = false;
            }
            // The mark of UTF-8 before the first quote begins no field.
            0xEF | 0xBB | 0xBF if taken.len() <= 3 => continue,
            _ => holds = true,
        }
        begins = !quoted && matches!(byte, b',' | b'\t' | b';' | b'\n' | b'\r');
    }
    if quoted { Err(open_quote(opened)) } else { Ok(taken) }
}

fn open_quote(line: usize) -> Text {
    text!(
        "{line}行目で始まる引用符「\"」が閉じていません",
        "the quote that opens in line {line} is never closed"
    )
}

fn too_long() -> Text {
    text!(
        "見出しが 1 MB を超えます。見出し（項目名）の行だけのファイルを渡してください",
        "the header is longer than 1 MB; give the line of the headings only"
    )
}

/// Returns the cells of each record that holds anything, by column from 0.
fn rows(text: &str) -> Result<Vec<heading::Row>, Text> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let most = |mark: char| first.matches(mark).count();
    let delimiter = match (most(','), most('\t'), most(';')) {
        (comma, tab, _) if tab > comma => b'\t',
        (0, 0, semicolon) if semicolon > 0 => b';',
        _ => b',',
    };
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|error| text!("CSV として読めません（{error}）", "this is no CSV ({error})"))?;
        let line = record.position().map_or(1, csv::Position::line);
        let mut row = BTreeMap::new();
        for (index, cell) in record.iter().enumerate() {
            let column = index + 1;
            let place = text!("{line}行目の{column}列目", "line {line}, column {column}");
            row.insert(index, heading::Cell { text: cell.to_owned(), place });
        }
        if row.values().any(|cell| !cell.text.trim().is_empty()) {
            rows.push(row);
        }
    }
    Ok(rows)
}
