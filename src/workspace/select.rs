//! Which matters are meant: paths, years, names such as `r07/koki-iryo-cashless`, or everything.

use super::{Unread, whole};
use crate::diagnostic::Text;
use crate::model::era;
use crate::model::load::{self, Loaded, LoadedYear, Strays, Workspace};
use crate::model::matter::Matter;
use crate::model::print::Print;
use crate::source::Sources;
use crate::text;
use std::fmt;
use std::path::{Path, PathBuf};

/// A year and the files of its matters, relative to the workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The year's folder (`r07`).
    pub year: String,
    /// `policies/r07/….yaml`, in the order asked for.
    pub files: Vec<PathBuf>,
    /// Whether the year is meant as a whole: what nothing reads in it is told, then.
    pub extent: Extent,
}

/// What somebody who named matters meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// Some matters of a year.
    Matters,
    /// A whole year.
    Year,
    /// All that is there.
    Everything,
}

/// Why a path or a name means no matter.
#[derive(Debug)]
pub enum Error {
    /// The workspace's folders cannot be listed.
    Load(load::Error),
    /// Nothing is there.
    Missing(PathBuf),
    /// It is in the workspace, but neither a matter nor a year.
    Neither(PathBuf),
    /// It lies outside the workspace whose root this is.
    Outside(PathBuf, PathBuf),
}

impl Error {
    /// Returns what happened, and what to do.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Load(error) => error.text(),
            Self::Missing(path) => {
                let shown = path.display();
                text!(
                    "{shown} がありません（ファイル、フォルダ、または「年度/案件」の名を書いてください）",
                    "{shown} does not exist (name a file, a folder or `year/matter`)"
                )
            }
            Self::Neither(path) => {
                let shown = path.display();
                text!(
                    "{shown} は案件でも年度のフォルダでもありません（policies/r07 や policies/r07/案件.yaml を書いてください）",
                    "{shown} is neither a matter nor a year (name policies/r07 or policies/r07/matter.yaml)"
                )
            }
            Self::Outside(path, root) => {
                let (path, root) = (path.display(), root.display());
                text!(
                    "{path} はワークスペース {root} の外にあります",
                    "{path} lies outside the workspace {root}"
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

impl From<load::Error> for Error {
    fn from(error: load::Error) -> Self {
        Self::Load(error)
    }
}

/// What one path means.
enum Meant {
    Everything,
    Year(String),
    Matter(String, PathBuf),
}

impl Workspace {
    /// Returns the matters of every year.
    ///
    /// # Errors
    ///
    /// [`Error::Load`] where the folders cannot be listed.
    pub fn select_all(&self) -> Result<Vec<Selection>, Error> {
        let everything = |own| Selection { extent: Extent::Everything, ..own };
        self.years()?.into_iter().map(|year| self.select_year(year).map(everything)).collect()
    }

    /// Returns the matters that paths and names mean, each once; all where there are none.
    ///
    /// # Errors
    ///
    /// [`Error`] where one of them means nothing.
    pub fn select(&self, paths: &[PathBuf]) -> Result<Vec<Selection>, Error> {
        if paths.is_empty() {
            return self.select_all();
        }
        let mut selected: Vec<Selection> = Vec::new();
        for path in paths {
            let found = match self.meant(path)? {
                Meant::Everything => self.select_all()?,
                Meant::Year(year) => vec![self.select_year(year)?],
                Meant::Matter(year, file) => {
                    vec![Selection { year, files: vec![file], extent: Extent::Matters }]
                }
            };
            for own in found {
                match selected.iter_mut().find(|known| known.year == own.year) {
                    Some(known) => {
                        let new: Vec<PathBuf> =
                            own.files.into_iter().filter(|file| !known.files.contains(file)).collect();
                        known.files.extend(new);
                        known.extent = known.extent.max(own.extent);
                    }
                    None => selected.push(own),
                }
            }
        }
        Ok(selected)
    }

    /// Returns what nothing reads where matters are looked for: in each year that is meant whole and in what holds for
    /// every year, right in `policies/` where every year is meant; beside single matters, only the folders that stand in
    /// the place of a file which every matter needs.
    ///
    /// # Errors
    ///
    /// [`Error::Load`] where a folder cannot be listed.
    pub fn strays_beside(&self, selections: &[Selection]) -> Result<Strays, Error> {
        let of = |whole: bool| {
            let own = selections.iter().filter(|own| (own.extent > Extent::Matters) == whole);
            own.map(|own| own.year.as_str()).collect::<Vec<_>>()
        };
        // Where there is no year, nothing but everything can have been meant.
        let everything =
            selections.is_empty() || selections.iter().any(|own| own.extent == Extent::Everything);
        Ok(self.strays(&of(true), &of(false), everything)?)
    }

    /// Returns what nothing reads as what could not be read, see [`strays_beside`](Self::strays_beside).
    #[must_use]
    pub fn unread_beside(&self, selections: &[Selection]) -> Option<Unread> {
        match self.strays_beside(selections) {
            Ok(strays) => Unread::strays(strays),
            Err(error) => Some(Unread { files: Vec::new(), error: error.into() }),
        }
    }

    fn select_year(&self, year: String) -> Result<Selection, Error> {
        let files = self.matters(&year)?;
        Ok(Selection { year, files, extent: Extent::Year })
    }

    /// Returns where in the workspace a path or a name such as `r07/matter` is.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] and [`Error::Outside`].
    pub fn locate(&self, path: &Path) -> Result<PathBuf, Error> {
        let candidates = [
            path.to_path_buf(),
            self.root().join(path),
            self.root().join("policies").join(path),
            self.named(path, "yaml"),
            self.named(path, "yml"),
        ];
        let real: Vec<PathBuf> = candidates.iter().filter_map(|candidate| real(candidate)).collect();
        // Another folder of that name where the command runs is not what is meant.
        let inside = real.iter().find(|real| real.starts_with(self.real_root()));
        let real = inside.or(real.first()).ok_or_else(|| Error::Missing(path.to_owned()))?;
        let relative = real.strip_prefix(self.real_root());
        relative.map(Path::to_path_buf).map_err(|_| Error::Outside(path.to_owned(), self.root().to_owned()))
    }

    /// Returns what one path or name means.
    fn meant(&self, path: &Path) -> Result<Meant, Error> {
        let relative = self.locate(path)?;
        let real = self.root().join(&relative);
        let parts: Vec<String> = relative.iter().map(|part| part.to_string_lossy().into_owned()).collect();
        match parts.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            // What holds for every year is looked at with every matter that rests on it.
            [] | ["policies"] | ["fugi.yaml"] | ["policies", "common", ..] => Ok(Meant::Everything),
            ["policies", year] if real.is_dir() && era::fiscal_year_of_folder(year).is_some() => {
                Ok(Meant::Year((*year).to_owned()))
            }
            // A link that leads nowhere is a matter that cannot be read.
            ["policies", year, file] if !real.is_dir() && *file != "parties.yaml" => {
                Ok(Meant::Matter((*year).to_owned(), relative.clone()))
            }
            ["policies", year, ..] if era::fiscal_year_of_folder(year).is_some() => {
                Ok(Meant::Year((*year).to_owned()))
            }
            _ => Err(Error::Neither(path.to_owned())),
        }
    }

    fn named(&self, path: &Path, ending: &str) -> PathBuf {
        let mut name = path.as_os_str().to_owned();
        name.push(".");
        name.push(ending);
        self.root().join("policies").join(name)
    }

    /// Reads a year whole.
    ///
    /// # Errors
    ///
    /// [`super::Error`] where its folder cannot be listed or a file of it is not whole.
    pub fn whole_year(&self, name: &str) -> Result<LoadedYear, super::Error> {
        let (year, _) = whole(self.year(name)?)?;
        Ok(year)
    }

    /// Returns how the form of a year prints, of the newest year where none is named; as nothing is said where the year
    /// cannot be read.
    #[must_use]
    pub fn print_of(&self, year: Option<&str>) -> Print {
        let newest = || self.years().ok().and_then(|mut years| years.pop());
        let year = year.map(str::to_owned).or_else(newest);
        let loaded = year.and_then(|year| self.whole_year(&year).ok());
        loaded.map(|own| own.year.labels.print).unwrap_or_default()
    }

    /// Reads a year, and each of the selected matters, whole or not.
    ///
    /// # Errors
    ///
    /// [`super::Error`] where the year itself cannot be read.
    pub fn read_matters(
        &self,
        selection: &Selection,
    ) -> Result<(LoadedYear, Vec<Loaded<Matter>>), super::Error> {
        let year = self.whole_year(&selection.year)?;
        let matters = selection.files.iter().map(|file| self.matter(&year, file)).collect();
        Ok((year, matters))
    }

    /// Reads every selected matter in turn and hands over those that are whole, with their texts; returns what could
    /// not be read, and what nothing reads in the years that are meant whole.
    pub fn each_matter(
        &self,
        selections: &[Selection],
        mut take: impl FnMut(&LoadedYear, Matter, Sources),
    ) -> Vec<Unread> {
        let mut unread = Vec::new();
        for selection in selections {
            let year = match self.whole_year(&selection.year) {
                Ok(year) => year,
                Err(error) => {
                    unread.push(Unread { files: selection.files.clone(), error });
                    continue;
                }
            };
            for file in &selection.files {
                match whole(self.matter(&year, file)) {
                    Ok((matter, sources)) => take(&year, matter, sources),
                    Err(problems) => {
                        unread.push(Unread { files: vec![file.clone()], error: problems.into() });
                    }
                }
            }
        }
        unread.extend(self.unread_beside(selections));
        unread
    }
}

/// Returns where a path leads; of a link that leads nowhere, where the link itself stands.
fn real(path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().or_else(|| {
        let is_link = path.symlink_metadata().ok()?.is_symlink();
        let folder = crate::whole::folder_of(path).canonicalize().ok()?;
        path.file_name().filter(|_| is_link).map(|name| folder.join(name))
    })
}
