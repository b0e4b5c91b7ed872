//! Matters of the repository's own workspace, with edits made in memory.

use crate::case::Case;
use crate::diff::facts::{Edit, Sorted};
use crate::diff::identity::Identity;
use crate::diff::judge::Judge;
use crate::diff::matching::Which;
use crate::diff::policy::Policy;
use crate::diff::years::Years;
use crate::diff::{Comparison, changes, compare, view};
use crate::model::load::{LoadedYear, Overlay, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use std::path::Path;

pub(super) const R07: &str = "policies/r07/koki-iryo-cashless.yaml";
pub(super) const R08: &str = "policies/r08/koki-iryo-cashless.yaml";
pub(super) const SAMPLE: &str = "policies/r08/mihon-itaku.yaml";

/// A matter with everything it needs.
pub(super) struct Own {
    pub(super) workspace: Workspace,
    pub(super) year: LoadedYear,
    pub(super) matter: Matter,
    pub(super) sources: Sources,
}

impl Own {
    pub(super) fn side(&self) -> Case<'_> {
        Case::new(&self.workspace, &self.year, &self.matter, &self.sources)
    }

    pub(super) fn policy(&self) -> Policy<'_> {
        Policy::new(&self.workspace.common).unwrap()
    }
}

pub(super) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Loads a matter with texts in the place of files.
pub(super) fn load_with(file: &str, overlay: Overlay) -> Own {
    let year = file.split('/').nth(1).unwrap();
    let workspace = Workspace::open_with(root(), overlay).unwrap().result.unwrap();
    let year = workspace.year(year).unwrap().result.unwrap();
    let loaded = workspace.matter(&year, Path::new(file));
    let matter = loaded.result.unwrap_or_else(|problems| panic!("{problems:#?}"));
    Own { workspace, year, matter, sources: loaded.sources }
}

pub(super) fn load(file: &str) -> Own {
    load_with(file, Overlay::default())
}

/// Loads a matter whose text is given.
pub(super) fn with_text(file: &str, text: &str) -> Own {
    load_with(file, Overlay::from([(file.into(), text.into())]))
}

pub(super) fn text_of(file: &str) -> String {
    std::fs::read_to_string(root().join(file)).unwrap()
}

pub(super) fn comparison(old: &Own, new: &Own) -> Comparison {
    compare(&old.side(), &new.side(), new.policy())
}

/// Looks at the facts of both under their shared keys, and at the differences that the changes tell.
pub(super) fn with_edits<R>(
    old: &Own,
    new: &Own,
    look: impl FnOnce(Sorted<'_>, Sorted<'_>, Vec<Edit<'_>>) -> R,
) -> R {
    let (old_side, new_side) = (old.side(), new.side());
    let years = Years::new(&old_side, &new_side);
    let identity = Identity::new(&old_side, &new_side, &years);
    let mut words = view::Words::default();
    let before =
        view::facts(&old_side, &new_side.year.labels.print, Which::Old, &identity, &mut words, &years);
    let after =
        view::facts(&new_side, &new_side.year.labels.print, Which::New, &identity, &mut words, &years);
    let renamed = identity.renamed(&old_side, &new_side);
    let (policy, take_part) = (new.policy(), &identity.take_part);
    let judge = Judge { old: &old_side, new: &new_side, policy, years: &years, renamed, take_part };
    let told = changes::changes(&judge, &before, &after, &identity);
    look(before.all(), after.all(), told.into_iter().flat_map(|told| told.edits).collect())
}

/// Returns changes and followed things as lines: rule, class, place.
pub(super) fn lines(comparison: &Comparison) -> Vec<String> {
    let all = comparison.changes.iter().chain(&comparison.followed);
    all.map(|change| format!("{} {} {}", change.rule.name, change.class.word(), change.place)).collect()
}
