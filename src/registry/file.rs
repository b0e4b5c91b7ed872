//! A downloaded file: the CSV itself, or the ZIP in which it comes.

use super::{Row, Wanted, Why, Wrong, search};
use crate::diagnostic::{Text, why_unread};
use crate::text;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

/// What a ZIP begins with.
const ZIP: &[u8] = b"PK\x03\x04";
/// Most files in a ZIP: the whole country comes in a handful.
const MOST_MEMBERS: usize = 100;
/// Most bytes of a list when unpacked. The whole country has about 1.3 GB.
const LARGEST: u64 = 8 << 30;

/// A list that was read, or a file of the ZIP that was not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// How many rows it has; `None` of a file that is no list and was not read.
    pub rows: Option<u64>,
}

/// Why a file cannot be read.
#[derive(Debug)]
pub enum Unreadable {
    /// The system refused.
    Io(io::Error),
    /// It is a damaged ZIP, or one with a password.
    Zip(ZipError),
    /// A ZIP without a list, or with too many files.
    Members(usize),
    /// A list without a row; its name.
    Empty(String),
    /// A list is larger than any can be; its name.
    TooLarge(String),
    /// A row of a list cannot be read; the list's name in its ZIP.
    Row(Option<String>, Wrong),
}

impl Unreadable {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Io(error) => unread(error),
            Self::Zip(ZipError::UnsupportedArchive(_) | ZipError::InvalidPassword) => text!(
                "この ZIP は読めない形式か、パスワードが付いています。法人番号公表サイトから得たままのファイルを使ってください",
                "this ZIP has a password or is of a kind that is not read; use the file as it was downloaded"
            ),
            Self::Zip(error) => text!(
                "ZIP が壊れています（{error}）。もう一度、法人番号公表サイトからダウンロードしてください",
                "the ZIP is damaged ({error}); download it again"
            ),
            Self::Members(0) => text!(
                "ZIP の中に CSV がありません。「CSV・Unicode」か「CSV・Shift-JIS」をダウンロードしてください（XML は読みません）",
                "there is no CSV in the ZIP; download the CSV (Unicode or Shift_JIS), not the XML"
            ),
            Self::Members(count) => text!(
                "ZIP の中のファイルが多すぎます（{count}、上限 {MOST_MEMBERS}）。得たままのファイルを使ってください",
                "the ZIP holds too many files ({count}, limit {MOST_MEMBERS}); use the file as it was downloaded"
            ),
            Self::Empty(name) => text!(
                "{name} に行が一つもありません。もう一度、法人番号公表サイトからダウンロードしてください",
                "{name} has no row at all; download it again"
            ),
            Self::TooLarge(name) => text!(
                "{name} は大きすぎます（展開して {LARGEST}バイトを超えます）",
                "{name} is too large (more than {LARGEST} bytes when unpacked)"
            ),
            Self::Row(name, Wrong { row, why }) => {
                let Text { ja, en } = why.text();
                match name.as_deref() {
                    None => text!("{row}行目: {ja}", "row {row}: {en}"),
                    Some(name) => text!("{name} の {row}行目: {ja}", "{name}, row {row}: {en}"),
                }
            }
        }
    }
}

impl Why {
    fn text(&self) -> Text {
        match self {
            Self::Columns(count) => text!(
                "欄が30ではありません（{count}）。法人番号公表サイトの基本3情報（CSV）か確かめてください",
                "there are {count} columns, not 30; is this the CSV of the corporate number site?"
            ),
            Self::NoNumber => text!(
                "2番目の欄が法人番号（13桁）ではありません。基本3情報（CSV）か確かめてください",
                "the second column is no corporate number (13 digits); is this the CSV of the corporate number site?"
            ),
            Self::TooLong => text!(
                "行が長すぎます（引用符が閉じていないことがあります）。もう一度ダウンロードしてください",
                "the row is too long (perhaps a quotation mark is not closed); download the file again"
            ),
            Self::Encoding => text!(
                "文字コードが UTF-8 でも Shift_JIS でもありません。編集せずに、得たままのファイルを使ってください",
                "it is neither UTF-8 nor Shift_JIS; use the file as it was downloaded"
            ),
            Self::Io(error) => unread(error),
        }
    }
}

fn unread(error: &io::Error) -> Text {
    match error.kind() {
        io::ErrorKind::IsADirectory => text!(
            "フォルダです。その中のファイル（CSV か ZIP）を書いてください",
            "it is a folder; name the file in it (CSV or ZIP)"
        ),
        _ => why_unread(error),
    }
}

/// Reads a file, CSV or ZIP, and hands out the rows that are looked for. Returns what was in it.
///
/// # Errors
///
/// [`Unreadable`]; rows that were handed out before count for nothing.
pub fn read(path: &Path, wanted: &Wanted, each: &mut dyn FnMut(Row)) -> Result<Vec<Member>, Unreadable> {
    let mut file = File::open(path).map_err(Unreadable::Io)?;
    if !file.metadata().map_err(Unreadable::Io)?.is_file() {
        return Err(Unreadable::Io(io::ErrorKind::IsADirectory.into()));
    }
    let mut head = Vec::new();
    Read::by_ref(&mut file).take(ZIP.len() as u64).read_to_end(&mut head).map_err(Unreadable::Io)?;
    file.seek(SeekFrom::Start(0)).map_err(Unreadable::Io)?;
    if head != ZIP {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let rows = list(&name, file, wanted, each).map_err(|error| match error {
            Unreadable::Row(_, wrong) => Unreadable::Row(None, wrong),
            error => error,
        })?;
        return Ok(vec![Member { name, rows: Some(rows) }]);
    }
    let mut archive = ZipArchive::new(file).map_err(Unreadable::Zip)?;
    if archive.len() > MOST_MEMBERS {
        return Err(Unreadable::Members(archive.len()));
    }
    let mut members = Vec::new();
    for index in 0..archive.len() {
        let member = archive.by_index(index).map_err(Unreadable::Zip)?;
        let name = member.name().map_err(Unreadable::Zip)?.into_owned();
        let is_list = Path::new(&name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
        let rows = if is_list { Some(list(&name, member, wanted, each)?) } else { None };
        members.push(Member { name, rows });
    }
    if members.iter().all(|member| member.rows.is_none()) {
        return Err(Unreadable::Members(0));
    }
    Ok(members)
}

fn list(name: &str, from: impl Read, wanted: &Wanted, each: &mut dyn FnMut(Row)) -> Result<u64, Unreadable> {
    let mut from = from.take(LARGEST);
    let rows = search(&mut from, wanted, each);
    if from.limit() == 0 {
        return Err(Unreadable::TooLarge(name.to_owned()));
    }
    match rows.map_err(|wrong| Unreadable::Row(Some(name.to_owned()), wrong))? {
        0 => Err(Unreadable::Empty(name.to_owned())),
        rows => Ok(rows),
    }
}
