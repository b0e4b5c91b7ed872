//! PDF: the paper that the council sees, always PDF/A-2a and PDF/UA-1.
//!
//! The tree is serialised to JSON and read by a Typst template (`templates/document.typ`) as the virtual file
//! `document.json`; nothing in it can become markup. The diagrams are the drawings of [`svg`](super::svg) with
//! their text as text. Typst sees no file, no network and no clock.
//!
//! The template is laid out twice: first it says how its tables are to be parted ([`plans`]), then it prints.
//!
//! [`Press`] holds what all papers of a run share: fonts, library, parsed template.

mod error;
mod fonts;
mod glyphs;
mod plans;
mod printing;
mod read;
mod text;
mod world;

pub use error::{Cause, Error, MissingCharacter};
pub use fonts::Fonts;

use super::Paper;
use super::left_out::{self, LeftOut, Shown};
use crate::document::tree::Document;
use crate::model::era;
use crate::text;
use typst::foundations::{Bytes, Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};
use world::{Desk, Workshop};

/// A file that travels inside the PDF.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Its name, without a folder: `koki-iryo-cashless.yaml`.
    pub name: String,
    /// What it is, in Japanese.
    pub description: String,
    /// Its media type: `application/yaml`.
    pub media_type: &'static str,
    /// What is in it.
    pub contents: Vec<u8>,
}

/// What prints the papers of a run.
#[derive(Debug)]
pub struct Press {
    workshop: Workshop,
}

impl Press {
    /// Returns a press for a Typst template.
    #[must_use]
    pub fn new(template: &str, fonts: &Fonts) -> Self {
        Self { workshop: Workshop::new(template, fonts.clone()) }
    }

    /// Prints a document: PDF/A-2a and PDF/UA-1; with attachments PDF/A-3a and PDF/UA-1.
    ///
    /// # Errors
    ///
    /// [`Error`] where a character cannot be printed, or the template is wrong.
    pub fn print(&self, document: &Document, attachments: &[Attachment]) -> Result<Vec<u8>, Error> {
        self.paper(document, attachments).map(|paper| paper.contents)
    }

    /// As [`print`](Self::print), with what of the document the pages do not show.
    ///
    /// # Errors
    ///
    /// As [`print`](Self::print).
    pub fn paper(&self, document: &Document, attachments: &[Attachment]) -> Result<Paper, Error> {
        let missing = glyphs::missing(document, self.workshop.fonts());
        if !missing.is_empty() {
            return Err(Error::Characters(missing));
        }
        let files =
            printing::files(document, self.workshop.fonts(), attachments).map_err(|error| unread(&error))?;
        let printed = self.compile(document, files, !attachments.is_empty());
        // What Typst remembers of this paper is of little use to the next, and would grow with the run.
        typst::comemo::evict(0);
        printed
    }

    fn compile(
        &self,
        document: &Document,
        files: Vec<(String, Bytes)>,
        with_attachments: bool,
    ) -> Result<Paper, Error> {
        let mut desk = Desk::new(&self.workshop, files);
        let archival = if with_attachments { PdfStandard::A_3a } else { PdfStandard::A_2a };
        let standards = PdfStandards::new(&[archival, PdfStandard::Ua_1]).map_err(|error| {
            let message = error.message();
            Error::template(world::TEMPLATE, 0, text!("{message}", "{message}"))
        })?;
        let options = PdfOptions {
            ident: Smart::Auto,
            creator: Smart::Custom(Some(concat!("fugi ", env!("CARGO_PKG_VERSION")).to_owned())),
            timestamp: date(document),
            page_ranges: None,
            standards,
            tagged: true,
            pretty: false,
        };
        let mut pages = desk.pages()?;
        if let Some(plans) = plans::of(&pages).map_err(|error| unread(&error))? {
            // Trial layouts are a third of all memory; the paper is made once they are forgotten.
            drop(pages);
            typst::comemo::evict(0);
            desk.put(plans::FILE, plans);
            pages = desk.pages()?;
        }
        // The pages hold all that the paper needs.
        typst::comemo::evict(0);
        let contents = typst_pdf::pdf(&pages, &options).map_err(|errors| error::translate(&desk, &errors))?;
        Ok(Paper { left_out: unshown(document, &pages), ..Paper::whole(contents) })
    }
}

/// Returns what of a document the pages do not show.
fn unshown(document: &Document, pages: &PagedDocument) -> Vec<LeftOut> {
    let (text, pictures) = read::pages(pages);
    left_out::of(document, Shown { text: &text, pictures: Some(pictures) })
}

fn unread(error: &serde_json::Error) -> Error {
    Error::template("document.json", error.line(), text!("{error}", "{error}"))
}

/// Returns the date that PDF/A asks for: the first day of the fiscal year that the paper is of, since the same matter
/// gives the same bytes on any day.
fn date(document: &Document) -> Option<Timestamp> {
    let folder = document.name.split('/').next().unwrap_or_default();
    let year = era::fiscal_year_of_folder(folder).unwrap_or(2000);
    Datetime::from_ymd_hms(year, 4, 1, 0, 0, 0).map(Timestamp::new_utc)
}
