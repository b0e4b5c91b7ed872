//! Reading the two sides of a comparison, and pairing their matters.

use super::world;
use crate::cli::Global;
use crate::cli::output::Output;
use crate::cli::targets::{self, Target};
use crate::diff::{Side, pairing};
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use crate::text;
use rayon::prelude::*;
use std::path::PathBuf;
use std::sync::Arc;

/// A matter that was read, with the year it belongs to.
#[derive(Debug)]
pub(super) struct Own {
    pub(super) year: Arc<LoadedYear>,
    pub(super) matter: Matter,
    pub(super) sources: Sources,
}

/// One side: a workspace and the matters that are compared.
#[derive(Debug)]
pub(super) struct Half {
    pub(super) workspace: Arc<Workspace>,
    pub(super) sources: Sources,
    pub(super) matters: Vec<Own>,
    /// True where one matter was named and not a year.
    pub(super) is_single: bool,
    /// The folder of the workspace, also where the matters come from a revision.
    pub(super) root: PathBuf,
    /// What the user called it.
    pub(super) name: String,
}

impl Half {
    /// Returns a matter as a side of a comparison.
    pub(super) fn side(&self, index: usize) -> Option<Side<'_>> {
        let own = self.matters.get(index)?;
        Some(Side {
            ward: &self.workspace.ward,
            common: &self.workspace.common,
            year: &own.year.year,
            matter: &own.matter,
            sources: &own.sources,
        })
    }
}

/// Reads the two sides that two paths mean.
pub(super) fn read(global: &Global, paths: &[PathBuf], output: &mut Output) -> Option<(Half, Half)> {
    let [old, new] = paths else {
        output.error(&text!(
            "前の年と次の年の、案件か年度のフォルダを二つ書いてください（例: fugi diff policies/r07 policies/r08）",
            "name two matters or years, the old one first (for example `fugi diff policies/r07 policies/r08`)"
        ));
        return None;
    };
    let workspace = Arc::new(targets::open(global, paths, output)?);
    let old = one(&workspace, old, output);
    let new = one(&workspace, new, output);
    Some((old?, new?))
}

/// Reads the matters that one path means; what is wrong with any of them is printed.
fn one(workspace: &Arc<Workspace>, path: &PathBuf, output: &mut Output) -> Option<Half> {
    match targets::find(workspace, std::slice::from_ref(path)) {
        Ok(targets) => {
            let is_file = workspace.root().join(path).is_file() || path.is_file();
            let single = is_file
                || matches!(targets.as_slice(), [Target { files, .. }] if files.len() == 1 && !path.is_dir());
            half(workspace, &targets, single, path.display().to_string(), output)
        }
        Err(error) => {
            output.error(&error);
            None
        }
    }
}

/// Reads the matters of a side on all cores; none where any of them is not whole.
pub(super) fn half(
    workspace: &Arc<Workspace>,
    targets: &[Target],
    is_single: bool,
    name: String,
    output: &mut Output,
) -> Option<Half> {
    let mut matters = Vec::new();
    let mut sources = Sources::default();
    let mut is_whole = true;
    for target in targets {
        let loaded = match workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                return None;
            }
        };
        let year = match loaded.result {
            Ok(year) => Arc::new(year),
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                is_whole = false;
                continue;
            }
        };
        sources = loaded.sources;
        let read: Vec<_> = target.files.par_iter().map(|file| workspace.matter(&year, file)).collect();
        for loaded in read {
            match loaded.result {
                Ok(matter) => {
                    matters.push(Own { year: Arc::clone(&year), matter, sources: loaded.sources });
                }
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    is_whole = false;
                }
            }
        }
    }
    if is_whole && matters.is_empty() {
        output.error(&text!("{name} に案件がありません", "there is no matter in {name}"));
        return None;
    }
    let root = workspace.root().to_owned();
    is_whole.then(|| Half { workspace: Arc::clone(workspace), sources, matters, is_single, root, name })
}

/// Pairs the matters of the two sides; two that have nothing to do with each other are refused.
pub(super) fn pair(
    old: &Half,
    new: &Half,
    is_revision: bool,
    output: &mut Output,
) -> Option<Vec<pairing::Pair>> {
    if old.is_single != new.is_single && !is_revision {
        let (one, other) = (&old.name, &new.name);
        output.error(&text!(
            "案件と年度のフォルダは比べられません（{one}、{other}）。案件どうし、または年度のフォルダどうしを書いてください",
            "a matter cannot be compared with a year ({one}, {other}); name two matters or two years"
        ));
        return None;
    }
    if !old.is_single || !new.is_single || is_revision {
        let of = |half: &Half| -> Vec<Matter> { half.matters.iter().map(|own| own.matter.clone()).collect() };
        let (mine, theirs) = (of(old), of(new));
        let (mine, theirs): (Vec<&Matter>, Vec<&Matter>) = (mine.iter().collect(), theirs.iter().collect());
        return Some(pairing::pair(&mine, &theirs));
    }
    let (one, other) = old.side(0).zip(new.side(0))?;
    if pairing::is_related(&one, &other) {
        return Some(vec![(Some(0), Some(0))]);
    }
    let (a, b) = (&one.matter.name, &other.matter.name);
    let near = nearest(old, new);
    let (hint_ja, hint_en) = match near {
        Some(near) => (format!("{a} に対応するのは {near} です"), format!("what matches {a} is {near}")),
        None => (
            format!(
                "{} に、{a} に対応する案件はありません",
                other.matter.name.split('/').next().unwrap_or("")
            ),
            format!("no matter of that year matches {a}"),
        ),
    };
    output.error(&text!(
        "{a} と {b} は、別の案件です（件名も、登録業務と法人も対応しません）。{hint_ja}",
        "{a} and {b} are different matters (neither title nor business and companies match); {hint_en}"
    ));
    None
}

/// Returns the matter of the new side's year that matches the old side's only matter.
fn nearest(old: &Half, new: &Half) -> Option<String> {
    let one = old.side(0)?;
    let year = &new.matters.first()?.year;
    let files = new.workspace.matters(&year.year.name).ok()?;
    let candidates = files.iter().filter_map(|file| {
        let loaded = new.workspace.matter(year, file);
        loaded.result.ok().map(|matter| (matter, loaded.sources))
    });
    candidates
        .filter(|(matter, sources)| {
            let side = Side {
                ward: &new.workspace.ward,
                common: &new.workspace.common,
                year: &year.year,
                matter,
                sources,
            };
            pairing::is_related(&one, &side)
        })
        .map(|(matter, _)| matter.name)
        .next()
}
