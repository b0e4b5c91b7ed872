//! The real submission, loaded, and loaded again with an edited text.

use fugi::check::check;
use fugi::check::context::Context;
use fugi::document::tree::Document;
use fugi::document::{self, Source};
use fugi::model::load::{LoadedYear, Workspace};
use fugi::model::matter::Matter;
use fugi::source::{SourceId, Sources};
use std::path::Path;

const MATTER: &str = "policies/r07/koki-iryo-cashless.yaml";

/// The workspace, the year and the text of the matter.
pub(crate) struct Loaded {
    pub(crate) workspace: Workspace,
    pub(crate) year: LoadedYear,
    pub(crate) sources: Sources,
    pub(crate) id: SourceId,
}

impl Loaded {
    pub(crate) fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let workspace = Workspace::open(root).unwrap().result.unwrap();
        let year = workspace.year("r07").unwrap().result.unwrap();
        let mut sources = year.sources().clone();
        let id = sources.add(MATTER, std::fs::read_to_string(root.join(MATTER)).unwrap());
        Self { workspace, year, sources, id }
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

    pub(crate) fn source<'a>(&'a self, matter: &'a Matter, draft: bool) -> Source<'a> {
        let (ward, common, year) = (&self.workspace.ward, &self.workspace.common, &self.year.year);
        Source { ward, common, year, matter, draft }
    }

    pub(crate) fn document(&self, text: &str) -> Document {
        let (_, matter) = self.matter(text).expect("the text loads");
        document::build(&self.source(&matter, true))
    }

    pub(crate) fn findings(&self, sources: &Sources, matter: &Matter) -> Vec<(String, String)> {
        let (ward, common, year) = (&self.workspace.ward, &self.workspace.common, &self.year.year);
        let outcome = check(&Context::new(sources, ward, common, year, matter));
        let findings = outcome.findings.into_iter();
        let undecided = outcome.undecided.into_iter().map(|open| (open.rule, open.message.ja));
        let mut all: Vec<(String, String)> = findings
            .map(|finding| {
                (finding.rule, format!("{}{:?}{}", finding.message.ja, finding.waived, finding.assumed))
            })
            .chain(undecided)
            .map(|(rule, said)| (rule.to_owned(), said))
            .collect();
        all.sort();
        all
    }
}

/// Returns the document cut down to a part of `units.json`.
pub(crate) fn part(document: &Document, name: &str) -> Document {
    let part = document.clone().only(name).unwrap_or_else(|known| panic!("no {name} in {known:?}"));
    assert_eq!(part.sections.len(), 1, "{name}");
    part
}
