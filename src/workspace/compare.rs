//! Two matters, years or revisions compared: what changed, and whether the council must see it again.

use super::select::Selection;
use super::{Problems, Unread, select, whole};
use crate::case::Case;
use crate::diagnostic::{Text, listed};
use crate::diff::class::Class;
use crate::diff::pairing::{self, Pair};
use crate::diff::policy::Policy;
use crate::diff::rules::MATTER_CHANGED;
use crate::diff::{Comparison, PreparedYears};
use crate::model::era;
use crate::model::load::{LoadedYear, Workspace};
use crate::model::matter::Matter;
use crate::model::vocabulary::Requires;
use crate::source::Sources;
use crate::text;
use rayon::prelude::*;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Why two sides cannot be compared.
#[derive(Debug)]
pub enum Error {
    /// What could not be read; each has its own reason.
    Unread(Vec<super::Error>),
    /// A place of the workspace that is neither a matter nor a year, and what it is.
    Neither(PathBuf, Text),
    /// A side, as it was called, that has no matter.
    Empty(String),
    /// A matter on one side and a year on the other, as they were called.
    MatterAndYear(String, String),
    /// Two matters that have nothing to do with each other.
    Different {
        /// The old one.
        old: String,
        /// The new one.
        new: String,
        /// What matches the old one in the new one's year.
        near: Option<String>,
    },
    /// Revisions, or a path in them, that cannot be had from git.
    Revision(Text),
    /// Nothing matches a matter, and the side that lacks it has matters that cannot be read.
    Unmatched {
        /// The matter.
        matter: String,
        /// What the other side is called.
        side: String,
        /// The files that cannot be read.
        unread: Vec<PathBuf>,
    },
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Unread(errors) => {
                let said: Vec<Text> = errors.iter().map(super::Error::text).collect();
                let join = |words: Vec<&str>, with: &str| words.join(with);
                Text {
                    ja: join(said.iter().map(|own| own.ja.as_str()).collect(), "、"),
                    en: join(said.iter().map(|own| own.en.as_str()).collect(), "; "),
                }
            }
            Self::Revision(what) => what.clone(),
            Self::Neither(path, what) => {
                let (shown, ja, en) = (path.display(), &what.ja, &what.en);
                text!(
                    "{shown} は案件でも年度のフォルダでもありません（{ja}）。案件のファイル（policies/r07/案件.yaml）か、年度のフォルダ（policies/r07）を書いてください",
                    "{shown} is neither a matter nor a year ({en}); name the file of a matter (policies/r07/matter.yaml) or the folder of a year (policies/r07)"
                )
            }
            Self::Empty(name) => text!("{name} に案件がありません", "there is no matter in {name}"),
            Self::MatterAndYear(one, other) => text!(
                "案件と年度のフォルダは比べられません（{one}、{other}）。案件どうし、または年度のフォルダどうしを書いてください",
                "a matter cannot be compared with a year ({one}, {other}); name two matters or two years"
            ),
            Self::Different { old, new, near } => {
                let (hint_ja, hint_en) = match near {
                    Some(near) => {
                        (format!("{old} に対応するのは {near} です"), format!("what matches {old} is {near}"))
                    }
                    None => (
                        format!(
                            "{} に、{old} に対応する案件はありません",
                            new.split('/').next().unwrap_or("")
                        ),
                        format!("no matter of that year matches {old}"),
                    ),
                };
                text!(
                    "{old} と {new} は、別の案件です（件名も、登録業務と法人も対応しません）。{hint_ja}",
                    "{old} and {new} are different matters (neither title nor business and companies match); {hint_en}"
                )
            }
            Self::Unmatched { matter, side, unread } => {
                let files: Vec<String> = unread.iter().map(|file| file.display().to_string()).collect();
                let Text { ja: files, en: files_en } = listed(&files);
                text!(
                    "版「{side}」に、{matter} に対応する案件が見つかりません。その版には、読めない案件があります（{files}）",
                    "in the revision `{side}` nothing matches {matter}, and some matters there cannot be read ({files_en})"
                )
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text().ja)
    }
}

impl std::error::Error for Error {}

impl From<super::Error> for Error {
    fn from(error: super::Error) -> Self {
        Self::Unread(vec![error])
    }
}

impl From<select::Error> for Error {
    fn from(error: select::Error) -> Self {
        super::Error::from(error).into()
    }
}

/// A matter that was read, with the year it belongs to.
#[derive(Debug)]
struct Own {
    year: Arc<LoadedYear>,
    matter: Matter,
    sources: Sources,
}

/// One side: a workspace and the matters that are compared.
#[derive(Debug)]
pub struct Half {
    workspace: Arc<Workspace>,
    sources: Sources,
    matters: Vec<Own>,
    /// True where one matter was named and not a year.
    is_single: bool,
    /// The one matter that is asked for, where the others were read only to find what it is on the other side.
    focus: Option<String>,
    /// The other matters that cannot be read, where one is asked for.
    unread: Vec<PathBuf>,
    /// What nothing reads in the years that are compared whole.
    strays: Option<Unread>,
    /// The matters that cannot be read, where several are compared.
    broken: Vec<Unread>,
    /// What it is called.
    name: String,
}

impl Half {
    /// Reads the matters of a side on all cores. Where `only` one file is asked for, the others need not be whole; where
    /// several are, what cannot be read is told and the others are compared.
    ///
    /// # Errors
    ///
    /// [`Error::Unread`] with every problem where the matter that is needed is not whole, or none is, [`Error::Empty`]
    /// where there is none.
    pub fn read(
        workspace: &Arc<Workspace>,
        selections: &[Selection],
        is_single: bool,
        only: Option<&Path>,
        name: String,
    ) -> Result<Self, Error> {
        let mut matters = Vec::new();
        let mut sources = Sources::default();
        let mut unread: Vec<PathBuf> = Vec::new();
        let (mut broken, mut focus) = (Vec::<Unread>::new(), None);
        for selection in selections {
            let loaded = workspace.year(&selection.year).map_err(super::Error::from)?;
            let is_needed = |file: &Path| only.is_none_or(|only| only == file);
            let year = match whole(loaded) {
                Ok((year, own)) => {
                    sources = own;
                    Arc::new(year)
                }
                Err(_)
                    if !selection.files.is_empty() && !selection.files.iter().any(|file| is_needed(file)) =>
                {
                    unread.extend(selection.files.iter().cloned());
                    continue;
                }
                Err(problems) => {
                    broken.push(Unread { files: selection.files.clone(), error: problems.into() });
                    continue;
                }
            };
            let read: Vec<_> = selection.files.par_iter().map(|file| workspace.matter(&year, file)).collect();
            for (file, loaded) in selection.files.iter().zip(read) {
                match whole(loaded) {
                    Ok((matter, sources)) => {
                        if only == Some(file) {
                            focus = Some(matter.name.clone());
                        }
                        matters.push(Own { year: Arc::clone(&year), matter, sources });
                    }
                    Err(_) if !is_needed(file) => unread.push(file.clone()),
                    Err(problems) => {
                        broken.push(Unread { files: vec![file.clone()], error: problems.into() });
                    }
                }
            }
        }
        if !broken.is_empty() && (matters.is_empty() || is_single || only.is_some()) {
            return Err(Error::Unread(broken.into_iter().map(|own| own.error).collect()));
        }
        if matters.is_empty() && unread.is_empty() {
            return Err(Error::Empty(name));
        }
        // Where one matter is asked for, the others were read only to find it.
        let strays = only.is_none().then(|| workspace.unread_beside(selections)).flatten();
        let workspace = Arc::clone(workspace);
        Ok(Self { workspace, sources, matters, is_single, focus, unread, strays, broken, name })
    }

    /// Returns the first matter, where one was named.
    #[must_use]
    pub fn single(&self) -> Option<&Matter> {
        self.matters.first().filter(|_| self.is_single).map(|own| &own.matter)
    }

    /// Returns a matter as a side of a comparison.
    fn side(&self, index: usize) -> Option<Case<'_>> {
        let own = self.matters.get(index)?;
        Some(Case::new(&self.workspace, &own.year, &own.matter, &own.sources))
    }

    /// Returns the names of the matters that cannot be read: `r08/koki-iryo-cashless`.
    fn broken(&self) -> impl Iterator<Item = String> {
        let files = self.broken.iter().flat_map(|own| &own.files);
        files.map(|file| {
            let file = file.strip_prefix("policies").unwrap_or(file).with_extension("");
            file.to_string_lossy().replace('\\', "/")
        })
    }

    /// Returns those of its matters without a pair that may be what cannot be read on the other side: one of the same
    /// name is; where one has no such, any may be.
    fn withheld(&self, alone: &[usize], other: &Self, is_revision: bool) -> Vec<usize> {
        let key = |name: &str| match name.rsplit_once('/') {
            Some((_, stem)) if !is_revision => stem.to_owned(),
            _ => name.to_owned(),
        };
        let named = |index: usize| self.matters.get(index).map(|own| key(&own.matter.name));
        let broken: Vec<String> = other.broken().map(|name| key(&name)).collect();
        let is_known = |name: &String| {
            alone.iter().any(|index| named(*index).as_ref() == Some(name))
                || self.broken().any(|own| key(&own) == *name)
        };
        let any = !broken.iter().all(is_known);
        let is_withheld = |index: &usize| any || named(*index).is_some_and(|name| broken.contains(&name));
        alone.iter().copied().filter(is_withheld).collect()
    }

    fn names(&self) -> Vec<&Matter> {
        self.matters.iter().map(|own| &own.matter).collect()
    }
}

/// Says what is wrong where a place in the workspace is neither a matter nor a year nor all years; `named` is what it
/// was called.
///
/// # Errors
///
/// [`Error::Neither`].
pub fn comparable(relative: &Path, is_file: bool, named: &Path) -> Result<(), Error> {
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
    Err(Error::Neither(named.to_owned(), what))
}

/// A matter of both sides, compared.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'c> {
    /// The old one.
    pub old: Case<'c>,
    /// The new one.
    pub new: Case<'c>,
    /// What came out.
    pub comparison: &'c Comparison,
}

/// Two sides, compared.
#[derive(Debug)]
pub struct Comparisons {
    old: Half,
    new: Half,
    pairs: Vec<(usize, usize, Comparison)>,
    /// Matters that only the old side has.
    ended: Vec<usize>,
    /// Matters that only the new side has.
    started: Vec<usize>,
    /// The names of the matters that are compared with nothing, since they or what they may match cannot be read.
    not_compared: Vec<String>,
    /// The most that anything calls for.
    pub requires: Requires,
    /// What a matter calls for that only the new side has.
    pub started_requires: Requires,
    /// What a matter calls for that only the old side has.
    pub ended_requires: Requires,
}

impl Comparisons {
    /// Compares two sides; of revisions, a single matter is looked for among all of the other side.
    ///
    /// # Errors
    ///
    /// [`Error`] where nothing matches, or the ward's own policy on changes is not whole.
    pub fn new(old: Half, new: Half, is_revision: bool) -> Result<Self, Error> {
        let policy = Policy::new(&new.workspace.common).map_err(|list| {
            let problems = Problems { sources: new.sources.clone(), list };
            Error::from(super::Error::from(problems))
        })?;
        let pairs = pair(&old, &new, is_revision)?;
        let both: Vec<(usize, usize)> = pairs.iter().filter_map(|(old, new)| old.zip(*new)).collect();
        let sides = both.iter().filter_map(|(one, other)| old.side(*one).zip(new.side(*other)));
        let years = PreparedYears::new(sides);
        let compare = |(one, other): &(usize, usize)| {
            let (before, after) = (old.side(*one)?, new.side(*other)?);
            Some((*one, *other, years.compare(&before, &after, policy)))
        };
        let compared: Vec<(usize, usize, Comparison)> = both.par_iter().filter_map(compare).collect();
        let ended: Vec<usize> =
            pairs.iter().filter_map(|(one, other)| one.filter(|_| other.is_none())).collect();
        let started: Vec<usize> =
            pairs.iter().filter_map(|(one, other)| other.filter(|_| one.is_none())).collect();
        let withheld = [old.withheld(&ended, &new, is_revision), new.withheld(&started, &old, is_revision)];
        let left = |list: Vec<usize>, withheld: &[usize]| -> Vec<usize> {
            list.into_iter().filter(|index| !withheld.contains(index)).collect()
        };
        let (ended, started) = (left(ended, &withheld[0]), left(started, &withheld[1]));
        let named = |half: &Half, list: &[usize]| -> Vec<String> {
            list.iter().filter_map(|index| Some(half.matters.get(*index)?.matter.name.clone())).collect()
        };
        let mut not_compared = [named(&old, &withheld[0]), named(&new, &withheld[1])].concat();
        not_compared.extend(old.broken().chain(new.broken()));
        not_compared.sort();
        not_compared.dedup();
        let started_requires = policy.requires(&MATTER_CHANGED, Class::Widening);
        let ended_requires = policy.requires(&MATTER_CHANGED, Class::Narrowing);
        let alone = [(&started, started_requires), (&ended, ended_requires)];
        let alone = alone.into_iter().filter(|(list, _)| !list.is_empty()).map(|(_, requires)| requires);
        let requires = compared.iter().map(|(_, _, own)| own.requires()).chain(alone).max();
        let requires = requires.unwrap_or(Requires::Nothing);
        drop(years);
        Ok(Self {
            old,
            new,
            pairs: compared,
            ended,
            started,
            not_compared,
            requires,
            started_requires,
            ended_requires,
        })
    }

    /// Returns the matters of both sides, in the order of the new side.
    pub fn compared(&self) -> impl Iterator<Item = Compared<'_>> {
        self.pairs.iter().filter_map(|(one, other, comparison)| {
            Some(Compared { old: self.old.side(*one)?, new: self.new.side(*other)?, comparison })
        })
    }

    /// Returns whether one matter was asked for, by its name.
    #[must_use]
    pub fn is_single(&self) -> bool {
        let is_single = |half: &Half| half.is_single || half.focus.is_some();
        is_single(&self.old) || is_single(&self.new)
    }

    /// Returns what nothing reads on either side, and the matters that cannot be read: they are compared with nothing.
    pub fn unread(&self) -> impl Iterator<Item = &Unread> {
        let old: Vec<&Unread> = self.old.strays.iter().chain(&self.old.broken).collect();
        let new = self.new.strays.iter().chain(&self.new.broken);
        // Both sides may stand in one workspace, and what they share is told once.
        let is_one = Arc::ptr_eq(&self.old.workspace, &self.new.workspace);
        let is_told = |own: &&Unread| is_one && old.iter().any(|told| told.files == own.files);
        let new: Vec<&Unread> = new.filter(|own| !is_told(own)).collect();
        old.into_iter().chain(new)
    }

    /// Returns the names of the matters that are compared with nothing, since they or what they may match cannot be read.
    #[must_use]
    pub fn not_compared(&self) -> &[String] {
        &self.not_compared
    }

    /// Returns the matters that only the old side has.
    pub fn ended(&self) -> impl Iterator<Item = &Matter> {
        self.ended.iter().filter_map(|index| self.old.matters.get(*index)).map(|own| &own.matter)
    }

    /// Returns the matters that only the new side has.
    pub fn started(&self) -> impl Iterator<Item = &Matter> {
        self.started.iter().filter_map(|index| self.new.matters.get(*index)).map(|own| &own.matter)
    }
}

impl Workspace {
    /// Compares two matters, two years, or everything with everything: what `old` and `new` mean, as in
    /// [`select`](Self::select).
    ///
    /// # Errors
    ///
    /// [`Error`] where one of them means nothing, cannot be read, or has nothing to do with the other.
    pub fn compare(self: &Arc<Self>, old: &Path, new: &Path) -> Result<Comparisons, Error> {
        match (self.half(old), self.half(new)) {
            (Ok(old), Ok(new)) => Comparisons::new(old, new, false),
            (Err(Error::Unread(mut one)), Err(Error::Unread(other))) => {
                one.extend(other);
                Err(Error::Unread(one))
            }
            (Err(error), _) | (_, Err(error)) => Err(error),
        }
    }

    /// Reads the matters that one path means.
    fn half(self: &Arc<Self>, path: &Path) -> Result<Half, Error> {
        let relative = self.locate(path)?;
        let is_single = self.root().join(&relative).is_file();
        comparable(&relative, is_single, path)?;
        let selections = self.select(&[path.to_owned()])?;
        Half::read(self, &selections, is_single, None, path.display().to_string())
    }
}

/// Pairs the matters of the two sides; two that have nothing to do with each other are refused.
fn pair(old: &Half, new: &Half, is_revision: bool) -> Result<Vec<Pair>, Error> {
    if old.is_single != new.is_single && !is_revision {
        return Err(Error::MatterAndYear(old.name.clone(), new.name.clone()));
    }
    if !old.is_single || !new.is_single || is_revision {
        return focused(old, new, pairing::pair(&old.names(), &new.names()));
    }
    let Some((one, other)) = old.side(0).zip(new.side(0)) else { return Ok(Vec::new()) };
    if pairing::is_related(&one, &other) {
        return Ok(vec![(Some(0), Some(0))]);
    }
    let near = nearest(old, new);
    Err(Error::Different { old: one.matter.name.clone(), new: other.matter.name.clone(), near })
}

/// Leaves the pair of the matter that is asked for, where one is.
fn focused(old: &Half, new: &Half, pairs: Vec<Pair>) -> Result<Vec<Pair>, Error> {
    let index = |half: &Half| {
        let name = half.focus.as_ref()?;
        half.matters.iter().position(|own| own.matter.name == *name)
    };
    let pair = match (index(old), index(new)) {
        (None, None) => return Ok(pairs),
        (_, Some(other)) => pairs.into_iter().find(|pair| pair.1 == Some(other)),
        (Some(one), None) => pairs.into_iter().find(|pair| pair.0 == Some(one)),
    };
    // Where a matter could not be read, it may be the one that is missing.
    let (half, other) = match pair {
        Some((Some(_), Some(_))) => return Ok(pair.into_iter().collect()),
        Some((None, _)) => (old, new),
        Some((_, None)) | None => (new, old),
    };
    if half.unread.is_empty() {
        return Ok(pair.into_iter().collect());
    }
    let matter = other.focus.clone().unwrap_or_default();
    Err(Error::Unmatched { matter, side: half.name.clone(), unread: half.unread.clone() })
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
