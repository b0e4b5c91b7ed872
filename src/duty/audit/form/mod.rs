//! The form: a workbook with instructions, the questions, and a hidden sheet by which it is known again.

mod instructions;
mod table;

pub(super) use table::days;

use super::questions::Questions;
use super::subject::Subject;
use crate::evidence::format::digest::Digest;
use crate::workbook::{self, About, Book, Cell, Error, Look, Page, PaperSize, Sheet};
use std::collections::BTreeMap;

/// Version of the form's shape; another one is another form.
const VERSION: &str = "fugi-audit-form/1";

/// Name of the hidden sheet.
pub(super) const SEAL: &str = "様式の印";

/// What a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    /// The yearly audit: 適, 不適 or 該当なし.
    Inspection,
    /// The answers of a contractor before the submission: ○ or ー.
    Submission,
}

impl Mode {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Inspection, Self::Submission];

    /// Returns its word in the hidden sheet and in the names of files.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Inspection => "audit",
            Self::Submission => "answers",
        }
    }

    /// Returns the name of the sheet with the questions.
    #[must_use]
    pub fn sheet(self) -> &'static str {
        match self {
            Self::Inspection => "監査票",
            Self::Submission => "回答票",
        }
    }
}

/// A cell: row and column from 0.
pub type At = (u32, u16);

/// Where a person is named: section, office, name.
pub type PersonAt = [At; 3];

/// Where everything is that is filled in; all on the sheet of the questions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Places {
    /// 実施日.
    pub day: Option<At>,
    /// 方法.
    pub way: Option<At>,
    /// 実地でない理由.
    pub way_reason: Option<At>,
    /// 検査した者.
    pub inspectors: Vec<PersonAt>,
    /// 立会者.
    pub attendants: Vec<PersonAt>,
    /// 再委託先を含むか.
    pub subcontractors: Option<At>,
    /// 総評.
    pub opinion: Option<At>,
    /// The questions in their order.
    pub rows: Vec<RowAt>,
}

/// Where a question is answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RowAt {
    /// 結果, or ○ and ー.
    pub answer: At,
    /// 証跡.
    pub evidence: At,
    /// 指摘・備考, or the reason of ー.
    pub remark: At,
    /// 是正の期限.
    pub deadline: Option<At>,
}

/// A form, made but not yet written.
pub struct Form {
    /// What it is for.
    pub mode: Mode,
    /// The questions, in the order of the rows.
    pub questions: Questions,
    /// Where everything is filled in.
    pub places: Places,
    /// SHA-256 over contract, party, year and every word of the form.
    pub fingerprint: Digest,
    sheets: Vec<Sheet>,
    title: String,
    ward: String,
}

/// What is known of last year's audit, by the key of the question, in words.
pub type Previous = BTreeMap<String, String>;

impl Form {
    /// Makes a form.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn new(
        mode: Mode,
        subject: &Subject<'_>,
        questions: Questions,
        previous: &Previous,
    ) -> Result<Self, Error> {
        let year = subject.case.print().fiscal_year(subject.case.matter.fiscal_year);
        let title = match mode {
            Mode::Inspection => format!("{year}　委託先監査票"),
            Mode::Submission => format!("{year}　チェックリスト回答票"),
        };
        let marks = if subject.case.matter.sample { "【見本】" } else { "" };
        let page = |landscape| Page {
            marks,
            number: None,
            paper: &title,
            landscape,
            size: PaperSize::A4,
            foot: None,
        };
        let instructions = instructions::sheet(mode, page(false), subject, &questions)?;
        let (table, places) = table::sheet(mode, page(true), &title, subject, &questions, previous)?;
        let mut sheets = vec![instructions, table];
        let fingerprint = fingerprint(mode, subject, &sheets);
        sheets.push(seal(mode, subject, fingerprint, previous)?);
        Ok(Self {
            mode,
            questions,
            places,
            fingerprint,
            sheets,
            title,
            ward: subject.case.ward.name.value.clone(),
        })
    }

    /// Returns what each sheet says.
    pub fn layouts(&self) -> impl Iterator<Item = &workbook::Layout> {
        self.sheets.iter().map(Sheet::layout)
    }

    /// Returns the file.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn write(self) -> Result<Vec<u8>, Error> {
        let about = About { title: &self.title, subject: self.mode.sheet(), author: &self.ward };
        let mut book = Book::new(about)?;
        for sheet in self.sheets {
            book.add(sheet)?;
        }
        book.finish()
    }
}

/// Returns the digest by which a form is known again. Anyone can work it out: it keeps forms apart, it proves nothing.
fn fingerprint(mode: Mode, subject: &Subject<'_>, sheets: &[Sheet]) -> Digest {
    let (contract, party, year) = identity(subject);
    let mut text = format!("{VERSION}\n{}\n{contract}\n{party}\n{year}\n", mode.word());
    for sheet in sheets {
        let layout = sheet.layout();
        for ((row, column), own) in &layout.locked {
            let cell = workbook::cell_name(*row, *column);
            text.push_str(&format!("{}!{cell}\t{}\t{own}\n", layout.name, own.len()));
        }
    }
    Digest::of(text.as_bytes())
}

/// Returns contract, party and year as the hidden sheet names them.
fn identity(subject: &Subject<'_>) -> (String, String, String) {
    (subject.name(), subject.id().to_owned(), subject.case.year.name.clone())
}

/// Returns the hidden sheet.
fn seal(mode: Mode, subject: &Subject<'_>, fingerprint: Digest, previous: &Previous) -> Result<Sheet, Error> {
    let mut sheet = Sheet::new(SEAL, Page::default(), &[200, 480])?;
    let (contract, party, year) = identity(subject);
    let own = [
        ("version", VERSION.to_owned()),
        ("mode", mode.word().to_owned()),
        ("contract", contract),
        ("party", party),
        ("year", year),
        ("sha256", fingerprint.to_string()),
    ];
    let previous = previous.iter().map(|(key, words)| (key.as_str(), words.clone()));
    for (key, value) in own.into_iter().chain(previous) {
        sheet.record(&[Cell::new(Look::Plain, key), Cell::new(Look::Plain, value)])?;
    }
    sheet.protect();
    sheet.hide();
    Ok(sheet)
}
