//! What Typst sees: a template, the files of one paper, the fonts. Nothing of the machine.

use super::error::{self, Error};
use super::fonts::Fonts;
use std::collections::BTreeMap;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Feature, Library, LibraryExt, World};
use typst_layout::PagedDocument;

/// Name of the template, as messages give it.
pub(super) const TEMPLATE: &str = "document.typ";

/// What all papers of a run share.
pub(super) struct Workshop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Fonts,
    template: Source,
}

impl std::fmt::Debug for Workshop {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workshop").field("fonts", &self.fonts).finish_non_exhaustive()
    }
}

impl Workshop {
    pub(super) fn new(template: &str, fonts: Fonts) -> Self {
        // Cells that head their row are marked by a feature that Typst still calls extra.
        let library = Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build();
        Self {
            library: LazyHash::new(library),
            book: LazyHash::new(FontBook::from_fonts(fonts.all())),
            fonts,
            template: Source::detached(template),
        }
    }

    pub(super) fn fonts(&self) -> &Fonts {
        &self.fonts
    }
}

/// The workshop with the files of one paper.
pub(super) struct Desk<'w> {
    workshop: &'w Workshop,
    files: BTreeMap<String, Bytes>,
}

impl<'w> Desk<'w> {
    pub(super) fn new(workshop: &'w Workshop, files: Vec<(String, Bytes)>) -> Self {
        Self { workshop, files: files.into_iter().collect() }
    }

    /// Puts a file in the place of one of its name.
    pub(super) fn put(&mut self, name: &str, contents: Bytes) {
        self.files.insert(name.to_owned(), contents);
    }

    /// Lays the template out.
    pub(super) fn pages(&self) -> Result<PagedDocument, Error> {
        typst::compile(self).output.map_err(|errors| error::translate(self, &errors))
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.workshop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.workshop.book
    }

    fn main(&self) -> FileId {
        self.workshop.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.workshop.template.id() { Ok(self.workshop.template.clone()) } else { Err(refused(id)) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let is_beside = *id.root() == VirtualRoot::Project;
        let found = self.files.get(id.vpath().get_without_slash()).filter(|_| is_beside);
        found.cloned().ok_or_else(|| refused(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.workshop.fonts.get(index)
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn refused(id: FileId) -> FileError {
    FileError::NotFound(id.vpath().get_without_slash().into())
}
