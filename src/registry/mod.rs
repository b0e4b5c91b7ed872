//! The National Tax Agency's list of corporate numbers (法人番号公表サイト, 基本3情報ダウンロード), as a ward downloads it.
//!
//! CSV without a header, 30 columns, in Shift_JIS or UTF-8, plain or in a ZIP; the whole country is five million rows.
//! It is read as a stream: what is kept are the rows of the companies that are looked for.

mod file;

pub use file::{Member, Unreadable, read};

use csv_core::ReadRecordResult;
use std::borrow::Cow;
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read};

/// Columns of a row (リソース定義書).
const COLUMNS: usize = 30;
/// Longest row, in bytes. An address has at most 300 characters, and a row a few of them.
const LONGEST_ROW: usize = 64 * 1024;
/// Bytes that are read at once.
const BLOCK: usize = 256 * 1024;

/// Where a column stands in a row, from 0.
mod column {
    pub(super) const NUMBER: usize = 1;
    pub(super) const PROCESS: usize = 2;
    pub(super) const UPDATED: usize = 4;
    pub(super) const CHANGED: usize = 5;
    pub(super) const NAME: usize = 6;
    /// Prefecture, municipality, the rest.
    pub(super) const ADDRESS: [usize; 3] = [9, 10, 11];
    pub(super) const ABROAD: usize = 16;
    pub(super) const CLOSED: usize = 18;
    pub(super) const CAUSE: usize = 19;
    pub(super) const SUCCESSOR: usize = 20;
    pub(super) const LATEST: usize = 23;
}

/// 処理区分 99: the number was taken back.
const DELETED: &str = "99";
/// 最新履歴 1: what holds now.
const LATEST: &str = "1";

/// Which rows are looked for.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    numbers: HashSet<Vec<u8>>,
    names: HashSet<Vec<u8>>,
}

impl Wanted {
    /// Looks for a corporate number, 13 digits.
    pub fn number(&mut self, number: &str) {
        self.numbers.insert(number.as_bytes().to_vec());
    }

    /// Looks for a name as it is registered, in either encoding. The list writes letters, digits and blanks in full
    /// width, whatever the company does.
    pub fn name(&mut self, name: &str) {
        let wide: String = name.chars().map(full_width).collect();
        let (shift_jis, _, lost) = encoding_rs::SHIFT_JIS.encode(&wide);
        if !lost {
            self.names.insert(shift_jis.into_owned());
        }
        self.names.insert(wide.into_bytes());
    }

    fn wants(&self, row: &Fields<'_>) -> bool {
        self.numbers.contains(row.bytes(column::NUMBER)) || self.names.contains(row.bytes(column::NAME))
    }
}

/// Returns a character of ASCII in full width.
fn full_width(c: char) -> char {
    match c {
        ' ' => '\u{3000}',
        '!'..='~' => char::from_u32(u32::from(c) - u32::from('!') + u32::from('！')).unwrap_or(c),
        _ => c,
    }
}

/// A row of the list that was looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// 法人番号, 13 digits.
    pub number: String,
    /// 商号又は名称, as registered.
    pub name: String,
    /// Where it has its seat, in one line.
    pub address: String,
    /// 更新年月日, `2026-10-31`; the later one holds.
    pub updated: String,
    /// 変更年月日, the day from which it holds.
    pub changed: String,
    /// What became of a company that is no more.
    pub closed: Option<Closed>,
    /// The number was taken back (処理区分 99).
    pub deleted: bool,
    /// It holds now; false of what held before.
    pub latest: bool,
}

/// 登記記録の閉鎖等.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closed {
    /// The day, `2026-03-31`.
    pub on: String,
    /// Why.
    pub cause: Cause,
    /// 承継先法人番号, where there is one.
    pub successor: Option<String>,
}

/// 登記記録の閉鎖等の事由.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cause {
    /// 01 清算の結了等.
    Liquidated,
    /// 11 合併による解散等.
    Merged,
    /// 21 登記官による閉鎖.
    ByRegistrar,
    /// 31 その他の清算の結了等, or a number that is not known.
    Other,
}

/// Why a list is not read on, and the row, from 1.
#[derive(Debug)]
pub struct Wrong {
    /// The row.
    pub row: u64,
    /// Why.
    pub why: Why,
}

/// Why a row cannot be read.
#[derive(Debug)]
pub enum Why {
    /// So many columns instead of 30.
    Columns(usize),
    /// The second column is no corporate number.
    NoNumber,
    /// Longer than any row can be: most often a quotation mark without its other.
    TooLong,
    /// Neither UTF-8 nor Shift_JIS.
    Encoding,
    /// What the system says.
    Io(io::Error),
}

/// Reads a list to its end, and hands out the rows that are looked for. Returns how many rows it has.
///
/// # Errors
///
/// [`Wrong`] at the first row that is none.
pub fn search(list: impl Read, wanted: &Wanted, each: &mut dyn FnMut(Row)) -> Result<u64, Wrong> {
    let mut list = BufReader::with_capacity(BLOCK, list);
    let mut reader = csv_core::Reader::new();
    let (mut output, mut ends) = (vec![0; LONGEST_ROW], [0; COLUMNS + 1]);
    let mut rows = 0;
    let (mut written, mut fields) = (0, 0);
    loop {
        let wrong = |why| Wrong { row: rows + 1, why };
        let input = list.fill_buf().map_err(|error| wrong(Why::Io(error)))?;
        let (Some(rest), Some(rest_of_ends)) = (output.get_mut(written..), ends.get_mut(fields..)) else {
            return Err(wrong(Why::TooLong));
        };
        let (result, used, more, more_fields) = reader.read_record(input, rest, rest_of_ends);
        list.consume(used);
        (written, fields) = (written + more, fields + more_fields);
        match result {
            ReadRecordResult::InputEmpty => {}
            ReadRecordResult::OutputFull => return Err(wrong(Why::TooLong)),
            ReadRecordResult::OutputEndsFull => return Err(wrong(Why::Columns(COLUMNS + 1))),
            ReadRecordResult::End => return Ok(rows),
            ReadRecordResult::Record => {
                if fields != COLUMNS {
                    return Err(wrong(Why::Columns(fields)));
                }
                let row = Fields { bytes: &output, ends: &ends };
                let number = row.bytes(column::NUMBER);
                if number.len() != 13 || !number.iter().all(u8::is_ascii_digit) {
                    return Err(wrong(Why::NoNumber));
                }
                if wanted.wants(&row) {
                    each(row.read().ok_or_else(|| wrong(Why::Encoding))?);
                }
                rows += 1;
                (written, fields) = (0, 0);
            }
        }
    }
}

/// A row as bytes.
struct Fields<'a> {
    bytes: &'a [u8],
    ends: &'a [usize],
}

impl Fields<'_> {
    fn bytes(&self, column: usize) -> &[u8] {
        let end = |column: usize| self.ends.get(column).copied().unwrap_or_default();
        let start = column.checked_sub(1).map_or(0, end);
        self.bytes.get(start..end(column)).unwrap_or_default()
    }

    /// Returns a field; `None` where it is in neither encoding.
    fn text(&self, column: usize) -> Option<Cow<'_, str>> {
        let bytes = self.bytes(column);
        match std::str::from_utf8(bytes) {
            Ok(text) => Some(Cow::Borrowed(text)),
            Err(_) => encoding_rs::SHIFT_JIS.decode_without_bom_handling_and_without_replacement(bytes),
        }
    }

    fn read(&self) -> Option<Row> {
        let owned = |column| Some(self.text(column)?.into_owned());
        let filled = |column| Some(owned(column)?).map(|text| Some(text).filter(|text| !text.is_empty()));
        let mut address = String::new();
        for part in column::ADDRESS {
            address.push_str(&self.text(part)?);
        }
        let closed = match filled(column::CLOSED)? {
            None => None,
            Some(on) => Some(Closed {
                on,
                cause: match &*self.text(column::CAUSE)? {
                    "01" => Cause::Liquidated,
                    "11" => Cause::Merged,
                    "21" => Cause::ByRegistrar,
                    _ => Cause::Other,
                },
                successor: filled(column::SUCCESSOR)?,
            }),
        };
        Some(Row {
            number: owned(column::NUMBER)?,
            name: owned(column::NAME)?,
            address: if address.is_empty() { owned(column::ABROAD)? } else { address },
            updated: owned(column::UPDATED)?,
            changed: owned(column::CHANGED)?,
            closed,
            deleted: self.text(column::PROCESS)? == DELETED,
            latest: self.text(column::LATEST)? == LATEST,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A row of a made-up company; `fields` are put in by column.
    fn row(fields: &[(usize, &str)]) -> String {
        let mut columns = vec![String::new(); COLUMNS];
        columns[0] = "1".to_owned();
        columns[column::NUMBER] = "8999900000001".to_owned();
        columns[column::NAME] = "株式会社見本".to_owned();
        columns[column::LATEST] = LATEST.to_owned();
        for (at, text) in fields {
            columns[*at] = (*text).to_owned();
        }
        columns.iter().map(|text| format!("\"{text}\"")).collect::<Vec<_>>().join(",") + "\r\n"
    }

    fn found(list: &[u8], wanted: &Wanted) -> Result<(u64, Vec<Row>), Wrong> {
        let mut rows = Vec::new();
        search(list, wanted, &mut |row| rows.push(row)).map(|count| (count, rows))
    }

    fn wanted(numbers: &[&str], names: &[&str]) -> Wanted {
        let mut wanted = Wanted::default();
        numbers.iter().for_each(|own| wanted.number(own));
        names.iter().for_each(|own| wanted.name(own));
        wanted
    }

    #[test]
    fn a_row_is_found_by_number_or_name_in_both_encodings() {
        let own = row(&[
            (9, "見本県"),
            (10, "見本市"),
            (11, "１丁目２番３号"),
            (5, "2020-04-01"),
            (6, "株式会社ＭＩＨＯＮ　表"),
        ]);
        let other = row(&[(1, "7999900000002"), (6, "見本データ株式会社")]);
        let list = other.clone() + &own + &other;
        let (shift_jis, _, lost) = encoding_rs::SHIFT_JIS.encode(&list);
        assert!(!lost);
        for bytes in [list.as_bytes(), &shift_jis] {
            for asked in [wanted(&["8999900000001"], &[]), wanted(&[], &["株式会社MIHON 表"])] {
                let (count, rows) = found(bytes, &asked).unwrap();
                assert_eq!((count, rows.len()), (3, 1));
                assert_eq!(rows[0].name, "株式会社ＭＩＨＯＮ　表");
                assert_eq!(rows[0].address, "見本県見本市１丁目２番３号");
                assert!(rows[0].latest && !rows[0].deleted && rows[0].closed.is_none());
            }
            assert_eq!(found(bytes, &wanted(&[], &["MIHON"])).unwrap(), (3, Vec::new()));
        }
    }

    #[test]
    fn what_became_of_a_company_is_read() {
        let gone = row(&[(18, "2026-03-31"), (19, "11"), (20, "7999900000002"), (2, "71"), (16, "")]);
        let (_, rows) = found(gone.as_bytes(), &wanted(&["8999900000001"], &[])).unwrap();
        let closed = Closed {
            on: "2026-03-31".to_owned(),
            cause: Cause::Merged,
            successor: Some("7999900000002".to_owned()),
        };
        assert_eq!(rows[0].closed, Some(closed));
        let abroad = row(&[(2, "99"), (16, "米国ニューヨーク州"), (23, "0")]);
        let (_, rows) = found(abroad.as_bytes(), &wanted(&["8999900000001"], &[])).unwrap();
        assert_eq!(rows[0].address, "米国ニューヨーク州");
        assert!(rows[0].deleted && !rows[0].latest);
    }

    #[test]
    fn what_is_no_row_is_told_by_its_number() {
        let good = row(&[]);
        let told = |bad: &[u8]| {
            let list = [good.as_bytes(), bad].concat();
            let wrong = found(&list, &wanted(&["8999900000001"], &[])).unwrap_err();
            assert_eq!(wrong.row, 2);
            format!("{:?}", wrong.why)
        };
        assert_eq!(told(b"1,2,3\r\n"), "Columns(3)");
        assert_eq!(told(&[b"1,".repeat(40).as_slice(), b"\r\n"].concat()), "Columns(31)");
        assert_eq!(told(row(&[(1, "１２３")]).as_bytes()), "NoNumber");
        assert_eq!(told(&[b"\"", b"x".repeat(LONGEST_ROW + 1).as_slice()].concat()), "TooLong");
        let torn = row(&[(6, "@")]).replace('@', "\u{0}").into_bytes();
        let torn: Vec<u8> = torn.into_iter().map(|byte| if byte == 0 { 0xFF } else { byte }).collect();
        assert_eq!(told(&torn), "Encoding");
        assert_eq!(found(b"", &Wanted::default()).unwrap(), (0, Vec::new()));
        // A last row without a line break is a row.
        assert_eq!(found(good.trim_end().as_bytes(), &Wanted::default()).unwrap().0, 1);
    }
}
