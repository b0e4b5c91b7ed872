//! Two matters of the repository's own workspace, compared; a text may stand in the place of a file.

use fugi::case::Case;
use fugi::diff::policy::Policy;
use fugi::diff::{Comparison, compare};
use fugi::document::comparison;
use fugi::document::tree::Document;
use fugi::model::load::{LoadedYear, Overlay, Workspace};
use fugi::model::matter::Matter;
use fugi::source::Sources;
use std::path::Path;

pub(crate) const R07: &str = "policies/r07/koki-iryo-cashless.yaml";
pub(crate) const R08: &str = "policies/r08/koki-iryo-cashless.yaml";

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A matter of the repository's own workspace.
pub(crate) struct Own(Workspace, LoadedYear, pub(crate) Matter, Sources);

impl Own {
    /// Reads a matter of the repository's own workspace, or of a sample's: `samples/NAME/policies/…`.
    pub(crate) fn read(file: &str, text: Option<String>) -> Self {
        let at = file.find("policies/").unwrap();
        let (above, file) = file.split_at(at);
        let overlay: Overlay = text.map(|text| (file.into(), text.into())).into_iter().collect();
        let workspace = Workspace::open_with(&root().join(above), overlay).unwrap().result.unwrap();
        let year = workspace.year(file.split('/').nth(1).unwrap()).unwrap().result.unwrap();
        let loaded = workspace.matter(&year, Path::new(file));
        let matter = loaded.result.unwrap_or_else(|found| panic!("{found:#?}"));
        Self(workspace, year, matter, loaded.sources)
    }

    pub(crate) fn side(&self) -> Case<'_> {
        let Self(workspace, year, matter, sources) = self;
        Case::new(workspace, year, matter, sources)
    }
}

pub(crate) fn compared(old: &Own, new: &Own) -> (Comparison, Document) {
    let (old, new) = (old.side(), new.side());
    let found = compare(&old, &new, Policy::new(new.common).unwrap());
    let document = comparison::build(&old, &new, &found);
    (found, document)
}
