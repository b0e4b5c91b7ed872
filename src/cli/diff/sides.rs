//! Reading the two sides of a comparison, and pairing their matters.

use super::world;
use crate::case::Case;
use crate::cli::Global;
use crate::cli::output::Output;
use crate::cli::targets::{self, Target};
use crate::diagnostic::Text;
use crate::diff::pairing::{self, Pair};
use crate::model::era;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::source::Sources;
use crate::text;
use rayon::prelude::*;
use std::path::{Path, PathBuf};
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
    /// The one matter that is asked for, where the others were read only to find what it is on the other side.
    pub(super) focus: Option<String>,
    /// The other matters that cannot be read, where one is asked for.
    pub(super) unread: Vec<PathBuf>,
    /// The folder of the workspace, also where the matters come from a revision.
    pub(super) root: PathBuf,
    /// What the user called it.
    pub(super) name: String,
}

impl Half {
    /// Returns a matter as a side of a comparison.
    pub(super) fn side(&self, index: usize) -> Option<Case<'_>> {
        let own = self.matters.get(index)?;
        Some(Case::new(&self.workspace, &own.year, &own.matter, &own.sources))
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
    let found = targets::relative(workspace, path).and_then(|relative| {
        let is_file = workspace.root().join(&relative).is_file();
        comparable(&relative, is_file, path)?;
        Ok((is_file, targets::find(workspace, std::slice::from_ref(path))?))
    });
    match found {
        Ok((is_single, targets)) => {
            half(workspace, &targets, is_single, None, path.display().to_string(), output)
        }
        Err(error) => {
            output.error(&error);
            None
        }
    }
}

/// Says what is wrong where a place in the workspace is neither a matter nor a year nor all years.
pub(super) fn comparable(relative: &Path, is_file: bool, named: &Path) -> Result<(), Text> {
    let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
    let parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
    let is_year = |year: &str| era::fiscal_year_of_folder(year).is_some();
    let is_yaml = |file: &str| file.ends_with(".yaml") || file.ends_with(".yml");
    let what = match parts.as_slice() {
        [] | ["policies"] => return Ok(()),
        ["policies", year] if is_year(year) && !is_file => return Ok(()),
        ["policies", year, "parties.yaml"] if is_year(year) => {
            text!("法人の一覧です", "the list of legal entities")
        }
        ["policies", year, file] if is_year(year) && is_file && is_yaml(file) => return Ok(()),
        ["policies", year, "forms", ..] if is_year(year) => text!("年度の様式です", "a form of the year"),
        ["policies", "common", ..] => text!("各年度に共通の定義です", "what holds for every year"),
        _ => text!("「policies/年度/案件.yaml」の場所にありません", "not at `policies/year/matter.yaml`"),
    };
    let (shown, ja, en) = (named.display(), what.ja, what.en);
    Err(text!(
        "{shown} は案件でも年度のフォルダでもありません（{ja}）。案件のファイル（policies/r07/案件.yaml）か、年度のフォルダ（policies/r07）を書いてください",
        "{shown} is neither a matter nor a year ({en}); name the file of a matter (policies/r07/matter.yaml) or the folder of a year (policies/r07)"
    ))
}

/// Reads the matters of a side on all cores; none where any of them is not whole. Where `only` one file is asked
/// for, the others need not be whole.
pub(super) fn half(
    workspace: &Arc<Workspace>,
    targets: &[Target],
    is_single: bool,
    only: Option<&Path>,
    name: String,
    output: &mut Output,
) -> Option<Half> {
    let mut matters = Vec::new();
    let mut sources = Sources::default();
    let mut unread: Vec<PathBuf> = Vec::new();
    let (mut is_whole, mut focus) = (true, None);
    for target in targets {
        let loaded = match workspace.year(&target.year) {
            Ok(loaded) => loaded,
            Err(error) => {
                output.error(&world(&error));
                return None;
            }
        };
        let is_needed = |file: &Path| only.is_none_or(|only| only == file);
        let year = match loaded.result {
            Ok(year) => Arc::new(year),
            Err(_) if !target.files.is_empty() && !target.files.iter().any(|file| is_needed(file)) => {
                unread.extend(target.files.iter().cloned());
                continue;
            }
            Err(problems) => {
                output.problems(&loaded.sources, &problems);
                is_whole = false;
                continue;
            }
        };
        sources = loaded.sources;
        let read: Vec<_> = target.files.par_iter().map(|file| workspace.matter(&year, file)).collect();
        for (file, loaded) in target.files.iter().zip(read) {
            match loaded.result {
                Ok(matter) => {
                    if only == Some(file) {
                        focus = Some(matter.name.clone());
                    }
                    matters.push(Own { year: Arc::clone(&year), matter, sources: loaded.sources });
                }
                Err(_) if !is_needed(file) => unread.push(file.clone()),
                Err(problems) => {
                    output.problems(&loaded.sources, &problems);
                    is_whole = false;
                }
            }
        }
    }
    if is_whole && matters.is_empty() && unread.is_empty() {
        output.error(&text!("{name} に案件がありません", "there is no matter in {name}"));
        return None;
    }
    let (workspace, root) = (Arc::clone(workspace), workspace.root().to_owned());
    is_whole.then(|| Half { workspace, sources, matters, is_single, focus, unread, root, name })
}

/// Pairs the matters of the two sides; two that have nothing to do with each other are refused.
pub(super) fn pair(old: &Half, new: &Half, is_revision: bool, output: &mut Output) -> Option<Vec<Pair>> {
    if old.is_single != new.is_single && !is_revision {
        let (one, other) = (&old.name, &new.name);
        output.error(&text!(
            "案件と年度のフォルダは比べられません（{one}、{other}）。案件どうし、または年度のフォルダどうしを書いてください",
            "a matter cannot be compared with a year ({one}, {other}); name two matters or two years"
        ));
        return None;
    }
    if !old.is_single || !new.is_single || is_revision {
        fn of(half: &Half) -> Vec<&Matter> {
            half.matters.iter().map(|own| &own.matter).collect()
        }
        return focused(old, new, pairing::pair(&of(old), &of(new)), output);
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

/// Leaves the pair of the matter that is asked for, where one is.
fn focused(old: &Half, new: &Half, pairs: Vec<Pair>, output: &mut Output) -> Option<Vec<Pair>> {
    let index = |half: &Half| {
        let name = half.focus.as_ref()?;
        half.matters.iter().position(|own| own.matter.name == *name)
    };
    let pair = match (index(old), index(new)) {
        (None, None) => return Some(pairs),
        (_, Some(other)) => pairs.into_iter().find(|pair| pair.1 == Some(other))?,
        (Some(one), None) => pairs.into_iter().find(|pair| pair.0 == Some(one))?,
    };
    // Where a matter could not be read, it may be the one that is missing.
    let (half, name) = match pair {
        (Some(_), Some(_)) => return Some(vec![pair]),
        (None, _) => (old, new.focus.as_deref().unwrap_or_default()),
        (_, None) => (new, old.focus.as_deref().unwrap_or_default()),
    };
    if half.unread.is_empty() {
        return Some(vec![pair]);
    }
    let files: Vec<String> = half.unread.iter().map(|file| file.display().to_string()).collect();
    let (revision, files) = (&half.name, files.join("、"));
    output.error(&text!(
        "版「{revision}」に、{name} に対応する案件が見つかりません。その版には、読めない案件があります（{files}）",
        "in the revision `{revision}` nothing matches {name}, and some matters there cannot be read ({files})"
    ));
    None
}

/// Returns the matter of the new side's year that matches the old side's only matter.
fn nearest(old: &Half, new: &Half) -> Option<String> {
    let one = old.side(0)?;
    let year = &new.matters.first()?.year;
    let files = new.workspace.matters(&year.year.name).ok()?;
    let read = files.iter().map(|file| new.workspace.matter(year, file));
    let known: Vec<(Matter, Sources)> =
        read.filter_map(|loaded| loaded.result.ok().map(|matter| (matter, loaded.sources))).collect();
    let matters: Vec<&Matter> = known.iter().map(|(matter, _)| matter).collect();
    let paired = pairing::pair(&[one.matter], &matters).first().and_then(|(_, other)| *other);
    let is_near = |index: &usize| {
        known.get(*index).is_some_and(|(matter, sources)| {
            pairing::is_related(&one, &Case::new(&new.workspace, year, matter, sources))
        })
    };
    let index = paired.or_else(|| (0..known.len()).find(is_near))?;
    known.get(index).map(|(matter, _)| matter.name.clone())
}
