//! A matter of this repository, read once, and other texts in its place.
#![allow(dead_code, reason = "each test uses a part of it")]

use fugi::case::Case;
use fugi::document::tree::Document;
use fugi::document::{self, Submission};
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::{SourceId, Sources};
use std::path::Path;

/// A matter of this repository with all that it is read with.
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    pub(crate) year: LoadedYear,
    pub(crate) sources: Sources,
    pub(crate) id: SourceId,
}

impl Loaded {
    /// Reads the real submission.
    pub(crate) fn submission() -> Self {
        Self::new("r07", "koki-iryo-cashless.yaml")
    }

    /// Reads `policies/<year>/<file>`.
    pub(crate) fn new(year: &str, file: &str) -> Self {
        Self::at(Path::new(env!("CARGO_MANIFEST_DIR")), year, file)
    }

    /// Reads `policies/<year>/<file>` of a workspace.
    pub(crate) fn at(root: &Path, year: &str, file: &str) -> Self {
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let loaded = workspace.year(year).unwrap().result.unwrap();
        let mut sources = loaded.sources().clone();
        let path = format!("policies/{year}/{file}");
        let id = sources.add(&path, std::fs::read_to_string(root.join(&path)).unwrap());
        Self { workspace, year: loaded, sources, id }
    }

    pub(crate) fn text(&self) -> &str {
        self.sources.get(self.id).unwrap().text()
    }

    /// Returns the matter of a text in the place of the file's; `None` where it does not load.
    pub(crate) fn matter(&self, text: &str) -> Option<(Sources, Matter)> {
        let mut sources = self.sources.clone();
        sources.replace(self.id, text);
        let matter = self.workspace.matter_from(&self.year, &sources, self.id).ok()?;
        Some((sources, matter))
    }

    pub(crate) fn printed<'a>(
        &'a self,
        matter: &'a Matter,
        sources: &'a Sources,
        draft: bool,
    ) -> Submission<'a> {
        Submission { case: Case::new(&self.workspace, &self.year, matter, sources), draft }
    }

    /// Returns the draft of a text in the place of the file's.
    pub(crate) fn document(&self, text: &str) -> Document {
        let (sources, matter) = self.matter(text).expect("the text loads");
        document::build(&self.printed(&matter, &sources, true))
    }
}

/// Returns the document cut down to a part of `units.json`.
pub(crate) fn part(document: &Document, name: &str) -> Document {
    let part = document.clone().only(name).unwrap_or_else(|known| panic!("no {name} in {known:?}"));
    assert_eq!(part.sections.len(), 1, "{name}");
    part
}
