//! A workbook: its sheets, and what stands in its properties.

use super::text::Names;
use super::{Error, Sheet, look};
use crate::spelling::on_paper;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};

/// What a workbook is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// Its title.
    pub title: &'a str,
    /// What kind of paper it is.
    pub subject: &'a str,
    /// Who issues it.
    pub author: &'a str,
}

/// A workbook in the making.
pub struct Book {
    workbook: Workbook,
    names: Names,
}

impl Book {
    /// Returns a workbook without sheets. Its date is fixed, so that the same sheets give the same bytes.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn new(about: About<'_>) -> Result<Self, Error> {
        let mut workbook = Workbook::new();
        // Rows of 20 pixels, columns of 64: what Excel takes for a font of that width.
        workbook.set_default_format(&look::standard(), 20, 64)?;
        let properties = DocProperties::new()
            .set_title(limited(about.title))
            .set_subject(limited(about.subject))
            .set_author(limited(about.author))
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&properties);
        Ok(Self { workbook, names: Names::default() })
    }

    /// Returns a name for a sheet, as near to `wanted` as Excel allows; no other sheet gets it.
    pub fn name(&mut self, wanted: &str) -> String {
        self.names.add(wanted)
    }

    /// Adds a sheet.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn add(&mut self, sheet: Sheet) -> Result<(), Error> {
        self.workbook.push_worksheet(sheet.finish()?);
        Ok(())
    }

    /// Returns the file.
    ///
    /// # Errors
    ///
    /// [`Error`] where the writer refuses.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        Ok(self.workbook.save_to_buffer()?)
    }
}

/// Returns a property in the 255 characters that Excel shows.
fn limited(text: &str) -> String {
    on_paper(text).chars().take(255).collect()
}
