//! A workbook: its sheets, and what stands in its properties.

use super::text::Names;
use super::{Error, Sheet, look};
use crate::spelling::on_paper;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook};
use std::io::Cursor;
use zip::result::ZipError;
use zip::{System, ZipArchive};

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
        let bytes = self.workbook.save_to_buffer()?;
        made_by_the_same(bytes).map_err(|error| Error(error.to_string()))
    }
}

/// Sets the system that each part says it was made on (APPNOTE 4.4.2, the upper byte of "version made by") to one and
/// the same: the writer puts its own there, and the same sheets gave other bytes on Windows.
fn made_by_the_same(mut bytes: Vec<u8>) -> Result<Vec<u8>, ZipError> {
    let mut archive = ZipArchive::new(Cursor::new(&bytes))?;
    let starts: Result<Vec<u64>, ZipError> =
        (0..archive.len()).map(|at| Ok(archive.by_index_raw(at)?.central_header_start())).collect();
    for start in starts? {
        // Behind the signature of four bytes stand the version and then the system.
        let system = usize::try_from(start).ok().and_then(|start| bytes.get_mut(start + 5));
        *system.ok_or(ZipError::InvalidArchive("a header lies outside".into()))? = System::Unix as u8;
    }
    Ok(bytes)
}

/// Returns a property in the 255 characters that Excel shows.
fn limited(text: &str) -> String {
    on_paper(text).chars().take(255).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn made_on(system: System) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.xml", "図/b.png", "c.xml"] {
            writer.start_file(name, SimpleFileOptions::default().system(system)).unwrap();
            writer.write_all(name.as_bytes()).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn the_system_that_wrote_it_leaves_no_mark() {
        let (here, there) = (made_on(System::Unix), made_on(System::Dos));
        assert_ne!(here, there);
        assert_eq!(made_by_the_same(there).unwrap(), here);
        assert_eq!(made_by_the_same(here.clone()).unwrap(), here);
        assert!(made_by_the_same(b"no ZIP".to_vec()).is_err());
    }
}
